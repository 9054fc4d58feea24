"""/last: a paid picture that reached neither its card nor its person waits for them, and is delivered in private."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
CHARGED = [("reserve", 1), ("settle", 0)]
HOUR = 3600
FOLLOW_UP = ("POST", "/webhooks/*")

pytestmark = pytest.mark.usefixtures("calm")


async def kept(studio: Studio, prompt: str = "a cat", *, by: str = "mara", **options: Any) -> Any:
    """Order something whose card is taken away and whose person takes no direct messages."""
    studio.person(by).user.takes_dms = False
    studio.terms(drawing_s=(float("inf"), float("inf")))
    call = await studio.order(prompt, by=by, **options)
    await studio.taken(call.message)
    await studio.person("ines").delete(call.message)
    await studio.until(lambda: studio.row(call)["cancel_refused"])
    studio.finish_drawing()
    await studio.until(lambda: studio.row(call)["delivered"] == "history")
    return call


async def last(studio: Studio, *, by: str = "mara", **options: Any) -> Any:
    """Ask for what is kept, and return the private answer once it stands."""
    call = await (await studio.person(by).slash("last", **options)).done()
    assert call.ephemeral
    await studio.until(lambda: not call.message.loading)
    return call.message


def is_delivered(studio: Studio, call: Any) -> Any:
    return lambda: studio.row(call)["delivered"] == "dm"


async def test_what_reached_nobody_is_shown_in_private_with_its_price(studio: Studio) -> None:
    call = await kept(studio, "a [small] cat")
    answer = await last(studio)
    assert "I couldn't post or DM you these, so I saved them for you." in answer.text
    assert "It cost 1 🍌." in answer.text and "> a \\[small\\] cat" in answer.text and "more" not in answer.text
    (picture,) = answer.attachments
    assert picture.content_type == "image/png" and picture.description == "a [small] cat"
    await studio.until(is_delivered(studio, call))
    assert studio.ledger(call) == CHARGED and studio.fake_discord.messages() == [answer]


async def test_all_pictures_of_an_order_come(studio: Studio) -> None:
    await kept(studio, count=3)
    answer = await last(studio)
    assert len(answer.attachments) == 3 and "It cost 3 🍌." in answer.text


async def test_asking_again_shows_the_next_and_says_how_many_wait(studio: Studio) -> None:
    calls = [await kept(studio, f"cat number {n}") for n in range(3)]
    for number, words in ((2, "2 more orders are waiting"), (1, "One more order is waiting"), (0, "")):
        answer = await last(studio)
        assert f"cat number {number}" in answer.text and words in answer.text
        await studio.until(is_delivered(studio, calls[number]))
    assert "Your last card" in (await last(studio)).text


async def test_who_has_nothing_waiting_sees_their_last_card_again(studio: Studio) -> None:
    assert "Nothing is waiting for you" in (await last(studio)).text
    await studio.finish("a dog")
    _, card = await studio.finish("a cat", count=2)
    await studio.finish("a bird [failed]")
    await studio.finish("a stranger's fox", by="jonas")
    answer = await last(studio, channel="general")
    assert answer.text.startswith("-# Your last card, only for you · drawn <t:") and "> a cat" in answer.text
    assert len(answer.media) == 2 and answer.buttons[-1]["url"].endswith(f"/{card.channel_id}/{card.id}")
    call = await studio.press(answer, "again")
    assert not call.ephemeral and "> a cat" in (await studio.ended(call)).text
    await studio.person("ines").delete(call.message)
    await studio.until(lambda: studio.row(call)["removed_at"])
    assert not (await last(studio)).buttons[-1].get("url"), "there is nothing to open"


async def test_it_is_for_nobody_else_and_works_everywhere(studio: Studio) -> None:
    call = await kept(studio)
    for by in ("jonas", "ines", "sam"):
        assert "Nothing is waiting for you" in (await last(studio, by=by)).text
    assert studio.row(call)["delivered"] == "history"
    answer = await last(studio, channel="dm")
    assert len(answer.attachments) == 1
    await studio.until(is_delivered(studio, call))


async def test_it_needs_no_rights_in_the_channel(studio: Studio) -> None:
    await kept(studio)
    studio.fake_discord.deny("studio", "VIEW_CHANNEL", "SEND_MESSAGES", "ATTACH_FILES")
    assert len((await last(studio)).attachments) == 1


async def test_it_speaks_its_persons_language(studio: Studio) -> None:
    await kept(studio)
    answer = await last(studio, locale="fr")
    assert "Je n'ai pas pu te livrer ces images" in answer.text and "Ça a coûté 1 🍌." in answer.text
    assert "Ta dernière carte" in (await last(studio, locale="fr")).text


async def test_quota_says_that_something_waits(studio: Studio) -> None:
    assert "/last" not in await studio.quota()
    await kept(studio)
    assert "Pictures from one order are waiting for you: use /last." in await studio.quota()
    assert "/last" not in await studio.quota(by="jonas")
    await last(studio)
    await studio.until(lambda: not studio.query("SELECT 1 FROM job WHERE delivered = 'history'"))
    assert "/last" not in await studio.quota()


@pytest.mark.parametrize("how", ["403", "503", "429", "reset"])
async def test_what_discord_does_not_take_stays_kept(studio: Studio, how: str) -> None:
    call = await kept(studio)
    if how == "reset":
        trouble = studio.fake_discord.faults.reset(*FOLLOW_UP)
    else:
        times = 5 if how == "503" else 1  # discord.py itself tries five times
        trouble = studio.fake_discord.faults.answer(*FOLLOW_UP, int(how), retry_after=HOUR, times=times)
    asked = await (await studio.person().slash("last")).done()
    await studio.leap_until(lambda: trouble.spent and "They're safe" in asked.message.text, seconds=10)
    assert studio.row(call)["delivered"] == "history" and not asked.message.attachments
    studio.fake_discord.faults.clear()
    assert len((await last(studio)).attachments) == 1
    await studio.until(is_delivered(studio, call))


async def test_a_lost_acknowledgement_costs_no_picture(studio: Studio) -> None:
    call = await kept(studio)
    studio.fake_discord.faults.after("POST", "/interactions/*/callback*", status=502)
    assert len((await last(studio)).attachments) == 1
    await studio.until(is_delivered(studio, call))


async def test_too_large_pictures_come_smaller(studio: Studio) -> None:
    call = await kept(studio)
    studio.fake_discord.faults.answer(*FOLLOW_UP, 413, code=40005)
    answer = await last(studio)
    assert len(answer.attachments) == 1 and "These are smaller copies" in answer.text
    await studio.until(is_delivered(studio, call))


async def test_the_askers_file_limit_is_kept(studio: Studio) -> None:
    await kept(studio, "a mountain range [huge]")
    answer = await last(studio)
    (picture,) = answer.attachments
    assert len(picture.data) <= studio.fake_discord.file_limit and "These are smaller copies" in answer.text


async def test_pictures_that_are_too_old_are_said_to_be_gone(studio: Studio) -> None:
    call = await kept(studio)
    await kept(studio, "a second cat")
    await studio.clock.leap(minutes=31 * 24 * 60)
    await studio.until(lambda: not studio.query("SELECT 1 FROM image WHERE path IS NOT NULL"))
    for prompt in ("a second cat", "a cat"):
        answer = await last(studio)
        assert "they have since expired. It cost 1 🍌." in answer.text and prompt in answer.text
        assert not answer.attachments
    await studio.until(is_delivered(studio, call))
    assert "Nothing is waiting for you" in (await last(studio)).text


async def test_pictures_that_the_disk_can_not_give_now_stay_kept(studio: Studio) -> None:
    call = await kept(studio)
    (studio.folder / "images").rename(studio.folder / "away")
    assert "They're safe" in (await last(studio)).text
    assert studio.row(call)["delivered"] == "history"
    (studio.folder / "away").rename(studio.folder / "images")
    assert len((await last(studio)).attachments) == 1


async def test_what_is_kept_survives_a_restart(studio: Studio) -> None:
    await kept(studio)
    await studio.restart()
    assert len((await last(studio)).attachments) == 1


async def test_a_removed_card_that_came_to_nothing_is_not_kept(studio: Studio) -> None:
    studio.person().user.takes_dms = False
    studio.terms(queued_s=0.5)
    call = await studio.order("a cat [failed]")
    await studio.person("ines").delete(call.message)
    await studio.until(lambda: studio.row(call)["delivered"] == "given_up")
    assert "Nothing is waiting for you" in (await last(studio)).text


async def test_a_card_that_can_not_be_drawn_does_not_keep_the_pictures(studio: Studio) -> None:
    """Where Discord refuses the very layout, on the card and in the direct message, the plain answer still works."""
    studio.terms(drawing_s=(float("inf"), float("inf")))
    call = await studio.order()
    await studio.taken(call.message)
    for way in (("PATCH", "/webhooks/*"), ("POST", "/channels/*/messages")):
        studio.fake_discord.faults.answer(*way, 400, code=50035, times=0)
    studio.finish_drawing()
    await studio.until(lambda: studio.row(call)["delivered"] == "history")
    assert len((await last(studio)).attachments) == 1
    await studio.until(is_delivered(studio, call))
