"""The verbs about what moderators decide: blocks, strikes and acts. A part of the Store that has its own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.acts import Act
from bot.domain.blocks import Block, BlockKind
from bot.domain.jobs import Job
from bot.domain.strikes import Strike, StrikeKind


class Blocks(Protocol):
    """The verbs about who may not order on a server. `now` is always epoch milliseconds."""

    async def block(self, block: Block) -> None:
        """Block a member or a role from now on, in place of how they were blocked before; the act is kept with it."""
        ...

    async def lift(self, guild_id: int, kind: BlockKind, target_id: int, *, by_user: int, now: int) -> bool:
        """Lift a block; the act is kept with it. False where none holds (any more)."""
        ...

    async def of(self, guild_id: int, user_id: int, role_ids: Sequence[int], *, now: int) -> Sequence[Block]:
        """Return the blocks that hold a member of a server now, their own and their roles'."""
        ...

    async def all(self, guild_id: int, *, now: int) -> Sequence[Block]:
        """Return the blocks that hold on a server, newest first."""
        ...


class Strikes(Protocol):
    """The verbs about orders that were refused for what they asked. `now` is always epoch milliseconds."""

    async def note(self, *, guild_id: int, user_id: int, kind: StrikeKind, order_id: int, now: int) -> None:
        """Note a refused order of a member; the same order is noted once."""
        ...

    async def of(self, guild_id: int, user_id: int, *, now: int) -> Sequence[Strike]:
        """Return a member's strikes on a server that were not lifted, newest first."""
        ...

    async def lift(self, guild_id: int, user_id: int, *, by_user: int, now: int) -> int:
        """Lift a member's strikes; the act is kept with it. Return how many there were."""
        ...


class Acts(Protocol):
    """The verbs about what moderators did."""

    async def note(self, act: Act) -> None:
        """Keep an act that has no verb of its own which keeps it."""
        ...

    async def of(self, guild_id: int, member_id: int = 0, *, limit: int = 20) -> Sequence[Act]:
        """Return the last acts on a server, or about one member of it, newest first."""
        ...


class MemberRecords(Protocol):
    """The verbs about one member on one server. `now` and `since` are always epoch milliseconds."""

    async def drawn(self, guild_id: int, user_id: int, *, limit: int) -> Sequence[Job]:
        """Return a member's last orders there that brought pictures and were neither deleted nor taken away."""
        ...

    async def spent(self, guild_id: int, user_id: int, *, since: int) -> int:
        """Return what a member's orders there cost, in credits, without what was refunded."""
        ...

    async def is_known(self, guild_id: int, user_id: int) -> bool:
        """Return True if somebody ordered there, or is blocked."""
        ...

    async def give(
        self, *, guild_id: int, user_id: int, credits: int, note: str, by_user: int, now: int, expires_at: int
    ) -> None:
        """Give a member credits until a moment; the act is kept with it."""
        ...

    async def reset(self, guild_id: int, user_id: int, *, by_user: int, now: int) -> bool:
        """Let a member's own limits there count from now on; the act is kept with it. False where that is nothing."""
        ...
