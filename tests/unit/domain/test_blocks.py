"""A block lasts as long as the moderator wrote, and the longest of several is the one that is told."""

from __future__ import annotations

import pytest

from bot.domain.blocks import Block, BlockKind, longest, read_span
from bot.domain.limits import DAY_MS, HOUR_MS

NOW = 1_800_000_000_000


def block(ends_in: int | None, kind: BlockKind = BlockKind.ROLE, target_id: int = 5) -> Block:
    ends_at = None if ends_in is None else NOW + ends_in
    return Block(guild_id=1, kind=kind, target_id=target_id, by_user=2, at=NOW - DAY_MS, ends_at=ends_at)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("3 hours", 3 * HOUR_MS),
        ("1h", HOUR_MS),
        (" 90 MIN ", 90 * 60_000),
        ("1d 12h", 36 * HOUR_MS),
        ("1 day and 12 hours", 36 * HOUR_MS),
        ("2 semaines", 14 * DAY_MS),
        ("1 jour et 2 heures", 26 * HOUR_MS),
        ("\uff13 days", 3 * DAY_MS),  # a wide digit
        ("1 an", 365 * DAY_MS),
    ],
)
def test_a_span_is_read_as_people_write_it(text: str, span: int) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize(
    "text",
    ["", "0 hours", "soon", "3", "-1 day", "1.5 days", "367 days", "2 years", "999999 y", "3 hours later", "1 day 2"],
)
def test_what_is_no_span_is_not_guessed(text: str) -> None:
    assert read_span(text) is None


def test_the_longest_of_several_blocks_is_told_and_what_has_ended_holds_nobody() -> None:
    ended, day, week, without_end = block(-1), block(DAY_MS), block(7 * DAY_MS), block(None)
    assert longest([ended], now=NOW) is None
    assert longest([day, week, ended], now=NOW) is week
    assert longest([without_end, week], now=NOW) is without_end
    own = block(None, BlockKind.MEMBER)
    assert longest([without_end, own], now=NOW) is own
