"""Which of a card's pictures is meant, pure: small copies as they stand on the card, a button for each."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.jobs import Job
from bot.ui.custom_ids import job_button


@dataclass(frozen=True, kw_only=True)
class PictureChoice:
    """A question with a button for each picture; the id of each carries its number, from 1."""

    job: Job
    verb: str
    thumbnails: Sequence[bytes | None]  # a small JPEG of each, where it could be had
    text: Callable[..., str]  # in the member's language

    def files(self) -> list[discord.File]:
        """Return the attachments, made anew: a file can be sent once."""
        if not self._is_shown:
            return []
        return [discord.File(io.BytesIO(data), _file(n)) for n, data in enumerate(self.thumbnails, 1) if data]

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay(self.text("more-which")))
        numbers = range(1, len(self.thumbnails) + 1)
        if self._is_shown:
            view.add_item(discord.ui.MediaGallery(*map(self._gallery_item, numbers)))
        view.add_item(discord.ui.ActionRow(*map(self._button, numbers)))
        return view

    @property
    def _is_shown(self) -> bool:
        """Whether all can be shown: else they would not stand where their names say."""
        return all(self.thumbnails)

    def _gallery_item(self, number: int) -> discord.MediaGalleryItem:
        return discord.MediaGalleryItem(
            f"attachment://{_file(number)}", description=self._name(number), spoiler=self.job.is_spoiler
        )

    def _button(self, number: int) -> discord.ui.Item[Any]:
        return job_button(self.verb, self.job.id, n=number, label=self._name(number))

    def _name(self, number: int) -> str:
        return self.text("picture-place", n=number, count=len(self.thumbnails))


def _file(number: int) -> str:
    return f"small-{number}.jpg"
