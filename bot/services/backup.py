"""Backups: the database and the pictures in one archive, made while the bot runs, and restored from it.

A restore is unpacked and checked in a folder of its own. Renaming that folder decides the restore: the process
that opens the data folder next, this one or a later one, finishes the exchange.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import __version__
from bot.domain.errors import BackupError
from bot.domain.jobs import STORED_PICTURE
from bot.domain.limits import DAY_MS
from bot.runtime.work_progress import SILENT, WorkProgress
from bot.store.carried_bill import carry_bill
from bot.store.lock import exclusive
from bot.store.snapshot import (
    Summary,
    check_foreign,
    copy_database,
    copy_foreign,
    find_foreign,
    list_pictures,
    prepare_restored,
    verify,
)

DATABASE, PICTURES, MANIFEST = "bot.sqlite3", "images", "manifest.json"
NEWEST = "backup-made-at"  # when the newest backup was made, in epoch ms
BESIDE = ("bot.sqlite3-shm", "bot.sqlite3-wal")  # part of the database while it is open
SQLITE = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html
WHAT, FORMAT = "banana-bot backup", 1
LARGEST_MANIFEST = 1024 * 1024
LARGEST_PICTURE = 256 * 1024 * 1024
#: How many times larger than in the archive the books may be, and from which size on that counts.
MOST_RATIO, RATIO_FROM = 100, 64 * 1024 * 1024
ROOM_LEFT = 64 * 1024 * 1024  # bytes of the disk that unpacking leaves
LOCAL_HEADER = 30  # bytes before an entry's name, at least
CHUNK = 1024 * 1024  # bytes
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)  # RuntimeError: a password, a method


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a restore did."""

    jobs: int
    ended: int  # orders that could not go on
    aside: Path | None  # where the data lie that were there before


def make(data_dir: Path, to: Path | None, *, now: int, progress: WorkProgress = SILENT) -> Path:
    """Write an archive of the data folder and check it; returns where it is. Raises BackupError."""
    name = f"backup-{_stamp(now)}.zip"
    target = data_dir / "backups" / name if to is None else to / name if to.is_dir() else to
    if not (data_dir / DATABASE).is_file():
        raise BackupError(f"There is no database in {data_dir} to back up. BOT_DATA_DIR names the bot's folder.")
    if target.exists():
        raise BackupError(f"{target} already exists. Nothing was written.")
    with _disk(target.parent):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear_left(target.parent, now)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
            partial = Path(folder) / name
            _pack(data_dir, partial, now=now, progress=progress)
            _check_database(partial, Path(folder) / "again.sqlite3", progress=progress)
            os.chmod(partial, 0o600)  # people's words are in it
            partial.rename(target)
    _note(data_dir, now)
    return target


def newest_backup(data_dir: Path) -> int | None:
    """Return when the newest backup was made of a data folder (epoch ms), wherever it was put; None: never."""
    made = [int(file.stat().st_mtime * 1000) for file in (data_dir / "backups").glob("backup-*.zip")]
    with suppress(OSError, ValueError):
        made.append(int((data_dir / NEWEST).read_text(encoding="ascii")))
    return max(made, default=None)


def _note(data_dir: Path, now: int) -> None:
    """Note when a backup was made: it may lie anywhere."""
    with suppress(OSError):  # the backup is what counts
        (data_dir / NEWEST).write_text(str(now), encoding="ascii")


def _clear_left(folder: Path, now: int) -> None:
    """Delete what backups that were killed left: the books in them would lie there for ever."""
    for left in folder.glob(".backup-*"):
        if left.stat().st_mtime * 1000 < now - DAY_MS:  # a younger one may be at work
            shutil.rmtree(left, ignore_errors=True)


def _pack(data_dir: Path, partial: Path, *, now: int, progress: WorkProgress = SILENT) -> None:
    database = partial.with_name(DATABASE)
    copy_database(data_dir / DATABASE, database, progress=progress)
    if foreign := find_foreign(database):
        progress.say(
            f"The database holds something this bot didn't make ({foreign})."
            " Remove it, or this backup can't be restored."
        )
    with zipfile.ZipFile(partial, "x", strict_timestamps=False) as archive:
        _put(archive, database, progress)
        count = _pack_pictures(archive, data_dir, list_pictures(database), progress)
        about = {"what": WHAT, "format": FORMAT, "version": __version__, "made_at": _written(now)}
        counts = {**asdict(verify(database, progress=progress)), "pictures": count, "sha256": _digest(database)}
        archive.writestr(MANIFEST, json.dumps(about | counts, indent=2))
    with partial.open("rb") as file:
        os.fsync(file.fileno())


