"""The gateway frame by frame: what a client library relies on without saying so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.simulators.discord import Playground

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
async def line(playground: Playground) -> AsyncIterator[Line]:
    async with aiohttp.ClientSession() as session, session.ws_connect(playground.gateway_url) as socket:
        opened = Line(socket)
        assert (await opened.hear())["op"] == 10
        yield opened


async def another(session: aiohttp.ClientSession, playground: Playground) -> Line:
    opened = Line(await session.ws_connect(playground.gateway_url))
    await opened.hear()
    return opened


async def test_ready_then_the_guilds(line: Line, playground: Playground) -> None:
    ready = await line.identify()
    assert (ready["t"], ready["s"]) == ("READY", 1)
    assert ready["d"]["application"]["id"] == ready["d"]["user"]["id"]
    assert ready["d"]["guilds"][0]["unavailable"]
    guild = await line.hear()
    assert (guild["t"], guild["s"], guild["d"]["name"]) == ("GUILD_CREATE", 2, "Banana Grove")
    assert playground.bot_online


async def test_a_heartbeat_is_acknowledged(line: Line) -> None:
    await line.say(1, None)
    assert (await line.hear())["op"] == 11


@pytest.mark.parametrize(("token", "intents", "code"), [("wrong", 1, 4004), ("demo-token", CONTENT, 4014)])
async def test_a_bad_identify_closes_the_line(line: Line, token: str, intents: int, code: int) -> None:
    await line.say(2, {"token": token, "intents": intents})
    assert (await line.socket.receive()).data == code


async def test_a_granted_privileged_intent_brings_content(line: Line, playground: Playground) -> None:
    playground.gateway.privileged = CONTENT
    await line.identify(GUILDS | MESSAGES | CONTENT)
    await line.hear()
    await playground.person("mara").say("open")
    assert (await line.hear())["d"]["content"] == "open"


async def test_only_asked_for_kinds_arrive(line: Line, playground: Playground) -> None:
    await line.identify(GUILDS | REACTIONS)
    await line.hear()
    said = await playground.person("mara").say("unheard")
    await playground.person("mara").say("unheard", channel="dm")
    await playground.person("mara").react(said, "❌")
    await playground.person("mara").unreact(said, "❌")
    heard = [await line.hear(), await line.hear()]
    assert [frame["t"] for frame in heard] == ["MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"]


async def test_a_hidden_channel_is_silent(line: Line, playground: Playground) -> None:
    await line.identify()
    await line.hear()
    playground.deny("studio", "VIEW_CHANNEL")
    update = await line.hear()
    assert (update["t"], update["d"]["permission_overwrites"][0]["deny"]) == ("CHANNEL_UPDATE", str(1 << 10))
    await playground.person("mara").say("unseen")
    await playground.person("mara").say("seen", channel="general")
    seen = await line.hear()
    assert seen["d"]["channel_id"] == str(playground.world.named("general").id)


async def test_resume_replays_exactly_what_was_missed(playground: Playground) -> None:
    async with aiohttp.ClientSession() as session:
        first = await another(session, playground)
        ready = await first.identify()
        await first.hear()
        playground.faults.drop_gateway()
        assert (await first.socket.receive()).data == 4000
        await playground.until(lambda: not playground.bot_online)
        said = [await playground.person("mara").say("<@1> x") for _ in range(3)]
        second = await another(session, playground)
        await second.say(6, {"token": "demo-token", "session_id": ready["d"]["session_id"], "seq": 2})
        heard = [await second.hear() for _ in range(4)]
        assert [frame["s"] for frame in heard] == [3, 4, 5, 6]
        assert [frame["d"].get("id") for frame in heard[:3]] == [str(message.id) for message in said]
        assert heard[3]["t"] == "RESUMED"
        await second.socket.close()


@pytest.mark.parametrize("seq", [99, -5])
async def test_a_resume_that_fits_nothing_is_invalid(line: Line, playground: Playground, seq: int) -> None:
    ready = await line.identify()
    async with aiohttp.ClientSession() as session:
        other = await another(session, playground)
        await other.say(6, {"token": "demo-token", "session_id": ready["d"]["session_id"], "seq": seq})
        frame = await other.hear()
        assert (frame["op"], frame["d"]) == (9, False)
        await other.socket.close()


async def test_a_goodbye_ends_the_session(playground: Playground) -> None:
    async with aiohttp.ClientSession() as session:
        line = await another(session, playground)
        await line.identify()
        await line.socket.close(code=1000)
        await playground.until(lambda: not playground.bot_online)
    assert playground.gateway.sessions == {}


async def test_muted_events_are_lost(line: Line, playground: Playground) -> None:
    await line.identify()
    await line.hear()
    playground.faults.mute(60)
    await playground.person("mara").say("lost")
    playground.faults.mute(0)
    kept = await playground.person("mara").say("kept")
    assert (await line.hear())["d"]["id"] == str(kept.id)


async def test_shards_share_the_guilds_out(playground: Playground) -> None:
    async with aiohttp.ClientSession() as session:
        lines = [await another(session, playground) for _ in range(2)]
        ready = [await line.identify(shard=[n, 2]) for n, line in enumerate(lines)]
        assert sorted(len(frame["d"]["guilds"]) for frame in ready) == [0, 1]
        for line in lines:
            await line.socket.close()
