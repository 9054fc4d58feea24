"""What `doctor` finds in the data folder: the database, what the bot has noted in it, and backups."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bot.cli.doctor_machine import examine_backup
from bot.cli.output import counted
from bot.domain.errors import BackupError, StartError, StorageUnavailable
from bot.domain.findings import Finding, broken, fine, warning
from bot.domain.quota import MONTH
from bot.runtime.clock import Clock
from bot.services.backup import newest_backup
from bot.settings import Settings
from bot.store.lock import is_held
from bot.store.migrate import is_current
from bot.store.shared import open_shared_store
from bot.store.snapshot import sums_differ, verify
from bot.store.sqlite import SqliteStore

BOT, DATABASE, ORDERS, BUDGET = "bot", "database", "orders", "credits"
RESTORE = "Stop the bot, and restore a backup: python -m bot restore"
FIRST_START = "Start the bot: it makes one. If it has run before, set BOT_DATA_DIR to its folder."
#: What stops ordering until the owner acts, by the kind of its incident.
STOPPED = {
    "bad_key": ("Ordering is paused: Higgsfield refused the key.", "Correct the key in .env, and restart the bot."),
    "no_credits": ("Ordering is paused: Higgsfield's account is empty.", "Top it up in Higgsfield's console."),
    "unanswered": ("Ordering is paused: several orders got no answer.", "python -m bot jobs --unclear"),
    "undelivered": ("Ordering is paused: several orders brought no picture.", "python -m bot jobs --unclear"),
    "intercepted": ("Something answers in Higgsfield's place.", "Look at the proxy or the firewall of this machine."),
}


async def examine_folder(settings: Settings, clock: Clock) -> Sequence[Finding]:
    """Return what is found; nothing is changed, also where the database is an earlier version's."""
    folder = settings.bot_data_dir
    path = folder / "bot.sqlite3"
    if not path.exists():
        return [warning(DATABASE, f"There is none in {folder} yet.", FIRST_START)]
    running = is_held(folder)
    findings = [_running(running), await _database(path)]
    if not is_current(path):
        return [*findings, _version(running)]
    try:
        async with open_shared_store(folder) as store:
            findings += [each async for each in _noted(settings, store, clock.now())]
    except (StartError, StorageUnavailable) as error:
        findings.append(broken(DATABASE, str(error), RESTORE))
    return [*findings, examine_backup(newest_backup(folder), clock.now())]


def _running(running: bool) -> Finding:
    if running:
        return fine(BOT, "It is running.")
    return warning(BOT, "It is not running.", "python -m bot run")


def _version(running: bool) -> Finding:
    said = "The database is another version's than this command."
    return warning("version", said, "Restart the bot." if running else "Start the bot once: it is brought up to date.")


async def _database(path: Path) -> Finding:
    """Return whether each page and each entry of the ledger is whole; the bot may write meanwhile."""
    try:
        summary = await asyncio.to_thread(verify, path)
        apart = await asyncio.to_thread(sums_differ, path)
    except BackupError as error:
        return broken(DATABASE, str(error), RESTORE)
    if apart:
        return broken(DATABASE, "The sums that limits use differ from the ledger.", RESTORE)
    return fine(DATABASE, f"It is whole: {counted(summary.jobs, 'order')}, {summary.charged} 🍌 charged.")


async def _noted(settings: Settings, store: SqliteStore, now: int) -> AsyncIterator[Finding]:
    """Yield what the bot has noted of orders and credits."""
    for incident in await store.incidents():
        if incident.kind in STOPPED:
            said, mend = STOPPED[incident.kind]
            yield broken(ORDERS, said, mend)
    for pause in await store.pauses.all():
        again = "" if pause.is_whole_bot else f" --server {pause.guild_id}"
        place = "The bot" if pause.is_whole_bot else f"Server {pause.guild_id}"
        yield warning(ORDERS, f"{place} takes no new orders: it is paused.", f"python -m bot resume{again}")
    if doubtful := len(await store.host_orders.unclear()):
        yield warning(ORDERS, f"{counted(doubtful, 'order')} unclear.", "python -m bot jobs --unclear")
    for lack in await store.lacks():
        yield warning(ORDERS, f"The account lacked {lack.model} ({lack.what}) at an order.", "See below.")
    day = (await store.billing.balance(now=now)).used
    yield _cap(day, settings.caps().bot, "24 hours", "BOT_DAILY_CREDITS")
    if (cap := settings.caps().bot_month) is not None:
        month = await store.accounting.spent(since=now - MONTH * 1000, now=now)
        yield _cap(month, cap, "30 days", "BOT_MONTHLY_CREDITS")


def _cap(used: int, cap: int, period: str, setting: str) -> Finding:
    said = f"{used} of {cap} 🍌 are used of the last {period}' cap."
    return broken(BUDGET, said, f"Wait, or raise {setting}.") if used >= cap else fine(BUDGET, said)
