"""REST routes of the application, its commands, channels, guilds and members, and of its answers to interactions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.simulators.discord import application_object, serializers
from bot.simulators.discord.command_permissions import CommandPermissions
from bot.simulators.discord.commands import CommandRegistry
from bot.simulators.discord.errors import ApiError, integer
from bot.simulators.discord.gateway import Gateway
from bot.simulators.discord.interactions import Interactions
from bot.simulators.discord.message_writes import Form, MessageWriter
from bot.simulators.discord.models import Change, Guild, User
from bot.simulators.discord.rest_server import MESSAGE_ID, PREFIX, Handler, empty, form, reply
from bot.simulators.discord.state import State


def number(request: web.Request, name: str) -> int:
    """Return the path's id, or 0, which no object has, where it is no number."""
    text = request.match_info[name]
    return int(text) if text.isascii() and text.isdigit() else 0


def routes(table: dict[str, Handler]) -> list[web.RouteDef]:
    """Return aiohttp's routes below the API's prefix for a table of "GET /path" → handler."""
    return [web.route(*_split(key), handler) for key, handler in table.items()]


def _split(key: str) -> tuple[str, str]:
    method, path = key.split(" ")
    return method, PREFIX + path


@dataclass(kw_only=True)
class ApplicationRoutes:
    """Routes of the application, its commands, and the channels and guilds it is in."""

    state: State
    gateway: Gateway
    commands: CommandRegistry
    command_permissions: CommandPermissions
    owner: Callable[[], User]

    def routes(self) -> list[web.RouteDef]:
        """Return the routes served here."""
        return routes(
            {
                "GET /users/@me": self.me,
                "GET /users/{user}": self.user,
                "POST /users/@me/channels": self.open_dm,
                "GET /oauth2/applications/@me": self.application,
                "GET /applications/@me": self.application,
                "GET /gateway": self.gateway_info,
                "GET /gateway/bot": self.gateway_info,
                "GET /applications/{app}/commands": self.list_commands,
                "PUT /applications/{app}/commands": self.replace_commands,
                "GET /applications/{app}/guilds/{guild}/commands": self.list_commands,
                "PUT /applications/{app}/guilds/{guild}/commands": self.replace_commands,
                "GET /applications/{app}/guilds/{guild}/commands/permissions": self.list_permissions,
                "GET /applications/{app}/guilds/{guild}/commands/{command}/permissions": self.permissions_of,
                "PUT /applications/{app}/guilds/{guild}/commands/{command}/permissions": self.set_permissions,
                "GET /channels/{channel}": self.channel,
                "POST /channels/{channel}/typing": self.typing,
                "GET /guilds/{guild}": self.guild,
                "GET /guilds/{guild}/channels": self.channels,
                "GET /guilds/{guild}/roles": self.roles,
                "GET /guilds/{guild}/roles/member-counts": self.role_counts,
                "GET /guilds/{guild}/members/{user}": self.member,
            }
        )

    async def me(self, request: web.Request) -> web.Response:
        """Answer with the bot's user."""
        return reply(serializers.me(self.state.bot))

    async def user(self, request: web.Request) -> web.Response:
        """Answer with a user."""
        return reply(serializers.user(self._user(request)))

    def _user(self, request: web.Request) -> User:
        found = self.state.users.get(number(request, "user"))
        if found is None:
            raise ApiError(10013)
        return found

    async def open_dm(self, request: web.Request) -> web.Response:
        """Answer with the DM channel of a user."""
        recipient = integer((await form(request)).json, "recipient_id")
        if recipient not in self.state.users:
            raise ApiError(10013)
        if recipient == self.state.bot.id:
            raise ApiError(50007)
        return reply(serializers.channel(self.state, self.state.dm(recipient)))

    async def application(self, request: web.Request) -> web.Response:
        """Answer with the application and its owner."""
        return reply(application_object.application(self.state, self.owner(), self.state.bot.name))

    async def gateway_info(self, request: web.Request) -> web.Response:
        """Answer with the gateway's address and the identifies that are left."""
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return reply({"url": self.gateway.url, "shards": 1, "session_start_limit": limit})

    def _guild_id(self, request: web.Request) -> int | None:
        if number(request, "app") != self.state.bot.id:
            raise ApiError(50001)
        if "guild" not in request.match_info:
            return None
        guild_id = number(request, "guild")
        if guild_id not in self.state.guilds:
            raise ApiError(50001)
        return guild_id

    async def list_commands(self, request: web.Request) -> web.Response:
        """Answer with the registered commands."""
        return reply(self.commands.registered(self._guild_id(request)))

    async def replace_commands(self, request: web.Request) -> web.Response:
        """Replace the registered commands."""
        guild_id = self._guild_id(request)
        try:
            listed = json.loads(await request.text())
        except ValueError:
            raise ApiError(50109) from None
        stored = self.commands.put(guild_id, listed)
        self.state.publish(Change(kind="commands"))
        return reply(stored)

    async def list_permissions(self, request: web.Request) -> web.Response:
        """Answer with what a guild has set of the commands' permissions."""
        return reply(self.command_permissions.shown(self._joined_guild_id(request)))

    async def permissions_of(self, request: web.Request) -> web.Response:
        """Answer with one command's permissions, where any are set."""
        shown = self.command_permissions.shown(self._joined_guild_id(request))
        found = next((one for one in shown if one["id"] == request.match_info["command"]), None)
        if found is None:
            raise ApiError(10066)
        return reply(found)

    async def set_permissions(self, request: web.Request) -> web.Response:
        """Refuse: a bot's token may not change them."""
        raise ApiError(20001)

    def _joined_guild_id(self, request: web.Request) -> int:
        guild_id = self._guild_id(request)
        if guild_id is None or self.state.bot.id not in self.state.guilds[guild_id].member_ids:
            raise ApiError(50001)
        return guild_id

    async def channel(self, request: web.Request) -> web.Response:
        """Answer with a channel that the bot can see."""
        found = self.state.channel(number(request, "channel"))
        if "VIEW_CHANNEL" not in self.state.rights(self.state.bot, found):
            raise ApiError(50001)
        return reply(serializers.channel(self.state, found))

    async def typing(self, request: web.Request) -> web.Response:
        """Accept the bot's typing, which no member is shown."""
        self.state.channel(number(request, "channel"))
        return empty()

    async def guild(self, request: web.Request) -> web.Response:
        """Answer with a guild."""
        return reply(serializers.guild(self.state, self._guild(request)))

    def _guild(self, request: web.Request) -> Guild:
        found = self.state.guilds.get(number(request, "guild"))
        if found is None or self.state.bot.id not in found.member_ids:
            raise ApiError(10004)
        return found

    async def roles(self, request: web.Request) -> web.Response:
        """Answer with a guild's roles."""
        return reply(serializers.roles(self._guild(request)))

    async def role_counts(self, request: web.Request) -> web.Response:
        """Answer with the number of members of each role beside @everyone; ApiError 50013 where it is switched so.

        https://discord.com/developers/docs/resources/guild#get-guild-role-member-counts
        """
        found = self._guild(request)
        if self.state.hides_role_counts:
            raise ApiError(50013)
        members = [self.state.users[user_id] for user_id in found.member_ids]
        held = Counter(role_id for user in members for role_id in found.role_ids(user))
        role_ids = [found.moderators_id, *(role.id for role in found.roles)]
        return reply({str(role_id): held[role_id] for role_id in role_ids})

    async def channels(self, request: web.Request) -> web.Response:
        """Answer with a guild's channels."""
        ids = self._guild(request).channel_ids
        return reply([serializers.channel(self.state, self.state.channels[one]) for one in ids])

    async def member(self, request: web.Request) -> web.Response:
        """Answer with a member of a guild."""
        found, user = self._guild(request), self._user(request)
        if user.id not in found.member_ids:
            raise ApiError(10007)
        return reply(serializers.member(user, found))


