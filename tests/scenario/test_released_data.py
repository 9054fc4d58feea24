"""What a released version left behind, which `tools/fixture.py` writes: each later bot goes on where that one stopped.

The first version's is tried in detail in test_old_data.py.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot import __version__
from tests.scenario.test_old_data import FOLDER as FIRST
from tests.scenario.test_old_data import NEVER, ROWS, UNKNOWN, custom_ids, messages, press, rows

Studio = Any
FOLDERS = sorted(folder for folder in FIRST.parent.glob("data-*") if folder != FIRST)
UNDER_WAY = ("still being drawn", "waits in line", "posted but not written down")
#: Verbs that take away what others stand on: they come last.
LAST = ("pause", "reset", "lift", "noreply", "cleartray", "bin", "eraseask")

pytestmark = pytest.mark.usefixtures("calm")


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
async def folder(request: pytest.FixtureRequest, closed_studio: Studio) -> Path:
    """The saved folder; the bot is about to start on a copy of it, a second after it was left."""
    folder, studio = request.param, closed_studio
    shutil.copytree(folder / "images", studio.folder / "images")
    shutil.copy(folder / "bot.sqlite3", studio.folder)
    studio.terms(drawing_s=NEVER, concurrency=16)
    studio.fake_discord.load(folder / "discord.json")
    studio.vendor.load(folder / "higgsfield.json")
    studio.settings |= {"higgsfield_concurrency": 16, "bot_user_credits": 100, "bot_user_daily_credits": 100}
    saved = {
        name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("discord", "higgsfield")
    }
    studio.clock.set(int(datetime.fromisoformat(saved["discord"]["at"]).timestamp() * 1000) + 1000)
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books, books:  # the stand-ins have moved house
        for name, now in (("discord", studio.fake_discord.url), ("higgsfield", studio.vendor.url)):
            books.execute("UPDATE image SET url = replace(url, ?, ?)", (saved[name]["url"], now))
            books.execute("UPDATE draft SET body = replace(body, ?, ?)", (saved[name]["url"], now))
    return folder


def test_this_version_left_its_data_too() -> None:
    assert f"data-{__version__}" in [folder.name for folder in FOLDERS], "PYTHONPATH=. python tools/fixture.py"


async def test_orders_under_way_end_on_their_cards_and_nothing_is_lost(folder: Path, closed_studio: Studio) -> None:
    studio = closed_studio
    sent = len(studio.vendor.requests)
    await studio.start()
    await studio.until(lambda: len(studio.vendor.requests) == sent + 2)
    studio.finish_drawing()
    for prompt in UNDER_WAY:
        (row,) = studio.query("SELECT * FROM job WHERE prompt = ?", prompt)
        await studio.until(lambda job_id=row["id"]: delivered(studio, job_id) == "message")
        lines = studio.query("SELECT kind, amount FROM ledger WHERE job_id = ? ORDER BY id", row["id"])
        assert [tuple(line) for line in lines] == [("reserve", 1), ("settle", 0)]
        assert sum(f":{row['id']}" in str(custom_ids(message)) for message in messages(studio)) == 1, "no second card"
    for table in ROWS:
        before, now = (rows(each / "bot.sqlite3", table) for each in (folder, studio.folder))
        assert before <= now, table


def delivered(studio: Studio, job_id: int) -> str | None:
    (row,) = studio.query("SELECT delivered FROM job WHERE id = ?", job_id)
    found: str | None = row["delivered"]
    return found


async def test_every_button_and_menu_is_answered(folder: Path, closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start()
    by_verb = {verb(one): (message, one) for message in messages(studio) for one in custom_ids(message)}
    assert len(by_verb) >= 50
    for each in sorted(by_verb, key=lambda name: (LAST.index(name) if name in LAST else -1, name)):
        for message in messages(studio):  # the same button, drawn anew since
            if found := next((one for one in custom_ids(message) if verb(one) == each), None):
                said = await press(studio, message, found)
                assert said and not any(words in said for words in UNKNOWN), f"{each}: {said}"
                break


def verb(custom_id: str) -> str:
    return custom_id.split(":")[1]
