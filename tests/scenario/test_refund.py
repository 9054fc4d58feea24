"""The host gives credits back from the terminal while the bot runs: the card says so, and nobody is told twice."""

from __future__ import annotations

from typing import Any

from bot.cli.refund import refund
from bot.settings import load

Studio = Any


async def give_back(studio: Studio, number: int) -> str:
    """Run `python -m bot refund …` beside the bot that runs."""
    return await refund(load(bot_data_dir=studio.folder), number, "two tails")


async def test_the_card_says_that_credits_went_back_and_so_does_quota(studio: Studio) -> None:
    call, card = await studio.finish(count=3)
    before = len(studio.person().dm())
    assert "3 🍌 went back to the member" in await give_back(studio, call.id)
    await studio.says(card, "The bot's owner gave you back 3 🍌.")
    assert "two tails" not in card.text and "0\N{NO-BREAK SPACE}🍌" in card.text
    assert studio.ledger(call) == [("reserve", 3), ("settle", 0), ("correction", -3)] and studio.spent == 0
    assert "0 of 40 🍌 used" in await studio.quota() and len(studio.person().dm()) == before


async def test_a_card_that_was_taken_away_is_not_sent_home_for_a_refund(studio: Studio) -> None:
    call, card = await studio.finish()
    await studio.person("ines").delete(card)
    await give_back(studio, call.id)
    call, other = await studio.finish()
    await give_back(studio, call.id)
    await studio.says(other, "The bot's owner gave you back 1 🍌.")
    assert not studio.person().dm()
