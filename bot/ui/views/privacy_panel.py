"""The panel of /privacy, pure: what is kept of its reader, who sees it, how long, and what they can do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import discord

from bot.services.privacy import PrivacyNotice
from bot.ui.custom_ids import job_button
from bot.ui.views.setup_panel import way_back

Say = Callable[..., str]
Items = Iterator[discord.ui.Item[Any]]
WHAT = ("privacy-what", "privacy-inputs", "privacy-why")


@dataclass(frozen=True, kw_only=True)
class PrivacyPanel:
    """What holds for one member where they ask, with what is needed to say it."""

    user_id: int
    notice: PrivacyNotice
    is_private: bool  # in direct messages
    is_protected: bool  # nobody may use their pictures
    say: Say  # in the member's language

    def view(self) -> discord.ui.LayoutView:
        """Return a new layout; never keep one or send it twice."""
        return _layout(
            discord.ui.TextDisplay("\n".join(self._what())),
            discord.ui.Separator(),
            discord.ui.TextDisplay("\n".join(self._who())),
            discord.ui.Separator(),
            discord.ui.TextDisplay("\n".join(self._how_long())),
            discord.ui.ActionRow(*self._buttons()),
        )

    def _what(self) -> Iterator[str]:
        yield self.say("privacy-title")
        yield from (self.say(part) for part in WHAT)

    def _who(self) -> Iterator[str]:
        yield self.say("privacy-who-private" if self.is_private else "privacy-who")
        if not self.is_private:
            yield self.say("privacy-moderators", log=str(self.notice.has_log).lower())
        yield from (self.say(part) for part in ("privacy-owner", "privacy-vendor"))

    def _how_long(self) -> Iterator[str]:
        days = self.notice.days
        yield self.say("privacy-days", pictures=days.pictures, words=days.words)
        yield self.say("privacy-books")
        if self.is_private:
            yield self.say("privacy-servers")
        yield self.say("me-protect")

    def _buttons(self) -> Items:
        yield job_button("export", self.user_id, label=self.say("button-export"), emoji="📦")
        danger = discord.ButtonStyle.danger
        yield job_button("eraseask", self.user_id, label=self.say("button-eraseask"), emoji="🗑️", style=danger)
        style = discord.ButtonStyle.primary if self.is_protected else discord.ButtonStyle.secondary
        label = self.say(f"button-protect-{'on' if self.is_protected else 'off'}")
        turned = 0 if self.is_protected else 1
        yield job_button("guard", self.user_id, n=turned, label=label, emoji="🔒", style=style)
        if self.notice.policy_url:
            yield discord.ui.Button(label=self.say("button-policy"), emoji="📄", url=self.notice.policy_url)


def erasure_question(say: Say, user_id: int, orders: int) -> discord.ui.LayoutView:
    """Return what is asked before everything of a member is deleted."""
    lines = ("privacy-ask-title", "privacy-ask-goes", "privacy-ask-stays", "privacy-ask-reach")
    confirm = job_button("eraseall", user_id, label=say("button-eraseall"), emoji="🗑️", style=discord.ButtonStyle.danger)
    back = way_back("privacy", user_id, say)
    return _layout(
        discord.ui.TextDisplay("\n".join(say(line, orders=orders) for line in lines)),
        discord.ui.ActionRow(confirm, back),
    )


def erasure_begun(say: Say, user_id: int, orders: int) -> discord.ui.LayoutView:
    """Return what was begun."""
    back = way_back("privacy", user_id, say)
    lines = ("privacy-begun-title", "privacy-begun", "privacy-begun-later")
    return _layout(
        discord.ui.TextDisplay("\n".join(say(line, orders=orders) for line in lines)), discord.ui.ActionRow(back)
    )


def _layout(*items: discord.ui.Item[Any]) -> discord.ui.LayoutView:
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.Container(*items))
    return view
