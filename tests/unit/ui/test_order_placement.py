"""What Discord says of a file and of its limits before anything is booked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.domain.errors import BadAttachment, UnreadFormat
from bot.domain.limits import MIB
from bot.ui.attachments import read_file
from bot.ui.order_placement import file_limit

URL = "https://cdn.discordapp.com/attachments/1/2/a"


@pytest.mark.parametrize("size", [1, 20 * MIB])
def test_a_picture_of_up_to_20_mb_is_taken(size: int) -> None:
    assert read_file("a.png", URL, size, "image/png").url == URL


@pytest.mark.parametrize(("size", "too_big"), [(0, False), (20 * MIB + 1, True)])
def test_an_empty_or_larger_one_is_refused_with_its_limit(size: int, too_big: bool) -> None:
    with pytest.raises(BadAttachment) as refused:
        read_file("a.png", URL, size, "image/png")
    assert (refused.value.too_big, refused.value.limit_mb) == (too_big, 20)


@pytest.mark.parametrize(
    ("name", "content_type", "taken"),
    [
        ("a.PNG", None, True),
        ("a", "image/heic", True),
        ("a.svg", "image/svg+xml", False),
        ("a.txt", "text/plain", False),
        ("a", None, False),
    ],
)
def test_its_name_or_its_type_says_that_it_is_a_picture(name: str, content_type: str | None, taken: bool) -> None:
    if taken:
        assert read_file(name, URL, 9, content_type).name == name
    else:
        with pytest.raises((BadAttachment, UnreadFormat)):
            read_file(name, URL, 9, content_type)


@pytest.mark.parametrize(
    ("asked", "guild", "limit"),
    [
        (10 * MIB, 10 * MIB, 10 * MIB),
        (10 * MIB - 1, 50 * MIB, 10 * MIB),
        (500 * MIB, 50 * MIB, 50 * MIB),
        (25 * MIB, 100 * MIB, 25 * MIB),
        (500 * MIB, None, 10 * MIB),
    ],
)
def test_a_card_s_files_are_as_large_as_the_bot_itself_may_send(asked: int, guild: int | None, limit: int) -> None:
    """A member's own higher limit holds for the answer, not for the bot's later edits."""
    place: Any = None if guild is None else SimpleNamespace(filesize_limit=guild)
    assert file_limit(cast(discord.Interaction, SimpleNamespace(filesize_limit=asked, guild=place))) == limit
