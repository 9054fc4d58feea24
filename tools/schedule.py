"""Draws the schedule of questions beside the best possible one, and says what each brings: `docs/schedule.svg`."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean

import matplotlib as mpl
from matplotlib.figure import Figure

from bench.schedule import lognormal
from bench.table import quantile
from bot.runtime import retry
from bot.worker import backoff
from bot.worker.durations import LAST, Durations

CHART = Path(__file__).parents[1] / "docs/schedule.svg"
DRAWS, END_S, GRID_S = 40_000, 120.0, 0.1
BEST_IN_ALL = 0.048  # seconds of delay that a question is worth there, so that both ask equally often
Step = Callable[[float], float]


def main() -> None:
    """Draw it, and print the figures."""
    rng, draw = random.Random(1), lognormal(12.0)
    durations = sorted(draw(rng) for _ in range(DRAWS))
    retry._random = random.Random(1)  # noqa: SLF001 - the same chart at each run
    past = [round(1000 * durations[(2 * n + 1) * DRAWS // (2 * LAST)]) for n in range(LAST)]  # no luck in them
    pace = Durations(past).pace()
    schedules = {
        "before: a fifth of the wait": _asked(2.5, _former(quantile(durations, 0.1))),
        "now: by quantiles of 50 past jobs": _asked(
            backoff.first_poll(pace), lambda waited: backoff.next_poll(waited, pace)
        ),
        "best possible, if all is known": _best(durations),
    }
    figure = Figure(figsize=(8, 4.2))
    axes = figure.add_subplot()
    beside = axes.twinx()
    beside.hist(durations, bins=120, range=(0, 36), color="#d9d4e3")
    beside.set_yticks([])
    axes.set_zorder(beside.get_zorder() + 1)
    axes.patch.set_visible(False)
    for (name, asked), colour in zip(schedules.items(), ("#9a9a9a", "#d9822b", "#3b4261"), strict=True):
        steps = [later - one for one, later in zip(asked, asked[1:], strict=False)]
        label = f"{name} — {_figures(asked, durations)}"
        print(label)
        axes.step([0.0, *asked[:-1]], [asked[0], *steps], where="post", color=colour, label=label)
    axes.set(
        xlim=(0, 36),
        ylim=(0, 6.5),
        xlabel="seconds since Higgsfield took the job",
        ylabel="seconds to the next question",
    )
    axes.legend(loc="upper left", fontsize=8)
    mpl.rcParams["svg.hashsalt"] = "schedule"
    figure.savefig(CHART, metadata={"Date": None}, bbox_inches="tight")


def _asked(first: float, step: Step) -> Sequence[float]:
    """Return the moments of the questions about a job that never ends."""
    moments = [first]
    while moments[-1] < END_S:
        moments.append(moments[-1] + step(moments[-1]))
    return moments


def _former(likely: float) -> Step:
    """Return the steps as they were: a fifth of the wait, wider until a tenth of the past jobs had ended."""
    return lambda waited: max(1.0, min(0.5 * waited, likely - waited) if waited < likely else 0.2 * waited)


def _best(durations: Sequence[float]) -> Sequence[float]:
    """Return the schedule of the least delay in the mean, where a question is worth BEST_IN_ALL seconds of it.

    From the last moment backwards: what is still to be paid from a question on decides when the one before is due.
    """
    grid = [n * GRID_S for n in range(round(1 + durations[-1] / GRID_S) + 1)]
    ended = [bisect_left(durations, at) for at in grid]
    took = [0.0]
    for at in durations:
        took.append(took[-1] + at)
    last = len(grid) - 1
    cost, following = [0.0] * len(grid), [last] * len(grid)
    for now in range(last - 1, -1, -1):
        left, options = len(durations) - ended[now], []
        for then in range(now + 1, min(last, now + 100) + 1):
            seen = ended[then] - ended[now]
            delay = seen * grid[then] - (took[ended[then]] - took[ended[now]])
            options.append((BEST_IN_ALL * left + delay + cost[then], then))
        cost[now], following[now] = min(options)
    moments, now = [], 0
    while now < last:
        now = following[now]
        moments.append(grid[now])
    return [*moments, END_S]


def _figures(asked: Sequence[float], durations: Sequence[float]) -> str:
    places = [bisect_left(asked, took) for took in durations]
    delays = [asked[place] - took for place, took in zip(places, durations, strict=True)]
    questions = fmean(place + 1 for place in places)
    return f"{questions:.1f} questions, p50 {quantile(delays, 0.5):.2f} s, p99 {quantile(delays, 0.99):.2f} s"


if __name__ == "__main__":
    main()
