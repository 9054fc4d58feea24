"""An export that is broken off waits for its file and leaves nothing behind."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.pictures import Pictures
from bot.services import export
from bot.services.export import Exports
from bot.store.sqlite import open_store
from tests.clocks import HeldClock


def left_behind(folder: Path) -> list[Path]:
    return list(folder.glob("export-*"))


async def test_a_stop_meanwhile_waits_for_the_file_and_leaves_nothing_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack, begun, go_on, written = export._pack, threading.Event(), threading.Event(), list[bool]()

    def held(path: Path, *args: Any) -> None:
        begun.set()
        go_on.wait(40)
        pack(path, *args)
        written.append(path.exists())

    async def make(exports: Exports) -> None:
        async with exports.make(3, file_limit=10**7):
            raise AssertionError("it was broken off")

    monkeypatch.setattr(export, "_pack", held)
    pictures = cast("Pictures", SimpleNamespace(has_room=lambda: True))
    async with open_store(tmp_path / "bot.sqlite3") as store:
        exports = Exports(
            library=store.library,
            personal_data=store.personal_data,
            pictures=pictures,
            clock=HeldClock(),
            folder=tmp_path,
        )
        making = asyncio.create_task(make(exports))
        await asyncio.to_thread(begun.wait)
        making.cancel()
        for _ in range(9):
            await asyncio.sleep(0)
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await making
    assert written == [True] and left_behind(tmp_path) == []
