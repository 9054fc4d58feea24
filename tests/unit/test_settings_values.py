"""Numbers, flags and choices are read as they always were, and refused in the same words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.domain.catalog import DEFAULT_PRICES
from bot.settings_values import choice, duration, flag, guild_ids, prices, shares, whole

COUNT, MINUTES, WAY = whole(0, 10**12), duration(525_600), choice("auto", "upload", "link")
LONG = "9" * 5000  # digits: more than Python reads


@pytest.mark.parametrize(
    ("read", "text", "meant"),
    [
        (COUNT, "+5", 5),
        (COUNT, "005", 5),
        (COUNT, "5.0", 5),
        (COUNT, "1_000", 1000),
        (MINUTES, "1e3", 1000.0),
        (MINUTES, ".5", 0.5),
        (flag, "F", False),
        (flag, "Yes", True),
        (WAY, "UPLOAD", "upload"),
    ],
)
def test_what_is_meant_is_read(read: Callable[[str], object], text: str, meant: object) -> None:
    found = read(text)
    assert found == meant and type(found) is type(meant)


@pytest.mark.parametrize(
    ("read", "text", "words"),
    [
        (COUNT, "5.5", "must be a whole number"),
        (COUNT, "5.", "must be a whole number"),
        (COUNT, "1__0", "must be a whole number"),
        (COUNT, "-1", "must be at least 0"),
        (COUNT, "1000000000001", "must be at most 1000000000000"),
        (COUNT, LONG, "is too large"),
        (MINUTES, "ten", "must be a number"),
        (MINUTES, "0", "must be more than 0"),
        (MINUTES, "nan", "must be at most 525600.0"),
        (MINUTES, "1e400", "must be at most 525600.0"),
        (flag, "maybe", "must be true or false"),
        (WAY, "both", "must be 'auto', 'upload' or 'link'"),
        (shares, LONG, "must be percentages between 1 and 100, like 50,80,100"),
        (guild_ids, LONG, "must be ids of servers with commas between them, like 1054321098765432109"),
        (prices, f"banana={LONG}", f"must look like banana=1,banana-pro=3; known are {', '.join(DEFAULT_PRICES)}"),
    ],
)
def test_what_can_not_be_meant_is_refused(read: Callable[[str], object], text: str, words: str) -> None:
    with pytest.raises(ValueError) as refused:
        read(text)
    assert str(refused.value) == words
