"""The sums of hours say what a sum over all lines says, at any moment, and cost the same at any age of the books."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.limits import HOUR_MS, snowflake
from bot.domain.quota import OwnerLimits
from bot.domain.rules import Asker, Rule, Rules, Who
from bot.domain.sections import to_json
from bot.store import ledger, sums
from bot.store.ledger import Spender
from bot.store.migrate import migrate
from bot.store.sums import Account, Source

HOUR = 1_800_000_000_000 // HOUR_MS * HOUR_MS
SLACK = 300_000
WHOSE: dict[str, tuple[Source, str]] = {
    "user": (sums.USER, "guild_id = 1 AND user_id = 3"),
    "person": (sums.PERSON, "user_id = 3"),
    "guild": (sums.GUILD, "guild_id = 1"),
    "bot": (sums.BOT, "TRUE"),
    "channel": (
        sums.CHANNEL,
        "guild_id = 1 AND job_id IN (SELECT id FROM job WHERE 50 IN (channel_id, parent_channel_id))",
    ),
}
LINE = "INSERT INTO ledger (job_id, guild_id, user_id, model, kind, amount, charged_at, at)"


@pytest.fixture
def books() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        migrate(connection)
        yield connection


@contextmanager
def rolled_back(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        connection.execute("ROLLBACK")


def book(connection: sqlite3.Connection, number: int, at: int, amount: int, place: tuple[int, int, int, int]) -> None:
    """Book an order whose id knows when it was made: the same moment."""
    guild_id, channel_id, parent_id, user_id = place
    job_id = snowflake(at) + number
    connection.execute(
        """INSERT INTO job (id, idempotency_key, guild_id, channel_id, parent_channel_id, user_id, model, prompt, cost,
                            file_limit, created_at, updated_at)
           VALUES (?, ?, ?, ?, ?, ?, 'banana', 'p', ?, 9, 0, 0)""",
        (job_id, str(number), guild_id, channel_id, parent_id, user_id, amount),
    )
    model = "banana-pro" if number % 3 == 0 else "banana"
    connection.execute(
        f"{LINE} VALUES (?, ?, ?, ?, 'reserve', ?, ?, ?)", (job_id, guild_id, user_id, model, amount, at, at)
    )
    if number % 4 == 0:
        connection.execute(
            f"{LINE} VALUES (?, ?, ?, ?, 'refund', ?, ?, ?)", (job_id, guild_id, user_id, model, -amount, at, at + 9)
        )


PLACES = st.sampled_from([(1, 50, 0, 3), (1, 51, 50, 3), (1, 52, 0, 4), (2, 50, 0, 3), (0, 50, 0, 3)])
#: Moments at and around the edges of hours, of the window and of the slack that a clock has.
OFFSETS = st.integers(-3, 3).map(lambda hours: hours * HOUR_MS)
MOMENTS = st.builds(lambda o, ms: HOUR + o + ms, OFFSETS, st.sampled_from([-1, 0, 1, SLACK, SLACK + 1, 1_234_567]))


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    lines=st.lists(st.tuples(MOMENTS, st.integers(1, 9), PLACES), max_size=12),
    now=MOMENTS,
    period=st.sampled_from([1_000, 600_000, HOUR_MS, HOUR_MS + 1, 3 * HOUR_MS]),
    model=st.sampled_from(["*", "banana", "banana-pro"]),
)
def test_sums_say_what_the_lines_say(
    books: sqlite3.Connection,
    lines: list[tuple[int, int, tuple[int, int, int, int]]],
    now: int,
    period: int,
    model: str,
) -> None:
    with rolled_back(books) as connection:
        for number, (at, amount, place) in enumerate(lines):
            book(connection, number, at, amount, place)
        for source, whose in WHOSE.values():
            counted = f"{whose} AND charged_at > {now - period} AND charged_at <= {now + SLACK}"
            plain = f"SELECT COALESCE(SUM(amount), 0) FROM ledger WHERE {counted} AND '{model}' IN ('*', model)"
            target = 50 if source is sums.CHANNEL else 3 if source in (sums.USER, sums.PERSON) else 0
            guild = 1 if source in (sums.USER, sums.GUILD, sums.CHANNEL) else 0
            account = Account(
                sources=(source,), period_ms=period, now=now, guild_id=guild, target_id=target, model=model
            )
            expected = connection.execute(plain).fetchone()[0]
            assert sums.used(connection, account) == expected
            oldest = plain.replace("COALESCE(SUM(amount), 0)", "charged_at, SUM(amount) AS net")
            first = connection.execute(f"{oldest} GROUP BY charged_at HAVING net > 0 ORDER BY charged_at").fetchone()
            assert sums.first_spent(connection, account) == (tuple(first) if first else (None, 0))
            all_back = sums.moment(connection, account, lambda back, at, all_=expected: back >= all_)
            last = connection.execute(f"{oldest} GROUP BY charged_at HAVING net > 0 ORDER BY 1 DESC").fetchone()
            assert all_back == (last["charged_at"] if last else None)


def test_a_check_reads_no_more_lines_where_the_books_are_older(books: sqlite3.Connection) -> None:
    """Counted are the steps of SQLite's machine for all limits of one order, over 30 days and over 300."""
    month = 30 * 86_400
    rules = Rules(
        all=(
            Rule(scope=Who.SERVER, credits=10**6, period_s=month),
            Rule(scope=Who.CHANNEL, target_id=50, credits=10**6, period_s=month),
            Rule(scope=Who.EVERYBODY, credits=10**6, period_s=month),
        )
    )
    books.execute("INSERT INTO guild_setting VALUES (1, 'rules', ?, 1)", (to_json(rules),))
    spender = Spender(
        guild_id=1,
        asker=Asker(user_id=3, channel_ids=frozenset({50})),
        model="banana",
        caps=OwnerLimits(bot=10**6, member=10**6),
    )

    def steps() -> int:
        taken = 0

        def tick() -> int:
            nonlocal taken
            taken += 1
            return 0

        books.set_progress_handler(tick, 10)
        ledger.check(books, spender, 1, HOUR)
        books.set_progress_handler(None, 0)
        return taken

    def fill(days: range) -> None:
        books.execute("BEGIN")
        for day in days:
            for hour in range(24):
                book(books, day * 24 + hour, HOUR - day * 86_400_000 - hour * HOUR_MS - 1, 2, (1, 50, 0, 3))
        books.execute("COMMIT")

    fill(range(40))
    young = steps()
    fill(range(40, 200))
    assert steps() <= young * 1.2


