"""What `python -m bot run` loads: each module costs every start time, and memory for as long as the bot runs."""

from __future__ import annotations

import subprocess
import sys

import fluent.runtime
import pytest
from babel import localedata
from babel.core import get_global

from bot.cli import COMMANDS
from bot.i18n import Texts
from bot.i18n.cldr import NAMES, OF_THE_WORLD
from tests.cli.processes import ROOT

LOADED = "import sys; from bot.cli import parser; parser('run'); print(*sys.modules)"
#: Other commands, and what only they need, or only a bot that somebody asks something.
OTHERS = {f"bot.cli.{name}" for name in COMMANDS if name != "run"}
#: What the bot has done without since it starts in half a second.
WITHOUT = {"pydantic", "pydantic_core"}
LATER = {"bot.simulators", "bot.web.webhook_server", "aiohttp.web", "PIL", "babel", "fluent.runtime", "matplotlib"}
MOST_MODULES = 830  # on any Python; the standard library's and what site-packages load by themselves included


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The names of all modules that `run` has loaded before it does anything."""
    said = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(said.stdout.split())


def test_run_loads_no_other_command_and_nothing_before_it_is_needed(loaded: set[str]) -> None:
    assert "bot.app" in loaded
    assert not loaded & (OTHERS | LATER | WITHOUT)


def test_run_loads_no_more_modules_than_it_did(loaded: set[str]) -> None:
    assert len(loaded) <= MOST_MODULES


def test_only_sentences_with_values_are_read_by_fluent_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    resource = fluent.runtime.FluentResource
    monkeypatch.setattr(fluent.runtime, "FluentResource", lambda text: read.append(text) or resource(text))
    texts = Texts()
    assert texts.text("en", "language-name") == "English"
    assert not read
    assert {texts.text("en", "per-period", period="3 days") for _ in range(2)} == {"in 3 days"}
    assert len(read) == 1


def test_of_the_world_s_languages_little_is_kept() -> None:
    texts = Texts()
    assert texts.text("fr", "button-draw-for", cost=2000) == "Dessiner · 2\u202f000 🍌"
    assert not any(get_global(name) for name in OF_THE_WORLD)  # type: ignore[arg-type]
    assert not set(NAMES) & set(localedata.load("fr"))
