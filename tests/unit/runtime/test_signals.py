"""A signal reaches every subscriber, whatever one of them does."""

from __future__ import annotations

import logging

import pytest

from bot.runtime.signals import Signal


def test_every_subscriber_hears_of_each_event_in_turn() -> None:
    heard: list[tuple[str, int]] = []
    changed: Signal[int] = Signal("changed")
    changed.subscribe(lambda number: heard.append(("first", number)))
    changed.subscribe(lambda number: heard.append(("second", number)))
    changed.emit(7)
    assert heard == [("first", 7), ("second", 7)]


def test_a_subscriber_that_fails_is_logged_and_costs_the_others_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def fail(number: int) -> None:
        raise ValueError("a bug")

    heard: list[int] = []
    changed: Signal[int] = Signal("changed")
    changed.subscribe(fail)
    changed.subscribe(heard.append)
    with caplog.at_level(logging.ERROR):
        changed.emit(7)
    assert heard == [7] and "changed" in caplog.text and "a bug" in caplog.text
