"""Limits hold whatever comes at once, and say when there is room again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import OutOfQuota
from bot.domain.jobs import Job, JobState, Order, Transition
from bot.domain.limits import snowflake
from bot.domain.quota import OwnerLimits, Rule, Scope, Usage
from bot.store.sqlite import SqliteStore

Walk = Callable[..., Awaitable[Job]]
DAY = 86_400_000
HOUR = 3_600_000


@pytest.fixture
def usage(store: SqliteStore, now: int) -> Callable[..., Awaitable[dict[Scope, Usage]]]:
    async def usage(at: int = now, caps: OwnerLimits | None = None, **who: object) -> dict[Scope, Usage]:
        asked = {"guild_id": 1, "user_id": 3, "role_ids": (), "model": "banana", **who}
        stand = await store.usage(**asked, caps=caps or OwnerLimits(), now=at)  # type: ignore[arg-type]
        return {one.limit.scope: one for one in stand}

    return usage


async def refusal(order: Awaitable[Job]) -> OutOfQuota:
    with pytest.raises(OutOfQuota) as caught:
        await order
    return caught.value


@pytest.mark.parametrize(
    ("caps", "fields", "fitting"),
    [
        pytest.param(OwnerLimits(), lambda n: {"user_id": 3}, 20, id="one person"),
        pytest.param(OwnerLimits(), lambda n: {"user_id": 3, "guild_id": n}, 20, id="one person, 200 servers"),
        pytest.param(OwnerLimits(bot=150), lambda n: {"user_id": n, "guild_id": n}, 150, id="200 people"),
        pytest.param(OwnerLimits(bot=10**6), lambda n: {"user_id": n, "guild_id": 9}, 60, id="200 people, one server"),
    ],
)
async def test_200_orders_at_once_never_exceed_a_limit(
    store: SqliteStore, reserve: Walk, caps: OwnerLimits, fields: Callable[[int], dict[str, int]], fitting: int
) -> None:
    await store.set_rule(9, Rule(scope="guild_total", credits=60))
    orders = (reserve(caps=caps, **fields(number)) for number in range(100, 300))
    outcomes = await asyncio.gather(*orders, return_exceptions=True)
    assert sum(isinstance(outcome, Job) for outcome in outcomes) == fitting
    assert sum(isinstance(outcome, OutOfQuota) for outcome in outcomes) == 200 - fitting
    assert len(await store.active()) == fitting


async def test_a_refused_order_leaves_no_trace(store: SqliteStore, order: Callable[..., Order], now: int) -> None:
    given = order()
    await refusal(store.reserve(given, cost=21, caps=OwnerLimits(), now=now))  # type: ignore[arg-type]
    assert await store.job(given.id) is None
    assert await store.events(given.id) == []


async def test_a_refusal_says_what_was_used_and_when_enough_is_back(reserve: Walk, now: int) -> None:
    for hours, cost in ((0, 8), (1, 5), (2, 7)):
        await reserve(cost=cost, at=now + hours * HOUR, caps=OwnerLimits())
    no = await refusal(reserve(cost=10, at=now + 3 * HOUR, caps=OwnerLimits()))
    assert (no.usage.limit.scope, no.usage.used, no.usage.free, no.cost) == (Scope.USER, 20, 0, 10)
    assert (no.usage.next_release_at, no.usage.next_release) == (now + DAY, 8)
    assert no.enough_at == now + HOUR + DAY, "8 come back after a day: not yet enough for 10"


async def test_enough_is_enough_at_the_time_said(reserve: Walk, now: int) -> None:
    await reserve(cost=20, caps=OwnerLimits())
    no = await refusal(reserve(caps=OwnerLimits()))
    assert no.enough_at == now + DAY
    await refusal(reserve(caps=OwnerLimits(), at=no.enough_at - 1))
    assert await reserve(caps=OwnerLimits(), at=no.enough_at)


async def test_what_never_fits_has_no_time(store: SqliteStore, reserve: Walk) -> None:
    assert (await refusal(reserve(cost=21, caps=OwnerLimits()))).enough_at is None
    await store.set_rule(1, Rule(scope="user", target_id=3, credits=0))
    assert (await refusal(reserve(cost=0, caps=OwnerLimits()))).enough_at is None, "0 means not allowed"


async def test_of_several_limits_the_one_that_stays_short_longest_speaks(store: SqliteStore, reserve: Walk) -> None:
    await store.set_rule(1, Rule(scope="everyone", credits=2, period_s=3600))
    await store.set_rule(1, Rule(scope="guild_total", credits=2, period_s=7 * 86_400))
    await reserve(cost=2)
    no = await refusal(reserve())
    assert (no.usage.limit.scope, no.usage.limit.period_s) == (Scope.GUILD, 7 * 86_400)
    assert (await refusal(reserve(cost=3))).usage.limit.scope is Scope.GUILD, "both never fit: the first in order"


async def test_a_refund_returns_to_its_window(
    store: SqliteStore, walk: Walk, usage: Callable[..., Awaitable[dict[Scope, Usage]]], now: int
) -> None:
    await walk("failed", cost=5)
    job = await walk("running", cost=6, at=now + HOUR)
    done = await store.apply(job, Transition(to=JobState.SUCCEEDED, cost=2), now=now + 5 * HOUR)
    assert done
    stand = (await usage(at=now + 6 * HOUR))[Scope.USER]
    assert (stand.used, stand.next_release, stand.next_release_at) == (2, 2, now + HOUR + DAY)
    assert (await usage(at=now + HOUR + DAY - 1))[Scope.USER].used == 2
    gone = (await usage(at=now + HOUR + DAY))[Scope.USER]
    assert (gone.used, gone.next_release_at, gone.next_release) == (0, None, 0)


async def test_each_scope_counts_its_own(
    reserve: Walk, store: SqliteStore, usage: Callable[..., Awaitable[dict[Scope, Usage]]]
) -> None:
    await store.set_rule(1, Rule(scope="guild_total", credits=50))
    await reserve(cost=1)
    await reserve(cost=2, guild_id=0)
    await reserve(cost=4, user_id=4)
    await reserve(cost=8, user_id=5, guild_id=5)
    stand = await usage()
    assert {scope: one.used for scope, one in stand.items()} == {
        Scope.GUILD: 5,
        Scope.USER: 1,
        Scope.MEMBER: 3,
        Scope.BOT: 15,
    }


async def test_a_models_limit_counts_only_that_model(store: SqliteStore, reserve: Walk) -> None:
    await store.set_rule(1, Rule(scope="everyone", credits=10))
    await store.set_rule(1, Rule(scope="everyone", model="banana-pro", credits=3))
    await reserve(cost=3, model="banana-pro")
    no = await refusal(reserve(cost=3, model="banana-pro"))
    assert (no.usage.limit.model, no.usage.used) == ("banana-pro", 3)
    await reserve(cost=7)
    assert (await refusal(reserve(cost=1))).usage.limit.model == "*"


async def test_a_rule_is_replaced_by_its_like(store: SqliteStore, reserve: Walk) -> None:
    for credits in (1, 2):
        await store.set_rule(1, Rule(scope="role", target_id=70, credits=credits))
    assert await reserve(cost=2, role_ids=(70,))
    assert (await refusal(reserve(role_ids=(70,)))).usage.limit.credits == 2


async def test_a_gift_raises_the_limit_until_it_ends(store: SqliteStore, reserve: Walk, now: int) -> None:
    for hours in (1, 48):
        await store.grant(guild_id=1, user_id=3, credits=5, by_user=9, now=now, expires_at=now + hours * HOUR)
    caps = OwnerLimits(member=100)
    await reserve(cost=30, caps=caps)
    later = now + 2 * HOUR
    no = await refusal(reserve(caps=caps, at=later))
    assert (no.usage.granted, no.usage.allowance, no.usage.used, no.usage.free) == (5, 25, 30, 0)
    assert no.enough_at == now + DAY


async def test_a_gift_that_will_have_ended_promises_nothing(store: SqliteStore, reserve: Walk, now: int) -> None:
    await store.grant(guild_id=1, user_id=3, credits=5, by_user=9, now=now, expires_at=now + HOUR)
    caps = OwnerLimits(member=100)
    await reserve(cost=10, caps=caps)
    await reserve(cost=15, caps=caps, at=now + 1)
    no = await refusal(reserve(cost=6, caps=caps, at=now + 2))
    assert no.enough_at == now + 1 + DAY, "after a day 15 of 20 are used and the gift is gone: 6 don't fit"
    assert (await refusal(reserve(cost=22, caps=caps, at=now + 2))).enough_at is None, "22 fit only with the gift"


async def test_a_gift_lifts_neither_a_ban_nor_the_hosts_caps(store: SqliteStore, reserve: Walk, now: int) -> None:
    await store.grant(guild_id=1, user_id=3, credits=50, by_user=9, now=now, expires_at=now + DAY)
    assert (await refusal(reserve(cost=21, caps=OwnerLimits()))).usage.limit.scope is Scope.MEMBER
    await store.set_rule(1, Rule(scope="everyone", model="banana-pro", credits=0))
    no = await refusal(reserve(model="banana-pro"))
    assert (no.usage.limit.scope, no.usage.granted) == (Scope.USER, 0)


async def test_a_gift_is_for_one_person_in_one_server(
    store: SqliteStore, usage: Callable[..., Awaitable[dict[Scope, Usage]]], now: int
) -> None:
    await store.grant(guild_id=1, user_id=3, credits=5, by_user=9, now=now, expires_at=now + HOUR)
    assert (await usage())[Scope.USER].granted == 5
    assert (await usage(user_id=4))[Scope.USER].granted == 0
    assert (await usage(guild_id=2))[Scope.USER].granted == 0
    assert (await usage(at=now + HOUR))[Scope.USER].granted == 0


@pytest.mark.parametrize("ahead", [HOUR, 365 * DAY])
async def test_what_was_booked_under_a_clock_ahead_counts_from_when_discord_made_the_order(
    reserve: Walk, usage: Callable[..., Awaitable[dict[Scope, Usage]]], now: int, ahead: int
) -> None:
    made = now - HOUR
    await reserve(id=snowflake(made), cost=15, at=made + ahead)
    stand = await usage()
    scopes = {Scope.USER, Scope.MEMBER, Scope.BOT}
    assert {stand[scope].used for scope in scopes} == {15}
    if ahead > HOUR:
        assert {stand[scope].next_release_at for scope in scopes} == {made + DAY}
        no = await refusal(reserve(cost=10, at=now, caps=OwnerLimits()))
        assert no.enough_at == made + DAY
        assert (await usage(at=made + DAY + 1))[Scope.USER].used == 0, "not locked for a year"
    later = await usage(at=made + ahead + DAY + 1)
    assert later[Scope.USER].used == 0


async def test_what_was_refunded_under_a_clock_ahead_nets_to_nothing(
    walk: Walk, usage: Callable[..., Awaitable[dict[Scope, Usage]]], now: int
) -> None:
    await walk("failed", id=snowflake(now - HOUR), at=now + 365 * DAY)
    stand = (await usage())[Scope.USER]
    assert (stand.used, stand.next_release_at) == (0, None)
