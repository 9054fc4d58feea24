"""Nobody presses, reads, cancels or deletes where they don't belong, whatever id they make up."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
Message = Any
Call = Any
NEVER = float("inf")
VERBS = ("prompt", "edit", "again", "banana", "cancel", "erase")
SECRET = "a secret " + "very " * 80
LARGEST = 2**63 - 1
NO_NUMBERS = ("1e3", "٣", "1 ", "1\n", "", "None", "'; --")


async def forge(studio: Studio, card: Message, custom_id: str, *, by: str) -> Call:
    """Press a button that a card never had."""
    card.components[0]["components"][-1]["components"][0]["custom_id"] = custom_id
    return await (await studio.person(by).click(card, custom_id)).done()


def is_turned_away(call: Call) -> bool:
    """Tell whether a press was answered in private, in words that show nothing."""
    assert call.ephemeral and call.modal is None, call.type
    assert "secret" not in call.message.text and not call.message.media
    return "I have no record of this card." in call.message.text or "Something went wrong" not in call.message.text


async def waiting(studio: Studio, *, by: str = "mara", channel: str = "studio", prompt: str = SECRET) -> Call:
    """Order something that the vendor can still cancel."""
    studio.terms(queued_s=NEVER)
    call = await studio.order(prompt, by=by, channel=channel)
    await studio.taken(call.message)
    return call


@pytest.mark.parametrize("by", ["jonas", "ines"])
async def test_an_id_from_another_channel_opens_nothing(studio: Studio, by: str) -> None:
    secret = await waiting(studio, channel="general")
    here = await waiting(studio, by=by, prompt="a cat")
    for verb in VERBS:
        pressed = await forge(studio, here.message, f"img1:{verb}:{secret.id}", by=by)
        assert is_turned_away(pressed) and "no record of" in pressed.message.text, verb
        row = studio.row(secret)
        assert (row["cancel_at"], row["erased_at"], studio.orders) == (None, None, 2), verb


async def test_an_id_from_another_card_of_the_same_channel_opens_nothing(studio: Studio) -> None:
    secret = await waiting(studio)
    here = await waiting(studio, by="jonas", prompt="a cat")
    for verb in VERBS:
        assert is_turned_away(await forge(studio, here.message, f"img1:{verb}:{secret.id}", by="jonas")), verb
        assert studio.row(secret)["cancel_at"] is None and studio.orders == 2, verb


async def test_another_servers_moderator_is_a_stranger(studio: Studio) -> None:
    other = studio.fake_discord.add_guild("Elsewhere")
    studio.fake_discord.add_person("olga", role="moderator", guild=other)
    secret = await waiting(studio)
    here = await waiting(studio, by="olga", prompt="a cat")
    for verb in VERBS:
        assert is_turned_away(await forge(studio, here.message, f"img1:{verb}:{secret.id}", by="olga")), verb
        assert studio.row(secret)["cancel_at"] is None, verb


async def test_somebody_elses_direct_messages_are_theirs(studio: Studio) -> None:
    secret = await waiting(studio, channel="dm")
    for by, channel in (("jonas", "dm"), ("ines", "studio")):
        here = await waiting(studio, by=by, channel=channel, prompt="a cat")
        for verb in VERBS:
            assert is_turned_away(await forge(studio, here.message, f"img1:{verb}:{secret.id}", by=by)), verb
            assert studio.row(secret)["cancel_at"] is None, verb


async def test_a_form_for_a_card_that_one_can_not_see_is_not_taken(studio: Studio) -> None:
    secret = await waiting(studio, channel="general")
    here = await waiting(studio, by="jonas", prompt="a " + "long " * 80)
    opened = await studio.press((await done(studio, here)), "edit", by="jonas")
    opened.modal["custom_id"] = f"img1:edit:{secret.id}"
    sent = await (await studio.person("jonas").submit(opened, prompt="mine")).done()
    assert is_turned_away(sent) and studio.orders == 2


async def done(studio: Studio, call: Call) -> Message:
    studio.terms(queued_s=0)
    studio.finish_drawing()
    return await studio.ended(call)


async def test_a_form_that_is_none_of_ours_is_answered_in_words(studio: Studio) -> None:
    call, card = await studio.finish()
    for custom_id in ("img1:unheard:{id}", "img1:edit", "edit", "img1:again:{id}", ""):
        opened = await studio.press(card, "edit")
        opened.modal["custom_id"] = custom_id.format(id=call.id)
        sent = await (await studio.person().submit(opened, prompt="mine")).done()
        assert is_turned_away(sent) and studio.orders == 1, custom_id


@pytest.mark.parametrize("verb", ["again", "cancel", "erase", "take", "prompt"])
async def test_a_number_that_no_order_has_is_answered_in_words(
    studio: Studio, verb: str, caplog: pytest.LogCaptureFixture
) -> None:
    call = await waiting(studio, prompt="a cat")
    for number in (*(LARGEST, LARGEST + 1, 2**64, 10**19, 10**20, 10**30, 0, -1), *NO_NUMBERS):
        assert is_turned_away(await forge(studio, call.message, f"img1:{verb}:{number}", by="mara")), number
        assert "Traceback" not in caplog.text and studio.orders == 1, number


async def test_an_id_of_another_grammar_is_answered_in_words(studio: Studio) -> None:
    call, card = await studio.finish()
    for custom_id in (
        "IMG1:again:{id}",
        "img1:AGAIN:{id}",
        "img2:again:{id}",
        "img1:again:{id}:12345",
        "img1:again:{id}:x",
    ):
        assert is_turned_away(await forge(studio, card, custom_id.format(id=call.id), by="mara")), custom_id
        assert studio.orders == 1, custom_id


async def test_an_owner_presses_wherever_the_card_went(studio: Studio) -> None:
    call = await waiting(studio, channel="general")
    here = await waiting(studio, prompt="a cat")
    pressed = await forge(studio, here.message, f"img1:cancel:{call.id}", by="mara")
    assert pressed.answered and "Cancelled." in (await studio.ended(call)).text


async def test_a_moderator_presses_where_the_card_stands(studio: Studio) -> None:
    call = await waiting(studio)
    await studio.press(call.message, "cancel", by="ines")
    assert "Cancelled by a moderator." in (await studio.ended(call)).text


def reaction(studio: Studio, card: Message, by: str, **about: object) -> dict[str, object]:
    """Return Discord's news of a ❌."""
    person = studio.fake_discord.person(by).user
    guild = studio.fake_discord.state.guilds[studio.fake_discord.state.channels[card.channel_id].guild_id]
    roles = [str(guild.moderators_id)] if person.role == "moderator" else []
    user = {"id": str(person.id), "username": by, "discriminator": "0", "avatar": None}
    return {
        "user_id": str(person.id),
        "message_id": str(card.id),
        "channel_id": str(card.channel_id),
        "guild_id": str(guild.id),
        "emoji": {"id": None, "name": "❌"},
        "type": 0,
        "burst": False,
        "member": {"user": user, "roles": roles, "joined_at": "2024-01-01T00:00:00+00:00", "flags": 0},
    } | about


