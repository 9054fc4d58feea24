"""The command line: `python -m bot COMMAND`. Each command is the module of its name, which adds its own parser.

Only the module of the command that is run is imported: the demo needs twice what `run` does.
"""

from __future__ import annotations

import argparse
import errno
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from bot import __version__
from bot.cli.arguments import AddParser, Parser, WrongUse
from bot.cli.output import finish_console, prepare_console, print_progress
from bot.domain.errors import BackupError, RestartError, StartError, StorageUnavailable
from bot.runtime.garbage import is_put_off, spare_what_stays
from bot.runtime.stopping import INTERRUPTED, TERMINATED
from bot.settings import EX_CONFIG

COMMANDS = (
    *("init", "run", "demo", "emulator", "generate", "models", "balance", "guild"),
    *("doctor", "spending", "pause", "resume", "jobs", "refund"),
    *("backup", "restore", "settings", "docs"),
)

VERSION = "--version"
SCRIPT = "banana-bot"  # by which an installed bot is started
EX_TEMPFAIL = 75
NO_DATABASE = (
    "The database can't be read or written right now: another program has locked it, or the disk is full or failing."
    " Nothing was done. Fix that, then start again."
)
#: What the system says of a path that can't be used as it is.
UNUSABLE = frozenset(
    {
        *(errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EROFS),
        *(errno.ENAMETOOLONG, errno.ELOOP),
    }
)
EPILOG = """\
exit codes:
  0    all is well
  1    it failed, Higgsfield refused it, or you cancelled it
  2    wrong arguments
  3    not ordered, nothing charged: the picture, prompt, folder or a limit
  75   it could not go on; start it again
  78   something is missing or wrong that you have to fix
  130  interrupted with Ctrl+C
  143  stopped
"""


class Terminated(BaseException):
    """SIGTERM, where a command has no way of its own to end."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    prepare_console()
    try:
        return _run(argv)
    except KeyboardInterrupt:  # also while the command is being imported
        return INTERRUPTED
    finally:
        finish_console()


def _run(argv: Sequence[str] | None) -> int:
    words = sys.argv[1:] if argv is None else argv
    top = parser(*words[:1])
    if is_put_off():  # all is imported now
        spare_what_stays()
    arguments = top.parse_args(words)
    try:
        with _terminable():
            code: int = arguments.command(arguments)
    except WrongUse as error:
        top.error(str(error))
    except StartError as error:
        print_progress(str(error))
        return EX_CONFIG
    except RestartError as error:
        print_progress(str(error))
        return EX_TEMPFAIL
    except StorageUnavailable:  # at the very start: later on the database is waited for
        print_progress(NO_DATABASE)
        return EX_TEMPFAIL
    except BackupError as error:
        print_progress(str(error))
        return 1
    except OSError as error:
        if error.filename and error.errno in UNUSABLE:
            print_progress(f"{error.filename}: {error.strerror}. Choose another place with BOT_DATA_DIR or the option.")
            return EX_CONFIG
        if error.errno != errno.EADDRINUSE or not getattr(arguments, "port", None):
            raise
        print_progress(f"Port {arguments.port} is in use. Choose another one with --port; 0 takes any free one.")
        return 1
    except Terminated:
        print_progress("Stopped.")
        return TERMINATED
    return code


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM end a command as Ctrl+C does, with what it began cleared away."""

    def stop(*_: object) -> None:
        raise Terminated

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def parser(first: str = "") -> argparse.ArgumentParser:
    """Return the parser of all commands, or of the one alone that the first word names."""
    top = Parser(
        prog=SCRIPT if Path(sys.argv[0]).stem == SCRIPT else "python -m bot",
        description="A Discord bot that draws and edits pictures with Higgsfield's Nano Banana models.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument(VERSION, action="version", version=f"{SCRIPT} {__version__}")
    subparsers = top.add_subparsers(metavar="command", required=True)

    def add(name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002 - argparse's name
        description = f"{help[0].upper()}{help[1:]}."
        return subparsers.add_parser(name, help=help, description=description)

    add_commands(add, (first,) if first in COMMANDS else () if first == VERSION else COMMANDS)
    return top


def add_commands(add: AddParser, names: Iterable[str] = COMMANDS) -> None:
    """Add the parsers of these commands."""
    for name in names:
        import_module(f"bot.cli.{name}").add_command(add)
