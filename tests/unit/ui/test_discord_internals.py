"""What discord.py does not document still works as `bot/ui/discord_internals.py` says: an upgrade starts here."""

from __future__ import annotations

import asyncio
import inspect
import io
import json
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import discord
import pytest
from aiohttp import web
from discord import app_commands
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import Route
from discord.ui.view import BaseView, ViewStore

from bot.domain.errors import StartError
from bot.i18n import Texts
from bot.ui import discord_internals as internals
from bot.ui.localised_commands import Translations, localised
from bot.ui.views import components

USER = {"id": "7", "username": "bot", "discriminator": "0", "avatar": None, "public_flags": 0}
MESSAGE = {
    **{"id": "8", "channel_id": "9", "type": 0, "timestamp": "2024-01-01T00:00:00+00:00", "edited_timestamp": None},
    **{"tts": False, "mention_everyone": False, "pinned": False, "flags": 0},
    **{name: [] for name in ("mentions", "mention_roles", "attachments", "embeds", "components")},
}
APPLICATION = {
    "name": "bot",
    "description": "",
    "icon": None,
    "verify_key": "",
    "owner": USER,
    "bot_public": True,
    "bot_require_code_grant": False,
    "flags": 0,
}


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Discord's own addresses, put back afterwards."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    yield


async def test_others_go_on_between_two_events_that_came_already() -> None:
    order: list[str] = []

    async def poll() -> None:
        order.append("event")

    yielding = internals._yielding(poll)
    other = asyncio.create_task(_note(order))
    await yielding()
    await yielding()
    await other
    assert order == ["event", "other", "event"]


async def _note(order: list[str]) -> None:
    order.append("other")


@pytest.fixture
async def client() -> AsyncIterator[discord.Client]:
    async with discord.Client(intents=discord.Intents.none()) as client:
        yield client


def registered(client: discord.Client, view: BaseView) -> int:
    store = ViewStore(client._connection)
    store.add_view(view)
    return len(store._views)


def test_a_button_and_a_menu_of_ours_stay_out_of_the_register(client: discord.Client) -> None:
    ours, theirs = discord.ui.View(timeout=None), discord.ui.View(timeout=None)
    ours.add_item(internals.WireButton(custom_id="a"))
    ours.add_item(internals.WireSelect(custom_id="b", options=[discord.SelectOption(label="x")]))
    for kind in (internals.WireRoleSelect, internals.WireChannelSelect, internals.WireUserSelect):
        ours.add_item(kind(custom_id=kind.__name__))
    theirs.add_item(discord.ui.Button[Any](custom_id="a"))
    assert not ours.is_dispatchable() and theirs.is_dispatchable()
    assert (registered(client, ours), registered(client, theirs)) == (0, 1)


async def test_a_form_of_ours_is_finished_before_it_is_sent_and_so_stays_out_of_the_register() -> None:
    assert internals.wire_modal(title="t", custom_id="c").is_finished()
    sending = inspect.getsource(discord.InteractionResponse.send_modal)
    assert "if not modal.is_finished():" in sending


def test_an_interaction_that_can_not_be_read_is_passed_over(
    client: discord.Client, caplog: pytest.LogCaptureFixture
) -> None:
    internals.skip_unreadable_events(client)
    client._connection.parsers["INTERACTION_CREATE"]({"type": "a secret"})
    assert [record.getMessage() for record in caplog.records] == [
        "an event (INTERACTION_CREATE) could not be read: KeyError"
    ]


def test_an_interaction_that_can_be_read_still_arrives(client: discord.Client) -> None:
    read: list[object] = []
    client._connection.parsers["INTERACTION_CREATE"] = read.append
    internals.skip_unreadable_events(client)
    client._connection.parsers["INTERACTION_CREATE"]({"id": "1"})
    assert read == [{"id": "1"}]


async def test_of_messages_only_those_of_people_are_read(client: discord.Client) -> None:
    heard: list[tuple[str, Any]] = []
    client._connection.dispatch = lambda event, *what: heard.append((event, what[0].content))  # type: ignore[method-assign]
    internals.skip_echoes(client)
    for event in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
        for is_bot in (True, False):
            client._connection.parsers[event]({**MESSAGE, "content": event, "author": {**USER, "bot": is_bot}})
    assert heard == [("message", "MESSAGE_CREATE")]


def test_a_discord_py_that_reads_interactions_elsewhere_is_refused_in_words(client: discord.Client) -> None:
    del client._connection.parsers["INTERACTION_CREATE"]
    with pytest.raises(StartError, match=r"use 2\.7\.1"):
        internals.skip_unreadable_events(client)


async def test_the_commands_are_read_as_they_would_be_sent(client: discord.Client) -> None:
    texts, tree = Texts(), app_commands.CommandTree(client)

    async def callback(interaction: discord.Interaction) -> None: ...

    for text_id in ("command-quota", "command-me"):
        description = localised(texts, f"{text_id}-description")
        tree.add_command(
            app_commands.Command[Any, ..., Any](
                name=localised(texts, text_id), description=description, callback=callback
            )
        )
    with pytest.raises(TypeError, match="translator"):
        await internals.command_payloads(tree)
    await tree.set_translator(Translations(texts))
    payloads = await internals.command_payloads(tree)
    assert [payload["name"] for payload in payloads] == ["me", "quota"]
    assert payloads[0]["description_localizations"]["fr"] == texts.text("fr", "command-me-description")


