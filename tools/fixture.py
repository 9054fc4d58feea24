"""Write `tests/fixtures/data-VERSION`: a data folder and the world around it, as this version leaves them.

Run from the repository's root: PYTHONPATH=. python tools/fixture.py
The bot runs as in tests/scenario/, and is stopped with orders under way. `tests/scenario/test_released_data.py`
starts every later version on what is written here; it is never edited.
"""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import sqlite3
import tempfile
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot import __version__, app
from bot.services import brakes
from bot.services.orders import Orders
from bot.simulators.discord import FakeDiscord, Message
from bot.simulators.higgsfield import FakeHiggsfield, models
from tests.scenario.conftest import QUICK, TOKEN, Allowance, Leaping, Studio, _build_bot, hasten
from tests.scenario.test_guild_log import log_to
from tests.scenario.test_member import fill, member, opened
from tests.scenario.test_setup import page, panel
from tests.under_way import UnderWay

OUT = Path("tests/fixtures") / f"data-{__version__}"
NEVER = (float("inf"), float("inf"))
ABOUT = """\
# What version {version} left behind

A data folder, and the world around it at the same moment, for `tests/scenario/test_released_data.py`: later code must
go on working with it. Written by `tools/fixture.py`, which says who did what; never edited by hand.

| file | what |
|---|---|
| `bot.sqlite3` | the database, checkpointed, vacuumed and in journal mode DELETE, so that it is one file |
| `images/` | the pictures beside it, at most 16 pixels wide |
| `discord.json` | the loopback Discord: people, servers, channels, commands, and all messages with their attachments |
| `higgsfield.json` | the requests that the simulated Higgsfield knew, with their bodies as sent |

Tokens and keys in here open nothing: they are the stand-ins' own.
"""


def png(colour: str) -> bytes:
    """Return a small picture, to attach."""
    file = io.BytesIO()
    Image.new("RGB", (16, 12), colour).save(file, "PNG")
    return file.getvalue()


async def play(studio: Studio) -> None:
    """Let people do everything that leaves something behind."""
    await log_to(studio)
    await studio.finish("four lighthouses", count=4)
    _, fern = await studio.finish("a fern", command="banana-pro", by="jonas")
    _, snow = await studio.finish("make it snow", image=("garden.png", png("red")))
    form = await studio.press(snow, "edit")
    night = await (await studio.person().submit(form, prompt="and now at night", start=["0"])).done()
    await studio.ended(night)
    await studio.finish("three ships [fewer]", count=3, by="jonas", format="jpeg")
    await studio.finish("a castle that will not stand [failed]")
    await studio.finish("a very naughty banana [refused]", by="jonas")
    await studio.finish("between us", channel="dm")
    await tidy_up(studio, snow, fern)
    await moderate(studio)
    await leave_open(studio, snow)


async def tidy_up(studio: Studio, snow: Message, fern: Message) -> None:
    """Mark, report, delete."""
    _, gone = await studio.finish("to be forgotten")
    asked = await (await studio.person().menu("Delete this picture", gone)).done()
    await studio.press(asked.message, "erase")
    await studio.until(lambda: studio.query("SELECT 1 FROM job WHERE erased_at IS NOT NULL"))
    await studio.person("jonas").react(snow, "⭐")
    await studio.until(lambda: studio.query("SELECT 1 FROM favourite"))
    await (await studio.person("jonas").menu("Report this picture", fern)).done()
    await studio.until(lambda: studio.query("SELECT 1 FROM report"))


async def moderate(studio: Studio) -> None:
    """Set the server up, give credits and block."""
    shown = await page(studio, await page(studio, await panel(studio), "setupmore"), "profiles")
    profile = next(button["custom_id"] for button in shown.buttons if button["label"] == "Small server")
    await (await studio.person("ines").click(shown, profile)).done()
    await page(studio, shown, "applyprofile")
    for part in ("rules", "words", "money", "cards", "log", "strikes", "guildprivacy"):  # panels that stay open
        more = await page(studio, await panel(studio), "setupmore")
        if any(f":{part}:" in str(button["custom_id"]) for button in more.buttons):
            await page(studio, more, part)
    found = (await member(studio, "noah")).message
    await fill(studio, found, "block", span="30 days", written="30 days", reason="so that a block is here")
    await studio.leap_until(lambda: studio.query("SELECT 1 FROM log_message"), seconds=5)


