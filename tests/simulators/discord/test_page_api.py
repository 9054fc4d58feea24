"""The page's contract: what it reads, what it is told, what it can do, and who else may ask."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.simulators.discord import FakeDiscord, FirstOrder, Page

JSON = dict[str, Any]
Wire = Any
V2 = 1 << 15


class Screen:
    """A person's page: the events that came, and acts by post."""

    def __init__(self, wire: Wire, name: str, response: aiohttp.ClientResponse) -> None:
        self.wire = wire
        self.person = wire.fake_discord.person(name)
        self.response = response

    async def next(self, wanted: str) -> JSON:
        async with asyncio.timeout(5):
            while True:
                name, data = await self._event()
                if name == wanted:
                    return data

    async def _event(self) -> tuple[str, JSON]:
        name = (await self.response.content.readline()).decode().strip().removeprefix("event: ")
        data = (await self.response.content.readline()).decode().strip().removeprefix("data: ")
        await self.response.content.readline()
        return name, json.loads(data)

    async def act(self, kind: str, uploads: dict[str, bytes] | None = None, **more: Any) -> JSON:
        channel = str(self.person.channel(more.pop("channel", "studio")).id)
        payload = {"as": str(self.person.id), "locale": "fr", "channel_id": channel, "kind": kind, **more}
        url = f"{self.wire.fake_discord.url}/app/act"
        data = aiohttp.FormData({"payload": json.dumps(payload)})
        for key, content in (uploads or {}).items():
            data.add_field(f"file:{key}", content, filename=f"{key}.png", content_type="image/png")
        body: Any = {"data": data} if uploads else {"json": payload}
        async with self.wire.session.post(url, **body) as response:
            answer: JSON = await response.json()
            return answer


@asynccontextmanager
async def open_page(wire: Wire, name: str) -> AsyncIterator[Screen]:
    person = wire.fake_discord.person(name)
    async with wire.session.get(f"{wire.fake_discord.url}/app/events?as={person.id}") as response:
        assert response.content_type == "text/event-stream"
        yield Screen(wire, name, response)


@pytest.fixture
async def mara(registered: Wire) -> AsyncIterator[Screen]:
    async with open_page(registered, "mara") as screen:
        yield screen


@pytest.fixture
async def command_id(registered: Wire, fake_discord: FakeDiscord) -> str:
    found: str = fake_discord.commands.view(None, "en-US")[0]["id"]
    return found


async def get(wire: Wire, path: str) -> Any:
    async with wire.session.get(f"{wire.fake_discord.url}{path}") as response:
        return await response.json()


async def test_the_page_learns_who_and_where_it_is(wire: Wire, fake_discord: FakeDiscord) -> None:
    config = await get(wire, "/app/config")
    assert config["languages"] == {"en-US": "English", "fr": "Français"}
    assert [(p["name"], p["role"], p["initial"]) for p in config["people"]] == [
        ("mara", "member", "M"),
        ("jonas", "member", "J"),
        ("ines", "moderator", "I"),
        ("sam", "host", "S"),
        ("lena", "member", "L"),
        ("noah", "member", "N"),
    ]
    guild, direct = [[c for c in config["channels"] if c["kind"] == kind] for kind in ("guild", "dm")]
    assert [c["name"] for c in guild] == ["studio", "moodboard", "general", "memes", "after-dark", "mod-log"]
    assert {c["person_id"] for c in direct} == {p["id"] for p in config["people"]}
    moderators = [str(fake_discord.person(name).id) for name in ("ines", "sam")]
    assert guild[-1]["seen_by"] == moderators and guild[-2]["is_age_restricted"]
    assert config["bot"]["name"] == "Banana" and not config["online"]


async def test_its_words_and_tries_are_the_hosts() -> None:
    page = Page(title="Try it", tries=({"label": "Refused", "prompt": "nsfw"},), vendor_events="http://127.0.0.1:1/e")
    async with (
        FakeDiscord(page=page) as fake_discord,
        aiohttp.ClientSession() as session,
        session.get(f"{fake_discord.url}/app/config") as response,
    ):
        config = await response.json()
    assert (config["title"], config["tries"][0]["label"]) == ("Try it", "Refused")
    assert config["vendor_events"] == "http://127.0.0.1:1/e"


