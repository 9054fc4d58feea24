"""When a job's next step is due: what each part of the worker answers."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.jobs import Job


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The moment of a job's next step."""

    seconds: float | None  # from now; None: not before the job is woken
    job: Job | None = None  # as its row stands now, if that is known
    is_news: bool = True  # something may have changed that a card or the line goes by


AGAIN = NextStep(seconds=0.0)
WHEN_WOKEN = NextStep(seconds=None)


def after(seconds: float, *, job: Job | None = None, is_news: bool = True) -> NextStep:
    """Return the step that is due in so many seconds."""
    return NextStep(seconds=seconds, job=job, is_news=is_news)


class NotYet(Exception):
    """What a step needs is not there yet; `seconds` until it is worth another try."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not for another {seconds:.1f} s")
        self.seconds = seconds
