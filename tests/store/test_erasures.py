"""A member has everything deleted: at once what is theirs, and out of the books only what no limit counts any more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.domain.jobs import Job
from bot.domain.limits import DAY_MS
from bot.domain.quota import OwnerLimits
from bot.domain.rules import Asker
from bot.store.sqlite import SqliteStore

Walk = Callable[..., Awaitable[Job]]
MARA, JONAS = 1, 2


async def users(store: SqliteStore, table: str) -> set[int]:
    return {row["user_id"] for row in await store.database.find(f"SELECT user_id FROM {table}")}


async def test_what_a_member_prefers_goes_at_once_but_for_what_protects_them(store: SqliteStore, now: int) -> None:
    await store.members.change_preferences(MARA, {"count": 4, "own_only": True})
    await store.members.change_preferences(JONAS, {"count": 2})
    await store.erasures.begin(MARA, now=now)
    assert await store.members.preferences(MARA) == {"own_only": True}
    assert await store.members.preferences(JONAS) == {"count": 2}
    await store.erasures.begin(JONAS, now=now)
    assert await store.members.preferences(JONAS) == {}


async def test_orders_until_the_wish_are_to_be_deleted_and_later_ones_are_not(
    store: SqliteStore, walk: Walk, now: int
) -> None:
    first = await walk("succeeded", user_id=MARA)
    await walk("succeeded", user_id=JONAS)
    assert await store.erasures.open() == []
    await store.erasures.begin(MARA, now=now)
    assert await store.erasures.next_jobs(MARA, limit=9) == [first.id]
    await store.erase(first.id, now=now)
    assert await store.erasures.open() == [] == await store.erasures.next_jobs(MARA, limit=9)
    assert await store.erasures.count(JONAS) == 1


async def test_the_books_forget_a_member_only_once_no_limit_counts_the_entry(
    store: SqliteStore, walk: Walk, now: int
) -> None:
    first = await walk("succeeded", user_id=JONAS)
    await store.member_records.give(
        note="", guild_id=first.guild_id, user_id=MARA, credits=9, by_user=JONAS, now=now - 9, expires_at=now - 2
    )
    job = await walk("succeeded", user_id=MARA)

    async def spent() -> list[int]:
        mara, caps = Asker(user_id=MARA, now=now), OwnerLimits()
        return [
            usage.used for usage in await store.usage(mara, guild_id=job.guild_id, model="banana", caps=caps, now=now)
        ]

    used = await spent()
    assert any(used)
    await store.erasures.begin(MARA, now=now)
    await store.erase(job.id, now=now)
    assert await store.erasures.forget_entries(before=now - DAY_MS) == 0
    assert await spent() == used, "deletion brings no credits"
    assert await store.erasures.forget_entries(before=now + 1) == len(
        await store.database.find("SELECT 1 FROM ledger WHERE job_id = ?", job.id)
    )
    assert await users(store, "quota_grant") == {0}
    assert await users(store, "ledger") == await users(store, "job") == {0, JONAS}
    assert await users(store, "erasure") == set(), "nothing is left to be forgotten"
