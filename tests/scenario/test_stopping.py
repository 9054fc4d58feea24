"""The bot stops when it is told to, whatever the other side does."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest
from discord.gateway import DiscordWebSocket

from bot import app
from bot.cli.demo_stack import demo_settings
from bot.runtime import background
from bot.store.sqlite import SqliteStore
from bot.ui import client, order_placement
from bot.web import listening
from bot.worker.circuit_breaker import CircuitBreaker

if TYPE_CHECKING:
    from conftest import Studio


async def test_a_goodbye_that_nobody_answers_is_cut_short(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unanswered(socket: DiscordWebSocket, code: int = 4000) -> None:
        if socket._keep_alive is not None:
            socket._keep_alive.stop()  # a thread: it would outlive this test, and fail in a later one
        left.append(socket)
        await asyncio.sleep(3600)

    left: list[DiscordWebSocket] = []
    monkeypatch.setattr(DiscordWebSocket, "close", unanswered)
    async with asyncio.timeout(60):
        await studio.stop()
        for socket in left:
            await socket.socket.close()  # what it held would be found, and told of, in a later test


async def test_a_stop_is_heard_while_discord_keeps_us_waiting_at_the_door(closed_studio: Studio) -> None:
    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.set()
        await reader.read(-1)
        writer.close()

    heard, stop = asyncio.Event(), asyncio.Event()
    async with await asyncio.start_server(mute, "127.0.0.1", 0) as server:
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        settings = demo_settings(
            higgsfield_base_url=closed_studio.vendor.url, bot_discord_url=address, bot_data_dir=closed_studio.folder
        )
        serving = asyncio.create_task(app.serve(settings, stop))
        await heard.wait()
        stop.set()
        async with asyncio.timeout(60):
            await serving


@pytest.mark.parametrize("verb", ["expired", "incidents"])
async def test_locked_books_do_not_end_the_bot(
    closed_studio: Studio, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    async def locked(*_: object, **__: object) -> list[object]:
        tried.set()
        raise sqlite3.OperationalError("database is locked")

    tried = asyncio.Event()
    restore = CircuitBreaker.restore
    monkeypatch.setattr(CircuitBreaker, "restore", lambda breaker: asyncio.sleep(0))
    monkeypatch.setattr(SqliteStore, verb, locked)
    await closed_studio.start()
    await tried.wait()
    monkeypatch.setattr(CircuitBreaker, "restore", restore)
    _, card = await closed_studio.finish()
    assert len(card.media) == 1


async def test_a_command_that_meets_a_stop_is_no_alarm_and_goes_on_afterwards(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reserve, arrived = SqliteStore.reserve, asyncio.Event()

    async def slowly(store: SqliteStore, *args: object, **options: object) -> object:
        booked = await reserve(store, *args, **options)  # type: ignore[arg-type]
        arrived.set()
        await asyncio.sleep(0.5)
        return booked

    monkeypatch.setattr(SqliteStore, "reserve", slowly)
    call = await studio.person().slash("banana", prompt="a cat")
    await arrived.wait()
    await studio.stop()
    await asyncio.sleep(0.6)  # what was under way meets the closed line
    assert "Traceback" not in caplog.text
    await studio.start()
    await studio.until(lambda: studio.row(call)["state"] in ("succeeded", "cancelled"))


def test_the_steps_of_a_stop_fit_into_the_ten_seconds_that_platforms_give() -> None:
    given_up = 3 * background.CANCELS * background.CANCEL_S  # duties, cards and messages that swallow cancellations
    assert max(app.DRAIN_S, order_placement.LAST_BOOKINGS_S) + listening.CLOSING_S + client.CLOSING_S <= 8.5
    assert given_up < 3
