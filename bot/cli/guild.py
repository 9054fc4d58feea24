"""`guild`: the servers that the bot is on, whom of them the host trusts, and their settings, while the bot runs."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.cli.arguments import AddParser, WrongUse, server_id
from bot.cli.guild_files import NotImported, export, import_
from bot.cli.output import print_progress, print_result, table
from bot.domain.guilds import Guild
from bot.runtime.clock import Clock
from bot.settings import Settings, load
from bot.store.shared import open_shared_store

HEAD = ("ID", "TRUSTED", "MEMBERS", "NAME")
AT_ONCE = "It takes effect at once: no restart is needed."


def add_command(add_parser: AddParser) -> None:
    """Add `guild`."""
    command = add_parser(
        "guild", help="list the servers, choose which may spend all of BOT_DAILY_CREDITS, export and import settings"
    )
    command.add_argument(
        "action",
        choices=("list", "trust", "distrust", "export", "import"),
        help="what to do: list the servers, trust one, stop trusting one, print one's settings, or set them",
    )
    command.add_argument(
        "id", nargs="?", type=server_id, help="the server's id, for all but list; `guild list` shows it"
    )
    command.add_argument("file", nargs="?", type=Path, help="for import: the file that `guild export` printed")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    if (arguments.id is None) != (arguments.action == "list"):
        needed = "takes no id" if arguments.id else "needs the id of a server; `guild list` shows them"
        raise WrongUse(f"guild {arguments.action} {needed}")
    if (arguments.file is None) == (arguments.action == "import"):
        needed = "takes no file" if arguments.file else "needs a file that `guild export` printed"
        raise WrongUse(f"guild {arguments.action} {needed}")
    try:
        print_result(_done(load(), arguments), end="")
    except NotImported as error:
        print_progress(str(error))
        return 1
    return 0


def _done(settings: Settings, arguments: argparse.Namespace) -> str:
    """Do it, and return what to print."""
    if arguments.action == "export":
        return asyncio.run(export(settings, arguments.id))
    if arguments.action == "import":
        said = asyncio.run(import_(settings, arguments.id, arguments.file))
    else:
        said = asyncio.run(lines(settings, arguments.action, arguments.id))
    return "\n".join(said) + "\n"


async def lines(settings: Settings, action: str, guild_id: int | None = None) -> list[str]:
    """Do it, and return what to say of it; raises StartError."""
    async with open_shared_store(settings.bot_data_dir, may_create=guild_id is not None) as store:
        if guild_id is not None:
            await store.guilds.trust(guild_id, is_trusted=action == "trust", now=Clock().now())
        guilds = await store.guilds.all()
    if guild_id is None:
        return _table(guilds) if guilds else ["The bot has not been on a server yet."]
    guild = next(guild for guild in guilds if guild.id == guild_id)
    return [_outcome(guild, settings), AT_ONCE]


def _outcome(guild: Guild, settings: Settings) -> str:
    called = f"{guild.name} ({guild.id})" if guild.name else f"Server {guild.id}, which the bot has not joined yet,"
    if guild.is_trusted:
        return f"{called} may spend up to BOT_DAILY_CREDITS."
    share = settings.caps().strangers
    if share is None:
        return f"{called} may order only if BOT_GUILDS names it."
    month = settings.caps().strangers_month
    more = "" if month is None else f" and {month} 🍌 in 30 days"
    return f"{called} may spend up to {share} 🍌 in 24 hours{more}, shared with all servers you don't trust."


def _table(guilds: Sequence[Guild]) -> list[str]:
    rows = [HEAD, *((str(g.id), "yes" if g.is_trusted else "no", str(g.members), _name(g)) for g in guilds)]
    return table(rows)


def _name(guild: Guild) -> str:
    name = "".join(letter if letter.isprintable() else "?" for letter in guild.name)
    return f"{name} (left)".strip() if guild.has_left else name
