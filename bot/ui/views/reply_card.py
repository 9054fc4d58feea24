"""The small card that asks before a reply is drawn, pure: the words, the picture, the price, yes and no."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import discord

from bot.services.pending_orders import PendingOrder
from bot.ui.custom_ids import job_button
from bot.ui.views import formatting
from bot.ui.views.card_files import THUMBNAIL


@dataclass(frozen=True, kw_only=True)
class ReplyCard:
    """A pending order, with what is needed to draw it."""

    pending: PendingOrder
    model: str  # its title
    cost: int
    thumbnail: bytes | None  # a small JPEG of the picture that it changes
    text: Callable[..., str]  # in the language of the card that was replied to

    def files(self) -> list[discord.File]:
        """Return the attachments, made anew: a file can be sent once."""
        return [discord.File(io.BytesIO(self.thumbnail), THUMBNAIL)] if self.thumbnail else []

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        return discord.ui.LayoutView(timeout=None).add_item(discord.ui.Container(*self._items()))

    def _items(self) -> Iterator[discord.ui.Item[Any]]:
        question: discord.ui.TextDisplay[Any] = discord.ui.TextDisplay(self._question())
        if self.thumbnail:
            media = discord.ui.Thumbnail[Any](
                f"attachment://{THUMBNAIL}",
                description=self._name(self.pending.picked),
                spoiler=self.pending.pictures[self.pending.picked].spoiler,
            )
            yield discord.ui.Section(question, accessory=media)
        else:
            yield question
        if len(self.pending.pictures) > 1:
            yield discord.ui.ActionRow(*self._numbers())
        yield discord.ui.ActionRow(*self._buttons())

    def _question(self) -> str:
        asking = self.text("reply-ask", user=formatting.mention(self.pending.user_id))
        return f"{asking}\n{formatting.quote(self.pending.prompt)}\n-# {self._facts()}"

    def _facts(self) -> str:
        facts = [self._name(self.pending.picked)]
        if self.pending.extras:
            facts.append(self.text("reply-extras", count=len(self.pending.extras)))
        return " · ".join([*facts, self.model, formatting.price(self.cost)])

    def _numbers(self) -> Iterator[discord.ui.Item[Any]]:
        for n in range(len(self.pending.pictures)):
            is_picked = n == self.pending.picked
            style = discord.ButtonStyle.primary if is_picked else discord.ButtonStyle.secondary
            button = job_button("which", self.pending.id, n=n, label=self._name(n), style=style)
            button.disabled = is_picked
            yield button

    def _buttons(self) -> Iterator[discord.ui.Item[Any]]:
        draw = self.text("button-draw-for", cost=self.cost)
        yield job_button("reply", self.pending.id, label=draw, emoji="🎨", style=discord.ButtonStyle.primary)
        yield job_button("noreply", self.pending.id, label=self.text("button-no"), emoji="✖️")

    def _name(self, n: int) -> str:
        return self.text("picture-place", n=n + 1, count=len(self.pending.pictures))
