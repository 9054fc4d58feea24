"""The API's routes: submit, status, cancel, estimate."""

from __future__ import annotations

import json
import uuid
from typing import Any

from aiohttp import web

from bot.simulators.higgsfield.account import Account
from bot.simulators.higgsfield.api_errors import ApiError
from bot.simulators.higgsfield.call_log import request_fields
from bot.simulators.higgsfield.faults import Dropped
from bot.simulators.higgsfield.models import BUILT_IN, CREDITS_PER_DOLLAR, Model
from bot.simulators.higgsfield.prompt_directives import read_directives
from bot.simulators.higgsfield.requests import Request, job_set_body, status_body
from bot.simulators.higgsfield.validation import Invalid, is_web_address, read_order

LOGGED: web.RequestKey[dict[str, Any]] = web.RequestKey("logged", dict)  # what the log says of this call


class Routes:
    """Routes of the models in the table, and of the requests they accept."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def routes(self) -> list[web.RouteDef]:
        """Return the routes served here; the models' paths are those of the account's options now."""
        models = (*BUILT_IN, *self._account.options.models)
        return [
            *[web.post(model.path, self.submit) for model in models],
            *[web.post(model.wrapped_path, self.submit_wrapped) for model in models if model.wrapped_path],
            web.get("/requests/{id}/status", self.status),
            web.get("/v1/job-sets/{id}", self.job_set),
            web.post("/requests/{id}/cancel", self.cancel),
            *[web.post(f"/estimate{model.path}", self.estimate) for model in models],
            web.post("/estimate/{model}", self.estimate),
        ]

    async def submit(self, call: web.Request) -> web.Response:
        """POST to a model's path."""
        return await self._submit(call, self._model(path=call.path))

    async def submit_wrapped(self, call: web.Request) -> web.Response:
        """POST to a model's older path: the fields live inside "params", the answer is a job set."""
        return await self._submit(call, self._model(wrapped_path=call.path), wrapped=True)

    def _model(self, **place: str) -> Model:
        for model in self._account.options.offered.values():
            if all(getattr(model, name) == path for name, path in place.items()):
                return model
        raise ApiError(404, "Model not found")

    async def status(self, call: web.Request) -> web.Response:
        """GET /requests/{id}/status."""
        return web.json_response(status_body(self._known(call), self._account.url))

    async def job_set(self, call: web.Request) -> web.Response:
        """GET /v1/job-sets/{id}."""
        return web.json_response(job_set_body(self._known(call), self._account.url))

    async def cancel(self, call: web.Request) -> web.Response:
        """POST /requests/{id}/cancel: 202 with an empty body, only while queued."""
        request = self._known(call)
        self._account.cancel(request)
        call[LOGGED] = request_fields(request)
        return web.Response(status=202)

    async def estimate(self, call: web.Request) -> web.Response:
        """POST /estimate and a model's path: what the same body would cost, as decimal texts."""
        order = read_order(self._model(path=call.path.removeprefix("/estimate")), await json_body(call))
        credits = order.credits
        return web.json_response({"credits": f"{credits:.3f}", "usd": f"{credits / CREDITS_PER_DOLLAR:.3f}"})

    async def _submit(self, call: web.Request, model: Model, *, wrapped: bool = False) -> web.Response:
        body = await json_body(call)
        order = read_order(model, body, wrapped=wrapped)
        call[LOGGED] = {"model": model.name, "prompt": order.prompt, "images": order.num_images}
        webhook, secret = _webhook(call, body if wrapped else {})
        request, is_new = self._account.submit(
            order,
            endpoint=call.path,
            shape="v1" if wrapped else self._shape(order.prompt),
            idempotency_key=call.headers.get("Idempotency-Key"),
            webhook=webhook,
            webhook_secret=secret,
        )
        call[LOGGED] = request_fields(request)
        if is_new and any(directive.taken for directive in read_directives(order.prompt)):
            raise Dropped
        show = job_set_body if request.shape == "v1" else status_body
        return web.json_response(show(request, self._account.url))

    def _shape(self, prompt: str) -> str:
        return next((d.shape for d in read_directives(prompt) if d.shape), self._account.options.shape)

    def _known(self, call: web.Request) -> Request:
        request = self._account.requests.get(call.match_info["id"])
        if request is None:
            raise ApiError(404, "Not found")
        call[LOGGED] = request_fields(request)
        return request


async def json_body(call: web.Request) -> Any:  # noqa: ANN401  any JSON at all
    """Return the call's body as JSON; Invalid, with FastAPI's 422, for anything else."""
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
    """Return a new X-Correlation-ID."""
    return str(uuid.uuid4())
