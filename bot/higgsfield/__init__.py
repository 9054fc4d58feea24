"""Higgsfield as the worker sees it: five calls. `client.py` speaks HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bot.domain.catalog import Params


class VendorState(StrEnum):
    """The state of a request at Higgsfield."""

    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    NSFW = "nsfw"
    CANCELED = "canceled"
    UNKNOWN = "unknown"  # a word we don't know: it counts as still running


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One order for Higgsfield."""

    model: str
    prompt: str = field(repr=False)
    params: Params
    input_urls: tuple[str, ...] = field(default=(), repr=False)
    idempotency_key: str
    webhook_url: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class RequestStatus:
    """Higgsfield's word on a request."""

    state: VendorState
    image_urls: tuple[str, ...] = ()  # in the order of the pictures; only with completed
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """The price that Higgsfield names for an order, as it writes it."""

    credits: str
    usd: str


class Vendor(Protocol):
    """The calls of the API; each may raise VendorError, and nothing else but cancellation."""

    async def submit(self, submission: Submission) -> str:
        """Submit an order and return the request's id. Raises VendorRefused, VendorBusy or SubmissionUnknown."""
        ...

    async def status(self, vendor_id: str) -> RequestStatus:
        """Return a request's status. Raises VendorBusy, or VendorRefused (401: the key; 404: the id is unknown)."""
        ...

    async def ping(self) -> None:
        """Ask for a request that does not exist: any answer will do. Raises VendorBusy where none comes."""
        ...

    async def cancel(self, vendor_id: str) -> bool:
        """Cancel a request; False where it is too late. Raises VendorBusy or VendorRefused."""
        ...

    async def upload(self, path: Path, content_type: str) -> str:
        """Upload a picture and return its URL. Raises NoUpload, VendorBusy or VendorRefused."""
        ...
