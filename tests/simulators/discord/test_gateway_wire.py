"""The gateway frame by frame: what a client library relies on without saying so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.simulators.discord import FakeDiscord

JSON = dict[str, Any]
GUILDS, MESSAGES, REACTIONS, CONTENT = 1, 1 << 9, 1 << 10, 1 << 15


class Line:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def say(self, op: int, data: Any) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def hear(self) -> JSON:
        frame: JSON = await self.socket.receive_json(timeout=5)
        return frame

    async def identify(self, intents: int = GUILDS | MESSAGES, **more: Any) -> JSON:
        await self.say(2, {"token": "demo-token", "intents": intents, "properties": {}, **more})
        return await self.hear()


@pytest.fixture
async def line(fake_discord: FakeDiscord) -> AsyncIterator[Line]:
    async with aiohttp.ClientSession() as session, session.ws_connect(fake_discord.gateway_url) as socket:
        opened = Line(socket)
        assert (await opened.hear())["op"] == 10
        yield opened


async def another(session: aiohttp.ClientSession, fake_discord: FakeDiscord) -> Line:
    opened = Line(await session.ws_connect(fake_discord.gateway_url))
    await opened.hear()
    return opened


async def test_ready_then_the_guilds(line: Line, fake_discord: FakeDiscord) -> None:
    ready = await line.identify()
    assert (ready["t"], ready["s"]) == ("READY", 1)
    assert ready["d"]["application"]["id"] == ready["d"]["user"]["id"]
    assert ready["d"]["guilds"][0]["unavailable"]
    guild = await line.hear()
    assert (guild["t"], guild["s"], guild["d"]["name"]) == ("GUILD_CREATE", 2, "Banana Grove")
    assert fake_discord.bot_online


async def test_a_heartbeat_is_acknowledged(line: Line) -> None:
    await line.say(1, None)
    assert (await line.hear())["op"] == 11


@pytest.mark.parametrize(("token", "intents", "code"), [("wrong", 1, 4004), ("demo-token", CONTENT, 4014)])
async def test_a_bad_identify_closes_the_line(line: Line, token: str, intents: int, code: int) -> None:
    await line.say(2, {"token": token, "intents": intents})
    assert (await line.socket.receive()).data == code


async def test_a_granted_privileged_intent_brings_content(line: Line, fake_discord: FakeDiscord) -> None:
    fake_discord.gateway.privileged = CONTENT
    await line.identify(GUILDS | MESSAGES | CONTENT)
    await line.hear()
    await fake_discord.person("mara").say("open")
    assert (await line.hear())["d"]["content"] == "open"


async def test_only_asked_for_kinds_arrive(line: Line, fake_discord: FakeDiscord) -> None:
    await line.identify(GUILDS | REACTIONS)
    await line.hear()
    said = await fake_discord.person("mara").say("unheard")
    await fake_discord.person("mara").say("unheard", channel="dm")
    await fake_discord.person("mara").react(said, "❌")
    await fake_discord.person("mara").unreact(said, "❌")
    heard = [await line.hear(), await line.hear()]
    assert [frame["t"] for frame in heard] == ["MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"]


async def test_a_hidden_channel_is_silent(line: Line, fake_discord: FakeDiscord) -> None:
    await line.identify()
    await line.hear()
    fake_discord.deny("studio", "VIEW_CHANNEL")
    update = await line.hear()
    assert (update["t"], update["d"]["permission_overwrites"][0]["deny"]) == ("CHANNEL_UPDATE", str(1 << 10))
    await fake_discord.person("mara").say("unseen")
    await fake_discord.person("mara").say("seen", channel="general")
    seen = await line.hear()
    assert seen["d"]["channel_id"] == str(fake_discord.state.named("general").id)


async def test_resume_replays_exactly_what_was_missed(fake_discord: FakeDiscord) -> None:
    async with aiohttp.ClientSession() as session:
        first = await another(session, fake_discord)
        ready = await first.identify()
        await first.hear()
        fake_discord.faults.drop_gateway()
        assert (await first.socket.receive()).data == 4000
        await fake_discord.until(lambda: not fake_discord.bot_online)
        said = [await fake_discord.person("mara").say("<@1> x") for _ in range(3)]
        second = await another(session, fake_discord)
        await second.say(6, {"token": "demo-token", "session_id": ready["d"]["session_id"], "seq": 2})
        heard = [await second.hear() for _ in range(4)]
        assert [frame["s"] for frame in heard] == [3, 4, 5, 6]
        assert [frame["d"].get("id") for frame in heard[:3]] == [str(message.id) for message in said]
        assert heard[3]["t"] == "RESUMED"
        await second.socket.close()


@pytest.mark.parametrize("seq", [99, -5])
async def test_a_resume_that_fits_nothing_is_invalid(line: Line, fake_discord: FakeDiscord, seq: int) -> None:
    ready = await line.identify()
    async with aiohttp.ClientSession() as session:
        other = await another(session, fake_discord)
        await other.say(6, {"token": "demo-token", "session_id": ready["d"]["session_id"], "seq": seq})
        frame = await other.hear()
        assert (frame["op"], frame["d"]) == (9, False)
        await other.socket.close()


async def test_a_goodbye_ends_the_session(fake_discord: FakeDiscord) -> None:
    async with aiohttp.ClientSession() as session:
        line = await another(session, fake_discord)
        await line.identify()
        await line.socket.close(code=1000)
        await fake_discord.until(lambda: not fake_discord.bot_online)
    assert fake_discord.gateway.sessions == {}


async def test_muted_events_are_lost(line: Line, fake_discord: FakeDiscord) -> None:
    await line.identify()
    await line.hear()
    fake_discord.faults.mute(60)
    await fake_discord.person("mara").say("lost")
    fake_discord.faults.mute(0)
    kept = await fake_discord.person("mara").say("kept")
    assert (await line.hear())["d"]["id"] == str(kept.id)


async def test_shards_share_the_guilds_out(fake_discord: FakeDiscord) -> None:
    async with aiohttp.ClientSession() as session:
        lines = [await another(session, fake_discord) for _ in range(2)]
        ready = [await line.identify(shard=[n, 2]) for n, line in enumerate(lines)]
        assert sorted(len(frame["d"]["guilds"]) for frame in ready) == [0, 1]
        for line in lines:
            await line.socket.close()
