"""The terminal's orders and the bot's stand on one bill: one cap counts both, and `balance` prints it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot import app
from bot.cli import main, terminal_orders
from bot.store.sqlite import open_store
from tests.cli.processes import World, world

GENERATE = ("-m", "bot", "generate")
Run = Callable[..., Awaitable[tuple[int, str]]]


@pytest.fixture
async def both() -> AsyncIterator[World]:
    async with world() as both:
        yield both


@pytest.fixture
def run(both: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command, beside the bot's process; returns its exit code and all that it said."""
    monkeypatch.chdir(tmp_path)
    for module in (app, terminal_orders):
        monkeypatch.setattr(module, "on_signal", lambda *_: None)  # only a main thread hears them

    def command(*arguments: str) -> int:
        try:
            return main(arguments)
        except SystemExit as error:
            return int(error.code or 0)

    async def run(*arguments: str, **settings: str) -> tuple[int, str]:
        for name, value in (both.environment(tmp_path) | settings).items():
            monkeypatch.setenv(name, value)
        code = await asyncio.to_thread(command, *arguments)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


async def online(both: World) -> None:
    await both.fake_discord.until(lambda: both.fake_discord.bot_online, 60)


async def test_generate_honours_and_feeds_the_cap_of_the_bot_that_runs(both: World, run: Run, tmp_path: Path) -> None:
    cap = {"BOT_DAILY_CREDITS": "4"}
    async with both.bot(tmp_path, **cap):
        await online(both)
        assert (await run("generate", "a cat", "--count", "3", **cap))[0] == 0
        code, said = await run("generate", "a cat", "--count", "2", **cap)
        assert code == 3 and "BOT_DAILY_CREDITS allows 4 🍌 in 24 hours: 1 🍌 is left and this costs 2 🍌." in said
        person = both.fake_discord.person("mara")
        refused = await (await person.slash("banana", prompt="a dog", count=2)).done()
        assert refused.ephemeral and "This bot has 1 of its 4 🍌 left" in refused.message.text
        code, said = await run("balance", **cap)
        assert code == 0 and "used      3 of 4 🍌" in said and "spent     3 🍌" in said
    assert len(both.vendor.requests) == 1


async def test_an_order_of_the_terminal_without_a_word_stays_exposed(both: World, run: Run, tmp_path: Path) -> None:
    assert (await run("generate", "a bottle [unclear]", "--count", "3"))[0] == 1
    code, said = await run("balance")
    assert code == 0 and "exposed   3 🍌" in said
    assert (await run("generate", "a bottle [refused]"))[0] == 1
    assert "used      3 of 200 🍌" in (await run("balance"))[1]


def is_asked_about(both: World) -> bool:
    """Return True if the vendor was asked about an order that it has."""
    known = {f"/requests/{request_id}/status" for request_id in both.vendor.requests}
    return any(call.path in known for call in both.vendor.calls)


async def test_an_order_whose_process_was_killed_counts_until_the_next_run_knows_better(
    both: World, run: Run, tmp_path: Path
) -> None:
    both.vendor.options = replace(both.vendor.options, drawing_s=(600.0, 600.0))
    async with both.bot(tmp_path, *GENERATE, "a snail") as process:
        # Asked how it is doing: so it knows the request, whose end is then no unclear one.
        await both.fake_discord.until(partial(is_asked_about, both), 60)
        process.kill()
        await process.wait()
    assert "reserved  1 🍌" in (await run("balance"))[1]
    for request in both.vendor.requests.values():
        both.vendor.advance(request, "failed")
    both.vendor.options = replace(both.vendor.options, drawing_s=(0.02, 0.02))
    assert (await run("generate", "a cat"))[0] == 0
    assert "used      1 of 200 🍌" in (await run("balance"))[1]


async def test_what_the_emulator_draws_counts_for_nothing(both: World, run: Run, tmp_path: Path) -> None:
    nothing = {"HIGGSFIELD_API_KEY_ID": "", "HIGGSFIELD_API_KEY_SECRET": "", "HIGGSFIELD_BASE_URL": ""}
    assert (await run("generate", "a cat [fast]", **nothing))[0] == 0
    assert "There is no database" in (await run("balance"))[1]


async def test_a_bot_of_another_version_is_named(both: World, run: Run, tmp_path: Path) -> None:
    """Its books are not changed under it."""
    async with both.bot(tmp_path):
        await online(both)
        with closing(sqlite3.connect(tmp_path / "data" / "bot.sqlite3")) as books:
            books.execute("DELETE FROM migration WHERE name LIKE '%bill%'")
            books.commit()
        code, said = await run("balance")
        assert code == 78 and "is a different version from this command: restart it first." in said


async def test_books_of_an_earlier_version_are_brought_up_to_date_while_no_bot_runs(
    both: World, run: Run, tmp_path: Path
) -> None:
    async with open_store(tmp_path / "data" / "bot.sqlite3"):
        pass
    with closing(sqlite3.connect(tmp_path / "data" / "bot.sqlite3")) as books:
        books.execute("DELETE FROM migration WHERE name LIKE '%bill%'")
        books.execute("DROP TABLE bill")
        books.commit()
    assert "used      0 of 200 🍌" in (await run("balance"))[1]


async def test_where_no_bot_has_run_yet_it_says_so_and_leaves_nothing(both: World, run: Run, tmp_path: Path) -> None:
    for command in (("balance",), ("guild", "list")):
        code, said = await run(*command)
        assert code == 78 and "There is no database in" in said
    assert not (tmp_path / "data").exists()


async def test_a_server_can_be_trusted_before_the_first_start(both: World, run: Run, tmp_path: Path) -> None:
    code, said = await run("guild", "trust", "1054321098765432109")
    assert (
        code == 0
        and "Server 1054321098765432109, which the bot has not joined yet, may spend up to BOT_DAILY_CREDITS." in said
    )
    assert "no restart is needed" in said
    code, said = await run("guild", "distrust", "1054321098765432109")
    assert code == 0 and "may spend up to 20 🍌 in 24 hours, shared with all servers you don't trust." in said
    assert (await run("guild", "trust", "home"))[0] == 2
