"""/status tells everybody, in private, whether the bot is up, how long an order would take, and what is in the way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.domain.rules import Rule, Rules, Who
from bot.services import status
from bot.store.connection import Database

Studio = Any


async def ask(studio: Studio, by: str = "mara", locale: str = "en-US") -> str:
    call = await (await studio.person(by).slash("status", locale=locale)).done()
    assert call.ephemeral
    return str(call.message.text)


async def test_it_says_how_long_an_order_would_take_with_the_line_as_it_stands_for_its_reader(
    closed_studio: Studio,
) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    said = await ask(studio, by="jonas")
    assert "I'm up and drawing. I was started <t:" in said and "ahead" not in said
    assert "about 15 seconds with Nano Banana and about" in said
    studio.terms(queued_s=60)
    cards = [await (await studio.order(f"cat {number}")).done() for number in range(3)]
    await studio.until(lambda: len(studio.sent()) == 1)
    assert "2 orders are ahead of yours" in await ask(studio, by="mara")
    theirs = await ask(studio, by="jonas")  # whose first order comes before another's second
    assert "ahead" not in theirs and "about 25 seconds with Nano Banana" in theirs
    assert "Si tu commandes maintenant, ton image sera prête dans environ 25 secondes" in await ask(
        studio, "jonas", "fr"
    )
    assert len(cards) == 3


async def test_only_what_a_server_and_its_limits_leave_its_reader_is_named(studio: Studio) -> None:
    guild_id, configs = studio.person().home.id, studio.client.services.guild_configs

    async def limited_to(*models: str) -> None:
        rules = Rules(all=(Rule(scope=Who.EVERYBODY, models=models),))
        await configs.change(guild_id, await configs.of(guild_id), by_user=1, rules=rules)

    async def helped() -> str:
        call = await (await studio.person("jonas").slash("help")).done()
        return str((await studio.until(lambda: call.message if call.message.text else None)).text)

    await limited_to("banana-pro")
    said = await ask(studio, by="jonas")
    assert "your picture will take about" in said and "with Nano Banana Pro" in said
    assert "with Nano Banana and" not in said and "with Nano Banana." not in said
    assert "`/banana`" not in await helped() and "`/banana-pro`" in await helped()
    await limited_to("another")
    assert "You can't draw here; `/help` says why." in await ask(studio, by="jonas")
    assert "⚠️" in await helped()
    await limited_to("banana")
    studio.fake_discord.permit(False, to="everyone", command="banana")
    assert "will take" not in await ask(studio, by="jonas")


async def test_a_higgsfield_that_has_become_slow_is_said(studio: Studio) -> None:
    studio.terms(queued_s=float("inf"))
    for number in range(2):
        await studio.taken((await studio.order(f"cat {number}")).message)
    assert "slower" not in await ask(studio)
    await studio.clock.leap(minutes=2)
    assert "Higgsfield is slower than usual right now" in await ask(studio)
    assert "plus lent que d'habitude" in await ask(studio, "jonas", "fr")


async def test_what_is_in_the_way_is_said_instead_of_a_promise(studio: Studio) -> None:
    studio.terms(key_id="another key")
    await studio.ended(await studio.order())
    said = await ask(studio, by="jonas")
    assert "drawing is held up" in said and "check the Higgsfield account" in said and "take" not in said
    await (await studio.person("ines").slash("pause", reason="quiet hour")).done()
    assert "paused drawing on this server <t:" in await ask(studio, by="jonas")
    assert "doit vérifier le compte Higgsfield" in await ask(studio, "jonas", "fr")


async def test_a_database_that_hangs_is_said_and_not_waited_for(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = asyncio.Event()

    async def read(*_: object) -> None:
        await hangs.wait()

    monkeypatch.setattr(status, "ANSWER_S", 0.05)
    with monkeypatch.context() as hanging:
        hanging.setattr(Database, "read", read)
        said = await ask(studio)
        hangs.set()
    assert "drawing is held up" in said and "I can't save anything right now" in said
