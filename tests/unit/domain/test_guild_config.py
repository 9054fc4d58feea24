"""Which changes of a server's settings can be taken back."""

from __future__ import annotations

from bot.domain.guild_config import GuildChange, undoable


def change(number: int, section: str = "rules", *, undoes: int | None = None, is_newest: bool = False) -> GuildChange:
    return GuildChange(
        id=number,
        guild_id=1,
        section=section,
        rev=number,
        at=number,
        by_user=1,
        before=None,
        after=None,
        is_newest=is_newest,
        undoes=undoes,
    )


def test_of_each_section_the_newest_can_be_taken_back() -> None:
    assert undoable([change(1), change(2, is_newest=True), change(3, "words", is_newest=True)]) == {2, 3}


def test_after_an_undo_the_one_below_can_be_taken_back_too_and_the_undo_itself() -> None:
    assert undoable([change(1), change(2), change(3, undoes=2, is_newest=True)]) == {1, 3}
    chain = [change(1), change(2), change(3, undoes=2), change(4, undoes=1, is_newest=True)]
    assert undoable(chain) == {4}
    brought_back = [change(1), change(2), change(3, undoes=2), change(4, undoes=3, is_newest=True)]
    assert undoable(brought_back) == {2, 4}
