"""The vendor as the worker sees it: five calls. `client.py` speaks HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bot.domain.catalog import Params


class VendorState(StrEnum):
    """What the vendor says of a request."""

    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    NSFW = "nsfw"
    CANCELED = "canceled"
    UNKNOWN = "unknown"  # a word we don't know: it counts as still running


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One order for the vendor."""

    model: str
    prompt: str = field(repr=False)
    params: Params
    input_urls: tuple[str, ...] = field(default=(), repr=False)
    idempotency_key: str
    webhook_url: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class RequestStatus:
    """The vendor's word on a request."""

    state: VendorState
    image_urls: tuple[str, ...] = ()  # in the order of the pictures; only with completed
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What the vendor would ask for an order, as it writes it."""

    credits: str
    usd: str


class Vendor(Protocol):
    """The calls; each may raise VendorError, and nothing else but cancellation."""

    async def submit(self, submission: Submission) -> str:
        """Order; return the request's id. Raises VendorRefused, VendorBusy or VendorUnclear."""
        ...

    async def status(self, vendor_id: str) -> RequestStatus:
        """Ask. Raises VendorBusy (ask again later) or VendorRefused (401, 404)."""
        ...

    async def ping(self) -> None:
        """Find out whether anybody answers. Raises VendorBusy where nobody does."""
        ...

    async def cancel(self, vendor_id: str) -> bool:
        """Ask to cancel; False: it is too late. Raises VendorBusy or VendorRefused."""
        ...

    async def upload(self, path: Path, content_type: str) -> str:
        """Store a picture with the vendor; return its address. Raises NoUpload, VendorBusy or VendorRefused."""
        ...
