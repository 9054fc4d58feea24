"""What /setup says of a server's log, and the panel that sets it, pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.guild_log import LogKind, LogRoutes
from bot.ui.custom_ids import job_button, job_menu, list_menu
from bot.ui.discord_internals import WireChannelSelect
from bot.ui.views.log_lines import ICONS
from bot.ui.views.setup_panel import SetupPanel, way_back

Speak = Callable[..., str]
ALL = (1 << len(LogKind)) - 1
REVS = 78  # of so many changes the panel tells one from another: its ids hold four digits
PLACES = [discord.ChannelType.text, discord.ChannelType.public_thread, discord.ChannelType.private_thread]


def log_sentences(routes: LogRoutes, speak: Speak) -> Sequence[str]:
    """Return what is told where, one sentence a channel."""
    told = [
        speak("log-told-all", channel=f"<#{channel_id}>")
        if len(kinds := routes.kinds(channel_id)) == len(LogKind)
        else speak("log-told", channel=f"<#{channel_id}>", kinds=kinds_in_words(kinds, speak))
        for channel_id in routes.channels
    ]
    return [*told, speak("log-with-previews")] if told and routes.previews else told


def kinds_in_words(kinds: Sequence[LogKind], speak: Speak) -> str:
    """Return kinds as a list of words."""
    return ", ".join(f"{ICONS[kind]} {speak(f'log-kind-{kind}')}" for kind in kinds)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The kinds that the panel is about to change, and which state of the settings it shows: a number for its ids."""

    kinds: tuple[LogKind, ...]
    rev: int

    @classmethod
    def read(cls, number: int) -> Selection:
        """Return what an id says."""
        mask = number & ALL
        kinds = tuple(kind for n, kind in enumerate(LogKind) if mask >> n & 1)
        return cls(kinds=kinds or tuple(LogKind), rev=number >> len(LogKind))

    @property
    def number(self) -> int:
        """The same as a number of at most four digits."""
        mask = sum(1 << n for n, kind in enumerate(LogKind) if kind in self.kinds)
        return (self.rev % REVS) << len(LogKind) | mask

    def is_of(self, rev: int) -> bool:
        """Return True if the panel shows the settings as they are now."""
        return self.rev % REVS == rev % REVS


@dataclass(frozen=True, kw_only=True)
class LogPanel:
    """One server's log, to be set."""

    guild_id: int
    routes: LogRoutes
    selection: Selection
    warnings: Sequence[str]
    speak: Speak
    note: Sequence[str] = ()  # what the last press did

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        return SetupPanel(
            title=self.speak("log-title"),
            note=self.note,
            lines=[*self._lines()],
            menus=[
                discord.ui.TextDisplay(self.speak("log-choose-kinds")),
                self._kinds(),
                discord.ui.TextDisplay(self.speak("log-choose-channel")),
                self._channels(),
            ],
            buttons=[*self._buttons(), way_back("setup", self.guild_id, self.speak)],
        ).view()

    def _lines(self) -> Iterator[str]:
        yield from log_sentences(self.routes, self.speak) or [self.speak("log-nothing")]
        if not self.routes.reports:
            yield self.speak("log-reports-to-owner")
        yield from self.warnings

    def _kinds(self) -> discord.ui.Item[Any]:
        options = [
            discord.SelectOption(
                label=_capital(self.speak(f"log-kind-{kind}")),
                description=self.speak(f"log-kind-{kind}-means"),
                value=kind.value,
                emoji=ICONS[kind],
                default=kind in self.selection.kinds,
            )
            for kind in LogKind
        ]
        menu = job_menu(
            "logkinds", self.guild_id, placeholder=self.speak("log-kinds"), options=options, n=self.selection.number
        )
        menu.min_values, menu.max_values = 1, len(options)
        return menu

    def _channels(self) -> discord.ui.Item[Any]:
        there = {self.routes.channel(kind) for kind in self.selection.kinds} - {0}
        menu = list_menu(
            WireChannelSelect,
            "logto",
            self.guild_id,
            placeholder=self.speak("log-channel"),
            chosen=there if len(there) == 1 else (),
            n=self.selection.number,
            channel_types=PLACES,
        )
        menu.min_values = 1  # a button says that nothing is told
        return menu

    def _buttons(self) -> Iterator[discord.ui.Item[Any]]:
        number = self.selection.number
        label = "button-log-previews-off" if self.routes.previews else "button-log-previews"
        yield job_button("logpreviews", self.guild_id, label=self.speak(label), emoji="🖼️", n=number)
        if any(self.routes.channel(kind) for kind in self.selection.kinds):
            yield job_button("logoff", self.guild_id, label=self.speak("button-log-off"), emoji="✖️", n=number)


@dataclass(frozen=True, kw_only=True)
class ActPanel:
    """One picture or one member of a line, and what a moderator can do."""

    job_id: int  # 0: there is none
    user_id: int  # 0: there is none
    has_pictures: bool
    text: str
    speak: Speak
    previews: Sequence[str] = ()  # names of the files that go with it

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay(self.text))
        if self.previews:
            items = (discord.MediaGalleryItem(f"attachment://{name}", spoiler=True) for name in self.previews)
            view.add_item(discord.ui.MediaGallery(*items))
        if buttons := [*self._buttons()]:
            view.add_item(discord.ui.ActionRow(*buttons))
        return view

    def _buttons(self) -> Iterator[discord.ui.Item[Any]]:
        if self.job_id:
            label, style = self.speak("button-delete-everywhere"), discord.ButtonStyle.danger
            yield job_button("bin", self.job_id, label=label, emoji="🗑️", style=style)
        if self.has_pictures:
            yield job_button("cover", self.job_id, label=self.speak("button-cover"), emoji="🙈")
        if self.user_id:
            yield job_button("member", self.user_id, label=self.speak("button-member"), emoji="👤")
