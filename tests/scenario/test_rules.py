"""A moderator writes a limit from who to what to the finished sentence; it holds at once, and refusals name it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.rules import Rule, Rules, Who
from bot.services.rules import mark_of
from bot.simulators.discord import Call, Message, components

Studio = Any


async def panel(studio: Studio) -> Message:
    call = await (await studio.person("ines").slash("setup")).done()
    shown = await studio.until(lambda: call.message if call.message.text else None)
    return await turned(studio, shown, "rules")


async def turned(studio: Studio, message: Message, verb: str, *values: Any) -> Message:
    """Press a button or choose in a menu, and wait for the page that takes the place of the one before."""
    before = len(message.versions)
    await pressed(studio, message, verb, *values)
    await studio.until(lambda: len(message.versions) > before)
    return message


def ids(message: Message) -> list[str]:
    return [str(part["custom_id"]) for part in components.walk(message.components) if part.get("custom_id")]


async def pressed(studio: Studio, message: Message, verb: str, *values: Any) -> Call:
    found = ids(message)
    custom_id = next(each for each in found if f":{verb}:" in each or f":pick-{verb}:" in each)
    call: Call = await (await studio.person("ines").click(message, custom_id, values=values or None)).done()
    return call


async def written(studio: Studio, message: Message, part: str, **fields: Any) -> Message:
    """Fill in the form of one part of the sentence."""
    found = ids(message)
    custom_id = next(each for each in found if ":rulepart:" in each and each.split("@")[0].endswith(f":{part}"))
    form = await (await studio.person("ines").click(message, custom_id)).done()
    before = len(message.versions)
    await (await studio.person("ines").submit(form, **fields)).done()
    await studio.until(lambda: len(message.versions) > before)
    return message


async def test_a_limit_is_written_held_and_named(studio: Studio) -> None:
    artists = studio.fake_discord.role("Artists")
    shown = await panel(studio)
    await turned(studio, shown, "ruleadd")
    await turned(studio, shown, "rulewho", "role")
    await turned(studio, shown, "rulerole", artists)
    assert f"<@&{artists.id}> …" in shown.text and "Nothing is saved yet" in shown.text
    wrong = await written(studio, shown, "1", credits="1000000000000", period=["86400"], counted=["*"])
    assert "from 0 to 1,000,000" in wrong.text and "Nothing was saved" in wrong.text
    await written(studio, shown, "1", credits="1", period=["86400"], counted=["*"])
    assert f"<@&{artists.id}>: 1 🍌 a day" in shown.text
    assert "⬇️ One member with" in shown.text
    await turned(studio, shown, "rulesave")
    assert f"Saved: <@&{artists.id}>: 1 🍌 a day" in shown.text
    refused = await studio.order(count=2, by="lena")
    assert refused.ephemeral and f"<@&{artists.id}>: 1 🍌 a day" in refused.message.text
    assert "this costs 2" in refused.message.text and studio.orders == 0
    assert not (await studio.order(count=2, by="mara")).ephemeral, "who hasn't the role has what everybody has"

    await turned(studio, shown, "ruleadd")
    await turned(studio, shown, "rulewho", "role")
    await turned(studio, shown, "rulerole", artists)
    await written(studio, shown, "1", credits="9", period=["86400"], counted=["*"])
    assert "a limit like this already" in shown.text and "Save" not in [b.get("label") for b in shown.buttons]


async def test_a_limit_is_changed_and_removed_and_what_changed_meanwhile_is_not_touched(studio: Studio) -> None:
    guild_id, configs = studio.person().home.id, studio.client.services.guild_configs
    artists = studio.fake_discord.role("Artists")

    async def rules() -> tuple[Rule, ...]:
        return tuple((await configs.of(guild_id)).rules.all)

    async def said(*rules: Rule) -> None:
        await configs.change(guild_id, await configs.of(guild_id), by_user=1, rules=Rules(all=rules))

    first, everybody = Rule(scope=Who.ROLE, target_id=artists.id, credits=5), Rule(scope=Who.EVERYBODY, credits=9)
    await said(first, everybody)
    shown = await panel(studio)
    await turned(studio, shown, "rulepick", str(mark_of(first)))
    await turned(studio, shown, "rulechange")
    await written(studio, shown, "1", credits="3", period=["86400"], counted=["*"])
    await turned(studio, shown, "rulesave")
    changed = replace(first, credits=3)
    assert "3 🍌 a day" in shown.text and set(await rules()) == {everybody, changed}

    await turned(studio, shown, "rulepick", str(mark_of(changed)))
    await said(everybody, others := replace(first, credits=4))
    late = await pressed(studio, shown, "ruledrop")
    assert late.ephemeral and "Somebody else has just changed this" in late.message.text
    late = await pressed(studio, shown, "rulechange")
    assert "Somebody else has just changed this" in late.message.text
    assert await rules() == (everybody, others), "what the other moderator said stays"
    await turned(studio, shown, "rules")
    await turned(studio, shown, "rulepick", str(mark_of(others)))
    await turned(studio, shown, "ruledrop")
    assert f"Removed: <@&{artists.id}>: 4 🍌 a day" in shown.text and await rules() == (everybody,)

    await turned(studio, shown, "ruleadd")
    await turned(studio, shown, "rulewho", "role")
    await turned(studio, shown, "rulerole", artists)
    await written(studio, shown, "1", credits="1", period=["86400"], counted=["*"])
    studio.fake_discord.remove_role("Artists")
    await studio.until(lambda: studio.client.get_guild(guild_id).get_role(artists.id) is None)
    late = await pressed(studio, shown, "rulesave")
    assert late.ephemeral and "isn't on this server (any more)" in late.message.text
    assert await rules() == (everybody,), "it never becomes everybody's"
