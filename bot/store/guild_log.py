"""What servers' logs tell, on SQLite: each line is written in the transaction of what it tells."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from typing_extensions import override

from bot.domain.guild_log import LogEvent, LogKind, LogLine, LogMessage
from bot.domain.limits import LAST_ID
from bot.store import job_rows
from bot.store.connection import Database
from bot.store.log_lines import GuildLog

ROUTES = "SELECT body FROM guild_setting WHERE guild_id = ? AND section = 'log'"
AGAIN = """
    UPDATE log_line SET times = times + 1
     WHERE id = (SELECT MAX(id) FROM log_line
                  WHERE log_channel_id = :log_channel_id AND told_in IS NULL AND job_id IS NULL
                    AND guild_id = :guild_id AND kind = :kind AND what = :what AND by_user = :by_user
                    AND user_id = :user_id AND channel_id = :channel_id AND words = :words AND facts = :facts)
"""
NOTE = """
    INSERT INTO log_line (guild_id, log_channel_id, kind, what, at, by_user, user_id, job_id, channel_id, words,
                          facts)
    VALUES (:guild_id, :log_channel_id, :kind, :what, :now, :by_user, :user_id, :job_id, :channel_id, :words, :facts)
"""
CHANNELS = "SELECT DISTINCT log_channel_id FROM log_line WHERE told_in IS NULL ORDER BY log_channel_id"
WAITING = """
    SELECT log_line.*, job.erased_at FROM log_line LEFT JOIN job ON job.id = log_line.job_id
     WHERE log_channel_id = ? AND told_in IS NULL ORDER BY log_line.id LIMIT ?
"""
LINES = """
    SELECT log_line.*, job.erased_at FROM log_line LEFT JOIN job ON job.id = log_line.job_id
     WHERE told_in = ? ORDER BY place
"""
UNCHANGED = """
    id = :id AND user_id = :user_id AND by_user = :by_user
    AND (blank_at IS NULL OR :is_blank = 1) AND (aged <= :is_aged OR :is_blank = 1)
"""
BIND = f"""
    UPDATE log_line SET told_in = :told_in, place = :place, blanked = :is_hidden
     WHERE told_in IS NULL AND times = :times AND {UNCHANGED}
"""  # noqa: S608 - constant
BLANKED = f"UPDATE log_line SET blanked = 1 WHERE (blank_at IS NOT NULL OR aged = 1) AND {UNCHANGED}"  # noqa: S608
IN_DOUBT = "SELECT * FROM log_message WHERE message_id IS NULL ORDER BY id"
#: The oldest message of each channel that shows words which were deleted (or else: are too old).
UNBLANKED = """
    SELECT MIN(log_message.id) AS id FROM log_line JOIN log_message ON log_message.id = told_in
     WHERE {lost} AND blanked = 0 AND message_id IS NOT NULL AND told_in NOT IN ({but})
     GROUP BY log_message.channel_id
"""
LOST = ("aged = 1", "blank_at IS NOT NULL")  # the latter comes first in its channel
BLANK_JOB = "UPDATE log_line SET blank_at = ?, words = '', blanked = 0 WHERE job_id = ? AND blank_at IS NULL"
#: A line shows the prompt of its job, or the words of an order that was turned down before it was one.
_AGE = "UPDATE log_line SET aged = 1, words = '' WHERE blank_at IS NULL AND aged = 0"
AGE_OF_JOB = f"{_AGE} AND kind IN ('finished', 'refused', 'acts') AND job_id = ?"
AGE = f"""
    {_AGE} AND job_id IS NULL AND kind IN ('refused', 'questions')
       AND at < :before AND (:guild_id IS NULL OR guild_id = :guild_id)
"""
FORGET = (
    """
    UPDATE log_line SET user_id = 0, by_user = CASE WHEN by_user = :user_id THEN 0 ELSE by_user END,
           words = '', facts = '{}', blank_at = :now, blanked = 0
     WHERE id IN (SELECT id FROM log_line WHERE user_id = :user_id LIMIT :most)
    """,
    """
    UPDATE log_line SET by_user = 0, blank_at = :now, blanked = 0
     WHERE id IN (SELECT id FROM log_line WHERE by_user = :user_id LIMIT :most)
    """,
)
OVERDUE = """
    FROM log_line WHERE log_channel_id = :log_channel_id AND told_in IS NULL
     AND (at < :before OR kind IN ('reports', 'questions'))
