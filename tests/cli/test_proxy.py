"""A host whose only way out is a proxy: everything goes through it, and its password is in no log."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import sys
from pathlib import Path

import aiohttp
import discord
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot import app
from bot.cli.demo_stack import demo_settings
from bot.domain.catalog import Params
from bot.domain.errors import PictureGone, PictureUnavailable, VendorBusy
from bot.higgsfield import Submission
from bot.higgsfield.client import order_session
from bot.pictures.downloader import Downloader, ForbiddenAddress, GuardedResolver
from bot.runtime.proxies import Proxy
from tests.connect_proxy import ConnectProxy, connect_proxy

ROOT = Path(__file__).parent.parent.parent
KEYS = {
    "DISCORD_TOKEN": "aaa.bbb.ccc",
    "HIGGSFIELD_API_KEY_ID": "0f8fad5b-d9cb-469f-a165-70867728950e",
    "HIGGSFIELD_API_KEY_SECRET": "5ecret",
}


async def run(folder: Path, *command: str, until: ConnectProxy | None = None, **environ: str) -> str:
    """Run the real process, for `run` until the proxy was asked twice; returns what it wrote."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *command),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **KEYS, **environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    if until is not None:
        async with asyncio.timeout(60):
            while len(until.asked) < 2:
                await asyncio.sleep(0.05)
        process.terminate()
    said, _ = await process.communicate()
    return said.decode()


async def test_discord_and_higgsfield_are_reached_through_the_proxy_of_the_environment(tmp_path: Path) -> None:
    async with connect_proxy() as proxy:
        address = f"http://me:h%40sh-hush@127.0.0.1:{proxy.port}"
        said = await run(tmp_path, "run", until=proxy, HTTPS_PROXY=address)
        assert set(proxy.asked) == {"CONNECT discord.com:443"}
        assert "Discord can't be reached (the proxy answers HTTP 502)" in said
        proxy.asked.clear()
        table = await run(tmp_path, "models", all_proxy=address)
        assert set(proxy.asked) == {"CONNECT platform.higgsfield.ai:443"} and "/banana" in table
        assert set(proxy.authorizations) == {"Basic " + base64.b64encode(b"me:h@sh-hush").decode()}
        assert "hush" not in said + table


async def test_what_no_proxy_names_is_not_asked_of_the_proxy(tmp_path: Path) -> None:
    async with connect_proxy() as proxy:
        address = f"http://127.0.0.1:{proxy.port}"
        vendor = "https://vendor.invalid"
        await run(tmp_path, "models", HTTPS_PROXY=address, NO_PROXY="vendor.invalid", HIGGSFIELD_BASE_URL=vendor)
        assert proxy.asked == []


async def test_a_submit_that_the_proxy_refuses_was_surely_not_accepted() -> None:
    order = Submission(model="banana", prompt="a fox", params=Params(), idempotency_key="k")
    async with connect_proxy() as proxy, aiohttp.ClientSession() as session, order_session() as orders:
        settings = demo_settings(bot_proxy=f"http://127.0.0.1:{proxy.port}")
        client = app.higgsfield_client(settings, settings.offer(), session, orders=orders)
        with pytest.raises(VendorBusy) as refused:
            await client.submit(order)
        assert refused.value.away and proxy.asked == ["CONNECT platform.higgsfield.ai:443"]


async def test_the_gateway_goes_through_the_proxy_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "https://discord.com/api/v10")  # whoever changed it before
    async with connect_proxy() as proxy:
        client = discord.Client(intents=discord.Intents.none(), proxy=f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(aiohttp.ClientError):
            await client.login("x")
        with pytest.raises(aiohttp.ClientError):
            await client.http.ws_connect("wss://gateway.discord.gg/")
        assert proxy.asked == ["CONNECT discord.com:443", "CONNECT gateway.discord.gg:443"]
        await client.close()


async def test_pictures_go_through_the_proxy_and_no_name_of_our_own_network_does(tmp_path: Path) -> None:
    async with connect_proxy() as proxy:
        way = Proxy(url=f"http://127.0.0.1:{proxy.port}")
        async with Downloader(proxy=way, resolver=_Names()) as downloader:
            for known in ("cdn.public.test", "cdn.unknown.test"):
                with pytest.raises(PictureUnavailable):
                    await downloader.fetch(f"https://{known}/a.png", tmp_path / "a", limit=10)
            assert proxy.asked == ["CONNECT cdn.public.test:443", "CONNECT cdn.unknown.test:443"]
            for private in ("intern.test", "10.0.0.1", "127.0.0.1", "[::1]", "2130706433"):
                with pytest.raises(PictureGone):
                    await downloader.fetch(f"https://{private}/a.png", tmp_path / "a", limit=10)
            assert len(proxy.asked) == 2


async def test_the_proxy_itself_may_lie_in_our_own_network() -> None:
    guard = GuardedResolver(inner=_Names(), proxy_host="intern.test")
    assert await guard.resolve("intern.test")
    with pytest.raises(ForbiddenAddress):
        await GuardedResolver(inner=_Names()).resolve("intern.test")


class _Names(AbstractResolver):
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        known = {"cdn.public.test": "8.8.8.8", "intern.test": "10.1.2.3"}
        if host not in known:
            raise OSError("no such name here")
        return [ResolveResult(hostname=host, host=known[host], port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        return None
