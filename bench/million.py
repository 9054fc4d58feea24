"""A data folder as a busy bot leaves it after two months: a million orders, or as many as are asked for.

    python -m bench.million FOLDER [--orders 1000000] [--pictures 0]

Through the schema's own files; only the indexes are made after the rows, and the sums as the migrations made them. The
first days are made one order at a time, and then once more for each of the days after them.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import sqlite3
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bot.domain.catalog import Params
from bot.domain.guild_log import LogRoutes
from bot.domain.guild_privacy import GuildPrivacy
from bot.domain.limits import DAY_MS, snowflake
from bot.store.migrate import FOLDER, migrate

DAYS = 60
HEAVY = 3  # the member who drew 31 of a thousand orders
KEPT_DAYS = 30  # of pictures
GUILDS = 40
LOGGED = 4  # servers with a log, the first ones
COPIES = 20  # of the first days; the last one ends now
SUBJECTS = (
    "cat",
    "lighthouse",
    "fox",
    "robot",
    "castle",
    "kitchen",
    "dragon",
    "teapot",
    "astronaut",
    "garden",
    "灯台",
    "夕暮れの街",
    "une ruelle",
)
STYLES = (
    "watercolour",
    "oil painting",
    "at dusk",
    "in the rain",
    "35 mm photo",
    "isometric",
    "line art",
    "pixel art",
    "soft light",
)
PLACES = (
    "on a cliff",
    "by the sea",
    "in Kyoto",
    "on the moon",
    "in an old town",
    "under water",
    "in a forest",
    "on a desk",
)
DETAILS = (
    "highly detailed",
    "muted colours",
    "a small red boat",
    "long shadows",
    "seen from above",
    "close-up",
    "wide angle",
)
ENDS = (("succeeded", None), ("failed", "nsfw"), ("failed", "failed"), ("failed", "unclear"), ("cancelled", None))
WEIGHTS = (900, 30, 25, 5, 40)
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Books:
    """What is made: how many orders, until when."""

    orders: int
    now: int  # epoch ms
    copies: int = COPIES
    chance: random.Random = field(default_factory=lambda: random.Random(13))

    @property
    def span_ms(self) -> int:
        """The milliseconds of the days that are made one order at a time."""
        return DAYS * DAY_MS // self.copies

    @property
    def start(self) -> int:
        """When the first order was placed, in epoch milliseconds."""
        return self.now - self.copies * self.span_ms

    def jobs(self) -> Iterator[Row]:
        """Yield the rows of the first days' orders, oldest first."""
        members = [100_000 + n for n in range(max(20, self.orders // 200))]
        weights = list(itertools.accumulate(1 / (n + 10) for n in range(len(members))))
        many = -(-self.orders // self.copies)
        for number in range(many):
            at = self.start + number * self.span_ms // many
            is_heavy = self.chance.random() < 0.031
            user_id = HEAVY if is_heavy else self.chance.choices(members, cum_weights=weights)[0]
            yield self._job(number, at, user_id)

    def _job(self, number: int, at: int, user_id: int) -> Row:
        state, failure = self.chance.choices(ENDS, weights=WEIGHTS)[0]
        guild_id = 0 if self.chance.random() < 0.05 else 1_000 + (user_id + self.chance.randrange(2)) % GUILDS
        pro, count = self.chance.random() < 0.2, self.chance.choice((1, 1, 1, 2, 4))
        took = int(self.chance.lognormvariate(9.4, 0.35)) + 1_000
        params = Params(count=count, resolution=self.chance.choice(("1k", "2k", "4k")) if pro else None)
        return {
            "id": snowflake(at) + number % 4096,
            "idempotency_key": str(uuid.UUID(int=self.chance.getrandbits(128))),
            "guild_id": guild_id,
            "channel_id": guild_id * 10 + self.chance.randrange(5) + 1,
            "user_id": user_id,
            "model": "banana-pro" if pro else "banana",
            "prompt": self._prompt(),
            "params": json.dumps(asdict(params)),
            "cost": count * (4 if pro else 1),
            "state": state,
            "attempt": 1,
            "vendor_id": None if failure == "unclear" else str(uuid.UUID(int=self.chance.getrandbits(128))),
            "failure": failure,
            "rev": 4,
            "shown_rev": 4,
            "message_id": snowflake(at) + 4096 + number % 4096,
            "file_limit": 10_485_760,
            "delivered": "history" if self.chance.random() < 0.002 else "message",
            "created_at": at,
            "updated_at": at + took,
            "submitted_at": at + 900,
            "finished_at": at + took,
        }

    def _prompt(self) -> str:
        words = (SUBJECTS, PLACES, STYLES, DETAILS, DETAILS)
        return ", ".join(self.chance.choice(each) for each in words) + f" {self.chance.randrange(10_000)}"


def pictures(job: Row) -> Iterator[Row]:
    """Yield the rows of an order's pictures."""
    roles = ["input"] if job["id"] % 7 == 0 else []
    roles += ["output"] * json.loads(job["params"])["count"] if job["state"] == "succeeded" else []
    for position, role in enumerate(roles):
        path = f"images/{job['id']}/{role}-{position}.png"
        url = f"https://cdn.example/{job['vendor_id']}/{position}.png"
        yield {"job_id": job["id"], "role": role, "position": position, "url": url, "path": path, "sha256": "ab" * 32}


def entries(job: Row) -> Iterator[Row]:
    """Yield an order's reservation and how it was closed."""
    line = {name: job[name] for name in ("guild_id", "user_id", "model")}
    line |= {"job_id": job["id"], "charged_at": job["created_at"]}
    yield {**line, "kind": "reserve", "amount": job["cost"], "at": job["created_at"]}
    is_drawn = job["state"] == "succeeded"
    closing = {"kind": "settle", "amount": 0} if is_drawn else {"kind": "refund", "amount": -job["cost"]}
    yield {**line, **closing, "at": job["finished_at"]}


def billed(job: Row) -> Iterator[Row]:
    """Yield what the host's bill may hold for an order that ended unclear."""
    if job["failure"] == "unclear":
        line = {name: job[name] for name in ("guild_id", "user_id", "model")}
        line |= {"job_id": job["id"], "charged_at": job["created_at"], "at": job["finished_at"]}
        yield {**line, "kind": "expose", "amount": job["cost"]}


def events(job: Row) -> Iterator[Row]:
    """Yield an order's diary."""
    path = [None, "queued", "submitting", "running", job["state"]]
    times = [job["created_at"], job["created_at"] + 300, job["submitted_at"], job["finished_at"]]
    for (old, new), at in zip(itertools.pairwise(path), times, strict=True):
        yield {
            "job_id": job["id"],
            "at": at,
            "old": old,
            "new": new,
            "detail": job["failure"] if at == times[3] else None,
        }


def told(job: Row) -> Iterator[Row]:
    """Yield the line of an order's end in its server's log."""
    if 1_000 <= job["guild_id"] < 1_000 + LOGGED:
        same = ("guild_id", "user_id", "channel_id")
        yield {
            **{name: job[name] for name in same},
            "log_channel_id": job["guild_id"] * 10 + 9,
            "kind": "finished",
            "what": job["state"],
            "at": job["finished_at"],
            "by_user": 0,
            "job_id": job["id"],
            "words": "",
            "facts": json.dumps({"charged": job["cost"], "count": 1, "model": job["model"]}),
            "told_in": job["id"],
        }


def log_messages(job: Row) -> Iterator[Row]:
    """Yield the message that tells it."""
    for line in told(job):
        of_line = {"guild_id": line["guild_id"], "channel_id": line["log_channel_id"]}
        yield {"id": job["id"], **of_line, "body": "", "message_id": job["id"] + 2}


def favourites(job: Row) -> Iterator[Row]:
    """Yield the marks of members who liked their picture."""
    if job["state"] == "succeeded" and job["id"] % 50 == 0:
        yield {"user_id": job["user_id"], "job_id": job["id"], "at": job["finished_at"]}


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Write rows of one kind."""
    found = iter(rows)
    if first := next(found, None):
        names, marks = ", ".join(first), ", ".join(f":{name}" for name in first)
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        connection.executemany(sql, itertools.chain([first], found))


def fill(connection: sqlite3.Connection, books: Books) -> None:
    """Write all rows, without the indexes and triggers, which come back afterwards word for word."""
    objects = [row for kind in ("trigger", "index") for row in _of_kind(connection, kind)]
    for name, kind, _ in objects:
        connection.execute(f"DROP {kind} {name}")
    jobs = list(books.jobs())
    connection.execute("BEGIN")
    insert(connection, "job", jobs)
    for table, rows_of in BESIDE.items():
        insert(connection, table, (row for job in jobs for row in rows_of(job)))
    for copy in range(1, books.copies):
        repeat(connection, books, copy)
    cut = snowflake(books.now - KEPT_DAYS * DAY_MS)
    connection.execute(
        "UPDATE image SET path = NULL WHERE job_id < ?", (min(cut, snowflake(books.start + books.span_ms)),)
    )
    connection.execute("COMMIT")
    for statement in [sql for _, kind, sql in objects if kind == "index"]:
        connection.execute(statement)
    for statement in _sums():
        connection.execute(statement)
    for statement in [sql for _, kind, sql in objects if kind == "trigger"]:
        connection.execute(statement)


BESIDE = {
    "image": pictures,
    "ledger": entries,
    "bill": billed,
    "job_event": events,
    "log_message": log_messages,
    "log_line": told,
    "favourite": favourites,
}
OWN_IDS = ("ledger", "bill", "job_event", "log_line")  # numbered by SQLite
IDS = {
    ("job", "id"),
    ("job", "message_id"),
    ("log_message", "id"),
    ("log_message", "message_id"),
    ("log_line", "told_in"),
}
TIMES = ("at", "created_at", "updated_at", "submitted_at", "finished_at", "charged_at")
ANEW = {
    "idempotency_key": "hex(randomblob(16))",
    "vendor_id": "CASE WHEN vendor_id IS NOT NULL THEN hex(randomblob(16)) END",
    "prompt": "prompt || :copy",
    "path": "CASE WHEN :is_kept THEN replace(path, job_id, job_id + :ids) END",
}


def repeat(connection: sqlite3.Connection, books: Books, copy: int) -> None:
    """Write the first days' rows once more, so much later."""
    later = copy * books.span_ms
    values = {
        "ms": later,
        "ids": later << 22,
        "copy": str(copy),
        "end": snowflake(books.start + books.span_ms),
        "is_kept": books.start + later > books.now - KEPT_DAYS * DAY_MS,
    }
    for table in ("job", *BESIDE):
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        names = [name for name in names if name != "id" or table not in OWN_IDS]
        parts = ", ".join(_later(table, name) for name in names)
        key = "id" if table in ("job", "log_message") else "job_id"
        connection.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {parts} FROM {table} WHERE {key} < :end", values
        )


def _later(table: str, name: str) -> str:
    if (table, name) in IDS or name == "job_id":
        return f"{name} + :ids"
    return f"{name} + :ms" if name in TIMES else ANEW.get(name, name)


def _of_kind(connection: sqlite3.Connection, kind: str) -> list[tuple[str, str, str]]:
    sql = "SELECT name, type, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL"
    return list(connection.execute(sql, (kind,)))


def _sums() -> Iterator[str]:
    """Yield the statements by which the migrations that brought the sums made them of what was there."""
    for name, mark in (
        ("0019_sums.sql", "-- The books that are there."),
        ("0033_minutes.sql", "-- The entries that are"),
    ):
        text = (FOLDER / name).read_text(encoding="utf-8").partition(mark)[2].partition("\n")[2]
        yield from text.split(";\n")[:-1]


def settings(books: Books) -> Iterator[Row]:
    """Yield what moderators set: some keep pictures for less long, some have a log."""
    for guild_id in range(1_000, 1_000 + GUILDS):
        privacy = GuildPrivacy(keep_picture_days=21 if guild_id % 4 == 0 else 0, keep_word_days=90)
        routes = LogRoutes(finished=guild_id * 10 + 9 if guild_id < 1_000 + LOGGED else 0)
        for section, body in (("privacy", privacy), ("log", routes)):
            yield {"guild_id": guild_id, "section": section, "body": json.dumps(asdict(body)), "rev": 1}


def guilds(books: Books) -> Iterator[Row]:
    """Yield the servers, which the host trusts."""
    for guild_id in range(1_000, 1_000 + GUILDS):
        seen_at = books.now - DAYS * DAY_MS
        yield {"id": guild_id, "name": f"Server {guild_id}", "members": 500, "trusted": 1, "seen_at": seen_at}


def folders(data: Path, connection: sqlite3.Connection, most: int) -> None:
    """Make the folders of the newest orders that have pictures; all files are one, linked."""
    source = data / "picture.png"
    source.write_bytes(b"\x89PNG\r\n\x1a\n")
    old = time.time() - 2 * DAY_MS / 1000
    sql = "SELECT path FROM image WHERE path IS NOT NULL ORDER BY job_id DESC LIMIT ?"
    for number, (path,) in enumerate(connection.execute(sql, (most,))):
        if number % 20_000 == 0:  # a file has only so many names
            source.unlink()
            source.write_bytes(b"\x89PNG\r\n\x1a\n")
        target = data / path
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(source, target)
        os.utime(target.parent, (old, old))
    source.unlink()


def make(data: Path, *, orders: int, pictures: int = 0, now: int | None = None) -> Path:
    """Make the data folder, and return its database."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / "bot.sqlite3"
    books = Books(orders=orders, now=now or int(time.time() * 1000))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -500000", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        migrate(connection)
        insert(connection, "guild", guilds(books))
        insert(connection, "guild_setting", settings(books))
        connection.execute("INSERT INTO fact (name, value) VALUES ('guilds_seen', '1')")
        fill(connection, books)
        folders(data, connection, pictures)
        connection.execute("PRAGMA journal_mode = WAL")
    return path


def main() -> None:
    """Make what is asked for at the terminal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--pictures", type=int, default=0, help="files that really lie on the disk, of the newest")
    asked = parser.parse_args()
    began = time.monotonic()
    path = make(asked.folder, orders=asked.orders, pictures=asked.pictures)
    print(f"{path}: {path.stat().st_size / 1e6:,.0f} MB in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
