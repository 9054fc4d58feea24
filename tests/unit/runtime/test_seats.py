"""Places at work: what is slow leaves its own, and what a stranger answered never waits for one."""

from __future__ import annotations

import asyncio

import pytest

from bot.runtime.seats import BriefSeats, Seats


def test_a_place_is_taken_back_without_a_wait_even_where_all_are_taken() -> None:
    seats, told = Seats(1), []
    seats.on_free(lambda: told.append(seats.are_free))
    seats.take()
    with seats.left():
        seats.take()
        assert not seats.are_free
    seats.give()
    assert not seats.are_free and told == [True], "one more is at work than there are places"
    seats.give()
    assert seats.are_free and told == [True, True]


async def test_what_is_quick_goes_a_few_at_a_time_and_what_is_slow_holds_up_nobody() -> None:
    seats, inside, end = BriefSeats(2, seconds=0.01, most=5), set[int](), asyncio.Event()

    async def visit(number: int) -> None:
        async with seats.taken():
            inside.add(number)
            await end.wait()

    visits = [asyncio.create_task(visit(number)) for number in range(5)]
    await asyncio.sleep(0)
    assert inside == {0, 1}
    async with asyncio.timeout(30):
        while len(inside) < 5:
            await asyncio.sleep(0.001)
    end.set()
    await asyncio.gather(*visits)
    quick = [asyncio.create_task(visit(number)) for number in (6, 7)]
    await asyncio.gather(*quick)
    assert inside >= {6, 7}, "each place was given back once"


async def test_a_place_is_given_back_by_what_breaks_off() -> None:
    seats = BriefSeats(1, seconds=60, most=1)
    for _ in range(3):
        with pytest.raises(ValueError, match="off"):
            async with seats.taken():
                raise ValueError("off")
