"""Who wishes to be asked nothing: a reply to a card is drawn at once, by a card that no interaction brought."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import Any

import pytest

from bot.domain.moderators import ServerMember
from bot.simulators.discord import Message

Studio = Any
PURPLE = "@Banana make the sky purple"


async def reply(studio: Studio, card: Message, text: str = PURPLE, *, by: str = "mara", **parts: Any) -> Message:
    return await studio.person(by).say(text, reply_to=card, **parts)


def answers(studio: Studio, said: Message) -> list[Message]:
    """What the bot replied to a message."""
    return [m for m in studio.fake_discord.state.channels[said.channel_id].messages.values() if m.reply_to == said.id]


async def answer(studio: Studio, said: Message) -> Message:
    return await studio.until(lambda: next(iter(answers(studio, said)), None))


def gone(studio: Studio, message: Message) -> bool:
    return message.id not in studio.fake_discord.state.channels[message.channel_id].messages


async def passes(studio: Studio, message: Message, *, seconds: float) -> None:
    """Let time pass, the first time perhaps too soon for the bot to have noticed that it wrote, until it is gone."""
    assert not gone(studio, message)
    for _ in range(10):
        await studio.clock.leap(seconds=seconds)
        with suppress(TimeoutError):
            return await studio.until(lambda: gone(studio, message), timeout=1)
    raise AssertionError(f"it stays: {message.text}")


def at_once(studio: Studio, name: str = "mara") -> None:
    """Set the person's preference, as /me does."""
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books, books:
        books.execute("INSERT INTO person VALUES (?, ?)", (studio.person(name).id, '{"at_once": true}'))


def job_of(studio: Studio, said: Message) -> Any:
    (row,) = studio.query("SELECT * FROM job WHERE id = ?", said.id) or [None]
    return row


async def drawn(studio: Studio, said: Message) -> Message:
    """Wait for the card that a reply brought, and for its end."""
    await studio.until(lambda: (row := job_of(studio, said)) and row["delivered"])
    return await answer(studio, said)


async def test_who_wishes_it_is_not_asked(studio: Studio) -> None:
    first, card = await studio.finish("a lighthouse", command="banana-pro")
    at_once(studio)
    said = await reply(studio, card)
    done = await drawn(studio, said)
    row = job_of(studio, said)
    assert (row["parent_id"], row["version"], row["token"], row["cost"]) == (first.id, 2, None, 3)
    assert "> make the sky purple" in done.text and len(done.media) == 2 and done.interaction is None
    assert [e["kind"] for e in studio.query("SELECT kind FROM ledger WHERE job_id = ? ORDER BY id", said.id)] == [
        "reserve",
        "settle",
    ]
    pressed = await studio.press(done, "again")
    await studio.ended(pressed)


@pytest.mark.parametrize("where", ["studio", "dm"])
async def test_a_card_drawn_at_once_can_be_cancelled_like_any(studio: Studio, where: str) -> None:
    _, card = await studio.finish(channel=where)
    at_once(studio)
    studio.terms(queued_s=float("inf"))
    said = await reply(studio, card, channel=where)
    placed = await answer(studio, said)
    await studio.until(lambda: studio.posts == 2)
    await studio.press(placed, "cancel")
    await studio.says(placed, "Cancelled. Nothing was charged.")


async def test_a_refusal_is_said_in_public_for_a_moment(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_user_credits=1)
    _, card = await studio.finish()
    at_once(studio)
    brief = await answer(studio, await reply(studio, card))
    assert "You have 0 of 1 🍌 left" in brief.text and studio.orders == 1
    await passes(studio, brief, seconds=30)


async def test_a_missing_right_books_nothing(studio: Studio) -> None:
    _, card = await studio.finish()
    at_once(studio)
    studio.fake_discord.deny("studio", "ATTACH_FILES")
    brief = await answer(studio, await reply(studio, card))
    assert "I can't attach files in this channel." in brief.text and studio.orders == 1


@pytest.mark.parametrize("how", ["answered 502", "cut after"])
async def test_a_first_card_whose_answer_is_lost_is_found_and_never_doubled(studio: Studio, how: str) -> None:
    _, card = await studio.finish()
    at_once(studio)
    posts = ("POST", "/channels/*/messages")
    if how == "answered 502":
        studio.fake_discord.faults.after(*posts)
    else:
        studio.fake_discord.faults.reset(*posts, after=True)
    said = await reply(studio, card)
    done = await drawn(studio, said)
    assert len(answers(studio, said)) == 1 and len(done.media) == 2
    assert job_of(studio, said)["state"] == "succeeded"


async def test_a_first_card_that_discord_refuses_costs_nothing(studio: Studio) -> None:
    _, card = await studio.finish()
    at_once(studio)
    studio.fake_discord.faults.answer("POST", "/channels/*/messages", 403, code=50013)
    said = await reply(studio, card)
    await studio.until(lambda: (row := job_of(studio, said)) and row["state"] == "cancelled")
    lines = studio.query("SELECT kind FROM ledger WHERE job_id = ? ORDER BY id", said.id)
    assert [line["kind"] for line in lines] == ["reserve", "refund"] and studio.posts == 1


async def test_an_order_whose_card_never_stood_is_refunded_after_a_restart(studio: Studio) -> None:
    _, card = await studio.finish()
    at_once(studio)
    studio.fake_discord.faults.delay("POST", "/channels/*/messages", 60)
    said = await reply(studio, card)
    await studio.until(lambda: job_of(studio, said))
    await studio.restart()
    await studio.until(lambda: job_of(studio, said)["state"] == "cancelled")
    lines = studio.query("SELECT kind FROM ledger WHERE job_id = ? ORDER BY id", said.id)
    assert [line["kind"] for line in lines] == ["reserve", "refund"] and studio.posts == 1


async def test_why_somebody_is_blocked_is_not_told_in_public(studio: Studio) -> None:
    at_once(studio)
    _, card = await studio.finish()
    guild_id, blocks = next(iter(studio.fake_discord.state.guilds)), studio.client.services.blocks
    owner = ServerMember(user_id=1, is_owner=True)
    mara = ServerMember(user_id=studio.person().id)
    await blocks.block_member(guild_id, mara, by=owner, span=None, reason="for being rude")
    told = await answer(studio, await reply(studio, card))
    assert "/quota tells you why, for your eyes only" in told.text and "rude" not in told.text
    assert studio.orders == 1
