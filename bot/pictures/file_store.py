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
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

from typing_extensions import override

from bot.domain.errors import DiskUnavailable, NotAPicture, PictureError, PictureGone, PictureTooBig, StorageUnavailable
from bot.domain.jobs import STORED_PICTURE, Image
from bot.domain.limits import MIB
from bot.domain.picture_formats import NO_PICTURE, READ, by_bytes
from bot.pictures import Attempts, Fitted, Pictures
from bot.pictures.answers import LARGEST_INPUT, LARGEST_OUTPUT, MOST_PIXELS, Rendering, Verified
from bot.pictures.decoder import Decoder, Need, NoDecoder
from bot.pictures.downloader import Downloader, on_disk
from bot.pictures.durable import settle
from bot.pictures.file_format import file_format, fitting_suffix
from bot.pictures.fitting import fit
from bot.pictures.renderings import Smaller, cache, keep_rendering, kept_rendering
from bot.pictures.wholeness import PngProof

log = logging.getLogger(__name__)

PREVIEW_S = 4.0
FORMAT_S = 0.8  # to look at a picture's first bytes, before its order is taken
PREVIEWS_AT_ONCE = 4
MOST_PREVIEWS = 64
PREVIEW = ".preview-"  # begins the name of a folder that one is made in
MOST_ATTEMPTS = 2  # at one step, that ended the whole process
CACHED = {"thumbnail": "thumb", "side_by_side": "joined"}  # in the names of what is kept beside a picture
_JOB = re.compile(r"[1-9]\d{0,18}")
LAST_FREE = 64 * MIB  # pictures never take the disk's last bytes: the database needs some


