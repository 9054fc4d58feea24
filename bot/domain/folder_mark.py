"""The mark of a data folder: how a process tells its own cards from those of another one with the same token."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, field
from typing import Self

from bot.domain.limits import made_at

FOLDER, PROCESS = 6, 4  # characters of a mark
ALPHABET = string.ascii_lowercase + string.digits


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


@dataclass(frozen=True, kw_only=True)
class FolderMark:
    """Random letters of the folder, kept in its database, and of this process."""

    folder: str
    since: int  # epoch ms: cards of before carry none
    process: str = field(default_factory=lambda: _random(PROCESS))

    @classmethod
    def new(cls, *, now: int) -> Self:
        """Return the mark of a folder that has none yet."""
        return cls(folder=_random(FOLDER), since=now)

    @classmethod
    def read(cls, kept: str) -> Self:
        """Return the mark of a folder as it was kept."""
        folder, _, since = kept.partition(" ")
        return cls(folder=folder, since=int(since))

    def kept(self) -> str:
        """Return the part that stays, for the folder."""
        return f"{self.folder} {self.since}"

    def __str__(self) -> str:
        return self.folder + self.process

    def is_foreign(self, mark: str) -> bool:
        """Return True if this is the mark of another folder; cards of before there were any have ''."""
        return mark != "" and not mark.startswith(self.folder)

    def is_foreign_card(self, mark: str, job_id: int) -> bool:
        """Return True if a card of this job with this mark was posted by a process on another folder."""
        return self.is_foreign(mark) or (mark == "" and made_at(job_id) >= self.since)
