"""Values that no menu offers: one sentence in private, nothing booked, no traceback, whatever way they come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Studio = Any
JSON = dict[str, Any]

COUNTS = [-4, 0, 5, 10**12, "4", "٣", 2.5, 1.0, True, [1], {"a": 1}]
TEXTS = ["../../x", "8k", "svg", "99:1", "", 3, True, ["png"], "x" * 6000, "\ud800"]


def forging(studio: Studio, monkeypatch: pytest.MonkeyPatch, change: Callable[[JSON], None]) -> None:
    """Change the data of each interaction on its way to the bot."""
    usual = studio.fake_discord.interactions.payload

    def forged(one: Any) -> JSON:
        payload: JSON = usual(one)
        change(payload["data"])
        return payload

    monkeypatch.setattr(studio.fake_discord.interactions, "payload", forged)


def is_refused(studio: Studio, call: Any, caplog: pytest.LogCaptureFixture, *, orders: int = 0) -> bool:
    assert call.ephemeral and call.message.text.endswith("Nothing was charged."), call.message.text
    assert "Something went wrong" not in call.message.text and "Traceback" not in caplog.text
    return (studio.orders, studio.posts) == (orders, orders)


@pytest.mark.parametrize("value", COUNTS, ids=repr)
async def test_a_count_that_no_command_offers_is_refused(
    studio: Studio, value: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def change(data: JSON) -> None:
        data["options"].append({"name": "count", "type": 4, "value": value})

    forging(studio, monkeypatch, change)
    call = await studio.order()
    assert is_refused(studio, call, caplog) and "Choose from: 1, 2, 3, 4." in call.message.text


@pytest.mark.parametrize("option", ["aspect_ratio", "resolution", "format"])
@pytest.mark.parametrize("value", [value for value in TEXTS if value != ""], ids=lambda value: repr(value)[:20])
async def test_a_choice_that_no_command_offers_is_refused(
    studio: Studio, option: str, value: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def change(data: JSON) -> None:
        data["options"].append({"name": option, "type": 3, "value": value})

    forging(studio, monkeypatch, change)
    call = await studio.order(command="banana-pro")
    assert is_refused(studio, call, caplog) and "Choose from: " in call.message.text


FIELDS = [("count", "1000"), ("count", "0"), ("count", "٣"), ("ratio", "99:1"), ("ratio", "../../x")]
WAYS = [(way, *field) for way in ("edit", "pro", "menu", "tray") for field in FIELDS]


@pytest.mark.parametrize(("way", "field", "value"), [*WAYS, ("pro", "resolution", "8k")])
async def test_a_choice_that_no_form_offers_is_refused(
    studio: Studio,
    way: str,
    field: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await studio.restart(higgsfield_resolutions="1k,2k,4k")
    _, card = await studio.finish()
    if way == "menu":
        opened = await (await studio.person().menu("Edit this picture", card)).done()
    elif way == "tray":
        tray = (await studio.press(card, "use")).message
        await studio.until(lambda: tray.buttons)
        opened = await studio.press(tray, "drawtray")
    else:
        opened = await studio.press(card, way)

    def change(data: JSON) -> None:
        for row in data.get("components", []):
            part = row["component"]
            if part.get("custom_id") == field:
                part["values"] = [value]

    forging(studio, monkeypatch, change)
    call = await (await studio.person().submit(opened, prompt="a dog")).done()
    assert is_refused(studio, call, caplog, orders=1) and "Choose from: " in call.message.text


@pytest.mark.parametrize("verb", ["ratio", "count", "format", "language"])
@pytest.mark.parametrize("value", ["x", "99", "٣", "-1", "../../x", "\ud800"])
async def test_a_preference_that_no_menu_offers_is_refused(
    studio: Studio, verb: str, value: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    panel = (await (await studio.person().slash("me")).done()).message
    menu = next(p["custom_id"] for row in panel.components for p in row.get("components", []) if verb in str(p))
    menu = f"img1:pick-{verb}:{menu.split(':')[2]}"

    def change(data: JSON) -> None:
        data |= {"custom_id": menu, "values": [value]}

    forging(studio, monkeypatch, change)
    part = panel.components[-1]["components"][0]
    call = await (await studio.person().click(panel, part["custom_id"])).done()
    assert is_refused(studio, call, caplog) and studio.query("SELECT * FROM person") == []


@pytest.mark.parametrize("words", ["a\0cat", "\ud800", "\udfff hat", "'; DROP TABLE job; --", '"', "*", "a AND", "-"])
async def test_whatever_is_searched_for_is_answered(
    studio: Studio, words: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await studio.finish("a cat")

    def change(data: JSON) -> None:
        data["options"] = [{"name": "search", "type": 3, "value": words}]

    forging(studio, monkeypatch, change)
    call = await (await studio.person().slash("history")).done()
    await studio.until(lambda: "Your" in call.message.text)
    assert "Something went wrong" not in call.message.text and "Traceback" not in caplog.text


@pytest.mark.parametrize("spoil", ["no prompt", "unknown command", "a number for words"])
async def test_a_command_that_is_not_as_we_know_it_is_answered_in_words(
    studio: Studio, spoil: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def change(data: JSON) -> None:
        if spoil == "no prompt":
            data["options"] = []
        elif spoil == "unknown command":
            data["name"] = "apple"
        else:
            data["options"][0]["value"] = 5

    forging(studio, monkeypatch, change)
    call = await studio.order()
    if spoil == "a number for words":
        assert not call.ephemeral, "5 can be drawn"
    else:
        assert call.ephemeral and "This command has changed, or no longer exists" in call.message.text
        assert studio.orders == 0
    assert "Traceback" not in caplog.text
