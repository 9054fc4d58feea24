"""What the schedule of questions costs and brings, in simulated time: counts and delays, never the machine's clock."""

from __future__ import annotations

import random
from statistics import fmean

import pytest

from bench.schedule import Draw, Noticed, history, lognormal, simulate
from bench.table import quantile
from bot.runtime import retry

USUAL, SLOW = lognormal(12.0), lognormal(36.0)


@pytest.fixture(autouse=True)
def rng(monkeypatch: pytest.MonkeyPatch) -> random.Random:
    """The draws, and the jitter of the questions, the same at each run."""
    monkeypatch.setattr(retry, "_random", random.Random(1))
    return random.Random(1)


def rushes(draw: Draw, rng: random.Random, *, jobs: int, at_once: int, past: Draw | None, times: int) -> list[Noticed]:
    """Several runs, each after a history of its own."""
    noticed: list[Noticed] = []
    for _ in range(times):
        known = history(past, rng) if past else ()
        noticed += simulate(draw, jobs=jobs, at_once=at_once, past=known, rng=rng)
    return noticed


@pytest.mark.parametrize("at_once", [4, 64, 300])
def test_a_usual_job_is_noticed_soon_for_few_requests(rng: random.Random, at_once: int) -> None:
    noticed = rushes(USUAL, rng, jobs=500, at_once=at_once, past=USUAL, times=8)
    delays = [one.delay for one in noticed]
    assert fmean(one.requests for one in noticed) <= 9
    assert quantile(delays, 0.5) <= 0.5 and quantile(delays, 0.99) <= 1.9


@pytest.mark.parametrize("at_once", [4, 64])
def test_on_the_first_day_it_costs_little_more(rng: random.Random, at_once: int) -> None:
    noticed = rushes(USUAL, rng, jobs=64, at_once=at_once, past=None, times=5)
    assert fmean(one.requests for one in noticed) <= 14
    assert quantile([one.delay for one in noticed], 0.5) <= 0.8


def test_a_rush_that_higgsfield_draws_three_times_slower_is_not_asked_for_without_end(rng: random.Random) -> None:
    noticed = rushes(SLOW, rng, jobs=64, at_once=64, past=USUAL, times=5)
    assert fmean(one.requests for one in noticed) <= 14
    assert quantile([one.delay for one in noticed], 0.5) <= 2


@pytest.mark.parametrize("at_once", [1, 4])
def test_that_higgsfield_is_slower_is_learned_within_twenty_jobs(rng: random.Random, at_once: int) -> None:
    runs = [simulate(SLOW, jobs=60, at_once=at_once, past=history(USUAL, rng), rng=rng) for _ in range(8)]
    noticed = [one for run in runs for one in run[20:]]
    assert fmean(one.requests for one in noticed) <= 11
    assert quantile([one.delay for one in noticed], 0.5) <= 2
