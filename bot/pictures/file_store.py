"""Pictures on our disk, `images/<job>/<role>-<n>.<ext>` under the data folder.

Names are deterministic and files appear whole (temporary name, fsync, rename), so a second try after a crash replaces
the first. A full disk is DiskUnavailable: a paid job waits, it does not fail.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import re
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from typing_extensions import override

from bot.domain.errors import DiskUnavailable, PictureError, PictureGone
from bot.domain.jobs import STORED_PICTURE, Image
from bot.domain.limits import MIB
from bot.pictures import Fitted, Pictures
from bot.pictures.downloader import Downloader, on_disk
from bot.pictures.resize import fit, thumbnail
from bot.pictures.sanitize import LARGEST_INPUT, LARGEST_OUTPUT, sanitize_input, verify_output
from bot.pictures.side_by_side import side_by_side

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

PREVIEW_S = 4.0
PREVIEWS_AT_ONCE = 4
MOST_PREVIEWS = 64
_JOB = re.compile(r"[1-9]\d{0,18}")
LAST_FREE = 64 * MIB  # pictures never take the disk's last bytes: the database needs some


class PictureStore(Pictures):
    """Pictures on our disk; Pillow runs in a thread, on one picture at a time."""

    def __init__(self, *, data_dir: Path, fetcher: Downloader, min_free: int = 500 * MIB) -> None:
        self._data_dir = data_dir
        self._fetcher = fetcher
        self._min_free = min_free
        self._previewing = asyncio.Semaphore(PREVIEWS_AT_ONCE)  # they cost nobody credits
        self._previews: OrderedDict[str, bytes] = OrderedDict()  # of pictures elsewhere, by address
        self._one_at_a_time = asyncio.Semaphore(1)  # the largest takes up to 450 MB while it is worked on

    @override
    async def import_input(self, job_id: int, image: Image, *, file: Path | None = None) -> Image:
        name = f"input-{image.position}"
        async with self._partial(job_id, name) as partial:
            source = self._path(image) if file is None else _existing_file(file)
            if source is None:
                if not image.url:
                    raise PictureGone("the file is not there")
                await self._fetcher.fetch(image.url, partial, limit=LARGEST_INPUT)
            taken = await self._work(sanitize_input, source or partial)
            await asyncio.to_thread(partial.write_bytes, taken.data)
            return await self._keep(partial, f"{name}.{taken.suffix}", image)

    @override
    async def download_output(self, job_id: int, position: int, url: str) -> Image:
        name = f"output-{position}"
        async with self._partial(job_id, name) as partial:
            await self._fetcher.fetch(url, partial, limit=LARGEST_OUTPUT)
            suffix = await self._work(verify_output, partial)
            return await self._keep(partial, f"{name}.{suffix}", Image(position=position, url=url))

    @override
    def is_own(self, job_id: int, image: Image) -> bool:
        return image.path is not None and Path(image.path).parent == Path("images", str(job_id))

    @override
    async def has(self, image: Image) -> bool:
        return self._path(image) is not None

    @override
    @asynccontextmanager
    async def lend(self, image: Image) -> AsyncIterator[Path | None]:
        yield self._path(image)

    @override
    async def thumbnail(self, image: Image) -> bytes | None:
        source = self._path(image)
        if source is None:
            return None
        try:
            return await self._work(self._once, source, "thumb", partial(thumbnail, source))
        except (PictureError, OSError) as error:
            log.warning("no thumbnail of %s: %s", source.name, error)
            return None

    @override
    async def side_by_side(self, before: Image, after: Image) -> bytes | None:
        left, right = self._path(before), self._path(after)
        if left is None or right is None:
            return None
        try:
            return await self._work(self._once, right, "joined", partial(side_by_side, left, right))
        except (PictureError, OSError) as error:
            log.warning("%s and %s can't be shown side by side: %s", left.name, right.name, error)
            return None

    @override
    async def preview(self, image: Image) -> bytes | None:
        if self._path(image) is not None:
            return await self.thumbnail(image)
        address = image.url.partition("?")[0]
        if address not in self._previews:
            try:
                async with asyncio.timeout(PREVIEW_S), self._previewing:
                    self._previews[address] = await self._fetch_small(image.url)
            except (PictureError, OSError) as error:  # a timeout is one, too
                log.info("no preview of a picture: %s", type(error).__name__)
                return None
            while len(self._previews) > MOST_PREVIEWS:
                self._previews.popitem(last=False)
        return self._previews.get(address)

    async def _fetch_small(self, url: str) -> bytes:
        with tempfile.TemporaryDirectory(prefix="banana-preview-") as folder:
            partial = Path(folder, "picture")
            await self._fetcher.fetch(url, partial, limit=LARGEST_INPUT)
            return await self._work(thumbnail, partial)

    @override
    async def fit(self, images: Sequence[Image], *, file_limit: int, total_limit: int) -> tuple[Fitted, ...]:
        sources = [self._path(image) for image in images]
        return await self._work(fit, sources, file_limit, total_limit)

    @override
    def has_room(self) -> bool:
        images = self._data_dir / "images"
        return self._free() >= self._min_free and os.access(_existing(images), os.W_OK)

    @override
    async def delete(self, job_ids: Sequence[int]) -> None:
        for job_id in job_ids:
            await asyncio.to_thread(shutil.rmtree, self._folder(job_id), ignore_errors=True)

    @override
    async def delete_input(self, job_id: int, position: int) -> None:
        folder = self._folder(job_id)
        async with self._one_at_a_time:  # none of them is being made meanwhile
            await asyncio.to_thread(_unlink, [*folder.glob(f"input-{position}.*"), *folder.glob("*.joined.jpg")])

    @override
    async def stale_folders(self, *, before: int) -> Sequence[int]:
        return await asyncio.to_thread(lambda: [int(folder.name) for folder in self._stale_folders(before)])

    @override
    async def sweep(self, *, unknown: Collection[int], before: int) -> int:
        return await asyncio.to_thread(self._sweep, frozenset(unknown), before)

    def _path(self, image: Image) -> Path | None:
        """Return where a picture lies; whatever a row may say, only a file of the bot's own is lent, and no link."""
        if image.path is None or not STORED_PICTURE.fullmatch(image.path):
            return None
        path = self._data_dir / image.path
        images = self._data_dir / "images"  # itself it may be a link, to another disk
        is_ours = path.is_file() and path.resolve() == images.resolve() / path.relative_to(images)
        return path if is_ours else None

    def _stale_folders(self, before: int) -> list[Path]:
        images = self._data_dir / "images"
        folders = images.iterdir() if images.is_dir() else ()
        return [folder for folder in folders if _JOB.fullmatch(folder.name) and _is_older(folder, before)]

    def _sweep(self, unknown: frozenset[int], before: int) -> int:
        gone = 0
        for folder in self._stale_folders(before):
            with suppress(OSError):
                if int(folder.name) in unknown:
                    shutil.rmtree(folder)
                    gone += 1
                    continue
                for partial in folder.glob(".*.part"):
                    if _is_older(partial, before):
                        partial.unlink()
                        gone += 1
                if not any(folder.iterdir()):
                    folder.rmdir()
                    gone += 1
        return gone

    @asynccontextmanager
    async def _partial(self, job_id: int, name: str) -> AsyncIterator[Path]:
        """Lend a temporary file that is deleted afterwards; errors of the disk become DiskUnavailable."""
        folder = self._folder(job_id)
        partial = folder / f".{name}.part"
        try:
            with on_disk():
                await asyncio.to_thread(self._begin, folder)
                yield partial
        finally:
            await asyncio.to_thread(_clear, partial)

    async def _keep(self, partial: Path, name: str, image: Image) -> Image:
        digest = await asyncio.to_thread(_settle, partial, name)
        path = partial.with_name(name).relative_to(self._data_dir)
        return replace(image, path=path.as_posix(), sha256=digest)

    async def _work(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        async with self._one_at_a_time:
            thread = asyncio.ensure_future(asyncio.to_thread(function, *args, **kwargs))
            try:
                return await asyncio.shield(thread)
            except asyncio.CancelledError:  # a thread can't be stopped, and its file must outlive it
                await asyncio.gather(thread, return_exceptions=True)
                raise

    def _once(self, source: Path, what: str, make: Callable[[], bytes]) -> bytes:
        """Return a JPEG made of a picture; it is kept beside the picture, and deleted with it."""
        cache = source.with_name(f"{source.stem}.{what}.jpg")
        if cache.is_file():
            return cache.read_bytes()
        data = make()
        if source.is_relative_to(self._data_dir):
            with suppress(OSError):
                partial = cache.with_name(f".{cache.name}.part")
                partial.write_bytes(data)
                partial.replace(cache)
        return data

    def _folder(self, job_id: int) -> Path:
        return self._data_dir / "images" / str(job_id)

    def _begin(self, folder: Path) -> None:
        if self._free() < min(self._min_free, LAST_FREE):
            raise DiskUnavailable("the disk is nearly full")
        folder.mkdir(parents=True, exist_ok=True)

    def _free(self) -> int:
        return shutil.disk_usage(_existing(self._data_dir)).free


def _existing_file(path: Path) -> Path | None:
    return path if path.is_file() else None


def _existing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    here = folder.absolute()
    return next(path for path in (here, *here.parents) if path.exists())


def _is_older(path: Path, before: int) -> bool:
    with suppress(OSError):
        return path.lstat().st_mtime * 1000 < before
    return False


def _settle(partial: Path, name: str) -> str:
    """Give a partial file its name, durably, and return its sha256; other endings of that name are deleted."""
    with partial.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    final = partial.replace(partial.with_name(name))
    for other in final.parent.glob(f"{final.stem}.*"):
        if other != final:
            other.unlink(missing_ok=True)
    _sync(final.parent)
    return digest


def _unlink(files: Sequence[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _clear(partial: Path) -> None:
    with suppress(OSError):
        partial.unlink(missing_ok=True)
        partial.parent.rmdir()  # only where nothing came of it


def _sync(folder: Path) -> None:
    with suppress(OSError):  # Windows can't open folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
