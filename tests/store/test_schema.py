"""What no row may say, even by hand; and that questions asked often are answered from an index."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.jobs import ADOPTABLE, FINAL, Job, JobState
from bot.store import (
    acts,
    bill,
    copies,
    erasures,
    gifts,
    guild_log,
    job_rows,
    ledger,
    member_records,
    moderation,
    old_words,
    rules,
    sqlite,
    strikes,
    sums,
)
from bot.store.migrate import FOLDER, migrate
from bot.store.sqlite import SqliteStore
from tests.store.integrity import damage

Walk = Callable[..., Awaitable[Job]]
LINE = "INSERT INTO ledger (job_id, guild_id, user_id, model, kind, amount, charged_at, at)"


@pytest.fixture
def raw(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Two running jobs (1 and 2), each with its reservation."""
    with closing(sqlite3.connect(tmp_path / "raw.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection)
        for number in (1, 2):
            connection.execute(
                """INSERT INTO job (id, idempotency_key, guild_id, channel_id, user_id, model, prompt, cost, state,
                                    vendor_id, message_id, file_limit, created_at, updated_at)
                   VALUES (:n, 'key' || :n, 1, 2, 3, 'banana', 'p', 4, 'running', 'v' || :n, 70 + :n, 9, 0, 0)""",
                {"n": number},
            )
            connection.execute(f"{LINE} VALUES (?, 1, 3, 'banana', 'reserve', 4, 0, 0)", (number,))
        yield connection


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE job SET state = 'dreaming'", "job_state_valid"),
        ("UPDATE job SET cost = -1", "job_cost_not_negative"),
        ("UPDATE job SET params = '{'", "job_params_json"),
        ("UPDATE job SET cancel_refused = 2", "job_cancel_refused_bool"),
        ("UPDATE job SET delivered = 'pigeon'", "job_delivered_valid"),
        ("UPDATE job SET finished_at = 1", "job_finished_iff_final"),
        ("UPDATE job SET state = 'succeeded'", "job_finished_iff_final"),
        ("UPDATE job SET vendor_id = NULL", "job_running_has_vendor"),
        ("UPDATE job SET state = 'failed', finished_at = 1", "job_failed_has_reason"),
        ("UPDATE job SET failure = 'nsfw'", "job_failed_has_reason"),
        ("UPDATE job SET shown_rev = 2", "job_shown_not_ahead"),
        ("UPDATE job SET cost = 'four'", "cannot store TEXT value in INTEGER"),
        ("UPDATE job SET parent_id = 99 WHERE id = 1", "FOREIGN KEY"),
        ("UPDATE job SET vendor_id = 'v1' WHERE id = 2", "job.vendor_id"),
        ("UPDATE job SET message_id = 71 WHERE id = 2", "job.message_id"),
        ("UPDATE job SET idempotency_key = 'key1' WHERE id = 2", "job.idempotency_key"),
        (f"{LINE} VALUES (1, 1, 3, 'banana', 'gift', 1, 0, 0)", "ledger_kind_valid"),
        (f"{LINE} VALUES (1, 1, 3, 'banana', 'settle', 1, 0, 0)", "ledger_sign"),
        (f"{LINE} VALUES (1, 1, 3, 'banana', 'reserve', -4, 0, 0)", "ledger_sign"),
        (f"{LINE} VALUES (1, 1, 3, 'banana', 'reserve', 4, 0, 0)", "UNIQUE constraint failed: ledger.job_id"),
        (f"{LINE} VALUES (99, 1, 3, 'banana', 'reserve', 4, 0, 0)", "FOREIGN KEY"),
        ("DELETE FROM ledger", "append-only ledger"),
        ("UPDATE ledger SET amount = 0", "append-only ledger"),
        ("UPDATE ledger SET charged_at = 1", "append-only ledger"),
        ("UPDATE ledger SET user_id = 4", "append-only ledger"),
        ("UPDATE ledger SET user_id = 0, amount = 1", "append-only ledger"),
        ("INSERT INTO bill VALUES (NULL, 1, 1, 3, 'banana', 'gift', 1, 0, 0)", "bill_kind_valid"),
        ("INSERT INTO bill VALUES (NULL, 1, 1, 3, 'banana', 'expose', -1, 0, 0)", "bill_sign"),
        ("INSERT INTO bill VALUES (NULL, 1, 1, 3, 'banana', 'clear', 1, 0, 0)", "bill_sign"),
        ("INSERT INTO image (job_id, role, position, url) VALUES (1, 'frame', 0, 'u')", "image_role_valid"),
        ("INSERT INTO quota_grant VALUES (NULL, 1, 3, 0, 9, 0, 1, NULL)", "quota_grant_credits"),
        ("INSERT INTO block VALUES (1, 'planet', 3, '', 9, 0, NULL)", "block_kind_valid"),
        ("INSERT INTO strike VALUES (NULL, 1, 3, 'loud', 5, 0, NULL)", "strike_kind_valid"),
        ("INSERT INTO act VALUES (NULL, 1, 0, 9, 'block', 'planet', 3, 3, '{}')", "act_target_valid"),
        ("INSERT INTO act VALUES (NULL, 1, 0, 9, 'block', 'member', 3, 3, '{')", "act_detail_json"),
    ],
)
def test_an_impossible_row_is_refused(raw: sqlite3.Connection, statement: str, why: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=re.escape(why)):
        raw.execute(statement)


