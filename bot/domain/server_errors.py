"""Refusals that a server's own moderators bring about, or meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.errors import Refusal


@dataclass(eq=False, kw_only=True)
class NeedsPermission(Refusal):
    """A member's roles don't let them do this in the whole server."""

    permission: str  # as Discord's API names it: manage_guild, moderate_members, manage_messages


@dataclass(eq=False, kw_only=True)
class ChangedMeanwhile(Refusal):
    """Another moderator changed the same settings since they were shown."""


@dataclass(eq=False, kw_only=True)
class SettingsUnreadable(Refusal):
    """A section of a server's settings can't be read: a newer version wrote it, or a hand."""

    section: str


@dataclass(eq=False, kw_only=True)
class BotPaused(Refusal):
    """The bot's owner takes no orders for now."""

    since: int  # epoch ms
    reason: str | None


@dataclass(eq=False, kw_only=True)
class ServerPaused(Refusal):
    """A moderator takes no orders of their server for now."""

    by_user: int | None  # the moderator; None: the bot's owner, for this server
    since: int  # epoch ms
    reason: str | None


@dataclass(eq=False, kw_only=True)
class PromptBlocked(Refusal):
    """The server's words block the prompt."""

    entry: str
    order_id: int = 0  # by which it is kept for a question
    can_ask: bool = False  # somebody can be asked, and nobody was yet
    standing: str = "none"  # of a question: asked, used (allowed once, and drawn), no, nobody (to ask)
    sentence: str = ""  # of the moderator who said no

    def values(self) -> Mapping[str, object]:
        """Return the entry, and how a question about the prompt stands: the same each time, whatever the order."""
        return {"entry": self.entry, "standing": self.standing, "sentence": self.sentence}


@dataclass(eq=False, kw_only=True)
class TooManyEntries(Refusal):
    """More entries than a server can have."""

    most: int
    count: int  # with those that were to be added


@dataclass(eq=False, kw_only=True)
class BadEntries(Refusal):
    """Something that can't be an entry stands among those that were to be added."""

    entry: str  # the first one
    fault: str  # as `words_entries.Fault` has it
    others: int  # how many more


class NoEntries(Refusal):
    """Nothing was written that could be an entry."""


class NotListed(Refusal):
    """None of these entries stands on one of the server's lists."""


@dataclass(eq=False, kw_only=True)
class BadWordFile(Refusal):
    """A file can't be read as a list of entries."""

    reason: str  # big, text, gone


@dataclass(eq=False, kw_only=True)
class NotAgeRestricted(Refusal):
    """A channel that is not age-restricted can't be laxer."""

    channel: str  # as it is mentioned


class AlreadyAsked(Refusal):
    """The member has asked about this prompt."""


@dataclass(eq=False, kw_only=True)
class TooManyQuestions(Refusal):
    """The member has enough open questions."""

    most: int


class NobodyToAsk(Refusal):
    """The server has no log that takes questions."""


class AskExpired(Refusal):
    """What was refused is no longer kept."""


class QuestionGone(Refusal):
    """The question is no longer kept."""


@dataclass(eq=False, kw_only=True)
class QuestionAnswered(Refusal):
    """Another moderator has answered the question."""

    owner_id: int  # who; 0: not known any more
    answer: str


@dataclass(eq=False, kw_only=True)
class StillBlocked(Refusal):
    """An entry of the allow list would not let the prompt pass."""

    entry: str  # that blocks it


@dataclass(eq=False, kw_only=True)
class Blocked(Refusal):
    """Moderators keep the member, or a role of theirs, from ordering on this server."""

    role_id: int | None  # None: the member alone
    until: int | None  # epoch ms; None: until it is lifted
    reason: str | None  # the moderator's words; None: none were given


@dataclass(eq=False, kw_only=True)
class OnBreak(Refusal):
    """The member's last orders were refused too often for what they asked."""

    until: int  # epoch ms
    count: int  # strikes that make a break


@dataclass(eq=False, kw_only=True)
class CantBlock(Refusal):
    """This member or role can't be blocked."""

    who: str  # owner | administrator | bot | everyone | managed


class RankTooHigh(Refusal):
    """The member or role doesn't stand below the moderator."""


class NotAMember(Refusal):
    """The person is not on this server, and nothing of theirs is known here."""


class RoleGone(Refusal):
    """The role was deleted meanwhile."""


class NotBlocked(Refusal):
    """There is no such block (any more)."""


class NoStrikes(Refusal):
    """There are no strikes to lift (any more)."""


class NothingToReset(Refusal):
    """The member has used nothing that could be set to zero."""


@dataclass(eq=False, kw_only=True)
class BadSpan(Refusal):
    """No span of time that is known, or one that is too long."""

    text: str | None  # as it was written; None: nothing was


@dataclass(eq=False, kw_only=True)
class BadNumber(Refusal):
    """No number within what is possible."""

    text: str | None  # as it was written; None: nothing was
    least: int
    most: int


class InPrivate(Refusal):
    """Why an order isn't taken is for its member alone, and a message can't be answered so."""


#: What is told to its member alone.
CONFIDENTIAL = (Blocked, OnBreak)


class OwnPicturesOnly(Refusal):
    """The server lets nobody use another member's picture."""


@dataclass(eq=False, kw_only=True)
class PictureProtected(Refusal):
    """Its member wants nobody else to use their pictures."""

    owner_id: int
