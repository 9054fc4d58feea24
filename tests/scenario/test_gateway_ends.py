"""However Discord or discord.py ends the connection: what helps is done, or the process ends in one sentence."""

from __future__ import annotations

from typing import Any

import pytest
from discord.backoff import ExponentialBackoff

from bot.domain.errors import RestartError, StartError
from bot.store.lock import exclusive
from bot.ui import discord_internals
from bot.ui.discord_internals import SESSION_WAIT

Studio = Any

pytestmark = pytest.mark.usefixtures("calm")


@pytest.fixture(autouse=True)
def prompt_reconnects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ExponentialBackoff, "delay", lambda self: 0.01)


@pytest.mark.parametrize("stage", ["hello_code", "identify_code"])
@pytest.mark.parametrize("code", [4004, *range(4010, 4015)])
async def test_a_connection_that_discord_refuses_at_the_start_ends_the_bot_in_words(
    closed_studio: Studio, stage: str, code: int
) -> None:
    setattr(closed_studio.fake_discord.gateway, stage, code)
    closed_studio.begin()
    with pytest.raises(StartError, match="DISCORD_TOKEN" if code == 4004 else f"code {code}"):
        await closed_studio.end()
    with exclusive(closed_studio.folder):
        pass


@pytest.mark.parametrize("stage", ["hello_code", "identify_code"])
@pytest.mark.parametrize("code", [4004, 4011, 4014])
async def test_a_connection_that_discord_refuses_when_the_line_was_cut_ends_the_bot_in_words(
    studio: Studio, stage: str, code: int
) -> None:
    setattr(studio.fake_discord.gateway, stage, code)
    studio.fake_discord.faults.drop_gateway()
    with pytest.raises(StartError, match="DISCORD_TOKEN" if code == 4004 else f"code {code}"):
        await studio.end()


async def test_a_close_that_is_no_end_is_followed_by_another_connection(studio: Studio) -> None:
    for code in (1000, 1001, *range(4000, 4004), 4005, 4007, 4008, 4009):
        studio.fake_discord.faults.drop_gateway(code)
        await studio.until(lambda: not studio.fake_discord.bot_online)
        await studio.leap_until(lambda: studio.fake_discord.bot_online, seconds=6)
        _, card = await studio.finish()
        assert len(card.media) == 1, code


@pytest.mark.parametrize("trouble", ["is_down", "hello_code"])
async def test_a_gateway_that_is_away_at_the_start_costs_a_line_of_the_log_each_try(
    closed_studio: Studio, caplog: pytest.LogCaptureFixture, trouble: str
) -> None:
    gateway = closed_studio.fake_discord.gateway
    setattr(gateway, trouble, 1001)
    closed_studio.begin()

    def tries() -> list[str]:
        return [r.getMessage() for r in caplog.records if "gateway can't be reached" in r.getMessage()]

    await closed_studio.leap_until(lambda: len(tries()) >= 30, seconds=61)
    assert not [r for r in caplog.records if r.exc_info], "a traceback"
    assert max(map(len, tries())) < 120
    setattr(gateway, trouble, 0)
    await closed_studio.leap_until(lambda: closed_studio.fake_discord.bot_online, seconds=61)


async def test_a_gateway_that_greets_and_closes_again_and_again_is_not_stormed(studio: Studio) -> None:
    gateway = studio.fake_discord.gateway
    connections = 0
    handle = gateway._say

    async def counted(socket: Any, op: int, data: object) -> None:
        nonlocal connections
        connections += op == 10
        await handle(socket, op, data)

    gateway._say = counted
    gateway.identify_code = 4000
    studio.fake_discord.faults.drop_gateway()
    await studio.until(lambda: connections >= 4)
    with pytest.raises(TimeoutError):
        await studio.until(lambda: connections >= 12, timeout=1)
    gateway.identify_code = 0
    await studio.leap_until(lambda: studio.fake_discord.bot_online, seconds=46)


