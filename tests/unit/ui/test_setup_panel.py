"""Every page of /setup: what a press changed stands above what holds, and Back comes last."""

from __future__ import annotations

from typing import Any

import discord

from bot.ui.views.setup_panel import SetupPanel, saved, way_back


def say(text_id: str, **values: object) -> str:
    return text_id


def texts(view: discord.ui.LayoutView) -> list[str]:
    return [item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)]


def page(*, lines: int = 1, note: int = 0) -> discord.ui.LayoutView:
    asks: discord.ui.TextDisplay[Any] = discord.ui.TextDisplay("Where?")
    return SetupPanel(
        title="Title",
        note=[line for n in range(note) for line in saved(f"change {n}", say)],
        lines=[f"line {n}: as long as a sentence is, with what it says" for n in range(lines)],
        features=["feature"],
        warnings=["warning"],
        menus=[asks],
        buttons=[way_back("setup", 1, say)],
    ).view()


def test_what_a_press_changed_and_where_it_is_undone_stands_above_what_holds() -> None:
    assert texts(page(note=1))[:2] == [
        "Title\nchange 0\nsetup-undo-where",
        "line 0: as long as a sentence is, with what it says",
    ]
    assert texts(page())[0] == "Title\nline 0: as long as a sentence is, with what it says"
    assert [item.label for item in page().walk_children() if isinstance(item, discord.ui.Button)] == [
        "button-setup-back"
    ]


def test_a_page_never_says_more_than_a_message_holds() -> None:
    said = texts(page(lines=200, note=200))
    assert sum(map(len, said)) <= 4_000 and any(part.endswith("…") for part in said)
