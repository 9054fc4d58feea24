"""Consoles that lack letters, readers or the stream itself, and stops in the middle: the real process, as it is."""

from __future__ import annotations

import json
import os
import shlex
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.settings import FIELDS

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="asks a POSIX shell")
FAST = "'a swallow [fast]'"
GENERATE = f"generate {FAST}"
ODD = {"cp1252": {"PYTHONIOENCODING": "cp1252"}, "ascii": {"PYTHONIOENCODING": "ascii"}, "C": {"LC_ALL": "C"}}
#: One process for several commands, where only their words matter.
EACH = "import sys; from bot.cli import main; print('codes', [main(command.split('/')) for command in sys.argv[1:]])"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    known = {name.upper() for name in FIELDS}
    rest = {name: value for name, value in os.environ.items() if name.upper() not in known}
    return {**rest, "PYTHONPATH": str(ROOT), "BOT_MIN_FREE_MB": "1", "BOT_DATA_DIR": str(tmp_path / "data")}


@pytest.fixture
def shell(tmp_path: Path, environ: dict[str, str]) -> Callable[..., tuple[int, str, str]]:
    """Run `python -m bot …` in a shell; returns code, output and errors."""

    def run(command: str, module: str = "-m bot", **more: str) -> tuple[int, str, str]:
        line = f"{sys.executable} {module} {command}"
        done = subprocess.run(  # noqa: S602
            ["bash", "-c", line],
            cwd=tmp_path,
            env=environ | more,
            capture_output=True,
            timeout=120,
            check=False,  # noqa: S607
        )
        return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")

    return run


Shell = Callable[..., tuple[int, str, str]]


def drawn(folder: Path) -> list[Path]:
    return sorted((folder / "out").glob("*.png"))


@pytest.mark.parametrize(
    ("commands", "console", "codes"),
    [
        (("generate/a swallow [fast]", "demo/--script/--prompt/a swallow [fast]", "balance"), "ascii", [0, 0, 78]),
        (("settings/--env", "models"), "C", [0, 0]),
    ],
)
def test_a_console_that_lacks_letters_gets_question_marks(
    shell: Shell, console: str, commands: tuple[str, ...], codes: list[int]
) -> None:
    _, out, errors = shell(shlex.join(commands), module=f"-c {shlex.quote(EACH)}", **ODD[console])
    assert f"codes {codes}" in out, errors  # there is nothing to balance yet
    assert "Traceback" not in errors


@pytest.mark.parametrize(("command", "shown"), [("models", "1 ?"), ("--help", "usage")])
def test_so_does_the_console_of_an_old_windows(shell: Shell, command: str, shown: str) -> None:
    code, out, errors = shell(command, **ODD["cp1252"])
    assert code == 0 and shown in out and "Traceback" not in errors


@pytest.mark.parametrize(
    "redirect",
    [
        *(">&-", "<&- >&- 2>&-", "> /dev/full 2>&1", "2>&1 | true; exit ${PIPESTATUS[0]}"),
    ],
)
def test_a_console_that_nobody_reads_costs_no_picture(shell: Shell, tmp_path: Path, redirect: str) -> None:
    code, out, errors = shell(f"{GENERATE} {redirect}")
    assert code == 0 and out == ""
    assert "Traceback" not in errors and "BrokenPipe" not in errors and "Exception ignored" not in errors
    assert drawn(tmp_path)
    with closing(sqlite3.connect(tmp_path / "data" / "terminal" / "bot.sqlite3")) as books:
        assert books.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("command", ["--help", "models", f"demo --script --prompt {FAST}"])
def test_a_reader_that_leaves_early_is_no_error(shell: Shell, command: str) -> None:
    _, _, errors = shell(f"{command} | true")
    assert "Traceback" not in errors and "Exception ignored" not in errors and "BrokenPipe" not in errors


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("generate --help > /dev/full", 0),
        ("nonsense 2> /dev/full", 2),
        ("--help >&-", 0),
    ],
)
def test_help_that_cannot_be_written_is_no_error(shell: Shell, command: str, code: int) -> None:
    ended, _, errors = shell(command)
    assert ended == code
    assert "Traceback" not in errors and "Exception ignored" not in errors


def test_a_name_that_is_no_text_is_taken_and_a_prompt_that_is_none_is_named(shell: Shell, tmp_path: Path) -> None:
    code, out, _ = shell("generate $'caf\\xe9'")
    assert code == 2 and out == "" and not (tmp_path / "data").exists()
    code, out, errors = shell("generate snow --image $'caf\\xe9.png'")
    assert code == 3 and "There is no file `caf?.png`." in out and "Traceback" not in errors
    code, out, errors = shell(f"{GENERATE} --out $'caf\\xe9' --json")
    assert code == 0 and json.loads(out)["ok"] and "Traceback" not in errors


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (signal.SIGTERM, 143, "Stopped. The next `generate` goes on with this order."),
        (signal.SIGINT, 1, "Cancelled. Nothing was charged."),
    ],
)
def test_one_sigterm_stops_generate_and_the_next_run_goes_on(
    tmp_path: Path, environ: dict[str, str], number: signal.Signals, code: int, words: str
) -> None:
    prompt = "a cat [queue]" if number is signal.SIGINT else "a cat [slow]"
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "bot", "generate", prompt], cwd=tmp_path, env=environ,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    for line in process.stderr:
        if line.startswith(("sent", "waiting in line", "drawing")):
            break
    process.send_signal(number)
    out, errors = process.communicate(timeout=60)
    assert process.returncode == code and words in out and "Traceback" not in errors
    assert not drawn(tmp_path)


@pytest.mark.parametrize(
    ("command", "number"),
    [
        ("demo --script --prompt 'a cat [slow]'", signal.SIGINT),
        ("demo --no-browser --port 0", signal.SIGINT),
        ("demo --no-browser --port 0", signal.SIGTERM),
        ("emulator --port 0", signal.SIGTERM),
    ],
)
def test_what_runs_long_ends_at_one_signal_without_a_traceback_and_leaves_nothing(
    tmp_path: Path, environ: dict[str, str], command: str, number: signal.Signals
) -> None:
    (tmp_path / "tmp").mkdir()
    process = subprocess.Popen(  # noqa: S602
        ["bash", "-c", f"exec {sys.executable} -m bot {command}"], cwd=tmp_path,  # noqa: S607
        env=environ | {"TMPDIR": str(tmp_path / "tmp")}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip():
            break
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors and process.returncode in (0, 130, 143)
    assert not list((tmp_path / "tmp").iterdir())
