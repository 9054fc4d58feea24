"""What the commands write to standard error: the log, and lines about how far they are."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import TextIO

from bot.runtime.log_redaction import JsonFormatter, RedactingFormatter
from bot.settings import Settings

HIGHEST_STREAM = 2  # standard error's number


def configure_logging(settings: Settings, *, quiet: bool = False) -> None:
    """Log to standard error; the libraries speak only of what is wrong, since at debug they would print prompts."""
    level = logging.WARNING if quiet else settings.bot_log_level.upper()
    handler = logging.StreamHandler()
    formatter = JsonFormatter if settings.bot_log_format == "json" else RedactingFormatter
    handler.setFormatter(formatter(settings.secrets()))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("discord.client").addFilter(lambda record: "voice" not in record.getMessage())
    logging.getLogger("discord.shard").addFilter(_without_traceback)
    for name in ("bot", "cogs"):
        logging.getLogger(name).setLevel(level)


def _without_traceback(record: logging.LogRecord) -> bool:
    """Cut a line that broke down to one line: discord.py prints where it noticed, on each try."""
    if record.exc_info and record.exc_info[0]:
        record.msg = f"{record.msg} ({record.exc_info[0].__name__})"
        record.exc_info = None
    return True


def prepare_console() -> None:
    """Let nothing that a console lacks, be it a letter, a reader or the stream itself, end a command.

    A missing stream is replaced first, since its number would go to the next file that is opened.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= HIGHEST_STREAM:
        os.set_inheritable(number, True)
    os.close(number)
    sys.stdout, sys.stderr = (_usable(stream) for stream in (sys.stdout, sys.stderr))


def finish_console() -> None:
    """Write what is still to be written, or forget it where nobody reads."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            _silence(stream)


def counted(count: int, noun: str) -> str:
    """Return a number with its noun, like `1 order` and `2 orders`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines, their columns below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def print_result(text: str, *, end: str = "\n") -> None:
    """Print a command's result on standard output."""
    write(text + end, sys.stdout)


def print_progress(line: str) -> None:
    """Print a line about how far a command is; standard output stays for its result."""
    write(line + "\n", sys.stderr)


def write(text: str, stream: TextIO) -> None:
    """Write a text at once, or forget it where nobody reads."""
    try:
        stream.write(text)
        stream.flush()
    except OSError:  # nobody reads any more, or the disk is full: what is paid for goes on
        _silence(stream)


def _usable(stream: TextIO | None) -> TextIO:
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long as the process
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")
    return stream


def _silence(stream: TextIO) -> None:
    """Lead a stream nowhere, so that what is left in it is not tried again as Python ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