async def heard(studio: Studio, news: dict[str, object]) -> None:
    """Tell the bot of a reaction, and wait until it has surely heard."""
    studio.fake_discord.gateway.dispatch("MESSAGE_REACTION_ADD", lambda _: news)
    await studio.quota(by="jonas")


async def test_a_cross_counts_only_on_its_own_card(studio: Studio) -> None:
    other = studio.fake_discord.add_guild("Elsewhere")
    studio.fake_discord.add_person("olga", role="moderator", guild=other)
    call = await waiting(studio)
    elsewhere = {"guild_id": str(other.id), "channel_id": str(other.channel_ids[0])}
    olga = reaction(studio, call.message, "olga", **elsewhere)
    olga["member"] |= {"roles": [str(other.moderators_id)]}  # type: ignore[operator]
    await heard(studio, olga)
    general = studio.fake_discord.state.named("general").id
    await heard(studio, reaction(studio, call.message, "ines", channel_id=str(general)))
    await heard(studio, reaction(studio, call.message, "ines", message_id=str(2**64)))
    nobody = reaction(studio, call.message, "ines")
    del nobody["member"]
    await heard(studio, nobody)
    assert studio.row(call)["cancel_at"] is None
    await heard(studio, reaction(studio, call.message, "ines"))
    await studio.until(lambda: studio.row(call)["state"] == "cancelled")


async def test_another_bots_cross_does_nothing(studio: Studio) -> None:
    call = await waiting(studio)
    news = reaction(studio, call.message, "ines")
    news["member"]["user"]["bot"] = True  # type: ignore[index]
    await heard(studio, news)
    assert studio.row(call)["cancel_at"] is None


@pytest.mark.parametrize("verb", ["reply", "noreply", "pick-which", "pick-untray", "cleartray", "drawtray", "reword"])
async def test_no_card_is_changed_or_taken_away_by_what_belongs_elsewhere(studio: Studio, verb: str) -> None:
    call, card = await studio.finish("a cat", count=2)
    shown, jonas = card.text, studio.person("jonas")
    for number in (call.id, 7, jonas.id, LARGEST + 1):
        custom_id = f"img1:{verb}:{number}"
        part = {"type": 3, "custom_id": custom_id, "options": [{"label": "1", "value": "1"}]}
        row = {"type": 1, "components": [part if "pick" in verb else part | {"type": 2}]}
        card.components[0]["components"].append(row)
        pressed = await (await jonas.click(card, custom_id, values=["1"] if "pick" in verb else None)).done()
        assert is_turned_away(pressed) and studio.orders == 1, number
        await studio.quota(by="jonas")
        assert not card.deleted and card.text == shown and len(card.media) == 2, number


async def test_a_question_of_ones_own_can_not_be_used_to_take_a_card_away(studio: Studio) -> None:
    _, card = await studio.finish()
    said = await studio.person("jonas").say("@Banana make it blue", reply_to=card)
    small = await studio.until(lambda: next((m for m in studio.fake_discord.messages() if m.reply_to == said.id), None))
    pressed = await forge(studio, card, f"img1:noreply:{said.id}", by="jonas")
    assert is_turned_away(pressed) and not card.deleted and not small.deleted


async def test_choices_that_were_never_offered_are_not_taken(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    _, card = await studio.finish("a cat", count=2)
    opened = await (await studio.person().menu("Edit this picture", card)).done()
    usual = studio.fake_discord.interactions.payload

    def forged(one: Any) -> Any:
        payload = usual(one)
        for row in payload["data"].get("components", []):
            part = row["component"]
            made_up = {"picture": ["99"], "ratio": ["99:1"], "count": ["1000"]}
            part |= {"values": made_up[part["custom_id"]]} if part["custom_id"] in made_up else {}
        return payload

    monkeypatch.setattr(studio.fake_discord.interactions, "payload", forged)
    call = await (await studio.person().submit(opened, prompt="a dog")).done()
    assert call.ephemeral and "I can't make that many pictures at once." in call.message.text
    assert (studio.orders, studio.posts) == (1, 1)
