"""Api: the vendor's routes."""

from __future__ import annotations

import json
import uuid
from typing import Any

from aiohttp import web

from bot.simulators.higgsfield.account import Account
from bot.simulators.higgsfield.account_options import BANANA, CREDITS_A_DOLLAR, CREDITS_A_PICTURE, PRO
from bot.simulators.higgsfield.api_errors import ApiError
from bot.simulators.higgsfield.call_log import about
from bot.simulators.higgsfield.faults import Dropped
from bot.simulators.higgsfield.prompt_directives import read_directives
from bot.simulators.higgsfield.requests import Request, job_set_body, status_body
from bot.simulators.higgsfield.validation import Invalid, is_web_address, read_order

ABOUT: web.RequestKey[dict[str, Any]] = web.RequestKey("about", dict)  # what the journal says of this call


class Routes:
    """Submit, status, cancel, estimate."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def routes(self) -> list[web.RouteDef]:
        """The route table."""
        return [
            web.post("/nano-banana", self.submit_banana),
            web.post("/nano-banana-pro", self.submit_pro),
            web.post("/v1/text2image/nano-banana", self.submit_wrapped),
            web.get("/requests/{id}/status", self.status),
            web.get("/v1/job-sets/{id}", self.job_set),
            web.post("/requests/{id}/cancel", self.cancel),
            web.post("/estimate/{model}", self.estimate),
        ]

    async def submit_banana(self, call: web.Request) -> web.Response:
        """POST /nano-banana."""
        return await self._submit(call, BANANA)

    async def submit_pro(self, call: web.Request) -> web.Response:
        """POST /nano-banana-pro."""
        if not self._account.terms.pro:
            raise ApiError(404, "Model not found")
        return await self._submit(call, PRO)

    async def submit_wrapped(self, call: web.Request) -> web.Response:
        """POST /v1/text2image/nano-banana: the fields live inside "params", the answer is a job set."""
        return await self._submit(call, BANANA, wrapped=True)

    async def status(self, call: web.Request) -> web.Response:
        """GET /requests/{id}/status."""
        return web.json_response(status_body(self._known(call), self._account.base))

    async def job_set(self, call: web.Request) -> web.Response:
        """GET /v1/job-sets/{id}."""
        return web.json_response(job_set_body(self._known(call), self._account.base))

    async def cancel(self, call: web.Request) -> web.Response:
        """POST /requests/{id}/cancel: 202 with an empty body, only while queued."""
        request = self._known(call)
        self._account.cancel(request)
        call[ABOUT] = about(request)
        return web.Response(status=202)

    async def estimate(self, call: web.Request) -> web.Response:
        """POST /estimate/{model}: what the same body would cost, as decimal texts."""
        model = call.match_info["model"]
        if model not in CREDITS_A_PICTURE or (model == PRO and not self._account.terms.pro):
            raise ApiError(404, "Model not found")
        order = read_order(model, await json_body(call))
        credits = CREDITS_A_PICTURE[model] * order.num_images
        return web.json_response({"credits": f"{credits:.3f}", "usd": f"{credits / CREDITS_A_DOLLAR:.3f}"})

    async def _submit(self, call: web.Request, model: str, *, wrapped: bool = False) -> web.Response:
        body = await json_body(call)
        inputs_allowed = model != PRO or self._account.terms.pro_inputs
        order = read_order(model, body, inputs_allowed=inputs_allowed, wrapped=wrapped)
        call[ABOUT] = {"model": model, "prompt": order.prompt, "images": order.num_images}
        webhook, secret = _webhook(call, body if wrapped else {})
        request, fresh = self._account.submit(
            order,
            endpoint=call.path,
            shape="v1" if wrapped else self._shape(order.prompt),
            idempotency_key=call.headers.get("Idempotency-Key"),
            webhook=webhook,
            webhook_secret=secret,
        )
        call[ABOUT] = about(request)
        if fresh and any(word.taken for word in read_directives(order.prompt)):
            raise Dropped
        show = job_set_body if request.shape == "v1" else status_body
        return web.json_response(show(request, self._account.base))

    def _shape(self, prompt: str) -> str:
        return next((word.shape for word in read_directives(prompt) if word.shape), self._account.terms.shape)

    def _known(self, call: web.Request) -> Request:
        request = self._account.requests.get(call.match_info["id"])
        if request is None:
            raise ApiError(404, "Not found")
        call[ABOUT] = about(request)
        return request


async def json_body(call: web.Request) -> Any:  # noqa: ANN401  any JSON at all
    """The call's body as JSON, refused as FastAPI refuses it."""
    raw = await call.read()
    if call.content_type != "application/json":
        msg = "Input should be a valid dictionary or object to extract fields from"
        raise Invalid([{"type": "model_attributes_type", "loc": ["body"], "msg": msg}])
    try:
        return json.loads(raw)
    except json.JSONDecodeError as error:
        problem = {"type": "json_invalid", "loc": ["body", error.pos], "msg": "JSON decode error", "input": {}}
        raise Invalid([problem | {"ctx": {"error": error.msg}}]) from error


def _webhook(call: web.Request, body: dict[str, Any]) -> tuple[str | None, str | None]:
    given = body.get("webhook") or {}
    url = call.query.get("hf_webhook") or (given.get("url") if isinstance(given, dict) else None)
    if url is not None and not is_web_address(str(url)):
        msg = "Input should be a valid URL"
        raise Invalid([{"type": "url_parsing", "loc": ["query", "hf_webhook"], "msg": msg, "input": url}])
    return url, given.get("secret") if isinstance(given, dict) else None


def correlation_id() -> str:
    """A new X-Correlation-ID."""
    return str(uuid.uuid4())
