"""A page of a member's orders, pure: items in, a Components V2 layout out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.catalog import Offer
from bot.services.history import HistoryItem, HistoryPage
from bot.ui.custom_ids import job_button
from bot.ui.views import formatting

Say = Callable[..., str]
Items = Iterator[discord.ui.Item[Any]]


@dataclass(frozen=True, kw_only=True)
class HistoryPageView:
    """A page, with what is needed to draw it for one member."""

    page: HistoryPage
    offer: Offer
    say: Say  # in the member's language
    thumbnails: Mapping[int, bytes]  # by job
    hidden: frozenset[int]  # jobs that stand where the member can't look now

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.Container(*self._items()))
        return view

    def files(self) -> list[discord.File]:
        """Return the attachments, made anew: a file can be sent once."""
        return [discord.File(io.BytesIO(data), _file(job_id)) for job_id, data in self.thumbnails.items()]

    def _items(self) -> Items:
        yield discord.ui.TextDisplay(self._title())
        for number, item in enumerate(self.page.items):
            if number:
                yield discord.ui.Separator()
            yield from self._entry(item)
        if foot := [*self._foot()]:
            yield discord.ui.ActionRow(*foot)

    def _title(self) -> str:
        query = self.page.query
        lines = [self.say("history-title-favourites" if query.favourites else "history-title")]
        narrowed = [formatting.one_line(query.search, 80)] if query.search.strip() else []
        narrowed += [self.offer.model(query.model).title] if query.model else []
        if narrowed:
            lines.append("-# " + self.say("history-narrowed", what=" · ".join(narrowed)))
        if self.page.total:
            page = {"page": self.page.number + 1, "pages": self.page.pages, "total": self.page.total}
            lines.append("-# " + self.say("history-page", **page))
        else:
            lines.append(self._nothing(is_narrowed=bool(narrowed)))
        return "\n".join(lines)

    def _nothing(self, *, is_narrowed: bool) -> str:
        if is_narrowed:
            return self.say("history-none-found")
        return self.say("history-none-favourites" if self.page.query.favourites else "history-none")

    def _entry(self, item: HistoryItem) -> Items:
        if item.job.id in self.hidden:
            yield discord.ui.TextDisplay(self.say("history-hidden"))
            return
        text: discord.ui.TextDisplay[Any] = discord.ui.TextDisplay("\n".join(self._lines(item)))
        if item.job.id in self.thumbnails:
            description = formatting.alt_text(item.job.prompt) or None
            picture = discord.ui.Thumbnail[Any](
                f"attachment://{_file(item.job.id)}", description=description, spoiler=item.job.is_spoiler
            )
            yield discord.ui.Section(text, accessory=picture)
        else:
            yield text
        if buttons := [*self._buttons(item)]:
            yield discord.ui.ActionRow(*buttons)

    def _lines(self, item: HistoryItem) -> Iterator[str]:
        job = item.job
        yield f"> {formatting.one_line(job.prompt)}" if job.prompt else f"> *{self.say('card-prompt-gone')}*"
        facts = [self.offer.model(job.model).title, formatting.relative(job.created_at), formatting.price(job.charged)]
        facts += [] if item.is_own else [self.say("history-by", user=formatting.mention(job.user_id))]
        facts += [f"⭐ {self.say('history-favourite')}"] if item.is_favourite else []
        yield "-# " + " · ".join(facts)
        if not item.has_pictures:
            yield "-# " + self.say("history-gone", count=len(job.outputs))
        elif job.removed_at is not None:
            yield "-# " + self.say("history-removed")

    def _buttons(self, item: HistoryItem) -> Items:
        if button := self._button(item):
            yield button
        if item.is_own and item.job.prompt:
            yield job_button("reuse", item.job.id, label=self.say("button-reuse"), emoji="🎨")

    def _button(self, item: HistoryItem) -> discord.ui.Item[Any] | None:
        job = item.job
        if item.is_own and job.removed_at is not None and self.page.query.guild_id and item.has_pictures:
            return job_button("home", job.id, label=self.say("button-home"), emoji="📩")
        if item.is_own:
            label = self.say("button-show")
            return job_button("show", job.id, label=label, emoji="📌") if item.has_pictures else None
        if not job.message_id:
            return None
        url = formatting.link(job.guild_id, job.channel_id, job.message_id)
        return discord.ui.Button(label=self.say("button-open-card"), emoji="🔗", url=url)

    def _foot(self) -> Items:
        page = self.page
        if page.number:
            label = self.say("button-newer")
            yield job_button("page", page.search_id, n=page.number - 1, label=label, emoji="◀️")
        if page.number + 1 < page.pages:
            label = self.say("button-older")
            yield job_button("page", page.search_id, n=page.number + 1, label=label, emoji="▶️")
        if page.total:
            yield job_button("export", page.search_id, label=self.say("button-export"), emoji="📦")


def _file(job_id: int) -> str:
    return f"small-{job_id}.jpg"
