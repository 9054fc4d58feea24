"""Waiting well: when it will be done, where past orders can tell; and one mention when a long wait is over."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from bot.simulators.discord import Message, message_routes
from bot.ui.outbound.completion_pings import PingMessages
from bot.worker.durations import ENOUGH

Studio = Any
LONG = 2.0  # minutes


def calls(studio: Studio) -> list[Message]:
    """What the bot wrote beside its cards."""
    return [message for message in studio.fake_discord.messages() if message.reply_to and message.content]


async def slow(studio: Studio, prompt: str = "a cat", **options: Any) -> tuple[Any, Message]:
    """Order something that takes over a minute."""
    studio.terms(drawing_s=(3600, 3600))
    call = await studio.order(prompt, **options)
    await studio.taken(call.message)
    await studio.clock.leap(minutes=LONG)
    studio.finish_drawing()
    return call, await studio.ended(call)


async def noted(studio: Studio, call: Any) -> None:
    await studio.until(lambda: studio.query("SELECT 1 FROM callout WHERE job_id = ?", call.id))


# one mention


async def test_who_waited_long_is_mentioned_once_in_a_reply(studio: Studio) -> None:
    call, card = await slow(studio, count=2)
    await noted(studio, call)
    (said,) = calls(studio)
    mara = studio.person().id
    assert said.content == f"<@{mara}>, your pictures are ready." and said.reply_to == card.id
    assert said.mentions == [mara]
    (post,) = [entry for entry in studio.fake_discord.calls if "your pictures are ready" in (entry.summary or "")]
    assert post.allowed_mentions == {"parse": [], "users": [mara]}
    await studio.restart()
    studio.terms(drawing_s=(0.02, 0.02))
    await studio.finish("another")
    assert calls(studio) == [said]


async def test_a_long_wait_for_nothing_is_told_in_other_words(studio: Studio) -> None:
    studio.terms(drawing_s=(3600, 3600))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.clock.leap(minutes=LONG)
    for request in studio.vendor.requests.values():
        studio.vendor.advance(request, "failed")
    await studio.ended(call)
    await noted(studio, call)
    (said,) = calls(studio)
    assert "your order didn't work out. The card says why" in said.content


async def test_who_waited_shortly_or_cancelled_is_not_mentioned(studio: Studio) -> None:
    await studio.finish()
    studio.terms(queued_s=float("inf"))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.clock.leap(minutes=LONG)
    await studio.press(call.message, "cancel")
    await studio.ended(call)
    await studio.restart()
    assert calls(studio) == []


async def test_in_a_direct_line_nobody_is_mentioned(studio: Studio) -> None:
    await slow(studio, channel="dm")
    studio.terms(drawing_s=(0.02, 0.02))
    await studio.finish()
    assert [m for m in studio.person().dm() if m.content] == []


async def test_who_switched_it_off_is_not_mentioned(studio: Studio) -> None:
    page = (await (await studio.person().slash("me")).done()).message
    await (await studio.person().click(page, label="Mention me: on")).done()
    call, _ = await slow(studio)
    await noted(studio, call)
    await (await studio.person().click(page, label="Mention me: off")).done()
    await studio.restart()
    studio.terms(drawing_s=(0.02, 0.02))
    await studio.finish("another")
    assert calls(studio) == []


async def test_the_word_speaks_the_cards_language(studio: Studio) -> None:
    studio.person().home.locale = "fr"
    call, _ = await slow(studio, locale="fr")
    await noted(studio, call)
    assert calls(studio)[0].content.endswith(", ton image est prête.")


async def test_a_stop_before_the_word_delays_it_only(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr(PingMessages, "_reply", never)
        call, _ = await slow(studio)
        await studio.stop()
    assert calls(studio) == []
    await studio.start()
    await noted(studio, call)
    assert len(calls(studio)) == 1


@pytest.mark.parametrize("minutes", [0, 30], ids=["at once", "when Discord has forgotten the nonce"])
async def test_a_crash_after_the_word_does_not_repeat_it(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    reply, said = PingMessages._reply, asyncio.Event()

    async def and_hang(self: PingMessages, job: Any) -> None:
        await reply(self, job)
        said.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr(PingMessages, "_reply", and_hang)
        call, _ = await slow(studio)
        await said.wait()
        await studio.stop()
    await studio.clock.leap(minutes=minutes)
    if minutes:
        monkeypatch.setattr(message_routes, "NONCE_SECONDS", 0)
    await studio.start()
    await noted(studio, call)
    assert len(calls(studio)) == 1


async def test_a_lost_answer_to_the_word_does_not_repeat_it(studio: Studio) -> None:
    studio.fake_discord.faults.after("POST", "/channels/*/messages", 502, times=1)
    call, _ = await slow(studio)
    await noted(studio, call)
    assert len(calls(studio)) == 1


async def test_a_channel_that_closed_meanwhile_is_left_in_peace(studio: Studio) -> None:
    studio.terms(drawing_s=(3600, 3600))
    call = await studio.order()
    await studio.taken(call.message)
    await studio.clock.leap(minutes=LONG)
    studio.fake_discord.deny("studio", "SEND_MESSAGES")
    studio.finish_drawing()
    await studio.ended(call)
    await noted(studio, call)
    assert calls(studio) == []


# when it will be done


async def taught(studio: Studio) -> None:
    """Have some orders drawn that take half a minute each."""
    studio.terms(drawing_s=(3600, 3600))
    for n in range(ENOUGH + 1):
        call = await studio.order(f"cat {n}")
        await studio.taken(call.message)
        await studio.clock.leap(seconds=30)
        studio.finish_drawing()
        await studio.ended(call)


async def test_the_card_promises_a_moment_and_says_once_that_it_has_passed(studio: Studio) -> None:
    await taught(studio)
    call = await studio.order("now it knows")
    card = await studio.says(call.message, "Drawing:")
    (ready,) = (int(at) for at in re.findall(r"<t:(\d+):R>", card.text.split("Drawing")[1]))
    assert 30 <= ready - studio.row(call)["submitted_at"] // 1000 <= 34, "late rather than early"
    await studio.clock.leap(seconds=25)
    assert "should be ready" in card.text
    await studio.clock.leap(seconds=30)
    await studio.says(card, "Taking longer than usual.")
    said = len(card.versions)
    await studio.stop()
    await studio.start()
    await studio.until(lambda: len(card.versions) > said)
    assert card.text.endswith("Taking longer than usual."), "it says so after a restart too"


async def test_in_line_the_place_and_the_places_at_the_vendor_tell(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    await taught(studio)
    drawing = await studio.order("drawing")
    await studio.says(drawing.message, "Drawing:")
    for by, words, rounds in (("jonas", "Next in line", 2), ("ines", "Number 2 in line", 3)):
        before = studio.clock.now()
        call = await studio.order("waiting", by=by)
        card = await studio.says(call.message, "should be ready <t:")
        assert words in card.text
        promised = int(re.findall(r"should be ready <t:(\d+):R>", card.text)[0])
        assert 30 * rounds <= promised - before // 1000 <= 34 * rounds, "so many drawings from when it was said"
