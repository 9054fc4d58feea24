"""Values that no menu offers: one sentence in private, nothing booked, no traceback, whatever way they come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Studio = Any
JSON = dict[str, Any]

COUNTS = [-4, 0, 5, 10**12, "4", "٣", 2.5, 1.0, True, [1], {"a": 1}]
Change = Callable[[JSON], object]
Forge = Callable[[Change | None], None]
TEXTS = ["../../x", "8k", "svg", "99:1", 3, True, ["png"], "x" * 6000, "\ud800"]


@pytest.fixture
def forge(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Forge:
    """Change the data of each later interaction on its way to the bot; None changes nothing more."""
    usual, change = studio.fake_discord.interactions.payload, lambda data: None

    def forged(one: Any) -> JSON:
        payload: JSON = usual(one)
        change(payload["data"])
        return payload

    def forge(new: Change | None) -> None:
        nonlocal change
        change = new or (lambda data: None)

    monkeypatch.setattr(studio.fake_discord.interactions, "payload", forged)
    return forge


def is_refused(studio: Studio, call: Any, caplog: pytest.LogCaptureFixture, *, orders: int = 0) -> bool:
    assert call.ephemeral and call.message.text.endswith("Nothing was charged."), call.message.text
    assert "Something went wrong" not in call.message.text and "Traceback" not in caplog.text
    return (studio.orders, studio.posts) == (orders, orders)


async def test_a_count_that_no_command_offers_is_refused(
    studio: Studio, forge: Forge, caplog: pytest.LogCaptureFixture
) -> None:
    for value in COUNTS:
        forge(lambda data, value=value: data["options"].append({"name": "count", "type": 4, "value": value}))
        call = await studio.order()
        assert is_refused(studio, call, caplog) and "Choose from: 1, 2, 3, 4." in call.message.text, value


@pytest.mark.parametrize("option", ["aspect_ratio", "resolution", "format"])
async def test_a_choice_that_no_command_offers_is_refused(
    studio: Studio, option: str, forge: Forge, caplog: pytest.LogCaptureFixture
) -> None:
    for value in TEXTS:
        forge(lambda data, value=value: data["options"].append({"name": option, "type": 3, "value": value}))
        call = await studio.order(command="banana-pro")
        assert is_refused(studio, call, caplog) and "Choose from: " in call.message.text, repr(value)[:20]


FIELDS = [("count", "1000"), ("count", "0"), ("count", "٣"), ("ratio", "99:1"), ("ratio", "../../x")]


async def opened_by(studio: Studio, way: str, card: Any) -> Any:
    """Return a form, opened in one of the ways there are."""
    if way == "menu":
        return await (await studio.person().menu("Edit this picture", card)).done()
    if way == "tray":
        tray = (await studio.press(card, "use")).message
        await studio.until(lambda: tray.buttons)
        return await studio.press(tray, "drawtray")
    return await studio.press(card, way)


@pytest.mark.parametrize("way", ["edit", "pro", "menu", "tray"])
async def test_a_choice_that_no_form_offers_is_refused(
    studio: Studio, way: str, forge: Forge, caplog: pytest.LogCaptureFixture
) -> None:
    await studio.restart(higgsfield_resolutions="1k,2k,4k")
    _, card = await studio.finish()
    for field, value in (*FIELDS, *([("resolution", "8k")] if way == "pro" else [])):
        forge(None)
        opened = await opened_by(studio, way, card)

        def change(data: JSON, field: str = field, value: str = value) -> None:
            for row in data.get("components", []):
                part = row["component"]
                if part.get("custom_id") == field:
                    part["values"] = [value]

        forge(change)
        call = await (await studio.person().submit(opened, prompt="a dog")).done()
        assert is_refused(studio, call, caplog, orders=1) and "Choose from: " in call.message.text, (field, value)


@pytest.mark.parametrize("verb", ["ratio", "count", "format", "language"])
async def test_a_preference_that_no_menu_offers_is_refused(
    studio: Studio, verb: str, forge: Forge, caplog: pytest.LogCaptureFixture
) -> None:
    panel = (await (await studio.person().slash("me")).done()).message
    menu = next(p["custom_id"] for row in panel.components for p in row.get("components", []) if verb in str(p))
    menu = f"img1:pick-{verb}:{menu.split(':')[2]}"
    part = panel.components[-1]["components"][0]
    for value in ("x", "99", "٣", "-1", "../../x", "\ud800"):
        forge(lambda data, value=value: data.update(custom_id=menu, values=[value]))
        call = await (await studio.person().click(panel, part["custom_id"])).done()
        assert is_refused(studio, call, caplog) and studio.query("SELECT * FROM person") == [], ascii(value)


async def test_whatever_is_searched_for_is_answered(
    studio: Studio, forge: Forge, caplog: pytest.LogCaptureFixture
) -> None:
    await studio.finish("a cat")
    for words in ("a\0cat", "\ud800", "\udfff hat", "'; DROP TABLE job; --", '"', "*", "a AND", "-"):
        forge(lambda data, words=words: data.update(options=[{"name": "search", "type": 3, "value": words}]))
        call = await (await studio.person().slash("history")).done()
        await studio.until(lambda call=call: "Your" in call.message.text)
        assert "Something went wrong" not in call.message.text and "Traceback" not in caplog.text, ascii(words)


async def test_a_command_that_is_not_as_we_know_it_is_answered_in_words(
    studio: Studio, forge: Forge, caplog: pytest.LogCaptureFixture
) -> None:
    for spoil in ({"options": []}, {"name": "apple"}):
        forge(lambda data, spoil=spoil: data.update(spoil))
        call = await studio.order()
        assert call.ephemeral and "This command has changed, or no longer exists" in call.message.text, spoil
        assert studio.orders == 0, spoil
    forge(lambda data: data["options"][0].update(value=5))
    assert not (await studio.order()).ephemeral, "5 can be drawn"
    assert "Traceback" not in caplog.text