"""
#: Each report is told in the server's log, or else to the owner: this says that the log has it.
REPORT_TOLD = """
    UPDATE report SET told_at = :now
     WHERE told_at IS NULL AND EXISTS (SELECT 1 FROM log_line
            WHERE told_in = :id AND kind = 'reports' AND job_id = report.job_id AND by_user = report.user_id)
"""


class SqliteGuildLog(GuildLog):
    """The verbs of GuildLog on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def note(self, event: LogEvent, *, now: int) -> bool:
        return await self._database.write(note, event, now)

    @override
    async def channels(self) -> Sequence[int]:
        return [row["log_channel_id"] for row in await self._database.find(CHANNELS)]

    @override
    async def waiting(self, log_channel_id: int, *, limit: int) -> Sequence[LogLine]:
        return [_line(row) for row in await self._database.find(WAITING, log_channel_id, limit)]

    @override
    async def bind(self, lines: Sequence[LogLine], body: str, *, now: int) -> LogMessage | None:
        return await self._database.write(_bind, lines, body, now)

    @override
    async def sent(self, log_id: int, message_id: int) -> None:
        await self._database.write(_sent, log_id, message_id)

    @override
    async def unsent(self, log_id: int) -> None:
        await self._database.write(_unsent, log_id)

    @override
    async def in_doubt(self) -> Sequence[LogMessage]:
        return [_message(row) for row in await self._database.find(IN_DOUBT)]

    @override
    async def give_up(self, log_channel_id: int, *, before: int) -> bool:
        return await self._database.write(_give_up, log_channel_id, before)

    @override
    async def message(self, log_id: int) -> LogMessage | None:
        return await self._database.read(_whole, log_id)

    @override
    async def unblanked(self, *, but: Collection[int] = ()) -> Sequence[LogMessage]:
        return await self._database.read(_unblanked, but)

    @override
    async def blanked(self, message: LogMessage) -> None:
        await self._database.write(_blanked, message.lines)


def note(tx: sqlite3.Connection, event: LogEvent, now: int) -> bool:
    """Note an event in the transaction of what it tells; False, with nothing written, where nobody wants it told.

    The same event again, while the first one waits to be told, only counts: a flood is one line.
    """
    if not event.guild_id or not (log_channel_id := _route(tx, event.guild_id, event.kind)):
        return False
    line = {
        **{name: getattr(event, name) for name in _OF_EVENT},
        "log_channel_id": log_channel_id,
        "kind": event.kind.value,
        "facts": json.dumps(dict(event.facts), sort_keys=True),
    }
    job_rows.hold(tx, "log_line", log_channel_id)
    if event.job_id or not tx.execute(AGAIN, line).rowcount:
        tx.execute(NOTE, {**line, "job_id": event.job_id or None, "now": now})
    return True


_OF_EVENT = ("guild_id", "what", "by_user", "user_id", "channel_id", "words")


def blank(tx: sqlite3.Connection, job_id: int, now: int) -> None:
    """Have the words of a job, and its pictures, taken out of every line that tells of it."""
    tx.execute(BLANK_JOB, (now, job_id))


def age(tx: sqlite3.Connection, job_ids: Sequence[int], before: int, guild_id: int | None) -> None:
    """Have the words of these orders, and of those that were turned down before then, taken out of their lines."""
    tx.executemany(AGE_OF_JOB, [(job_id,) for job_id in job_ids])
    tx.execute(AGE, {"before": before, "guild_id": guild_id})


def forget(tx: sqlite3.Connection, user_id: int, now: int) -> None:
    """Have a member's name and words taken out of every line that tells of them; a sweep with FORGET left few."""
    for sql in FORGET:
        tx.execute(sql, {"user_id": user_id, "now": now, "most": LAST_ID})


def _route(tx: sqlite3.Connection, guild_id: int, kind: LogKind) -> int:
    """Return the channel in which a server tells a kind; 0: nowhere. What can't be read tells nothing."""
    row = tx.execute(ROUTES, (guild_id,)).fetchone()
    try:
        channel_id = json.loads(row["body"]).get(kind.value, 0) if row else 0
    except (ValueError, AttributeError):
        return 0
    return channel_id if isinstance(channel_id, int) else 0


