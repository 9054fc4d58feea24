"""/banana and /banana-pro: an order from the interaction, with the checks that need no I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

import discord
from discord import app_commands

from bot.domain.catalog import BANANA, COUNTS, FORMATS, PRO, PROMPT_LENGTH, Params, effective_ratio
from bot.domain.errors import Refusal
from bot.domain.jobs import Order
from bot.ui import interaction_context
from bot.ui.client import BananaBot, localised
from bot.ui.order_placement import read_attachments

Command = app_commands.Command[Any, ..., Any]
Prompt = app_commands.Range[str, 1, PROMPT_LENGTH]
Picture = discord.Attachment | None
Count = app_commands.Range[int, COUNTS[0], COUNTS[-1]]
IMAGES = ("image", "image2", "image3", "image4")
OPTIONS = ("prompt", *IMAGES, "count", "aspect_ratio", "format", "resolution")


async def setup(bot: BananaBot) -> None:
    """Add the commands; their choices are what this bot's host offers."""
    bot.tree.add_command(banana(bot))
    bot.tree.add_command(banana_pro(bot))


def banana(bot: BananaBot) -> Command:
    """Return /banana."""

    @_described(bot, "banana", OPTIONS[:-1])
    async def callback(
        interaction: discord.Interaction,
        prompt: Prompt,
        image: Picture = None,
        image2: Picture = None,
        image3: Picture = None,
        image4: Picture = None,
        count: Count | None = None,
        aspect_ratio: str | None = None,
        format: str | None = None,  # noqa: A002 - the option's name
    ) -> None:
        images = [image, image2, image3, image4]
        params = _params(interaction, images, count, aspect_ratio, format)
        await _order(bot, interaction, BANANA.name, prompt, images, params)

    return callback


def banana_pro(bot: BananaBot) -> Command:
    """Return /banana-pro."""

    @_described(bot, "banana-pro", OPTIONS)
    async def callback(
        interaction: discord.Interaction,
        prompt: Prompt,
        image: Picture = None,
        image2: Picture = None,
        image3: Picture = None,
        image4: Picture = None,
        count: Count | None = None,
        aspect_ratio: str | None = None,
        resolution: str | None = None,
        format: str | None = None,  # noqa: A002 - the option's name
    ) -> None:
        images = [image, image2, image3, image4]
        params = _params(interaction, images, count, aspect_ratio, format, resolution or bot.offer.resolutions[0])
        await _order(bot, interaction, PRO.name, prompt, images, params)

    return callback


def _described(bot: BananaBot, name: str, options: Iterable[str]) -> Callable[[Any], Command]:
    """Dress a callback as a command, in our languages, with this host's choices."""
    texts, offer = bot.texts, bot.offer
    ids = {option: f"option-{option.replace('_', '-')}" for option in options}
    choices = {"aspect_ratio": offer.ratios, "format": FORMATS, "resolution": offer.resolutions}

    def dress(callback: Any) -> Command:  # noqa: ANN401 - a callback first, a command in the end
        for decorate in (
            app_commands.choices(**{o: _choices(choices[o]) for o in ids if o in choices}),
            app_commands.describe(**{o: localised(texts, f"{text_id}-description") for o, text_id in ids.items()}),
            app_commands.rename(**{o: localised(texts, text_id) for o, text_id in ids.items()}),
            app_commands.allowed_installs(guilds=True, users=False),
            app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False),
            app_commands.command(
                name=localised(texts, f"command-{name}"),
                description=localised(texts, f"command-{name}-description"),
            ),
        ):
            callback = decorate(callback)
        return cast(Command, callback)

    return dress


def _choices(values: Iterable[str]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=value, value=value) for value in values]


def _params(
    interaction: discord.Interaction,
    images: Sequence[Picture],
    count: int | None,
    ratio: str | None,
    file_format: str | None,
    resolution: str | None = None,
) -> Params:
    """Return what was said, else what the person prefers, else the usual; a picture's shape is changed only by word."""
    mine = interaction_context.preferences(interaction)
    ratio = ratio or (None if any(images) else mine.ratio)
    return Params(
        count=count or mine.count or COUNTS[0],
        ratio=effective_ratio(ratio, has_input=any(images)),
        format=file_format or mine.format or FORMATS[0],
        resolution=resolution,
    )


async def _order(
    bot: BananaBot,
    interaction: discord.Interaction,
    model: str,
    prompt: str,
    images: Sequence[Picture],
    params: Params,
) -> None:
    try:
        inputs = read_attachments(images)
    except Refusal as error:
        await bot.responses.send_error(interaction, error)
        return
    order = Order(id=0, guild_id=0, channel_id=0, user_id=0, model=model, prompt=prompt, params=params, inputs=inputs)
    await bot.placement.place(interaction, order)
