"""Entries of a server's lists as moderators write them, pure: read from what was pasted, added, removed.

They are written as in Discord's AutoMod: `word`, `pre*`, `*fix`, `*part*`, and phrases of several words
(https://docs.discord.com/developers/resources/auto-moderation#auto-moderation-rule-object-keyword-matching-strategies).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.text_cleaning import clean_name
from bot.domain.words import LONGEST_ENTRY, WordList, WordLists
from bot.domain.words_folding import fold, is_unspaced, spaced

_QUOTES = {'"': '"', "'": "'", "“": "”", "„": "“", "«": "»", "‘": "’", "`": "`"}
_SPLIT = re.compile(r'[^\S\n]*"[^"\n]*"[^\S\n]*(?=[,;，、\n]|$)|[^,;，、\n]+')


class Fault(StrEnum):
    """Why a text can't be an entry."""

    EMPTY = "empty"  # nothing but wildcards, punctuation or what nobody sees
    LONG = "long"
    WILDCARD = "wildcard"  # one in the middle
    SHORT = "short"  # a wildcard beside one letter: nearly every prompt


@dataclass(frozen=True, kw_only=True)
class Piece:
    """An entry as the text that it is in a reading of a prompt, or why it can't be one."""

    text: str = ""
    fault: Fault | None = None


def piece(entry: str) -> Piece:
    """Return what is looked for: `word` stands between two spaces, `pre*` after one, `*fix` before one, `*part*` bare.

    Words of scripts without spaces stand anywhere.
    """
    core = entry.strip("*")
    if len(entry) > LONGEST_ENTRY:
        return Piece(fault=Fault.LONG)
    if "*" in core:
        return Piece(fault=Fault.WILDCARD)
    text = spaced(fold(core))
    if not text:
        return Piece(fault=Fault.EMPTY)
    if core != entry and len(text) == 1 and text.isalnum() and not is_unspaced(text):
        return Piece(fault=Fault.SHORT)
    before = "" if entry.startswith("*") or is_unspaced(text[0]) else " "
    after = "" if entry.endswith("*") or is_unspaced(text[-1]) else " "
    return Piece(text=f"{before}{text}{after}")


def entries_in(text: str) -> tuple[str, ...]:
    """Return the entries of what was pasted or sent as a file: one a line or between commas, quotes are left out."""
    return tuple(dict.fromkeys(filter(None, map(_entry, _SPLIT.findall(text)))))


def faults(entries: Iterable[str]) -> Mapping[str, Fault]:
    """Return the texts that can't be entries, and why."""
    read = {entry: piece(entry).fault for entry in entries}
    return {entry: fault for entry, fault in read.items() if fault is not None}


def added(lists: WordLists, entries: Iterable[str], to: WordList) -> WordLists:
    """Return the lists with entries in one of them, as they are written now, and in no other.

    Raises ValueError for more entries than a server can have.
    """
    new = {piece(entry).text: entry for entry in entries}
    kept = {name: _others(lists.entries(name), new) for name in WordList}
    kept[to] = [*kept[to], *new.values()]
    return _with(lists, kept)


def removed(lists: WordLists, entries: Iterable[str]) -> WordLists:
    """Return the lists without entries, however they are written."""
    gone = {piece(entry).text: entry for entry in entries}
    return _with(lists, {name: _others(lists.entries(name), gone) for name in WordList})


def places(lists: WordLists) -> Iterator[tuple[WordList, str]]:
    """Yield every entry with its list."""
    for name in WordList:
        yield from ((name, entry) for entry in lists.entries(name))


def _others(entries: Iterable[str], pieces: Mapping[str, str]) -> list[str]:
    return [entry for entry in entries if piece(entry).text not in pieces]


def _with(lists: WordLists, kept: Mapping[WordList, list[str]]) -> WordLists:
    deny, mild, strict, allow = (tuple(sorted(kept[name], key=str.casefold)) for name in WordList)
    return replace(lists, deny=deny, mild=mild, strict=strict, allow=allow)


def _entry(text: str) -> str:
    plain = clean_name(text.replace("\ufeff", ""))
    while len(plain) > 1 and _QUOTES.get(plain[0]) == plain[-1]:
        plain = plain[1:-1].strip()
    return plain
