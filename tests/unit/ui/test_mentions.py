"""Ids in words become the names that Discord tells with them, or that the writer can see."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.domain.mentions import with_names
from bot.domain.text_cleaning import clean_words
from bot.i18n import Texts
from bot.ui.names import names_by_interaction

RESOLVED: dict[str, Any] = {
    "users": {"1": {"username": "jonas", "global_name": "Jonas K."}, "2": {"username": "ines", "global_name": None}},
    "members": {"1": {"nick": "Jo"}, "2": {"nick": None}},
    "roles": {"5": {"name": "Painters"}},
}


def read(text: str, resolved: object = None, locale: str = "en", guild: object = None) -> str:
    """Return a text as somebody means it who writes it in a command."""
    told = SimpleNamespace(
        user=SimpleNamespace(id=7, display_name="Mara"),
        client=SimpleNamespace(user=SimpleNamespace(id=8, display_name="Banana")),
        guild=guild,
        data={"resolved": resolved},
    )
    interaction = cast("discord.Interaction", told)
    return with_names(text, names_by_interaction(interaction, text, Texts(), locale))


def test_what_discord_resolves_is_used_as_it_is_read_on_the_server() -> None:
    assert read("<@1>, <@!2> and <@&5>", RESOLVED) == "Jo, ines and Painters"


def test_the_writer_and_the_bot_are_always_known() -> None:
    assert read("<@7> with <@8>") == "Mara with Banana"


@pytest.mark.parametrize("resolved", [None, [], {"users": None}, {"users": {"x": 1}}, {"roles": {"5": {}}}])
def test_whatever_is_missing_is_a_word(resolved: object) -> None:
    assert read("<@1> of <@&5> in <#6>", resolved) == "somebody of a group in a channel"
    assert read("<#6>", resolved, locale="fr") == "un salon"


def test_a_name_that_looks_like_an_id_is_none() -> None:
    users = {"users": {"1": {"username": "<@123>"}}}
    assert clean_words(read("<@1>", users)) == "somebody"
