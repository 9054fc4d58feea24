"""Making pictures fit a message: the original where it can, else high quality, else smaller."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import NotAPicture
from bot.pictures import Fitted
from bot.pictures.file_format import fitting_suffix
from bot.pictures.renderings import Smaller

#: Renders a file in fewer bytes than `below`, from a step on; None where that can't be.
Shrink = Callable[[Path, int, int], Awaitable[Smaller | None]]


@dataclass(kw_only=True)
class _Candidate:
    """A picture at its present step of quality and size."""

    number: int
    source: Path
    original_bytes: int
    suffix: str
    smaller: Smaller | None = None  # None: the original

    @property
    def size(self) -> int:
        """The size in bytes now."""
        return self.smaller.size if self.smaller else self.original_bytes

    async def shrink(self, render: Shrink, below: int) -> bool:
        """Go on to the next step that is smaller than that; False when there is none."""
        step = self.smaller.step + 1 if self.smaller else 0
        smaller = await render(self.source, step, below)
        self.smaller = smaller or self.smaller
        return smaller is not None

    def fitted(self) -> Fitted:
        """Return it as a file of a message."""
        return Fitted(
            filename=f"banana-{self.number}.{self.smaller.suffix if self.smaller else self.suffix}",
            content=self.smaller.content if self.smaller else self.source,
            size=self.size,
            original_bytes=self.original_bytes,
            shrunk=self.smaller is not None,
        )


async def fit(
    sources: Sequence[Path | None], file_limit: int, total_limit: int, *, render: Shrink
) -> tuple[Fitted, ...]:
    """Return the pictures as files of a message; one that is gone or cannot be made to fit is left out."""
    found = [await asyncio.to_thread(_begin, number, source) for number, source in enumerate(sources, 1) if source]
    fitting = [
        each for each in found if each and (each.size <= file_limit or await each.shrink(render, file_limit + 1))
    ]
    while sum(each.size for each in fitting) > total_limit:
        largest_first = sorted(fitting, key=lambda each: each.size, reverse=True)
        for each in largest_first:
            if await each.shrink(render, each.size):
                break
        else:
            fitting.remove(largest_first[0])
    return tuple(each.fitted() for each in fitting)


def _begin(number: int, source: Path) -> _Candidate | None:
    try:
        suffix, size = fitting_suffix(source), source.stat().st_size
    except (NotAPicture, OSError):
        return None
    return _Candidate(number=number, source=source, original_bytes=size, suffix=suffix)
