"""What is asked of an order before anything is booked, at the edge of each limit, on a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.actors import Actor
from bot.domain.catalog import Offer, Params
from bot.domain.errors import BadPrompt, TooManyInputs, UnknownJob
from bot.domain.jobs import Image, Order
from bot.domain.limits import LAST_ID
from bot.domain.quota import OwnerLimits
from bot.services.admission import Admission
from bot.services.budget import Budget
from bot.services.guild_config import GuildConfigs
from bot.services.orders import Orders
from bot.store import Store
from bot.store.sqlite import open_store
from bot.worker.events import WorkerEvents
from tests.clocks import HeldClock

MARA = Actor(user_id=3, guild_id=1, channel_id=2)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "bot.sqlite3") as store:
        yield store


@pytest.fixture
def orders(store: Store) -> Orders:
    none: Any = None  # no pictures and no worker are asked here
    caps, clock = OwnerLimits(), HeldClock()
    budget = Budget(store=store, clock=clock, caps=caps, events=WorkerEvents())
    return Orders(
        store=store,
        pictures=none,
        worker=none,
        clock=clock,
        offer=Offer(),
        caps=caps,
        budget=budget,
        admission=Admission(guild_configs=GuildConfigs(store=store, clock=clock)),
    )


async def test_the_largest_id_that_there_can_be_is_found_and_a_larger_one_unknown(store: Store, orders: Orders) -> None:
    order = Order(id=LAST_ID, guild_id=1, channel_id=2, user_id=3, model="banana", prompt="a cat", params=Params())
    await store.reserve(order, cost=1, caps=OwnerLimits(bot=9, member=9), now=1)
    await store.bind(LAST_ID, LAST_ID, now=1, rev=0)
    found = await orders.by_message(LAST_ID)
    assert found is not None and found == await orders.job(LAST_ID, MARA)
    assert await orders.by_message(LAST_ID + 1) is None
    with pytest.raises(UnknownJob):
        await orders.job(LAST_ID + 1, MARA)


def test_so_many_inputs_are_taken_as_the_model_takes_and_no_more(orders: Orders) -> None:
    field = orders.offer.model("banana").inputs
    assert field is not None
    most = tuple(Image(position=n, url="") for n in range(field.most))
    orders.check_inputs("banana", most)
    with pytest.raises(TooManyInputs) as refused:
        orders.check_inputs("banana", (*most, Image(position=9, url="")))
    assert refused.value.limit == field.most


@pytest.mark.parametrize("prompt", ["", " \n", "x" * 2_001])
async def test_no_words_and_too_many_are_refused_before_anything_is_booked(
    store: Store, orders: Orders, prompt: str
) -> None:
    order = Order(id=7, guild_id=1, channel_id=2, user_id=3, model="banana", prompt=prompt, params=Params())
    with pytest.raises(BadPrompt) as refused:
        await orders.order(order)
    assert (refused.value.length, refused.value.limit) == (len(prompt.strip()), 2_000)
    assert await store.job(7) is None
