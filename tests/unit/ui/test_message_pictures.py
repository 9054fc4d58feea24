"""Which pictures a message has: attached, shown, embedded, forwarded; by Discord's own address where it has one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest

from bot.domain.errors import BadAttachment, Deleted, NoPicture
from bot.domain.jobs import Image
from bot.ui.message_pictures import pending_fields, pictures

CDN = "https://cdn.discordapp.com/attachments/1/2"


AUTHOR = {"id": "2", "username": "a", "discriminator": "0", "avatar": None, "bot": False}


def attached(name: str, **about: Any) -> dict[str, Any]:
    url = f"{CDN}/{name}?ex=1"
    return {"id": "1", "filename": name, "size": 100, "url": url, "proxy_url": url, "content_type": None} | about


def message(**about: Any) -> discord.Message:
    """A message as Discord describes it."""
    blank: dict[str, Any] = {
        **{name: [] for name in ("attachments", "embeds", "components", "mentions", "mention_roles")},
        **{"id": "1", "type": 0, "content": "", "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None},
        **{"author": AUTHOR},
        **{"pinned": False, "mention_everyone": False, "tts": False, "channel_id": "3", "flags": 0},
    }
    state: Any = SimpleNamespace(
        self_id=9,
        http=None,
        _get_guild=lambda _: None,
        create_user=lambda data: SimpleNamespace(**data),
        store_user=lambda data, **_: SimpleNamespace(**data),
    )
    channel = cast(Any, SimpleNamespace(id=3, guild=None))
    return discord.Message(state=state, channel=channel, data=cast(Any, blank | about))


def found(**about: Any) -> list[str]:
    return [image.url for image in pictures(message(**about))]


def test_attached_pictures_are_found_in_their_order() -> None:
    files = [attached("b.png"), attached("notes.pdf"), attached("a.webp"), attached("c", content_type="image/jpeg")]
    assert found(attachments=files) == [f"{CDN}/{name}?ex=1" for name in ("b.png", "a.webp", "c")]


def test_a_card_shows_its_pictures_once_and_its_inputs_small_copy_is_none() -> None:
    shown = {"type": 12, "items": [{"media": {"url": f"{CDN}/banana-1.png?ex=2"}, "description": "a cat"}]}
    beside = {"type": 9, "components": [{"type": 10, "content": "a cat"}]}
    beside["accessory"] = {"type": 11, "media": {"url": f"{CDN}/input.jpg"}}
    files = [attached("banana-1.png"), attached("input.jpg")]
    card = {"type": 17, "components": [shown, beside]}
    assert found(attachments=files, components=[card], flags=1 << 15, author=AUTHOR | {"bot": True}) == [
        f"{CDN}/banana-1.png?ex=1"
    ]
    assert found(attachments=[attached("input.jpg")]) == [f"{CDN}/input.jpg?ex=1"], "a member's file has any name"


@pytest.mark.parametrize(
    ("url", "copy", "address"),
    [
        ("https://example.org/a.png", "https://images-ext-1.discordapp.net/a", "https://images-ext-1.discordapp.net/a"),
        ("https://example.org/a.png", None, "https://example.org/a.png"),
        (f"{CDN}/a.png", "https://media.discordapp.net/a.png", f"{CDN}/a.png"),
    ],
)
def test_discords_own_copy_is_preferred_to_a_strangers_address(url: str, copy: str | None, address: str) -> None:
    medium = {"url": url} | ({"proxy_url": copy} if copy else {})
    assert found(embeds=[{"type": "rich", "image": medium}]) == [address]
    assert found(embeds=[{"type": "image", "thumbnail": medium}]) == [address]
    gallery = {"type": 12, "items": [{"media": medium}]}
    assert found(components=[gallery]) == [address]


def forward(of: int = 1) -> dict[str, Any]:
    snapshot: dict[str, Any] = {**{name: [] for name in ("embeds", "mentions")}, "type": 0, "content": "", "flags": 0}
    snapshot |= {"timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "attachments": [attached("f.png")]}
    return {
        "message_snapshots": [{"message": snapshot}],
        "message_reference": {"type": 1, "message_id": str(of), "channel_id": "3"},
    }


def test_a_forwarded_message_brings_its_pictures() -> None:
    assert found(**forward()) == [f"{CDN}/f.png?ex=1"]


@pytest.mark.parametrize("gone", ["erased_at", "removed_at", None])
async def test_a_forwarded_card_whose_picture_is_gone_brings_nothing_back(gone: str | None) -> None:
    job = SimpleNamespace(
        **({"erased_at": None, "removed_at": None} | ({gone: 1} if gone else {})), outputs=(), user_id=5
    )
    given: list[Image] = []

    class Orders:
        async def by_message(self, message_id: int) -> object:
            return job if message_id == 77 else None

        async def readable(self, images: list[Image]) -> list[Image]:
            given.extend(images)
            return images

    orders = cast(Any, Orders())
    if gone is None:
        fields = await pending_fields(orders, message(**forward(of=77)))
        assert [image.url for image in given] == [f"{CDN}/f.png?ex=1"]
        assert [image.owner_id for image in fields["pictures"]] == [5], "whose card it is may have said no"
    else:
        with pytest.raises(Deleted):
            await pending_fields(orders, message(**forward(of=77)))


async def test_a_card_whose_files_are_cleared_away_is_still_its_members() -> None:
    job = SimpleNamespace(erased_at=None, outputs=(SimpleNamespace(path=""),), user_id=5)

    class Orders:
        async def by_message(self, message_id: int) -> object:
            return job

        async def readable(self, images: list[Image]) -> list[Image]:
            return images

    shown = message(attachments=[attached("banana-1.png")], author=AUTHOR | {"bot": True})
    fields = await pending_fields(cast(Any, Orders()), shown)
    assert [image.owner_id for image in fields["pictures"]] == [5]


@pytest.mark.parametrize("url", ["https://evil.test/a.png", "http://[::1", "file:///etc/passwd"])
def test_an_attachment_that_is_not_at_discords_is_none(url: str) -> None:
    with pytest.raises(NoPicture):
        found(attachments=[attached("a.png", url=url)])


def test_no_more_are_found_than_a_form_offers() -> None:
    many = [f"{CDN}/{n}.png" for n in range(26)]
    for shown in (many[:25], many):
        assert found(components=[{"type": 12, "items": [{"media": {"url": url}} for url in shown]}]) == many[:25]


def test_a_video_is_no_picture() -> None:
    film = {"url": f"{CDN}/film.mp4", "content_type": "video/mp4"}
    with pytest.raises(NoPicture):
        found(components=[{"type": 12, "items": [{"media": film}]}])


def test_the_only_picture_being_too_large_is_said_so() -> None:
    with pytest.raises(BadAttachment) as trouble:
        found(attachments=[attached("big.png", size=10**9)])
    assert trouble.value.too_big
    assert found(attachments=[attached("big.png", size=10**9), attached("a.png")]) == [f"{CDN}/a.png?ex=1"]


def test_what_is_no_address_at_all_harms_nothing() -> None:
    with pytest.raises(NoPicture):
        found(embeds=[{"type": "rich", "image": {"url": "http://[::1"}}])
