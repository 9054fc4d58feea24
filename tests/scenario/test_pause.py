"""Ordering pauses, on a server or everywhere: new orders are told why and by whom, accepted ones go on."""

from __future__ import annotations

from typing import Any

from bot.cli import pause as pausing
from bot.cli import resume as resuming
from bot.domain.guild_log import LogRoutes
from bot.settings import load

Studio = Any


async def command(studio: Studio, name: str, *, by: str = "ines", **options: Any) -> Any:
    call = await (await studio.person(by).slash(name, **options)).done()
    assert call.ephemeral and call.message is not None
    return call.message.text


async def beside(studio: Studio, module: Any, *arguments: Any) -> str:
    """Run a command of the terminal beside the bot that runs."""
    return "\n".join(await module.lines(load(bot_data_dir=studio.folder), *arguments))


async def test_a_moderator_pauses_their_server_and_goes_on(studio: Studio) -> None:
    studio.terms(drawing_s=(600.0, 600.0))
    call = await studio.order()
    await studio.taken(call.message)
    configs, home = studio.client.services.guild_configs, studio.person().home.id
    place = studio.fake_discord.state.named("mod-log").id
    await configs.change(home, await configs.of(home), by_user=1, log=LogRoutes(settings=place))
    said = await command(studio, "pause", reason="cleaning *up*")
    assert "> <@" in said and r"“cleaning \*up\*”" in said and "/resume" in said
    refused = await studio.order(by="jonas")
    assert (
        refused.ephemeral and f"<@{studio.person('ines').id}> paused drawing on this server <t:" in refused.message.text
    )
    assert "Nothing was charged. It continues when a moderator uses /resume." in refused.message.text
    told = await studio.until(lambda: [m.text for m in studio.fake_discord.messages("mod-log") if "paused" in m.text])
    assert r"paused drawing: “cleaning \*up\*”" in told[-1]
    helped = await (await studio.person("jonas").slash("help")).done()
    await studio.until(lambda: helped.message and "paused drawing on this server" in helped.message.text)
    await studio.restart()
    assert (await studio.order(by="jonas")).ephemeral, "it survives a restart"
    studio.finish_drawing()
    await studio.ended(call)
    assert (await studio.press(call.message, "again")).ephemeral
    assert "Drawing continues on this server. It was paused <t:" in await command(studio, "resume")
    assert "isn't paused" in await command(studio, "resume")
    studio.terms(drawing_s=(0.02, 0.02))
    await studio.finish(by="jonas")


async def test_the_owner_pauses_the_whole_bot_or_one_server_beside_it(studio: Studio) -> None:
    await studio.until(lambda: studio.query("SELECT 1 FROM guild"))
    home = studio.person().home.id
    assert "takes no new orders" in await beside(studio, pausing, None, "the bill")
    for channel in ({}, {"channel": "dm"}):
        refused = await studio.order(**channel)
        assert "The bot's owner paused drawing <t:" in refused.message.text and "“the bill”" in refused.message.text
    assert "The bot's owner paused drawing <t:" in await command(studio, "resume"), "a moderator can't end that"
    assert f"({home}) takes no new orders" in await beside(studio, pausing, home)
    said = await beside(studio, resuming)
    assert "The bot takes orders again." in said and f"Server {home} is still paused" in said
    await studio.finish(channel="dm")
    assert "The bot's owner paused drawing on this server" in (await studio.order()).message.text
    assert "takes orders again." in await beside(studio, resuming, home)
    await studio.finish()
    assert "was not paused" in await beside(studio, resuming, home)


async def test_members_can_not_pause_though_the_server_lets_them_use_the_command(studio: Studio) -> None:
    for name in ("pause", "resume"):
        studio.fake_discord.permit(True, to=studio.person("jonas"), command=name)
    assert "Manage Server" in await command(studio, "pause", by="jonas")
    assert "Manage Server" in await command(studio, "resume", by="jonas")
    await studio.finish()


async def test_the_panel_says_that_it_is_paused_and_has_a_button_for_it(studio: Studio) -> None:
    async def panel() -> Any:
        call = await (await studio.person("ines").slash("setup")).done()
        return await studio.until(lambda: call.message and call.message.buttons and call.message)

    more = (await studio.press(await panel(), "setupmore", by="ines")).message
    await studio.until(lambda: any(":pause:" in str(button["custom_id"]) for button in more.buttons))
    page = (await studio.press(more, "pause", by="ines")).message
    assert "Drawing isn't paused on this server." in page.text  # a look at it pauses nothing
    page = (await studio.press(page, "pausebegin", by="ines")).message
    assert "Drawing is paused" in page.text and "setupmore" in str(page.buttons[-1]["custom_id"])
    assert "paused drawing on this server <t:" in (await panel()).text
    assert "Drawing continues" in (await studio.press(page, "pauseend", by="ines")).message.text
