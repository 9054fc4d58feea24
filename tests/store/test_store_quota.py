"""Limits hold whatever comes at once, and say when there is room again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import OutOfQuota
from bot.domain.jobs import Job, JobState, Order, Transition
from bot.domain.limits import snowflake
from bot.domain.quota import OwnerLimits, Scope, Usage
from bot.domain.rules import Asker, Rule, Who
from bot.store import gifts
from bot.store.sqlite import SqliteStore
from tests.store.conftest import set_rules

Walk = Callable[..., Awaitable[Job]]
DAY = 86_400_000
HOUR = 3_600_000


@pytest.fixture
def usage(store: SqliteStore, now: int) -> Callable[..., Awaitable[dict[Scope, Usage]]]:
    async def usage(at: int = now, caps: OwnerLimits | None = None, **who: object) -> dict[Scope, Usage]:
        asker = Asker(user_id=int(str(who.get("user_id", 3))), now=at)
        guild_id = int(str(who.get("guild_id", 1)))
        stand = await store.usage(asker, guild_id=guild_id, model="banana", caps=caps or OwnerLimits(), now=at)
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
    await set_rules(store, 9, Rule(scope=Who.SERVER, credits=60))
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
    await set_rules(store, 1, Rule(scope=Who.MEMBER, target_id=3, credits=0))
    assert (await refusal(reserve(cost=0, caps=OwnerLimits()))).enough_at is None, "0 means not allowed"


async def test_of_several_limits_the_one_that_stays_short_longest_speaks(store: SqliteStore, reserve: Walk) -> None:
    hourly = Rule(scope=Who.EVERYBODY, credits=2, period_s=3600)
    await set_rules(store, 1, hourly, Rule(scope=Who.SERVER, credits=2, period_s=7 * 86_400))
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
    await set_rules(store, 1, Rule(scope=Who.SERVER, credits=50))
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
    of_pro = Rule(scope=Who.EVERYBODY, counted="banana-pro", credits=3)
    await set_rules(store, 1, Rule(scope=Who.EVERYBODY, credits=10), of_pro)
    await reserve(cost=3, model="banana-pro")
    no = await refusal(reserve(cost=3, model="banana-pro"))
    assert (no.usage.limit.model, no.usage.used) == ("banana-pro", 3)
    await reserve(cost=7)
    assert (await refusal(reserve(cost=1))).usage.limit.model == "*"


async def test_a_rule_is_replaced_by_its_like(store: SqliteStore, reserve: Walk) -> None:
    for credits in (1, 2):
        await set_rules(store, 1, Rule(scope=Who.ROLE, target_id=70, credits=credits))
    assert await reserve(cost=2, role_ids=(70,))
    assert (await refusal(reserve(role_ids=(70,)))).usage.limit.credits == 2


async def test_a_gift_is_spent_once(store: SqliteStore, reserve: Walk, now: int) -> None:
    for hours in (1, 100):
        await store.member_records.give(
            note="", guild_id=1, user_id=3, credits=5, by_user=9, now=now, expires_at=now + hours * HOUR
        )
    caps = OwnerLimits(member=100)
    await reserve(cost=28, caps=caps)
    left = await store.database.read(gifts.left, 1, 3, now)
    assert [(gift.credits, gift.left) for gift in left] == [(5, 2)], "what went beyond the limit; first what ends first"
    no = await refusal(reserve(cost=3, caps=caps))
    assert (no.usage.used, no.usage.granted, no.usage.free, no.enough_at) == (20, 2, 2, now + DAY)
    await reserve(cost=2, caps=caps)
    assert (await refusal(reserve(caps=caps))).usage.free == 0
    later = now + DAY
    await reserve(cost=20, caps=caps, at=later)
    assert (await refusal(reserve(caps=caps, at=later))).usage.granted == 0, "it comes back with no new day"


async def test_a_refund_gives_back_what_a_gift_paid_first(
    store: SqliteStore, walk: Walk, reserve: Walk, now: int
) -> None:
    await store.member_records.give(
        note="", guild_id=1, user_id=3, credits=5, by_user=9, now=now, expires_at=now + 2 * DAY
    )
    await reserve(cost=18)
    job = await walk("running", cost=6)
    assert [gift.left for gift in await store.database.read(gifts.left, 1, 3, now)] == [1]
    await store.apply(job, Transition(to=JobState.SUCCEEDED, cost=3), now=now)
    assert [gift.left for gift in await store.database.read(gifts.left, 1, 3, now)] == [4]
    assert (await refusal(reserve(cost=5))).usage.used == 20


async def test_a_gift_that_will_have_ended_promises_nothing(store: SqliteStore, reserve: Walk, now: int) -> None:
    await store.member_records.give(
        note="", guild_id=1, user_id=3, credits=5, by_user=9, now=now, expires_at=now + HOUR
    )
    caps = OwnerLimits(member=100)
    await reserve(cost=10, caps=caps)
    await reserve(cost=10, caps=caps, at=now + 1)
    no = await refusal(reserve(cost=12, caps=caps, at=now + 2))
    assert no.enough_at == now + 1 + DAY, "after a day 10 of 20 are used and the gift is gone: 12 don't fit"
    assert (await refusal(reserve(cost=22, caps=caps, at=now + 2))).enough_at is None, "22 fit only with the gift"


async def test_a_gift_makes_up_for_a_lack_and_lifts_no_cap_of_the_host(
    store: SqliteStore, reserve: Walk, now: int
) -> None:
    await set_rules(store, 1, Rule(scope=Who.ROLE, target_id=70, credits=0))
    assert (await refusal(reserve(role_ids=(70,)))).usage.allowance == 0
    await store.member_records.give(
        note="", guild_id=1, user_id=3, credits=50, by_user=9, now=now, expires_at=now + DAY
    )
    assert await reserve(cost=20, role_ids=(70,), caps=OwnerLimits())
    assert (await refusal(reserve(role_ids=(70,), caps=OwnerLimits()))).usage.limit.scope is Scope.MEMBER


async def test_a_reset_counts_anew_for_the_person_and_for_nobody_else(
    store: SqliteStore, reserve: Walk, usage: Callable[..., Awaitable[dict[Scope, Usage]]], now: int
) -> None:
    await set_rules(store, 1, Rule(scope=Who.SERVER, credits=50))
    await reserve(cost=20)
    await store.member_records.reset(1, 3, by_user=9, now=now)
    await reserve(cost=3, at=now + 1)
    stand = {scope: one.used for scope, one in (await usage(at=now + 1)).items()}
    assert stand == {Scope.GUILD: 23, Scope.USER: 3, Scope.MEMBER: 23, Scope.BOT: 23}


async def test_a_gift_is_for_one_person_in_one_server(
    store: SqliteStore, usage: Callable[..., Awaitable[dict[Scope, Usage]]], now: int
) -> None:
    await store.member_records.give(
        note="", guild_id=1, user_id=3, credits=5, by_user=9, now=now, expires_at=now + HOUR
    )
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


async def test_a_booking_that_nothing_speaks_against_is_eleven_statements(store: SqliteStore, reserve: Walk) -> None:
    """Each is a moment in which SQLite's thread may lose the interpreter to a busy event loop."""
    await reserve()
    said: list[str] = []
    await store.database.read(lambda tx: tx.set_trace_callback(said.append))
    booked = await reserve()
    await store.database.read(lambda tx: tx.set_trace_callback(None))
    whole = [each for each in dict.fromkeys(said) if not each.startswith(("--", "BEGIN", "COMMIT"))]
    assert len(whole) == 11
    assert booked == await store.job(booked.id)
