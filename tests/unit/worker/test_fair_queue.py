"""The line before the vendor: fair over people, oldest first, and no slot is lent twice."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.worker.fair_queue import FEW, FairQueue, Ranks, Waiting
from bot.worker.line import Line

MARA, INES, SAM = 1, 2, 3


async def lined_up(slots: int, *waiting: tuple[int, int]) -> FairQueue:
    """Return a gate before which (job, user) stand in this order."""
    queue = FairQueue(slots)
    for since, (job_id, user_id) in enumerate(waiting):
        await queue.enqueue(job_id, user_id=user_id, since=since)
    return queue


def in_turn(queue: FairQueue) -> list[int]:
    """Return the waiting jobs in the order of their turns."""
    return queue._waiting.first(1000)


@pytest.mark.parametrize(
    ("waiting", "line"),
    [
        ([], []),
        ([(1, MARA), (2, MARA), (3, MARA)], [1, 2, 3]),
        ([(1, MARA), (2, MARA), (3, INES)], [1, 3, 2]),
        ([(1, MARA), (2, MARA), (3, INES), (4, INES), (5, SAM)], [1, 3, 5, 2, 4]),
    ],
)
async def test_people_take_turns_and_the_oldest_goes_first(waiting: list[tuple[int, int]], line: list[int]) -> None:
    queue = await lined_up(4, *waiting)
    assert in_turn(queue) == line


async def test_who_is_being_drawn_for_waits_a_round() -> None:
    queue = await lined_up(2, (1, MARA), (2, MARA), (3, INES))
    assert await queue.acquire(1) and in_turn(queue) == [3, 2]


async def test_only_whose_turn_it_is_may_enter() -> None:
    queue = await lined_up(1, (1, MARA), (2, INES))
    assert [await queue.acquire(2), await queue.acquire(1), await queue.acquire(2)] == [False, True, False]
    await queue.release(1)
    assert await queue.acquire(2)


async def test_what_the_vendor_has_already_is_counted_even_over_the_number() -> None:
    queue = await lined_up(1, (9, SAM))
    for job_id in (1, 2, 2):
        await queue.occupy(job_id, user_id=MARA)
    assert await queue.next() == []
    await queue.release(1)
    assert await queue.next() == []
    await queue.release(2)
    await queue.release(2)
    assert await queue.next() == [9]


async def test_who_is_coming_is_counted_but_never_next() -> None:
    queue = FairQueue(1)
    await queue.announce(1, user_id=MARA, since=1)
    await queue.enqueue(2, user_id=INES, since=2)
    assert (await queue.position(1), await queue.position(2), await queue.next()) == (1, 2, [2])
    await queue.enqueue(1, user_id=MARA, since=1)
    assert (await queue.position(1), await queue.next()) == (1, [1])


async def test_who_leaves_has_no_place_and_standing_twice_keeps_it() -> None:
    queue = await lined_up(0, (1, MARA), (2, INES))
    await queue.enqueue(1, user_id=MARA, since=99)
    assert (await queue.position(1), await queue.position(2)) == (1, 2)
    await queue.remove(1)
    await queue.remove(1)
    assert (await queue.position(1), await queue.position(2)) == (None, 1)


@pytest.mark.parametrize(
    ("held", "place", "rounds"), [(0, 1, 1), (0, 2, 1), (0, 3, 1.5), (1, 1, 1), (2, 1, 1.5), (2, 4, 3), (5, 2, 2)]
)
async def test_how_long_it_takes_from_a_place_until_the_end(held: int, place: int, rounds: float) -> None:
    queue = FairQueue(2)
    for job_id in range(held):
        await queue.occupy(job_id, user_id=job_id)
    assert await queue.rounds_until_done(place) == rounds


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["announce", "enqueue", "remove", "acquire", "release"]), st.integers(0, 11)),
        max_size=60,
    )
)
async def test_every_place_is_the_one_that_counting_all_turns_anew_gives(steps: list[tuple[str, int]]) -> None:
    queue, waiting, coming, held = FairQueue(3), set[int](), set[int](), set[int]()
    for verb, job_id in steps:
        if verb == "acquire" and job_id in waiting and job_id in counted(waiting, held)[: 3 - len(held)]:
            waiting.discard(job_id)
            held.add(job_id)
        elif verb == "enqueue":
            coming.discard(job_id)
            waiting.add(job_id)
        elif verb == "announce" and job_id not in waiting:
            coming.add(job_id)
        elif verb == "remove":
            waiting.discard(job_id)
            coming.discard(job_id)
        elif verb == "release":
            held.discard(job_id)
        await take(queue, verb, job_id)
        line = counted(waiting | coming, held)
        places = {each: place for place, each in enumerate(line, start=1)}
        assert [await queue.position(n) for n in range(12)] == [places.get(n) for n in range(12)]
        assert in_turn(queue) == counted(waiting, held)


def counted(line: set[int], held: set[int]) -> list[int]:
    """Return these jobs in turn, each one's round counted: jobs of the same member that are drawn, or older."""

    def turn(job_id: int) -> tuple[int, int]:
        before = [*held, *(each for each in line if each < job_id)]
        return (sum(each % 4 == job_id % 4 for each in before), job_id)

    return sorted(line, key=turn)


