"""A web site that serves exactly the bytes it is told to, a folder to fill, and pictures of every kind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.pictures.decoder import Decoder
from bot.pictures.downloader import Downloader
from bot.pictures.file_store import PictureStore
from bot.store.attempts import SqliteAttempts
from bot.store.sqlite import open_store

Paint = Callable[..., bytes]


@dataclass
class Site:
    """Each path has its bytes, or "reset" or "hang"."""

    pages: dict[str, bytes | str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)  # the heads of requests
    port: int = 0
    rings: asyncio.Event = field(default_factory=asyncio.Event)  # at a request

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, path: str, body: bytes, *, status: int = 200, length: int | None = None, **headers: str) -> str:
        size = len(body) if length is None else length
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {size}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.pages[path] = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        return f"{self.url}{path}"

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        return self.serve(path, b"", status=status, Location=to)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.heard.append(head)
            self.rings.set()
            page = self.pages[head.split(" ")[1]]
            if page == "hang":
                await reader.read()
            elif page == "reset":
                writer.transport.abort()
            elif isinstance(page, bytes):
                writer.write(page)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    server = await asyncio.start_server(site.talk, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    yield site
    server.close()
    await asyncio.sleep(0)


@pytest.fixture
async def fetcher() -> AsyncIterator[Downloader]:
    async with Downloader(allow_loopback=True, silence_s=5, total_s=10) as fetcher:
        yield fetcher


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def decoder() -> AsyncIterator[Decoder]:
    async with Decoder() as decoder:
        yield decoder


@pytest.fixture
async def attempts(tmp_path: Path) -> AsyncIterator[SqliteAttempts]:
    async with open_store(tmp_path / "attempts.sqlite3") as store:
        yield store.attempts


@pytest.fixture
def make_folder(data_dir: Path, fetcher: Downloader, decoder: Decoder, attempts: SqliteAttempts) -> Callable[..., Any]:
    return partial(PictureStore, data_dir=data_dir, fetcher=fetcher, decoder=decoder, attempts=attempts, min_free=0)


@pytest.fixture
def folder(make_folder: Callable[..., PictureStore]) -> PictureStore:
    return make_folder()


@pytest.fixture
def files(data_dir: Path) -> Callable[[], list[str]]:
    """List what lies in the data folder, drafts too."""

    def files() -> list[str]:
        return sorted(str(path.relative_to(data_dir)) for path in data_dir.rglob("*") if path.is_file())

    return files


@pytest.fixture
def paint() -> Paint:
    """Make a picture's bytes: red at the left, blue at the right, so that turning it shows."""

    def paint(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
        image = Image.new("RGB", size, "red")
        image.paste("blue", (size[0] // 2, 0, *size))
        file = BytesIO()
        image.convert(mode).save(file, kind, **options)
        return file.getvalue()

    return paint


@pytest.fixture
def noise() -> Paint:
    """Make a picture that hardly packs."""

    def noise(kind: str = "PNG", size: tuple[int, int] = (256, 256), *, alpha: bool = False, **options: Any) -> bytes:
        bands = [Image.effect_noise(size, 120 + 20 * band) for band in range(4 if alpha else 3)]
        file = BytesIO()
        Image.merge("RGBA" if alpha else "RGB", bands).save(file, kind, **options)
        return file.getvalue()

    return noise
