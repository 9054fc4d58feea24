"""What is kept how long: prompts as the host says, pictures their days, the books for good; leftovers of crashes go."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.domain.guild_config import GuildConfig
from bot.domain.guild_privacy import GuildPrivacy
from bot.services.token_expiry import TokenExpiry

Studio = Any
CHARGED = [("reserve", 1), ("settle", 0)]
LONG = "a lighthouse of unmistakable words " * 12
GONE = "This card's prompt has been deleted, so I can't use it again. Nothing was charged;"


async def days_later(studio: Studio, days: int) -> None:
    """Let so many days pass while the bot is stopped; it sweeps when it starts."""
    await studio.stop()
    await studio.clock.leap(minutes=days * 24 * 60)
    await studio.start()


async def test_prompts_are_emptied_when_their_days_are_over_and_buttons_say_so(
    closed_studio: Studio, picture: bytes
) -> None:
    studio = closed_studio
    await studio.start(bot_keep_prompt_days=7)
    call, card = await studio.finish(LONG, image=("my secret holiday.png", picture))
    answer = (await studio.press(card, "more")).message
    await days_later(studio, 6)
    await studio.finish("a newer one")
    assert studio.row(call)["prompt"]
    await days_later(studio, 2)
    await studio.until(lambda: studio.row(call)["prompt"] == "")
    assert [row["prompt"] for row in studio.query("SELECT prompt FROM job WHERE id <> ?", call.id)] == ["a newer one"]
    for message, verb in ((card, "again"), (card, "edit"), (card, "pro"), (answer, "prompt")):
        pressed = await studio.press(message, verb)
        assert pressed.ephemeral and GONE in pressed.message.text
    french = await studio.press(card, "again", locale="fr")
    assert "Le prompt de cette carte a été supprimé" in french.message.text
    assert studio.orders == 2 and studio.ledger(call) == CHARGED
    assert studio.row(call)["state"] == "succeeded" and studio.query(
        "SELECT 1 FROM job_event WHERE job_id = ?", call.id
    )
    await studio.stop()
    for file in studio.folder.glob("bot.sqlite3*"):
        assert b"unmistakable" not in file.read_bytes() and b"secret holiday" not in file.read_bytes()


async def test_a_new_folder_keeps_prompts_for_ninety_days_and_an_explicit_setting_wins(studio: Studio) -> None:
    call, _ = await studio.finish("a cat")
    await days_later(studio, 89)
    await studio.until(lambda: not studio.query("SELECT 1 FROM image WHERE path IS NOT NULL"))
    newer, _ = await studio.finish("another")
    assert studio.row(call)["prompt"] == "a cat"
    await days_later(studio, 2)
    await studio.until(lambda: studio.row(call)["prompt"] == "")
    await studio.restart(bot_keep_prompt_days=0)
    await days_later(studio, 400)
    await studio.finish("a third")
    assert studio.row(newer)["prompt"] == "another"


async def test_an_older_folder_keeps_its_prompts_and_its_owner_is_asked_once(studio: Studio) -> None:
    old, _ = await studio.finish("a cat")
    await days_later(studio, 80)
    await studio.finish("a dog")
    await studio.stop()
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books:
        books.execute("UPDATE fact SET value = '0' WHERE name = 'keep_prompt_days'")  # as for a folder with orders
        books.commit()
    await days_later(studio, 20)

    def asked() -> list[str]:
        return [m.text for m in studio.person("sam").dm() if "BOT_KEEP_PROMPT_DAYS=90" in m.text]

    await studio.until(asked)
    assert "more than 90 days old / kept in all: 1 / 2" in asked()[0]
    await studio.restart()
    await studio.finish("a bird")
    assert len(asked()) == 1 and studio.row(old)["prompt"] == "a cat"


@pytest.mark.parametrize("prompt", ["a cat", "a cat [failed]"])
async def test_a_card_drawn_anew_does_without_the_prompt(studio: Studio, prompt: str) -> None:
    call, card = await studio.finish(prompt)
    await studio.stop()
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books:
        books.execute("UPDATE job SET prompt = '', shown_rev = 0")
        books.commit()
    await studio.start()
    await studio.says(card, "The prompt has been deleted.")
    await studio.until(lambda: studio.row(call)["shown_rev"] == studio.row(call)["rev"])


async def test_no_diary_holds_a_prompt(studio: Studio) -> None:
    for word in ("", "[failed]", "[refused]", "[busy]", "[unclear]", "[fewer]"):
        await studio.finish(f"an unmistakable cat {word}")
    details = [row["detail"] or "" for row in studio.query("SELECT detail FROM job_event")]
    assert any(details) and not any("unmistakable" in detail for detail in details)


async def test_pictures_to_edit_go_with_the_others(studio: Studio, picture: bytes) -> None:
    call, _ = await studio.finish(image=("red.png", picture))
    assert len(list((studio.folder / "images").rglob("*.png"))) == 2
    await days_later(studio, 31)
    await studio.until(lambda: not list((studio.folder / "images").iterdir()))
    assert studio.ledger(call) == CHARGED and studio.row(call)["prompt"] == "a cat"


def age(path: Path, clock: Any, *, days: float) -> Path:
    then = clock.now() / 1000 - days * 86_400
    os.utime(path, (then, then))
    return path


async def test_what_a_crash_left_among_the_pictures_goes_and_nothing_else(studio: Studio) -> None:
    call, _ = await studio.finish()
    images = studio.folder / "images"
    await studio.stop()
    left = {name: images / name for name in ("11", "12", "13", "14", "notes", "0x1")}
    for folder in left.values():
        folder.mkdir()
    for file in (left["11"] / "output-0.png", left["12"] / "output-0.png", left["notes"] / "list.txt"):
        file.touch()
    known = images / str(call.id)
    old_part, new_part = known / ".output-1.part", known / ".output-2.part"
    old_small = known / ".output-0.thumb.jpg.part"
    for file in (old_part, old_small, new_part, images / "15"):
        file.touch()
    for path in (left["11"], left["13"], left["notes"], left["0x1"], old_part, old_small, known):
        age(path, studio.clock, days=2)
    for path in (left["12"], left["14"]):
        age(path, studio.clock, days=0.5)
    await studio.start()
    going = (left["11"], left["13"], old_part, old_small)
    await studio.until(lambda: not any(path.exists() for path in going))
    assert all(left[name].exists() for name in ("12", "14", "notes", "0x1"))
    assert new_part.exists() and (images / "15").exists() and (left["notes"] / "list.txt").exists()
    assert [file.name for file in known.glob("*.png")] == ["output-0.png"]


async def test_discords_token_is_in_the_books_for_its_fifteen_minutes_and_no_longer(closed_studio: Studio) -> None:
    studio = closed_studio
    await studio.start()
    call, _ = await studio.finish("a cat")
    assert studio.row(call)["token"]
    await studio.stop()
    await studio.clock.leap(minutes=16)
    await studio.start()
    await studio.until(lambda: studio.row(call)["token"] is None)
    assert studio.row(call)["state"] == "succeeded"
    younger, _ = await studio.finish("a dog")
    await TokenExpiry(store=studio.client.services.store, clock=studio.clock).tick()
    assert studio.row(younger)["token"], "it still serves"


async def test_a_server_keeps_pictures_and_words_for_less_long_than_the_host(studio: Studio) -> None:
    call, _ = await studio.finish("a cat")
    configs = studio.client.services.guild_configs
    guild_id = studio.row(call)["guild_id"]
    kept = GuildPrivacy(keep_picture_days=3, keep_word_days=2)
    await configs.change(guild_id, await configs.of(guild_id), by_user=1, privacy=kept)
    await configs.change(guild_id + 1, GuildConfig(), by_user=1, privacy=GuildPrivacy(keep_word_days=1))
    await days_later(studio, 2)
    await studio.until(lambda: studio.row(call)["prompt"] == "")
    assert studio.query("SELECT 1 FROM image WHERE path IS NOT NULL")
    await days_later(studio, 1)
    await studio.until(lambda: not studio.query("SELECT 1 FROM image WHERE path IS NOT NULL"))


async def test_everything_of_a_member_goes_also_where_a_stop_comes_between(studio: Studio) -> None:
    (call, card), (others, others_card) = await studio.finish("a fox of mine"), await studio.finish("a dog", by="jonas")
    waiting = await studio.order("a boat [stuck]")
    store = studio.client.services.store
    await store.erasures.begin(studio.person("mara").id, now=studio.clock.now())  # and the process dies
    await studio.restart()
    await studio.until(lambda: card.deleted and studio.row(call)["prompt"] == "")
    assert not (studio.folder / "images" / str(call.id)).exists()
    await studio.until(lambda: studio.row(waiting)["erased_at"] is not None)
    assert studio.row(others)["prompt"] == "a dog" and not others_card.deleted
    assert studio.ledger(call) == CHARGED, "what was spent stays spent"


async def test_what_a_server_leaves_behind_goes_after_thirty_days_but_of_servers_left_before_that_rule_nothing(
    studio: Studio,
) -> None:
    calls = {}
    for name in ("here", "left", "earlier"):
        guild = studio.fake_discord.add_guild(name)
        studio.fake_discord.add_person(name, guild=guild)
        calls[name], _ = await studio.finish(name, by=name)
        await studio.until(lambda: studio.query("SELECT 1 FROM guild WHERE name = ?", name))  # noqa: B023 - at once
        if name != "here":
            studio.fake_discord.kick_bot(guild)
    gone = "SELECT 1 FROM guild WHERE left_behind_at IS NOT NULL"
    await studio.until(lambda: len(studio.query(gone)) == 2)
    await studio.stop()
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as database, database:
        database.execute("UPDATE guild SET left_behind_at = NULL WHERE name = 'earlier'")
    await studio.start()
    await days_later(studio, 29)
    await studio.finish("a cat")
    assert studio.row(calls["left"])["prompt"] == "left"
    await days_later(studio, 2)
    await studio.until(lambda: studio.row(calls["left"])["prompt"] == "")
    assert [studio.row(calls[name])["prompt"] for name in ("here", "earlier")] == ["here", "earlier"]
