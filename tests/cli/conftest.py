"""What every test of the command line leaves as it was, and the folder that backups are made of."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import FIELDS
from tests.cli.data_folders import PICTURE, fill


@pytest.fixture(autouse=True, scope="session")
def heard_interrupts() -> None:
    """A run in the background of a shell has SIGINT ignored, and would hand that on to what is tried here."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def same_logging() -> Iterator[None]:
    """The command line sets the loggers up for a whole process; here they go back to what they were."""
    loggers = [logging.getLogger(name) for name in ("", "bot", "cogs", "discord.client")]
    before = [(logger.level, list(logger.filters)) for logger in loggers]
    yield
    for logger, (level, filters) in zip(loggers, before, strict=True):
        logger.setLevel(level)
        logger.filters[:] = filters


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with two orders, of which one has lost its picture."""
    for name in FIELDS:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "data"
    monkeypatch.setenv("BOT_DATA_DIR", str(folder))
    asyncio.run(fill(folder, 1, 2))
    (folder / PICTURE).parent.mkdir(parents=True)
    (folder / PICTURE).write_bytes(b"a picture")
    (folder / "images/1/.output-1.part").write_bytes(b"half a picture")
    return folder


@pytest.fixture
def archive(folder: Path, tmp_path: Path) -> Path:
    assert main(["backup", "--to", str(tmp_path / "kept.zip")]) == 0
    return tmp_path / "kept.zip"
