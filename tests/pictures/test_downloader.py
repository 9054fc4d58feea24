"""Fetching: bounded, from public addresses only, and each failure is either for good or for now."""

from __future__ import annotations

import asyncio
import gzip
import shutil
import socket
import ssl
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.domain.errors import DiskUnavailable, PictureGone, PictureTooBig, PictureUnavailable
from bot.domain.limits import MIB
from bot.pictures import downloader
from bot.pictures.downloader import Downloader, GuardedResolver
from bot.pictures.public_addresses import is_allowed

PRIVATE = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::"),
    *("fec0::1", "::10.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b:1::a00:1", "2001::1", "3fff::1", "5f00::1", "100::1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_of_a_network_of_ours_is_connected_to(address: str) -> None:
    assert not is_allowed(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are(address: str) -> None:
    assert is_allowed(address)


def test_loopback_is_where_it_is_allowed_and_nothing_else_is() -> None:
    assert is_allowed("127.0.0.1", allow_loopback=True)
    assert is_allowed("::1", allow_loopback=True)
    assert not is_allowed("10.0.0.1", allow_loopback=True)
    assert not is_allowed("169.254.169.254", allow_loopback=True)


LITERALS = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "127.0.0.1."),
    *("１２７.0.0.1", "127。0。0。1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1%25eth0]", "[::]"),
    *("127%2e0%2e0%2e1", "1.1.1.1@127.0.0.1", "1.1.1.1\\@127.0.0.1", "127.0.0.1\\.1.1.1.1", "%31%32%37.0.0.1"),
    *("0", "0.0.0.0", "localhost", "LOCALHOST", "169.254.169.254"),
]


@pytest.mark.parametrize("host", LITERALS)
async def test_no_spelling_of_our_own_address_is_fetched(host: str, site: Any, tmp_path: Path) -> None:
    async with Downloader() as fetcher:
        for scheme in ("https", "http"):
            with pytest.raises(PictureGone):
                await fetcher.fetch(f"{scheme}://{host}:{site.port}/x.png", tmp_path / "x", limit=100)
    assert not site.heard
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    "url",
    [
        *("", "x.png", "/x.png", "//cdn/x.png", "file:///etc/passwd", "ftp://cdn/x", "data:image/png;base64,AA"),
        *("https://", "https:///x", "https://user:word@1.1.1.1/x", "https://1.1.1.1:99999/x", "https://[::1/x"),
        *("http://1.1.1.1/x.png", "http://cdn.example/x.png"),
    ],
)
async def test_what_is_no_public_https_address_is_gone(url: str, fetcher: Downloader, tmp_path: Path) -> None:
    with pytest.raises(PictureGone):
        await fetcher.fetch(url, tmp_path / "x", limit=100)


