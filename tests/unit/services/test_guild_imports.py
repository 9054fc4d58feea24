"""An import that a moderator decides about is theirs alone, and is kept for a quarter of an hour."""

from __future__ import annotations

import pytest

from bot.domain.guild_transfer import Import
from bot.domain.setup_errors import ImportExpired
from bot.services.guild_imports import KEPT_S, GuildImports
from tests.clocks import HeldClock


def test_an_import_is_forgotten_after_a_quarter_of_an_hour_and_is_nobody_elses() -> None:
    clock = HeldClock()
    imports, made = GuildImports(clock), Import(sections={}, references=())
    imports.keep(1, 7, made)
    for guild_id, user_id in ((1, 8), (2, 7)):
        with pytest.raises(ImportExpired):
            imports.of(guild_id, user_id)
    clock.advance(seconds=KEPT_S)
    assert imports.of(1, 7) is made
    clock.advance(seconds=1)
    with pytest.raises(ImportExpired):
        imports.of(1, 7)