def test_each_table_is_used(raw: sqlite3.Connection) -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in FOLDER.parents[1].glob("*.py"))
    names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert [name for name in names if not re.search(rf"\b{name}\b", code)] == []


def test_a_job_has_one_close_whatever_its_kind(raw: sqlite3.Connection) -> None:
    raw.execute(f"{LINE} VALUES (1, 1, 3, 'banana', 'refund', -4, 0, 0)")
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        raw.execute(f"{LINE} VALUES (1, 1, 3, 'banana', 'settle', 0, 0, 0)")
    raw.execute(f"{LINE} VALUES (1, 1, 3, 'banana', 'correction', -1, 0, 0)")


def test_the_bill_is_only_ever_added_to(raw: sqlite3.Connection) -> None:
    line = "INSERT INTO bill VALUES (NULL, 1, 1, 3, 'banana', ?, ?, 0, 0)"
    raw.execute(line, ("expose", 4))
    raw.execute(line, ("clear", -4))
    for change in ("DELETE FROM bill", "UPDATE bill SET amount = 0", "UPDATE bill SET user_id = 4"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only bill"):
            raw.execute(change)
    for kind in ("expose", "clear", "charge"):
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            raw.execute(line, (kind, 0))


def test_erasure_is_the_ledgers_only_change(raw: sqlite3.Connection) -> None:
    raw.execute("UPDATE ledger SET user_id = 0 WHERE job_id = 1")
    assert raw.execute("SELECT user_id, amount FROM ledger ORDER BY job_id").fetchall() == [(0, 4), (3, 4)]


@pytest.mark.parametrize("there", list(JobState))
@pytest.mark.parametrize(
    ("here", "failure"),
    [("succeeded", None), ("cancelled", None), ("failed", "nsfw"), *(("failed", str(f)) for f in sorted(ADOPTABLE))],
)
def test_final_is_final_but_for_adoption(
    raw: sqlite3.Connection, here: str, failure: str | None, there: JobState
) -> None:
    move = "UPDATE job SET state = ?, failure = ?, finished_at = ? WHERE id = 1"
    raw.execute(move, (here, failure, 1))
    values = (there, "nsfw" if there == "failed" else None, 1 if there in FINAL else None)
    if there == here or (failure in ADOPTABLE and there == "running"):
        raw.execute(move, values)
    else:
        with pytest.raises(sqlite3.IntegrityError, match="final job"):
            raw.execute(move, values)


def test_the_schema_knows_the_same_states_as_the_code() -> None:
    text = "".join(file.read_text() for file in sorted(FOLDER.glob("*.sql")))
    states = re.search(r"job_state_valid CHECK \(state IN \((.*?)\n\s*\)\)", text, re.S)
    assert states and set(re.findall(r"^\s*'(\w+)'", states[1], re.M)) == set(JobState)


WHOSE = {"guild_id": 1, "target_id": 3, "model": "*", "after": 0, "latest": 1}
HOURS, PART = {**WHOSE, "first": 1, "last": 2}, {**WHOSE, "from": 0, "to": 1}
TOTAL = {**HOURS, **sums._edge_values("head", 0, 1), **sums._edge_values("tail", 0, 1)}
DAY = {"after": 0, "latest": 1}
BOOKS = [(f"{scope} {n}", books) for scope, kinds in ledger.COUNTED.items() for n, books in enumerate(kinds)]
SWEEP = {"before": 0, "latest": 0, "guild_id": 1, "most": 9, "id": 1, "now": 0, "oldest": 0}
SAME_LINE = dict.fromkeys(
    ("log_channel_id", "guild_id", "kind", "what", "by_user", "user_id", "channel_id", "words", "facts"), 1
)
ASKED_OFTEN = [
    *(pytest.param(books.total, TOTAL, "SEARCH", id=f"total {name}") for name, books in BOOKS),
    *(pytest.param(books.by_hour, HOURS, "SEARCH", id=f"by hour {name}") for name, books in BOOKS if books.sums),
    *(pytest.param(books.moments, PART, "INDEX", id=f"moments {name}") for name, books in BOOKS),
    *(pytest.param(books.ahead, WHOSE, "INDEX", id=f"ahead {name}") for name, books in BOOKS),
    pytest.param(rules.UNDER_WAY, {"guild_id": 1, "user_id": 3, "channel_id": 0}, "INDEX job_active", id="under way"),
    pytest.param(gifts.LEFT, (1, 3, 0), "INDEX quota_grant_person", id="gifts"),
    pytest.param(bill.LINES, DAY, "INDEX bill_all", id="lines"),
    pytest.param(bill.RESERVED, DAY, "INDEX job_active", id="reserved"),
    pytest.param(job_rows.ACTIVE, (), "INDEX job_active", id="active"),
    pytest.param(job_rows.UNREACHED, {"guild_id": 1, "since": 0}, "INDEX job_unreached", id="unreached"),
    pytest.param(job_rows.ADOPTABLE, (0,), "INDEX job_adoptable", id="adoptable"),
    pytest.param(job_rows.JOB_BY_MESSAGE, {"it": 1}, "INDEX sqlite_autoindex_job", id="by message"),
    pytest.param(sqlite.UNBOUND, (), "INDEX sqlite_autoindex_job", id="unbound"),
    pytest.param(sqlite.UNSHOWN, (), "INDEX job_unshown", id="unshown"),
    pytest.param(
        job_rows.DURATIONS, {"model": "banana", "last": 50, "before": 1}, "INDEX job_submitted", id="durations"
    ),
    pytest.param(moderation.OPEN_REPORTS, (), "INDEX report_untold", id="open reports"),
    pytest.param(moderation.LATELY, (3, 0, 5), "INDEX report_person", id="reports lately"),
    pytest.param(sqlite.EXPIRED, SWEEP, "INDEX image_on_disk", id="expired"),
    pytest.param(sqlite.EXPIRED_IN_GUILD, SWEEP, "COVERING INDEX job_guild", id="expired in a server"),
    pytest.param(old_words.EVERYWHERE, SWEEP, "INDEX job_worded", id="old words"),
    pytest.param(old_words.IN_GUILD, SWEEP, "INDEX job_guild_worded", id="old words in a server"),
    pytest.param(guild_log.AGE, SWEEP, "INDEX log_line_wordy", id="old words in logs"),
    pytest.param(guild_log.AGAIN, SAME_LINE, "INDEX log_line_same", id="the same event in a log"),
    pytest.param(job_rows.KEPT, {"user_id": 3}, "INDEX job_kept", id="undelivered"),
    pytest.param(copies.REMOVED.format(column="channel_id"), SWEEP, "INDEX job_channel", id="channel removed"),
    pytest.param(erasures.FORGET_ENTRIES[0], SWEEP, "COVERING INDEX ledger_user", id="old entries"),
    pytest.param(erasures.ERASE_USES, (0, 3), "INDEX image_owner", id="uses by others"),
    pytest.param(strikes.OF_MEMBER, (1, 3, 0), "INDEX strike_member", id="strikes"),
    pytest.param(acts.OF_MEMBER, (1, 3, 20), "INDEX act_member", id="acts"),
    pytest.param(member_records.SPENT, (3, 1, 0), "COVERING", id="spent here"),
    pytest.param(member_records.DRAWN, {"guild_id": 1, "user_id": 3, "limit": 6}, "INDEX job_history", id="drawn here"),
]


@pytest.mark.parametrize(("sql", "values", "index"), ASKED_OFTEN)
def test_a_question_asked_often_is_answered_from_its_index(
    raw: sqlite3.Connection, sql: str, values: tuple[object, ...] | dict[str, object], index: str
) -> None:
    plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert any(index in step for step in plan), plan
    assert not [
        step for step in plan if re.match(r"SCAN (job|ledger|bill|spending|entry|image|report)(?!.* INDEX)", step)
    ], plan
    if "AS stranger" not in sql:  # what strangers spend is little: their share caps it
        assert "USE TEMP B-TREE FOR GROUP BY" not in plan


async def test_a_deep_look_finds_a_dangling_line(store: SqliteStore, walk: Walk, path: Path) -> None:
    await walk("succeeded")
    assert await damage(store) == []
    with closing(sqlite3.connect(path)) as other:
        other.execute("INSERT INTO job_event (job_id, at, new) VALUES (404, 0, 'queued')")
        other.commit()
    assert len(await damage(store)) == 1
