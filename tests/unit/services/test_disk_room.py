"""The disk is looked at once a second, however many order."""

from __future__ import annotations

from typing import Any, cast

import pytest

from bot.domain.errors import DiskFull
from bot.services.disk_room import HOLDS_S, DiskRoom
from tests.clocks import HeldClock


class Disk:
    """A disk that counts who looks."""

    def __init__(self) -> None:
        self.has, self.looks = True, 0

    def has_room(self) -> bool:
        self.looks += 1
        return self.has


def test_many_orders_in_a_second_are_one_look_and_the_next_second_sees_what_changed() -> None:
    disk, clock = Disk(), HeldClock()
    room = DiskRoom(pictures=cast(Any, disk), clock=clock)
    for _ in range(500):
        room.check()
    assert disk.looks == 1
    disk.has = False
    clock.advance(seconds=HOLDS_S)
    for _ in range(500):
        with pytest.raises(DiskFull):
            room.check()
    assert disk.looks == 2
