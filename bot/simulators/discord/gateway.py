"""The gateway: sessions over a websocket, events by intent, resume with replay."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from typing import Any

from aiohttp import WSMsgType, web

from bot.simulators.discord import serializers
from bot.simulators.discord.faults import Fault
from bot.simulators.discord.gateway_session import Session
from bot.simulators.discord.models import Change, Channel, Guild, Message
from bot.simulators.discord.state import State

JSON = dict[str, Any]
GUILDS, MESSAGES, REACTIONS, DM_MESSAGES, DM_REACTIONS = 1 << 0, 1 << 9, 1 << 10, 1 << 12, 1 << 13
MESSAGE_CONTENT = 1 << 15
PRIVILEGED = 1 << 1 | 1 << 8 | MESSAGE_CONTENT
HEARTBEAT_MS = 41_250
LINE_S = 0.02  # as on a real line: discord.py reckons a heartbeat answered at once as 41 seconds late
PLACES = {"channel": "UPDATE", "opened": "CREATE", "thread": "CREATE", "removed": "DELETE"}
RESUME_SECONDS = 120
FORGETTING = frozenset({4007, 4009})  # Discord: "reconnect and start a new session"


class Gateway:
    """The gateway's sessions, and the event that each change becomes."""

    def __init__(self, state: State, *, token: str, privileged: int = 0) -> None:
        self.state = state
        self.token = token
        self.privileged = privileged
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.is_down = False  # no handshake comes through
        self.hello_code = 0  # a connection is closed with it before it is greeted
        self.identify_code = 0  # … once it has identified
        self.is_mute = False  # who identifies or resumes gets no answer; heartbeats do
        self._muted_until = 0.0
        self._applying: set[asyncio.Task[object]] = set()
        state.listeners.append(self.on_change)

    @property
    def online(self) -> bool:
        """Whether the bot is connected."""
        return any(session.socket is not None for session in self.sessions.values())

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one websocket connection."""
        if self.is_down:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(max_msg_size=0, timeout=1)
        await socket.prepare(request)
        if self.hello_code:
            await socket.close(code=self.hello_code)
            return socket
        await self._say(socket, 10, {"heartbeat_interval": HEARTBEAT_MS})
        session: Session | None = None
        pump: asyncio.Task[None] | None = None
        try:
            async for frame in socket:
                if frame.type is not WSMsgType.TEXT:
                    continue
                message = json.loads(frame.data)
                if message["op"] in (2, 6) and session is None:
                    session = await self._enter(socket, message)
                    pump = asyncio.create_task(session.pump(socket)) if session else None
                elif message["op"] == 1:
                    await asyncio.sleep(LINE_S)
                    await self._say(socket, 11, None)
        except ConnectionResetError:
            pass
        finally:
            await self._leave(socket, session, pump)
        return socket

    async def _say(self, socket: web.WebSocketResponse, op: int, data: object) -> None:
        await socket.send_str(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def _enter(self, socket: web.WebSocketResponse, message: JSON) -> Session | None:
        data = message["d"]
        if data.get("token", "").removeprefix("Bot ") != self.token:
            await socket.close(code=4004, message=b"Authentication failed.")
            return None
        if self.identify_code:
            await socket.close(code=self.identify_code)
            return None
        if self.is_mute:
            return None
        session = self._resume(data) if message["op"] == 6 else None
        if message["op"] == 6 and session is None:
            await self._say(socket, 9, False)
            return None
        if session is None:
            if int(data.get("intents", 0)) & PRIVILEGED & ~self.privileged:
                await socket.close(code=4014, message=b"Disallowed intent(s).")
                return None
            session = self._identify(data)
        session.socket = socket
        self.state.publish(Change(kind="presence"))
        return session

    def _identify(self, data: JSON) -> Session:
        number, of = data.get("shard") or (0, 1)
        session = Session(int(data.get("intents", 0)), (number, of))
        self.sessions[session.id] = session
        joined = [guild for guild in self.state.guilds.values() if self.state.bot.id in guild.member_ids]
        guilds = [guild for guild in joined if session.serves(guild.id)]
        session.push("READY", self._ready(session, [str(guild.id) for guild in guilds]))
        for guild in (one for one in guilds if not one.is_unavailable):
            session.push("GUILD_CREATE", serializers.guild(self.state, guild))
        return session

    def _ready(self, session: Session, guild_ids: list[str]) -> JSON:
        return {
            "v": 10,
            "user": serializers.me(self.state.bot),
            "guilds": [{"id": guild_id, "unavailable": True} for guild_id in guild_ids],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "shard": list(session.shard),
            "application": {"id": str(self.state.bot.id), "flags": 0},
            "private_channels": [],
            "relationships": [],
        }

    def _resume(self, data: JSON) -> Session | None:
        session = self.sessions.get(data.get("session_id", ""))
        if session is None or not session.rewind(int(data.get("seq") or 0)):
            return None
        session.cut = False
        session.push("RESUMED", {"_trace": []})
        return session

    async def _leave(
        self, socket: web.WebSocketResponse, session: Session | None, pump: asyncio.Task[None] | None
    ) -> None:
        if pump is not None:
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)
        if session is None or session.socket is not socket:
            return
        session.socket, session.left = None, time.monotonic()
        if socket.close_code in (1000, 1001) and not session.cut:  # a close by the bot itself ends the session
            self.sessions.pop(session.id, None)
        self.state.publish(Change(kind="presence"))

    async def close(self) -> None:
        """End every connection."""
        sockets = [session.socket for session in self.sessions.values() if session.socket]
        self.sessions.clear()
        await asyncio.gather(*(socket.close(code=1001) for socket in sockets))

    def apply(self, fault: Fault) -> None:
        """Carry out a fault of the gateway."""
        if fault.kind == "mute":
            self._muted_until = time.monotonic() + fault.seconds
            return
        for session in list(self.sessions.values()):
            if session.socket is None:
                continue
            if fault.kind == "invalid_session":
                del self.sessions[session.id]
                self._soon(self._say(session.socket, 9, False))
            else:
                session.cut = True
                if fault.code in FORGETTING:
                    del self.sessions[session.id]
                self._soon(session.socket.close(code=fault.code or 4000))

    def _soon(self, work: Coroutine[None, None, object]) -> None:
        task = asyncio.create_task(work)
        self._applying.add(task)
        task.add_done_callback(self._applying.discard)

    def dispatch(
        self, event: str, data: Callable[[Session], JSON], *, guild_id: int | None = None, intent: int = 0
    ) -> None:
        """Queue an event for every session of the shard that has the intent."""
        if time.monotonic() < self._muted_until:
            return
        for session in list(self.sessions.values()):
            if session.socket is None and time.monotonic() - session.left > RESUME_SECONDS:
                del self.sessions[session.id]
            elif session.serves(guild_id) and session.intents & intent == intent:
                session.push(event, data(session))

    def on_change(self, change: Change) -> None:
        """Dispatch the event of a change."""
        if change.guild is not None:
            self._on_guild(change, change.guild)
        elif change.channel is None:
            return
        elif change.kind in PLACES:
            channel = serializers.channel(self.state, change.channel)
            name = f"{'THREAD' if change.channel.parent_id else 'CHANNEL'}_{PLACES[change.kind]}"
            self.dispatch(name, lambda _: channel, guild_id=change.channel.guild_id, intent=GUILDS)
        elif change.kind == "purge":
            self._on_purge(change.channel, change.messages)
        elif change.message is not None and self._sees(change.channel, change.message):
            self._on_message(change, change.channel, change.message)

    def _on_guild(self, change: Change, guild: Guild) -> None:
        """Tell of a guild; only one that the bot joins lacks the word about its outage."""
        if self.state.bot.id not in guild.member_ids and change.kind != "kicked":
            return
        whole, guild_id = serializers.guild(self.state, guild), {"guild_id": str(guild.id)}
        joined = {key: value for key, value in whole.items() if key != "unavailable"}
        events: dict[str, tuple[str, JSON]] = {
            "guild": ("GUILD_CREATE", joined),
            "available": ("GUILD_CREATE", whole),
            "unavailable": ("GUILD_DELETE", {"id": str(guild.id), "unavailable": True}),
            "kicked": ("GUILD_DELETE", {"id": str(guild.id)}),
            "guild_changed": ("GUILD_UPDATE", whole),
        }
        if change.role is not None:
            events["role_added"] = ("GUILD_ROLE_CREATE", {**guild_id, "role": serializers.role(change.role, 1)})
            events["role_removed"] = ("GUILD_ROLE_DELETE", {**guild_id, "role_id": str(change.role.id)})
        name, data = events[change.kind]
        self.dispatch(name, lambda _: data, guild_id=guild.id, intent=GUILDS)

    def _on_purge(self, channel: Channel, messages: tuple[Message, ...]) -> None:
        gone = {"ids": [str(one.id) for one in messages], "channel_id": str(channel.id)}
        news = {**gone, "guild_id": str(channel.guild_id)}
        self.dispatch("MESSAGE_DELETE_BULK", lambda _: news, guild_id=channel.guild_id, intent=MESSAGES)

    def _sees(self, channel: Channel, message: Message) -> bool:
        rights = self.state.rights(self.state.bot, channel)
        return message.ephemeral_for is None and "VIEW_CHANNEL" in rights

    def _on_message(self, change: Change, channel: Channel, message: Message) -> None:
        direct = channel.guild_id is None
        place = {"channel_id": str(channel.id), **({} if direct else {"guild_id": str(channel.guild_id)})}
        if change.kind in ("create", "update"):
            intent = DM_MESSAGES if direct else MESSAGES
            name = f"MESSAGE_{change.kind.upper()}"
            self.dispatch(
                name, lambda s: self._full(s, channel, message, place), guild_id=channel.guild_id, intent=intent
            )
        elif change.kind == "delete":
            intent = DM_MESSAGES if direct else MESSAGES
            gone = {"id": str(message.id), **place}
            self.dispatch("MESSAGE_DELETE", lambda _: gone, guild_id=channel.guild_id, intent=intent)
        elif change.kind in ("react", "unreact"):
            self._on_reaction(change, channel, message, place)

    def _on_reaction(self, change: Change, channel: Channel, message: Message, place: JSON) -> None:
        data: JSON = {
            "user_id": str(change.user_id),
            "message_id": str(message.id),
            "emoji": {"id": None, "name": change.emoji, "animated": False},
            "burst": False,
            "type": 0,
            **place,
        }
        if change.kind == "react":
            data["message_author_id"] = str(message.author_id)
            if channel.guild_id is not None:
                guild = self.state.guilds[channel.guild_id]
                data["member"] = serializers.member(self.state.users[change.user_id], guild)
        name = "MESSAGE_REACTION_ADD" if change.kind == "react" else "MESSAGE_REACTION_REMOVE"
        intent = DM_REACTIONS if channel.guild_id is None else REACTIONS
        self.dispatch(name, lambda _: data, guild_id=channel.guild_id, intent=intent)

    def _full(self, session: Session, channel: Channel, message: Message, place: JSON) -> JSON:
        hide = not session.intents & MESSAGE_CONTENT and self.withheld(channel, message)
        body = serializers.message(self.state, message, viewer_id=self.state.bot.id, hide=hide)
        if channel.guild_id is not None:
            author, guild = self.state.users[message.author_id], self.state.guilds[channel.guild_id]
            body["member"] = {key: value for key, value in serializers.member(author, guild).items() if key != "user"}
        return {**body, **place}

    def withheld(self, channel: Channel, message: Message) -> bool:
        """Whether a bot without the privileged intent gets this message without its content."""
        bot = self.state.bot.id
        return channel.guild_id is not None and message.author_id != bot and bot not in message.mentions
