"""Another version of a card: by the form under Edit and Pro, from any of its pictures, by whoever pays."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

Studio = Any
Call = Any
MARA = "mara"


def field(opened: Call, custom_id: str) -> dict[str, Any]:
    """Return one field of a form; {} where it has none of that name."""
    components = (label["component"] for label in opened.modal["components"])
    return next((component for component in components if component["custom_id"] == custom_id), {})


def offered(opened: Call, custom_id: str) -> list[str]:
    """Return the choices of a field, the chosen one in brackets."""
    options = field(opened, custom_id).get("options", [])
    return [f"[{option['label']}]" if option.get("default") else option["label"] for option in options]


async def submit(studio: Studio, opened: Call, *, by: str = MARA, locale: str = "en-US", **fields: Any) -> Call:
    return await (await studio.person(by).submit(opened, locale=locale, **fields)).done()


def picked(studio: Studio, call: Call, position: int) -> bytes:
    """Return the bytes of one picture that an order brought."""
    return next((studio.folder / "images" / str(call.id)).glob(f"output-{position}.*")).read_bytes()


# the form


async def test_the_form_asks_what_to_change_in_which_picture_and_says_the_price(studio: Studio) -> None:
    _, card = await studio.finish("a cat", count=2, aspect_ratio="3:4")
    opened = await studio.press(card, "edit", by="jonas")
    assert opened.type == 9 and opened.modal["title"] == "Make a new version"
    assert [label["label"] for label in opened.modal["components"]] == [
        *("Prompt", "Start from", "Shape", "How many", "Add more pictures"),
    ]
    assert field(opened, "prompt")["value"] == "a cat"
    assert offered(opened, "start") == ["[1 · left]", "2 · right", "No picture, just the prompt"]
    assert offered(opened, "ratio") == ["[Same as the starting picture]", "1:1", "4:3", "3:4", "3:2"]
    assert offered(opened, "count") == [
        *("[1 picture · 1 🍌]", "2 pictures · 2 🍌", "3 pictures · 3 🍌", "4 pictures · 4 🍌"),
    ]
    assert "1 🍌 per picture" in opened.modal["components"][3]["description"]
    files = field(opened, "files")
    assert (files["min_values"], files["max_values"], files["required"]) == (0, 7, False)


async def test_four_pictures_can_be_told_apart(studio: Studio) -> None:
    _, card = await studio.finish(count=4)
    opened = await studio.press(card, "edit")
    assert offered(opened, "start")[:-1] == ["[1 · top left]", "2 · top right", "3 · bottom left", "4 · bottom right"]


async def test_a_job_with_an_input_can_start_from_that_again(studio: Studio, picture: bytes) -> None:
    _, card = await studio.finish(image=("red.png", picture))
    opened = await studio.press(card, "edit")
    assert offered(opened, "start") == [
        *("[This picture]", "The original picture", "No picture, just the prompt"),
    ]


@pytest.mark.parametrize("restart", [False, True])
async def test_the_chosen_picture_is_edited_and_the_presser_pays(studio: Studio, restart: bool) -> None:
    first, card = await studio.finish("a cat", count=4, aspect_ratio="3:4", format="jpeg")
    if restart:
        await studio.restart()
    opened = await studio.press(card, "edit", by="jonas")
    if restart:
        await studio.restart()
    call = await submit(studio, opened, by="jonas", prompt="a blue cat", start=["1"])
    done = await studio.ended(call)
    sent = studio.sent()[-1]
    assert (sent["prompt"], sent["num_images"], sent["aspect_ratio"], sent["output_format"]) == (
        *("a blue cat", 1, "auto", "jpeg"),
    )
    (row,) = studio.query("SELECT path, name FROM image WHERE job_id = ? AND role = 'input'", call.id)
    assert row["name"] == "picture-2" and row["path"].startswith(f"images/{call.id}/")
    assert closest(studio, first, row["path"]) == 1
    job = studio.row(call)
    assert (job["user_id"], job["parent_id"], job["version"]) == (studio.person("jonas").id, first.id, 2)
    assert studio.ledger(call) == [("reserve", 1), ("settle", 0)]
    assert "> a blue cat" in done.text and "> a cat" in card.text and len(card.media) == 4


def closest(studio: Studio, first: Call, path: str) -> int:
    """Return which of an order's pictures a kept input was made of."""
    kept = small((studio.folder / path).read_bytes())
    pictures = [small(picked(studio, first, n)) for n in range(4)]
    apart = [sum(ImageStat.Stat(ImageChops.difference(kept, other)).sum) for other in pictures]
    return apart.index(min(apart))


