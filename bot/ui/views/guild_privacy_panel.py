"""How long a server keeps pictures and prompts, and whose pictures may be used there, pure: its sentences and panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.guild_privacy import GuildPrivacy, KeptDays
from bot.ui.custom_ids import job_button, job_menu
from bot.ui.views.setup_panel import SetupPanel, way_back

Say = Callable[..., str]
OFFERED_DAYS = (1, 3, 7, 14, 30, 60, 90, 180, 365)
FIELDS = {"keptpictures": "keep_picture_days", "keptwords": "keep_word_days"}  # by the verb of their menu


def sentences(privacy: GuildPrivacy, owner: KeptDays, say: Say) -> Sequence[str]:
    """Return what a server's moderators set, and where the owner keeps things for less long than that."""
    told = [_days(*each, say) for each in _chosen(privacy, owner)]
    return [*told, *([say("kept-own-only")] if privacy.is_own_only else [])]


def _chosen(privacy: GuildPrivacy, owner: KeptDays) -> Sequence[tuple[str, int, int]]:
    """Return the days that moderators chose, with the owner's, and which sentence says them."""
    both = (
        ("kept-pictures", privacy.keep_picture_days, owner.pictures),
        ("kept-words", privacy.keep_word_days, owner.words),
    )
    return [each for each in both if each[1]]


def _days(text_id: str, days: int, most: int, say: Say) -> str:
    said = say(text_id, days=days)
    return say("kept-held", said=said, days=most) if most and days > most else said


@dataclass(frozen=True, kw_only=True)
class GuildPrivacyPanel:
    """What holds on a server, with what is needed to draw it for a moderator."""

    guild_id: int
    privacy: GuildPrivacy
    owner: KeptDays  # that no server exceeds
    mark: int  # of how often it was changed: what a press goes out from
    say: Say  # in the moderator's language
    note: Sequence[str] = ()  # what the last press did

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        own_only = self.privacy.is_own_only
        style = discord.ButtonStyle.primary if own_only else discord.ButtonStyle.secondary
        label = self.say(f"button-kept-own-{'on' if own_only else 'off'}")
        return SetupPanel(
            title=self.say("kept-title"),
            lines=[*self._holds(), self.say("kept-left"), self.say("kept-how")],
            note=self.note,
            menus=[self._menu("keptpictures", self.owner.pictures), self._menu("keptwords", self.owner.words)],
            buttons=[
                job_button("keptown", self.guild_id, n=self.mark, label=label, emoji="🔒", style=style),
                way_back("setupmore", self.guild_id, self.say),
            ],
        ).view()

    def _holds(self) -> Iterator[str]:
        held = self.owner.on(self.privacy)
        yield self.say("kept-now", pictures=held.pictures, words=held.words)
        for text_id, days, most in _chosen(self.privacy, self.owner):
            if most and days > most:
                yield _days(text_id, days, most, self.say)
        if self.privacy.is_own_only:
            yield self.say("kept-own-only")

    def _menu(self, verb: str, most: int) -> discord.ui.Item[Any]:
        chosen = getattr(self.privacy, FIELDS[verb])
        days = sorted({*OFFERED_DAYS, *([chosen] if chosen else [])})
        options = [self._option(verb, 0, most, is_chosen=not chosen)]
        options += [self._option(verb, each, most, is_chosen=each == chosen) for each in days]
        return job_menu(verb, self.guild_id, n=self.mark, placeholder=self.say(f"{verb}-placeholder"), options=options)

    def _option(self, verb: str, days: int, most: int, *, is_chosen: bool) -> discord.SelectOption:
        text_id = f"{verb}-option" if days else f"{verb}-owner"
        held = self.say("kept-option-held", days=most) if most and days > most else None
        label = self.say(text_id, days=days or most)
        return discord.SelectOption(label=label, value=str(days), description=held, default=is_chosen)
