"""The charts' own process: one chart as JSON on its input, one PNG on its output; needs the extra `charts`.

It is run by `charts.py`, holds itself to a limit of memory and time, and has none of the bot's secrets.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from bot.domain.limits import MIB

MEMORY = 768 * MIB  # of address space: the libraries alone reserve half of it
SECONDS = 20
INCHES, DPI = (8.0, 6.0), 125  # 1000 pixels wide: read at a third of that on a phone
#: One look for both of Discord's themes: a card of its own, dark on dark and on light alike.
PAPER, INK, GRID = "#232428", "#F2F3F5", "#4A4C55"
COLOURS = ("#FFC83D", "#6CA8FF", "#7BD88F", "#FF8A65", "#C792EA", "#4DD0C4", "#F48FB1", "#B0BEC5")
LINES = ("#FF6B6B", "#FFFFFF", "#B0BEC5")
DASHES = ("--", ":", "-.")
MOST_LABELS = 5
FAR = 3  # a line so many times as high as the bars would press them flat


def main() -> None:
    """Draw what is asked for."""
    _confine()
    chart = json.load(sys.stdin)
    try:
        sys.stdout.buffer.write(draw(chart))
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(0)  # the bot is gone


def draw(chart: Mapping[str, Any]) -> bytes:
    """Return a chart as a PNG."""
    mpl.rcParams.update({"font.size": 21, "text.color": INK, "xtick.color": INK, "ytick.color": INK})
    figure = Figure(figsize=INCHES, dpi=DPI, facecolor=PAPER, layout=ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.12))
    axes = figure.add_subplot(facecolor=PAPER)
    highest = _bars(axes, chart["series"], len(chart["labels"]))
    _lines(axes, chart["lines"], highest)
    _dress(axes, chart["labels"])
    figure.suptitle(chart["title"], x=0.02, ha="left", fontsize=24, fontweight="bold")
    figure.legend(
        loc="outside lower left",
        ncols=2,
        frameon=False,
        labelcolor=INK,
        fontsize=18,
        handlelength=1.2,
        columnspacing=1.0,
    )
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    return drawn.getvalue()


def _bars(axes: Axes, series: Sequence[Mapping[str, Any]], count: int) -> float:
    """Draw the bars on each other; returns the highest."""
    tops = [0.0] * count
    for each, colour in zip(series, _round(COLOURS, len(series)), strict=True):
        axes.bar(range(count), each["values"], bottom=tops, width=0.8, color=colour, label=each["name"], zorder=2)
        tops = [top + value for top, value in zip(tops, each["values"], strict=True)]
    return max([1.0, *tops])


def _lines(axes: Axes, lines: Sequence[Mapping[str, Any]], highest: float) -> None:
    near = [line for line in lines if line["value"] <= FAR * highest]
    for line, colour, dash in zip(near, _round(LINES, len(near)), _round(DASHES, len(near)), strict=True):
        axes.axhline(line["value"], color=colour, linestyle=dash, linewidth=3, label=line["name"], zorder=3)
    axes.set_ylim(0, 1.12 * max([highest, *(line["value"] for line in near)]))


def _dress(axes: Axes, labels: Sequence[str]) -> None:
    step = -(-len(labels) // MOST_LABELS)
    places = range(0, len(labels), step)
    axes.set_xticks(places, [labels[place] for place in places])
    axes.set_xlim(-0.6, len(labels) - 0.4)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.grid(axis="y", color=GRID, zorder=0)
    axes.tick_params(length=0, pad=10)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _round(values: Sequence[str], count: int) -> Sequence[str]:
    return [values[place % len(values)] for place in range(count)]


def _confine() -> None:
    """Bound what a chart may take, be the first that the system ends for want of memory, and leave signals alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C goes to all of a terminal: the parent knows what to do
    if sys.platform == "win32":
        return
    import resource

    signal.alarm(SECONDS)  # whatever becomes of the parent
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:
        score.write("1000")
    with suppress(OSError, ValueError), open("/proc/self/statm") as sizes:
        most = int(sizes.read().split()[0]) * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
