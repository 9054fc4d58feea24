"""A job's pictures as files of the size that its message takes."""

from __future__ import annotations

from bot.domain.jobs import Job, JobState
from bot.domain.limits import REQUEST_BYTES
from bot.pictures import Fitted, Pictures
from bot.ui.views.job_card import CardFiles


class CardPictures:
    """Read from disk, and made smaller where Discord wants it."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures

    async def of(self, job: Job) -> CardFiles:
        """Return what goes with a job's card as it stands."""
        thumbnail = await self.thumbnail(job)
        outputs = await self.outputs(job) if job.state is JobState.SUCCEEDED else ()
        return CardFiles(outputs=outputs, thumbnail=thumbnail)

    async def outputs(self, job: Job) -> tuple[Fitted, ...]:
        """Return the pictures that the job brought, each within the job's file limit."""
        return await self._pictures.fit(job.outputs, file_limit=job.file_limit, total_limit=REQUEST_BYTES)

    async def thumbnail(self, job: Job) -> bytes | None:
        """Return a small JPEG of the first input picture, once it is read."""
        return await self._pictures.thumbnail(job.inputs[0]) if job.inputs else None
