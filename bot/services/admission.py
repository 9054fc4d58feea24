"""Admission: what decides, beside credits, whether a server takes a member's order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

from bot.domain.guild_config import GuildConfig
from bot.domain.jobs import Order
from bot.runtime.clock import Clock
from bot.services.guild_config import GuildConfigs
from bot.store import Store


class AdmissionCheck(Protocol):
    """One reason to turn an order away."""

    async def __call__(self, order: Order, config: GuildConfig) -> None:
        """Raise a Refusal where the order is not taken; in direct messages the config is the default."""
        ...


class MemberCheck:
    """Whether a member may order at all: pauses, blocks and breaks, in one look at the database."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def check(self, order: Order, config: GuildConfig) -> None:
        """Raise BotPaused, ServerPaused, Blocked or OnBreak."""
        await self._store.check_member(order, now=self._clock.now())


class Admission:
    """The checks, in the order in which they are told: the first that refuses speaks."""

    def __init__(
        self,
        *,
        guild_configs: GuildConfigs,
        checks: tuple[AdmissionCheck, ...] = (),
        not_booked: Callable[[Order], Awaitable[None]] | None = None,
    ) -> None:
        self._guild_configs = guild_configs
        self._checks = checks
        self._not_booked = not_booked

    async def admit(self, order: Order) -> Order:
        """Return an order as its server takes it, or raise a Refusal; the terminal's are nobody's but the host's."""
        if not order.channel_id:
            return order
        config = await self._guild_configs.of(order.guild_id)
        for check in self._checks:
            await check(order, config)
        spoiler = config.cards.covers(order.channel_id, order.parent_channel_id)
        return replace(order, spoiler=spoiler, locale=config.cards.locale or order.locale)

    async def not_booked(self, order: Order) -> None:
        """Let what an order was admitted by admit another one: it was turned away after all."""
        if order.channel_id and self._not_booked:
            await self._not_booked(order)
