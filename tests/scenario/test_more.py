"""What stands behind More: private answers, for whoever pressed, that cost nothing."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import discord
import pytest
from PIL import Image

from bot.domain.lacks import INPUTS, Lack
from bot.store.migrate import FOLDER, migrate
from bot.ui.outbound.responses import SILENT
from bot.ui.tray_display import TrayDisplay

Studio = Any
Message = Any
Call = Any


def labels(message: Message) -> list[str]:
    return [button["label"] for button in message.buttons]


async def more(studio: Studio, card: Message, *, by: str = "mara", locale: str = "en-US") -> Message:
    """Press More, and return the private answer."""
    call = await studio.press(card, "more", by=by, locale=locale)
    assert call.ephemeral
    return call.message


async def which(studio: Studio, asked: Call) -> Message:
    """Return the question for one of the pictures, once it stands."""
    assert asked.ephemeral
    return await studio.until(lambda: asked.message if "Which picture?" in asked.message.text else None)


async def second(studio: Studio, **options: Any) -> tuple[Message, Message]:
    """Return a card, and one that edits its second picture."""
    _, card = await studio.finish("a cat", count=2, **options)
    opened = await studio.press(card, "edit")
    call = await (await studio.person().submit(opened, start=["1"], prompt="a dog")).done()
    return card, await studio.ended(call)


# what is offered


async def test_a_plain_card_offers_what_makes_sense_for_it(studio: Studio) -> None:
    _, card = await studio.finish()
    vary = "Vary · 1 🍌"
    assert labels(await more(studio, card)) == ["Add to favourites", "Whole prompt", "Delete", vary]
    assert labels(await more(studio, card, by="jonas")) == ["Add to favourites", "Whole prompt", vary]
    assert labels(await more(studio, card, by="ines")) == ["Add to favourites", "Whole prompt", "Delete", vary], (
        "a moderator"
    )


async def test_a_version_offers_the_way_back_and_the_picture_before(studio: Studio) -> None:
    _, card = await second(studio)
    assert labels(await more(studio, card)) == [
        *("Add to favourites", "Before / after", "Back to v1", "Whole prompt", "Delete", "Vary · 1 🍌"),
    ]
    assert labels(await more(studio, card, by="jonas", locale="fr")) == [
        *("Ajouter aux favoris", "Avant / après", "Revenir à la v1", "Prompt complet", "Varier · 1 🍌"),
    ]


async def test_every_button_has_words(studio: Studio) -> None:
    first, card = await second(studio)
    for message in (first, card, await more(studio, card)):
        assert all(any(letter.isalpha() for letter in label) for label in labels(message))
        assert all(len(row["components"]) <= 5 for row in message.components if row["type"] == 1)


# favourites


async def test_a_favourite_is_the_pressers_and_can_be_taken_back(studio: Studio) -> None:
    call, card = await studio.finish()
    answer = await more(studio, card, by="jonas")
    await studio.press(answer, "star", by="jonas")
    assert "Added to your favourites" in answer.text and labels(answer)[0] == "Remove from favourites"
    rows = studio.query("SELECT user_id, job_id FROM favourite")
    assert [tuple(row) for row in rows] == [(studio.person("jonas").id, call.id)]
    assert labels(await more(studio, card))[0] == "Add to favourites", "nobody else's"
    assert labels(await more(studio, card, by="jonas"))[0] == "Remove from favourites"
    await studio.press(answer, "unstar", by="jonas")
    assert "Removed from your favourites" in answer.text and not studio.query("SELECT 1 FROM favourite")


# before and after


async def test_before_and_after_stand_side_by_side(studio: Studio, picture: bytes) -> None:
    _, card = await studio.finish("make it snow", image=("red.png", picture))
    call = await studio.press(await more(studio, card, by="jonas"), "compare", by="jonas")
    answer = await studio.until(lambda: call.message if call.message and call.message.media else None)
    assert call.ephemeral
    (shown,) = answer.media
    assert shown["description"].startswith("Before (left) and after (right)")
    assert shown["description"].endswith("make it snow")
    (file,) = answer.attachments
    image = Image.open(io.BytesIO(file.data))
    assert image.format == "JPEG" and image.width <= 2048
    red, blue = image.getpixel((10, 10)), image.getpixel((10, image.height - 10))
    assert red[0] > 200 > red[2] and blue[2] > 200 > blue[0], "the input, upright, on the left"


async def test_of_several_pictures_one_is_chosen_first(studio: Studio, picture: bytes) -> None:
    _, card = await studio.finish("make it snow", image=("red.png", picture), count=2)
    asked = await which(studio, await studio.press(await more(studio, card), "compare"))
    assert labels(asked) == ["1 · left", "2 · right"] and len(asked.media) == 2
    call = await (await studio.person().click(asked, label="2 · right")).done()
    await studio.until(lambda: call.message and call.message.media)


@pytest.mark.parametrize("values", [["7"], ["-1"], ["x"], None])
async def test_a_picture_that_never_was_is_refused_in_words(studio: Studio, picture: bytes, values: Any) -> None:
    job, card = await studio.finish("make it snow", image=("red.png", picture), count=2)
    asked = await which(studio, await studio.press(await more(studio, card), "compare"))
    row = asked.components[-1]["components"]
    if values:  # a question from before there were buttons
        options = [{"label": value, "value": value} for value in values]
        row[:] = [{"type": 3, "custom_id": f"img1:pick-compare:{job.id}", "options": options}]
    else:
        row[0]["custom_id"] = f"img1:compare:{job.id}:8"
    call = await (await studio.person().click(asked, row[0]["custom_id"], values=values)).done()
    await studio.until(lambda: "no record of this card" in (call.message.text if call.message else ""))


async def test_before_and_after_of_pictures_gone_with_time_says_so(studio: Studio, picture: bytes) -> None:
    job, card = await studio.finish("make it snow", image=("red.png", picture))
    answer = await more(studio, card)
    for file in (studio.folder / "images" / str(job.id)).iterdir():
        file.unlink()
    call = await studio.press(answer, "compare")
    await studio.until(lambda: "Those pictures have expired" in call.message.text)
    assert labels(await more(studio, card)) == ["Add to favourites", "Whole prompt", "Delete"]


# back


async def test_back_opens_the_form_on_the_picture_it_came_from(studio: Studio) -> None:
    card, done = await second(studio)
    opened = await studio.press(await more(studio, done, by="jonas"), "edit", by="jonas")
    prompt, start, *_ = [label["component"] for label in opened.modal["components"]]
    assert prompt["value"] == "a cat"
    assert [o["label"] for o in start["options"] if o.get("default")] == ["2 · right"]
    call = await (await studio.person("jonas").submit(opened, prompt="a fox")).done()
    await studio.ended(call)
    row = studio.row(call)
    assert (row["parent_id"], row["version"], row["user_id"]) == (
        *(studio.query("SELECT MIN(id) AS id FROM job")[0]["id"], 2, studio.person("jonas").id),
    )


async def test_the_way_back_is_open_to_whoever_sees_the_card(studio: Studio) -> None:
    _, done = await second(studio)
    for by in ("jonas", "mara"):
        opened = await studio.press(await more(studio, done, by=by), "edit", by=by)
        call = await (await studio.person(by).submit(opened, prompt="a fox")).done()
        assert "v2 · [from v1](" in (await studio.ended(call)).text


async def test_there_is_no_way_back_to_what_was_deleted(studio: Studio) -> None:
    card, done = await second(studio)
    answer = await more(studio, done)
    asked = await studio.press(await more(studio, card), "bin")
    assert asked.ephemeral and "for good?" in asked.message.text
    await studio.press(asked.message, "erase")
    await studio.until(lambda: card.deleted)
    pressed = await studio.press(answer, "edit")
    assert pressed.ephemeral and "was deleted" in pressed.message.text
    assert labels(await more(studio, done)) == ["Add to favourites", "Whole prompt", "Delete", "Vary · 1 🍌"]
    pressed = await studio.press(done, "again")
    assert pressed.ephemeral and "The original picture was deleted" in pressed.message.text


async def test_a_version_from_another_channel_is_not_opened_to_others(studio: Studio) -> None:
    _, card = await studio.finish("a secret", channel="general")
    opened = await studio.press(card, "edit")
    call = await (await studio.person().submit(opened, prompt="a dog")).done()
    done = await studio.ended(call)
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books:
        books.execute("UPDATE job SET channel_id = channel_id + 1 WHERE id = (SELECT MIN(id) FROM job)")
        books.commit()
    assert "Back to v1" in labels(await more(studio, done)), "one's own"
    assert "Back to v1" not in labels(await more(studio, done, by="jonas"))


# the whole prompt


async def test_the_whole_prompt_is_still_on_a_card_without_more(studio: Studio) -> None:
    prompt = "a naughty cat [refused] " + "x" * 400
    _, card = await studio.finish(prompt)
    assert labels(card) == ["Edit", "Whole prompt"]
    told = await studio.press(card, "prompt", by="jonas")
    assert told.ephemeral and "x" * 400 in told.message.text


# use as input


@pytest.fixture
def laid_aside(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was laid aside, by the names of its pictures."""
    names: list[str] = []

    async def add(_: TrayDisplay, interaction: discord.Interaction, images: Sequence[Any]) -> None:
        names.extend(image.name for image in images)
        await interaction.response.send_message("laid aside", ephemeral=True, allowed_mentions=SILENT)

    monkeypatch.setattr(TrayDisplay, "add", add)
    return names


