"""Events with anything in any field: the bot lives, answers the next person, shows no innards, charges nobody amiss.

Thousands of cases: FUZZ_CASES=5000 python -m pytest tests/scenario/test_fuzz.py
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

Studio = Any
Message = Any
JSON = dict[str, Any]
Place = tuple[Any, Any]  # a container and the key or index in it

CASES = int(os.environ.get("FUZZ_CASES", "30"))
INNARDS = re.compile(r"Traceback|Error\b|Exception|NoneType|\bself\b|object at 0x|\.py\b")
JUNK = st.recursive(
    st.sampled_from([None, True, False, -1, 0, 2**31, 2**53, 2**63 - 1, 2**63, 2**64, 10**40, -(10**20), 1.5, 1e300])
    | st.sampled_from(["", "0", "-1", "x" * 6000, str(2**63), str(10**30), "\ud800", "\u202e@everyone", "a\nb", "٣"])
    | st.text(max_size=20)
    | st.integers()
    | st.sampled_from(["img1:again:1", "img1:erase:0", "fr", "zz-ZZ", "1", "2", "3", "5", "prompt"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "value"]), inner),
    max_leaves=5,
)
CHANGES = st.lists(st.tuples(st.sampled_from(["put", "put", "drop", "nest"]), st.integers(0, 9999), JUNK), max_size=3)


def places(part: Any) -> Iterator[Place]:
    """Give every place in a payload, the outer ones first."""
    inner = list(part.items()) if isinstance(part, dict) else list(enumerate(part)) if isinstance(part, list) else []
    for key, _ in inner:
        yield part, key
    for _, value in inner:
        yield from places(value)


def spoil(payload: JSON, changes: list[tuple[str, int, Any]]) -> JSON:
    """Return the payload with some fields gone, replaced or wrapped."""
    payload = copy.deepcopy(payload)
    for how, number, junk in changes:
        found = list(places(payload))
        if not found:
            break
        holder, key = found[number % len(found)]
        if how == "drop":
            holder.pop(key)
        else:
            holder[key] = copy.deepcopy(junk) if how == "put" else [holder[key]]
    return payload


async def act(studio: Studio, what: str, card: Message) -> None:
    """Do something with the bot, whatever becomes of it."""
    mara = studio.person()
    acts: dict[str, Callable[[], Awaitable[Any]]] = {
        "order": lambda: mara.slash("banana", prompt="a cat", count=1),
        "order a picture": lambda: mara.slash("banana-pro", prompt="a cat", image=("a.png", b"no picture")),
        "quota": lambda: mara.slash("quota", channel="dm"),
        "report": lambda: mara.menu("Report this picture", card),
        "delete": lambda: mara.menu("Delete this picture", card),
        "form": lambda: mara.submit(card.opened, prompt="a dog"),
    }
    press = next((str(b["custom_id"]) for b in card.buttons if f":{what}:" in str(b["custom_id"])), "")
    await (mara.click(card, press) if press else acts[what]())


WHATS = ["order", "order a picture", "quota", "report", "delete", "form", "again", "edit"]


@settings(
    max_examples=CASES,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(cases=st.lists(st.tuples(st.sampled_from(WHATS), CHANGES), min_size=5, max_size=5))
async def test_whatever_an_event_holds_the_bot_lives_and_charges_nobody_amiss(
    studio: Studio, cases: list[tuple[str, list[tuple[str, int, Any]]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_discord = studio.fake_discord
    card = fake_discord.messages()[0] if fake_discord.messages() else (await studio.finish())[1]
    if not hasattr(card, "opened"):
        card.opened = await studio.press(card, "edit")
    usual = fake_discord.interactions.payload
    for what, changes in cases:
        with monkeypatch.context() as patch:
            patch.setattr(fake_discord.interactions, "payload", lambda one, c=changes: spoil(usual(one), c))
            await act(studio, what, card)
        assert "Your credits" in await studio.quota(by="jonas")
    said = [message.text for channel in fake_discord.state.channels.values() for message in channel.messages.values()]
    assert not [text for text in said if INNARDS.search(text)]
    charged = studio.query(
        """SELECT id, message_id FROM job WHERE state NOT IN ('queued', 'submitting', 'running')
           AND (SELECT SUM(amount) FROM ledger WHERE job_id = job.id) > 0"""
    )
    shown = {message.id for channel in fake_discord.state.channels.values() for message in channel.messages.values()}
    assert all(row["message_id"] in shown for row in charged), "somebody paid for nothing"
