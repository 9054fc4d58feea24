"""Before the schema changes, the books as they are are laid aside; where that can't be done, nothing changes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.errors import StartError
from bot.store.migrate import FOLDER, migrate
from bot.store.migration_backup import MOST
from bot.store.sqlite import open_store

ALL = sorted(FOLDER.glob("*.sql"))
FIRST = "CREATE TABLE note (text TEXT) STRICT;\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Migrations of a schema with notes."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "0001_note.sql").write_text(FIRST)
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "bot.sqlite3"


def grow(files: Path, number: int) -> None:
    (files / f"000{number}_step.sql").write_text(f"ALTER TABLE note ADD COLUMN x{number} TEXT;\n")


def update(path: Path, files: Path, *notes: str) -> None:
    """Open the books as a start does, and write notes into them."""
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as books:
        books.execute("PRAGMA journal_mode = WAL")
        migrate(books, files, keep=True)
        books.executemany("INSERT INTO note (text) VALUES (?)", [(note,) for note in notes])


def laid_aside(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir() if each.name.startswith("bot.sqlite3.before"))


def notes(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as books:
        return [row[0] for row in books.execute("SELECT text FROM note ORDER BY text")]


def columns(path: Path) -> int:
    with closing(sqlite3.connect(path)) as books:
        return len(books.execute("PRAGMA table_info(note)").fetchall())


async def test_an_update_lays_the_books_aside_as_they_were_and_says_where(
    path: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bot")
    old = tmp_path / "old"
    old.mkdir()
    for file in ALL[:-1]:
        shutil.copy(file, old)
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as books:
        migrate(books, old)
        books.execute("INSERT INTO fact VALUES ('kept', 'yes')")
    before = os.umask(0o022)
    try:
        async with open_store(path) as store:
            assert await store.fact("kept") == "yes"
    finally:
        os.umask(before)
    kept = path.with_name(f"bot.sqlite3.before-{ALL[-1].stem}")
    assert laid_aside(path) == [kept.name]
    with closing(sqlite3.connect(kept)) as books:
        assert [row[0] for row in books.execute("SELECT name FROM migration")] == [file.name for file in ALL[:-1]]
        assert books.execute("SELECT value FROM fact WHERE name = 'kept'").fetchone() == ("yes",)
    assert [message for message in caplog.messages if str(kept) in message] == [
        f"updated the database; a copy of the old one is in {kept}"
    ]
    if sys.platform != "win32":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


async def test_new_books_and_books_of_today_are_not_laid_aside(path: Path) -> None:
    for _ in range(2):
        async with open_store(path):
            pass
    assert laid_aside(path) == []


def test_an_update_that_fails_again_and_again_lays_the_same_books_aside_once(path: Path, files: Path) -> None:
    update(path, files, "one")
    (files / "0002_step.sql").write_text("INSERT INTO nowhere VALUES (1);\n")
    for _ in range(3):
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            update(path, files)
    assert laid_aside(path) == ["bot.sqlite3.before-0002_step"]
    grow(files, 2)
    update(path, files, "two")
    assert laid_aside(path) == ["bot.sqlite3.before-0002_step"]
    assert notes(path.with_name("bot.sqlite3.before-0002_step")) == ["one"]


def test_older_books_that_were_put_back_and_used_are_laid_aside_too(path: Path, files: Path) -> None:
    update(path, files, "one")
    grow(files, 2)
    update(path, files)
    shutil.copy(path.with_name("bot.sqlite3.before-0002_step"), path)
    with closing(sqlite3.connect(path, isolation_level=None)) as books:
        books.execute("INSERT INTO note VALUES ('two')")
    update(path, files)
    assert laid_aside(path) == ["bot.sqlite3.before-0002_step", "bot.sqlite3.before-0002_step.2"]
    assert notes(path.with_name("bot.sqlite3.before-0002_step")) == ["one"]
    assert notes(path.with_name("bot.sqlite3.before-0002_step.2")) == ["one", "two"]


def test_only_the_newest_stay(path: Path, files: Path) -> None:
    for number in range(2, MOST + 4):
        update(path, files, str(number))
        grow(files, number)
        path.with_name("bot.sqlite3.before-0001_crash.part").touch()
    update(path, files)
    newest = range(4, MOST + 4)
    assert laid_aside(path) == [f"bot.sqlite3.before-000{number}_step" for number in newest]


def test_where_no_copy_can_be_made_nothing_changes_and_a_sentence_says_why(path: Path, files: Path) -> None:
    update(path, files, "one")
    grow(files, 2)
    obstacle = path.with_name("bot.sqlite3.before-0002_step.part")
    obstacle.mkdir()
    with pytest.raises(StartError, match="a copy of it can't be made first") as caught:
        update(path, files)
    assert str(path) in str(caught.value) and "Nothing was changed" in str(caught.value)
    assert columns(path) == 1
    obstacle.rmdir()
    update(path, files)
    assert columns(path) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_full_disk_leaves_no_half_copy(path: Path, files: Path) -> None:
    import resource  # noqa: PLC0415 - not on Windows

    update(path, files, *("long " * 2_000 for _ in range(40)))
    grow(files, 2)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(StartError, match="a copy of it can't be made first"):
            update(path, files)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert laid_aside(path) == [] and columns(path) == 1


def test_a_copy_made_while_the_clock_was_far_behind_is_kept_all_the_same(path: Path, files: Path) -> None:
    update(path, files, "a cat")
    for number in range(2, 2 + MOST):
        grow(files, number)
        update(path, files)
        for copy in path.parent.glob("bot.sqlite3.before-*"):
            os.utime(copy, (4_000_000_000, 4_000_000_000))  # to a clock that is behind, all others are of the future
    grow(files, 9)
    update(path, files)
    assert laid_aside(path)[-1] == "bot.sqlite3.before-0009_step" and len(laid_aside(path)) == MOST
