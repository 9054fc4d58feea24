"""Input pictures on their way to the vendor: read to our disk first, checked and stripped, then sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.domain.errors import NotAPicture, NoUpload, PictureGone, PictureTooBig, PictureUnavailable, VendorRefused
from bot.domain.jobs import Failure, Image, Job
from bot.higgsfield import Vendor
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.store import Store
from bot.worker.transitions import AGAIN, Transitions, WorkerOptions

PATIENCE_MS = 120_000  # for an attachment that can't be fetched just now


class Uploads:
    """Reads a queued job's input pictures, and hands them to the vendor."""

    def __init__(
        self,
        *,
        store: Store,
        vendor: Vendor,
        pictures: Pictures,
        clock: Clock,
        transitions: Transitions,
        options: WorkerOptions,
    ) -> None:
        self._store = store
        self._vendor = vendor
        self._pictures = pictures
        self._clock = clock
        self._transitions = transitions
        self._options = options

    def are_read(self, job: Job) -> bool:
        """Tell whether all of a job's inputs lie in its own folder."""
        return all(self._pictures.is_own(job.id, image) for image in job.inputs)

    async def read(self, job: Job) -> float | None:
        """Bring what is missing to the job's folder; the seconds until the next step, None where the job ended."""
        for image in (i for i in job.inputs if not self._pictures.is_own(job.id, i)):
            try:
                taken = await self._pictures.import_input(job.id, image)
            except PictureUnavailable:
                if self._transitions.ms_since_ordered(job) < PATIENCE_MS:
                    return self._transitions.next_retry(job.id)
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
        """Return the inputs with the addresses where the vendor finds them. Raises VendorBusy or VendorRefused."""
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
