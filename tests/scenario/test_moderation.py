"""What members report and what its owner or a moderator deletes: asked first, gone everywhere, the books untouched."""

from __future__ import annotations

from typing import Any

import pytest

from bot.services.orders import Orders

Studio = Any
Message = Any
Call = Any
NEVER = float("inf")
CHARGED = [("reserve", 1), ("settle", 0)]
REFUNDED = [("reserve", 1), ("refund", -1)]
REPORT, DELETE = "Report this picture", "Delete this picture"


async def use(studio: Studio, menu: str, card: Message, *, by: str = "mara", locale: str = "en-US") -> Call:
    """Choose an entry of a message's menu and wait for the first answer."""
    return await (await studio.person(by).menu(menu, card, locale=locale)).done()


async def delete(studio: Studio, card: Message, *, by: str = "mara") -> str:
    """Delete a card, say yes, and return what was said in the end."""
    asked = await use(studio, DELETE, card, by=by)
    assert asked.ephemeral and "for good?" in asked.message.text
    await studio.press(asked.message, "erase", by=by)
    await studio.until(lambda: "Deleted" in asked.message.text)
    assert asked.message.buttons == []
    return str(asked.message.text)


def told(studio: Studio) -> list[str]:
    return [message.text for message in studio.person("sam").dm()]


def stored(studio: Studio, call: Call | None = None) -> list[str]:
    """Return the names of the picture files that lie on the disk, of one order or of all."""
    folder = studio.folder / "images" / (str(call.id) if call else "")
    return [file.name for file in folder.rglob("*") if file.is_file()] if folder.exists() else []


def kept(studio: Studio, call: Call) -> list[str]:
    """Return every word and address that the books still hold of an order."""
    images = studio.query("SELECT url, name, path, sha256 FROM image WHERE job_id = ?", call.id)
    return [value for row in (*images, (studio.row(call)["prompt"],)) for value in row if value]


# reports


async def test_the_host_is_told_once_who_reported_what_and_where(studio: Studio) -> None:
    call, card = await studio.finish("a *rude* @here cat")
    reported = await use(studio, REPORT, card, by="jonas")
    assert reported.ephemeral and "Reported, thank you." in reported.message.text
    await studio.until(lambda: told(studio))
    (text,) = told(studio)
    guild = next(iter(studio.fake_discord.state.guilds))
    assert f"https://discord.com/channels/{guild}/{card.channel_id}/{card.id}" in text
    assert f"<@{studio.person('jonas').id}> reported" in text and f"<@{studio.person().id}> ordered" in text
    assert "Nano Banana · 1 🍌 · drawn" in text and r"> a \*rude\* \@here cat" in text
    assert not studio.person("sam").dm()[-1].media
    again = await use(studio, REPORT, card, by="jonas")
    assert again.ephemeral and "already reported this picture" in again.message.text
    await use(studio, REPORT, card, by="ines")
    await studio.until(lambda: "2 members have reported it so far." in told(studio)[0])
    assert len(told(studio)) == 1 and f"<@{studio.person('jonas').id}> reported" in told(studio)[0]


async def test_fifteen_reporters_of_one_picture_are_one_message_with_a_counter(studio: Studio) -> None:
    _, card = await studio.finish()
    for n in range(15):
        studio.fake_discord.add_person(f"p{n}")
        assert "Reported, thank you." in (await use(studio, REPORT, card, by=f"p{n}")).message.text
    await studio.until(lambda: told(studio) and "15 members have reported it so far." in told(studio)[0])
    assert len(told(studio)) == 1


async def test_a_raid_of_reports_reaches_the_host_a_few_an_hour(studio: Studio) -> None:
    cards = [(await studio.finish(f"cat {n}"))[1] for n in range(12)]
    for n, card in enumerate(cards):
        await use(studio, REPORT, card, by=("jonas", "ines", "sam")[n % 3])
    await studio.until(lambda: len(told(studio)) == 10)
    await studio.quota()
    assert len(told(studio)) == 10
    await studio.leap_until(lambda: len(told(studio)) == 12, seconds=120)
    await studio.until(lambda: not studio.query("SELECT * FROM report WHERE told_at IS NULL"))


async def test_a_person_reports_a_few_pictures_an_hour(studio: Studio) -> None:
    cards = [(await studio.finish(f"cat {n}"))[1] for n in range(6)]
    answers = [(await use(studio, REPORT, card, by="jonas")).message.text for card in cards]
    assert all("Reported, thank you." in answer for answer in answers[:5])
    assert "the limit for reports in an hour (5)" in answers[5] and "<t:" in answers[5]
    assert "Reported, " in (await use(studio, REPORT, cards[5], by="ines")).message.text, "the limit is each person's"
    await studio.clock.leap(minutes=61)
    assert "Reported, thank you." in (await use(studio, REPORT, cards[5], by="jonas")).message.text


