"""A card that could not be reached says what became of it as soon as it can be: rights, a thread, a time-out's end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.simulators.discord import serializers
from bot.ui.outbound import late_cards

Studio = Any
Call = Any
Message = Any
CHARGED = [("reserve", 1), ("settle", 0)]

pytestmark = pytest.mark.usefixtures("calm")


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_cards, "SETTLE_S", 0.05)


def is_under_way(card: Message) -> bool:
    return "Cancel" in [button["label"] for button in card.buttons]


async def drawing(studio: Studio, prompt: str = "a cat", **options: Any) -> Call:
    """Order something that is drawn until the test says that it is done, with a token that is used up."""
    studio.terms(drawing_s=(float("inf"), float("inf")))
    studio.fake_discord.token_seconds = 0
    call = await studio.order(prompt, **options)
    await studio.taken(call.message)
    return call


async def ended_elsewhere(studio: Studio, call: Call, how: str = "dm") -> None:
    """Let the vendor be done with what can't be shown on its card."""
    studio.finish_drawing()
    await studio.until(lambda: studio.row(call)["delivered"] == how)
    assert is_under_way(call.message)


def edits(studio: Studio) -> list[int]:
    """Return the codes that edits of messages were answered with, 0 for those that were taken."""
    return [e.code or 0 for e in studio.fake_discord.calls if e.method == "PATCH" and "/channels/" in e.path]


async def settled(studio: Studio) -> None:
    """Wait until whatever follows an event has followed."""
    await asyncio.sleep(0.5)


@pytest.mark.parametrize("takes_dms", [True, False], ids=["dm", "history"])
@pytest.mark.parametrize("right", ["VIEW_CHANNEL", "ATTACH_FILES", "SEND_MESSAGES"])
async def test_a_channel_that_opens_again_shows_what_came_meanwhile(
    studio: Studio, right: str, takes_dms: bool
) -> None:
    studio.person().user.takes_dms = takes_dms
    call = await drawing(studio)
    studio.fake_discord.deny("studio", right)
    await ended_elsewhere(studio, call, "dm" if takes_dms else "history")
    studio.fake_discord.allow("studio", right)
    await studio.until(lambda: call.message.media)
    await studio.until(lambda: studio.row(call)["shown_rev"] == studio.row(call)["rev"])
    assert not is_under_way(call.message) and studio.ledger(call) == CHARGED
    await settled(studio)
    assert len(studio.person().dm()) == takes_dms and len(studio.fake_discord.messages()) == 1, "said once more nowhere"
    assert studio.row(call)["delivered"] == ("dm" if takes_dms else "message")
    assert "/last" not in await studio.quota()


@pytest.mark.parametrize(
    ("prompt", "words"), [("a cat [fails]", "Nothing was charged"), ("a cat", "Higgsfield cancelled this.")]
)
async def test_an_order_that_ended_without_a_picture_says_so(studio: Studio, prompt: str, words: str) -> None:
    studio.person().user.takes_dms = False
    call = await drawing(studio, prompt)
    studio.fake_discord.deny("studio", "VIEW_CHANNEL")
    request = list(studio.vendor.requests.values())[-1]
    studio.vendor.advance(request, "failed" if "fails" in prompt else "canceled")
    await studio.until(lambda: studio.row(call)["delivered"] == "given_up")
    studio.fake_discord.allow("studio", "VIEW_CHANNEL")
    await studio.until(lambda: not is_under_way(call.message))
    assert "Nothing was charged" in call.message.text
    assert [b.get("label") for b in call.message.buttons] != ["Cancel"]


@pytest.mark.parametrize("how", ["archive", "lock"])
async def test_a_thread_that_is_opened_again_shows_it(studio: Studio, how: str) -> None:
    thread = studio.fake_discord.add_thread("sketches")
    call = await drawing(studio, channel="sketches")
    getattr(studio.fake_discord, how)("sketches")
    await ended_elsewhere(studio, call)
    studio.fake_discord.state.close_thread(thread, archived=False, locked=False)
    await studio.until(lambda: call.message.media)


