"""What /setup says of where the bot can be used, read from Discord for one server."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import discord

from bot.domain.catalog import Model
from bot.domain.command_permissions import CommandUser
from bot.domain.reach import reach
from bot.services.command_permissions import ServerPermissions
from bot.ui.guild_places import places, speaking_roles
from bot.ui.member_access import MemberAccess
from bot.ui.views.reach_lines import ReachLines, Text


async def reach_lines(
    guild: discord.Guild, access: MemberAccess, models: Sequence[Model], *, bot_name: str, text: Text
) -> ReachLines:
    """Return what to say of a server's channels, roles and Integrations page."""
    said = await access.permissions_of(guild.id)
    found, roles = places(guild), [role.id for role in speaking_roles(guild)]
    return ReachLines(
        bot_name=bot_name,
        reaches={
            model.name: reach(guild.id, found, roles, partial(_allows, said, guild.id, model.name)) for model in models
        },
        places=found,
        is_known=said is not None,
        members=said.members if said else {},
        text=text,
    )


def _allows(said: ServerPermissions | None, guild_id: int, command: str, role_id: int, channel_id: int) -> bool:
    user = CommandUser(guild_id=guild_id, user_id=0, channel_id=channel_id, role_ids=(role_id,))
    return said is None or said.allows(user, command)
