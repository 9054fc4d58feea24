"""How far the worker counts on the vendor's rings: only as long as they arrive."""

from __future__ import annotations

import logging

import pytest

from bot.domain.webhooks import Hooks
from bot.runtime.clock import HeldClock
from bot.worker import backoff
from bot.worker.webhooks import MISSED, Bells

HOOKS = Hooks(base="https://bot.test", key=b"k")


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def bells(clock: HeldClock) -> Bells:
    return Bells(hooks=HOOKS, clock=clock)


def test_without_hooks_nobody_rings(clock: HeldClock) -> None:
    bells = Bells(hooks=None, clock=clock)
    bells.ring(7)
    assert not bells.hang and not bells.are_heard and bells.url(7) is None


def test_until_the_first_ring_the_worker_asks_as_ever(bells: Bells) -> None:
    assert bells.hang and not bells.are_heard
    bells.ring(7)
    assert bells.are_heard


def test_an_end_that_nobody_rang_for_is_asked_for_again_until_the_next_ring(bells: Bells) -> None:
    bells.ring(7)
    bells.ended(7)
    assert bells.are_heard
    bells.ended(8)
    assert not bells.are_heard
    bells.late()
    assert bells.are_heard


def test_however_often_it_rings_a_job_is_asked_for_once_a_second(bells: Bells, clock: HeldClock) -> None:
    assert bells.ring(7) == 0
    assert [bells.ring(7) for _ in range(3)] == [1.0, 1.0, 1.0]
    clock.advance(seconds=0.5)
    assert bells.ring(7) == 0.5
    assert bells.ring(8) == 0, "another job's"
    clock.advance(seconds=2)
    assert bells.ring(7) == 0


def test_a_hint_stays_until_it_was_followed(bells: Bells) -> None:
    bells.ring(7, "request")
    bells.ring(7)
    assert bells.hint(7) == "request"
    bells.follow(7)
    assert bells.hint(7) is None


def test_the_host_is_told_once_that_no_ring_arrives(bells: Bells, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for job_id in range(5 * MISSED):
            bells.ended(job_id)
    assert caplog.text.count("BOT_PUBLIC_URL") == 1


def test_where_it_rings_asking_is_rare() -> None:
    quick = [2000] * 20
    assert backoff.first_ask(quick, rung=True) > 5 * backoff.first_ask(quick)
    assert backoff.next_ask(1, rung=True) > 5 * backoff.next_ask(1)
    assert backoff.next_ask(10_000, rung=True) <= 32
