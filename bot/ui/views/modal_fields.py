"""The fields that forms are made of, and what was filled into them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Self

import discord

from bot.domain.catalog import INPUT_RATIO, MAX_INPUTS, PROMPT_LENGTH, Model, Offer, Params
from bot.domain.errors import ModelGone
from bot.domain.jobs import Image
from bot.domain.limits import INPUT_LIMIT_MB, MOST_OPTIONS, OPTION_LENGTH
from bot.i18n import Texts, language
from bot.services.pending_orders import in_order
from bot.ui import interaction_context, modal_values
from bot.ui.attachments import read_files
from bot.ui.custom_ids import ComponentEvent
from bot.ui.discord_internals import wire_modal
from bot.ui.outbound.discord_errors import ANSWER_S
from bot.ui.views import formatting

MOST_UPLOADS = MAX_INPUTS - 1  # beside the picture that is changed

Field = discord.ui.Item[discord.ui.Modal]


@dataclass(frozen=True, kw_only=True)
class Fields:
    """The fields of a form in one member's language, and the form that they make."""

    say: Callable[..., str]  # a sentence in the member's language

    @classmethod
    def of(cls, interaction: discord.Interaction, *, texts: Texts) -> Self:
        """Return them for the member who is to fill them in."""
        return cls(say=partial(texts.text, language(interaction_context.locale(interaction))))

    async def open(
        self, interaction: discord.Interaction, title_id: str, custom_id: str, *fields: Field | None
    ) -> None:
        """Open a form; what is None is left out."""
        await send_form(interaction, form(self.say(title_id), custom_id, fields))

    def prompt(self, text_id: str, *, price: str | None, default: str | None = None) -> Field:
        """Return the field for the words, with what they will cost; `default` stands in it at first, or an example."""
        component: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id="prompt",
            style=discord.TextStyle.paragraph,
            placeholder=None if default is not None else self.say(f"{text_id}-placeholder"),
            default=default and default[:PROMPT_LENGTH],
            min_length=1,
            max_length=PROMPT_LENGTH,
        )
        return self._label(text_id, component, description=price)

    def price(self, model: Model, params: Params) -> str:
        """Return what one picture costs, in words."""
        return self.say("form-price", cost=model.cost(replace(params, count=1)))

    def picture(self, images: Sequence[Image], *, on_card: bool = False, several: bool = False) -> Field | None:
        """Return the choice among pictures, where there is one; of `several`, as many as fit are chosen at first.

        Those of a card are named by their places in it.
        """
        if len(images) < 2:
            return None
        most = min(len(images), MAX_INPUTS) if several else 1
        options = [
            discord.SelectOption(
                label=self.say("picture-place" if on_card else "picture-of", n=number, count=len(images)),
                description=formatting.file_name(image.name)[:OPTION_LENGTH] if image.name and not on_card else None,
                value=str(number - 1),
                default=number <= most,
            )
            for number, image in enumerate(images, start=1)
        ]
        menu: discord.ui.Select[discord.ui.Modal] = discord.ui.Select(
            custom_id="picture", options=options, max_values=most
        )
        return self._label("form-pictures" if several else "form-picture", menu)

    def model(self, models: Sequence[Model], *, among: Sequence[Model]) -> Field | None:
        """Return the choice of the model; None where there is but one.

        One that is left `among` several is named too: the order is of the model whose price was read, whatever becomes
        of the others meanwhile.
        """
        if len(models) < 2:
            return self._only_model(models[0]) if len(among) > 1 else None
        options = [
            discord.RadioGroupOption(
                label=self.say("form-model-option", model=model.title, cost=model.cost(model.params({}))),
                value=model.name,
                default=model is models[0],
            )
            for model in models
        ]
        radio: discord.ui.RadioGroup[discord.ui.Modal] = discord.ui.RadioGroup(custom_id="model", options=options)
        return self._label("form-model", radio)

    def _only_model(self, model: Model) -> Field:
        label = self.say("form-model-option", model=model.title, cost=model.cost(model.params({})))
        option = discord.SelectOption(label=label, value=model.name, default=True)
        menu: discord.ui.Select[discord.ui.Modal] = discord.ui.Select(custom_id="model", options=[option])
        return self._label("form-model", menu)

    def ratio(self, *models: Model) -> Field | None:
        """Return the choice of the shape, where there is one; a picture's own at first."""
        usual = models[0].ratio(None, has_input=True)
        ratios = dict.fromkeys(ratio for model in models for ratio in model.ratios)
        options = [
            discord.SelectOption(
                label=self.say("form-ratio-auto") if ratio == INPUT_RATIO else ratio,
                value=ratio,
                default=ratio == usual,
            )
            for ratio in ratios
        ]
        return self.select("ratio", options)

    def count(self, *models: Model, usual: int | None = None) -> Field | None:
        """Return the choice of how many, where there is one; the usual at first, else one."""
        counts = sorted({count for model in models for count in model.counts})
        first = usual if usual in counts else counts[0]
        options = [discord.SelectOption(label=str(n), value=str(n), default=n == first) for n in counts]
        return self.select("count", options)

    def uploads(
        self,
        model: Model,
        *,
        custom_id: str = "images",
        label_id: str = "form-uploads",
        text_id: str = "form-uploads-description",
    ) -> Field | None:
        """Return the place for further pictures, where the model takes more than the one that is changed."""
        most = model.inputs.most - 1 if model.inputs else 0
        if not most:
            return None
        upload: discord.ui.FileUpload[discord.ui.Modal] = discord.ui.FileUpload(
            custom_id=custom_id, required=False, min_values=0, max_values=most
        )
        return self._label(label_id, upload, description=self.say(text_id, most=most, limit=INPUT_LIMIT_MB))

    def select(
        self, name: str, options: Sequence[discord.SelectOption], *, text_id: str = "", description: str | None = None
    ) -> Field | None:
        """Return a choice, where there is one; its label is `form-<name>` unless `text_id` names another."""
        if len(options) < 2:
            return None
        shown = list(options[:MOST_OPTIONS])
        menu: discord.ui.Select[discord.ui.Modal] = discord.ui.Select(custom_id=name, options=shown)
        return self._label(text_id or f"form-{name}", menu, description=description)

    def _label(self, text_id: str, component: Field, *, description: str | None = None) -> Field:
        return discord.ui.Label(text=self.say(text_id), description=description, component=component)


