"""The books can't be written for a while: orders are refused in words, jobs wait, and all goes on where it stood."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.higgsfield import Submission
from bot.higgsfield.client import HiggsfieldClient
from bot.runtime.retry import Backoff
from bot.store.attempts import SqliteAttempts
from bot.store.connection import Database
from bot.store.sqlite import SqliteStore, open_store
from bot.ui import reactions
from bot.worker import worker

Studio = Any
Obstacle = Callable[[Path], AbstractContextManager[None]]
REFUSAL = "I can't save anything right now, so nothing was done and it cost nothing."
CHARGED = [("reserve", 1), ("settle", 0)]
NEVER = float("inf")


@contextmanager
def locked(books: Path) -> Iterator[None]:
    """Another program's transaction."""
    with closing(sqlite3.connect(books, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def moved(books: Path) -> Iterator[None]:
    """Somebody's hand on the file."""
    elsewhere = books.rename(books.with_name("elsewhere.sqlite3"))
    yield
    elsewhere.rename(books)


@pytest.fixture
async def studio(closed_studio: Studio, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Studio]:
    """A studio whose bot waits for its books a hundredth of what it does at a host's."""
    monkeypatch.setattr(app, "open_store", partial(open_store, busy_seconds=0.05))
    monkeypatch.setattr(worker, "RETRY_S", worker.RETRY_S / 100)
    monkeypatch.setattr(reactions, "STORAGE_RETRY", Backoff(first=0.05, longest=0.05))
    await closed_studio.start()
    yield closed_studio


@pytest.fixture
def pragma(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Say a pragma on the bot's own connection, before its next transaction."""
    attempt, said = Database.attempt, list[str]()

    def attempting(database: Database, *args: Any, **options: Any) -> Any:
        while said:
            sql = f"PRAGMA {said.pop()}"
            attempt(database, "DEFERRED", lambda tx, sql=sql: tx.execute(sql).fetchall())
        return attempt(database, *args, **options)

    monkeypatch.setattr(Database, "attempt", attempting)
    return said.append


async def test_an_order_is_refused_in_words_and_costs_nothing_while_another_program_holds_the_books(
    studio: Studio,
) -> None:
    with locked(studio.folder / "bot.sqlite3"):
        call = await studio.order()
        assert call.ephemeral and REFUSAL in call.message.text
        french = await studio.order(locale="fr")
        assert "Je n'arrive pas à enregistrer pour l'instant" in french.message.text
        assert (studio.orders, studio.posts) == (0, 0)
    call, card = await studio.finish()
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED


async def test_books_whose_file_was_moved_away_are_not_written_to_until_it_is_back(studio: Studio) -> None:
    """SQLite itself would go on, into a file that nobody will ever open again."""
    with moved(studio.folder / "bot.sqlite3"):
        call = await studio.order()
        assert call.ephemeral and REFUSAL in call.message.text
    call, card = await studio.finish()
    assert len(card.media) == 1 and studio.orders == 1


@pytest.mark.parametrize(
    ("trouble", "relief"),
    [("max_page_count = 1", "max_page_count = 1073741823"), ("query_only = ON", "query_only = OFF")],
    ids=["full", "read_only"],
)
async def test_a_disk_full_in_the_middle_of_an_order_leaves_nothing_of_it(
    studio: Studio, pragma: Callable[[str], None], trouble: str, relief: str
) -> None:
    pragma(trouble)
    long = "a " + "very " * 390 + "small cat"
    calls = [await studio.order(long, by=by) for by in ("mara", "jonas", "ines")]
    refused = [call for call in calls if call.ephemeral]
    assert refused and all(REFUSAL in call.message.text for call in refused)
    pragma(relief)
    _, card = await studio.finish(by="sam")
    assert len(card.media) == 1
    taken = len(calls) - len(refused)
    await studio.until(lambda: studio.spent == taken + 1)
    assert studio.orders == taken + 1, "an order is whole or not there"


@dataclass
class Tries:
    """How often the worker tried to move a job or to read its picture, and what comes once the vendor has answered."""

    moves: int = 0
    shut: Callable[[], None] = lambda: None


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> Tries:
    tries, apply, submit = Tries(), SqliteStore.apply, HiggsfieldClient.submit
    begin = SqliteAttempts.begin

    async def beginning(attempts: SqliteAttempts, job_id: int, step: str, *, most: int) -> bool:
        tries.moves += 1
        return await begin(attempts, job_id, step, most=most)

    async def applying(store: SqliteStore, *args: Any, **options: Any) -> Any:
        tries.moves += 1
        return await apply(store, *args, **options)

    async def submitting(client: HiggsfieldClient, submission: Submission) -> str:
        try:
            return await submit(client, submission)
        finally:
            tries.shut()

    monkeypatch.setattr(SqliteAttempts, "begin", beginning)
    monkeypatch.setattr(SqliteStore, "apply", applying)
    monkeypatch.setattr(HiggsfieldClient, "submit", submitting)
    return tries


async def try_in_vain(studio: Studio, tries: Tries) -> None:
    """Let the worker try three times more."""
    enough = tries.moves + 3
    await studio.until(lambda: tries.moves >= enough)


@pytest.mark.parametrize("obstacle", [locked, moved])
async def test_an_order_accepted_while_the_books_shut_is_drawn_once_and_delivered_when_they_open(
    studio: Studio, tries: Tries, obstacle: Obstacle, caplog: pytest.LogCaptureFixture
) -> None:
    with ExitStack() as stack:
        tries.shut = lambda: stack.enter_context(obstacle(studio.folder / "bot.sqlite3"))
        call = await studio.order()
        await studio.until(lambda: tries.moves > 1)
        tries.shut = lambda: None
        await try_in_vain(studio, tries)
    assert studio.posts == 1
    card = await studio.ended(call)
    assert len(card.media) == 1 and studio.posts == 1
    assert studio.ledger(call) == CHARGED
    said = [record.getMessage() for record in caplog.records if record.name == "bot.store.connection"]
    assert len(said) == 2 and "the database can't be written to" in said[0] and "can be written to again" in said[1]
    assert not [record for record in caplog.records if record.exc_info], "no traceback for what is no mistake of ours"


@pytest.mark.parametrize(
    ("how", "ends"),
    [("400", "failed"), ("429", "succeeded")],
)
async def test_an_order_turned_down_while_the_books_shut_is_not_called_unclear(
    studio: Studio, tries: Tries, how: str, ends: str
) -> None:
    studio.vendor.fail("POST", "*banana*", how=how)
    with ExitStack() as stack:
        tries.shut = lambda: stack.enter_context(locked(studio.folder / "bot.sqlite3"))
        call = await studio.order()
        await studio.until(lambda: tries.moves > 1)
        tries.shut = lambda: None
        await try_in_vain(studio, tries)
    card = await studio.ended(call)
    assert studio.row(call)["state"] == ends
    if ends == "failed":
        assert "rejected this order" in card.text and studio.posts == 1
        assert studio.ledger(call) == [("reserve", 1), ("refund", -1)]
    else:
        assert len(card.media) == 1 and studio.posts == 2
        assert studio.ledger(call) == CHARGED
    assert not studio.person("sam").dm(), "the host hears of no unclear order"


async def test_a_picture_that_came_while_the_books_shut_is_paid_once_when_they_open(
    studio: Studio, tries: Tries
) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.vendor.reached(next(iter(studio.vendor.requests.values())), "in_progress")
    with locked(studio.folder / "bot.sqlite3"):
        before = tries.moves
        studio.finish_drawing()
        await studio.until(lambda: tries.moves > before)
        await try_in_vain(studio, tries)
        assert studio.row(call)["state"] == "running"
    card = await studio.ended(call)
    assert len(card.media) == 1 and studio.posts == 1 and studio.ledger(call) == CHARGED


async def test_an_answer_that_could_not_be_bound_is_bound_later_and_its_person_is_not_told_a_lie(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    bind, opened = SqliteStore.bind, asyncio.Event()

    async def binding(store: SqliteStore, *args: Any, **options: Any) -> Any:
        if opened.is_set():
            return await bind(store, *args, **options)
        with locked(studio.folder / "bot.sqlite3"):
            opened.set()
            return await bind(store, *args, **options)

    monkeypatch.setattr(SqliteStore, "bind", binding)
    call, card = await studio.finish()
    assert len(card.media) == 1 and card is call.message and not call.followups
    assert studio.ledger(call) == CHARGED


async def test_a_wish_to_cancel_says_so_and_a_cross_is_remembered_while_the_books_are_away(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.terms(queued_s=NEVER)
    call = await studio.order()
    await studio.taken(call.message)
    wishes, wish = [], SqliteStore.request_cancel

    async def wishing(store: SqliteStore, *args: Any, **options: Any) -> Any:
        wishes.append(args)
        return await wish(store, *args, **options)

    monkeypatch.setattr(SqliteStore, "request_cancel", wishing)
    with locked(studio.folder / "bot.sqlite3"):
        pressed = await studio.press(call.message, "cancel")
        told = await studio.until(lambda: pressed.followups)
        assert REFUSAL in told[0].text
        await studio.person().react(call.message, "❌")
        await studio.until(lambda: len(wishes) > 1)
    assert "Cancelled." in (await studio.ended(call)).text
    assert studio.ledger(call) == [("reserve", 1), ("refund", -1)]


async def test_a_reply_is_told_that_the_books_are_away(studio: Studio) -> None:
    _, card = await studio.finish()
    with locked(studio.folder / "bot.sqlite3"):
        said = await studio.person().say("@Banana make the sky purple", reply_to=card)
        brief = await studio.until(
            lambda: next((m for m in studio.fake_discord.messages() if m.reply_to == said.id), None), timeout=20
        )
        assert brief.text.startswith(REFUSAL) and studio.orders == 1