async def test_the_first_order_is_for_the_first_page_that_asks_and_waits_for_the_channel() -> None:
    first = FirstOrder(member="jonas", command="banana", prompts={"fr": "un lac"})
    async with FakeDiscord(page=Page(first_order=first)) as fake_discord, aiohttp.ClientSession() as session:
        async with session.get(f"{fake_discord.url}/app/config") as response:
            shown = (await response.json())["first_order"]
        assert shown["as"] == str(fake_discord.person("jonas").id) and shown["prompts"] == {"fr": "un lac"}

        async def ask(method: str, path: str) -> bool:
            async with session.request(method, f"{fake_discord.url}{path}") as response:
                return bool((await response.json())["ok"])

        fake_discord.page_routes.furnished.clear()
        opened = asyncio.create_task(ask("GET", "/app/opening"))
        assert [await ask("POST", "/app/first-order") for _ in range(2)] == [True, False]
        assert not opened.done()
        fake_discord.page_routes.furnished.set()
        assert await opened


async def test_it_starts_from_a_snapshot(mara: Screen, fake_discord: FakeDiscord) -> None:
    snapshot = await mara.next("snapshot")
    lines = {str(fake_discord.person(name).channel("dm").id) for name in ("jonas", "ines", "sam")}
    assert not lines & set(snapshot["messages"])
    assert snapshot["online"] is False and snapshot["commands_version"] == 1


async def test_a_command_with_a_picture_goes_out_and_its_card_comes_in(
    mara: Screen, command_id: str, fake_discord: FakeDiscord, png: bytes
) -> None:
    options = {"prompt": "un chat", "image": {"file": "image"}}
    sent = await mara.act("slash", {"image": png}, command_id=command_id, options=options, nonce="n1")
    assert sent["ok"]
    pending = await mara.next("interaction")
    assert pending == {"id": sent["interaction_id"], "state": "pending", "nonce": "n1"}
    one = fake_discord.interactions.find(int(sent["interaction_id"]))
    assert one is not None and one.locale == "fr"
    assert next(iter(one.data["resolved"]["attachments"].values()))["filename"] == "image.png"
    gallery = {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}
    path = f"/interactions/{one.id}/{one.token}/callback"
    await mara.wire("POST", path, {"type": 4, "data": {"flags": V2, "components": [gallery]}}, {"a.png": png})
    message = await mara.next("message")
    assert message["pg"] == {"ephemeral_for": None, "command_name": "banana", "loading": False}
    media = message["components"][0]["items"][0]["media"]
    assert (media["width"], media["height"]) == (3, 2)
    async with mara.wire.session.get(media["url"]) as response:
        assert await response.read() == png
    assert (await mara.next("interaction"))["state"] == "answered"


async def test_no_answer_is_told_in_words(mara: Screen, command_id: str, fake_discord: FakeDiscord) -> None:
    fake_discord.ack_seconds = 0.01
    await mara.act("slash", command_id=command_id, options={"prompt": "x"})
    states = [await mara.next("interaction")]
    while states[-1]["state"] != "failed":
        states.append(await mara.next("interaction"))
    assert states[-1]["sentence"] == "The application did not respond"


async def test_a_page_that_lost_its_line_learns_the_end(
    mara: Screen, registered: Wire, fake_discord: FakeDiscord
) -> None:
    call = await fake_discord.person("mara").slash("banana", prompt="x")
    await registered.answer(call, 4, {"content": "hi"})
    async with open_page(registered, "mara") as again:
        assert await again.next("interaction") == {
            "id": str(call.id),
            "state": "answered",
            "message_id": str(fake_discord.messages()[0].id),
        }


async def test_suggestions_that_never_come_are_told(wire: Wire, fake_discord: FakeDiscord) -> None:
    option = {"name": "style", "description": "s", "type": 3, "autocomplete": True}
    _, listed = await wire.put({"name": "draw", "description": "d", "options": [option]})
    fake_discord.ack_seconds = 0.01
    async with open_page(wire, "mara") as screen:
        asked = await screen.act("autocomplete", command_id=listed[0]["id"], options={}, focused="style")
        assert (await screen.next("interaction"))["id"] == asked["interaction_id"]
    assert await fake_discord.person("mara").autocomplete("draw", "style", "o") == []


