"""The verbs about the lines of servers' logs. A part of the Store that has its own page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.domain.guild_log import LogEvent, LogLine, LogMessage


class GuildLog(Protocol):
    """The verbs about what servers' logs tell. `now` is always epoch milliseconds."""

    async def note(self, event: LogEvent, *, now: int) -> bool:
        """Note an event that stands in no transaction of its own; False where the server tells no such kind."""
        ...

    async def channels(self) -> Sequence[int]:
        """Return the log channels that lines wait for."""
        ...

    async def waiting(self, log_channel_id: int, *, limit: int) -> Sequence[LogLine]:
        """Return the oldest lines that wait for a channel."""
        ...

    async def bind(self, lines: Sequence[LogLine], body: str, *, now: int) -> LogMessage | None:
        """Note a message before it is sent; None where one of its lines has changed since it was read."""
        ...

    async def sent(self, log_id: int, message_id: int) -> None:
        """Note that a message stands; the words that it tells are kept no longer."""
        ...

    async def unsent(self, log_id: int) -> None:
        """Note that a message surely does not stand: its lines wait again."""
        ...

    async def in_doubt(self) -> Sequence[LogMessage]:
        """Return the messages of which it is not known whether they stand."""
        ...

    async def give_up(self, log_channel_id: int, *, before: int) -> bool:
        """Drop the lines that have waited for a channel since before then, reports and questions at once.

        Returns True where a report was dropped: the owner is to be told of it.
        """
        ...

    async def message(self, log_id: int) -> LogMessage | None:
        """Return a message with its lines."""
        ...

    async def unblanked(self, *, but: Collection[int] = ()) -> Sequence[LogMessage]:
        """Return messages that still show words which were deleted for good, or else are too old: one a channel.

        `but`: ids of messages that are not looked at now.
        """
        ...

    async def blanked(self, message: LogMessage) -> None:
        """Note that a message shows no deleted words any more, or that it is gone."""
        ...
