"""The limits and books of an older database: carried over, with nothing laxer than it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.domain.rules import MOST_RULES, Rule, Rules, Who
from bot.domain.sections import from_json
from bot.store.migrate import FOLDER, apply_named, migrate

HOUR = 500_000
BEFORE = {file.name for file in FOLDER.glob("*.sql") if file.name < "0019_sums.sql"}


@pytest.fixture
def old() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        apply_named(connection, BEFORE)
        yield connection


def rules(connection: sqlite3.Connection, guild_id: int) -> tuple[Rule, ...]:
    migrate(connection)
    found = connection.execute(
        "SELECT body FROM guild_setting WHERE guild_id = ? AND section = 'rules'", (guild_id,)
    ).fetchone()
    return from_json(Rules, found[0] if found else None).all


def test_old_limits_become_sentences(old: sqlite3.Connection) -> None:
    line = "INSERT INTO quota_rule (guild_id, scope, target_id, model, credits, period_s) VALUES (1, ?, ?, ?, ?, ?)"
    old.execute(line, ("guild_total", 0, "*", 10**9, 3_600))
    old.execute(line, ("everyone", 0, "banana-pro", 3, 86_400))
    old.execute(line, ("role", 2**62, "*", 0, 86_400))
    old.execute(line, ("user", 3, "*", 5, 10**12))
    assert rules(old, 1) == (
        Rule(scope=Who.SERVER, credits=10**6, period_s=3_600),
        Rule(scope=Who.EVERYBODY, credits=3, counted="banana-pro"),
        Rule(scope=Who.ROLE, target_id=2**62, credits=0),
        Rule(scope=Who.MEMBER, target_id=3, credits=5, period_s=3_660 * 86_400),
    )
    assert rules(old, 2) == ()


def test_of_more_limits_than_a_server_can_have_the_first_stay(old: sqlite3.Connection) -> None:
    for number in range(1, MOST_RULES + 9):
        old.execute("INSERT INTO quota_rule VALUES (NULL, 1, 'role', ?, '*', 5, 3600)", (number,))
    assert [rule.target_id for rule in rules(old, 1)] == list(range(1, MOST_RULES + 1))


def test_books_that_are_there_are_summed_up(old: sqlite3.Connection) -> None:
    for number, guild_id in ((1, 1), (2, 1), (3, 0)):
        old.execute(
            """INSERT INTO job (id, idempotency_key, guild_id, channel_id, user_id, model, prompt, cost, file_limit,
                                created_at, updated_at) VALUES (?, ?, ?, 50, 7, 'banana', 'p', 4, 9, 0, 0)""",
            (number, str(number), guild_id),
        )
        line = "INSERT INTO ledger VALUES (NULL, ?, ?, 7, 'banana', ?, ?, ?, 0)"
        old.execute(line, (number, guild_id, "reserve", 4, HOUR * 3_600_000 + number))
        old.execute(line, (number, guild_id, "settle", -1, HOUR * 3_600_000 + number))
    old.execute("INSERT INTO bill VALUES (NULL, 3, 0, 7, 'banana', 'expose', 1, ?, 0)", (HOUR * 3_600_000 + 3,))
    migrate(old)
    sums = old.execute("SELECT scope, guild_id, target_id, amount FROM spending WHERE hour = ? ORDER BY 1, 2", (HOUR,))
    assert sums.fetchall() == [
        ("bot", 0, 0, 10),
        ("channel", 1, 50, 6),
        ("guild", 0, 0, 3),
        ("guild", 1, 0, 6),
        ("person", 0, 7, 9),
        ("user", 0, 7, 3),
        ("user", 1, 7, 6),
    ]
