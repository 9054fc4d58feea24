"""Messages, reactions and places by the bot's own token: who may do what, and what comes back."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulators.discord import FakeDiscord

JSON = dict[str, Any]
Wire = Any
CROSS = "%E2%9D%8C"


@pytest.fixture
async def posted(wire: Wire) -> str:
    _, made = await wire("POST", f"{wire.studio}/messages", {"content": "mine"})
    return f"{wire.studio}/messages/{made['id']}"


async def test_without_the_token_nothing_is_answered(wire: Wire) -> None:
    wire.token = "guess"
    for path in ("/users/@me", "/gateway/bot", f"{wire.studio}/messages"):
        status, body = await wire("GET", path)
        assert (status, body["code"]) == (401, 0)


UNKNOWN = {
    "/channels/5": 10003,
    "/channels/five": 10003,
    "/channels/5/messages": 10003,
    "/guilds/5": 10004,
    "/users/5": 10013,
}


@pytest.mark.parametrize(("path", "code"), UNKNOWN.items(), ids=[str(code) for code in UNKNOWN.values()])
async def test_what_is_not_there_is_unknown(wire: Wire, path: str, code: int) -> None:
    status, body = await wire("GET", path)
    assert (status, body["code"]) == (404, code)


async def test_an_unknown_message_or_route_is_said_to_be(wire: Wire) -> None:
    assert (await wire("PATCH", f"{wire.studio}/messages/5", {"content": "x"}))[1]["code"] == 10008
    assert await wire("GET", "/nothing") == (404, {"message": "404: Not Found", "code": 0})


DENIED = [
    ("VIEW_CHANNEL", "GET", "", None, 50001),
    ("VIEW_CHANNEL", "POST", "/messages", {"content": "x"}, 50001),
    ("VIEW_CHANNEL", "PATCH", "{own}", {"content": "x"}, 50001),
    ("SEND_MESSAGES", "POST", "/messages", {"content": "x"}, 50013),
    ("EMBED_LINKS", "POST", "/messages", {"embeds": [{"title": "x"}]}, 50013),
    ("READ_MESSAGE_HISTORY", "GET", "{own}", None, 50001),
    ("READ_MESSAGE_HISTORY", "PUT", f"{{own}}/reactions/{CROSS}/@me", None, 50013),
    ("ADD_REACTIONS", "PUT", f"{{own}}/reactions/{CROSS}/@me", None, 50013),
]


@pytest.mark.parametrize(("right", "method", "path", "body", "code"), DENIED)
async def test_a_missing_right_is_named_by_its_code(
    wire: Wire, fake_discord: FakeDiscord, posted: str, right: str, method: str, path: str, body: JSON | None, code: int
) -> None:
    fake_discord.deny("studio", right)
    target = path.format(own=posted.removeprefix(wire.studio))
    status, refusal = await wire(method, wire.studio + target, body)
    assert (status, refusal["code"]) == (403, code)
    fake_discord.allow("studio", right)
    status, _ = await wire(method, wire.studio + target, body)
    assert status in (200, 204)


async def test_files_need_their_own_right_on_posts_and_edits(
    wire: Wire, fake_discord: FakeDiscord, posted: str, png: bytes
) -> None:
    for denied in ("ATTACH_FILES", "SEND_MESSAGES"):
        fake_discord.deny("studio", denied)
        status, refusal = await wire("PATCH", posted, {}, {"a.png": png})
        assert (status, refusal["code"]) == (403, 50013)
        fake_discord.allow("studio", denied)
    fake_discord.deny("studio", "SEND_MESSAGES")
    status, _ = await wire("PATCH", posted, {"content": "words need no right to send"})
    assert status == 200


async def test_an_unknown_permission_is_a_mistake_of_the_test(fake_discord: FakeDiscord) -> None:
    with pytest.raises(KeyError, match="FLY"):
        fake_discord.deny("studio", "FLY")


async def test_others_messages_are_not_edited_and_deleted_only_by_a_manager(
    wire: Wire, fake_discord: FakeDiscord
) -> None:
    said = await fake_discord.person("mara").say("hers")
    path = f"{wire.studio}/messages/{said.id}"
    assert (await wire("PATCH", path, {"content": "x"}))[1]["code"] == 50005
    assert (await wire("DELETE", path))[1]["code"] == 50013
    assert (await wire("DELETE", f"{path}/reactions/{CROSS}/{said.author_id}"))[1]["code"] == 50013
    private = await fake_discord.person("mara").say("hers", channel="dm")
    status, body = await wire("DELETE", f"/channels/{private.channel_id}/messages/{private.id}")
    assert (status, body["code"]) == (403, 50003)


async def test_reactions_are_counted_listed_and_taken_off(wire: Wire, fake_discord: FakeDiscord, posted: str) -> None:
    message = fake_discord.messages()[0]
    mara, jonas = fake_discord.person("mara"), fake_discord.person("jonas")
    await mara.react(message, "❌")
    await jonas.react(message, "❌")
    assert await wire("PUT", f"{posted}/reactions/{CROSS}/@me") == (204, None)
    _, body = await wire("GET", posted)
    assert [(r["emoji"]["name"], r["count"], r["me"]) for r in body["reactions"]] == [("❌", 3, True)]
    _, people = await wire("GET", f"{posted}/reactions/{CROSS}?limit=2")
    assert len(people) == 2
    await wire("DELETE", f"{posted}/reactions/{CROSS}/@me")
    await mara.unreact(message, "❌")
    assert message.reactions == {"❌": [jonas.id]}


async def test_a_word_is_no_emoji(wire: Wire, posted: str) -> None:
    status, body = await wire("PUT", f"{posted}/reactions/cross/@me")
    assert (status, body["code"]) == (400, 10014)


async def test_a_twenty_first_kind_of_reaction_is_refused(wire: Wire, fake_discord: FakeDiscord, posted: str) -> None:
    for n in range(20):
        fake_discord.state.react(fake_discord.messages()[0], fake_discord.person("mara").id, chr(0x1F600 + n))
    status, body = await wire("PUT", f"{posted}/reactions/{CROSS}/@me")
    assert (status, body["code"]) == (400, 30010)


async def test_a_channel_is_read_in_pages(wire: Wire) -> None:
    ids = [(await wire("POST", f"{wire.studio}/messages", {"content": str(n)}))[1]["id"] for n in range(7)]

    async def read(query: str) -> list[str]:
        _, body = await wire("GET", f"{wire.studio}/messages?{query}")
        return [message["content"] for message in body]

    assert await read("limit=3") == ["6", "5", "4"]
    assert await read(f"before={ids[3]}&limit=2") == ["2", "1"]
    assert await read(f"after={ids[3]}&limit=2") == ["5", "4"]
    assert await read(f"around={ids[3]}&limit=3") == ["4", "3", "2"]
    assert (await wire("GET", f"{wire.studio}/messages?limit=101"))[1]["code"] == 50035


async def test_without_history_a_channel_reads_empty(wire: Wire, fake_discord: FakeDiscord, posted: str) -> None:
    fake_discord.deny("studio", "READ_MESSAGE_HISTORY")
    assert await wire("GET", f"{wire.studio}/messages") == (200, [])


async def test_the_same_nonce_posts_once_only_if_enforced(wire: Wire, fake_discord: FakeDiscord) -> None:
    body = {"content": "x", "nonce": "job"}
    first = await wire("POST", f"{wire.studio}/messages", {**body, "enforce_nonce": True})
    again = await wire("POST", f"{wire.studio}/messages", {**body, "enforce_nonce": True})
    other = await wire("POST", f"{wire.studio}/messages", body)
    assert first[1]["id"] == again[1]["id"] != other[1]["id"]
    assert len(fake_discord.messages()) == 2


async def test_a_direct_line_is_one_and_the_same(wire: Wire, fake_discord: FakeDiscord) -> None:
    mara = fake_discord.person("mara")
    _, line = await wire("POST", "/users/@me/channels", {"recipient_id": str(mara.id)})
    assert await wire("POST", "/users/@me/channels", {"recipient_id": mara.id}) == (200, line)
    await wire("POST", f"/channels/{line['id']}/messages", {"content": "hello"})
    assert [m.content for m in mara.dm()] == ["hello"] and fake_discord.messages("dm:mara") == mara.dm()
    assert (await wire("POST", "/users/@me/channels", {"recipient_id": "5"}))[1]["code"] == 10013


async def test_the_call_log_holds_every_call(wire: Wire, fake_discord: FakeDiscord, posted: str, png: bytes) -> None:
    await wire("PATCH", posted, {"content": "new words", "allowed_mentions": {"parse": []}}, {"a.png": png})
    await wire("DELETE", f"{wire.studio}/messages/5")
    patch, delete = fake_discord.calls[-2:]
    assert (patch.method, patch.path, patch.status, patch.code) == ("PATCH", posted, 200, 0)
    assert (patch.speaks, patch.allowed_mentions) == (True, {"parse": []})
    assert (patch.files, patch.summary) == (1, "new words")
    assert patch.message_id == fake_discord.messages()[0].id
    assert (delete.n, delete.status, delete.code, delete.message_id) == (3, 404, 10008, None)


async def test_a_guild_and_its_members_are_described(wire: Wire, fake_discord: FakeDiscord) -> None:
    guild = next(iter(fake_discord.state.guilds.values()))
    _, body = await wire("GET", f"/guilds/{guild.id}")
    assert [channel["name"] for channel in body["channels"]][:2] == ["studio", "general"]
    moderators = next(role for role in body["roles"] if role["name"] == "Moderators")
    _, ines = await wire("GET", f"/guilds/{guild.id}/members/{fake_discord.person('ines').id}")
    assert ines["roles"] == [moderators["id"]]
    other = fake_discord.add_guild("Elsewhere")
    lea = fake_discord.add_person("lea", guild=other)
    status, body = await wire("GET", f"/guilds/{guild.id}/members/{lea.id}")
    assert (status, body["code"]) == (404, 10007)
