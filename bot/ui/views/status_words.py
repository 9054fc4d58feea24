"""What /status says, pure."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from bot.services.status import Report
from bot.ui.views import formatting
from bot.ui.views.pause_panel import pause_sentence

FIVE_S = 5  # what is longer is not known to the second; rather late than early


def status_lines(
    text: Callable[..., str], listed: Callable[[list[str]], str], span: Callable[[float], str], report: Report
) -> list[str]:
    """Return the lines; `text` speaks the reader's language, `listed` joins, `span` writes seconds."""
    since = formatting.relative(report.since)
    if report.trouble or report.pauses:
        lines = [text("status-trouble", since=since)]
        lines += [text(f"status-{report.trouble}")] if report.trouble else []
        return lines + [pause_sentence(text, pause) for pause in report.pauses]
    waits = [text("status-wait", wait=span(_rounded(seconds)), model=model.title) for model, seconds in report.waits]
    lines = [text("status-up", since=since)]
    if not waits:
        return [*lines, text("status-not-here")]
    lines += [text("status-waits", waits=listed(waits))]
    lines += [text("status-ahead", count=report.ahead)] if report.ahead else []
    return lines + ([text("status-slow")] if report.is_slow else [])


def _rounded(seconds: float) -> float:
    return seconds if seconds < 2 * FIVE_S else FIVE_S * ceil(seconds / FIVE_S)
