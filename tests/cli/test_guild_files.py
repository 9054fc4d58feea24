"""`guild export` and `guild import`: all of a file or nothing of it, with a sentence."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.domain.guild_config import GuildConfig
from bot.domain.words import WordLists
from bot.runtime.clock import Clock
from bot.services.guild_config import GuildConfigs
from bot.store.sqlite import open_store

HERE, THERE = 10, 20


async def config(folder: Path, guild_id: int, **sections: Any) -> GuildConfig:
    """Set sections of a server, and return what holds there."""
    async with open_store(folder / "bot.sqlite3") as store:
        for each in (HERE, THERE):
            await store.guilds.trust(each, is_trusted=True, now=1)
        configs = GuildConfigs(store=store, clock=Clock())
        return await configs.change(guild_id, await configs.of(guild_id), by_user=3, **sections)


@pytest.fixture
def exported(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    asyncio.run(config(folder, HERE, words=WordLists(deny=("blood",))))
    assert main(["guild", "export", str(HERE)]) == 0
    file = tmp_path / "here.json"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    return file


def test_what_is_exported_is_imported_elsewhere_and_told_as_a_change(
    folder: Path, exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["guild", "import", str(THERE), str(exported)]) == 0
    assert "1 section changed (words)" in capsys.readouterr().out
    assert asyncio.run(config(folder, THERE)).words == WordLists(deny=("blood",))
    assert main(["guild", "import", str(THERE), str(exported)]) == 0
    assert "had these settings already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"what": "something else"}, "is not a file of"),
        ({"format": 2}, "Update the bot"),
        ({"sections": {"magic": {}}}, "doesn't know (magic)"),
        ({"sections": {"words": {"deny": ["x"], "aura": 1}}}, "doesn't know (words)"),
        ({"sections": {"words": {"deny": ["x" * 61]}, "cards": {"locale": "fr"}}}, "the section words can't be"),
        ({"sections": []}, "is not a file of"),
    ],
)
def test_what_is_not_understood_changes_nothing(
    folder: Path, exported: Path, spoilt: dict[str, Any], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exported.write_text(json.dumps(json.loads(exported.read_text()) | spoilt))
    assert main(["guild", "import", str(THERE), str(exported)]) == 1
    assert said in (told := capsys.readouterr().err) and "Nothing was changed." in told
    assert asyncio.run(config(folder, THERE)) == GuildConfig()


def test_a_file_that_is_no_text_or_a_server_that_is_unknown_is_told(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["guild", "import", "99", str(exported)]) == 78
    assert "has never been on server 99" in capsys.readouterr().err
    exported.write_bytes(b"\xff\xfe\x00")
    assert main(["guild", "import", str(THERE), str(exported)]) == 1
    for wrong in (["export"], ["import", "10"], ["export", "10", "x"]):
        with pytest.raises(SystemExit):
            main(["guild", *wrong])
