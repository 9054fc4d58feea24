"""A server's roles, what they may see, and how many have them, as the real client meets them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest

from bot.simulators.discord import FakeDiscord

Bot = Any


def role(drawer: Bot, name: str) -> discord.Role | None:
    return discord.utils.get(drawer.guilds[0].roles, name=name)


async def test_roles_come_and_go(fake_discord: FakeDiscord, drawer: Bot) -> None:
    assert [each.name for each in drawer.guilds[0].roles] == ["@everyone", "Artists", "Newcomer", "Moderators"]
    fake_discord.add_role("Helpers", rights=("MANAGE_MESSAGES",))
    found = await fake_discord.until(lambda: role(drawer, "Helpers"))
    assert found.permissions.manage_messages
    fake_discord.remove_role("Helpers")
    await fake_discord.until(lambda: role(drawer, "Helpers") is None)


async def test_an_interaction_says_who_has_which_role_and_since_when_they_are_here(
    fake_discord: FakeDiscord, drawer: Bot
) -> None:
    noah = fake_discord.person("noah")
    fake_discord.add_role("Helpers", noah, rights=("MANAGE_MESSAGES",))
    await (await noah.slash("banana", prompt="a cat")).done()
    (seen,) = drawer.seen
    assert [each.name for each in seen.user.roles] == ["@everyone", "Helpers", "Newcomer"]
    assert timedelta(days=1) < datetime.now(UTC) - seen.user.joined_at < timedelta(days=3)
    assert seen.permissions.manage_messages, "what a role may is the member's"


async def test_a_channel_for_moderators_is_seen_by_them_and_the_bot_alone(
    fake_discord: FakeDiscord, drawer: Bot
) -> None:
    state, log = fake_discord.state, fake_discord.state.named("mod-log")
    seeing = {user.name for user in state.users.values() if "VIEW_CHANNEL" in state.rights(user, log)}
    assert seeing == {"ines", "sam", "Banana"}
    place = drawer.get_channel(log.id)
    assert place.permissions_for(drawer.guilds[0].me).send_messages
    assert not place.permissions_for(drawer.guilds[0].default_role).view_channel
    fake_discord.allow_role("Artists", "mod-log", "VIEW_CHANNEL")
    assert "VIEW_CHANNEL" in state.rights(fake_discord.person("lena").user, log)


async def test_role_counts_leave_everyone_out_and_may_be_refused(fake_discord: FakeDiscord, drawer: Bot) -> None:
    counts = await drawer.guilds[0].role_member_counts()
    assert {found.name: counts[found] for found in counts} == {"Artists": 1, "Newcomer": 1, "Moderators": 1}
    fake_discord.hide_role_counts()
    with pytest.raises(discord.Forbidden):
        await drawer.guilds[0].role_member_counts()


async def test_an_outage_is_no_leaving(fake_discord: FakeDiscord, drawer: Bot) -> None:
    fake_discord.go_unavailable()
    await fake_discord.until(lambda: drawer.guilds and drawer.guilds[0].unavailable)
    fake_discord.come_back()
    await fake_discord.until(lambda: not drawer.guilds[0].unavailable)
    fake_discord.kick_bot()
    await fake_discord.until(lambda: not drawer.guilds)
    fake_discord.invite_bot()
    await fake_discord.until(lambda: drawer.guilds)
    assert drawer.guilds[0].system_channel.name == "general"
    assert [each.is_nsfw() for each in drawer.guilds[0].text_channels][3:] == [True, False]
