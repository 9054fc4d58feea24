"""A machine whose clock is wrong deletes nothing, opens no limit and locks none: Discord tells the time."""

from __future__ import annotations

import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot import app
from bot.cli import terminal_orders
from bot.cli.demo_stack import demo_settings
from bot.domain.limits import DAY_MS, HOUR_MS, snowflake
from bot.domain.quota import OwnerLimits
from bot.runtime.clock import Clock
from bot.services.retention import Retention
from bot.simulators.higgsfield.signatures import signature

Studio = Any
YEAR = 365 * DAY_MS
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
LEAPS = pytest.mark.parametrize("leap", [HOUR_MS, -HOUR_MS, YEAR, -YEAR])


def told(studio: Studio) -> list[str]:
    """Return what the owner was told in private."""
    return [message.text for message in studio.person("sam").dm()]


class Machine:
    """The machine's clock, which may be wrong by so many milliseconds."""

    wrong_by = 0

    def clock(self) -> Clock:
        return Clock(wall=lambda: time.time_ns() + self.wrong_by * 1_000_000)


@pytest.fixture
def machine(clock: object, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(app, "Clock", machine.clock)
    return machine


@pytest.fixture
def stored(closed_studio: Studio) -> Callable[[], int]:
    """How many pictures are kept."""
    return lambda: len(closed_studio.query("SELECT 1 FROM image WHERE path IS NOT NULL"))


@LEAPS
async def test_at_a_start_it_deletes_nothing_and_moves_no_limit(
    closed_studio: Studio, machine: Machine, stored: Callable[[], int], leap: int
) -> None:
    studio = closed_studio
    await studio.start(bot_user_credits=2, bot_keep_prompt_days=7)
    await studio.finish("a cat")
    await studio.stop()
    machine.wrong_by = leap
    await studio.start()
    await studio.finish("a dog")
    refused = await studio.order("a third")
    assert "2" in refused.message.text and refused.ephemeral
    await studio.stop()
    machine.wrong_by = 0
    await studio.start()
    assert (await studio.order("still a third")).ephemeral
    assert stored() == 2 and studio.orders == 2
    assert all(row["prompt"] for row in studio.query("SELECT prompt FROM job"))
    times = [row["charged_at"] for row in studio.query("SELECT charged_at FROM ledger")]
    assert all(abs(time.time() * 1000 - at) < HOUR_MS / 2 for at in times)


@LEAPS
async def test_while_the_bot_runs_it_deletes_nothing_and_the_owner_hears_of_it_once(
    closed_studio: Studio, machine: Machine, stored: Callable[[], int], leap: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.clock_watch.EVERY_S", 0.01)
    monkeypatch.setattr("bot.services.retention.EVERY_S", 0.01)
    studio = closed_studio
    await studio.start()
    await studio.finish("a cat")
    machine.wrong_by = leap
    await studio.until(lambda: told(studio))
    await studio.finish("a dog")
    assert stored() == 2
    machine.wrong_by = 0
    await studio.until(lambda: not studio.query("SELECT 1 FROM incident WHERE kind = 'clock'"))
    await studio.until(lambda: len(told(studio)) == 2)
    assert stored() == 2
    assert "**The clock of the bot's machine is wrong**" in told(studio)[0]
    assert f"({'+' if leap > 0 else '-'}{'8760 h' if abs(leap) == YEAR else '60 min'})" in told(studio)[0]
    assert "right again" in told(studio)[1]


async def test_a_quiet_bot_asks_discord_for_the_time_while_the_machine_disagrees(
    closed_studio: Studio, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.clock_watch.EVERY_S", 0.01)
    studio = closed_studio

    def asked() -> int:
        return sum(call.path.endswith("applications/@me") for call in studio.fake_discord.calls)

    await studio.start()
    before = asked()
    await studio.clock.leap(minutes=70)
    await studio.finish("a cat")
    assert asked() == before
    machine.wrong_by = YEAR
    await studio.until(lambda: told(studio))
    before = asked()
    for hour in range(1, 4):
        await studio.clock.leap(minutes=60)
        await studio.until(lambda more=hour: asked() == before + more)
        await studio.finish("a dog")
        assert asked() == before + hour


async def test_files_are_not_judged_by_a_machine_that_is_wrong(tmp_path: Path) -> None:
    looked = list[str]()
    nothing: dict[str, object] = {"every": {}}

    class Kept:
        def __getattr__(self, verb: str) -> object:
            async def note(*_: object, **__: object) -> object:
                looked.append(verb)
                return nothing.get(verb, [])

            return note

    class Overruled(Clock):
        wrong_by, is_certain = YEAR, True  # type: ignore[assignment]

    kept = Kept()
    kept.copies = kept  # type: ignore[attr-defined]
    kept.erasures = kept.guilds = kept  # type: ignore[attr-defined]
    retention = Retention(
        store=kept,  # type: ignore[arg-type]
        pictures=kept,  # type: ignore[arg-type]
        guild_configs=kept,  # type: ignore[arg-type]
        clock=Overruled(),
        keep_days=7,
        keep_prompt_days=7,
    )
    await retention.tick()
    assert "expired" in looked and "forget_prompts" in looked
    assert "sweep" not in looked and "stale_folders" not in looked, "their times are the machine's own"


async def test_a_file_out_of_a_cache_tells_no_time(
    closed_studio: Studio, machine: Machine, picture: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = closed_studio
    await studio.start()
    clock, heard = studio.client.services.clock, list[int]()
    monkeypatch.setattr(clock, "confirm", heard.append)
    before = clock.now()
    for path, headers in (
        ("/attachments/1/2/a.png", {"Date": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        ("/api/v10/gateway", {"Date": "Wed, 21 Oct 2015 07:28:00 GMT", "Age": "9"}),
        ("/api/v10/gateway", {"Date": "soon"}),
        ("/api/v10/gateway", {}),
    ):
        answer = SimpleNamespace(url=URL("https://discord.test") / path[1:], response=SimpleNamespace(headers=headers))
        await studio.client.time_witness.on_request_end(None, None, answer)
    assert heard == [] and clock.now() - before < HOUR_MS
    await studio.client.application_info()
    assert len(heard) == 1


async def test_a_reply_after_the_machine_slept_is_booked_at_its_own_time(
    closed_studio: Studio, machine: Machine
) -> None:
    studio = closed_studio
    await studio.start()
    clock = studio.client.services.clock
    clock._apart -= 8 * HOUR_MS * 1_000_000  # the steady count stood still, the wall clock did not
    assert clock.wrong_by
    studio.client.time_witness.saw(snowflake(int(time.time() * 1000)))
    assert not clock.wrong_by and clock.is_certain


async def test_what_was_written_under_a_wrong_clock_is_put_right_once(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_user_credits=2)
    call, _ = await studio.finish("a cat")
    await studio.stop()
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books, books:
        (trigger,) = books.execute("SELECT sql FROM sqlite_master WHERE name = 'ledger_keeps_words'").fetchone()
        books.execute("DROP TRIGGER ledger_keeps_words")
        books.execute("UPDATE ledger SET charged_at = charged_at + ?", (YEAR,))
        books.execute(trigger)
        books.execute("UPDATE job SET created_at = created_at - ?1, finished_at = finished_at - ?1", (YEAR,))
        books.execute("DELETE FROM migration WHERE name LIKE '%true_times%'")
    await studio.start()
    now = time.time() * 1000
    assert all(abs(row["charged_at"] - now) < HOUR_MS for row in studio.query("SELECT charged_at FROM ledger"))
    assert abs(studio.row(call)["finished_at"] - now) < HOUR_MS
    assert studio.query("SELECT 1 FROM image WHERE path IS NOT NULL AND role = 'output'")


async def test_the_terminal_goes_on_from_its_newest_entry(closed_studio: Studio, machine: Machine) -> None:
    studio = closed_studio
    await studio.start()
    await studio.finish("a cat")
    await studio.stop()
    machine.wrong_by = -YEAR
    settings = demo_settings(
        higgsfield_base_url=studio.vendor.url, bot_discord_url=studio.fake_discord.url, bot_data_dir=studio.folder
    )
    async with app.open_core(settings) as services:
        assert services.clock.now() > time.time() * 1000 - HOUR_MS
        assert (await services.budget.balance()).spent == 1


@LEAPS
@pytest.mark.parametrize("books", [0, YEAR], ids=["right books", "books of a year ahead"])
async def test_the_terminal_asks_higgsfield_for_the_time(
    closed_studio: Studio, machine: Machine, leap: int, books: int
) -> None:
    studio = closed_studio
    await studio.start()
    await studio.finish("a cat")
    await studio.stop()
    settings = demo_settings(
        higgsfield_base_url=studio.vendor.url, bot_discord_url=studio.fake_discord.url, bot_data_dir=studio.folder
    )
    async with app.open_core(settings) as services:
        await services.store.billing.reserve(
            7, user_id=0, model="banana", cost=1, caps=OwnerLimits(), now=int(time.time() * 1000) + books
        )
    machine.wrong_by = leap
    async with app.open_core(settings) as services:
        await terminal_orders._ask_the_time(services)
        assert abs(services.clock.now() - time.time() * 1000) < HOUR_MS / 20
        assert services.clock.wrong_by
        before = len(studio.vendor.calls)
        await terminal_orders._ask_the_time(services)
        assert len(studio.vendor.calls) == before, "once is enough"


@LEAPS
async def test_a_ring_before_anyone_has_told_the_time_is_to_come_again(
    closed_studio: Studio, machine: Machine, leap: int
) -> None:
    studio = closed_studio
    studio.terms(drawing_s=(float("inf"), float("inf")), webhook_secret=SECRET)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    await studio.start(bot_public_url=url, bot_host="127.0.0.1", bot_port=port, higgsfield_webhook_secret=SECRET)
    call = await studio.order("a cat [unclear]")
    await studio.says(call.message, "If I don't hear back")
    await studio.stop()
    machine.wrong_by = leap
    studio.fake_discord.faults.reset("GET", "/*", times=0)
    studio.begin()
    request = next(iter(studio.vendor.requests.values()))
    body = b'{"request_id": "%s"}' % request.id.encode()

    async def rings(ago_s: int) -> int:
        stamped = signature(SECRET, "msg_1", int(time.time()) - ago_s, body)
        async with aiohttp.ClientSession() as line, line.post(request.webhook, data=body, headers=stamped) as answer:
            return answer.status

    await studio.until(lambda: is_open(port))
    for ago_s in (0, 900, -leap // 1000):
        assert await rings(ago_s) == 503
    studio.fake_discord.faults.clear()
    await studio.until(lambda: studio.fake_discord.bot_online)
    for ago_s in (900, -leap // 1000):
        assert await rings(ago_s) == 401
    assert await rings(0) == 204
    assert studio.row(call)["vendor_id"] == request.id


def is_open(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0
