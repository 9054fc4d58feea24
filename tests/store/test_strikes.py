"""A refused order is one strike however often it is told, where a server wants that; lifting them is an act."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.acts import ActKind
from bot.domain.jobs import Job
from bot.domain.limits import HOUR_MS
from bot.domain.sections import to_json
from bot.domain.server_errors import OnBreak
from bot.domain.strikes import KEPT_MS, StrikeKind, StrikeRule
from bot.store.configuring import SectionChange
from bot.store.sqlite import SqliteStore
from bot.store.strikes import SqliteStrikes

Walk = Callable[..., Awaitable[Job]]
WORDS = StrikeKind.WORDS


async def switched_on(store: SqliteStore) -> SqliteStrikes:
    on = SectionChange(section="strikes", body=to_json(StrikeRule(is_on=True)), rev=0)
    for guild_id in (1, 2):
        await store.guild_config.change(guild_id, [on], by_user=7, now=0)
    return store.strikes


async def test_the_same_order_strikes_once_and_direct_messages_never(store: SqliteStore, now: int) -> None:
    strikes = await switched_on(store)
    for _ in range(2):
        await strikes.note(guild_id=1, user_id=3, kind=WORDS, order_id=50, now=now)
    await strikes.note(guild_id=0, user_id=3, kind=WORDS, order_id=51, now=now)
    assert [strike.order_id for strike in await strikes.of(1, 3, now=now)] == [50]
    assert await strikes.of(2, 3, now=now) == [] and await strikes.of(0, 3, now=now) == []


async def test_lifted_strikes_count_no_more_and_the_act_says_how_many(store: SqliteStore, now: int) -> None:
    strikes, acts = await switched_on(store), store.acts
    for n in range(3):
        await strikes.note(guild_id=1, user_id=3, kind=WORDS, order_id=n, now=now)
    await strikes.note(guild_id=2, user_id=3, kind=WORDS, order_id=9, now=now)
    assert await strikes.lift(1, 3, by_user=7, now=now) == 3
    assert await strikes.lift(1, 3, by_user=8, now=now) == 0, "the second moderator finds none"
    assert await strikes.of(1, 3, now=now) == [] and len(await strikes.of(2, 3, now=now)) == 1
    (act,) = await acts.of(1, 3)
    assert (act.kind, act.by_user, act.member_id, act.detail) == (ActKind.STRIKES_LIFTED, 7, 3, {"count": 3})
    assert await acts.of(2) == []


async def test_a_strike_that_no_rule_can_count_is_forgotten(store: SqliteStore, now: int) -> None:
    strikes = await switched_on(store)
    await strikes.note(guild_id=1, user_id=3, kind=WORDS, order_id=1, now=now)
    await strikes.note(guild_id=1, user_id=3, kind=WORDS, order_id=2, now=now + KEPT_MS)
    assert len(await store.database.find("SELECT id FROM strike")) == 1


async def test_a_server_that_wants_none_has_none(store: SqliteStore, walk: Walk, now: int) -> None:
    await walk("failed")
    assert await store.strikes.of(1, 3, now=now) == []
    strikes = await switched_on(store)
    job = await walk("failed")
    await walk("cancelled")
    assert [(s.kind, s.order_id) for s in await strikes.of(1, 3, now=now)] == [(StrikeKind.NSFW, job.id)]


async def test_the_booking_itself_refuses_who_has_a_break(store: SqliteStore, walk: Walk, now: int) -> None:
    await switched_on(store)
    for _ in range(3):
        await walk("failed")
    with pytest.raises(OnBreak):
        await walk("queued")
    await walk("queued", guild_id=2)
    await walk("queued", guild_id=0)
    await walk("queued", at=now + HOUR_MS)
