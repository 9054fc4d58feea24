"""What a log may hold: neither the owner's secrets nor the tokens and signatures that addresses carry."""

from __future__ import annotations

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
        if found := _JOB.search(event["message"]):
            event["job"] = found[1]  # a text: readers of JSON round so large a number
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return json.dumps({name: masked(value, self._secrets) for name, value in event.items()})


def masked(text: str, secrets: Iterable[str]) -> str:
    """Return a text without these secrets, and without tokens and signatures of addresses."""
    for secret in secrets:
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, "…")
    return _QUERY.sub(r"\1…", _TOKEN.sub(r"\1…", text))
