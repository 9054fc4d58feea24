"""What `guild export` and `guild import` do: a server's settings as one file, beside the bot that runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.cli.output import counted
from bot.domain.errors import BotError, StartError
from bot.domain.guild_files import LARGEST, BadGuildFile, Fault, read, written
from bot.domain.server_errors import ChangedMeanwhile, SettingsUnreadable
from bot.runtime.clock import Clock
from bot.services.guild_config import GuildConfigs
from bot.settings import Settings
from bot.store.guilds import find_guild
from bot.store.shared import open_shared_store

BY_IDS = "Roles and channels are taken by their ids: those of another server mean nobody and nothing here."
FAULTS = {
    Fault.NOT_OURS: "{file} is not a file of `guild export`. Nothing was changed.",
    Fault.NEWER: "{file} has settings that this version doesn't know ({section}). Update the bot. Nothing was changed.",
    Fault.TOO_LARGE: "{file} is too large for a server's settings. Nothing was changed.",
    Fault.UNREADABLE: "{file}: the section {section} can't be: {detail}. Nothing was changed.",
}


class NotImported(BotError):
    """Nothing was changed; the sentence says why."""


async def export(settings: Settings, guild_id: int) -> str:
    """Return a server's settings as a file's text; raises NotImported where they can't be read, or StartError."""
    async with open_shared_store(settings.bot_data_dir) as store:
        if await find_guild(store.guilds, guild_id) is None:
            raise StartError(f"The bot has never been on server {guild_id}; `guild list` shows the servers.")
        try:
            return written(await GuildConfigs(store=store, clock=Clock()).of(guild_id), guild_id=guild_id)
        except SettingsUnreadable as error:
            raise NotImported(_unreadable(error)) from None


async def import_(settings: Settings, guild_id: int, file: Path) -> list[str]:
    """Set what a file says, all of it or nothing, and return what to say; raises NotImported or StartError."""
    sections = _read(file)
    async with open_shared_store(settings.bot_data_dir) as store:
        guild = await find_guild(store.guilds, guild_id)
        if guild is None:
            raise StartError(f"The bot has never been on server {guild_id}; `guild list` shows the servers.")
        configs = GuildConfigs(store=store, clock=Clock())
        try:
            seen = await configs.of(guild_id)
            await configs.change(guild_id, seen, by_user=0, **sections)
        except ChangedMeanwhile:
            raise NotImported("A moderator has just changed the same. Nothing was done: try again.") from None
        except SettingsUnreadable as error:
            raise NotImported(_unreadable(error)) from None
    changed = [name for name, value in sections.items() if value != getattr(seen, name)]
    if not changed:
        return [f"{guild.name or guild_id} had these settings already."]
    return [f"{guild.name or guild_id}: {counted(len(changed), 'section')} changed ({', '.join(changed)}).", BY_IDS]


def _read(file: Path) -> Mapping[str, Any]:
    try:
        with file.open(encoding="utf-8") as opened:
            return read(opened.read(LARGEST + 1))
    except UnicodeDecodeError:
        raise NotImported(FAULTS[Fault.NOT_OURS].format(file=file)) from None
    except BadGuildFile as error:
        said = FAULTS[error.fault].format(file=file, section=error.section or "its format", detail=error.detail)
        raise NotImported(said) from None


def _unreadable(error: SettingsUnreadable) -> str:
    return f"The server's section {error.section} can't be read: a newer version wrote it. Nothing was changed."
