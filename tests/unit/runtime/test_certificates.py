"""Where a certificate is refused for its dates, the host hears that the machine's clock may be wrong."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.domain.errors import VendorBusy
from bot.higgsfield.client import HiggsfieldClient
from bot.ui import login
from bot.ui.outbound.discord_errors import log_summary

FIXTURES = Path(__file__).parents[2] / "fixtures"
WORDS = {"expired": "no longer valid", "not-yet-valid": "not valid yet", "self-signed": ""}


@pytest.fixture(params=WORDS)
async def tls(request: pytest.FixtureRequest) -> AsyncIterator[tuple[str, aiohttp.ClientSession, str]]:
    """A server's address, a session that trusts who made its certificate, and what is wrong with that."""
    certificate = FIXTURES / f"{request.param}.pem"
    server_side, ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    server_side.load_cert_chain(certificate)
    if WORDS[request.param]:
        ours.load_verify_locations(certificate)
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=server_side)
    async with server, aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=ours)) as session:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}", session, WORDS[request.param]


def says(text: str, words: str) -> bool:
    return words in text and "clock right" in text and f"{datetime.now(UTC):%Y-%m-%d %H}" in text


async def test_the_log_in_says_so(
    tls: tuple[str, aiohttp.ClientSession, str], caplog: pytest.LogCaptureFixture
) -> None:
    url, session, words = tls
    with pytest.raises(aiohttp.ClientConnectorCertificateError) as refused:
        await session.get(url)
    login._log_no_login(refused.value, 1)
    assert says(caplog.text, words) if words else "clock" not in caplog.text
    assert len(log_summary(refused.value)) < 160


async def test_higgsfields_calls_say_so_once(
    tls: tuple[str, aiohttp.ClientSession, str], caplog: pytest.LogCaptureFixture
) -> None:
    url, session, words = tls
    client = HiggsfieldClient(session=session, base_url=url, key_id="k", secret="s")
    caplog.set_level(logging.WARNING)
    for _ in range(3):
        with pytest.raises(VendorBusy, match=words or "not trusted by this machine"):
            await client.ping()
    assert caplog.text.count("clock right") == bool(words)