async def test_private_answers_reach_only_their_reader(
    mara: Screen, command_id: str, fake_discord: FakeDiscord
) -> None:
    async with open_page(mara.wire, "jonas") as jonas:
        await jonas.next("snapshot")
        call = await fake_discord.person("mara").slash("banana", prompt="x")
        await mara.wire.answer(call, 4, {"content": "psst", "flags": 64})
        await fake_discord.person("jonas").say("for all")
        private = await mara.next("message")
        assert (private["content"], private["flags"]) == ("psst", 64)
        assert private["pg"]["ephemeral_for"] == str(mara.person.id)
        assert (await jonas.next("message"))["content"] == "for all"
        channel = private["channel_id"]
        seen = await get(mara.wire, f"/app/messages?channel_id={channel}&as={jonas.person.id}")
        assert [message["content"] for message in seen] == ["for all"]


async def test_many_edits_arrive_as_the_newest(mara: Screen, fake_discord: FakeDiscord) -> None:
    await mara.next("snapshot")
    _, made = await mara.wire("POST", f"{mara.wire.studio}/messages", {"content": "0"})
    for n in range(1, 30):
        await mara.wire("PATCH", f"{mara.wire.studio}/messages/{made['id']}", {"content": str(n)})
    seen = [(await mara.next("message"))["content"]]
    while seen[-1] != "29":
        seen.append((await mara.next("message"))["content"])
    assert len(seen) < 30


async def test_talk_reactions_and_deletion(mara: Screen, fake_discord: FakeDiscord, png: bytes) -> None:
    said = await mara.act("say", {"p": png}, content="look", files=["p"])
    message = await mara.next("message")
    assert (message["id"], message["attachments"][0]["filename"]) == (said["message_id"], "p.png")
    await mara.act("react", message_id=said["message_id"], emoji="🍌")
    reaction = (await mara.next("reaction"))["reactions"][0]
    assert (reaction["me"], reaction["by"]) == (True, [str(mara.person.id)])
    replied = await mara.act("say", content="and this", reply_to=said["message_id"])
    assert (await mara.next("message"))["referenced_message"]["id"] == said["message_id"] != replied["message_id"]
    await mara.act("unreact", message_id=said["message_id"], emoji="🍌")
    assert (await mara.act("delete", message_id=said["message_id"]))["ok"]
    assert (await mara.next("message_delete"))["id"] == said["message_id"]


async def test_a_button_opens_a_modal_for_who_pressed(mara: Screen, fake_discord: FakeDiscord) -> None:
    button = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Edit", "custom_id": "e"}]}
    await mara.wire("POST", f"{mara.wire.studio}/messages", {"content": "x", "components": [button]})
    message, told = fake_discord.messages()[0], []
    fake_discord.state.listeners.append(lambda change: told.append(change.kind))
    pressed = await mara.act("click", message_id=str(message.id), custom_id="e")
    assert "guild_changed" in told  # the bot is told of the server's language, as by Discord
    one = fake_discord.interactions.find(int(pressed["interaction_id"]))
    assert one is not None
    assert {guild.locale for guild in fake_discord.state.guilds.values()} == {"fr"}, "one switch for both, buttons too"
    field = {"type": 18, "label": "Words", "component": {"type": 4, "custom_id": "w", "style": 1}}
    modal = {"custom_id": "m", "title": "Edit", "components": [field]}
    await mara.wire("POST", f"/interactions/{one.id}/{one.token}/callback", {"type": 9, "data": modal})
    opened = await mara.next("modal")
    assert (opened["title"], opened["interaction_id"]) == ("Edit", str(one.id))
    filled = {"interaction_id": opened["interaction_id"], "custom_id": "m", "fields": {"w": "two"}}
    sent = await mara.act("modal", **filled)
    submitted = fake_discord.interactions.find(int(sent["interaction_id"]))
    assert submitted is not None and submitted.source is message
    assert submitted.data["components"][0]["component"]["value"] == "two"


