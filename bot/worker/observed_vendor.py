"""Higgsfield, with each call told of: what was asked, how it ended, and how long it took."""

from __future__ import annotations

from collections.abc import Awaitable
from pathlib import Path
from typing import TypeVar

from bot.domain.errors import SubmissionUnknown, VendorBusy, VendorRefused
from bot.higgsfield import RequestStatus, Submission, Vendor
from bot.runtime.clock import Clock
from bot.worker.events import VendorCall, WorkerEvents

T = TypeVar("T")
OUTCOMES = {VendorBusy: "busy", VendorRefused: "refused", SubmissionUnknown: "unclear"}


class ObservedVendor:
    """The calls of Vendor."""

    def __init__(self, vendor: Vendor, *, events: WorkerEvents, clock: Clock) -> None:
        self._vendor = vendor
        self._clock = clock
        self._called = events.vendor_called

    async def submit(self, submission: Submission) -> str:
        """Submit an order, as Vendor does."""
        return await self._observed("submit", self._vendor.submit(submission))

    async def status(self, vendor_id: str) -> RequestStatus:
        """Return a request's status, as Vendor does."""
        return await self._observed("status", self._vendor.status(vendor_id))

    async def ping(self) -> None:
        """Ask for nothing, as Vendor does."""
        await self._observed("ping", self._vendor.ping())

    async def cancel(self, vendor_id: str) -> bool:
        """Cancel a request, as Vendor does."""
        return await self._observed("cancel", self._vendor.cancel(vendor_id))

    async def upload(self, path: Path, content_type: str) -> str:
        """Upload a picture, as Vendor does."""
        return await self._observed("upload", self._vendor.upload(path, content_type))

    async def _observed(self, name: str, call: Awaitable[T]) -> T:
        begun, outcome = self._clock.monotonic(), "error"
        try:
            answer = await call
            outcome = "ok"
            return answer
        except Exception as error:
            outcome = next((said for kind, said in OUTCOMES.items() if isinstance(error, kind)), "error")
            raise
        finally:
            self._called.emit(VendorCall(name=name, outcome=outcome, seconds=self._clock.monotonic() - begun))
