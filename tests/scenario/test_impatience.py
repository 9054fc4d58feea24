"""A vendor that answers, if only to say "not now", is not away."""

from __future__ import annotations

from typing import Any

Studio = Any


async def test_too_many_questions_do_not_close_the_counter(studio: Studio) -> None:
    studio.terms(drawing_s=(float("inf"), float("inf")))
    call = await studio.order()
    await studio.taken(call.message)
    studio.vendor.fail("GET", "/requests/*", how="status", status=429, times=500)
    for _ in range(4):
        asked = len(studio.vendor.calls)
        await studio.clock.leap(minutes=1)
        await studio.until(lambda asked=asked: len(studio.vendor.calls) > asked)
    second = await studio.order("another cat")
    assert not second.ephemeral, second.message.text
