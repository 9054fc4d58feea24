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
    open_places = ", ".join(place(studio, name) for name in ("studio", "general", "memes"))
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
    more = await studio.press(opened.message, "setupmore", by="ines")
    assert "More to set up" in more.message.text and more.message.id == opened.message.id
    await studio.press(more.message, "setup", by="ines")
    await studio.until(lambda: "Everyone can draw" in more.message.text)
