"""A secret as a value of its own: whoever means to use it has to say so."""

from __future__ import annotations

from typing import Never

SHOWN = "**********"


class Secret:
    """A text that no log, message or record shows by mistake."""

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __str__(self) -> str:
        return SHOWN if self._text else ""

    def __repr__(self) -> str:
        return f"Secret({str(self)!r})"

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> Never:
        raise TypeError("a secret is neither copied nor pickled")
