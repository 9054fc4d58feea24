"""The command line as somebody types it: what is wrong is said in a sentence, with the right exit code."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from bot.cli import main
from bot.cli.demo import PORT
from bot.cli.demo import page as demo_page
from bot.domain.errors import StorageUnavailable
from bot.i18n import LOCALES
from bot.settings import FIELDS, load
from bot.store.sqlite import SqliteStore


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without `.env`, and an environment without settings."""
    for name in FIELDS:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("BOT_MIN_FREE_MB", "1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that something else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    return capsys.readouterr().err


def test_run_without_secrets_names_them_and_the_way_without(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run"]) == 78
    said = capsys.readouterr().err
    assert "DISCORD_TOKEN, HIGGSFIELD_API_KEY_ID, HIGGSFIELD_API_KEY_SECRET" in said
    assert "python -m bot demo" in said


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HIGGSFIELD_ALIAS", "maybe", "must be true or false"),
        ("BOT_USER_CREDITS", "many", "must be a whole number"),
        ("BOT_QUEUE_MINUTES", "long", "must be a number"),
        ("BOT_QUEUE_MINUTES", "0", "must be more than 0"),
        ("BOT_KEEP_DAYS", "0", "must be at least 1"),
        ("HIGGSFIELD_CONCURRENCY", "1000", "must be at most 256"),
        ("BOT_LOCALE", "tlh", f"must be {', '.join(map(repr, LOCALES[:-1]))} or {LOCALES[-1]!r}"),
        ("BOT_GUILDS", "1,mine", "must be ids of servers with commas between them"),
        ("BOT_PRICES", "x=1", "must look like banana=1,banana-pro=3"),
        ("HIGGSFIELD_BASE_URL", "http://example.org", "must start with https://"),
    ],
)
def test_a_wrong_setting_is_named_in_words(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["run"]) == 78
    assert f"  {name}: {said}" in capsys.readouterr().err


def test_a_choice_may_be_written_in_capitals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_LOG_LEVEL", "INFO")
    monkeypatch.setenv("BOT_LOCALE", "FR")
    assert (load().bot_log_level, load().bot_locale) == ("info", "fr")


def test_a_data_folder_that_can_not_be_made_is_named(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty_folder / "file").write_text("not a folder")
    monkeypatch.setenv("BOT_DATA_DIR", str(empty_folder / "file"))
    assert main(["generate", "a cat"]) == 78
    assert "BOT_DATA_DIR" in capsys.readouterr().err


def test_a_taken_port_is_said_in_a_sentence(taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["emulator", "--port", str(taken)]) == 1
    assert f"Port {taken} is in use. Choose another one with --port" in capsys.readouterr().err
    assert main(["demo", "--no-browser", "--port", str(taken)]) == 1
    assert f"Port {taken} is in use." in capsys.readouterr().err