WRONG = {
    "unknown verb": {"kind": "fly"},
    "unknown command": {"kind": "slash", "command_id": "5"},
    "missing option": {"kind": "slash", "command_id": "{command}", "options": {}},
    "unknown message": {"kind": "click", "message_id": "5", "custom_id": "x"},
    "file that did not come": {
        "kind": "slash",
        "command_id": "{command}",
        "options": {"prompt": "x", "image": {"file": "i"}},
    },
    "empty message": {"kind": "say", "content": ""},
    "no modal": {"kind": "modal", "interaction_id": "5", "fields": {}},
    "nothing said": {"kind": "react"},
}


@pytest.mark.parametrize("payload", WRONG.values(), ids=WRONG)
async def test_what_cannot_be_done_is_said_in_words(mara: Screen, command_id: str, payload: JSON) -> None:
    filled = {key: command_id if value == "{command}" else value for key, value in payload.items()}
    answer = await mara.act(filled.pop("kind"), **filled)
    assert answer["ok"] is False and answer["sentence"]


async def test_nobody_reads_anothers_line(mara: Screen, fake_discord: FakeDiscord) -> None:
    other = str(fake_discord.person("jonas").channel("dm").id)
    await fake_discord.person("jonas").say("private", channel="dm")
    assert await get(mara.wire, f"/app/messages?channel_id={other}&as={mara.person.id}") == []
    payload = {"as": str(mara.person.id), "kind": "say", "channel_id": other, "content": "hi"}
    async with mara.wire.session.post(f"{fake_discord.url}/app/act", json=payload) as response:
        assert not (await response.json())["ok"]


async def test_the_list_of_commands_and_the_bots_coming_are_told(wire: Wire, fake_discord: FakeDiscord) -> None:
    async with open_page(wire, "mara") as screen:
        await screen.next("snapshot")
        await wire.put({"name": "new", "description": "d"})
        assert (await screen.next("commands"))["commands_version"] == 1
        async with wire.session.ws_connect(fake_discord.gateway_url) as socket:
            await socket.send_json({"op": 2, "d": {"token": "demo-token", "intents": 1}})
            assert (await screen.next("presence"))["online"]
        assert not (await screen.next("presence"))["online"]
    listed = await get(wire, "/app/commands?locale=fr")
    assert listed[0]["raw_name"] == "new"


async def test_stopping_ends_every_open_page_and_line() -> None:
    async with aiohttp.ClientSession() as session, FakeDiscord() as fake_discord:
        page = await session.get(f"{fake_discord.url}/app/events?as={fake_discord.person('mara').id}")
        socket = await session.ws_connect(fake_discord.gateway_url)
        await socket.send_json({"op": 2, "d": {"token": "demo-token", "intents": 1}})
        await fake_discord.until(lambda: fake_discord.bot_online)
        heard = asyncio.create_task(_frames(socket))
        await fake_discord.stop()
        assert await heard == [None, "READY", "GUILD_CREATE"]
        assert socket.close_code == 1001
        assert (await page.content.read()).startswith(b"event: snapshot")


async def _frames(socket: aiohttp.ClientWebSocketResponse) -> list[str | None]:
    return [message.json()["t"] async for message in socket]


async def test_the_call_log_is_read_from_where_one_stopped(wire: Wire) -> None:
    await wire("GET", "/users/@me")
    await wire("GET", "/gateway/bot")
    entries = (await get(wire, "/app/ledger?after=1"))["entries"]
    assert [(entry["n"], entry["path"]) for entry in entries] == [(2, "/gateway/bot")]


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}],
    ids=["rebound name", "other site", "no site"],
)
@pytest.mark.parametrize("path", ["/app/config", "/app/events?as=1", "/app/ledger", "/gateway/"])
async def test_other_sites_are_refused(
    wire: Wire, fake_discord: FakeDiscord, headers: dict[str, str], path: str
) -> None:
    async with wire.session.get(fake_discord.url + path, headers=headers) as response:
        assert response.status == 403


async def test_the_own_page_is_let_in(wire: Wire, fake_discord: FakeDiscord) -> None:
    async with wire.session.get(f"{fake_discord.url}/app/config", headers={"Origin": fake_discord.url}) as response:
        assert response.status == 200


async def test_an_uploaded_page_never_runs_as_ours(wire: Wire, fake_discord: FakeDiscord) -> None:
    said = await fake_discord.person("mara").say("x", files=[("x.html", b"<script>1</script>")])
    async with wire.session.get(fake_discord.state.url(said.attachments[0])) as response:
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
