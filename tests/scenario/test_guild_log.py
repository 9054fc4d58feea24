"""A server's log: one line an event, whole, once, and without the words that were deleted."""

from __future__ import annotations

from typing import Any

from bot.domain.guild_log import LogEvent, LogKind, LogRoutes
from bot.simulators.discord.components import walk
from tests.scenario.test_retention import days_later

Studio = Any
Message = Any
Call = Any
MOD_LOG = "mod-log"


async def log_to(studio: Studio, *kinds: LogKind, previews: bool = False) -> int:
    """Let these kinds be told in a channel of their own, as the panel does."""
    channel = studio.person("ines").channel(MOD_LOG)
    await set_routes(studio, LogRoutes(previews=previews).routed(kinds or tuple(LogKind), channel.id))
    return int(channel.id)


async def set_routes(studio: Studio, routes: LogRoutes) -> None:
    guild = next(iter(studio.fake_discord.state.guilds))
    configs = studio.client.services.guild_configs
    await configs.change(guild, await configs.of(guild), by_user=studio.person("ines").id, log=routes)


def messages(studio: Studio) -> list[Message]:
    """Return what everybody can see there."""
    there = studio.person("ines").channel(MOD_LOG).messages.values()
    return [message for message in there if message.content and message.ephemeral_for is None]


def lines(studio: Studio) -> list[str]:
    """Return what the log says, without the moments, and without what the panel's own change left there."""
    said = [line for message in messages(studio) for line in message.content.split("\n")]
    assert all(line.startswith("<t:") for line in said), said
    return [line.partition(":t> ")[2] for line in said if "🔧" not in line]


async def told(studio: Studio, count: int = 1) -> list[str]:
    await studio.leap_until(lambda: len(lines(studio)) >= count, seconds=5)
    return lines(studio)


async def test_each_end_is_a_line_that_reads_well(studio: Studio) -> None:
    await log_to(studio)
    _, card = await studio.finish("a *fox* in the snow @everyone", count=2)
    guild = next(iter(studio.fake_discord.state.guilds))
    link = f"https://discord.com/channels/{guild}/{card.channel_id}/{card.id}"
    (line,) = await told(studio)
    words = r"“a \*fox\* in the snow \@everyone”"
    assert line == f"🖼️ mara · Nano Banana ×2 · 2\u00a0🍌 ($0.13) · {words} · <#{card.channel_id}> [↗]({link})"


async def panel(studio: Studio) -> Call:
    """Open the log's own panel from /setup, as ines."""
    opened = await (await studio.person("ines").slash("setup")).done()
    await studio.until(lambda: opened.message.buttons)
    return await studio.press(opened.message, "log", by="ines")


async def test_a_moderator_chooses_what_is_told_where_and_is_warned(studio: Studio) -> None:
    ines, fake = studio.person("ines"), studio.fake_discord
    shown = (await panel(studio)).message
    assert "Nothing is logged yet" in shown.text and "Reports go to the bot's owner." in shown.text
    await choose(studio, shown, "logkinds", "finished", "refused")
    await choose(studio, shown, "logto", ines.channel("general"))
    assert f"Logged in <#{ines.channel('general').id}>: 🖼️ finished orders, ⛔ refused orders." in shown.text
    assert "Everybody on this server can read" in shown.text
    fake.deny(MOD_LOG, "READ_MESSAGE_HISTORY", "ATTACH_FILES")
    await studio.press(shown, "logpreviews", by="ines")
    await choose(studio, shown, "logto", ines.channel(MOD_LOG))
    assert "Everybody" not in shown.text and "Permissions): Attach Files, Read Message History." in shown.text
    await studio.press(shown, "logoff", by="ines")
    assert "Nothing is logged yet" in shown.text


def select(message: Message, verb: str) -> str:
    """Return the id of a message's menu."""
    ids = [str(part.get("custom_id")) for part in walk(message.components)]
    return next(each for each in ids if f"pick-{verb}:" in each)


async def choose(studio: Studio, shown: Message, verb: str, *values: Any) -> None:
    custom_id = select(shown, verb)
    await (await studio.person("ines").click(shown, custom_id, values=values)).done()


