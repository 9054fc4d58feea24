"""The line before the vendor: fair over people, oldest first, and no slot is lent twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.worker.fair_queue import Gate

MARA, INES, SAM = 1, 2, 3


def lined_up(slots: int, *waiting: tuple[int, int]) -> Gate:
    """Return a gate before which (job, user) stand in this order."""
    gate = Gate(slots)
    for since, (job_id, user_id) in enumerate(waiting):
        gate.join(job_id, user_id=user_id, since=since)
    return gate


@pytest.mark.parametrize(
    ("waiting", "line"),
    [
        ([], []),
        ([(1, MARA), (2, MARA), (3, MARA)], [1, 2, 3]),
        ([(1, MARA), (2, MARA), (3, INES)], [1, 3, 2]),
        ([(1, MARA), (2, MARA), (3, INES), (4, INES), (5, SAM)], [1, 3, 5, 2, 4]),
    ],
)
def test_people_take_turns_and_the_oldest_goes_first(waiting: list[tuple[int, int]], line: list[int]) -> None:
    assert lined_up(4, *waiting).line() == line


def test_who_is_being_drawn_for_waits_a_round() -> None:
    gate = lined_up(2, (1, MARA), (2, MARA), (3, INES))
    assert gate.enter(1) and gate.line() == [3, 2]


def test_only_whose_turn_it_is_may_enter() -> None:
    gate = lined_up(1, (1, MARA), (2, INES))
    assert [gate.enter(2), gate.enter(1), gate.enter(2)] == [False, True, False]
    gate.release(1)
    assert gate.enter(2) and gate.held == 1


def test_what_the_vendor_has_already_is_counted_even_over_the_number() -> None:
    gate = lined_up(1, (9, SAM))
    for job_id in (1, 2, 2):
        gate.hold(job_id, user_id=MARA)
    assert gate.held == 2 and gate.next() == []
    gate.release(1)
    assert gate.next() == []
    gate.release(2)
    gate.release(2)
    assert gate.next() == [9] and gate.held == 0


def test_who_is_coming_is_counted_but_never_next() -> None:
    gate = Gate(1)
    gate.expect(1, user_id=MARA, since=1)
    gate.join(2, user_id=INES, since=2)
    assert (gate.place(1), gate.place(2), gate.next()) == (1, 2, [2])
    gate.join(1, user_id=MARA, since=1)
    assert (gate.place(1), gate.next()) == (1, [1])


def test_who_leaves_has_no_place_and_standing_twice_keeps_it() -> None:
    gate = lined_up(0, (1, MARA), (2, INES))
    gate.join(1, user_id=MARA, since=99)
    assert (gate.place(1), gate.place(2)) == (1, 2)
    gate.leave(1)
    gate.leave(1)
    assert (gate.place(1), gate.place(2)) == (None, 1)


@pytest.mark.parametrize(
    ("held", "place", "rounds"), [(0, 1, 1), (0, 2, 1), (0, 3, 1.5), (1, 1, 1), (2, 1, 1.5), (2, 4, 3), (5, 2, 2)]
)
def test_how_long_it_takes_from_a_place_until_the_end(held: int, place: int, rounds: float) -> None:
    gate = Gate(2)
    for job_id in range(held):
        gate.hold(job_id, user_id=job_id)
    assert gate.rounds(place) == rounds


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["expect", "join", "leave", "enter", "release", "look"]), st.integers(0, 11)),
        max_size=60,
    )
)
def test_a_place_is_the_same_whenever_it_was_last_asked_for(steps: list[tuple[str, int]]) -> None:
    gate, forgetful = Gate(3), Gate(3)
    for verb, job_id in steps:
        for each in (gate, forgetful):
            if verb in ("expect", "join"):
                getattr(each, verb)(job_id, user_id=job_id % 4, since=job_id)
            elif verb != "look":
                getattr(each, verb)(job_id)
        forgetful._moved()
        if verb == "look":
            assert [gate.place(n) for n in range(12)] == [forgetful.place(n) for n in range(12)]
    assert [gate.place(n) for n in range(12)] == [forgetful.place(n) for n in range(12)]
    assert gate.line() == forgetful.line()
