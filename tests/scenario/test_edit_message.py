"""The menu of any message: edit its picture, whoever posted it, as well as it can be had."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

Studio = Any
EDIT, USE = "Edit this picture", "Use as input"
NONE = "There's no picture here that I can use (PNG, JPEG, WebP, GIF or AVIF)."


def png(colour: str = "red", size: tuple[int, int] = (40, 30)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def inputs(studio: Studio) -> list[Image.Image]:
    """What the vendor was given with its newest order."""
    request = list(studio.vendor.requests.values())[-1]
    return [Image.open(io.BytesIO(data)).convert("RGB") for data in request.inputs]


def fields(opened: Any) -> dict[str, Any]:
    return {label["component"]["custom_id"]: label["component"] for label in opened.modal["components"]}


async def choose(studio: Studio, name: str, message: Any, *, by: str = "mara", locale: str = "en-US") -> Any:
    return await (await studio.person(by).menu(name, message, locale=locale)).done()


async def send(studio: Studio, opened: Any, *, by: str = "mara", **filled: Any) -> Any:
    return await (await studio.person(by).submit(opened, **filled)).done()


async def test_a_picture_of_anybodys_is_edited(studio: Studio, picture: bytes) -> None:
    message = await studio.person("jonas").say("look", files=[("house.png", picture)])
    opened = await choose(studio, EDIT, message)
    assert opened.modal["title"] == EDIT and list(fields(opened)) == ["prompt", "ratio", "count", "images"]
    assert not fields(opened)["prompt"].get("value")
    assert "1 🍌 per picture." in opened.modal["components"][0]["description"]
    call = await send(studio, opened, prompt="make it snow", count=["2"])
    done = await studio.ended(call)
    (body,) = studio.sent()
    assert (body["prompt"], body["num_images"], body["aspect_ratio"]) == ("make it snow", 2, "auto")
    assert len(done.media) == 3 and studio.ledger(call) == [("reserve", 2), ("settle", 0)]
    assert studio.row(call)["user_id"] == studio.person().id
    (given,) = inputs(studio)
    assert given.getpixel((5, 5)) == (255, 0, 0)


async def test_an_own_card_gives_its_picture_as_it_is_kept(studio: Studio) -> None:
    first, card = await studio.finish("a cat", count=2, format="jpeg")
    for file in card.attachments:
        file.data = png("black")  # as if Discord had a worse copy
    opened = await choose(studio, EDIT, card, by="jonas")
    assert [o["label"] for o in fields(opened)["picture"]["options"]] == ["1 · left", "2 · right"]
    call = await send(studio, opened, by="jonas", prompt="a dog", picture=["1"])
    await studio.ended(call)
    row = studio.row(call)
    assert (row["parent_id"], row["version"]) == (first.id, 2)
    kept = Image.open(studio.folder / "images" / str(first.id) / "output-1.jpg").convert("RGB")
    (given,) = inputs(studio)
    assert given.size == kept.size and given.getpixel((5, 5)) != (0, 0, 0)
    assert studio.sent()[-1]["num_images"] == 1, "one, unless more are asked for"


async def test_more_pictures_go_along(studio: Studio, picture: bytes) -> None:
    message = await studio.person("jonas").say("look", files=[("house.png", picture)])
    opened = await choose(studio, EDIT, message)
    call = await send(studio, opened, prompt="both", images=[("a.png", png("blue")), ("b.png", png("lime"))])
    await studio.ended(call)
    assert [image.getpixel((5, 5)) for image in inputs(studio)] == [(255, 0, 0), (0, 0, 255), (0, 255, 0)]


async def test_an_upload_that_is_no_picture_is_refused_by_name(studio: Studio, picture: bytes) -> None:
    message = await studio.person("jonas").say("look", files=[("house.png", picture)])
    opened = await choose(studio, EDIT, message)
    call = await send(studio, opened, prompt="both", images=[("notes.pdf", b"%PDF")])
    assert call.ephemeral and "`notes.pdf` isn't a picture I can read." in call.message.text
    assert studio.orders == 0


async def test_ten_pictures_are_chosen_among(studio: Studio) -> None:
    files = [(f"{n}.png", png(size=(40 + n, 30))) for n in range(10)]
    message = await studio.person("jonas").say("my holiday", files=files)
    opened = await choose(studio, EDIT, message)
    options = fields(opened)["picture"]["options"]
    assert len(options) == 10 and options[9]["description"] == "9.png" and options[0]["default"]
    await studio.ended(await send(studio, opened, prompt="snow", picture=["9"]))
    (given,) = inputs(studio)
    assert given.size == (49, 30)


async def test_embeds_and_galleries_of_others_have_pictures_too(studio: Studio, picture: bytes) -> None:
    world = studio.fake_discord.state
    hosted = [world.url(world.attach(f"{n}.png", picture)) for n in range(3)]
    message = await studio.person("jonas").say("a link")
    message.embeds = [
        {"type": "rich", "image": {"url": "http://elsewhere.test/big.png", "proxy_url": hosted[0]}},
        {"type": "image", "thumbnail": {"url": hosted[1]}},
        {"type": "rich", "description": "no picture"},
    ]
    item = {"media": {"url": hosted[2]}}
    message.components = [{"type": 17, "components": [{"type": 12, "items": [item, item]}]}]
    opened = await choose(studio, EDIT, message)
    assert len(fields(opened)["picture"]["options"]) == 3
    call = await send(studio, opened, prompt="snow", picture=["1"])
    assert len((await studio.ended(call)).media) == 2


async def test_an_address_of_our_own_network_is_never_fetched(closed_studio: Studio, monkeypatch: Any) -> None:
    studio = closed_studio
    await studio.start()
    message = await studio.person("jonas").say("a trap")
    message.embeds = [{"type": "rich", "image": {"url": "http://169.254.169.254/secret.png"}}]
    opened = await choose(studio, EDIT, message)
    call = await send(studio, opened, prompt="snow")
    assert "I couldn't fetch `secret.png`" in (await studio.ended(call)).text
    assert studio.ledger(call) == [("reserve", 1), ("refund", -1)]


@pytest.mark.parametrize("name", [EDIT, USE])
async def test_a_message_without_a_picture_is_answered_in_private(studio: Studio, name: str) -> None:
    message = await studio.person("jonas").say("just words")
    call = await choose(studio, name, message)
    assert call.ephemeral and call.message.text == NONE


@pytest.mark.parametrize("name", [EDIT, USE])
async def test_a_file_that_is_no_picture_is_named(studio: Studio, name: str) -> None:
    message = await studio.person("jonas").say("read this", files=[("notes.pdf", b"%PDF")])
    call = await choose(studio, name, message)
    assert call.ephemeral and "`notes.pdf` isn't a picture I can read." in call.message.text


async def test_a_card_under_way_has_no_picture_yet(studio: Studio, picture: bytes) -> None:
    studio.terms(drawing_s=(float("inf"), float("inf")))
    first = await studio.order(image=("house.png", picture))
    await studio.taken(first.message)
    call = await choose(studio, EDIT, first.message)
    assert call.ephemeral and call.message.text == NONE, "its small copy of the input is none"


async def test_the_form_may_be_sent_after_a_restart(studio: Studio, picture: bytes) -> None:
    message = await studio.person("jonas").say("look", files=[("house.png", picture)])
    opened = await choose(studio, EDIT, message)
    await studio.restart()
    call = await send(studio, opened, prompt="snow")
    assert len((await studio.ended(call)).media) == 2


async def test_a_form_sent_twice_orders_once(studio: Studio, picture: bytes) -> None:
    message = await studio.person("jonas").say("look", files=[("house.png", picture)])
    opened = await choose(studio, EDIT, message)
    await studio.ended(await send(studio, opened, prompt="snow"))
    again = await send(studio, opened, prompt="snow")
    assert again.ephemeral and "This has expired: it was already drawn" in again.message.text
    assert studio.orders == 1


async def test_a_form_is_forgotten_after_fifteen_minutes(studio: Studio, picture: bytes) -> None:
    message = await studio.person("jonas").say("look", files=[("house.png", picture)])
    opened = await choose(studio, EDIT, message)
    await studio.clock.leap(minutes=15)
    call = await send(studio, opened, prompt="snow")
    assert call.ephemeral and "15 minutes passed" in call.message.text and studio.orders == 0


async def test_pictures_gone_from_our_disk_are_taken_from_discord(studio: Studio) -> None:
    first, card = await studio.finish("a cat")
    await studio.stop()
    await studio.start(bot_keep_days=1)
    await studio.clock.leap(minutes=2 * 24 * 60)
    folder = studio.folder / "images" / str(first.id)
    await studio.leap_until(lambda: not folder.exists(), seconds=3700)  # by the hour, once the time is certain
    opened = await choose(studio, EDIT, card)
    call = await send(studio, opened, prompt="snow")
    assert len((await studio.ended(call)).media) == 2
    assert studio.row(call)["parent_id"] is None


async def test_both_speak_french(studio: Studio, picture: bytes) -> None:
    studio.person().home.locale = "fr"
    message = await studio.person("jonas").say("regarde", files=[("a.png", picture), ("b.png", picture)])
    opened = await choose(studio, EDIT, message, locale="fr")
    assert opened.modal["title"] == "Modifier cette image"
    assert [label["label"] for label in opened.modal["components"]] == [
        *("Ce qu'il faut changer", "Quelle image", "Proportions", "Combien", "Ajouter des images")
    ]
    opened = await choose(studio, USE, message, locale="fr")
    assert opened.modal["title"] == "Ajouter à ma sélection"
    view = studio.fake_discord.commands.view(studio.person().home.id, "fr")
    assert {"Modifier cette image", "Ajouter à ma sélection"} <= {c["name"] for c in view}
