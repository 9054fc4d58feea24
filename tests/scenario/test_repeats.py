"""An unclear order is repeated with its key where the account honours it: then only an id or time settles it."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
SUBMIT = ("POST", "/nano-banana")


@pytest.fixture
async def repeating(closed_studio: Studio) -> Studio:
    """A studio whose account honours keys."""
    closed_studio.terms(idempotent=True)
    await closed_studio.start(higgsfield_idempotent=True)
    return closed_studio


async def test_a_repeat_that_is_told_to_wait_is_repeated_again(repeating: Studio) -> None:
    studio = repeating
    studio.vendor.fail(*SUBMIT, how="reset_after")
    studio.vendor.fail(*SUBMIT, how="429", headers={"Retry-After": "0"})
    studio.vendor.fail(*SUBMIT, how="503")
    call, card = await studio.finish()
    assert len(card.media) == 1 and studio.ledger(call) == [("reserve", 1), ("settle", 0)]
    assert studio.posts == 4 and len(studio.vendor.requests) == 1
    assert len({entry.idempotency_key for entry in studio.vendor.calls if entry.path == "/nano-banana"}) == 1
    assert studio.row(call)["attempt"] == 1, "a repeat is the same try"


@pytest.mark.parametrize("code", ["422", "403"])
async def test_a_repeat_that_is_refused_leaves_it_unclear_and_refunded(repeating: Studio, code: str) -> None:
    studio = repeating
    studio.vendor.fail(*SUBMIT, how="reset_before")
    studio.vendor.fail(*SUBMIT, how=code)
    call, card = await studio.finish()
    assert "I can't tell whether Higgsfield got it." in card.text and "Nothing was charged." in card.text
    assert studio.ledger(call) == [("reserve", 1), ("refund", -1)] and studio.posts == 2
    assert [incident["kind"] for incident in studio.query("SELECT kind FROM incident")] == ["exposed"]


async def test_a_repeat_that_never_gets_an_answer_ends_after_a_day(repeating: Studio) -> None:
    studio = repeating
    studio.vendor.fail(*SUBMIT, how="reset_before", times=10**9)
    call = await studio.order()
    await studio.until(lambda: studio.posts >= 3)
    assert studio.row(call)["state"] == "submitting"
    await studio.clock.leap(minutes=24 * 60)
    card = await studio.ended(call)
    assert "I can't tell whether Higgsfield got it." in card.text
    assert studio.ledger(call) == [("reserve", 1), ("refund", -1)]
