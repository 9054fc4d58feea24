"""A question about a card's pictures waits for none of them for long."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.jobs import Image, Job
from bot.services import versions
from bot.services.versions import Versions


class Pictures:
    """Pictures on a disk that answers for the first one only."""

    async def thumbnail(self, image: Image, *, is_paid: bool) -> bytes:
        assert not is_paid, "what is paid goes first"
        if image.position:
            await asyncio.Event().wait()
        return b"small"


async def test_a_question_does_without_pictures_that_do_not_come_soon(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "THUMBNAILS_S", 0.01)
    unused: Any = None
    asked = Versions(orders=unused, store=unused, pictures=Pictures())  # type: ignore[arg-type]
    pictures = tuple(Image(position=n, url="") for n in range(2))
    assert await asked.thumbnails(replace(job, outputs=pictures[:1])) == [b"small"]
    assert await asked.thumbnails(replace(job, outputs=pictures)) == [None, None], "they stand as on the card, or none"
