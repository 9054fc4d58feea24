"""`pause`: take no new orders for now, of one server or of all, while the bot runs."""

from __future__ import annotations

import argparse
import asyncio

from bot.cli.arguments import AddParser, server_id, words
from bot.cli.output import print_result
from bot.domain.errors import StartError
from bot.domain.pauses import WHOLE_BOT
from bot.runtime.clock import Clock
from bot.services.pauses import Pauses
from bot.settings import Settings, load
from bot.store.guilds import find_guild
from bot.store.shared import open_shared_store
from bot.store.sqlite import SqliteStore

ACCEPTED = "Orders that were accepted before are finished."


def add_command(add_parser: AddParser) -> None:
    """Add `pause`."""
    command = add_parser("pause", help="take no new orders until `resume`; what is already ordered is finished")
    command.add_argument("reason", nargs="*", type=words, help="why; members who try to order read it")
    command.add_argument("--server", type=server_id, metavar="ID", help="only this server (default: the whole bot)")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    print_result("\n".join(asyncio.run(lines(load(), arguments.server, " ".join(arguments.reason)))))
    return 0


async def lines(settings: Settings, guild_id: int | None = None, reason: str = "") -> list[str]:
    """Pause ordering, and return what to say of it; raises StartError."""
    async with open_shared_store(settings.bot_data_dir) as store:
        place = await named(store, guild_id)
        await Pauses(store=store, clock=Clock()).begin(guild_id or WHOLE_BOT, reason=reason)
    again = f"resume --server {guild_id}" if guild_id else "resume"
    return [f"{place} takes no new orders. {ACCEPTED}", f"To go on: python -m bot {again}"]


async def named(store: SqliteStore, guild_id: int | None) -> str:
    """Return what a pause is about, in words; raises StartError for a server that the bot has never been on."""
    if guild_id is None:
        return "The bot"
    guild = await find_guild(store.guilds, guild_id)
    if guild is None:
        raise StartError(f"The bot has never been on server {guild_id}; `guild list` shows the servers.")
    return f"{guild.name or 'The server'} ({guild_id})"
