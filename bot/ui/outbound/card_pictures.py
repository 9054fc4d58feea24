"""A job's pictures as files of the size that its message takes."""

from __future__ import annotations

from bot.domain.jobs import Job, JobState
from bot.domain.limits import REQUEST_BYTES
from bot.pictures import Fitted, Pictures
from bot.ui.outbound.placeholders import Placeholders
from bot.ui.views.card_files import CardFiles


class CardPictures:
    """Read from disk, and made smaller where Discord wants it."""

    def __init__(self, pictures: Pictures, placeholders: Placeholders) -> None:
        self._pictures = pictures
        self._placeholders = placeholders

    async def of(self, job: Job) -> CardFiles:
        """Return what goes with a job's card as it stands."""
        thumbnail = await self.thumbnail(job)
        if not job.is_final:
            return self.under_way(job, thumbnail)
        outputs = await self.outputs(job) if job.state is JobState.SUCCEEDED else ()
        return CardFiles(outputs=outputs, thumbnail=thumbnail)

    def under_way(self, job: Job, thumbnail: bytes | None) -> CardFiles:
        """Return what goes with a card until the pictures come: at once, nothing is decoded for it."""
        return CardFiles(placeholders=self._placeholders.of(job.params, thumbnail), thumbnail=thumbnail)

    async def outputs(self, job: Job) -> tuple[Fitted, ...]:
        """Return the pictures that the job brought, each within the job's file limit."""
        return await self._pictures.fit(job.outputs, file_limit=job.file_limit, total_limit=REQUEST_BYTES)

    async def thumbnail(self, job: Job) -> bytes | None:
        """Return a small JPEG of the first input picture, once it is read."""
        return await self._pictures.thumbnail(job.inputs[0]) if job.inputs else None