async def test_one_picture_is_laid_aside_at_once(laid_aside: list[str], closed_studio: Studio) -> None:
    await closed_studio.start()
    _, card = await closed_studio.finish()
    assert labels(card) == ["Edit", "Again", "Use as input", "Pro · 3 🍌", "⋯ More"]
    call = await closed_studio.press(card, "use", by="jonas")
    assert call.ephemeral and laid_aside == ["picture-1"]


async def test_of_four_pictures_one_is_laid_aside(laid_aside: list[str], closed_studio: Studio) -> None:
    await closed_studio.start()
    _, card = await closed_studio.finish(count=4)
    asked = await which(closed_studio, await closed_studio.press(card, "use", by="jonas"))
    assert not laid_aside
    assert labels(asked) == ["1 · top left", "2 · top right", "3 · bottom left", "4 · bottom right"]
    assert [media["description"] for media in asked.media] == labels(asked)
    await (await closed_studio.person("jonas").click(asked, label="3 · bottom left")).done()
    assert laid_aside == ["picture-3"]


# vary


async def test_one_of_four_is_varied_by_one_press_that_says_the_price(studio: Studio) -> None:
    first, card = await studio.finish("a cat", count=4, format="jpeg")
    answer = await more(studio, card, by="jonas")
    assert labels(answer)[-4:] == [f"Vary {n} · 1 🍌" for n in (1, 2, 3, 4)]
    said = answer.text.replace("\u00a0", " ")
    assert "with the same prompt: 1 · top left, 2 · top right, 3 · bottom left, 4 · bottom right." in said
    await studio.restart()
    custom_id = next(str(b["custom_id"]) for b in answer.buttons if b["label"] == "Vary 3 · 1 🍌")
    presses = [await (await studio.person("jonas").click(answer, custom_id)).done() for _ in range(2)]
    assert [call.ephemeral for call in presses] == [False, True], "a double press is one order"
    done = await studio.ended(presses[0])
    jonas, mara = studio.person("jonas").id, studio.person().id
    assert f"for <@{jonas}> · from a picture by <@{mara}> · v2 · [from v1](" in done.text and studio.orders == 2
    body, request = studio.sent()[-1], list(studio.vendor.requests.values())[-1]
    assert (body["prompt"], body["num_images"], body["output_format"]) == ("a cat", 1, "jpeg")
    kept = Image.open(studio.folder / "images" / str(first.id) / "output-2.jpg").convert("RGB")
    given = Image.open(io.BytesIO(request.inputs[0])).convert("RGB")
    assert all(abs(a - b) < 9 for a, b in zip(given.getpixel((9, 9)), kept.getpixel((9, 9)), strict=True))
    assert studio.ledger(presses[0]) == [("reserve", 1), ("settle", 0)]


