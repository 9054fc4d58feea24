"""The parts of the store and of the pictures that servers' logs need."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.domain.guild_log import LogLine, LogMessage
from bot.domain.jobs import Image, Job


class LogLines(Protocol):
    """As in the store's `GuildLog`."""

    async def channels(self) -> Sequence[int]:
        """As in `GuildLog`."""
        ...

    async def waiting(self, log_channel_id: int, *, limit: int) -> Sequence[LogLine]:
        """As in `GuildLog`."""
        ...

    async def bind(self, lines: Sequence[LogLine], body: str, *, now: int) -> LogMessage | None:
        """As in `GuildLog`."""
        ...

    async def sent(self, log_id: int, message_id: int) -> None:
        """As in `GuildLog`."""
        ...

    async def unsent(self, log_id: int) -> None:
        """As in `GuildLog`."""
        ...

    async def in_doubt(self) -> Sequence[LogMessage]:
        """As in `GuildLog`."""
        ...

    async def give_up(self, log_channel_id: int, *, before: int) -> bool:
        """As in `GuildLog`."""
        ...

    async def message(self, log_id: int) -> LogMessage | None:
        """As in `GuildLog`."""
        ...

    async def unblanked(self, *, but: Collection[int] = ()) -> Sequence[LogMessage]:
        """As in `GuildLog`."""
        ...

    async def blanked(self, message: LogMessage) -> None:
        """As in `GuildLog`."""
        ...


class LogStore(Protocol):
    """The lines, and the jobs that they tell of."""

    @property
    def guild_log(self) -> LogLines:
        """The lines of all servers' logs."""
        ...

    async def job(self, job_id: int) -> Job | None:
        """Return a job."""
        ...


class LogPictures(Protocol):
    """Small copies of pictures."""

    async def thumbnail(self, image: Image, *, is_paid: bool = True) -> bytes | None:
        """As in `Pictures`."""
        ...
