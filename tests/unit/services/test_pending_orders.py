"""An order kept for the button under its private refusal is its owner's alone, and outlives a restart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from bot.domain.catalog import Params
from bot.domain.errors import Deleted, NotForYou, PendingExpired
from bot.domain.jobs import Image, Order
from bot.pictures import Attempts
from bot.pictures.decoder import Decoder
from bot.pictures.downloader import Downloader
from bot.pictures.file_store import PictureStore
from bot.services.pending_orders import KEPT_MS, OFFER, REPLY, PendingOrder, PendingOrders
from bot.store import Store
from bot.store.sqlite import open_store
from tests.clocks import HeldClock

MARA, INES = 1, 2


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "bot.sqlite3") as store:
        yield store


def pictures(folder: Path) -> PictureStore:
    return PictureStore(
        data_dir=folder,
        fetcher=cast("Downloader", None),
        decoder=Decoder(),
        attempts=cast("Attempts", None),
        min_free=0,
    )


def orders(store: Store, clock: HeldClock, pictures: PictureStore) -> PendingOrders:
    return PendingOrders(pending=store.pending, members=store.members, pictures=pictures, clock=clock)


@pytest.fixture
def pending_orders(store: Store, clock: HeldClock, tmp_path: Path) -> PendingOrders:
    return orders(store, clock, pictures(tmp_path))


def order(**fields: Any) -> Order:
    inputs = tuple(Image(position=n, url=f"https://{n}", name=f"{n}.png") for n in range(3))
    usual = {"id": 0, "guild_id": 0, "channel_id": 0, "user_id": MARA, "model": "banana", "prompt": "a cat"}
    return Order(**{**usual, "params": Params(), "inputs": inputs, "parent_id": 5, "version": 2, **fields})


@pytest.mark.parametrize("given", [order(), order(inputs=()), order(inputs=order().inputs[:1])])
async def test_it_is_found_as_it_was_ordered_and_taken_once(pending_orders: PendingOrders, given: Order) -> None:
    await pending_orders.keep_offer(7, MARA, given)
    offer = await pending_orders.find(7, MARA, OFFER)
    assert offer.order() == given
    assert await pending_orders.take(offer)
    assert not await pending_orders.take(offer)


async def test_nobody_else_finds_it_by_guessing_its_id(pending_orders: PendingOrders) -> None:
    await pending_orders.keep_offer(7, MARA, order())
    with pytest.raises(NotForYou):
        await pending_orders.find(7, INES, OFFER)
    assert (await pending_orders.find(7, MARA, OFFER)).order() == order()


async def test_it_is_forgotten_with_time(pending_orders: PendingOrders, clock: HeldClock) -> None:
    await pending_orders.keep_offer(7, MARA, order())
    clock.advance(seconds=KEPT_MS / 1000)
    with pytest.raises(PendingExpired):
        await pending_orders.find(7, MARA, OFFER)


@pytest.mark.parametrize("deleted", [0, 2])
async def test_a_picture_that_was_deleted_meanwhile_is_not_drawn_with(
    store: Store, clock: HeldClock, tmp_path: Path, deleted: int
) -> None:
    inputs = tuple(replace(image, path=f"images/5/output-{image.position}.png") for image in order().inputs)
    for image in inputs:
        file = tmp_path / str(image.path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"a picture")
    pending_orders = orders(store, clock, pictures(tmp_path))
    await pending_orders.keep_offer(7, MARA, order(inputs=inputs))
    (tmp_path / str(inputs[deleted].path)).unlink()
    with pytest.raises(Deleted):
        await pending_orders.find(7, MARA, OFFER)


async def test_it_outlives_a_restart(tmp_path: Path, clock: HeldClock) -> None:
    path = tmp_path / "again.sqlite3"
    async with open_store(path) as store:
        await orders(store, clock, pictures(tmp_path)).keep_offer(7, MARA, order())
    async with open_store(path) as store:
        assert (await orders(store, clock, pictures(tmp_path)).find(7, MARA, OFFER)).order() == order()


async def test_an_order_that_was_placed_meanwhile_does_not_come_back_by_a_change(pending_orders: PendingOrders) -> None:
    inputs = order().inputs
    pending = PendingOrder(id=7, user_id=MARA, kind=REPLY, pictures=inputs)
    await pending_orders.keep(pending)
    assert await pending_orders.change(pending.pick(1))
    assert (await pending_orders.find(7, MARA, REPLY)).picked == 1
    assert await pending_orders.take(pending)
    assert not await pending_orders.change(pending.pick(2))
    assert not await pending_orders.take(pending), "nothing is ordered twice of it"
