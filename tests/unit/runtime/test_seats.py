"""Places at work: what is slow leaves its own, and what a stranger answered never waits for one."""

from __future__ import annotations

import asyncio

import pytest

from bot.runtime.seats import BriefSeats, CalledSeats, Seats


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


async def test_who_waits_for_a_place_is_called_in_turn_also_after_one_that_needs_none_any_more() -> None:
    called: list[int] = []
    seats = CalledSeats(1, seconds=0.01, most=2, call=called.append)
    assert not seats.must_wait(1)
    async with seats.taken():
        assert [seats.must_wait(key) for key in (2, 3, 4, 3)] == [True] * 4
        async with asyncio.timeout(30):
            while not called:
                await asyncio.sleep(0.001)
        assert called == [2] and 2 not in seats and 3 in seats, "what is slow holds up nobody"
    assert called == [2, 4], "who asks again waits again"
    seats.call_next()
    seats.call_next()
    assert called == [2, 4, 3] and not seats.must_wait(3)
