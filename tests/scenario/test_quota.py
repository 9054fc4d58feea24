"""Who may spend how much: a refusal says the numbers and the time, and books nothing."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

Studio = Any
IN_A_DAY = re.compile(r"enough <t:(\d+):R>\.")


@pytest.mark.parametrize(
    ("settings", "spent_by", "words"),
    [
        ({"bot_user_credits": 4}, "mara", "You have 1 of 4 🍌 left; this costs 2."),
        ({"bot_user_daily_credits": 4}, "mara", "You have 1 of 4 🍌 left on all servers; this costs 2."),
        (
            {"bot_daily_credits": 4, "bot_spending_warnings": "100"},
            "jonas",
            "This bot has 1 of its 4 🍌 left; this costs 2.",
        ),
    ],
)
async def test_a_used_up_limit_is_told_in_private_and_books_nothing(
    closed_studio: Studio, settings: dict[str, Any], spent_by: str, words: str
) -> None:
    studio = closed_studio
    await studio.start(**settings)
    first, _ = await studio.finish(count=3, by=spent_by)
    call = await studio.order(count=2)
    assert call.ephemeral and words in call.message.text
    back = IN_A_DAY.search(call.message.text)
    assert back and abs(int(back[1]) - studio.row(first)["created_at"] // 1000 - 86_400) <= 1
    assert (studio.orders, studio.spent, studio.posts) == (1, 3, 1)
    assert len(studio.fake_discord.messages()) == 2, "nobody else sees the refusal"


async def test_what_was_spent_comes_back(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_user_credits=1)
    await studio.finish()
    assert (await studio.order()).ephemeral
    await studio.clock.leap(minutes=24 * 60 + 1)
    call, card = await studio.finish()
    assert len(card.media) == 1


async def test_more_than_the_whole_allowance_says_that_waiting_does_not_help(closed_studio: Studio) -> None:
    await closed_studio.start(bot_user_credits=3)
    call = await closed_studio.order(count=4)
    assert "That's more than the full allowance" in call.message.text
    assert closed_studio.orders == 0


async def test_a_person_has_one_purse_for_all_servers_and_direct_lines(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_user_credits=3, bot_user_daily_credits=4)
    await studio.finish(count=3)
    assert "on this server" in await studio.quota() and "0 of 3" in await studio.quota(channel="dm")
    call = await studio.order(count=2, channel="dm")
    assert "You have 1 of 4 🍌 left on all servers" in call.message.text
    await studio.finish(count=1, channel="dm")
    assert "4 of 4 🍌 used in the last 24 hours on all servers" in await studio.quota(channel="dm")


async def test_orders_at_once_never_exceed_a_limit(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_user_credits=5, higgsfield_concurrency=16)
    calls = await asyncio.gather(*(studio.order(f"cat {n}") for n in range(12)))
    assert sum(not call.ephemeral for call in calls) == 5
    assert studio.spent == 5


async def test_a_failure_gives_back_what_it_took(closed_studio: Studio) -> None:
    await closed_studio.start(bot_user_credits=1)
    await closed_studio.finish("a cat [refused]")
    call, card = await closed_studio.finish("a dog")
    assert len(card.media) == 1


async def test_only_the_hosts_own_servers_may_order(closed_studio: Studio) -> None:
    studio = closed_studio
    home = studio.person().home.id
    await studio.start(bot_guilds=str(home + 1))
    for where in ("studio", "dm"):
        call = await studio.order(channel=where)
        assert call.ephemeral and "This bot only works on its owner's servers." in call.message.text
    assert studio.orders == 0
    await studio.restart(bot_guilds=str(home))
    await studio.finish()


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (
            "en-US",
            ("**Your credits**", "You can spend **33 🍌** now.", "7 of 40 🍌 used in the last 24 hours on this server"),
        ),
        ("fr", ("**Tes crédits**", "Tu peux dépenser **33 🍌**", "7 🍌 sur 40 au cours des 24 dernières heures")),
    ],
)
async def test_quota_says_how_every_limit_stands_to_the_person_alone(
    studio: Studio, locale: str, words: tuple[str, ...]
) -> None:
    await studio.finish(command="banana-pro", count=2)
    await studio.finish()
    text = await studio.quota(locale=locale)
    for part in (*words, "1 🍌", "/banana-pro"):
        assert part in text
    assert re.search(r"<t:\d+:R>", text), "when the next come back"


async def test_prices_are_the_hosts(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_prices="banana=2,banana-pro=5")
    call, card = await studio.finish(count=2)
    assert studio.ledger(call) == [("reserve", 4), ("settle", 0)] and "4\u00a0🍌" in card.text
    assert "2 🍌 with /banana and 5 🍌 with /banana-pro" in await studio.quota()
