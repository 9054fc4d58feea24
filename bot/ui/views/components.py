"""Parts of a message as the plain data that Discord reads, for cards: in a rush an object for each part is felt.

What each holds is what discord.py would send (https://discord.com/developers/docs/components/reference).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ButtonStyle, ComponentType

from bot.domain.limits import LABEL_LENGTH

Component = dict[str, Any]

CONTAINER, ROW, BUTTON = ComponentType.container.value, ComponentType.action_row.value, ComponentType.button.value
TEXT, SECTION = ComponentType.text_display.value, ComponentType.section.value
THUMBNAIL, GALLERY = ComponentType.thumbnail.value, ComponentType.media_gallery.value
SECONDARY, LINK = ButtonStyle.secondary.value, ButtonStyle.link.value


def container(*parts: Component, colour: int) -> Component:
    """Return a frame around parts, with a bar of a colour."""
    return {"type": CONTAINER, "components": [*parts], "accent_color": colour, "spoiler": False}


def text(content: str) -> Component:
    """Return words."""
    return {"type": TEXT, "content": content}


def section(words: Component, *, beside: Component) -> Component:
    """Return words with something beside them."""
    return {"type": SECTION, "components": [words], "accessory": beside}


def thumbnail(filename: str, *, description: str, spoiler: bool) -> Component:
    """Return one of the message's files as a small picture."""
    return {"type": THUMBNAIL, "media": _file(filename), "description": description, "spoiler": spoiler}


def gallery(pictures: Sequence[Component]) -> Component:
    """Return pictures side by side."""
    return {"type": GALLERY, "items": [*pictures]}


def picture(filename: str, *, description: str | None, spoiler: bool = False) -> Component:
    """Return one of the message's files as a picture of a gallery."""
    described = {"description": description} if description else {}
    return {"media": _file(filename), "spoiler": spoiler, **described}


def row(buttons: Sequence[Component]) -> Component:
    """Return buttons in a row."""
    return {"type": ROW, "components": [*buttons]}


def button(custom_id: str, *, label: str, emoji: str | None = None, style: int = SECONDARY) -> Component:
    """Return a button that tells the bot its id."""
    return {**_button(label, emoji, style), "custom_id": custom_id}


def link(url: str, *, label: str, emoji: str | None = None) -> Component:
    """Return a button that leads to an address."""
    return {**_button(label, emoji, LINK), "url": url}


def _button(label: str, emoji: str | None, style: int) -> Component:
    shown = {"emoji": {"id": None, "name": emoji}} if emoji else {}
    return {"type": BUTTON, "style": style, "disabled": False, "label": label[:LABEL_LENGTH], **shown}


def _file(filename: str) -> Component:
    return {"url": f"attachment://{filename}"}
