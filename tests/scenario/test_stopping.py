"""The bot stops when it is told to, whatever the other side does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from discord.gateway import DiscordWebSocket

if TYPE_CHECKING:
    from conftest import Studio


async def test_a_goodbye_that_nobody_answers_is_cut_short(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unanswered(socket: DiscordWebSocket, code: int = 4000) -> None:
        await asyncio.sleep(3600)

    monkeypatch.setattr(DiscordWebSocket, "close", unanswered)
    async with asyncio.timeout(8):
        await studio.stop()
