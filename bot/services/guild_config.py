"""What moderators set for a server: looked up, changed, and taken back."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.guild_config import SECTIONS, GuildChange, GuildConfig, undoable
from bot.domain.sections import from_json, to_json
from bot.domain.server_errors import ChangedMeanwhile, SettingsUnreadable
from bot.runtime.clock import Clock
from bot.store import Store
from bot.store.configuring import KeptChange, SectionChange

log = logging.getLogger(__name__)


class GuildConfigs:
    """One method a use case; who may change something is checked by the surface."""

    def __init__(self, *, store: Store, clock: Clock) -> None:
        self._store = store.guild_config
        self._clock = clock

    async def of(self, guild_id: int) -> GuildConfig:
        """Return what is set for a server, the defaults for 0; raises SettingsUnreadable."""
        kept = await self._store.sections(guild_id) if guild_id else {}
        values = {name: _read(name, kept[name].body) for name in SECTIONS if name in kept}
        return GuildConfig(**values, revs={name: section.rev for name, section in kept.items()})

    async def as_seen(self, guild_id: int, section: str, mark: int) -> GuildConfig:
        """Return the same as long as a section is as a panel or a form showed it; raises ChangedMeanwhile."""
        config = await self.of(guild_id)
        if config.mark(section) != mark:
            raise ChangedMeanwhile
        return config

    async def every(self, section: str) -> Mapping[int, Any]:
        """Return a section of each server that has set it; one that can't be read is left out."""
        kept = await self._store.every(section)
        values = {guild_id: _readable(section, body) for guild_id, body in kept.items()}
        return {guild_id: value for guild_id, value in values.items() if value is not None}

    async def change(self, guild_id: int, seen: GuildConfig, *, by_user: int, **sections: object) -> GuildConfig:
        """Set sections as named, all or none, and return what holds now.

        `seen` is what the moderator was shown; raises ChangedMeanwhile where one of the sections is another by now.
        """
        changes = [
            SectionChange(section=name, body=to_json(value), rev=seen.rev(name))
            for name, value in sections.items()
            if value != getattr(seen, name)
        ]
        if changes:
            await self._store.change(guild_id, changes, by_user=by_user, now=self._clock.now())
        return await self.of(guild_id)

    async def changes(self, guild_id: int) -> Sequence[GuildChange]:
        """Return the last changes of a server, newest first."""
        return list(_read_changes(await self._store.changes(guild_id)))

    async def undo(self, guild_id: int, change_id: int, *, by_user: int) -> GuildChange:
        """Take a change back and return it; raises ChangedMeanwhile where others came since."""
        changes = await self.changes(guild_id)
        made = next((each for each in changes if each.id == change_id), None)
        if made is None or made.id not in undoable(changes) or made.before is None:
            raise ChangedMeanwhile
        rev = next(each.rev for each in changes if each.section == made.section)  # the newest comes first
        back = SectionChange(section=made.section, body=to_json(made.before), rev=rev, undoes=made.id)
        await self._store.change(guild_id, [back], by_user=by_user, now=self._clock.now())
        return made


def _read(name: str, body: str | None) -> Any:  # noqa: ANN401 - the section's class
    try:
        return from_json(SECTIONS[name], body)
    except ValueError as error:
        log.error("the settings %r of a server can't be read: %s", name, type(error).__name__)
        raise SettingsUnreadable(section=name) from None


def _read_changes(kept: Sequence[KeptChange]) -> Iterator[GuildChange]:
    for each in kept:
        if each.section in SECTIONS:
            values = {key: value for key, value in vars(each).items() if key not in ("before", "after")}
            yield GuildChange(
                **values, before=_readable(each.section, each.before), after=_readable(each.section, each.after)
            )


def _readable(name: str, body: str | None) -> Any:  # noqa: ANN401 - the section's class, or None
    try:
        return from_json(SECTIONS[name], body)
    except ValueError:
        return None
