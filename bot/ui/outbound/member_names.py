"""People's names by their ids: as Discord said them lately, else asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

import discord

from bot.runtime.recent import LatestValues
from bot.ui.outbound.discord_errors import CALL_FAILURES

MOST = 5_000
ASKED_AT_ONCE = 5


class MemberNames:
    """The unique names, by which Discord's search finds what somebody did; a display name may be anybody's."""

    def __init__(self, bot: discord.Client) -> None:
        self._bot = bot
        self._known: LatestValues[int, str] = LatestValues(most=MOST)
        self._asking = asyncio.Semaphore(ASKED_AT_ONCE)

    def saw(self, user: discord.abc.User) -> None:
        """Note the name of somebody whom Discord has just told of."""
        self._known.put(user.id, user.name)

    async def of(self, user_ids: Iterable[int]) -> Mapping[int, str]:
        """Return these people's names; an id stands for one who can't be asked for."""
        ids = {user_id for user_id in user_ids if user_id}
        names = await asyncio.gather(*(self._name(user_id) for user_id in ids))
        return dict(zip(ids, names, strict=True))

    async def _name(self, user_id: int) -> str:
        if known := self._known.get(user_id):
            return known
        try:
            async with self._asking:
                self.saw(self._bot.get_user(user_id) or await self._bot.fetch_user(user_id))
        except CALL_FAILURES:
            return str(user_id)
        return self._known.get(user_id) or str(user_id)
