"""What a member may do where they are, by Discord's own switches: they hold for a button as for the command."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import discord
from discord import app_commands

from bot.domain.catalog import Model
from bot.domain.command_permissions import CommandUser, Override, Target
from bot.domain.errors import MemberRightsMissing, Refusal
from bot.domain.jobs import Job
from bot.services.command_permissions import CommandPermissions, ServerPermissions
from bot.ui.discord_internals import guild_command_permissions
from bot.ui.outbound.discord_errors import CALL_FAILURES, CALL_S, log_summary

log = logging.getLogger(__name__)


class DiscordPermissionReader:
    """Reads the commands' ids and a server's permissions; a bot's own token is enough for both.

    https://discord.com/developers/docs/interactions/application-commands#permissions
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def read(self, guild_id: int) -> ServerPermissions | None:
        """Return a server's permissions; None where Discord doesn't tell them now, which is logged."""
        client = self._client
        if not isinstance(tree := getattr(client, "tree", None), app_commands.CommandTree) or not client.application_id:
            return None
        try:
            async with asyncio.timeout(CALL_S):
                registered = await tree.fetch_commands()
                said = await guild_command_permissions(client, guild_id)
        except (*CALL_FAILURES, OSError) as error:
            log.warning("server %s: its command permissions can't be read: %s", guild_id, log_summary(error))
            return None
        slash = discord.AppCommandType.chat_input
        return ServerPermissions(
            application_id=client.application_id,
            command_ids={command.name: command.id for command in registered if command.type is slash},
            overrides={int(each["id"]): tuple(_overrides(each["permissions"])) for each in said},
        )


class MemberAccess:
    """One gate for every way to order, and to have a card shown again."""

    def __init__(self, *, permissions: CommandPermissions) -> None:
        self._permissions = permissions

    async def check(self, interaction: discord.Interaction, command: str) -> None:
        """Raise MemberRightsMissing or CommandForbidden where the member may not use a command here.

        What Discord let through as that very command needs no second look.
        """
        if interaction.guild_id is None or _is_command(interaction, command):
            return
        _check_rights(interaction.permissions, interaction.channel)
        user = command_user(interaction.user, interaction.guild_id, interaction.channel, interaction.permissions)
        await self._permissions.check(user, command)

    async def usable(self, interaction: discord.Interaction, models: Sequence[Model]) -> Sequence[Model]:
        """Return the models that the member may draw with here; raises what `check` does where that is none."""
        refusals = await asyncio.gather(*(self._refusal(interaction, model.name) for model in models))
        usable = [model for model, refusal in zip(models, refusals, strict=True) if refusal is None]
        for refusal in refusals:
            if refusal is not None and not usable:
                raise refusal
        return usable

    async def _refusal(self, interaction: discord.Interaction, command: str) -> Refusal | None:
        try:
            await self.check(interaction, command)
        except Refusal as error:
            return error
        return None

    async def check_author(self, message: discord.Message, command: str) -> None:
        """Raise the same for a message's author."""
        if message.guild is None or not isinstance(message.author, discord.Member):
            return
        rights = message.channel.permissions_for(message.author)
        _check_rights(rights, message.channel)
        await self._permissions.check(command_user(message.author, message.guild.id, message.channel, rights), command)

    async def permissions_of(self, guild_id: int) -> ServerPermissions | None:
        """Return what a server's Integrations page says; None where that can't be read now."""
        return await self._permissions.of(guild_id)

    def changed(self, news: discord.RawAppCommandPermissionsUpdateEvent) -> None:
        """Take over what Discord tells of a change."""
        overrides = tuple(_overrides([each.to_dict() for each in news.permissions]))
        self._permissions.changed(news.guild.id, news.target_id, overrides)

    def session_started(self) -> None:
        """Note that events may have been lost."""
        self._permissions.session_started()

    async def stop(self) -> None:
        """End what is being read."""
        await self._permissions.stop()


def can_see_card(interaction: discord.Interaction, job: Job) -> bool:
    """Return True if a job's card stands where the member can look; where that isn't sure, they can't."""
    guild, member = interaction.guild, interaction.user
    channel = guild.get_channel_or_thread(job.channel_id) if guild else None
    if channel is None or not isinstance(member, discord.Member) or job.guild_id != interaction.guild_id:
        return False
    if guild is None or not channel.permissions_for(guild.me).view_channel:
        return False  # Discord withholds the overwrites of what the bot can't see: all would seem to be let in
    rights = channel.permissions_for(member)
    if isinstance(channel, discord.Thread) and channel.is_private() and not rights.manage_threads:
        return any(inside.id == member.id for inside in channel.members)
    return rights.view_channel and rights.read_message_history


def command_user(member: discord.abc.User, guild_id: int, channel: object, rights: discord.Permissions) -> CommandUser:
    """Return who would use a command, and where."""
    roles = member.roles if isinstance(member, discord.Member) else ()
    place = channel.parent_id if isinstance(channel, discord.Thread) else getattr(channel, "id", 0)
    return CommandUser(
        guild_id=guild_id,
        user_id=member.id,
        channel_id=place,
        role_ids=tuple(role.id for role in roles),
        is_administrator=rights.administrator,
    )


def _is_command(interaction: discord.Interaction, command: str) -> bool:
    data: Any = interaction.data or {}
    return interaction.type is discord.InteractionType.application_command and data.get("name") == command


def _check_rights(rights: discord.Permissions, channel: object) -> None:
    """Raise MemberRightsMissing where a member may not write here, or use commands."""
    sending = "send_messages_in_threads" if isinstance(channel, discord.Thread) else "send_messages"
    for name in (sending, "use_application_commands"):
        if not rights.administrator and not getattr(rights, name):
            raise MemberRightsMissing(name=name)


def _overrides(said: Iterable[Mapping[str, Any]]) -> Iterable[Override]:
    for each in said:
        if each["type"] in tuple(Target):
            yield Override(target=Target(each["type"]), target_id=int(each["id"]), is_allowed=bool(each["permission"]))
