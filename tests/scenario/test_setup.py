"""/setup tells a moderator what really holds: what Discord's own pages say, and what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulators.discord import Message
from bot.simulators.discord.modals import BadInput

Studio = Any


async def panel(studio: Studio, by: str = "ines", **options: Any) -> Message:
    call = await (await studio.person(by).slash("setup", **options)).done()
    assert call.ephemeral
    return await studio.until(lambda: call.message if call.message.text else None)


def place(studio: Studio, name: str) -> str:
    return f"<#{studio.fake_discord.state.named(name).id}>"


async def test_the_panel_says_who_can_draw_where_and_what_is_missing(studio: Studio) -> None:
    discord = studio.fake_discord
    discord.deny("memes", "ATTACH_FILES")
    moderators = f"<@&{discord.role('Moderators').id}>"
    shown = (await panel(studio)).text
    open_places = ", ".join(place(studio, name) for name in ("studio", "general"))
    assert f"Everyone can draw in {open_places} and {place(studio, 'after-dark')}." in shown
    assert f"Only {moderators} can draw in {place(studio, 'mod-log')}." in shown
    assert "Server settings → Integrations → Banana" in shown
    assert f"In {place(studio, 'memes')} I can't attach files: Channel settings → Permissions → Attach Files" in shown
    discord.allow("memes", "ATTACH_FILES")
    discord.permit(False, to="everyone")
    discord.permit(True, to=discord.role("Artists"), command="banana-pro")
    discord.permit(False, to=studio.person("noah"))
    shown = (await panel(studio, by="sam")).text  # whom no override keeps out
    assert "With `/banana`:" in shown and "can't attach files" not in shown
    assert "With `/banana-pro`:" in shown and f"Only <@&{discord.role('Artists').id}> can draw in" in shown
    assert f"Not allowed, by name: <@{studio.person('noah').id}>" in shown


async def test_it_is_for_those_who_manage_the_server_and_opens_from_help(studio: Studio) -> None:
    with pytest.raises(BadInput):
        await studio.person("mara").slash("setup")
    call = await (await studio.person("ines").slash("help")).done()
    card = await studio.until(lambda: call.message if call.message.text else None)
    opened = await studio.press(card, "setupopen", by="ines", locale="fr")
    await studio.until(lambda: "Tout le monde peut dessiner" in opened.message.text)
    assert "More to set up" in (await page(studio, opened.message, "setupmore")).text
    assert "Everyone can draw" in (await page(studio, opened.message, "setup")).text


async def page(studio: Studio, message: Message, verb: str, **options: Any) -> Message:
    return await turned(studio, message, verb, by="ines", **options)


async def turned(studio: Studio, message: Message, verb: str, **options: Any) -> Message:
    """Press a button, and wait for the page that takes the place of the one before."""
    before = len(message.versions)
    await studio.press(message, verb, **options)
    await studio.until(lambda: len(message.versions) > before)
    return message


async def test_what_is_set_can_be_taken_back_step_by_step(studio: Studio) -> None:
    ines, discord = studio.person("ines"), studio.fake_discord
    shown = await page(studio, await panel(studio), "setupmore")
    shown = await page(studio, shown, "cards")
    assert "Pictures aren't covered anywhere" in shown.text
    discord.deny("memes", "ATTACH_FILES")
    stale = next(part["custom_id"] for part in _menus(shown) if "cardlanguage" in part["custom_id"])
    await (
        await ines.click(shown, label="Channels where pictures come covered", values=[discord.state.named("memes")])
    ).done()
    assert f"Pictures come covered in {place(studio, 'memes')}." in shown.text
    assert "I can't attach files" in shown.text, "what is missing there is said at once"
    again = await (await ines.click(shown, label="Language of the cards", values=["fr"])).done()
    assert "Cards are in French." in again.message.text
    assert stale not in str(shown.components), "what a moderator saw is in the id"
    data = {"custom_id": stale, "component_type": 3, "values": ["en"]}
    late = await (await ines.raw(3, data, source=shown)).done()
    assert "Somebody else has just changed this" in late.message.text
    discord.allow("memes", "ATTACH_FILES")
    call = await studio.order("a cat", channel="memes")
    await studio.until(lambda: ":more:" in str(call.message.buttons))
    assert all(picture["spoiler"] for picture in call.message.media)
    assert "Modifier" in [button["label"] for button in call.message.buttons], "the card speaks French"
    changes = await page(studio, await page(studio, again.message, "setupmore"), "changes")
    assert "➕ Cards are in French." in changes.text and f"<@{ines.id}>" in changes.text
    undone = await page(studio, changes, "undochange")
    assert "taken back by" in undone.text
    labels = [button["label"] for button in undone.buttons]
    assert labels.count("Undo: Language and spoilers") == 1, "the change below can go, too"
    assert "Bring back: Language and spoilers" in labels


def _menus(message: Message) -> list[dict[str, Any]]:
    from bot.simulators.discord import components

    return [part for part in components.walk(message.components) if part["type"] in components.SELECTS]


async def test_a_profile_is_looked_at_before_it_holds(studio: Studio) -> None:
    shown = await page(studio, await page(studio, await panel(studio), "setupmore"), "profiles")
    school = next(button["custom_id"] for button in shown.buttons if button["label"] == "School and young people")
    await (await studio.person("ines").click(shown, school)).done()
    assert "➕ Everyone: 6 🍌 a day" in shown.text and "**Privacy**" in shown.text
    assert not studio.query("SELECT * FROM guild_setting")
    done = await page(studio, shown, "applyprofile")
    assert "✅ Saved." in done.text
    kept = {row["section"] for row in studio.query("SELECT section FROM guild_setting")}
    assert kept == {"rules", "strikes", "privacy"}


async def test_settings_move_to_another_server_question_by_question(studio: Studio) -> None:
    ines, discord = studio.person("ines"), studio.fake_discord
    shown = await page(studio, await panel(studio), "setupmore")
    shown = await page(studio, shown, "cards")
    await (
        await ines.click(shown, label="Channels where pictures come covered", values=[discord.state.named("memes")])
    ).done()
    exported = await studio.press(await page(studio, shown, "setupmore"), "setupexport", by="ines")
    file = exported.message.attachments[0]
    other = discord.add_guild("Elsewhere", channels=("studio", "Memes"))
    olga = discord.add_person("olga", role="moderator", guild=other)
    await studio.until(lambda: studio.client.get_guild(other.id))
    there = await (await olga.slash("setup")).done()
    await studio.until(lambda: there.message.text)
    form = await studio.press(await turned(studio, there.message, "setupmore", by="olga"), "setupimport", by="olga")
    bad = await (await olga.submit(form, file=[("settings.json", b"{}")])).done()
    assert "I can't read this file" in bad.message.text
    asked = await (await olga.submit(form, file=[("settings.json", file.data)])).done()
    assert "Question 1 of 1" in asked.message.text and "**memes**" in asked.message.text
    shown = (await studio.press(asked.message, "importuse", by="olga")).message
    memes = discord.state.named("Memes", other)
    assert f"➕ Pictures come covered in <#{memes.id}>." in shown.text
    assert not studio.query(f"SELECT * FROM guild_setting WHERE guild_id = {other.id}")
    done = (await studio.press(shown, "importapply", by="olga")).message
    assert "✅ Saved" in done.text
    (kept,) = studio.query(f"SELECT body FROM guild_setting WHERE guild_id = {other.id}")
    assert str(memes.id) in kept["body"]
