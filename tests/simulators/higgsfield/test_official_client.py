"""Higgsfield's own Python client runs a whole job against FakeHiggsfield."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace

import higgsfield_client
import pytest
from higgsfield_client.http import client as official
from PIL import Image

from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield


@pytest.fixture
async def client(vendor: FakeHiggsfield) -> AsyncIterator[official.AsyncClient]:
    client = official.AsyncClient(base_url=vendor.url, api_key="demo-key:demo-secret")
    yield client
    await client._client.aclose()
    await client._upload_client.aclose()


async def test_it_uploads_submits_polls_and_reads_the_result(
    client: official.AsyncClient, vendor: FakeHiggsfield, photo: bytes
) -> None:
    url = await client.upload(photo, "image/png")
    job = await client.submit(
        "nano-banana",
        {
            "prompt": "make it night",
            "num_images": 2,
            "aspect_ratio": "auto",
            "output_format": "png",
            "input_images": [{"type": "image_url", "image_url": url}],
        },
    )
    states = [type(state).__name__ async for state in job.poll_request_status(delay=0.01)]
    result = await job.get()
    assert states[-1] == "Completed"
    assert result["status"] == "completed"
    assert len(result["images"]) == 2
    assert vendor.requests[job.request_id].inputs == [photo]
    assert vendor.leaks == []


async def test_it_uploads_a_pillow_picture(client: official.AsyncClient, vendor: FakeHiggsfield) -> None:
    url = await client.upload_image(Image.new("RGB", (8, 8)), "jpeg")
    answer = await client._upload_client.get(url)
    assert Image.open(io.BytesIO(answer.content)).format == "JPEG"


async def test_it_cancels(client: official.AsyncClient, vendor: FakeHiggsfield, quick: AccountOptions) -> None:
    vendor.options = replace(quick, queued_s=60)
    job = await client.submit("nano-banana-pro", {"prompt": "x", "resolution": "1k"})
    assert isinstance(await job.status(), higgsfield_client.Queued)
    await job.cancel()
    assert isinstance(await job.status(), higgsfield_client.Cancelled)


async def test_it_is_told_why_it_is_refused(client: official.AsyncClient) -> None:
    with pytest.raises(higgsfield_client.HiggsfieldClientError, match="Not enough credits"):
        await client.submit("nano-banana", {"prompt": "x [nocredits]"})


async def test_it_rings_our_webhook_address(client: official.AsyncClient, vendor: FakeHiggsfield) -> None:
    job = await client.submit("nano-banana", {"prompt": "x"}, webhook_url="http://127.0.0.1:9/hook?a=b&c=d")
    assert vendor.requests[job.request_id].webhook == "http://127.0.0.1:9/hook?a=b&c=d"
