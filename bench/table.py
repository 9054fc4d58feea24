"""The table of the bench: our figure, the peer's of the same run, and the limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

HEAD = ("what", "ours", "peer", "limit", "")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure: what was measured, ours, the peer's, and the limit that is to be kept."""

    what: str
    ours: float
    unit: str = "s"
    peer: float | None = None
    peer_name: str = ""
    limit: float | None = None
    is_floor: bool = False  # the limit is the least, not the most

    @property
    def is_kept(self) -> bool | None:
        """Whether the limit is kept; None where there is none."""
        if self.limit is None:
            return None
        return self.ours >= self.limit if self.is_floor else self.ours <= self.limit

    def cells(self) -> tuple[str, str, str, str, str]:
        """Return the row as text, under HEAD."""
        peer = "" if self.peer is None else f"{self._text(self.peer)} ({self.peer_name})".replace(" ()", "")
        limit = "" if self.limit is None else f"{'≥' if self.is_floor else '≤'} {self._text(self.limit)}"
        return self.what, self._text(self.ours), peer, limit, {None: "", True: "✓", False: "✗"}[self.is_kept]

    def _text(self, value: float) -> str:
        return f"{number(value)} {self.unit}".rstrip()


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that so large a share of the values is at most, like .5 or .99."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def most_a_second(moments: Iterable[float]) -> int:
    """Return how many of the moments, in seconds, lie in one second at most."""
    return max(Counter(map(int, moments)).values(), default=0)


def number(value: float) -> str:
    """Return a figure with three significant digits, or as a whole number from 100 on."""
    if value == 0 or abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) >= 0.001 else f"{value:.1g}"


def medians(runs: Sequence[Sequence[Row]]) -> list[Row]:
    """Return the rows of several runs as one: the median of each figure, by what it measures."""
    return [_middle([one for run in runs for one in run if one.what == row.what]) for row in runs[0]]


def _middle(rows: Sequence[Row]) -> Row:
    limit = _median(row.limit for row in rows)  # some limits are a share of what the peer reached
    return replace(rows[0], ours=median(row.ours for row in rows), peer=_median(row.peer for row in rows), limit=limit)


def _median(values: Iterable[float | None]) -> float | None:
    found = [value for value in values if value is not None]
    return median(found) if found else None


def plain(title: str, rows: Sequence[Row]) -> str:
    """Return a part's rows as a table for the terminal."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEAD))]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([title, *(f"  {line}" for line in text)])


def markdown(parts: Sequence[tuple[str, Sequence[Row]]]) -> str:
    """Return the rows of all parts as one Markdown table, a part's title above its rows."""
    lines = [f"| {' | '.join(HEAD).rstrip()} |", f"|{'---|' * len(HEAD)}"]
    for title, rows in parts:
        lines.append(f"| **{title}** | | | | |")
        lines += [f"| {' | '.join(row.cells())} |" for row in rows]
    return "\n".join(lines)
