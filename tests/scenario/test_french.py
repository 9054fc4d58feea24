"""Private answers speak the person's language, the card its server's; in a direct line both are the person's."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.i18n import language

Studio = Any
UNSPOKEN = next(each.value for each in discord.Locale if not language(each.value, default=""))


def in_french(studio: Studio) -> None:
    studio.person().home.locale = "fr"


async def test_the_card_speaks_its_servers_language(studio: Studio) -> None:
    in_french(studio)
    _, card = await studio.finish(count=2, locale="en-US")
    assert "pour <@" in card.text and [b["label"] for b in card.buttons] == [
        "Modifier",
        "Refaire",
        "Ajouter à ma sélection",
        "Pro · 6 🍌",
        "⋯ Plus",
    ]
    _, card = await studio.finish("a cat [refused]", locale="en-US")
    assert "Rien n'a été décompté." in card.text


async def test_a_private_answer_speaks_the_persons_language(studio: Studio) -> None:
    call = await studio.order(image=("notes.pdf", b"%PDF"), locale="fr")
    assert call.ephemeral and "n'est pas une image que je sais lire" in call.message.text
    _, card = await studio.finish("x" * 400, locale="fr")
    assert "for <@" in card.text
    opened = await studio.press(card, "edit", locale="fr")
    assert opened.modal["title"] == "Faire une nouvelle version"


@pytest.mark.parametrize(("locale", "word"), [("fr", "pour"), ("en-GB", "for"), (UNSPOKEN, "for")])
async def test_a_direct_line_speaks_the_persons_language(studio: Studio, locale: str, word: str) -> None:
    _, card = await studio.finish(channel="dm", locale=locale)
    assert f"{word} <@" in card.text


async def test_a_server_of_another_language_gets_the_hosts(closed_studio: Studio) -> None:
    closed_studio.person().home.locale = UNSPOKEN
    await closed_studio.start(bot_locale="fr")
    _, card = await closed_studio.finish()
    assert "pour <@" in card.text


async def test_a_card_keeps_its_language_over_a_restart(studio: Studio) -> None:
    in_french(studio)
    studio.terms(drawing_s=(0.4, 0.4))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.restart()
    assert "pour <@" in (await studio.ended(call)).text


async def test_the_commands_are_offered_in_french(studio: Studio) -> None:
    command, _ = studio.fake_discord.commands.find(None, name="banana", kind=1)
    assert command["description_localizations"]["fr"].startswith("Dessine")
    names = {o["name"]: o["name_localizations"].get("fr") for o in command["options"]}
    assert names["prompt"] == "prompt" and names["count"] == "nombre"
