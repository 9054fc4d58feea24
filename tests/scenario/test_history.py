"""/history: own orders page by page, one shown again for everybody, and stars that make favourites."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any

import pytest

from bot.simulators.discord import Call, Message, Person

Studio = Any


async def leaf(studio: Studio, by: str = "mara", **options: Any) -> Call:
    """Ask for the list, and wait for its first page."""
    call = await (await studio.person(by).slash("history", **options)).done()
    await studio.until(lambda: call.message.text)
    return call


async def turn(studio: Studio, page: Message, label: str, by: str = "mara") -> Message:
    """Press a page's button, and wait until the page has changed."""
    shown = len(page.versions)
    await (await studio.person(by).click(page, label=label)).done()
    await studio.until(lambda: len(page.versions) > shown)
    return page


async def show(studio: Studio, page: Message, *, nth: int = 0, by: str = "mara") -> Call:
    """Press the n-th entry's button, and wait for what comes."""
    buttons = [b["custom_id"] for b in page.buttons if str(b["custom_id"]).startswith("img1:show:")]
    call = await (await studio.person(by).click(page, buttons[nth])).done()
    await studio.until(lambda: (call.message and not call.message.loading) or call.followups)
    return call


def labels(page: Message) -> list[str]:
    return [b["label"] for b in page.buttons]


def prompts(page: Message) -> list[str]:
    return [line[2:] for line in page.text.splitlines() if line.startswith("> ")]


async def draw(studio: Studio, words: Iterable[str], **options: Any) -> list[Message]:
    return [(await studio.finish(word, **options))[1] for word in words]


async def starred(studio: Studio, by: str, count: int) -> None:
    person = studio.person(by).id
    question = "SELECT COUNT(*) AS n FROM favourite WHERE user_id = ?"
    await studio.until(lambda: studio.query(question, person)[0]["n"] == count)


# pages


async def test_it_lists_own_orders_newest_first_for_ones_own_eyes(studio: Studio) -> None:
    await draw(studio, ["a cat"])
    await draw(studio, ["a fox"], command="banana-pro")
    await draw(studio, ["a stranger's dog"], by="jonas")
    await draw(studio, ["nothing [refused]"])
    call = await leaf(studio)
    assert call.ephemeral and prompts(call.message) == ["a fox", "a cat"]
    assert "Page 1 of 1 · 2 orders" in call.message.text
    pro, plain = (line for line in call.message.text.splitlines() if line.startswith("-# Nano"))
    assert pro.startswith("-# Nano Banana Pro · <t:") and pro.endswith(":R> · 3\u00a0🍌")
    assert plain.startswith("-# Nano Banana · <t:") and plain.endswith(":R> · 1\u00a0🍌")
    assert [media["description"] for media in call.message.media] == ["a fox", "a cat"]
    small = [attachment for attachment in call.message.attachments]
    assert {attachment.content_type for attachment in small} == {"image/jpeg"}
    assert all(
        len(attachment.data) < 60_000 and max(attachment.width, attachment.height) <= 320 for attachment in small
    )


async def test_pages_of_five_have_buttons_only_where_they_lead_somewhere(studio: Studio) -> None:
    await draw(studio, [f"cat {n}" for n in range(11)])
    page = (await leaf(studio)).message
    assert prompts(page) == [f"cat {n}" for n in range(10, 5, -1)] and "Page 1 of 3 · 11 orders" in page.text
    assert labels(page) == ["Repost here", "Use this prompt"] * 5 + ["Older", "Export all"]
    await turn(studio, page, "Older")
    assert prompts(page) == [f"cat {n}" for n in range(5, 0, -1)] and "Page 2 of 3" in page.text
    assert labels(page)[10:] == ["Newer", "Older", "Export all"]
    await turn(studio, page, "Older")
    assert prompts(page) == ["cat 0"] and labels(page) == ["Repost here", "Use this prompt", "Newer", "Export all"]
    assert len(page.attachments) == 1
    await turn(studio, page, "Newer")
    assert prompts(page) == [f"cat {n}" for n in range(5, 0, -1)]


async def test_a_search_is_kept_over_pages_and_a_restart(studio: Studio) -> None:
    await draw(studio, [f"l'été à la mer {n}" for n in range(6)])
    await draw(studio, ["un chat"])
    page = (await leaf(studio, search="l'été mer")).message
    assert "Filter: l'été mer" in page.text and "Page 1 of 2 · 6 orders" in page.text
    await studio.restart()
    await turn(studio, page, "Older")
    assert prompts(page) == ["l'été à la mer 0"]


