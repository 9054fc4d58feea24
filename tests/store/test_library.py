"""What people find again: by any letters of their own prompts, in any language, and nobody else's."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.jobs import Job
from bot.store import HistoryQuery, Repost, job_rows
from bot.store.library import ORDERS, history
from bot.store.members import UNNOTIFIED
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
    "Δ^2 [é?]",
)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", set(range(7))),
        ("lighthouse", {0}),
        ("STORM light", {0}),
        ("storm cat", set()),
        ("l'été", {1}),
        ("l'", {1}),
        ("L'ÉTÉ", {1}),
        ("à é", {1}),
        ("ete", set()),
        ("[été]", set()),
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
        ("δ^", {6}),
        ("[É?]", {6}),
        ("[É*]", set()),
    ],
)
async def test_any_letters_find_what_was_ordered(store: SqliteStore, walk: Walk, search: str, found: set[int]) -> None:
    jobs = [await walk("succeeded", prompt=prompt) for prompt in PROMPTS]
    await walk("succeeded", prompt=PROMPTS[0], user_id=4)
    there = await store.library.history(HistoryQuery(user_id=3, search=search, limit=50))
    assert {job.prompt for job in there} == {PROMPTS[n] for n in found}
    assert [job.id for job in there] == sorted((jobs[n].id for n in found), reverse=True)


async def test_only_finished_orders_and_page_by_page(store: SqliteStore, walk: Walk) -> None:
    jobs = [await walk("succeeded", model="banana-pro" if n % 2 else "banana") for n in range(5)]
    for unfinished in ("running", "failed", "cancelled"):
        await walk(unfinished)
    newest = [job.id for job in reversed(jobs)]
    query = await store.library.history(HistoryQuery(user_id=3, limit=2, offset=2))
    assert [job.id for job in query] == newest[2:4]
    pro = await store.library.history(HistoryQuery(user_id=3, model="banana-pro"))
    assert [job.id for job in pro] == [newest[1], newest[3]]


async def test_a_favourite_is_ones_own_and_can_be_taken_back(store: SqliteStore, walk: Walk) -> None:
    mine, other = [await walk("succeeded") for _ in range(2)]
    for _ in range(2):
        await store.library.add_favourite(3, mine.id, now=NOW)
    await store.library.add_favourite(4, other.id, now=NOW)
    assert [job.id for job in await store.library.history(HistoryQuery(user_id=3, favourites=True))] == [mine.id]
    assert await store.library.is_favourite(3, mine.id) and not await store.library.is_favourite(4, mine.id)
    await store.library.remove_favourite(3, mine.id)
    assert not await store.library.history(HistoryQuery(user_id=3, favourites=True))


async def test_anothers_card_is_a_favourite_on_its_own_server_only(store: SqliteStore, walk: Walk) -> None:
    here, there, dm = [await walk("succeeded", user_id=4, guild_id=guild) for guild in (1, 2, 0)]
    mine = await walk("succeeded", guild_id=2)
    running = await walk("running", user_id=4)
    for job in (here, there, dm, mine, running):
        await store.library.add_favourite(3, job.id, now=NOW)
    for guild, found in ((1, [mine, here]), (2, [mine, there]), (0, [mine])):
        query = HistoryQuery(user_id=3, favourites=True, guild_id=guild)
        assert {job.id for job in await store.library.history(query)} == {job.id for job in found}
        assert await store.library.count(query) == len(found)
    assert await store.library.favourites(3) == {job.id for job in (here, there, dm, mine, running)}


async def test_the_pages_are_counted(store: SqliteStore, walk: Walk) -> None:
    for prompt in PROMPTS:
        await walk("succeeded", prompt=prompt)
    assert await store.library.count(HistoryQuery(user_id=3)) == 7
    assert await store.library.count(HistoryQuery(user_id=3, search="a", limit=1, offset=4)) == 5
    assert await store.library.count(HistoryQuery(user_id=3, search="storm")) == 1


async def test_every_order_is_listed_newest_first_bit_by_bit(store: SqliteStore, walk: Walk) -> None:
    jobs = [await walk(state) for state in ("succeeded", "failed", "cancelled", "running", "queued")]
    await walk("succeeded", user_id=4)
    newest = [job.id for job in reversed(jobs)]
    some = await store.library.orders(3, limit=2)
    assert [job.id for job in some] == newest[:2]
    assert [job.id for job in await store.library.orders(3, before=some[-1].id)] == newest[2:]


async def test_a_message_that_shows_a_job_again_finds_it(store: SqliteStore, walk: Walk) -> None:
    job, other = [await walk("succeeded") for _ in range(2)]
    showing = Repost(message_id=77, job_id=job.id, guild_id=1, channel_id=9)
    for each in (showing, replace(showing, job_id=other.id)):
        await store.library.keep_repost(each, now=NOW)
    found = await store.by_message(77)
    assert found is not None and found.id == job.id, "the first word stands"
    assert await store.library.reposts(job.id) == [showing] and await store.library.reposts(other.id) == []
    bound = await store.bind(job.id, 78, now=NOW)
    assert await store.by_message(78) == bound and await store.by_message(79) is None


async def test_what_is_forgotten_is_found_no_more(store: SqliteStore, walk: Walk, path: Path) -> None:
    job = await walk("succeeded", prompt="a lighthouse")
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE job SET prompt = '' WHERE id = ?", (job.id,))
        other.commit()
    assert not await store.library.history(HistoryQuery(user_id=3, search="lighthouse"))


async def test_a_page_is_answered_from_an_index(store: SqliteStore, path: Path) -> None:
    for query in (
        HistoryQuery(user_id=3),
        HistoryQuery(user_id=3, search="cat"),
        HistoryQuery(user_id=3, favourites=True),
    ):
        sql, values = history(query)
        with closing(sqlite3.connect(path)) as other:
            plan = [row[3] for row in other.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert not [step for step in plan if step == "SCAN job"], plan
    others: tuple[tuple[str, dict[str, int]], ...] = (
        (UNNOTIFIED, {"since": 0, "longer_than": 0, "oldest": 0}),
        (ORDERS, {"user_id": 3, "before": 9, "limit": 5}),
        (job_rows.JOB_BY_MESSAGE, {"it": 7}),
    )
    for sql, numbers in others:
        with closing(sqlite3.connect(path)) as other:
            plan = [row[3] for row in other.execute(f"EXPLAIN QUERY PLAN {sql}", numbers)]
        assert not [step for step in plan if step.startswith("SCAN") and "CONSTANT" not in step], plan


async def test_a_version_is_kept(store: SqliteStore, walk: Walk) -> None:
    first = await walk("succeeded")
    second = await walk("succeeded", parent_id=first.id, version=2)
    assert (first.version, second.version, second.parent_id) == (1, 2, first.id)


async def test_a_version_goes_back_to_the_nearest_older_one(store: SqliteStore, walk: Walk) -> None:
    first = await walk("succeeded")
    second = await walk("failed", parent_id=first.id, version=2)
    repeated = await walk("succeeded", parent_id=second.id, version=2)
    third = await walk("succeeded", parent_id=repeated.id, version=3)
    found = [await store.library.origin(job.id) for job in (first, second, repeated, third)]
    assert [job and job.id for job in found] == [None, first.id, first.id, repeated.id]
    assert await store.library.origin(12345) is None
