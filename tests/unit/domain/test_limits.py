"""What the limits say of one another, and the first id of a moment."""

from __future__ import annotations

import pytest

from bot.domain.limits import FILE_FLOOR, MIB, REQUEST_BYTES, snowflake


@pytest.mark.parametrize(
    ("ms", "first"),
    [(0, 0), (1_420_070_400_000, 0), (1_420_070_400_001, 1 << 22), (1_795_374_000_000, 375_303_600_000 << 22)],
)
def test_the_first_id_of_a_moment_is_as_discord_counts(ms: int, first: int) -> None:
    assert snowflake(ms) == first


def test_a_request_holds_its_files_and_still_has_room_for_words() -> None:
    assert FILE_FLOOR < REQUEST_BYTES < 25 * MIB
