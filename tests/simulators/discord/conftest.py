"""A FakeDiscord per test, a raw REST client with the bot's token, and a tiny real discord.py bot."""

from __future__ import annotations

import asyncio
import io
import json
import struct
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands
from discord.ext import commands

from bot.simulators.discord import Call, FakeDiscord

JSON = dict[str, Any]
BANANA: JSON = {
    "name": "banana",
    "description": "Draw",
    "options": [
        {"name": "prompt", "description": "What", "type": 3, "required": True, "max_length": 2000},
        {"name": "image", "description": "Input", "type": 11},
        {"name": "count", "description": "How many", "type": 4, "min_value": 1, "max_value": 4},
    ],
}


def picture(width: int = 3, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\xff\xd0\x20" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@dataclass(kw_only=True)
class Wire:
    """Calls as the bot would make them, answered as (status, body)."""

    fake_discord: FakeDiscord
    session: aiohttp.ClientSession
    token: str = "demo-token"

    async def __call__(
        self, method: str, path: str, body: object = None, files: dict[str, bytes] | None = None
    ) -> tuple[int, Any]:
        url = yarl.URL(f"{self.fake_discord.url}/api/v10{path}", encoded=True)
        data: Any = None if body is None else json.dumps(body)
        headers = {"Authorization": f"Bot {self.token}"}
        if files is None:
            headers["Content-Type"] = "application/json"
        else:
            data = aiohttp.FormData(quote_fields=False)
            data.add_field("payload_json", json.dumps(body or {}), content_type="application/json")
            for n, (name, content) in enumerate(files.items()):
                data.add_field(
                    f"files[{n}]", io.BytesIO(content), filename=name, content_type="application/octet-stream"
                )
        async with self.session.request(method, url, data=data, headers=headers) as response:
            text = await response.text()
            return response.status, json.loads(text) if text else None

    @property
    def studio(self) -> str:
        return f"/channels/{self.fake_discord.state.named('studio').id}"

    def hook(self, call: Call) -> str:
        return f"/webhooks/{self.fake_discord.state.bot.id}/{call.token}"

    async def put(self, *listed: JSON) -> tuple[int, Any]:
        return await self("PUT", f"/applications/{self.fake_discord.state.bot.id}/commands", list(listed))

    async def answer(
        self, call: Call, kind: int, data: JSON | None = None, files: dict[str, bytes] | None = None
    ) -> tuple[int, Any]:
        path = f"/interactions/{call.id}/{call.token}/callback?with_response=1"
        return await self("POST", path, {"type": kind, "data": data or {}}, files)


class Drawer(commands.Bot):
    """The smallest bot that does what the real one does."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, messages=True, reactions=True)
        super().__init__("!", intents=intents, guild_ready_timeout=0.05, max_messages=None)
        self.reactions: list[discord.RawReactionActionEvent] = []
        self.heard: list[discord.Message] = []
        self.resumed = asyncio.Event()
        self.seen: list[discord.Interaction] = []

    async def setup_hook(self) -> None:
        self.tree.add_command(app_commands.Command(name="banana", description="Draw", callback=self.banana))
        self.tree.add_command(app_commands.Command(name="slow", description="Defer", callback=self.slow))
        self.tree.add_command(app_commands.Command(name="form", description="Open", callback=self.form))
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify again without discord.py's five seconds."""

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        self.reactions.append(event)

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)

    async def on_resumed(self) -> None:
        self.resumed.set()

    async def banana(
        self, interaction: discord.Interaction, prompt: str, image: discord.Attachment | None = None
    ) -> None:
        self.seen.append(interaction)
        await interaction.response.send_message(view=card(f"Waiting: {prompt}", button="Cancel"))

    async def slow(self, interaction: discord.Interaction) -> None:
        self.seen.append(interaction)
        await interaction.response.defer()

    async def form(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Edit(self))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            self.seen.append(interaction)
            await interaction.response.edit_message(view=card("Cancelled."))


class Edit(discord.ui.Modal, title="Edit the prompt"):
    words: discord.ui.Label[Edit] = discord.ui.Label(
        text="Prompt", component=discord.ui.TextInput(custom_id="words", default="a cat", max_length=50)
    )
    shape: discord.ui.Label[Edit] = discord.ui.Label(
        text="Shape",
        component=discord.ui.Select(
            custom_id="shape",
            options=[discord.SelectOption(label="1:1", default=True), discord.SelectOption(label="4:3")],
        ),
    )
    inputs: discord.ui.Label[Edit] = discord.ui.Label(
        text="Pictures", component=discord.ui.FileUpload(custom_id="inputs", required=False, max_values=2)
    )

    def __init__(self, drawer: Drawer) -> None:
        super().__init__()
        self.drawer = drawer

    async def on_submit(self, interaction: discord.Interaction) -> None:
        words, shape, inputs = (label.component for label in (self.words, self.shape, self.inputs))
        assert isinstance(words, discord.ui.TextInput)
        assert isinstance(shape, discord.ui.Select)
        assert isinstance(inputs, discord.ui.FileUpload)
        sizes = [len(await file.read()) for file in inputs.values]
        await interaction.response.send_message(f"{words.value} {shape.values} {sizes}", ephemeral=True)


def card(text: str, *, button: str | None = None, pictures: tuple[str, ...] = ()) -> discord.ui.LayoutView:
    view = discord.ui.LayoutView(timeout=None)
    box: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(discord.ui.TextDisplay(text))
    if pictures:
        items = [discord.MediaGalleryItem(f"attachment://{name}", description=text) for name in pictures]
        box.add_item(discord.ui.MediaGallery(*items))
    if button:
        box.add_item(discord.ui.ActionRow(discord.ui.Button(label=button, custom_id="img1:cancel:1")))
    return view.add_item(box)


def file(name: str = "a.png") -> discord.File:
    return discord.File(io.BytesIO(picture()), name)


@pytest.fixture
def png() -> bytes:
    return picture()


@pytest.fixture
def layout() -> Callable[..., discord.ui.LayoutView]:
    return card


@pytest.fixture
def upload() -> Callable[..., discord.File]:
    return file


@pytest.fixture
async def fake_discord() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as running:
        yield running


@pytest.fixture
async def wire(fake_discord: FakeDiscord) -> AsyncIterator[Wire]:
    async with aiohttp.ClientSession() as session:
        yield Wire(fake_discord=fake_discord, session=session)


@pytest.fixture
async def registered(wire: Wire) -> Wire:
    status, body = await wire.put(BANANA)
    assert status == 200, body
    return wire


@pytest.fixture
def seam(fake_discord: FakeDiscord, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(discord.http.Route, "BASE", f"{fake_discord.url}/api/v10")
    gateway = yarl.URL(fake_discord.gateway_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    yield


@pytest.fixture
async def drawer(fake_discord: FakeDiscord, seam: None) -> AsyncIterator[Drawer]:
    bot = Drawer()
    running = asyncio.create_task(bot.start("demo-token"))
    try:
        await fake_discord.until(lambda: running.done() or bot.is_ready())
        yield bot
    finally:
        await bot.close()
        await running
