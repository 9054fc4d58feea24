"""Discord's own switches hold for every way to order: a command's permissions, writing, and using commands at all."""

from __future__ import annotations

from typing import Any

import pytest

Studio = Any
Message = Any
Call = Any

FORBIDDEN = "This server doesn't let you use /{command} here"
NO_WRITING = "You can't send messages in this channel, so I can't draw for you here."
NO_COMMANDS = "This server doesn't let you use commands in this channel"
JONAS = "jonas"


async def again(studio: Studio, card: Message) -> Call:
    return await studio.press(card, "again", by=JONAS)


async def prepare(studio: Studio, way: str, card: Message) -> Any:
    """Return what a member has open before the server shuts them out."""
    jonas = studio.person(JONAS)
    if way == "menu":
        return await (await jonas.menu("Edit this picture", card)).done()
    if way in ("edit", "pro"):
        return await studio.press(card, way, by=JONAS)
    if way == "tray":
        shown = (await studio.press(card, "use", by=JONAS)).message
        await studio.until(lambda: shown.buttons)
        return await studio.press(shown, "drawtray", by=JONAS)
    if way == "small card":
        said = await jonas.say("@Banana make it blue", reply_to=card)
        return await studio.until(lambda: answer(studio, said))
    return card


def answer(studio: Studio, said: Message) -> Message | None:
    """Return what the bot replied to a message."""
    return next((message for message in studio.fake_discord.messages() if message.reply_to == said.id), None)


async def order(studio: Studio, way: str, opened: Any) -> Call:
    """Order by what a member has open."""
    if way == "again":
        return await again(studio, opened)
    if way == "small card":
        return await studio.press(opened, "reply", by=JONAS)
    return await (await studio.person(JONAS).submit(opened, prompt="a dog")).done()


def shut_out(studio: Studio, how: str) -> str:
    """Let the server shut Jonas out, and return what he is told."""
    fake, jonas = studio.fake_discord, studio.person(JONAS)
    if how in ("SEND_MESSAGES", "USE_APPLICATION_COMMANDS"):
        fake.deny_member(JONAS, "studio", how)
        return NO_WRITING if how == "SEND_MESSAGES" else NO_COMMANDS
    targets = {"member": jonas, "everyone": "everyone", "channel": fake.state.named("studio"), "all channels": None}
    target, _, level = how.partition(" of ")
    fake.permit(False, to=targets[target], command="banana" if level == "the command" else None)
    return FORBIDDEN.format(command="banana")


LEVELS = ("the command", "the app")
HOWS = [f"{target} of {level}" for target in ("member", "everyone", "channel", "all channels") for level in LEVELS]
WAYS = ("again", "edit", "menu", "tray", "small card")
BITS = ["SEND_MESSAGES", "USE_APPLICATION_COMMANDS"]


@pytest.mark.parametrize("how", [*HOWS, *BITS])
async def test_who_is_shut_out_orders_by_no_way(studio: Studio, how: str) -> None:
    _, card = await studio.finish()
    opened = {way: await prepare(studio, way, card) for way in WAYS}
    words = shut_out(studio, how)
    public = len(studio.fake_discord.messages())
    for way in WAYS:
        call = await order(studio, way, opened[way])
        assert call.ephemeral and words in call.message.text, way
        assert call.message.text.endswith("Nothing was charged."), way
        assert (studio.orders, studio.posts) == (1, 1), way
    assert [m for m in studio.fake_discord.messages()[public:] if m.ephemeral_for is None] == []


@pytest.mark.parametrize("how", ["member of the app", "everyone of the app", *BITS])
async def test_who_is_shut_out_shows_nothing_again(studio: Studio, how: str) -> None:
    await studio.finish(by=JONAS)
    page = (await (await studio.person(JONAS).slash("history")).done()).message
    await studio.until(lambda: page.buttons)
    words = shut_out(studio, how).replace("/banana", "/history")
    call = await studio.press(page, "show", by=JONAS)
    assert call.ephemeral and words in call.message.text
    assert len([m for m in studio.fake_discord.messages() if m.ephemeral_for is None]) == 1


