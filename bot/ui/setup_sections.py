"""The sections of /setup: each feature brings the sentences of what holds, and the button that changes it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import discord

#: A sentence by its id, in the reader's language.
Speak = Callable[..., str]
#: A section's value in words, one sentence each, none where it changes nothing; pure.
Sentences = Callable[[Any, Speak], Sequence[str]]
Lines = Callable[[discord.Interaction], Awaitable[Sequence[str]]]


@dataclass(frozen=True, kw_only=True)
class SetupSection:
    """One feature's part of the panel."""

    verb: str  # of the button that opens the feature's own panel
    label_id: str  # of the button's text
    emoji: str
    position: int  # among the others
    lines: Lines  # what holds now, in the reader's language; none: nothing to say
    is_minor: bool = False  # its button stands behind More
    is_detail: bool = False  # its lines stand behind More, too: they change nothing for most who draw
    section: str = ""  # the name of what it sets in a `GuildConfig`; profiles, changes and imports speak of it
    sentences: Sentences | None = None  # of that section's value


class SetupSections:
    """A register that the features fill."""

    def __init__(self) -> None:
        self._sections: dict[str, SetupSection] = {}

    def add(self, section: SetupSection) -> None:
        """Add a feature's part; raises ValueError where its verb is taken."""
        if section.verb in self._sections:
            raise ValueError(f"a section of another feature: {section.verb}")
        self._sections[section.verb] = section

    def describing(self, section: str) -> SetupSection | None:
        """Return the part that puts a section of a server's settings into words; None: no feature does."""
        return next((each for each in self._sections.values() if each.section == section and each.sentences), None)

    def all(self) -> Sequence[SetupSection]:
        """Return the parts as they stand in the panel."""
        return sorted(self._sections.values(), key=lambda section: section.position)
