"""A section of a server's settings, to and from the JSON that is kept: one mechanism for all of them.

A section is a frozen dataclass whose default changes nothing, and whose `__post_init__` raises ValueError for what
can't be.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


def to_json(section: object) -> str:
    """Return a section as it is kept."""
    kind: Any = type(section)
    return _adapter(kind).dump_json(section).decode()


def from_json(kind: type[T], body: str | None) -> T:
    """Return a section from what is kept, its default where nothing is; raises ValueError where it can't be read."""
    if body is None:
        return kind()
    try:
        known: Any = kind
        found: T = _read(known, body)
    except ValidationError as error:
        reasons = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise ValueError(reasons) from None
    return found


@lru_cache(maxsize=64)  # values are immutable, and orders of a busy server read the same ones
def _read(kind: Any, body: str) -> Any:  # noqa: ANN401 - a class and its instance
    return _adapter(kind).validate_json(body)


@lru_cache(maxsize=32)
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - a class
    return TypeAdapter(kind)
