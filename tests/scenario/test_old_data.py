"""A data folder that an earlier bot left behind, with its cards in Discord: whatever they promised is kept.

What lies in tests/fixtures/ was written by the code of the commit in the folder's name; its README.md says what is in.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.simulators.discord import Message
from bot.simulators.discord.components import SELECTS, walk

Studio = Any
FOLDER = Path(__file__).parent.parent / "fixtures" / "data-4687816"
NEVER, SOON = (float("inf"), float("inf")), (0.02, 0.02)
CHANNEL_SELECT = 8
UNKNOWN = (
    "I have no record of",
    "Je n'ai plus aucune trace",
    "Something went wrong",
    "Quelque chose",
    "This has expired",
)
ROWS = {  # what no later bot changes of a row
    "job": "id, idempotency_key, guild_id, channel_id, user_id, parent_id, version, model, prompt, params, locale,"
    " cost, created_at",
    "ledger": "id, job_id, guild_id, user_id, model, kind, amount, charged_at, at",
    "image": "job_id, role, position, name, path, sha256",
    "job_event": "id, job_id, at, old, new, detail",
    "report": "job_id, user_id, at",
    "favourite": "user_id, job_id, at",
    "person": "user_id, preferences",
    "draft": "id, user_id, kind",
    "showing": "message_id, job_id, guild_id, channel_id, at",
    "callout": "job_id, at",
    "fact": "name",
}

pytestmark = pytest.mark.usefixtures("calm")


@pytest.fixture
async def old(closed_studio: Studio) -> Studio:
    """A bot about to start on a copy of the folder, a second after the earlier one stopped; nothing is drawn yet."""
    studio = closed_studio
    shutil.copytree(FOLDER / "images", studio.folder / "images")
    shutil.copy(FOLDER / "bot.sqlite3", studio.folder)
    studio.terms(drawing_s=NEVER, concurrency=16)
    studio.fake_discord.load(FOLDER / "discord.json")
    studio.vendor.load(FOLDER / "higgsfield.json")
    studio.settings |= {"higgsfield_concurrency": 16, "bot_user_credits": 100, "bot_user_daily_credits": 100}
    studio.clock.set(int(datetime.fromisoformat(saved("discord")["at"]).timestamp() * 1000) + 1000)
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books, books:  # the stand-ins have moved house
        for before, now in ((saved("discord"), studio.fake_discord), (saved("higgsfield"), studio.vendor)):
            books.execute("UPDATE image SET url = replace(url, ?, ?)", (before["url"], now.url))
            books.execute("UPDATE draft SET body = replace(body, ?, ?)", (before["url"], now.url))
    return studio


@pytest.fixture
async def taken_up(old: Studio) -> Studio:
    """The bot of today, started on that folder."""
    await old.start()
    return old


def saved(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def rows(path: Path, table: str) -> set[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as books:
        return set(books.execute(f"SELECT {ROWS[table]} FROM {table}"))


def job(studio: Studio, prompt: str) -> sqlite3.Row:
    found: sqlite3.Row = studio.query("SELECT * FROM job WHERE prompt = ? ORDER BY id", prompt)[0]
    return found


def messages(studio: Studio) -> Iterator[Message]:
    for channel in studio.fake_discord.state.channels.values():
        yield from channel.messages.values()


def card(studio: Studio, prompt: str) -> Message:
    """The public message with buttons of the order, whatever the books say."""
    ours = f":{job(studio, prompt)['id']}"
    return next(m for m in messages(studio) if m.ephemeral_for is None and any(ours in c for c in custom_ids(m)))


def custom_ids(message: Message) -> list[str]:
    return [str(part["custom_id"]) for part in walk(message.components) if part.get("custom_id")]


def request(studio: Studio, prompt: str) -> Any:
    (found,) = (one for one in studio.vendor.requests.values() if one.prompt == prompt)
    return found


def ledger(studio: Studio, prompt: str) -> list[tuple[str, int]]:
    lines = studio.query("SELECT kind, amount FROM ledger WHERE job_id = ? ORDER BY id", job(studio, prompt)["id"])
    return [(line["kind"], line["amount"]) for line in lines]


async def delivered(studio: Studio, prompt: str) -> Message:
    """Wait until the order's pictures stand on its card."""
    await studio.until(lambda: job(studio, prompt)["state"] == "succeeded" and job(studio, prompt)["delivered"])
    assert job(studio, prompt)["delivered"] == "message"
    return card(studio, prompt)


