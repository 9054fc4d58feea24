"""How long a server's pictures and words are kept, and whose pictures may be used there; pure."""

from __future__ import annotations

from dataclasses import dataclass

MOST_KEPT_DAYS = 3650
#: Days after the bot has left a server in which its pictures and words are still there for a return.
LEFT_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class GuildPrivacy:
    """What a server's moderators set; the defaults leave it at what the owner of the bot set.

    Raises ValueError for days that can't be.
    """

    keep_picture_days: int = 0  # 0: as long as the owner keeps them
    keep_word_days: int = 0  # of prompts, after an order has ended; 0 likewise
    is_own_only: bool = False  # True: nobody uses another member's picture as an input

    def __post_init__(self) -> None:
        for days in (self.keep_picture_days, self.keep_word_days):
            if not 0 <= days <= MOST_KEPT_DAYS:
                raise ValueError(f"days are 0 to {MOST_KEPT_DAYS}")


@dataclass(frozen=True, kw_only=True)
class KeptDays:
    """How long pictures are kept, and prompts after an order has ended, in days; 0: until they are deleted."""

    pictures: int
    words: int

    def on(self, privacy: GuildPrivacy) -> KeptDays:
        """Return what holds on a server under what its moderators set: never longer than here."""
        return KeptDays(
            pictures=shortest(self.pictures, privacy.keep_picture_days),
            words=shortest(self.words, privacy.keep_word_days),
        )


def shortest(*days: int) -> int:
    """Return the fewest of some days, 0 being for ever."""
    return min((each for each in days if each), default=0)
