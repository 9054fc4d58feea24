"""What the commands write to standard error: the log, and lines about how far they are."""

from __future__ import annotations

import logging
import sys

from bot.runtime.log_redaction import RedactingFormatter
from bot.settings import Settings


def configure_logging(settings: Settings, *, quiet: bool = False) -> None:
    """Log to standard error; the libraries speak only of what is wrong, since at debug they would print prompts."""
    level = logging.WARNING if quiet else settings.bot_log_level.upper()
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(settings.secrets()))
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


def print_progress(line: str) -> None:
    """Print a line about how far a command is; standard output stays for its result."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201
