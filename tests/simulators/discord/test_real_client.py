"""The real discord.py against FakeDiscord: what a bot does there works as on Discord."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import discord
import pytest

from bot.simulators.discord import FakeDiscord

Bot = Any


async def test_a_command_is_answered_by_a_card(fake_discord: FakeDiscord, drawer: Bot, png: bytes) -> None:
    call = await fake_discord.person("mara").slash("banana", prompt="a cat", image=("in.png", png))
    await call.done()
    assert call.answered and call.message is not None
    assert call.message.text == "Waiting: a cat"
    assert [button["label"] for button in call.message.buttons] == ["Cancel"]
    assert call.message.command_name == "banana"
    given = drawer.seen[0].namespace.image
    assert (given.filename, given.width, given.height) == ("in.png", 3, 2)
    assert await given.read() == png


async def test_an_interaction_says_what_discord_says(fake_discord: FakeDiscord, drawer: Bot) -> None:
    fake_discord.deny("studio", "ATTACH_FILES")
    await (await fake_discord.person("ines").slash("banana", prompt="x", locale="fr")).done()
    seen = drawer.seen[0]
    assert seen.locale is discord.Locale.french
    assert seen.guild_locale is discord.Locale.american_english
    assert seen.filesize_limit == fake_discord.file_limit
    assert seen.app_permissions.view_channel and not seen.app_permissions.attach_files
    assert seen.permissions.manage_messages and seen.user.guild_permissions.manage_messages
    assert seen.is_guild_integration() and seen.context.guild
    assert seen.guild.name == "Banana Grove" and seen.channel.name == "studio"


async def test_in_a_direct_line_there_is_no_guild(fake_discord: FakeDiscord, drawer: Bot) -> None:
    call = await (await fake_discord.person("jonas").slash("banana", prompt="x", channel="dm")).done()
    seen = drawer.seen[0]
    assert seen.guild is None and seen.context.dm_channel and seen.user.name == "jonas"
    assert [m.text for m in fake_discord.person("jonas").dm()] == ["Waiting: x"]
    assert call.message is not None


async def test_a_card_is_edited_by_token_and_by_channel(
    fake_discord: FakeDiscord, drawer: Bot, layout: Callable[..., Any], upload: Callable[..., Any]
) -> None:
    call = await (await fake_discord.person("mara").slash("banana", prompt="x")).done()
    message = call.message
    assert message is not None
    hook = discord.Webhook.partial(drawer.application_id, call.token, client=drawer)
    await hook.edit_message(
        message.id, view=layout("Done", pictures=("a.png", "b.png")), attachments=[upload("a.png"), upload("b.png")]
    )
    assert [item["url"] for item in message.media] == [
        f"{fake_discord.url}/cdn/{a.id}/{a.filename}" for a in message.attachments
    ]
    partial = drawer.get_partial_messageable(message.channel_id).get_partial_message(message.id)
    await partial.edit(view=layout("One", pictures=("c.png",)), attachments=[upload("c.png")])
    assert [a.filename for a in message.attachments] == ["c.png"]
    assert [version.text for version in message.versions] == ["Waiting: x", "Done", "One"]


async def test_a_deferred_answer_becomes_a_card(
    fake_discord: FakeDiscord, drawer: Bot, layout: Callable[..., Any]
) -> None:
    call = await (await fake_discord.person("mara").slash("slow")).done()
    assert call.type == 5 and call.message is not None and call.message.loading
    await drawer.seen[0].edit_original_response(view=layout("There"))
    assert call.message.text == "There" and not call.message.loading


async def test_a_button_changes_its_card(fake_discord: FakeDiscord, drawer: Bot) -> None:
    call = await (await fake_discord.person("mara").slash("banana", prompt="x")).done()
    assert call.message is not None
    pressed = await (await fake_discord.person("ines").click(call.message, label="Cancel")).done()
    assert pressed.type == 7
    assert call.message.text == "Cancelled." and call.message.buttons == []
    assert drawer.seen[1].message.id == call.message.id


async def test_a_modal_brings_texts_choices_and_files(fake_discord: FakeDiscord, drawer: Bot, png: bytes) -> None:
    mara = fake_discord.person("mara")
    opened = await (await mara.slash("form")).done()
    assert opened.modal is not None and opened.modal["title"] == "Edit the prompt"
    sent = await (await mara.submit(opened, words="two cats", shape=["4:3"], inputs=[("p.png", png)])).done()
    assert sent.ephemeral and sent.message is not None
    assert sent.message.text == f"two cats ['4:3'] [{len(png)}]"
    again = await (await mara.slash("form")).done()
    untouched = await (await mara.submit(again)).done()
    assert untouched.message is not None and untouched.message.text == "a cat ['1:1'] []"


async def test_reactions_reach_the_bot_with_who_may_do_what(fake_discord: FakeDiscord, drawer: Bot) -> None:
    call = await (await fake_discord.person("mara").slash("banana", prompt="x")).done()
    message = call.message
    assert message is not None
    partial = drawer.get_partial_messageable(message.channel_id).get_partial_message(message.id)
    await partial.add_reaction("❌")
    await fake_discord.person("ines").react(message, "❌")
    await fake_discord.until(lambda: len(drawer.reactions) == 2)
    assert drawer.reactions[1].member.guild_permissions.manage_messages
    assert drawer.reactions[1].message_author_id == fake_discord.state.bot.id
    await partial.remove_reaction("❌", drawer.user)
    assert message.reactions == {"❌": [fake_discord.person("ines").id]}
    fetched = await partial.fetch()
    assert [user.name async for user in fetched.reactions[0].users()] == ["ines"]


async def test_a_person_can_be_written_to(fake_discord: FakeDiscord, drawer: Bot) -> None:
    host = (await drawer.application_info()).owner
    await host.send("The key is refused.")
    assert [m.text for m in fake_discord.person("sam").dm()] == ["The key is refused."]
    fake_discord.person("sam").user.takes_dms = False
    with pytest.raises(discord.Forbidden) as refused:
        await host.send("again")
    assert refused.value.code == 50007


async def test_history_is_read_and_a_nonce_posts_once(fake_discord: FakeDiscord, drawer: Bot) -> None:
    channel = drawer.get_channel(fake_discord.state.named("general").id)
    first = await channel.send("one", nonce="job-1")
    again = await channel.send("one", nonce="job-1")
    await channel.send("two", reference=first)
    assert again.id == first.id
    assert [m.content async for m in channel.history(limit=10)] == ["two", "one"]
    assert [m.content async for m in channel.history(after=first)] == ["two"]


async def test_content_is_withheld_without_the_privileged_intent(fake_discord: FakeDiscord, drawer: Bot) -> None:
    mara = fake_discord.person("mara")
    own = await drawer.get_channel(fake_discord.state.named("studio").id).send("mine")
    regular = next(m for m in fake_discord.messages() if m.id == own.id)
    answer = (await (await mara.slash("banana", prompt="x")).done()).message
    await mara.say("secret")
    await mara.say(f"<@{drawer.user.id}> hello")
    await mara.say("a reply", reply_to=regular)
    await mara.say("a reply to an answer", reply_to=answer)
    await mara.say("in private", channel="dm")
    await fake_discord.until(lambda: len(drawer.heard) == 7)
    shown = [message.content for message in drawer.heard if not message.author.bot]
    assert shown == ["", f"<@{drawer.user.id}> hello", "a reply", "", "in private"]


async def test_a_dropped_connection_resumes_and_misses_nothing(fake_discord: FakeDiscord, drawer: Bot) -> None:
    fake_discord.faults.drop_gateway()
    await fake_discord.until(lambda: not fake_discord.bot_online)
    call = await fake_discord.person("mara").slash("banana", prompt="while away")
    await call.done()
    assert call.answered and drawer.resumed.is_set()


async def test_an_invalid_session_starts_anew(fake_discord: FakeDiscord, drawer: Bot, monkeypatch: Any) -> None:
    monkeypatch.setattr(discord.backoff.ExponentialBackoff, "delay", lambda self: 0.01)
    before = set(fake_discord.gateway.sessions)
    fake_discord.faults.invalidate_session()
    await fake_discord.until(lambda: fake_discord.bot_online and not before & set(fake_discord.gateway.sessions))
    call = await (await fake_discord.person("mara").slash("banana", prompt="new")).done()
    assert call.answered and not drawer.resumed.is_set()


async def test_the_client_waits_out_a_rate_limit(fake_discord: FakeDiscord, drawer: Bot) -> None:
    fake_discord.faults.answer("POST", "/channels/*/messages", 429, retry_after=0.05)
    await drawer.get_channel(fake_discord.state.named("studio").id).send("patience")
    assert [entry.status for entry in fake_discord.calls[-2:]] == [429, 200]


async def test_real_buckets_are_read_by_the_client(fake_discord: FakeDiscord, drawer: Bot) -> None:
    fake_discord.limits.on, fake_discord.limits.limit, fake_discord.limits.window = True, 2, 0.2
    message = await drawer.get_channel(fake_discord.state.named("studio").id).send("0")
    for n in range(1, 6):
        await message.edit(content=str(n))
    assert fake_discord.messages()[-1].content == "5"
    assert {entry.status for entry in fake_discord.calls if entry.method == "PATCH"} == {200}


async def test_a_lost_answer_is_repeated_by_the_client_and_found_acknowledged(
    fake_discord: FakeDiscord, drawer: Bot, monkeypatch: Any
) -> None:
    fake_discord.faults.after("POST", "/interactions/*/callback")
    sleep = asyncio.sleep
    monkeypatch.setattr(discord.webhook.async_.asyncio, "sleep", lambda seconds: sleep(min(seconds, 0.01)))
    call = await (await fake_discord.person("mara").slash("banana", prompt="x")).done()
    await fake_discord.until(lambda: call.code == 40060)
    assert call.message is not None and call.message.text == "Waiting: x"


async def test_a_bot_that_is_away_leaves_the_person_without_an_answer(fake_discord: FakeDiscord, drawer: Bot) -> None:
    fake_discord.ack_seconds = 0.05
    fake_discord.faults.mute(60)
    call = await (await fake_discord.person("mara").slash("banana", prompt="x")).done()
    assert call.failed and call.sentence == "The application did not respond"


async def test_the_sharded_client_connects_too(fake_discord: FakeDiscord, seam: None) -> None:
    client = discord.AutoShardedClient(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05)
    running = asyncio.create_task(client.start("demo-token"))
    try:
        await fake_discord.until(lambda: fake_discord.bot_online)
        await fake_discord.until(client.is_ready)
        assert client.shard_count == 1 and [guild.name for guild in client.guilds] == ["Banana Grove"]
    finally:
        await client.close()
        await running


async def test_a_wrong_token_is_refused(fake_discord: FakeDiscord, seam: None) -> None:
    client = discord.Client(intents=discord.Intents.none())
    with pytest.raises(discord.LoginFailure):
        await client.start("another-token")
    await client.close()


async def test_privileged_intents_are_refused(fake_discord: FakeDiscord, seam: None) -> None:
    client = discord.Client(intents=discord.Intents(message_content=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await client.start("demo-token")
    await client.close()


async def test_a_new_guild_is_heard_of(fake_discord: FakeDiscord, drawer: Bot) -> None:
    other = fake_discord.add_guild("Mango Field", locale="fr")
    fake_discord.add_person("lea", guild=other)
    call = await (await fake_discord.person("lea").slash("banana", prompt="there")).done()
    assert drawer.seen[0].guild.name == "Mango Field" and drawer.seen[0].guild_locale is discord.Locale.french
    assert call.message in fake_discord.messages("Mango Field/studio")
    assert fake_discord.messages("studio") == []


async def test_an_attachment_is_fetched_by_its_url(fake_discord: FakeDiscord, drawer: Bot, png: bytes) -> None:
    message = await fake_discord.person("mara").say("look", files=[("p.png", png)])
    url = fake_discord.state.url(message.attachments[0])
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert (await response.read(), response.content_type) == (png, "image/png")
