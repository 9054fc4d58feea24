"""A picture that is deleted for good goes from the cards that started from it, through every generation of inputs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.pictures.file_store import PictureStore
from bot.services import moderation

Studio = Any
Message = Any
Call = Any
NEVER = float("inf")
REFUNDED = [("reserve", 1), ("refund", -1)]
DELETE = "Delete this picture"


async def delete(studio: Studio, card: Message, *, by: str = "mara") -> None:
    """Delete a card for good."""
    asked = await (await studio.person(by).menu(DELETE, card)).done()
    await studio.press(asked.message, "erase", by=by)
    await studio.until(lambda: "Deleted" in asked.message.text)


async def edit(studio: Studio, card: Message, *, by: str = "jonas", **fields: Any) -> Call:
    """Make a new version of a card's picture; returns the order before its end."""
    form = await studio.press(card, "edit", by=by)
    return await (await studio.person(by).submit(form, prompt="make it snow", **fields)).done()


async def edited(studio: Studio, card: Message, **fields: Any) -> tuple[Call, Message]:
    call = await edit(studio, card, **fields)
    return call, await studio.ended(call)


async def again(studio: Studio, card: Message, *, by: str = "ines") -> tuple[Call, Message]:
    call = await studio.press(card, "again", by=by)
    return call, await studio.ended(call)


def inputs(studio: Studio, call: Call) -> list[str]:
    """Return what is on the disk and in the books of an order's input pictures."""
    folder = studio.folder / "images" / str(call.id)
    rows = studio.query("SELECT url, name, path, sha256 FROM image WHERE job_id = ? AND role = 'input'", call.id)
    files = [file.name for file in folder.glob("*") if "input" in file.name or "joined" in file.name]
    return files + [value for row in rows for value in row if value]


def outputs(studio: Studio, call: Call) -> list[str]:
    folder = studio.folder / "images" / str(call.id)
    return sorted(file.name for file in folder.glob("output-?.png"))


def has_thumbnail(card: Message) -> bool:
    return any(attachment.filename == "input.jpg" for attachment in card.attachments)


def clean(studio: Studio, call: Call, card: Message) -> Callable[[], bool]:
    return lambda: not inputs(studio, call) and not has_thumbnail(card)


