"""Whether the bot lives, by its loops' own word, and whether it can serve: Discord, the database, Higgsfield."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.runtime.heartbeats import Heartbeat

OK = "ok"


@dataclass(frozen=True, kw_only=True)
class Health:
    """What is known at this moment; nothing is asked for, so that an answer costs nothing and never waits."""

    heartbeats: Mapping[str, Heartbeat]  # by the loop
    readiness: Mapping[str, Callable[[], str]]  # by what it is about: what is wrong, or nothing

    def loops(self) -> dict[str, str]:
        """Return each loop with `ok`, or for how long it has hung."""
        return {
            loop: OK if heartbeat.is_alive else f"silent for {heartbeat.silent_s:.0f} s"
            for loop, heartbeat in self.heartbeats.items()
        }

    def parts(self) -> dict[str, str]:
        """Return each of what orders need with `ok`, or what is wrong there."""
        return {name: check() or OK for name, check in self.readiness.items()}
