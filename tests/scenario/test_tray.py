"""The tray: pictures set aside from anywhere, seen by one person only, drawn with once, forgotten in time."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from PIL import Image

Studio = Any
USE = "Use as input"
FULL = "Your tray is full (8 of 8). Remove a picture, or draw with these."
EMPTY = "Your tray is empty: you've used it, or it expired after 15 minutes."


def png(n: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40 + n, 30), (n * 20, 0, 0)).save(file, "PNG")
    return file.getvalue()


async def post(studio: Studio, *numbers: int, channel: str = "studio") -> Any:
    return await studio.person("jonas").say("look", channel=channel, files=[(f"{n}.png", png(n)) for n in numbers])


async def use(studio: Studio, message: Any, *, by: str = "mara", **filled: Any) -> Any:
    """Put the message's pictures into the tray and wait for its card."""
    call = await (await studio.person(by).menu(USE, message)).done()
    if call.modal is not None:
        call = await (await studio.person(by).submit(call, **filled)).done()
    await studio.until(lambda: call.message is not None and not call.message.loading)
    return call


async def open_form(studio: Studio, tray: Any, *, by: str = "mara") -> Any:
    return await studio.press(tray.message, "drawtray", by=by)


async def draw(studio: Studio, opened: Any, *, by: str = "mara", **filled: Any) -> Any:
    return await (await studio.person(by).submit(opened, **({"prompt": "all together"} | filled))).done()


def widths(studio: Studio) -> list[int]:
    request = list(studio.vendor.requests.values())[-1]
    return [Image.open(io.BytesIO(data)).width - 40 for data in request.inputs]


async def test_pictures_are_shown_small_and_to_one_person_only(studio: Studio) -> None:
    tray = await use(studio, await post(studio, 1))
    assert tray.ephemeral and "**Your tray** · 1 picture of 8" in tray.message.text
    tray = await use(studio, await post(studio, 2))
    assert "2 pictures of 8" in tray.message.text
    assert [media["description"] for media in tray.message.media] == ["1 · left", "2 · right"]
    small = [Image.open(io.BytesIO(file.data)) for file in tray.message.attachments]
    assert [image.format for image in small] == ["JPEG", "JPEG"] and [image.width for image in small] == [41, 42]
    assert [button["label"] for button in tray.message.buttons] == ["Draw", "Clear"]


