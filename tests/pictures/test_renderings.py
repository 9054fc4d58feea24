"""What was made of a picture for a message lies beside it, and in memory only where the disk is full."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.limits import MIB
from bot.pictures.answers import Rendering
from bot.pictures.decoder import Decoder, Need
from bot.pictures.file_store import PictureStore
from bot.pictures.renderings import Smaller, keep_rendering


async def test_what_was_made_smaller_for_a_message_is_made_once_and_goes_with_its_picture(
    folder: PictureStore, decoder: Decoder, site: Any, noise: Any, files: Any
) -> None:
    """Four large pictures of a card lie on disk, not in memory, and a second try to send them takes no time."""
    kept = await folder.download_output(7, 0, site.serve("/x", noise()))
    (first,) = await folder.fit([kept], file_limit=100_000, total_limit=200_000)
    assert isinstance(first.content, Path) and first.content.stat().st_size == first.size <= 100_000
    await decoder.__aexit__()
    assert await folder.fit([kept], file_limit=100_000, total_limit=200_000) == (first,)
    await folder.delete([7])
    assert files() == []


async def test_where_the_disk_is_full_it_is_sent_from_memory(
    folder: PictureStore, site: Any, noise: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = await folder.download_output(7, 0, site.serve("/x", noise()))

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    (sent,) = await folder.fit([kept], file_limit=100_000, total_limit=200_000)
    assert isinstance(sent.content, bytes) and len(sent.content) == sent.size


async def test_the_disks_last_bytes_are_not_for_what_can_be_made_anew(
    make_folder: Callable[..., PictureStore], site: Any, noise: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_folder(min_free=64 * MIB)
    kept = await folder.download_output(7, 0, site.serve("/x", noise()))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=64 * MIB))
    (sent,) = await folder.fit([kept], file_limit=100_000, total_limit=200_000)
    assert isinstance(sent.content, bytes)


async def test_a_power_cut_leaves_no_empty_file_to_be_sent_as_the_picture(
    folder: PictureStore, site: Any, noise: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = await folder.download_output(7, 0, site.serve("/x", noise()))
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    (sent,) = await folder.fit([kept], file_limit=100_000, total_limit=200_000)
    assert isinstance(sent.content, Path) and sent.content.stat().st_ino in synced


def test_two_that_keep_the_same_at_once_write_no_file_of_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A card and a repost of it may: half of a picture would be sent."""
    source, rendering = tmp_path / "output-0.png", Rendering(data=b"smaller", step=1, suffix="jpg")
    source.write_bytes(b"large")
    kept: list[Smaller] = []

    def fsync(_: int) -> None:  # the first one's file lies there, and has no name yet
        if not kept:
            kept.append(Smaller(step=0, suffix="", content=b"", size=0))
            kept.append(keep_rendering(source, 0, 9, rendering, spare=0))

    monkeypatch.setattr(os, "fsync", fsync)
    kept.append(keep_rendering(source, 0, 9, rendering, spare=0))
    path = tmp_path / "output-0.smaller-0-9.1.jpg"
    assert [each.content for each in kept[1:]] == [path, path] and path.read_bytes() == b"smaller"
    assert {file.name for file in tmp_path.iterdir()} == {source.name, path.name}


async def test_a_thumbnail_waits_behind_no_large_picture_unless_it_is_one_of_such(
    make_folder: Callable[..., PictureStore], decoder: Decoder, site: Any, noise: Any, paint: Any
) -> None:
    async with Decoder(memory=8 * MIB) as thumbnails:
        folder = make_folder(thumbnails=thumbnails)
        small = await folder.download_output(7, 0, site.serve("/small", noise()))
        large = await folder.download_output(7, 1, site.serve("/large", paint(size=(3000, 3000))))
        async with decoder._my_turn(Need.RESULT):  # a large picture is being made smaller
            assert await asyncio.wait_for(folder.thumbnail(small), 30)
        assert decoder.pid is None and thumbnails.pid is not None
        assert await folder.thumbnail(large), "there is not memory enough for it in the lane: it is made in the other"
        assert decoder.pid is not None
