"""A port that can't be had ends the start with a sentence, whatever was written for its address."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.domain.errors import StartError
from bot.web.listening import listen


@pytest.mark.parametrize("host", ["a" * 64, "a..b", "a\0b"])
async def test_what_is_no_address_is_said_to_be_none(host: str) -> None:
    with pytest.raises(StartError) as error:
        async with listen(web.Application(), host=host, port=0, name="a", refused="HOST: {where} ({why})."):
            pass
    assert str(error.value) == f"HOST: {host}:0 (no address)."
