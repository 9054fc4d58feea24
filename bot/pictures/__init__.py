"""Pictures on our disk, as the service and the worker see them. `folder.py` does it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.domain.jobs import Image


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A picture as it goes into a message."""

    filename: str
    data: bytes
    original_bytes: int
    shrunk: bool  # it is not the original: that one was too large for the message


class Pictures(Protocol):
    """Reading, keeping and fitting; every picture is checked by its bytes, never by its name."""

    async def import_input(self, job_id: int, image: Image) -> Image:
        """Fetch (or copy, if it has a path), check, turn upright, strip and shrink an input; return it with its path.

        Raises NotAPicture, PictureTooBig, PictureGone, PictureLater or NoRoom.
        """
        ...

    async def download_output(self, job_id: int, position: int, url: str) -> Image:
        """Fetch a result to disk, whole or not at all; raises as `take_input` does."""
        ...

    def is_own(self, job_id: int, image: Image) -> bool:
        """Tell whether the picture was taken in for this very job: another one's may go sooner."""
        ...

    def path(self, image: Image) -> Path | None:
        """Return where the picture lies, or None when it is not (or no longer) on disk."""
        ...

    async def thumbnail(self, image: Image) -> bytes | None:
        """Return a small JPEG of it, or None when it is not on disk."""
        ...

    async def side_by_side(self, before: Image, after: Image) -> bytes | None:
        """Return a JPEG of two pictures side by side, or None when one of them is not on disk."""
        ...

    async def preview(self, image: Image) -> bytes | None:
        """Return a small JPEG of a picture that may not be on disk; None where it can't be had soon."""
        ...

    async def fit(self, images: Sequence[Image], *, file_limit: int, total_limit: int) -> tuple[Fitted, ...]:
        """Return the pictures as files that a message takes: original, else high-quality JPEG or WebP, else smaller."""
        ...

    def has_room(self) -> bool:
        """Tell whether new orders' pictures could be kept: disk enough, and leave to write there."""
        ...

    async def delete(self, job_ids: Sequence[int]) -> None:
        """Delete the pictures of these jobs."""
        ...

    async def stale_folders(self, *, before: int) -> Sequence[int]:
        """Return the jobs whose folders nobody has written to since then (epoch ms)."""
        ...

    async def sweep(self, *, unknown: Collection[int], before: int) -> int:
        """Delete the folders of these jobs, empty folders and half-written files, all older than that."""
        ...
