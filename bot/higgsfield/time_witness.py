"""What Higgsfield tells of the time: the terminal has nobody else to ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.runtime.clock import Clock, read_date


def time_witness(clock: Clock) -> Callable[[Mapping[str, str]], None]:
    """Return what hears the Date in answers' headers, as long as nobody who knows better has spoken."""

    def hear(headers: Mapping[str, str]) -> None:
        if not clock.is_confirmed and (told := read_date(headers.get("Date"))):
            clock.confirm(told)

    return hear
