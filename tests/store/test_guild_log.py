"""A server's log waits for its channel within bounds, and forgets whoever had everything of theirs deleted."""

from __future__ import annotations

import sqlite3

import pytest

from bot.domain.guild_config import GuildConfig
from bot.domain.guild_log import LogEvent, LogKind, LogRoutes
from bot.domain.limits import DAY_MS
from bot.runtime.clock import Clock
from bot.services.guild_config import GuildConfigs
from bot.store import guild_log
from bot.store.sqlite import SqliteStore

GUILD, CHANNEL, MEMBER, MODERATOR = 1, 90, 3, 7


@pytest.fixture
async def logging_store(store: SqliteStore, now: int) -> SqliteStore:
    """A store with a server that tells refusals and reports."""
    routes = LogRoutes(refused=CHANNEL, reports=CHANNEL)
    await GuildConfigs(store=store, clock=Clock()).change(GUILD, GuildConfig(), by_user=MODERATOR, log=routes)
    return store


async def note(store: SqliteStore, kind: LogKind, *, at: int, words: str = "", by_user: int = MEMBER) -> None:
    event = LogEvent(guild_id=GUILD, kind=kind, what="other", user_id=MEMBER, by_user=by_user, words=words)
    assert await store.guild_log.note(event, now=at)


async def test_a_channel_that_is_closed_gets_the_lines_of_a_day_but_no_report(
    logging_store: SqliteStore, now: int
) -> None:
    log = logging_store.guild_log
    await note(logging_store, LogKind.REFUSED, at=now - DAY_MS - 1, words="old")
    await note(logging_store, LogKind.REFUSED, at=now, words="new")
    assert not await log.give_up(CHANNEL, before=now - DAY_MS)
    await note(logging_store, LogKind.REPORTS, at=now)
    assert await log.give_up(CHANNEL, before=now - DAY_MS), "the owner is told of it"
    assert [line.words for line in await log.waiting(CHANNEL, limit=9)] == ["new"]


async def test_a_line_is_noted_at_one_price_however_many_a_log_has(logging_store: SqliteStore, now: int) -> None:
    """Counted in instructions of SQLite's machine."""

    def price(tx: sqlite3.Connection, words: str) -> int:
        taken: list[None] = []
        tx.set_progress_handler(lambda: taken.append(None), 1)
        event = LogEvent(guild_id=GUILD, kind=LogKind.REFUSED, what="other", user_id=MEMBER, words=words)
        guild_log.note(tx, event, now)
        tx.set_progress_handler(None, 0)
        return len(taken)

    first = await logging_store.database.write(price, "first")
    for number in range(50):
        await note(logging_store, LogKind.REFUSED, at=now, words=f"{number}", by_user=0)
    assert await logging_store.database.write(price, "last") < 1.2 * first + 20


async def test_whoever_had_everything_deleted_is_taken_out_of_the_log(logging_store: SqliteStore, now: int) -> None:
    log = logging_store.guild_log
    await note(logging_store, LogKind.REFUSED, at=now, words="a secret fox")
    message = await log.bind(await log.waiting(CHANNEL, limit=9), "told", now=now)
    assert message is not None
    await log.sent(message.id, 5000)
    await note(logging_store, LogKind.REFUSED, at=now, words="another fox")
    await logging_store.erasures.begin(MEMBER, now=now)
    (told,) = await log.unblanked()
    (waits,) = await log.waiting(CHANNEL, limit=9)
    for line in (*told.lines, waits):
        assert (line.user_id, line.by_user, line.words, line.is_blank) == (0, 0, "", True)
    await log.blanked(told)
    assert await log.unblanked() == []
