"""The log-in: tried until Discord answers, and given up where it refuses the token."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

import discord

from bot.runtime.retry import Backoff, retry
from bot.runtime.stopping import run_unless_stopped
from bot.ui.client import BananaBot
from bot.ui.discord_internals import forget_session
from bot.ui.outbound.discord_errors import CALL_FAILURES, bad_token, is_answer, log_summary, retry_after
from bot.ui.token_watch import UNAUTHORIZED

log = logging.getLogger(__name__)

LOGIN_BACKOFF = Backoff(first=1.0, longest=60.0)
REFUSED_LOGIN_S = 300.0  # Discord locks out addresses that it refuses 10,000 times in ten minutes


async def log_in(bot: BananaBot, token: str, stop: asyncio.Event) -> bool:
    """Log in, waiting longer each time that Discord can't be reached; False: told to stop meanwhile."""
    failures = (*CALL_FAILURES, OSError)
    attempt = partial(_attempt, bot, token)
    logging_in = retry(attempt, on=failures, backoff=LOGIN_BACKOFF, failed=_log_no_login, asked=_login_wait)
    try:
        await run_unless_stopped(stop, logging_in)
    except discord.LoginFailure:
        raise bad_token() from None
    return not stop.is_set()


async def _attempt(bot: BananaBot, token: str) -> None:
    try:
        await bot.login(token)
    except (*CALL_FAILURES, OSError) as error:
        await forget_session(bot)
        if isinstance(error, discord.HTTPException) and error.status == UNAUTHORIZED:
            raise bad_token() from None
        raise


def _log_no_login(error: Exception, seconds: float) -> None:
    said = "Discord refuses the log-in" if is_answer(error) else "Discord can't be reached"
    log.warning("%s (%s); trying again in %.0f s", said, log_summary(error), seconds)


def _login_wait(error: Exception) -> float:
    """Return the least seconds before the next log-in: a refusal is not another one a second later."""
    return REFUSED_LOGIN_S if is_answer(error) else retry_after(error)
