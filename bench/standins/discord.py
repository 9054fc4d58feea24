"""A lean Discord: log-in, gateway, interactions, messages. `python -m bench.standins.discord`.

It checks nothing and refuses nothing: what Discord would say to a message is the tests' business
(`bot/simulators/discord/`). The events of the bot's own messages and reactions come back over the gateway, as on the
real one, since reading them is a part of the bot's work.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from dataclasses import asdict, dataclass

from aiohttp import WSMsgType, web

from bench.standins.discord_objects import BOT, Snowflakes, application, command, guild, member, message, user
from bench.standins.serving import JSON, LARGEST_BODY, CallLog, now, reply, serve

API = "/api/v10"
MESSAGE = f"{API}/channels/{{channel}}/messages"
HOOK = f"{API}/webhooks/{{app}}/{{token}}"
LINE_S = 0.02  # of a heartbeat's answer: discord.py takes one that comes at once for a very late one
DEFERRED = (5, 6)
EPHEMERAL = 1 << 6
FORM = re.compile(rb'name="payload_json".*?\r\n\r\n(.*?)\r\n--', re.DOTALL)


@dataclass(kw_only=True)
class Call:
    """One command that was typed: what the bench wants to know of it; the times are monotonic."""

    id: int
    token: str
    guild: int
    channel: int
    person: int
    sent: float
    answered: float = 0.0
    is_private: bool = False  # only whoever typed sees the first answer: a refusal, where a card was asked for
    message: int = 0
    with_picture: float = 0.0  # the first edit that brought a file


class Discord:
    """The REST API, the gateway and the control door."""

    def __init__(self, *, guilds: int = 1) -> None:
        self.ids = Snowflakes()
        self.guilds = [self.ids.next() for _ in range(guilds)]
        self.calls: dict[str, Call] = {}
        self.messages: dict[int, JSON] = {}
        self.log = CallLog()
        self.online = 0.0  # since when the bot is
        self._socket: web.WebSocketResponse | None = None
        self._sequence = 0
        self._of_message: dict[int, Call] = {}

    def application(self) -> web.Application:
        """Return the routes."""
        app = web.Application(middlewares=[self.log.middleware], client_max_size=LARGEST_BODY)
        one = f"{MESSAGE}/{{message}}"
        app.add_routes(
            [
                web.get(f"{API}/users/@me", self.me),
                web.get(f"{API}/oauth2/applications/@me", self.app_object),
                web.get(f"{API}/applications/@me", self.app_object),
                web.put(f"{API}/applications/{{app}}/commands", self.commands),
                web.get(f"{API}/gateway/bot", self.gateway_address),
                web.get("/gateway/", self.gateway),
                web.post(f"{API}/users/@me/channels", self.open_dm),
                web.post(f"{API}/interactions/{{id}}/{{token}}/callback", self.answer),
                web.post(HOOK, self.post),
                web.route("*", f"{HOOK}/messages/{{message}}", self.change),
                web.post(MESSAGE, self.post),
                web.route("*", one, self.change),
                web.route("*", f"{one}/reactions/{{emoji}}/@me", self.react),
                web.post("/bench/commands", self.type_commands),
                web.post("/bench/crosses", self.set_crosses),
                web.get("/bench/answers", self.show),
                web.get("/bench/state", self.state),
                web.get("/bench/calls", self.log.show),
            ]
        )
        return app

    # the log-in

    async def me(self, _: web.Request) -> web.Response:
        """GET /users/@me."""
        return reply(user(BOT, is_bot=True))

    async def app_object(self, _: web.Request) -> web.Response:
        """GET of the application."""
        return reply(application())

    async def commands(self, request: web.Request) -> web.Response:
        """PUT of the commands."""
        listed = await request.json()
        return reply(
            [
                {"version": "1", "application_id": str(BOT), "description": "", **one, "id": str(9000 + n)}
                for n, one in enumerate(listed)
            ]
        )

    async def gateway_address(self, request: web.Request) -> web.Response:
        """GET /gateway/bot."""
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return reply({"url": f"ws://{request.host}/gateway/", "shards": 1, "session_start_limit": limit})

    async def open_dm(self, request: web.Request) -> web.Response:
        """POST /users/@me/channels."""
        person = int((await request.json())["recipient_id"])
        return reply({"id": str(person + 1), "type": 1, "recipients": [user(person)], "last_message_id": None})

    # the gateway

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        """Serve the bot's connection."""
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        await self._say(socket, 10, {"heartbeat_interval": 41_250})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            op = json.loads(frame.data)["op"]
            if op == 1:
                await asyncio.sleep(LINE_S)
                await self._say(socket, 11, None)
            elif op in (2, 6):
                self._socket = socket
                await self._greet(f"ws://{request.host}/gateway/")
        self._socket, self.online = None, 0.0
        return socket

    async def _greet(self, url: str) -> None:
        await self._event(
            "READY",
            {
                "v": 10,
                "user": user(BOT, is_bot=True),
                "guilds": [{"id": str(one), "unavailable": True} for one in self.guilds],
                "session_id": "bench",
                "shard": [0, 1],
                "resume_gateway_url": url,
                "application": {"id": str(BOT), "flags": 0},
                "private_channels": [],
                "relationships": [],
            },
        )
        for one in self.guilds:
            await self._event("GUILD_CREATE", guild(one))
        self.online = now()

    async def _say(self, socket: web.WebSocketResponse, op: int, data: object) -> None:
        await socket.send_str(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def _event(self, name: str, data: JSON) -> None:
        if self._socket is not None and not self._socket.closed:
            self._sequence += 1
            await self._socket.send_str(json.dumps({"op": 0, "s": self._sequence, "t": name, "d": data}))

    # what the bot says

    async def answer(self, request: web.Request) -> web.Response:
        """POST of the first answer to an interaction."""
        arrived, (form, _) = now(), await read(request)
        call = self.calls[request.match_info["token"]]
        call.answered = arrived
        call.is_private = bool((form.get("data") or {}).get("flags", 0) & EPHEMERAL)
        posted = self._store(form.get("data") or {}, call.channel, call)
        if form["type"] not in DEFERRED:
            await self._event("MESSAGE_CREATE", {**posted, "guild_id": str(call.guild)})
        interaction = {"id": str(call.id), "type": 2, "response_message_id": posted["id"]}
        return reply({"interaction": interaction, "resource": {"type": form["type"], "message": posted}})

    def _store(self, form: JSON, channel: int, call: Call | None = None) -> JSON:
        posted = message(self.ids.next(), channel, form)
        self.messages[int(posted["id"])] = posted
        if call is not None:
            call.message = call.message or int(posted["id"])
            self._of_message[int(posted["id"])] = call
        return posted

    async def post(self, request: web.Request) -> web.Response:
        """POST of a message or a follow-up."""
        form, _ = await read(request)
        call = self.calls.get(request.match_info.get("token", ""))
        channel = call.channel if call else int(request.match_info["channel"])
        posted = self._store(form, channel)
        await self._event("MESSAGE_CREATE", {**posted, "guild_id": str(self.guilds[0])})
        return reply(posted)

    async def change(self, request: web.Request) -> web.Response:
        """GET, PATCH or DELETE of a message, by the bot's token or by an interaction's."""
        name = request.match_info["message"]
        number = self.calls[request.match_info["token"]].message if name == "@original" else int(name)
        known = self.messages.get(number)
        if known is None:
            return reply({"message": "Unknown Message", "code": 10008}, 404)
        if request.method == "DELETE":
            del self.messages[number]
            return web.Response(status=204)
        if request.method == "PATCH":
            known = await self._edit(request, number, known)
        return reply(known)

    async def _edit(self, request: web.Request, number: int, known: JSON) -> JSON:
        form, has_files = await read(request)
        call = self._of_message.get(number)
        if call and has_files and not call.with_picture:
            call.with_picture = now()
        self.messages[number] = changed = message(number, int(known["channel_id"]), form, before=known)
        await self._event("MESSAGE_UPDATE", {**changed, "guild_id": str(call.guild if call else self.guilds[0])})
        return changed

    async def react(self, request: web.Request) -> web.Response:
        """PUT or DELETE of the bot's own reaction."""
        where = {"channel_id": request.match_info["channel"], "message_id": request.match_info["message"]}
        name = "MESSAGE_REACTION_ADD" if request.method == "PUT" else "MESSAGE_REACTION_REMOVE"
        emoji = {"id": None, "name": request.match_info["emoji"], "animated": False}
        whose = {"user_id": str(BOT), "guild_id": str(self.guilds[0]), "emoji": emoji, "burst": False, "type": 0}
        await self._event(name, {**where, **whose})
        return web.Response(status=204)

    # the control door

    async def type_commands(self, request: web.Request) -> web.Response:
        """POST /bench/commands: type `count` commands at once, or `rate` a second, as `people` members in turn."""
        asked: JSON = {"count": 1, "people": 50, "rate": 0, "name": "banana", "options": {"prompt": "a lighthouse"}}
        asked |= await request.json()
        begun, first = now(), asked.get("first", 0)
        for n in range(asked["count"]):
            if asked["rate"]:
                await asyncio.sleep(begun + n / asked["rate"] - now())
            await self._type((first + n) % asked["people"], asked["name"], asked["options"])
        return reply({"sent": asked["count"]})

    async def _type(self, person: int, name: str, options: JSON) -> None:
        home = self.guilds[person % len(self.guilds)]
        number = self.ids.next()
        call = Call(id=number, token=f"{number:040}", guild=home, channel=home + 1, person=BOT + 1 + person, sent=now())
        self.calls[call.token] = call
        event = command(call.id, call.token, call.guild, call.person, name, options)
        call.sent = now()
        await self._event("INTERACTION_CREATE", event)

    async def set_crosses(self, request: web.Request) -> web.Response:
        """POST /bench/crosses: set a ❌ under the last `count` cards, each by who ordered it; returns the moments."""
        moments = []
        for call in self.all()[-(await request.json())["count"] :]:
            where = {"channel_id": str(call.channel), "message_id": str(call.message), "guild_id": str(call.guild)}
            whose = {"user_id": str(call.person), "member": member(call.person), "burst": False, "type": 0}
            emoji = {"id": None, "name": "❌", "animated": False}
            moments.append(now())
            await self._event("MESSAGE_REACTION_ADD", {**where, **whose, "emoji": emoji})
        return reply(moments)

    async def show(self, _: web.Request) -> web.Response:
        """GET /bench/answers: every command that was typed, oldest first."""
        return reply([{key: value for key, value in asdict(one).items() if key != "token"} for one in self.all()])

    def all(self) -> list[Call]:
        """Return every command that was typed, oldest first."""
        return list(self.calls.values())

    async def state(self, _: web.Request) -> web.Response:
        """GET /bench/state: in numbers."""
        calls = self.all()
        answered = sum(call.answered > 0 for call in calls)
        pictures = sum(call.with_picture > 0 for call in calls)
        return reply({"online": self.online, "typed": len(calls), "answered": answered, "with_picture": pictures})


async def read(request: web.Request) -> tuple[JSON, bool]:
    """Return the JSON of a body and whether files came with it, as parts after it; they are dropped as they come."""
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        return (json.loads(raw) if raw else {}), False
    begin = b""
    while (form := FORM.search(begin)) is None:
        begin += await request.content.readany()
    async for _ in request.content.iter_any():
        pass
    return json.loads(form[1]), True


if __name__ == "__main__":
    asyncio.run(serve(Discord(**json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}).application()))
