"""A pause of the bot's owner is theirs to end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.jobs import Job
from bot.domain.pauses import Pause
from bot.domain.server_errors import BotPaused, ServerPaused
from bot.store.sqlite import SqliteStore

GUILD, INES = 10, 7


async def test_no_moderator_ends_or_rewrites_what_the_owner_paused(store: SqliteStore) -> None:
    owners = await store.pauses.begin(Pause(guild_id=GUILD, by_user=0, reason="unpaid", since=1))
    with pytest.raises(ServerPaused):
        await store.pauses.begin(Pause(guild_id=GUILD, by_user=INES, reason="mine", since=2))
    with pytest.raises(ServerPaused):
        await store.pauses.end(GUILD, by_user=INES, now=3)
    assert await store.pauses.over(GUILD) == [owners]
    assert await store.pauses.end(GUILD, now=4) == owners
    await store.pauses.begin(Pause(guild_id=GUILD, by_user=INES, reason="", since=5))
    assert await store.pauses.end(GUILD, by_user=INES, now=6) is not None


async def test_a_pause_that_comes_between_the_check_and_the_booking_still_holds(
    store: SqliteStore, reserve: Callable[..., Awaitable[Job]]
) -> None:
    accepted = await reserve(id=5)
    await store.pauses.begin(Pause(guild_id=1, by_user=INES, reason="", since=1))
    with pytest.raises(ServerPaused):
        await reserve()
    assert (await reserve(id=5)).id == accepted.id, "what was accepted stays so"
    await reserve(guild_id=2)
    await store.pauses.begin(Pause(since=2))
    with pytest.raises(BotPaused):
        await reserve(guild_id=2)
    await reserve(guild_id=0, channel_id=0)  # the host's own, at the terminal
