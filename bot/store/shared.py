"""The bot's database for a command beside it: the same database, two processes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.domain.errors import StartError
from bot.store.file_modes import private_umask
from bot.store.lock import exclusive, is_held
from bot.store.migrate import is_current
from bot.store.sqlite import SqliteStore, open_store


@asynccontextmanager
async def open_shared_store(folder: Path, *, may_create: bool = False) -> AsyncIterator[SqliteStore]:
    """Open the database of the bot that may be running on a folder; what it runs on is not changed under it.

    Raises StartError, also where there are none yet, or the bot that runs is of another version.
    """
    path = folder / "bot.sqlite3"
    if not may_create and not path.exists():
        raise StartError(
            f"There is no database in {folder} yet: start the bot once, or name its folder with BOT_DATA_DIR."
        )
    if not is_current(path):
        await _bring_up_to_date(folder, path)
    with private_umask():
        async with open_store(path) as store:
            yield store


async def _bring_up_to_date(folder: Path, path: Path) -> None:
    if is_held(folder):
        raise StartError(f"The bot running in {folder} is a different version from this command: restart it first.")
    with exclusive(folder):
        async with open_store(path):
            pass
