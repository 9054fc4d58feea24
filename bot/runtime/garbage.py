"""Python's collector of cycles, which stops everything while it looks at each object that is alive."""

from __future__ import annotations

import gc


def spare_what_stays() -> None:
    """Let the collector never again look at what is alive now: it is there until the end.

    A last look at it finds nothing, and takes as long as a tenth of the start.
    """
    gc.freeze()
