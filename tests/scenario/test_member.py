"""What moderators do about a member: seen in one private panel, told to the member alone, and of this server only."""

from __future__ import annotations

from typing import Any

from bot.domain.guild_log import LogRoutes
from bot.simulators.discord import components

Studio = Any
Message = Any
Call = Any


async def member(studio: Studio, name: str = "mara", *, by: str = "ines") -> Call:
    """Open a member's panel and wait until it is there."""
    return await opened(studio, await studio.person(by).menu("Member", studio.person(name)))


async def opened(studio: Studio, call: Call) -> Call:
    await call.done()
    await studio.until(lambda: call.message and call.message.text)
    return call


async def fill(studio: Studio, panel: Message, verb: str, *, by: str = "ines", **fields: Any) -> Call:
    """Press a button that opens a form, and send it."""
    form = await studio.press(panel, verb, by=by)
    assert form.modal, form.message and form.message.text
    return await (await studio.person(by).submit(form, **fields)).done()


def verbs(message: Message) -> list[str]:
    return [str(button["custom_id"]).split(":")[1] for button in message.buttons]


async def test_a_blocked_member_is_told_in_private_how_long_and_why_until_it_is_lifted(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    panel = (await member(studio)).message
    assert panel.ephemeral_for == studio.person("ines").id and "Not blocked." in panel.text
    assert "**1 🍌** in the last 24 hours" in panel.text and "What holds for them" in panel.text
    assert verbs(panel) == ["give", "block", "reset"]
    await fill(studio, panel, "block", span="1 day", written="7 days", reason="too *many* cats")
    await studio.says(panel, "They're told at their next try.")
    assert "ends <t:" in panel.text
    assert verbs(panel) == ["give", "block", "lift", "reset"]
    refused = await studio.order("a dog")
    assert refused.ephemeral and "A moderator has blocked you" in refused.message.text
    assert r"“too \*many\* cats”" in refused.message.text and "Nothing was charged." in refused.message.text
    assert "blocked you from drawing" in (await studio.press(card, "again")).message.text, "a press orders, too"
    assert "blocked you here" in await studio.quota()
    assert studio.orders == 1
    await studio.press(panel, "lift", by="ines")
    await studio.says(panel, "The block is lifted")
    await studio.finish("a dog")
    acts = studio.query("SELECT kind, by_user, member_id FROM act ORDER BY id")
    assert [tuple(act) for act in acts] == [
        (kind, studio.person("ines").id, studio.person().id) for kind in ("block", "lift")
    ]


async def test_who_may_not_moderate_gets_a_sentence_and_nothing_changes(studio: Studio) -> None:
    for target, why in (("sam", "The server's owner can't be blocked."), ("ines", "below your own")):
        own = (await member(studio, target)).message
        call = await fill(studio, own, "block", span="1 day", written="", reason="")
        (told,) = await studio.until(lambda call=call: call.followups)
        assert told.ephemeral_for == studio.person("ines").id and why in told.text
    form = await studio.press((await member(studio)).message, "block", by="ines")
    odd = await (await studio.person("ines").submit(form, written="soon")).done()
    assert odd.ephemeral and "I can't read “soon”" in odd.message.text
    assert studio.query("SELECT * FROM block") == [] and studio.query("SELECT * FROM act") == []


async def blocks_panel(studio: Studio, *, by: str = "ines") -> Message:
    """Open /setup, and from there blocks and strikes."""
    setup = await opened(studio, await studio.person(by).slash("setup"))
    for verb in ("setupmore", "blocks"):
        await studio.press(setup.message, verb, by=by)
        await studio.until(lambda verb=verb: verb not in verbs(setup.message))
    return setup.message


async def test_strikes_are_off_until_switched_on_and_then_a_break_that_a_moderator_ends(studio: Studio) -> None:
    _, card = await studio.finish()
    await studio.finish("a rude cat [refused]")
    panel = await blocks_panel(studio)
    assert "Strikes are off" in panel.text and "Nobody is blocked." in panel.text
    await fill(studio, panel, "strikes", count="2")
    await studio.says(panel, "Strikes: 2 refused orders within 24 hours stop a member from drawing for one hour.")
    await studio.finish("a rude cat [refused]")
    assert "Strikes: 1 of 2" in await studio.quota(), "what was refused before counts for nothing"
    await studio.finish("a rude dog [refused]")
    refused = await studio.order("a nice dog")
    assert refused.ephemeral and "2 of your orders were refused for what they asked" in refused.message.text
    assert "this server gives you a break" in (await studio.press(card, "again")).message.text
    await studio.finish("a nice dog", channel="dm")
    about = (await member(studio)).message
    assert "They can draw again" in about.text
    await studio.press(about, "unstrike", by="ines")
    await studio.says(about, "✅ 2 strikes are lifted.")
    await studio.finish("a nice dog")


async def test_a_blocked_role_holds_whoever_has_it_and_says_when_it_is_gone(studio: Studio) -> None:
    discord, artists = studio.fake_discord, studio.fake_discord.role("Artists")
    panel = await blocks_panel(studio)
    await fill(studio, panel, "blockrole", role=[artists.id], span="none", reason="")
    await studio.says(panel, "One role is blocked from drawing.")
    assert f"<@&{artists.id}>" in panel.text and "no end set" in panel.text
    refused = await studio.order(by="lena")
    assert f"everybody with the role <@&{artists.id}>" in refused.message.text
    assert "Blocked by the role" in (await member(studio, "lena")).message.text
    await studio.finish(by="mara")
    discord.remove_role(artists.name)
    await studio.finish(by="lena")
    gone = await blocks_panel(studio)
    assert "A blocked role was deleted in Discord. Its block holds nobody any more" in gone.text
    menu = next(part for part in components.walk(gone.components) if "pick-unblock" in str(part.get("custom_id")))
    await studio.person("ines").click(gone, menu["custom_id"], values=[menu["options"][0]["value"]])
    await studio.says(gone, "Nobody is blocked.")


async def test_a_moderator_sees_and_acts_on_their_own_server_alone(studio: Studio) -> None:
    discord = studio.fake_discord
    other = discord.add_guild("Other Grove")
    discord.add_person("olga", guild=other)
    await studio.finish("theirs", by="olga", channel="studio")
    panel = (await member(studio)).message
    forged = f"img1:lift:{studio.person('olga').id}"
    button = next(part for part in components.walk(panel.components) if ":reset:" in str(part.get("custom_id")))
    button["custom_id"] = forged
    call = await (await studio.person("ines").click(panel, forged)).done()
    (told,) = await studio.until(lambda: call.followups)
    assert "This person isn't on this server and never drew here." in told.text


async def test_gifts_and_resets_stand_in_the_log_and_leave_what_the_owner_counts(studio: Studio) -> None:
    await studio.finish()
    configs, guild_id = studio.client.services.guild_configs, next(iter(studio.fake_discord.state.guilds))
    log = studio.fake_discord.state.named("mod-log")
    await configs.change(guild_id, await configs.of(guild_id), by_user=1, log=LogRoutes(acts=log.id))
    panel = (await member(studio)).message
    await fill(studio, panel, "give", credits="5", note="for helping")
    await studio.says(panel, "5 🍌 given.")
    await studio.press(panel, "reset", by="ines")
    await studio.says(panel, "nobody gets past the owner's limits")
    await studio.press(panel, "reset", by="ines")
    await studio.says(panel, "count from zero again.")
    quota = await studio.quota()
    assert "0 of 45 🍌 used" in quota and "1 of 40 🍌 used" in quota and "1 of 200 🍌 used" in quota
    await studio.leap_until(lambda: log.messages, seconds=6)
    (told,) = [message.content for message in log.messages.values()]
    assert "ines gave mara 5 🍌, expires <t:" in told and "“for helping”" in told
    assert "ines reset the limits of mara (1 🍌 in the last 24 hours)" in told
    odd = await fill(studio, panel, "give", credits="10^12")
    (refused,) = await studio.until(lambda: odd.followups)
    assert "Write a whole number from 1 to 10000" in refused.text.replace(",", "")
    assert len(studio.query("SELECT * FROM quota_grant")) == 1
