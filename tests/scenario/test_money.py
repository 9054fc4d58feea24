"""A moderator caps what a server spends, sees what a month can cost at worst, and what was spent."""

from __future__ import annotations

from typing import Any

from bot.domain.guild_log import LogRoutes
from bot.simulators.discord import Message

Studio = Any
MOD_LOG = "mod-log"


async def panel(studio: Studio) -> Message:
    opened = await (await studio.person("ines").slash("setup")).done()
    await studio.until(lambda: opened.message.buttons)
    return (await studio.press(opened.message, "money", by="ines")).message


async def cap(studio: Studio, shown: Message, **fields: str) -> Any:
    opened = await studio.press(shown, "moneycaps", by="ines")
    return await (await studio.person("ines").submit(opened, **fields)).done()


def used_up(log: Any) -> list[str]:
    return [message.content for message in log.messages.values() if "is used up" in message.content]


async def test_a_cap_holds_the_worst_case_and_refuses_in_words_what_is_beyond_it(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_credit_price="0.04", bot_currency="EUR")
    guild = next(iter(studio.fake_discord.state.guilds))
    guilds = studio.client.services.store.guilds
    await guilds.trust(guild, is_trusted=False, now=1)
    assert "€" not in (shown := await panel(studio)).text and "bot's owner" not in shown.text
    assert "Without a cap there is no bound" in shown.text
    await guilds.trust(guild, is_trusted=True, now=1)
    shown = await panel(studio)
    members = studio.client.get_guild(guild).member_count
    assert f"{members} members × 40 🍌 a day would be **€" in shown.text
    assert "no bound" not in shown.text  # the owner's cap is one
    assert "The bot's owner holds all servers together to 200 🍌 a day: €240 a month at most." in shown.text
    assert "a day, all members together" in str((await studio.press(shown, "moneycaps", by="ines")).modal)
    await cap(studio, shown, day="3", month="")
    assert (
        "✅ Saved.\n➕ The whole server together: 3 🍌 a day\n-# To undo it: /setup → ⋯ More → Changes." in shown.text
    )
    assert "The cap of 3 🍌 a day holds it to **€3.60** (90 🍌)." in shown.text
    configs = studio.client.services.guild_configs
    mod_log = studio.person("ines").channel(MOD_LOG)
    await configs.change(guild, await configs.of(guild), by_user=1, log=LogRoutes(money=mod_log.id))
    await studio.finish("a pear", count=3)
    refused = await studio.order("a fig")
    assert refused.ephemeral and "This server has 0 of its 3 🍌 left" in refused.message.text
    await studio.leap_until(lambda: used_up(mod_log), seconds=10)
    assert "The cap of 3 🍌 a day is used up: orders are refused until credits come back (€0.12)" in used_up(mod_log)[0]
    report = await (await studio.person("ines").slash("spending")).done()
    said = await studio.until(lambda: report.message if report.message.text else None)
    assert "**3 🍌** (€0.12) in one order: Nano Banana 3" in said.text and "Cap of 3 🍌 a day: 3 🍌 used" in said.text
    assert len(said.media) == 1


async def test_bad_numbers_and_a_moderator_who_was_quicker_change_nothing(studio: Studio) -> None:
    shown = await panel(studio)
    opened = await studio.press(shown, "moneycaps", by="ines")
    refused = await (await studio.person("ines").submit(opened, day="10^12", month="")).done()
    assert "10^12" in refused.message.text.replace("\\", "") and "Nothing was changed" in refused.message.text
    first, second = [await studio.press(shown, "moneycaps", by="ines") for _ in range(2)]
    await (await studio.person("ines").submit(first, day="5", month="")).done()
    late = await (await studio.person("ines").submit(second, day="7", month="")).done()
    assert "Somebody else has just changed this" in late.message.text
    assert "**5 🍌 a day**" in (await panel(studio)).text