async def test_a_model_can_be_looked_for(studio: Studio) -> None:
    await draw(studio, ["a cat"])
    await draw(studio, ["a fox"], command="banana-pro")
    page = (await leaf(studio, model="banana-pro")).message
    assert prompts(page) == ["a fox"] and "Filter: Nano Banana Pro" in page.text


async def test_a_list_is_forgotten_an_hour_after_it_was_last_turned_over(studio: Studio) -> None:
    await draw(studio, [f"cat {n}" for n in range(6)])
    page = (await leaf(studio)).message
    for label in ("Older", "Newer"):
        await studio.clock.leap(minutes=50)
        await turn(studio, page, label)
    await studio.clock.leap(minutes=61)
    pressed = await (await studio.person().click(page, label="Older")).done()
    await studio.until(lambda: pressed.followups)
    assert pressed.followups[0].ephemeral_for == studio.person().id
    assert "This list has expired." in pressed.followups[0].text


async def test_anothers_list_is_turned_by_nobody_else(studio: Studio) -> None:
    await draw(studio, ["a cat"])
    theirs = await leaf(studio)
    await draw(studio, ["a dog"], by="jonas")
    page = (await leaf(studio, by="jonas")).message
    forged = f"img1:page:{theirs.id}:0"
    _replace(page.components, f"img1:export:{page.buttons[-1]['custom_id'].split(':')[2]}", forged)
    pressed = await (await studio.person("jonas").click(page, forged)).done()
    await studio.until(lambda: pressed.followups)
    assert "This list has expired." in pressed.followups[0].text
    assert prompts(page) == ["a dog"]


async def test_nothing_is_said_in_words(studio: Studio) -> None:
    page = (await leaf(studio)).message
    assert "Nothing here yet. Use /banana to draw your first picture." in page.text
    assert not page.buttons, "there is nothing to export"
    assert "No pictures match." in (await leaf(studio, search="cat")).message.text
    assert "React to a card with ⭐ to add it." in (await leaf(studio, favourites=True)).message.text


async def test_words_that_would_do_something_are_shown_as_they_are(studio: Studio) -> None:
    await draw(studio, ["**bold** @everyone <@1> `x` # y\nline two " + "z" * 200])
    (line,) = prompts((await leaf(studio, search="@everyone")).message)
    assert line.startswith("\\*\\*bold\\*\\* \\@everyone somebody \\`x\\` \\# y line two") and line.endswith("…")


async def test_pictures_no_longer_kept_are_said_so_and_not_shown(studio: Studio) -> None:
    call, _ = await studio.finish("a cat")
    page = (await leaf(studio)).message
    for file in (studio.folder / "images" / str(call.id)).iterdir():
        file.unlink()
    shown = await show(studio, page)
    assert "Its pictures have expired, so there's nothing to show." in shown.message.text and shown.ephemeral
    page = (await leaf(studio)).message
    assert prompts(page) == ["a cat"] and "Its picture has expired." in page.text
    assert labels(page) == ["Use this prompt", "Export all"] and not page.media


# shown again


@pytest.mark.parametrize("restart", [False, True])
async def test_show_here_posts_the_card_again_with_live_buttons_for_everybody(studio: Studio, restart: bool) -> None:
    order, card = await studio.finish("a cat", count=2)
    page = (await leaf(studio, channel="general")).message
    shown = await show(studio, page)
    again = shown.message
    assert not shown.ephemeral and again.channel_id == page.channel_id != card.channel_id
    assert len(again.media) == 2 and "> a cat" in again.text and "Reposted by <@" in again.text
    assert labels(again) == labels(card)
    if restart:
        await studio.restart()
    call = await studio.press(again, "again", by="jonas")
    await studio.ended(call)
    assert studio.row(call)["user_id"] == studio.person("jonas").id
    assert studio.row(call)["parent_id"] == order.id
    opened = await studio.press(again, "edit", by="ines")
    assert opened.type == 9


async def test_behind_more_of_a_card_shown_again_everything_works_for_others(studio: Studio, picture: bytes) -> None:
    order, _ = await studio.finish("make it snow", image=("red.png", picture), channel="dm")
    shown = (await show(studio, (await leaf(studio)).message)).message
    answer = (await studio.press(shown, "more", by="jonas")).message
    assert labels(answer) == ["Add to favourites", "Before / after", "Whole prompt", "Vary · 1 🍌"]
    told = await studio.press(answer, "prompt", by="jonas")
    assert told.ephemeral and told.message.text == "make it snow"
    compared = await studio.press(answer, "compare", by="jonas")
    await studio.until(lambda: compared.message and compared.message.media)
    await studio.press(answer, "star", by="jonas")
    assert "Added to your favourites" in answer.text
    assert [row["job_id"] for row in studio.query("SELECT job_id FROM favourite")] == [order.id]


