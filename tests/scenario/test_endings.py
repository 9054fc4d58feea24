"""Each way to fail has its own sentence, and "Nothing was charged." is said exactly when the books say so."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulators.higgsfield import DIRECTIVES

Studio = Any
TRY_AGAIN, EDIT = ["Try again", "Edit"], ["Edit"]
NOTHING = "Nothing was charged."

#: word of the prompt -> what the card says, its buttons
FAILURES = {
    "refused": ("Higgsfield's safety filter refused this prompt or picture.", EDIT),
    "failed": ("Higgsfield couldn't draw this.", TRY_AGAIN),
    "none": ("Higgsfield said it was done but sent no picture.", TRY_AGAIN),
    "expired": ("Higgsfield said it was done but sent no picture.", TRY_AGAIN),
    "page": ("Higgsfield said it was done but sent no picture.", TRY_AGAIN),
    "missing": ("This bot's Higgsfield account doesn't include Nano Banana.", TRY_AGAIN),
    "422": ("Higgsfield rejected this order.", TRY_AGAIN),
    "nocredits": (
        "Drawing is paused: the bot's owner needs to check the Higgsfield account. I've let them know.",
        TRY_AGAIN,
    ),
    "badkey": (
        "Drawing is paused: the bot's owner needs to check the Higgsfield account. I've let them know.",
        TRY_AGAIN,
    ),
    "error500": ("I can't tell whether Higgsfield got it.", TRY_AGAIN),
    "html": ("I can't tell whether Higgsfield got it.", TRY_AGAIN),
    "unclear": ("I can't tell whether Higgsfield got it.", TRY_AGAIN),
}
#: words after which the pictures come all the same
GOES_ON = {"busy", "423", "429", "down", "slow", "fast", "queue", "unknown", "wrongtype", "v1", "v2", "huge", "odd"}
ELSEWHERE = {"stuck", "fewer", "broken"}


def test_every_word_of_the_vendor_is_tried() -> None:
    assert set(DIRECTIVES) == set(FAILURES) | GOES_ON | ELSEWHERE


@pytest.mark.parametrize("word", FAILURES)
async def test_a_failure_has_its_own_sentence_and_costs_nothing(studio: Studio, word: str) -> None:
    sentence, buttons = FAILURES[word]
    call, card = await studio.finish(f"a cat [{word}]", count=2)
    assert sentence in card.text and NOTHING in card.text
    assert "> a cat" in card.text and not card.media
    assert [b["label"] for b in card.buttons] == buttons
    assert studio.ledger(call) == [("reserve", 2), ("refund", -2)]
    assert "0 of 40 🍌 used" in await studio.quota()
    assert studio.posts == 1
    await studio.until(lambda: not card.reactions)


@pytest.mark.parametrize("word", sorted(GOES_ON))
async def test_a_hitch_that_passes_is_waited_out_and_charged_once(studio: Studio, word: str) -> None:
    call, card = await studio.finish(f"a cat [{word}]")
    assert len(card.media) == 1 and NOTHING not in card.text
    assert studio.ledger(call) == [("reserve", 1), ("settle", 0)]
    assert len(studio.vendor.requests) == 1


async def test_fewer_pictures_cost_less(studio: Studio) -> None:
    call, card = await studio.finish("three ships [fewer]", count=4)
    assert "Only 3 of 4 pictures came back. You were charged for 3." in card.text and "3\u00a0🍌" in card.text
    assert len(card.media) == 3
    assert studio.ledger(call) == [("reserve", 4), ("settle", -1)]
    assert "3 of 40 🍌 used" in await studio.quota()


async def test_a_dead_link_among_good_ones_costs_only_itself(studio: Studio) -> None:
    studio.vendor.fail("GET", "/cdn/results/*/2.png", how="404", times=9)
    call, card = await studio.finish(count=3)
    assert "Only 2 of 3 pictures came back. You were charged for 2." in card.text
    assert studio.ledger(call) == [("reserve", 3), ("settle", -1)]


async def test_a_picture_cut_short_is_fetched_again(studio: Studio) -> None:
    studio.vendor.fail("GET", "/cdn/results/*", how="cut", times=2)
    call, card = await studio.finish()
    assert len(card.media) == 1
    assert studio.ledger(call) == [("reserve", 1), ("settle", 0)]


async def test_a_card_says_that_it_is_drawn_while_its_pictures_cannot_be_fetched(studio: Studio) -> None:
    studio.vendor.fail("GET", "/cdn/results/*/2.png", how="503", times=99)
    call = await studio.order(count=2)
    await studio.says(call.message, "Drawn, but I can't fetch all the pictures from Higgsfield yet.")
    assert "longer than usual" not in call.message.text
    studio.vendor.faults.clear()
    card = await studio.ended(call)
    assert len(card.media) == 2 and studio.ledger(call) == [("reserve", 2), ("settle", 0)]


async def test_too_large_a_picture_comes_smaller_and_says_so(studio: Studio) -> None:
    _, card = await studio.finish("a mountain range [huge]")
    (file,) = card.attachments
    assert len(file.data) <= studio.fake_discord.file_limit
    assert "MB, too large to upload here, so this is a smaller copy. Full size until <t:" in card.text
    (link,) = [button for button in card.buttons if button["url"]]
    assert link["label"] == "Full size"
    assert str(link["url"]).startswith(studio.vendor.url)


async def test_pictures_that_turn_up_while_the_vendor_is_away_come_when_it_is_back(studio: Studio) -> None:
    call = await studio.order("a boat [stuck]")
    await studio.taken(call.message)
    await studio.clock.leap(minutes=11)
    card = await studio.ended(call)
    studio.vendor.fail("GET", "/requests/*", how="503", times=3)
    studio.finish_drawing()
    await studio.leap_until(lambda: "it's on the house." in card.text, seconds=35)
    assert not any(fault.times for fault in studio.vendor.faults) and len(card.media) == 1
    assert studio.ledger(call) == [("reserve", 1), ("refund", -1)]


async def test_too_slow_is_refunded_and_still_delivered_when_it_turns_up(studio: Studio) -> None:
    call = await studio.order("a boat [stuck]")
    await studio.taken(call.message)
    await studio.clock.leap(minutes=11)
    card = await studio.ended(call)
    assert "No pictures after 10 minutes, so I stopped waiting." in card.text and NOTHING in card.text
    assert studio.ledger(call) == [("reserve", 1), ("refund", -1)]
    studio.finish_drawing()
    await studio.clock.leap(minutes=2)
    await studio.says(card, "It turned up after all, so it's on the house.")
    assert len(card.media) == 1
    assert studio.ledger(call) == [("reserve", 1), ("refund", -1)]


async def test_pro_that_refuses_pictures_offers_banana(studio: Studio, picture: bytes) -> None:
    studio.terms(pro_inputs=False)
    call, card = await studio.finish(command="banana-pro", image=("red.png", picture))
    assert "Nano Banana Pro can't edit pictures on this account. Nothing was charged." in card.text
    assert [b["label"] for b in card.buttons] == ["Draw with /banana · 1 🍌"]
    taken = await studio.press(card, "banana", by="jonas")
    done = await studio.ended(taken)
    assert len(done.media) == 2, "the picture and what it was made of"
    assert studio.ledger(taken) == [("reserve", 1), ("settle", 0)]
    assert studio.row(taken)["user_id"] == studio.person("jonas").id
    assert [body["aspect_ratio"] for body in studio.sent()] == ["auto"]


async def test_a_missing_pro_names_what_works(studio: Studio) -> None:
    studio.terms(pro=False)
    _, card = await studio.finish(command="banana-pro")
    assert "This bot's Higgsfield account doesn't include Nano Banana Pro." in card.text
    assert "/banana may work." in card.text


async def test_a_picture_that_never_comes_whole_is_given_up_in_the_end(studio: Studio) -> None:
    call = await studio.order("a torn postcard [broken]")
    await studio.until(lambda: sum("/cdn/results" in c.path for c in studio.vendor.calls) > 1)
    await studio.clock.leap(minutes=61)
    tries = sum("/cdn/results" in c.path for c in studio.vendor.calls)
    await studio.until(lambda: sum("/cdn/results" in c.path for c in studio.vendor.calls) > tries)
    assert studio.row(call)["state"] == "running", "an hour's outage loses nothing"
    await studio.clock.leap(minutes=180)
    card = await studio.ended(call)
    assert "Higgsfield drew it, but I couldn't download the whole picture. Nothing was charged." in card.text
    assert studio.ledger(call) == [("reserve", 1), ("refund", -1)]
    billed = studio.query("SELECT kind FROM bill WHERE job_id = ? ORDER BY id", call.id)
    assert [row["kind"] for row in billed] == ["expose", "charge"], "it was drawn, so the owner's cap counts it"
