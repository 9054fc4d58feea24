"""/banana and /banana-pro: an order from the interaction, with the checks that need no I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain import jobs
from bot.domain.catalog import BANANA, COUNTS, FORMATS, PRO, PROMPT_LENGTH, Params, effective_ratio
from bot.domain.errors import Refusal
from bot.ui import interaction_context
from bot.ui.client import BananaBot
from bot.ui.localised_commands import SlashCommand, slash_command
from bot.ui.order_placement import read_attachments

Prompt = app_commands.Range[str, 1, PROMPT_LENGTH]
Picture = discord.Attachment | None
Count = app_commands.Range[int, COUNTS[0], COUNTS[-1]]
IMAGES = ("image", "image2", "image3", "image4")
OPTIONS = ("prompt", *IMAGES, "count", "aspect_ratio", "format", "resolution")


class Order(commands.Cog):
    """An order by command: what was said, else what the member prefers, else the usual."""

    def __init__(self, bot: BananaBot) -> None:
        self.offer = bot.services.orders.offer
        self._placement = bot.surface.placement
        self._responses = bot.surface.responses

    async def place(
        self,
        interaction: discord.Interaction,
        model: str,
        prompt: str,
        images: Sequence[Picture],
        params: Params,
    ) -> None:
        """Place an order; an attachment that is plainly no picture is refused at once."""
        try:
            inputs = read_attachments(images)
        except Refusal as error:
            await self._responses.send_error(interaction, error)
            return
        order = jobs.Order(
            id=0, guild_id=0, channel_id=0, user_id=0, model=model, prompt=prompt, params=params, inputs=inputs
        )
        await self._placement.place(interaction, order)


async def setup(bot: BananaBot) -> None:
    """Add the feature; the commands' choices are what this bot's owner offers."""
    cog = Order(bot)
    bot.tree.add_command(banana(bot, cog))
    bot.tree.add_command(banana_pro(bot, cog))
    await bot.add_cog(cog)


def banana(bot: BananaBot, cog: Order) -> SlashCommand:
    """Return /banana."""

    @_order_command(bot, "command-banana", OPTIONS[:-1])
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
        await cog.place(interaction, BANANA.name, prompt, images, params)

    return callback


def banana_pro(bot: BananaBot, cog: Order) -> SlashCommand:
    """Return /banana-pro."""

    @_order_command(bot, "command-banana-pro", OPTIONS)
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
        params = _params(interaction, images, count, aspect_ratio, format, resolution or cog.offer.resolutions[0])
        await cog.place(interaction, PRO.name, prompt, images, params)

    return callback


def _order_command(bot: BananaBot, text_id: str, options: Sequence[str]) -> Callable[[Any], SlashCommand]:
    """Return the decorator of a model's command, with the choices that this bot's owner offers."""
    offer = bot.services.orders.offer
    values = {"aspect_ratio": offer.ratios, "format": FORMATS, "resolution": offer.resolutions}
    choices = {option: _choices(values[option]) for option in options if option in values}
    return slash_command(bot.texts, text_id, options=options, choices=choices)


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
    """Return what was said, else what the member prefers, else the usual; a picture's shape is changed only by word."""
    mine = interaction_context.preferences(interaction)
    ratio = ratio or (None if any(images) else mine.ratio)
    return Params(
        count=count or mine.count or COUNTS[0],
        ratio=effective_ratio(ratio, has_input=any(images)),
        format=file_format or mine.format or FORMATS[0],
        resolution=resolution,
    )
