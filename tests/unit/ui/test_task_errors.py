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
from bot.runtime.retry import Backoff
from bot.services.brakes import Brakes
from bot.services.temporary_messages import TemporaryMessage
from bot.ui.order_placement import OrderPlacement
from bot.ui.outbound import cancel_reactions, card_updater
from bot.ui.outbound.cancel_reactions import CancelReactions
from bot.ui.outbound.card_updater import CardUpdater
from bot.ui.outbound.discord_errors import log_task_error
from bot.ui.outbound.temporary_messages import TemporaryReplies
from tests.clocks import HeldClock

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
    return TemporaryReplies(
        bot=cast("discord.Client", Client()), temporary_messages=cast("Any", Remembered()), mark=ANYTHING
    )


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


class Mistaken:
    """A Discord that fails for a reason of ours."""

    async def unreact(self, *_: object) -> None:
        raise ValueError("a bug")


async def test_an_error_beside_an_edit_is_logged_with_its_task(caplog: pytest.LogCaptureFixture) -> None:
    subject = CancelReactions(orders=ANYTHING, store=ANYTHING, messages=cast("Any", Mistaken()), clock=HeldClock(now=2))
    subject.card_ended(cast("Any", SimpleNamespace(id=7, created_at=1)))
    assert not subject.is_idle()
    await subject.tick()
    assert subject.is_idle()
    assert "reaction removal 7" in caplog.text and "a bug" in caplog.text


class CrossedCards:
    """One live job whose member set a ❌; whatever is asked of the books or of Discord fails the first time."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.asked: set[str] = set()
        self.cancelled: list[int] = []
        self.job: Any = SimpleNamespace(id=7, message_id=70, created_at=0, is_final=False, is_bound=False)

    def _fail_once(self, what: str) -> None:
        if what not in self.asked:
            self.asked.add(what)
            raise self.error

    async def active(self) -> Sequence[Any]:
        self._fail_once("active")
        return [self.job]

    async def view(self, job_id: int) -> Any:
        self._fail_once("view")
        return SimpleNamespace(job=self.job)

    async def has_cross(self, *_: object) -> bool:
        return True

    async def find(self, _job: object, *, contested: bool = False) -> None:
        """Discord holds no message for the job."""

    async def request_cancel(self, job_id: int, *_: object) -> None:
        self._fail_once("request_cancel")
        self.cancelled.append(job_id)

    async def delivered(self, *_: object) -> None:
        pass


def updater(cards: CrossedCards) -> CardUpdater:
    world, clock = cast("Any", cards), HeldClock()
    return CardUpdater(
        orders=world,
        store=world,
        messages=world,
        pictures=ANYTHING,
        copies=ANYTHING,
        covers=ANYTHING,
        other_copies=ANYTHING,
        reactions=CancelReactions(orders=world, store=world, messages=world, clock=clock),
        pings=ANYTHING,
        clock=clock,
    )


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (card_updater, cancel_reactions):
        monkeypatch.setattr(module, "RETRY", Backoff(first=0.0, longest=0.0))


@pytest.mark.usefixtures("at_once")
async def test_a_cross_of_the_time_away_is_found_though_the_books_can_not_be_read_at_first(
    caplog: pytest.LogCaptureFixture,
) -> None:
    cards = CrossedCards(StorageUnavailable())
    world, clock = cast("Any", cards), HeldClock()
    subject = CancelReactions(orders=world, store=world, messages=world, clock=clock)
    subject.read_missed()
    while not cards.cancelled:
        await subject.tick()
    assert cards.cancelled == [7] and cards.asked == {"active", "view", "request_cancel"}
    assert not caplog.records, "the store reports that itself"


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(("error", "is_mistake"), [(ValueError("a bug"), True), (ConnectionResetError(), False)])
async def test_a_mistake_in_looking_for_a_card_shows_its_traceback_and_is_tried_again(
    error: Exception, is_mistake: bool, caplog: pytest.LogCaptureFixture
) -> None:
    cards = CrossedCards(error)
    subject = updater(cards)
    subject.find_message(7)
    await subject.tick()
    assert cards.cancelled == [7], "an unbound job would hold its credits for ever"
    assert {bool(record.exc_info) for record in caplog.records} == {is_mistake}
    assert "job 7" in caplog.text


@pytest.mark.parametrize("error", [ConnectionResetError(), TimeoutError(), StorageUnavailable(), UnknownJob()])
def test_what_is_no_mistake_of_ours_has_no_traceback(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    log_task_error("own reaction 7", error)
    (record,) = caplog.records
    assert record.levelno == logging.WARNING and not record.exc_info and "own reaction 7" in record.getMessage()


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


async def anybody(*_: object) -> None:
    """Let anybody order."""


def placement(books: Books) -> OrderPlacement:
    return OrderPlacement(
        services=cast("Any", SimpleNamespace(orders=books, pending_orders=None, brakes=Brakes(clock=HeldClock()))),
        access=cast("Any", SimpleNamespace(check=anybody)),
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
    assert ("order 9" in caplog.text) is logged
