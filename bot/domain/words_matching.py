"""Finding a server's entries in a prompt, pure: by looking words up, so that no list and no prompt makes it slow.

What is compared is a reading of the prompt: words with one space between, before and after them. There an entry is a
plain piece of text: `word` is " word ", `pre*` is " pre", `*fix` is "fix ", `*part*` is "part". At each place of a
reading only pieces of the lengths that begin with its character are looked up, 62 at most.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from bot.domain.words import BLOCKING, Strictness, WordList, WordLists
from bot.domain.words_entries import piece
from bot.domain.words_folding import STRETCHED, Reading, readings, runs

_STRETCHED = re.compile(rf"([^\W_])\1{{{STRETCHED - 1}}}")
MOST_ALIKE = 64  # entries that differ only in how often a letter stands there in a row, in stretched words


@dataclass(frozen=True, kw_only=True)
class Match:
    """An entry in a prompt."""

    entry: str
    list: WordList
    around: str = ""  # the folded words of the prompt that it stands in


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a server's words do to a prompt."""

    blocked: Match | None = None
    allowed: Match | None = None  # what would have blocked it …
    by: Match | None = None  # … and the entry that let it pass


@dataclass(frozen=True, kw_only=True)
class _Hit:
    start: int
    end: int
    match: Match


class Matcher:
    """A server's lists, made ready once; entries that can't be one are left out."""

    def __init__(self, lists: WordLists) -> None:
        denied = [(entry, name) for name in BLOCKING[Strictness.STRICTER] for entry in lists.entries(name)]
        self._denied = _Pieces([Match(entry=entry, list=name) for entry, name in denied])
        self._allowed = _Pieces([Match(entry=entry, list=WordList.ALLOW) for entry in lists.allow])

    def verdict(self, prompt: str, strictness: Strictness = Strictness.USUAL) -> Verdict:
        """Return what the lists do to a prompt in a channel: the first entry that blocks it, or was let pass."""
        passed: Verdict | None = None
        for reading in readings(prompt):
            found = self._verdict(reading, strictness)
            if found is not None and found.blocked:
                return found
            passed = passed or found
        return passed or Verdict()

    def _verdict(self, reading: Reading, strictness: Strictness) -> Verdict | None:
        hits = [*self._denied.hits(reading, BLOCKING[strictness])]
        if not hits:
            return None
        cover = _Cover(self._allowed.hits(reading, (WordList.ALLOW,)), len(reading.text))
        for hit in hits:
            if cover.of(hit) is None:
                return Verdict(blocked=replace(hit.match, around=_around(reading.text, hit)))
        return Verdict(allowed=hits[0].match, by=cover.of(hits[0]))


class _Cover:
    """Which allowed piece that begins at or before a place reaches farthest, for every place of a reading."""

    def __init__(self, hits: Iterator[_Hit], length: int) -> None:
        farthest: list[_Hit | None] = [None] * (length + 1)
        for hit in hits:
            known = farthest[hit.start]
            if known is None or known.end < hit.end:
                farthest[hit.start] = hit
        for place in range(1, length + 1):
            before, here = farthest[place - 1], farthest[place]
            if before is not None and (here is None or here.end < before.end):
                farthest[place] = before
        self._farthest = farthest

    def of(self, hit: _Hit) -> Match | None:
        found = self._farthest[hit.start]
        return found.match if found is not None and found.end >= hit.end else None


class _Pieces:
    """Entries as pieces of a reading."""

    def __init__(self, matches: list[Match]) -> None:
        self._whole: dict[str, Match] = {}
        self._stretched: dict[str, list[tuple[tuple[int, ...], Match]]] = defaultdict(list)
        for match in matches:
            if text := piece(match.entry).text:
                self._add(text, match)
        self._lengths = _lengths(self._whole)
        self._stretched_lengths = _lengths(self._stretched)

    def _add(self, text: str, match: Match) -> None:
        if text in self._whole:
            return
        self._whole[text] = match
        in_row = runs(text)
        alike = self._stretched["".join(c for c, _ in in_row)]
        if len(alike) < MOST_ALIKE:
            alike.append((tuple(n for _, n in in_row), match))

    def hits(self, reading: Reading, lists: Collection[WordList]) -> Iterator[_Hit]:
        """Yield what of these lists stands in a reading, the longest at each place: what covers it covers all there."""
        yield from self._plain_hits(reading, lists)
        if _STRETCHED.search(reading.text):
            yield from self._stretched_hits(reading, lists)

    def _plain_hits(self, reading: Reading, lists: Collection[WordList]) -> Iterator[_Hit]:
        text = reading.text
        for start, c in enumerate(text):
            for length in self._lengths.get(c, ()):
                there = text[start : start + length]
                found = self._whole.get(there)
                if found and found.list in lists and _counts(there, reading):
                    yield _hit(text, start, start + len(there), found)
                    break

    def _stretched_hits(self, reading: Reading, lists: Collection[WordList]) -> Iterator[_Hit]:
        in_row = runs(reading.text)
        letters = "".join(c for c, _ in in_row)
        counts = [n for _, n in in_row]
        starts = [0, *accumulate(counts)]
        for start, c in enumerate(letters):
            for length in self._stretched_lengths.get(c, ()):
                end = min(start + length, len(letters))
                alike = self._stretched.get(letters[start:end], ())
                fitting = (m for wanted, m in alike if m.list in lists and _is_stretched(counts[start:end], wanted))
                if (found := next(fitting, None)) and _counts(letters[start:end], reading):
                    yield _hit(reading.text, starts[start], starts[end], found)
                    break


def _around(text: str, hit: _Hit) -> str:
    return text[text.rfind(" ", 0, hit.start) + 1 : text.find(" ", hit.end)]


def _counts(text: str, reading: Reading) -> bool:
    return not reading.whole_words or (text[0] == " " == text[-1])


def _hit(text: str, start: int, end: int, match: Match) -> _Hit:
    """Return a hit of the words alone, without the spaces around them."""
    return _Hit(start=start + (text[start] == " "), end=end - (text[end - 1] == " "), match=match)


def _is_stretched(found: list[int], wanted: tuple[int, ...]) -> bool:
    """Return True if letters are the wanted ones, some of them three times or more in a row."""
    return all(n == w or (n >= STRETCHED and n > w) for n, w in zip(found, wanted, strict=True))


def _lengths(pieces: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return how long the pieces are that begin with a character, the longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for text in pieces:
        found[text[0]].add(len(text))
    return {c: tuple(sorted(lengths, reverse=True)) for c, lengths in found.items()}
