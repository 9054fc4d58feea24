"""The panel of a server's words, pure: what holds, in sentences, and how to change it; and the answers of its forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.words import LONGEST_ENTRY, MOST_ENTRIES, Strictness, WordList, WordLists
from bot.domain.words_matching import Verdict
from bot.ui.custom_ids import job_button, list_menu
from bot.ui.discord_internals import WireChannelSelect
from bot.ui.views import formatting
from bot.ui.views.setup_panel import SetupPanel, way_back

#: Where pictures are ordered: https://docs.discord.com/developers/resources/channel#channel-object-channel-types
PLACES = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.forum,
    discord.ChannelType.media,
]
MOST_CHOSEN = 25  # https://docs.discord.com/developers/components/reference#channel-select
SHOWN_LENGTH = 3_000  # of all lists as text; longer ones come as files

Say = Callable[..., str]
Items = Iterator[discord.ui.Item[Any]]


def sentences(lists: WordLists, say: Say) -> Sequence[str]:
    """Return what a server's words do; none where they change nothing."""
    blocked, mild, strict = len(lists.deny) + len(lists.mild), len(lists.mild), len(lists.strict)
    return [
        *([say("words-blocked", count=blocked)] if blocked else []),
        *([say("words-mild", count=mild)] if mild else []),
        *([say("words-strict", count=strict)] if strict else []),
        *([say("words-allowed", count=len(lists.allow))] if lists.allow else []),
        *([say("words-stricter", channels=_mentions(lists.stricter))] if lists.stricter else []),
        *([say("words-laxer", channels=_mentions(lists.laxer))] if lists.laxer else []),
    ]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Which of the channels that are stricter or laxer are still what they were."""

    gone: int = 0  # deleted since
    not_laxer: Sequence[int] = ()  # not age-restricted any more


@dataclass(frozen=True, kw_only=True)
class WordsPanel:
    """A server's words, with what is needed to draw them."""

    say: Say
    guild_id: int
    lists: WordLists
    standing: Standing = Standing()
    takes_questions: bool = True  # the server's log
    note: Sequence[str] = ()  # what the last press did
    mark: int = 0  # of how often they were changed: what a press goes out from

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        return SetupPanel(
            title=self.say("words-title"),
            note=self.note,
            lines=[*self._lines()],
            menus=[*self._menus()] if self.lists.size else [],
            buttons=[*self._buttons(), way_back("setup", self.guild_id, self.say)],
        ).view()

    def _buttons(self) -> Items:
        yield self._button("wordsadd", "➕", discord.ButtonStyle.primary)
        if self.lists.size:
            yield self._button("wordsdrop", "➖")
            yield self._button("wordslist", "📄")
        yield self._button("wordstry", "🔎")

    def _menus(self) -> Items:
        yield discord.ui.TextDisplay(self.say("words-channels"))
        yield self._channels("wordsstrict", self.lists.stricter)
        yield self._channels("wordslax", self.lists.laxer)

    def _lines(self) -> Iterator[str]:
        yield from sentences(self.lists, self.say) or [self.say("words-none")]
        if self.standing.gone:
            yield self.say("words-gone", count=self.standing.gone)
        if self.standing.not_laxer:
            yield self.say("words-not-laxer", channels=_mentions(self.standing.not_laxer))
        yield self.say("words-folding")
        if not (self.takes_questions or self.lists.blocks_nothing):
            yield self.say("words-no-questions")
        if self.lists.size:
            yield self.say("words-size", count=self.lists.size, most=MOST_ENTRIES)

    def _button(
        self, verb: str, emoji: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
    ) -> discord.ui.Item[Any]:
        return job_button(verb, self.guild_id, label=self.say(f"button-{verb}"), emoji=emoji, style=style)

    def _channels(self, verb: str, chosen: Sequence[int]) -> discord.ui.Item[Any]:
        placeholder = self.say(f"{verb}-placeholder")
        return list_menu(
            WireChannelSelect,
            verb,
            self.guild_id,
            placeholder=placeholder,
            chosen=chosen,
            most=MOST_CHOSEN,
            n=self.mark,
            channel_types=PLACES,
        )


@dataclass(frozen=True, kw_only=True)
class TriedPrompt:
    """What would happen to a prompt in a channel."""

    prompt: str
    channel_id: int
    strictness: Strictness
    verdict: Verdict

    def text(self, say: Say) -> str:
        """Return it as a sentence, with the entries that decide."""
        place = say("words-tried-in", channel=f"<#{self.channel_id}>", strictness=self.strictness.value)
        return f"🔎 “{formatting.one_line(self.prompt, 200)}”\n{place} {self._outcome(say)}"

    def _outcome(self, say: Say) -> str:
        verdict = self.verdict
        if verdict.blocked:
            return say("words-tried-blocked", entry=literal(verdict.blocked.entry), list=verdict.blocked.list.value)
        if verdict.allowed and verdict.by:
            return say("words-tried-allowed", entry=literal(verdict.allowed.entry), by=literal(verdict.by.entry))
        return say("words-tried-passes")


def listing(lists: WordLists, say: Say) -> str | None:
    """Return all entries as text; None where they are too many for a message."""
    parts = [
        f"**{say('words-list', list=name.value)}** ({len(entries)})\n{' · '.join(map(literal, entries))}"
        for name in WordList
        if (entries := lists.entries(name))
    ]
    text = "\n\n".join(parts)
    return text if len(text) <= SHOWN_LENGTH else None


def literal(entry: str) -> str:
    """Return an entry as it is written, whatever Discord would make of its signs."""
    return formatting.one_line(entry, LONGEST_ENTRY)


def _mentions(channel_ids: Sequence[int]) -> str:
    return ", ".join(f"<#{channel_id}>" for channel_id in channel_ids)
