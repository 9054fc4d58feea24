"""What a member sees when all is well."""

from __future__ import annotations

from typing import Any

Studio = Any


async def test_a_word_becomes_a_picture(studio: Studio) -> None:
    call, card = await studio.finish("a lighthouse")
    assert [m["description"] for m in card.media] == ["a lighthouse"]
    assert studio.ledger(call) == [("reserve", 1), ("settle", 0)]
