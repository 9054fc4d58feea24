"""Two features never answer the same verb: that one of them is not asked would show on Discord only."""

from __future__ import annotations

from typing import Any, cast

import discord
import pytest

from bot.ui.custom_ids import ComponentEvent
from bot.ui.router import Router


async def first(interaction: discord.Interaction, event: ComponentEvent) -> None: ...


async def second(interaction: discord.Interaction, event: ComponentEvent) -> None: ...


@pytest.fixture
def router() -> Router:
    anything = cast(Any, None)
    return Router(responses=anything, preferences=anything, brakes=anything, mark=anything)


@pytest.mark.parametrize("register", ["handlers", "forms"])
def test_a_verb_that_two_features_claim_is_refused_at_the_start(router: Router, register: str) -> None:
    router.add(**{register: {"edit": first, "pro": first}})
    with pytest.raises(ValueError, match="another feature: edit"):
        router.add(**{register: {"use": second, "edit": second}})


def test_a_button_and_a_form_may_have_the_same_verb(router: Router) -> None:
    router.add(handlers={"use": first}, forms={"edit": first})
    router.add(handlers={"edit": second}, forms={"use": second})
