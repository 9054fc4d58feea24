"""A member's tray, pure: small pictures, a menu to take one out, and buttons to draw with them all or empty it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.catalog import MAX_INPUTS
from bot.domain.jobs import Image
from bot.ui.custom_ids import job_button, job_menu
from bot.ui.views import formatting


@dataclass(frozen=True, kw_only=True)
class TrayCard:
    """What is in a tray, with what is needed to draw it for its member."""

    user_id: int
    pictures: Sequence[tuple[Image, bytes | None]]  # with a small JPEG of it, where it could be had
    text: Callable[..., str]  # in the member's language

    def files(self) -> list[discord.File]:
        """Return the attachments, made anew: a file can be sent once."""
        return [discord.File(io.BytesIO(small), _file_name(image)) for image, small in self.pictures if small]

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        view = discord.ui.LayoutView(timeout=None)
        if not self.pictures:
            return view.add_item(discord.ui.TextDisplay(self.text("tray-empty")))
        return view.add_item(discord.ui.Container(*self._items()))

    def _items(self) -> Iterator[discord.ui.Item[Any]]:
        yield discord.ui.TextDisplay(self.text("tray-title", count=len(self.pictures), limit=MAX_INPUTS))
        if shown := [image for image, small in self.pictures if small]:
            yield discord.ui.MediaGallery(*map(self._gallery_item, shown))
        yield discord.ui.TextDisplay(self.text("tray-kept"))
        yield discord.ui.ActionRow(self._menu())
        draw, clear = self.text("button-draw"), self.text("button-clear")
        yield discord.ui.ActionRow(
            job_button("drawtray", self.user_id, label=draw, emoji="🎨", style=discord.ButtonStyle.primary),
            job_button("cleartray", self.user_id, label=clear, emoji="🧹"),
        )

    def _gallery_item(self, image: Image) -> discord.MediaGalleryItem:
        return discord.MediaGalleryItem(
            f"attachment://{_file_name(image)}", description=self._name(image), spoiler=image.spoiler
        )

    def _menu(self) -> discord.ui.Item[Any]:
        options = [
            discord.SelectOption(
                label=self._name(image),
                description=formatting.file_name(image.name)[:100] if image.name else None,
                value=str(image.position),
            )
            for image, _ in self.pictures
        ]
        return job_menu("untray", self.user_id, placeholder=self.text("tray-remove"), options=options)

    def _name(self, image: Image) -> str:
        is_all_shown = all(small for _, small in self.pictures)  # else their places are not their numbers
        text_id = "picture-place" if is_all_shown else "picture-of"
        return self.text(text_id, n=image.position + 1, count=len(self.pictures))


def _file_name(image: Image) -> str:
    return f"tray-{image.position + 1}.jpg"
