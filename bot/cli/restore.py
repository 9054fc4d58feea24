"""`restore`: a backup put back, with the present data moved aside."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.cli.arguments import AddParser
from bot.cli.output import counted, print_progress
from bot.cli.progress import terminal_progress
from bot.runtime.clock import Clock
from bot.services import backup
from bot.settings import load


def add_command(add_parser: AddParser) -> None:
    """Add `restore`."""
    command = add_parser("restore", help="restore a backup; the current data is moved aside, not deleted")
    command.add_argument(
        "file",
        type=Path,
        help="the archive that `backup` wrote, or a database alone: the pictures then stay as they are",
    )
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    with terminal_progress() as progress:
        done = backup.restore(load().bot_data_dir, arguments.file, now=Clock().now(), progress=progress)
    print_progress(f"Restored {counted(done.jobs, 'order')}.")
    if done.ended:
        ended = counted(done.ended, "waiting order")
        print_progress(f"Ended {ended}, uncharged: after the backup was made Higgsfield may have drawn them.")
    if done.aside:
        print_progress(f"Your previous data is in {done.aside}; delete it when you no longer need it.")
    return 0