def form(title: str, custom_id: str, fields: Iterable[Field | None]) -> discord.ui.Modal:
    """Return a new form, to be sent once; what is None is left out."""
    modal = wire_modal(title=title, custom_id=custom_id)
    for field in fields:
        if field is not None:
            modal.add_item(field)
    return modal


async def send_form(interaction: discord.Interaction, modal: discord.ui.Modal) -> None:
    """Answer with a form."""
    async with asyncio.timeout(ANSWER_S):
        await interaction.response.send_modal(modal)


def shown_cost(event: ComponentEvent, offer: Offer, *, model: str = "") -> int | None:
    """Return what an order of a form may cost unasked: nothing where it was opened under other prices.

    Nor where it was opened for another `model` than draws now. None: under today's, or it is from a version that did
    not note them.
    """
    return 0 if event.argument not in (0, offer.price_mark_of(model)) else None


def picked(interaction: discord.Interaction) -> tuple[int, ...]:
    """Return which pictures were chosen; the first where there was no choice."""
    return tuple(map(number, modal_values.chosen(interaction, "picture"))) or (0,)


def model(interaction: discord.Interaction, models: Iterable[Model]) -> Model:
    """Return the model that was chosen; the first where the form had no choice. Raises ModelGone."""
    wanted = modal_values.text(interaction, "model") or modal_values.first(interaction, "model") or ""
    found = next((model for model in models if wanted in ("", model.name)), None)
    if found is None:
        raise ModelGone
    return found


def count(interaction: discord.Interaction) -> int | None:
    """Return how many pictures are wanted, 0 for what is no small number; None where there was no choice."""
    wanted = modal_values.first(interaction, "count")
    return None if wanted is None else number(wanted)


def ratio(interaction: discord.Interaction) -> str | None:
    """Return the shape that was chosen; None where there was no choice."""
    return modal_values.first(interaction, "ratio")


def uploads(interaction: discord.Interaction) -> tuple[Image, ...]:
    """Return the pictures that came with a form; raises BadAttachment where one is none."""
    return in_order(read_files(modal_values.files(interaction, "images")[:MOST_UPLOADS]))


def number(text: str) -> int:
    """Return a small number that was chosen; 0 for anything else, since what comes from the wire may be made up."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
