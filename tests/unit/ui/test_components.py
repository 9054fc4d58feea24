"""The parts of a card are, to the letter, what discord.py's own classes would send."""

from __future__ import annotations

import gc
from typing import Any

import discord
import pytest

from bot.domain.jobs import Job
from bot.domain.limits import LABEL_LENGTH
from bot.i18n import Texts
from bot.services.orders import JobView
from bot.ui.discord_internals import ReadyLayout
from bot.ui.views import components as ours
from bot.ui.views.job_card import CardView

BUTTON = ours.button("img1:again:1", label="x" * 99, emoji="✏️")
LINK = ours.link("https://x.example", label="Open", emoji="🔗")
PICTURES = [("a.png", "a cat", True), ("b.png", None, False)]


def button(**fields: Any) -> discord.ui.Button[Any]:
    return discord.ui.Button(**fields)


def picture(filename: str, description: str | None, spoiler: bool) -> discord.MediaGalleryItem:
    return discord.MediaGalleryItem(f"attachment://{filename}", description=description, spoiler=spoiler)


@pytest.mark.parametrize(
    ("made", "theirs"),
    [
        (ours.text("é"), discord.ui.TextDisplay("é")),
        (BUTTON, button(custom_id="img1:again:1", label="x" * LABEL_LENGTH, emoji="✏️")),
        (
            ours.button("img1:more:1", label="More", style=discord.ButtonStyle.primary.value),
            button(custom_id="img1:more:1", label="More", style=discord.ButtonStyle.primary),
        ),
        (LINK, button(url="https://x.example", label="Open", emoji="🔗")),
        (ours.row([LINK]), discord.ui.ActionRow(button(url="https://x.example", label="Open", emoji="🔗"))),
        (
            ours.section(ours.text("a cat"), beside=ours.thumbnail("input.jpg", description="a cat", spoiler=True)),
            discord.ui.Section(
                "a cat", accessory=discord.ui.Thumbnail("attachment://input.jpg", description="a cat", spoiler=True)
            ),
        ),
        (
            ours.gallery([ours.picture(name, description=said, spoiler=spoiler) for name, said, spoiler in PICTURES]),
            discord.ui.MediaGallery(*(picture(*one) for one in PICTURES)),
        ),
        (ours.container(ours.text("a"), colour=7), discord.ui.Container(discord.ui.TextDisplay("a"), accent_colour=7)),
    ],
)
def test_a_part_is_the_one_that_discord_py_would_send(made: ours.Component, theirs: discord.ui.Item[Any]) -> None:
    layout = discord.ui.LayoutView(timeout=None).add_item(theirs) if theirs._is_v2() else None
    sent = layout.to_components() if layout else [theirs.to_component_dict()]
    assert sent == [made]
    ready = ReadyLayout(sent)
    assert ready.to_components() == sent and ready.has_components_v2() and not ready.is_dispatchable()


def test_a_card_that_was_sent_leaves_nothing_for_the_collector(job: Job) -> None:
    card_view = CardView(texts=Texts())
    card_view.draw(JobView(job=job, position=1))
    gc.collect()
    for position in range(2, 9):
        card_view.draw(JobView(job=job, position=position))
    assert gc.collect() == 0
