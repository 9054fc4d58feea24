"""REST routes of a channel's messages and their reactions, by the bot's token."""

from __future__ import annotations

import time
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from bot.simulators.discord import serializers
from bot.simulators.discord.application_routes import number, routes
from bot.simulators.discord.errors import ApiError, FormErrors, integer, mapping
from bot.simulators.discord.gateway import Gateway
from bot.simulators.discord.message_writes import Form, MessageWriter
from bot.simulators.discord.models import FORUM, MEDIA, Channel, Message
from bot.simulators.discord.permissions import sending
from bot.simulators.discord.rate_limits import RateLimits
from bot.simulators.discord.rest_server import MESSAGE_ID, empty, form, reply
from bot.simulators.discord.snowflakes import now
from bot.simulators.discord.state import State

JSON = dict[str, Any]
NONCE_SECONDS = 300
FORWARD = 1  # the kind of a reference; 0 is a reply


@dataclass(kw_only=True)
class MessageRoutes:
    """Routes of messages and reactions in channels and DMs."""

    state: State
    gateway: Gateway
    writer: MessageWriter
    limits: RateLimits
    nonces: dict[tuple[int, str], tuple[float, Message]] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes served here."""
        one = "/channels/{channel}/messages/{message}"
        mark = f"{one}/reactions/{{emoji}}"
        return routes(
            {
                "GET /channels/{channel}/messages": self.list,
                "POST /channels/{channel}/messages": self.create,
                f"GET {one}": self.read,
                f"PATCH {one}": self.edit,
                f"DELETE {one}": self.delete,
                f"DELETE {one}/reactions": self.clear,
                f"GET {mark}": self.reactors,
                f"DELETE {mark}": self.clear,
                f"PUT {mark}/@me": self.react,
                f"DELETE {mark}/{{user}}": self.unreact,
            }
        )

    def _channel(self, request: web.Request, *needed: str) -> Channel:
        channel = self.state.channel(number(request, "channel"))
        rights = self.state.rights(self.state.bot, channel)
        if "VIEW_CHANNEL" not in rights:
            raise ApiError(50001)
        if not rights.issuperset(needed):
            raise ApiError(50013)
        return channel

    def _message(self, request: web.Request, channel: Channel) -> Message:
        message = self.state.message(channel.id, number(request, "message"))
        if message.ephemeral_for is not None:
            raise ApiError(10008)
        request[MESSAGE_ID] = message.id
        return message

    def _show(self, channel: Channel, message: Message) -> JSON:
        seen = self.gateway.privileged or not self.gateway.withheld(channel, message)
        return serializers.message(self.state, message, viewer_id=self.state.bot.id, hide=not seen)

    async def list(self, request: web.Request) -> web.Response:
        """Answer with a page of messages, newest first."""
        channel = self._channel(request)
        if "READ_MESSAGE_HISTORY" not in self.state.rights(self.state.bot, channel):
            return reply([])
        found = [message for message in channel.messages.values() if message.ephemeral_for is None]
        return reply([self._show(channel, message) for message in _page(found, dict(request.query))])

    async def create(self, request: web.Request) -> web.Response:
        """Post a message; the same enforced nonce within five minutes answers with the first one."""
        sent = await form(request)
        channel = self._channel(request)
        if channel.kind in (FORUM, MEDIA):
            raise ApiError(50008)
        if sending(in_thread=channel.parent_id is not None) not in self.state.rights(self.state.bot, channel):
            raise ApiError(50013)
        self._files_allowed(channel, sent)
        if channel.person_id is not None and not self.state.users[channel.person_id].takes_dms:
            raise ApiError(50007)
        message = self._known(channel, sent) or self._posted(channel, sent)
        request[MESSAGE_ID] = message.id
        return reply(self._show(channel, message))

    def _files_allowed(self, channel: Channel, sent: Form) -> None:
        rights = self.state.rights(self.state.bot, channel)
        if sent.uploads and "ATTACH_FILES" not in rights:
            raise ApiError(50013)
        if sent.json.get("embeds") and "EMBED_LINKS" not in rights:
            raise ApiError(50013)

    def _known(self, channel: Channel, sent: Form) -> Message | None:
        nonce = sent.json.get("nonce")
        if nonce is None or not sent.json.get("enforce_nonce"):
            return None
        at, message = self.nonces.get((channel.id, str(nonce)), (0.0, None))
        return message if time.monotonic() - at < NONCE_SECONDS else None

    def _posted(self, channel: Channel, sent: Form) -> Message:
        nonce = sent.json.get("nonce")
        errors = FormErrors()
        errors.length(("nonce",), None if nonce is None else str(nonce), 0, 25)
        if mapping(sent.json, "message_reference").get("type") == FORWARD:
            return self._forwarded(channel, mapping(sent.json, "message_reference"))
        reply_to = self._referenced(channel, sent, errors)
        errors.check()
        pending = self.writer.check(sent)
        self.state.check_words(channel, pending.text)
        self.state.check_writable(channel, new=True)
        message = Message(
            id=self.state.ids.next(),
            channel_id=channel.id,
            author_id=self.state.bot.id,
            nonce=None if nonce is None else str(nonce),
            reply_to=reply_to,
            kind=19 if reply_to else 0,
        )
        self.state.post(self.writer.write(pending, message))
        if message.nonce is not None:
            self.nonces[channel.id, message.nonce] = (time.monotonic(), message)
        return message

    def _forwarded(self, channel: Channel, reference: JSON) -> Message:
        """Post what a message is now; the bot must be able to read it.

        https://discord.com/developers/docs/resources/message#message-reference-types
        """
        source = self.state.channel(integer(reference, "channel_id"))
        found = self.state.message(source.id, integer(reference, "message_id"))
        if "READ_MESSAGE_HISTORY" not in self.state.rights(self.state.bot, source) or found.ephemeral_for is not None:
            raise ApiError(50001)
        if self.gateway.withheld(source, found):
            raise ApiError(160014)
        snapshot = replace(found, components=deepcopy(found.components), attachments=[*found.attachments])
        bot = self.state.bot.id
        return self.state.post(
            Message(id=self.state.ids.next(), channel_id=channel.id, author_id=bot, forwarded=snapshot, flags=1 << 14)
        )

    def _referenced(self, channel: Channel, sent: Form, errors: FormErrors) -> int | None:
        reference = mapping(sent.json, "message_reference")
        if not reference:
            return None
        message_id = integer(reference, "message_id")
        if message_id in channel.messages:
            return message_id
        if reference.get("fail_if_not_exists", True):
            errors.add(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return None

    async def read(self, request: web.Request) -> web.Response:
        """Answer with a message."""
        channel = self._channel(request)
        if "READ_MESSAGE_HISTORY" not in self.state.rights(self.state.bot, channel):
            raise ApiError(50001)
        return reply(self._show(channel, self._message(request, channel)))

    async def edit(self, request: web.Request) -> web.Response:
        """Edit one of the bot's own messages."""
        sent = await form(request)
        channel = self._channel(request)
        message = self._message(request, channel)
        if message.author_id != self.state.bot.id:
            raise ApiError(50005)
        self._files_allowed(channel, sent)
        self.state.check_writable(channel)
        if wait := self.limits.old(str(channel.id), (now() - message.created_at).total_seconds()):
            raise ApiError(30046, retry_after=wait)
        pending = self.writer.check(sent, message)
        self.state.check_words(channel, pending.text)
        self.writer.write(pending, message)
        self.state.edited(message)
        return reply(self._show(channel, message))

    async def delete(self, request: web.Request) -> web.Response:
        """Delete a message: the bot's own, or another's with the right to manage."""
        channel = self._channel(request)
        message = self._message(request, channel)
        if message.author_id != self.state.bot.id:
            self._manages(channel)
        self.state.delete(message)
        return empty()

    def _manages(self, channel: Channel) -> None:
        if channel.person_id is not None:
            raise ApiError(50003)
        if "MANAGE_MESSAGES" not in self.state.rights(self.state.bot, channel):
            raise ApiError(50013)

    def _emoji(self, request: web.Request) -> str:
        emoji = unquote(request.match_info["emoji"])
        if not emoji or emoji.isascii():
            raise ApiError(10014)
        return emoji

    async def react(self, request: web.Request) -> web.Response:
        """Add the bot's reaction."""
        channel = self._channel(request, "READ_MESSAGE_HISTORY")
        self.state.check_writable(channel)
        message, emoji = self._message(request, channel), self._emoji(request)
        if emoji not in message.reactions and "ADD_REACTIONS" not in self.state.rights(self.state.bot, channel):
            raise ApiError(50013)
        self.state.react(message, self.state.bot.id, emoji)
        return empty()

    async def unreact(self, request: web.Request) -> web.Response:
        """Remove the bot's reaction or, with the right to manage, a member's."""
        channel = self._channel(request)
        self.state.check_writable(channel)
        message, emoji = self._message(request, channel), self._emoji(request)
        own = request.match_info["user"] == "@me"
        user_id = self.state.bot.id if own else number(request, "user")
        if user_id != self.state.bot.id:
            self._manages(channel)
        self.state.unreact(message, user_id, emoji)
        return empty()

    async def clear(self, request: web.Request) -> web.Response:
        """Remove all reactions, or all of one emoji."""
        channel = self._channel(request)
        message = self._message(request, channel)
        self._manages(channel)
        chosen = [self._emoji(request)] if "emoji" in request.match_info else [*message.reactions]
        for emoji in chosen:
            for user_id in [*message.reactions.get(emoji, [])]:
                self.state.unreact(message, user_id, emoji)
        return empty()

    async def reactors(self, request: web.Request) -> web.Response:
        """Answer with the users who reacted with an emoji."""
        channel = self._channel(request)
        by = self._message(request, channel).reactions.get(self._emoji(request), [])
        query = dict(request.query)
        after, limit = integer(query, "after"), integer(query, "limit", 25)
        user_ids = sorted(user_id for user_id in by if user_id > after)[:limit]
        return reply([serializers.user(self.state.users[user_id]) for user_id in user_ids])


def _page(messages: list[Message], query: dict[str, str]) -> list[Message]:
    limit = integer(query, "limit", 50)
    errors = FormErrors()
    if not 1 <= limit <= 100:
        errors.add(("limit",), "NUMBER_TYPE_RANGE", "int value should be between 1 and 100.")
    errors.check()
    newest = sorted(messages, key=lambda message: message.id, reverse=True)
    if "after" in query:
        return [m for m in newest if m.id > integer(query, "after")][-limit:]
    if "around" in query:
        middle = integer(query, "around")
        older = [m for m in newest if m.id <= middle][: limit // 2 + 1]
        return [*[m for m in newest if m.id > middle][-(limit // 2) :], *older] if limit > 1 else older
    if "before" in query:
        newest = [m for m in newest if m.id < integer(query, "before")]
    return newest[:limit]
