"""What the worker tells the rest of the bot.

`bot/use_cases.py` subscribes the orders and the spending watch, `bot/discord_side.py` the card updater and the owner
alerts.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.jobs import Job
from bot.runtime.signals import Signal


@dataclass(frozen=True, kw_only=True)
class VendorCall:
    """A call to Higgsfield that has ended."""

    name: str  # submit | status | ping | cancel | upload
    outcome: str  # ok | busy | refused | unclear | error
    seconds: float


@dataclass(frozen=True, kw_only=True)
class WorkerEvents:
    """The worker's events; each says that there is something to look up, none carries it but for the last three.

    Those are for figures alone: nothing that a job needs may hang on them.
    """

    #: A job took a step (its id): its row, or its place in line, may have changed.
    job_changed: Signal[int] = field(default_factory=lambda: Signal("job_changed"))
    #: An incident that the owner must know of was opened.
    incident_opened: Signal[[]] = field(default_factory=lambda: Signal("incident_opened"))
    #: An order was booked, or refused for want of credits (the server's id; 0: a direct message or the terminal).
    booked: Signal[int] = field(default_factory=lambda: Signal("booked"))
    #: Higgsfield takes orders again after it had refused the account.
    vendor_recovered: Signal[[]] = field(default_factory=lambda: Signal("vendor_recovered"))
    #: A job stands in another state (its row).
    moved: Signal[Job] = field(default_factory=lambda: Signal("moved"))
    #: A request was found to have ended (the model; for how many seconds at most nobody knew).
    noticed: Signal[str, float] = field(default_factory=lambda: Signal("noticed"))
    #: A call to Higgsfield has ended.
    vendor_called: Signal[VendorCall] = field(default_factory=lambda: Signal("vendor_called"))
