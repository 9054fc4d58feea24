"""What is wrong with the channels of a server's log, in words: gone, closed to the bot, or open to everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord

from bot.domain.guild_log import LogRoutes
from bot.ui.outbound.log_channel import missing_log_rights
from bot.ui.setup_sections import Speak


def log_warnings(bot: discord.Client, guild_id: int, routes: LogRoutes, speak: Speak) -> Sequence[str]:
    """Return a sentence for each thing that is to be mended, or to be known."""
    return [text for channel_id in routes.channels for text in _of_channel(bot, guild_id, channel_id, routes, speak)]


def _of_channel(bot: discord.Client, guild_id: int, channel_id: int, routes: LogRoutes, speak: Speak) -> Iterator[str]:
    missing = missing_log_rights(bot, guild_id, channel_id, previews=routes.previews)
    if missing == ("channel",):
        yield speak("log-channel-gone")
        return
    me = bot.user.display_name if bot.user else ""
    if missing:
        rights = ", ".join(speak("log-right", right=right) for right in missing)
        yield speak("log-rights-missing", channel=f"<#{channel_id}>", rights=rights, bot=me)
    guild = bot.get_guild(guild_id)
    channel = guild.get_channel_or_thread(channel_id) if guild else None
    if guild and channel and channel.permissions_for(guild.default_role).view_channel:
        yield speak("log-read-by-all", channel=f"<#{channel_id}>")
