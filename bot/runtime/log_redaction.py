"""What a log may hold: neither the owner's secrets nor the tokens and signatures that addresses carry."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime

FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
SHORTEST_SECRET = 6  # anything shorter would black out words

#: Discord's libraries print whole addresses when a call is refused; whoever has the token may speak as the bot.
_TOKEN = re.compile(r"((?:webhooks|interactions)/\d+/)[^\s/?'\"]+")
_QUERY = re.compile(r"(https?://[^\s?'\"]+\?)[^\s'\"]+")


#: Whose an event is: `job 123: …`, and what the schedulers say of a job's step or its card.
_JOB = re.compile(r"\b(?:job|card) (\d+)\b")
#: Tasks that are of one job alone, by their names: what they log is about it, whatever it says.
_JOBS_TASK = re.compile(
    r"(?:job|card|order|reactions|own reaction|reaction removal|message search|completion ping) (\d+)"
)


class RedactingFormatter(logging.Formatter):
    """Formats records, tracebacks too, with secrets, tokens and signatures masked."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(FORMAT)
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's lines, masked."""
        return masked(super().format(record), self._secrets)


class JsonFormatter(RedactingFormatter):
    """Formats a record, its traceback too, as one line that holds one JSON object; masked likewise."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object: `time`, `level`, `logger`, `message`, and where there is one `job` and `traceback`."""
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if found := _JOB.search(event["message"]) or _JOBS_TASK.fullmatch(_task_name()):
            event["job"] = found[1]  # a text: readers of JSON round so large a number
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return json.dumps({name: masked(value, self._secrets) for name, value in event.items()})


def _task_name() -> str:
    """Return the name of the task that logs; empty outside of the event loop."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return ""
    return task.get_name() if task else ""


def masked(text: str, secrets: Iterable[str]) -> str:
    """Return a text without these secrets, and without tokens and signatures of addresses."""
    for secret in secrets:
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, "…")
    return _QUERY.sub(r"\1…", _TOKEN.sub(r"\1…", text))
