"""Many at once: nobody is lost, nobody gets another's answer, and nothing takes the server's breath."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from PIL import Image

from bot.simulators.discord import FakeDiscord, image_size

Bot = Any


async def test_five_hundred_commands_at_once_are_all_answered(fake_discord: FakeDiscord, drawer: Bot) -> None:
    fake_discord.ack_seconds = 600  # how fast they are is the machine's affair
    people = [fake_discord.add_person(f"p{n}") for n in range(200)]
    asked = [people[n % 200].slash("banana", prompt=str(n)) for n in range(500)]
    calls = await asyncio.gather(*[(await one).done(timeout=600) for one in asked])
    assert [call.message.text for call in calls] == [f"Waiting: {n}" for n in range(500)]
    assert len(fake_discord.messages()) == 500


async def test_a_long_line_of_waiters_is_woken_by_the_news(fake_discord: FakeDiscord) -> None:
    waiting = [asyncio.create_task(fake_discord.until(lambda: fake_discord.messages()[99:])) for _ in range(100)]
    await asyncio.sleep(0)
    for n in range(100):
        await fake_discord.person("mara").say(str(n))
    assert all(len(found) == 1 for found in await asyncio.gather(*waiting))


async def test_waiting_in_vain_says_for_what(fake_discord: FakeDiscord) -> None:
    with pytest.raises(TimeoutError, match="test_crowd"):
        await fake_discord.until(lambda: fake_discord.bot_online, timeout=0.01)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_pictures_size_is_read_from_its_head(kind: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (31, 17), "gold").save(buffer, kind)
    assert image_size.size(buffer.getvalue()) == (31, 17)
    assert image_size.content_type("unnamed", buffer.getvalue()) == f"image/{kind.lower()}"


def test_a_lossless_or_extended_webp_has_a_size_too() -> None:
    plain, extended = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (31, 17)).save(plain, "WEBP", lossless=True)
    Image.new("RGBA", (31, 17), (1, 2, 3, 4)).save(extended, "WEBP")
    assert image_size.size(plain.getvalue()) == image_size.size(extended.getvalue()) == (31, 17)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF0000WEBPVP8 ", b"words"])
def test_a_broken_picture_has_none(data: bytes) -> None:
    assert image_size.size(data) is None
