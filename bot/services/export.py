"""Everything of a member as ZIPs: streamed to disk, and deleted once they are sent."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
import zipfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.domain.errors import DiskFull, ExportTooSoon, ExportUnderWay
from bot.domain.jobs import Image, Job
from bot.domain.limits import MIB, REQUEST_BYTES
from bot.pictures import Pictures
from bot.runtime.background import to_its_end
from bot.runtime.clock import Clock, moment
from bot.store import Library, PersonalData

EVERY_MS = 5 * 60_000  # between two exports of a member
AT_ONCE = 2  # exports: each takes room on the disk until it is sent
PARTS = 6  # with pictures; what does not fit is counted and said
SLACK = 256 * 1024  # of a part: for the list of orders, or for the ZIP's own lines
LIST_BYTES = 8 * MIB  # of the list of orders, before it is packed
ABOUT_BYTES = 2 * MIB  # of everything else, before it is packed
BATCH = 500
HEAD = "export-"
LARGEST_EXACT = 2**53 - 1  # as a number of JSON, to many programs


@dataclass(frozen=True, kw_only=True)
class Export:
    """What was made, and how much of how much it is."""

    parts: Sequence[Path]
    orders: int
    orders_in_all: int
    pictures: int
    pictures_in_all: int  # that are still on our disk

    @property
    def is_whole(self) -> bool:
        """Return True if nothing was left out."""
        return self.orders == self.orders_in_all and self.pictures == self.pictures_in_all


@dataclass(frozen=True, kw_only=True)
class _Picture:
    """A picture that is still on our disk."""

    image: Image
    suffix: str
    size: int  # bytes; 0: it can't be read


@dataclass(kw_only=True)
class _Part:
    """One ZIP to be."""

    room: int
    files: list[tuple[Image, str]] = field(default_factory=list)


@dataclass(kw_only=True)
class _Plan:
    """What goes where, before anything is written."""

    limit: int
    parts: list[_Part] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # of the list of orders
    listed: int = 0  # bytes of those
    orders: int = 0
    pictures: int = 0
    pictures_in_all: int = 0
    places: set[tuple[int, int]] = field(default_factory=set)  # server and channel of each order

    def add(self, job: Job, drawn: Sequence[_Picture], sent: Sequence[_Picture], *, is_favourite: bool) -> None:
        """Find a place for the pictures that an order drew and was sent, and its line; what has none is counted."""
        self.orders += 1
        self.places.add((job.guild_id, job.channel_id))
        self.pictures_in_all += len(drawn) + len(sent)
        files = [name for picture in drawn if (name := self._place(job, picture, "pictures"))]
        inputs = [name for picture in sent if (name := self._place(job, picture, "inputs"))]
        line = json.dumps(_described(job, files, inputs, is_favourite=is_favourite), ensure_ascii=False)
        self.listed += len(line.encode()) + 2
        if self.listed <= LIST_BYTES:
            self.lines.append(line)

    def _place(self, job: Job, picture: _Picture, under: str) -> str:
        if picture.size == 0 or picture.size > self.limit - SLACK:
            return ""
        if not self.parts or self.parts[-1].room < picture.size:
            if len(self.parts) == PARTS:
                return ""
            self.parts.append(_Part(room=self.limit - SLACK))
        name = f"{under}/{job.id}-{picture.image.position + 1}{picture.suffix}"
        self.parts[-1].room -= picture.size + 512
        self.parts[-1].files.append((picture.image, name))
        self.pictures += 1
        return name


class Exports:
    """Makes exports: one at a time for a member, and not more often than every few minutes."""

    def __init__(
        self, *, library: Library, personal_data: PersonalData, pictures: Pictures, clock: Clock, folder: Path
    ) -> None:
        self._library = library
        self._personal_data = personal_data
        self._pictures = pictures
        self._clock = clock
        self._folder = folder
        self._under_way: set[int] = set()
        self._made_at: dict[int, int] = {}
        self._failed_at: dict[int, int] = {}  # of those that could not be sent: one more is made at once
        self._seats = asyncio.Semaphore(AT_ONCE)

    def sweep(self) -> None:
        """Remove what a crash left behind."""
        for leftover in self._folder.glob(f"{HEAD}*"):
            shutil.rmtree(leftover, ignore_errors=True)

    @asynccontextmanager
    async def make(self, user_id: int, *, file_limit: int) -> AsyncIterator[Export]:
        """Lend a member's export as files that messages take; raises ExportUnderWay, ExportTooSoon or DiskFull."""
        self._check(user_id)
        self._under_way.add(user_id)
        try:
            async with self._seats, self._lent_folder() as folder:
                export = await self._made(user_id, folder, min(file_limit, REQUEST_BYTES))
                with self._counted(user_id):
                    yield export
        finally:
            self._under_way.discard(user_id)

    @contextmanager
    def _counted(self, user_id: int) -> Iterator[None]:
        """Note an export that was sent, or is the second in a row that could not be: making it is what costs."""
        now, has_failed = self._clock.now(), user_id in self._failed_at
        counted, self._failed_at[user_id] = has_failed, now
        try:
            yield
            counted = True
        finally:
            if counted:
                self._made_at[user_id] = now
                self._failed_at.pop(user_id, None)

    @asynccontextmanager
    async def _lent_folder(self) -> AsyncIterator[Path]:
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix=HEAD, dir=self._folder))
        try:
            yield folder
        finally:
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True))

    def _check(self, user_id: int) -> None:
        if user_id in self._under_way:
            raise ExportUnderWay
        now = self._clock.now()
        self._made_at = {who: at for who, at in self._made_at.items() if at + EVERY_MS > now}
        self._failed_at = {who: at for who, at in self._failed_at.items() if at + EVERY_MS > now}
        if user_id in self._made_at:
            raise ExportTooSoon(again_at=self._made_at[user_id] + EVERY_MS)
        if not self._pictures.has_room():
            raise DiskFull

    async def _made(self, user_id: int, folder: Path, limit: int) -> Export:
        plan = _Plan(limit=limit)
        favourites = await self._library.favourites(user_id)
        last: int | None = None
        while jobs := await self._library.orders(user_id, before=last, limit=BATCH):
            for job in jobs:
                drawn, sent = await self._found(job.outputs), await self._found(job.inputs)
                plan.add(job, drawn, sent, is_favourite=job.id in favourites)
            last = jobs[-1].id
        head = {"person": str(user_id), "made_at": moment(self._clock.now()).isoformat(timespec="seconds")}
        about = json.dumps({**head, **await self._about(user_id, plan)}, ensure_ascii=False, indent=1)
        parts = await to_its_end(self._write(plan, folder, head, about))  # its folder is about to go
        return Export(
            parts=parts,
            orders=len(plan.lines),
            orders_in_all=plan.orders,
            pictures=plan.pictures,
            pictures_in_all=plan.pictures_in_all,
        )

    async def _about(self, user_id: int, plan: _Plan) -> dict[str, object]:
        """Return what is kept beside the orders; of a list that is too long the newest lines, and how many are not."""
        deleted_at = await self._personal_data.deleted_at(user_id)
        said: dict[str, object] = {
            "everything_deleted_at": deleted_at and _written("at", deleted_at),
            "preferences": await self._personal_data.preferences(user_id),
            "places": [{"server": str(guild), "channel": str(channel)} for guild, channel in sorted(plan.places)],
        }
        room, left_out = ABOUT_BYTES, dict[str, int]()
        for name, records in (await self._personal_data.lists(user_id)).items():
            lines = [{key: _written(key, value) for key, value in record.items()} for record in records]
            kept = list(_fitting(lines, room))
            room -= sum(map(_length, kept))
            said[name] = kept
            if len(kept) < len(lines):
                left_out[name] = len(lines) - len(kept)
        return {**said, "left_out": left_out}

    async def _found(self, images: Sequence[Image]) -> Sequence[_Picture]:
        return [picture for image in images if (picture := await self._picture(image))]

    async def _picture(self, image: Image) -> _Picture | None:
        async with self._pictures.lend(image) as path:
            if path is None:
                return None
            return _Picture(image=image, suffix=path.suffix, size=await asyncio.to_thread(_size, path))

    async def _write(self, plan: _Plan, folder: Path, head: dict[str, str], about: str) -> Sequence[Path]:
        """Write the ZIPs one after the other; a picture that was deleted meanwhile is left out."""
        body = ",\n".join(plan.lines)
        listed = json.dumps(head)[:-1] + f', "orders": [\n{body}\n]}}\n'
        parts = plan.parts or [_Part(room=plan.limit)]
        lists = {"orders.json": listed, "about-me.json": about}
        if sum(len(text.encode()) for text in lists.values()) > SLACK // 2:
            parts = [_Part(room=0), *parts] if plan.parts else parts
        paths = [folder / f"banana-{number}.zip" for number in range(1, len(parts) + 1)]
        for part, path in zip(parts, paths, strict=True):
            async with AsyncExitStack() as lent:
                files = [
                    (await lent.enter_async_context(self._pictures.lend(image)), name) for image, name in part.files
                ]
                await asyncio.to_thread(_pack, path, files, lists if path == paths[0] else {})
        return paths


