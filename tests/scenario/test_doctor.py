"""`doctor` beside the bot and without it, against both stand-ins: each failure is named, and what to do about it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.cli import doctor
from bot.cli.demo_stack import TOKEN, demo_settings
from bot.domain.findings import Finding, Health
from bot.domain.guild_log import LogRoutes
from bot.domain.limits import DAY_MS
from bot.domain.pauses import Pause
from bot.domain.words import WordLists
from bot.runtime.clock import Clock
from bot.simulators.discord.models import FORUM, TEXT

Studio = Any


async def examine(studio: Studio, *, clock: Clock | None = None, **settings: object) -> dict[str, list[Finding]]:
    """Return the findings by part."""
    known = {"higgsfield_base_url": studio.vendor.url, "bot_discord_url": studio.fake_discord.url, "bot_min_free_mb": 1}
    said = await doctor.examine(demo_settings(**{**known, "bot_data_dir": studio.folder, **settings}), clock or Clock())
    parts: dict[str, list[Finding]] = {}
    for each in said:
        parts.setdefault(each.part, []).append(each)
    return parts


def wrong(found: dict[str, list[Finding]]) -> dict[str, str]:
    """What is not fine, with its first sentence."""
    return {part: each.said for part, said in found.items() for each in said if each.health is not Health.FINE}


async def test_a_well_bot_is_found_well_and_nothing_is_ordered(studio: Studio) -> None:
    await studio.finish()
    found = await examine(studio)
    assert wrong(found) == {"backup": "None was ever made of this folder."}
    assert found["bot"][0].said == "It is running." and "1 order, 1 🍌 charged" in found["database"][0].said
    assert "all rights in 1 channel of 1 server" in found["channels"][0].said
    assert found["Discord token"][0].said == "Discord accepts it: this is banana."
    assert len(studio.vendor.requests) == 1 and studio.orders == 1
    await studio.finish()


async def test_before_the_first_start_nothing_is_broken(studio: Studio) -> None:
    studio.fake_discord.commands.put(None, [])
    found = await examine(studio, bot_data_dir=studio.folder / "none")
    unfinished = {part for part, said in found.items() for each in said if each.health is Health.WARNING}
    assert unfinished == set(wrong(found)) == {"database", "commands"}
    assert all(each.mend.startswith("Start the bot: it ") for part in unfinished for each in found[part])


async def test_what_is_wrong_at_discord_is_named(studio: Studio) -> None:
    await studio.finish()
    home = studio.fake_discord.state
    home.named("studio").denied |= {"ATTACH_FILES"}
    studio.fake_discord.commands.put(None, [])
    found = await examine(studio)
    (channel,) = found["channels"]
    assert "#studio" in channel.said and channel.said.endswith("lacks: Attach Files.") and "Permissions" in channel.mend
    assert "lacks /banana" in found["commands"][0].said and "Restart the bot" in found["commands"][0].mend
    found = await examine(studio, discord_token="not-the-token-of-anybody")
    assert found["Discord token"][0].said == "Discord refuses it." and "channels" not in found
    found = await examine(studio, bot_discord_url="http://127.0.0.1:9")
    assert found["Discord token"][0].said.startswith("Discord can't be reached")
    assert (await examine(studio, discord_token=""))["Discord token"][0].said == "It is not set."


@pytest.mark.parametrize("kind", [TEXT, FORUM], ids=["thread", "post"])
async def test_a_right_is_named_that_threads_and_posts_need(studio: Studio, kind: int) -> None:
    discord = studio.fake_discord
    discord.add_channel("ideas", kind)
    discord.add_thread("a boat", parent="ideas")
    await studio.finish(channel="a boat")
    discord.archive("a boat")
    assert "all rights in 1 channel of 1 server" in (await examine(studio))["channels"][0].said
    discord.deny("ideas", "SEND_MESSAGES_IN_THREADS")
    (found,) = (await examine(studio))["channels"]
    assert found.said.endswith("In #ideas on Banana Grove the bot lacks: Send Messages in Threads.")
    assert found.health is Health.BROKEN and "Edit Channel, then Permissions" in found.mend


async def test_threads_are_named_in_which_members_can_order_and_the_bot_cannot_answer(studio: Studio) -> None:
    await studio.finish()
    studio.fake_discord.deny("studio", "SEND_MESSAGES_IN_THREADS")
    (found,) = (await examine(studio))["channels"]
    assert found.said.startswith("In threads of #studio") and "Send Messages in Threads" in found.said
    assert found.health is Health.WARNING and "Edit Channel, then Permissions" in found.mend
    studio.fake_discord.deny_role("@everyone", "studio", "SEND_MESSAGES_IN_THREADS")
    assert (await examine(studio))["channels"][0].health is Health.FINE, "nobody writes in them"


async def test_in_threads_alone_writing_in_the_channel_is_not_asked_for(studio: Studio) -> None:
    studio.fake_discord.add_thread("inside")
    studio.fake_discord.deny("studio", "SEND_MESSAGES")
    await studio.finish(channel="inside")
    assert "all rights in 1 channel" in (await examine(studio))["channels"][0].said


async def test_what_is_wrong_at_higgsfield_is_named(studio: Studio) -> None:
    studio.terms(pro=False)
    found = await examine(studio)
    assert "Nano Banana Pro is not on the account" in wrong(found)["/banana-pro"]
    assert found["/banana"][0].health is Health.FINE and found["Higgsfield key"][0].health is Health.FINE
    found = await examine(studio, higgsfield_api_key_secret="another-secret")
    assert found["Higgsfield key"][0].said == "Higgsfield refuses it." and "/banana" not in found
    found = await examine(studio, higgsfield_base_url="http://127.0.0.1:9")
    assert found["Higgsfield key"][0].said.startswith("Higgsfield did not answer")


async def test_what_is_wrong_in_the_folder_and_on_the_machine_is_named(studio: Studio) -> None:
    studio.terms(credits=0.0)
    await studio.finish()
    long_ago = studio.clock.now() - 31 * DAY_MS
    await studio.client.services.store.open_incident("cap_reached", detail="", now=long_ago)
    await studio.stop()
    far = Clock(wall=lambda: Clock().now() * 1_000_000 + 86_400 * 10**9)
    found = await examine(studio, clock=far, bot_min_free_mb=10**8, bot_daily_credits=0)
    said = wrong(found)
    assert said["bot"] == "It is not running." and "New orders are refused" in said["disk"]
    assert said["clock"] == "This machine's is 24 h fast." and "account is empty" in said["orders"]
    assert "cap" not in said["orders"], "one that was used up a month ago stops nothing"
    assert "0 of 0 🍌" in said["credits"]
    (damaged := studio.folder / "damaged").mkdir()
    (damaged / "bot.sqlite3").write_bytes(b"not a database" * 1000)
    assert "restore" in (await examine(studio, bot_data_dir=damaged))["database"][0].mend
    found = await examine(studio, bot_data_dir=studio.folder / "none")
    assert "There is none in" in found["database"][0].said and not (studio.folder / "none").exists()


async def test_its_lines_its_json_and_its_exit_code_hold_no_secret(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "a-secret-that-nobody-may-see"
    findings = [each for said in (await examine(studio, higgsfield_api_key_secret=secret)).values() for each in said]
    text = "\n".join(doctor.lines(findings)) + json.dumps([vars(each) for each in findings]) + capsys.readouterr().err
    assert "✗ Higgsfield key" in text and "→ Make one in Higgsfield's console" in text and "1 problem" in text
    assert secret not in text and TOKEN not in text


async def test_a_moderator_is_told_what_they_can_mend(studio: Studio) -> None:
    async def asked(by: str = "ines") -> str:
        call = await (await studio.person(by).slash("doctor")).done()
        assert call.ephemeral
        await studio.until(lambda: call.message and call.message.text)
        return str(call.message.text)

    assert "All is well" in (said := await asked()) and "Integrations" in said
    guild_id = studio.person().home.id
    store = studio.client.services.store
    gone = {"log": LogRoutes(money=77), "words": WordLists(stricter=(78,))}
    config = await studio.client.services.guild_configs.of(guild_id)
    await studio.client.services.guild_configs.change(guild_id, config, by_user=1, **gone)
    await store.pauses.begin(Pause(guild_id=guild_id, by_user=1, reason="", since=0))
    studio.fake_discord.state.named("studio").denied |= {"ATTACH_FILES"}
    studio.fake_discord.permit(True, to=studio.person("jonas"), command="doctor")
    said = await asked()
    assert "A log channel has been deleted" in said and "Words or spoilers are set for a channel" in said
    assert "<@1> paused drawing" in said and "All is well" not in said
    assert "Manage Server" in await asked("jonas")


async def test_a_moderator_is_told_of_rights_that_threads_and_the_log_need(studio: Studio) -> None:
    async def asked() -> str:
        call = await (await studio.person("ines").slash("doctor")).done()
        await studio.until(lambda: call.message and call.message.text)
        return str(call.message.text)

    discord, guild_id = studio.fake_discord, studio.person().home.id
    thread = discord.add_thread("inside", parent="general")
    configs = studio.client.services.guild_configs
    await configs.change(guild_id, await configs.of(guild_id), by_user=1, log=LogRoutes(money=thread.id))
    rules, ideas = discord.add_channel("rules"), discord.add_channel("ideas", FORUM)
    for name in ("rules", "ideas"):  # members who may open no posts write in those of others
        discord.deny_role("@everyone", name, "SEND_MESSAGES")
        discord.deny_role("Moderators", name, "SEND_MESSAGES")
    assert "All is well" in await asked()
    for name in ("studio", "rules", "ideas"):
        discord.deny(name, "SEND_MESSAGES_IN_THREADS")
    said = await asked()
    studio_id = discord.state.named("studio").id
    assert f"In <#{studio_id}>, <#{rules.id}> and <#{ideas.id}> I can't send messages in threads or posts" in said
    discord.deny("general", "READ_MESSAGE_HISTORY")
    assert f"In the log channel <#{thread.id}> I can't read the message history" in await asked()
