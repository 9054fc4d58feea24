"""`resume`: take orders again after `pause`, while the bot runs."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Sequence

from bot.cli.arguments import AddParser, server_id
from bot.cli.output import print_result
from bot.cli.pause import named
from bot.domain.pauses import WHOLE_BOT, Pause
from bot.runtime.clock import Clock
from bot.services.pauses import Pauses
from bot.settings import Settings, load
from bot.store.shared import open_shared_store


def add_command(add_parser: AddParser) -> None:
    """Add `resume`."""
    command = add_parser("resume", help="take orders again after `pause`")
    command.add_argument("--server", type=server_id, metavar="ID", help="only this server (default: the whole bot)")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    print_result("\n".join(asyncio.run(lines(load(), arguments.server))))
    return 0


async def lines(settings: Settings, guild_id: int | None = None) -> list[str]:
    """End a pause, and return what to say of it; raises StartError."""
    async with open_shared_store(settings.bot_data_dir) as store:
        place = await named(store, guild_id)
        ended = await Pauses(store=store, clock=Clock()).end(guild_id or WHOLE_BOT)
        left = await store.pauses.all()
    return [f"{place} takes orders again." if ended else f"{place} was not paused.", *_left(left)]


def _left(pauses: Sequence[Pause]) -> Iterator[str]:
    """Yield which pauses still stand."""
    for pause in pauses:
        if pause.is_whole_bot:
            yield "The whole bot is still paused: python -m bot resume"
        else:
            yield f"Server {pause.guild_id} is still paused: python -m bot resume --server {pause.guild_id}"
