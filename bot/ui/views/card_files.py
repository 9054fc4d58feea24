"""The files that go with a card: the pictures, a small copy of the input, and what keeps the pictures' place."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.domain.limits import MIB
from bot.pictures import Fitted

THUMBNAIL = "input.jpg"
PLACEHOLDER = "banana-placeholder-"
PIECE = 4 * MIB  # most pictures whole; eight at once are being sent


def is_result(filename: str) -> bool:
    """Return True if a file of a card is a picture that was drawn: neither a copy of the input nor a placeholder."""
    return filename != THUMBNAIL and not filename.startswith(PLACEHOLDER)


class Attachment(discord.File):
    """A file of a message, which closes what it was given to read."""

    def close(self) -> None:
        """Close both, whoever opened it."""
        super().close()
        self.fp.close()


class Picture(io.BufferedReader):
    """A kept picture, of which more is read at once than aiohttp asks for: each read is a thread's turn."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes, more than were asked for."""
        return super().read(-1 if size is None or size < 0 else max(size, PIECE))


def files_of(
    pictures: Sequence[Fitted], *, spoiler: bool = False, description: str | None = None
) -> list[discord.File]:
    """Return pictures as attachments, which are read as they are sent. Raises OSError where one is gone by now."""
    files: list[discord.File] = []
    try:
        for each in pictures:
            content = io.BytesIO(each.content) if isinstance(each.content, bytes) else Picture(io.FileIO(each.content))
            files.append(Attachment(content, each.filename, spoiler=spoiler, description=description))
    except OSError:
        for file in files:
            file.close()
        raise
    return files


@dataclass(frozen=True, kw_only=True)
class Placeholder:
    """A ready-made picture of the right shape, where one will be."""

    filename: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class CardFiles:
    """The pictures that go with a card."""

    outputs: tuple[Fitted, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()  # while it is under way
    thumbnail: bytes | None = None  # a small JPEG of the input, ours

    def files(self) -> list[discord.File]:
        """Return the attachments, made anew: a file can be sent once. Raises OSError where one is gone by now."""
        small = [discord.File(io.BytesIO(data), filename) for filename, data in self.small()]
        return [*files_of(self.outputs), *small]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the attachments; while a card is under way the same names are the same files."""
        return (*(fitted.filename for fitted in self.outputs), *(filename for filename, _ in self.small()))

    def small(self) -> Sequence[tuple[str, bytes]]:
        """Return the names and contents of those that are small enough to be kept in memory: all but the results."""
        copies = ((THUMBNAIL, self.thumbnail),) if self.thumbnail else ()
        return (*((placeholder.filename, placeholder.data) for placeholder in self.placeholders), *copies)
