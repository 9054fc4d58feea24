"""Members' words, freed of what no model reads and of what could break a card."""

from __future__ import annotations

import re
import unicodedata

from bot.domain.mentions import Names, with_names

JOINERS = "\u200c\u200d"  # they shape emoji and the words of Persian, Hindi, Malayalam …
STACKED = 6  # signs without a width on one letter: more than any script needs, fewer than climb over the card
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters and signs by name, but nothing is seen
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co"})  # controls, bidi overrides, lone surrogates, private use
_UNSEEN = frozenset({*_UNWANTED, "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})
_WIDTHLESS = frozenset({"Cf", "Mn", "Me"})
_SHAPED = frozenset({"Lo", "Mn", "Mc", "So", "Sk"})  # what a joiner can join on to: letters without case, emoji
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
#: A flag such as Scotland's is spelled in tag characters; anywhere else they are words that nobody sees.
_TAGGED_FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{1,6}\U000e007f")


def clean_words(text: str, names: Names | None = None) -> str:
    """Return members' words as they are kept, sent and searched for: cleaned, with names in place of ids."""
    clean = clean_prompt(text)
    return clean_prompt(with_names(clean, names))


def clean_prompt(prompt: str) -> str:
    """Drop control and bidi characters and floods of signs without a width; every line end becomes a plain one.

    Of a text in which nothing can be seen nothing is left.
    """
    if prompt.isascii() and prompt.isprintable():  # most are
        return prompt.strip()
    text, last = _clean_once(prompt), prompt
    while text != last:  # what was dropped may have parted a letter and its accent
        text, last = _clean_once(text), text
    return text


def _clean_once(prompt: str) -> str:
    whole = unicodedata.normalize("NFC", "".join(c for c in prompt if not "\ud800" <= c <= "\udfff"))
    lines = _LINE_ENDS.sub("\n", whole)
    flags = _TAGGED_FLAG.findall(lines)
    kept = "".join(c for c in _TAGGED_FLAG.sub("\ue000", lines.replace("\ue000", "")) if _is_wanted(c))
    text = _thin(_joined(kept)).strip()
    for flag in flags:
        text = text.replace("\ue000", flag, 1)
    return text if any(_is_seen(c) for c in text) else ""


def clean_name(name: str) -> str:
    """Return a file's name on one line, without invisible signs."""
    return " ".join(clean_prompt(name).split())


def _is_wanted(c: str) -> bool:
    if c in "\n\ue000" or c in JOINERS:
        return True
    return unicodedata.category(c) not in _UNWANTED and ord(c) & 0xFFFE != 0xFFFE and not "\ufdd0" <= c <= "\ufdef"


def _is_seen(c: str) -> bool:
    return c not in BLANK and unicodedata.category(c) not in _UNSEEN


def _joined(text: str) -> str:
    """Keep a joiner only where it follows something that it can shape."""
    kept: list[str] = []
    for c in text:
        if c not in JOINERS or (kept and kept[-1] not in JOINERS and unicodedata.category(kept[-1]) in _SHAPED):
            kept.append(c)
    return "".join(kept)


def _thin(text: str) -> str:
    kept, stacked = [], 0
    for c in text:
        stacked = stacked + 1 if unicodedata.category(c) in _WIDTHLESS else 0
        if stacked <= STACKED:
            kept.append(c)
    return "".join(kept)