async def test_a_line_opens_what_can_be_done_and_deleting_blanks_it(studio: Studio, picture: bytes) -> None:
    await log_to(studio, LogKind.FINISHED, LogKind.ACTS, previews=True)
    _, first = await studio.finish("a secret fox")
    await studio.finish("a boat")
    await told(studio, 2)
    assert len([a for m in messages(studio) for a in m.attachments]) == 2
    where = next(message for message in messages(studio) if "secret" in message.content)
    custom_id = select(where, "line")
    refused = await (await studio.person().click(where, custom_id, values=["0"])).done()
    assert refused.ephemeral and "Manage Messages" in refused.message.text
    opened = await (await studio.person("ines").click(where, custom_id, values=["0"])).done()
    await studio.until(lambda: opened.message.buttons)
    assert opened.ephemeral and "secret fox" in opened.message.text
    asked = await studio.press(opened.message, "bin", by="ines")
    await studio.press(asked.message, "erase", by="ines")
    await studio.until(lambda: "Deleted" in asked.message.text)
    await studio.leap_until(lambda: not any("secret" in line for line in lines(studio)), seconds=5)
    blank = next(line for line in lines(studio) if "deleted for good" in line and line.startswith("🖼️"))
    assert blank.startswith("🖼️ mara · Nano Banana · 1\u00a0🍌")
    assert len([a for m in messages(studio) for a in m.attachments]) == 1, "its preview is gone, the other stays"
    assert any("a boat" in line for line in lines(studio))
    await studio.leap_until(lambda: any(line.startswith("🔨") for line in lines(studio)), seconds=5)
    assert "🔨 ines deleted a picture of mara for good" in " ".join(lines(studio))


async def test_a_spoiler_keeps_the_pictures_of_an_old_card(studio: Studio) -> None:
    _, card = await studio.finish("a fox", count=2)
    folder = next((studio.folder / "images").iterdir())
    for file in folder.iterdir():
        file.unlink()
    before = [a.filename for a in card.attachments]
    opened = await (await studio.person("ines").menu("Moderate this picture", card)).done()
    await studio.until(lambda: opened.message.buttons)
    studio.fake_discord.faults.answer("PATCH", f"/channels/*/messages/{card.id}", 500, times=0)
    done = await studio.press(opened.message, "cover", by="ines")
    await studio.leap_until(lambda: "I'll try again" in done.message.text, seconds=5)
    studio.fake_discord.faults.clear()
    await studio.leap_until(lambda: all(item["spoiler"] for item in card.media), seconds=5)
    assert [a.filename for a in card.attachments] == before and len(card.media) == 2
    await studio.until(lambda: not studio.query("SELECT 1 FROM job WHERE rev > shown_rev"))
    member = await studio.press(opened.message, "member", by="ines")
    await studio.until(lambda: any("Block" in str(button) for button in member.message.buttons))
    assert f"<@{studio.person().id}> on this server" in member.message.text


async def test_a_report_goes_to_the_log_or_else_to_the_owner(studio: Studio) -> None:
    await log_to(studio, LogKind.REPORTS)
    _, card = await studio.finish()
    await (await studio.person("jonas").menu("Report this picture", card)).done()
    (line,) = await told(studio)
    assert line.startswith("🚩 jonas reports [↗](https://") and line.endswith("(mara)")
    await studio.until(lambda: not studio.query("SELECT * FROM report WHERE told_at IS NULL"))
    studio.fake_discord.remove_channel(MOD_LOG)
    _, other = await studio.finish("another")
    await (await studio.person("jonas").menu("Report this picture", other)).done()
    await studio.leap_until(lambda: studio.person("sam").dm(), seconds=5)
    assert len(studio.person("sam").dm()) == 1, "only of the second: the log had the first"
    calls = len(studio.fake_discord.calls)
    await studio.clock.leap(minutes=5)
    assert "channels" not in "".join(c.path for c in studio.fake_discord.calls[calls:] if c.method == "POST")


async def test_a_message_that_was_sent_before_a_stop_is_not_sent_again(studio: Studio) -> None:
    await log_to(studio, LogKind.FINISHED)
    await studio.finish("a fox")
    studio.fake_discord.faults.after("POST", "/channels/*/messages", 502, times=0)
    await studio.leap_until(lambda: lines(studio), seconds=5)
    await studio.stop()
    studio.fake_discord.faults.clear()
    assert studio.query("SELECT * FROM log_message WHERE message_id IS NULL")
    await studio.start()
    await studio.leap_until(lambda: not studio.query("SELECT * FROM log_message WHERE message_id IS NULL"), seconds=20)
    assert len(lines(studio)) == 1


