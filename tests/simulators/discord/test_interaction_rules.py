"""Three seconds, one answer, fifteen minutes: an interaction's life on the wire."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulators.discord import Call, FakeDiscord
from bot.simulators.discord.modals import BadInput

JSON = dict[str, Any]
Wire = Any
V2, EPHEMERAL, LOADING = 1 << 15, 64, 128
BUTTON = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Cancel", "custom_id": "c"}]}


@pytest.fixture
async def call(registered: Wire, fake_discord: FakeDiscord) -> Call:
    return await fake_discord.person("mara").slash("banana", prompt="a cat")


async def test_the_report_of_an_answer_names_its_message(registered: Wire, call: Call) -> None:
    status, body = await registered.answer(call, 4, {"content": "hi"})
    assert status == 200 and call.message is not None
    assert body["interaction"]["response_message_id"] == str(call.message.id)
    assert not body["interaction"]["response_message_loading"]
    message = body["resource"]["message"]
    assert message["interaction_metadata"]["user"]["username"] == "mara"
    assert (message["type"], message["application_id"]) == (20, message["webhook_id"])


async def test_a_second_answer_is_refused(registered: Wire, call: Call) -> None:
    await registered.answer(call, 4, {"content": "hi"})
    status, body = await registered.answer(call, 5)
    assert (status, body["code"]) == (400, 40060)
    assert call.code == 40060


async def test_an_answer_after_three_seconds_is_refused(registered: Wire, fake_discord: FakeDiscord) -> None:
    fake_discord.ack_seconds = 0.01
    call = await (await fake_discord.person("mara").slash("banana", prompt="x")).done()
    status, body = await registered.answer(call, 4, {"content": "late"})
    assert (status, body["code"], call.failed, call.message) == (404, 10062, True, None)


async def test_a_wrong_token_is_an_unknown_interaction(registered: Wire, call: Call) -> None:
    status, body = await registered("POST", f"/interactions/{call.id}/wrong/callback", {"type": 5})
    assert (status, body["code"]) == (404, 10062)


async def test_a_refused_answer_may_be_corrected(registered: Wire, call: Call) -> None:
    status, body = await registered.answer(call, 4, {"content": ""})
    assert (status, body["code"]) == (400, 50006)
    assert not call.answered
    status, _ = await registered.answer(call, 4, {"content": "better"})
    assert status == 200


@pytest.mark.parametrize("kind", [0, 1, 6, 7, 8, 99])
async def test_an_answer_of_the_wrong_kind_is_refused(registered: Wire, call: Call, kind: int) -> None:
    status, body = await registered.answer(call, kind, {"content": "x"})
    assert (status, body["code"], "type" in body["errors"]) == (400, 50035, True)


async def test_a_deferral_carries_no_card_but_its_edit_does(registered: Wire, call: Call) -> None:
    status, body = await registered.answer(call, 5, {"flags": V2})
    assert (status, body["code"]) == (400, 50035)
    status, _ = await registered.answer(call, 5)
    card = {"flags": V2, "components": [{"type": 10, "content": "card"}]}
    status, body = await registered("PATCH", f"{registered.hook(call)}/messages/@original", card)
    assert status == 200 and body["flags"] == V2


async def test_the_token_dies_after_its_time(registered: Wire, fake_discord: FakeDiscord, call: Call) -> None:
    await registered.answer(call, 4, {"content": "hi"})
    fake_discord.token_seconds = 0
    for method, path in (("GET", "/messages/@original"), ("PATCH", "/messages/@original"), ("POST", "")):
        status, body = await registered(method, registered.hook(call) + path, {"content": "x"})
        assert (status, body["code"]) == (401, 50027)
    assert call.message is not None
    channel = f"/channels/{call.message.channel_id}/messages/{call.message.id}"
    status, _ = await registered("PATCH", channel, {"content": "by the bot's own token"})
    assert status == 200 and call.message.content == "by the bot's own token"


async def test_before_the_answer_there_is_no_webhook(registered: Wire, call: Call) -> None:
    status, body = await registered("GET", f"{registered.hook(call)}/messages/@original")
    assert (status, body["code"]) == (404, 10015)


async def test_an_ephemeral_answer_is_unknown_to_the_channel(
    registered: Wire, fake_discord: FakeDiscord, call: Call
) -> None:
    await registered.answer(call, 4, {"content": "psst", "flags": EPHEMERAL})
    assert call.ephemeral and call.message is not None
    assert call.message.ephemeral_for == fake_discord.person("mara").id
    path = f"{registered.studio}/messages/{call.message.id}"
    for method in ("GET", "PATCH", "DELETE"):
        status, body = await registered(method, path, {"content": "x"})
        assert (status, body["code"]) == (404, 10008)
    assert (await registered("GET", f"{registered.studio}/messages"))[1] == []
    status, body = await registered("PATCH", f"{registered.hook(call)}/messages/@original", {"content": "y"})
    assert status == 200 and body["flags"] == EPHEMERAL


async def test_a_dismissed_answer_is_gone_for_its_reader_only(
    registered: Wire, fake_discord: FakeDiscord, call: Call
) -> None:
    await registered.answer(call, 4, {"content": "psst", "flags": EPHEMERAL})
    assert call.message is not None
    await fake_discord.person("mara").delete(call.message)
    status, _ = await registered("PATCH", f"{registered.hook(call)}/messages/@original", {"content": "y"})
    assert status == 200 and fake_discord.messages() == []


async def test_the_first_follow_up_fills_a_deferred_answer(registered: Wire, call: Call) -> None:
    await registered.answer(call, 5)
    await registered("POST", registered.hook(call), {"content": "first"})
    await registered("POST", registered.hook(call), {"content": "second", "flags": EPHEMERAL})
    assert call.message is not None and call.message.content == "first"
    assert [(m.content, m.ephemeral_for is not None) for m in call.followups] == [("second", True)]
    _, body = await registered("GET", f"{registered.hook(call)}/messages/{call.followups[0].id}")
    assert body["content"] == "second"


async def test_the_bot_takes_its_answers_back(registered: Wire, fake_discord: FakeDiscord, call: Call) -> None:
    await registered.answer(call, 4, {"content": "one"})
    await registered("POST", registered.hook(call), {"content": "two", "flags": EPHEMERAL})
    for which in (call.followups[0].id, "@original"):
        assert await registered("DELETE", f"{registered.hook(call)}/messages/{which}") == (204, None)
        status, body = await registered("GET", f"{registered.hook(call)}/messages/{which}")
        assert (status, body["code"]) == (404, 10008)
    assert fake_discord.messages() == []


async def test_a_deleted_answer_is_an_unknown_message(registered: Wire, fake_discord: FakeDiscord, call: Call) -> None:
    await registered.answer(call, 4, {"content": "hi"})
    assert call.message is not None
    with pytest.raises(BadInput):
        await fake_discord.person("jonas").delete(call.message)
    await fake_discord.person("ines").delete(call.message)
    status, body = await registered("PATCH", f"{registered.hook(call)}/messages/@original", {"content": "x"})
    assert (status, body["code"]) == (404, 10008)


async def test_a_button_updates_its_own_message(registered: Wire, fake_discord: FakeDiscord, call: Call) -> None:
    await registered.answer(call, 4, {"content": "hi", "components": [BUTTON]})
    assert call.message is not None
    pressed = await fake_discord.person("jonas").click(call.message, label="Cancel")
    status, body = await registered.answer(pressed, 7, {"content": "gone", "components": []})
    assert status == 200 and body["interaction"]["response_message_id"] == str(call.message.id)
    assert (call.message.content, call.message.buttons) == ("gone", [])
    with pytest.raises(BadInput, match="Cancel"):
        await fake_discord.person("jonas").click(call.message, label="Cancel")


async def test_a_quiet_answer_leaves_the_message(registered: Wire, fake_discord: FakeDiscord, call: Call) -> None:
    await registered.answer(call, 4, {"content": "hi", "components": [BUTTON]})
    assert call.message is not None
    pressed = await fake_discord.person("mara").click(call.message, "c")
    await registered.answer(pressed, 6)
    assert pressed.message is call.message and len(call.message.versions) == 1


MODALS = {
    "no title": {"title": "", "custom_id": "m"},
    "title too long": {"title": "t" * 46, "custom_id": "m"},
    "no custom_id": {"title": "t"},
    "no parts": {"title": "t", "custom_id": "m", "components": []},
    "a button inside": {"title": "t", "custom_id": "m", "components": [BUTTON]},
    "label too long": {
        "title": "t",
        "custom_id": "m",
        "components": [{"type": 18, "label": "l" * 46, "component": {"type": 4, "custom_id": "a", "style": 1}}],
    },
    "label without a field": {"title": "t", "custom_id": "m", "components": [{"type": 18, "label": "l"}]},
}


@pytest.mark.parametrize("modal", MODALS.values(), ids=MODALS)
async def test_a_bad_modal_is_refused(registered: Wire, call: Call, modal: JSON) -> None:
    status, body = await registered.answer(call, 9, modal)
    assert (status, body["code"]) == (400, 50035)


async def test_a_modal_must_be_filled_in_as_it_asks(registered: Wire, fake_discord: FakeDiscord, call: Call) -> None:
    field = {"type": 4, "custom_id": "a", "style": 1, "min_length": 3, "max_length": 5}
    modal = {"title": "t", "custom_id": "m", "components": [{"type": 18, "label": "l", "component": field}]}
    await registered.answer(call, 9, modal)
    mara = fake_discord.person("mara")
    for wrong in ({"a": "xx"}, {"a": "xxxxxx"}, {}, {"b": "xxx"}):
        with pytest.raises(BadInput):
            await mara.submit(call, **wrong)
    sent = await mara.submit(call, a="xxxx")
    assert sent.interaction.data["components"][0]["component"]["value"] == "xxxx"
    status, body = await registered.answer(sent, 9, modal)
    assert (status, body["code"]) == (400, 50035)


async def test_suggestions_come_back(registered: Wire, fake_discord: FakeDiscord) -> None:
    option = {"name": "style", "description": "s", "type": 3, "autocomplete": True}
    await registered.put({"name": "draw", "description": "d", "options": [option]})
    mara = fake_discord.person("mara")
    found = fake_discord.commands.find(None, name="draw")
    place = mara.channel("studio")
    asked = fake_discord.actions.autocomplete(mara.user, place, found, {"style": "oi"}, "style", locale="en-US")
    assert asked.data["options"] == [{"name": "style", "type": 3, "value": "oi", "focused": True}]
    status, body = await registered.answer(Call(asked), 8, {"choices": [{"name": "x", "value": "x"}] * 26})
    assert (status, body["code"]) == (400, 50035)
    await registered.answer(Call(asked), 8, {"choices": [{"name": "Oil", "value": "oil"}]})
    assert Call(asked).choices == [{"name": "Oil", "value": "oil"}]


async def test_a_menu_command_brings_the_whole_message(registered: Wire, fake_discord: FakeDiscord, png: bytes) -> None:
    await registered.put({"name": "Edit this", "type": 3}, {"name": "Quota of", "type": 2})
    said = await fake_discord.person("jonas").say("look", files=[("p.png", png)])
    call = await fake_discord.person("mara").menu("Edit this", said)
    target = call.interaction.data["resolved"]["messages"][str(said.id)]
    assert (target["content"], target["attachments"][0]["filename"]) == ("look", "p.png")
    call = await fake_discord.person("mara").menu("Quota of", fake_discord.person("jonas"))
    assert call.interaction.data["target_id"] == str(fake_discord.person("jonas").id)


@pytest.mark.parametrize(
    "options",
    [{}, {"prompt": "x", "nothing": 1}, {"prompt": 5}, {"prompt": "x", "count": 5}, {"prompt": "x", "count": True}]
    + [{"prompt": "x" * 2001}, {"prompt": "x", "image": "no file"}],
    ids=["missing", "unknown", "kind", "bounds", "bool", "length", "file"],
)
async def test_a_client_sends_no_command_it_would_not_let_pass(
    registered: Wire, fake_discord: FakeDiscord, options: JSON
) -> None:
    with pytest.raises(BadInput):
        await fake_discord.person("mara").slash("banana", **options)


async def test_commands_are_offered_where_and_to_whom_they_should_be(wire: Wire, fake_discord: FakeDiscord) -> None:
    await wire.put(
        {"name": "admin", "description": "d", "default_member_permissions": "32"},
        {"name": "here", "description": "d", "contexts": [0]},
    )
    with pytest.raises(BadInput, match="to you"):
        await fake_discord.person("mara").slash("admin")
    with pytest.raises(BadInput, match="here"):
        await fake_discord.person("mara").slash("here", channel="dm")
    with pytest.raises(KeyError):
        await fake_discord.person("mara").slash("nothing")
    assert (await fake_discord.person("sam").slash("admin")).id


async def test_a_doubled_interaction_can_be_answered_once(registered: Wire, fake_discord: FakeDiscord) -> None:
    fake_discord.faults.twice()
    call = await fake_discord.person("mara").slash("banana", prompt="x")
    assert (await registered.answer(call, 4, {"content": "a"}))[0] == 200
    assert (await registered.answer(call, 4, {"content": "a"}))[0] == 400
    assert len(fake_discord.messages()) == 1
