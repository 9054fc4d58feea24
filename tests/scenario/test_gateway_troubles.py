"""The gateway breaks, forgets the session or falls silent: orders go on, and what nobody told is found."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.domain.errors import RestartError, StartError
from bot.store.lock import exclusive
from bot.ui import client
from bot.ui.discord_internals import original_response

Studio = Any
CHARGED = [("reserve", 1), ("settle", 0)]
REFUNDED = [("reserve", 1), ("refund", -1)]
HOUR = 3600

pytestmark = pytest.mark.usefixtures("calm")


@pytest.fixture(autouse=True)
def prompt_reconnects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ExponentialBackoff, "delay", lambda self: 0.01)


async def waiting(studio: Studio) -> Any:
    studio.terms(queued_s=float("inf"))
    call = await studio.order()
    await studio.taken(call.message)
    return call


async def test_an_order_given_while_the_line_is_cut_is_answered_once_it_resumes(studio: Studio) -> None:
    studio.fake_discord.faults.drop_gateway()
    await studio.until(lambda: not studio.fake_discord.bot_online)
    call, card = await studio.finish()
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED
    assert len(studio.fake_discord.gateway.sessions) == 1, "resumed, not begun anew"


async def test_a_forgotten_session_stops_no_order(studio: Studio) -> None:
    studio.terms(drawing_s=(0.5, 0.5))
    call = await studio.order()
    old = set(studio.fake_discord.gateway.sessions)
    studio.fake_discord.faults.invalidate_session()
    card = await studio.ended(call)
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED
    await studio.leap_until(
        lambda: studio.fake_discord.bot_online and not old & set(studio.fake_discord.gateway.sessions), seconds=6
    )
    _, card = await studio.finish("another")
    assert len(card.media) == 1


async def test_a_cross_that_no_session_told_of_is_found_with_the_next_one(studio: Studio) -> None:
    call = await waiting(studio)
    studio.fake_discord.faults.mute(HOUR)
    await studio.person().react(call.message, "❌")
    studio.fake_discord.faults.mute(0)
    assert studio.row(call)["cancel_at"] is None
    studio.fake_discord.faults.invalidate_session()
    await studio.leap_until(lambda: studio.row(call)["state"] == "cancelled", seconds=5)
    assert studio.ledger(call) == REFUNDED


async def test_a_card_that_the_session_itself_told_of_is_not_read_again(
    closed_studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bot.ui.client")
    studio = closed_studio
    await studio.start()
    older = await waiting(studio)
    await studio.restart()
    newer = await studio.order("a dog", by="jonas")
    await studio.until(lambda: caplog.text.count("connected as") == 2)

    def reads(call: Any) -> int:
        return sum(e.method == "GET" and e.path.endswith(str(call.message.id)) for e in studio.fake_discord.calls)

    await studio.until(lambda: reads(older))
    await asyncio.sleep(0.3)  # as they are all read at once
    assert reads(newer) == 0


async def test_a_minute_without_events_loses_no_order(studio: Studio) -> None:
    studio.terms(drawing_s=(0.5, 0.5))
    call = await studio.order()
    studio.fake_discord.faults.mute(60)
    unheard = await studio.person("jonas").slash("banana", prompt="unheard")
    card = await studio.ended(call)
    assert len(card.media) == 1 and studio.ledger(call) == CHARGED
    await studio.leap_until(lambda: unheard.failed, seconds=4)
    assert studio.orders == 1, "nothing is booked that nobody heard of"
    studio.fake_discord.faults.mute(0)
    _, card = await studio.finish("heard", by="jonas")
    assert len(card.media) == 1


@pytest.mark.parametrize("verb", ["again", "cancel"])
async def test_a_press_that_comes_twice_is_one_press(studio: Studio, verb: str) -> None:
    if verb == "again":
        _, card = await studio.finish()
    else:
        card = (await waiting(studio)).message
    studio.fake_discord.faults.twice()
    pressed = await studio.press(card, verb)
    if verb == "again":
        await studio.ended(pressed)
        assert studio.orders == 2 and len(studio.fake_discord.messages()) == 2
        assert studio.ledger(pressed) == CHARGED
    else:
        await studio.says(card, "Cancelled.")
        assert studio.spent == 0 and studio.orders == 1


@pytest.mark.parametrize(
    ("path", "status", "times"),
    [
        ("/users/@me", 429, 1),
        ("/users/@me", 503, 7),
        ("/oauth2/applications/@me", 429, 1),
        ("/gateway/bot", 429, 1),
        ("/gateway/bot", 503, 7),
    ],
)
async def test_a_discord_that_is_not_ready_is_waited_for(
    closed_studio: Studio, path: str, status: int, times: int
) -> None:
    studio = closed_studio
    studio.fake_discord.faults.answer("GET", path, status, retry_after=HOUR, times=times)

    def answers() -> list[int]:
        return [e.status for e in studio.fake_discord.calls if e.path == path]

    studio.begin()
    await studio.leap_until(lambda: 200 in answers(), seconds=HOUR / 4)
    await studio.until(lambda: studio.fake_discord.bot_online)
    _, card = await studio.finish()
    assert len(card.media) == 1
    assert answers().count(status) == times


async def test_a_day_without_changes_to_the_commands_does_not_keep_the_bot_away(studio: Studio) -> None:
    studio.fake_discord.faults.answer("PUT", "/applications/*/commands", 429, code=30034, retry_after=24 * HOUR)
    await studio.restart(higgsfield_resolutions="1k,2k")
    _, card = await studio.finish()
    assert len(card.media) == 1

    def syncs() -> list[int]:
        return [e.status for e in studio.fake_discord.calls if e.method == "PUT" and e.path.endswith("/commands")]

    assert syncs() == [200, 429]
    await studio.leap_until(lambda: syncs() == [200, 429, 200], seconds=6 * HOUR)


async def test_commands_that_discord_does_not_take_do_not_keep_the_bot_away(studio: Studio) -> None:
    studio.fake_discord.faults.answer("PUT", "/applications/*/commands", 400, code=50035, times=0)
    await studio.restart(higgsfield_resolutions="1k,2k")
    _, card = await studio.finish()
    assert len(card.media) == 1


async def test_commands_that_could_not_be_synced_later_either_are_synced_the_next_time(studio: Studio) -> None:
    limit = studio.fake_discord.faults.answer("PUT", "/applications/*/commands", 429, code=30034, retry_after=HOUR)
    await studio.restart(higgsfield_resolutions="1k,2k")
    refusal = studio.fake_discord.faults.answer("PUT", "/applications/*/commands", 403, code=50001)

    def syncs() -> list[int]:
        return [e.status for e in studio.fake_discord.calls if e.method == "PUT" and e.path.endswith("/commands")]

    await studio.leap_until(lambda: syncs() == [200, 429, 403, 200], seconds=HOUR)
    assert limit.spent and refusal.spent


async def test_a_bot_that_may_not_sync_yet_stops_at_once(studio: Studio) -> None:
    studio.fake_discord.faults.answer("PUT", "/applications/*/commands", 429, code=30034, retry_after=24 * HOUR)
    await studio.restart(higgsfield_resolutions="1k,2k")
    async with asyncio.timeout(client.CLOSING_S + 5):
        await studio.stop()


async def test_a_team_is_told_once_each_though_one_of_them_can_not_be_told_yet(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    studio.fake_discord.form_team("sam", "ines")
    second = studio.fake_discord.state.dm(studio.person("ines").id)
    studio.fake_discord.faults.answer("POST", f"/channels/{second.id}/messages", 429, retry_after=HOUR)
    await studio.finish("a cat [nocredits]")
    await studio.until(lambda: "the owner could not be told" in caplog.text)
    await studio.leap_until(lambda: studio.person("ines").dm(), seconds=301)
    assert [len(studio.person(name).dm()) for name in ("sam", "ines")] == [1, 1]


async def test_a_host_who_can_not_be_written_to_yet_is_told_later_and_once(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    studio.fake_discord.faults.answer("POST", "/channels/*/messages", 429, retry_after=HOUR)
    await studio.finish("a cat [nocredits]")
    await studio.until(lambda: "the owner could not be told" in caplog.text)
    await studio.leap_until(lambda: studio.person("sam").dm(), seconds=301)
    assert len(studio.person("sam").dm()) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (4004, "Discord no longer accepts DISCORD_TOKEN. Make a new one in the developer portal"),
        *((code, rf"Discord ended the connection for good \(code {code}\)") for code in range(4010, 4014)),
        (4014, "Discord doesn't give this bot the events it asked for"),
    ],
)
async def test_a_connection_that_discord_ends_for_good_ends_the_bot_in_words(
    studio: Studio, code: int, words: str
) -> None:
    call = await waiting(studio)
    studio.fake_discord.faults.drop_gateway(code)
    with pytest.raises(StartError, match=words):
        await studio.end()
    with exclusive(studio.folder):
        assert studio.row(call)["state"] == "running", "it goes on at the next start"


async def test_a_token_that_was_reset_ends_the_bot_when_the_line_is_cut(studio: Studio) -> None:
    studio.fake_discord.gateway.token = "another"
    studio.fake_discord.faults.drop_gateway()
    with pytest.raises(StartError, match="Discord no longer accepts DISCORD_TOKEN"):
        await studio.end()


async def test_an_end_for_good_does_not_wait_for_a_goodbye_that_nobody_answers(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unanswered(socket: DiscordWebSocket, code: int = 4000) -> None:
        if socket._keep_alive is not None:
            socket._keep_alive.stop()  # a thread: it would outlive this test, and fail in a later one
        await asyncio.sleep(HOUR)

    monkeypatch.setattr(DiscordWebSocket, "close", unanswered)
    studio.fake_discord.faults.drop_gateway(4004)
    with pytest.raises(StartError, match="DISCORD_TOKEN"):
        await studio.end()


async def test_what_is_still_asked_as_the_connection_ends_fails_as_on_a_line_that_is_cut(studio: Studio) -> None:
    call = await waiting(studio)
    bot = studio.client
    await bot.close()
    with pytest.raises(ConnectionError):
        await bot.http.request(Route("GET", "/users/@me"))
    with pytest.raises(ConnectionError):
        await original_response(bot, call.interaction.token)
    with pytest.raises(RestartError):
        await studio.end()
