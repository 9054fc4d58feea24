"""Continuous copies by Litestream: what they leave in the database, and how one is put back."""

from __future__ import annotations

import asyncio
import os
import runpy
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main
from bot.domain.catalog import Params
from bot.domain.jobs import Order
from bot.domain.quota import OwnerLimits
from bot.store.lock import exclusive
from bot.store.sqlite import open_store
from tests.cli.data_folders import NOW, PICTURE, content, orders

pytestmark = pytest.mark.usefixtures("folder")
ROOT = Path(__file__).parents[2]
OURS = "_litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)", "_litestream_lock (id INTEGER)"


def copied(folder: Path, *statements: str) -> Path:
    """What Litestream brings back of a folder's database."""
    copy = folder.parent / "copy.sqlite3"
    shutil.copy(folder / "bot.sqlite3", copy)
    change(copy, *(f"CREATE TABLE {each}" for each in OURS), *statements)
    return copy


def change(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as books:
        for statement in statements:
            books.execute(statement)


def seen(folder: Path) -> dict[str, bytes]:
    with exclusive(folder):  # leaves its lock
        pass
    return content(folder)


async def book(folder: Path, job_id: int) -> None:
    """Book an order that waits for its turn."""
    async with open_store(folder / "bot.sqlite3") as store:
        order = Order(id=job_id, guild_id=0, channel_id=0, user_id=3, model="banana", prompt="a cat", params=Params())
        await store.reserve(order, cost=1, caps=OwnerLimits(), now=NOW)


def tables(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "bot.sqlite3")) as books:
        return {row[0] for row in books.execute("SELECT name FROM sqlite_master")}


def test_a_backup_made_beside_litestream_can_be_restored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder / "bot.sqlite3", *(f"CREATE TABLE {each}" for each in OURS))
    assert main(["backup", "--to", str(folder.parent / "kept.zip")]) == 0
    assert "didn't make" not in capsys.readouterr().err
    assert main(["restore", str(folder.parent / "kept.zip")]) == 0
    assert orders(folder) == [1, 2] and not {"_litestream_seq", "_litestream_lock"} & tables(folder)


def test_a_database_alone_is_restored_beside_the_pictures_that_are_there(folder: Path) -> None:
    copy = copied(folder, "UPDATE job SET prompt = 'as copied'")
    assert main(["restore", str(copy)]) == 0
    assert orders(folder) == [1, 2] and not {"_litestream_seq", "_litestream_lock"} & tables(folder)
    assert (folder / PICTURE).read_bytes() == b"a picture"
    [aside] = folder.glob("before-restore-*")
    assert orders(aside) == [1, 2]


def test_an_order_that_waited_when_it_was_copied_is_not_ordered_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(book(folder, 3))
    assert main(["restore", str(copied(folder))]) == 0
    assert "Ended 1 waiting order" in capsys.readouterr().err
    with closing(sqlite3.connect(folder / "bot.sqlite3")) as books:
        assert books.execute("SELECT state, failure FROM job WHERE id = 3").fetchone() == ("failed", "restored")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER theirs AFTER UPDATE ON job BEGIN DELETE FROM ledger; END",
        "CREATE TABLE _litestream_theirs (id)",
        "UPDATE image SET path = '../../etc/passwd'",
    ],
)
def test_a_database_that_something_else_changed_is_refused(
    folder: Path, statement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, before = copied(folder, statement), seen(folder)
    assert main(["restore", str(copy)]) == 1
    assert content(folder) == before and "can't be trusted" in capsys.readouterr().err


def test_the_drill_restores_the_copy_and_says_when_it_has_fallen_behind(folder: Path) -> None:
    config = folder.parent / "litestream.yml"
    config.write_text((ROOT / "deploy/litestream.yml").read_text().replace("/mnt/backups/banana-bot", "copies"))
    once = (Path(sys.executable).parent / "litestream", "replicate", "-config", config, "-once")
    subprocess.run(once, check=True, capture_output=True)
    before = (folder / "bot.sqlite3").read_bytes()
    said = drill(config)
    assert said.returncode == 0 and (folder / "bot.sqlite3").read_bytes() == before, said.stderr
    assert "It holds 2 orders" in said.stdout and "The copy can be restored" in said.stdout
    change(folder / "bot.sqlite3", "UPDATE job SET updated_at = updated_at + 61000")
    assert (behind := drill(config)).returncode == 1 and "Does Litestream run?" in behind.stderr
    shutil.rmtree("copies")
    assert (gone := drill(config)).returncode == 1 and "The drill failed" in gone.stderr


def test_the_drill_says_how_far_a_copy_of_no_or_one_order_reaches(folder: Path) -> None:
    compared = runpy.run_path(str(ROOT / "deploy/litestream_drill.py"))["compared"]
    copy, database = folder.parent / "copy.sqlite3", folder.parent / "database.sqlite3"
    for each in (copy, database):
        change(each, "CREATE TABLE job (updated_at INTEGER)")
    assert compared(copy, database) == "It holds no order yet; the database holds no order yet."
    change(copy, "INSERT INTO job VALUES (60000)")
    assert compared(copy, folder / "none") == "It holds 1 order and reaches to 1970-01-01 00:01:00 UTC."


def drill(config: Path) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, ROOT / "deploy/litestream_drill.py", "--config", config)
    return subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )


def test_the_database_in_use_is_not_taken_for_a_copy(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = seen(folder)
    assert main(["restore", str(folder / "bot.sqlite3")]) == 1
    assert content(folder) == before and "not a copy of it" in capsys.readouterr().err
