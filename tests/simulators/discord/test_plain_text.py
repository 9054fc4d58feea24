"""A message in a terminal: names, spans and words in place of Discord's markup; what was escaped stays."""

from __future__ import annotations

import pytest

from bot.simulators.discord.plain_text import plain_text
from bot.simulators.discord.state import State

NOW = 1_795_622_246


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("🍌 **Nano Banana** for <@{mara}> or <@!{mara}>", "🍌 Nano Banana for Mara or Mara"),
        ("-# 1 picture · 4:3", "1 picture · 4:3"),
        (r"> x \[refused\] \*loud\* \<\@7\>", "> x [refused] *loud* <@7>"),
        (r"1\. one _\_two\_", "1. one __two_"),
        ("<t:1795622244:R>, <t:1795622266:R>, <t:1795622246:R>", "2 s ago, in 20 s, now"),
        ("<t:1795618646:R>, <t:1795622366:R>, <t:1795449446:R>", "1 h ago, in 2 min, 2 days ago"),
        ("until <t:1795622246:D>", "until 25 November 2026"),
        ("v3 · [from v2](https://discord.com/channels/1/2/3)", "v3 · from v2"),
        ("https://example.org/a*b_c**d", "https://example.org/a*b_c**d"),
        ("<#{lobby}> <#5> <@5> </banana:5> <:fox:5> <@&5>", "#lobby #unknown somebody /banana :fox: a role"),
        ("# Title\n## Less ||secret|| ~~gone~~", "Title\nLess secret gone"),
    ],
)
def test_markup_becomes_words(text: str, plain: str) -> None:
    state = State()
    mara = state.add_user("mara")
    state.add_guild("Studio", ("lobby",), mara)
    ids = {"mara": mara.id, "lobby": state.named("lobby").id}
    assert plain_text(text.format(**ids), state, now=NOW) == plain
