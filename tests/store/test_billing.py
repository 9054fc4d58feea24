"""What the host pays is what the host's cap counts: what may stand on the bill is exposed until it is known."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.catalog import Params
from bot.domain.errors import OutOfQuota
from bot.domain.guilds import Guild
from bot.domain.jobs import BillEntry, Failure, Image, Job, JobState, Order, Transition
from bot.domain.limits import DAY_MS, HOUR_MS, snowflake
from bot.domain.quota import MONTH, Balance, OwnerLimits, Scope
from bot.domain.rules import Asker, Rule, Who
from bot.services import backup
from bot.store.snapshot import copy_database, prepare_restored
from bot.store.sqlite import SqliteStore, open_store
from tests.store.conftest import set_rules

Walk = Callable[..., Awaitable[Job]]
Worlds = Callable[[], Any]
NOW = 1_800_000_000_000
CAPS = OwnerLimits(bot=12, member=1000, default=Rule(scope=Who.EVERYBODY, credits=1000))
RUN = (Transition(to=JobState.SUBMITTING), Transition(to=JobState.RUNNING, vendor_id="v-{id}"))
PICTURE = (Image(position=0, url="u"),)


def failed(failure: Failure) -> Transition:
    return Transition(to=JobState.FAILED, failure=failure)


#: How an order can end -> (the way there, what the vendor's bill has of it for sure, what the host's cap must count).
ENDINGS: dict[str, tuple[Sequence[Transition], bool, str]] = {
    "drawn": ((*RUN, Transition(to=JobState.SUCCEEDED, outputs=PICTURE)), True, "spent"),
    "fewer came": ((*RUN, Transition(to=JobState.SUCCEEDED, outputs=PICTURE, cost=1)), True, "spent"),
    "no picture came": ((*RUN, failed(Failure.NO_IMAGE)), True, "spent"),
    "unclear": ((RUN[0], failed(Failure.UNCLEAR)), True, "exposed"),
    "past its deadline": ((*RUN, failed(Failure.DEADLINE)), True, "exposed"),
    "given up without a word": ((*RUN, failed(Failure.VENDOR_AWAY)), True, "exposed"),
    "adopted": (
        (
            *(*RUN, failed(Failure.DEADLINE), RUN[1]),
            Transition(to=JobState.SUCCEEDED, outputs=PICTURE),
        ),
        True,
        "spent",
    ),
    "adopted, and failed": ((*RUN, failed(Failure.DEADLINE), RUN[1], failed(Failure.FAILED)), False, ""),
    "failed": ((*RUN, failed(Failure.FAILED)), False, ""),
    "refused by the filter": ((*RUN, failed(Failure.NSFW)), False, ""),
    "cancelled": ((*RUN, Transition(to=JobState.CANCELLED)), False, ""),
    "not taken": ((RUN[0], failed(Failure.REFUSED)), False, ""),
    "waited too long": ((failed(Failure.VENDOR_BUSY),), False, ""),
    "under way": (RUN, True, "reserved"),
}


async def live(store: SqliteStore, order: Order, cost: int, changes: Sequence[Transition], now: int) -> Job:
    job, _ = await store.reserve(order, cost=cost, caps=CAPS, now=now)
    for change in changes:
        vendor_id = change.vendor_id and change.vendor_id.format(id=job.id)
        moved = await store.apply(job, Transition(**{**vars(change), "vendor_id": vendor_id}), now=now)
        assert moved
        job = moved
    return job


@pytest.mark.parametrize("ending", list(ENDINGS))
async def test_the_hosts_books_know_each_ending(
    store: SqliteStore, order: Callable[..., Order], now: int, ending: str
) -> None:
    changes, _, stands_as = ENDINGS[ending]
    await live(store, order(), 4, changes, now)
    balance = await store.billing.balance(now=now)
    assert {"spent": balance.spent, "reserved": balance.reserved, "exposed": balance.exposed} == {
        **dict.fromkeys(("spent", "reserved", "exposed"), 0),
        **({stands_as: 4} if stands_as else {}),
    }


@pytest.mark.parametrize("ending", ["unclear", "past its deadline", "no picture came", "adopted"])
async def test_what_was_given_back_to_a_member_still_counts_for_the_host(
    store: SqliteStore, order: Callable[..., Order], now: int, ending: str
) -> None:
    job = await live(store, order(), 12, ENDINGS[ending][0], now)
    assert job.charged == 0
    with pytest.raises(OutOfQuota) as caught:
        await live(store, order(), 1, (), now)
    assert (caught.value.usage.limit.scope, caught.value.enough_at) == (Scope.BOT, now + DAY_MS)
    stand = await store.usage(Asker(user_id=3), guild_id=1, model="banana", caps=CAPS, now=now)
    assert {usage.limit.scope: usage.used for usage in stand} == {Scope.USER: 0, Scope.MEMBER: 0, Scope.BOT: 12}
    assert await live(store, order(), 12, (), now + DAY_MS), "its window has passed"


async def test_higgsfields_word_clears_what_was_exposed(
    store: SqliteStore, order: Callable[..., Order], now: int
) -> None:
    job = await live(store, order(), 12, ENDINGS["past its deadline"][0], now)
    await store.billing.enter(job.id, BillEntry.CLEAR, now=now)
    assert await store.billing.balance(now=now) == Balance(doubtful=1, given_back=12, latest=job.id)
    await store.billing.enter(job.id, BillEntry.CHARGE, now=now)
    assert (await store.billing.balance(now=now)).used == 0, "its first word stays"
    assert await live(store, order(), 12, (), now)


async def test_a_server_s_cap_counts_what_may_stand_on_the_bill(
    store: SqliteStore, order: Callable[..., Order], walk: Walk, now: int
) -> None:
    await set_rules(store, 1, Rule(scope=Who.SERVER, credits=7))
    caps = OwnerLimits(bot=1000, member=1000, default=CAPS.default)
    job = await walk("unclear", cost=7, caps=caps)
    with pytest.raises(OutOfQuota) as refused:
        await store.reserve(order(), cost=1, caps=caps, now=now)
    assert (refused.value.usage.limit.scope, refused.value.enough_at) == (Scope.GUILD, now + DAY_MS)
    await store.billing.enter(job.id, BillEntry.CLEAR, now=now)
    assert await store.reserve(order(), cost=7, caps=caps, now=now), "Higgsfield charged nothing"


@pytest.mark.parametrize("state", ["queued", "submitting"])
async def test_what_a_restore_ends_may_have_been_drawn(path: Path, walk: Walk, now: int, state: str) -> None:
    await walk(state, cost=5)
    copy = path.with_name("copy.sqlite3")
    copy_database(path, copy)
    assert prepare_restored(copy, now=now) == 1
    async with open_store(copy) as restored:
        assert (await restored.billing.balance(now=now)).exposed == 5


@pytest.mark.parametrize("is_readable", [True, False])
async def test_what_was_ordered_after_a_backup_still_counts_for_the_host_when_it_is_restored(
    store: SqliteStore, path: Path, order: Callable[..., Order], now: int, is_readable: bool
) -> None:
    await live(store, order(), 1, ENDINGS["drawn"][0], now)
    archive = await asyncio.to_thread(backup.make, path.parent, None, now=now)
    for ending, cost in (("drawn", 2), ("unclear", 3), ("failed", 4)):
        await live(store, order(), cost, ENDINGS[ending][0], now)
    await store.billing.reserve(77, user_id=1, model="banana", cost=1, caps=CAPS, now=now)
    await store.database.reader.close()  # whoever closes last brings the log into the file
    await store.database.close()
    if not is_readable:
        await asyncio.to_thread(path.write_bytes, b"no database at all")
    await asyncio.to_thread(backup.restore, path.parent, archive, now=now + 1)
    async with open_store(path) as restored:
        balance = await restored.billing.balance(now=now + 1)
    assert balance == Balance(spent=7 if is_readable else 1)


async def test_after_a_restore_a_cap_of_a_month_counts_what_a_month_ago_was_ordered_since_the_backup(
    store: SqliteStore, path: Path, order: Callable[..., Order], now: int
) -> None:
    archive = await asyncio.to_thread(backup.make, path.parent, None, now=now)
    await live(store, order(), 9, ENDINGS["drawn"][0], now)
    await store.database.close()
    later = now + 29 * DAY_MS
    await asyncio.to_thread(backup.restore, path.parent, archive, now=later)
    caps = OwnerLimits(bot=1000, bot_month=12, member=1000, default=CAPS.default)
    async with open_store(path) as restored:
        with pytest.raises(OutOfQuota) as refused:
            await restored.reserve(order(), cost=4, caps=caps, now=later)
        assert (refused.value.usage.used, refused.value.enough_at) == (9, now + MONTH * 1000)
        assert await restored.reserve(order(), cost=3, caps=caps, now=later)


async def test_an_order_of_the_terminal_counts_in_the_same_cap(
    store: SqliteStore, order: Callable[..., Order], now: int
) -> None:
    reserve = {"user_id": 1, "model": "banana", "caps": CAPS, "now": now}
    await store.billing.reserve(77, cost=8, **reserve)  # type: ignore[arg-type]
    with pytest.raises(OutOfQuota) as caught:
        await store.billing.reserve(78, cost=5, **reserve)  # type: ignore[arg-type]
    assert caught.value.enough_at == now + DAY_MS
    with pytest.raises(OutOfQuota):
        await live(store, order(), 5, (), now)
    assert (await store.billing.balance(now=now)).reserved == 8
    await store.billing.enter(77, BillEntry.EXPOSE, now=now)
    assert (await store.billing.balance(now=now)).exposed == 8
    await store.billing.enter(77, BillEntry.CLEAR, now=now)
    assert (await store.billing.balance(now=now)).used == 0


LIVES = st.lists(
    st.tuples(st.sampled_from(list(ENDINGS)), st.integers(1, 7), st.integers(0, 9)), min_size=5, max_size=30
)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(lives=LIVES)
def test_the_vendor_never_charges_more_than_the_cap_whatever_becomes_of_orders(
    worlds: Worlds, lives: list[tuple[str, int, int]]
) -> None:
    """In any 24 hours; a word of the vendor that comes late can only lower what is counted."""
    vendor: list[tuple[int, int]] = []  # when, credits

    async def play(store: SqliteStore) -> None:
        now, number = NOW, 0
        for ending, cost, hours in lives:
            now, number = now + hours * 3_600_000, number + 1
            changes, is_charged, _ = ENDINGS[ending]
            given = Order(
                id=number, guild_id=1, channel_id=2, user_id=number, model="banana", prompt="p", params=Params()
            )
            try:
                job = await live(store, given, cost, changes, now)
            except OutOfQuota:
                continue
            if is_charged:
                vendor.append((now, cost))
            if job.state is JobState.FAILED and number % 3 == 0 and is_charged:
                await store.billing.enter(job.id, BillEntry.CHARGE, now=now)
            charged = sum(credits for at, credits in vendor if at > now - DAY_MS)
            balance = await store.billing.balance(now=now)
            assert charged <= balance.used <= CAPS.bot

    with worlds() as world:
        world.open()
        world.do(play)


async def test_a_bill_of_a_clock_ahead_counts_from_when_discord_made_the_order(store: SqliteStore, walk: Walk) -> None:
    await walk("unclear", id=snowflake(NOW - HOUR_MS), cost=3, at=NOW + 365 * DAY_MS)
    await walk("succeeded", id=snowflake(NOW - HOUR_MS) + 1, cost=4, at=NOW + 365 * DAY_MS)
    await walk("running", id=snowflake(NOW - HOUR_MS) + 2, cost=5, at=NOW + 365 * DAY_MS)
    balance = await store.billing.balance(now=NOW)
    assert (balance.exposed, balance.spent, balance.reserved, balance.doubtful) == (3, 4, 5, 1)
    assert (await store.billing.balance(now=NOW + DAY_MS)).used == 0
    with pytest.raises(OutOfQuota) as refused:
        await store.billing.reserve(7, user_id=0, model="banana", cost=1, caps=CAPS, now=NOW)
    assert refused.value.enough_at == NOW - HOUR_MS + DAY_MS


@pytest.mark.parametrize("guild_id", [0, 9])
async def test_a_strangers_share_is_not_locked_by_a_clock_ahead(store: SqliteStore, walk: Walk, guild_id: int) -> None:
    await store.guilds.seen([Guild(id=1, name="one", members=1)], named=(1,), now=NOW, started=NOW)
    who = {"guild_id": guild_id, "user_id": 44}
    await walk("succeeded", id=snowflake(NOW - HOUR_MS), cost=2, at=NOW + 365 * DAY_MS, **who)

    async def used(at: int) -> int:
        caps = OwnerLimits(strangers=10)
        stand = await store.usage(Asker(user_id=44), guild_id=guild_id, model="banana", caps=caps, now=at)
        return next(usage.used for usage in stand if usage.limit.scope is Scope.STRANGERS)

    assert (await used(NOW), await used(NOW + DAY_MS)) == (2, 0)
