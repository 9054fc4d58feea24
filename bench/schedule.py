"""The schedule of questions in simulated time: how many a job costs, and how long after its end it is noticed."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.worker import backoff
from bot.worker.durations import Durations

TRIP_S = 0.012  # a question's way there and back
REFILL_S = 0.05  # until the next job is taken once one has ended

Draw = Callable[[random.Random], float]


@dataclass(frozen=True, kw_only=True)
class Noticed:
    """A simulated job: what its end cost to notice."""

    requests: int
    delay: float  # seconds since its end
    took: float


@dataclass(frozen=True, kw_only=True, order=True)
class _Question:
    at: float
    number: int
    taken_at: float
    took: float
    requests: int = 1
    since: float = 0.0


def lognormal(median: float, sigma: float = 0.35) -> Draw:
    """Return a way to draw durations: log-normal, in seconds."""
    return lambda rng: median * rng.lognormvariate(0.0, sigma)


def history(draw: Draw, rng: random.Random, *, jobs: int = 60) -> Sequence[int]:
    """Return the durations of past jobs, in milliseconds."""
    return [round(1000 * draw(rng)) for _ in range(jobs)]


def simulate(draw: Draw, *, jobs: int, at_once: int, past: Sequence[int] = (), rng: random.Random) -> Sequence[Noticed]:
    """Return what so many jobs cost, so many at once, asked for as the bot asks; in the order of their ends."""
    known = Durations(past)
    questions: list[_Question] = []
    noticed: list[Noticed] = []
    number = 0

    def take(now: float) -> None:
        nonlocal number
        number += 1
        known.taken(number, round(now * 1000))
        first = now + backoff.first_poll(known.pace())
        heapq.heappush(questions, _Question(at=first, number=number, taken_at=now, took=draw(rng)))

    for _ in range(at_once):
        take(rng.random() / 2)
    while questions:
        one = heapq.heappop(questions)
        waited = one.at - one.taken_at
        is_done = waited + TRIP_S / 2 >= one.took
        known.answered(one.number, since=one.since, waited=waited, is_done=is_done)
        if is_done:
            delay = waited + TRIP_S - one.took
            noticed.append(Noticed(requests=one.requests, delay=delay, took=one.took))
            if number < jobs:
                take(one.at + REFILL_S)
            continue
        step = backoff.next_poll(waited, known.pace(), slowness=known.slowness(), running=known.running)
        following = _Question(
            at=one.at + TRIP_S + step,
            number=one.number,
            taken_at=one.taken_at,
            took=one.took,
            requests=one.requests + 1,
            since=waited,
        )
        heapq.heappush(questions, following)
    return noticed
