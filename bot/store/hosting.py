"""The verbs about what concerns the host: bill, servers, pauses, and orders to look into. A part of the Store."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.domain.corrections import Correction
from bot.domain.guilds import Guild
from bot.domain.jobs import BillEntry, Job
from bot.domain.pauses import Pause
from bot.domain.quota import Balance, OwnerLimits


class Billing(Protocol):
    """The verbs about what Higgsfield's bill may hold. `now` is always epoch milliseconds."""

    async def balance(self, *, now: int) -> Balance:
        """Return what the host's cap counts at this moment: spent, reserved, exposed."""
        ...

    async def latest(self) -> int:
        """Return the moment of the newest entry of the books (epoch ms; 0: there is none)."""
        ...

    async def enter(self, job_id: int, entry: BillEntry, *, now: int) -> None:
        """Note what is known of the bill of an order that ended; what Higgsfield said of it before stays."""
        ...

    async def entry(self, job_id: int) -> BillEntry | None:
        """Return what is known of an order's bill; None while it is under way."""
        ...

    async def unsaid(self, *, since: int) -> Sequence[int]:
        """Return the orders since then whose rows are in other books, and of which nothing final is known here."""
        ...

    async def reserve(self, job_id: int, *, user_id: int, model: str, cost: int, caps: OwnerLimits, now: int) -> None:
        """Reserve an order whose row is in other books, the terminal's, against the host's cap. Raises OutOfQuota."""
        ...


class Guilds(Protocol):
    """The verbs about servers and whom of them the host trusts. `now` is always epoch milliseconds."""

    async def seen(self, guilds: Sequence[Guild], *, named: Collection[int], now: int, started: int) -> None:
        """Note servers that the bot is on; the named ones are trusted.

        Where none was noted before, all are trusted if anything was ordered before the start, else the first joined.
        """
        ...

    async def left_all_but(self, guild_ids: Collection[int], *, now: int) -> None:
        """Note that the bot is on no other servers."""
        ...

    async def trust(self, guild_id: int, *, is_trusted: bool, now: int) -> None:
        """Note the host's word on a server, known or not."""
        ...

    async def is_trusted(self, guild_id: int) -> bool:
        """Return True if the host trusts a server."""
        ...

    async def all(self) -> Sequence[Guild]:
        """Return the servers, those that the bot has left included, by when they were first seen."""
        ...

    async def untold(self) -> Sequence[Guild]:
        """Return the servers that are not trusted and that the owner was not told of yet."""
        ...

    async def ungreeted(self) -> Sequence[int]:
        """Return the servers that the bot has joined, and that were not told how to set it up."""
        ...

    async def greet(self, guild_id: int, *, now: int) -> bool:
        """Note that a server is told; False where it was already."""
        ...

    async def told(self, guild_ids: Collection[int], *, now: int) -> None:
        """Note that the owner was told of servers."""
        ...


class Pauses(Protocol):
    """The verbs about ordering that somebody paused. `now` is always epoch milliseconds."""

    async def begin(self, pause: Pause) -> Pause:
        """Pause ordering, and return the pause as it stands; where it was paused already, since then.

        Raises ServerPaused where a moderator would rewrite the owner's.
        """
        ...

    async def end(self, guild_id: int, *, now: int, by_user: int = 0) -> Pause | None:
        """Take new orders again; returns what ended, None where nothing was paused; raises ServerPaused likewise."""
        ...

    async def over(self, guild_id: int) -> Sequence[Pause]:
        """Return the pauses that hold in a server, the whole bot's first; 0 stands for direct messages."""
        ...

    async def all(self) -> Sequence[Pause]:
        """Return the pauses, the whole bot's first."""
        ...


class HostOrders(Protocol):
    """The verbs about orders that the host looks into. `now` is always epoch milliseconds."""

    async def unclear(self) -> Sequence[Job]:
        """Return the orders that Higgsfield may have charged, without its word so far, newest first."""
        ...

    async def correct(self, job_id: int, *, reason: str, now: int) -> int:
        """Give back all that an order which has ended was charged, once; returns the credits, 0 where there are none.

        The host's bill keeps them: Higgsfield drew it.
        """
        ...

    async def channels_in_use(self, *, since: int, most: int) -> Sequence[tuple[int, int, bool]]:
        """Return where members ordered, as (server, channel, whether in its threads or posts), the latest first."""
        ...

    async def outside_version(self) -> int:
        """Return a number that is another one after each time that another process has written to the database."""
        ...

    async def correction(self, job_id: int) -> Correction | None:
        """Return what was given back of an order, and why."""
        ...
