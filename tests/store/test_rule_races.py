"""Hundreds of orders at once, by different members, roles and channels, against every kind of limit at once."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from os import environ

from bot.domain.catalog import Params
from bot.domain.errors import OutOfQuota, Refusal
from bot.domain.jobs import Job, Order
from bot.domain.limits import DAY_MS
from bot.domain.quota import OwnerLimits
from bot.domain.rule_errors import AgainstRule, TooManyAtOnce, TooManyInOrder
from bot.domain.rules import Rule, Who
from bot.store.sqlite import SqliteStore
from tests.store.conftest import set_rules

ORDERS = int(environ.get("RACE_ORDERS", "500"))
ARTISTS, LURKERS = 70, 71
MEMES, THREAD, STUDIO = 50, 51, 52
CAPS = OwnerLimits(bot=ORDERS // 2, member=9)
RULES = (
    Rule(scope=Who.EVERYBODY, credits=4, count=2),
    Rule(scope=Who.EVERYBODY, credits=3, period_s=3_600, counted="banana-pro"),
    Rule(scope=Who.ROLE, target_id=ARTISTS, credits=60, count=4, at_once=8),
    Rule(scope=Who.ROLE, target_id=LURKERS, credits=0),
    Rule(scope=Who.MEMBER, target_id=5, credits=6, models=("banana",)),
    Rule(scope=Who.NEWCOMERS, days=7, credits=2, at_once=2),
    Rule(scope=Who.CHANNEL, target_id=MEMES, credits=ORDERS // 12, at_once=ORDERS // 12),
    Rule(scope=Who.SERVER, credits=ORDERS // 4, period_s=604_800),
)


def orders(make: Callable[..., Order], now: int) -> list[Order]:
    dice = random.Random(7)
    return [
        make(
            user_id=dice.randint(1, 30),
            guild_id=dice.choice([1, 1, 1, 2]),
            role_ids=tuple(dice.sample([ARTISTS, LURKERS, 72], dice.randint(0, 2))),
            channel_id=(place := dice.choice([MEMES, THREAD, STUDIO])),
            parent_channel_id=MEMES if place == THREAD else 0,
            joined_at=now - dice.choice([1, 400]) * DAY_MS,
            model=dice.choice(["banana", "banana", "banana-pro"]),
            params=Params(count=dice.randint(1, 3)),
        )
        for _ in range(ORDERS)
    ]


async def test_no_limit_is_exceeded_and_nobody_is_refused_in_vain(
    store: SqliteStore, order: Callable[..., Order], now: int
) -> None:
    await set_rules(store, 1, *RULES)
    given = orders(order, now)

    async def book(one: Order) -> Job | Refusal:
        try:
            return (await store.reserve(one, cost=one.params.count, caps=CAPS, now=now))[0]
        except (OutOfQuota, AgainstRule, TooManyInOrder, TooManyAtOnce) as refusal:
            return refusal

    outcomes = await asyncio.gather(*map(book, given))
    booked = [one for one, outcome in zip(given, outcomes, strict=True) if isinstance(outcome, Job)]
    kinds = Counter(type(outcome) for outcome in outcomes)
    assert kinds.keys() == {Job, OutOfQuota, AgainstRule, TooManyInOrder, TooManyAtOnce}, "each kind was tried"
    spent = Counter[tuple[str, int]]()
    for one in booked:
        here = one.guild_id == 1
        spent["bot", 0] += one.params.count
        spent["person", one.user_id] += one.params.count
        spent["server", 1] += one.params.count * here
        spent["memes", MEMES] += one.params.count * (here and MEMES in (one.channel_id, one.parent_channel_id))
        spent["user", one.user_id] += one.params.count * here
    assert spent["bot", 0] <= CAPS.bot and spent["server", 1] <= ORDERS // 4 and spent["memes", MEMES] <= ORDERS // 12
    assert all(amount <= 9 for (whose, _), amount in spent.items() if whose == "person")
    assert spent["user", 5] <= 6
    for one in booked:
        if one.guild_id == 1 and not {ARTISTS, LURKERS} & set(one.role_ids) and one.user_id != 5:
            assert one.params.count <= 2
    lines = await store.database.find("SELECT job_id, amount FROM ledger ORDER BY job_id")
    assert [tuple(line) for line in lines] == sorted((one.id, one.params.count) for one in booked)
    again = [await book(one) for one, outcome in zip(given, outcomes, strict=True) if not isinstance(outcome, Job)]
    assert not [outcome for outcome in again if isinstance(outcome, Job)], "what was refused doesn't fit a moment later"
