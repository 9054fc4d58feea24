"""What Discord's refusals mean for the next try."""

from __future__ import annotations

import errno
import os
import socket
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from bot.ui.outbound.discord_errors import (
    LONGEST_WAIT_S,
    is_permanent,
    is_rejected,
    is_too_large,
    log_summary,
    retry_after,
)


def error(status: int, code: int = 0, **headers: str) -> discord.HTTPException:
    response: Any = SimpleNamespace(
        status=status, reason="", headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    return discord.HTTPException(response, {"code": code, "message": ""})


@pytest.mark.parametrize(
    ("trouble", "seconds"),
    [
        (error(429, Retry_After="65"), 65.0),
        (error(429, Retry_After="0.75"), 0.75),
        (error(429), 0.0),
        (error(429, Retry_After="Fri, 31 Dec 2027 23:59:59 GMT"), 0.0),
        (error(503, Retry_After="65"), 0.0),
        (error(429, Retry_After="1e12"), LONGEST_WAIT_S),
        (error(429, Retry_After="inf"), LONGEST_WAIT_S),
        (error(429, Retry_After="nan"), 0.0),
        (error(429, Retry_After="-3"), 0.0),
        (discord.RateLimited(12.5), 12.5),
        (ConnectionResetError(), 0.0),
    ],
)
def test_as_long_is_waited_as_discord_asks(trouble: Exception, seconds: float) -> None:
    assert retry_after(trouble) == seconds


@pytest.mark.parametrize(
    ("status", "code", "permanent"),
    [
        *((399, 0, False), (400, 0, True), (499, 0, True), (500, 0, False)),
        *((401, 0, False), (408, 0, False), (429, 0, False), (403, 40003, False), (403, 50001, True)),
    ],
)
def test_a_no_for_good_is_told_from_one_for_now(status: int, code: int, permanent: bool) -> None:
    assert is_permanent(error(status, code)) is permanent


@pytest.mark.parametrize(("status", "code", "rejected"), [(403, 50001, True), (404, 10062, False), (400, 40060, False)])
def test_a_first_answer_in_doubt_is_not_taken_for_refused(status: int, code: int, rejected: bool) -> None:
    assert is_rejected(error(status, code)) is rejected
    assert not is_rejected(TimeoutError())


@pytest.mark.parametrize(("status", "code", "large"), [(413, 0, True), (400, 40005, True), (400, 0, False)])
def test_files_that_are_too_large_are_known_as_such(status: int, code: int, large: bool) -> None:
    assert is_too_large(error(status, code)) is large


def unconnected(number: int) -> aiohttp.ClientConnectorError:
    key: Any = SimpleNamespace(host="discord.com", port=443, ssl=True)
    return aiohttp.ClientConnectorError(key, OSError(number, os.strerror(number)))


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (
            aiohttp.ClientConnectorDNSError(SimpleNamespace(host="h", port=1, ssl=True), socket.gaierror(-2, "")),  # type: ignore[arg-type]
            "no such host; is this machine online?",
        ),
        (unconnected(errno.ENETUNREACH), "there is no way to it; is this machine online?"),
        (unconnected(errno.ECONNREFUSED), "the connection was refused"),
        (aiohttp.ServerDisconnectedError(), "the connection dropped"),
        (aiohttp.ConnectionTimeoutError(), "no answer in time"),
        (unconnected(errno.EMFILE), "ClientConnectorError"),
    ],
)
def test_the_host_reads_words_where_a_connection_fails(trouble: Exception, words: str) -> None:
    assert log_summary(trouble) == words
