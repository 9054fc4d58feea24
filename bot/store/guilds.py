"""Servers, and whom the host trusts with the cap, on SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence

from typing_extensions import override

from bot.domain.guilds import Guild
from bot.domain.limits import DAY_MS
from bot.store import job_rows
from bot.store.connection import Database
from bot.store.hosting import Guilds
from bot.store.sums import Source

ALL = "SELECT id, name, members, trusted, left_at, left_behind_at FROM guild ORDER BY seen_at, id"
UNTOLD = """SELECT id, name, members, trusted, left_at, left_behind_at FROM guild
             WHERE trusted = 0 AND told_at IS NULL AND left_at IS NULL AND name <> '' ORDER BY seen_at, id"""
SEEN = """
    INSERT INTO guild (id, name, members, trusted, seen_at, greeted_at)
    VALUES (:id, :name, :members, :trusted, :now, :greeted)
    ON CONFLICT (id) DO UPDATE SET left_at = NULL, left_behind_at = NULL,
        name = CASE WHEN excluded.name = '' THEN guild.name ELSE excluded.name END,
        members = CASE WHEN excluded.members = 0 THEN guild.members ELSE excluded.members END,
        trusted = CASE WHEN :named = 1 THEN 1 ELSE guild.trusted END
"""
TRUST = """
    INSERT INTO guild (id, name, members, trusted, seen_at, left_at, told_at)
    VALUES (:id, '', 0, :trusted, :now, :now, :now)
    ON CONFLICT (id) DO UPDATE SET trusted = excluded.trusted, told_at = excluded.told_at
"""
UNGREETED = "SELECT id FROM guild WHERE greeted_at IS NULL AND left_at IS NULL ORDER BY id"
GREET = "UPDATE guild SET greeted_at = ? WHERE id = ? AND greeted_at IS NULL"
ARE_SEEN = "SELECT 1 FROM fact WHERE name = 'guilds_seen'"
#: Whether the host knows neither the server, nor in a direct message the member; not before servers were seen at all.
IS_STRANGER = f"""(EXISTS ({ARE_SEEN}) AND NOT CASE WHEN :guild_id <> 0
        THEN EXISTS (SELECT 1 FROM guild WHERE id = :guild_id AND trusted = 1)
        ELSE EXISTS (SELECT 1 FROM ledger JOIN guild ON guild.id = ledger.guild_id
                      WHERE ledger.user_id = :user_id AND ledger.kind = 'reserve' AND guild.trusted = 1) END)"""  # noqa: S608 - constants
_UNTRUSTED = "{0} <> 0 AND NOT EXISTS (SELECT 1 FROM guild WHERE guild.id = {0} AND trusted = 1)"
_UNKNOWN = """NOT EXISTS (SELECT 1 FROM ledger AS known JOIN guild ON guild.id = known.guild_id
                            WHERE known.user_id = {} AND known.kind = 'reserve' AND guild.trusted = 1)"""
#: The strangers come first, each once; what they spent has an index. Each server is found after the one before it, and
#: the plus has members looked for by the hour, not by their ids.
_SERVERS = f"""(WITH RECURSIVE server (id) AS (
                    SELECT MIN(guild_id) FROM spending WHERE scope = 'guild' AND guild_id > 0
                    UNION ALL
                    SELECT (SELECT MIN(guild_id) FROM spending WHERE scope = 'guild' AND guild_id > server.id)
                      FROM server WHERE server.id IS NOT NULL)
                SELECT id FROM server WHERE {_UNTRUSTED.format("server.id")}) AS stranger"""  # noqa: S608 - constants
_MEMBERS = f"""(SELECT id FROM (SELECT DISTINCT +target_id AS id FROM spending
                                 WHERE scope = 'user' AND guild_id = 0 AND hour >= :first AND hour <= :last) AS member
                 WHERE {_UNKNOWN.format("member.id")}) AS stranger"""  # noqa: S608 - constants
_IN_SERVERS = Source(
    sums=f"{_SERVERS} CROSS JOIN spending WHERE scope = 'guild' AND guild_id = stranger.id AND target_id = 0",
    lines=f"{_SERVERS} CROSS JOIN ledger WHERE guild_id = stranger.id",
)
_IN_DIRECT_MESSAGES = Source(
    sums=f"{_MEMBERS} CROSS JOIN spending WHERE scope = 'user' AND guild_id = 0 AND target_id = stranger.id",
    lines=f"ledger AS entry WHERE guild_id = 0 AND {_UNKNOWN.format('entry.user_id')}",
)
_ON_THE_BILL = Source(
    sums="",
    lines=f"""bill AS entry WHERE (({_UNTRUSTED.format("entry.guild_id")})
           OR (guild_id = 0 AND {_UNKNOWN.format("entry.user_id")}
               AND NOT EXISTS (SELECT 1 FROM bill AS own WHERE own.job_id = entry.job_id AND own.kind = 'reserve')))""",  # noqa: S608 - constants
)
#: What strangers together have of the cap.
OF_STRANGERS = (_IN_SERVERS, _IN_DIRECT_MESSAGES, _ON_THE_BILL)


class SqliteGuilds(Guilds):
    """The verbs of Guilds on SQLite."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def seen(self, guilds: Sequence[Guild], *, named: Collection[int], now: int, started: int) -> None:
        await self._database.write(_seen, guilds, named, now, started)

    @override
    async def left_all_but(self, guild_ids: Collection[int], *, now: int) -> None:
        await self._database.write(_left_all_but, guild_ids, now)

    @override
    async def trust(self, guild_id: int, *, is_trusted: bool, now: int) -> None:
        await self._database.write(
            lambda tx: tx.execute(TRUST, {"id": guild_id, "trusted": int(is_trusted), "now": now})
        )

    @override
    async def is_trusted(self, guild_id: int) -> bool:
        return bool(await self._database.find("SELECT 1 FROM guild WHERE id = ? AND trusted = 1", guild_id))

    @override
    async def all(self) -> Sequence[Guild]:
        return [_guild(row) for row in await self._database.find(ALL)]

    @override
    async def untold(self) -> Sequence[Guild]:
        return [_guild(row) for row in await self._database.find(UNTOLD)]

    @override
    async def ungreeted(self) -> Sequence[int]:
        return [row["id"] for row in await self._database.find(UNGREETED)]

    @override
    async def greet(self, guild_id: int, *, now: int) -> bool:
        return await self._database.write(lambda tx: tx.execute(GREET, (now, guild_id)).rowcount == 1)

    @override
    async def told(self, guild_ids: Collection[int], *, now: int) -> None:
        await self._database.write(_told, guild_ids, now)


