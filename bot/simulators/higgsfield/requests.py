"""A request: its plan, its record, and the two shapes in which the API shows it."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.simulators.higgsfield.account_options import AccountOptions
from bot.simulators.higgsfield.prompt_directives import read_directives
from bot.simulators.higgsfield.validation import Order

QUEUED, IN_PROGRESS, COMPLETED, CANCELED = "queued", "in_progress", "completed", "canceled"
FAILED, NSFW = "failed", "nsfw"
#: What a saved request has beside its model and its body.
SAVED = (
    *("id", "shape", "idempotency_key", "fingerprint", "webhook", "webhook_secret", "created_at"),
    *("status", "started_at", "finished_at", "error", "charged"),
)
TERMINAL = frozenset({COMPLETED, FAILED, NSFW, CANCELED})


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The statuses that a request goes through unless it is cancelled."""

    queued_s: float
    stages: tuple[tuple[str, float], ...]  # status and seconds, after queued
    ending: str = COMPLETED
    error: str = ""
    pictures: int = 1
    link: str = ""


def plan(order: Order, options: AccountOptions) -> Plan:
    """Return a request's plan by its prompt's directives and the account's seed: equal orders have equal plans."""
    directives = read_directives(order.prompt)
    queued_s = _last([d.queued_s for d in directives], options.queued_s, options.pace)
    drawing_s = _last([d.drawing_s for d in directives], _usual(order.prompt, options), options.pace)
    odd = [(d.odd_status, 4.0 * options.pace) for d in directives if d.odd_status]
    return Plan(
        queued_s=queued_s,
        stages=(*odd, (IN_PROGRESS, drawing_s)),
        ending=next((d.ending for d in directives if d.ending), COMPLETED),
        error=next((d.error for d in directives if d.error), ""),
        pictures=max(0, order.num_images - sum(d.missing for d in directives)),
        link=next((d.link for d in directives if d.link), ""),
    )


def _usual(prompt: str, options: AccountOptions) -> float:
    low, high = options.drawing_s
    if low == high:  # for ever, perhaps: inf - inf is no number, and a sleep as long as that upsets every other one
        return low
    return random.Random(f"{options.seed}:{prompt}").uniform(low, high)  # noqa: S311  play, no secret


def _last(asked: list[float | None], usual: float, pace: float) -> float:
    given = [seconds for seconds in asked if seconds is not None]
    if not given:
        return usual
    return given[-1] if given[-1] == float("inf") else given[-1] * pace


@dataclass(kw_only=True)
class Request:
    """One accepted request and its record."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    order: Order
    plan: Plan
    shape: str
    idempotency_key: str | None
    fingerprint: str  # what must be equal for the same Idempotency-Key
    webhook: str | None
    webhook_secret: str | None
    created_at: float
    status: str = QUEUED
    started_at: float | None = None
    finished_at: float | None = None
    error: str = ""
    charged: float = 0.0  # credits, once completed
    inputs: list[bytes] = field(default_factory=list)  # as fetched when drawing began
    webhook_answers: list[int] = field(default_factory=list)  # HTTP codes of the tries; 0: no answer

    def saved(self) -> dict[str, Any]:
        """Return the request as plain JSON, as `Account.restore` takes it."""
        return {"model": self.model, "params": dict(self.order.params), **{key: getattr(self, key) for key in SAVED}}

    @property
    def model(self) -> str:
        """The model's name."""
        return self.order.model.name

    @property
    def prompt(self) -> str:
        """The prompt as sent, with its directives."""
        return self.order.prompt

    @property
    def images(self) -> int:
        """The number of pictures asked for."""
        return self.order.num_images

    @property
    def cost(self) -> float:
        """The credits that this request costs when it completes."""
        return self.order.credits

    @property
    def is_over(self) -> bool:
        """Whether the status is final."""
        return self.status in TERMINAL

    def summary(self) -> dict[str, Any]:
        """Return the record as JSON for the control routes; inputs by size only."""
        return {
            "id": self.id,
            "model": self.model,
            "prompt": self.prompt,
            "images": self.images,
            "aspect_ratio": self.order.aspect_ratio,
            "output_format": self.order.output_format,
            "resolution": self.order.resolution,
            "status": self.status,
            "error": self.error,
            "charged": self.charged,
            "idempotency_key": self.idempotency_key,
            "inputs": [len(data) for data in self.inputs],
            "created_at": self.created_at,
            "started_at": self.started_at,
            "finished_at": self.finished_at,
        }


def picture_urls(request: Request, url: str) -> list[str]:
    """Return the addresses of the finished pictures, in order; none before completion."""
    if request.status != COMPLETED:
        return []
    extension = request.order.output_format.replace("jpeg", "jpg")
    return [f"{url}/cdn/results/{request.id}/{n}.{extension}" for n in range(1, request.plan.pictures + 1)]


def status_body(request: Request, url: str) -> dict[str, Any]:
    """Return the request in the newer shape, as submit, status and webhook send it."""
    body: dict[str, Any] = {
        "status": request.status,
        "request_id": request.id,
        "status_url": f"{url}/requests/{request.id}/status",
        "cancel_url": f"{url}/requests/{request.id}/cancel",
    }
    if request.status == COMPLETED:
        body["images"] = [{"url": picture} for picture in picture_urls(request, url)]
    if request.status == FAILED and request.error:
        body["error"] = request.error
    return body


def job_set_body(request: Request, url: str) -> dict[str, Any]:
    """Return the request in the older shape, a set of one job a picture."""
    kind = request.model.replace("-", "_")
    urls = picture_urls(request, url)
    created = datetime.fromtimestamp(request.created_at, UTC).isoformat().replace("+00:00", "Z")
    return {
        "id": request.id,
        "type": kind,
        "created_at": created,
        "jobs": [_job(request, kind, n, urls) for n in range(request.images)],
        "input_params": dict(request.order.params),
    }


def _job(request: Request, kind: str, n: int, urls: list[str]) -> Mapping[str, Any]:
    came = n < len(urls)
    short = request.status == COMPLETED and not came
    return {
        "id": str(uuid.uuid5(uuid.UUID(request.id), str(n))),
        "job_set_type": kind,
        "status": NSFW if short else request.status,
        "results": _results(urls[n]) if came else None,
    }


def _results(url: str) -> dict[str, Any]:
    return {
        "raw": {"type": "image", "url": url},
        "min": {"type": "image", "url": url.rpartition(".")[0] + "-min.webp"},
    }