class PictureStore(Pictures):
    """Pictures on our disk; what is in them is read by the decoder, and by nothing else."""

    def __init__(
        self,
        *,
        data_dir: Path,
        fetcher: Downloader,
        decoder: Decoder,
        thumbnails: Decoder | None = None,
        attempts: Attempts,
        min_free: int = 500 * MIB,
    ) -> None:
        self._data_dir = data_dir
        self._fetcher = fetcher
        self._decoder = decoder
        self._thumbnails = thumbnails or decoder
        self._attempts = attempts
        self._min_free = min_free
        self._previewing = asyncio.Semaphore(PREVIEWS_AT_ONCE)  # they cost nobody credits
        self._previews: OrderedDict[str, bytes | None] = OrderedDict()  # of pictures elsewhere, by address
        self._caching = asyncio.Lock()
        self._cut: dict[Path, int] = {}  # results without their end -> bytes that came

    @override
    async def import_input(self, job_id: int, image: Image, *, file: Path | None = None) -> Image:
        name = f"input-{image.position}"
        async with self._partial(job_id, name) as partial:
            source = self._path(image) if file is None else _existing_file(file)
            if source is None:
                if not image.url:
                    raise PictureGone("the file is not there")
                await self._fetcher.fetch(image.url, partial, limit=LARGEST_INPUT, spare=self._spare)
            attempt = self._attempt(job_id, name)
            facts, data = await self._decoder.work("sanitize", source or partial, need=Need.INPUT, attempt=attempt)
            await asyncio.to_thread(partial.write_bytes, data)
            digest = hashlib.sha256(data).hexdigest()
            return await self._keep(partial, f"{name}.{facts['suffix']}", image, digest=digest)

    @override
    async def download_output(self, job_id: int, position: int, url: str) -> Image:
        name = f"output-{position}"
        async with self._partial(job_id, name) as partial:
            fetched = await self._fetcher.fetch(url, partial, limit=LARGEST_OUTPUT, spare=self._spare)
            if _is_proven(fetched.png):
                verified = Verified(suffix=READ["PNG"], is_readable=True)
            else:
                came_whole = fetched.end_was_announced or self._cut.get(partial) == fetched.size  # twice: it is all
                self._cut[partial] = fetched.size
                verified = await self._verify(job_id, name, partial, came_whole=came_whole)
            self._cut.pop(partial, None)
            if not verified.is_readable:
                log.warning("job %s: picture %s is complete, but can't be read; kept as it is", job_id, position + 1)
            kept = Image(position=position, url=url, unread=not verified.is_readable)
            return await self._keep(partial, f"{name}.{verified.suffix}", kept, digest=fetched.sha256)

    async def _verify(self, job_id: int, name: str, source: Path, *, came_whole: bool) -> Verified:
        """Look at a result; one that ended the process before is not looked into again: it is paid for."""
        try:
            attempt = self._attempt(job_id, name)
            facts, _ = await self._decoder.work(
                "verify", source, need=Need.RESULT, attempt=attempt, came_whole=came_whole
            )
        except NoDecoder:
            if not came_whole:
                raise
        except PictureTooBig:
            pass
        else:
            return Verified(**facts)
        return Verified(suffix=await asyncio.to_thread(fitting_suffix, source), is_readable=False)

    @asynccontextmanager
    async def _attempt(self, job_id: int, step: str) -> AsyncIterator[None]:
        """Count a step beforehand; PictureTooBig where it ended the whole process before, again and again.

        Only its end takes the count back, no time: a host that starts the bot by hand may do so after days.
        """
        refused = False
        try:
            refused = not await self._attempts.begin(job_id, step, most=MOST_ATTEMPTS)
            if refused:
                raise PictureTooBig("reading it ended this process before")
            yield
        finally:
            if not refused:
                with suppress(StorageUnavailable):  # one count too many then
                    await asyncio.shield(self._attempts.end(job_id, step))

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
    async def thumbnail(self, image: Image, *, is_paid: bool = True) -> bytes | None:
        source = self._path(image)
        need = Need.RESULT if is_paid else Need.PREVIEW
        return await self._once("thumbnail", source, need=need) if source and not image.unread else None

    @override
    async def side_by_side(self, before: Image, after: Image) -> bytes | None:
        left, right = self._path(before), self._path(after)
        if left is None or right is None or after.unread:
            return None
        return await self._once("side_by_side", right, left, need=Need.PREVIEW)

    @override
    async def preview(self, image: Image) -> bytes | None:
        if self._path(image) is not None:
            return await self.thumbnail(image, is_paid=False)
        address = image.url.partition("?")[0]
        if address not in self._previews:
            try:
                async with asyncio.timeout(PREVIEW_S), self._previewing:
                    self._previews[address] = await self._fetch_small(image.url)
            except (NotAPicture, PictureTooBig):
                self._previews[address] = None  # it never has one: it is not fetched again and again
            except (PictureError, OSError) as error:  # a timeout is one, too
                log.info("no preview of a picture: %s", type(error).__name__)
                return None
            while len(self._previews) > MOST_PREVIEWS:
                self._previews.popitem(last=False)
        return self._previews.get(address)

    async def _fetch_small(self, url: str) -> bytes:
        images = self._data_dir / "images"  # not the system's folder: there nobody would clear up after a crash
        images.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=PREVIEW, dir=images) as folder:
            partial = Path(folder, "picture")
            await self._fetcher.fetch(url, partial, limit=LARGEST_INPUT, spare=self._spare)
            return (await self._decoder.work("thumbnail", partial, need=Need.PREVIEW))[1]

    @override
    async def format_of(self, image: Image) -> str | None:
        try:
            if (source := self._path(image)) is not None:
                return await asyncio.to_thread(file_format, source) or NO_PICTURE
            async with asyncio.timeout(FORMAT_S):
                return by_bytes(await self._fetcher.head(image.url)) or NO_PICTURE
        except (PictureError, OSError):
            return None

    @override
    async def fit(self, images: Sequence[Image], *, file_limit: int, total_limit: int) -> tuple[Fitted, ...]:
        unread = {path for image in images if image.unread and (path := self._path(image))}

        async def render(source: Path, step: int, below: int) -> Smaller | None:
            return None if source in unread else await self._shrink(source, step, below)

        return await fit([self._path(image) for image in images], file_limit, total_limit, render=render)

    async def _shrink(self, source: Path, step: int, below: int) -> Smaller | None:
        if known := await asyncio.to_thread(kept_rendering, source, step, below):
            return known
        try:
            attempt = self._attempt(self._job_of(source), f"{source.stem} smaller")
            facts, data = await self._decoder.work(
                "shrink", source, need=Need.RESULT, attempt=attempt, step=step, below=below
            )
        except (PictureError, OSError) as error:
            log.warning("%s can't be made smaller: %s", source.name, error)
            return None
        if not data:
            return None
        rendering = Rendering(data=data, **facts)
        return await asyncio.to_thread(keep_rendering, source, step, below, rendering, spare=self._spare)

    async def _once(self, verb: str, source: Path, *others: Path, need: Need) -> bytes | None:
        """Return a JPEG made of a picture, kept beside it and deleted with it; None where it can't be made."""
        path = source.with_name(f"{source.stem}.{CACHED[verb]}.jpg")
        with suppress(OSError):
            return await asyncio.to_thread(path.read_bytes)
        try:
            data = await self._made(verb, *others, source, need=need)
        except (PictureError, OSError, StorageUnavailable) as error:
            log.warning("no %s of %s: %s", verb, source.name, error)
            return None
        async with self._caching:
            await asyncio.to_thread(cache, path, data, (source, *others))
        return data

    async def _made(self, verb: str, *sources: Path, need: Need) -> bytes:
        """Have a small picture made; a thumbnail waits behind no large picture, unless it is one of such."""
        job_id, step = self._job_of(sources[-1]), f"{sources[-1].stem} {verb}"
        if verb == "thumbnail":
            with suppress(PictureTooBig):
                attempt = self._attempt(job_id, step)
                return (await self._thumbnails.work(verb, *sources, need=need, attempt=attempt))[1]
        return (await self._decoder.work(verb, *sources, need=need, attempt=self._attempt(job_id, step)))[1]

    def _job_of(self, source: Path) -> int:
        return int(source.parent.name) if _JOB.fullmatch(source.parent.name) else 0

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
        async with self._caching:  # what is being made of it meanwhile is not kept
            await asyncio.to_thread(_unlink, [*folder.glob(f"input-{position}.*"), *folder.glob("*.joined.jpg")])

    @override
    async def stale_folders(self, *, before: int) -> Sequence[int]:
        return await asyncio.to_thread(lambda: [int(folder.name) for folder in self._stale_folders(before)])

    @override
    async def sweep(self, *, unknown: Collection[int], before: int) -> int:
        return await asyncio.to_thread(self._sweep, frozenset(unknown), before)

    def sweep_previews(self) -> None:
        """Delete what previews that a crash met have left."""
        for left in self._data_dir.glob(f"images/{PREVIEW}*"):
            shutil.rmtree(left, ignore_errors=True)

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
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(images) as found:  # there may be very many
            names = [each.name for each in found if _JOB.fullmatch(each.name) and _is_older(each, before)]
            return [images / name for name in names]
        return []

    def _sweep(self, unknown: frozenset[int], before: int) -> int:
        gone = 0
        for folder in self._stale_folders(before):
            with suppress(OSError):
                if int(folder.name) in unknown:
                    shutil.rmtree(folder)
                    gone += 1
                    continue
                gone += _sweep_folder(folder, before)
        return gone

    @asynccontextmanager
    async def _partial(self, job_id: int, name: str) -> AsyncIterator[Path]:
        """Lend a temporary file that is deleted where it isn't kept; errors of the disk become DiskUnavailable."""
        folder = self._folder(job_id)
        partial = folder / f".{name}.part"
        try:
            with on_disk():
                await asyncio.to_thread(self._begin, folder)
                yield partial
        except BaseException:
            await asyncio.to_thread(_clear, partial)
            raise

    async def _keep(self, partial: Path, name: str, image: Image, *, digest: str) -> Image:
        await asyncio.to_thread(settle, partial, name)
        path = partial.with_name(name).relative_to(self._data_dir)
        return replace(image, path=path.as_posix(), sha256=digest)

    def _folder(self, job_id: int) -> Path:
        return self._data_dir / "images" / str(job_id)

    def _begin(self, folder: Path) -> None:
        if self._free() < self._spare:
            raise DiskUnavailable("the disk is nearly full")
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def _spare(self) -> int:
        return min(self._min_free, LAST_FREE)

    def _free(self) -> int:
        return shutil.disk_usage(_existing(self._data_dir)).free


def _is_proven(png: PngProof) -> bool:
    """Whether a result is whole by its own sums, and small enough to be read when it is to be made smaller."""
    return png.is_whole and png.width * png.height <= MOST_PIXELS


def _existing_file(path: Path) -> Path | None:
    return path if path.is_file() else None


def _existing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    here = folder.absolute()
    return next(path for path in (here, *here.parents) if path.exists())


def _is_older(file: Path | os.DirEntry[str], before: int) -> bool:
    with suppress(OSError):
        return file.stat(follow_symlinks=False).st_mtime * 1000 < before
    return False


def _sweep_folder(folder: Path, before: int) -> int:
    """Delete what a crash left half-written, and the folder if it is empty then; returns how many that were."""
    names, gone = set(os.listdir(folder)), 0
    for name in [name for name in names if name.startswith(".") and name.endswith(".part")]:
        if _is_older(partial := folder / name, before):
            partial.unlink()
            names.remove(name)
            gone += 1
    if not names:
        folder.rmdir()
        gone += 1
    return gone


def _unlink(files: Sequence[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _clear(partial: Path) -> None:
    with suppress(OSError):
        partial.unlink(missing_ok=True)
        partial.parent.rmdir()  # only where nothing came of it
