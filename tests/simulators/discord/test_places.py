"""Threads, lost places and what a server forbids, as the real client meets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
import pytest

from bot.simulators.discord import FakeDiscord
from bot.simulators.discord.modals import BadInput

Bot = Any


async def code(doing: Any) -> tuple[int, int]:
    """Return how Discord refuses: status and code."""
    with pytest.raises(discord.HTTPException) as refused:
        await doing
    return refused.value.status, refused.value.code


@pytest.fixture
async def thread(fake_discord: FakeDiscord, drawer: Bot) -> discord.Thread:
    """A thread that the client has heard of."""
    made = fake_discord.add_thread("sketches")
    await fake_discord.until(lambda: drawer.guilds[0].get_thread(made.id))
    found = drawer.guilds[0].get_thread(made.id)
    assert found is not None
    return found


async def test_a_thread_is_known_with_its_parent(
    fake_discord: FakeDiscord, drawer: Bot, thread: discord.Thread
) -> None:
    assert isinstance(thread, discord.Thread) and thread.parent is not None
    assert (thread.name, thread.parent.name, thread.archived, thread.locked) == ("sketches", "studio", False, False)


async def test_threads_that_stood_before_come_with_the_guild(
    fake_discord: FakeDiscord, drawer: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.backoff.ExponentialBackoff, "delay", lambda self: 0.01)
    fake_discord.faults.mute(60)
    made = fake_discord.add_thread("sketches")
    fake_discord.faults.mute(0)
    fake_discord.faults.invalidate_session()
    await fake_discord.until(lambda: drawer.guilds and drawer.guilds[0].get_thread(made.id))


async def test_a_command_in_a_thread_is_answered_there(
    fake_discord: FakeDiscord, drawer: Bot, thread: discord.Thread
) -> None:
    call = await (await fake_discord.person("mara").slash("banana", prompt="a cat", channel="sketches")).done()
    (seen,) = drawer.seen
    assert isinstance(seen.channel, discord.Thread) and seen.app_permissions.send_messages_in_threads
    assert [m.id for m in fake_discord.messages("sketches")] == [call.message.id if call.message else 0]


async def test_threads_have_a_right_to_write_of_their_own(fake_discord: FakeDiscord, thread: discord.Thread) -> None:
    fake_discord.deny("studio", "SEND_MESSAGES")
    await thread.send("still fine")
    fake_discord.deny("studio", "SEND_MESSAGES_IN_THREADS")
    assert await code(thread.send("no more")) == (403, 50013)


async def test_an_archived_thread_takes_no_edit_until_somebody_writes(
    fake_discord: FakeDiscord, thread: discord.Thread
) -> None:
    message = await thread.send("x")
    fake_discord.archive("sketches")
    assert await code(message.edit(content="y")) == (403, 50083)
    assert await code(message.add_reaction("❌")) == (403, 50083)
    await thread.send("z")
    await message.edit(content="y")
    assert fake_discord.messages("sketches")[0].text == "y"


async def test_nor_does_it_by_the_token_of_an_interaction(
    fake_discord: FakeDiscord, drawer: Bot, thread: discord.Thread, layout: Callable[..., Any]
) -> None:
    await (await fake_discord.person("mara").slash("banana", prompt="a cat", channel="sketches")).done()
    (seen,) = drawer.seen
    fake_discord.archive("sketches")
    assert await code(seen.edit_original_response(view=layout("y"))) == (403, 50083)


async def test_a_locked_thread_is_for_its_managers(
    fake_discord: FakeDiscord, drawer: Bot, thread: discord.Thread
) -> None:
    message = await thread.send("x")
    fake_discord.lock("sketches")
    await fake_discord.until(lambda: thread.locked)
    assert await code(message.edit(content="y")) == (403, 160005)
    assert await code(thread.send("z")) == (403, 160005)
    with pytest.raises(BadInput):
        await fake_discord.person("mara").slash("banana", prompt="a cat", channel="sketches")
    fake_discord.archive("sketches")
    assert await code(thread.send("z")) == (403, 50083)


async def test_a_removed_channel_is_unknown_with_its_threads(
    fake_discord: FakeDiscord, drawer: Bot, thread: discord.Thread
) -> None:
    channel = thread.parent
    assert isinstance(channel, discord.TextChannel)
    message = await channel.send("x")
    fake_discord.remove_channel("studio")
    await fake_discord.until(lambda: drawer.get_channel(channel.id) is None and drawer.get_channel(thread.id) is None)
    assert await code(message.edit(content="y")) == (404, 10003)
    assert await code(thread.send("y")) == (404, 10003)


async def test_an_answer_in_a_removed_channel_can_not_be_edited(fake_discord: FakeDiscord, drawer: Bot) -> None:
    await (await fake_discord.person("mara").slash("banana", prompt="a cat")).done()
    (seen,) = drawer.seen
    fake_discord.remove_channel("studio")
    assert await code(seen.edit_original_response(content="y")) == (404, 10003)


async def test_who_was_thrown_out_has_no_access(fake_discord: FakeDiscord, drawer: Bot) -> None:
    channel = drawer.guilds[0].text_channels[0]
    message = await channel.send("x")
    fake_discord.kick_bot()
    await fake_discord.until(lambda: not drawer.guilds)
    assert await code(message.edit(content="y")) == (403, 50001)


async def test_an_application_may_belong_to_a_team(fake_discord: FakeDiscord, drawer: Bot) -> None:
    assert (await drawer.application_info()).team is None
    fake_discord.form_team("sam", "ines")
    team = (await drawer.application_info()).team
    assert [member.name for member in team.members] == ["sam", "ines"] and team.owner.name == "sam"


async def test_blocked_words_are_refused_in_posts_edits_and_answers(fake_discord: FakeDiscord, drawer: Bot) -> None:
    fake_discord.block_words("Turnip")
    channel = drawer.guilds[0].text_channels[0]
    assert await code(channel.send("a turnip")) == (400, 200000)
    message = await channel.send("a cat")
    assert await code(message.edit(content="two TURNIPS")) == (400, 200000)
    call = await fake_discord.person("mara").slash("banana", prompt="a turnip")
    await fake_discord.until(lambda: call.code == 200000)
    assert [m.text for m in fake_discord.messages()] == ["a cat"]


async def test_old_messages_may_be_edited_a_few_times_only(fake_discord: FakeDiscord, drawer: Bot) -> None:
    channel = drawer.guilds[0].text_channels[0]
    message = await channel.send("x")
    for n in range(5):
        await message.edit(content=str(n))
    fake_discord.limits.old_seconds = 0
    fake_discord.limits.old_window, fake_discord.limits.clock = 600, lambda: 0.0
    drawer.http.max_ratelimit_timeout = 30
    for n in range(fake_discord.limits.old_limit):
        await message.edit(content=str(n))
    with pytest.raises(discord.RateLimited) as limited:
        await message.edit(content="more")
    assert limited.value.retry_after == 600
    assert [e.code for e in fake_discord.calls if e.status == 429] == [30046]


async def test_the_client_waits_out_the_limit_of_old_messages(fake_discord: FakeDiscord, drawer: Bot) -> None:
    message = await drawer.guilds[0].text_channels[0].send("x")
    fake_discord.limits.old_seconds = 0
    fake_discord.limits.old_window = 0.2
    for n in range(fake_discord.limits.old_limit + 1):
        await message.edit(content=str(n))
    assert fake_discord.messages()[0].text == str(fake_discord.limits.old_limit)


async def test_a_forward_is_a_copy_that_stays_when_its_original_goes(fake_discord: FakeDiscord, drawer: Bot) -> None:
    studio, general = drawer.guilds[0].text_channels[:2]
    original = await studio.send("a cat")
    forward = await original.forward(general)
    await original.edit(content="a dog")
    await original.delete()
    (seen,) = [message async for message in general.history()]
    assert seen.id == forward.id and seen.message_snapshots[0].content == "a cat"


async def test_messages_deleted_together_are_told_in_one_event(fake_discord: FakeDiscord, drawer: Bot) -> None:
    heard: list[set[int]] = []

    async def on_raw_bulk_message_delete(news: discord.RawBulkMessageDeleteEvent) -> None:
        heard.append(news.message_ids)

    drawer.event(on_raw_bulk_message_delete)
    sent = [await drawer.guilds[0].text_channels[0].send(text) for text in ("a", "b")]
    fake_discord.delete_together(*fake_discord.messages())
    await fake_discord.until(lambda: heard)
    assert heard == [{message.id for message in sent}] and not fake_discord.messages()
