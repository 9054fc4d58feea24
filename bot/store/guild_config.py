"""What moderators set for a server, on SQLite: a section's change and the line that tells of it are one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from typing_extensions import override

from bot.domain.guild_config import LAST_CHANGES
from bot.domain.guild_log import LogEvent, LogKind
from bot.domain.server_errors import ChangedMeanwhile
from bot.store import guild_log, job_rows
from bot.store.configuring import GuildConfigs, KeptChange, Section, SectionChange
from bot.store.connection import Database

SECTIONS = "SELECT section, body, rev FROM guild_setting WHERE guild_id = ?"
KEEP = """
    INSERT INTO guild_setting (guild_id, section, body, rev) VALUES (:guild_id, :section, :body, :rev)
    ON CONFLICT (guild_id, section) DO UPDATE SET body = excluded.body, rev = excluded.rev
"""
NOTE = """
    INSERT INTO guild_change (guild_id, section, rev, at, by_user, before, undoes)
    VALUES (:guild_id, :section, :rev, :at, :by_user, :before, :undoes)
"""
# What a change made of its section is what the next one found, or what stands there now.
CHANGES = """
    SELECT made.id, made.guild_id, made.section, made.rev, made.at, made.by_user, made.before, made.undoes,
           COALESCE(later.before, setting.body) AS after, made.rev = setting.rev AS is_newest
      FROM guild_change AS made
      JOIN guild_setting AS setting ON setting.guild_id = made.guild_id AND setting.section = made.section
      LEFT JOIN guild_change AS later
        ON later.guild_id = made.guild_id AND later.section = made.section AND later.rev = made.rev + 1
     WHERE made.guild_id = ? ORDER BY made.id DESC
"""
FORGET = """
    DELETE FROM guild_change WHERE guild_id = ? AND id NOT IN (
        SELECT id FROM guild_change WHERE guild_id = ? ORDER BY id DESC LIMIT ?)
"""


class SqliteGuildConfigs(GuildConfigs):
    """The verbs of GuildConfigs on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def sections(self, guild_id: int) -> Mapping[str, Section]:
        return await self._database.read(sections, guild_id)

    @override
    async def every(self, section: str) -> Mapping[int, str]:
        found = await self._database.find("SELECT guild_id, body FROM guild_setting WHERE section = ?", section)
        return {row["guild_id"]: row["body"] for row in found}

    @override
    async def change(self, guild_id: int, changes: Sequence[SectionChange], *, by_user: int, now: int) -> None:
        await self._database.write(_change, guild_id, changes, by_user, now)

    @override
    async def changes(self, guild_id: int) -> Sequence[KeptChange]:
        found = await self._database.find(CHANGES, guild_id)
        return [KeptChange(**{**dict(row), "is_newest": bool(row["is_newest"])}) for row in found]


def sections(tx: sqlite3.Connection, guild_id: int) -> Mapping[str, Section]:
    """Return what is set for a server."""
    return {row["section"]: Section(body=row["body"], rev=row["rev"]) for row in tx.execute(SECTIONS, (guild_id,))}


def _change(tx: sqlite3.Connection, guild_id: int, changes: Sequence[SectionChange], by_user: int, now: int) -> None:
    job_rows.hold(tx, "guild_setting", guild_id)
    kept = sections(tx, guild_id)
    for change in changes:
        before = kept.get(change.section)
        rev = before.rev if before else 0
        if rev != change.rev:
            raise ChangedMeanwhile
        values = {"guild_id": guild_id, "section": change.section, "body": change.body, "rev": rev + 1, "at": now}
        tx.execute(KEEP, {each: values[each] for each in ("guild_id", "section", "body", "rev")})
        said = {**values, "by_user": by_user, "before": before.body if before else None, "undoes": change.undoes}
        tx.execute(NOTE, {each: said[each] for each in said if each != "body"})
        guild_log.note(
            tx,
            LogEvent(
                guild_id=guild_id, kind=LogKind.SETTINGS, what=change.section, by_user=by_user, facts={"rev": rev + 1}
            ),
            now,
        )
    tx.execute(FORGET, (guild_id, guild_id, LAST_CHANGES))