@pytest.mark.parametrize("at", ["the start", "a resume"])
async def test_a_session_that_never_begins_is_asked_for_anew_at_a_distance(
    closed_studio: Studio, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    studio = closed_studio
    monkeypatch.setattr(discord_internals, "SESSION_WAIT", SESSION_WAIT)
    gateway = studio.fake_discord.gateway

    def tries() -> list[str]:
        return [r.getMessage() for r in caplog.records if "didn't start a session" in r.getMessage()]

    if at == "a resume":
        await studio.start()
    gateway.is_mute = True
    studio.fake_discord.faults.drop_gateway()
    studio.begin() if at == "the start" else None
    await studio.leap_until(lambda: len(tries()) >= 8, seconds=50)  # no further: a handshake may take a minute
    assert not [r for r in caplog.records if r.exc_info], "a traceback"
    gateway.is_mute = False
    await studio.leap_until(lambda: studio.fake_discord.bot_online, seconds=50)
    _, card = await studio.finish()
    assert len(card.media) == 1
    said = len(tries())
    await studio.clock.leap(seconds=600)
    await studio.finish("another")
    assert studio.fake_discord.bot_online and len(tries()) == said


async def test_a_token_that_was_reset_ends_the_bot_though_the_line_holds(studio: Studio) -> None:
    studio.fake_discord.reset_token()
    studio.terms(queued_s=float("inf"))
    await studio.person("jonas").slash("banana", prompt="a cat")  # its own reaction below the card is refused
    await studio.leap_until(lambda: studio._bot.done(), seconds=2, leaps=12)
    with pytest.raises(StartError, match="Discord no longer accepts DISCORD_TOKEN"):
        await studio.end()


async def test_a_single_call_that_is_unauthorized_ends_nothing(studio: Studio) -> None:
    refused = studio.fake_discord.faults.answer("PUT", "/channels/*/reactions/*", 401)
    studio.terms(queued_s=float("inf"))
    call = await studio.order()
    await studio.leap_until(lambda: refused.spent, seconds=5)
    await studio.leap_until(
        lambda: [e for e in studio.fake_discord.calls if e.path.endswith("/applications/@me")][1:], seconds=3
    )
    studio.finish_drawing()
    assert len((await studio.ended(call)).media) == 1


async def test_a_token_that_only_the_application_refuses_ends_the_start(closed_studio: Studio) -> None:
    closed_studio.fake_discord.faults.answer("GET", "/oauth2/applications/@me", 401, times=0)
    closed_studio.begin()
    with pytest.raises(StartError, match="Discord refuses DISCORD_TOKEN"):
        await closed_studio.end()


@pytest.mark.parametrize("path", ["/users/@me", "/oauth2/applications/@me", "/gateway/bot"])
@pytest.mark.parametrize("status", [400, 403, 404])
async def test_a_refusal_at_the_start_is_called_one_and_asked_again_later(
    closed_studio: Studio, caplog: pytest.LogCaptureFixture, path: str, status: int
) -> None:
    studio = closed_studio
    refusal = studio.fake_discord.faults.answer("GET", path, status, code=50001, times=2)
    studio.begin()
    await studio.leap_until(lambda: refusal.spent, seconds=61)
    await studio.leap_until(lambda: studio.fake_discord.bot_online, seconds=61)
    assert "can't be reached" not in caplog.text
    assert f"{status}, code 50001" in caplog.text


async def test_an_event_that_can_not_be_read_ends_nothing(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    studio.fake_discord.gateway.dispatch("MESSAGE_CREATE", lambda _: {"what": "is this"})
    studio.fake_discord.gateway.dispatch("CHANNEL_UPDATE", lambda _: {"what": "is this"})
    _, card = await studio.finish()
    assert len(card.media) == 1
    assert caplog.text.count("could not be read") == 2


async def test_a_session_that_can_not_be_read_ends_the_bot_in_words(studio: Studio) -> None:
    studio.fake_discord.gateway.dispatch("READY", lambda _: {"what": "is this"})
    with pytest.raises(RestartError, match="Start the bot again"):
        await studio.end()
