"""The command permissions of each server, read in bulk once and kept fresh by what Discord tells of their changes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.domain.command_permissions import CommandUser, Override, Target, may_use
from bot.domain.errors import CommandForbidden
from bot.runtime.background import BackgroundTasks
from bot.runtime.clock import Clock

READ_WAIT_S = 0.7  # of the three seconds that an interaction has
AGAIN_S = 60.0  # after a try that Discord did not answer, or refused
STALE_S = 3600.0  # an event may have been lost


@dataclass(frozen=True, kw_only=True)
class ServerPermissions:
    """What a server set, and under which ids it did."""

    application_id: int
    command_ids: Mapping[str, int]  # by the command's name
    overrides: Mapping[int, Sequence[Override]]  # by the id of a command, or of the application: for all of them

    @property
    def members(self) -> Mapping[int, bool]:
        """Return the members that the application's own page names, each with whether they may use it."""
        named = self.overrides.get(self.application_id, ())
        return {each.target_id: each.is_allowed for each in named if each.target is Target.USER}

    def allows(self, user: CommandUser, command: str) -> bool:
        """Return True if a member may use a command."""
        own = self.overrides.get(self.command_ids.get(command, 0), ())
        return may_use(user, self.overrides.get(self.application_id, ()), own)


class PermissionReader(Protocol):
    """Where the permissions are read."""

    async def read(self, guild_id: int) -> ServerPermissions | None:
        """Return a server's permissions; None where they can't be read now."""
        ...


@dataclass(kw_only=True)
class _Known:
    permissions: ServerPermissions | None = None  # the last that could be read
    until: float = 0.0  # when they are read anew
    reading: asyncio.Task[None] | None = None
    changed: dict[int, Sequence[Override]] = field(default_factory=dict)  # told while they were being read


class CommandPermissions:
    """Says no where the server does; what can't be read is as it was last, and else no bar."""

    def __init__(self, *, reader: PermissionReader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock
        self._known: dict[int, _Known] = {}
        self._tasks = BackgroundTasks()

    async def check(self, user: CommandUser, command: str) -> None:
        """Raise CommandForbidden where a member may not use a command."""
        if user.guild_id == 0 or user.is_administrator:
            return
        permissions = await self._permissions(user.guild_id)
        if permissions is not None and not permissions.allows(user, command):
            raise CommandForbidden(command=command)

    def changed(self, guild_id: int, target_id: int, overrides: Sequence[Override]) -> None:
        """Take over what Discord tells: the overrides of one command, or of the application."""
        known = self._known.get(guild_id)
        if known is not None:
            known.changed[target_id] = overrides
            self._merge(known)

    def session_started(self) -> None:
        """Read everything anew when it is next asked for: events may have been lost."""
        for known in self._known.values():
            known.until = 0.0

    async def stop(self) -> None:
        """End what is being read."""
        await self._tasks.close()

    async def of(self, guild_id: int) -> ServerPermissions | None:
        """Return what a server set; None where that can't be read now."""
        return await self._permissions(guild_id)

    async def _permissions(self, guild_id: int) -> ServerPermissions | None:
        known = self._known.setdefault(guild_id, _Known())
        if known.reading is None and self._clock.monotonic() >= known.until:
            known.changed.clear()
            known.reading = self._tasks.start(self._read(guild_id, known), name=f"command permissions of {guild_id}")
        if known.reading is not None:
            await asyncio.wait({known.reading}, timeout=READ_WAIT_S)
        return known.permissions

    async def _read(self, guild_id: int, known: _Known) -> None:
        known.until = self._clock.monotonic() + AGAIN_S
        try:
            permissions = await self._reader.read(guild_id)
            if permissions is not None:
                known.permissions = permissions
                known.until = self._clock.monotonic() + STALE_S
                self._merge(known)
        finally:
            known.reading = None

    def _merge(self, known: _Known) -> None:
        """Put what was told in the place of what was read: it is the newer of both."""
        if known.permissions is not None:
            read = known.permissions
            known.permissions = ServerPermissions(
                application_id=read.application_id,
                command_ids=read.command_ids,
                overrides={**read.overrides, **known.changed},
            )