async def test_a_report_outlives_a_stop_before_the_host_was_told(studio: Studio) -> None:
    _, card = await studio.finish()
    studio.fake_discord.faults.answer("POST", "/channels/*/messages", 500, times=0)
    assert "Reported, thank you." in (await use(studio, REPORT, card, by="jonas")).message.text
    await studio.stop()
    studio.fake_discord.faults.clear()
    assert told(studio) == []
    await studio.start()
    await studio.until(lambda: told(studio))
    await studio.restart()
    assert len(told(studio)) == 1


async def test_a_picture_deleted_before_the_host_was_told_is_not_quoted(studio: Studio) -> None:
    _, card = await studio.finish("a secret")
    studio.fake_discord.faults.answer("POST", "/users/@me/channels", 500, times=0)
    await use(studio, REPORT, card, by="jonas")
    await delete(studio, card)
    await studio.stop()
    studio.fake_discord.faults.clear()
    await studio.start()
    await studio.until(lambda: told(studio))
    assert "deleted since" in told(studio)[0] and "secret" not in told(studio)[0]


@pytest.mark.parametrize("menu", [REPORT, DELETE])
async def test_a_message_that_is_no_card_is_answered_in_words(studio: Studio, menu: str) -> None:
    said = await studio.person("jonas").say("img1:erase:1")
    answer = await use(studio, menu, said)
    assert answer.ephemeral and "isn't one of my cards" in answer.message.text


async def test_the_menus_speak_french(studio: Studio) -> None:
    _, card = await studio.finish()
    command, _ = studio.fake_discord.commands.find(None, name=DELETE, kind=3)
    assert command["name_localizations"]["fr"] == "Supprimer cette image"
    asked = await use(studio, DELETE, card, locale="fr")
    assert "Supprimer pour de bon" in asked.message.text


# deleting


@pytest.mark.parametrize("by", ["mara", "ines"])
async def test_its_owner_and_a_moderator_delete_a_card_with_all_that_is_stored(
    studio: Studio, picture: bytes, by: str
) -> None:
    call, card = await studio.finish("a cat", image=("red.png", picture))
    assert stored(studio)
    assert "It cost 1 🍌." in await delete(studio, card, by=by)
    assert card.deleted and not stored(studio) and not kept(studio, call)
    assert studio.ledger(call) == CHARGED
    assert "1 of 40" in await studio.quota()
    assert not studio.person().dm()


async def test_nobody_else_can_delete_a_card(studio: Studio) -> None:
    call, card = await studio.finish()
    refused = await use(studio, DELETE, card, by="jonas")
    assert refused.ephemeral and f"This is <@{studio.person().id}>'s card" in refused.message.text
    asked = await use(studio, DELETE, card)
    asked.message.ephemeral_for = studio.person("jonas").id  # as if the button were forged
    pressed = await studio.press(asked.message, "erase", by="jonas")
    assert pressed.ephemeral and f"This is <@{studio.person().id}>'s card" in pressed.message.text
    assert not card.deleted and kept(studio, call)


async def test_nothing_is_deleted_before_somebody_says_yes(studio: Studio) -> None:
    call, card = await studio.finish()
    asked = await use(studio, DELETE, card)
    assert [b["label"] for b in asked.message.buttons] == ["Delete for good"]
    assert not card.deleted and stored(studio) and kept(studio, call)


async def test_a_confirmation_outlives_a_restart(studio: Studio) -> None:
    call, card = await studio.finish()
    asked = await use(studio, DELETE, card)
    await studio.restart()
    await studio.press(asked.message, "erase")
    await studio.until(lambda: card.deleted and not kept(studio, call))


