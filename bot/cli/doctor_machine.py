"""What `doctor` finds on the machine: the file of settings, the disk, backups, the clock."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.cli.wiped_disks import wiping_host
from bot.domain.findings import Finding, broken, fine, warning
from bot.domain.limits import DAY_MS, HOUR_MS, MIB
from bot.runtime.clock import Clock
from bot.settings import ENV_FILE, Settings

OLD_BACKUP_DAYS = 7
NEAR_FULL = 2  # times the space below which orders are refused
CLOCK = "clock"


def examine_machine(settings: Settings) -> Iterator[Finding]:
    """Yield what is found without asking anybody."""
    if missing := settings.missing_secrets():
        yield broken("settings", f"Not set: {', '.join(missing)}.", how_to_give(ENV_FILE))
    elif _is_open(ENV_FILE):
        yield warning("settings", f"Other users of this machine can read {ENV_FILE}.", f"chmod 600 {ENV_FILE}")
    else:
        yield fine("settings", "They can be read, and no secret is missing.")
    yield _disk(settings)
    if host := wiping_host(os.environ, settings.bot_data_dir):
        yield broken("disk", f"{host} wipes it at every restart.", "Mount a volume, and point BOT_DATA_DIR to it.")


def how_to_give(file: Path) -> str:
    """Return what gives the bot its secrets: `init` writes no file over one that is there."""
    return f"Put them into {file}." if os.path.lexists(file) else "To be asked for them: python -m bot init"


def _is_open(file: Path) -> bool:
    return os.name == "posix" and file.is_file() and bool(stat.S_IMODE(file.stat().st_mode) & 0o077)


def _disk(settings: Settings) -> Finding:
    folder, needed = settings.bot_data_dir, settings.bot_min_free_mb
    free = shutil.disk_usage(_existing(folder)).free // MIB
    said = f"{free:,} MB are free in {folder}."
    if free < needed:
        return broken("disk", f"{said} New orders are refused.", f"Make room: BOT_MIN_FREE_MB is {needed}.")
    if free < NEAR_FULL * needed:
        return warning("disk", said, f"Make room soon: below {needed} MB new orders are refused.")
    return fine("disk", said)


def _existing(folder: Path) -> Path:
    """Return the nearest folder above that exists."""
    folder = folder.absolute()
    return next(each for each in (folder, *folder.parents) if each.exists())


def examine_backup(made_at: int | None, now: int) -> Finding:
    """Return how old the newest backup is, by when it was made (epoch ms)."""
    how = "python -m bot backup --to another disk's folder"
    if made_at is None:
        return warning("backup", "None was ever made of this folder.", how)
    days = max(0, now - made_at) // DAY_MS
    said = "less than a day" if days < 1 else f"{days} day{'s' if days > 1 else ''}"
    if days >= OLD_BACKUP_DAYS:
        return warning("backup", f"The newest is {said} old.", how)
    return fine("backup", f"The newest is {said} old.")


def examine_clock(clock: Clock) -> Finding:
    """Return whether the machine's clock is right, by those who were asked before."""
    if wrong_by := clock.wrong_by:
        minutes = abs(wrong_by) // 60_000
        apart = f"{minutes} min" if abs(wrong_by) < 2 * HOUR_MS else f"{abs(wrong_by) // HOUR_MS} h"
        said = f"This machine's is {apart} {'fast' if wrong_by > 0 else 'slow'}."
        return broken(CLOCK, said, "Set it by the network: timedatectl set-ntp true")
    if not clock.is_confirmed:
        return warning(
            CLOCK, "Nobody could be asked for the time.", "Run this again once Discord or Higgsfield can be asked."
        )
    return fine(CLOCK, "It is right.")
