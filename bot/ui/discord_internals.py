"""Every use of what discord.py does not document, with its reason: read this first before discord.py is upgraded.

`tests/unit/ui/test_discord_internals.py` holds one promise for each.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from typing import Any, TypeVar, cast

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.http import Route
from discord.shard import Shard
from discord.webhook.async_ import async_context

from bot.domain.errors import StartError
from bot.runtime.background import BackgroundTasks
from bot.runtime.retry import Backoff

ClientT = TypeVar("ClientT", bound=discord.Client)

log = logging.getLogger(__name__)

INTERACTION = "INTERACTION_CREATE"
#: Until READY or RESUMED; Discord resets a token after 1,000 sessions in a day.
SESSION_WAIT = Backoff(first=60.0, longest=300.0)
NO_TIMEOUT = aiohttp.ClientTimeout(total=None)
BOUNDARY = secrets.token_hex(16)  # nobody outside can guess it, and so write it into a file or a prompt
OF_THE_SESSION = frozenset({"READY", "RESUMED"})  # without them the bot would never be there: an end in words


class WireButton(discord.ui.Button[Any]):
    """A button whose press is read from the wire, from before a restart too.

    discord.py registers every dispatchable item in `ViewStore`, which grows with each message and forgets the items
    of a view once another one takes its place (https://github.com/Rapptz/discord.py/blob/v2.7.1/discord/ui/view.py).
    """

    def is_dispatchable(self) -> bool:
        """Return False: `ViewStore` leaves it out."""
        return False


class WireSelect(discord.ui.Select[Any]):
    """A menu whose choice is read from the wire, as a button's press is."""

    def is_dispatchable(self) -> bool:
        """Return False: `ViewStore` leaves it out."""
        return False


class WireRoleSelect(discord.ui.RoleSelect[Any]):
    """Discord's list of roles, likewise."""

    def is_dispatchable(self) -> bool:
        """Return False: `ViewStore` leaves it out."""
        return False


class WireChannelSelect(discord.ui.ChannelSelect[Any]):
    """Discord's list of channels, likewise."""

    def is_dispatchable(self) -> bool:
        """Return False: `ViewStore` leaves it out."""
        return False


class WireUserSelect(discord.ui.UserSelect[Any]):
    """Discord's list of members, likewise."""

    def is_dispatchable(self) -> bool:
        """Return False: `ViewStore` leaves it out."""
        return False


class ReadyLayout(discord.ui.LayoutView):
    """A layout whose parts were made already: all that discord.py asks a view for when it sends one.

    Its own holds an object for each part, with references in both directions.
    """

    def __init__(self, parts: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(timeout=None)
        self._parts = [*parts]

    def to_components(self) -> list[Any]:
        """Return the parts."""
        return self._parts

    def has_components_v2(self) -> bool:
        """Return True, without a look at them."""
        return True


class BriefTree(app_commands.CommandTree[ClientT]):
    """Commands whose interactions are gone as soon as they are over."""

    async def _call(self, interaction: discord.Interaction[ClientT]) -> None:
        try:
            await super()._call(interaction)
        finally:
            let_go(interaction)


def let_go(interaction: discord.Interaction[Any]) -> None:
    """Cut an answered interaction from the object that answered it, which needs it no more.

    Each keeps the other: hundreds of both, with members and options, would lie about until the collector looks.
    """
    if interaction.response.is_done():
        interaction.response._parent = cast(Any, None)


def attached_file(client: discord.Client, described: Mapping[str, Any]) -> discord.Attachment:
    """Return a form's uploaded file: Discord describes it beside the form, and an `Attachment` wants the connection."""
    return discord.Attachment(data=cast(Any, described), state=client._connection)


def wire_modal(*, title: str, custom_id: str) -> discord.ui.Modal:
    """Return an empty form whose words are read from the wire.

    `send_modal` registers a form for ever where it is never sent back; one that is finished already is left out.
    """
    modal = discord.ui.Modal(title=title, custom_id=custom_id, timeout=None)
    modal.stop()
    return modal


def skip_echoes(client: discord.Client) -> None:
    """Leave unread what bots write, and every change of a message: only what people write is listened to.

    Each of our own cards, and each edit of one, comes back over the gateway, and would become a message once more.
    """
    parsers = client._connection.parsers
    parse = parsers["MESSAGE_CREATE"]
    parsers["MESSAGE_CREATE"] = lambda data: None if data["author"].get("bot") else parse(data)
    parsers["MESSAGE_UPDATE"] = lambda _: None


def skip_unreadable_events(client: discord.Client) -> None:
    """Pass over events that discord.py can't read; raises StartError where they are read elsewhere by now.

    The gateway's dispatcher has no guard: an error while one event is parsed ends the connection, and with it the bot.
    """
    parsers = client._connection.parsers  # this table has no public name
    if INTERACTION not in parsers:
        raise StartError(f"This discord.py ({discord.__version__}) reads interactions in another way; use 2.7.1.")
    parsers.update({event: _guarded(event, parse) for event, parse in parsers.items() if event not in OF_THE_SESSION})


def _guarded(event: str, parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def guarded(data: object) -> None:
        try:
            parse(data)
        except Exception as error:  # what it holds may be a member's words
            log.error("an event (%s) could not be read: %s", event, type(error).__name__)

    return guarded


class BoundedShard(Shard):
    """A shard that ends a connection on which no session begins: heartbeats hold discord.py there for ever.

    What came before is forgotten with it: RESUME may be what gets no answer.
    """

    _silent = 0  # connections in a row
    _silence: asyncio.TimerHandle | None = None

    def __init__(self, *parts: Any) -> None:  # noqa: ANN401  as discord.py's own
        super().__init__(*parts)
        self._closing = BackgroundTasks()

    def launch(self) -> None:
        """Read the connection, which has just identified itself or asked to resume."""
        socket, seconds = self.ws, SESSION_WAIT.seconds(self._silent + 1)
        self._silence = asyncio.get_running_loop().call_later(seconds, self._end_silence, socket, seconds)
        for event in OF_THE_SESSION:
            socket.wait_for(event, lambda _: True).add_done_callback(self._begun)
        socket.poll_event = _yielding(socket.poll_event)  # type: ignore[method-assign]
        super().launch()

    def _cancel_task(self) -> None:
        super()._cancel_task()
        if self._silence is not None:
            self._silence.cancel()

    def _begun(self, _: object) -> None:
        self._silent = 0
        if self._silence is not None:
            self._silence.cancel()

    def _end_silence(self, socket: DiscordWebSocket, seconds: float) -> None:
        if not socket.open:
            return
        self._silent += 1
        log.warning("Discord's gateway didn't start a session within %.0f s; reconnecting", seconds)
        socket.session_id = socket.sequence = None
        self._closing.start(socket.close(), name="close of a silent gateway")

    async def reidentify(self, exc: ReconnectWebSocket) -> None:
        """Connect again; without a session there is nothing to resume."""
        await super().reidentify(exc if self.ws.session_id else ReconnectWebSocket(self.id, resume=False))


def _yielding(poll: Callable[[], Awaitable[None]]) -> Callable[[], Coroutine[Any, Any, None]]:
    """Return a read of one event that lets others go on: what came already is read without ever waiting."""

    async def poll_event() -> None:
        await poll()
        await asyncio.sleep(0)

    return poll_event


async def open_shard(client: discord.AutoShardedClient, gateway: yarl.URL, shard_id: int, *, initial: bool) -> None:
    """Open a shard's connection once, and let the client's loop read it: `launch_shard` without its recursion.

    Its table of shards and its queue are private to the class, so they have Python's names for that.
    """
    opening = DiscordWebSocket.from_client(client, initial=initial, gateway=gateway, shard_id=shard_id)
    try:
        socket = await asyncio.wait_for(opening, timeout=client.shard_connect_timeout)
    except ReconnectWebSocket:  # closed before it was greeted
        raise ConnectionResetError from None
    shard = BoundedShard(socket, client, client._AutoShardedClient__queue.put_nowait)  # type: ignore[attr-defined]
    client._AutoShardedClient__shards[shard_id] = shard  # type: ignore[attr-defined]
    shard.launch()


def pace_connections(client: discord.Client, pause: Callable[[], Awaitable[None]]) -> None:
    """Wait as `pause` does before each connection to the gateway.

    discord.py connects again at once after a close that it can resume from, for ever.
    """
    connect = client.http.ws_connect

    async def paced(url: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        await pause()
        return await connect(url, *args, **kwargs)

    client.http.ws_connect = paced  # type: ignore[method-assign]


def refuse_calls(client: discord.Client) -> None:
    """Let whatever is still asked of Discord fail as on a line that is cut: a closed session calls it a mistake."""

    async def refuse(*_: object, **__: object) -> None:
        raise ConnectionResetError("the bot is leaving Discord")

    if session := client.http._HTTPClient__session:  # type: ignore[attr-defined]
        object.__setattr__(session, "_request", refuse)  # aiohttp warns of any other way


def gateway_silence(client: discord.AutoShardedClient) -> float | None:
    """Return for how many seconds the quietest shard has heard nothing, heartbeats' answers included; None: no line.

    discord.py notes it in the thread that sends the heartbeats.
    """
    shards = list(client.shards.values())
    handlers = [shard._parent.ws._keep_alive for shard in shards if not shard.is_closed()]
    heard = [handler._last_recv for handler in handlers if handler is not None]
    return time.perf_counter() - min(heard) if heard and len(heard) == len(shards) else None


async def command_payloads(tree: app_commands.CommandTree[Any]) -> list[Mapping[str, Any]]:
    """Return every command as `CommandTree.sync` would send it, translated, in the order of their names."""
    translator = tree.translator
    if translator is None:
        raise TypeError("the tree has no translator")
    payloads = [await command.get_translated_payload(tree, translator) for command in tree.get_commands()]
    return sorted(payloads, key=lambda payload: (payload["type"], payload["name"]))


def use_local_discord(url: str) -> None:
    """Point discord.py at a stand-in on this machine; it has no option for either address."""
    Route.BASE = f"{url}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws{url.removeprefix('http')}/gateway/")


def api_host() -> str | None:
    """Return the host of Discord's API: a stand-in serves its files there, too."""
    return yarl.URL(Route.BASE).host


async def forget_session(client: discord.Client) -> None:
    """Close what a failed log-in left open, so that the client can log in anew.

    `HTTPClient.close` leaves its closed connector in place, and the next session would be born closed.
    """
    await client.http.close()
    client.http.connector = discord.utils.MISSING


async def original_response(client: discord.Client, token: str) -> discord.WebhookMessage:
    """Return the answer to an interaction of which only the token is left.

    `Webhook.fetch_message` asks for a number, though Discord's route takes `@original` as well.
    """
    webhook = interaction_webhook(client, token)
    return await webhook.fetch_message(cast(int, "@original"))


def interaction_webhook(client: discord.Client, token: str) -> discord.Webhook:
    """Return the webhook that an interaction's token stands for: its id is the application's.

    `Webhook.partial` makes an incoming one, which refuses private messages.
    """
    data: Any = {"id": client.application_id or 0, "type": discord.WebhookType.application.value, "token": token}
    return discord.Webhook.from_state(data, state=client._connection)


async def guild_command_permissions(client: discord.Client, guild_id: int) -> Sequence[Mapping[str, Any]]:
    """Return all command permissions that a guild has set, in bulk.

    `AppCommand.fetch_permissions` asks for one command, and not for what holds for all of them.
    """
    permissions = await client.http.get_guild_application_command_permissions(client.application_id or 0, guild_id)
    return cast(Sequence[Mapping[str, Any]], permissions)


class _ReadyBody:
    """A session whose next request has a body that was made already; nothing in its address is left to quote.

    How long it may take is its caller's business.
    """

    def __init__(self, session: aiohttp.ClientSession, body: bytes) -> None:
        self._session = session
        self._body = body

    def request(self, method: str, url: str, *, headers: Mapping[str, str], **parts: Any) -> Any:  # noqa: ANN401
        headers = {**headers, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        address = yarl.URL(url, encoded=True)
        asked = {**parts, "data": self._body, "headers": headers, "timeout": NO_TIMEOUT}
        return self._session.request(method, address, **asked)


async def answer_with_layout(
    interaction: discord.Interaction,
    parts: Sequence[Mapping[str, Any]],
    files: Sequence[tuple[str, bytes]],
    *,
    mentions: discord.AllowedMentions,
) -> int | None:
    """Give the first answer, for everybody, and return its message's id: `send_message` for a rush.

    discord.py gives each file a reader, a form's field and a payload of its own, and reads the whole message that
    Discord sends back: a third of what hundreds of answers at once take.
    """
    response, http = interaction.response, interaction._state.http
    if response.is_done():
        raise discord.InteractionResponded(interaction)
    kind = discord.InteractionResponseType.channel_message
    data = {
        "components": parts,
        "flags": discord.MessageFlags(components_v2=True).value,
        "allowed_mentions": mentions.to_dict(),
        "attachments": [{"id": number, "filename": name} for number, (name, _) in enumerate(files)],
    }
    told = await async_context.get().request(
        Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback?with_response=1",
            webhook_id=interaction.id,
            webhook_token=interaction.token,
        ),
        session=cast(
            aiohttp.ClientSession, _ReadyBody(interaction._session, _form({"type": kind.value, "data": data}, files))
        ),
        proxy=http.proxy,
        proxy_auth=http.proxy_auth,
    )
    response._response_type = kind
    message_id = told["interaction"].get("response_message_id")
    return None if message_id is None else int(message_id)


def _form(payload: object, files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a form of a payload and its files (https://discord.com/developers/docs/reference#uploading-files)."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
    parts = [
        f'{head}payload_json"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{json.dumps(payload)}\r\n'.encode()
    ]
    for number, (name, content) in enumerate(files):
        named = f'{head}files[{number}]"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        parts += named.encode(), content, b"\r\n"
    return b"".join((*parts, f"--{BOUNDARY}--\r\n".encode()))
