"""The line before the vendor: fair over people, oldest first, and no slot is lent twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.worker.fair_queue import FairQueue, Ranks, Waiting
from bot.worker.line import Line

MARA, INES, SAM = 1, 2, 3


async def lined_up(slots: int, *waiting: tuple[int, int]) -> FairQueue:
    """Return a gate before which (job, user) stand in this order."""
    queue = FairQueue(slots)
    for since, (job_id, user_id) in enumerate(waiting):
        await queue.enqueue(job_id, user_id=user_id, since=since)
    return queue


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
    assert queue.in_turn() == line


async def test_who_is_being_drawn_for_waits_a_round() -> None:
    queue = await lined_up(2, (1, MARA), (2, MARA), (3, INES))
    assert await queue.acquire(1) and queue.in_turn() == [3, 2]


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
        st.tuples(st.sampled_from(["announce", "enqueue", "remove", "acquire", "release", "look"]), st.integers(0, 11)),
        max_size=60,
    )
)
async def test_a_place_is_the_same_whenever_it_was_last_asked_for(steps: list[tuple[str, int]]) -> None:
    queue = FairQueue(3)
    for done, step in enumerate([*steps, ("look", 0)], start=1):
        await take(queue, *step)
        if step[0] == "look":
            never_asked = FairQueue(3)
            for earlier in steps[:done]:
                await take(never_asked, *earlier)
            assert [await queue.position(n) for n in range(12)] == [await never_asked.position(n) for n in range(12)]
            assert queue.in_turn() == never_asked.in_turn()


async def take(queue: FairQueue, verb: str, job_id: int) -> None:
    if verb in ("announce", "enqueue"):
        await getattr(queue, verb)(job_id, user_id=job_id % 4, since=job_id)
    elif verb != "look":
        await getattr(queue, verb)(job_id)


def test_the_queue_keeps_the_line_s_promises() -> None:
    promised: Line = FairQueue(1)
    assert promised is not None


def waiting(job_id: int, user_id: int) -> Waiting:
    return Waiting(job_id=job_id, user_id=user_id, since=job_id)


def test_who_comes_last_is_ranked_without_moving_the_others() -> None:
    ranks = Ranks([waiting(1, MARA), waiting(2, MARA)], held=[])
    assert [ranks.add(waiting(n, user)) for n, user in ((3, INES), (4, MARA), (5, INES), (6, SAM))] == [True] * 4
    assert ranks.in_turn() == [1, 3, 6, 2, 5, 4]
    assert [ranks.position(job_id) for job_id in (1, 3, 6, 2, 5, 4)] == [1, 2, 3, 4, 5, 6]


def test_who_is_being_drawn_for_is_ranked_a_round_later_from_the_start() -> None:
    ranks = Ranks([waiting(1, MARA), waiting(2, INES)], held=[MARA, MARA])
    assert ranks.add(waiting(3, INES)) and ranks.add(waiting(4, SAM))
    assert ranks.in_turn() == [2, 4, 3, 1]


@pytest.mark.parametrize("late", [waiting(2, MARA), waiting(3, INES), waiting(1, SAM)])
def test_who_would_move_others_or_stands_there_already_is_not_added(late: Waiting) -> None:
    ranks = Ranks([waiting(2, MARA), waiting(3, INES)], held=[])
    assert not ranks.add(late)
    assert ranks.in_turn() == [2, 3]


async def test_an_announced_job_that_is_withdrawn_leaves_the_line_shorter() -> None:
    queue = FairQueue(1)
    await queue.announce(1, user_id=MARA, since=1)
    await queue.announce(2, user_id=INES, since=2)
    assert await queue.position(2) == 2
    await queue.remove(1)
    assert (await queue.position(1), await queue.position(2)) == (None, 1)