async def leave_open(studio: Studio, snow: Message) -> None:
    """Leave private panels, questions, and orders at every step of their way."""
    mara = studio.person()
    for command in ("help", "quota", "settings", "history", "privacy", "last", "status"):
        await opened(studio, await mara.slash(command))
    await studio.press(snow, "more")
    await studio.press(snow, "use")
    said = await studio.person("jonas").say("@Banana make the sky purple", reply_to=snow)
    await studio.until(lambda: any(message.reply_to == said.id for message in studio.fake_discord.messages()))
    await studio.restart(higgsfield_concurrency=1)
    studio.terms(drawing_s=NEVER)
    await studio.taken((await studio.order("still being drawn")).message)
    waits = await studio.order("waits in line", by="ines", image=("garden.png", png("red")), channel="general")
    await studio.until(lambda: studio.row(waits)["message_id"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Orders, "bind", _never)
        await studio.order("posted but not written down", by="sam")
        await studio.stop()


async def _never(*_: object, **__: object) -> None:
    await asyncio.Event().wait()


def write(studio: Studio) -> None:
    """Write all that is left; the folder of this version is replaced."""
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3", isolation_level=None)) as books:
        for step in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA journal_mode = DELETE"):
            books.execute(step).fetchall()
    shutil.rmtree(OUT, ignore_errors=True)
    shutil.copytree(studio.folder / "images", OUT / "images")
    shutil.copy(studio.folder / "bot.sqlite3", OUT)
    at = datetime.fromtimestamp(studio.clock.now() / 1000, UTC)
    save(OUT / "discord.json", studio.fake_discord.save() | {"at": at.isoformat(timespec="milliseconds")})
    save(OUT / "higgsfield.json", studio.vendor.save())
    (OUT / "README.md").write_text(ABOUT.format(version=__version__), encoding="utf-8")


def save(path: Path, parts: dict[str, Any]) -> None:
    """Write parts as JSON, one thing a line."""
    dumps = partial(json.dumps, ensure_ascii=False)
    lines = [
        f"{dumps(key)}: " + (dumps(part) if isinstance(part, str) else "[\n" + ",\n".join(map(dumps, part)) + "\n]")
        for key, part in parts.items()
    ]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


async def main(patch: pytest.MonkeyPatch) -> None:
    """Run the bot between both stand-ins, and write what is left."""
    clock = Leaping(asyncio.get_running_loop())
    patch.setattr(app, "Clock", lambda: clock)
    patch.setattr(models, "SMALL", 16)
    hasten(patch)
    for allowance in ("ACTIONS", "ORDERS"):
        patch.setattr(brakes, allowance, Allowance(burst=10_000, a_minute=10_000))
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        vendor = await stack.enter_async_context(FakeHiggsfield(QUICK))
        fake_discord = await stack.enter_async_context(FakeDiscord(token=TOKEN))
        fake_discord.ack_seconds = 10
        studio = Studio(fake_discord=fake_discord, vendor=vendor, folder=folder / "data", clock=clock)
        clock.under_way = UnderWay(lambda: vendor.held, lambda: studio.worker is None or studio.worker.is_idle())
        clock.under_way.watch(patch)
        patch.setattr(app, "build_bot", partial(_build_bot, studio, app.build_bot))
        stack.push_async_callback(studio.put_away)
        await studio.start(bot_user_credits=100, bot_user_daily_credits=100)
        await play(studio)
        write(studio)


if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as monkeypatch:
        asyncio.run(main(monkeypatch))