def _put(archive: zipfile.ZipFile, database: Path, progress: WorkProgress) -> None:
    """Pack the database, which is large, bit by bit."""
    entry = zipfile.ZipInfo.from_file(database, DATABASE, strict_timestamps=False)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with database.open("rb") as file, archive.open(entry, "w") as packed:
        while chunk := file.read(CHUNK):
            packed.write(chunk)
            progress.show("packing the database", file.tell() / entry.file_size)


def _pack_pictures(archive: zipfile.ZipFile, data_dir: Path, paths: Sequence[str], progress: WorkProgress) -> int:
    count = 0
    for number, path in enumerate(paths, 1):
        if not STORED_PICTURE.fullmatch(path) or (data_dir / path).is_symlink():
            continue  # the bot makes none
        try:
            archive.write(data_dir / path, path)
        except FileNotFoundError:
            continue  # its time came meanwhile
        count += 1
        progress.show(f"packing {len(paths):,} pictures", number / len(paths))
    return count


def restore(data_dir: Path, source: Path, *, now: int, progress: WorkProgress = SILENT) -> Restored:
    """Replace the data folder's database and pictures with an archive's; the old ones are moved aside.

    A database that comes alone, as Litestream brings one back, leaves the pictures where they are. Raises BackupError,
    with nothing changed, where the source is not whole or not ours, and StartError where a bot runs on the folder or
    the source is a newer bot's.
    """
    with _disk(data_dir), exclusive(data_dir):
        finish_restore(data_dir)
        partial = data_dir / ".restoring"
        shutil.rmtree(partial, ignore_errors=True)
        try:
            partial.mkdir(mode=0o700)
            is_alone = _is_database(source)
            summary = (
                _take_database(data_dir, source, partial, progress) if is_alone else _unpack(source, partial, progress)
            )
            ended = prepare_restored(partial / DATABASE, now=now, progress=progress)
            carry_bill(data_dir / DATABASE, partial / DATABASE, now=now)
            _sync(partial / DATABASE)
            partial.rename(data_dir / f"restoring-{_stamp(now)}")
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        return Restored(jobs=summary.jobs, ended=ended, aside=finish_restore(data_dir))


def finish_restore(data_dir: Path) -> Path | None:
    """Finish the exchange of a restore, if one is decided; each step may be the last one before a crash.

    Returns the folder of the former data.
    """
    aside = None
    with _disk(data_dir):
        shutil.rmtree(data_dir / ".restoring", ignore_errors=True)  # of one that was killed before it was decided
        for new in sorted(data_dir.glob("restoring-*")):
            aside = data_dir / new.name.replace("restoring", "before-restore")
            _exchange(data_dir, new, aside)
            new.rmdir()
    return aside if aside and aside.exists() else None


def _exchange(data_dir: Path, new: Path, aside: Path) -> None:
    if (new / PICTURES).exists():
        _move(data_dir, aside, (PICTURES,))
        (new / PICTURES).rename(data_dir / PICTURES)
    if (new / DATABASE).exists():
        _move(data_dir, aside, (*BESIDE, DATABASE))
        (new / DATABASE).rename(data_dir / DATABASE)


def _move(data_dir: Path, aside: Path, names: Sequence[str]) -> None:
    for name in names:
        if (data_dir / name).exists():
            aside.mkdir(exist_ok=True)
            (data_dir / name).rename(aside / name)


# reading what is restored


def _is_database(source: Path) -> bool:
    if not source.is_file():
        return False
    with source.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


def _take_database(data_dir: Path, source: Path, partial: Path, progress: WorkProgress) -> Summary:
    if (data_dir / DATABASE).exists() and source.samefile(data_dir / DATABASE):
        raise BackupError(f"{source} is the bot's own database, not a copy of it.")
    copy_foreign(source, partial / DATABASE)
    check_foreign(partial / DATABASE)
    return verify(partial / DATABASE, progress=progress)


def _unpack(source: Path, partial: Path, progress: WorkProgress) -> Summary:
    (partial / PICTURES).mkdir()
    with _archive(source) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > shutil.disk_usage(partial).free - ROOM_LEFT:
            raise BackupError(f"There isn't enough space in {partial.parent} to unpack {source}.")
    summary = _check_database(source, partial / DATABASE, progress=progress, check=check_foreign)
    with _archive(source) as archive:
        names = [name for name in archive.namelist() if STORED_PICTURE.fullmatch(name)]
        for count, name in enumerate(names, start=1):
            _take(archive, name, partial / name)
            progress.show(f"unpacking {len(names):,} pictures", count / len(names))
    return summary


