"""kill -9 in the middle of a job: at the next start the same message gets its end, and the books count it once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import partial
from os import environ
from typing import TYPE_CHECKING

import pytest

from bot.runtime.work_progress import WorkProgress

if TYPE_CHECKING:
    from conftest import Process

    from bot.simulators.discord import Call

When = Callable[["Process", "Call"], Awaitable[object]]


async def once_answered(process: Process, call: Call) -> object:
    return await call.done()


async def once_the_vendor_has_it(process: Process, call: Call) -> object:
    return await process.until(lambda: process.fake_higgsfield.requests)


async def once_it_is_drawing(process: Process, call: Call) -> object:
    await call.done()
    assert call.message
    return await process.taken(call.message)


async def once_a_picture_is_fetched(process: Process, call: Call) -> object:
    return await process.until(
        lambda: any(c.method == "GET" and c.path.startswith("/cdn") for c in process.fake_higgsfield.calls)
    )


async def once_the_final_edit_is_on_its_way(process: Process, call: Call) -> object:
    await call.done()
    return await process.until(lambda: "succeeded" in {book.state for book in process.books()})


MOMENTS = (
    once_answered,
    once_the_vendor_has_it,
    once_it_is_drawing,
    once_a_picture_is_fetched,
    once_the_final_edit_is_on_its_way,
)

#: The vendor's answer may be on its way at that moment, and dies with the process.
MAYBE_UNANSWERED = (once_answered, once_the_vendor_has_it)


def assert_true_and_paid_once(process: Process, text: str) -> None:
    """The card tells the truth, the vendor was asked at most once, the books have one reserve and one close."""
    (book,) = process.books()
    assert len(book.kinds) == 2
    assert book.kinds[0] == "reserve"
    assert process.submits() <= 1
    if book.state == "succeeded":
        assert book.kinds[1] == "settle"
        assert book.charged == 1
        assert process.submits() == 1
    else:
        assert book.charged == 0
        assert "Nothing was charged." in text or "You were not charged." in text


@pytest.mark.parametrize("when", MOMENTS, ids=lambda when: when.__name__)
async def test_killed_in_the_middle_the_same_message_gets_its_end(process: Process, when: When) -> None:
    call = await process.fake_discord.person("mara").slash("banana", prompt="a lighthouse")
    await when(process, call)
    await process.kill()
    await process.start()
    assert call.message is not None
    await process.fake_discord.until(lambda: call.message and final(call.message.buttons), timeout=30)
    assert len(process.fake_discord.messages()) == 1, "one message, never a second one"
    assert_true_and_paid_once(process, call.message.text)
    is_unclear = "can't tell whether Higgsfield got it" in call.message.text
    assert call.message.media or (when in MAYBE_UNANSWERED and is_unclear), call.message.text


async def test_killed_at_any_moment_nothing_is_lost_and_nothing_paid_twice(
    process: Process, progress: WorkProgress
) -> None:
    dice, rounds = random.Random(int(environ.get("CRASH_SEED", "1"))), int(environ.get("CRASH_ROUNDS", "3"))
    for number in range(rounds):
        progress.show(f"killed at any moment, {rounds} rounds", number / rounds)
        before = len(process.books())
        calls = [await process.fake_discord.person(name).slash("banana", prompt="a pier") for name in ("mara", "jonas")]
        await asyncio.sleep(dice.uniform(0.0, 1.2))
        await process.kill()
        await process.start()
        await process.fake_discord.until(partial(are_over, calls), timeout=60)
        # who was told at once that nothing came is refunded once Discord has said that no card stands
        await process.until(lambda since=before: all(len(book.kinds) == 2 for book in process.books()[since:]))
        books = process.books()[before:]
        delivered = sum(book.state == "succeeded" for book in books)
        assert delivered == sum(bool(call.message and call.message.media) for call in calls)
    for request in process.fake_higgsfield.requests.values():
        assert process.counted(request.idempotency_key) >= request.charged, "the host's cap counts what is charged"
    keys = [call.idempotency_key for call in process.fake_higgsfield.calls if call.path == "/nano-banana"]
    assert len(keys) == len(set(keys)), "no order was sent twice"


def final(buttons: list[dict[str, object]]) -> bool:
    return bool(buttons) and not any(":cancel:" in str(button["custom_id"]) for button in buttons)


def are_over(calls: list[Call]) -> bool:
    return all(is_over(call) for call in calls)


def is_over(call: Call) -> bool:
    """Either the person was told at once that nothing came, or the card has its end."""
    if call.message and call.message.ephemeral_for:
        raise AssertionError(call.message.text)
    return call.failed or bool(call.message and final(call.message.buttons))
