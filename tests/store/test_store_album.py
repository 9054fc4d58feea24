"""What people find again: by any letters of their own prompts, in any language, and nobody else's."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.jobs import Job
from bot.store import Draft, Look
from bot.store.album import history
from bot.store.sqlite import SqliteStore

Walk = Callable[..., Awaitable[Job]]
NOW = 1_800_000_000_000
PROMPTS = (
    "a lighthouse in a storm",
    "l'été à la mer",
    "rock-and-roll 100% cat_dog",
    "嵐の中の灯台",
    'the "best" of banana',
    "a cat",
)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", set(range(6))),
        ("lighthouse", {0}),
        ("STORM light", {0}),
        ("storm cat", set()),
        ("l'été", {1}),
        ("l'", {1}),
        ("rock-and", {2}),
        ("100%", {2}),
        ("%", {2}),
        ("_", {2}),
        ("cat_", {2}),
        ("灯台", {3}),
        ("灯", {3}),
        ("中の灯", {3}),
        ('"best"', {4}),
        ('"', {4}),
        ("a", {0, 1, 2, 4, 5}),
        ("cat OR storm", set()),
        ("NOT", set()),
        ("nothing*", set()),
        ("(", set()),
        ("prompt:cat", set()),
    ],
)
async def test_any_letters_find_what_was_ordered(store: SqliteStore, walk: Walk, search: str, found: set[int]) -> None:
    jobs = [await walk("succeeded", prompt=prompt) for prompt in PROMPTS]
    await walk("succeeded", prompt=PROMPTS[0], user_id=4)
    there = await store.album.history(Look(user_id=3, search=search, limit=50))
    assert {job.prompt for job in there} == {PROMPTS[n] for n in found}
    assert [job.id for job in there] == sorted((jobs[n].id for n in found), reverse=True)


async def test_only_finished_orders_and_page_by_page(store: SqliteStore, walk: Walk) -> None:
    jobs = [await walk("succeeded", model="banana-pro" if n % 2 else "banana") for n in range(5)]
    for unfinished in ("running", "failed", "cancelled"):
        await walk(unfinished)
    newest = [job.id for job in reversed(jobs)]
    look = await store.album.history(Look(user_id=3, limit=2, offset=2))
    assert [job.id for job in look] == newest[2:4]
    pro = await store.album.history(Look(user_id=3, model="banana-pro"))
    assert [job.id for job in pro] == [newest[1], newest[3]]


async def test_a_favourite_is_ones_own_and_can_be_taken_back(store: SqliteStore, walk: Walk) -> None:
    mine, other = [await walk("succeeded") for _ in range(2)]
    for _ in range(2):
        await store.album.favour(3, mine.id, now=NOW)
    await store.album.favour(4, other.id, now=NOW)
    assert [job.id for job in await store.album.history(Look(user_id=3, favourites=True))] == [mine.id]
    assert await store.album.is_favourite(3, mine.id) and not await store.album.is_favourite(4, mine.id)
    await store.album.unfavour(3, mine.id)
    assert not await store.album.history(Look(user_id=3, favourites=True))


async def test_own_prompts_are_suggested_once_each_newest_first(store: SqliteStore, walk: Walk) -> None:
    for prompt in ("a cat", "a dog", "a cat", "100% cat"):
        await walk("failed", prompt=prompt)
    await walk("succeeded", prompt="a cat of another", user_id=4)
    assert await store.album.prompts(3, "") == ["100% cat", "a cat", "a dog"]
    assert await store.album.prompts(3, "CAT") == ["100% cat", "a cat"]
    assert await store.album.prompts(3, "%", limit=1) == ["100% cat"]


async def test_what_is_forgotten_is_found_no_more(store: SqliteStore, walk: Walk, path: Path) -> None:
    job = await walk("succeeded", prompt="a lighthouse")
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE job SET prompt = '' WHERE id = ?", (job.id,))
        other.commit()
        other.execute("INSERT INTO prompt_search (prompt_search) VALUES ('integrity-check')")
    assert not await store.album.history(Look(user_id=3, search="lighthouse"))
    assert await store.album.prompts(3, "") == []


async def test_preferences_are_kept_whole(store: SqliteStore) -> None:
    assert await store.album.preferences(3) == {}
    await store.album.prefer(3, {"notify": False, "ratio": "3:4"})
    await store.album.prefer(3, {"ratio": "1:1"})
    assert await store.album.preferences(3) == {"ratio": "1:1"} and await store.album.preferences(4) == {}


async def test_a_draft_is_its_owners_for_a_while_and_taken_once(store: SqliteStore) -> None:
    draft = Draft(id=7, user_id=3, kind="reply", body={"prompt": "é"}, until=NOW + 10)
    await store.album.keep_draft(draft, now=NOW)
    assert await store.album.draft(7, 3, "reply", now=NOW + 9) == draft
    assert await store.album.draft(7, 3, "reply", now=NOW + 10) is None
    assert await store.album.draft(7, 4, "reply", now=NOW) is None
    assert await store.album.draft(7, 3, "tray", now=NOW) is None
    assert not await store.album.drop_draft(7, 4)
    assert [await store.album.drop_draft(7, 3) for _ in range(2)] == [True, False]


async def test_whose_draft_it_is_can_be_told(store: SqliteStore) -> None:
    await store.album.keep_draft(Draft(id=7, user_id=3, kind="reply", body={}, until=NOW + 10), now=NOW)
    assert await store.album.drafted_by(7, "reply", now=NOW + 9) == 3
    assert await store.album.drafted_by(7, "reply", now=NOW + 10) is None
    assert await store.album.drafted_by(7, "menu", now=NOW) is None


async def test_all_drafts_of_a_kind_are_found(store: SqliteStore) -> None:
    for n, kind, until in ((7, "slip", 9), (5, "slip", 9), (6, "reply", 9), (8, "slip", 0)):
        await store.album.keep_draft(Draft(id=n, user_id=3, kind=kind, body={}, until=NOW + until), now=NOW - 1)
    assert [draft.id for draft in await store.album.drafts("slip", now=NOW)] == [5, 7]


@pytest.mark.parametrize("before", [{}, {"at_once": False, "model": "banana-pro"}])
async def test_what_somebody_meets_is_new_once_and_disturbs_no_preference(
    store: SqliteStore, before: dict[str, object]
) -> None:
    if before:
        await store.album.prefer(3, before)
    assert [await store.album.meet(3, "told_replies") for _ in range(3)] == [True, False, False]
    assert await store.album.preferences(3) == before | {"told_replies": True}
    assert await store.album.meet(4, "told_replies")


async def test_drafts_out_of_date_go_with_the_next_one(store: SqliteStore, path: Path) -> None:
    for n in range(3):
        await store.album.keep_draft(Draft(id=n, user_id=3, kind="reply", body={}, until=NOW + n), now=NOW)
    await store.album.keep_draft(Draft(id=9, user_id=3, kind="reply", body={}, until=NOW + 99), now=NOW + 1)
    with closing(sqlite3.connect(path)) as other:
        assert [row[0] for row in other.execute("SELECT id FROM draft ORDER BY id")] == [2, 9]


async def test_a_page_is_answered_from_an_index(store: SqliteStore, path: Path) -> None:
    for look in (Look(user_id=3), Look(user_id=3, search="cat"), Look(user_id=3, favourites=True)):
        sql, values = history(look)
        with closing(sqlite3.connect(path)) as other:
            plan = [row[3] for row in other.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert not [step for step in plan if step == "SCAN job"], plan


async def test_a_version_is_kept(store: SqliteStore, walk: Walk) -> None:
    first = await walk("succeeded")
    second = await walk("succeeded", parent_id=first.id, version=2)
    assert (first.version, second.version, second.parent_id) == (1, 2, first.id)
