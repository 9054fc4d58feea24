"""The page's live view: server-sent events, of each object only the newest state."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.simulators.discord import serializers
from bot.simulators.discord.interactions import NO_ANSWER
from bot.simulators.discord.models import AUTOCOMPLETE, Change, Channel, Interaction, Message, User
from bot.simulators.discord.state import State

JSON = dict[str, Any]
Event = tuple[str, JSON]
PAUSE, KEEP_ALIVE = 0.05, 15.0


class View:
    """One member's view of the channels."""

    def __init__(self, state: State, viewer: User) -> None:
        self.state = state
        self.viewer = viewer

    def sees(self, message: Message, channel: Channel) -> bool:
        """Whether the member sees a message."""
        return self.enters(channel) and message.ephemeral_for in (None, self.viewer.id)

    def enters(self, channel: Channel) -> bool:
        """Whether the member sees a channel."""
        if channel.guild_id is None:
            return channel.person_id == self.viewer.id
        is_member = self.viewer.id in self.state.guilds[channel.guild_id].member_ids
        return is_member and "VIEW_CHANNEL" in self.state.rights(self.viewer, channel)

    def messages(self, channel: Channel) -> list[JSON]:
        """Return a channel's messages, oldest first."""
        found = [message for message in channel.messages.values() if self.sees(message, channel)]
        return [serializers.page_message(self.state, message, self.viewer.id) for message in found]

    def all(self) -> dict[str, list[JSON]]:
        """Return every channel's messages."""
        mine = [channel for channel in self.state.channels.values() if self.enters(channel)]
        return {str(channel.id): self.messages(channel) for channel in mine}


class PageEvents:
    """One open page: pending events by key, the last of a key wins."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.closed = False
        self._pending: dict[tuple[str, int], Callable[[], Event]] = {}
        self._more = asyncio.Event()

    def on_change(self, change: Change) -> None:
        """Queue the event of a change that the member sees."""
        if change.message is not None and change.channel is not None:
            if self.view.sees(change.message, change.channel):
                self._on_message(change, change.message)
        elif change.interaction is not None:
            if change.interaction.user.id == self.view.viewer.id:
                self._on_interaction(change.interaction)
        elif change.messages:
            for one in change.messages:
                self._on_message(Change(kind="delete"), one)
        elif change.kind in ("commands", "presence"):
            self._put(change.kind, 0, lambda: (change.kind, {}))
        elif change.guild is not None or change.channel is not None:
            self._put("places", 0, lambda: ("places", {}))

    def _put(self, kind: str, key: int, event: Callable[[], Event]) -> None:
        self._pending.pop((kind, key), None)
        self._pending[kind, key] = event
        self._more.set()

    def _on_message(self, change: Change, message: Message) -> None:
        if change.kind == "delete":
            self._pending.pop(("message", message.id), None)
            gone = {"id": str(message.id), "channel_id": str(message.channel_id)}
            self._put("message_delete", message.id, lambda: ("message_delete", gone))
            return
        name = "reaction" if change.kind in ("react", "unreact") else "message"
        if message.id not in self.view.state.channels[message.channel_id].messages:
            return  # dismissed by its reader: later edits don't bring it back
        if ("message", message.id) not in self._pending or name == "message":
            state, viewer = self.view.state, self.view.viewer.id
            self._put("message", message.id, lambda: (name, serializers.page_message(state, message, viewer)))

    def _on_interaction(self, one: Interaction) -> None:
        if one.type == AUTOCOMPLETE and not one.failed:
            if one.choices is not None:
                found = {"interaction_id": str(one.id), "choices": one.choices}
                self._put("autocomplete", one.id, lambda: ("autocomplete", found))
            return
        if one.modal is not None and one.answered:
            opened = {key: one.modal.get(key) for key in ("custom_id", "title", "components")}
            self._put("modal", one.id, lambda: ("modal", {"interaction_id": str(one.id), **opened}))
        self.catch_up(one)

    def catch_up(self, one: Interaction) -> None:
        """Queue an interaction's state, which a page that lost its connection may have missed."""
        self._put("interaction", one.id, lambda: ("interaction", interaction(one)))

    async def stream(self, response: web.StreamResponse, facts: Callable[[str], JSON]) -> None:
        """Send the snapshot, then events, until the page is closed."""
        await self._send(response, "snapshot", {"messages": self.view.all(), **facts("snapshot")})
        while not self.closed:
            try:
                async with asyncio.timeout(KEEP_ALIVE):
                    await self._more.wait()
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            self._more.clear()
            pending, self._pending = self._pending, {}
            for event in pending.values():
                name, data = event()
                await self._send(response, name, data or facts(name))
            await asyncio.sleep(PAUSE)

    async def _send(self, response: web.StreamResponse, name: str, data: JSON) -> None:
        await response.write(f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())

    def close(self) -> None:
        """End the stream."""
        self.closed = True
        self._more.set()


def interaction(one: Interaction) -> JSON:
    """Return an interaction's state as the page's JSON."""
    body: JSON = {"id": str(one.id), "state": one.state}
    if one.failed:
        body["sentence"] = NO_ANSWER
    if one.message is not None:
        body["message_id"] = str(one.message.id)
    return body | ({"nonce": one.nonce} if one.nonce else {})
