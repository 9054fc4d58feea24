"""The routes about the bot itself, its commands, places and people."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.simulators.discord import serializers
from bot.simulators.discord.commands import CommandRegistry
from bot.simulators.discord.errors import ApiError, integer
from bot.simulators.discord.gateway import Gateway
from bot.simulators.discord.interactions import Interactions
from bot.simulators.discord.message_writes import Form, MessageWriter
from bot.simulators.discord.models import Change, User
from bot.simulators.discord.rest_server import MESSAGE_ID, PREFIX, Handler, empty, form, reply
from bot.simulators.discord.state import World


def number(request: web.Request, name: str) -> int:
    """Return an id from the path; what is no number can't be an id of anything."""
    text = request.match_info[name]
    return int(text) if text.isascii() and text.isdigit() else 0


def routes(table: dict[str, Handler]) -> list[web.RouteDef]:
    """Turn "GET /path" → handler into aiohttp's routes below the API's prefix."""
    return [web.route(*_split(key), handler) for key, handler in table.items()]


def _split(key: str) -> tuple[str, str]:
    method, path = key.split(" ")
    return method, PREFIX + path


@dataclass(kw_only=True)
class ApplicationRoutes:
    """Who the bot is, where it is, what it can be asked."""

    world: World
    gateway: Gateway
    book: CommandRegistry
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
                "GET /gateway": self.where,
                "GET /gateway/bot": self.where,
                "GET /applications/{app}/commands": self.commands,
                "PUT /applications/{app}/commands": self.put_commands,
                "GET /applications/{app}/guilds/{guild}/commands": self.commands,
                "PUT /applications/{app}/guilds/{guild}/commands": self.put_commands,
                "GET /channels/{channel}": self.channel,
                "POST /channels/{channel}/typing": self.typing,
                "GET /guilds/{guild}": self.guild,
                "GET /guilds/{guild}/channels": self.channels,
                "GET /guilds/{guild}/members/{user}": self.member,
            }
        )

    async def me(self, request: web.Request) -> web.Response:
        """Answer who the bot is."""
        return reply(serializers.me(self.world.bot))

    async def user(self, request: web.Request) -> web.Response:
        """Answer who a person is."""
        return reply(serializers.user(self._user(request)))

    def _user(self, request: web.Request) -> User:
        found = self.world.users.get(number(request, "user"))
        if found is None:
            raise ApiError(10013)
        return found

    async def open_dm(self, request: web.Request) -> web.Response:
        """Answer with the direct line to a person."""
        recipient = integer((await form(request)).json, "recipient_id")
        if recipient not in self.world.users:
            raise ApiError(10013)
        if recipient == self.world.bot.id:
            raise ApiError(50007)
        return reply(serializers.channel(self.world, self.world.dm(recipient)))

    async def application(self, request: web.Request) -> web.Response:
        """Answer what the application is and whose."""
        return reply(serializers.application(self.world, self.owner(), self.world.bot.name))

    async def where(self, request: web.Request) -> web.Response:
        """Answer where the gateway is, and how often one may still identify."""
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return reply({"url": self.gateway.url, "shards": 1, "session_start_limit": limit})

    def _guild_id(self, request: web.Request) -> int | None:
        if number(request, "app") != self.world.bot.id:
            raise ApiError(50001)
        if "guild" not in request.match_info:
            return None
        guild_id = number(request, "guild")
        if guild_id not in self.world.guilds:
            raise ApiError(50001)
        return guild_id

    async def commands(self, request: web.Request) -> web.Response:
        """Answer with the registered commands."""
        return reply(self.book.registered(self._guild_id(request)))

    async def put_commands(self, request: web.Request) -> web.Response:
        """Replace the registered commands."""
        guild_id = self._guild_id(request)
        try:
            listed = json.loads(await request.text())
        except ValueError:
            raise ApiError(50109) from None
        stored = self.book.put(guild_id, listed)
        self.world.tell(Change(kind="commands"))
        return reply(stored)

    async def channel(self, request: web.Request) -> web.Response:
        """Answer with a channel the bot can see."""
        found = self.world.channel(number(request, "channel"))
        if "VIEW_CHANNEL" not in self.world.rights(self.world.bot, found):
            raise ApiError(50001)
        return reply(serializers.channel(self.world, found))

    async def typing(self, request: web.Request) -> web.Response:
        """Take note that the bot types: nobody is shown."""
        self.world.channel(number(request, "channel"))
        return empty()

    async def guild(self, request: web.Request) -> web.Response:
        """Answer with a guild."""
        found = self.world.guilds.get(number(request, "guild"))
        if found is None:
            raise ApiError(10004)
        return reply(serializers.guild(self.world, found))

    async def channels(self, request: web.Request) -> web.Response:
        """Answer with a guild's channels."""
        found = self.world.guilds.get(number(request, "guild"))
        if found is None:
            raise ApiError(10004)
        return reply([serializers.channel(self.world, self.world.channels[c]) for c in found.channel_ids])

    async def member(self, request: web.Request) -> web.Response:
        """Answer with a member of a guild."""
        found = self.world.guilds.get(number(request, "guild"))
        if found is None:
            raise ApiError(10004)
        user = self._user(request)
        if user.id not in found.member_ids:
            raise ApiError(10007)
        return reply(serializers.member(user, found))


@dataclass(kw_only=True)
class InteractionRoutes:
    """Answers to interactions, and what their tokens still allow."""

    interactions: Interactions
    desk: MessageWriter

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
        """Take the first answer to an interaction."""
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
        """Answer with the answer or a follow-up."""
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
        """Take the answer or a follow-up away."""
        one = self.interactions.by_token(number(request, "app"), request.match_info["token"])
        message = self.interactions.message(one, request.match_info["which"])
        request[MESSAGE_ID] = message.id
        self.interactions.world.delete(message)
        return empty()
