"""Which entries of the books a window counts, and from when: what a clock far ahead wrote locks no limit for a year.

Such an entry counts from the moment that is in its job's id, which Discord made. One whose id is from the future too,
the terminal's own, counts for nothing: nobody can say when that was.
"""

from __future__ import annotations

from bot.domain.limits import DISCORD_EPOCH_MS

SLACK_MS = 300_000  # by which an entry may be ahead of a clock that was put right since

_MADE = f"(job_id >> 22) + {DISCORD_EPOCH_MS}"
_MADE_IN_IT = f"{_MADE} > :after AND {_MADE} <= :latest"
#: A range of its own in an index: nearly all entries lie in the other one, up to the latest.
AHEAD = f"charged_at > :latest AND {_MADE_IN_IT}"
#: Both in one, where no index holds all that is asked.
COUNTED = f"charged_at > :after AND (charged_at <= :latest OR {_MADE_IN_IT})"
#: A limit counts what one model drew; that of `*`, what all did.
OF_MODEL = ":model IN ('*', model)"
WHEN = f"CASE WHEN charged_at > :latest THEN {_MADE} ELSE charged_at END"


def window(now: int, *, period_ms: int) -> dict[str, int]:
    """Return what the conditions ask for: the window before now, in epoch milliseconds."""
    return {"after": now - period_ms, "latest": now + SLACK_MS}