def test_a_check_reads_no_more_lines_on_a_busier_day(books: sqlite3.Connection) -> None:
    """The hour in which the window begins may have thousands of them."""
    asked = [
        Account(sources=(source,), period_ms=24 * HOUR_MS, now=HOUR + HOUR_MS // 7, guild_id=guild_id)
        for source, guild_id in ((sums.BOT, 0), (sums.GUILD, 1))
    ]
    start = HOUR - 24 * HOUR_MS

    def steps() -> int:
        taken: list[int] = []
        books.set_progress_handler(lambda: taken.append(10), 10)
        for account in asked:
            sums.used(books, account)
        books.set_progress_handler(None, 0)
        return sum(taken)

    def fill(numbers: range) -> None:
        books.execute("BEGIN")
        for number in numbers:
            book(books, number, start + number * 1_200, 2, (1, 50, 0, 3 + number))
        books.execute("COMMIT")

    fill(range(0, 3_000, 50))
    quiet = steps()
    fill(range(1, 3_000, 2))
    assert steps() <= quiet + 3_000


def test_the_next_order_s_check_has_no_question_planned_anew(books: sqlite3.Connection) -> None:
    """SQLite asks the authorizer as it plans: an index for one value of an id has it plan at each other one."""
    planned: list[object] = []

    def check(user_id: int, guild_id: int) -> None:
        spender = Spender(guild_id=guild_id, asker=Asker(user_id=user_id), model="banana", caps=OwnerLimits())
        ledger.check(books, spender, 1, HOUR)

    books.set_authorizer(lambda *what: planned.append(what) or sqlite3.SQLITE_OK)
    check(3, 1)
    assert planned
    planned.clear()
    check(4, 2)
    check(5, 0)
    assert not planned