async def test_the_demo_takes_another_port_where_its_own_is_in_use(
    taken: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert PORT == 8420
    monkeypatch.setattr("bot.cli.demo.PORT", taken)
    stop = asyncio.Event()
    stop.set()
    monkeypatch.setattr("bot.app.stop_on_signals", lambda: stop)
    assert await demo_page(port=None, data=None, browse=False) == 0
    said = capsys.readouterr().out
    assert "http://127.0.0.1:" in said and f":{taken}" not in said


def test_the_demos_terminal_says_the_address_and_nothing_besides(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    stop = asyncio.Event()
    stop.set()
    monkeypatch.setattr("bot.app.stop_on_signals", lambda: stop)
    assert main(["demo", "--no-browser", "--port", "0"]) == 0
    assert "http://127.0.0.1:" in capsys.readouterr().out
    assert [record.getMessage() for record in caplog.records if record.name.startswith("bot")] == []


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_what_is_no_port_is_a_wrong_argument(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is not a port: choose 0 to 65535" in refused(["demo", f"--port={port}"], capsys)


def test_a_picture_that_is_not_there_is_named_and_costs_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "snow", "--image", "nowhere.png"]) == 3
    assert "There is no file `nowhere.png`. Nothing was charged." in capsys.readouterr().out
    assert "there is no file nowhere.png" in refused(["demo", "--script", "--image", "nowhere.png"], capsys)


def test_a_folder_is_not_taken_for_a_picture(empty_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (empty_folder / "holiday").mkdir()
    assert main(["generate", "snow", "--image", "holiday"]) == 3
    assert "`holiday` is a folder: name one picture in it. Nothing was charged." in capsys.readouterr().out
    assert main(["generate", "snow", "--image", "."]) == 3
    assert "`.` is a folder" in capsys.readouterr().out
    assert "holiday is a folder: name one picture in it" in refused(["demo", "--script", "--image=holiday"], capsys)


def test_more_pictures_than_higgsfield_takes_are_a_wrong_argument(capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(["generate", "snow", *["--image=a.png"] * 9], capsys)
    assert "9 pictures are too many: Higgsfield takes 8 at most" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("x --resolution 2k", "--resolution: banana has no such option; --model banana-pro has it"),
        ("x --model banana-pro --resolution 3k", "--resolution 3k: with banana-pro, choose 1k, 2k or 4k"),
        ("x --count 9", "--count 9: with banana, choose 1, 2, 3 or 4"),
        ("x --model flux", "--model flux: choose banana or banana-pro"),
        ("a red fox --count 2", 'put the prompt in quotes: generate "a red fox"'),
        ("", "name a prompt, or a file of them with --prompts"),
        ("x --prompts more.txt", "name a prompt, or a file of them with --prompts"),
        ("--prompts nowhere.txt", "--prompts nowhere.txt can't be read: No such file or directory"),
        ("--prompts empty.txt", "--prompts empty.txt holds no prompt"),
    ],
)
def test_an_order_that_can_not_be_meant_so_is_a_wrong_argument(
    arguments: str, said: str, empty_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty_folder / "empty.txt").write_text("\n \n")
    assert said in refused(["generate", *arguments.split()], capsys)
    assert not (empty_folder / "data").exists(), "an order was placed"


def test_each_prompt_of_a_file_is_an_order_and_no_picture_is_written_over(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty_folder / "prompts.txt").write_text("a swallow [fast]\n\na bottle [refused]\n", encoding="utf-8-sig")
    (empty_folder / "out").mkdir()
    (empty_folder / "out" / "7-1.png").write_bytes(b"mine")
    ids = iter((7, 8))
    monkeypatch.setattr("bot.cli.terminal_orders.snowflake", lambda _: next(ids))
    assert main(["generate", "--prompts", "prompts.txt", "--json"]) == 1
    drawn, refusal = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert drawn["files"] == ["out/7-1-2.png"] and (empty_folder / "out" / "7-1.png").read_bytes() == b"mine"
    assert drawn["sentence"].startswith("1 picture in ") and drawn["sentence"].endswith("nothing was paid.")
    assert {name: drawn[name] for name in ("ok", "job", "model", "state", "failure", "charged")} == {
        **{"ok": True, "job": "7", "model": "banana", "state": "succeeded", "failure": None, "charged": 0}
    }
    assert (refusal["ok"], refusal["job"], refusal["failure"], refusal["files"]) == (False, "8", "nsfw", [])
    assert refusal["sentence"] == (
        "Higgsfield's safety filter refused this prompt or picture. Try different wording. Nothing was charged."
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("demo --prompt snow", "--prompt needs --script"),
        ("demo --image a.png", "--image needs --script"),
        ("demo --script --port 0", "--port has no effect with --script"),
        ("emulator --concurrency 0", "0 is not a whole number from 1 on"),
        ("guild trust", "guild trust needs the id of a server; `guild list` shows them"),
    ],
)
def test_no_option_is_silently_ignored(arguments: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said in refused(arguments.split(), capsys)


def test_the_demos_script_needs_a_prompt(capsys: pytest.CaptureFixture[str]) -> None:
    assert "a prompt must have 1 to 2,000 characters" in refused(["demo", "--script", "--prompt", ""], capsys)


@pytest.mark.parametrize("content", [b"", b"hello", b"<svg/>", b"\xff\xd8\xff\xe0 cut off"])
def test_what_is_no_picture_is_named_and_costs_nothing(
    content: bytes, empty_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty_folder / "mine.png").write_bytes(content)
    assert main(["generate", "snow", "--image", "mine.png", "--json"]) == 3
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "ok": False,
        "sentence": "`mine.png` is not a picture the bot can read."
        " It reads PNG, JPEG, WebP, GIF and AVIF, up to 20 MB. Nothing was charged.",
        "job": None,
        "model": "banana",
        "state": None,
        "failure": None,
        "seconds": None,
        "charged": 0,
        "files": [],
    }


