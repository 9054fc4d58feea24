"""Long work tells how far it is: not a word too many, and never nothing for a minute."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.progress import TerminalProgress
from bot.runtime.work_progress import ProgressLines
from bot.store import work_progress
from bot.store.migrate import migrate


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_each_thing_is_a_line_and_again_one_where_it_takes_long() -> None:
    now, lines = 0.0, list[str]()
    progress = ProgressLines(lines.append, lambda: now)
    for what, share in (("copying", None), ("packing", 0.0)):
        for _ in range(100):
            progress.show(what, None if share is None else (share := share + 0.01))
            now += 1
    assert lines == [
        "copying …",
        *(f"copying … {seconds} s" for seconds in (10, 30, 60)),
        "packing …",
        *(f"packing, {seconds + 1} % … {seconds} s" for seconds in (10, 30, 60)),
    ]


def test_a_terminal_has_one_line_that_is_drawn_only_when_it_says_something_new(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    progress = TerminalProgress(stream)
    for step in range(1, 10_001):
        progress.show("packing 10,000 pictures", step / 10_000)
    progress.clear()
    drawn = stream.getvalue().split("\r")
    assert drawn[-2].isspace() and "packing 10,000 pictures, 100 % … " in drawn[-3]
    assert len(drawn) < 200 and "\n" not in stream.getvalue()


def test_an_update_says_which_step_it_takes_and_that_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_progress, "STEPS", 100)
    (tmp_path / "0001_first.sql").write_text("CREATE TABLE numbers (n INTEGER) STRICT;")
    told: list[str] = []
    with closing(sqlite3.connect(tmp_path / "books", isolation_level=None)) as books:
        migrate(books, tmp_path, keep=True, progress=Told(told))
        assert told == [], "a new database is no update"
        count = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 999) SELECT n FROM c"
        (tmp_path / "0002_more.sql").write_text(f"INSERT INTO numbers {count};")
        migrate(books, tmp_path, keep=True, progress=Told(told))
        books.execute(count).fetchall()
    assert told[0] == "copying the database before it is updated"
    assert set(told[1:]) == {"updating the database, step 1 of 1 (0002_more)"} and len(told) > 10


class Told:
    """Notes all that is shown."""

    def __init__(self, told: list[str]) -> None:
        self._told = told

    def say(self, line: str) -> None:
        self._told.append(line)

    def show(self, what: str, share: float | None = None) -> None:
        self._told.append(what)
