"""Everything of one's own as ZIPs: pictures as they are, and a list of every order; made one at a time."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from bot.services import export
from bot.simulators.discord import Call, Message

Studio = Any


async def exported(studio: Studio, by: str = "mara", files: int = 1, command: str = "history") -> Call:
    """Press the list's button, and wait for so many files."""
    page = await (await studio.person(by).slash(command)).done()
    await studio.until(lambda: page.message.text)
    call = await (await studio.person(by).click(page.message, label="Export all")).done()
    await studio.until(lambda: call.message.content and len(call.followups) == files - 1)
    return call


def opened(message: Message) -> zipfile.ZipFile:
    (attachment,) = message.attachments
    return zipfile.ZipFile(io.BytesIO(attachment.data))


def listed(message: Message) -> dict[str, Any]:
    return dict(json.loads(opened(message).read("orders.json")))


async def star(studio: Studio, card: Message) -> None:
    await studio.person().react(card, "⭐")
    await studio.until(lambda: studio.query("SELECT 1 FROM favourite"))


async def test_it_holds_every_own_order_and_the_pictures_as_they_are(studio: Studio) -> None:
    first, card = await studio.finish("a cat", count=2, format="jpeg")
    await star(studio, card)
    pro, _ = await studio.finish("a fox 🦊", command="banana-pro")
    refused, _ = await studio.finish("nothing [refused]")
    await studio.finish("another's", by="jonas")
    call = await exported(studio)
    assert call.ephemeral
    assert call.message.text == "Everything you've made with this bot: 3 orders and 3 pictures, in one file."
    body = listed(call.message)
    assert body["person"] == str(studio.person().id)
    assert [order["prompt"] for order in body["orders"]] == ["nothing [refused]", "a fox 🦊", "a cat"]
    last = body["orders"][-1]
    assert (last["id"], last["model"], last["cost"], last["state"]) == (str(first.id), "banana", 2, "succeeded")
    assert last["params"] == {"count": 2, "ratio": "4:3", "format": "jpeg", "resolution": None}
    assert last["favourite"] and not body["orders"][1]["favourite"]
    assert body["orders"][0]["state"] == "failed" and body["orders"][0]["cost"] == 0
    assert last["files"] == [f"pictures/{first.id}-{n}.jpg" for n in (1, 2)]
    names = opened(call.message).namelist()
    assert sorted(names) == sorted(["orders.json", "about-me.json", *last["files"], *body["orders"][1]["files"]])
    for number, name in enumerate(last["files"]):
        (kept,) = (studio.folder / "images" / str(first.id)).glob(f"output-{number}.[jp]*g")
        assert opened(call.message).read(name) == kept.read_bytes()


async def test_nothing_of_it_stays_on_disk(studio: Studio) -> None:
    await studio.finish()
    await exported(studio)
    await studio.until(lambda: not list(studio.folder.glob("export-*")))


async def test_a_crash_leaves_nothing_either(studio: Studio) -> None:
    left = studio.folder / "export-left"
    left.mkdir()
    (left / "banana-1.zip").write_bytes(b"x")
    await studio.restart()
    assert not left.exists()


