"""Whatever people, vendor, moderators and deaths do in whatever order, the books are right."""

from __future__ import annotations

from tests.store.machine import Worlds, play


def test_the_books_are_right_whatever_happens(worlds: Worlds) -> None:
    play(worlds)
