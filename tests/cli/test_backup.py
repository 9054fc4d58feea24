"""backup and restore as a host types them: whole or not at all, and every refusal says why and changes nothing."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main
from bot.store.lock import exclusive
from bot.store.snapshot import verify
from tests.cli.data_folders import PICTURE, content, fill, orders

EARLIER = Path(__file__).parent.parent / "fixtures" / "data-4687816"
Spoil = Callable[[Path], None]


pytestmark = pytest.mark.usefixtures("folder")


def refused(archive: Path, capsys: pytest.CaptureFixture[str], folder: Path, code: int = 1) -> str:
    with exclusive(folder):
        pass
    before = content(folder)
    assert main(["restore", str(archive)]) == code
    assert content(folder) == before, "nothing was changed"
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return said


def test_a_backup_is_one_private_file_that_tells_what_is_in_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path.parent == folder / "backups" and path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.iterdir()] == [path.name], "nothing half done is left"
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == ["bot.sqlite3", PICTURE, "manifest.json"]
        manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["jobs"], manifest["charged"], manifest["pictures"]) == (2, 2, 1)
    assert {"version", "schema", "made_at", "sha256"} <= manifest.keys()


def test_a_restore_brings_everything_back_and_moves_the_present_aside(
    folder: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(fill(folder, 3))
    (folder / PICTURE).write_bytes(b"another picture")
    assert main(["restore", str(archive)]) == 0
    assert orders(folder) == [1, 2] and (folder / PICTURE).read_bytes() == b"a picture"
    [aside] = folder.glob("before-restore-*")
    assert orders(aside) == [1, 2, 3] and (aside / PICTURE).read_bytes() == b"another picture"
    assert str(aside) in capsys.readouterr().err
    assert verify(folder / "bot.sqlite3").charged == 2
    asyncio.run(fill(folder, 4))
    assert main(["backup"]) == 0


def test_without_books_there_is_nothing_to_back_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path / "elsewhere"))
    assert main(["backup"]) == 1
    assert "There is no database in" in capsys.readouterr().err
    assert not (tmp_path / "elsewhere").exists()


def test_a_backup_never_takes_the_place_of_a_file(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = archive.read_bytes()
    assert main(["backup", "--to", str(archive)]) == 1
    assert "already exists" in capsys.readouterr().err
    assert archive.read_bytes() == before


def test_damaged_books_are_not_taken_for_a_backup(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(folder / "bot.sqlite3")) as books:
        books.execute("INSERT INTO ledger SELECT NULL, id, 0, 3, 'banana', 'correction', 0, 1, 1 FROM job")
        books.execute("DROP TRIGGER ledger_keeps_lines")
        books.execute("DELETE FROM ledger WHERE kind = 'reserve'")
        books.commit()
    assert main(["backup"]) == 1
    assert "doesn't balance (job 1)" in capsys.readouterr().err
    assert list((folder / "backups").iterdir()) == []


def cut(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-200])


def flip(archive: Path) -> None:
    raw = bytearray(archive.read_bytes())
    raw[2000] ^= 0xFF
    archive.write_bytes(raw)


def replace(archive: Path) -> None:
    archive.write_bytes(b"Dear diary, " * 500)


def remove(archive: Path) -> None:
    archive.unlink()


def rewrite(archive: Path, name: str, data: bytes) -> None:
    """Write an entry anew, or one more."""
    with zipfile.ZipFile(archive) as old:
        entries = {entry: old.read(entry) for entry in old.namelist()}
    with zipfile.ZipFile(archive, "w") as new:
        for entry, value in (entries | {name: data}).items():
            new.writestr(entry, value)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(cut, "damaged"), (flip, "damaged"), (replace, "damaged"), (remove, "There is no file")],
)
def test_an_archive_that_is_not_whole_is_refused(
    folder: Path, archive: Path, spoil: Spoil, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(archive)
    assert words in refused(archive, capsys, folder)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.py",
        "images/../../evil",
        "/etc/evil",
        "images/1/../../bot.lock",
        "C:\\evil",
        "images/1/.evil",
        "bot.sqlite3-wal",
    ],
)
def test_an_archive_that_would_write_elsewhere_is_refused(
    folder: Path, archive: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(archive, name, b"evil")
    assert "is not a backup of this bot" in refused(archive, capsys, folder)


def test_books_that_were_exchanged_in_the_archive_are_refused(
    folder: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(archive) as old:
        books = old.read("bot.sqlite3")
    rewrite(archive, "bot.sqlite3", books.replace(b"a cat", b"a dog"))
    assert "was changed after the backup was made" in refused(archive, capsys, folder)


@pytest.mark.parametrize(("key", "words"), [("what", "not a backup of this bot"), ("format", "newer version")])
def test_an_archive_of_something_else_is_refused(
    folder: Path, archive: Path, key: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(archive) as old:
        manifest = json.loads(old.read("manifest.json"))
    rewrite(archive, "manifest.json", json.dumps(manifest | {key: 99}).encode())
    assert words in refused(archive, capsys, folder)


def test_books_of_a_newer_bot_are_refused(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(folder / "bot.sqlite3")) as books:
        books.execute("INSERT INTO migration VALUES ('9999_later.sql', 1)")
        books.commit()
    assert main(["backup", "--to", str(tmp_path / "newer.zip")]) == 0
    assert "newer version of this bot (it has 9999_later.sql)" in refused(
        tmp_path / "newer.zip", capsys, folder, code=78
    )


def changed(archive: Path, *statements: str) -> None:
    """Change the books in an archive as somebody would who knows how its manifest is made."""
    path = archive.with_name("changed.sqlite3")
    with zipfile.ZipFile(archive) as old:
        path.write_bytes(old.read("bot.sqlite3"))
        manifest = json.loads(old.read("manifest.json"))
    with closing(sqlite3.connect(path, isolation_level=None)) as books:
        for statement in statements:
            books.execute(statement)
        manifest["jobs"] = books.execute("SELECT COUNT(*) FROM job").fetchone()[0]
        manifest["charged"] = books.execute("SELECT SUM(amount) FROM ledger").fetchone()[0]
    manifest["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    rewrite(archive, "bot.sqlite3", path.read_bytes())
    rewrite(archive, "manifest.json", json.dumps(manifest).encode())


GIFT = "INSERT INTO quota_grant VALUES (NULL, 0, NEW.user_id, 1000, 0, 0, 9e15, NULL)"


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (f"CREATE TRIGGER gift AFTER INSERT ON ledger BEGIN {GIFT}; END", "trigger gift"),
        ("CREATE VIEW mine AS SELECT prompt FROM job", "view mine"),
        ("CREATE TABLE mine (a)", "table mine"),
        ("CREATE INDEX mine ON job (prompt)", "index mine"),
        ("ALTER TABLE job ADD COLUMN mine TEXT", "table job"),
        ("DROP TRIGGER ledger_keeps_lines", "trigger ledger_keeps_lines"),
        ("DROP TRIGGER job_final_is_final", "trigger job_final_is_final"),
        ("CREATE TRIGGER job_final_is_final2 AFTER UPDATE ON job BEGIN SELECT 1; END", "trigger job_final_is_final2"),
        ("CREATE VIRTUAL TABLE other USING fts5(a)", "table other"),
        ("DROP TABLE migration", "they have no history"),
        ("DELETE FROM migration", ""),
    ],
)
def test_books_with_something_that_this_bot_never_made_are_refused(
    folder: Path, archive: Path, statement: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(archive, statement)
    said = refused(archive, capsys, folder)
    assert f"Its database was changed by something else ({named}" in said


@pytest.mark.parametrize("path", ["../.env", "/etc/passwd", "images/1/../../../.env", ".env", "images/1/.hidden"])
def test_books_that_name_other_files_than_the_bots_pictures_are_refused(
    folder: Path, archive: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(archive, f"UPDATE image SET path = '{path}'")
    assert "names files that aren't pictures of this bot" in refused(archive, capsys, folder)


@pytest.mark.parametrize(
    "change",
    [
        *("params = '[1]'", """params = '{"colour": 1}'""", "state = 'failed', failure = 'hunger'"),
        *("vendor_status = 'asleep'", "cancelled_by = 'nobody'"),
    ],
)
def test_books_with_an_order_that_nobody_could_read_are_refused(
    folder: Path, archive: Path, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    balance = "UPDATE ledger SET kind = 'refund', amount = -1 WHERE kind = 'settle' AND job_id = 2"
    drop = ["DROP TRIGGER ledger_keeps_words", "DROP TRIGGER job_final_is_final"]
    with closing(sqlite3.connect(folder / "bot.sqlite3")) as books:
        triggers = [row[0] for row in books.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
    again = [each for each in triggers if "ledger_keeps_words" in each or "job_final_is_final" in each]
    changed(
        archive, *drop, *([balance] if "failure" in change else []), f"UPDATE job SET {change} WHERE id = 2", *again
    )
    assert "holds an order that can't be read (job 2)" in refused(archive, capsys, folder)


def test_a_backup_of_books_that_no_restore_would_take_says_so_while_it_can_be_mended(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(folder / "bot.sqlite3")) as books:
        books.execute("CREATE INDEX mine ON job (prompt)")
    assert main(["backup"]) == 0
    assert "something this bot didn't make (index mine)" in capsys.readouterr().err


def test_a_bomb_is_refused_before_it_is_unpacked(
    folder: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as bomb, bomb.open("images/9/output-0.png", "w") as entry:
        for _ in range(100):
            entry.write(bytes(1024 * 1024))
    assert "would unpack to" in refused(archive, capsys, folder)


def test_many_small_bombs_are_one(folder: Path, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as bomb:
        for n in range(10):
            bomb.writestr(f"images/9/output-{n}.png", bytes(10 * 1024 * 1024))
    assert "It would unpack to" in refused(archive, capsys, folder)


def test_entries_that_lie_over_each_other_are_refused(
    folder: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(archive, "images/9/output-0.png", b"x" * 5000)
    raw = archive.read_bytes()
    first = raw.index(b"PK\x03\x04", raw.index(b"images/9/output-0.png") - 40)
    central = raw.index(PICTURE.encode(), raw.index(b"PK\x01\x02")) - 46
    overlapping = bytearray(raw)
    overlapping[central + 42 : central + 46] = (first + 20).to_bytes(4, "little")
    archive.write_bytes(overlapping)
    assert "overlaps another entry" in refused(archive, capsys, folder)


def test_neither_tokens_nor_the_key_of_webhooks_are_in_a_backup_and_a_restore_takes_no_old_key(
    folder: Path, archive: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(folder / "bot.sqlite3", isolation_level=None)) as books:
        books.execute("INSERT INTO fact VALUES ('hook_key', 'f00dc0ffee')")
        books.execute("UPDATE job SET token = 'aW50ZXJhY3Rpb24'")
    assert main(["backup", "--to", str(tmp_path / "second.zip")]) == 0
    with zipfile.ZipFile(tmp_path / "second.zip") as second:
        inside = second.read("bot.sqlite3")
    assert b"f00dc0ffee" not in inside and b"aW50ZXJhY3Rpb24" not in inside
    changed(archive, "INSERT INTO fact VALUES ('hook_key', 'f00dc0ffee')")
    assert main(["restore", str(archive)]) == 0
    with closing(sqlite3.connect(folder / "bot.sqlite3")) as books:
        assert books.execute("SELECT COUNT(*) FROM fact WHERE name = 'hook_key'").fetchone() == (0,)


def test_a_backup_of_an_earlier_version_is_restored(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = tmp_path / "earlier"
    shutil.copytree(EARLIER, earlier)
    monkeypatch.setenv("BOT_DATA_DIR", str(earlier))
    known = orders(earlier)
    assert main(["backup", "--to", str(tmp_path / "earlier.zip")]) == 0
    monkeypatch.setenv("BOT_DATA_DIR", str(folder))
    assert main(["restore", str(tmp_path / "earlier.zip")]) == 0
    assert orders(folder) == known


def test_a_picture_that_is_a_link_is_not_followed_into_a_backup(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("DISCORD_TOKEN=x")
    (folder / PICTURE).unlink()
    (folder / PICTURE).symlink_to(tmp_path / "secret")
    assert main(["backup", "--to", str(tmp_path / "kept.zip")]) == 0
    with zipfile.ZipFile(tmp_path / "kept.zip") as kept:
        assert PICTURE not in kept.namelist()
