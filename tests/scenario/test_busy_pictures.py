"""Pictures being worked on keep nobody's first answer waiting."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.pictures.file_store import PictureStore

Studio = Any


async def test_a_thumbnail_that_takes_long_comes_with_a_later_edit(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, picture: bytes
) -> None:
    async def slowly(folder: PictureStore, image: Any) -> bytes | None:
        await done.wait()
        return await usual(folder, image)

    done, usual = asyncio.Event(), PictureStore.thumbnail
    monkeypatch.setattr(PictureStore, "thumbnail", slowly)
    call = await studio.order(image=("cat.png", picture))
    assert call.message is not None
    assert "input.jpg" not in {file.filename for file in call.message.attachments}
    done.set()
    card = await studio.ended(call)
    assert {file.filename for file in card.attachments} >= {"input.jpg"} and len(card.attachments) == 2
