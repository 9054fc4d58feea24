"""Certificates that are refused for their dates: it may be the machine's clock that is wrong."""

from __future__ import annotations

import ssl
from collections.abc import Mapping

from bot.runtime.clock import machine_time

#: https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/#error-codes
_DATES: Mapping[int, str] = {9: "not valid yet", 10: "no longer valid"}


def clock_doubt(error: BaseException) -> str:
    """Return in words, for the owner, that the machine's clock may be why a certificate was refused; "": it is not."""
    refused = getattr(error, "certificate_error", error)  # aiohttp's own error holds it
    said = _DATES.get(refused.verify_code) if isinstance(refused, ssl.SSLCertVerificationError) else None
    if said is None:
        return ""
    return f"its certificate is {said}: is this machine's clock right? It says {machine_time():%Y-%m-%d %H:%M} UTC"
