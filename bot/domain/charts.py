"""A chart, pure: what stands where, in words that are ready to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Series:
    """One colour of the bars: a value for each of the chart's labels."""

    name: str
    values: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line across the chart."""

    name: str
    value: float


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Bars that stand on each other, one for each label, and lines across them."""

    title: str
    labels: Sequence[str]  # under the bars
    series: Sequence[Series]
    lines: Sequence[Line] = ()
