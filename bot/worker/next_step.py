"""When a job's next step is due: what each part of the worker answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The moment of a job's next step."""

    seconds: float | None  # from now; None: not before the job is woken


AGAIN = NextStep(seconds=0.0)
WHEN_WOKEN = NextStep(seconds=None)


def after(seconds: float) -> NextStep:
    """Return the step that is due in so many seconds."""
    return NextStep(seconds=seconds)


class NotYet(Exception):
    """What a step needs is not there yet; `seconds` until it is worth another try."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not for another {seconds:.1f} s")
        self.seconds = seconds
