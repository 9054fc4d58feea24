"""A lean Higgsfield: orders that take as long as they are told to, and a CDN. `python -m bench.standins.higgsfield`."""

from __future__ import annotations

import asyncio
import json
import math
import random
import sys
import uuid
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field, replace
from statistics import NormalDist

import aiohttp
from aiohttp import web

from bench.standins.pictures import picture
from bench.standins.serving import JSON, LARGEST_BODY, CallLog, now, reply, serve

MODELS = ("/nano-banana", "/nano-banana-pro", "/v1/text2image/nano-banana")
DRIPS = 20  # pieces in which a slow CDN sends a picture
RING_PAUSES_S = (0.0, 0.1, 0.5, 2.0)


@dataclass(frozen=True, kw_only=True)
class Options:
    """How the vendor behaves from now on; POST /bench/options changes some of them."""

    queued_s: float = 1.0  # of the median's spread, too: an order waits longer where it is drawn longer
    drawing_s: float = 11.0  # the median of a log-normal distribution
    sigma: float = 0.35
    evenly: int = 0  # so many in a row lie evenly over the distribution, in a drawn order; 0: each is drawn
    offset: float = 0.5  # where in its even share of the distribution each lies
    slower: float = 1.0  # stretches both
    round_trip_s: float = 0.0  # before each answer of the API
    picture_bytes: int = 2_000
    cdn_s: float = 0.0  # how long a picture takes to come
    seed: int = 1


@dataclass(kw_only=True)
class Request:
    """One order as the vendor sees it; the times are of the machine's monotonic clock."""

    id: str
    created: float
    starts: float
    finishes: float
    pictures: int
    webhook: str = ""
    key: str = ""
    questions: int = 0  # how often its status was asked for
    fetched: float = 0.0  # when its first picture was first asked for
    rings: list[int] = field(default_factory=list)  # the answers to its webhook; 0: none
    is_cancelled: bool = False

    @property
    def status(self) -> str:
        """The vendor's word for where it stands now."""
        if self.is_cancelled:
            return "canceled"
        return "queued" if now() < self.starts else "in_progress" if now() < self.finishes else "completed"


