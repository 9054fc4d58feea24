"""The lives that a job can have: what people and the vendor do, whenever the bot dies meanwhile."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from bot.simulators.discord import Message
from tests.crash.stage import NEVER, Stage, button_ids

Play = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Life:
    """One story, and what the account and the settings are like in it."""

    name: str
    play: Play
    ends: frozenset[str]  # how the job of the story itself may end, where nothing dies
    terms: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, object] = field(default_factory=dict)
    has_webhooks: bool = False  # the vendor rings at the end

    def __str__(self) -> str:
        return self.name

    async def play_on(self, stage: Stage) -> None:
        await self.play(stage)


def order(prompt: str = "a cat", **options: Any) -> Play:
    async def play(stage: Stage) -> None:
        await stage.order(prompt, **options)

    return play


async def cancel_in_line(stage: Stage) -> None:
    first = await stage.order("a long one", by="jonas")
    await stage.reaches(first, lambda: stage.is_at_the_vendor(first, "in_progress"))
    second = await stage.order()
    await stage.press_cancel(second)
    await stage.reaches(second, lambda: stage.is_too_late(second))  # where the first one was lost, it is the first
    stage.finish_drawing()


async def cancel_while_drawing(stage: Stage) -> None:
    call = await stage.order()
    await stage.reaches(call, lambda: stage.is_at_the_vendor(call, "in_progress"))
    await stage.press_cancel(call)
    await stage.reaches(call, lambda: stage.is_too_late(call))
    stage.finish_drawing()


async def cancel_in_the_vendors_line(stage: Stage) -> None:
    call = await stage.order()
    await stage.reaches(call, lambda: stage.is_at_the_vendor(call, "queued"))
    await stage.press_cancel(call)
    await stage.reaches(call, lambda: stage.is_too_late(call))
    stage.finish_drawing()  # what was unclear to the bot lies there still


async def remove_the_card(stage: Stage) -> None:
    call = await stage.order()
    drawing = await stage.reaches(call, lambda: stage.is_at_the_vendor(call, "in_progress") and stage.is_online())
    if drawing and call.message:
        before = stage.deaths
        await stage.person("ines").delete(call.message)
        await stage.reaches(call, lambda: stage.is_too_late(call) or stage.deaths > before)  # or nobody heard of it
    stage.finish_drawing()


async def remove_the_finished_card(stage: Stage) -> None:
    call = await stage.order()
    await stage.reaches(call, lambda: False)
    await stage.until(lambda: stage.is_told(call))
    await stage.until(stage.is_online)
    if call.message and not call.message.deleted:
        stage.taken_away.add(call.message.id)
        before = stage.deaths
        await stage.person("ines").delete(call.message)
        await stage.until(lambda: stage.holds(call, "removed_at IS NOT NULL") or stage.deaths > before)


async def delete_for_good(stage: Stage) -> None:
    call = await stage.order()
    if await stage.reaches(call, lambda: stage.is_at_the_vendor(call, "in_progress")):
        while call.message and not call.message.deleted and not stage.holds(call, "erased_at IS NOT NULL"):
            await stage.delete_for_good(call.message)
            await asyncio.sleep(0.01)
    await stage.reaches(call, lambda: stage.is_too_late(call))
    stage.finish_drawing()


async def come_late(stage: Stage) -> None:
    call = await stage.order()
    await stage.until(lambda: stage.is_over(call) and (stage.holds(call, IN_HAND) or stage.request(call) is None))


async def reply_to_a_card(stage: Stage) -> None:
    first = await stage.order()
    await stage.reaches(first, lambda: False)
    await stage.until(lambda: stage.is_told(first))
    while first.message and first.message.media and not stage.calls[1:]:
        question = await _ask(stage, first.message)
        while question and (ids := button_ids(question, "reply")) and not stage.query(ANOTHER, first.id):
            await stage.order_by_button(question, ids[0])
            await asyncio.sleep(0.01)


async def _ask(stage: Stage, card: Message) -> Message | None:
    """Reply to a card and return the small question that the bot asks; None where it died before."""
    await stage.until(stage.is_online)
    before = stage.deaths
    await stage.person().say("@Banana make it snow", reply_to=card)
    await stage.until(lambda: stage.questions() or stage.deaths > before)
    return next(iter(stage.questions()), None)


async def outlive_the_token(stage: Stage) -> None:
    call = await stage.order()
    await stage.reaches(call, lambda: stage.is_at_the_vendor(call, "in_progress"))
    stage.fake_discord.token_seconds = 0
    await stage.skip(minutes=15)
    stage.finish_drawing()


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "PNG")
    return file.getvalue()


NO_PICTURE = b"\x89PNG\r\n\x1a\n" + b"just words" * 10
ANOTHER = "SELECT 1 FROM job WHERE id <> ? AND message_id IS NOT NULL"
IN_HAND = "state = 'succeeded'"
DRAWING = {"drawing_s": (NEVER, NEVER)}
SOON: dict[str, object] = {"bot_deadline_minutes": 0.06}
SLOW, SOONER = {"drawing_s": (2.0, 2.0)}, {"bot_deadline_minutes": 0.02}
SUCCEEDED, FAILED, CANCELLED = frozenset({"succeeded"}), frozenset({"failed"}), frozenset({"cancelled"})
LIVES = (
    Life(name="plain", play=order(), ends=SUCCEEDED),
    Life(name="four-pictures", play=order(count=4), ends=SUCCEEDED),
    Life(name="fewer-pictures", play=order("three ships [fewer]", count=3), ends=SUCCEEDED),
    Life(name="input-picture", play=order(image=("red.png", picture())), ends=SUCCEEDED),
    Life(name="two-inputs", play=order(image=("red.png", picture()), image2=("also.png", picture())), ends=SUCCEEDED),
    Life(name="input-no-picture", play=order(image=("red.png", NO_PICTURE)), ends=FAILED),
    Life(name="direct-message", play=order(channel="dm"), ends=SUCCEEDED),
    Life(name="vendor-busy", play=order("a harbour [busy]"), ends=SUCCEEDED),
    Life(
        name="cancel-in-line",
        play=cancel_in_line,
        ends=CANCELLED,
        terms=DRAWING,
        settings={"higgsfield_concurrency": 1},
    ),
    Life(name="cancel-too-late", play=cancel_while_drawing, ends=SUCCEEDED, terms=DRAWING),
    Life(name="cancel-in-time", play=cancel_in_the_vendors_line, ends=CANCELLED, terms={"queued_s": NEVER}),
    Life(name="safety-filter", play=order("a naughty banana [refused]"), ends=FAILED),
    Life(name="vendor-fails", play=order("a castle [failed]"), ends=FAILED),
    Life(name="token-spent", play=outlive_the_token, ends=SUCCEEDED, terms=DRAWING),
    Life(name="card-removed", play=remove_the_card, ends=SUCCEEDED, terms=DRAWING),
    Life(name="finished-card-removed", play=remove_the_finished_card, ends=SUCCEEDED),
    Life(name="deleted-for-good", play=delete_for_good, ends=SUCCEEDED, terms=DRAWING),
    Life(name="answered-by-another-copy", play=order(taken=True), ends=CANCELLED),
    Life(name="reply-to-a-card", play=reply_to_a_card, ends=SUCCEEDED),
    Life(name="late", play=come_late, ends=SUCCEEDED, terms=SLOW, settings=SOONER, has_webhooks=True),
    Life(name="unclear", play=order("a bottle [unclear]"), ends=FAILED),
    Life(
        name="unclear-repeatable",
        play=order("a bottle [unclear]"),
        ends=SUCCEEDED,
        terms={"idempotent": True},
        settings={"higgsfield_idempotent": True},
    ),
    # The ring comes again and again: before the deadline, however often the bot dies.
    Life(name="rung", play=order(), ends=SUCCEEDED, settings=SOON, has_webhooks=True),
    Life(name="unclear-rung", play=order("a bottle [unclear]"), ends=SUCCEEDED, settings=SOON, has_webhooks=True),
)
