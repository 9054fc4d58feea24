"""The one line that a server gets when the bot joins it: where it is set up."""

from __future__ import annotations

import asyncio
import logging

import discord

from bot.i18n import Texts, first_language
from bot.services.guilds import GuildTrust
from bot.ui.outbound.discord_errors import CALL_FAILURES, CALL_S, log_summary
from bot.ui.outbound.responses import SILENT
from bot.ui.views import formatting

log = logging.getLogger(__name__)


class Greetings:
    """In the system channel, where the bot may write there; nobody gets a direct message."""

    def __init__(self, *, bot: discord.Client, guild_trust: GuildTrust, texts: Texts, locale: str) -> None:
        self._bot = bot
        self._guild_trust = guild_trust
        self._texts = texts
        self._locale = locale

    async def send(self) -> None:
        """Tell the servers that were not told yet; one in an outage is told afterwards."""
        for guild_id in await self._guild_trust.ungreeted():
            guild = self._bot.get_guild(guild_id)
            if guild is not None and not guild.unavailable and await self._guild_trust.greet(guild_id):
                await self._greet(guild)

    async def _greet(self, guild: discord.Guild) -> None:
        channel = guild.system_channel
        if channel is None or not self._may_write(channel):
            return
        await self._texts.prepare()
        text = self._texts.text(self._language(guild), "setup-joined", bot=formatting.escape(guild.me.display_name))
        try:
            async with asyncio.timeout(CALL_S):
                await channel.send(text, allowed_mentions=SILENT)
        except CALL_FAILURES as error:
            log.warning("server %s: it could not be told how to set the bot up: %s", guild.id, log_summary(error))

    def _may_write(self, channel: discord.TextChannel) -> bool:
        held = channel.permissions_for(channel.guild.me)
        return held.view_channel and held.send_messages and not channel.guild.me.is_timed_out()

    def _language(self, guild: discord.Guild) -> str:
        """Return a server's language; one that is no Community can't say it: Discord then names en-US."""
        own = guild.preferred_locale
        said = None if own is discord.Locale.american_english else str(own)
        return first_language(said, default=self._locale)
