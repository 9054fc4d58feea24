"""What is there until the end is not looked at by the collector again."""

from __future__ import annotations

import gc

from bot.runtime.garbage import spare_what_stays


def test_what_is_alive_is_spared() -> None:
    before = gc.get_freeze_count()
    try:
        spare_what_stays()
        assert gc.get_freeze_count() > before + 1000
    finally:
        gc.unfreeze()
