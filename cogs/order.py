"""One slash command a model, and a form without a command: an order, with the checks that need no I/O."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain import jobs
from bot.domain.catalog import PROMPT_LENGTH, Model, Option
from bot.domain.errors import Refusal, UnknownJob
from bot.i18n import Texts
from bot.ui import interaction_context, modal_values
from bot.ui.actors import actor
from bot.ui.attachments import read_attachments
from bot.ui.client import BananaBot
from bot.ui.custom_ids import ComponentEvent
from bot.ui.localised_commands import Choices, SlashCommand, in_languages, localised, named_command
from bot.ui.order_placement import check_rights
from bot.ui.views import modal_fields
from bot.ui.views.modal_fields import Fields

IMAGES = ("image", "image2", "image3", "image4")


class Order(commands.Cog):
    """An order by command: what was said, else what the member prefers, else the usual."""

    def __init__(self, bot: BananaBot) -> None:
        self._placement = bot.surface.placement
        self._responses = bot.surface.responses
        self._access = bot.surface.access
        self._orders = bot.services.orders
        self._rules = bot.services.rules
        self._offer = bot.services.orders.offer
        self._texts = bot.texts

    async def place(self, interaction: discord.Interaction, model: Model, said: Mapping[str, Any]) -> None:
        """Place an order of what was said, by the names of the command's parameters.

        An attachment that is plainly no picture is refused at once.
        """
        images = [said.get(name) for name in IMAGES]
        try:
            inputs = read_attachments(images)
        except Refusal as error:
            await self._responses.send_error(interaction, error)
            return
        order = self._order(interaction, model, said, inputs)
        await self._placement.place(interaction, order)

    # the same without a command

    async def open_form(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Ask for a prompt, and pictures to change if there are any; raises what keeps the member from drawing here."""
        check_rights(interaction)
        self._orders.check_server(interaction.guild_id or 0)
        models = await self._rules.usable(
            actor(interaction), await self._access.usable(interaction, self._offer.listed)
        )
        form = Fields.of(interaction, texts=self._texts)
        choice = form.model(models, among=self._offer.models)
        prompt = form.prompt("form-new", price=None if choice else form.price(models[0], models[0].params({})))
        editor = next((model for model in models if model.inputs), None)
        uploads = form.uploads(editor, label_id="form-own") if editor else None
        usual = interaction_context.preferences(interaction).count
        await form.open(
            interaction,
            "form-start",
            f"img1:draw:{interaction.user.id}:{self._offer.price_mark}",
            *(prompt, choice, uploads, form.count(*models, usual=usual)),
        )

    async def place_form(self, interaction: discord.Interaction, event: ComponentEvent) -> None:
        """Place the order of what was filled in; what the form doesn't ask is as a command leaves it open."""
        if event.subject_id != interaction.user.id:
            raise UnknownJob  # made up: a form is for whoever opened it
        model = modal_fields.model(interaction, self._offer.listed)
        said = {"prompt": modal_values.text(interaction, "prompt"), "count": modal_fields.count(interaction)}
        order = self._order(interaction, model, said, modal_fields.uploads(interaction))
        await self._placement.place(interaction, replace(order, shown_cost=modal_fields.shown_cost(event, self._offer)))

    def _order(
        self, interaction: discord.Interaction, model: Model, said: Mapping[str, Any], inputs: tuple[jobs.Image, ...]
    ) -> jobs.Order:
        """Return the order of what was said; who orders, and where, is the placement's to fill in."""
        return jobs.Order(
            id=0,
            guild_id=0,
            channel_id=0,
            user_id=0,
            model=model.name,
            prompt=str(said["prompt"]),
            params=interaction_context.params(interaction, model, said, has_input=bool(inputs)),
            inputs=inputs,
        )


async def setup(bot: BananaBot) -> None:
    """Add the feature: a command for each model that this bot's owner offers."""
    cog = Order(bot)
    bot.router.add(handlers={"draw": cog.open_form}, forms={"draw": cog.place_form})
    for model in bot.services.orders.offer.models:
        bot.tree.add_command(order_command(bot.texts, model, cog))
    await bot.add_cog(cog)


def order_command(texts: Texts, model: Model, cog: Order) -> SlashCommand:
    """Return a model's command."""
    parameters = list(_parameters(model))

    async def callback(interaction: discord.Interaction, **said: Any) -> None:  # noqa: ANN401 - of each option's type
        await cog.place(interaction, model, said)

    callback.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # what discord.py reads
    decorate = named_command(
        texts,
        app_commands.locale_str(model.name),
        _description(texts, model),
        options=[parameter.name for parameter in parameters[1:]],
        choices={option.argument: _choices(option) for option in model.options if not _is_range(option)},
    )
    return decorate(callback)


def _description(texts: Texts, model: Model) -> app_commands.locale_str:
    """Return the words beside a command: the owner's, else our own for this model, else those for any."""
    if model.description:
        return in_languages(model.description)
    if texts.has(text_id := f"command-{model.name}-description"):
        return localised(texts, text_id)
    return localised(
        texts, "command-model-description" if model.inputs else "command-model-words-description", model=model.title
    )


def _parameters(model: Model) -> Iterator[inspect.Parameter]:
    yield _parameter("interaction", discord.Interaction, inspect.Parameter.empty)
    yield _parameter("prompt", app_commands.Range[str, 1, PROMPT_LENGTH], inspect.Parameter.empty)
    for image in IMAGES[: _most_images(model)]:
        yield _parameter(image, discord.Attachment | None)
    for option in model.options:
        first, last = option.choices[0], option.choices[-1]
        values: Any = app_commands.Range[int, first, last] if _is_range(option) else type(first)
        yield _parameter(option.argument, values | None)


def _parameter(name: str, annotation: Any, default: Any = None) -> inspect.Parameter:  # noqa: ANN401 - as inspect has it
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=annotation, default=default)


def _most_images(model: Model) -> int:
    """Return how many pictures a command takes; where another model takes them instead, it offers that one."""
    if model.inputs:
        return model.inputs.most
    return len(IMAGES) if model.instead else 0


def _is_range(option: Option) -> bool:
    """Return True if the choices are whole numbers without a gap, which are typed and not chosen from a list."""
    first, last = option.choices[0], option.choices[-1]
    return isinstance(first, int) and isinstance(last, int) and option.choices == tuple(range(first, last + 1))


def _choices(option: Option) -> Choices:
    return [app_commands.Choice(name=str(value), value=value) for value in option.choices]
