"""What Discord tells of reactions and deletions: it says so once, and has no place for an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress

import discord

from bot.domain.errors import Refusal, StorageUnavailable, TooFast
from bot.runtime.retry import Backoff, retry
from bot.services.brakes import Brakes

STORAGE_RETRY = Backoff(first=1.0, longest=10.0)
STORAGE_TRIES = 34  # over five minutes


async def carry_out(use_case: Callable[[], Awaitable[object]]) -> None:
    """Carry out what a reaction asks for; a refusal ends it, while the store is unavailable it is tried again."""
    with suppress(Refusal):  # the card says what became of the job
        await retry(
            use_case,
            on=(StorageUnavailable,),
            backoff=STORAGE_RETRY,
            failed=lambda _error, _seconds: None,  # the store reports it itself, once
            tries=STORAGE_TRIES,
        )


def is_heard(client: discord.Client, brakes: Brakes, payload: discord.RawReactionActionEvent) -> bool:
    """Return True for a member's reaction; not for a bot's, nor for one in a flood of theirs."""
    own = client.user is not None and payload.user_id == client.user.id
    if own or (payload.member is not None and payload.member.bot):
        return False
    try:
        brakes.check_action(payload.user_id)
    except TooFast:
        return False
    return True
