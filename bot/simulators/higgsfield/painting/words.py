"""The words of a prompt, English or French, as the painter looks for them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_MARKS = re.compile(r"[\u0300-\u036f]")
_WORD = re.compile(r"[a-z0-9]+")


class Words:
    """A prompt's words in order, without capitals, accents and the ending of a plural."""

    def __init__(self, prompt: str) -> None:
        self._text = _plain(prompt)

    def hits(self, vocabulary: str) -> int:
        """Return how many of a vocabulary's words and phrases, parted by commas, the prompt has."""
        return sum(entry in self._text for entry in _entries(vocabulary))


@cache
def _entries(vocabulary: str) -> tuple[str, ...]:
    return tuple({_plain(entry) for entry in vocabulary.split(",")})


def _plain(text: str) -> str:
    letters = _MARKS.sub("", unicodedata.normalize("NFKD", text.lower().replace("œ", "oe")))
    return f" {' '.join(_singular(word) for word in _WORD.findall(letters))} "


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
