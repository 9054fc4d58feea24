"""Every verb there is, pressed with an id made up by hand: nothing that is not one's own is changed or shown.

The verbs are those that the running bot's router knows, so that a new one joins by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.domain.guild_config import GuildConfig
from bot.domain.words import WordLists

Studio = Any
Message = Any
JSON = dict[str, Any]

SECRET = "zqxjkv hummingbird"
WAIT_S = 5.0


def verbs(studio: Studio) -> Iterator[tuple[str, bool]]:
    """Give each verb as an id spells it, and whether it is a menu's."""
    for verb in sorted(studio.client.router.handlers):
        yield verb, False
        yield f"pick-{verb}", True


async def press(studio: Studio, message: Message, custom_id: str, *, menu: bool = False, by: str = "jonas") -> Any:
    """Send a press that no client offers, as a bug at Discord might let it through."""
    person = studio.person(by)
    data: JSON = {"custom_id": custom_id, "component_type": 3 if menu else 2, "id": 0}
    data |= {"values": ["1"]} if menu else {}
    channel = studio.fake_discord.state.channels[message.channel_id]
    interactions = studio.fake_discord.interactions
    one = interactions.start(3, person.user, channel, data, locale="en-US", source=message)
    await studio.until(lambda: one.answered or one.failed, timeout=WAIT_S)
    return one


async def submit(studio: Studio, message: Message, custom_id: str, *, by: str = "jonas") -> Any:
    """Send a form that was never opened."""
    fields = {"prompt": "mine", "start": ["0"], "ratio": ["1:1"], "count": ["1"], "picture": ["0"]}
    parts = [
        {
            "type": 18,
            "component": {"type": 4, "custom_id": name} | ({"value": v} if name == "prompt" else {"values": v}),
        }
        for name, v in fields.items()
    ]
    person, channel = studio.person(by), studio.fake_discord.state.channels[message.channel_id]
    data = {"custom_id": custom_id, "components": parts}
    one = studio.fake_discord.interactions.start(5, person.user, channel, data, locale="en-US", source=message)
    await studio.until(lambda: one.answered or one.failed, timeout=WAIT_S)
    return one


def theirs(studio: Studio, card: Message, by: str = "mara") -> str:
    """Return all that is a member's: their card, their orders, their books, what they prefer and set aside."""
    user_id = studio.person(by).id
    kept = [
        [tuple(row) for row in studio.query(sql, user_id)]
        for sql in (
            "SELECT id, state, cancel_at, erased_at, prompt, message_id FROM job WHERE user_id = ? ORDER BY id",
            "SELECT job_id, kind, amount FROM ledger WHERE user_id = ? ORDER BY id",
            "SELECT * FROM person WHERE user_id = ?",
            "SELECT job_id FROM favourite WHERE user_id = ?",
            "SELECT id, kind, body FROM draft WHERE user_id = ?",
        )
    ]
    return json.dumps([card.text, card.components, card.deleted, [file.id for file in card.attachments], kept])


def shown(one: Any) -> str:
    """Return everything that an answer showed."""
    messages = [message for message in (one.message, *one.followups) if message is not None]
    return json.dumps([one.modal, [[message.text, message.components] for message in messages]])


async def secret(studio: Studio, channel: str = "studio") -> Message:
    """Order something of Mara's, finished, with pictures, in her tray too, and with words of her own."""
    _, card = await studio.finish(SECRET, channel=channel, count=2)
    await (await studio.person().slash("me", channel="dm")).done()
    return card


async def test_no_verb_changes_what_is_anothers_on_their_own_card(studio: Studio) -> None:
    card = await secret(studio)
    (row,) = studio.query("SELECT id FROM job")
    before, jonas = theirs(studio, card), studio.person("jonas").id
    for number in (row["id"], jonas, studio.person().id, 2**63 - 1):
        for verb, menu in verbs(studio):
            for argument in ("", ":0", ":1") if number == row["id"] else (":1",):
                one = await press(studio, card, f"img1:{verb}:{number}{argument}", menu=menu)
                assert one.answered, verb
            assert theirs(studio, card) == before, f"{verb} of {number} changed what is another's"
            assert one.message is not card or one.response_type == 6, f"{verb} answered with another's card"


