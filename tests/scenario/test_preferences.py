"""/settings, or /me: what is chosen there is kept at once, and used where a command leaves it open."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, cast

import pytest

from bot.domain.catalog import BUILT_IN, PRO
from bot.i18n import Texts
from bot.simulators.discord import Call, Message
from bot.simulators.discord.components import walk
from bot.store.members import SqliteMembers
from bot.ui import interaction_context
from cogs.order import order_command

Studio = Any


async def panel(studio: Studio, by: str = "mara", *, command: str = "settings", **options: Any) -> Call:
    call = await (await studio.person(by).slash(command, **options)).done()
    assert call.ephemeral
    return call


async def choose(studio: Studio, page: Message, name: str, value: str) -> Call:
    custom_id = f"img1:pick-{name}:{studio.person().id}"
    return await (await studio.person().click(page, custom_id, values=[value])).done()


async def switch(studio: Studio, page: Message, label: str) -> Call:
    return await (await studio.person().click(page, label=label)).done()


def chosen(page: Message, name: str) -> str:
    """The label that a menu shows as chosen."""
    (menu,) = [part for part in walk(page.components) if f"pick-{name}:" in str(part.get("custom_id"))]
    (label,) = [option["label"] for option in menu["options"] if option.get("default")]
    return str(label)


async def test_what_is_chosen_is_shown_at_once_and_kept(studio: Studio) -> None:
    page = (await panel(studio)).message
    assert (chosen(page, "ratio"), chosen(page, "count"), chosen(page, "format")) == (
        *("Default (4:3)", "Default (1)", "Default (png)"),
    )
    changed = await choose(studio, page, "ratio", "3:4")
    assert changed.type == 7 and changed.message is page and chosen(page, "ratio") == "3:4"
    await choose(studio, page, "count", "2")
    await studio.restart()
    await choose(studio, page, "format", "jpeg")
    again = (await panel(studio, command="me")).message
    assert [chosen(again, name) for name in ("ratio", "count", "format")] == ["3:4", "2", "jpeg"]
    await choose(studio, page, "ratio", "usual")
    assert chosen(page, "ratio") == "Default (4:3)"


@pytest.mark.parametrize("command", ["banana", "banana-pro"])
async def test_a_command_uses_what_is_preferred_where_it_leaves_it_open(studio: Studio, command: str) -> None:
    page = (await panel(studio)).message
    for name, value in (("ratio", "3:4"), ("count", "2"), ("format", "jpeg")):
        await choose(studio, page, name, value)
    await studio.finish(command=command)
    await studio.finish(command=command, aspect_ratio="1:1", count=1, format="png")
    await studio.finish(command=command, by="jonas")
    shapes = [(each["aspect_ratio"], each["num_images"], each["output_format"]) for each in studio.sent()]
    assert shapes == [("3:4", 2, "jpeg"), ("1:1", 1, "png"), ("4:3", 1, "png")]


async def test_a_picture_to_edit_keeps_its_own_shape(studio: Studio, picture: bytes) -> None:
    page = (await panel(studio)).message
    await choose(studio, page, "ratio", "3:4")
    await studio.finish(image=("red.png", picture))
    await studio.finish(image=("red.png", picture), aspect_ratio="1:1")
    assert [each["aspect_ratio"] for each in studio.sent()] == ["auto", "1:1"]


async def test_what_the_host_no_longer_offers_is_passed_over(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_more_ratios=True)
    page = (await panel(studio)).message
    await choose(studio, page, "ratio", "16:9")
    await studio.restart(higgsfield_more_ratios=False)
    assert chosen((await panel(studio)).message, "ratio") == "Default (4:3)"
    await studio.finish()
    assert studio.sent()[0]["aspect_ratio"] == "4:3"


async def test_the_language_is_of_private_answers_and_cards_in_direct_messages(studio: Studio) -> None:
    page = (await panel(studio)).message
    await choose(studio, page, "language", "fr")
    assert "**Tes préférences**" in page.text and chosen(page, "language") == "Français"
    assert "Tes crédits" in await studio.quota()
    _, card = await studio.finish(channel="dm")
    assert "pour <@" in card.text
    _, card = await studio.finish()
    assert "for <@" in card.text, "a server's card speaks the server's language"
    opened = await studio.press(card, "edit")
    assert opened.modal["title"] == "Faire une nouvelle version"
    refused = await studio.order(image=("notes.pdf", b"%PDF"))
    assert "n'est pas une image que je sais lire" in refused.message.text
    assert "Your credits" in await studio.quota(by="jonas")


async def test_the_switches_say_how_they_stand(studio: Studio) -> None:
    page = (await panel(studio)).message
    await switch(studio, page, "Mention me: on")
    await switch(studio, page, "Skip confirmation: off")
    assert [button["label"] for button in page.buttons] == [
        "Mention me: off",
        "Skip confirmation: on",
        "Protect my pictures: off",
    ]
    kept = studio.query("SELECT preferences FROM person WHERE user_id = ?", studio.person().id)[0]["preferences"]
    assert '"notify": false' in kept and '"at_once": true' in kept


async def test_anothers_panel_changes_nothing(studio: Studio) -> None:
    page = (await panel(studio)).message
    row = page.components[-1]["components"][0]
    row["custom_id"] = forged = f"img1:notify:{studio.person('jonas').id}:0"
    pressed = await (await studio.person().click(page, forged)).done()
    assert pressed.ephemeral and "I have no record of this card." in pressed.message.text
    assert studio.query("SELECT * FROM person") == []


async def test_a_value_that_no_menu_offers_is_never_used(studio: Studio) -> None:
    page = (await panel(studio)).message
    menu = next(part for part in walk(page.components) if "pick-ratio" in str(part.get("custom_id")))
    menu["options"].append({"label": "x", "value": "99:1"})
    await choose(studio, page, "ratio", "99:1")
    await studio.finish()
    assert studio.sent()[0]["aspect_ratio"] == "4:3"


async def test_slow_books_delay_no_answer(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (await panel(studio)).message
    await choose(studio, page, "language", "fr")

    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(interaction_context, "PREFERENCES_WAIT_S", 0.01)
    monkeypatch.setattr(SqliteMembers, "preferences", never)
    assert "Your credits" in await studio.quota()


# words used before


def test_no_command_suggests_past_prompts_in_the_place_of_what_is_typed(texts: Texts) -> None:
    """A suggestion is taken by Enter, and an option that has some is not repeated by Discord's own ↑."""
    another = replace(PRO, name="sketch", title="Sketch")
    for model in (*BUILT_IN, another):
        options = order_command(texts, model, cast(Any, None)).parameters
        assert options[0].name == "prompt" and not any(option.autocomplete for option in options), model.name


async def test_a_client_that_still_asks_for_suggestions_is_no_alarm(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    await studio.finish("a cat in a hat")
    assert await studio.person().autocomplete("banana", "prompt", "cat") == []
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
