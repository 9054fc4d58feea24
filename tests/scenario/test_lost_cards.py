"""A card that can't be edited costs Discord and the vendor few calls, and never the picture."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import closing
from typing import Any, cast

import pytest

from bot.runtime import retry as runtime_retry
from bot.runtime.retry import Backoff
from bot.ui.outbound import card_updater
from bot.ui.outbound.cancel_reactions import CancelReactions
from bot.ui.outbound.card_updater import CardUpdater
from tests.clocks import HeldClock

Studio = Any


async def test_a_removed_card_is_not_asked_for_again_and_again(studio: Studio) -> None:
    studio.terms(drawing_s=(float("inf"), float("inf")))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.until(lambda: [r.status for r in studio.vendor.requests.values()] == ["in_progress"])
    await studio.person("ines").delete(call.message)
    await studio.until(lambda: studio.row(call)["cancel_refused"])
    await asyncio.sleep(0.5)
    missed = [e for e in studio.fake_discord.calls if e.method == "PATCH" and e.status == 404]
    assert len(missed) <= 2
    studio.finish_drawing()
    await studio.until(lambda: studio.row(call)["delivered"] == "dm")


async def test_a_card_that_came_home_still_answers_its_owner(studio: Studio) -> None:
    studio.terms(drawing_s=(0.4, 0.4))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.person("ines").delete(call.message)
    await studio.until(lambda: studio.row(call)["delivered"] == "dm")
    (home,) = studio.person().dm()
    again = await studio.press(home, "again")
    assert not again.ephemeral and "a cat" in again.message.text
    assert studio.row(again)["guild_id"] == 0


async def test_pictures_for_a_generous_server_come_home_at_the_size_that_a_direct_message_takes(studio: Studio) -> None:
    studio.terms(drawing_s=(0.6, 0.6))
    call = await studio.order("a mountain range [huge]")
    await studio.taken(call.message)
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books, books:
        books.execute("UPDATE job SET file_limit = 50 * 1024 * 1024")
    await studio.person("ines").delete(call.message)
    await studio.until(lambda: studio.row(call)["delivered"] == "dm")
    (home,) = studio.person().dm()
    assert len(home.media) == 1 and "smaller" in home.text


async def test_a_direct_message_that_discord_will_not_take_is_not_sent_for_ever(studio: Studio) -> None:
    studio.terms(drawing_s=(0.4, 0.4))
    call = await studio.order()
    await studio.taken(call.message)
    studio.fake_discord.faults.answer("POST", "/channels/*/messages", 400, code=50035, times=0)
    await studio.person("ines").delete(call.message)
    await studio.until(lambda: studio.row(call)["delivered"] == "history")


class Broken:
    """A service that fails at first; every job is somebody else's then."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.asked = 0
        self.heard: list[int] = []  # the jobs asked for since this was emptied

    async def view(self, job_id: int) -> None:
        self.asked += 1
        self.heard.append(job_id)
        if self.left:
            self.left -= 1
            raise sqlite3.OperationalError("database is locked")


def broken_updater(orders: Broken, clock: HeldClock, *, store: Any = None) -> CardUpdater:
    anything: Any = None
    return CardUpdater(
        orders=cast(Any, orders),
        store=store,
        messages=anything,
        pictures=anything,
        copies=anything,
        pings=anything,
        reactions=CancelReactions(orders=anything, store=anything, messages=anything, clock=clock),
        other_copies=anything,
        covers=anything,
        clock=clock,
    )


async def test_a_card_that_fails_for_days_is_still_tried() -> None:
    clock, orders = HeldClock(), Broken(times=1100)
    broken = broken_updater(orders, clock)
    broken.wake(1)
    for _ in range(1101):
        await broken.tick()
        clock.advance(seconds=1.1 * card_updater.RETRY.longest)
    assert orders.asked == 1101


async def test_cards_that_failed_together_are_not_tried_again_in_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime_retry, "_random", random.Random(7))  # noqa: S311 - jitter, no secret
    clock, orders, cards = HeldClock(), Broken(times=50), 50
    broken = broken_updater(orders, clock)
    for job_id in range(cards):
        broken.wake(job_id)
    await broken.tick()
    together = []
    for _ in range(250):
        orders.heard.clear()
        clock.advance(seconds=0.01)
        await broken.tick()
        together.append(len(orders.heard))
    assert sum(together) == cards, "each is tried once more"
    assert max(together) <= cards / 5 and sum(map(bool, together)) > cards / 5, together


async def test_a_lost_answer_is_looked_for_until_the_books_can_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_updater, "RETRY", Backoff(first=0.0, longest=0.0))
    orders = Broken(times=3)
    broken = broken_updater(orders, HeldClock())
    broken.find_message(1)
    await broken.tick()
    assert orders.asked == 4


class Owed(Broken):
    """The same, with what is noted of a job."""

    def __init__(self) -> None:
        super().__init__(times=10**6)
        self.noted: list[str] = []

    async def request_cancel(self, job_id: int) -> None:
        self.noted.append("cancelled")

    async def delivered(self, job_id: int, how: str) -> None:
        self.noted.append(how)


async def test_an_answer_that_an_error_of_our_own_hides_is_given_up_and_its_order_refunded(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(card_updater, "RETRY", Backoff(first=0.0, longest=0.0))
    orders = Owed()
    broken = broken_updater(orders, HeldClock(), store=orders)
    broken.find_message(1)
    await broken.tick()
    assert orders.asked == card_updater.MISTAKES and orders.noted == ["cancelled", "given_up"]
    assert "no longer looking for its card" in caplog.text
