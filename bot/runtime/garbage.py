"""Python's collector of cycles, which stops everything while it looks at each object that is alive."""

from __future__ import annotations

import gc

#: Objects more than before until it looks again; Python's 700 are made by two commands, all of them still alive then.
PACE = 5_000


def put_off() -> None:
    """Let the collector wait: of what a start imports nothing is garbage, and a tenth of it went into looking."""
    gc.disable()


def is_put_off() -> bool:
    """Whether the collector waits, as it does only in a process that was started for one command."""
    return not gc.isenabled()


def spare_what_stays() -> None:
    """Let the collector work, seldom, and never again look at what is alive now: it is there until the end.

    A last look at it would find nothing.
    """
    gc.freeze()
    gc.set_threshold(PACE, *gc.get_threshold()[1:])
    gc.enable()
