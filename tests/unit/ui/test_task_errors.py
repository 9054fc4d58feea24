"""What the bot does on the side on Discord: each error is logged with its task's name, and a stop ends it all."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.domain.errors import StorageUnavailable, UnknownJob
from bot.runtime.clock import HeldClock
from bot.services.temporary_messages import TemporaryMessage
from bot.ui.order_placement import OrderPlacement
from bot.ui.outbound.card_updater import CardUpdater
from bot.ui.outbound.discord_errors import log_task_error
from bot.ui.outbound.temporary_messages import TemporaryReplies

ANYTHING: Any = None


async def soon(predicate: Callable[[], object]) -> None:
    """Let tasks run until this is so."""
    for _ in range(100):
        if predicate():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came")


class Remembered:
    """Two messages that are due, and no way to them."""

    async def remaining(self) -> Sequence[TemporaryMessage]:
        return [TemporaryMessage(id=n, channel_id=1, due=0) for n in (5, 6)]

    def seconds_left(self, message: TemporaryMessage) -> float:
        return 0.0 if message.id == 5 else 3600.0


class Client:
    """A client with a mistake of ours."""

    def get_partial_messageable(self, *_: object, **__: object) -> None:
        raise ValueError("a bug")


@pytest.fixture
def replies() -> TemporaryReplies:
    return TemporaryReplies(bot=cast("discord.Client", Client()), temporary_messages=cast("Any", Remembered()))


async def test_a_temporary_message_that_can_not_be_taken_away_is_no_secret(
    replies: TemporaryReplies, caplog: pytest.LogCaptureFixture
) -> None:
    await replies.resume()
    await soon(lambda: caplog.records)
    await replies.stop()
    (record,) = caplog.records
    assert "temporary message 5" in record.getMessage() and record.exc_info


async def test_a_stop_leaves_no_message_to_be_waited_for(replies: TemporaryReplies) -> None:
    before = asyncio.all_tasks()
    await replies.resume()
    assert asyncio.all_tasks() > before
    await replies.stop()
    await replies.resume()
    await soon(lambda: asyncio.all_tasks() == before)


class Cards:
    """A service that knows no job, for a reason of ours."""

    async def view(self, job_id: int) -> None:
        raise ValueError("a bug")


async def test_an_error_beside_an_edit_is_logged_with_its_task(caplog: pytest.LogCaptureFixture) -> None:
    card_updater = CardUpdater(
        orders=cast("Any", Cards()),
        store=ANYTHING,
        messages=ANYTHING,
        pictures=ANYTHING,
        pings=ANYTHING,
        clock=HeldClock(),
    )
    card_updater.add_cancel_reaction(cast("Any", SimpleNamespace(job=SimpleNamespace(id=7, state=None))))
    assert not card_updater.is_idle()
    await card_updater.tick()
    assert card_updater.is_idle()
    assert "greet 7" in caplog.text and "a bug" in caplog.text


@pytest.mark.parametrize("error", [ConnectionResetError(), TimeoutError(), StorageUnavailable(), UnknownJob()])
def test_what_is_no_mistake_of_ours_has_no_traceback(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    log_task_error("greet 7", error)
    (record,) = caplog.records
    assert record.levelno == logging.WARNING and not record.exc_info and "greet 7" in record.getMessage()


class Books:
    """Books an order when told to, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.asked, self.go = asyncio.Event(), asyncio.Event()
        self.booked = False

    async def order(self, _order: object) -> str:
        self.asked.set()
        await self.go.wait()
        if self.error:
            raise self.error
        self.booked = True
        return "card"


def placement(books: Books) -> OrderPlacement:
    return OrderPlacement(
        services=cast("Any", SimpleNamespace(orders=books, pending_orders=None)),
        card_updater=ANYTHING,
        card_pictures=ANYTHING,
        card_view=ANYTHING,
        responses=ANYTHING,
        default_locale="en",
    )


async def abandoned(books: Books) -> OrderPlacement:
    """Place an order whose interaction is dropped while it is booked."""
    placing = placement(books)
    asking = asyncio.create_task(placing._book(ANYTHING, cast("Any", SimpleNamespace(id=9))))
    await books.asked.wait()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    asyncio.get_running_loop().call_soon(books.go.set)
    await placing.stop()
    return placing


async def test_an_order_is_booked_to_its_end_though_its_interaction_is_gone() -> None:
    books = Books()
    await abandoned(books)
    assert books.booked


@pytest.mark.parametrize(("error", "logged"), [(ValueError("a bug"), True), (UnknownJob(), False)])
async def test_a_booking_that_fails_is_logged_unless_it_is_a_refusal(
    error: Exception, logged: bool, caplog: pytest.LogCaptureFixture
) -> None:
    await abandoned(Books(error))
    assert ("book 9" in caplog.text) is logged
