"""What the store knows of a job's message, as far as its card needs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.domain.jobs import Job


class CardStore(Protocol):
    """The part of the store about messages; what a member asks for goes through `Orders`."""

    async def active(self) -> Sequence[Job]:
        """Return the jobs that are not final, oldest first."""
        ...

    async def unbound(self) -> Sequence[int]:
        """Return the ids of jobs, ended or not, whose message is still to be found."""
        ...

    async def unshown(self) -> Sequence[int]:
        """Return the ids of bound jobs whose message lags behind, but for those given up."""
        ...

    async def shown(self, job_id: int, rev: int) -> None:
        """Note that Discord took this rev; never goes back."""
        ...

    async def delivered(self, job_id: int, how: str) -> None:
        """Note how the end reached the member: message | dm | history | given_up."""
        ...

    async def clear_token(self, job_id: int) -> None:
        """Drop the interaction's token: it is used up."""
        ...