async def test_a_card_that_waits_is_cancelled_and_refunded(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(higgsfield_concurrency=1)
    studio.terms(drawing_s=(NEVER, NEVER))
    await studio.taken((await studio.order(by="jonas")).message)
    call = await studio.order("a secret")
    assert "Nothing was charged." in await delete(studio, call.message, by="ines")
    assert call.message.deleted and studio.ledger(call) == REFUNDED and not kept(studio, call)
    assert studio.posts == 1


@pytest.mark.parametrize("by", ["mara", "ines"])
async def test_what_can_not_be_stopped_counts_and_is_shown_to_nobody(studio: Studio, picture: bytes, by: str) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order("a secret", image=("red.png", picture))
    await studio.until(lambda: [r.status for r in studio.vendor.requests.values()] == ["in_progress"])
    said = await delete(studio, call.message, by=by)
    assert "can't be stopped: it still costs 1 🍌" in said and call.message.deleted
    studio.finish_drawing()
    await studio.until(lambda: studio.row(call)["delivered"] == "given_up")
    assert not stored(studio) and not kept(studio, call)
    assert studio.row(call)["state"] == "succeeded" and studio.ledger(call) == CHARGED
    assert not studio.person().dm() and not studio.fake_discord.messages()[1:]


async def test_what_was_deleted_while_drawn_is_not_brought_back_by_a_restart(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order("a secret")
    await studio.until(lambda: [r.status for r in studio.vendor.requests.values()] == ["in_progress"])
    await delete(studio, call.message)
    await studio.stop()
    studio.finish_drawing()
    await studio.start()
    await studio.until(lambda: studio.row(call)["delivered"] == "given_up")
    assert not stored(studio) and not kept(studio, call) and not studio.person().dm()


async def test_a_deletion_that_broke_off_is_finished_at_the_next_start(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, card = await studio.finish("a secret")
    with monkeypatch.context() as patch:
        patch.setattr(Orders, "purge", _breaks)
        asked = await use(studio, DELETE, card)
        pressed = await studio.press(asked.message, "erase")
        await studio.until(lambda: pressed.followups)
    assert kept(studio, call) and stored(studio)
    await studio.restart()
    await studio.until(lambda: not kept(studio, call) and not stored(studio))


async def _breaks(*_: object) -> None:
    raise OSError("the disk")


async def test_pictures_on_their_way_to_a_card_that_is_being_deleted_go_nowhere(studio: Studio) -> None:
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order("a secret")
    await studio.taken(call.message)
    studio.fake_discord.faults.delay("PATCH", "*", 0.8)
    studio.terms(drawing_s=(0.02, 0.02))
    studio.finish_drawing()
    await studio.until(lambda: studio.row(call)["state"] == "succeeded")
    await delete(studio, call.message, by="ines")
    await studio.until(lambda: any(e.method == "PATCH" and e.status == 404 for e in studio.fake_discord.calls))
    await studio.finish("a dog")
    assert not studio.person().dm() and not stored(studio, call) and not kept(studio, call)


async def test_the_copy_in_a_direct_message_goes_too(studio: Studio) -> None:
    studio.terms(drawing_s=(0.4, 0.4))
    call = await studio.order("a cat")
    await studio.taken(call.message)
    await studio.person("ines").delete(call.message)
    await studio.until(lambda: studio.row(call)["delivered"] == "dm")
    (home,) = studio.person().dm()
    await delete(studio, home)
    assert home.deleted and not kept(studio, call) and not stored(studio)


async def test_buttons_that_are_left_of_a_deleted_card_answer_in_words(studio: Studio) -> None:
    _, card = await studio.finish()
    opened = await studio.press(card, "edit")
    await delete(studio, card)
    late = await (await studio.person().submit(opened, prompt="a dog")).done()
    assert late.ephemeral and "This picture was deleted" in late.message.text
    card.deleted = False  # as it stands on a client that has not heard yet
    for verb in ("again", "edit"):
        pressed = await studio.press(card, verb)
        assert pressed.ephemeral and "This picture was deleted" in pressed.message.text
    assert studio.orders == 1


async def test_a_card_that_can_not_be_taken_away_is_said_to_stay(studio: Studio) -> None:
    call, card = await studio.finish()
    studio.fake_discord.faults.answer("DELETE", "/channels/*/messages/*", 403, code=50001, times=0)  # our ❌ goes too
    assert "delete it manually" in await delete(studio, card)
    assert not kept(studio, call) and not stored(studio)


async def test_a_deleted_order_is_not_adopted_when_it_turns_up(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start(bot_deadline_minutes=1)
    studio.terms(drawing_s=(NEVER, NEVER))
    call = await studio.order("a secret")
    await studio.taken(call.message)
    await studio.clock.leap(minutes=2)
    card = await studio.ended(call)
    await delete(studio, card, by="ines")
    studio.terms(drawing_s=(0.02, 0.02))
    studio.finish_drawing()
    await studio.restart()
    await studio.clock.leap(minutes=10)
    await studio.finish("a dog")
    assert studio.row(call)["state"] == "failed" and studio.ledger(call) == REFUNDED
    assert not kept(studio, call)


async def test_a_deleted_picture_is_neither_drawn_from_a_reply_nor_from_a_tray(studio: Studio) -> None:
    call, card = await studio.finish("a cat")
    said = await studio.person("jonas").say("@Banana make it blue", reply_to=card)
    small = await studio.until(lambda: next((m for m in studio.fake_discord.messages() if m.reply_to == said.id), None))
    tray = await (await studio.person("jonas").menu("Use as input", card)).done()
    await studio.says(tray.message, "1 picture of 8")
    asked = await (await studio.person().menu("Delete this picture", card)).done()
    await studio.press(asked.message, "erase")
    await studio.until(lambda: not (studio.folder / "images" / str(call.id)).exists())
    await studio.until(lambda: small.deleted)
    opened = await studio.press(tray.message, "drawtray", by="jonas")
    assert opened.ephemeral and opened.message.text.startswith("Your tray is empty") and studio.orders == 1


async def test_a_deletion_stands_though_its_answer_is_lost(studio: Studio, calm: None) -> None:
    call, card = await studio.finish("a secret")
    asked = await use(studio, DELETE, card)
    studio.fake_discord.faults.answer("PATCH", "/webhooks/*", 403, code=50001, times=0)
    pressed = await studio.press(asked.message, "erase")
    await studio.until(lambda: card.deleted)
    assert "You can spend" in await studio.quota()
    assert not kept(studio, call) and not stored(studio) and not pressed.followups
