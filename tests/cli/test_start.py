"""What `python -m bot run` loads: each module costs every start time, and memory for as long as the bot runs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import bot.i18n
from bot.cli import COMMANDS
from bot.i18n import Texts
from tests.cli.processes import ROOT

LOADED = "import sys; from bot.cli import parser; parser('run'); print(*sys.modules)"
#: Other commands, and what only they need.
OTHERS = {f"bot.cli.{name}" for name in COMMANDS if name != "run"} | {"bot.simulators", "matplotlib"}
MOST_MODULES = 900  # on any Python; the standard library's and what site-packages load by themselves included


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The names of all modules that `run` has loaded before it does anything."""
    said = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(said.stdout.split())


def test_run_loads_no_other_command_and_nothing_that_only_they_need(loaded: set[str]) -> None:
    assert "bot.app" in loaded
    assert not loaded & OTHERS


def test_run_loads_no_more_modules_than_it_did(loaded: set[str]) -> None:
    assert len(loaded) <= MOST_MODULES


def test_a_sentence_is_read_when_it_is_first_said(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    resource = bot.i18n.FluentResource
    monkeypatch.setattr(bot.i18n, "FluentResource", lambda text: read.append(text) or resource(text))
    texts = Texts()
    assert not read
    assert {texts.text("en", "language-name") for _ in range(2)} == {"English"}
    assert len(read) == 1
