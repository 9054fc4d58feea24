"""What a drawn card holds, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.ui.views.components import BUTTON, GALLERY, TEXT, Component


def walk(parts: Iterable[Component]) -> Iterator[Component]:
    """Yield every part, and what it holds."""
    for part in parts:
        yield part
        yield from walk(part.get("components", ()))
        yield from walk(filter(None, (part.get("accessory"),)))


def texts(parts: Iterable[Component]) -> list[str]:
    """Return the words, from the top down."""
    return [part["content"] for part in walk(parts) if part["type"] == TEXT]


def buttons(parts: Iterable[Component]) -> list[Component]:
    """Return the buttons and links."""
    return [part for part in walk(parts) if part["type"] == BUTTON]


def pictures(parts: Iterable[Component]) -> list[Component]:
    """Return the pictures of the galleries."""
    return [picture for part in walk(parts) if part["type"] == GALLERY for picture in part["items"]]
