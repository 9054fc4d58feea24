"""Higgsfield, called without holding one of the worker's seats: how long an answer takes is not ours to say."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.higgsfield import RequestStatus, Submission, Vendor
from bot.runtime.seats import Seats

QUESTIONS_AT_ONCE = 64  # that wait for an answer; orders and uploads are bounded by the slots, cancels by both


class UnseatedVendor:
    """The calls of Vendor; slow answers to questions hold up further questions, never an order or a cancel."""

    def __init__(self, vendor: Vendor, *, seats: Seats) -> None:
        self._vendor = vendor
        self._seats = seats
        self._questions = asyncio.Semaphore(QUESTIONS_AT_ONCE)

    async def submit(self, submission: Submission) -> str:
        """Submit an order, as Vendor does."""
        with self._seats.left():
            return await self._vendor.submit(submission)

    async def status(self, vendor_id: str) -> RequestStatus:
        """Return a request's status, as Vendor does, once there is room for one more question."""
        with self._seats.left():
            async with self._questions:
                return await self._vendor.status(vendor_id)

    async def ping(self) -> None:
        """Ask for nothing, as Vendor does."""
        with self._seats.left():
            await self._vendor.ping()

    async def cancel(self, vendor_id: str) -> bool:
        """Cancel a request, as Vendor does."""
        with self._seats.left():
            return await self._vendor.cancel(vendor_id)

    async def upload(self, path: Path, content_type: str) -> str:
        """Upload a picture, as Vendor does."""
        with self._seats.left():
            return await self._vendor.upload(path, content_type)
