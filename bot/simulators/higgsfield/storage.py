"""The storage: uploads of inputs and downloads of results, on addresses that want no API credential."""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from aiohttp import web

from bot.simulators.higgsfield.account import Account
from bot.simulators.higgsfield.api_errors import ApiError
from bot.simulators.higgsfield.call_log import request_fields
from bot.simulators.higgsfield.painting import PictureSpec, paint, thumbnail
from bot.simulators.higgsfield.prompt_directives import without_directives
from bot.simulators.higgsfield.requests import COMPLETED, Request
from bot.simulators.higgsfield.routes import LOGGED, json_body
from bot.simulators.higgsfield.validation import read_upload

CREDENTIAL_HEADERS = ("Authorization", "hf-api-key", "hf-secret")
TAGGING = "retention=temporary"
UPLOAD_LIVES_S = 3600.0
KEPT_PICTURES = 48
TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
PAGE = "<!doctype html><title>Sign in</title><p>This is not a picture.</p>"


@dataclass(kw_only=True)
class _Upload:
    """One upload address, and what was sent to it."""

    content_type: str
    signature: str
    until: float
    data: bytes | None = None


def _painting_thread() -> ThreadPoolExecutor:
    # One thread: in the demo the bot shares this process, and must stay quick while pictures are made.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="painter")


class Storage:
    """The uploaded inputs and the results' pictures, each painted when it is first asked for."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.leaks: list[str] = []
        self._uploads: dict[str, _Upload] = {}
        self._pictures: OrderedDict[tuple[str, int], asyncio.Future[bytes]] = OrderedDict()
        self._executor = _painting_thread()

    def routes(self) -> list[web.RouteDef]:
        """Return the routes served here."""
        return [
            web.post("/files/generate-upload-url", self.generate_upload_url),
            web.put("/storage/{name}", self.upload),
            web.get("/cdn/inputs/{name}", self.input),
            web.get("/cdn/results/{id}/{name}", self.result),
        ]

    async def generate_upload_url(self, call: web.Request) -> web.Response:
        """POST /files/generate-upload-url."""
        if not self._account.options.uploads:
            raise ApiError(404, "Not found")
        content_type = read_upload(await json_body(call))
        name = f"{secrets.token_hex(12)}.{content_type.partition('/')[2]}"
        upload = _Upload(
            content_type=content_type,
            signature=secrets.token_urlsafe(16),
            until=time.monotonic() + UPLOAD_LIVES_S,
        )
        self._uploads[name] = upload
        url = self._account.url
        return web.json_response(
            {
                "public_url": f"{url}/cdn/inputs/{name}",
                "upload_url": f"{url}/storage/{name}?X-Amz-Signature={upload.signature}",
                "content_type": content_type,
                "upload_headers": {"Content-Type": content_type, "x-amz-tagging": TAGGING},
            }
        )

    async def upload(self, call: web.Request) -> web.Response:
        """PUT to the presigned address: every upload header, and no API credential."""
        if self._has_credential(call):
            raise ApiError(400, "Only one auth mechanism allowed")
        upload = self._uploads.get(call.match_info["name"])
        given = call.query.get("X-Amz-Signature", "")
        if upload is None or not hmac.compare_digest(given.encode(), upload.signature.encode()):
            raise ApiError(403, "SignatureDoesNotMatch")
        if time.monotonic() > upload.until:
            raise ApiError(403, "Request has expired")
        headers = (call.headers.get("Content-Type"), call.headers.get("x-amz-tagging"))
        if headers != (upload.content_type, TAGGING):
            raise ApiError(403, "SignatureDoesNotMatch")
        upload.data = await call.read()
        return web.Response()

    async def input(self, call: web.Request) -> web.Response:
        """GET of an uploaded input."""
        self._has_credential(call)
        upload = self._uploads.get(call.match_info["name"])
        if upload is None or upload.data is None:
            raise ApiError(404, "Not found")
        return web.Response(body=upload.data, content_type=upload.content_type)

    async def result(self, call: web.Request) -> web.StreamResponse:
        """GET of a finished picture, or of its small version ("…-min.webp")."""
        self._has_credential(call)
        request = self._account.requests.get(call.match_info["id"])
        stem, _, extension = call.match_info["name"].partition(".")
        number, _, small = stem.partition("-")
        if request is None or request.status != COMPLETED or not number.isdigit() or extension not in TYPES:
            raise ApiError(404, "Not found")
        call[LOGGED] = request_fields(request)
        if not 1 <= int(number) <= request.plan.pictures or request.plan.link == "expired":
            raise ApiError(404, "Not found")
        if request.plan.link == "page":
            return web.Response(text=PAGE, content_type="text/html")
        data = await self._picture(request, int(number))
        if small:
            data = await asyncio.get_running_loop().run_in_executor(self._executor, thumbnail, data)
        if request.plan.link == "odd":
            data = data[: len(data) // 2]
        if request.plan.link == "broken":
            return await _cut_on_the_way(call, data, TYPES[extension])
        return web.Response(body=data, content_type=TYPES[extension])

    async def close(self) -> None:
        """Wait for the pictures being painted, and end the thread; the next start has one of its own."""
        await asyncio.gather(*self._pictures.values(), return_exceptions=True)
        self._executor.shutdown(wait=False)
        self._executor = _painting_thread()

    async def _picture(self, request: Request, number: int) -> bytes:
        key = (request.id, number)
        if key not in self._pictures:
            spec = self._spec(request, number)
            loop = asyncio.get_running_loop()
            self._pictures[key] = loop.run_in_executor(self._executor, paint, spec)
            while len(self._pictures) > KEPT_PICTURES and next(iter(self._pictures.values())).done():
                self._pictures.popitem(last=False)
        return await asyncio.shield(self._pictures[key])

    def _spec(self, request: Request, number: int) -> PictureSpec:
        order = request.order
        options = self._account.options
        return PictureSpec(
            prompt=without_directives(order.prompt),
            number=number,
            seed=options.seed,
            model=order.model,
            ratio=order.aspect_ratio,
            resolution=order.resolution,
            file_format="webp" if request.plan.link == "wrongtype" else order.output_format,
            inputs=tuple(request.inputs),
            small=options.small,
            heavy=request.plan.link == "huge",
        )

    def _has_credential(self, call: web.Request) -> bool:
        found = [name for name in CREDENTIAL_HEADERS if name in call.headers]
        self.leaks += [f"{call.method} {call.path}: {name}" for name in found]
        return bool(found)


async def _cut_on_the_way(call: web.Request, data: bytes, content_type: str) -> web.StreamResponse:
    """Announce a file and break off in the middle of it."""
    response = web.StreamResponse(headers={"Content-Length": str(len(data)), "Content-Type": content_type})
    await response.prepare(call)
    await response.write(data[: len(data) // 2])
    if call.transport:
        call.transport.close()
    return response
