"""Questions to a server's moderators about prompts that its words block, pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.limits import DAY_MS

MOST_OPEN = 3  # of one member on a server
OPEN_MS = 7 * DAY_MS  # how long a question waits, and how long it is known what was answered
PASS_MS = DAY_MS  # how long a prompt that was allowed once may come
LONGEST_SENTENCE = 300  # of a moderator, characters


class Answer(StrEnum):
    """What a moderator says."""

    ONCE = "once"  # this prompt, from this member, one time
    ALWAYS = "always"  # an entry of the allow list covers it from now on
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class BlockedPrompt:
    """A prompt that a server's words refused, kept for a while so that its member can ask about it."""

    id: int  # of the order that was refused
    user_id: int
    kind: str
    guild_id: int
    channel_id: int
    prompt: str = field(repr=False)
    entry: str = field(repr=False)
    can_ask: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """A member's question; its id is that of the order that was refused."""

    id: int
    guild_id: int
    channel_id: int
    user_id: int
    prompt: str = field(repr=False)
    entry: str = field(repr=False)
    locale: str  # in which the answer is told
    at: int  # epoch ms
    token: str | None = field(default=None, repr=False)  # of the press that asked, good for 15 minutes
    answer: Answer | None = None
    by_user: int = 0  # who answered
    answered_at: int | None = None
    sentence: str = field(default="", repr=False)  # the moderator's own
    is_told: bool = False  # the answer has reached the member
    until: int  # epoch ms: then it is forgotten
