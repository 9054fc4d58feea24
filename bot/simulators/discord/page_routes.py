"""The page's routes: its files, its events, its members' actions, and the simulator's faults and call log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from aiohttp import web

from bot.simulators.discord.actions import Actions
from bot.simulators.discord.call_log import LoggedCall
from bot.simulators.discord.errors import ApiError
from bot.simulators.discord.faults import Faults
from bot.simulators.discord.gateway import Gateway
from bot.simulators.discord.message_writes import Form, read
from bot.simulators.discord.modals import BadInput
from bot.simulators.discord.models import Attachment, Change, Channel, Interaction, Message, User
from bot.simulators.discord.page_config import STATIC, Page, page_config
from bot.simulators.discord.page_events import PageEvents, View
from bot.simulators.discord.rest_server import Handler, reply
from bot.simulators.discord.state import State

JSON = dict[str, Any]
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse other host names (DNS rebinding) and the pages of other sites."""
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    origin = request.headers.get("Origin")
    if host not in LOOPBACK or origin not in (None, f"http://{request.host}"):
        return reply({"ok": False, "sentence": "Only this computer's own page may ask."}, 403)
    return await handler(request)


def _set_event() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass(kw_only=True)
class PageRoutes:
    """Routes of the page and of its members' actions."""

    page: Page
    state: State
    gateway: Gateway
    actions: Actions
    faults: Faults
    calls: list[LoggedCall]
    open_pages: set[PageEvents] = field(default_factory=set)
    furnished: asyncio.Event = field(default_factory=_set_event)
    is_first_order_given: bool = False

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the routes served here."""
        found: list[web.AbstractRouteDef] = [
            web.get("/", self.index),
            web.get("/cdn/{id}/{name}", self.file),
            web.get("/app/config", self.config),
            web.post("/app/first-order", self.claim_first_order),
            web.get("/app/opening", self.await_opening),
            web.get("/app/commands", self.commands),
            web.get("/app/events", self.events),
            web.get("/app/messages", self.messages),
            web.post("/app/act", self.act),
            web.get("/app/faults", self.list_faults),
            web.post("/app/faults", self.add_fault),
            web.delete("/app/faults", self.clear_faults),
            web.get("/app/ledger", self.list_calls),
        ]
        return [*found, web.static("/static", STATIC)] if STATIC.is_dir() else found

    async def index(self, request: web.Request) -> web.StreamResponse:
        """Serve the page itself."""
        if not (STATIC / "index.html").is_file():
            raise web.HTTPNotFound(text="The page's files are not installed.")
        return web.FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})

    async def file(self, request: web.Request) -> web.Response:
        """Serve an attachment; only pictures are shown, all else is a download."""
        key = request.match_info["id"]
        found = self.state.files.get(int(key)) if key.isdecimal() else None
        if found is None:
            raise web.HTTPNotFound
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=86400"}
        if found.content_type not in PICTURES:
            headers |= {"Content-Disposition": "attachment", "Content-Security-Policy": "sandbox"}
        return web.Response(body=found.data, headers={**headers, "Content-Type": found.content_type.partition(";")[0]})

    async def config(self, request: web.Request) -> web.Response:
        """Answer with what the page shows around the messages."""
        return reply({**page_config(self.page, self.state), "online": self.gateway.online})

    async def claim_first_order(self, request: web.Request) -> web.Response:
        """Grant the first order to the page that asks first."""
        granted, self.is_first_order_given = not self.is_first_order_given, True
        return reply({"ok": granted})

    async def await_opening(self, request: web.Request) -> web.Response:
        """Answer once the channel has what is to stand in it before the first order."""
        await self.furnished.wait()
        return reply({"ok": True})

    async def commands(self, request: web.Request) -> web.Response:
        """Answer with the commands that a client lists, all of them or those of a member in a channel."""
        query, home = request.query, next(iter(self.state.guilds))
        locale, view = query.get("locale", "en-US"), self.actions.commands.view
        channel = self.state.channels.get(int(query.get("channel_id", "0")))
        if channel is None:
            return reply(view(home, locale))
        user = self._viewer(query.get("as"))
        return reply(view(channel.guild_id, locale, lambda command: self.actions.lists(user, channel, command)))

    def _viewer(self, key: object) -> User:
        found = self.state.users.get(int(str(key))) if str(key).isdecimal() else None
        if found is None or found.role == "bot":
            raise BadInput("nobody of that id is here")
        return found

    async def messages(self, request: web.Request) -> web.Response:
        """Answer with a channel's messages as one member sees them."""
        try:
            view = View(self.state, self._viewer(request.query.get("as")))
            channel = self.state.channel(int(request.query.get("channel_id", "0")))
        except (BadInput, ApiError, ValueError) as error:
            return reply({"ok": False, "sentence": str(error)}, 404)
        return reply(view.messages(channel))

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Stream the events that one member sees."""
        try:
            events = PageEvents(View(self.state, self._viewer(request.query.get("as"))))
        except BadInput as error:
            return reply({"ok": False, "sentence": str(error)}, 404)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        self.open_pages.add(events)
        self.state.listeners.append(events.on_change)
        for one in self.actions.interactions.recent(events.view.viewer):
            events.catch_up(one)
        try:
            await events.stream(response, self._facts)
        except ConnectionResetError:
            pass
        finally:
            self.open_pages.discard(events)
            self.state.listeners.remove(events.on_change)
        return response

    def _facts(self, event: str) -> JSON:
        facts: JSON = {"commands_version": self.actions.commands.version, "online": self.gateway.online}
        keys = {"presence": ("online",), "commands": ("commands_version",)}.get(event, tuple(facts))
        return {key: facts[key] for key in keys}

    async def act(self, request: web.Request) -> web.Response:
        """Carry out a member's action."""
        try:
            sent = await read(request)
            return reply({"ok": True, **self._act(sent)})
        except BadInput as error:
            return reply({"ok": False, "sentence": str(error)})
        except ApiError as error:
            return reply({"ok": False, "sentence": error.message})
        except (KeyError, ValueError, TypeError) as error:
            return reply({"ok": False, "sentence": f"this can't be understood: {error}"}, 400)

    def _act(self, sent: Form) -> JSON:
        payload = sent.json
        user = self._viewer(payload.get("as"))
        verbs: dict[str, Callable[[User, Form], Interaction | Message | None]] = {
            "slash": self._slash,
            "autocomplete": self._autocomplete,
            "click": self._click,
            "modal": self._modal,
            "menu": self._menu,
            "say": self._say,
            "react": self._react,
            "unreact": self._react,
            "delete": self._delete,
        }
        if payload.get("kind") not in verbs:
            raise BadInput(f"there is no way to {payload.get('kind')}")
        self._speak(payload)
        made = verbs[payload["kind"]](user, sent)
        if isinstance(made, Interaction):
            return {"interaction_id": str(made.id)}
        return {"message_id": str(made.id)} if made else {}

    def _speak(self, payload: JSON) -> None:
        """Let the server of an action speak the page's language: there is one switch for Discord's and the server's."""
        channel = self.state.channels.get(int(payload.get("channel_id") or 0))
        if channel is None or channel.guild_id is None or "locale" not in payload:
            return
        guild = self.state.guilds[channel.guild_id]
        if guild.locale != payload["locale"]:
            guild.locale = payload["locale"]
            self.state.publish(Change(kind="guild_changed", guild=guild))

    def _channel(self, user: User, payload: JSON) -> Channel:
        channel = self.state.channel(int(payload["channel_id"]))
        if channel.person_id not in (None, user.id):
            raise BadInput("this line belongs to somebody else")
        return channel

    def _message(self, user: User, payload: JSON, key: str = "message_id") -> Message:
        for channel in self.state.channels.values():
            found = channel.messages.get(int(payload[key]))
            if found and View(self.state, user).sees(found, channel):
                return found
        raise BadInput("this message is not there")

    def _values(self, sent: Form) -> JSON:
        return {
            name: self._file(sent, value["file"]) if isinstance(value, dict) else value
            for name, value in (sent.json.get("options") or {}).items()
        }

    def _file(self, sent: Form, key: str, *, ephemeral: bool = True) -> Attachment:
        if key not in sent.uploads:
            raise BadInput("the file did not come along")
        upload = sent.uploads[key]
        return self.state.attach(upload.filename, upload.data, ephemeral=ephemeral)

    def _slash(self, user: User, sent: Form) -> Interaction:
        channel = self._channel(user, sent.json)
        found = self.actions.commands.find(channel.guild_id, key=sent.json["command_id"])
        nonce, locale = sent.json.get("nonce"), sent.json.get("locale", "en-US")
        return self.actions.slash(user, channel, found, self._values(sent), locale=locale, nonce=nonce)

    def _autocomplete(self, user: User, sent: Form) -> Interaction:
        channel = self._channel(user, sent.json)
        found = self.actions.commands.find(channel.guild_id, key=sent.json["command_id"])
        focused, locale = sent.json["focused"], sent.json.get("locale", "en-US")
        return self.actions.autocomplete(user, channel, found, self._values(sent), focused, locale=locale)

    def _click(self, user: User, sent: Form) -> Interaction:
        message, values = self._message(user, sent.json), sent.json.get("values")
        nonce, locale = sent.json.get("nonce"), sent.json.get("locale", "en-US")
        return self.actions.click(user, message, sent.json["custom_id"], values, locale=locale, nonce=nonce)

    def _modal(self, user: User, sent: Form) -> Interaction:
        opened = self.actions.interactions.find(int(sent.json["interaction_id"]))
        if opened is None or opened.user is not user:
            raise BadInput("no modal is open")
        given = {
            name: [self._file(sent, key) for key in value["files"]] if isinstance(value, dict) else value
            for name, value in (sent.json.get("fields") or {}).items()
        }
        nonce, locale = sent.json.get("nonce"), sent.json.get("locale", "en-US")
        return self.actions.submit(opened, given, locale=locale, nonce=nonce)

    def _menu(self, user: User, sent: Form) -> Interaction:
        channel = self._channel(user, sent.json)
        command, _ = self.actions.commands.find(channel.guild_id, key=sent.json["command_id"])
        on_message = command["type"] == 3
        target = self._message(user, sent.json, "target_id") if on_message else None
        one = target or self.state.users[int(sent.json["target_id"])]
        nonce, locale = sent.json.get("nonce"), sent.json.get("locale", "en-US")
        return self.actions.menu(user, channel, command, one, locale=locale, nonce=nonce)

    def _say(self, user: User, sent: Form) -> Message:
        payload = sent.json
        channel = self._channel(user, payload)
        reply_to = self._message(user, payload, "reply_to") if payload.get("reply_to") else None
        files = [self._file(sent, key, ephemeral=False) for key in payload.get("files") or []]
        text, ping = str(payload.get("content") or ""), bool(payload.get("ping", True))
        return self.actions.say(user, channel, text, reply_to=reply_to, files=files, ping=ping)

    def _react(self, user: User, sent: Form) -> None:
        change = self.state.react if sent.json["kind"] == "react" else self.state.unreact
        change(self._message(user, sent.json), user.id, sent.json["emoji"])

    def _delete(self, user: User, sent: Form) -> None:
        self.actions.delete(user, self._message(user, sent.json))

    async def list_faults(self, request: web.Request) -> web.Response:
        """Answer with the faults still to come."""
        return reply({"faults": self.faults.list()})

    async def add_fault(self, request: web.Request) -> web.Response:
        """Add a fault."""
        try:
            fault = self.faults.add(**(await read(request)).json)
        except (TypeError, ApiError) as error:
            return reply({"ok": False, "sentence": str(error)}, 400)
        return reply({"ok": True, "id": fault.id})

    async def clear_faults(self, request: web.Request) -> web.Response:
        """Remove all faults."""
        self.faults.clear()
        return reply({"ok": True})

    async def list_calls(self, request: web.Request) -> web.Response:
        """Answer with the bot's calls after number n."""
        after = request.query.get("after", "0")
        return reply({"entries": [asdict(entry) for entry in self.calls[int(after) if after.isdecimal() else 0 :]]})

    def close(self) -> None:
        """End every stream."""
        for events in list(self.open_pages):
            events.close()
