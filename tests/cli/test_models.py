"""`models` says what the bot offers and what the vendor would ask, and orders nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli import main
from bot.cli.demo_stack import demo_settings
from bot.cli.models import table
from bot.settings import FIELDS
from bot.simulators.higgsfield import AccountOptions, FakeHiggsfield

SKETCH = '[sketch]\ntitle = "Sketch"\npath = "/acme/sketch"\nprice = 2\n'


@pytest.fixture
async def vendor() -> AsyncIterator[FakeHiggsfield]:
    async with FakeHiggsfield(AccountOptions()) as vendor:
        yield vendor


def cells(lines: list[str]) -> dict[str, list[str]]:
    """The cells of each row but its first, by the first two."""
    rows = [[cell for cell in line.split("  ") if cell] for line in lines[1:]]
    return {row[0]: [cell.strip() for cell in row[1:]] for row in rows}


async def test_each_model_and_size_is_listed_with_its_price_and_the_vendors(vendor: FakeHiggsfield) -> None:
    lines = await table(demo_settings(higgsfield_base_url=vendor.url, higgsfield_resolutions=("1k", "2k")))
    assert lines[0].split() == ["COMMAND", "MODEL", "SIZE", "PRICE", "HIGGSFIELD"]
    assert cells(lines[:2])["/banana"] == ["Nano Banana", "1 🍌", "1.000 credits ($0.062)"]
    assert cells(lines[2:])["/banana-pro"][:3] == ["Nano Banana Pro", "2k", "4 🍌"]
    assert not vendor.requests


async def test_a_model_that_the_account_lacks_is_told(vendor: FakeHiggsfield) -> None:
    vendor.options = replace(vendor.options, pro=False)
    assert cells(await table(demo_settings(higgsfield_base_url=vendor.url)))["/banana-pro"][-1] == "not on your account"


async def test_a_wrong_key_is_told(vendor: FakeHiggsfield) -> None:
    lines = await table(demo_settings(higgsfield_base_url=vendor.url, higgsfield_api_key_secret="x"))
    assert cells(lines)["/banana"][-1] == "unknown: Higgsfield refuses the key"


async def test_what_the_vendor_does_not_tell_is_not_known(vendor: FakeHiggsfield, tmp_path: Path) -> None:
    file = tmp_path / "models.toml"
    file.write_text(SKETCH)
    settings = demo_settings(higgsfield_base_url=vendor.url, bot_models_file=str(file))
    assert cells(await table(settings))["/sketch"] == ["Sketch", "2 🍌", "unknown"]
    away = demo_settings(higgsfield_base_url="http://127.0.0.1:1")
    assert cells(await table(away))["/banana"][-1] == "unknown"


@pytest.fixture
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in FIELDS:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_key_the_models_are_listed_all_the_same(
    nothing_set: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models"]) == 0
    assert cells(capsys.readouterr().out.splitlines())["/banana"] == ["Nano Banana", "1 🍌", "unknown: no key is set"]


@pytest.mark.parametrize("command", [["models"], ["generate", "a cat"]])
def test_a_wrong_file_of_models_is_a_wrong_setting(
    command: list[str], nothing_set: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (nothing_set / "models.toml").write_text("[sketch]\ntitel = 'Sketch'")
    monkeypatch.setenv("BOT_MODELS_FILE", "models.toml")
    assert main(command) == 78
    said = capsys.readouterr().err
    assert "BOT_MODELS_FILE: models.toml is wrong:" in said
    assert "[sketch] titel: is unknown; did you mean title?" in said