@pytest.mark.parametrize("place", ["another channel", "another server", "direct messages"])
async def test_no_verb_or_form_shows_or_changes_what_stands_elsewhere(studio: Studio, place: str) -> None:
    other = studio.fake_discord.add_guild("Elsewhere")
    studio.fake_discord.add_person("olga", role="moderator", guild=other)
    card = await secret(studio, channel={"direct messages": "dm"}.get(place, "general"))
    (row,) = studio.query("SELECT id FROM job")
    by = "olga" if place == "another server" else "jonas"
    _, here = await studio.finish("a cat", by=by)
    asked = (await studio.press(here, "more", by=by)).message
    orders, before = studio.orders, theirs(studio, card)
    for message in (here, asked):
        for verb, menu in verbs(studio):
            one = await press(studio, message, f"img1:{verb}:{row['id']}:1", menu=menu, by=by)
            assert one.answered and SECRET not in shown(one), verb
        for verb in sorted(studio.client.router.forms):
            one = await submit(studio, message, f"img1:{verb}:{row['id']}", by=by)
            assert one.answered and SECRET not in shown(one), verb
    assert theirs(studio, card) == before and studio.orders == orders


async def test_no_verb_is_heard_on_a_message_that_is_none_of_ours(studio: Studio) -> None:
    card = await secret(studio)
    (row,) = studio.query("SELECT id FROM job")
    said = await studio.person("jonas").say("look at this")
    before = theirs(studio, card)
    for verb, menu in verbs(studio):
        one = await press(studio, said, f"img1:{verb}:{row['id']}", menu=menu)
        assert one.message.ephemeral_for and "I have no record of this card." in one.message.text, verb
    assert theirs(studio, card) == before and studio.orders == 1


async def test_no_verb_is_heard_on_anothers_private_answer(studio: Studio) -> None:
    card = await secret(studio)
    asked = (await studio.press(card, "more")).message
    (row,) = studio.query("SELECT id FROM job")
    before, text = theirs(studio, card), asked.text
    public = ("again", "banana", "cancel", "draw", "edit", "more", "pro", "prompt", "use")
    for verb, menu in verbs(studio):
        if verb.removeprefix("pick-") not in public:
            one = await press(studio, asked, f"img1:{verb}:{row['id']}:1", menu=menu)
            assert one.message is not asked and one.message.ephemeral_for, verb
    assert theirs(studio, card) == before and asked.text == text and not asked.deleted


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 40, "-1", "٣", "1\n", "", "0"])
async def test_no_verb_or_form_breaks_on_a_number_that_nothing_has(
    studio: Studio, number: str, caplog: pytest.LogCaptureFixture
) -> None:
    card = await secret(studio)
    before = theirs(studio, card)
    for verb, menu in verbs(studio):
        one = await press(studio, card, f"img1:{verb}:{number}", menu=menu)
        assert one.answered and "Something went wrong" not in shown(one), verb
    for verb in sorted(studio.client.router.forms):
        one = await submit(studio, card, f"img1:{verb}:{number}")
        assert one.answered and "Something went wrong" not in shown(one), verb
    assert theirs(studio, card) == before and studio.orders == 1 and "Traceback" not in caplog.text


def ruled(studio: Studio, guild_id: int) -> str:
    """Return all that moderators of a server decide."""
    tables = ("guild_setting", "guild_change", "block", "pause", "quota_grant", "quota_reset", "act", "word_question")
    kept = [[tuple(r) for r in studio.query(f"SELECT * FROM {name} WHERE guild_id = ?", guild_id)] for name in tables]  # noqa: S608
    return json.dumps(kept)


@pytest.mark.parametrize("by", ["jonas", "olga"])
async def test_no_verb_or_form_gives_a_member_or_anothers_moderator_a_power(studio: Studio, by: str) -> None:
    (guild_id,), mara = studio.fake_discord.state.guilds, studio.person().id
    studio.fake_discord.add_person("olga", role="moderator", guild=studio.fake_discord.add_guild("Elsewhere"))
    _, here = await studio.finish("a cat", by=by)
    asked = (await studio.press(here, "more", by=by)).message
    services, ines = studio.client.services, studio.person("ines").id
    await services.guild_configs.change(guild_id, GuildConfig(), by_user=ines, words=WordLists(deny=("fox",)))
    await services.pauses.begin(guild_id, by_user=ines)
    (change,) = await services.guild_configs.changes(guild_id)
    before = ruled(studio, guild_id)
    for number in (guild_id, change.id) if by == "olga" else (guild_id, mara):
        for verb, menu in verbs(studio):
            if not menu:
                one = await press(studio, asked, f"img1:{verb}:{number}:1", menu=True, by=by)
                assert one.answered, verb
            assert ruled(studio, guild_id) == before, f"{verb} of {number}"
        for verb in sorted(studio.client.router.forms):
            assert (await submit(studio, asked, f"img1:{verb}:{number}", by=by)).answered, verb
            assert ruled(studio, guild_id) == before, f"the form {verb} of {number}"