async def test_a_time_out_of_the_bot_that_ends_by_itself_shows_it(studio: Studio) -> None:
    call = await drawing(studio)
    studio.fake_discord.time_out_bot(seconds=3)  # by the machine's clock: discord.py, too, looks at that
    await ended_elsewhere(studio, call)
    await studio.until(lambda: call.message.media)


async def test_a_time_out_that_is_taken_back_shows_it(studio: Studio) -> None:
    call = await drawing(studio)
    studio.fake_discord.time_out_bot(seconds=600)
    await ended_elsewhere(studio, call)
    studio.fake_discord.time_out_bot(seconds=0)
    await studio.until(lambda: call.message.media)


async def test_a_role_of_the_bots_that_is_changed_shows_it(studio: Studio) -> None:
    call = await drawing(studio)
    place = studio.fake_discord.state.channels[call.message.channel_id]
    place.denied.add("VIEW_CHANNEL")  # by a role: no channel changes
    await ended_elsewhere(studio, call)
    place.denied.clear()
    guild = studio.fake_discord.state.guilds[place.guild_id]
    (role, *_) = serializers.guild(studio.fake_discord.state, guild)["roles"]
    news = {"guild_id": str(guild.id), "role": role}
    studio.fake_discord.gateway.dispatch("GUILD_ROLE_UPDATE", lambda _: news, guild_id=guild.id)
    await studio.until(lambda: call.message.media)


async def test_what_was_opened_while_the_bot_was_away_is_found_at_the_start(studio: Studio) -> None:
    call = await drawing(studio)
    studio.fake_discord.deny("studio", "VIEW_CHANNEL")
    await ended_elsewhere(studio, call)
    await studio.stop()
    studio.fake_discord.allow("studio", "VIEW_CHANNEL")
    await studio.start()
    await studio.until(lambda: call.message.media)


async def test_an_order_that_is_still_drawn_is_told_of_at_once(studio: Studio) -> None:
    call = await drawing(studio)
    studio.fake_discord.deny("studio", "VIEW_CHANNEL")
    await studio.press(call.message, "cancel")  # too late, which its card can't say now
    await studio.until(lambda: studio.row(call)["cancel_refused"])
    await settled(studio)
    assert "Too late to cancel" not in call.message.text
    studio.fake_discord.allow("studio", "VIEW_CHANNEL")
    await studio.says(call.message, "Too late to cancel")
    studio.finish_drawing()
    await studio.until(lambda: call.message.media)
    assert not studio.person().dm()


# what is not brought back, and what it costs


async def test_a_card_that_was_taken_away_meanwhile_stays_away(studio: Studio) -> None:
    call = await drawing(studio)
    studio.fake_discord.deny("studio", "VIEW_CHANNEL")
    await ended_elsewhere(studio, call)
    studio.fake_discord.state.delete(call.message)
    studio.fake_discord.allow("studio", "VIEW_CHANNEL")
    await studio.until(lambda: studio.row(call)["removed_at"])
    before = len(edits(studio))
    studio.fake_discord.deny("studio", "ADD_REACTIONS")
    await settled(studio)
    assert len(edits(studio)) == before and studio.fake_discord.messages() == []
    assert len(studio.person().dm()) == 1


async def delete(studio: Studio, card: Message) -> None:
    asked = await (await studio.person().menu("Delete this picture", card)).done()
    await studio.press(asked.message, "erase")
    await studio.until(lambda: "If I can reach it again" in asked.message.text)


async def test_a_card_deleted_for_good_while_its_channel_was_closed_goes_when_it_opens(studio: Studio) -> None:
    _, card = await studio.finish()
    studio.fake_discord.deny("studio", "VIEW_CHANNEL")
    await delete(studio, card)
    studio.fake_discord.allow("studio", "VIEW_CHANNEL")
    await studio.until(lambda: card.deleted)