async def test_what_somebody_made_of_a_deleted_picture_shows_it_no_more(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    call, version = await edited(studio, card)
    more = (await studio.press(version, "more", by="ines")).message
    await studio.until(lambda: (studio.folder / "images" / str(call.id)).exists())
    compared = await studio.press(more, "compare", by="ines")
    await studio.until(lambda: compared.message and compared.message.media)
    assert has_thumbnail(version) and any("joined" in name for name in inputs(studio, call))
    await delete(studio, card)
    await studio.until(clean(studio, call, version))
    assert outputs(studio, call) and len(version.media) == 1, "what he made of it is his"
    assert "Before / after" not in [
        b["label"] for b in (await studio.press(version, "more", by="ines")).message.buttons
    ]
    form = await studio.press(version, "edit", by="ines")
    assert "original picture" not in str(form.modal)
    refused = await studio.press(version, "again", by="ines")
    assert refused.ephemeral and "deleted" in refused.message.text and studio.orders == 2


async def test_it_goes_through_every_generation_of_inputs(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    first, one = await edited(studio, card)
    second, two = await again(studio, one)
    third, three = await edited(studio, two, by="ines", start=["before"])
    fourth, four = await edited(studio, three)
    assert all(inputs(studio, call) for call in (first, second, third, fourth))
    await delete(studio, card)
    for call, version in ((first, one), (second, two), (third, three)):
        await studio.until(clean(studio, call, version))
        assert outputs(studio, call)
    assert inputs(studio, fourth) and has_thumbnail(four), "that one started from another picture"


async def test_an_attached_picture_goes_with_the_card_that_it_was_attached_to(studio: Studio, picture: bytes) -> None:
    mine, card = await studio.finish("a cat", image=("red.png", picture))
    other, repeated = await again(studio, card)
    third, more = await again(studio, repeated)
    await delete(studio, repeated, by="ines")
    assert inputs(studio, mine) and inputs(studio, third), "she attached it, and he repeats her order"
    await delete(studio, card)
    await studio.until(clean(studio, third, more))


async def test_what_starts_from_a_version_stays_when_only_that_version_is_deleted(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    _, one = await edited(studio, card)
    call, two = await again(studio, one)
    await delete(studio, one, by="jonas")
    assert inputs(studio, call) and has_thumbnail(two)


async def test_an_order_that_waits_with_it_ends_in_words_and_costs_nothing(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    _, card = await studio.finish("a cat")
    studio.terms(drawing_s=(NEVER, NEVER))
    await studio.taken((await studio.order()).message)
    call = await edit(studio, card)
    await studio.until(lambda: inputs(studio, call))
    await delete(studio, card)
    await studio.says(call.message, "The original picture has been deleted since. Nothing was charged.")
    await studio.until(clean(studio, call, call.message))
    assert studio.ledger(call) == REFUNDED and studio.posts == 2
    form = await studio.press(call.message, "edit", by="jonas")
    assert "riginal picture" not in str(form.modal) and "make it snow" in str(form.modal)


async def test_what_is_being_sent_home_meanwhile_goes_there_too(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order("a cat")
    await studio.taken(call.message)
    for path in ("/channels/*", "/webhooks/*"):
        studio.fake_discord.faults.answer("PATCH", path, 403, code=50001, times=0)
    slow = studio.fake_discord.faults.delay("POST", "/channels/*/messages", 2)
    studio.finish_drawing()
    await studio.until(lambda: slow.struck)
    asked = await (await studio.person().menu(DELETE, call.message)).done()
    await studio.press(asked.message, "erase")
    await studio.until(lambda: any(entry.method == "POST" and entry.files for entry in studio.fake_discord.calls))
    await studio.until(lambda: not studio.person().dm())
    await studio.until(lambda: studio.row(call)["delivered"] == "given_up" and not studio.row(call)["prompt"])


async def test_what_is_being_shown_again_meanwhile_goes_there_too(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    page = (await (await studio.person().slash("history", channel="general")).done()).message
    await studio.until(lambda: page.text)
    slow = studio.fake_discord.faults.delay("PATCH", "/webhooks/*/*/messages/@original", 2)
    pressed = await studio.person().click(page, label="Repost here")
    await studio.until(lambda: slow.struck)
    await delete(studio, card)
    await studio.until(lambda: any("deleted" in m.text for m in (pressed.message, *pressed.followups) if m))
    assert all(message.ephemeral_for for message in studio.fake_discord.messages("general"))


@pytest.mark.parametrize("menu", ["Edit this picture", "Use as input"])
async def test_a_message_that_could_not_be_taken_away_brings_nothing_back(studio: Studio, menu: str) -> None:
    _, card = await studio.finish("a cat")
    for method in ("DELETE", "PATCH"):
        studio.fake_discord.faults.answer(method, "/channels/*/messages/*", 403, code=50001, times=0)
    await delete(studio, card)
    refused = await (await studio.person("jonas").menu(menu, card)).done()
    assert not card.deleted and refused.ephemeral and "deleted" in refused.message.text
    assert not studio.query("SELECT 1 FROM draft WHERE kind IN ('menu', 'tray')")


async def test_one_that_is_being_read_meanwhile_leaves_nothing(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    _, card = await studio.finish("a cat")
    reading, deleted = asyncio.Event(), asyncio.Event()
    usual = PictureStore.import_input

    async def slowly(self: PictureStore, job_id: int, image: Any) -> Any:
        taken = await usual(self, job_id, image)
        reading.set()
        await deleted.wait()
        return taken

    monkeypatch.setattr(PictureStore, "import_input", slowly)
    form = await studio.press(card, "edit", by="jonas")
    sent = await studio.person("jonas").submit(form, prompt="make it snow")
    await reading.wait()
    await delete(studio, card)
    deleted.set()
    call = await sent.done()
    await studio.says(call.message, "has been deleted since. Nothing was charged.")
    await studio.until(clean(studio, call, call.message))
    assert studio.ledger(call) == REFUNDED


async def test_what_higgsfield_draws_from_it_already_goes_on_without_it(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await edit(studio, card)
    await studio.taken(call.message)
    await delete(studio, card)
    await studio.until(clean(studio, call, call.message))
    studio.finish_drawing()
    await studio.ended(call)
    assert outputs(studio, call) and not inputs(studio, call) and not has_thumbnail(call.message)


async def test_what_a_crash_left_of_it_goes_at_the_next_start(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    _, card = await studio.finish("a cat")
    call, version = await edited(studio, card)
    asked = await (await studio.person().menu(DELETE, card)).done()
    with monkeypatch.context() as patch:
        patch.setattr(moderation, "delete_erased", _breaks)
        pressed = await studio.press(asked.message, "erase")
        await studio.until(lambda: pressed.followups)
    assert inputs(studio, call) and not card.deleted
    await studio.restart()
    await studio.until(clean(studio, call, version))
    await studio.until(lambda: card.deleted)


async def _breaks(*_: object) -> int:
    raise OSError("the disk")


async def test_a_version_shown_again_is_drawn_anew_too(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    call, version = await edited(studio, card)
    page = await (await studio.person("jonas").slash("history", channel="general")).done()
    await studio.until(lambda: page.message.text)
    shown = await (await studio.person("jonas").click(page.message, label="Repost here")).done()
    await studio.until(lambda: not shown.message.loading and has_thumbnail(shown.message))
    await delete(studio, card)
    await studio.until(lambda: not has_thumbnail(shown.message) and not has_thumbnail(version))
    assert len(shown.message.media) == 1 and "Reposted by" in shown.message.text


async def test_the_copy_in_a_direct_message_is_drawn_anew_too(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    studio.terms(drawing_s=(0.4, 0.4))
    call = await edit(studio, card)
    await studio.until(lambda: [r.status for r in studio.vendor.requests.values()][1:] == ["in_progress"])
    await studio.person("ines").delete(call.message)
    await studio.until(lambda: studio.person("jonas").dm())
    (home,) = studio.person("jonas").dm()
    assert has_thumbnail(home)
    await delete(studio, card)
    await studio.until(clean(studio, call, home))
    assert len(home.media) == 1


async def test_a_tray_and_a_question_forget_it_at_once(studio: Studio) -> None:
    order, card = await studio.finish("a cat")
    await (await studio.person("jonas").menu("Use as input", card)).done()
    await (await studio.person("jonas").menu("Edit this picture", card)).done()
    await studio.until(lambda: len(studio.query("SELECT 1 FROM draft WHERE body LIKE '%http%'")) == 2)
    await delete(studio, card)
    bodies = [
        row["body"] for row in studio.query("SELECT body FROM draft WHERE user_id = ?", studio.person("jonas").id)
    ]
    assert bodies and not any("http" in body for body in bodies)


async def test_a_small_question_that_shows_it_is_taken_away(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    before = len(studio.fake_discord.messages())
    await studio.person("jonas").say(f"<@{studio.client.user.id}> make it snow", reply_to=card)
    await studio.until(lambda: [m for m in studio.fake_discord.messages()[before:] if "shall I draw" in m.text])
    (question,) = [m for m in studio.fake_discord.messages()[before:] if "shall I draw" in m.text]
    await delete(studio, card)
    await studio.until(lambda: question.deleted)


async def test_a_deleted_picture_is_nobodys_favourite(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    for by in ("mara", "jonas"):
        await studio.person(by).react(card, "⭐")
    await studio.until(lambda: len(studio.query("SELECT 1 FROM favourite")) == 2)
    await delete(studio, card)
    assert not studio.query("SELECT 1 FROM favourite")


async def test_the_message_of_a_deleted_card_goes_though_the_bot_died_before(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, card = await studio.finish("a secret")
    studio.fake_discord.faults.answer("DELETE", "/channels/*", 500, times=0)
    asked = await (await studio.person().menu(DELETE, card)).done()
    await studio.press(asked.message, "erase")
    await studio.until(lambda: studio.row(call)["prompt"] == "")
    await studio.stop()
    assert not card.deleted
    studio.fake_discord.faults.clear()
    await studio.start()
    await studio.until(lambda: card.deleted)