async def test_a_card_of_ours_and_a_picture_of_another_channel_are_drawn_together(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    await use(studio, card)
    tray = await use(studio, await post(studio, 3, channel="general"))
    opened = await open_form(studio, tray)
    assert opened.modal["title"] == "Draw from your tray"
    custom_ids = [label["component"]["custom_id"] for label in opened.modal["components"]]
    assert custom_ids == ["prompt", "model", "ratio", "count"]
    call = await draw(studio, opened, model="banana-pro", count=["2"])
    done = await studio.ended(call)
    body = studio.sent()[-1]
    assert (body["num_images"], body["aspect_ratio"], len(body["input_images"])) == (2, "auto", 2)
    assert widths(studio)[1] == 3 and not call.ephemeral and len(done.media) == 3
    assert studio.row(call)["model"] == "banana-pro" and studio.ledger(call) == [("reserve", 6), ("settle", 0)]


async def test_a_cards_own_button_fills_it_too(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    call = await studio.press(card, "use", by="jonas")
    await studio.says(call.message, "1 picture of 8")
    assert call.ephemeral and [media["description"] for media in call.message.media] == ["This picture"]
    _, card = await studio.finish("a dog", count=2)
    asked = await studio.press(card, "use", by="jonas")
    await studio.says(asked.message, "Which picture?")
    call = await (await studio.person("jonas").click(asked.message, asked.message.buttons[1]["custom_id"])).done()
    await studio.says(call.message, "2 pictures of 8")


async def test_the_model_is_no_choice_where_pro_takes_no_pictures(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_pro_input_images=False)
    opened = await open_form(studio, await use(studio, await post(studio, 1)))
    custom_ids = [label["component"]["custom_id"] for label in opened.modal["components"]]
    assert custom_ids == ["prompt", "ratio", "count"]
    call = await draw(studio, opened)
    await studio.ended(call)
    assert studio.row(call)["model"] == "banana"


async def test_an_order_empties_the_tray_and_is_booked_once(studio: Studio) -> None:
    tray = await use(studio, await post(studio, 1))
    one, two = [await open_form(studio, tray) for _ in range(2)]
    first, second = await asyncio.gather(draw(studio, one), draw(studio, two))
    third = await draw(studio, one)
    assert sorted(call.ephemeral for call in (first, second, third)) == [False, True, True]
    assert studio.orders == 1
    assert third.message.text.startswith(EMPTY)
    empty = await open_form(studio, tray)
    assert empty.ephemeral and empty.message.text.startswith(EMPTY)


async def test_an_order_that_is_refused_keeps_the_tray(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_user_credits=1)
    tray = await use(studio, await post(studio, 1))
    refused = await draw(studio, await open_form(studio, tray), count=["2"])
    assert refused.ephemeral and "You have 1 of 1 🍌 left" in refused.message.text
    call = await draw(studio, await open_form(studio, tray))
    await studio.ended(call)
    assert studio.orders == 1 and widths(studio) == [1]


async def test_eight_fit_and_a_ninth_is_refused(studio: Studio) -> None:
    tray = await use(studio, await post(studio, *range(8)), picture=[str(n) for n in range(8)])
    assert "8 pictures of 8" in tray.message.text and len(tray.message.media) == 8
    ninth = await use(studio, await post(studio, 8))
    assert ninth.ephemeral and ninth.message.text == FULL
    call = await draw(studio, await open_form(studio, tray))
    await studio.ended(call)
    assert widths(studio) == list(range(8))


async def test_the_same_picture_is_held_once(studio: Studio) -> None:
    message = await post(studio, 1)
    await use(studio, message)
    tray = await use(studio, message)
    assert "1 picture of 8" in tray.message.text


async def test_several_pictures_of_a_message_are_chosen_among(studio: Studio) -> None:
    tray = await use(studio, await post(studio, 1, 2, 3), picture=["0", "2"])
    assert "2 pictures of 8" in tray.message.text
    call = await draw(studio, await open_form(studio, tray))
    await studio.ended(call)
    assert widths(studio) == [1, 3]


async def test_one_is_taken_out_and_all_are_cleared_on_the_same_card(studio: Studio) -> None:
    tray = await use(studio, await post(studio, 1, 2, 3))
    menu = f"img1:pick-untray:{studio.person().id}"
    await (await studio.person().click(tray.message, menu, values=["1"])).done()
    await studio.says(tray.message, "2 pictures of 8")
    assert [file.filename for file in tray.message.attachments] == ["tray-1.jpg", "tray-2.jpg"]
    await studio.press(tray.message, "cleartray")
    await studio.says(tray.message, "Your tray is empty.")
    assert not tray.message.attachments and not tray.message.buttons


async def test_it_is_forgotten_after_fifteen_minutes_without_use(studio: Studio) -> None:
    tray = await use(studio, await post(studio, 1))
    await studio.clock.leap(minutes=10)
    await use(studio, await post(studio, 2))
    await studio.clock.leap(minutes=10)
    opened = await open_form(studio, tray)
    assert opened.modal is not None, "each use keeps it for longer"
    await studio.clock.leap(minutes=15)
    call = await draw(studio, opened)
    assert call.ephemeral and call.message.text.startswith(EMPTY) and studio.orders == 0


async def test_it_outlives_a_restart(studio: Studio) -> None:
    tray = await use(studio, await post(studio, 1, 2))
    opened = await open_form(studio, tray)
    await studio.restart()
    call = await draw(studio, opened)
    await studio.ended(call)
    assert widths(studio) == [1, 2]


async def test_each_person_has_their_own(studio: Studio) -> None:
    message = await post(studio, 1)
    await use(studio, message)
    other = await use(studio, message, by="jonas")
    assert "1 picture of 8" in other.message.text


async def test_it_follows_its_person_to_other_servers(studio: Studio) -> None:
    await use(studio, await post(studio, 1))
    studio.fake_discord.add_guild("Elsewhere")
    far = studio.fake_discord.add_person("lou", guild=list(studio.fake_discord.state.guilds.values())[-1])
    far.user, far.id = studio.person().user, studio.person().id
    message = await far.say("look", channel="studio", files=[("2.png", png(2))])
    call = await (await far.menu(USE, message)).done()
    await studio.says(call.message, "2 pictures of 8")


async def test_a_picture_that_can_not_be_shown_is_still_in(studio: Studio) -> None:
    message = await post(studio, 1)
    studio.fake_discord.state.files.pop(message.attachments[0].id)
    tray = await use(studio, message)
    assert "1 picture of 8" in tray.message.text and not tray.message.media
    call = await draw(studio, await open_form(studio, tray))
    assert "I couldn't fetch `1.png` from Discord. Nothing was charged." in (await studio.ended(call)).text


@pytest.mark.parametrize("locale", ["fr"])
async def test_it_speaks_french(studio: Studio, locale: str) -> None:
    call = await (await studio.person().menu(USE, await post(studio, 1), locale=locale)).done()
    await studio.says(call.message, "**Ta sélection** · 1 image sur 8")
    assert [button["label"] for button in call.message.buttons] == ["Dessiner", "Vider"]
    opened = await studio.press(call.message, "drawtray", locale=locale)
    assert opened.modal["title"] == "Dessiner avec ta sélection"
