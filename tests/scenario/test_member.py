"""What moderators do about a member: seen in one private panel, told to the member alone, and of this server only."""

from __future__ import annotations

from typing import Any

Studio = Any
Message = Any
Call = Any


async def member(studio: Studio, name: str = "mara", *, by: str = "ines") -> Call:
    """Open a member's panel and wait until it is there."""
    return await opened(studio, await studio.person(by).menu("Member", studio.person(name)))


async def opened(studio: Studio, call: Call) -> Call:
    await call.done()
    await studio.until(lambda: call.message and call.message.text)
    return call


async def fill(studio: Studio, panel: Message, verb: str, *, by: str = "ines", **fields: Any) -> Call:
    """Press a button that opens a form, and send it."""
    form = await studio.press(panel, verb, by=by)
    assert form.modal, form.message and form.message.text
    return await (await studio.person(by).submit(form, **fields)).done()


def verbs(message: Message) -> list[str]:
    return [str(button["custom_id"]).split(":")[1] for button in message.buttons]


async def test_a_blocked_member_is_told_in_private_how_long_and_why_until_it_is_lifted(studio: Studio) -> None:
    _, card = await studio.finish("a cat")
    panel = (await member(studio)).message
    assert panel.ephemeral_for == studio.person("ines").id and "Not blocked." in panel.text
    assert "**1 🍌** in the last 24 hours" in panel.text and "Limits" in panel.text
    assert verbs(panel) == ["give", "block", "reset"]
    await fill(studio, panel, "block", span="1 day", written="7 days", reason="too *many* cats")
    await studio.says(panel, "✅ Blocked. It ends")
    assert verbs(panel) == ["give", "block", "lift", "reset"]
    refused = await studio.order("a dog")
    assert refused.ephemeral and "A moderator has blocked you" in refused.message.text
    assert r"“too \*many\* cats”" in refused.message.text and "Nothing was charged." in refused.message.text
    assert "blocked you from drawing" in (await studio.press(card, "again")).message.text, "a press orders, too"
    assert "blocked you here" in await studio.quota()
    assert studio.orders == 1
    await studio.press(panel, "lift", by="ines")
    await studio.says(panel, "The block is lifted")
    await studio.finish("a dog")
    acts = studio.query("SELECT kind, by_user, member_id FROM act ORDER BY id")
    assert [tuple(act) for act in acts] == [
        (kind, studio.person("ines").id, studio.person().id) for kind in ("block", "lift")
    ]


async def test_who_may_not_moderate_gets_a_sentence_and_nothing_changes(studio: Studio) -> None:
    for target, why in (("sam", "The server's owner can't be blocked."), ("ines", "below your own")):
        own = (await member(studio, target)).message
        call = await fill(studio, own, "block", span="1 day", written="", reason="")
        (told,) = await studio.until(lambda call=call: call.followups)
        assert told.ephemeral_for == studio.person("ines").id and why in told.text
    form = await studio.press((await member(studio)).message, "block", by="ines")
    odd = await (await studio.person("ines").submit(form, written="soon")).done()
    assert odd.ephemeral and "I can't read “soon”" in odd.message.text
    assert studio.query("SELECT * FROM block") == [] and studio.query("SELECT * FROM act") == []
