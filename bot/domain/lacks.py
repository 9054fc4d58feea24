"""What Higgsfield's account was found to lack: learned from one refusal, and tried again by one order an hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.domain.limits import HOUR_MS

#: What a model may lack beside one of its resolutions.
MODEL, LOCKED, INPUTS = "model", "locked", "inputs"
WHOLE = frozenset({MODEL, LOCKED})  # with these the model can't be had at all


@dataclass(frozen=True, kw_only=True)
class Lack:
    """One thing that a model can't be had with. Times are epoch milliseconds."""

    model: str
    what: str  # MODEL, LOCKED, INPUTS, or a resolution
    since: int
    tried_at: int

    def is_due(self, now: int) -> bool:
        """Whether an order may try again; whichever way the clock was set since."""
        return not 0 <= now - self.tried_at < HOUR_MS


class Lacks:
    """Everything that is known to be lacking: the offer reads it, the worker keeps it as the account is."""

    def __init__(self, known: Iterable[Lack] = ()) -> None:
        self._known = {(lack.model, lack.what): lack for lack in known}

    def put(self, lack: Lack) -> None:
        """Note a lack, in place of what was known of it."""
        self._known[lack.model, lack.what] = lack

    def drop(self, lack: Lack) -> None:
        """Note that a lack is over."""
        self._known.pop((lack.model, lack.what), None)

    def find(self, model: str, what: str) -> Lack | None:
        """Return a lack; None: the model can be had with that, as far as is known."""
        return self._known.get((model, what))

    def of(self, model: str, *, now: int | None = None) -> frozenset[str]:
        """Return what a model lacks; with `now` without what is due for another try."""
        lacks = (lack for lack in self._known.values() if lack.model == model)
        return frozenset(lack.what for lack in lacks if now is None or not lack.is_due(now))

    def against(self, model: str, *, resolution: str | None, has_inputs: bool) -> Iterator[Lack]:
        """Yield what stands against an order."""
        asked = {*WHOLE, resolution, *({INPUTS} if has_inputs else ())}
        yield from [lack for lack in self._known.values() if lack.model == model and lack.what in asked]

    def begin_try(self, lacks: Iterable[Lack], *, now: int) -> None:
        """Note that an order tries now whether these are still so: the next one may in an hour."""
        for lack in lacks:
            self.put(replace(lack, tried_at=now))
