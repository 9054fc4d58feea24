"""A card shown again is its order's: deleted with it, pressed by everybody there, and no key to the first one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.simulators.discord import Message, Person

Studio = Any
DELETE = "Delete this picture"


async def shown_again(studio: Studio, person: Person, channel: str = "general") -> Message:
    """Post a person's newest card again."""
    listed = await (await person.slash("history", channel=channel)).done()
    await studio.until(lambda: listed.message.text)
    call = await (await person.click(listed.message, label="Repost here")).done()
    await studio.until(lambda: not call.message.loading)
    message: Message = call.message
    await studio.until(lambda: studio.query("SELECT 1 FROM showing WHERE message_id = ?", message.id))
    return message


async def delete(studio: Studio, card: Message, person: Person) -> str:
    asked = await (await person.menu(DELETE, card)).done()
    if not asked.message.buttons:
        return str(asked.message.text)
    await (await person.click(asked.message, label="Delete for good")).done()
    await studio.until(lambda: "Deleted" in asked.message.text)
    return str(asked.message.text)


def elsewhere(studio: Studio, name: str) -> Person:
    """Return somebody in front of another server, which they have joined."""
    person = studio.person(name)
    known = [guild for guild in studio.fake_discord.state.guilds.values() if guild.name == "Elsewhere"]
    guild = known[0] if known else studio.fake_discord.add_guild("Elsewhere")
    guild.member_ids.append(person.id)
    return Person(person.user, person.actions, guild)


@pytest.mark.parametrize("by_the_copy", [False, True])
async def test_it_is_deleted_with_its_card_wherever_it_stands(studio: Studio, by_the_copy: bool) -> None:
    call, card = await studio.finish("a cat")
    here = await shown_again(studio, studio.person())
    there = await shown_again(studio, elsewhere(studio, "mara"))
    said = await delete(studio, here if by_the_copy else card, studio.person())
    assert "Deleted: the card, its pictures and its prompt." in said
    assert card.deleted and here.deleted and there.deleted
    listed = await (await studio.person().slash("history")).done()
    await studio.until(lambda: listed.message.text)
    assert "Nothing here yet" in listed.message.text
    assert not (studio.folder / "images" / str(call.id)).exists()


async def test_a_copy_that_could_not_be_taken_away_answers_in_words(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    copy = await shown_again(studio, studio.person())
    studio.fake_discord.faults.answer("DELETE", f"/channels/{copy.channel_id}/messages/{copy.id}", 403, code=50013)
    said = await delete(studio, card, studio.person())
    assert "I couldn't remove the message itself" in said and card.deleted and not copy.deleted
    pressed = await studio.press(copy, "again", by="jonas")
    assert pressed.ephemeral and "This picture was deleted" in pressed.message.text
    assert studio.orders == 1


async def test_who_keeps_order_elsewhere_does_not_delete_the_card_itself(studio: Studio) -> None:
    _, card = await studio.finish("a cat", channel="dm")
    copy = await shown_again(studio, studio.person())
    assert "Only they or a moderator" in await delete(studio, copy, studio.person("ines"))
    assert not copy.deleted and not card.deleted
    await studio.person("ines").delete(copy)
    assert copy.deleted, "a message is a moderator's to take away all the same"


async def test_it_can_be_reported_where_it_is_seen(studio: Studio) -> None:
    await studio.finish("a cat", channel="dm")
    copy = await shown_again(studio, studio.person())
    reported = await (await studio.person("jonas").menu("Report this picture", copy)).done()
    assert "Reported, thank you." in reported.message.text


async def test_a_copy_is_no_key_to_other_cards(studio: Studio) -> None:
    first, _ = await studio.finish("a secret", channel="dm")
    await studio.finish("a cat")
    copy = await shown_again(studio, studio.person())
    for part in copy.components[-1]["components"][-1]["components"]:
        part["custom_id"] = f"img1:again:{first.id}"
        break
    pressed = await (await studio.person("jonas").click(copy, f"img1:again:{first.id}")).done()
    assert pressed.ephemeral and "I have no record of this card." in pressed.message.text


async def test_taking_a_copy_away_leaves_the_card_and_its_order_alone(studio: Studio) -> None:
    call, card = await studio.finish("a cat")
    copy = await shown_again(studio, studio.person())
    await studio.person("ines").delete(copy)
    await studio.finish("another")
    assert studio.row(call)["cancel_at"] is None and not card.deleted


async def test_a_reply_to_it_and_its_menu_are_about_the_same_picture(studio: Studio) -> None:
    call, _ = await studio.finish("a cat")
    here = await shown_again(studio, studio.person())
    said = await studio.person("jonas").say("@Banana make it blue", channel="general", reply_to=here)
    small = await studio.until(
        lambda: next((m for m in studio.fake_discord.messages("general") if m.reply_to == said.id), None)
    )
    drawn = await studio.press(small, "reply", by="jonas")
    await studio.ended(drawn)
    opened = await (await studio.person("jonas").menu("Edit this picture", here)).done()
    edited = await (await studio.person("jonas").submit(opened, prompt="make it red")).done()
    await studio.ended(edited)
    assert [studio.row(one)["parent_id"] for one in (drawn, edited)] == [call.id, call.id]
