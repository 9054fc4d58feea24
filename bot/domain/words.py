"""A server's words, pure: which entries block a prompt, which allow it, and where more or less of them holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from bot.domain.limits import LAST_ID

#: As many as AutoMod's six keyword rules hold together, and as long as it takes them:
#: https://docs.discord.com/developers/resources/auto-moderation
MOST_ENTRIES = 6_000  # of all lists together
LONGEST_ENTRY = 60  # characters
MOST_CHANNELS = 50  # that are stricter or laxer


class WordList(StrEnum):
    """What an entry does, and where."""

    DENY = "deny"  # blocks everywhere
    MILD = "mild"  # blocks but in laxer channels
    STRICT = "strict"  # blocks in stricter channels alone
    ALLOW = "allow"  # lets pass what it covers


class Strictness(StrEnum):
    """How much of the lists holds in a channel."""

    LAXER = "laxer"
    USUAL = "usual"
    STRICTER = "stricter"


#: The lists that block, by how strict a channel is.
BLOCKING = MappingProxyType(
    {
        Strictness.LAXER: (WordList.DENY,),
        Strictness.USUAL: (WordList.DENY, WordList.MILD),
        Strictness.STRICTER: (WordList.DENY, WordList.MILD, WordList.STRICT),
    }
)


@dataclass(frozen=True, kw_only=True)
class WordLists:
    """A server's lists, each sorted and an entry in one of them only; the default blocks nothing.

    Raises ValueError for more entries or longer ones than a server can have.
    """

    deny: tuple[str, ...] = ()
    mild: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    stricter: tuple[int, ...] = ()  # ids of channels; threads and posts follow theirs
    laxer: tuple[int, ...] = ()  # likewise; it holds while they are age-restricted

    def __post_init__(self) -> None:
        """Refuse what no panel would have kept."""
        if self.size > MOST_ENTRIES or len(self.stricter) + len(self.laxer) > MOST_CHANNELS:
            raise ValueError("too many entries or channels")
        if not all(0 < each <= LAST_ID for each in (*self.stricter, *self.laxer)):
            raise ValueError("no channel has such an id")
        if any(not 0 < len(entry) <= LONGEST_ENTRY for name in WordList for entry in self.entries(name)):
            raise ValueError(f"an entry has 1 to {LONGEST_ENTRY} characters")

    @property
    def size(self) -> int:
        """How many entries all lists have together."""
        return sum(len(self.entries(name)) for name in WordList)

    @property
    def blocks_nothing(self) -> bool:
        """True if no prompt is ever refused."""
        return not (self.deny or self.mild or self.strict)

    def entries(self, name: WordList) -> tuple[str, ...]:
        """Return the entries of a list, as they were written."""
        found: tuple[str, ...] = getattr(self, name.value)
        return found

    def strictness(self, channel_ids: Sequence[int], *, is_age_restricted: bool) -> Strictness:
        """Return how strict a channel is; its ids are its own and its parent's, the strictest word wins."""
        if set(self.stricter).intersection(channel_ids):
            return Strictness.STRICTER
        if is_age_restricted and set(self.laxer).intersection(channel_ids):
            return Strictness.LAXER
        return Strictness.USUAL

    def with_strictness(self, channel_ids: Iterable[int], strictness: Strictness) -> WordLists:
        """Return the lists with channels made stricter, laxer or usual again."""
        moved = set(channel_ids)
        kept = {
            Strictness.STRICTER: set(self.stricter) - moved,
            Strictness.LAXER: set(self.laxer) - moved,
            Strictness.USUAL: set[int](),
        }
        kept[strictness] |= moved
        return replace(
            self,
            stricter=tuple(sorted(kept[Strictness.STRICTER])),
            laxer=tuple(sorted(kept[Strictness.LAXER])),
        )