def _bind(tx: sqlite3.Connection, lines: Sequence[LogLine], body: str, now: int) -> LogMessage | None:
    job_rows.hold(tx, "log_message")
    last = tx.execute("SELECT MAX(id) AS last FROM log_message").fetchone()["last"] or 0
    log_id, first = max(now, last + 1), lines[0]
    tx.execute(
        "INSERT INTO log_message (id, guild_id, channel_id, body) VALUES (?, ?, ?, ?)",
        (log_id, first.guild_id, first.log_channel_id, body),
    )
    for place, line in enumerate(lines):
        values = {**_state(line), "times": line.times, "told_in": log_id, "place": place}
        values["is_hidden"] = int(line.is_blank or line.is_aged)
        bound = tx.execute(BIND, values)
        if not bound.rowcount:
            _unsent(tx, log_id)
            return None
    return _whole(tx, log_id)


def _sent(tx: sqlite3.Connection, log_id: int, message_id: int) -> None:
    changed = "UPDATE log_message SET message_id = ?, body = '' WHERE id = ? AND message_id IS NULL"
    if not tx.execute(changed, (message_id, log_id)).rowcount:
        return
    tx.execute("UPDATE log_line SET words = '' WHERE told_in = ?", (log_id,))
    tx.execute(REPORT_TOLD, {"id": log_id, "now": log_id})


def _unsent(tx: sqlite3.Connection, log_id: int) -> None:
    tx.execute("UPDATE log_line SET told_in = NULL, place = 0 WHERE told_in = ?", (log_id,))
    tx.execute("DELETE FROM log_message WHERE id = ?", (log_id,))


def _give_up(tx: sqlite3.Connection, log_channel_id: int, before: int) -> bool:
    values = {"log_channel_id": log_channel_id, "before": before}
    has_report = tx.execute(f"SELECT 1 {OVERDUE} AND kind = 'reports' LIMIT 1", values).fetchone()  # noqa: S608
    tx.execute(f"DELETE {OVERDUE}", values)  # noqa: S608 - of constants
    return has_report is not None


def _state(line: LogLine) -> Mapping[str, int]:
    lost = {"is_blank": int(line.is_blank), "is_aged": int(line.is_aged)}
    return {"id": line.id, "user_id": line.user_id, "by_user": line.by_user, **lost}


def _blanked(tx: sqlite3.Connection, lines: Sequence[LogLine]) -> None:
    """Note what a message shows no longer; a line that lost more since it was read waits for its turn again."""
    for line in lines:
        tx.execute(BLANKED, _state(line))


def _unblanked(tx: sqlite3.Connection, but: Collection[int]) -> Sequence[LogMessage]:
    marks = ", ".join("?" * (len(but) + 1))
    rows = [row for lost in LOST for row in tx.execute(UNBLANKED.format(lost=lost, but=marks), (0, *but)).fetchall()]
    found = [message for row in rows if (message := _whole(tx, row["id"])) is not None]
    return [*{message.channel_id: message for message in found}.values()]


def _whole(tx: sqlite3.Connection, log_id: int) -> LogMessage | None:
    row = tx.execute("SELECT * FROM log_message WHERE id = ?", (log_id,)).fetchone()
    return _with_lines(tx, row) if row else None


def _with_lines(tx: sqlite3.Connection, row: sqlite3.Row) -> LogMessage:
    return replace(_message(row), lines=tuple(_line(each) for each in tx.execute(LINES, (row["id"],))))


def _message(row: sqlite3.Row) -> LogMessage:
    return LogMessage(**{name: row[name] for name in ("id", "guild_id", "channel_id", "body", "message_id")})


_SAME = (
    "id",
    "guild_id",
    "log_channel_id",
    "what",
    "at",
    "by_user",
    "user_id",
    "channel_id",
    "words",
    "times",
    "place",
)


def _line(row: sqlite3.Row) -> LogLine:
    return LogLine(
        **{name: row[name] for name in _SAME},
        kind=LogKind(row["kind"]),
        job_id=row["job_id"] or 0,
        facts=json.loads(row["facts"]),
        is_blank=row["blank_at"] is not None or row["erased_at"] is not None,
        is_aged=bool(row["aged"]),
    )