async def test_a_card_shown_again_leads_others_to_nothing_where_it_stands_itself(studio: Studio) -> None:
    _, card = await studio.finish("a secret")
    opened = await studio.press(card, "edit")
    await studio.ended(await (await studio.person().submit(opened, prompt="a dog")).done())
    shown = (await show(studio, (await leaf(studio, channel="general")).message)).message
    mine = (await studio.press(shown, "more")).message
    assert "Back to v1" in labels(mine) and "Delete" in labels(mine)
    for by in ("jonas", "ines"):  # a member, and a moderator
        answer = (await studio.press(shown, "more", by=by)).message
        assert labels(answer) == ["Add to favourites", "Before / after", "Whole prompt", "Vary · 1 🍌"]


async def test_what_was_drawn_in_a_direct_line_can_be_shown_on_a_server(studio: Studio) -> None:
    await studio.finish("a cat", channel="dm")
    shown = await show(studio, (await leaf(studio)).message)
    call = await studio.press(shown.message, "again", by="jonas")
    await studio.ended(call)
    assert studio.row(call)["user_id"] == studio.person("jonas").id


async def test_nobody_shows_anothers_card(studio: Studio) -> None:
    theirs, _ = await studio.finish("a cat")
    await studio.finish("a dog", by="jonas")
    page = (await leaf(studio, by="jonas")).message
    forged = f"img1:show:{theirs.id}"
    button = next(b for b in page.buttons if str(b["custom_id"]).startswith("img1:show"))
    _replace(page.components, button["custom_id"], forged)
    pressed = await (await studio.person("jonas").click(page, forged)).done()
    assert pressed.ephemeral and "I have no record of this card." in pressed.message.text


async def test_a_missing_right_is_named_and_nothing_is_posted(studio: Studio) -> None:
    await studio.finish("a cat")
    page = (await leaf(studio, channel="general")).message
    studio.fake_discord.deny("general", "ATTACH_FILES")
    shown = await show(studio, page)
    assert shown.ephemeral and "I can't attach files in this channel." in shown.message.text