async def test_many_pictures_come_in_several_files(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = [(await studio.finish(f"cat {n}"))[0] for n in range(3)]
    largest = max(file.stat().st_size for file in studio.folder.glob("images/*/output-0.png"))
    monkeypatch.setattr(export, "SLACK", studio.fake_discord.file_limit - largest - 600)
    call = await exported(studio, files=3)
    assert "3 orders and 3 pictures, in 3 files." in call.message.text
    assert [message.text for message in call.followups] == ["File 2 of 3", "File 3 of 3"]
    held = [opened(message).namelist() for message in (call.message, *call.followups)]
    newest = [f"pictures/{each.id}-1.png" for each in reversed(calls)]
    assert held == [["orders.json", "about-me.json", newest[0]], [newest[1]], [newest[2]]]
    assert all(message.ephemeral_for == studio.person().id for message in call.followups)


async def test_what_does_not_fit_is_said_and_the_newest_come_first(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = [(await studio.finish(f"cat {n}"))[0] for n in range(3)]
    largest = max(file.stat().st_size for file in studio.folder.glob("images/*/output-0.png"))
    monkeypatch.setattr(export, "SLACK", studio.fake_discord.file_limit - largest - 600)
    monkeypatch.setattr(export, "PARTS", 1)
    call = await exported(studio)
    assert "Your newest 3 orders out of 3 and 1 picture out of 3, in one file. Ask the bot's owner" in call.message.text
    files = [order["files"] for order in listed(call.message)["orders"]]
    assert files == [[f"pictures/{calls[-1].id}-1.png"], [], []]


async def test_a_list_too_long_is_cut_and_said(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        await studio.finish(f"cat {n}" + "x" * 100)
    monkeypatch.setattr(export, "LIST_BYTES", 1_300)
    call = await exported(studio)
    assert "Your newest 2 orders out of 3 and 3 pictures out of 3" in call.message.text
    assert len(listed(call.message)["orders"]) == 2


async def test_a_second_one_waits_a_few_minutes(studio: Studio) -> None:
    await studio.finish()
    await exported(studio)
    page = await (await studio.person().slash("history")).done()
    await studio.until(lambda: page.message.text)

    async def again() -> str:
        call = await (await studio.person().click(page.message, label="Export all")).done()
        await studio.until(lambda: call.message.text or call.followups)
        return str(call.message.text or call.followups[0].text)

    assert "You've just exported your pictures. You can do it again <t:" in await again()
    await studio.clock.leap(minutes=6)
    assert "Everything you've made" in await again()


async def test_one_is_made_at_a_time(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    await studio.finish()
    page = await (await studio.person().slash("history")).done()
    await studio.until(lambda: page.message.text)
    studio.fake_discord.faults.delay("PATCH", "/webhooks/*", 0.5)
    calls = [await (await studio.person().click(page.message, label="Export all")).done() for _ in range(2)]
    said = await studio.until(lambda: all(c.message.text for c in calls) and [c.message.text for c in calls])
    assert sorted(text[:10] for text in said) == ["Everything", "Your expor"]


async def test_an_export_that_could_not_be_sent_may_be_tried_again_at_once(studio: Studio) -> None:
    await studio.finish()
    page = await (await studio.person().slash("history")).done()
    await studio.until(lambda: page.message.text)
    studio.fake_discord.faults.answer("PATCH", "/webhooks/*", 400, code=50035)
    call = await (await studio.person().click(page.message, label="Export all")).done()
    await studio.until(lambda: "Something went wrong on my end." in (call.message.text or ""))
    call = await (await studio.person().click(page.message, label="Export all")).done()
    await studio.until(lambda: "Everything you've made" in (call.message.text or ""))


async def test_exports_that_can_not_be_sent_are_not_made_without_end(studio: Studio) -> None:
    await studio.finish()
    page = await (await studio.person().slash("history")).done()
    await studio.until(lambda: page.message.text)
    refused = studio.fake_discord.faults.answer("PATCH", "/webhooks/*", 404, code=10008, times=0)
    for made in (1, 2):
        await (await studio.person().click(page.message, label="Export all")).done()
        await studio.until(lambda made=made: refused.struck == made)
        await studio.until(lambda: not list(studio.folder.glob("export-*")))
    call = await (await studio.person().click(page.message, label="Export all")).done()
    await studio.until(lambda: "You've just exported your pictures." in (call.message.text or ""))
    assert refused.struck == 2


async def test_a_picture_gone_from_disk_is_not_counted(studio: Studio) -> None:
    gone, _ = await studio.finish("a cat")
    await studio.finish("a dog")
    for file in (studio.folder / "images" / str(gone.id)).iterdir():
        file.unlink()
    call = await exported(studio)
    assert "2 orders and 1 picture, in one file." in call.message.text


async def test_a_full_disk_makes_none_and_says_so(studio: Studio) -> None:
    await studio.finish()
    await studio.restart(bot_min_free_mb=10**9)
    page = await (await studio.person().slash("history")).done()
    await studio.until(lambda: page.message.text)
    call = await (await studio.person().click(page.message, label="Export all")).done()
    await studio.says(call.message, "my disk is full or can't be written to")
    assert not list(studio.folder.glob("export-*"))


async def test_it_holds_what_else_is_kept_and_after_deletion_only_what_stays(
    studio: Studio, picture: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, card = await studio.finish("a house", image=("mine.png", picture))
    _, liked = await studio.finish("a dog", by="jonas")
    for each in (card, liked):
        await star(studio, each)
    await (await studio.person().menu("Report this picture", liked)).done()
    await studio.client.services.preferences.change(studio.person().id, count=3, own_only=True)
    sent = await exported(studio)
    (order,) = listed(sent.message)["orders"]
    assert order["inputs"] == [f"inputs/{call.id}-1.png"] and order["inputs"][0] in opened(sent.message).namelist()
    about = json.loads(opened(sent.message).read("about-me.json"))
    assert about["preferences"]["count"] == 3 and len(about["favourites"]) == 2 and len(about["reports"]) == 1
    assert [entry["amount"] for entry in about["credits"]] == [0, 1] and about["places"][0]["server"] != "0"
    assert about["left_out"] == {} and about["everything_deleted_at"] is None

    await studio.client.services.privacy.erase(studio.person().id)
    await studio.until(lambda: card.deleted)
    monkeypatch.setattr(export, "EVERY_MS", 0)
    sent = await exported(studio, command="privacy")
    about = json.loads(opened(sent.message).read("about-me.json"))
    assert listed(sent.message)["orders"][0]["prompt"] == "" and opened(sent.message).namelist() == [
        *("orders.json", "about-me.json")
    ]
    assert about["preferences"] == {"own_only": True} and about["favourites"] == []
    assert len(about["credits"]) == 2 and about["everything_deleted_at"]