def small(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB").resize((32, 32))


async def test_only_the_words_starts_from_nothing_and_keeps_the_shape(studio: Studio, picture: bytes) -> None:
    _, card = await studio.finish("a cat", image=("red.png", picture), aspect_ratio="3:4")
    opened = await studio.press(card, "edit")
    call = await submit(studio, opened, prompt="a dog", start=["words"])
    await studio.ended(call)
    sent = studio.sent()[-1]
    assert sent["prompt"] == "a dog" and not sent.get("input_images") and sent["aspect_ratio"] == "3:4"


async def test_the_picture_it_started_from_is_used_again(studio: Studio, picture: bytes) -> None:
    _, card = await studio.finish("a cat", image=("red.png", picture))
    call = await submit(studio, await studio.press(card, "edit"), start=["before"], prompt="a dog")
    await studio.ended(call)
    one, two = studio.vendor.requests.values()
    assert one.inputs == two.inputs and len(two.inputs) == 1


async def test_more_pictures_come_along_in_their_order(studio: Studio, picture: bytes) -> None:
    _, card = await studio.finish()
    opened = await studio.press(card, "edit")
    call = await submit(studio, opened, files=[("one.png", picture), ("two.png", picture)])
    await studio.ended(call)
    rows = studio.query("SELECT name FROM image WHERE job_id = ? AND role = 'input' ORDER BY position", call.id)
    assert [row["name"] for row in rows] == ["picture-1", "one.png", "two.png"]
    assert len(studio.sent()[-1]["input_images"]) == 3


async def test_more_pictures_than_the_model_takes_are_refused_in_words(studio: Studio, picture: bytes) -> None:
    files = [(f"{n}.png", picture) for n in range(7)]
    _, card = await studio.finish()
    call = await submit(studio, await studio.press(card, "edit"), files=files)
    card = await studio.ended(call)
    assert len(studio.sent()[-1]["input_images"]) == 8, "seven and the one it starts from"
    call = await submit(studio, await studio.press(card, "edit"), files=files[:1], start=["before"])
    assert call.ephemeral and "An order can use up to 8 pictures" in call.message.text
    assert studio.orders == 2


async def test_a_file_that_is_no_picture_is_refused_by_its_name(studio: Studio, picture: bytes) -> None:
    _, card = await studio.finish()
    opened = await studio.press(card, "edit")
    call = await submit(studio, opened, files=[("one.png", picture), ("notes.pdf", b"%PDF")])
    assert call.ephemeral and "`notes.pdf` isn't a picture I can read" in call.message.text
    assert studio.orders == 1


async def test_what_was_never_offered_is_not_ordered(studio: Studio) -> None:
    _, card = await studio.finish()
    opened = await studio.press(card, "edit")
    for name, forged in (("count", "400"), ("ratio", "99:1"), ("start", "7")):
        field(opened, name)["options"][0]["value"] = forged
    refused = await submit(studio, opened, count=["400"], ratio=["1:1"], start=["words"])
    assert refused.ephemeral and "I can't make that many pictures at once." in refused.message.text
    refused = await submit(studio, opened, count=["2"], ratio=["99:1"], start=["words"])
    assert refused.ephemeral and "That shape isn't available." in refused.message.text
    refused = await submit(studio, opened, start=["7"], count=["2"], ratio=["1:1"])
    assert refused.ephemeral and "have expired" in refused.message.text and studio.orders == 1


async def test_who_has_no_credits_left_is_told_so_in_private(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_user_credits=1)
    _, card = await studio.finish()
    call = await submit(studio, await studio.press(card, "edit"), prompt="a dog")
    assert call.ephemeral and "You have 0 of 1 🍌 left" in call.message.text
    assert studio.orders == 1 and len(studio.fake_discord.messages()) == 1 + 1


@pytest.mark.parametrize("ending", ["refused", "failed"])
async def test_a_failed_card_keeps_its_words_and_its_picture(studio: Studio, picture: bytes, ending: str) -> None:
    _, card = await studio.finish(f"a cat [{ending}]", image=("red.png", picture), count=2)
    opened = await studio.press(card, "edit")
    assert field(opened, "prompt")["value"] == f"a cat [{ending}]"
    assert offered(opened, "start") == ["[The original picture]", "No picture, just the prompt"]
    call = await submit(studio, opened, prompt="a nice cat")
    assert len((await studio.ended(call)).media) == 3
    one, two = studio.vendor.requests.values()
    assert one.inputs == two.inputs and studio.row(call)["version"] == 1


async def test_a_picture_that_could_not_be_read_is_not_offered_again(studio: Studio, picture: bytes) -> None:
    _, card = await studio.finish(image=("red.png", b"\x89PNG\r\n\x1a\nno picture at all"))
    assert "isn't a picture" in card.text
    opened = await studio.press(card, "edit")
    assert not field(opened, "start")
    call = await submit(studio, opened, files=[("blue.png", picture)])
    assert len((await studio.ended(call)).media) == 2


# Pro


async def test_pro_draws_the_same_with_pro_at_its_price(studio: Studio) -> None:
    first, card = await studio.finish("a cat", count=2, aspect_ratio="3:4")
    assert "Pro · 6 🍌" in [b["label"] for b in card.buttons]
    opened = await studio.press(card, "pro", by="jonas")
    assert opened.modal["title"] == "Draw with Nano Banana Pro"
    assert offered(opened, "start") == ["1 · left", "2 · right", "[No picture, just the prompt]"]
    assert field(opened, "start")["options"][-1]["description"] == "Same as before"
    assert "[2 pictures · 6 🍌]" in offered(opened, "count") and "[3:4]" in offered(opened, "ratio")
    call = await submit(studio, opened, by="jonas")
    done = await studio.ended(call)
    job = studio.row(call)
    assert (job["model"], job["parent_id"], job["version"]) == ("banana-pro", first.id, 2)
    assert studio.ledger(call) == [("reserve", 6), ("settle", 0)]
    assert "Nano Banana Pro · 3:4 · 1k" in done.text
    assert "pro" not in {str(b["custom_id"]).split(":")[1] for b in done.buttons}


async def test_pro_can_start_from_this_picture(studio: Studio, picture: bytes) -> None:
    _, card = await studio.finish(image=("red.png", picture))
    opened = await studio.press(card, "pro")
    assert offered(opened, "start") == ["This picture", "[The original picture]", "No picture, just the prompt"]
    call = await submit(studio, opened, start=["0"])
    await studio.ended(call)
    one, two = studio.vendor.requests.values()
    assert len(two.inputs) == 1 and one.inputs != two.inputs


async def test_pro_asks_for_the_size_where_the_host_offers_several(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_resolutions="1k,2k,4k")
    _, card = await studio.finish()
    opened = await studio.press(card, "pro")
    assert offered(opened, "resolution") == [
        *("[1k · 3 🍌 per picture]", "2k · 4 🍌 per picture", "4k · 6 🍌 per picture"),
    ]
    assert not field(opened, "files")
    call = await submit(studio, opened, resolution=["2k"])
    assert "· 2k ·" in (await studio.ended(call)).text and studio.ledger(call)[0] == ("reserve", 4)
    again = await studio.press(call.message, "edit")
    assert "[1 picture · 4 🍌]" in offered(again, "count"), "a Pro card keeps its size"


async def test_pro_without_pictures_offers_only_the_words(closed_studio: Studio, picture: bytes) -> None:
    studio = closed_studio
    await studio.start(higgsfield_pro_input_images=False)
    _, card = await studio.finish("a cat", image=("red.png", picture))
    opened = await studio.press(card, "pro")
    assert [label["label"] for label in opened.modal["components"]] == ["Prompt", "Shape", "How many"]
    assert offered(opened, "ratio") == ["1:1", "[4:3]", "3:4", "3:2"]
    call = await submit(studio, opened)
    assert len((await studio.ended(call)).media) == 1


# where it came from


async def test_a_version_says_which_it_is_and_leads_to_the_one_before(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    assert "v1" not in card.text
    cards = [card]
    for by in ("jonas", "ines"):
        call = await submit(studio, await studio.press(cards[-1], "edit", by=by), by=by)
        cards.append(await studio.ended(call))
    guild, channel = studio.person().home.id, studio.person().channel("studio").id
    for version, (before, card) in enumerate(zip(cards, cards[1:], strict=False), 2):
        link = f"https://discord.com/channels/{guild}/{channel}/{before.id}"
        assert f"v{version} · [from v{version - 1}]({link})" in card.text


async def test_again_is_the_same_version_from_the_same_one(studio: Studio) -> None:
    first, card = await studio.finish("a cat")
    second = await studio.ended(await submit(studio, await studio.press(card, "edit")))
    again = await studio.ended(await studio.press(second, "again"))
    assert f"/{card.id})" in again.text and "v2 · [from v1]" in again.text


async def test_in_a_direct_line_the_link_is_ones_own(studio: Studio) -> None:
    _, card = await studio.finish(channel="dm")
    done = await studio.ended(await submit(studio, await studio.press(card, "edit")))
    assert f"[from v1](https://discord.com/channels/@me/{card.channel_id}/{card.id})" in done.text


async def test_a_card_that_was_taken_away_is_not_linked(studio: Studio) -> None:
    studio.terms(drawing_s=(0.5, 0.5))
    call = await studio.order("a cat")
    await studio.taken(call.message)
    await studio.person("ines").delete(call.message)
    home = await studio.until(lambda: next(iter(studio.person().dm()), None))
    await studio.until(lambda: studio.row(call)["delivered"] == "dm")
    done = await studio.ended(await submit(studio, await studio.press(home, "edit")))
    assert "v2 · from v1" in done.text and "discord.com" not in done.text


# what is gone


def forget(studio: Studio, sql: str, call: Call) -> None:
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books:
        books.execute(sql, (call.id,))
        books.commit()


@pytest.mark.parametrize("verb", ["edit", "pro"])
async def test_a_card_whose_pictures_went_with_time_says_so(studio: Studio, verb: str) -> None:
    _, card = await studio.finish()
    await studio.restart(bot_keep_days=1)
    await studio.clock.leap(minutes=25 * 60)
    gone = "SELECT 1 FROM image WHERE path IS NOT NULL"
    await studio.leap_until(lambda: not studio.query(gone), seconds=3700)  # by the hour, once the time is certain
    pressed = await studio.press(card, verb)
    assert pressed.ephemeral and "Those pictures have expired" in pressed.message.text
    assert "Nothing was charged" in pressed.message.text and studio.orders == 1


async def test_pictures_that_go_while_somebody_writes_cost_nothing(studio: Studio) -> None:
    first, card = await studio.finish()
    opened = await studio.press(card, "edit")
    for file in (studio.folder / "images" / str(first.id)).iterdir():
        file.unlink()
    call = await submit(studio, opened, prompt="a dog")
    assert call.ephemeral and "Those pictures have expired" in call.message.text and studio.orders == 1


async def test_again_with_an_input_that_went_with_time_says_so(studio: Studio, picture: bytes) -> None:
    first, card = await studio.finish(image=("red.png", picture))
    forget(studio, "UPDATE image SET path = NULL WHERE job_id = ?", first)
    call = await studio.press(card, "again")
    assert call.ephemeral and "Those pictures have expired" in call.message.text and studio.orders == 1


@pytest.mark.parametrize("verb", ["edit", "again", "pro"])
async def test_a_card_whose_words_are_gone_says_so(studio: Studio, verb: str) -> None:
    first, card = await studio.finish()
    forget(studio, "UPDATE job SET prompt = '' WHERE id = ?", first)
    call = await studio.press(card, verb)
    assert call.ephemeral and "prompt has been deleted" in call.message.text and studio.orders == 1


# in French


async def test_the_form_speaks_the_persons_language(studio: Studio, picture: bytes) -> None:
    _, card = await studio.finish(image=("red.png", picture))
    opened = await studio.press(card, "edit", locale="fr")
    assert [label["label"] for label in opened.modal["components"]] == [
        *("Prompt", "Partir de", "Proportions", "Combien", "Ajouter des images"),
    ]
    assert offered(opened, "start") == ["[Cette image]", "L'image d'origine", "Aucune image, seulement le prompt"]
    call = await submit(studio, opened, locale="fr", start=["before"], files=[("n.pdf", b"%PDF")])
    assert "n'est pas une image que je sais lire" in call.message.text


async def test_a_version_speaks_french_where_its_server_does(studio: Studio) -> None:
    studio.person().home.locale = "fr"
    _, card = await studio.finish()
    done = await studio.ended(await submit(studio, await studio.press(card, "edit")))
    assert "v2 · [d'après v1](" in done.text