class Higgsfield:
    """The API, its CDN and its control door."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.requests: dict[str, Request] = {}
        self.log = CallLog()
        self._random = random.Random(options.seed)
        self._spreads: list[float] = []  # of the next orders
        self._ringing: set[asyncio.Task[None]] = set()
        self._http: aiohttp.ClientSession | None = None
        picture(options.picture_bytes)  # made before anybody waits for it

    def application(self) -> web.Application:
        """Return the routes."""
        app = web.Application(middlewares=[self.log.middleware], client_max_size=LARGEST_BODY)
        app.add_routes(
            [
                *(web.post(path, self.submit) for path in MODELS),
                web.get("/requests/{id}/status", self.status),
                web.post("/requests/{id}/cancel", self.cancel),
                web.post("/estimate/{model}", self.estimate),
                web.post("/files/generate-upload-url", self.upload_url),
                web.put("/storage/{name}", self.stored),
                web.get("/cdn/{id}/{n}.png", self.cdn),
                web.post("/bench/options", self.set_options),
                web.get("/bench/requests", self.show),
                web.get("/bench/state", self.state),
                web.get("/bench/calls", self.log.show),
            ]
        )
        app.cleanup_ctx.append(self._session)
        return app

    async def _session(self, _: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as self._http:
            yield
            for task in self._ringing:
                task.cancel()

    async def submit(self, call: web.Request) -> web.Response:
        """POST to a model's path."""
        body = await call.json()
        body = body.get("params", body)
        await asyncio.sleep(self.options.round_trip_s)
        spread = self._spread() * self.options.slower
        created = now()
        starts = created + self.options.queued_s * spread
        request = Request(
            id=str(uuid.uuid4()),
            created=created,
            starts=starts,
            finishes=starts + self.options.drawing_s * spread,
            pictures=int(body.get("num_images") or 1),
            webhook=call.query.get("hf_webhook", ""),
            key=call.headers.get("Idempotency-Key", ""),
        )
        self.requests[request.id] = request
        if request.webhook:
            self._ringing.add(task := asyncio.create_task(self._ring(call, request)))
            task.add_done_callback(self._ringing.discard)
        return reply(self._body(call, request))

    def _spread(self) -> float:
        """Return an order's duration as a share of the median."""
        if not self._spreads:
            evenly, offset = self.options.evenly, self.options.offset
            shares = [(n + offset) / evenly for n in range(evenly)] or [self._random.random()]
            self._spreads = [math.exp(self.options.sigma * NormalDist().inv_cdf(share)) for share in shares]
            self._random.shuffle(self._spreads)
        return self._spreads.pop()

    def _body(self, call: web.Request, request: Request) -> JSON:
        base, status = f"http://{call.host}", request.status
        body: JSON = {
            "status": status,
            "request_id": request.id,
            "status_url": f"{base}/requests/{request.id}/status",
            "cancel_url": f"{base}/requests/{request.id}/cancel",
        }
        if status == "completed":
            body["images"] = [{"url": f"{base}/cdn/{request.id}/{n}.png"} for n in range(1, request.pictures + 1)]
        return body

    async def _ring(self, call: web.Request, request: Request) -> None:
        await asyncio.sleep(request.finishes - now())
        if request.is_cancelled or self._http is None:
            return
        for pause in RING_PAUSES_S:
            await asyncio.sleep(pause)
            try:
                async with self._http.post(request.webhook, json=self._body(call, request)) as answer:
                    request.rings.append(answer.status)
            except aiohttp.ClientError:
                request.rings.append(0)
            if 200 <= request.rings[-1] < 300:
                return

    async def status(self, call: web.Request) -> web.Response:
        """GET /requests/{id}/status."""
        request = self.requests[call.match_info["id"]]
        request.questions += 1
        await asyncio.sleep(self.options.round_trip_s)
        return reply(self._body(call, request))

    async def cancel(self, call: web.Request) -> web.Response:
        """POST /requests/{id}/cancel: only while queued."""
        request = self.requests[call.match_info["id"]]
        if request.status not in ("queued", "canceled"):
            return reply({"detail": "Request cannot be canceled"}, 400)
        request.is_cancelled = True
        return web.Response(status=202)

    async def estimate(self, _: web.Request) -> web.Response:
        """POST /estimate/{model}."""
        return reply({"credits": "1.000", "usd": "0.063"})

    async def upload_url(self, call: web.Request) -> web.Response:
        """POST /files/generate-upload-url."""
        address = f"http://{call.host}/storage/{uuid.uuid4().hex}.png"
        return reply({"public_url": address, "upload_url": address, "upload_headers": {}})

    async def stored(self, call: web.Request) -> web.Response:
        """PUT of an input."""
        await call.read()
        return web.Response()

    async def cdn(self, call: web.Request) -> web.StreamResponse:
        """GET of a picture, at the CDN's pace; a peer may ask for one that nobody ordered."""
        request = self.requests.get(call.match_info["id"])
        if request:
            request.fetched = request.fetched or now()
        data, seconds = picture(self.options.picture_bytes), self.options.cdn_s
        answer = web.StreamResponse(headers={"Content-Type": "image/png", "Content-Length": str(len(data))})
        await answer.prepare(call)
        step = -(-len(data) // (DRIPS if seconds else 1))
        for start in range(0, len(data), step):
            await asyncio.sleep(seconds / DRIPS)
            await answer.write(data[start : start + step])
        await answer.write_eof()
        return answer

    async def set_options(self, call: web.Request) -> web.Response:
        """POST /bench/options."""
        self.options, self._spreads = replace(self.options, **await call.json()), []
        picture(self.options.picture_bytes)
        return reply(asdict(self.options))

    async def show(self, _: web.Request) -> web.Response:
        """GET /bench/requests: oldest first."""
        return reply([asdict(request) | {"status": request.status} for request in self.requests.values()])

    async def state(self, _: web.Request) -> web.Response:
        """GET /bench/state: in numbers."""
        questions = sum(request.questions for request in self.requests.values())
        return reply({"taken": len(self.requests), "questions": questions})


if __name__ == "__main__":
    asyncio.run(serve(Higgsfield(Options(**json.loads(sys.argv[1]) if len(sys.argv) > 1 else {})).application()))
