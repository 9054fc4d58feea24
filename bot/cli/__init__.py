"""The command line: `python -m bot COMMAND`. Each module of this package is one command and adds its own parser."""

from __future__ import annotations

import argparse
import errno
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bot.cli import (
    backup,
    balance,
    demo,
    docs,
    doctor,
    emulator,
    generate,
    guild,
    jobs,
    models,
    pause,
    refund,
    restore,
    resume,
    run,
    settings,
    spending,
)
from bot.cli.arguments import Parser, WrongUse
from bot.cli.output import finish_console, prepare_console, print_progress
from bot.domain.errors import BackupError, RestartError, StartError, StorageUnavailable
from bot.runtime.stopping import INTERRUPTED, TERMINATED
from bot.settings import EX_CONFIG

COMMANDS = (
    *(run, demo, emulator, generate, models, balance, guild),
    *(doctor, spending, pause, resume, jobs, refund),
    *(backup, restore, settings, docs),
)

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
  3    not ordered, so nothing was charged: the picture, the prompt, the folder or a limit
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
    finally:
        finish_console()


def _run(argv: Sequence[str] | None) -> int:
    top = parser()
    arguments = top.parse_args(argv)
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
    except KeyboardInterrupt:
        return INTERRUPTED
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


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = Parser(
        prog="python -m bot",
        description="A Discord bot that draws and edits pictures with Higgsfield's Nano Banana models.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    subparsers = top.add_subparsers(metavar="command", required=True)

    def add(name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002 - argparse's name
        description = f"{help[0].upper()}{help[1:]}."
        return subparsers.add_parser(name, help=help, description=description)

    for command in COMMANDS:
        command.add_command(add)
    return top
