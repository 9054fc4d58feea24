"""A client that shows the commands of an earlier version, or of another bot on the same application, is told so."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulators.discord.models import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT

Studio = Any
ID = "123456789012345678"

pytestmark = pytest.mark.usefixtures("calm")


def command(name: str, *options: dict[str, Any], kind: int = 1, **fields: Any) -> dict[str, Any]:
    return {"id": ID, "name": name, "type": kind, "options": list(options), **fields}


def text(name: str, value: object, kind: int = 3, **fields: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "value": value, **fields}


GONE = {
    "another bot's": command("imagine", text("prompt", "a cat")),
    "in a group": command("draw", {"name": "picture", "type": 1, "options": [text("prompt", "a cat")]}),
    "without its options": command("banana"),
    "with another option instead": command("banana", text("text", "a cat")),
    "as a group": command("banana", {"name": "now", "type": 1, "options": [text("prompt", "a cat")]}),
    "a menu": command("Upscale", kind=3, target_id="1", resolved={"messages": {}}),
    "a menu on a member": command("Draw them", kind=2, target_id="1", resolved={"users": {}}),
    "with another kind of option": command("banana", text("prompt", "a cat"), text("image", "a.png")),
}


@pytest.mark.parametrize("data", GONE.values(), ids=GONE.keys())
@pytest.mark.parametrize(
    ("locale", "words"), [("en-US", "This command has changed"), ("fr", "Cette commande a changé")]
)
async def test_a_command_that_is_gone_says_so(
    studio: Studio, caplog: pytest.LogCaptureFixture, data: dict[str, Any], locale: str, words: str
) -> None:
    caplog.set_level("INFO", logger="bot")
    call = await (await studio.person().raw(COMMAND, data, locale=locale)).done()
    assert call.ephemeral and words in call.message.text
    assert studio.orders == 0
    about = [r.getMessage() for r in caplog.records if str(call.id) in r.getMessage()]
    assert len(about) == 1 and not [r for r in caplog.records if r.exc_info]


async def test_options_that_nobody_knows_are_left_out(studio: Studio) -> None:
    data = command("banana", text("prompt", "a cat"), text("sampler", "Euler a"))
    call = await (await studio.person().raw(COMMAND, data)).done()
    card = await studio.ended(call)
    assert len(card.media) == 1


@pytest.mark.parametrize("name", ["imagine", "banana", "Upscale"])
async def test_a_stale_suggestion_is_answered_empty_and_silently(
    studio: Studio, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    caplog.clear()
    call = await (await studio.person().raw(AUTOCOMPLETE, command(name, text("prompt", "a", focused=True)))).done()
    assert call.choices == []
    assert caplog.records == []


@pytest.mark.parametrize("custom_id", ["upscale_1", "MJ::JOB::upsample::1::00", "img0:again:5", "img1:sing:5", ""])
@pytest.mark.parametrize("kind", [COMPONENT, MODAL_SUBMIT])
async def test_a_button_or_a_form_that_is_gone_says_so(
    studio: Studio, caplog: pytest.LogCaptureFixture, kind: int, custom_id: str
) -> None:
    data = {"custom_id": custom_id, "component_type": 2, "components": []}
    source = {"source": (await studio.finish())[1]} if kind == COMPONENT else {}
    person = studio.person()
    interactions = person.actions.interactions
    started = interactions.start(kind, person.user, person.channel("studio"), data, locale="en-US", **source)
    await studio.until(lambda: started.answered)
    assert started.ephemeral and "I have no record of this card" in started.message.text
    assert not [r for r in caplog.records if r.exc_info]
