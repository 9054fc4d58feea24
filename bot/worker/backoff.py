"""When to ask Higgsfield again, pure: often while most results come, seldom before and after.

`tools/schedule.py` draws this beside the best possible schedule, and says what its numbers bring.
"""

from __future__ import annotations

from bot.runtime.retry import Backoff, jitter
from bot.worker.durations import Pace

RETRY = Backoff(first=2.0, longest=30.0)  # after a call that failed
DOWNLOAD_RETRY = Backoff(first=2.0, longest=60.0)
FIRST_STEP = 3.2  # seconds, at the latest: it tells the queue there from the drawing
SHORTEST_STEP, LONGEST_STEP = 0.4, 10.0
LONGEST_EARLY_STEP = 30.0
MANY, MOST_A_SECOND = 300, 300  # jobs of a model that don't hold each other up; questions about the others
UNKNOWN_STEP, UNKNOWN_SHARE = 0.6, 0.13  # while nothing is known: at least so long, and in proportion to the wait
DOUBLE = 0.95  # of the wait so far, at most: a quick one is seen within twice its time
WIDE, DENSE, LATE = 0.174, 0.074, 0.149  # of the spread of past jobs
LATE_SHARE = 0.08  # of what a job is late by
SLOWER = 0.75  # power of how much rarer results are just now
#: Where webhooks arrive, polling is for the one that got lost.
FIRST_STEP_WITH_WEBHOOKS = 20.0
LONGEST_STEP_WITH_WEBHOOKS = 30.0
SHORTEST_STEP_WITH_WEBHOOKS = 15.0


def first_poll(pace: Pace | None, *, has_webhooks: bool = False) -> float:
    """Return the seconds until the first poll: when a result becomes likely, but soon in any case."""
    if has_webhooks:
        return max(FIRST_STEP_WITH_WEBHOOKS, 2 * pace.usual if pace else 0.0)
    return jitter(min(FIRST_STEP, max(1.0, pace.earliest)) if pace else FIRST_STEP)


def next_poll(
    waited: float, pace: Pace | None, *, slowness: float = 1.0, running: int = 0, has_webhooks: bool = False
) -> float:
    """Return the seconds until the next poll, given the seconds since Higgsfield took the job.

    The more jobs are running, the rarer each is asked for, beyond some hundreds.
    """
    if has_webhooks:
        return jitter(min(LONGEST_STEP_WITH_WEBHOOKS, max(SHORTEST_STEP_WITH_WEBHOOKS, waited * 0.5)))
    step, longest = _step(waited, pace, slowness), LONGEST_STEP
    if pace is not None and waited < pace.earliest:
        longest = LONGEST_EARLY_STEP
    quick = max(FIRST_STEP - waited, DOUBLE * waited)
    return jitter(max(SHORTEST_STEP, (running - MANY) / MOST_A_SECOND, min(step, quick, longest)))


def _step(waited: float, pace: Pace | None, slowness: float) -> float:
    """Return the step that past jobs speak for: small while most of them ended."""
    if pace is None:
        return max(UNKNOWN_STEP, UNKNOWN_SHARE * waited, FIRST_STEP - waited)
    rarer: float = pace.spread * slowness**SLOWER
    if waited < pace.earliest:
        return pace.earliest - waited + DENSE * rarer
    if waited < pace.dense_from:
        return WIDE * rarer
    if waited < pace.dense_until:
        return DENSE * rarer
    return max(LATE * rarer, LATE_SHARE * (waited - pace.usual))
