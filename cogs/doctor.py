"""/doctor: what on this server a moderator can mend, and how; what only the bot's owner can is not their business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import discord
from discord.ext import commands

from bot.domain.errors import UnknownJob
from bot.domain.guild_config import GuildConfig
from bot.domain.rules import Who
from bot.domain.server_errors import SettingsUnreadable
from bot.ui.actors import check_power
from bot.ui.client import BananaBot
from bot.ui.localised_commands import slash_command
from bot.ui.outbound.log_channel import missing_log_rights
from bot.ui.reach import reach_lines
from bot.ui.views import formatting
from bot.ui.views.pause_panel import pause_sentence
from bot.ui.views.setup_panel import SetupPanel


class Doctor(commands.Cog):
    """Answered in private, from what Discord has told and the database knows."""

    def __init__(self, bot: BananaBot) -> None:
        self._configs = bot.services.guild_configs
        self._pauses = bot.services.pauses
        self._offer = bot.services.orders.offer
        self._access = bot.surface.access
        self._responses = bot.surface.responses

    async def examine(self, interaction: discord.Interaction) -> None:
        """Say what can be mended, then where the commands can be used; raises NeedsPermission."""
        check_power(interaction, "manage_guild")
        guild = interaction.guild
        if guild is None:
            raise UnknownJob
        await self._responses.defer(interaction, thinking=True, private=True)
        text, name = partial(self._responses.text, interaction), formatting.escape(guild.me.display_name)
        reach = await reach_lines(guild, self._access, self._offer.listed, bot_name=name, text=text)
        paused = [pause_sentence(text, pause) for pause in await self._pauses.over(guild.id)]
        wrong = [f"⚠️ {each}" for each in (*paused, *await self._settings(interaction, guild))]
        lines = [*wrong, *reach.warnings()] or [text("doctor-fine")]
        panel = SetupPanel(title=text("doctor-title"), lines=lines, warnings=list(reach.lines()), buttons=())
        await self._responses.fill_private(interaction, panel.view())

    async def _settings(self, interaction: discord.Interaction, guild: discord.Guild) -> Sequence[str]:
        """Return what is wrong with what moderators set."""
        text = partial(self._responses.text, interaction)
        try:
            config = await self._configs.of(guild.id)
        except SettingsUnreadable:
            return [text("doctor-settings-unreadable")]
        gone = [text(text_id, count=count) for text_id, count in _gone(guild, config) if count]
        lacks = [
            text("doctor-log-lacks", channels=f"<#{where}>", right=right)
            for where in config.log.channels
            if guild.get_channel_or_thread(where)
            for right in missing_log_rights(interaction.client, guild.id, where, previews=config.log.previews)
        ]
        return [*gone, *lacks]


def _gone(guild: discord.Guild, config: GuildConfig) -> Iterator[tuple[str, int]]:
    """Yield of how many roles and channels that are set nothing is left, with what to say of them."""
    others = (*config.words.stricter, *config.words.laxer, *config.cards.spoiler_channels)
    yield "doctor-log-gone", _absent(guild, config.log.channels)
    yield "doctor-role-gone", sum(guild.get_role(each) is None for each in config.rules.targets(Who.ROLE))
    yield "doctor-channel-gone", _absent(guild, config.rules.targets(Who.CHANNEL))
    yield "doctor-other-channel-gone", _absent(guild, others)


def _absent(guild: discord.Guild, channel_ids: Iterable[int]) -> int:
    return sum(guild.get_channel_or_thread(each) is None for each in set(channel_ids))


async def setup(bot: BananaBot) -> None:
    """Add the feature."""
    cog = Doctor(bot)

    @slash_command(bot.texts, "command-doctor", permissions=discord.Permissions(manage_guild=True))
    async def doctor(interaction: discord.Interaction) -> None:
        await cog.examine(interaction)

    bot.tree.add_command(doctor)
    await bot.add_cog(cog)