def test_too_many_pixels_are_said_to_be_too_many(empty_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.new("1", (8000, 8000)).save("huge.png")
    assert main(["generate", "snow", "--image", "huge.png"]) == 3
    assert "`huge.png` is too large. The limit is 20 MB" in capsys.readouterr().out


def test_an_output_folder_that_can_not_be_made_is_said_before_anything_is_paid(
    empty_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty_folder / "file").write_text("not a folder")
    assert main(["generate", "snow", "--out", "file/out"]) == 3
    assert "The folder file/out can't be written: Not a directory. Nothing was charged." in capsys.readouterr().out
    assert not (empty_folder / "data").exists()
    assert main(["demo", "--script", "--out", "file/out"]) == 3
    assert "The folder file/out can't be written: Not a directory." in capsys.readouterr().err


def test_an_output_folder_that_is_read_only_is_said_before_anything_is_paid(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.cli.out_folder.os.access", lambda *_: False)
    assert main(["generate", "snow", "--out", "pictures"]) == 3
    assert "The folder pictures can't be written: Permission denied. Nothing was charged." in capsys.readouterr().out
    assert not (empty_folder / "data").exists()


def test_the_terminal_expects_no_rings_that_another_process_would_hear(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_PUBLIC_URL", "https://bot.test")
    assert main(["generate", "a swallow [fast]"]) == 0
    with closing(sqlite3.connect(empty_folder / "data" / "terminal" / "bot.sqlite3")) as books:
        assert "hook_key" not in {name for (name,) in books.execute("SELECT name FROM fact")}


def test_books_that_are_damaged_end_the_start_with_a_sentence_and_no_traceback(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISCORD_TOKEN", "HIGGSFIELD_API_KEY_ID", "HIGGSFIELD_API_KEY_SECRET"):
        monkeypatch.setenv(name, "0f8fad5b-d9cb-469f-a165-70867728950e")
    (empty_folder / "data").mkdir()
    (empty_folder / "data" / "bot.sqlite3").write_bytes(b"Dear diary, " * 500)
    assert main(["run"]) == 78
    said = capsys.readouterr().err
    assert "is damaged, or not a database" in said and "Restore a backup" in said
    assert len(said.splitlines()) <= 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_pictures_that_are_written_out_have_the_usual_rights_and_the_bots_data_only_its_owners(
    empty_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = os.umask(0o022)
    try:
        assert main(["generate", "a cat [fast]", "--json"]) == 0
    finally:
        os.umask(before)
    [file] = json.loads(capsys.readouterr().out)["files"]
    assert (empty_folder / file).stat().st_mode & 0o777 == 0o644
    assert [p for p in (empty_folder / "data", *(empty_folder / "data").rglob("*")) if p.lstat().st_mode & 0o077] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_data_folder_that_was_open_to_others_is_closed_by_the_terminal_too(
    empty_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = empty_folder / "data" / "terminal" / "images" / "1" / "output-0.png"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"a picture")
    (empty_folder / ".env").write_text("BOT_LOG_LEVEL=warning\n")
    for path in (empty_folder / "data", *(empty_folder / "data").rglob("*"), empty_folder / ".env"):
        path.chmod(0o777)
    assert main(["generate", "a cat [fast]", "--json"]) == 0
    assert [p for p in (empty_folder / "data", *(empty_folder / "data").rglob("*")) if p.lstat().st_mode & 0o077] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_demo_that_is_kept_is_closed_to_others(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = asyncio.Event()
    stop.set()
    monkeypatch.setattr("bot.app.stop_on_signals", lambda: stop)
    (empty_folder / "kept" / "backups").mkdir(parents=True)
    (empty_folder / "kept" / "backups" / "backup-1.zip").write_bytes(b"words")
    for path in (empty_folder / "kept", *(empty_folder / "kept").rglob("*")):
        path.chmod(0o777)
    assert asyncio.run(demo_page(port=0, data=empty_folder / "kept", browse=False)) == 0
    assert [p for p in (empty_folder / "kept", *(empty_folder / "kept").rglob("*")) if p.lstat().st_mode & 0o077] == []


@pytest.mark.parametrize("where", ["file", "file/below", "x" * 300, "/dev/null", "/proc/nowhere"])
@pytest.mark.parametrize("command", ["generate x", "backup", "restore nowhere.zip", "balance"])
def test_a_data_folder_that_can_not_be_is_a_sentence_for_every_command(
    empty_folder: Path, where: str, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = empty_folder / "file"
    file.write_text("not a folder")
    file.chmod(0o644)
    monkeypatch.setenv("BOT_DATA_DIR", where)
    assert main(command.split()) in (1, 78)
    said = capsys.readouterr().err
    assert "Traceback" not in said and "BOT_DATA_DIR" in said
    assert file.stat().st_mode & 0o777 == 0o644  # it is not the bot's to close


def test_a_database_that_another_program_holds_ends_the_start_with_the_code_that_tries_again(
    empty_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = empty_folder / "data" / "terminal"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "bot.sqlite3", isolation_level=None)) as other:
        other.execute("CREATE TABLE theirs (id)")
        other.execute("BEGIN EXCLUSIVE")
        assert main(["generate", "snow"]) == 75
    said = capsys.readouterr().err
    assert "is locked by another program" in said and "Traceback" not in said


def test_so_does_one_that_can_not_be_written_after_it_was_opened(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def unavailable(*_: object) -> str:
        raise StorageUnavailable

    monkeypatch.setattr(SqliteStore, "fact_once", unavailable)
    assert main(["generate", "snow"]) == 75
    said = capsys.readouterr().err
    assert "The database can't be read or written right now" in said and "Traceback" not in said


def test_a_pauses_reason_needs_no_quotes(folder: Path) -> None:
    assert main(["pause", "new", "limits", "soon"]) == 0
    with closing(sqlite3.connect(folder / "bot.sqlite3")) as database:
        assert database.execute("SELECT reason FROM pause").fetchall() == [("new limits soon",)]