async def take(queue: FairQueue, verb: str, job_id: int) -> None:
    if verb in ("announce", "enqueue"):
        await getattr(queue, verb)(job_id, user_id=job_id % 4, since=job_id)
    else:
        await getattr(queue, verb)(job_id)


def test_the_queue_keeps_the_line_s_promises() -> None:
    promised: Line = FairQueue(1)
    assert promised is not None


def waiting(job_id: int, user_id: int) -> Waiting:
    return Waiting(job_id=job_id, user_id=user_id, since=job_id)


def ranked(*line: Waiting, drawn: Sequence[int] = ()) -> Ranks:
    """Return a line in which these jobs stand, while others of these people are drawn."""
    ranks = Ranks()
    for user_id in drawn:
        ranks.draw(user_id, 1)
    for one in line:
        ranks.add(one)
    return ranks


def test_places_are_those_of_the_turns() -> None:
    ranks = ranked(*(waiting(n, user) for n, user in ((1, MARA), (2, MARA), (3, INES), (4, MARA), (5, INES), (6, SAM))))
    assert ranks.first(6) == [1, 3, 6, 2, 5, 4]
    assert [ranks.position(job_id) for job_id in (1, 3, 6, 2, 5, 4)] == [1, 2, 3, 4, 5, 6]


def test_who_is_being_drawn_for_is_ranked_a_round_later_until_that_is_over() -> None:
    ranks = ranked(waiting(1, MARA), waiting(2, INES), waiting(3, INES), waiting(4, SAM), drawn=[MARA, MARA])
    assert ranks.first(4) == [2, 4, 3, 1]
    ranks.draw(MARA, -2)
    assert ranks.first(4) == [1, 2, 4, 3]


def test_one_member_s_long_row_moves_as_a_whole() -> None:
    mine = range(10, 10 + 3 * FEW)
    ranks = ranked(*(waiting(n, MARA) for n in mine), waiting(5, INES), drawn=[MARA])
    assert ranks.first(9_999) == [5, *mine]
    ranks.draw(MARA, -1)
    ranks.remove(10)
    assert ranks.first(9_999) == [5, *mine[1:]]
    assert ranks.position(mine[-1]) == len(mine)


async def test_a_slot_that_comes_free_among_ten_thousand_moves_one_member_s_jobs() -> None:
    queue = FairQueue(4)
    for n in range(4):
        await queue.occupy(n, user_id=n)
    for n in range(4, 10_004):
        await queue.enqueue(n, user_id=n % 500, since=n)
    moved = CountedKeys(queue._all._keys)
    queue._all._keys = moved
    await queue.release(3)
    (turn,) = await queue.next()
    assert await queue.acquire(turn)
    assert moved.written <= 10_000 / 500


async def test_of_who_waits_the_collector_keeps_nothing_to_look_at() -> None:
    queue = FairQueue(4)
    gc.collect()
    before = len(gc.get_objects())
    for n in range(1_000):
        await queue.announce(n, user_id=n % 10, since=n)
        await queue.enqueue(n, user_id=n % 10, since=n)
    for _ in range(3):
        gc.collect()  # which lets go of tuples of numbers
    assert len(gc.get_objects()) - before < 100


class CountedKeys(dict[int, Any]):
    """A line's keys, counted as they are written."""

    written = 0

    def __setitem__(self, job_id: int, key: object) -> None:
        self.written += 1
        super().__setitem__(job_id, key)


async def test_an_announced_job_that_is_withdrawn_leaves_the_line_shorter() -> None:
    queue = FairQueue(1)
    await queue.announce(1, user_id=MARA, since=1)
    await queue.announce(2, user_id=INES, since=2)
    assert await queue.position(2) == 2
    await queue.remove(1)
    assert (await queue.position(1), await queue.position(2)) == (None, 1)