async def find_guild(guilds: Guilds, guild_id: int) -> Guild | None:
    """Return a server that the bot is or was on."""
    return next((guild for guild in await guilds.all() if guild.id == guild_id), None)


def _guild(row: sqlite3.Row) -> Guild:
    return Guild(
        id=row["id"],
        name=row["name"],
        members=row["members"],
        is_trusted=bool(row["trusted"]),
        left_at=row["left_at"],
        left_behind_at=row["left_behind_at"],
    )


def _seen(tx: sqlite3.Connection, guilds: Sequence[Guild], named: Collection[int], now: int, started: int) -> None:
    job_rows.hold(tx, "guild")
    is_first = not tx.execute(ARE_SEEN).fetchone()
    known = _known_from_the_start(tx, guilds, started)
    for guild in guilds:
        # A bot's first start finds servers that it joined who knows when: only a fresh one is like a new one.
        greeted = now if is_first and guild.joined_at < now - DAY_MS else None
        trusted = guild.id in named or guild.id in known
        values = {"id": guild.id, "name": guild.name, "members": guild.members, "named": int(guild.id in named)}
        tx.execute(SEEN, {**values, "trusted": int(trusted), "now": now, "greeted": greeted})


def _known_from_the_start(tx: sqlite3.Connection, guilds: Sequence[Guild], started: int) -> frozenset[int]:
    """Return the servers that the host needs not vouch for: those of a bot at work, else the first that it joined."""
    if not guilds or tx.execute(ARE_SEEN).fetchone():
        return frozenset()
    tx.execute("INSERT INTO fact (name, value) VALUES ('guilds_seen', '1')")
    if tx.execute("SELECT 1 FROM job WHERE created_at < ? LIMIT 1", (started,)).fetchone():
        return frozenset(guild.id for guild in guilds)
    return frozenset({min(guilds, key=lambda guild: (guild.joined_at, guild.id)).id})


def _left_all_but(tx: sqlite3.Connection, guild_ids: Collection[int], now: int) -> None:
    for row in tx.execute("SELECT id FROM guild WHERE left_at IS NULL").fetchall():
        if row["id"] not in guild_ids:
            tx.execute("UPDATE guild SET left_at = ?, left_behind_at = ? WHERE id = ?", (now, now, row["id"]))


def _told(tx: sqlite3.Connection, guild_ids: Collection[int], now: int) -> None:
    for guild_id in guild_ids:
        tx.execute("UPDATE guild SET told_at = ? WHERE id = ?", (now, guild_id))
