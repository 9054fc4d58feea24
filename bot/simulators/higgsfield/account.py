"""The simulated account: accepts requests, runs each to its end, charges it and calls its webhook."""

from __future__ import annotations

import asyncio
import io
import json
import re
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

import aiohttp
from PIL import Image, UnidentifiedImageError

from bot.simulators.higgsfield.account_options import AccountOptions
from bot.simulators.higgsfield.api_errors import ApiError
from bot.simulators.higgsfield.call_log import CallLog
from bot.simulators.higgsfield.prompt_directives import Answer, read_directives
from bot.simulators.higgsfield.requests import CANCELED, COMPLETED, FAILED, NSFW, QUEUED, Request, plan, status_body
from bot.simulators.higgsfield.signatures import signature
from bot.simulators.higgsfield.validation import Order, read_order

LARGEST_INPUT = 32 * 1024 * 1024
VISIBLE = re.compile(r"[\x21-\x7e]{1,255}")


class BadInput(Exception):
    """An input picture that could not be fetched or read."""


class Account:
    """One customer's account: its requests, its credits, and the task that runs each request."""

    def __init__(self, options: AccountOptions, log: CallLog) -> None:
        self._options = options
        self._log = log
        self.requests: dict[str, Request] = {}
        self.url = ""  # the server's address, once it listens
        self.spent = 0.0
        self._by_key: dict[str, Request] = {}
        self._answers: Counter[tuple[int, str, str | None]] = Counter()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._slots = asyncio.Condition()
        self._http: aiohttp.ClientSession | None = None

    @property
    def options(self) -> AccountOptions:
        """The account's options; assign new ones at any time."""
        return self._options

    @options.setter
    def options(self, options: AccountOptions) -> None:
        if options.credits != self._options.credits:
            self.spent = 0.0
        self._options = options

    @property
    def credits_left(self) -> float:
        """Credits neither spent nor reserved."""
        if self.options.credits is None:
            return float("inf")
        return self.options.credits - self.spent - sum(r.cost for r in self._open())

    def start(self, url: str) -> None:
        """Run the requests that the last `stop` left unfinished; `url` is the server's address."""
        self.url = url
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20))
        for request in self.requests.values():
            if not request.is_over:
                self._start(request)

    async def stop(self) -> None:
        """Leave every request in its present status."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http:
            await self._http.close()

    def submit(
        self,
        order: Order,
        *,
        endpoint: str,
        shape: str,
        idempotency_key: str | None,
        webhook: str | None,
        webhook_secret: str | None = None,
    ) -> tuple[Request, bool]:
        """Accept an order, and return its request and whether it is new, not a repetition by Idempotency-Key."""
        fingerprint = json.dumps([endpoint, dict(order.params), webhook], sort_keys=True)
        key = idempotency_key if self.options.idempotent else None
        if key and not VISIBLE.fullmatch(key):
            raise ApiError(422, "Idempotency-Key must be 1 to 255 visible ASCII characters")
        if key in self._by_key:
            return self._repeated(self._by_key[key], fingerprint), False
        self._refuse_by_directive(order, idempotency_key)
        self._refuse_by_limits(order)
        request = Request(
            order=order,
            plan=plan(order, self.options),
            shape=shape,
            idempotency_key=idempotency_key,
            fingerprint=fingerprint,
            webhook=webhook,
            webhook_secret=webhook_secret,
            created_at=time.time(),
        )
        self.requests[request.id] = request
        if key:
            self._by_key[key] = request
        self._log.record_state(request)
        self._start(request)
        return request, True

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Restore a request from its model's name, its body as sent and its record; one that is not over goes on."""
        order = read_order(self.options.offered[saved["model"]], saved["params"])
        fields = {key: value for key, value in saved.items() if key not in ("model", "params")}
        request = Request(order=order, plan=plan(order, self.options), **fields)
        self.requests[request.id] = request
        if not request.is_over:
            self._start(request)

    def cancel(self, request: Request) -> None:
        """Cancel a request; ApiError 400 unless it is queued."""
        if request.status != QUEUED:
            raise ApiError(400, f"Request cannot be canceled: it is {request.status}")
        self._tasks[request.id].cancel()
        self.advance(request, CANCELED)

    def advance(self, request: Request, status: str) -> None:
        """Set a request's status, and charge it if it completes; a final status stays."""
        if request.status == status or request.is_over:
            return
        request.status = status
        if request.is_over:
            request.finished_at = time.time()
        if status == COMPLETED:
            request.charged = request.cost
            self.spent += request.cost
        self._log.record_state(request)

    def _repeated(self, request: Request, fingerprint: str) -> Request:
        if request.fingerprint != fingerprint:
            raise ApiError(422, "Idempotency-Key was already used with different parameters")
        return request

    def _refuse_by_directive(self, order: Order, key: str | None) -> None:
        for directive in read_directives(order.prompt):
            answer = directive.answer
            if answer and self._applies(answer, (id(answer), order.prompt, key)):
                error = ApiError(answer.status, "", headers=answer.headers)
                error.body = answer.body
                raise error

    def _applies(self, answer: Answer, which: tuple[int, str, str | None]) -> bool:
        if answer.times is None:
            return True
        self._answers[which] += 1
        if self._answers[which] > answer.times:
            del self._answers[which]
            return False
        return True

    def _refuse_by_limits(self, order: Order) -> None:
        options = self.options
        if order.credits > self.credits_left:
            raise ApiError(403, "Not enough credits")
        waiting = self._open()
        if not options.queue and len(waiting) >= options.concurrency:
            limit = options.concurrency
            raise ApiError(400, f"Maximum number of concurrent requests ({limit}) has been reached")
        pictures = sum(r.images for r in waiting) + order.num_images
        if options.queue and pictures > options.queue_limit:
            more = {"code": "account_queue_full", "limit": options.queue_limit}
            raise ApiError(429, "Your account's queue is full", headers={"Retry-After": "2"}, more=more)

    def _open(self) -> list[Request]:
        return [self.requests[id] for id in self._tasks if not self.requests[id].is_over]

    def _start(self, request: Request) -> None:
        task = asyncio.create_task(self._run(request))
        self._tasks[request.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(request.id, None))

    async def _run(self, request: Request) -> None:
        await asyncio.sleep(request.plan.queued_s)
        await self._await_slot(request)
        try:
            await self._draw(request)
        except BadInput as error:
            request.error = str(error)
            self.advance(request, FAILED)
        async with self._slots:
            self._slots.notify_all()
        await self._call_webhook(request)

    async def _await_slot(self, request: Request) -> None:
        async with self._slots:
            await self._slots.wait_for(self._has_room)
            request.started_at = time.time()
            self.advance(request, request.plan.stages[0][0])

    def _has_room(self) -> bool:
        drawing = sum(r.status != QUEUED for r in self._open())
        return not self.options.queue or drawing < self.options.concurrency

    async def _draw(self, request: Request) -> None:
        request.inputs.clear()
        for url in request.order.input_urls:
            request.inputs.append(await self._fetch(url))
        for status, seconds in request.plan.stages:
            self.advance(request, status)
            await asyncio.sleep(seconds)
        request.error = request.plan.error
        self.advance(request, request.plan.ending)

    async def _fetch(self, url: str) -> bytes:
        if self._http is None:
            raise BadInput("The vendor is closed")
        try:
            async with self._http.get(url) as response:
                if response.status != 200:
                    raise BadInput(f"Could not fetch input image: HTTP {response.status}")
                if (response.content_length or 0) > LARGEST_INPUT:
                    raise BadInput("Input image is too large")
                data = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise BadInput(f"Could not fetch input image: {type(error).__name__}") from error
        await asyncio.to_thread(_check_picture, data)
        return data

    async def _call_webhook(self, request: Request) -> None:
        if not request.webhook or request.status not in (COMPLETED, FAILED, NSFW):
            return
        for pause in self.options.webhook_pauses_s:
            await asyncio.sleep(pause)
            code = await self._post_webhook(request, request.webhook)
            request.webhook_answers.append(code)
            if 200 <= code < 300:
                return

    async def _post_webhook(self, request: Request, url: str) -> int:
        assert self._http is not None  # noqa: S101  requests run only between start and stop
        headers = {"Content-Type": "application/json"}
        if request.webhook_secret:
            headers["X-Webhook-Secret-Key"] = request.webhook_secret
        body = json.dumps(status_body(request, self.url)).encode()
        if self.options.webhook_secret:
            headers |= signature(self.options.webhook_secret, f"msg_{request.id}", int(time.time()), body)
        try:
            async with self._http.post(url, data=body, headers=headers, allow_redirects=False) as response:
                return response.status
        except (aiohttp.ClientError, TimeoutError):
            return 0


def _check_picture(data: bytes) -> None:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > 80_000_000:
                raise BadInput("Input image has too many pixels")
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadInput("Input image could not be read") from error
