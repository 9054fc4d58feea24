"""Whom a server blocks and what its strikes are, pure: the list, a menu to lift from, and what can be changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.blocks import REASON_LENGTH, Block, BlockKind
from bot.domain.limits import OPTION_LENGTH
from bot.domain.strikes import StrikeRule
from bot.ui.custom_ids import job_button, job_menu
from bot.ui.views import formatting
from bot.ui.views.member_panel import ends
from bot.ui.views.setup_panel import SetupPanel, way_back

Say = Callable[..., str]
Items = Iterator[discord.ui.Item[Any]]
Sentence = tuple[str, Mapping[str, object]]  # the id of a text, and what it names
MOST_LISTED = 10


def sentences(rule: StrikeRule) -> Sequence[Sentence]:
    """Return what a server's strikes are."""
    if not rule.is_on:
        return [("strikes-off", {})]
    return [("strikes-on", {"count": rule.count, "within": rule.within_hours, "break": rule.break_hours})]


def described(rule: StrikeRule, speak: Say) -> Sequence[str]:
    """Return a server's strikes in words; none where they are off, as they are at first."""
    return [speak(text_id, **values) for text_id, values in sentences(rule)] if rule.is_on else []


def summary(blocks: Sequence[Block]) -> Sequence[Sentence]:
    """Return how many are blocked."""
    counts = {kind: sum(block.kind is kind for block in blocks) for kind in BlockKind}
    return [(f"blocks-{kind}s", {"count": count}) for kind, count in counts.items() if count] or [("blocks-none", {})]


@dataclass(frozen=True, kw_only=True)
class BlocksPanel:
    """What holds, with what is needed to draw it for one moderator."""

    guild_id: int
    blocks: Sequence[Block]
    names: Mapping[int, str]  # of members and roles, by id; of a role that is gone none
    rule: StrikeRule
    say: Say  # in the moderator's language
    can_set: bool  # the strikes
    note: Sequence[str] = ()  # what the last press did

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        strikes = [self.say(text_id, **values) for text_id, values in sentences(self.rule)]
        return SetupPanel(
            title=self.say("blocks-title"),
            note=self.note,
            lines=[*self._lines()],
            features=[*strikes, "-# " + self.say("strikes-what")],
            menus=[self._menu()] if self.blocks else [],
            buttons=[*self._buttons()],
        ).view()

    @property
    def listed(self) -> Sequence[Block]:
        """The blocks that are shown."""
        return self.blocks[:MOST_LISTED]

    def _lines(self) -> Iterator[str]:
        yield from (self.say(text_id, **values) for text_id, values in summary(self.blocks))
        yield from map(self._line, self.listed)
        if more := len(self.blocks) - len(self.listed):
            yield self.say("blocks-more", count=more)
        yield "-# " + self.say("blocks-how")

    def _line(self, block: Block) -> str:
        if block.kind is BlockKind.ROLE and block.target_id not in self.names:
            return "- " + self.say("blocks-role-gone")
        is_role = block.kind is BlockKind.ROLE
        who = formatting.role(block.target_id) if is_role else formatting.mention(block.target_id)
        line = "- " + self.say("blocks-line", who=who, by=formatting.mention(block.by_user), until=ends(block.ends_at))
        if not block.reason:
            return line
        return f"{line}\n-# {self.say('member-reason', reason=formatting.one_line(block.reason, REASON_LENGTH))}"

    def _menu(self) -> discord.ui.Item[Any]:
        options = [
            discord.SelectOption(
                label=self._name(block)[:OPTION_LENGTH], value=f"{block.kind}:{block.target_id}", emoji="✅"
            )
            for block in self.listed
        ]
        return job_menu("unblock", self.guild_id, placeholder=self.say("blocks-lift"), options=options)

    def _name(self, block: Block) -> str:
        if block.kind is BlockKind.ROLE:
            name = self.names.get(block.target_id)
            return f"@{name}" if name else self.say("blocks-option-role-gone")
        return self.names.get(block.target_id) or str(block.target_id)

    def _buttons(self) -> Items:
        yield self._button("blockrole", "🚫")
        if self.can_set:
            yield self._button("strikes", "⚠️", text_id="button-strikes" if self.rule.is_on else "button-strikes-on")
            if self.rule.is_on:
                yield self._button("strikesoff", "⏹️")
            yield way_back("setupmore", self.guild_id, self.say)

    def _button(self, verb: str, emoji: str, *, text_id: str = "") -> discord.ui.Item[Any]:
        return job_button(verb, self.guild_id, label=self.say(text_id or f"button-{verb}"), emoji=emoji)
