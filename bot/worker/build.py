"""The worker's own composition root: every part is built here, and only here."""

from __future__ import annotations

from bot.domain.catalog import Offer
from bot.domain.webhooks import WebhookUrls
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
from bot.worker.observed_vendor import ObservedVendor
from bot.worker.parts import WorkerOptions, WorkerParts
from bot.worker.polling import Poller
from bot.worker.state_machine import StateMachine
from bot.worker.submitting import Submitter
from bot.worker.transitions import Transitions
from bot.worker.unseated_vendor import UnseatedVendor
from bot.worker.uploads import Uploads
from bot.worker.webhooks import WebhookInbox
from bot.worker.worker import AT_ONCE, Worker


def build_worker(
    *,
    store: Store,
    offer: Offer,
    vendor: Vendor,
    pictures: Pictures,
    clock: Clock,
    line: Line,
    options: WorkerOptions,
    events: WorkerEvents,
    webhook_urls: WebhookUrls | None = None,
) -> Worker:
    """Return the worker, wired; without `webhook_urls` Higgsfield is only asked."""
    seats = Seats(AT_ONCE)
    vendor = UnseatedVendor(ObservedVendor(vendor, events=events, clock=clock), seats=seats)
    downloads = Downloads(pictures=pictures, clock=clock, seats=seats)
    breaker = CircuitBreaker(store=store, vendor=vendor, clock=clock, events=events)
    parts = WorkerParts(
        store=store,
        vendor=vendor,
        pictures=pictures,
        clock=clock,
        seats=seats,
        events=events,
        options=options,
        line=line,
        breaker=breaker,
        account=Account(store=store, offer=offer, clock=clock, events=events),
        webhooks=WebhookInbox(webhook_urls=webhook_urls, clock=clock, store=store),
        estimates=Estimates(store=store, offer=offer, line=line, clock=clock),
        downloads=downloads,
        transitions=Transitions(
            store=store, clock=clock, line=line, downloads=downloads, breaker=breaker, events=events
        ),
    )
    submitter = Submitter(parts, uploads=Uploads(parts))
    machine = StateMachine(parts, submitter=submitter, poller=Poller(parts))
    return Worker(parts, machine=machine, events=events)
