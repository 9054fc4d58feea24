"""What the worker tells the rest of the bot.

`bot/app.py` subscribes the orders, `bot/discord_side.py` the card updater, the owner alerts and the spending watch.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.runtime.signals import Signal


@dataclass(frozen=True, kw_only=True)
class WorkerEvents:
    """The worker's events; each says that there is something to look up, none carries it."""

    #: A job took a step (its id): its row, or its place in line, may have changed.
    job_changed: Signal[int] = field(default_factory=lambda: Signal("job_changed"))
    #: An incident that the owner must know of was opened.
    incident_opened: Signal[[]] = field(default_factory=lambda: Signal("incident_opened"))
    #: An order was booked, or refused for want of credits (the server's id; 0: a direct message or the terminal).
    booked: Signal[int] = field(default_factory=lambda: Signal("booked"))
    #: Higgsfield takes orders again after it had refused the account.
    vendor_recovered: Signal[[]] = field(default_factory=lambda: Signal("vendor_recovered"))
