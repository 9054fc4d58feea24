"""The data folder is for the bot's user alone, also where it was not."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.lock import exclusive

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")

FILES = (
    *("bot.sqlite3", "bot.sqlite3-wal", "bot.lock", "images/1/output-0.png", "backups/backup-20270115-080000.zip"),
    *("before-restore-20270115-080000/bot.sqlite3", "terminal/bot.sqlite3", "README.md"),
    ".bot.sqlite3-litestream/ltx/0/1-1.ltx",  # a folder of Litestream, with the same words in it
)


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder as it was left open."""
    for name in FILES:
        file = tmp_path / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return tmp_path / "data"


def open_to_others(folder: Path) -> list[str]:
    return [str(p) for p in (folder, *folder.rglob("*")) if p.lstat().st_mode & 0o077]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_and_what_is_written_meanwhile_are_private(tmp_path: Path) -> None:
    with exclusive(tmp_path / "data"):
        (tmp_path / "data" / "images").mkdir()
        (tmp_path / "data" / "images" / "picture").touch()
        assert open_to_others(tmp_path / "data") == []
    (tmp_path / "outside").touch()
    assert mode(tmp_path / "outside") == 0o644


def test_a_folder_that_was_open_is_closed_at_the_start(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert len(open_to_others(folder)) > len(FILES)
    with exclusive(folder):
        assert open_to_others(folder) == []
    assert caplog.messages == []


def test_a_second_start_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with exclusive(folder):
        pass
    monkeypatch.setattr(os, "chmod", lambda *_: pytest.fail("nothing is left to narrow"))
    with exclusive(folder):
        pass


def test_a_start_looks_at_no_picture_once_their_folder_is_closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with exclusive(folder):
        pass
    walked: list[str] = []
    walk = os.walk
    monkeypatch.setattr(os, "walk", lambda top: walked.append(str(top)) or walk(top))
    with exclusive(folder):
        assert walked == [str(folder)]


def test_what_is_not_the_bots_keeps_its_rights_and_the_open_folder_is_said(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "site").mkdir()
    (folder / "site" / "index.html").touch()
    with exclusive(folder):
        assert [mode(folder), mode(folder / "site"), mode(folder / "site" / "index.html")] == [0o755, 0o755, 0o644]
        assert mode(folder / "bot.sqlite3") == 0o600
    assert caplog.messages == [
        f"{folder} can be read by other users of this machine (mode 755), and holds more than the bot's data:"
        " give the bot a folder of its own with BOT_DATA_DIR"
    ]


def test_a_link_that_leads_elsewhere_changes_nothing_there(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "file").touch()
    (folder / "images" / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "images" / "nowhere").symlink_to(tmp_path / "nowhere")
    with exclusive(folder):
        assert [mode(tmp_path / "elsewhere"), mode(tmp_path / "elsewhere" / "file")] == [0o755, 0o644]


def test_rights_that_cannot_be_changed_are_said_once(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chmod", refuse)
    with exclusive(folder):
        pass
    assert caplog.messages == [
        f"other users of this machine can read {folder}, and it can't be changed (Operation not permitted):"
        f" as its owner, chmod -R go= {folder}"
    ]
