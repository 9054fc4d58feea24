"""A model that only the host's file knows: a command, cards and forms of its own, and what stays when it goes."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.cli.simulated_models import simulated_models
from bot.settings import Settings
from bot.simulators.higgsfield import FakeHiggsfield

Studio = Any
GONE = "This model is no longer available. Nothing was charged; another command can draw the same prompt."
FILE = """
[sketch]
title = "Sketch 2"
path = "/acme/sketch-2/edit"
price = { "1K" = 2, "2K" = 5 }
ratios = ["1:1", "16:9"]
resolutions = ["1K", "2K"]
count = 2
inputs = "image_urls"
max_inputs = 3
better = "banana-pro"

[words]
title = "Words only"
path = "/acme/words"
price = 1
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "models.toml"
    file.write_text(FILE)
    return file


@pytest.fixture
async def studio(closed_studio: Studio, file: Path) -> AsyncIterator[Studio]:
    """A studio whose bot and vendor have the two models of the file."""
    models = simulated_models(Settings(bot_models_file=str(file)).offer())
    async with FakeHiggsfield(replace(closed_studio.vendor.options, models=models)) as vendor:
        closed_studio.vendor = vendor
        await closed_studio.start(bot_models_file=str(file))
        yield closed_studio
        await closed_studio.stop()


def command(studio: Studio, name: str) -> dict[str, Any]:
    found, _ = studio.fake_discord.commands.find(None, name=name, kind=1)
    return dict(found)


def fields(opened: Any) -> dict[str, dict[str, Any]]:
    components = [label["component"] for label in opened.modal["components"]]
    return {component["custom_id"]: component for component in components}


def values(menu: dict[str, Any]) -> list[str]:
    return [option["value"] for option in menu["options"]]


async def fill(studio: Studio, opened: Any, **filled: Any) -> Any:
    return await (await studio.person().submit(opened, **({"prompt": "bolder"} | filled))).done()


async def forget(studio: Studio) -> None:
    """Take the models out of the bot's offer."""
    await studio.restart(bot_models_file="")


async def test_its_command_has_its_own_options_and_no_other(studio: Studio) -> None:
    sketch = command(studio, "sketch")
    assert sketch["description"] == "Draw or edit a picture with Sketch 2"
    assert sketch["description_localizations"]["fr"] == "Dessine ou retouche une image avec Sketch 2"
    options = {option["name"]: option for option in sketch["options"]}
    assert list(options) == ["prompt", "image", "image2", "image3", "count", "aspect_ratio", "resolution"]
    assert [choice["value"] for choice in options["aspect_ratio"]["choices"]] == ["1:1", "16:9"]
    assert [choice["value"] for choice in options["resolution"]["choices"]] == ["1K", "2K"]
    assert (options["count"]["min_value"], options["count"]["max_value"]) == (1, 2)
    words = command(studio, "words")
    assert [option["name"] for option in words["options"]] == ["prompt"]
    assert words["description"] == "Draw a picture with Words only"


async def test_it_is_drawn_with_what_its_record_names_at_its_price(studio: Studio) -> None:
    call, card = await studio.finish("a fox", command="sketch", aspect_ratio="16:9", resolution="2K", count=2)
    assert studio.sent() == [{"prompt": "a fox", "num_images": 2, "aspect_ratio": "16:9", "resolution": "2K"}]
    assert studio.ledger(call) == [("reserve", 10), ("settle", 0)]
    assert "Sketch 2 · 16:9 · 2K" in card.text and len(card.media) == 2
    call, card = await studio.finish("a fox", command="words")
    assert studio.sent()[-1] == {"prompt": "a fox"}
    assert "Words only · 1 s · 1\u00a0🍌 · for" in card.text.replace("2 s", "1 s")


async def test_pictures_go_as_plain_addresses(studio: Studio, picture: bytes) -> None:
    await studio.finish("make it blue", command="sketch", image=("red.png", picture), image2=("b.png", picture))
    (body,) = studio.sent()
    assert body.keys() == {"prompt", "num_images", "aspect_ratio", "resolution", "image_urls"}
    assert body["aspect_ratio"] == "1:1" and len(body["image_urls"]) == 2
    assert all(url.startswith("http") for url in body["image_urls"])
    (request,) = studio.vendor.requests.values()
    assert Image.open(io.BytesIO(request.inputs[0])).size == (40, 30)


async def test_its_card_is_edited_in_a_form_of_its_own(studio: Studio) -> None:
    _, card = await studio.finish("a fox", command="sketch", resolution="2K")
    opened = await studio.press(card, "edit")
    form = fields(opened)
    assert list(form) == ["prompt", "start", "ratio", "count", "files"]
    assert values(form["ratio"]) == ["1:1", "16:9"] and values(form["count"]) == ["1", "2"]
    assert form["files"]["max_values"] == 2
    call = await fill(studio, opened, ratio=["16:9"])
    assert "v2" in (await studio.ended(call)).text
    body = studio.sent()[-1]
    assert (body["prompt"], body["aspect_ratio"], body["resolution"]) == ("bolder", "16:9", "2K")
    assert len(body["image_urls"]) == 1 and studio.ledger(call) == [("reserve", 5), ("settle", 0)]


async def test_its_card_offers_the_better_model_that_it_names(studio: Studio) -> None:
    _, card = await studio.finish("a fox", command="sketch", count=2)
    assert "Pro · 6 🍌" in [button["label"] for button in card.buttons]
    opened = await studio.press(card, "pro")
    call = await fill(studio, opened)
    await studio.ended(call)
    assert studio.row(call)["model"] == "banana-pro"
    assert {"resolution": "1k", "output_format": "png", "num_images": 2}.items() <= studio.sent()[-1].items()


