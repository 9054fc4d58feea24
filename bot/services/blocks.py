"""Blocks: whom moderators keep from ordering on their server, for how long and why."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.actors import Actor
from bot.domain.blocks import REASON_LENGTH, Block, BlockKind, blockable_roles, read_span
from bot.domain.moderators import ServerMember, ServerRole, check_block, check_block_role, check_rank
from bot.domain.server_errors import BadSpan, NotBlocked
from bot.domain.text_cleaning import clean_words
from bot.runtime.clock import Clock
from bot.store import Store


class Blocks:
    """One method a use case; that the moderator may moderate members at all is checked by the surface."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._blocks = store.blocks
        self._clock = clock

    async def of(self, guild_id: int, who: Actor | ServerMember) -> Sequence[Block]:
        """Return the blocks that hold somebody on a server now, their own and their roles'."""
        return await self._blocks.of(guild_id, who.user_id, blockable_roles(who), now=self._clock.now())

    async def all(self, guild_id: int) -> Sequence[Block]:
        """Return the blocks that hold on a server."""
        return await self._blocks.all(guild_id, now=self._clock.now())

    async def block_member(
        self, guild_id: int, member: ServerMember, *, by: ServerMember, span: int | None, reason: str
    ) -> Block:
        """Block a member for a span of milliseconds, or until it is lifted; raises CantBlock or RankTooHigh."""
        check_block(by, member)
        return await self._block(guild_id, BlockKind.MEMBER, member.user_id, by, span, reason)

    async def block_role(
        self, guild_id: int, role: ServerRole, *, by: ServerMember, span: int | None, reason: str
    ) -> Block:
        """Block whoever has a role, likewise; raises CantBlock or RankTooHigh."""
        check_block_role(by, role)
        return await self._block(guild_id, BlockKind.ROLE, role.id, by, span, reason)

    async def lift(self, guild_id: int, kind: BlockKind, target_id: int, *, by: ServerMember, rank: int) -> None:
        """Lift a block of a member or a role of this rank, 0 for what is gone; raises NotBlocked or RankTooHigh."""
        check_rank(by, rank)
        lifted = await self._blocks.lift(guild_id, kind, target_id, by_user=by.user_id, now=self._clock.now())
        if not lifted:
            raise NotBlocked

    async def _block(
        self, guild_id: int, kind: BlockKind, target_id: int, by: ServerMember, span: int | None, reason: str
    ) -> Block:
        now = self._clock.now()
        block = Block(
            guild_id=guild_id,
            kind=kind,
            target_id=target_id,
            reason=" ".join(clean_words(reason).split())[:REASON_LENGTH],
            by_user=by.user_id,
            at=now,
            ends_at=None if span is None else now + span,
        )
        await self._blocks.block(block)
        return block


def span_of(choice: str, written: str) -> int | None:
    """Return the span in milliseconds that a form asks for, what was written before what was chosen; None: no end.

    Raises BadSpan.
    """
    if not (text := written.strip() or choice.strip()):
        raise BadSpan(text=None)
    if not written.strip() and choice == NO_END:
        return None
    span = read_span(text)
    if span is None:
        raise BadSpan(text=text)
    return span


NO_END = "none"
