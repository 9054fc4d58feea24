"""`backup`: the database and the pictures in one checked archive, while the bot runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli.arguments import AddParser
from bot.cli.output import print_result
from bot.cli.progress import terminal_progress
from bot.runtime.clock import Clock
from bot.services import backup
from bot.settings import load


def add_command(add_parser: AddParser) -> None:
    """Add `backup`."""
    command = add_parser("backup", help="save the database and the pictures in one archive; the bot may keep running")
    command.add_argument(
        "--to",
        type=Path,
        metavar="PATH",
        help="the archive to write, or a folder for it (default: backups/ in the data folder)",
    )
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    with terminal_progress() as progress:
        made = backup.make(load().bot_data_dir, arguments.to, now=Clock().now(), progress=progress)
    print_result(str(made))
    return 0