async def opened(studio: Studio, by: str, command: str, **options: Any) -> Message:
    call = await (await studio.person(by).slash(command, **options)).done()
    await studio.until(lambda: not call.message.loading)
    found: Message = call.message
    return found


# what lies on the disk


async def test_no_row_and_no_picture_is_lost(taken_up: Studio) -> None:
    for table in ROWS:
        before, now = (rows(folder / "bot.sqlite3", table) for folder in (FOLDER, taken_up.folder))
        assert before <= now, table
        assert table in ("job_event", "fact") or before == now, table
    for image in taken_up.query("SELECT path, sha256 FROM image WHERE path IS NOT NULL"):
        data = (taken_up.folder / image["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == image["sha256"]


async def test_nothing_is_charged_or_ordered_twice(taken_up: Studio) -> None:
    spent, lines = taken_up.spent, len(taken_up.query("SELECT 1 FROM ledger"))
    await taken_up.until(lambda: taken_up.posts == 2)
    taken_up.finish_drawing()
    for prompt in ("still being drawn", "waits in line", "posted but not written down"):
        await delivered(taken_up, prompt)
        assert ledger(taken_up, prompt) == [("reserve", 1), ("settle", 0)]
    await taken_up.restart()
    assert taken_up.posts == 2 and taken_up.orders == 22 and taken_up.spent == spent
    assert len(taken_up.query("SELECT 1 FROM ledger")) == lines + 3


# what was under way


async def test_what_was_being_drawn_arrives_in_its_old_message(taken_up: Studio) -> None:
    before = card(taken_up, "still being drawn")
    assert "Cancel" in [button["label"] for button in before.buttons]
    taken_up.finish_drawing()
    after = await delivered(taken_up, "still being drawn")
    assert after is before and len(after.media) == 1
    assert after.id == job(taken_up, "still being drawn")["message_id"]


async def test_who_stood_in_line_is_sent_to_the_vendor_once_with_the_picture(taken_up: Studio) -> None:
    before = card(taken_up, "waits in line")
    await taken_up.taken(before)
    await taken_up.until(lambda: len(request(taken_up, "waits in line").inputs) == 1)
    taken_up.finish_drawing()
    after = await delivered(taken_up, "waits in line")
    assert after is before and [media["description"] for media in after.media] == [
        "waits in line",
        "The original picture",
    ]


async def test_a_card_that_was_not_written_down_is_found(taken_up: Studio) -> None:
    before = card(taken_up, "posted but not written down")
    assert job(taken_up, "posted but not written down")["message_id"] in (None, before.id)
    await taken_up.taken(before)
    assert request(taken_up, "posted but not written down").status == "in_progress"
    assert job(taken_up, "posted but not written down")["message_id"] == before.id


async def test_an_order_given_up_too_soon_is_adopted_on_the_house(old: Studio) -> None:
    old.finish_drawing()
    await old.start()
    late = card(old, "a river without haste")
    await old.says(late, "It turned up after all, so it's on the house.")
    assert len(late.media) == 1 and ledger(old, "a river without haste") == [("reserve", 1), ("refund", -1)]


async def test_an_order_in_doubt_is_adopted_when_the_vendor_rings(old: Studio) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    await old.start(bot_public_url=f"http://127.0.0.1:{port}", bot_host="127.0.0.1", bot_port=port)
    old.finish_drawing()
    prompt = "a message in a bottle [unclear]"
    known = request(old, prompt)
    address = f"http://127.0.0.1:{port}{urlsplit(known.webhook).path}"
    async with aiohttp.ClientSession() as session, session.post(address, json={"request_id": known.id}) as answer:
        assert answer.status == 204
    await old.says(card(old, prompt), "It turned up after all, so it's on the house.")
    assert ledger(old, prompt) == [("reserve", 1), ("refund", -1)]


# the old buttons


async def test_every_button_and_menu_on_an_old_message_is_answered(taken_up: Studio) -> None:
    buttons = [(kind(taken_up, one), message, one) for message in messages(taken_up) for one in custom_ids(message)]
    kinds = {kind for kind, _, _ in buttons}
    assert len({verb for verb, _ in kinds}) >= 29
    last = ("noreply", "cleartray", "erase")  # they take away what others are on
    for each in sorted(kinds, key=lambda one: (last.index(one[0]) if one[0] in last else -1, one)):
        still = (
            (message, own)
            for kind, message, one in buttons
            if kind == each and not message.deleted
            for own in custom_ids(message)
            if unmarked(own) == unmarked(one)
        )
        said = await press(taken_up, *next(still))
        assert said and not any(words in said for words in UNKNOWN), f"{each}: {said}"


def unmarked(custom_id: str) -> str:
    """The id without the mark of the data folder, which a card gets when it is drawn anew."""
    return custom_id.partition("@")[0]


def kind(studio: Studio, custom_id: str) -> tuple[str, str]:
    """What a button or menu does, and what has become of the order that it is for."""
    _, verb, number = unmarked(custom_id).split(":")[:3]
    (found,) = studio.query("SELECT MAX(state || COALESCE(failure, '')) AS state FROM job WHERE id = ?", number)
    return verb, found["state"] or ""


async def press(studio: Studio, message: Message, custom_id: str) -> str:
    """Press, as whoever may, and return all that was answered."""
    part = next(part for part in walk(message.components) if part.get("custom_id") == custom_id)
    values = [part["options"][-1]["value"]] if part.get("options") else None
    if part["type"] == CHANNEL_SELECT:
        channels = next(iter(studio.fake_discord.state.guilds.values())).channel_ids
        values = [studio.fake_discord.state.channels[channels[0]]]
    assert values or part["type"] not in SELECTS, custom_id
    looks = len(message.versions)
    person = studio.person(studio.fake_discord.state.users[presser(studio, message, custom_id)].name)
    call = await (await person.click(message, custom_id, values=values)).done()
    assert call.answered and not call.failed, custom_id
    if call.modal is not None:
        return str(call.modal["title"])
    if call.type == 6:  # what changes follows later
        await studio.until(lambda: len(message.versions) > looks or message.deleted or call.followups)
    await studio.until(lambda: call.message is None or not call.message.loading)
    return "\n".join([call.message.text if call.message else "", *(one.text for one in call.followups)])


def presser(studio: Studio, message: Message, custom_id: str) -> int:
    """Who may press: whose eyes it is for, whose question it is, or whose order; what is nobody's, a moderator."""
    number = int(unmarked(custom_id).split(":")[2])
    of = "SELECT user_id FROM job WHERE id = ?1 UNION ALL SELECT user_id FROM draft WHERE id = ?1"
    whose = studio.query(of, number) or [{"user_id": studio.person("ines").id}]
    return message.ephemeral_for or int(whose[0]["user_id"])


async def test_again_draws_the_same_with_the_picture_that_was_kept(taken_up: Studio) -> None:
    taken_up.terms(drawing_s=SOON)
    call = await taken_up.press(card(taken_up, "make it snow"), "again", by="jonas")
    await taken_up.ended(call)
    assert taken_up.row(call)["parent_id"] == job(taken_up, "make it snow")["id"]
    assert len(taken_up.sent()[-1]["input_images"]) == 1


async def test_an_old_version_is_followed_by_the_next(taken_up: Studio) -> None:
    taken_up.terms(drawing_s=SOON)
    form = await taken_up.press(card(taken_up, "and now at night"), "edit")
    call = await (await taken_up.person().submit(form, prompt="and a moon", start=["0"])).done()
    await taken_up.says(await taken_up.ended(call), "v3 · [from v2]")
    assert taken_up.row(call)["version"] == 3


async def test_a_cross_under_a_waiting_card_still_cancels_it(old: Studio) -> None:
    old.vendor.fail("POST", "/nano-banana", how="503", times=1000)
    await old.start()
    waiting = card(old, "waits in line")
    await old.person("jonas").react(waiting, "❌")
    await old.says(waiting, "Cancelled. Nothing was charged.")
    assert ledger(old, "waits in line") == [("reserve", 1), ("refund", -1)]


async def test_a_french_card_stays_french(taken_up: Studio) -> None:
    taken_up.terms(drawing_s=SOON)
    call = await taken_up.press(card(taken_up, "un chat sur un toit"), "again", by="lou", locale="fr")
    assert "pour <@" in (await taken_up.ended(call)).text


# what people had


async def test_history_lists_the_old_orders_and_finds_their_words(taken_up: Studio) -> None:
    page = await opened(taken_up, "mara", "history")
    assert "Page 1 of 2 · 6 orders" in page.text and "> between us" in page.text and len(page.media) == 5
    page = await opened(taken_up, "mara", "history", search="lighthouses")
    assert "> four lighthouses" in page.text and "1 order" in page.text


async def test_favourites_stand(taken_up: Studio) -> None:
    assert "> and now at night" in (await opened(taken_up, "mara", "history", favourites=True)).text
    assert "> four lighthouses" in (await opened(taken_up, "jonas", "history", favourites=True)).text


async def test_last_gives_what_reached_nobody(taken_up: Studio) -> None:
    answer = await opened(taken_up, "jonas", "last")
    assert "> kept for later" in answer.text and len(answer.attachments) == 1
    await taken_up.until(lambda: job(taken_up, "kept for later")["delivered"] == "dm")
    assert "Your last card" in (await opened(taken_up, "jonas", "last")).text


async def test_preferences_hold(taken_up: Studio) -> None:
    assert "Tes crédits" in await taken_up.quota(by="ines")
    await taken_up.order("how I like it", by="ines")
    await taken_up.until(lambda: "how I like it" in [each["prompt"] for each in taken_up.sent()])
    body = request(taken_up, "how I like it").order.params
    assert (body["aspect_ratio"], body["num_images"], body["output_format"]) == ("3:4", 2, "jpeg")


async def test_the_tray_is_drawn_with(taken_up: Studio) -> None:
    taken_up.terms(drawing_s=SOON)
    tray = next(m for m in messages(taken_up) if any(":drawtray:" in c for c in custom_ids(m)))
    form = await taken_up.press(tray, "drawtray")
    call = await (await taken_up.person().submit(form, prompt="all together")).done()
    await taken_up.ended(call)
    assert len(request(taken_up, "all together").inputs) == 2


async def test_a_question_asked_before_is_answered_by_its_picture(taken_up: Studio) -> None:
    taken_up.terms(drawing_s=SOON)
    question = next(m for m in messages(taken_up) if "shall I draw this?\n> make the sky purple" in m.text)
    call = await taken_up.press(question, "reply")
    await taken_up.ended(call)
    assert taken_up.row(call)["parent_id"] == job(taken_up, "four lighthouses")["id"]
    await taken_up.until(lambda: question.deleted)


async def test_small_messages_that_nobody_answered_go_in_their_time(old: Studio) -> None:
    asked = [m for m in messages(old) if "shall I draw this?" in m.text or "write @Banana" in m.text]
    old.clock.set(old.clock.now() + 16 * 60_000)
    await old.start()
    await old.until(lambda: all(message.deleted for message in asked))
    assert len(asked) == 3


async def test_a_card_shown_again_is_still_its_orders(taken_up: Studio) -> None:
    taken_up.terms(drawing_s=SOON)
    again = next(m for m in messages(taken_up) if "Shown again by" in m.text)
    call = await taken_up.press(again, "again", by="jonas")
    await taken_up.ended(call)
    assert taken_up.row(call)["parent_id"] == job(taken_up, "between us")["id"]


# what the host and moderators did


async def test_what_was_deleted_stays_deleted(taken_up: Studio) -> None:
    (gone,) = taken_up.query("SELECT * FROM job WHERE erased_at IS NOT NULL")
    assert gone["prompt"] == "" and not (taken_up.folder / "images" / str(gone["id"])).exists()
    assert not any(str(gone["id"]) in custom_id for m in messages(taken_up) for custom_id in custom_ids(m))
    assert taken_up.query("SELECT SUM(amount) AS spent FROM ledger WHERE job_id = ?", gone["id"])[0]["spent"] == 1


async def test_a_report_that_the_host_did_not_hear_of_is_told_once(taken_up: Studio) -> None:
    def told() -> list[str]:
        return [message.text for message in taken_up.person("sam").dm() if "reported a picture" in message.text]

    await taken_up.until(lambda: len(told()) == 2)
    assert "> and now at night" in told()[-1]
    await taken_up.restart()
    assert len(told()) == 2
