"""Which hosts hear from the client: the API with the key, the storage without it, and nobody else."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.domain.errors import VendorBusy, VendorError
from bot.higgsfield.client import HiggsfieldClient
from bot.pictures.downloader import GuardedResolver, public_only_session

TAKEN = {"request_id": "r-1", "status": "queued"}
KEYS = {"hf-api-key", "hf-secret", "authorization", "cookie"}


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "in.png"
    path.write_bytes(b"\x89PNG bytes")
    return path


@pytest.fixture
async def elsewhere(wire: Any) -> AsyncIterator[Any]:
    """A second host, which nobody should ask."""
    other = type(wire)()
    other.says(other.response(200, {"status": "completed", "images": []}))
    server = await asyncio.start_server(other.talk, "127.0.0.1", 0)
    other.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield other
    server.close()


async def test_addresses_in_an_answer_are_not_followed(
    wire: Any, elsewhere: Any, client: HiggsfieldClient, order: Any
) -> None:
    foreign = {"status_url": f"{elsewhere.url}/status", "cancel_url": f"{elsewhere.url}/cancel"}
    wire.says(
        wire.response(200, TAKEN | foreign), wire.response(200, {"status": "queued"} | foreign), wire.response(202)
    )
    vendor_id = await client.submit(order())
    await client.status(vendor_id)
    assert await client.cancel(vendor_id)
    assert len(wire.heard) == 3 and not elsewhere.heard


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_of_any_call_is_followed(
    wire: Any, elsewhere: Any, client: HiggsfieldClient, order: Any, picture: Path, status: int
) -> None:
    wire.says(wire.response(status, Location=f"{elsewhere.url}/x"))
    calls: list[Callable[[], Any]] = [
        lambda: client.submit(order()),
        lambda: client.status("r-1"),
        lambda: client.cancel("r-1"),
        lambda: client.upload(picture, "image/png"),
    ]
    for call in calls:
        with pytest.raises(VendorError):
            await call()
    upload_target = {"upload_url": f"{wire.url}/x", "public_url": f"{wire.url}/y"}
    wire.says(wire.response(200, upload_target), wire.response(status, Location=f"{elsewhere.url}/x"))
    with pytest.raises(VendorBusy):
        await client.upload(picture, "image/png")
    assert not elsewhere.heard


async def test_storage_elsewhere_hears_no_key_and_no_cookie(
    wire: Any, elsewhere: Any, client: HiggsfieldClient, picture: Path
) -> None:
    upload_target = {"upload_url": f"{elsewhere.url}/x", "public_url": "https://cdn.example/x.png"}
    wire.says(wire.response(200, upload_target, Set_Cookie="session=1; Path=/"))
    elsewhere.says(elsewhere.response(200))
    await client.upload(picture, "image/png")
    (put,) = elsewhere.heard
    assert not KEYS & set(put.headers) and put.body == b"\x89PNG bytes"


class Names(AbstractResolver):
    """Leads every name to one address, and counts the questions."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)
        self.asked = 0

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:
        self.asked += 1
        address = self.addresses.pop(0) if len(self.addresses) > 1 else self.addresses[0]
        return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "fec0::1"])
async def test_a_storage_name_that_leads_inside_is_not_connected_to(
    wire: Any, session: aiohttp.ClientSession, picture: Path, address: str
) -> None:
    connector = aiohttp.TCPConnector(resolver=GuardedResolver(inner=Names(address)))
    async with aiohttp.ClientSession(connector=connector) as storage:
        client = HiggsfieldClient(session=session, storage=storage, base_url=wire.url, key_id="k", secret="s")
        upload_target = {"upload_url": "https://rebind.example/x", "public_url": "https://cdn.example/x"}
        wire.says(wire.response(200, upload_target))
        with pytest.raises(VendorBusy):
            await client.upload(picture, "image/png")
    assert len(wire.heard) == 1


async def test_the_application_guards_its_storage() -> None:
    async with public_only_session() as storage:
        with pytest.raises(aiohttp.ClientConnectorError):
            await storage.get("https://localhost:9/x")


async def test_a_knock_is_heard_by_any_word_of_the_api_and_by_no_gateways_page(
    wire: Any, client: HiggsfieldClient
) -> None:
    for status in (404, 401, 403, 429):
        wire.says(wire.response(status, {"detail": "x"}))
        await client.ping()
    for silence in (
        wire.response(404, b"<html>"),
        wire.response(502, b"<html>"),
        wire.response(500, {"detail": "x"}),
        "reset",
    ):
        wire.says(silence)
        with pytest.raises(VendorBusy) as caught:
            await client.ping()
        assert caught.value.away
    assert {heard.method for heard in wire.heard} == {"GET"}
