"""When to ask Higgsfield again, pure: first when a result becomes likely, then in steps small against the wait."""

from __future__ import annotations

from collections.abc import Sequence

from bot.runtime.retry import Backoff, jitter

RETRY = Backoff(first=2.0, longest=30.0)  # after a call that failed
DOWNLOAD_RETRY = Backoff(first=2.0, longest=60.0)
FIRST_STEP = 2.0  # seconds; the vendor's own advice where nothing is known
LONGEST_STEP = 10.0
EARLY_STEP = 2.5  # the first one at the latest, whatever past jobs took: it tells the queue there from the drawing
LONGEST_EARLY_STEP = 30.0
#: Where webhooks arrive, polling is for the one that got lost.
FIRST_STEP_WITH_WEBHOOKS = 15.0
LONGEST_STEP_WITH_WEBHOOKS = 30.0
ENOUGH = 3  # past jobs, to say anything by
NEARLY_ALL = 88  # percent of past jobs that are done once a card stops promising


def median_duration(durations_ms: Sequence[int], *, default: float) -> float:
    """Return the seconds that a job of a model usually takes: the median of the past ones."""
    if len(durations_ms) < ENOUGH:
        return default
    return sorted(durations_ms)[len(durations_ms) // 2] / 1000


def slow_duration(durations_ms: Sequence[int], *, default: float) -> float:
    """Return the seconds in which nearly all jobs of a model are done; by the usual ones where too few are known."""
    if len(durations_ms) < ENOUGH:
        return 1.5 * default
    return sorted(durations_ms)[len(durations_ms) * NEARLY_ALL // 100] / 1000


def first_poll(durations_ms: Sequence[int], *, has_webhooks: bool = False) -> float:
    """Return the seconds until the first poll: when a result becomes likely, but soon in any case."""
    if has_webhooks:
        return max(FIRST_STEP_WITH_WEBHOOKS, 2 * median_duration(durations_ms, default=0))
    if len(durations_ms) < ENOUGH:
        return FIRST_STEP
    return min(EARLY_STEP, likely_from(durations_ms))


def likely_from(durations_ms: Sequence[int]) -> float:
    """Return the seconds after which a result becomes likely: a tenth of the past jobs were quicker."""
    if len(durations_ms) < ENOUGH:
        return 0.0
    return max(1.0, sorted(durations_ms)[len(durations_ms) // 10] / 1000)


def next_poll(waited: float, *, likely: float = 0.0, has_webhooks: bool = False) -> float:
    """Return the seconds until the next poll, given the seconds since Higgsfield took the job.

    Before a result becomes likely the steps are wider: one that is quick all the same comes at most half as late again.
    """
    if has_webhooks:
        return jitter(min(LONGEST_STEP_WITH_WEBHOOKS, max(FIRST_STEP_WITH_WEBHOOKS, waited * 0.5)))
    if waited < likely:
        return jitter(max(1.0, min(waited * 0.5, likely - waited, LONGEST_EARLY_STEP)))
    return jitter(min(LONGEST_STEP, max(1.0, waited * 0.2)))