async def test_pictures_too_large_for_the_place_are_shown_smaller(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    page = (await leaf(studio)).message
    studio.fake_discord.faults.answer("PATCH", "/webhooks/*", 413, code=40005)
    shown = await show(studio, page)
    (large,), (small,) = card.attachments, shown.message.attachments
    assert len(shown.message.media) == 1 and len(small.data) < len(large.data)
    assert "this is a smaller copy" in shown.message.text


async def test_a_place_that_takes_no_pictures_at_all_is_answered_in_words(studio: Studio) -> None:
    await studio.finish("a cat")
    page = (await leaf(studio)).message
    studio.fake_discord.faults.answer("PATCH", "/webhooks/*", 400, code=50035, times=2)
    pressed = await studio.person().click(page, label="Repost here")
    told = await studio.until(lambda: pressed.followups)
    assert "Something went wrong on my end." in told[0].text and told[0].ephemeral_for == studio.person().id
    assert pressed.message.deleted


async def test_an_order_of_one_server_can_be_shown_on_another(studio: Studio) -> None:
    await studio.finish("a cat")
    elsewhere = studio.fake_discord.add_guild("Elsewhere", locale="fr")
    mara, noor = _at(studio, "mara", elsewhere), studio.fake_discord.add_person("noor", guild=elsewhere)
    call = await (await mara.slash("history")).done()
    await studio.until(lambda: call.message.text)
    shown = await (await mara.click(call.message, label="Repost here")).done()
    await studio.until(lambda: not shown.message.loading)
    assert "Republiée" in shown.message.text, "a card speaks its server's language"
    pressed = await (await noor.click(shown.message, label="Refaire")).done()
    await studio.ended(pressed)
    assert studio.row(pressed)["user_id"] == noor.id and studio.row(pressed)["guild_id"] == elsewhere.id


# favourites


async def test_a_star_makes_a_favourite_and_taking_it_off_unmakes_it(studio: Studio) -> None:
    one, two = await draw(studio, ["a cat", "a dog"])
    await studio.person().react(one, "⭐")
    await starred(studio, "mara", 1)
    page = (await leaf(studio, favourites=True)).message
    assert "**Your favourites**" in page.text and prompts(page) == ["a cat"] and "⭐ favourite" in page.text
    await studio.person().unreact(one, "⭐")
    await starred(studio, "mara", 0)
    assert "Nothing here yet" in (await leaf(studio, favourites=True)).message.text
    await studio.person().react(two, "👍")
    assert "Nothing here yet" in (await leaf(studio, favourites=True)).message.text


async def test_anothers_card_can_be_a_favourite_on_its_own_server(studio: Studio) -> None:
    call, card = await studio.finish("a cat")
    await studio.person("jonas").react(card, "⭐")
    await starred(studio, "jonas", 1)
    page = (await leaf(studio, by="jonas", favourites=True)).message
    assert prompts(page) == ["a cat"] and f"by <@{studio.person().id}>" in page.text
    assert labels(page) == ["Open the card", "Export all"], "it is hers to show again"
    assert page.buttons[0]["url"].endswith(f"/{card.channel_id}/{card.id}")
    assert "Nothing here yet" in (await leaf(studio, by="jonas", favourites=True, channel="dm")).message.text
    assert "Nothing here yet" in (await leaf(studio, by="jonas")).message.text, "it is no order of his"


async def test_what_stands_where_the_bot_can_not_look_is_not_shown(studio: Studio) -> None:
    _, card = await studio.finish("a cat", channel="general")
    await studio.person("jonas").react(card, "⭐")
    await starred(studio, "jonas", 1)
    studio.fake_discord.deny("general", "VIEW_CHANNEL")  # then Discord tells of no member's rights there either
    page = (await leaf(studio, by="jonas", favourites=True)).message
    assert prompts(page) == [] and not page.media and "a cat" not in page.text


async def test_a_star_on_a_card_shown_again_is_the_orders(studio: Studio) -> None:
    call, _ = await studio.finish("a cat")
    shown = await show(studio, (await leaf(studio)).message)
    await studio.person("ines").react(shown.message, "⭐")
    await starred(studio, "ines", 1)
    (row,) = studio.query("SELECT job_id FROM favourite")
    assert row["job_id"] == call.id


async def test_a_favourite_of_another_server_is_not_told_elsewhere(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    _, own = await studio.finish("a dog", by="jonas")
    for each in (card, own):
        await studio.person("jonas").react(each, "⭐")
    await starred(studio, "jonas", 2)
    elsewhere = studio.fake_discord.add_guild("Elsewhere")
    call = await (await _at(studio, "jonas", elsewhere).slash("history", favourites=True)).done()
    await studio.until(lambda: call.message.text)
    assert prompts(call.message) == ["a dog"]


async def test_a_favourite_in_a_channel_that_is_not_there_for_the_person_is_only_counted(studio: Studio) -> None:
    call, card = await studio.finish("a secret cat")
    await studio.person("jonas").react(card, "⭐")
    await starred(studio, "jonas", 1)
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books:
        books.execute("UPDATE job SET channel_id = 7 WHERE id = ?", (call.id,))
        books.commit()
    page = (await leaf(studio, by="jonas", favourites=True)).message
    assert "A favourite in a channel you can't see right now." in page.text
    assert "secret" not in page.text and not page.media and labels(page) == ["Export all"]


async def test_it_speaks_the_persons_french(studio: Studio) -> None:
    await draw(studio, [f"un chat {n}" for n in range(6)])
    page = (await leaf(studio, locale="fr")).message
    assert "**Tes images**" in page.text and "Page 1 sur 2 · 6 commandes" in page.text
    assert labels(page) == ["Republier ici", "Utiliser ce prompt"] * 5 + ["Plus anciennes", "Tout exporter"]


def _replace(parts: Any, custom_id: str, other: str) -> None:
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, dict):
            if part.get("custom_id") == custom_id:
                part["custom_id"] = other
            for inner in part.values():
                _replace(inner, custom_id, other) if isinstance(inner, list | dict) else None


def _at(studio: Studio, name: str, guild: Any) -> Person:
    """Return somebody who has joined another server too, in front of that one."""
    person = studio.person(name)
    guild.member_ids.append(person.id)
    return Person(person.user, person.actions, guild)


@pytest.mark.parametrize("verb", ["page", "show", "export", "notify", "once", "pick-ratio", "pick-language"])
@pytest.mark.parametrize("number", [1, 2**63, 10**19 - 1])
async def test_a_made_up_number_is_answered_in_words_or_is_ones_own(studio: Studio, verb: str, number: int) -> None:
    await studio.finish("a cat")
    page = (await leaf(studio)).message
    forged = f"img1:{verb}:{number}"
    _replace(page.components, page.buttons[-1]["custom_id"], forged)
    pressed = await (await studio.person().click(page, forged)).done()
    own = {"page": "This list has expired", "export": "Everything you've made"}
    words = own.get(verb, "I have no record of this card.")
    await studio.until(lambda: any(words in each.text for each in (*pressed.followups, pressed.message)))
    assert studio.query("SELECT * FROM person") == [] and prompts(page) == ["a cat"]