async def test_the_tray_can_be_drawn_with_it(studio: Studio) -> None:
    _, card = await studio.finish("a fox")
    tray = await studio.press(card, "use")
    await studio.says(tray.message, "1 picture of 8")
    opened = await studio.press(tray.message, "drawtray")
    assert values(fields(opened)["model"]) == ["banana", "banana-pro", "sketch"]
    call = await fill(studio, opened, model="sketch", ratio=["3:2"], count=["4"])
    await studio.ended(call)
    body = studio.sent()[-1]
    assert (body["num_images"], body["aspect_ratio"], len(body["image_urls"])) == (1, "1:1", 1)


async def test_prices_history_and_preferences_know_it(studio: Studio) -> None:
    await studio.finish("a fox", command="sketch")
    said = await studio.quota()
    assert "1 🍌 with /banana, 3 🍌 with /banana-pro, 2 🍌 with /sketch and 1 🍌 with /words." in said
    (model,) = [option for option in command(studio, "history")["options"] if option["name"] == "model"]
    assert [choice["name"] for choice in model["choices"]][2:] == ["Sketch 2", "Words only"]
    listed = await (await studio.person().slash("history", model="sketch")).done()
    await studio.says(listed.message, "Sketch 2 · ")
    panel = await (await studio.person().slash("me")).done()
    menu = panel.message.components[2]["components"][0]
    assert values(menu)[-1] == "16:9"
    await (await studio.person().click(panel.message, menu["custom_id"], values=["16:9"])).done()
    await studio.finish("a hare", command="sketch")
    await studio.finish("a hare")
    assert [body["aspect_ratio"] for body in studio.sent()[-2:]] == ["16:9", "4:3"]


async def test_a_model_of_words_only_asks_for_words_and_says_the_price_beside_them(studio: Studio) -> None:
    _, card = await studio.finish("a fox", command="words")
    assert {str(button["custom_id"]).split(":")[1] for button in card.buttons} == {"edit", "again", "use", "more"}
    opened = await studio.press(card, "edit")
    assert list(fields(opened)) == ["prompt"]
    assert opened.modal["components"][0]["description"] == "1 🍌 per picture. You get a new card."
    call = await fill(studio, opened)
    await studio.ended(call)
    assert studio.sent()[-1] == {"prompt": "bolder"} and studio.ledger(call) == [("reserve", 1), ("settle", 0)]


async def test_a_picture_for_a_model_of_words_only_is_refused_before_a_form_opens(studio: Studio) -> None:
    _, card = await studio.finish("a fox", command="words")
    call = await (await studio.person().menu("Edit this picture", card)).done()
    assert call.ephemeral and not call.message.buttons
    assert call.message.text == "Words only can't edit pictures. Nothing was charged; it still works without one."


async def test_what_waits_goes_on_after_a_restart(studio: Studio, file: Path) -> None:
    call = await studio.order("a fox [slow]", command="sketch")
    await studio.restart()
    studio.finish_drawing()
    card = await studio.ended(call)
    assert "Sketch 2" in card.text and len(studio.sent()) == 1


async def test_without_the_file_its_command_goes_and_its_cards_still_answer(studio: Studio) -> None:
    call, card = await studio.finish("a fox", command="sketch")
    await forget(studio)
    with pytest.raises(KeyError, match="the bot has no command 'sketch'"):
        command(studio, "sketch")
    for verb in ("edit", "again", "pro"):
        refused = await studio.press(card, verb)
        assert refused.ephemeral and GONE in refused.message.text, verb
    spent = studio.spent
    listed = await (await studio.person().slash("history")).done()
    await studio.says(listed.message, "sketch · ")
    shown = await studio.press(listed.message, "show")
    await studio.until(lambda: shown.message is not None and not shown.message.loading)
    assert "sketch · 1:1" in shown.message.text and len(shown.message.media) == 1
    more = await studio.press(card, "more")
    assert {"star", "bin"} <= {str(button["custom_id"]).split(":")[1] for button in more.message.buttons}
    tray = await studio.press(card, "use")
    await studio.says(tray.message, "1 picture of 8")
    asked = await studio.press(more.message, "bin")
    await studio.press(asked.message, "erase")
    await studio.until(lambda: studio.row(call)["erased_at"] is not None)
    assert studio.spent == spent


async def test_without_the_file_what_waited_for_it_ends_in_words_and_free(studio: Studio) -> None:
    studio.terms(concurrency=0)
    call = await studio.order("a fox", command="sketch")
    await forget(studio)
    studio.terms(concurrency=4)
    await studio.leap_until(lambda: studio.row(call)["state"] == "failed")
    card = await studio.ended(call)
    assert "This bot's Higgsfield account doesn't include sketch. Nothing was charged. /banana may work." in card.text
    assert studio.ledger(call) == [("reserve", 2), ("refund", -2)]


async def test_a_reply_to_its_card_after_the_file_is_gone_is_refused_in_words(studio: Studio) -> None:
    _, card = await studio.finish("a fox", command="sketch")
    await forget(studio)
    mara = studio.person()
    replied = await mara.say(f"<@{studio.fake_discord.state.bot.id}> make it blue", reply_to=card)
    messages = studio.fake_discord.state.channels[replied.channel_id].messages
    said = await studio.until(lambda: next((m for m in messages.values() if m.reply_to == replied.id), None))
    assert GONE in said.text
