"""What the parts of the worker share, built once by `build.py`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.higgsfield import Vendor
from bot.pictures import Pictures
from bot.runtime.clock import Clock
from bot.runtime.seats import Seats
from bot.store import Store
from bot.worker.account import Account
from bot.worker.circuit_breaker import CircuitBreaker
from bot.worker.downloads import Downloads
from bot.worker.estimates import Estimates
from bot.worker.events import WorkerEvents
from bot.worker.line import Line
from bot.worker.transitions import Transitions
from bot.worker.webhooks import WebhookInbox


@dataclass(frozen=True, kw_only=True)
class WorkerOptions:
    """What the owner's settings say to the worker."""

    deadline_s: float = 600
    queue_s: float = 10_800
    idempotent: bool = False
    inputs: str = "auto"  # upload | link | auto: link only where the account has no upload


@dataclass(frozen=True, kw_only=True)
class WorkerParts:
    """The worker's neighbours (store, Higgsfield, pictures, clock) and what its own rooms keep together."""

    store: Store
    vendor: Vendor
    pictures: Pictures
    clock: Clock
    events: WorkerEvents
    seats: Seats
    options: WorkerOptions
    line: Line
    account: Account
    breaker: CircuitBreaker
    webhooks: WebhookInbox
    estimates: Estimates
    downloads: Downloads
    transitions: Transitions
