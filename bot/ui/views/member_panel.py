"""One member as a server's moderators see them, pure: what they drew and spent, what holds, and what can be done."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.blocks import REASON_LENGTH, Block, BlockKind
from bot.domain.strikes import StrikeStanding
from bot.services.member_records import MemberRecord
from bot.ui.custom_ids import job_button
from bot.ui.views import formatting
from bot.ui.views.setup_panel import fitting

Say = Callable[..., str]
Items = Iterator[discord.ui.Item[Any]]
DANGER = discord.ButtonStyle.danger
MOST_BLOCKS = 5  # shown: their own and those of their roles
LONGEST_PART = 1_600  # characters, of blocks and of limits: 4,000 is all that a message takes


@dataclass(frozen=True, kw_only=True)
class SmallPicture:
    """One picture of the panel."""

    filename: str
    data: bytes
    description: str
    spoiler: bool


@dataclass(frozen=True, kw_only=True)
class MemberPanel:
    """A member's record, with what is needed to draw it for one moderator."""

    record: MemberRecord
    say: Say  # in the moderator's language
    period: Callable[[float], str]  # of so many seconds, like `in the last 24 hours`
    limits: Sequence[str]  # what holds for them, line by line
    pictures: Sequence[SmallPicture] = ()
    hidden: int = 0  # pictures in channels that the moderator can't see
    done: str = ""  # what was just done
    is_resetting: bool = False  # it asks whether to

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.Container(*self._items()))
        return view

    def files(self) -> list[discord.File]:
        """Return the attachments, made anew: a file can be sent once."""
        return [discord.File(io.BytesIO(picture.data), picture.filename) for picture in self.pictures]

    def _items(self) -> Items:
        yield discord.ui.TextDisplay(self.say("member-title", user=self._mention()))
        if self.pictures:
            yield self._gallery()
        yield discord.ui.TextDisplay("\n".join(self._spent()))
        yield discord.ui.Separator()
        yield discord.ui.TextDisplay("\n".join((self.say("member-limits"), *fitting(self.limits, LONGEST_PART))))
        yield discord.ui.Separator()
        yield discord.ui.TextDisplay("\n".join((*self._strikes(), *self._blocks())))
        if said := self.say("member-reset-ask", user=self._mention()) if self.is_resetting else self.done:
            yield discord.ui.TextDisplay(said)  # by the buttons, where whoever pressed one looks
        yield discord.ui.ActionRow(*(self._sure() if self.is_resetting else self._buttons()))
        yield discord.ui.TextDisplay("-# " + self.say("member-foot"))

    def _mention(self) -> str:
        return formatting.mention(self.record.member.user_id)

    def _gallery(self) -> discord.ui.MediaGallery[Any]:
        items = [
            discord.MediaGalleryItem(
                f"attachment://{picture.filename}", description=picture.description or None, spoiler=picture.spoiler
            )
            for picture in self.pictures
        ]
        return discord.ui.MediaGallery(*items)

    def _spent(self) -> Iterator[str]:
        if not self.pictures and not self.hidden:
            yield self.say("member-no-pictures")
        if self.hidden:
            yield "-# " + self.say("member-hidden", count=self.hidden)
        record = self.record
        yield self.say("member-spent", today=record.spent_today, month=record.spent_this_month)

    def _strikes(self) -> Iterator[str]:
        standing = self.record.standing
        period = self.period(standing.rule.within_hours * 3600)
        if not standing.rule.is_on:
            yield self.say("member-strikes-off")
            return
        count, most = len(standing.strikes), standing.rule.count
        yield self.say("member-strikes" if count else "member-strikes-none", count=count, most=most, period=period)
        if standing.break_until is not None:
            yield self.say("member-break", until=formatting.until(standing.break_until))

    def _blocks(self) -> Iterator[str]:
        if not self.record.blocks:
            yield self.say("member-not-blocked")
        yield from fitting([block_line(block, self.say) for block in self.record.blocks[:MOST_BLOCKS]], LONGEST_PART)

    def _buttons(self) -> Items:
        own = [block for block in self.record.blocks if block.kind is BlockKind.MEMBER]
        yield self._button("give", "🎁")
        yield self._button("block", "🚫", text_id="button-reblock" if own else "button-block")
        if own:
            yield self._button("lift", "✅")
        if self.record.standing.strikes or self.record.standing.break_until is not None:
            yield self._button("unstrike", "🧹")
        yield self._button("reset", "⏪")

    def _sure(self) -> Items:
        yield self._button("reset", "⏪", text_id="button-reset-sure", n=1, style=DANGER)
        yield self._button("member", "↩️", text_id="button-keep")

    def _button(
        self,
        verb: str,
        emoji: str,
        *,
        text_id: str = "",
        n: int | None = None,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> discord.ui.Item[Any]:
        label = self.say(text_id or f"button-{verb}")
        return job_button(verb, self.record.member.user_id, n=n, label=label, emoji=emoji, style=style)


def block_line(block: Block, say: Say) -> str:
    """Return a block in words: whom, how long, by whom and why."""
    values = {
        "until": ends(block.ends_at),
        "by": formatting.mention(block.by_user),
        "role": formatting.role(block.target_id),
    }
    line = say("member-blocked" if block.kind is BlockKind.MEMBER else "member-blocked-role", **values)
    reason = say("member-reason", reason=formatting.one_line(block.reason, REASON_LENGTH)) if block.reason else ""
    return f"{line}\n-# {reason}" if reason else line


def own_lines(
    block: Block | None,
    standing: StrikeStanding,
    say: Say,
    *,
    duration: Callable[[float], str],
    period: Callable[[float], str],
) -> Iterator[str]:
    """Yield what a member reads of their own block and strikes."""
    if block is not None:
        reason = formatting.one_line(block.reason, REASON_LENGTH) if block.reason else "none"
        yield say("quota-blocked", until=ends(block.ends_at), reason=reason)
    rule = standing.rule
    if standing.break_until is not None:
        yield say("quota-break", until=formatting.until(standing.break_until))
    elif rule.is_on:
        spans = {"period": period(rule.within_hours * 3600), "break": duration(rule.break_hours * 3600)}
        yield say("quota-strikes", count=len(standing.strikes), most=rule.count, **spans)


def ends(ms: int | None) -> str:
    """Return when a block ends, for a sentence that can say that it has no end."""
    return "none" if ms is None else formatting.until(ms)