def _described(job: Job, files: Sequence[str], inputs: Sequence[str], *, is_favourite: bool) -> dict[str, object]:
    return {
        "id": str(job.id),  # a snowflake: too long for the numbers of many programs
        "server": str(job.guild_id),
        "channel": str(job.channel_id),
        "message": str(job.message_id or ""),
        "ordered_at": moment(job.created_at).isoformat(timespec="seconds"),
        "model": job.model,
        "prompt": job.prompt,
        "params": asdict(job.params),
        "version": job.version,
        "cost": job.charged,
        "state": job.state.value,
        "failure": job.failure.value if job.failure else None,
        "favourite": is_favourite,
        "pictures": len(job.outputs),
        "files": list(files),
        "inputs": list(inputs),
    }


def _written(key: str, value: object) -> object:
    """Return a value as people and programs read it: a time by its calendar, a long number as text."""
    if isinstance(value, int) and (key == "at" or key.endswith("_at")):
        return moment(value).isoformat(timespec="seconds")
    return str(value) if isinstance(value, int) and abs(value) > LARGEST_EXACT else value


def _fitting(lines: Sequence[dict[str, object]], room: int) -> Iterator[dict[str, object]]:
    for line in lines:
        room -= _length(line)
        if room < 0:
            return
        yield line


def _length(line: dict[str, object]) -> int:
    return len(json.dumps(line, ensure_ascii=False, indent=1).encode()) + 8 * len(line)


def _pack(path: Path, files: Sequence[tuple[Path | None, str]], lists: Mapping[str, str]) -> None:
    """Write one ZIP, from disk to disk, with the lists that are given."""
    with zipfile.ZipFile(path, "w") as file:
        for name, text in lists.items():
            file.writestr(name, text, zipfile.ZIP_DEFLATED)
        for source, name in files:
            with suppress(FileNotFoundError):
                if source is not None:
                    file.write(source, name)  # as it is: a picture packs no smaller


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
