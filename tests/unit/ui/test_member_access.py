"""What a member may use is looked up soon enough for a form: Discord waits for three seconds."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import discord

from bot.domain.catalog import BUILT_IN
from bot.ui.member_access import MemberAccess


class Slow:
    """Permissions that are told only once every model is being looked up."""

    def __init__(self, models: int) -> None:
        self._asked = asyncio.Barrier(models)

    async def check(self, *_: object) -> None:
        await self._asked.wait()


async def test_all_models_are_looked_up_at_once() -> None:
    press: Any = SimpleNamespace(
        guild_id=1,
        type=discord.InteractionType.component,
        data={},
        permissions=discord.Permissions.all(),
        user=SimpleNamespace(id=2),
        channel=SimpleNamespace(id=3),
    )
    access = MemberAccess(permissions=cast("Any", Slow(len(BUILT_IN))))
    async with asyncio.timeout(5):
        assert await access.usable(press, BUILT_IN) == list(BUILT_IN)
