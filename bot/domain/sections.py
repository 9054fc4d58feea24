"""A section of a server's settings, to and from the JSON that is kept: one mechanism for all of them.

A section is a frozen dataclass whose default changes nothing, and whose `__post_init__` raises ValueError for what
can't be.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def to_json(section: object) -> str:
    """Return a section as it is kept."""
    return msgspec.json.encode(section).decode()


def from_json(kind: type[T], body: str | None) -> T:
    """Return a section from what is kept, its default where nothing is; raises ValueError where it can't be read."""
    if body is None:
        return kind()
    known: Any = kind
    found: T = _read(known, body)
    return found


@lru_cache(maxsize=64)  # values are immutable, and orders of a busy server read the same ones
def _read(kind: Any, body: str) -> Any:  # noqa: ANN401 - a class and its instance
    try:
        return msgspec.json.decode(body, type=kind, strict=False)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from None
