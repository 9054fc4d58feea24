"""A picture that its member covered stays covered, wherever it is shown, and so does what is made of it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from bot.domain.guild_config import CardDefaults

Studio = Any
EDIT, USE = "Edit this picture", "Use as input"


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(file, "JPEG")
    return file.getvalue()


def covered(message: Any, count: int) -> bool:
    """Return True if a message shows so many pictures, each of them covered."""
    return len(message.media) == count and all(media["spoiler"] for media in message.media)


async def test_the_result_and_the_picture_it_started_from_are_covered(studio: Studio) -> None:
    call, card = await studio.finish(image=("SPOILER_me.jpg", jpeg()), count=2)
    assert covered(card, 3)
    _, card = await studio.finish("two", image=("a.jpg", jpeg()), image2=("SPOILER_b.jpg", jpeg()), by="jonas")
    assert covered(card, 2), "one is enough"
    _, card = await studio.finish("three", image=("a.jpg", jpeg()), by="ines")
    assert len(card.media) == 2 and not any(media["spoiler"] for media in card.media)


async def test_while_it_waits_it_is_covered_too(studio: Studio) -> None:
    call = await studio.order("a boat [stuck]", image=("SPOILER_me.jpg", jpeg()))
    await studio.until(lambda: len(call.message.media) == 2)
    assert [media["spoiler"] for media in call.message.media] == [False, True], "what keeps its place covers nothing"


async def test_versions_stay_covered_also_after_a_restart(studio: Studio) -> None:
    _, card = await studio.finish(image=("SPOILER_me.jpg", jpeg()))
    await studio.restart()
    opened = await studio.press(card, "edit", by="jonas")
    call = await (await studio.person("jonas").submit(opened, prompt="bluer")).done()
    second = await studio.ended(call)
    assert covered(second, 2)
    again = await studio.press(second, "again", by="ines")
    assert covered(await studio.ended(again), 2)


async def test_the_tray_and_what_is_drawn_from_it_are_covered(studio: Studio) -> None:
    _, card = await studio.finish(image=("SPOILER_me.jpg", jpeg()))
    tray = await studio.press(card, "use", by="jonas")
    await studio.until(lambda: tray.message is not None and tray.message.media)
    assert covered(tray.message, 1)
    opened = await studio.press(tray.message, "drawtray", by="jonas")
    call = await (await studio.person("jonas").submit(opened, prompt="all together")).done()
    assert covered(await studio.ended(call), 2)


@pytest.mark.parametrize("command", [EDIT, USE])
async def test_menus_see_that_a_messages_picture_is_covered(studio: Studio, command: str) -> None:
    message = await studio.person("jonas").say("look", files=[("SPOILER_me.jpg", jpeg())])
    opened = await (await studio.person().menu(command, message)).done()
    if command == EDIT:
        call = await (await studio.person().submit(opened, prompt="make it snow")).done()
        assert covered(await studio.ended(call), 2)
    else:
        await studio.until(lambda: opened.message is not None and opened.message.media)
        assert covered(opened.message, 1)


async def test_a_reply_asks_with_a_covered_picture(studio: Studio) -> None:
    _, card = await studio.finish(image=("SPOILER_me.jpg", jpeg()))
    said = await studio.person("jonas").say(f"<@{card.author_id}> bluer", reply_to=card)
    channel = studio.fake_discord.state.channels[said.channel_id]
    asked = await studio.until(lambda: next((m for m in channel.messages.values() if m.reply_to == said.id), None))
    assert covered(asked, 1)


async def test_history_and_a_card_shown_again_are_covered(studio: Studio) -> None:
    _, card = await studio.finish(image=("SPOILER_me.jpg", jpeg()))
    page = await (await studio.person().slash("history")).done()
    await studio.until(lambda: page.message is not None and page.message.media)
    assert covered(page.message, 1)
    before = set(studio.fake_discord.state.channels[card.channel_id].messages)
    await studio.press(page.message, "show")
    messages = studio.fake_discord.state.channels[card.channel_id].messages
    shown = await studio.until(lambda: next((messages[n] for n in messages if n not in before), None))
    await studio.until(lambda: shown.media)
    assert covered(shown, 2)


async def test_before_and_after_are_covered(studio: Studio) -> None:
    _, card = await studio.finish(image=("SPOILER_me.jpg", jpeg()))
    more = await studio.press(card, "more")
    joined = await studio.press(more.message, "compare")
    await studio.until(lambda: joined.message is not None and joined.message.media)
    assert covered(joined.message, 1)


async def set_spoiler_channels(studio: Studio, *channel_ids: int) -> None:
    configs, guild_id = studio.client.services.guild_configs, next(iter(studio.fake_discord.state.guilds))
    cards = CardDefaults(spoiler_channels=frozenset(channel_ids))
    await configs.change(guild_id, await configs.of(guild_id), by_user=1, cards=cards)


async def test_a_channels_spoilers_hold_in_its_threads_for_new_orders_and_never_for_older_ones(studio: Studio) -> None:
    _, older = await studio.finish("one")
    await set_spoiler_channels(studio, older.channel_id)
    _, card = await studio.finish("two", channel="moodboard")
    assert covered(card, 1) and not older.media[0]["spoiler"]
    _, elsewhere = await studio.finish("three", channel="general")
    assert not elsewhere.media[0]["spoiler"]
    await set_spoiler_channels(studio)
    await studio.restart()
    opened = await studio.press(card, "edit")
    call = await (await studio.person().submit(opened, prompt="bluer")).done()
    assert covered(await studio.ended(call), 2), "what is made of a covered picture is covered"
    _, newer = await studio.finish("four")
    assert not newer.media[0]["spoiler"]
