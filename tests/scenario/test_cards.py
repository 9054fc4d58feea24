"""One message an order: what it shows from the first second to the last."""

from __future__ import annotations

import re
from typing import Any

import pytest

Studio = Any
Message = Any


def edits(studio: Studio, card: Message) -> int:
    """Return how many times the bot really edited the card."""
    return sum(entry.method == "PATCH" and entry.message_id == card.id for entry in studio.fake_discord.calls)


async def test_the_first_card_says_all_there_is_to_know(studio: Studio, picture: bytes) -> None:
    studio.terms(queued_s=float("inf"))
    call = await studio.order("a lighthouse", image=("red.png", picture), count=2)
    card = call.message
    first = card.versions[0]
    assert card.flags & 1 << 15, "a card of components"
    for words in ("Nano Banana", f"<@{studio.person().id}>", "> a lighthouse", "2 pictures", "auto", "2\u00a0🍌"):
        assert words in first.text
    assert re.search(r"Ordered <t:\d+:R>", first.text)
    assert [b["label"] for b in card.buttons] == ["Cancel"]
    assert card.media[0]["url"].startswith(studio.fake_discord.url), "the picture's thumbnail"
    assert not card.reactions
    await studio.leap_until(lambda: card.reactions == {"❌": [studio.fake_discord.state.bot.id]}, seconds=5)


async def test_who_waits_reads_the_place_in_the_line(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    studio.terms(drawing_s=(float("inf"), float("inf")))
    await studio.taken((await studio.order(by="jonas")).message)
    await studio.until(lambda: studio.posts == 1)
    cards = [(await studio.order(f"cat {n}", by=name)).message for n, name in enumerate(("mara", "ines"))]
    await studio.says(cards[0], "Next in line")
    await studio.says(cards[1], "Number 2 in line")


async def test_pictures_come_as_one_gallery_that_can_be_read_aloud(studio: Studio) -> None:
    _, card = await studio.finish("a *very* red cat", count=4, aspect_ratio="1:1")
    assert [m["description"] for m in card.media] == [f"Picture {n} of 4: a *very* red cat" for n in range(1, 5)]
    assert [a.filename for a in card.attachments] == [f"banana-{n}.png" for n in range(1, 5)]
    assert re.search(rf"-# Nano Banana · 1:1 · \d+ s · 4\u00a0🍌 · for <@{studio.person().id}>", card.text)
    assert [b["label"] for b in card.buttons] == ["Edit", "Again", "Use as input", "Pro · 12 🍌", "⋯ More"]


async def test_the_cross_is_gone_when_there_is_nothing_left_to_cancel(studio: Studio) -> None:
    _, card = await studio.finish()
    await studio.until(lambda: not card.reactions)


async def test_each_change_is_one_edit(studio: Studio) -> None:
    studio.terms(queued_s=0.3, drawing_s=(0.3, 0.3))
    _, card = await studio.finish()
    words = [re.sub(r"<t:\d+:R>", "then", version.text.splitlines()[-1]) for version in card.versions]
    assert words[0].startswith("Next in line") and words[-2].startswith("Drawing")
    assert len(set(words)) == len(words), "no edit says what stands there already"
    assert edits(studio, card) == len(card.versions) - 1 <= 4, "sent, queued, drawn, done"


async def test_a_long_prompt_is_shown_short_and_given_whole(studio: Studio) -> None:
    prompt = "".join(chr(97 + n % 26) for n in range(2000))
    call, card = await studio.finish(prompt)
    assert prompt[:300] in card.text and prompt[:301] not in card.text
    told = await studio.press((await studio.press(card, "more", by="jonas")).message, "prompt", by="jonas")
    assert told.ephemeral and told.message.text == prompt
    assert studio.sent()[0]["prompt"] == prompt
    assert card.media[0]["description"] == prompt[:1023] + "…"


@pytest.mark.parametrize("prompt", ["*" * 2000, "@" * 2000, "line\n" * 399 + "x", "é" * 2000, "🍌" * 1000])
async def test_a_prompt_of_any_signs_still_fits_a_card(studio: Studio, prompt: str) -> None:
    call, card = await studio.finish(prompt)
    assert len(card.media) == 1
    told = await studio.press((await studio.press(card, "more")).message, "prompt")
    assert told.ephemeral and told.message is not None


async def test_a_person_is_named_without_a_ping(studio: Studio, picture: bytes) -> None:
    _, card = await studio.finish(f"<@{studio.person('jonas').id}> @everyone", image=("red.png", picture))
    await studio.finish("a cat [refused]")
    await studio.press(card, "again")
    assert all(not message.mentions for message in studio.fake_discord.messages())


async def test_what_changes_during_an_edit_is_shown_by_the_next(studio: Studio) -> None:
    studio.fake_discord.faults.delay("PATCH", "*", 0.5, times=1)
    _, card = await studio.finish()
    assert len(card.media) == 1
    assert edits(studio, card) == 2


async def test_the_place_in_the_line_is_told_anew_once_a_minute(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    studio.terms(drawing_s=(float("inf"), float("inf")))
    await studio.taken((await studio.order(by="jonas")).message)
    first, second = [await studio.order(f"cat {n}", by=name) for n, name in enumerate(("mara", "ines"))]
    await studio.press(first.message, "cancel")
    await studio.ended(first)
    assert "Number 2" in second.message.text, "not before its time"
    for _ in range(3):
        await studio.clock.leap(seconds=61)
        await studio.says(second.message, "Next in line")
    assert edits(studio, second.message) == 1


@pytest.mark.parametrize("end", ["done", "failed"])
async def test_a_pictures_place_is_kept_until_the_end_by_one_upload(studio: Studio, end: str) -> None:
    studio.terms(queued_s=0.3, drawing_s=(0.3, 0.3))
    _, card = await studio.finish("a cat [failed]" if end == "failed" else "a cat", count=2)
    *before, last = card.versions
    assert [file.filename for file in before[0].attachments] == [f"banana-placeholder-4x3-{n}.webp" for n in (1, 2)]
    assert all(version.attachments == before[0].attachments for version in before), "later edits keep the files"
    ends = [] if end == "failed" else ["banana-1.png", "banana-2.png"]
    assert [file.filename for file in last.attachments] == ends, "each end lists its own, also none"
