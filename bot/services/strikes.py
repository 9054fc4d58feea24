"""Strikes: orders that were refused for what they asked, and the break that too many of them are."""

from __future__ import annotations

from bot.domain.moderators import ServerMember, check_rank
from bot.domain.server_errors import NoStrikes
from bot.domain.strikes import StrikeStanding, standing
from bot.runtime.clock import Clock
from bot.services.guild_config import GuildConfigs
from bot.store import Store


class Strikes:
    """One method a use case; direct messages have no strikes."""

    def __init__(self, *, store: Store, guild_configs: GuildConfigs, clock: Clock) -> None:
        self._strikes = store.strikes
        self._guild_configs = guild_configs
        self._clock = clock

    async def standing(self, guild_id: int, user_id: int) -> StrikeStanding:
        """Return how a member stands on a server."""
        rule = (await self._guild_configs.of(guild_id)).strikes
        if not guild_id or not rule.is_on:
            return StrikeStanding(rule=rule)
        now = self._clock.now()
        return standing(await self._strikes.of(guild_id, user_id, now=now), rule, now=now)

    async def lift(self, guild_id: int, member: ServerMember, *, by: ServerMember) -> int:
        """Lift a member's strikes and return how many there were; raises NoStrikes or RankTooHigh."""
        check_rank(by, member.rank)
        lifted = await self._strikes.lift(guild_id, member.user_id, by_user=by.user_id, now=self._clock.now())
        if not lifted:
            raise NoStrikes
        return lifted
