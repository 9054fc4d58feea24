"""`doctor` as a host types it, where nothing is set up yet: no call is made, and what is broken is the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import discord
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.cli import main
from bot.cli.doctor_discord import application_findings
from bot.cli.doctor_webhooks import examine_webhooks
from bot.settings import Settings


def test_without_any_setting_it_says_what_to_set_and_ends_with_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "✗ settings" in said and "DISCORD_TOKEN" in said and "→ To be asked for them" in said
    assert "✓ database" in said and "2 orders" in said and "⚠ bot" in said


def test_a_wrong_setting_is_the_only_finding(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_USER_CREDITS", "many")
    assert main(["doctor", "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["part"], found["health"]) == ("settings", "broken") and "BOT_USER_CREDITS" in found["said"]


def test_several_wrong_settings_stand_below_each_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_USER_CREDITS", "many")
    monkeypatch.setenv("BOT_DAILY_CREDITS", "more")
    assert main(["doctor"]) == 1
    first, *others, mend, _, _ = capsys.readouterr().out.splitlines()
    assert len(others) == 2 and all(line.startswith(f"{' ' * first.index('These')}BOT_") for line in others)
    assert mend.index("→") == first.index("These")


@pytest.mark.parametrize(
    ("status", "answer", "health"), [(200, "open", "fine"), (200, "<html>", "warning"), (502, "open", "warning")]
)
async def test_it_asks_the_address_of_webhooks_as_higgsfield_would(status: int, answer: str, health: str) -> None:
    async def healthz(_: web.Request) -> web.Response:
        return web.Response(status=status, text=answer)

    page = web.Application()
    page.router.add_get("/bot/healthz", healthz)
    async with TestServer(page) as server:
        settings = Settings(bot_public_url=str(server.make_url("/bot")))
        found = await examine_webhooks(settings)
    assert found is not None and found.health == health
    gone = await examine_webhooks(settings)
    assert gone is not None and gone.health == "warning" and "can't be reached" in gone.said
    assert await examine_webhooks(Settings()) is None


def test_a_privileged_intent_that_is_granted_for_nothing_is_named() -> None:
    flags = discord.ApplicationFlags(gateway_message_content_limited=True)
    application = SimpleNamespace(
        interactions_endpoint_url=None, bot_require_code_grant=False, bot_public=False, name="Banana", flags=flags
    )
    *_, found = application_findings(cast(discord.AppInfo, application))
    assert (
        found.part == "intents"
        and found.health == "fine"
        and "Message Content Intent can be switched off" in found.said
    )
