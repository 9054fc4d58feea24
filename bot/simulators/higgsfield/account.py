"""Account: the vendor's books and machines. It takes orders, lives them out, charges and refunds."""

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

from bot.simulators.higgsfield.account_options import CREDITS_A_PICTURE, AccountOptions
from bot.simulators.higgsfield.api_errors import ApiError
from bot.simulators.higgsfield.call_log import CallLog
from bot.simulators.higgsfield.prompt_directives import Answer, read_directives
from bot.simulators.higgsfield.requests import CANCELED, COMPLETED, FAILED, NSFW, QUEUED, Request, plan, status_body
from bot.simulators.higgsfield.signatures import signature
from bot.simulators.higgsfield.validation import Order, read_order

LARGEST_INPUT = 32 * 1024 * 1024
VISIBLE = re.compile(r"[\x21-\x7e]{1,255}")


class BadInput(Exception):
    """An input picture could not be had."""


class Account:
    """One customer's account at the vendor."""

    def __init__(self, terms: AccountOptions, journal: CallLog) -> None:
        self._terms = terms
        self._journal = journal
        self.requests: dict[str, Request] = {}
        self.base = ""  # the server's address, once it listens
        self.spent = 0.0
        self._by_key: dict[str, Request] = {}
        self._refusals: Counter[tuple[int, str, str | None]] = Counter()
        self._lives: dict[str, asyncio.Task[None]] = {}
        self._turn = asyncio.Condition()
        self._http: aiohttp.ClientSession | None = None

    @property
    def terms(self) -> AccountOptions:
        """What the account is like; may be replaced at any time."""
        return self._terms

    @terms.setter
    def terms(self, terms: AccountOptions) -> None:
        if terms.credits != self._terms.credits:
            self.spent = 0.0
        self._terms = terms

    @property
    def credits_left(self) -> float:
        """Credits neither spent nor reserved."""
        if self.terms.credits is None:
            return float("inf")
        return self.terms.credits - self.spent - sum(r.cost for r in self._open())

    def open(self, base: str) -> None:
        """Begin business at this address; what was left unfinished at the last `close` goes on."""
        self.base = base
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20))
        for request in self.requests.values():
            if not request.is_over:
                self._begin(request)

    async def close(self) -> None:
        """Stop every life where it is."""
        lives = list(self._lives.values())
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
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
        """Take an order: its request, and whether it is new (not the repetition of an earlier one)."""
        fingerprint = json.dumps([endpoint, dict(order.params), webhook], sort_keys=True)
        key = idempotency_key if self.terms.idempotent else None
        if key and not VISIBLE.fullmatch(key):
            raise ApiError(422, "Idempotency-Key must be 1 to 255 visible ASCII characters")
        if key in self._by_key:
            return self._repeated(self._by_key[key], fingerprint), False
        self._refuse_by_word(order, idempotency_key)
        self._refuse_by_terms(order)
        request = Request(
            order=order,
            plan=plan(order, self.terms),
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
        self._journal.note_state(request)
        self._begin(request)
        return request, True

    def recall(self, saved: Mapping[str, Any]) -> None:
        """Know a request again by its model, its body as sent and its record; one that is not over goes on."""
        order = read_order(saved["model"], saved["params"])
        fields = {key: value for key, value in saved.items() if key not in ("model", "params")}
        request = Request(order=order, plan=plan(order, self.terms), **fields)
        self.requests[request.id] = request
        if not request.is_over:
            self._begin(request)

    def cancel(self, request: Request) -> None:
        """Cancel, which only works while queued."""
        if request.status != QUEUED:
            raise ApiError(400, f"Request cannot be canceled: it is {request.status}")
        self._lives[request.id].cancel()
        self._move(request, CANCELED)

    def _repeated(self, request: Request, fingerprint: str) -> Request:
        if request.fingerprint != fingerprint:
            raise ApiError(422, "Idempotency-Key was already used with different parameters")
        return request

    def _refuse_by_word(self, order: Order, key: str | None) -> None:
        for word in read_directives(order.prompt):
            if word.answer and self._strikes(word.answer, (id(word.answer), order.prompt, key)):
                body = word.answer.body
                refusal = ApiError(word.answer.status, "", headers=word.answer.headers)
                refusal.body = body
                raise refusal

    def _strikes(self, answer: Answer, which: tuple[int, str, str | None]) -> bool:
        if answer.times is None:
            return True
        self._refusals[which] += 1
        if self._refusals[which] > answer.times:
            del self._refusals[which]
            return False
        return True

    def _refuse_by_terms(self, order: Order) -> None:
        terms = self.terms
        if CREDITS_A_PICTURE[order.model] * order.num_images > self.credits_left:
            raise ApiError(403, "Not enough credits")
        waiting = self._open()
        if not terms.queue and len(waiting) >= terms.concurrency:
            limit = terms.concurrency
            raise ApiError(400, f"Maximum number of concurrent requests ({limit}) has been reached")
        pictures = sum(r.images for r in waiting) + order.num_images
        if terms.queue and pictures > terms.queue_limit:
            more = {"code": "account_queue_full", "limit": terms.queue_limit}
            raise ApiError(429, "Your account's queue is full", headers={"Retry-After": "2"}, more=more)

    def _open(self) -> list[Request]:
        return [self.requests[id] for id in self._lives if not self.requests[id].is_over]

    def _begin(self, request: Request) -> None:
        life = asyncio.create_task(self._live(request))
        self._lives[request.id] = life
        life.add_done_callback(lambda _: self._lives.pop(request.id, None))

    async def _live(self, request: Request) -> None:
        await asyncio.sleep(request.plan.queued_s)
        await self._await_turn(request)
        try:
            await self._draw(request)
        except BadInput as error:
            request.error = str(error)
            self._move(request, FAILED)
        async with self._turn:
            self._turn.notify_all()
        await self._ring(request)

    async def _await_turn(self, request: Request) -> None:
        async with self._turn:
            await self._turn.wait_for(self._has_room)
            request.started_at = time.time()
            self._move(request, request.plan.stages[0][0])

    def _has_room(self) -> bool:
        drawing = sum(r.status != QUEUED for r in self._open())
        return not self.terms.queue or drawing < self.terms.concurrency

    async def _draw(self, request: Request) -> None:
        request.inputs.clear()
        for url in request.order.input_urls:
            request.inputs.append(await self._fetch(url))
        for status, seconds in request.plan.stages:
            self._move(request, status)
            await asyncio.sleep(seconds)
        request.error = request.plan.error
        self._move(request, request.plan.ending)

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

    def _move(self, request: Request, status: str) -> None:
        if request.status == status or request.is_over:
            return
        request.status = status
        if request.is_over:
            request.finished_at = time.time()
        if status == COMPLETED:
            request.charged = request.cost
            self.spent += request.cost
        self._journal.note_state(request)

    async def _ring(self, request: Request) -> None:
        if not request.webhook or request.status not in (COMPLETED, FAILED, NSFW):
            return
        for pause in self.terms.webhook_pauses_s:
            await asyncio.sleep(pause)
            code = await self._deliver(request, request.webhook)
            request.webhook_answers.append(code)
            if 200 <= code < 300:
                return

    async def _deliver(self, request: Request, url: str) -> int:
        assert self._http is not None  # noqa: S101  a life only runs while open
        headers = {"Content-Type": "application/json"}
        if request.webhook_secret:
            headers["X-Webhook-Secret-Key"] = request.webhook_secret
        body = json.dumps(status_body(request, self.base)).encode()
        if self.terms.webhook_secret:
            headers |= signature(self.terms.webhook_secret, f"msg_{request.id}", int(time.time()), body)
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
