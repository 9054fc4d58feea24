"""Whose picture another person draws with is said on the card, and each can say that nobody may."""

from __future__ import annotations

from typing import Any

from bot.domain.guild_privacy import GuildPrivacy

Studio = Any
EDIT, USE = "Edit this picture", "Use as input"


async def choose(studio: Studio, name: str, message: Any, *, by: str) -> Any:
    return await (await studio.person(by).menu(name, message)).done()


async def edit(studio: Studio, message: Any, *, by: str) -> Any:
    opened = await choose(studio, EDIT, message, by=by)
    return await (await studio.person(by).submit(opened, prompt="make it snow")).done()


async def protect(studio: Studio, *, by: str) -> None:
    panel = (await (await studio.person(by).slash("settings")).done()).message
    await studio.press(panel, "protect", by=by)
    await studio.until(lambda: "Protect my pictures: on" in [button["label"] for button in panel.buttons])


async def test_a_members_picture_is_named_on_the_card_and_protected_from_all_ways_to_use_it(
    studio: Studio, picture: bytes
) -> None:
    mara = f"<@{studio.person('mara').id}>"
    message = await studio.person("mara").say("look", files=[("house.png", picture)])
    used = await edit(studio, message, by="jonas")
    card = await studio.ended(used)
    assert f"from a picture by {mara}" in card.text
    own = await edit(studio, message, by="mara")
    assert "from a picture by" not in (await studio.ended(own)).text
    _, drawn = await studio.finish("a cat", by="mara")
    tray = await choose(studio, USE, drawn, by="jonas")

    await protect(studio, by="mara")
    booked = studio.orders
    for attempt in (
        await edit(studio, message, by="jonas"),
        await edit(studio, drawn, by="jonas"),
        await studio.press(card, "again", by="jonas"),
        await studio.press(card, "again", by="ines"),
    ):
        assert attempt.ephemeral and f"Nobody else may draw with the pictures of {mara}" in attempt.message.text
    opened = await studio.press(tray.message, "drawtray", by="jonas")
    drew = await (await studio.person("jonas").submit(opened, prompt="both")).done()
    assert drew.ephemeral and "Nobody else may" in drew.message.text
    assert studio.orders == booked and studio.posts == booked
    await studio.ended(await edit(studio, drawn, by="mara"))
    assert studio.orders == booked + 1, "their own they may use"


async def test_a_server_lets_nobody_draw_with_anothers_picture(studio: Studio, picture: bytes) -> None:
    configs, (guild_id,) = studio.client.services.guild_configs, studio.fake_discord.state.guilds
    await configs.change(guild_id, await configs.of(guild_id), by_user=1, privacy=GuildPrivacy(is_own_only=True))
    message = await studio.person("mara").say("look", files=[("house.png", picture)])
    refused = await edit(studio, message, by="jonas")
    assert refused.ephemeral and "with another member's picture" in refused.message.text and studio.orders == 0
    await studio.ended(await edit(studio, message, by="mara"))


async def test_deleting_everything_takes_a_members_pictures_out_of_others_orders(
    studio: Studio, picture: bytes
) -> None:
    message = await studio.person("mara").say("look", files=[("house.png", picture)])
    used = await edit(studio, message, by="jonas")
    card = await studio.ended(used)
    assert list((studio.folder / "images" / str(used.id)).glob("input*"))
    await studio.client.services.privacy.erase(studio.person("mara").id)
    await studio.until(lambda: not list((studio.folder / "images" / str(used.id)).glob("input*")))
    again = await studio.press(card, "again", by="jonas")
    assert again.ephemeral and studio.orders == 1 and not card.deleted
