"""Days as each language writes them, where Discord's own timestamps can't stand."""

from __future__ import annotations

from datetime import date


def short_day(locale: str, day: date) -> str:
    """Return a day without its year in a language of ours, like `12 Nov`."""
    from babel.dates import format_skeleton

    return format_skeleton("MMMd", day, locale="en_GB" if locale == "en" else locale)