async def test_a_message_that_never_left_is_sent_after_a_stop(studio: Studio) -> None:
    await log_to(studio, LogKind.FINISHED)
    studio.fake_discord.faults.answer("POST", "/channels/*/messages", 500, times=0)
    await studio.finish("a fox")
    await studio.leap_until(lambda: studio.query("SELECT * FROM log_message"), seconds=5)
    await studio.stop()
    assert lines(studio) == []
    studio.fake_discord.faults.clear()
    await studio.start()
    assert len(await told(studio)) == 1
    assert not studio.query("SELECT * FROM log_line WHERE told_in IS NULL OR words <> ''")


async def test_words_leave_the_log_when_prompts_are_too_old_and_the_rest_of_the_line_when_it_is_deleted(
    closed_studio: Studio,
) -> None:
    studio = closed_studio
    await studio.start(bot_keep_prompt_days=2)
    await log_to(studio, LogKind.FINISHED, LogKind.REFUSED, previews=True)
    _, card = await studio.finish("a secret fox")
    await note_refusal(studio, "a secret bear")
    assert "secret fox" in " ".join(await told(studio, 2)) and "secret bear" in " ".join(lines(studio))
    await days_later(studio, 3)
    await note_refusal(studio, "a newer wolf")
    await studio.leap_until(lambda: "secret" not in " ".join(lines(studio)), seconds=5)
    fox, bear, wolf = await told(studio, 3)
    assert fox.startswith("🖼️ mara") and "· prompt deleted ·" in fox and "[↗](https://" in fox
    assert "prompt deleted" in bear and "a newer wolf" in wolf
    assert [message for message in messages(studio) if message.attachments], "its preview stays as the card does"
    asked = await studio.press((await studio.press(card, "more")).message, "bin")
    await studio.press(asked.message, "erase")
    await studio.leap_until(lambda: "deleted for good" in lines(studio)[0], seconds=5)
    assert not [message for message in messages(studio) if message.attachments]


async def test_everything_of_a_member_leaves_the_log_and_what_was_not_told_is_told_without_them(studio: Studio) -> None:
    await log_to(studio, LogKind.FINISHED, LogKind.REFUSED)
    await studio.finish("a secret fox")
    await note_refusal(studio, "a secret bear")
    await told(studio, 2)
    studio.fake_discord.deny(MOD_LOG, "SEND_MESSAGES")
    await studio.finish("a secret wolf")
    await note_refusal(studio, "a secret owl")
    asked = await studio.press((await (await studio.person().slash("privacy")).done()).message, "eraseask")
    await studio.press(asked.message, "eraseall")
    await studio.until(lambda: not studio.query("SELECT 1 FROM job WHERE erased_at IS NULL"))
    studio.fake_discord.allow(MOD_LOG, "SEND_MESSAGES")
    await told(studio, 4)
    await studio.leap_until(lambda: not any("secret" in line or "mara" in line for line in lines(studio)), seconds=5)
    assert len(lines(studio)) == 4 and all("deleted for good" in line for line in lines(studio))


async def note_refusal(studio: Studio, words: str) -> None:
    guild, note = next(iter(studio.fake_discord.state.guilds)), studio.client.services.store.guild_log.note
    mara, now = studio.person().id, studio.clock.now()
    event = LogEvent(guild_id=guild, kind=LogKind.REFUSED, what="not-allowed", user_id=mara, words=words)
    await note(event, now=now)


async def test_five_hundred_refusals_are_few_messages_and_none_is_lost(studio: Studio) -> None:
    channel = await log_to(studio, LogKind.REFUSED)
    guild, note = next(iter(studio.fake_discord.state.guilds)), studio.client.services.store.guild_log.note
    people = [studio.person(name).id for name in ("mara", "jonas", "sam", "lena", "noah")]
    for n in range(500):
        same = {"kind": LogKind.REFUSED, "what": "out-of-quota", "facts": {"scope": "user"}, "channel_id": channel}
        event = LogEvent(guild_id=guild, user_id=people[n % 5], words=f"fox {n % 100}", **same)
        await note(event, now=studio.clock.now())
    await studio.leap_until(lambda: not studio.query("SELECT * FROM log_line WHERE told_in IS NULL"), seconds=5)
    counted = [int(last[:-1]) if (last := line.split(" · ")[-1]).endswith("×") else 1 for line in lines(studio)]
    assert sum(counted) == 500
    assert len(messages(studio)) <= 45
    assert all(len(message.content) <= 2_000 for message in messages(studio))
