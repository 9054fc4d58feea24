"""Whatever the machine's clock does, the time goes on as Discord's does."""

from __future__ import annotations

import pytest

from bot.runtime.clock import TOLERANCE_MS, Clock

TRUE = 1_764_100_000_000  # ms
HOUR, YEAR = 3_600_000, 365 * 86_400_000
LEAPS = [HOUR, -HOUR, YEAR, -YEAR, -TRUE]


class Machine:
    """A machine whose clock may be wrong, and whose steady count never is."""

    def __init__(self, *, wrong_by: int = 0) -> None:
        self.true = TRUE
        self.wrong_by = wrong_by
        self.clock = Clock(wall=lambda: (self.true + self.wrong_by) * 1_000_000, steady=lambda: self.true * 1_000_000)


@pytest.mark.parametrize("leap", LEAPS)
def test_a_clock_that_leaps_while_the_bot_runs_moves_nothing(leap: int) -> None:
    machine = Machine()
    machine.clock.confirm(TRUE)
    machine.wrong_by = leap
    machine.true += 1_000
    assert machine.clock.now() == TRUE + 1_000
    assert machine.clock.wrong_by == leap
    assert not machine.clock.is_certain


@pytest.mark.parametrize("leap", LEAPS)
def test_a_clock_that_was_wrong_at_the_start_is_set_by_discord(leap: int) -> None:
    machine = Machine(wrong_by=leap)
    for _ in range(2):
        assert machine.clock.now() == TRUE + leap
        machine.clock.confirm(TRUE)
    assert machine.clock.now() == TRUE
    assert machine.clock.wrong_by == leap
    assert not machine.clock.is_certain


def test_nothing_is_certain_before_anyone_has_confirmed_it() -> None:
    machine = Machine()
    assert not machine.clock.is_certain
    machine.clock.confirm(TRUE)
    assert machine.clock.is_certain


def test_it_is_certain_again_once_the_machine_is_set_right() -> None:
    machine = Machine(wrong_by=YEAR)
    machine.clock.confirm(TRUE)
    machine.clock.confirm(TRUE)
    machine.wrong_by = 0
    assert machine.clock.is_certain


def test_the_seconds_that_an_answer_takes_move_nothing() -> None:
    machine = Machine()
    machine.clock.confirm(TRUE - TOLERANCE_MS)
    assert machine.clock.now() == TRUE
    assert machine.clock.is_certain


@pytest.mark.parametrize("leap", LEAPS)
def test_one_odd_witness_moves_nothing_and_makes_uncertain(leap: int) -> None:
    machine = Machine()
    machine.clock.confirm(TRUE)
    for _ in range(2):
        machine.clock.confirm(TRUE + leap)
        assert machine.clock.now() == TRUE and not machine.clock.is_certain
        machine.clock.confirm(TRUE)
        assert machine.clock.is_certain


def test_events_that_come_late_say_nothing() -> None:
    machine = Machine()
    machine.clock.confirm(TRUE)
    for late in (HOUR, HOUR, YEAR):
        machine.clock.saw(TRUE - late)
    assert machine.clock.now() == TRUE and machine.clock.is_certain


def test_one_event_is_enough_where_the_machine_agrees() -> None:
    machine = Machine()
    machine.clock.confirm(TRUE)
    machine.wrong_by = 8 * HOUR  # the steady count stood still while the machine slept
    machine.clock.saw(TRUE + 8 * HOUR - 2_000)
    assert machine.clock.now() == TRUE + 8 * HOUR - 2_000 and machine.clock.is_certain


def test_what_exists_was_made_before_now() -> None:
    machine = Machine(wrong_by=-YEAR)
    machine.clock.not_before(TRUE)
    assert machine.clock.now() == TRUE
    machine.clock.not_before(TRUE - HOUR)  # an event that came late
    assert machine.clock.now() == TRUE


def test_without_anyone_else_it_is_the_machines_time() -> None:
    clock = Clock()
    assert abs(clock.wrong_by) == 0
    assert clock.now() > TRUE


def confirmed_hourly(machine: Machine, *, hours: int, apart: int = 1) -> None:
    for _ in range(hours // apart):
        machine.true += apart * HOUR
        machine.clock.confirm(machine.true)


@pytest.mark.parametrize("leap", LEAPS)
def test_a_machine_that_stays_wrong_is_overruled_by_most_of_a_day_of_discords_time(leap: int) -> None:
    machine = Machine(wrong_by=leap)
    confirmed_hourly(machine, hours=19)
    assert not machine.clock.is_certain
    confirmed_hourly(machine, hours=4)
    assert machine.clock.is_certain and machine.clock.wrong_by == leap and machine.clock.now() == machine.true


@pytest.mark.parametrize("leap", LEAPS)
def test_a_leap_of_discords_own_time_begins_that_day_anew(leap: int) -> None:
    machine = Machine(wrong_by=2 * YEAR)
    confirmed_hourly(machine, hours=30)
    machine.clock.confirm(machine.true + leap)
    assert not machine.clock.is_certain
    machine.clock.confirm(machine.true + leap)
    assert not machine.clock.is_certain, "that it is said twice makes it the time, and not yet one to delete by"
    machine.true += leap
    confirmed_hourly(machine, hours=19)
    assert not machine.clock.is_certain
    confirmed_hourly(machine, hours=4)
    assert machine.clock.is_certain


def test_a_day_of_silence_proves_nothing() -> None:
    machine = Machine(wrong_by=YEAR)
    confirmed_hourly(machine, hours=2)
    confirmed_hourly(machine, hours=40, apart=20)
    assert not machine.clock.is_certain
    confirmed_hourly(machine, hours=22)
    assert machine.clock.is_certain
    machine.clock.not_before(machine.true + HOUR)
    assert not machine.clock.is_certain
