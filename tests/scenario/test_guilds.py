"""Servers that strangers invite the bot to: the host hears of them, and they share a part of the cap."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cli import guild as command
from bot.cli import main
from bot.settings import load

Studio = Any
CAPS = {"bot_daily_credits": 40, "bot_user_credits": 40, "bot_user_daily_credits": 40}


def told(studio: Studio) -> list[str]:
    """Return what the host was told in private."""
    return [message.text for message in studio.person("sam").dm()]


def invite(studio: Studio, name: str = "Raiders") -> Any:
    guild = studio.fake_discord.add_guild(name)
    studio.fake_discord.add_person(name.lower(), guild=guild)
    return guild


async def decide(studio: Studio, action: str, guild_id: int | None = None) -> str:
    """Run `python -m bot guild …` beside the bot that runs."""
    settings = load(bot_data_dir=studio.folder)
    return "\n".join(await command.lines(settings, action, guild_id))


async def test_a_strangers_server_is_told_and_held_to_a_share_until_the_host_trusts_it(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(**CAPS)
    await studio.finish(count=4)
    guild = invite(studio, "Raiders *of* all")
    await studio.until(lambda: told(studio))
    (said,) = told(studio)
    assert "I was added to a server that you haven't told me about." in said and str(guild.id) in said
    assert r"Raiders \*of\* all" in said and "2 members" in said and "4 of your 40 🍌" in said
    assert f"python -m bot guild trust {guild.id}" in said and "BOT_GUILDS" in said and "Public Bot" in said
    stranger = {"by": "raiders *of* all"}
    await studio.finish(count=4, **stranger)
    refused = await studio.order(count=1, **stranger)
    assert refused.ephemeral
    assert "people I don't know yet share 4 🍌, with 0 left" in refused.message.text
    assert (
        "(I've told the bot's owner, who can lift this limit); this costs 1. There will be enough <t:"
        in refused.message.text
    )
    assert "4 of 4 🍌 used in the last 24 hours by all servers and people" in await studio.quota(**stranger)
    await studio.finish(count=4)
    assert "no restart is needed" in await decide(studio, "trust", guild.id)
    await studio.finish(count=4, **stranger)
    assert f"{guild.id}  yes      2        Raiders *of* all" in await decide(studio, "list")
    await decide(studio, "distrust", guild.id)
    assert (await studio.order(**stranger)).ephemeral
    assert len(told(studio)) == 1


async def test_servers_that_it_joined_while_it_was_off_are_found_at_the_start(studio: Studio) -> None:
    await studio.until(lambda: studio.query("SELECT 1 FROM guild"))
    await studio.stop()
    for number in range(3):
        invite(studio, f"Server{number}")
    await studio.start()
    await studio.until(lambda: told(studio))
    assert "I was added to 3 servers" in told(studio)[0], "one message for them all"
    await studio.restart()
    await studio.finish()
    assert len(told(studio)) == 1


async def test_the_five_line_setup_and_an_upgrade_work_as_before(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(**CAPS)
    await studio.finish(count=4)
    await studio.finish(count=4)
    await studio.finish(count=4, channel="dm")
    assert told(studio) == []


async def test_a_direct_message_of_somebody_unknown_counts_in_the_share(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(**CAPS)
    await studio.until(lambda: studio.query("SELECT 1 FROM guild"))
    await studio.finish(count=4, channel="dm")
    assert (await studio.order(channel="dm", by="jonas")).ephemeral
    await studio.finish(by="jonas")
    await studio.finish(channel="dm", by="jonas", count=4)


async def test_a_server_that_removes_the_bot_and_invites_it_again_is_the_same_one(studio: Studio) -> None:
    guild = invite(studio)
    await studio.until(lambda: told(studio))
    studio.fake_discord.kick_bot(guild)
    await studio.until(lambda: studio.query("SELECT 1 FROM guild WHERE left_at IS NOT NULL"))
    assert "Raiders (left)" in await decide(studio, "list")
    await studio.restart()
    assert len(told(studio)) == 1


async def test_where_the_settings_name_the_servers_others_order_nothing_and_are_not_told(
    closed_studio: Studio,
) -> None:
    studio = closed_studio
    home = studio.person().home.id
    invite(studio)
    await studio.start(**CAPS, bot_guilds=str(home))
    await studio.until(lambda: studio.query("SELECT 1 FROM guild"))
    await studio.finish(count=4)
    refused = await studio.order(by="raiders")
    assert "only works on its owner's servers" in refused.message.text and told(studio) == []


@pytest.mark.parametrize("arguments", [("trust",), ("list", 7)])
def test_a_wrong_use_is_told(arguments: tuple[Any, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["guild", *map(str, arguments)])
    assert "guild" in capsys.readouterr().err


async def test_a_server_that_the_bot_joins_is_told_once_how_to_set_it_up(studio: Studio) -> None:
    discord = studio.fake_discord
    before = discord.messages("general")
    await studio.until(lambda: studio.query("SELECT 1 FROM guild"))
    joined = discord.add_guild("Grotte", locale="fr", system="general")
    discord.add_guild("Quiet")
    (greeting,) = await studio.until(lambda: discord.messages("Grotte/general"))
    assert "`/setup`" in greeting.text and "Pour la modération" in greeting.text
    greeted = "SELECT 1 FROM guild WHERE name = 'Quiet' AND greeted_at NOT NULL"
    await studio.until(lambda: studio.query(greeted))
    await studio.restart()
    discord.kick_bot(joined)
    await studio.until(lambda: studio.client.get_guild(joined.id) is None)
    discord.invite_bot(joined)
    await studio.until(lambda: studio.query(f"SELECT 1 FROM guild WHERE id = {joined.id} AND left_at IS NULL"))
    assert len(discord.messages("Grotte/general")) == 1, "once, whatever comes after"
    assert discord.messages("general") == before, "a server that it was on before is told nothing"
    assert not [message for message in studio.person("sam").dm() if "/setup" in message.text]
