"""What an attacker reads out of the files of a database: the words that the full-text index still holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

FIRST_LEAF = 1 << 32  # smaller ids are the index's own averages and structure
HEIGHT, PAGE = 31, 5  # bits of a leaf's id: see https://www.sqlite.org/fts5.html#the_leaf_page_format


def terms(database: Path) -> set[str]:
    """Return every term that stands on a leaf page of the prompts' index, deleted or not."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as books:
        pages = books.execute("SELECT id, block FROM prompt_search_data WHERE id > ?", (FIRST_LEAF,)).fetchall()
    return {term.decode(errors="replace") for _, block in pages for term in _terms(block)}


def trigrams(text: str) -> set[str]:
    """Return what the index makes of a text."""
    return {f"0{text[at : at + 3].lower()}" for at in range(len(text) - 2)}


def _terms(block: bytes) -> Iterator[bytes]:
    """Yield the terms of one leaf: each but the first repeats the beginning of the one before."""
    at, offset, term = int.from_bytes(block[2:4], "big"), 0, b""
    while at < len(block):
        step, at = _varint(block, at)
        first = offset == 0
        offset += step
        if first:
            shared, start = 0, offset
        else:
            shared, start = _varint(block, offset)
        length, start = _varint(block, start)
        term = term[:shared] + block[start : start + length]
        yield term


def _varint(block: bytes, at: int) -> tuple[int, int]:
    value = 0
    while True:
        byte = block[at]
        value = value << 7 | byte & 0x7F
        at += 1
        if byte < 0x80:
            return value, at
