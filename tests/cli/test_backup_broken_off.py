"""backup and restore that are stopped or killed, at whatever moment: whole, or as if they had never begun."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from bot.cli import main
from bot.services.backup import finish_restore
from bot.store.lock import exclusive
from tests.cli.data_folders import PICTURE, content, fill, orders

pytestmark = pytest.mark.usefixtures("folder")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGTERM")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_signal_in_the_middle_leaves_nothing_half_done(
    folder: Path, archive: Path, command: str, number: signal.Signals, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        os.kill(os.getpid(), number)

    with exclusive(folder):
        pass
    before = content(folder)
    monkeypatch.setattr("bot.services.backup.verify", stop)
    assert main([command, *([str(archive)] if command == "restore" else [])]) == code
    assert content(folder) == before and not list(folder.rglob(".backup-*")) and not list(folder.glob(".restoring"))


def test_what_a_killed_backup_or_restore_left_is_cleared_away(folder: Path) -> None:
    (folder / ".restoring").mkdir()
    (folder / ".restoring" / "bot.sqlite3").write_bytes(b"words")
    finish_restore(folder)
    assert not (folder / ".restoring").exists()
    old, young = folder / "backups" / ".backup-old", folder / "backups" / ".backup-young"
    for left in (old, young):
        left.mkdir(parents=True)
        (left / "bot.sqlite3").write_bytes(b"words")
    os.utime(old, (1, 1))
    assert main(["backup"]) == 0
    assert not old.exists() and young.exists()


def test_nothing_is_restored_under_a_running_bot(
    folder: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with exclusive(folder):
        assert main(["restore", str(archive)]) == 78
    assert "Another bot is already running" in capsys.readouterr().err
    assert not list(folder.glob("*restor*"))


@pytest.mark.parametrize("moves", range(1, 8))
def test_a_restore_that_dies_between_any_two_moves_is_finished_at_the_next_start(
    folder: Path, archive: Path, moves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    asyncio.run(fill(folder, 3))
    rename, left = Path.rename, moves

    def mortal(path: Path, target: Path) -> Path:
        nonlocal left
        if left == 0:
            raise Killed
        left -= 1
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", mortal)
        with suppress(Killed):
            main(["restore", str(archive)])
    finish_restore(folder)
    assert orders(folder) == [1, 2] and (folder / PICTURE).is_file()
    [aside] = folder.glob("before-restore-*")
    assert orders(aside) == [1, 2, 3] and (aside / PICTURE).is_file()
    assert not list(folder.glob("restoring-*"))