@pytest.mark.parametrize("how", ["member of the command", "USE_APPLICATION_COMMANDS"])
async def test_who_draws_at_once_is_shut_out_too(studio: Studio, how: str) -> None:
    _, card = await studio.finish()
    panel = (await (await studio.person(JONAS).slash("me")).done()).message
    await studio.press(panel, "once", by=JONAS)
    words = shut_out(studio, how)
    said = await studio.person(JONAS).say("@Banana make it blue", reply_to=card)
    told = await studio.until(lambda: answer(studio, said))
    assert words in told.text and studio.orders == 1


async def test_a_model_that_is_denied_is_not_had_by_another_models_form(studio: Studio) -> None:
    _, card = await studio.finish()
    studio.fake_discord.permit(False, to="everyone", command="banana-pro")
    call = await order(studio, "pro", await prepare(studio, "pro", card))
    assert call.ephemeral and FORBIDDEN.format(command="banana-pro") in call.message.text and studio.orders == 1
    assert not (await again(studio, card)).ephemeral, "the other model stays open"


async def test_a_threads_channel_speaks_for_it(studio: Studio) -> None:
    studio.fake_discord.add_thread("inside")
    _, card = await studio.finish(channel="inside")
    studio.fake_discord.permit(False, to=studio.fake_discord.state.named("studio"))
    call = await studio.press(card, "again", by=JONAS)
    assert call.ephemeral and FORBIDDEN.format(command="banana") in call.message.text


async def test_writing_in_threads_is_a_right_of_its_own(studio: Studio) -> None:
    studio.fake_discord.add_thread("inside")
    _, card = await studio.finish(channel="inside")
    studio.fake_discord.deny_member(JONAS, "studio", "SEND_MESSAGES_IN_THREADS")
    call = await studio.press(card, "again", by=JONAS)
    assert call.ephemeral and NO_WRITING in call.message.text


async def test_a_role_that_may_and_an_administrator_go_on(studio: Studio) -> None:
    _, card = await studio.finish()
    studio.fake_discord.permit(False, to="everyone")
    studio.fake_discord.permit(True, to="moderators")
    for by, refused in (("jonas", True), ("ines", False), ("sam", False)):
        call = await studio.press(card, "again", by=by)
        assert call.ephemeral is refused, by


async def test_direct_messages_have_no_such_switches(studio: Studio) -> None:
    _, card = await studio.finish(channel="dm", by=JONAS)
    studio.fake_discord.permit(False, to="everyone")
    assert not (await studio.press(card, "again", by=JONAS)).ephemeral


async def test_a_change_is_heard_of_at_once_and_read_once(studio: Studio) -> None:
    _, card = await studio.finish()
    await again(studio, card)
    for allowed in (False, True, False, None):
        studio.fake_discord.permit(allowed, to="everyone")
        await studio.clock.leap(seconds=4)
        await studio.quota(channel="dm")  # what was sent before it has been heard
        assert (await again(studio, card)).ephemeral is (allowed is False)
    reads = [call for call in studio.fake_discord.calls if call.path.endswith("/commands/permissions")]
    assert 1 <= len(reads) <= 2, "at the first order, and once more where the session began after it"


async def test_what_can_not_be_read_is_as_it_was_last(studio: Studio) -> None:
    _, card = await studio.finish()
    studio.fake_discord.permit(False, to="everyone")
    assert (await again(studio, card)).ephemeral
    studio.fake_discord.faults.answer("GET", "*/commands/permissions", 500, times=0)
    await studio.clock.leap(minutes=120)
    call = await again(studio, card)
    assert call.ephemeral and FORBIDDEN.format(command="banana") in call.message.text


async def test_what_could_never_be_read_is_no_bar(studio: Studio, caplog: pytest.LogCaptureFixture) -> None:
    _, card = await studio.finish()
    studio.fake_discord.faults.answer("GET", "*/commands/permissions", 403, code=50001, times=0)
    for _ in range(5):
        assert not (await again(studio, card)).ephemeral
        await studio.clock.leap(seconds=4)
    told = [record for record in caplog.records if "its command permissions can't be read" in record.getMessage()]
    assert 1 <= len(told) <= 2, "not asked again with every press"


async def test_a_slow_answer_delays_no_order_beyond_its_three_seconds(studio: Studio) -> None:
    _, card = await studio.finish()
    studio.fake_discord.faults.delay("GET", "*/commands/permissions", 30)
    call = await again(studio, card)
    assert call.answered and not call.failed and not call.ephemeral