def _check_database(
    source: Path, database: Path, *, progress: WorkProgress, check: Callable[[Path], None] = lambda _: None
) -> Summary:
    """Read an archive to its last byte and unpack its database; raises BackupError unless its manifest fits."""
    with _archive(source) as archive:
        manifest = _manifest(archive)
        progress.show("unpacking the database")
        _take(archive, DATABASE, database)
        if broken := _broken_entry(archive, progress):
            raise BackupError(f"{source} is damaged: {broken} in it can't be read.")
    if _digest(database) != manifest.get("sha256"):
        raise BackupError(f"The database in {source} was changed after the backup was made.")
    check(database)
    summary = verify(database, progress=progress)
    said = {name: manifest.get(name) for name in ("jobs", "charged")}
    if said != {"jobs": summary.jobs, "charged": summary.charged}:
        raise BackupError(f"The database in {source} doesn't match its own list of contents.")
    return summary


@contextmanager
def _archive(source: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive; raises BackupError where its names are not a backup's."""
    if source.is_dir():
        raise BackupError(f"{source} is a folder: name the backup archive in it.")
    if not source.is_file():
        raise BackupError(f"There is no file {source}.")
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            ours = [name for name in names if name in (DATABASE, MANIFEST) or STORED_PICTURE.fullmatch(name)]
            if len(ours) < len(names) or len(set(names)) < len(names) or not {DATABASE, MANIFEST} <= set(names):
                raise BackupError(f"{source} is not a backup of this bot.")
            _check_sizes(archive)
            yield archive
    except PermissionError as error:
        raise BackupError(f"{source} can't be read ({error.strerror}).") from error
    except _BROKEN as error:
        raise BackupError(f"{source} is not a backup archive, or it is damaged.") from error


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """Refuse, before anything is unpacked, what would grow beyond all measure. Raises BackupError.

    Entries may not lie over each other: a few bytes would count many times (CVE-2024-0450, which Python's zipfile
    looks for from 3.11.8 on).
    """
    entries, end = sorted(archive.infolist(), key=lambda entry: entry.header_offset), 0
    total = sum(entry.file_size for entry in entries)
    if total > max(RATIO_FROM, MOST_RATIO * sum(entry.compress_size for entry in entries)):
        raise BackupError(f"It would unpack to {total} bytes, so this is not a backup.")
    for entry in entries:
        is_bomb = entry.file_size > max(RATIO_FROM, MOST_RATIO * entry.compress_size)
        if is_bomb or (entry.filename not in (DATABASE, MANIFEST) and entry.file_size > LARGEST_PICTURE):
            raise BackupError(
                f"{entry.filename} in it would unpack to {entry.file_size} bytes, so this is not a backup."
            )
        if entry.header_offset < end:
            raise BackupError(f"{entry.filename} in it overlaps another entry: this is not a backup, or it is damaged.")
        end = entry.header_offset + LOCAL_HEADER + len(entry.orig_filename) + entry.compress_size


def _manifest(archive: zipfile.ZipFile) -> Mapping[str, Any]:
    with archive.open(MANIFEST) as file:
        manifest = json.loads(file.read(LARGEST_MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("what") != WHAT:
        raise BackupError(f"{archive.filename} is not a backup of this bot.")
    if manifest.get("format") != FORMAT:
        raise BackupError("This backup was made by a newer version of the bot: update the bot first.")
    return manifest


def _broken_entry(archive: zipfile.ZipFile, progress: WorkProgress) -> str | None:
    """Read every entry to its last byte; return the name of the first that does not fit its checksum."""
    entries, done = archive.infolist(), 0
    total = sum(entry.file_size for entry in entries) or 1
    for entry in entries:
        try:
            with archive.open(entry) as inside:
                while chunk := inside.read(CHUNK):
                    done += len(chunk)
                    progress.show("checking the archive", done / total)
        except zipfile.BadZipFile:
            return entry.filename
    return None


def _take(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    with archive.open(name) as inside, target.open("xb") as file:
        shutil.copyfileobj(inside, file, CHUNK)
        file.flush()
        os.fsync(file.fileno())


# small things


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"{folder} can't be used: {error.strerror or error}.") from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _stamp(now: int) -> str:
    return datetime.fromtimestamp(now / 1000, UTC).strftime("%Y%m%d-%H%M%S")


def _written(now: int) -> str:
    return datetime.fromtimestamp(now / 1000, UTC).isoformat(timespec="seconds")