@pytest.mark.usefixtures("addresses")
def test_a_stand_in_for_discord_takes_the_place_of_both_addresses() -> None:
    internals.use_local_discord("http://127.0.0.1:8080")
    assert Route("GET", "/gateway").url == "http://127.0.0.1:8080/api/v10/gateway"
    assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "ws://127.0.0.1:8080/gateway/"
    assert internals.api_host() == "127.0.0.1"
    assert "cls.DEFAULT_GATEWAY" in inspect.getsource(DiscordWebSocket.from_client)


def test_discords_own_host_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Route, "BASE", "https://discord.com/api/v10")  # as it is until a stand-in takes its place
    assert internals.api_host() == "discord.com"


@pytest.fixture
async def small_discord(addresses: None) -> AsyncIterator[tuple[str, list[str]]]:
    """A Discord that knows one bot and no message: its address, and the paths asked for."""
    paths: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        paths.append(request.path.removeprefix("/api/v10"))
        if "/messages/" in request.path:
            return web.Response(status=404)
        return web.Response(
            body=json.dumps({**USER, **APPLICATION}).encode(), headers={"Content-Type": "application/json"}
        )

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}", paths
    await runner.cleanup()


async def test_a_client_that_found_no_discord_can_log_in_later(
    client: discord.Client, small_discord: tuple[str, list[str]], unused_tcp_port: int
) -> None:
    internals.use_local_discord(f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(aiohttp.ClientConnectorError):
        await client.login("token")
    await internals.forget_session(client)
    internals.use_local_discord(small_discord[0])
    await client.login("token")
    assert client.application_id == 7


async def test_the_answer_to_an_interaction_is_asked_for_by_its_token_alone(
    client: discord.Client, small_discord: tuple[str, list[str]]
) -> None:
    url, paths = small_discord
    internals.use_local_discord(url)
    await client.login("token")
    with pytest.raises(discord.NotFound):
        await internals.original_response(client, "a-token")
    assert paths[-1] == "/webhooks/7/a-token/messages/@original"


async def test_how_long_the_quietest_shard_has_heard_nothing_is_read_from_its_heartbeats() -> None:
    class Handler:
        def __init__(self, heard: float) -> None:
            self._last_recv = heard

    def shard(heard: float | None, *, is_closed: bool = False) -> Any:
        socket = type("Socket", (), {"_keep_alive": None if heard is None else Handler(heard)})
        parent = type("Parent", (), {"ws": socket})
        return type("Info", (), {"_parent": parent, "is_closed": staticmethod(lambda: is_closed)})

    def silence(*shards: Any) -> float | None:
        return internals.gateway_silence(type("Client", (), {"shards": dict(enumerate(shards))}))  # type: ignore[arg-type]

    now = time.perf_counter()
    quiet = silence(shard(now), shard(now - 100))
    assert quiet is not None and 100 <= quiet < 200
    assert silence() is silence(shard(now), shard(now, is_closed=True)) is silence(shard(now), shard(None)) is None
    assert "_last_recv" in inspect.getsource(KeepAliveHandler.tick)
    assert "_keep_alive" in inspect.getsource(DiscordWebSocket.received_message)


async def test_an_answer_of_a_layout_is_the_one_that_discord_py_would_send(
    client: discord.Client, unused_tcp_port: int, addresses: None
) -> None:
    sent: list[dict[str, Any]] = []

    async def take(request: web.Request) -> web.Response:
        if "/callback" not in request.path:
            return _json({**USER, **APPLICATION})
        form = {
            name: (getattr(v, "filename", None), v if isinstance(v, str) else v.file.read())
            for name, v in (await request.post()).items()
        }
        sent.append({"path": request.path_qs, "form": {**form, "payload_json": json.loads(form["payload_json"][1])}})
        return _json({"interaction": {"id": "5", "type": 2, "response_message_id": "9"}})

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    internals.use_local_discord(f"http://127.0.0.1:{unused_tcp_port}")
    await client.login("token")
    mentions = discord.AllowedMentions.none()
    files, parts = [("a.webp", b"\r\n--\x00"), ("b.jpg", b"")], [components.text('é "\U0001f34c')]
    layout = discord.ui.LayoutView(timeout=None).add_item(discord.ui.TextDisplay('é "\U0001f34c'))
    ours, theirs = (_interaction(client) for _ in range(2))
    assert await internals.answer_with_layout(ours, parts, files, mentions=mentions) == 9
    await theirs.response.send_message(
        view=layout,
        files=[discord.File(io.BytesIO(data), name) for name, data in files],
        allowed_mentions=mentions,
    )
    await runner.cleanup()
    data = sent[1]["form"]["payload_json"]["data"]
    assert not data.pop("tts") and not data.pop("content")
    assert sent[0] == sent[1]
    assert ours.response.is_done() and ours.response.type is theirs.response.type
    with pytest.raises(discord.InteractionResponded):
        await internals.answer_with_layout(ours, parts, files, mentions=mentions)


def _json(data: object) -> web.Response:
    """Return JSON of the content type that discord.py wants to the letter."""
    return web.Response(body=json.dumps(data).encode(), headers={"Content-Type": "application/json"})


def _interaction(client: discord.Client) -> discord.Interaction:
    data: Any = {"id": "5", "application_id": "7", "type": 2, "token": "a-token", "version": 1, "user": USER}
    data |= {"data": {"id": "1", "name": "banana", "type": 1}, "locale": "en-US", "attachment_size_limit": 10}
    return discord.Interaction(data=data, state=client._connection)
