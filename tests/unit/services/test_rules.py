"""A sentence that a moderator is writing: what can't be gets a sentence of its own."""

from __future__ import annotations

import pytest

from bot.domain.rule_errors import BadLimit
from bot.domain.rules import Who
from bot.services.rules import RuleDraft


@pytest.mark.parametrize("days", [0, 366, 10**19])
def test_nobody_is_new_for_no_day_or_for_years(days: int) -> None:
    draft = RuleDraft(id=1, user_id=2, guild_id=3, fields={"scope": Who.NEWCOMERS, "days": days})
    with pytest.raises(BadLimit) as refused:
        _ = draft.about
    assert refused.value.what == "days"
