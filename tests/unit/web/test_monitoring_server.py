"""Who may ask at the monitoring port of this machine alone."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.web.health import Health
from bot.web.monitoring_server import MonitoringServer, serve_monitoring


async def figures() -> bytes:
    return b"banana_info 1\n"


def server() -> MonitoringServer:
    health = Health(heartbeats={}, readiness={})
    return MonitoringServer(health=health, figures=figures, content_type="text/plain; version=0.0.4")


@pytest.mark.parametrize(
    ("listens_at", "asked_as", "status"),
    [
        ("127.0.0.1", "127.0.0.1:9400", 200),
        ("127.0.0.1", "localhost:9400", 200),
        ("127.0.0.1", "[::1]", 200),
        ("127.0.0.1", "evil.example:9400", 403),
        ("localhost", "evil.example", 403),
        ("LocalHost", "evil.example", 403),
        ("127.0.0.1", "e v\\il:x", 403),
        ("0.0.0.0", "bot:9400", 200),
    ],
)
async def test_no_page_reads_it_by_a_name_of_its_own(listens_at: str, asked_as: str, status: int) -> None:
    """DNS rebinding: a page's own name leads to this machine, and the browser takes the port for the page's own."""
    async with serve_monitoring(server(), host=listens_at, port=0) as port, aiohttp.ClientSession() as session:
        for path in ("metrics", "healthz"):
            async with session.get(f"http://127.0.0.1:{port}/{path}", headers={"Host": asked_as}) as answer:
                assert answer.status == status
                assert (status == 200) == (await answer.text() in ("banana_info 1\n", '{"ok": true}'))


async def test_who_names_none_is_answered() -> None:
    """As HAProxy's check asks: aiohttp then takes the address that was asked."""
    async with serve_monitoring(server(), host="127.0.0.1", port=0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /healthz HTTP/1.0\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.0 200")
        writer.close()
