"""Every error code at every call to the vendor: what it comes to, what it costs, and that all goes on afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

Studio = Any
CONCURRENT = {"detail": "Maximum number of concurrent requests (4) has been reached"}
UPLOAD, PUT = ("POST", "/files/*"), ("PUT", "/storage/*")
SUBMIT, STATUS, CANCEL = ("POST", "/nano-banana"), ("GET", "/requests/*"), ("POST", "/requests/*")
PICTURE = ("GET", "/cdn/results/*")

CODES: dict[str, dict[str, Any]] = {
    **{
        str(code): {"how": str(code)} for code in (400, 401, 402, 403, 404, 405, 408, 409, 413, 422, 423, 425, 429, 500)
    },
    "400-concurrent": {"how": "400", "body": CONCURRENT},
    "429-now": {"how": "429", "headers": {"Retry-After": "0"}},
    "502-html": {"how": "html"},
    "503-json": {"how": "503"},
    "503-html": {"how": "html", "status": 503},
    "504-html": {"how": "html", "status": 504},
    "reset-before": {"how": "reset_before"},
    "reset-after": {"how": "reset_after"},
}
ACCOUNT, REFUSED, DONE = "Drawing is paused", "Higgsfield rejected this order.", ""
UNCLEAR, MISSING = "I can't tell whether Higgsfield got it.", "account doesn't include Nano Banana"

#: call -> codes -> what the card says in the end, and how many orders were sent; DONE elsewhere, with one order
TABLE: dict[tuple[str, str], dict[str, tuple[str, int]]] = {
    UPLOAD: {"400 400-concurrent 409 413 422": (REFUSED, 0), "401 402 403": (ACCOUNT, 0)},
    PUT: {},
    SUBMIT: {
        "400 405 409 413 422": (REFUSED, 1),
        "401 402 403": (ACCOUNT, 1),
        "404": (MISSING, 1),
        "408 500 502-html 503-html 504-html reset-before reset-after": (UNCLEAR, 1),
        "400-concurrent 423 425 429 429-now 503-json": (DONE, 2),
    },
    STATUS: {},
    PICTURE: {},
}


def outcomes(call: tuple[str, str]) -> Iterator[tuple[str, str, int]]:
    """Return what each code at a call comes to."""
    exceptions = {code: outcome for codes, outcome in TABLE[call].items() for code in codes.split()}
    return ((code, *exceptions.get(code, (DONE, 1))) for code in CODES)


def ruin(studio: Studio, call: tuple[str, str], code: str) -> None:
    once_more = code.startswith("reset") and call in (STATUS, PICTURE)  # aiohttp itself asks again on a kept connection
    studio.vendor.fail(*call, **CODES[code], times=1 + once_more)


def incidents(studio: Studio) -> int:
    return len(studio.query("SELECT * FROM incident"))


async def a_good_order_follows(studio: Studio) -> None:
    """With a single slot at the vendor: whatever came before holds none."""
    studio.vendor.faults.clear()
    await studio.clock.leap(minutes=61)  # for a pause, a slot kept for an unclear order, a model that was missing
    before = studio.posts
    call, card = await studio.finish("a dog", by="jonas")
    assert len(card.media) == 1 and studio.ledger(call) == [("reserve", 1), ("settle", 0)]
    assert studio.posts == before + 1


@pytest.mark.parametrize("where", TABLE, ids="".join)
async def test_each_code_ends_as_it_should_and_holds_up_nobody_else(
    closed_studio: Studio, picture: bytes, where: tuple[str, str]
) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    options = {"image": ("red.png", picture)} if where in (UPLOAD, PUT) else {}
    for code, words, posts in outcomes(where):
        before, known = studio.posts, incidents(studio)
        ruin(studio, where, code)
        call = await studio.order(**options)
        if (where, code) == (STATUS, "401"):
            await studio.until(lambda known=known: incidents(studio) > known)
            await studio.clock.leap(seconds=61)
        card = await studio.ended(call)
        assert words in card.text and studio.posts == before + posts, code
        assert ("Nothing was charged." in card.text) is bool(words), code
        assert studio.ledger(call) == [("reserve", 1), ("refund", -1) if words else ("settle", 0)], code
        assert len([file for file in card.attachments if file.filename != "input.jpg"]) == (not words), code
        await a_good_order_follows(studio)


async def test_each_code_at_a_cancellation_is_too_late_or_asked_again(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    for code in CODES:
        before = studio.posts
        studio.terms(queued_s=float("inf"))
        call = await studio.order()
        await studio.taken(call.message)
        ruin(studio, CANCEL, code)
        await studio.press(call.message, "cancel")
        studio.terms(queued_s=0)
        if code in ("400", "400-concurrent", "409", "422"):
            studio.finish_drawing()
            await studio.ended(call)
            assert studio.ledger(call) == [("reserve", 1), ("settle", 0)], code
        else:
            assert "Cancelled." in (await studio.ended(call)).text, code
            assert studio.ledger(call)[1:] == [("refund", -1)], code
        assert studio.posts == before + 1, code
        await a_good_order_follows(studio)