@dataclass(kw_only=True)
class InteractionRoutes:
    """Routes of an interaction's answer and follow-ups, by its token."""

    interactions: Interactions
    writer: MessageWriter

    def routes(self) -> list[web.RouteDef]:
        """Return the routes served here."""
        hook = "/webhooks/{app}/{token}"
        return routes(
            {
                "POST /interactions/{id}/{token}/callback": self.answer,
                f"POST {hook}": self.follow_up,
                f"GET {hook}/messages/{{which}}": self.read,
                f"PATCH {hook}/messages/{{which}}": self.edit,
                f"DELETE {hook}/messages/{{which}}": self.delete,
            }
        )

    async def answer(self, request: web.Request) -> web.Response:
        """Accept the first answer to an interaction."""
        sent: Form = await form(request)
        report = self.interactions.answer(number(request, "id"), request.match_info["token"], sent)
        request[MESSAGE_ID] = int(report["interaction"].get("response_message_id", 0))
        return reply(report) if request.query.get("with_response") in ("1", "true") else empty()

    async def follow_up(self, request: web.Request) -> web.Response:
        """Add a message to an answered interaction."""
        sent = await form(request)
        one = self.interactions.by_token(number(request, "app"), request.match_info["token"])
        message = self.interactions.follow_up(one, sent)
        request[MESSAGE_ID] = message.id
        return reply(self.interactions.show(message))

    async def read(self, request: web.Request) -> web.Response:
        """Return the answer or a follow-up."""
        one = self.interactions.by_token(number(request, "app"), request.match_info["token"])
        message = self.interactions.message(one, request.match_info["which"])
        request[MESSAGE_ID] = message.id
        return reply(self.interactions.show(message))

    async def edit(self, request: web.Request) -> web.Response:
        """Change the answer or a follow-up."""
        sent = await form(request)
        one = self.interactions.by_token(number(request, "app"), request.match_info["token"])
        message = self.interactions.edit(one, request.match_info["which"], sent)
        request[MESSAGE_ID] = message.id
        return reply(self.interactions.show(message))

    async def delete(self, request: web.Request) -> web.Response:
        """Delete the answer or a follow-up."""
        one = self.interactions.by_token(number(request, "app"), request.match_info["token"])
        message = self.interactions.message(one, request.match_info["which"])
        request[MESSAGE_ID] = message.id
        self.interactions.state.delete(message)
        return empty()
