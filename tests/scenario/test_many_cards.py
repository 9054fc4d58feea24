"""Dozens of cards later the first one still answers, and nothing is kept of those in between."""

from __future__ import annotations

from typing import Any

import pytest

from bot import app
from bot.ui.client import BananaBot

Studio = Any
CARDS = 60
AMPLE = dict.fromkeys(("bot_user_credits", "bot_user_daily_credits", "bot_daily_credits"), 10_000)


@pytest.fixture
def bots(monkeypatch: pytest.MonkeyPatch) -> list[BananaBot]:
    """The clients that were started."""
    made: list[BananaBot] = []
    build = app.build_bot

    def keep(*parts: Any) -> BananaBot:
        made.append(build(*parts))
        return made[-1]

    monkeypatch.setattr(app, "build_bot", keep)
    return made


def register(bot: BananaBot) -> dict[str, int]:
    """Return how much discord.py keeps of views."""
    store = bot._connection._view_store
    kept = {name: getattr(store, name) for name in ("_views", "_synced_message_views", "_modals", "_dynamic_items")}
    return {name: len(each) for name, each in kept.items()}


async def test_the_first_card_outlives_dozens_of_others(closed_studio: Studio, bots: list[BananaBot]) -> None:
    studio = closed_studio
    await studio.start(**AMPLE, higgsfield_concurrency=20)
    studio.terms(concurrency=20)
    call, first = await studio.finish("the " + "first " * 80)
    before = register(bots[0])
    assert not any(before.values()), before
    calls = [await studio.order(f"cat {n}", by=("mara", "jonas")[n % 2]) for n in range(CARDS)]
    for each in calls:
        await studio.until(lambda each=each: studio.row(each)["delivered"], timeout=60)
    cards = [each.message for each in calls]
    assert register(bots[0]) == before, "finished cards, each edited a few times"
    for card in cards[:20]:
        await studio.press(card, "edit")
        asked = await (await studio.person("ines").menu("Delete this picture", card)).done()
        await studio.press(asked.message, "erase", by="ines")
    for card in cards[20:30]:
        await studio.person("ines").delete(card)
    await studio.clock.leap(minutes=16)
    assert not any(register(bots[0]).values()), "nor forms and questions that nobody answered"
    answer = (await studio.press(first, "more")).message
    assert "the first" in (await studio.press(answer, "prompt")).message.text
    opened = await studio.press(first, "edit", by="jonas")
    assert opened.modal["components"][0]["component"]["value"].startswith("the first")
    again = await studio.press(first, "again", by="jonas")
    assert len((await studio.ended(again)).media) == 1
    assert len(bots) == 1, "in one and the same process"


async def test_a_library_that_forgets_its_views_stops_no_button(studio: Studio, bots: list[BananaBot]) -> None:
    await studio.restart()
    _, card = await studio.finish()
    bots[-1]._connection._view_store._dynamic_items.clear()
    again = await studio.press(card, "again")
    assert len((await studio.ended(again)).media) == 1
