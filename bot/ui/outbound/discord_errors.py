"""What a call to Discord can come to instead of an answer, and what that means for the next try."""

from __future__ import annotations

import logging

import aiohttp
import discord

from bot.domain.errors import Refusal, RestartError, StartError, StorageUnavailable
from bot.runtime.background import log_error
from bot.runtime.certificates import clock_doubt
from bot.runtime.connection_errors import in_words

log = logging.getLogger(__name__)


class AskLater(Exception):  # noqa: N818 - an answer, no error of anybody's
    """Discord's no in words, and the seconds after which it is asked again."""

    def __init__(self, said: str, *, seconds: float) -> None:
        super().__init__(said)
        self.seconds = seconds


#: Discord's refusals, its limits, and the line's breaks. None of them is worth a traceback.
CALL_FAILURES = (
    discord.HTTPException,
    discord.RateLimited,  # a longer wait than `max_ratelimit_timeout`; not an HTTPException
    discord.InteractionResponded,
    discord.GatewayNotFound,
    aiohttp.ClientError,
    ConnectionError,
    TimeoutError,
)
#: Troubles of Discord, of the line or of the disk, and refusals: no mistakes of ours.
EXPECTED = (*CALL_FAILURES, AskLater, OSError, Refusal)
#: Discord has ended the connection, and would end the next one, too.
FINAL = (discord.ConnectionClosed, discord.PrivilegedIntentsRequired)
#: Of these the host has to mend what they name: a token, the intents, the version of the API or the shards.
# https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
HOSTS_TO_MEND = frozenset({4004, *range(4010, 4015)})
#: discord.py sleeps through every limit of an interaction's own routes, however long: these end the wait.
ANSWER_S = 10.0  # for what must come within three seconds
LONGEST_WAIT_S = 86_400.0  # whatever Discord, or something in its place, asks for
CALL_S = 120.0  # for what may carry pictures over a slow line

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION = 10003, 10008, 10015, 10062
ALREADY_ANSWERED = 40060
INVALID_TOKEN, TOO_LARGE, DMS_TOO_FAST = 50027, 40005, 40003
BLOCKED, BLOCKED_LINK = 200000, 240000
_PASSING_STATUS = frozenset({401, 408, 429})  # 401: the token was reset; the next start has a new one


def is_permanent(error: discord.HTTPException) -> bool:
    """Return True if Discord said no for good: the same call would only count as one more invalid request."""
    return 400 <= error.status < 500 and error.status not in _PASSING_STATUS and error.code != DMS_TOO_FAST


def is_answer(error: BaseException) -> bool:
    """Return True if Discord answered and said no: then it is reached, and asking at once again changes nothing."""
    return isinstance(error, discord.HTTPException) and 400 <= error.status < 500 and error.status != 429


def is_rejected(error: BaseException) -> bool:
    """Return True if a first answer was surely not taken; late or repeated ones may stand all the same."""
    in_doubt = (UNKNOWN_INTERACTION, ALREADY_ANSWERED)
    return isinstance(error, discord.HTTPException) and is_permanent(error) and error.code not in in_doubt


def is_too_large(error: discord.HTTPException) -> bool:
    """Return True if the files were the trouble."""
    return error.code == TOO_LARGE or error.status == 413


def retry_after(error: BaseException) -> float:
    """Return the seconds that Discord asked to wait, a day at most; 0 where it named none."""
    seconds = _asked(error)
    return min(max(seconds, 0.0), LONGEST_WAIT_S) if seconds == seconds else 0.0  # noqa: PLR0124  NaN


def _asked(error: BaseException) -> float:
    if isinstance(error, AskLater):
        return error.seconds
    if isinstance(error, discord.RateLimited):
        return error.retry_after
    if not isinstance(error, discord.HTTPException) or error.status != 429:
        return 0.0
    try:
        return float(error.response.headers.get("Retry-After", 0))
    except ValueError:
        return 0.0


def farewell(error: BaseException) -> StartError | RestartError:
    """Return for the owner why the connection to Discord ended, and what to do."""
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return _unlawful_intents()
    if not isinstance(error, discord.ConnectionClosed):
        return RestartError(f"The connection to Discord dropped ({log_summary(error)}). Start the bot again.")
    if error.code == 4004:
        return token_refused()
    if error.code == 4014:
        return _unlawful_intents()
    if error.code in HOSTS_TO_MEND:
        return StartError(f"Discord ended the connection for good (code {error.code}). Update the bot.")
    return RestartError(f"Discord ended the connection (code {error.code}). Start the bot again.")


def bad_token() -> StartError:
    """Return for the owner that Discord does not know the token, and what to do."""
    return StartError("Discord refuses DISCORD_TOKEN. Make a new one in the developer portal (Bot → Reset Token).")


def token_refused() -> StartError:
    """Return for the owner that the token was reset, and what to do."""
    return StartError(
        "Discord no longer accepts DISCORD_TOKEN. Make a new one in the developer portal (Bot → Reset Token),"
        " replace the old one and start the bot again."
    )


def _unlawful_intents() -> StartError:
    """4014: the bot asks for nothing that is privileged."""
    return StartError(
        "Discord doesn't give this bot the events it asked for (code 4014)."
        " Update the bot, and check the application in the developer portal."
    )


def log_summary(error: BaseException) -> str:
    """Return an error for the log: never the body, which may quote a prompt, nor an address with a token."""
    if isinstance(error, discord.HTTPException):
        return f"{error.status}, code {error.code}"
    if isinstance(error, discord.RateLimited):
        return f"limited for {error.retry_after:.0f} s"
    if isinstance(error, AskLater):
        return str(error)
    if isinstance(error, discord.GatewayNotFound) and isinstance(error.__cause__, discord.HTTPException):
        return log_summary(error.__cause__)
    if isinstance(error, aiohttp.ClientHttpProxyError):  # its text would name the proxy's address
        return f"the proxy answers HTTP {error.status}"
    if doubt := clock_doubt(error):
        return doubt
    return in_words(error) if isinstance(error, CALL_FAILURES) else f"{type(error).__name__}: {error}"


def log_retry(what: str, error: Exception, seconds: float) -> None:
    """Log a failure that is tried again after so many seconds, with a traceback where it is a mistake of ours."""
    is_mistake = not isinstance(error, EXPECTED)
    level, traceback = (logging.ERROR, error) if is_mistake else (logging.WARNING, None)
    log.log(level, "%s: %s; trying again in %.0f s", what, log_summary(error), seconds, exc_info=traceback)


def log_call_retry(what: str, error: Exception, seconds: float) -> None:
    """Log likewise, but for a database that is away: the store reports that itself, once."""
    if not isinstance(error, StorageUnavailable):
        log_retry(what, error, seconds)


def log_task_error(name: str, error: BaseException) -> None:
    """Log a background task's error, with a traceback where it is a mistake of ours."""
    if isinstance(error, EXPECTED):
        log.warning("task %s failed: %s", name, log_summary(error))
    else:
        log_error(name, error)
