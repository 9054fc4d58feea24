"""The folder takes what the emulated vendor's links lead to: pictures, and everything that is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.domain.errors import NotAPicture, PictureGone, PictureUnavailable
from bot.pictures.file_store import PictureStore
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield

TERMS = AccountOptions(small=True, queued_s=0, drawing_s=(0, 0), pace=0)


@pytest.fixture
async def fake_higgsfield() -> AsyncIterator[FakeHiggsfield]:
    async with FakeHiggsfield(TERMS) as fake_higgsfield:
        yield fake_higgsfield


async def draw(fake_higgsfield: FakeHiggsfield, prompt: str, **body: Any) -> list[str]:
    """Have pictures drawn; return their links."""
    headers = {"hf-api-key": TERMS.key_id, "hf-secret": TERMS.secret}
    async with aiohttp.ClientSession(fake_higgsfield.url, headers=headers) as session:
        async with session.post("/nano-banana", json={"prompt": prompt, "output_format": "png"} | body) as response:
            vendor_id = (await response.json())["request_id"]
        for _ in range(1000):
            async with session.get(f"/requests/{vendor_id}/status") as response:
                answer = await response.json()
            if answer["status"] == "completed":
                break
            await asyncio.sleep(0.005)
    return [image["url"] for image in answer["images"]]


@pytest.mark.parametrize(("kind", "suffix"), [("png", "png"), ("jpeg", "jpg")])
async def test_the_vendors_pictures_are_kept_whole(
    fake_higgsfield: FakeHiggsfield, folder: PictureStore, kind: str, suffix: str
) -> None:
    urls = await draw(fake_higgsfield, "a red fox in snow", num_images=4, output_format=kind)
    images = [await folder.download_output(7, position, url) for position, url in enumerate(urls)]
    assert [image.path for image in images] == [f"images/7/output-{position}.{suffix}" for position in range(4)]
    assert len({image.sha256 for image in images}) == 4
    fitted = await folder.fit(images, file_limit=10_000_000, total_limit=24_000_000)
    assert [each.filename for each in fitted] == [f"banana-{number}.{suffix}" for number in (1, 2, 3, 4)]
    assert fake_higgsfield.leaks == []


async def test_webp_in_the_place_of_png_is_called_by_its_name(
    fake_higgsfield: FakeHiggsfield, folder: PictureStore
) -> None:
    (url,) = await draw(fake_higgsfield, "a chameleon [wrongtype]")
    assert (await folder.download_output(7, 0, url)).path == "images/7/output-0.webp"


@pytest.mark.parametrize(
    ("word", "error"), [("broken", PictureUnavailable), ("page", NotAPicture), ("expired", PictureGone)]
)
async def test_what_is_no_picture_is_not_kept(
    fake_higgsfield: FakeHiggsfield, folder: PictureStore, files: Any, word: str, error: type[Exception]
) -> None:
    (url,) = await draw(fake_higgsfield, f"a torn postcard [{word}]")
    with pytest.raises(error):
        await folder.download_output(7, 0, url)
    assert files() == []


@pytest.mark.parametrize("how", ["500", "reset_before", "cut", "html"])
async def test_a_faulty_link_works_the_next_time(
    fake_higgsfield: FakeHiggsfield, folder: PictureStore, how: str
) -> None:
    (url,) = await draw(fake_higgsfield, "a red fox in snow")
    fake_higgsfield.fail("GET", "/cdn/*", how=how, times=2 if how == "reset_before" else 1)
    with pytest.raises(PictureUnavailable):
        await folder.download_output(7, 0, url)
    assert (await folder.download_output(7, 0, url)).path == "images/7/output-0.png"
