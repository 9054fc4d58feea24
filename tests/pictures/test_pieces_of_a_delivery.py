"""A picture goes to disk and on to Discord in few pieces: each one more is one more turn of a thread."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import get_payload

from bot.domain.limits import MIB
from bot.pictures import Fitted
from bot.pictures.downloader import Downloader
from bot.pictures.file_store import PictureStore
from bot.ui.views.card_files import files_of

LARGE = 4 * MIB


class Threads(ThreadPoolExecutor):
    """Asyncio's threads, and how often they were given something to do."""

    turns = 0

    def submit(self, *args: Any, **options: Any) -> Future[Any]:
        self.turns += 1
        return super().submit(*args, **options)


class Connection(AbstractStreamWriter):
    """What is sent."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    async def write(self, chunk: Any) -> None:
        self.pieces.append(bytes(chunk))

    async def nothing(self, *_: object) -> None:
        """What else a connection does."""

    write_eof = drain = write_headers = nothing  # type: ignore[assignment]

    def enable_compression(self, *_: object, **__: object) -> None:
        return

    def enable_chunking(self) -> None:
        return


def large(png: bytes) -> bytes:
    """Make a PNG large by a part that no reader knows."""
    part = b"laRg" + bytes(LARGE)
    return png[:33] + LARGE.to_bytes(4, "big") + part + crc32(part).to_bytes(4, "big") + png[33:]


async def test_a_picture_of_four_megabytes_is_kept_in_seven_turns(folder: PictureStore, site: Any, paint: Any) -> None:
    url = site.serve("/x.png", large(paint("PNG")))
    asyncio.get_running_loop().set_default_executor(threads := Threads())
    image = await folder.download_output(7, 0, url)
    assert image.path == "images/7/output-0.png"
    assert threads.turns <= 7, "its folder, four pieces and the rest, its name"


async def test_it_is_read_again_in_two(tmp_path: Path, paint: Any) -> None:
    path, connection = tmp_path / "x.png", Connection()
    path.write_bytes(data := large(paint("PNG")))
    fitted = Fitted(filename="banana-1.png", content=path, size=len(data), original_bytes=len(data), shrunk=False)
    (file,) = files_of([fitted])
    await get_payload(file.fp).write(connection)
    file.close()
    assert b"".join(connection.pieces) == data
    assert len(connection.pieces) == 2 and file.fp.closed, "four megabytes and the rest"


async def test_who_cancels_waits_until_the_piece_under_way_is_written(
    fetcher: Downloader, site: Any, tmp_path: Path
) -> None:
    os.mkfifo(slow := tmp_path / "x.part")  # to open it is to wait until somebody reads
    asyncio.get_running_loop().set_default_executor(threads := Threads())
    fetching = asyncio.ensure_future(fetcher.fetch(site.serve("/x.png", b"x"), slow, limit=MIB))
    while not threads.turns:
        await asyncio.sleep(0.01)
    fetching.cancel()
    ended, _ = await asyncio.wait({fetching}, timeout=0.2)
    assert await asyncio.to_thread(slow.read_bytes) == b"x" and not ended
    with pytest.raises(asyncio.CancelledError):
        await fetching
