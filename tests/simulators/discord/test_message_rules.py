"""What Discord refuses in a message, refused with Discord's own status, code and place in the form."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.simulators.discord import FakeDiscord
from bot.simulators.discord.errors import ApiError
from bot.simulators.discord.message_writes import Form, MessageWriter
from bot.simulators.discord.state import State

JSON = dict[str, Any]
Wire = Any
V2 = 1 << 15


def text(content: str = "hello") -> JSON:
    return {"type": 10, "content": content}


def button(custom_id: str = "x", **more: Any) -> JSON:
    return {"type": 2, "style": 2, "label": "Go", "custom_id": custom_id, **more}


def row(*parts: JSON) -> JSON:
    return {"type": 1, "components": list(parts)}


def box(*parts: JSON) -> JSON:
    return {"type": 17, "components": list(parts)}


def gallery(*urls: str, **more: Any) -> JSON:
    return {"type": 12, "items": [{"media": {"url": url}, **more} for url in urls]}


def select(count: int = 2, **more: Any) -> JSON:
    return {"type": 3, "custom_id": "s", "options": [{"label": str(n), "value": str(n)} for n in range(count)], **more}


def section(accessory: JSON, *parts: JSON) -> JSON:
    return {"type": 9, "components": list(parts or [text()]), "accessory": accessory}


PICTURE = "https://example.org/a.png"
GOOD = {
    "text": [text()],
    "40 components": [box(*[text(str(n)) for n in range(39)])],
    "4000 characters": [text("a" * 2000), text("b" * 2000)],
    "five buttons": [row(*[button(str(n)) for n in range(5)])],
    "longest custom_id and label": [row(button("c" * 100, label="l" * 80))],
    "emoji instead of label": [row({"type": 2, "style": 1, "custom_id": "e", "emoji": {"name": "🍌"}})],
    "link": [row({"type": 2, "style": 5, "label": "Get", "url": PICTURE})],
    "ten pictures": [gallery(*[PICTURE] * 10, description="d" * 1024)],
    "thumbnail": [section({"type": 11, "media": {"url": PICTURE}})],
    "select": [row(select(25))],
    "separator": [text(), {"type": 14}, text()],
}
BAD = {
    "41 components": ([box(*[text(str(n)) for n in range(40)])], "components"),
    "4001 characters": ([text("a" * 2000), text("b" * 2001)], "components"),
    "empty text": ([text("")], "components.0.content"),
    "six buttons": ([row(*[button(str(n)) for n in range(6)])], "components.0.components"),
    "empty row": ([row()], "components.0.components"),
    "same custom_id twice": ([row(button("a"), button("a"))], "components"),
    "custom_id too long": ([row(button("c" * 101))], "components.0.components.0.custom_id"),
    "custom_id missing": ([row({"type": 2, "style": 2, "label": "x"})], "components.0.components.0.custom_id"),
    "label too long": ([row(button(label="l" * 81))], "components.0.components.0.label"),
    "button without words": ([row({"type": 2, "style": 2, "custom_id": "a"})], "components.0.components.0.label"),
    "unknown style": ([row(button(style=9))], "components.0.components.0.style"),
    "link without url": ([row({"type": 2, "style": 5, "label": "x"})], "components.0.components.0.url"),
    "link with custom_id": ([row(button(style=5, url=PICTURE))], "components.0.components.0"),
    "button outside a row": ([button()], "components.0.type"),
    "container in a container": ([box(box(text()))], "components.0.components.0.type"),
    "unknown type": ([{"type": 99}], "components.0.type"),
    "no object": (["text"], "components.0.type"),
    "no pictures": ([gallery()], "components.0.items"),
    "eleven pictures": ([gallery(*[PICTURE] * 11)], "components.0.items"),
    "description too long": ([gallery(PICTURE, description="d" * 1025)], "components.0.items.0.description"),
    "unknown attachment": ([gallery("attachment://none.png")], "components.0.items.0.media.url"),
    "bad scheme": ([gallery("file:///etc/passwd")], "components.0.items.0.media.url"),
    "section without accessory": ([{"type": 9, "components": [text()]}], "components.0.accessory.type"),
    "section of four": ([section(button(), *[text()] * 4)], "components.0.components"),
    "too many options": ([row(select(26))], "components.0.components.0.options"),
    "select beside a button": ([row(select(), button())], "components.0.components"),
}


def at(errors: JSON, path: str) -> JSON:
    for step in path.split("."):
        assert step in errors, f"{path}: {errors}"
        errors = errors[step]
    return errors


@pytest.mark.parametrize("tree", GOOD.values(), ids=GOOD)
async def test_a_good_card_is_taken(wire: Wire, tree: list[JSON]) -> None:
    status, body = await wire("POST", f"{wire.studio}/messages", {"flags": V2, "components": tree})
    assert status == 200, body
    assert body["flags"] & V2 and body["components"][0]["id"] == 1


@pytest.mark.parametrize(("tree", "path"), BAD.values(), ids=BAD)
async def test_a_bad_card_is_refused_where_it_is_bad(wire: Wire, tree: list[JSON], path: str) -> None:
    status, body = await wire("POST", f"{wire.studio}/messages", {"flags": V2, "components": tree})
    assert (status, body["code"], body["message"]) == (400, 50035, "Invalid Form Body")
    assert at(body["errors"], path)["_errors"][0]["code"]
    assert wire.fake_discord.messages() == []


PLAIN = {
    "empty": ({}, 400, 50006),
    "empty content": ({"content": ""}, 400, 50006),
    "card without parts": ({"flags": V2, "components": []}, 400, 50006),
    "content too long": ({"content": "x" * 2001}, 400, 50035),
    "content on a card": ({"content": "x", "flags": V2, "components": [text()]}, 400, 50035),
    "embeds on a card": ({"embeds": [{"title": "x"}], "flags": V2, "components": [text()]}, 400, 50035),
    "card without the flag": ({"components": [text()]}, 400, 50035),
    "eleven embeds": ({"embeds": [{"title": "x"}] * 11}, 400, 50035),
    "attachment that did not come": ({"content": "x", "attachments": [{"id": 0}]}, 400, 50035),
    "nonce too long": ({"content": "x", "nonce": "n" * 26}, 400, 50035),
    "reply to nothing": ({"content": "x", "message_reference": {"message_id": "5"}}, 400, 50035),
    "flags that are no number": ({"content": "x", "flags": "many"}, 400, 50035),
}


@pytest.mark.parametrize(("body", "status", "code"), PLAIN.values(), ids=PLAIN)
async def test_a_bad_message_is_refused(wire: Wire, body: JSON, status: int, code: int) -> None:
    answered, refusal = await wire("POST", f"{wire.studio}/messages", body)
    assert (answered, refusal["code"]) == (status, code)


async def test_broken_json_is_said_to_be(wire: Wire, fake_discord: FakeDiscord) -> None:
    headers = {"Authorization": "Bot demo-token"}
    async with wire.session.post(f"{fake_discord.url}/api/v10{wire.studio}/messages", data="{", headers=headers) as got:
        assert (got.status, (await got.json())["code"], got.headers["Content-Type"]) == (400, 50109, "application/json")


async def test_a_card_stays_a_card(wire: Wire) -> None:
    _, made = await wire("POST", f"{wire.studio}/messages", {"flags": V2, "components": [text()]})
    path = f"{wire.studio}/messages/{made['id']}"
    status, body = await wire("PATCH", path, {"flags": 0, "content": "plain", "components": []})
    assert (status, body["code"]) == (400, 50035) and "flags" in body["errors"]
    status, body = await wire("PATCH", path, {"components": [text("other")]})
    assert status == 200 and body["flags"] & V2


async def test_a_plain_message_becomes_a_card_only_without_its_content(wire: Wire) -> None:
    _, made = await wire("POST", f"{wire.studio}/messages", {"content": "plain"})
    path = f"{wire.studio}/messages/{made['id']}"
    status, body = await wire("PATCH", path, {"flags": V2, "components": [text()]})
    assert (status, body["code"]) == (400, 50035) and "content" in body["errors"]
    status, _ = await wire("PATCH", path, {"flags": V2, "components": [text()], "content": None})
    assert status == 200


async def test_an_edit_without_attachments_keeps_them(wire: Wire, fake_discord: FakeDiscord, png: bytes) -> None:
    _, made = await wire("POST", f"{wire.studio}/messages", {"content": "x"}, {"a.png": png})
    path = f"{wire.studio}/messages/{made['id']}"
    await wire("PATCH", path, {"content": "y"})
    assert [a.filename for a in fake_discord.messages()[0].attachments] == ["a.png"]
    await wire("PATCH", path, {"content": "z"}, {"b.png": png})
    assert [a.filename for a in fake_discord.messages()[0].attachments] == ["a.png", "b.png"]


async def test_an_edit_with_attachments_keeps_exactly_those_and_the_new(
    wire: Wire, fake_discord: FakeDiscord, png: bytes
) -> None:
    _, made = await wire("POST", f"{wire.studio}/messages", {}, {"a.png": png, "b.png": png})
    path = f"{wire.studio}/messages/{made['id']}"
    kept = {"id": made["attachments"][1]["id"]}
    await wire("PATCH", path, {"attachments": [kept, {"id": 0, "description": "new"}]}, {"c.png": png})
    found = fake_discord.messages()[0].attachments
    assert [(a.filename, a.description) for a in found] == [("b.png", None), ("c.png", "new")]
    assert [len(v.attachments) for v in fake_discord.messages()[0].versions] == [2, 2]
    status, body = await wire("PATCH", path, {"attachments": []})
    assert (status, body["code"]) == (400, 50006)


async def test_a_picture_says_its_size(wire: Wire, png: bytes) -> None:
    tree = [gallery("attachment://a.png")]
    _, made = await wire("POST", f"{wire.studio}/messages", {"flags": V2, "components": tree}, {"a.png": png})
    media = made["components"][0]["items"][0]["media"]
    assert (media["width"], media["height"], media["content_type"]) == (3, 2, "image/png")
    assert media["url"] == made["attachments"][0]["url"]


async def test_files_have_limits(wire: Wire, fake_discord: FakeDiscord) -> None:
    fake_discord.file_limit = 1000
    path = f"{wire.studio}/messages"
    status, body = await wire("POST", path, {}, {"a.bin": b"x" * 1001})
    assert (status, body["code"]) == (413, 40005)
    status, _ = await wire("POST", path, {}, {"a.bin": b"x" * 1000})
    assert status == 200
    status, body = await wire("POST", path, {}, {f"{n}.bin": b"x" for n in range(11)})
    assert (status, body["code"]) == (400, 30015)
    fake_discord.file_limit = 10 * 1024 * 1024
    status, body = await wire("POST", path, {}, {f"{n}.bin": b"x" * 9 * 1024 * 1024 for n in range(3)})
    assert (status, body["code"]) == (413, 40005)


async def test_who_is_pinged_is_decided_by_allowed_mentions(wire: Wire, fake_discord: FakeDiscord) -> None:
    mara, jonas = fake_discord.person("mara").id, fake_discord.person("jonas").id
    content = f"<@{mara}> <@{jonas}>"
    cases = [({}, [mara, jonas]), ({"allowed_mentions": {"parse": []}}, [])]
    cases.append(({"allowed_mentions": {"parse": [], "users": [str(jonas)]}}, [jonas]))
    for more, pinged in cases:
        await wire("POST", f"{wire.studio}/messages", {"content": content, **more})
        assert fake_discord.messages()[-1].mentions == pinged
    said = [more.get("allowed_mentions") for more, _ in cases]
    assert [entry.allowed_mentions for entry in fake_discord.calls] == said


KEYS = ["type", "components", "content", "items", "media", "url", "file", "accessory", "options", "label"]
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 50) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)
FIELDS = ["content", "flags", "components", "embeds", "attachments", "allowed_mentions"]
FORM = st.dictionaries(st.sampled_from(FIELDS), JUNK, max_size=6)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FORM, st.booleans())
def test_no_form_however_wrong_breaks_the_check(form: JSON, card: bool) -> None:
    writer = MessageWriter(State(), file_limit=100)
    try:
        pending = writer.check(Form(json={**form, "flags": V2} if card else form))
    except ApiError as error:
        assert error.body["message"]
    else:
        assert pending.content or pending.components or pending.embeds
