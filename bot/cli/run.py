"""`run`: the bot on Discord, until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot import app
from bot.cli.arguments import AddParser
from bot.cli.doctor_machine import how_to_give
from bot.cli.output import configure_logging, print_result
from bot.cli.wiped_disks import wiping_host
from bot.domain.errors import StartError
from bot.runtime.env_file import Entry
from bot.runtime.garbage import spare_what_stays
from bot.settings import ENV_FILE, load, unknown_in_environment
from bot.settings_sources import entries
from bot.ui.client import BananaBot, invite_link

log = logging.getLogger(__name__)


def add_command(add_parser: AddParser) -> None:
    """Add `run`."""
    command = add_parser("run", help="run the bot on Discord until Ctrl+C")
    command.description = (
        "Run the bot on Discord until Ctrl+C. Settings come from the environment and from the file .env in this folder;"
        " .env.example lists them all. Once logged in, it prints the link that adds the bot to a server."
    )
    command.set_defaults(command=_run)


def _run(_: argparse.Namespace) -> int:
    settings = load()
    missing = settings.missing_secrets()
    if missing:
        raise StartError(_missing(missing))
    configure_logging(settings)
    warn_of_wiped_disk(os.environ, settings.bot_data_dir)
    warn_of_open_secrets(ENV_FILE)
    warn_of_foreign_names(os.environ)
    warn_of_doubles(ENV_FILE)

    async def serve() -> None:
        await app.serve(settings, app.stop_on_signals(), greet=greet)

    asyncio.run(serve())
    return 0


def greet(bot: BananaBot) -> None:
    """Tell the host where the bot is added to a server; the log would mask the address."""
    spare_what_stays()
    if bot.application_id:
        print_result(f"Add the bot to a server: {invite_link(bot.application_id)}")


def _missing(names: Sequence[str]) -> str:
    return (
        f"Missing: {', '.join(names)}.\n"
        f"{how_to_give(ENV_FILE)}\n"
        "Or put them into the environment. To try the bot without any account: python -m bot demo"
    )


def warn_of_wiped_disk(environ: Mapping[str, str], folder: Path) -> None:
    """Warn the owner where the hosting service would lose database and pictures at a restart."""
    if host := wiping_host(environ, folder):
        log.warning(
            "%s wipes the disk at every restart unless you mount a volume: point BOT_DATA_DIR to one, "
            "or quotas, history and unfinished orders are lost each time",
            host,
        )


def warn_of_foreign_names(environ: Mapping[str, str]) -> None:
    """Tell the owner once which variables look like settings of this bot, and are not."""
    if names := unknown_in_environment(environ):
        log.warning("not settings of this bot, so ignored: %s", ", ".join(names))


def warn_of_doubles(file: Path) -> None:
    """Tell the owner which settings a file gives twice, not alike."""
    given: dict[str, Entry] = {}
    for entry in filter(lambda entry: entry.value, entries(file)):
        before = given.setdefault(entry.name.upper(), entry)
        if before.value != entry.value:
            log.warning(
                "%s is set twice in %s, in lines %s and %s: the last one counts",
                *(entry.name, file, before.line, entry.line),
            )
            given[entry.name.upper()] = entry


def warn_of_open_secrets(file: Path) -> None:
    """Warn the owner where other users of the machine can read the secrets; Windows knows no such modes."""
    if os.name == "posix" and file.is_file() and (mode := stat.S_IMODE(file.stat().st_mode)) & 0o077:
        log.warning("%s can be read by other users of this machine (mode %o): chmod 600 %s", file, mode, file)