async def test_so_does_a_card_that_was_shown_again_in_a_closed_channel(studio: Studio) -> None:
    _, card = await studio.finish()
    page = (await (await studio.person().slash("history", channel="general")).done()).message
    await studio.until(lambda: page.buttons)
    shown = (await (await studio.person().click(page, label="Repost here")).done()).message
    await studio.until(lambda: shown.media and studio.query("SELECT 1 FROM showing"))
    studio.fake_discord.deny("general", "VIEW_CHANNEL")
    await delete(studio, card)
    assert card.deleted and not shown.deleted
    studio.fake_discord.allow("general", "VIEW_CHANNEL")
    await studio.until(lambda: shown.deleted)


async def test_what_was_made_of_it_shows_it_no_more_when_its_channel_opens(studio: Studio) -> None:
    _, card = await studio.finish()
    form = await studio.press(card, "edit", by="jonas")
    version = await studio.ended(await (await studio.person("jonas").submit(form, prompt="make it snow")).done())
    assert "input.jpg" in names(version)
    await studio.clock.leap(minutes=15)
    studio.fake_discord.deny("studio", "VIEW_CHANNEL")
    await delete(studio, card)
    await settled(studio)
    assert "input.jpg" in names(version)
    studio.fake_discord.allow("studio", "VIEW_CHANNEL")
    await studio.until(lambda: "input.jpg" not in names(version))
    assert len(version.media) == 1


def names(card: Message) -> list[str]:
    return [attachment.filename for attachment in card.attachments]


async def test_a_storm_of_events_costs_one_edit(studio: Studio) -> None:
    call = await drawing(studio)
    studio.fake_discord.deny("studio", "VIEW_CHANNEL")
    await ended_elsewhere(studio, call)
    before = len(edits(studio))
    for _ in range(50):
        studio.fake_discord.allow("studio", "VIEW_CHANNEL")
        studio.fake_discord.deny("studio", "ADD_REACTIONS")
    await studio.until(lambda: call.message.media)
    await settled(studio)
    assert len(edits(studio)) == before + 1


async def test_while_the_channel_stays_closed_nothing_is_asked(studio: Studio) -> None:
    call = await drawing(studio)
    studio.fake_discord.deny("studio", "VIEW_CHANNEL")
    await ended_elsewhere(studio, call)
    before = len(edits(studio))
    for _ in range(5):
        studio.fake_discord.deny("general", "ADD_REACTIONS")
        studio.fake_discord.allow("general", "ADD_REACTIONS")
        await asyncio.sleep(0.1)
    await settled(studio)
    assert len(edits(studio)) == before


async def test_what_is_refused_again_and_again_is_left_alone(studio: Studio) -> None:
    call = await drawing(studio, "a turnip")
    studio.fake_discord.block_words("turnip")
    await ended_elsewhere(studio, call)
    before = len(edits(studio))

    async def change() -> None:
        studio.fake_discord.deny("general", "ADD_REACTIONS")
        await asyncio.sleep(0.15)

    async with asyncio.timeout(40):
        while len(edits(studio)) < before + late_cards.TRIES:  # of changes that come together, one look is taken
            await change()
    for _ in range(late_cards.TRIES):
        await change()
    await settled(studio)
    assert edits(studio)[before:] == [200000] * late_cards.TRIES


async def test_what_ended_long_ago_is_left_alone(studio: Studio) -> None:
    call = await drawing(studio)
    studio.fake_discord.deny("studio", "VIEW_CHANNEL")
    await ended_elsewhere(studio, call)
    before = len(edits(studio))
    await studio.clock.leap(minutes=8 * 24 * 60)
    studio.fake_discord.allow("studio", "VIEW_CHANNEL")
    await settled(studio)
    assert len(edits(studio)) == before


async def test_many_cards_are_shown_in_parts(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_cards, "AT_A_TIME", 2)
    monkeypatch.setattr(late_cards, "REST_S", 0.05)
    calls = [await drawing(studio, f"cat {n}") for n in range(4)]
    studio.fake_discord.deny("studio", "VIEW_CHANNEL")
    for call in calls:
        await ended_elsewhere(studio, call)
    studio.fake_discord.allow("studio", "VIEW_CHANNEL")
    is_told: Callable[[], bool] = lambda: all(call.message.media for call in calls)  # noqa: E731
    await studio.until(is_told)
