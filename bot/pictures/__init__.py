"""Pictures that the bot keeps, as services and worker see them; `file_store.py` implements it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.domain.charts import Chart
from bot.domain.jobs import Image


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A picture as it goes into a message: a file of ours, which is read as it is sent, or what was made of one."""

    filename: str
    content: Path | bytes
    size: int
    original_bytes: int
    shrunk: bool  # it is not the original: that one was too large for the message


class Attempts(Protocol):
    """Steps that may end the whole process, counted where that outlives it: `bot/store/attempts.py`."""

    async def begin(self, job_id: int, step: str, *, most: int) -> bool:
        """Note a step before it is tried; False, with nothing noted, where it began `most` times and never ended."""
        ...

    async def end(self, job_id: int, step: str) -> None:
        """Note that a step has ended, well or not."""
        ...


class Pictures(Protocol):
    """The verbs about pictures; every picture is checked by its bytes, never by its name."""

    async def import_input(self, job_id: int, image: Image, *, file: Path | None = None) -> Image:
        """Fetch (or copy, if it has a path), check, turn upright, strip and shrink an input; return it with its path.

        `file` is one of the owner's own, named in the terminal: a path in a row leads only to the bot's pictures.
        Raises NotAPicture, PictureTooBig, PictureGone, PictureUnavailable or DiskUnavailable.
        """
        ...

    async def download_output(self, job_id: int, position: int, url: str) -> Image:
        """Fetch a result, its bytes untouched; one that came whole and can't be read is kept, and marked `unread`.

        Raises as `import_input` does: PictureUnavailable where it was cut on the way.
        """
        ...

    def is_own(self, job_id: int, image: Image) -> bool:
        """Return True if a picture was imported for this very job: another job's may be deleted sooner."""
        ...

    async def has(self, image: Image) -> bool:
        """Return True if a picture is kept, and was not deleted yet."""
        ...

    def lend(self, image: Image) -> AbstractAsyncContextManager[Path | None]:
        """Lend a picture as a file to read; None where it is not kept, or no longer."""
        ...

    async def thumbnail(self, image: Image, *, is_paid: bool = True) -> bytes | None:
        """Return a small JPEG of a picture; None where it is not kept, or can't be read.

        One that isn't paid for waits until no paid picture does.
        """
        ...

    async def side_by_side(self, before: Image, after: Image) -> bytes | None:
        """Return a JPEG of two pictures side by side; None where one of them is not kept, or broken."""
        ...

    async def preview(self, image: Image) -> bytes | None:
        """Return a small JPEG of a picture that may have to be fetched; None where that takes too long."""
        ...

    async def format_of(self, image: Image) -> str | None:
        """Return a file's format by its first bytes, as in `picture_formats`, or NO_PICTURE; None: none can be had."""
        ...

    async def fit(self, images: Sequence[Image], *, file_limit: int, total_limit: int) -> tuple[Fitted, ...]:
        """Return the pictures as files that a message takes, numbered as given; one that is not kept is left out.

        Each is the original, else a high-quality JPEG or WebP, else a smaller one; limits in bytes.
        """
        ...

    def has_room(self) -> bool:
        """Return True if the pictures of new orders could be kept: disk enough, and the right to write there."""
        ...

    async def delete(self, job_ids: Sequence[int]) -> None:
        """Delete the pictures of these jobs."""
        ...

    async def delete_input(self, job_id: int, position: int) -> None:
        """Delete one of a job's inputs, and whatever shows it beside the job's own pictures."""
        ...

    async def stale_folders(self, *, before: int) -> Sequence[int]:
        """Return the ids of jobs whose folders were last written to before then (epoch ms)."""
        ...

    async def sweep(self, *, unknown: Collection[int], before: int) -> int:
        """Delete these jobs' folders, empty folders and half-written files, all older than that; return how many."""
        ...


class Charts(Protocol):
    """What draws charts, where that is installed."""

    are_there: bool

    async def draw(self, chart: Chart) -> bytes | None:
        """Return a chart as a PNG; None where it can't be drawn."""
        ...
