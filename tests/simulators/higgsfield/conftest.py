"""What the tests of FakeHiggsfield share: a quick one, and a caller with the right credentials."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import aiohttp
import pytest
from PIL import Image

from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield, Request

PAIR = {"hf-api-key": "demo-key", "hf-secret": "demo-secret"}


class Answer(NamedTuple):
    status: int
    body: Any  # JSON where it is JSON, else text
    headers: Any


class Caller:
    """A client of the API, with credentials."""

    def __init__(self, vendor: FakeHiggsfield, session: aiohttp.ClientSession) -> None:
        self.vendor = vendor
        self.session = session

    async def __call__(
        self, method: str, path: str, json: object = None, *, keys: dict[str, str] | None = None, **more: Any
    ) -> Answer:
        url = path if path.startswith("http") else self.vendor.url + path
        headers = (PAIR if keys is None else keys) | more.pop("headers", {})
        if json is not None:
            more["json"] = json
        async with self.session.request(method, url, headers=headers, allow_redirects=False, **more) as response:
            is_json = response.content_type == "application/json"
            try:
                body = await (response.json() if is_json else response.text())
            except ValueError:
                body = await response.text()
            return Answer(response.status, body, response.headers)

    async def submit(self, prompt: str = "a fox", path: str = "/nano-banana", **fields: Any) -> Answer:
        return await self("POST", path, {"prompt": prompt, **fields})

    async def take(self, prompt: str = "a fox", **fields: Any) -> Request:
        answer = await self.submit(prompt, **fields)
        assert answer.status == 200, answer
        return self.vendor.requests[answer.body.get("request_id") or answer.body["id"]]

    async def finish(self, request: Request) -> dict[str, Any]:
        async with asyncio.timeout(5):
            await self.vendor.reached(request)
        answer = await self("GET", f"/requests/{request.id}/status")
        assert isinstance(answer.body, dict)
        return answer.body

    async def until(self, request: Request, status: str) -> None:
        async with asyncio.timeout(5):
            await self.vendor.reached(request, status)

    async def bytes(self, url: str, **headers: str) -> bytes:
        async with self.session.get(url, headers=headers) as response:
            assert response.status == 200
            return await response.read()

    async def upload(self, data: bytes, content_type: str = "image/png") -> str:
        slot = (await self("POST", "/files/generate-upload-url", {"content_type": content_type})).body
        put = await self("PUT", slot["upload_url"], keys={}, headers=slot["upload_headers"], data=io.BytesIO(data))
        assert put.status == 200
        return str(slot["public_url"])


@pytest.fixture
def quick() -> AccountOptions:
    return AccountOptions(queued_s=0, drawing_s=(0, 0), pace=0, small=True)


@pytest.fixture
async def vendor(quick: AccountOptions) -> AsyncIterator[FakeHiggsfield]:
    async with FakeHiggsfield(quick) as fake_higgsfield:
        yield fake_higgsfield


@pytest.fixture
async def call(vendor: FakeHiggsfield) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(vendor, session)


@pytest.fixture
def photo() -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", (300, 200), (220, 20, 20))
    picture.paste((20, 20, 220), (150, 0, 300, 200))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
