"""A prompt of before, from /history: a form that begins with it, and a new order once that is sent."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from bot.domain.lacks import MODEL, Lack
from bot.simulators.discord import Message, components

Studio = Any


async def history(studio: Studio, by: str = "mara", **options: Any) -> Message:
    call = await (await studio.person(by).slash("history", **options)).done()
    return await studio.until(lambda: call.message if call.message.text else None)


async def test_an_old_prompt_opens_its_models_form_and_orders_nothing_before_it_is_sent(studio: Studio) -> None:
    await studio.finish("a fox", command="banana-pro", count=2, aspect_ratio="3:4")
    page = await history(studio, channel="general")
    opened = await (await studio.person().click(page, label="Use this prompt")).done()
    assert opened.type == 9 and opened.modal["title"] == "Use this prompt" and studio.orders == 1
    fields = {part["component"]["custom_id"]: part["component"] for part in opened.modal["components"]}
    assert fields["prompt"]["value"] == "a fox" and "start" not in fields
    chosen = [o["label"] for name in ("ratio", "count") for o in fields[name]["options"] if o.get("default")]
    assert chosen == ["3:4", "2 pictures · 6 🍌"]
    call = await (await studio.person().submit(opened, prompt="a fox at night", count=["1"])).done()
    card = await studio.ended(call)
    row, body = studio.row(call), studio.sent()[-1]
    assert (row["model"], row["parent_id"], row["version"], row["cost"]) == ("banana-pro", None, 1, 3)
    assert (body["prompt"], body["aspect_ratio"], body["num_images"]) == ("a fox at night", "3:4", 1)
    assert "v2" not in card.text and card.channel_id == page.channel_id


async def test_a_prompt_that_is_anothers_or_no_longer_kept_is_not_used(studio: Studio) -> None:
    call, _ = await studio.finish("a secret")
    await studio.finish("a dog", by="jonas")
    page = await history(studio, by="jonas")
    theirs = f"img1:reuse:{call.id}"
    buttons = next(row["components"] for row in components.walk(page.components) if row.get("type") == 1)
    buttons[1]["custom_id"] = theirs
    pressed = await (await studio.person("jonas").click(page, theirs)).done()
    assert pressed.ephemeral and "I have no record of this card." in pressed.message.text
    with closing(sqlite3.connect(studio.folder / "bot.sqlite3")) as books:
        books.execute("UPDATE job SET prompt = '' WHERE id = ?", (call.id,))
        books.commit()
    assert [button["label"] for button in (await history(studio)).buttons] == ["Repost here", "Export all"]


async def test_a_form_whose_model_is_gone_meanwhile_is_not_drawn_by_a_dearer_one_unasked(studio: Studio) -> None:
    await studio.finish("a fox")
    opened = await (await studio.person().click(await history(studio), label="Use this prompt")).done()
    studio.client.services.orders.offer.lacks.put(
        Lack(model="banana", what=MODEL, since=0, tried_at=studio.clock.now())
    )
    call = await (await studio.person().submit(opened)).done()
    assert call.ephemeral and "this now costs 3 🍌" in call.message.text and studio.orders == 1
