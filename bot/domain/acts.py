"""What moderators do to members and pictures, as the server's own record of it, pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ActKind(StrEnum):
    """What was done."""

    BLOCK = "block"
    LIFT = "lift"  # of a block
    GIFT = "gift"
    RESET = "reset"  # of the credits used
    ERASE = "erase"
    SPOILER = "spoiler"
    STRIKES_LIFTED = "strikes_lifted"


class ActTarget(StrEnum):
    """To whom or what."""

    MEMBER = "member"
    ROLE = "role"
    JOB = "job"


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act of one moderator."""

    id: int = 0  # 0: not written yet
    guild_id: int
    at: int  # epoch ms
    by_user: int
    kind: ActKind
    target: ActTarget = ActTarget.MEMBER
    target_id: int
    member_id: int = 0  # whose picture it is
    words: str = ""  # the moderator's reason or note
    detail: Mapping[str, str | int | None] = field(default_factory=dict)  # what its sentence names: `until` …

    @property
    def what(self) -> str:
        """How the id of its line in the log goes on: `log-acts-<what>`."""
        return self.kind.replace("_", "-") + ("-role" if self.target is ActTarget.ROLE else "")

    @property
    def facts(self) -> Mapping[str, str | int | None]:
        """What its line may name beside the members."""
        return {**self.detail, "role": self.target_id} if self.target is ActTarget.ROLE else self.detail
