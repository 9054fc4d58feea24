"""Troubles on command: each strikes as ordered, as often as ordered, and not elsewhere."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.simulators.discord import FakeDiscord

Wire = Any


async def test_an_answer_instead_of_the_deed(wire: Wire, fake_discord: FakeDiscord) -> None:
    fake_discord.faults.answer("POST", "/channels/*/messages", 503, code=7, message="down", times=2)
    path = f"{wire.studio}/messages"
    for _ in range(2):
        assert await wire("POST", path, {"content": "x"}) == (503, {"message": "down", "code": 7})
    assert fake_discord.messages() == []
    assert (await wire("POST", path, {"content": "x"}))[0] == 200
    assert [entry.status for entry in fake_discord.calls] == [503, 503, 200]


async def test_the_deed_and_a_bad_answer(wire: Wire, fake_discord: FakeDiscord) -> None:
    fake_discord.faults.after("POST", "/channels/*/messages")
    status, _ = await wire("POST", f"{wire.studio}/messages", {"content": "x"})
    assert status == 502 and len(fake_discord.messages()) == 1


@pytest.mark.parametrize(("after", "posted"), [(False, 0), (True, 1)])
async def test_a_cut_line(wire: Wire, fake_discord: FakeDiscord, after: bool, posted: int) -> None:
    fake_discord.faults.reset("POST", "/channels/*", after=after)
    with pytest.raises(aiohttp.ClientError):
        await wire("POST", f"{wire.studio}/messages", {"content": "x"})
    assert len(fake_discord.messages()) == posted


async def test_a_delay_comes_before_another_trouble(wire: Wire, fake_discord: FakeDiscord) -> None:
    fake_discord.faults.delay("GET", "/users/@me", 0.01)
    fake_discord.faults.answer("GET", "/users/@me", 500)
    assert (await wire("GET", "/users/@me"))[0] == 500
    assert fake_discord.faults.list() == []


async def test_other_calls_are_spared(wire: Wire, fake_discord: FakeDiscord) -> None:
    fake_discord.faults.answer("PATCH", "/channels/*", 500)
    assert (await wire("GET", "/users/@me"))[0] == 200
    assert len(fake_discord.faults.list()) == 1


async def test_a_limit_says_how_long_to_wait(wire: Wire, fake_discord: FakeDiscord) -> None:
    fake_discord.faults.answer("GET", "/users/@me", 429, retry_after=1.5)
    status, body = await wire("GET", "/users/@me")
    assert (status, body["retry_after"], body["global"]) == (429, 1.5, False)


async def test_edits_of_a_channel_share_a_bucket(wire: Wire, fake_discord: FakeDiscord) -> None:
    fake_discord.limits.on, fake_discord.limits.clock = True, lambda: 0.0
    _, made = await wire("POST", f"{wire.studio}/messages", {"content": "x"})
    path = f"{wire.studio}/messages/{made['id']}"
    answers = [await wire("PATCH", path, {"content": str(n)}) for n in range(6)]
    assert [status for status, _ in answers] == [200] * 5 + [429]
    assert answers[5][1]["retry_after"] == 5


async def test_troubles_are_ordered_over_http(wire: Wire, fake_discord: FakeDiscord) -> None:
    url = f"{fake_discord.url}/app/faults"
    order = {"kind": "answer", "method": "GET", "path": "/users/*", "status": 500, "times": 0}
    async with wire.session.post(url, json=order) as response:
        assert (await response.json())["ok"]
    for _ in range(3):
        assert (await wire("GET", "/users/@me"))[0] == 500
    async with wire.session.get(url) as response:
        assert [fault["struck"] for fault in (await response.json())["faults"]] == [3]
    async with wire.session.delete(url) as response:
        assert (await response.json())["ok"]
    assert (await wire("GET", "/users/@me"))[0] == 200


@pytest.mark.parametrize("order", [{"kind": "flood"}, {}, {"kind": "answer", "colour": "red"}])
async def test_an_unknown_trouble_is_refused_in_words(wire: Wire, fake_discord: FakeDiscord, order: Any) -> None:
    async with wire.session.post(f"{fake_discord.url}/app/faults", json=order) as response:
        assert response.status == 400 and (await response.json())["sentence"]
