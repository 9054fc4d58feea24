"""One bot a folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.domain.errors import StartError
from bot.store.lock import exclusive

HOLDER = """
import sys, time
from pathlib import Path
from bot.store.lock import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_bot_is_told_which_folder_is_taken(tmp_path: Path) -> None:
    with exclusive(tmp_path / "data"):
        with pytest.raises(StartError, match=str(tmp_path / "data")), exclusive(tmp_path / "data"):
            pytest.fail("two at once")
        with exclusive(tmp_path / "other"):
            pass
    with exclusive(tmp_path / "data"):
        pass


def test_a_killed_bot_lets_go(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as holder:
        assert holder.stdout and holder.stdout.readline().strip() == b"held"
        with pytest.raises(StartError, match="Another bot is already running"), exclusive(tmp_path):
            pytest.fail("two at once")
        holder.kill()
    with exclusive(tmp_path):
        pass


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartError, match="cannot be written"), exclusive(tmp_path / "file"):
        pytest.fail("no folder there")
