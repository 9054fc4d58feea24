"""Strangers' servers share a part of the host's cap, until the host trusts them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.errors import OutOfQuota
from bot.domain.guilds import Guild
from bot.domain.jobs import Job
from bot.domain.limits import DAY_MS
from bot.domain.quota import OwnerLimits, Scope
from bot.domain.rules import Rule, Who
from bot.store.sqlite import SqliteStore

Walk = Callable[..., Awaitable[Job]]
HOME, OTHER, THIRD = 10, 20, 30
CAPS = OwnerLimits(bot=100, member=1000, strangers=10, default=Rule(scope=Who.EVERYBODY, credits=1000))


def guild(number: int, **fields: object) -> Guild:
    return Guild(**{"id": number, "name": f"Server {number}", "members": 5, "joined_at": number, **fields})  # type: ignore[arg-type]


async def see(store: SqliteStore, *numbers: int, named: tuple[int, ...] = (), now: int) -> None:
    await store.guilds.seen([guild(number) for number in numbers], named=named, now=now, started=now)


async def trusted(store: SqliteStore) -> set[int]:
    return {guild.id for guild in await store.guilds.all() if guild.is_trusted}


@pytest.fixture
async def known(store: SqliteStore, now: int) -> SqliteStore:
    """A bot at home, that strangers have invited to two servers."""
    await see(store, HOME, now=now)
    await see(store, HOME, OTHER, THIRD, now=now)
    return store


async def test_all_servers_are_known_of_a_bot_that_was_at_work_before(
    store: SqliteStore, reserve: Walk, now: int
) -> None:
    await reserve(at=now - 1)
    await see(store, HOME, OTHER, now=now)
    assert await trusted(store) == {HOME, OTHER} and not await store.guilds.untold()


async def test_of_a_new_bot_the_server_that_it_joined_first_is_known(store: SqliteStore, now: int) -> None:
    late = [guild(HOME, joined_at=9), guild(OTHER, joined_at=5)]
    await store.guilds.seen(late, named=(), now=now, started=now)
    assert await trusted(store) == {OTHER}
    assert [guild.id for guild in await store.guilds.untold()] == [HOME]


async def test_a_server_that_joins_later_is_not_known_and_told_once(known: SqliteStore, now: int) -> None:
    assert await trusted(known) == {HOME}
    told = await known.guilds.untold()
    assert [(guild.id, guild.name, guild.members) for guild in told] == [
        (OTHER, "Server 20", 5),
        (THIRD, "Server 30", 5),
    ]
    await known.guilds.told([OTHER, THIRD], now=now)
    await see(known, HOME, OTHER, THIRD, now=now + 1)
    assert not await known.guilds.untold()


async def test_servers_that_the_settings_name_are_known(store: SqliteStore, now: int) -> None:
    await see(store, HOME, OTHER, THIRD, named=(THIRD,), now=now)
    assert await trusted(store) == {HOME, THIRD}
    await see(store, HOME, OTHER, THIRD, named=(OTHER,), now=now)
    assert await trusted(store) == {HOME, OTHER, THIRD}, "that stays after the setting is gone"


async def test_the_hosts_word_counts_also_before_the_first_start(store: SqliteStore, now: int) -> None:
    await store.guilds.trust(OTHER, is_trusted=True, now=now)
    await see(store, HOME, OTHER, THIRD, now=now)
    assert await trusted(store) == {HOME, OTHER}
    await store.guilds.trust(HOME, is_trusted=False, now=now)
    await see(store, HOME, OTHER, THIRD, now=now)
    assert await trusted(store) == {OTHER}


async def test_who_left_is_not_told_of_and_stays_what_it_was(known: SqliteStore, now: int) -> None:
    await known.guilds.left_all_but([OTHER], now=now)
    assert {guild.id for guild in await known.guilds.all() if guild.has_left} == {HOME, THIRD}
    assert [guild.id for guild in await known.guilds.untold()] == [OTHER]
    await see(known, HOME, OTHER, now=now + 1)
    assert await trusted(known) == {HOME}


async def test_a_server_in_an_outage_is_told_of_once_its_name_is_known(known: SqliteStore, now: int) -> None:
    await known.guilds.told([OTHER, THIRD], now=now)
    nameless = guild(40, name="", members=0)
    await known.guilds.seen([nameless], named=(), now=now, started=now)
    assert not await known.guilds.untold()
    await see(known, 40, now=now)
    assert [guild.name for guild in await known.guilds.untold()] == ["Server 40"]
    await known.guilds.seen([nameless], named=(), now=now, started=now)
    assert [guild.name for guild in await known.guilds.untold()] == ["Server 40"]


async def test_all_strangers_together_have_one_share(known: SqliteStore, reserve: Walk, now: int) -> None:
    await reserve(cost=6, guild_id=OTHER, user_id=1, caps=CAPS)
    await reserve(cost=2, guild_id=THIRD, user_id=2, caps=CAPS)
    await reserve(cost=1, guild_id=0, user_id=3, caps=CAPS)
    for where in ({"guild_id": OTHER}, {"guild_id": THIRD}, {"guild_id": 0}, {"guild_id": 99}):
        with pytest.raises(OutOfQuota) as caught:
            await reserve(cost=2, user_id=7, caps=CAPS, **where)
        usage = caught.value.usage
        assert (usage.limit.scope, usage.used, usage.allowance) == (Scope.STRANGERS, 9, 10)
        assert caught.value.enough_at == now + DAY_MS
    assert await reserve(cost=50, guild_id=HOME, user_id=4, caps=CAPS), "at home nothing is missing"
    assert await reserve(cost=1, guild_id=OTHER, user_id=5, caps=CAPS)


async def test_strangers_have_their_share_of_a_month_too(known: SqliteStore, reserve: Walk, now: int) -> None:
    caps = OwnerLimits(bot=100, bot_month=150, member=1000, strangers=10, default=CAPS.default)
    await reserve(cost=10, guild_id=OTHER, user_id=1, caps=caps)
    later = now + DAY_MS
    await reserve(cost=5, guild_id=THIRD, user_id=2, caps=caps, at=later)
    with pytest.raises(OutOfQuota) as caught:
        await reserve(cost=1, guild_id=OTHER, user_id=3, caps=caps, at=later)
    assert (caught.value.usage.limit.credits, caught.value.enough_at) == (15, now + 30 * DAY_MS)
    assert await reserve(cost=20, guild_id=HOME, user_id=4, caps=caps, at=later)


async def test_who_ordered_on_a_known_server_is_no_stranger_in_direct_messages(
    known: SqliteStore, reserve: Walk
) -> None:
    await reserve(cost=10, guild_id=OTHER, user_id=1, caps=CAPS)
    await reserve(cost=1, guild_id=HOME, user_id=4, caps=CAPS)
    assert await reserve(cost=20, guild_id=0, user_id=4, caps=CAPS)
    with pytest.raises(OutOfQuota):
        await reserve(cost=1, guild_id=0, user_id=1, caps=CAPS)


async def test_one_order_of_strangers_fits_however_dear(known: SqliteStore, reserve: Walk) -> None:
    assert await reserve(cost=24, guild_id=OTHER, user_id=1, caps=CAPS)
    with pytest.raises(OutOfQuota) as caught:
        await reserve(cost=1, guild_id=THIRD, user_id=2, caps=CAPS)
    assert caught.value.usage.limit.scope is Scope.STRANGERS
    with pytest.raises(OutOfQuota) as caught:
        await reserve(cost=101, guild_id=HOME, user_id=2, caps=CAPS)
    assert caught.value.usage.limit.scope is Scope.BOT


async def test_what_may_stand_on_the_bill_stays_in_the_share(known: SqliteStore, walk: Walk, reserve: Walk) -> None:
    await walk("deadline", cost=10, guild_id=OTHER, user_id=1, caps=CAPS)
    with pytest.raises(OutOfQuota) as caught:
        await reserve(cost=1, guild_id=OTHER, user_id=2, caps=CAPS)
    assert caught.value.usage.used == 10


async def test_trust_counts_at_once_and_takes_the_servers_credits_out_of_the_share(
    known: SqliteStore, reserve: Walk, now: int
) -> None:
    await reserve(cost=10, guild_id=OTHER, user_id=1, caps=CAPS)
    await known.guilds.trust(OTHER, is_trusted=True, now=now)
    assert await reserve(cost=40, guild_id=OTHER, user_id=1, caps=CAPS)
    assert await reserve(cost=10, guild_id=THIRD, user_id=2, caps=CAPS)
    await known.guilds.trust(OTHER, is_trusted=False, now=now)
    with pytest.raises(OutOfQuota):
        await reserve(cost=1, guild_id=OTHER, user_id=1, caps=CAPS)


async def test_the_terminals_orders_are_no_strangers(known: SqliteStore, reserve: Walk, now: int) -> None:
    await known.billing.reserve(77, user_id=1, model="banana", cost=50, caps=CAPS, now=now)
    assert await reserve(cost=10, guild_id=OTHER, user_id=1, caps=CAPS)


async def test_without_a_share_all_are_alike(known: SqliteStore, reserve: Walk) -> None:
    """Where BOT_GUILDS names the servers that may order, no other one does."""
    assert await reserve(cost=50, guild_id=OTHER, caps=OwnerLimits(bot=100, member=100, default=CAPS.default))
