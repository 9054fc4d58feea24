"""The mark of a data folder tells its own cards from those of another folder, over restarts and updates."""

from __future__ import annotations

from bot.domain.folder_mark import FolderMark
from bot.domain.limits import snowflake

NOW = 1_760_000_000_000


def test_a_later_process_on_the_folder_knows_its_cards() -> None:
    first = FolderMark.new(now=NOW)
    later = FolderMark.read(first.kept())
    assert str(later) != str(first) and not later.is_foreign(str(first))
    assert not later.is_foreign_card(str(first), snowflake(NOW + 1))


def test_another_folder_is_foreign() -> None:
    mine, other = FolderMark.new(now=NOW), FolderMark.new(now=NOW)
    assert mine.is_foreign(str(other)) and mine.is_foreign_card(str(other), snowflake(NOW - 1))


def test_cards_of_before_there_were_marks_are_ours_and_later_ones_without_are_not() -> None:
    mine = FolderMark.new(now=NOW)
    assert not mine.is_foreign("")
    assert not mine.is_foreign_card("", snowflake(NOW - 1))
    assert mine.is_foreign_card("", snowflake(NOW + 1))
