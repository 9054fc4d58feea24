"""Input pictures on their way to Higgsfield: read to our disk first, checked and stripped, then sent."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from bot.domain.errors import NotAPicture, NoUpload, PictureGone, PictureTooBig, PictureUnavailable, VendorRefused
from bot.domain.jobs import Failure, Image, Job
from bot.worker.next_step import AGAIN, NextStep, after
from bot.worker.parts import WorkerParts

AT_ONCE = 64  # input pictures that are read; strangers' hosts say how long each takes
PATIENCE_MS = 120_000  # for an attachment that can't be fetched just now


class Uploads:
    """Reads a queued job's input pictures, and hands them to Higgsfield."""

    def __init__(self, parts: WorkerParts) -> None:
        self._store = parts.store
        self._vendor = parts.vendor
        self._pictures = parts.pictures
        self._clock = parts.clock
        self._transitions = parts.transitions
        self._options = parts.options
        self._seats = parts.seats
        self._at_once = asyncio.Semaphore(AT_ONCE)

    def are_read(self, job: Job) -> bool:
        """Whether all of a job's inputs lie in its own folder."""
        return all(self._pictures.is_own(job.id, image) for image in job.inputs)

    async def read(self, job: Job) -> NextStep:
        """Bring what is missing to the job's folder, or end a job whose inputs are of no use."""
        if erased := [image.position for image in job.inputs if image.is_erased]:
            for position in erased:  # it may have been read meanwhile
                await self._pictures.delete_input(job.id, position)
            return await self._transitions.fail(job, Failure.INPUT_ERASED)
        for image in (i for i in job.inputs if not self._pictures.is_own(job.id, i)):
            try:
                with self._seats.left():
                    async with self._at_once:
                        taken = await self._pictures.import_input(job.id, image)
            except PictureUnavailable:
                if self._transitions.ms_since_ordered(job) < PATIENCE_MS:
                    return after(self._transitions.next_retry(job.id))
                return await self._transitions.fail(job, Failure.INPUT_GONE)
            except PictureGone:
                return await self._transitions.fail(job, Failure.INPUT_GONE)
            except PictureTooBig:
                return await self._transitions.fail(job, Failure.INPUT_TOO_BIG)
            except NotAPicture:
                return await self._transitions.fail(job, Failure.INPUT_NOT_PICTURE)
            await self._store.input_imported(job.id, taken, now=self._clock.now())
        self._transitions.run_state(job.id).failures = 0
        return AGAIN

    async def send(self, job: Job) -> tuple[Image, ...]:
        """Return the inputs with the addresses where Higgsfield finds them. Raises VendorBusy or VendorRefused."""
        return tuple([await self._send(image) for image in job.inputs])

    async def _send(self, image: Image) -> Image:
        async with self._pictures.lend(image) as path:
            if path is None:
                raise VendorRefused(Failure.INPUT_GONE, "the input is no longer on disk")
            if self._options.inputs == "link":
                return image
            try:
                return replace(image, url=await self._vendor.upload(path, _content_type(path)))
            except NoUpload:
                if self._options.inputs == "upload" or not image.url:
                    raise VendorRefused(Failure.INPUT_UNWANTED, "the account has no upload") from None
                return image


def _content_type(path: Path) -> str:
    return {".png": "image/png", ".webp": "image/webp", ".gif": "image/gif"}.get(path.suffix, "image/jpeg")
