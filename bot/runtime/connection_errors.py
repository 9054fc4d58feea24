"""Connections that failed: what the host is told of them, instead of the name of an exception."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Mapping

NO_HOST = "no such host; is this machine online?"
DROPPED = "the connection dropped"
NO_ANSWER = "no answer in time"
#: By the number of the system's error: https://docs.python.org/3/library/errno.html
_BY_NUMBER: Mapping[int, str] = {
    errno.ECONNREFUSED: "the connection was refused",
    errno.ENETUNREACH: "there is no way to it; is this machine online?",
    errno.EHOSTUNREACH: "there is no way to it; is this machine online?",
    errno.ECONNRESET: DROPPED,
    errno.EPIPE: DROPPED,
    errno.ETIMEDOUT: NO_ANSWER,
}


def in_words(error: BaseException) -> str:
    """Return why there was no answer, in words without an address; the exception's name where that says more."""
    cause = getattr(error, "os_error", None) or error  # aiohttp's own error holds the system's
    if isinstance(cause, socket.gaierror):
        return NO_HOST
    if isinstance(getattr(error, "certificate_error", cause), ssl.SSLCertVerificationError):
        return "its certificate is not trusted by this machine"
    if isinstance(error, TimeoutError):
        return NO_ANSWER
    if isinstance(error, ConnectionResetError | BrokenPipeError) or type(error).__name__ == "ServerDisconnectedError":
        return DROPPED
    number = getattr(cause, "errno", None)
    return _BY_NUMBER.get(number or 0, type(error).__name__)
