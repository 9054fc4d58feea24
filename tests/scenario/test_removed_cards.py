"""A card that somebody deleted is a decision: nobody brings its picture back in public, and its owner keeps it."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
Message = Any
Call = Any
REFUSED = "so I won't post it in public again"


async def history(studio: Studio, *, by: str = "mara", channel: str = "general", **options: Any) -> Message:
    call = await (await studio.person(by).slash("history", channel=channel, **options)).done()
    await studio.until(lambda: call.message.text)
    return call.message


def labels(message: Message) -> list[str]:
    return [button.get("label", "") for button in message.buttons]


async def removed(studio: Studio, call: Call) -> None:
    await studio.until(lambda: studio.row(call)["removed_at"] is not None)


async def starred(studio: Studio, card: Message, *, by: str = "jonas") -> None:
    await studio.person(by).react(card, "⭐")
    await studio.until(lambda: studio.query("SELECT 1 FROM favourite"))


async def taken_away(studio: Studio, card: Message, how: str) -> None:
    match how:
        case "alone":
            await studio.person("ines").delete(card)
        case "in bulk":
            card.deleted = True
            studio.fake_discord.state.channels[card.channel_id].messages.pop(card.id)
            news = {"ids": [str(card.id)], "channel_id": str(card.channel_id)}
            studio.fake_discord.gateway.dispatch("MESSAGE_DELETE_BULK", lambda _: news)
        case "with its channel":
            studio.fake_discord.remove_channel("studio")


@pytest.mark.parametrize("how", ["alone", "in bulk", "with its channel"])
async def test_what_is_taken_away_while_it_is_being_shown_again_goes_there_too(studio: Studio, how: str) -> None:
    call, card = await studio.finish("a cat")
    page = await history(studio)
    slow = studio.fake_discord.faults.delay("PATCH", "/webhooks/*/*/messages/@original", 2)
    pressed = await studio.person().click(page, label="Repost here")
    await studio.until(lambda: slow.struck)
    await taken_away(studio, card, how)
    await removed(studio, call)
    await studio.until(lambda: any(REFUSED in m.text for m in (pressed.message, *pressed.followups) if m))
    assert all(message.ephemeral_for for message in studio.fake_discord.messages("general"))


@pytest.mark.parametrize("how", ["alone", "in bulk", "with its channel"])
async def test_what_somebody_took_away_is_not_shown_in_public_again(studio: Studio, how: str) -> None:
    call, card = await studio.finish("a cat")
    page = await history(studio)
    await taken_away(studio, card, how)
    await removed(studio, call)
    pressed = await (await studio.person().click(page, label="Repost here")).done()
    await studio.until(lambda: any(REFUSED in m.text for m in (pressed.message, *pressed.followups)))
    assert all(message.ephemeral_for for message in studio.fake_discord.messages("general"))
    page = await history(studio)
    assert (
        labels(page) == ["Send it to me", "Use this prompt", "Export all"] and "Only you can see it here" in page.text
    )
    sent = await (await studio.person().click(page, label="Send it to me")).done()
    (home,) = await studio.until(lambda: studio.person().dm())
    assert len(home.media) == 1 and "> a cat" in home.text
    await studio.until(lambda: "Sent to you in a direct message" in sent.message.text)


@pytest.mark.parametrize("how", ["alone", "with its channel"])
async def test_a_deletion_while_the_bot_was_away_is_found_before_it_is_shown(studio: Studio, how: str) -> None:
    call, card = await studio.finish("a cat")
    page = await history(studio)
    await studio.stop()
    await taken_away(studio, card, how)
    await studio.start()
    assert studio.row(call)["removed_at"] is None
    pressed = await (await studio.person().click(page, label="Repost here")).done()
    told = await studio.until(lambda: pressed.followups)
    assert REFUSED in told[0].text and labels(told[0]) == ["Send it to me"] and pressed.message.deleted
    await removed(studio, call)


async def test_it_leaves_the_favourites_of_others_and_stays_among_ones_own(studio: Studio) -> None:
    call, card = await studio.finish("a secret")
    await starred(studio, card)
    await starred(studio, card, by="mara")
    await taken_away(studio, card, "alone")
    await removed(studio, call)
    assert "secret" not in (await history(studio, by="jonas", favourites=True)).text
    assert "a secret" in (await history(studio, favourites=True)).text


async def test_it_leaves_them_too_when_it_was_taken_away_unnoticed(studio: Studio) -> None:
    call, card = await studio.finish("a secret")
    await starred(studio, card)
    await studio.stop()
    await taken_away(studio, card, "alone")
    await studio.start()
    page = await history(studio, by="jonas", favourites=True)
    assert "secret" not in page.text and not page.media
    await removed(studio, call)


async def test_a_card_shown_again_and_taken_away_counts_as_much(studio: Studio) -> None:
    call, _ = await studio.finish("a cat")
    page = await history(studio)
    shown = await (await studio.person().click(page, label="Repost here")).done()
    await studio.until(lambda: not shown.message.loading and shown.message.media)
    await studio.until(lambda: studio.query("SELECT 1 FROM showing"))
    await studio.person("ines").delete(shown.message)
    await removed(studio, call)


async def test_in_ones_own_direct_messages_it_is_shown(studio: Studio) -> None:
    call, card = await studio.finish("a cat")
    await taken_away(studio, card, "alone")
    await removed(studio, call)
    page = await history(studio, channel="dm")
    shown = await (await studio.person().click(page, label="Repost here")).done()
    await studio.until(lambda: not shown.message.loading and shown.message.media)


async def test_nothing_new_is_drawn_of_it_in_public(studio: Studio) -> None:
    call, card = await studio.finish("a cat")
    await (await studio.person("jonas").menu("Use as input", card)).done()
    form = await studio.press(card, "edit", by="jonas")
    version = await (await studio.person("jonas").submit(form, prompt="make it snow")).done()
    await studio.ended(version)
    await taken_away(studio, card, "alone")
    await removed(studio, call)
    pressed = await studio.press(version.message, "again", by="ines")
    assert pressed.ephemeral and REFUSED in pressed.message.text and studio.orders == 2


async def test_the_bots_own_deletion_is_none_of_those(studio: Studio) -> None:
    call, card = await studio.finish("a cat")
    asked = await (await studio.person().menu("Delete this picture", card)).done()
    await studio.press(asked.message, "erase")
    await studio.until(lambda: card.deleted)
    _, other = await studio.finish("a dog")
    await taken_away(studio, other, "alone")
    await studio.until(lambda: studio.query("SELECT 1 FROM job WHERE removed_at IS NOT NULL"))
    assert studio.row(call)["removed_at"] is None


async def test_a_card_taken_away_while_it_is_drawn_comes_home_and_stays_there(studio: Studio) -> None:
    studio.terms(drawing_s=(0.4, 0.4))
    call = await studio.order("a cat")
    await studio.until(lambda: [r.status for r in studio.vendor.requests.values()] == ["in_progress"])
    await taken_away(studio, call.message, "alone")
    await studio.until(lambda: studio.person().dm())
    await removed(studio, call)
    assert labels(await history(studio)) == ["Send it to me", "Use this prompt", "Export all"]


async def test_what_was_sent_home_goes_when_it_is_deleted_for_good(studio: Studio) -> None:
    call, card = await studio.finish("a cat")
    await taken_away(studio, card, "alone")
    await removed(studio, call)
    await (await studio.person().click(await history(studio), label="Send it to me")).done()
    (home,) = await studio.until(lambda: studio.person().dm())
    await studio.until(lambda: studio.query("SELECT 1 FROM showing"))
    asked = await (await studio.person().menu("Delete this picture", home)).done()
    await studio.press(asked.message, "erase")
    await studio.until(lambda: home.deleted)


async def test_closed_direct_messages_are_said_in_words(studio: Studio) -> None:
    call, card = await studio.finish("a cat")
    await taken_away(studio, card, "alone")
    await removed(studio, call)
    studio.fake_discord.faults.answer("POST", "/channels/*/messages", 403, code=50007)
    sent = await (await studio.person().click(await history(studio), label="Send it to me")).done()
    await studio.until(lambda: "Discord doesn't let me message you" in sent.message.text)
