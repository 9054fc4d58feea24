"""Discord does not take the commands: yesterday's serve, the host reads why, and it is asked again at a distance."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
HOUR = 3600
NEW = {"higgsfield_resolutions": "1k,2k"}  # makes other commands

pytestmark = pytest.mark.usefixtures("calm")


def syncs(studio: Studio) -> list[int]:
    """Return how Discord answered each sync."""
    return [e.status for e in studio.fake_discord.calls if e.method == "PUT" and e.path.endswith("/commands")]


def refusals(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.getMessage().startswith("command sync: ")]


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (400, 30034, "too many were made today"),
        (429, 30034, "too many were made today"),
        (403, 50001, "invite it again with applications.commands"),
        (400, 50035, "it calls one invalid"),
        (404, 10002, "it answered 404, code 10002"),
        (409, 0, "it answered 409"),
        (413, 40005, "it answered 413"),
    ],
)
async def test_refused_commands_leave_those_of_yesterday_and_are_sent_again_an_hour_later(
    studio: Studio, caplog: pytest.LogCaptureFixture, status: int, code: int, words: str
) -> None:
    studio.fake_discord.faults.answer("PUT", "/applications/*/commands", status, code=code, retry_after=60)
    await studio.restart(**NEW)
    _, card = await studio.finish()
    assert len(card.media) == 1
    (said,) = refusals(caplog)
    assert words in said and "can't be reached" not in caplog.text
    await studio.clock.leap(seconds=HOUR * 0.9)
    _, card = await studio.finish("meanwhile")
    assert syncs(studio) == [200, status]
    await studio.leap_until(lambda: syncs(studio) == [200, status, 200], seconds=HOUR / 8)
    assert len(refusals(caplog)) == 1


async def test_a_bot_that_is_started_again_and_again_sends_refused_commands_once_an_hour(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    studio.fake_discord.faults.answer("PUT", "/applications/*/commands", 400, code=50035, times=0)
    await studio.restart(**NEW)
    for _ in range(3):
        await studio.restart()
    assert syncs(studio) == [200, 400]
    assert len(refusals(caplog)) == 4, "each start says why its commands are yesterday's"


async def test_commands_that_changed_since_they_were_refused_are_sent_at_once(studio: Studio) -> None:
    studio.fake_discord.faults.answer("PUT", "/applications/*/commands", 400, code=50035)
    await studio.restart(**NEW)
    await studio.restart(higgsfield_resolutions="1k,4k")
    assert syncs(studio) == [200, 400, 200]


async def test_commands_refused_for_ever_are_sent_once_a_day(studio: Studio) -> None:
    studio.fake_discord.faults.answer("PUT", "/applications/*/commands", 403, code=50001, times=0)
    await studio.restart(**NEW)
    await studio.leap_until(lambda: len(syncs(studio)) == 3, seconds=HOUR / 4)
    for _ in range(20):
        await studio.clock.leap(seconds=HOUR)
    assert len(syncs(studio)) == 3
    await studio.leap_until(lambda: len(syncs(studio)) == 4, seconds=HOUR)


async def test_a_discord_that_is_away_is_no_refusal(studio: Studio) -> None:
    studio.fake_discord.faults.answer("PUT", "/applications/*/commands", 503, times=1)
    await studio.restart(**NEW)
    await studio.leap_until(lambda: syncs(studio)[-1] == 200, seconds=16)
