"""Members' words, freed of what no model reads and of what could break a card."""

from __future__ import annotations

import re
import unicodedata

JOINERS = "\u200c\u200d"  # they shape emoji and Persian words
STACKED = 6  # signs without a width on one letter: more than any script needs, fewer than climb over the card
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co"})  # controls, bidi overrides, lone surrogates, private use
_WIDTHLESS = frozenset({"Cf", "Mn", "Me"})
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean_prompt(prompt: str) -> str:
    """Drop control and bidi characters and floods of signs without a width; every line end becomes a plain one."""
    lines = _LINE_ENDS.sub("\n", prompt)
    kept = "".join(c for c in lines if c in "\n" + JOINERS or unicodedata.category(c) not in _UNWANTED)
    return _thin(re.sub(f"([{JOINERS}])[{JOINERS}]+", r"\1", kept)).strip()


def clean_name(name: str) -> str:
    """Return a file's name on one line, without invisible signs."""
    return " ".join(clean_prompt(name).split())


def _thin(text: str) -> str:
    kept, stacked = [], 0
    for c in text:
        stacked = stacked + 1 if unicodedata.category(c) in _WIDTHLESS else 0
        if stacked <= STACKED:
            kept.append(c)
    return "".join(kept)
