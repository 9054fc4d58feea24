"""HiggsfieldClient: Higgsfield's API over HTTP.

How a submit without an answer is judged: what failed before there was a connection (no address, no route, no TLS) was
surely not accepted; everything later may have been. Nothing here ever sends an order twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
    TraceConfig,
    TraceConnectionCreateEndParams,
)
from typing_extensions import override
from yarl import URL

from bot.domain.catalog import Offer
from bot.domain.errors import SubmissionUnknown, VendorBusy, VendorRefused
from bot.domain.jobs import Failure
from bot.higgsfield import Estimate, RequestStatus, Submission, Vendor, VendorState, responses
from bot.higgsfield.requests import build
from bot.higgsfield.responses import Response
from bot.runtime.certificates import clock_doubt
from bot.runtime.connection_errors import in_words
from bot.runtime.proxies import DIRECT, Proxy, is_loopback

log = logging.getLogger(__name__)

LARGEST_ANSWER = 1024 * 1024
USER_AGENT = "banana-bot/0.1"
EVERYTHING = Offer()
UNKNOWN_REQUEST = "00000000-0000-4000-8000-000000000000"  # the id of no request

_ANY_FAILURE = (ClientError, OSError, ValueError, RuntimeError)  # a timeout is an OSError; RuntimeError: shutting down
_GOES_ON = frozenset({VendorState.QUEUED, VendorState.IN_PROGRESS, VendorState.UNKNOWN})


def order_session() -> ClientSession:
    """Return a session of which each call has a connection of its own, and sets its event once that stands.

    A connection kept from an earlier call may die on reuse, and leave it unclear whether the order was taken.
    """

    async def note(_session: ClientSession, call: SimpleNamespace, _: TraceConnectionCreateEndParams) -> None:
        call.trace_request_ctx.set()

    trace = TraceConfig()
    trace.on_connection_create_end.append(note)
    connector = TCPConnector(force_close=True, limit=0)
    return ClientSession(connector=connector, cookie_jar=DummyCookieJar(), trace_configs=[trace])


class HiggsfieldClient(Vendor):
    """The calls of Vendor; the credentials go to `base_url` and nowhere else.

    `orders` is an `order_session`; a client without one only asks. `storage` is the session for addresses that
    Higgsfield chose: there, names may need a guarded resolver. `hear` is told the headers of the API's answers.
    """

    def __init__(
        self,
        *,
        session: ClientSession,
        orders: ClientSession | None = None,
        storage: ClientSession | None = None,
        hear: Callable[[Mapping[str, str]], None] | None = None,
        proxy: Proxy = DIRECT,
        base_url: str,
        key_id: str,
        secret: str,
        offer: Offer = EVERYTHING,
        connect_s: float = 10,
        submit_s: float = 60,
        ask_s: float = 30,
        upload_s: float = 120,
        ping_s: float = 10,
    ) -> None:
        self._session = session
        self._orders = orders
        self._storage = storage or session
        self._hear = hear
        self._proxy = proxy
        self._base = base_url.rstrip("/")
        self._headers = {
            "hf-api-key": key_id.strip(),
            "hf-secret": secret.strip(),
            "Accept": "application/json",
            "User-Agent": USER_AGENT,
        }
        self._offer = offer
        self._submit_timeout = ClientTimeout(total=submit_s, connect=connect_s)
        self._ask_timeout = ClientTimeout(total=ask_s, connect=connect_s)
        self._ping_timeout = ClientTimeout(total=ping_s)
        self._upload_timeout = ClientTimeout(total=upload_s, connect=connect_s)
        self._has_told = False  # of a certificate that is refused for its dates
        self._job_sets: set[str] = set()  # running requests that only the older status route knows

    @override
    async def submit(self, submission: Submission) -> str:
        response = await self._submit_once(submission)
        if not response.ok:
            raise responses.submit_error(response, unsure=self._unsure(submission))
        vendor_id = responses.submit_id(response)
        _note("order", vendor_id, response)
        return vendor_id

    @override
    async def status(self, vendor_id: str) -> RequestStatus:
        routes = [f"/requests/{quote(vendor_id, safe='')}/status", f"/v1/job-sets/{quote(vendor_id, safe='')}"]
        if vendor_id in self._job_sets:
            routes.reverse()
        route, other = routes
        response = await self._ask("GET", route)
        if response.status == HTTPStatus.NOT_FOUND:
            second = await self._ask("GET", other)
            if second.ok or second.status >= 500:
                route, response = other, second
        _note("status", vendor_id, response)
        if not response.ok:
            raise responses.ask_error(response)
        answer = responses.answer(response)
        self._remember_route(vendor_id, route, answer)
        return answer

    async def estimate(self, submission: Submission) -> Estimate:
        """Return what an order would cost; nothing is ordered. Raises VendorRefused (401, no model) or VendorBusy."""
        path, body = build(submission, self._offer.model(submission.model))
        response = await self._ask("POST", f"/estimate{path}", json=body)
        if not response.ok:
            raise responses.estimate_error(response)
        return responses.estimate(response)

    @override
    async def ping(self) -> None:
        url = f"{self._base}/requests/{UNKNOWN_REQUEST}/status"
        response = await self._retryable_call("GET", url, headers=self._headers, timeout=self._ping_timeout)
        if response.is_page or response.is_foreign or response.status >= 500:
            raise responses.ask_error(response)

    @override
    async def cancel(self, vendor_id: str) -> bool:
        response = await self._ask("POST", f"/requests/{quote(vendor_id, safe='')}/cancel")
        _note("cancel", vendor_id, response)
        if response.is_page or not (response.ok or responses.is_too_late(response)):
            raise responses.ask_error(response)  # a page is nobody's word that nothing is drawn and charged
        return response.ok

    @override
    async def upload(self, path: Path, content_type: str) -> str:
        try:
            picture = await asyncio.to_thread(path.read_bytes)
        except OSError:
            raise VendorRefused(Failure.INPUT_GONE, "the input is not on disk") from None
        response = await self._ask("POST", "/files/generate-upload-url", json={"content_type": content_type})
        if not response.ok:
            raise responses.upload_error(response)
        upload_target = responses.upload_target(response, allow_loopback=is_loopback(self._base))
        await self._put(upload_target, picture, content_type)
        return upload_target.public_url

    async def _submit_once(self, submission: Submission) -> Response:
        if self._orders is None:
            raise RuntimeError("a client without a session for orders only asks")
        path, body = build(submission, self._offer.model(submission.model))
        headers = {**self._headers, "Idempotency-Key": submission.idempotency_key}
        url = f"{self._base}{path}"
        connected = asyncio.Event()
        try:
            return await self._call(
                self._orders,
                "POST",
                url,
                json=body,
                headers=headers,
                timeout=self._submit_timeout,
                trace_request_ctx=connected,
            )
        except _ANY_FAILURE as error:
            if not connected.is_set():
                raise VendorBusy(f"could not connect ({self._why(error)})", away=True) from None
            raise SubmissionUnknown(f"no whole answer came ({type(error).__name__})") from None

    def _unsure(self, submission: Submission) -> Mapping[str, Failure]:
        """Return the fields that this account's model may not take, with what their refusal means."""
        model = self._offer.model(submission.model)
        fields = {}
        if model.inputs and submission.input_urls:
            fields[model.inputs.wire] = Failure.INPUT_UNWANTED
        size = model.option("resolution")
        if size is not None and submission.params.resolution not in (None, size.default):
            fields[size.wire] = Failure.RESOLUTION_MISSING
        return fields

    async def _ask(self, method: str, path: str, **options: Any) -> Response:  # noqa: ANN401  aiohttp's options
        """Make a call that may be repeated, since it orders nothing."""
        url = f"{self._base}{path}"
        return await self._retryable_call(method, url, headers=self._headers, timeout=self._ask_timeout, **options)

    async def _put(self, upload_target: responses.UploadTarget, picture: bytes, content_type: str) -> None:
        """Send the bytes to the storage, which is not the API: no credentials."""
        headers = {"content-type": content_type, "User-Agent": USER_AGENT, **upload_target.headers}
        timeout = self._upload_timeout
        options = {"headers": headers, "timeout": timeout, "data": BytesIO(picture)}  # bytes would go in one piece
        response = await self._retryable_call("PUT", upload_target.upload_url, session=self._storage, **options)
        if not response.ok:
            raise VendorBusy(f"the storage answered with HTTP {response.status}", away=response.status >= 500)

    async def _retryable_call(
        self,
        method: str,
        url: str,
        *,
        session: ClientSession | None = None,
        **options: Any,  # noqa: ANN401  aiohttp's options
    ) -> Response:
        try:
            response = await self._call(session or self._session, method, url, **options)
        except _ANY_FAILURE as error:
            raise VendorBusy(f"no whole answer came ({self._why(error)})", away=True) from None
        if session is None and self._hear is not None:
            self._hear(response.headers)
        return response

    def _why(self, error: Exception) -> str:
        """Return what failed, without an address; the owner is told once that the machine's clock may be wrong."""
        doubt = clock_doubt(error)
        if doubt and not self._has_told:
            log.warning("Higgsfield can't be reached: %s", doubt)
            self._has_told = True
        return doubt or in_words(error)

    def _remember_route(self, vendor_id: str, route: str, answer: RequestStatus) -> None:
        if route.startswith("/v1/") and answer.state in _GOES_ON:
            self._job_sets.add(vendor_id)
        else:
            self._job_sets.discard(vendor_id)

    async def _call(
        self,
        session: ClientSession,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        timeout: ClientTimeout,  # noqa: ASYNC109  aiohttp's own, for connecting and in all
        **more: Any,  # noqa: ANN401  aiohttp's options
    ) -> Response:
        """Make one call and read its answer; a redirect is an answer too, and is never followed."""
        options = {"headers": headers, "timeout": timeout, "allow_redirects": False, **more}
        proxy = self._proxy.for_url(url)
        async with session.request(method, URL(url, encoded=True), proxy=proxy, **options) as response:
            return Response(status=response.status, headers=response.headers, body=await _read(response))


def _note(call: str, vendor_id: str, response: Response) -> None:
    if log.isEnabledFor(logging.DEBUG):  # a job has ten answers: their headers are read only where that is written
        log.debug("request %s: %s HTTP %s, correlation %s", vendor_id, call, response.status, response.correlation)


async def _read(response: ClientResponse) -> bytes:
    """Read no more than LARGEST_ANSWER, unpacked; what is cut off there is no JSON and is judged as such."""
    body = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            response.close()
            break
    return bytes(body[:LARGEST_ANSWER])