class Names(AbstractResolver):
    """Says for every name the addresses it was given."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=each, port=port, family=family, proto=0, flags=0)
            for each in self._addresses
        ]

    async def close(self) -> None:
        pass


async def test_a_public_name_for_a_private_address_is_not_resolved() -> None:
    resolver = GuardedResolver(inner=Names("10.0.0.1", "127.0.0.1"))
    with pytest.raises(OSError, match="public"):
        await resolver.resolve("rebind.example")


async def test_of_several_addresses_only_the_public_are_left() -> None:
    resolver = GuardedResolver(inner=Names("10.0.0.1", "1.1.1.1"))
    assert [found["host"] for found in await resolver.resolve("cdn.example")] == ["1.1.1.1"]


# what is fetched


async def test_a_picture_comes_whole_and_without_credentials(site: Any, fetcher: Downloader, tmp_path: Path) -> None:
    url = site.serve("/x.png?sig=a%2Bb%7E", b"bytes" * 100_000)
    await fetcher.fetch(url, tmp_path / "x", limit=500_000)
    assert await asyncio.to_thread((tmp_path / "x").read_bytes) == b"bytes" * 100_000
    head = site.heard[0].lower()
    assert head.startswith("get /x.png?sig=a%2bb%7e ")
    assert not any(name in head for name in ("hf-", "authorization", "cookie", "referer"))


async def test_localhost_by_name_is_fetched_where_it_is_allowed(site: Any, fetcher: Downloader, tmp_path: Path) -> None:
    site.serve("/x.png", b"bytes")
    await fetcher.fetch(f"http://localhost:{site.port}/x.png", tmp_path / "x", limit=100)
    assert (tmp_path / "x").stat().st_size == 5


@pytest.mark.parametrize(
    ("status", "error"),
    [(status, PictureGone) for status in (400, 401, 403, 404, 410, 451)]
    + [(status, PictureUnavailable) for status in (408, 425, 429, 500, 502, 503, 504)],
)
async def test_a_status_is_for_good_or_for_now(
    site: Any, fetcher: Downloader, tmp_path: Path, status: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await fetcher.fetch(site.serve("/x", b"no", status=status), tmp_path / "x", limit=100)


@pytest.mark.parametrize(
    "act", ["reset", "hang", b"HTTP/1.1 abc\r\n\r\n", b"", b"HTTP/1.1 200 X\r\nContent-Length: 99\r\n\r\nshort"]
)
async def test_a_connection_that_fails_is_for_now(site: Any, tmp_path: Path, act: Any) -> None:
    site.pages["/x"] = act
    async with Downloader(allow_loopback=True, silence_s=0.1) as fetcher:
        with pytest.raises(PictureUnavailable):
            await fetcher.fetch(f"{site.url}/x", tmp_path / "x", limit=100)


async def test_a_chunked_answer_without_its_end_is_for_now(site: Any, fetcher: Downloader, tmp_path: Path) -> None:
    site.pages["/x"] = b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nbytes\r\n"
    with pytest.raises(PictureUnavailable):
        await fetcher.fetch(f"{site.url}/x", tmp_path / "x", limit=100)


async def test_a_drip_ends_at_the_total_time(site: Any, tmp_path: Path) -> None:
    site.pages["/x"] = "hang"
    async with Downloader(allow_loopback=True, total_s=0.1) as fetcher:
        with pytest.raises(PictureUnavailable, match="too long"):
            await fetcher.fetch(f"{site.url}/x", tmp_path / "x", limit=100)


async def test_a_name_that_does_not_resolve_is_for_now(fetcher: Downloader, tmp_path: Path) -> None:
    with pytest.raises(PictureUnavailable):
        await fetcher.fetch("https://nowhere.invalid/x", tmp_path / "x", limit=100)


# bounds


async def test_a_length_beyond_the_limit_is_not_read(site: Any, fetcher: Downloader, tmp_path: Path) -> None:
    with pytest.raises(PictureTooBig):
        await fetcher.fetch(site.serve("/x", b"x" * 101), tmp_path / "x", limit=100)
    assert not (tmp_path / "x").exists()


async def test_a_file_just_at_the_limit_is_saved(site: Any, fetcher: Downloader, tmp_path: Path) -> None:
    await fetcher.fetch(site.serve("/x", b"x" * 100), tmp_path / "x", limit=100)
    site.pages["/y"] = b"HTTP/1.1 200 X\r\nConnection: close\r\n\r\n" + b"x" * 100
    await fetcher.fetch(f"{site.url}/y", tmp_path / "y", limit=100)
    assert [(tmp_path / name).stat().st_size for name in "xy"] == [100, 100]
    site.pages["/y"] += b"x"
    with pytest.raises(PictureTooBig):
        await fetcher.fetch(f"{site.url}/y", tmp_path / "z", limit=100)


async def test_a_length_that_lies_is_cut_off_at_the_limit(site: Any, fetcher: Downloader, tmp_path: Path) -> None:
    site.pages["/x"] = b"HTTP/1.1 200 X\r\nConnection: close\r\n\r\n" + b"x" * 2_000_000
    with pytest.raises(PictureTooBig):
        await fetcher.fetch(f"{site.url}/x", tmp_path / "x", limit=1_000)


async def test_a_packed_bomb_is_cut_off_unpacked(site: Any, fetcher: Downloader, tmp_path: Path) -> None:
    url = site.serve("/x", gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")
    with pytest.raises(PictureTooBig):
        await fetcher.fetch(url, tmp_path / "x", limit=1_000_000)
    assert not (tmp_path / "x").exists()


# redirects


async def test_three_redirects_are_followed_and_a_fourth_is_not(site: Any, fetcher: Downloader, tmp_path: Path) -> None:
    site.serve("/0", b"bytes")
    for step, status in ((1, 301), (2, 307), (3, 303), (4, 308)):
        site.redirect(f"/{step}", f"/{step - 1}" if step % 2 else f"{site.url}/{step - 1}", status)
    await fetcher.fetch(f"{site.url}/3", tmp_path / "x", limit=100)
    assert (tmp_path / "x").stat().st_size == 5
    with pytest.raises(PictureGone):
        await fetcher.fetch(f"{site.url}/4", tmp_path / "y", limit=100)


@pytest.mark.parametrize(
    "to",
    ["http://10.0.0.1/x", "https://169.254.169.254/latest", "file:///etc/passwd", "https://0xa.1/x", "", "https://["],
)
async def test_a_redirect_is_checked_like_the_first_address(
    site: Any, fetcher: Downloader, tmp_path: Path, to: str
) -> None:
    with pytest.raises(PictureGone):
        await fetcher.fetch(site.redirect("/x", to), tmp_path / "x", limit=100)


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "fd00::1", "::ffff:10.0.0.1"])
async def test_a_name_that_leads_inside_is_gone_after_a_redirect_too(
    site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(downloader, "OwnThreadsResolver", lambda: Names(address))
    async with Downloader(allow_loopback=True) as fetcher:
        for url in ("https://rebind.example/x", site.redirect("/x", "https://rebind.example/x")):
            with pytest.raises(PictureGone, match="not public"):
                await fetcher.fetch(url, tmp_path / "x", limit=100)


async def test_what_was_checked_is_what_is_connected_to(
    site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Rebinding(Names):
        async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:
            found = await super().resolve(host, port, family)
            self._addresses = ("10.0.0.1",)
            return found

    monkeypatch.setattr(downloader, "OwnThreadsResolver", lambda: Rebinding("127.0.0.1"))
    site.serve("/x", b"bytes")
    async with Downloader(allow_loopback=True) as fetcher:
        await fetcher.fetch(f"http://localhost:{site.port}/x", tmp_path / "x", limit=100)
    async with Downloader() as strict:
        with pytest.raises(PictureGone):
            await strict.fetch("https://rebind.example/x", tmp_path / "x", limit=100)
    assert len(site.heard) == 1


async def test_the_disks_troubles_and_the_networks_are_told_apart(
    site: Any, fetcher: Downloader, tmp_path: Path
) -> None:
    site.pages["/reset"] = "reset"
    with pytest.raises(PictureUnavailable) as theirs:
        await fetcher.fetch(f"{site.url}/reset", tmp_path / "x", limit=100)
    assert not isinstance(theirs.value, DiskUnavailable)
    with pytest.raises(DiskUnavailable):
        await fetcher.fetch(site.serve("/x", b"bytes"), tmp_path / "no folder" / "x", limit=100)


# certificates


async def test_a_certificate_that_nobody_vouches_for_is_a_trouble_that_passes(
    fetcher: Downloader, tmp_path: Path
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(Path(__file__).parents[1] / "fixtures" / "self-signed.pem")
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(PictureUnavailable, match="Certificate"):
            await fetcher.fetch(f"https://127.0.0.1:{port}/x.png", tmp_path / "x", limit=100)


@pytest.mark.parametrize(
    "url", ["https://", "https://exa mple/x", "https://[::1/x", "https://x:99999999/x", "no address"]
)
async def test_an_address_that_is_none_is_gone_for_good(fetcher: Downloader, tmp_path: Path, url: str) -> None:
    with pytest.raises(PictureGone):
        await fetcher.fetch(url, tmp_path / "x", limit=100)


async def test_the_first_bytes_are_had_without_the_rest(fetcher: Downloader, site: Any) -> None:
    assert await fetcher.head(site.serve("/x", b"head" + bytes(1_000_000))) == b"head" + bytes(60)
    assert "Range: bytes=0-63" in site.heard[0]
    with pytest.raises(PictureGone):
        await fetcher.head(site.serve("/y", b"", status=404))


async def test_downloads_that_come_at_once_leave_the_disks_last_bytes(
    fetcher: Downloader, site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There was room for each of them when it began."""
    free = iter([64 * MIB, 63 * MIB])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=next(free)))
    with pytest.raises(DiskUnavailable, match="No space left"):
        await fetcher.fetch(site.serve("/x", b"x" * 3 * MIB), tmp_path / "x", limit=4 * MIB, spare=64 * MIB)
