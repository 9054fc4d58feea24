"""Records kept for a while: their owner's alone, taken once, and changed by two processes without a loss."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.domain.limits import LAST_ID
from bot.store import ChangeBody, Pending
from bot.store.sqlite import SqliteStore, open_store

NOW = 1_800_000_000_000
UNKNOWN = 2**63


async def test_a_record_is_its_owners_for_a_while_and_taken_once(store: SqliteStore) -> None:
    record = Pending(id=7, user_id=3, kind="reply", body={"prompt": "é"}, until=NOW + 10)
    await store.pending.keep(record, now=NOW)
    assert await store.pending.find(7, 3, "reply", now=NOW + 9) == record
    assert await store.pending.find(7, 3, "reply", now=NOW + 10) is None
    assert await store.pending.find(7, 4, "reply", now=NOW) is None
    assert await store.pending.find(7, 3, "tray", now=NOW) is None
    for user_id, kind, now in ((4, "reply", NOW), (3, "tray", NOW), (3, "reply", NOW + 10)):
        assert await store.pending.take(7, user_id, kind, now=now) is None
    assert [await store.pending.take(7, 3, "reply", now=NOW) for _ in range(2)] == [record, None]


async def test_whose_record_it_is_can_be_told(store: SqliteStore) -> None:
    await store.pending.keep(Pending(id=7, user_id=3, kind="reply", body={}, until=NOW + 10), now=NOW)
    assert await store.pending.owner(7, "reply", now=NOW + 9) == 3
    assert await store.pending.owner(7, "reply", now=NOW + 10) is None
    assert await store.pending.owner(7, "menu", now=NOW) is None


async def test_all_records_of_a_kind_are_found(store: SqliteStore) -> None:
    for n, kind, until in ((7, "slip", 9), (5, "slip", 9), (6, "reply", 9), (8, "slip", 0)):
        await store.pending.keep(Pending(id=n, user_id=3, kind=kind, body={}, until=NOW + until), now=NOW - 1)
    assert [record.id for record in await store.pending.all("slip", now=NOW)] == [5, 7]


async def test_records_out_of_date_go_with_the_next_one(store: SqliteStore, path: Path) -> None:
    for n in range(3):
        await store.pending.keep(Pending(id=n, user_id=3, kind="reply", body={}, until=NOW + n), now=NOW)
    await store.pending.keep(Pending(id=9, user_id=3, kind="reply", body={}, until=NOW + 99), now=NOW + 1)
    with closing(sqlite3.connect(path)) as other:
        assert [row[0] for row in other.execute("SELECT id FROM draft ORDER BY id")] == [2, 9]


async def test_an_id_that_no_database_holds_is_nobodys(store: SqliteStore) -> None:
    assert await store.pending.find(UNKNOWN, 3, "reply", now=NOW) is None
    assert await store.pending.take(UNKNOWN, 3, "reply", now=NOW) is None
    assert await store.pending.owner(UNKNOWN, "reply", now=NOW) is None


def put(name: str) -> ChangeBody:
    def change(body: Mapping[str, object] | None) -> Mapping[str, object]:
        return {**(body or {}), name: True}

    return change


def fail(_: object) -> None:
    raise LookupError


async def test_two_processes_that_change_a_record_at_once_lose_nothing(store: SqliteStore, path: Path) -> None:
    async with open_store(path) as other:
        for round_ in range(20):
            await asyncio.gather(
                *(
                    each.pending.change(round_, 3, "tray", put(name), until=NOW + 9, now=NOW)
                    for each, name in ((store, "one"), (other, "other"))
                )
            )
            found = await store.pending.find(round_, 3, "tray", now=NOW)
            assert found and found.body == {"one": True, "other": True}


async def test_two_processes_that_take_a_record_at_once_get_it_once(store: SqliteStore, path: Path) -> None:
    async with open_store(path) as other:
        for round_ in range(20):
            record = Pending(id=round_, user_id=3, kind="reply", body={}, until=NOW + 9)
            await store.pending.keep(record, now=NOW)
            taken = await asyncio.gather(*(each.pending.take(round_, 3, "reply", now=NOW) for each in (store, other)))
            assert [each for each in taken if each] == [record]


async def test_a_change_that_fails_leaves_the_record_and_one_to_nothing_deletes_it(store: SqliteStore) -> None:
    change: dict[str, Any] = {"until": NOW + 9, "now": NOW}
    kept = await store.pending.change(7, 3, "tray", put("a"), **change)
    assert kept == Pending(id=7, user_id=3, kind="tray", body={"a": True}, until=NOW + 9)
    with pytest.raises(LookupError):
        await store.pending.change(7, 3, "tray", fail, **change)
    assert await store.pending.find(7, 3, "tray", now=NOW) == kept
    assert await store.pending.change(7, 3, "tray", lambda _: None, **change) is None
    assert await store.pending.find(7, 3, "tray", now=NOW) is None


async def test_an_expired_record_is_changed_as_if_it_were_not_there(store: SqliteStore) -> None:
    await store.pending.keep(Pending(id=7, user_id=3, kind="tray", body={"old": True}, until=NOW), now=NOW - 9)
    changed = await store.pending.change(7, 3, "tray", put("new"), until=NOW + 9, now=NOW)
    assert changed and changed.body == {"new": True}


async def test_the_largest_id_that_there_can_be_is_kept_and_a_larger_one_unknown(store: SqliteStore) -> None:
    record = Pending(id=LAST_ID, user_id=3, kind="reply", body={}, until=NOW + 10)
    await store.pending.keep(record, now=NOW)
    assert await store.pending.owner(LAST_ID, "reply", now=NOW) == 3
    assert await store.pending.find(LAST_ID, 3, "reply", now=NOW) == record
    assert await store.pending.owner(LAST_ID + 1, "reply", now=NOW) is None
    assert await store.pending.find(LAST_ID + 1, 3, "reply", now=NOW) is None
