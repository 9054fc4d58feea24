"""An order that waits for a press or a form: nothing that happens in between costs its words, or draws it twice."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.domain.errors import DiskFull
from bot.services.orders import Orders
from bot.ui import order_placement

Studio = Any
CHARGED = [("reserve", 1), ("settle", 0)]
OVER = "This has expired"
FULL = "my disk is full"

pytestmark = pytest.mark.usefixtures("calm")


class Hanging:
    """A call that never comes back; `kill` ends who waits in it, as the end of the process would."""

    def __init__(self) -> None:
        self.tasks: list[asyncio.Task[Any]] = []

    async def __call__(self, *_: object, **__: object) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.append(task)
        await asyncio.Event().wait()

    async def kill(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def question(studio: Studio) -> Any:
    """Have the bot ask whether to draw a reply."""
    _, card = await studio.finish("a lighthouse")
    said = await studio.person().say("@Banana make the sky purple", reply_to=card)
    replies = studio.fake_discord.state.channels[said.channel_id].messages
    return await studio.until(lambda: next((m for m in replies.values() if m.reply_to == said.id), None))


async def form(studio: Studio) -> Any:
    """Open the form of the menu about a card."""
    _, card = await studio.finish("a lighthouse")
    return await (await studio.person().menu("Edit this picture", card)).done()


@pytest.mark.parametrize("stopped_in", ["booking", "answer"])
@pytest.mark.parametrize("way", ["question", "form"])
async def test_words_outlive_a_stop_before_their_card_stood(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, way: str, stopped_in: str
) -> None:
    asked = await (question if way == "question" else form)(studio)

    async def draw() -> Any:
        if way == "form":
            return await studio.person().submit(asked, prompt="make it snow")
        return await studio.person().click(
            asked, next(b["custom_id"] for b in asked.buttons if ":reply:" in b["custom_id"])
        )

    hanging = Hanging()
    seam = (Orders, "order") if stopped_in == "booking" else (order_placement, "answer_with_layout")
    with monkeypatch.context() as patched:
        patched.setattr(*seam, hanging)
        await draw()
        await studio.until(lambda: hanging.tasks)
        await studio.stop()
        await hanging.kill()
    await studio.start()
    await studio.until(lambda: not studio.query("SELECT 1 FROM job WHERE state = 'queued'"))
    call = await (await draw()).done()
    await studio.ended(call)
    assert studio.ledger(call) == CHARGED and len(studio.sent()) == 2
    again = await (await draw()).done() if way == "form" else None
    assert again is None or OVER in again.message.text, "and it is drawn once"


async def test_a_second_press_hears_why_the_first_was_refused(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    small = await question(studio)
    held, arrived = asyncio.Event(), asyncio.Event()

    async def full(*_: object, **__: object) -> None:
        arrived.set()
        await held.wait()
        raise DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(Orders, "order", full)
        custom_id = next(b["custom_id"] for b in small.buttons if ":reply:" in b["custom_id"])
        calls = [await studio.person().click(small, custom_id)]
        await arrived.wait()
        calls.append(await studio.person().click(small, custom_id))
        await asyncio.sleep(0.1)
        held.set()
        for call in calls:
            await call.done()
            assert call.message.ephemeral_for and FULL in call.message.text
    call = await studio.press(small, "reply")
    await studio.ended(call)
    assert studio.ledger(call) == CHARGED and len(studio.sent()) == 2


async def test_two_presses_of_draw_are_one_order(studio: Studio) -> None:
    small = await question(studio)
    custom_id = next(b["custom_id"] for b in small.buttons if ":reply:" in b["custom_id"])
    calls = [await studio.person().click(small, custom_id) for _ in range(3)]
    for call in calls:
        await call.done()
    assert sum(OVER in call.message.text for call in calls) == 2
    await studio.until(lambda: len(studio.sent()) == 2)


async def test_an_offer_whose_order_is_refused_can_be_taken_later(
    closed_studio: Studio, picture: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = closed_studio
    await studio.start(higgsfield_pro_input_images=False)
    call = await studio.order("make it blue", command="banana-pro", image=("red.png", picture))
    (button,) = call.message.buttons

    async def full(*_: object, **__: object) -> None:
        raise DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(Orders, "order", full)
        refused = await (await studio.person().click(call.message, button["custom_id"])).done()
        assert FULL in refused.message.text
    taken = await (await studio.person().click(call.message, button["custom_id"])).done()
    await studio.ended(taken)
    assert studio.ledger(taken) == CHARGED
    again = await (await studio.person().click(call.message, button["custom_id"])).done()
    assert OVER in again.message.text and len(studio.sent()) == 1


async def test_a_question_whose_card_discord_turned_down_can_be_answered_again(studio: Studio) -> None:
    small = await question(studio)
    studio.fake_discord.block_words("purple")
    refused = await studio.press(small, "reply")
    assert "AutoMod" in refused.message.text
    studio.fake_discord.state.guilds[next(iter(studio.fake_discord.state.guilds))].blocked_words.clear()
    await studio.clock.leap(seconds=10)  # else it would be the same press twice
    call = await studio.press(small, "reply")
    await studio.ended(call)
    assert studio.ledger(call) == CHARGED
