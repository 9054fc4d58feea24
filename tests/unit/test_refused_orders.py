"""An order kept for the button under its private refusal is its owner's alone."""

from __future__ import annotations

import pytest

from bot.domain.catalog import Params
from bot.domain.jobs import Order
from bot.runtime.clock import HeldClock
from bot.services.refused_orders import KEPT, KEPT_S, RefusedOrders

MARA, INES = 1, 2


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def refused(clock: HeldClock) -> RefusedOrders:
    return RefusedOrders(clock)


def order(prompt: str = "a cat") -> Order:
    return Order(id=0, guild_id=0, channel_id=0, user_id=0, model="banana", prompt=prompt, params=Params())


def test_it_is_taken_once(refused: RefusedOrders) -> None:
    refused.keep(7, MARA, order())
    assert refused.take(7, MARA) == order()
    assert refused.take(7, MARA) is None


def test_nobody_else_takes_it_by_guessing_its_id(refused: RefusedOrders) -> None:
    refused.keep(7, MARA, order())
    assert refused.take(7, INES) is None
    assert refused.take(7, MARA) == order(), "nor does the guess cost the owner anything"


def test_it_is_forgotten_with_time(refused: RefusedOrders, clock: HeldClock) -> None:
    refused.keep(7, MARA, order())
    clock.advance(seconds=KEPT_S)
    assert refused.take(7, MARA) is None


def test_the_oldest_goes_first(refused: RefusedOrders) -> None:
    for offer_id in range(KEPT + 1):
        refused.keep(offer_id, MARA, order(f"cat {offer_id}"))
    assert refused.take(0, MARA) is None and refused.take(1, MARA) == order("cat 1")
