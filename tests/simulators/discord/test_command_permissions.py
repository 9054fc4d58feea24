"""What a guild sets on its Integrations page: who may use which command, and where."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulators.discord import FakeDiscord
from bot.simulators.discord.modals import BadInput

JSON = dict[str, Any]
Wire = Any


def put(fake_discord: FakeDiscord, **more: Any) -> None:
    option = {"name": "prompt", "description": "What", "type": 3, "required": True}
    listed = [{"name": name, "description": "Draw", "options": [option], **more} for name in ("banana", "banana-pro")]
    fake_discord.commands.put(None, listed)


async def may(fake_discord: FakeDiscord, name: str, command: str = "banana", channel: str = "studio") -> bool:
    try:
        await fake_discord.person(name).slash(command, prompt="a cat", channel=channel)
    except BadInput:
        return False
    return True


async def test_a_role_or_a_member_overrides_everyone(fake_discord: FakeDiscord) -> None:
    put(fake_discord)
    fake_discord.permit(False, to="everyone")
    assert [await may(fake_discord, name) for name in ("mara", "ines", "sam")] == [False, False, True], "sam is admin"
    fake_discord.permit(True, to="moderators")
    assert [await may(fake_discord, name) for name in ("mara", "ines")] == [False, True]
    fake_discord.permit(False, to=fake_discord.person("ines"))
    fake_discord.permit(True, to=fake_discord.person("mara"))
    assert [await may(fake_discord, name) for name in ("mara", "ines")] == [True, False]
    fake_discord.permit(None, to="everyone")
    assert await may(fake_discord, "jonas")


async def test_a_commands_own_word_stands_above_the_applications(fake_discord: FakeDiscord) -> None:
    put(fake_discord)
    fake_discord.permit(False, to="everyone", command="banana-pro")
    assert await may(fake_discord, "mara") and not await may(fake_discord, "mara", "banana-pro")
    fake_discord.permit(False, to="everyone")
    fake_discord.permit(True, to="everyone", command="banana-pro")
    assert not await may(fake_discord, "mara") and await may(fake_discord, "mara", "banana-pro")


async def test_a_channel_overrides_all_channels_for_its_threads_too(fake_discord: FakeDiscord) -> None:
    put(fake_discord)
    studio = fake_discord.state.named("studio")
    fake_discord.add_thread("inside")
    fake_discord.permit(False)
    fake_discord.permit(True, to=studio)
    assert [await may(fake_discord, "mara", channel=place) for place in ("studio", "inside", "general")] == [
        True,
        True,
        False,
    ]
    assert await may(fake_discord, "mara", channel="dm"), "direct messages are no guild's"


async def test_the_default_holds_for_everyone_until_a_role_is_let_in(fake_discord: FakeDiscord) -> None:
    put(fake_discord, default_member_permissions="0")
    fake_discord.permit(True, to="everyone")
    assert not await may(fake_discord, "mara") and await may(fake_discord, "sam")
    fake_discord.permit(True, to="moderators")
    assert await may(fake_discord, "ines")


@pytest.mark.parametrize("right", ["USE_APPLICATION_COMMANDS", "SEND_MESSAGES"])
async def test_who_may_not_write_or_use_commands_is_offered_none(fake_discord: FakeDiscord, right: str) -> None:
    put(fake_discord)
    fake_discord.deny_member("mara", "studio", right)
    assert not await may(fake_discord, "mara") and await may(fake_discord, "mara", channel="general")


async def test_a_bot_reads_them_and_may_not_write_them(fake_discord: FakeDiscord, wire: Wire) -> None:
    put(fake_discord)
    guild, app = next(iter(fake_discord.state.guilds)), fake_discord.state.bot.id
    path = f"/applications/{app}/guilds/{guild}/commands"
    assert await wire("GET", f"{path}/permissions") == (200, [])
    command = fake_discord.commands.registered()[0]["id"]
    status, body = await wire("GET", f"{path}/{command}/permissions")
    assert (status, body["code"]) == (404, 10066)
    fake_discord.permit(False, to="everyone", command="banana")
    said = {
        "id": command,
        "application_id": str(app),
        "guild_id": str(guild),
        "permissions": [{"id": str(guild), "type": 1, "permission": False}],
    }
    assert await wire("GET", f"{path}/permissions") == (200, [said])
    assert await wire("GET", f"{path}/{command}/permissions") == (200, said)
    status, body = await wire("PUT", f"{path}/{command}/permissions", {"permissions": []})
    assert (status, body["code"]) == (403, 20001)
    fake_discord.kick_bot()
    status, body = await wire("GET", f"{path}/permissions")
    assert (status, body["code"]) == (403, 50001)