async def test_a_variation_that_nobody_was_offered_costs_nothing(studio: Studio) -> None:
    job, card = await studio.finish("a cat", count=2)
    answer = await more(studio, card)
    for argument, said in (("1", "this now costs 1 🍌"), ("19", "have expired")):  # for nothing; the tenth picture
        button = answer.components[-1]["components"][0]
        button["custom_id"] = f"img1:vary:{job.id}:{argument}"
        pressed = await (await studio.person().click(answer, button["custom_id"])).done()
        assert pressed.ephemeral and said in pressed.message.text and studio.orders == 1


async def test_a_model_without_inputs_varies_nothing(studio: Studio) -> None:
    _, card = await studio.finish("a cat", command="banana-pro")
    answer = await more(studio, card)
    assert "Vary · 3 🍌" in labels(answer)
    studio.client.services.orders.offer.lacks.put(
        Lack(model="banana-pro", what=INPUTS, since=0, tried_at=studio.clock.now())
    )
    assert not [label for label in labels(await more(studio, card)) if "Vary" in label]
    pressed = await studio.press(answer, "vary")
    assert pressed.ephemeral and "can't edit pictures on this account" in pressed.message.text


# old cards


async def every_button(studio: Studio, card: Message) -> None:
    """Press each button of a finished card, and each behind its More."""
    opened = await studio.press(card, "edit", by="jonas")
    assert opened.type == 9
    versions = [await (await studio.person("jonas").submit(opened, prompt="a fox")).done()]
    versions += [await studio.press(card, "again", by="jonas")]
    opened = await studio.press(card, "pro", by="jonas")
    versions += [await (await studio.person("jonas").submit(opened)).done()]
    for call in versions:
        assert (await studio.ended(call)).media
    answer = await more(studio, card, by="jonas")
    assert labels(answer) == ["Add to favourites", "Before / after", "Whole prompt", "Vary · 1 🍌"]
    told = await studio.press(answer, "prompt", by="jonas")
    assert told.ephemeral and told.message.text == "make it snow"
    await studio.press(answer, "star", by="jonas")
    assert "Added to your favourites" in answer.text
    call = await studio.press(answer, "compare", by="jonas")
    await studio.until(lambda: call.message and call.message.media)


