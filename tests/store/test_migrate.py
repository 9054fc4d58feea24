"""The schema grows by numbered files, each once, each whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.errors import StartError
from bot.store.migrate import FOLDER, migrate
from bot.store.schema_check import foreign_object

FILES = {
    "0001_a.sql": "-- words; a semicolon\nCREATE TABLE a (x TEXT) STRICT;\nINSERT INTO a VALUES ('one;two');\n",
    "0002_b.sql": """
        CREATE TABLE b (y INTEGER) STRICT;  -- trailing words
        CREATE TRIGGER watch AFTER INSERT ON a
        BEGIN
            INSERT INTO b VALUES (1);
            INSERT INTO b VALUES (2);
        END;
        ALTER TABLE a ADD COLUMN z INTEGER;
        -- the end
    """,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, sql in FILES.items():
        (tmp_path / name).write_text(sql)
    return tmp_path


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "db.sqlite3", isolation_level=None)) as connection:
        yield connection


def schema(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    return connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name").fetchall()


def applied(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM migration ORDER BY name")]


def test_each_file_is_applied_once(connection: sqlite3.Connection, folder: Path) -> None:
    for _ in range(2):
        migrate(connection, folder)
    assert applied(connection) == list(FILES)
    connection.execute("INSERT INTO a (x) VALUES ('three')")
    assert connection.execute("SELECT count(*) FROM a").fetchone() == (2,)
    assert connection.execute("SELECT count(*) FROM b").fetchone() == (2,)


def test_step_by_step_ends_where_all_at_once_does(connection: sqlite3.Connection, tmp_path: Path) -> None:
    steps = tmp_path / "steps"
    steps.mkdir()
    for file in sorted(FOLDER.glob("*.sql")):
        (steps / file.name).write_bytes(file.read_bytes())
        migrate(connection, steps)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh)
        assert schema(connection) == schema(fresh)
        assert applied(connection) == applied(fresh)


def test_a_new_database_needs_no_full_text_search_even_where_its_making_was_cut_off(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    refused = sqlite3.SQLITE_CREATE_VTABLE
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_DENY if action == refused else sqlite3.SQLITE_OK)
    steps = tmp_path / "steps"
    steps.mkdir()
    for file in sorted(FOLDER.glob("*.sql"))[:20]:
        (steps / file.name).write_bytes(file.read_bytes())
    migrate(connection, steps)
    migrate(connection)
    assert foreign_object(connection) is None


def test_a_file_that_fails_leaves_nothing_and_what_came_before_stays(
    connection: sqlite3.Connection, folder: Path
) -> None:
    (folder / "0003_c.sql").write_text("CREATE TABLE c (x TEXT) STRICT;\nINSERT INTO nowhere VALUES (1);\n")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection, folder)
    assert applied(connection) == list(FILES)
    assert not [name for _, name, *_ in schema(connection) if name == "c"]
    assert not connection.in_transaction


def test_an_unfinished_statement_is_not_forgotten(connection: sqlite3.Connection, folder: Path) -> None:
    (folder / "0003_c.sql").write_text("CREATE TABLE c (")
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, folder)


def test_a_newer_schema_is_refused_in_words(connection: sqlite3.Connection, folder: Path) -> None:
    migrate(connection, folder)
    (folder / "0002_b.sql").unlink()
    with pytest.raises(StartError, match="newer version of this bot") as caught:
        migrate(connection, folder)
    assert "0002_b.sql" in str(caught.value)


def test_files_are_numbered_without_a_gap() -> None:
    numbers = [int(file.name.split("_")[0]) for file in sorted(FOLDER.glob("*.sql"))]
    assert numbers == list(range(1, len(numbers) + 1))
