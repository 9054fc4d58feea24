"""A backup made while the bot works, and a bot that goes on from it later: nothing is paid twice, nothing is lost."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.services import backup
from bot.store.snapshot import verify

Studio = Any
CHARGED = [("reserve", 1), ("settle", 0)]
REFUNDED = [("reserve", 1), ("refund", -1)]
NEVER = float("inf")


async def draws(studio: Studio, call: Any) -> None:
    """Wait until the vendor draws it."""
    await studio.taken(call.message)
    await studio.vendor.reached(list(studio.vendor.requests.values())[-1], "in_progress")


async def waits(studio: Studio, call: Any) -> None:
    """Wait until it stands in line, and its card in the books."""
    await studio.says(call.message, "Next in line")
    await studio.until(lambda: studio.row(call)["message_id"])


async def back_up(studio: Studio, to: Path) -> Path:
    return await asyncio.to_thread(backup.make, studio.folder, to, now=studio.clock.now())


async def restore(studio: Studio, archive: Path) -> backup.Restored:
    return await asyncio.to_thread(backup.restore, studio.folder, archive, now=studio.clock.now())


async def test_a_lost_disk_and_a_backup_from_before_the_last_orders(closed_studio: Studio, tmp_path: Path) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    done, done_card = await studio.finish("a lighthouse")
    studio.terms(drawing_s=(NEVER, NEVER))
    drawing = await studio.order("a pier", by="jonas")
    await draws(studio, drawing)
    drawn_later = await studio.order("a boat", by="ines")
    await waits(studio, drawn_later)

    archive = await back_up(studio, tmp_path / "kept.zip")

    studio.terms(drawing_s=(0.02, 0.02))
    studio.finish_drawing()
    for call in (drawing, drawn_later):
        await studio.ended(call)
    _, unknown_card = await studio.finish("a gull")
    await studio.stop()
    posts, pictures = studio.posts, len(drawn_later.message.media)
    shutil.rmtree(studio.folder)

    restored = await restore(studio, archive)
    assert (restored.jobs, restored.ended, restored.aside) == (3, 1, None)
    await studio.start()
    assert len((await studio.ended(drawing)).media) == 1 and studio.ledger(drawing) == CHARGED
    kept = await studio.ended(drawn_later)
    assert len(kept.media) == pictures == 1, "its pictures stay, though these books do not know of them"
    assert studio.row(drawn_later)["failure"] == "restored" and studio.ledger(drawn_later) == REFUNDED
    assert studio.posts == posts, "nothing is ordered a second time"

    pressed = await studio.press(unknown_card, "again")
    assert "I have no record of this card." in pressed.message.text
    again = await studio.press(done_card, "again")
    assert len((await studio.ended(again)).media) == 1 and studio.ledger(again) == CHARGED
    assert studio.ledger(done) == CHARGED
    await studio.stop()
    assert verify(studio.folder / "bot.sqlite3").charged == studio.spent == 3


@pytest.fixture
async def drawn_since(closed_studio: Studio, tmp_path: Path) -> Any:
    """An order that a restored backup knows as waiting, though its pictures stand on its card."""
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    studio.terms(drawing_s=(NEVER, NEVER))
    await draws(studio, await studio.order("a pier", by="jonas"))
    call = await studio.order("a boat")
    await waits(studio, call)
    archive = await back_up(studio, tmp_path)
    studio.terms(drawing_s=(0.02, 0.02))
    studio.finish_drawing()
    await studio.ended(call)
    await studio.stop()
    await restore(studio, archive)
    return call


async def test_a_card_that_discord_can_not_show_just_now_keeps_its_pictures(
    closed_studio: Studio, drawn_since: Any
) -> None:
    studio, card = closed_studio, drawn_since.message
    looks = len(card.versions)
    studio.fake_discord.faults.answer(
        "GET", "/channels/*/messages/*", 503, times=7
    )  # discord.py itself asks five times
    await studio.start()
    await studio.leap_until(lambda: studio.row(drawn_since)["delivered"], seconds=10)
    assert len(card.media) == 1 and len(card.versions) == looks


async def test_a_card_that_discord_will_not_show_says_what_is_known(closed_studio: Studio, drawn_since: Any) -> None:
    studio = closed_studio
    studio.fake_discord.faults.answer("GET", "/channels/*/messages/*", 403, code=50001, times=0)
    await studio.start()
    card = await studio.ended(drawn_since)
    assert "I was restored from a backup" in card.text and studio.ledger(drawn_since) == REFUNDED


async def test_who_still_waits_after_a_restore_reads_why_and_can_try_again(
    closed_studio: Studio, tmp_path: Path
) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    studio.terms(drawing_s=(NEVER, NEVER))
    await draws(studio, await studio.order("a pier", by="jonas"))
    waiting = await studio.order("a boat")
    await waits(studio, waiting)
    archive = await back_up(studio, tmp_path)
    await studio.stop()
    restored = await restore(studio, archive)
    assert restored.aside is not None and (restored.aside / "bot.sqlite3").is_file()
    studio.terms(drawing_s=(0.02, 0.02))
    studio.finish_drawing()
    await studio.start()
    card = await studio.ended(waiting)
    assert "I was restored from a backup made while this was still waiting" in card.text
    assert "Nothing was charged." in card.text and studio.ledger(waiting) == REFUNDED
    again = await studio.press(card, "again")
    assert len((await studio.ended(again)).media) == 1


async def test_a_backup_holds_the_pictures_but_no_token(studio: Studio, tmp_path: Path, picture: bytes) -> None:
    call, _ = await studio.finish(image=("red.png", picture))
    assert studio.row(call)["token"]
    archive = await back_up(studio, tmp_path)
    token = studio.row(call)["token"]
    await studio.stop()
    shutil.rmtree(studio.folder)
    await restore(studio, archive)
    assert studio.row(call)["token"] is None
    assert token.encode() not in (studio.folder / "bot.sqlite3").read_bytes()
    paths = [row["path"] for row in studio.query("SELECT path FROM image")]
    assert len(paths) == 2 and all((studio.folder / path).is_file() for path in paths)


async def test_a_restore_waits_for_no_bot_it_refuses(studio: Studio, tmp_path: Path) -> None:
    call, _ = await studio.finish()
    archive = await back_up(studio, tmp_path)
    with pytest.raises(Exception, match="Another bot is already running"):
        await restore(studio, archive)
    assert studio.ledger(call) == CHARGED
    assert not list(studio.folder.glob("*restor*"))