async def test_every_button_outlives_a_restart(studio: Studio, picture: bytes) -> None:
    _, card = await studio.finish("make it snow", image=("red.png", picture))
    await studio.restart()
    await every_button(studio, card)


async def test_buttons_of_private_answers_outlive_a_restart(studio: Studio, picture: bytes) -> None:
    _, card = await studio.finish("make it snow", image=("red.png", picture), count=2)
    answer = await more(studio, card)
    asked = await which(studio, await studio.press(answer, "compare"))
    await studio.restart()
    await studio.press(answer, "star")
    assert "Added to your favourites" in answer.text
    call = await studio.press(asked, "compare")
    await studio.until(lambda: call.message and call.message.media)


@pytest.mark.parametrize("known", [1, 2, 3])
async def test_every_button_works_on_a_card_from_before_versions(studio: Studio, picture: bytes, known: int) -> None:
    _, card = await studio.finish("make it snow", image=("red.png", picture))
    await studio.stop()
    age(studio, known)
    await studio.start()
    assert [row["version"] for row in studio.query("SELECT version FROM job")] == [1]
    await every_button(studio, card)


def age(studio: Studio, known: int) -> None:
    """Write the books anew as a bot wrote them that knew only the first migrations."""
    books = studio.folder / "bot.sqlite3"
    newer = books.rename(books.with_name("newer.sqlite3"))
    files = studio.folder / "migrations"
    files.mkdir()
    for file in sorted(FOLDER.glob("*.sql"))[:known]:
        (files / file.name).write_text(file.read_text())
    with closing(sqlite3.connect(books, isolation_level=None)) as old:
        migrate(old, files)
        old.execute("ATTACH ? AS newer", (str(newer),))
        for table in ("job", "ledger", "image", "job_event", "fact"):
            columns = ", ".join(row[1] for row in old.execute(f"PRAGMA main.table_info({table})"))
            old.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")
