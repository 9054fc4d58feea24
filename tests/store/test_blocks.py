"""A block holds at the booking itself, of its own server alone; and what moderators do stands beside it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.domain.acts import ActKind
from bot.domain.blocks import Block, BlockKind
from bot.domain.jobs import Job
from bot.domain.limits import DAY_MS
from bot.domain.server_errors import Blocked
from bot.store.sqlite import SqliteStore

Walk = Callable[..., Awaitable[Job]]
ROLE = 50


def block(now: int, kind: BlockKind = BlockKind.MEMBER, target_id: int = 3, ends_in: int | None = None) -> Block:
    ends_at = None if ends_in is None else now + ends_in
    return Block(guild_id=1, kind=kind, target_id=target_id, reason="spam", by_user=7, at=now, ends_at=ends_at)


async def test_the_booking_refuses_whoever_is_blocked_and_books_nothing(
    store: SqliteStore, reserve: Walk, now: int
) -> None:
    await store.blocks.block(block(now, ends_in=DAY_MS))
    with pytest.raises(Blocked) as refused:
        await reserve()
    assert (refused.value.role_id, refused.value.until, refused.value.reason) == (None, now + DAY_MS, "spam")
    assert await store.database.find("SELECT id FROM job") == []
    for elsewhere in ({"guild_id": 2}, {"guild_id": 0}, {"user_id": 4}, {"guild_id": 0, "channel_id": 0}):
        await reserve(**elsewhere)
    await reserve(at=now + DAY_MS)


async def test_a_role_blocks_whoever_has_it_at_that_moment(store: SqliteStore, reserve: Walk, now: int) -> None:
    await store.blocks.block(block(now, BlockKind.ROLE, ROLE))
    with pytest.raises(Blocked) as refused:
        await reserve(role_ids=(40, ROLE))
    assert (refused.value.role_id, refused.value.until) == (ROLE, None)
    await reserve(role_ids=(40,))
    await reserve(role_ids=(ROLE,), is_administrator=True)  # who could lift it
    await reserve(guild_id=2, role_ids=(ROLE,))


async def test_a_block_is_replaced_and_lifted_once_and_each_is_an_act(store: SqliteStore, now: int) -> None:
    blocks = store.blocks
    await blocks.block(block(now))
    again = replace(block(now + 1, ends_in=DAY_MS), by_user=8)
    await blocks.block(again)
    assert await blocks.of(1, 3, (), now=now + 1) == [again]
    lifts = [await blocks.lift(1, BlockKind.MEMBER, 3, by_user=by, now=now + 2) for by in (7, 8)]
    assert lifts == [True, False] and await blocks.all(1, now=now + 2) == []
    acts = await store.acts.of(1, 3)
    assert [(act.kind, act.by_user, act.words) for act in acts] == [
        (ActKind.LIFT, 7, ""),
        (ActKind.BLOCK, 8, "spam"),
        (ActKind.BLOCK, 7, "spam"),
    ]


async def test_what_has_ended_is_no_block_to_lift(store: SqliteStore, now: int) -> None:
    await store.blocks.block(block(now, ends_in=DAY_MS))
    assert await store.blocks.all(1, now=now + DAY_MS) == []
    assert not await store.blocks.lift(1, BlockKind.MEMBER, 3, by_user=7, now=now + DAY_MS)


async def test_a_reset_forgives_the_servers_own_limits_once(store: SqliteStore, walk: Walk, now: int) -> None:
    assert not await store.member_records.reset(1, 3, by_user=7, now=now)
    await walk("succeeded", cost=4)
    await walk("succeeded", cost=2, guild_id=2)
    assert await store.member_records.reset(1, 3, by_user=7, now=now + 1)
    assert not await store.member_records.reset(1, 3, by_user=8, now=now + 2), "there is nothing more"
    (act,) = await store.acts.of(1, 3)
    assert (act.kind, act.detail) == (ActKind.RESET, {"credits": 4})
    assert await store.member_records.spent(1, 3, since=now - DAY_MS) == 4, "what was spent stays spent"


async def test_deleting_everything_of_theirs_lifts_no_block(store: SqliteStore, walk: Walk, now: int) -> None:
    await walk("succeeded")
    await store.blocks.block(block(now))
    await store.erasures.begin(3, now=now + 1)
    assert len(await store.blocks.of(1, 3, (), now=now + 2)) == 1
