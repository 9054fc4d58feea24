"""A small public message that a stop came upon before it was noted is found and taken away all the same."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from bot.services.history import History
from bot.services.temporary_messages import TemporaryMessages
from bot.store.sqlite import SqliteStore

Studio = Any


async def killed(*_: object, **__: object) -> None:
    """A verb that never comes back, since the process is gone."""
    raise asyncio.CancelledError


async def test_a_question_that_was_sent_and_not_noted_goes_when_its_time_is_over(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, card = await studio.finish("a lighthouse")
    with monkeypatch.context() as patched:
        patched.setattr(TemporaryMessages, "keep", killed)
        said = await studio.person().say("@Banana make it snow", reply_to=card)
        small = await studio.until(
            lambda: next((m for m in studio.fake_discord.messages() if m.reply_to == said.id), None)
        )
        await studio.stop()
    await studio.start()

    def is_gone() -> bool:
        return small.id not in {message.id for message in studio.fake_discord.messages()}

    for _ in range(5):
        await studio.clock.leap(seconds=15 * 60)
        with suppress(TimeoutError):
            await studio.until(is_gone, timeout=1)
    assert is_gone()
    assert card.id in {message.id for message in studio.fake_discord.messages()}


@pytest.mark.parametrize("restarts", [False, True])
async def test_a_question_whose_channel_is_closed_when_its_time_is_over_goes_when_it_opens(
    studio: Studio, restarts: bool
) -> None:
    _, card = await studio.finish("a lighthouse")
    said = await studio.person().say("@Banana make it snow", reply_to=card)
    small = await studio.until(lambda: next((m for m in studio.fake_discord.messages() if m.reply_to == said.id), None))
    await studio.until(lambda: studio.query("SELECT 1 FROM draft WHERE id = ?", small.id))
    studio.fake_discord.deny("studio", "VIEW_CHANNEL")

    def is_refused() -> bool:
        return ("DELETE", 50001) in [(call.method, call.code) for call in studio.fake_discord.calls]

    await studio.leap_until(is_refused, seconds=16 * 60)  # only from its note on it waits for its time
    if restarts:
        await studio.restart()
    studio.fake_discord.allow("studio", "VIEW_CHANNEL")
    await studio.leap_until(lambda: small.deleted, seconds=600)


@pytest.mark.parametrize("deleted", [False, True])
async def test_a_card_shown_again_that_was_not_noted_is_noted_at_the_next_start(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, deleted: bool
) -> None:
    call, card = await studio.finish("a cat")
    page = (await (await studio.person().slash("history", channel="general")).done()).message
    await studio.until(lambda: page.buttons)
    with monkeypatch.context() as patched:
        patched.setattr(History, "reposted", killed)
        shown = (await (await studio.person().click(page, label="Repost here")).done()).message
        await studio.until(lambda: shown.media)
        if deleted:
            asked = await (await studio.person().menu("Delete this picture", card)).done()
            await studio.press(asked.message, "erase")
            await studio.until(lambda: card.deleted)
        await studio.stop()
    await studio.start()
    if deleted:
        await studio.until(lambda: shown.deleted)
        return
    await studio.until(lambda: studio.query("SELECT 1 FROM showing WHERE message_id = ?", shown.id))
    await studio.until(lambda: not studio.query("SELECT 1 FROM draft WHERE kind = 'reposting'"))
    await studio.person("jonas").react(shown, "⭐")
    await studio.until(lambda: studio.query("SELECT 1 FROM favourite WHERE job_id = ?", call.id))


async def test_a_card_deleted_for_good_is_noted_as_shown_and_as_told_in_one_write(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, card = await studio.finish("a cat")
    asked = await (await studio.person().menu("Delete this picture", card)).done()
    with monkeypatch.context() as patched:
        patched.setattr(SqliteStore, "delivered", killed)
        await studio.press(asked.message, "erase")
        await studio.until(lambda: studio.query("SELECT 1 FROM job WHERE shown_rev = rev AND erased_at IS NOT NULL"))
        await studio.stop()
    await studio.restart()
    await studio.until(lambda: studio.query("SELECT 1 FROM job WHERE id = ? AND delivered = 'given_up'", call.id))
