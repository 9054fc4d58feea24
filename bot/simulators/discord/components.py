"""Message components: walking them, and Discord's rules for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.simulators.discord.errors import FormErrors, members

JSON = dict[str, Any]
Path = tuple[str | int, ...]
ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
AUTO_SELECTS = (USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)  # Discord fills these lists
SELECTS = (STRING_SELECT, *AUTO_SELECTS)
LISTED = {
    USER_SELECT: ("user",),
    ROLE_SELECT: ("role",),
    MENTIONABLE_SELECT: ("user", "role"),
    CHANNEL_SELECT: ("channel",),
}
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, UPLOAD, RADIO, CHECKS, CHECKBOX = 18, 19, 21, 22, 23
TOP_V2 = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER)
LINK, PREMIUM = 5, 6


def walk(tree: list[JSON]) -> Iterator[JSON]:
    """Yield each component, parents first."""
    for part in tree:
        yield part
        inner = part.get("components")
        yield from walk([p for p in inner if isinstance(p, dict)] if isinstance(inner, list) else [])
        yield from walk([part[key] for key in ("accessory", "component") if isinstance(part.get(key), dict)])


def texts(tree: list[JSON]) -> list[str]:
    """Return the content of every text display."""
    return [str(part.get("content", "")) for part in walk(tree) if part.get("type") == TEXT]


def media_items(part: JSON) -> list[tuple[JSON, JSON]]:
    """Return each (holder, media) pair of one component."""
    kind = part.get("type")
    if kind == GALLERY:
        items = part.get("items") if isinstance(part.get("items"), list) else []
        return [(item, item["media"]) for _, item in members(items or []) if isinstance(item.get("media"), dict)]
    key = "media" if kind == THUMBNAIL else "file" if kind == FILE else None
    return [(part, part[key])] if key and isinstance(part.get(key), dict) else []


def media(tree: list[JSON]) -> list[JSON]:
    """Return url, description and spoiler of every picture shown."""
    return [
        {
            "type": part["type"],
            "url": item["url"],
            "description": holder.get("description"),
            "spoiler": bool(holder.get("spoiler")),
        }
        for part in walk(tree)
        for holder, item in media_items(part)
    ]


def number(tree: list[JSON]) -> None:
    """Give each component that has none an id, and write other ids as text, as Discord does."""
    parts = list(walk(tree))
    taken = {part["id"] for part in parts if part.get("id")}
    fresh = iter(n for n in range(1, len(parts) + len(taken) + 1) if n not in taken)
    for part in parts:
        part["id"] = part.get("id") or next(fresh)
        for _, value in members(part.get("default_values") or []):
            value["id"] = str(value.get("id"))


class Rules:
    """Discord's rules for one tree of a message's components; problems are added to `errors`."""

    def __init__(self, errors: FormErrors, files: set[str]) -> None:
        self.errors = errors
        self.files = files

    def check(self, tree: object, *, v2: bool) -> None:
        """Add an error for everything that Discord would refuse."""
        parts = self.errors.count(("components",), tree, 0, 40 if v2 else 5)
        for n, part in enumerate(parts):
            self._part(("components", n), part, TOP_V2 if v2 else (ROW,))
        if not all(isinstance(part, dict) for part in parts):
            return
        everything = list(walk(parts))
        if v2 and len(everything) > 40:
            message = f"A message has at most 40 components; this one has {len(everything)}."
            self.errors.add(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
        if sum(map(len, texts(parts))) > 4000:
            message = "The total displayable text size exceeds the maximum of 4000."
            self.errors.add(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
        self._custom_ids(everything)

    def _custom_ids(self, everything: list[JSON]) -> None:
        seen: set[str] = set()
        for part in everything:
            custom_id = str(part.get("custom_id"))
            if part.get("custom_id") is not None and custom_id in seen:
                self.errors.add(
                    ("components",),
                    "COMPONENT_CUSTOM_ID_DUPLICATED",
                    "Component custom id cannot be duplicated",
                )
            seen.add(custom_id)

    def _part(self, path: Path, part: object, allowed: tuple[int, ...]) -> None:
        kind = part.get("type") if isinstance(part, dict) else None
        if not isinstance(part, dict) or kind not in allowed:
            self.errors.choice((*path, "type"), kind, allowed)
            return
        match kind:
            case 1:
                self._row(path, part)
            case 2:
                self._button(path, part)
            case 9:
                self._section(path, part)
            case 10:
                self.errors.length((*path, "content"), part.get("content"), 1, 4000)
            case 11 | 12 | 13:
                self._media(path, part)
            case 17:
                self._container(path, part)
            case _ if kind in SELECTS:
                self.select(path, part)

    def _row(self, path: Path, part: JSON) -> None:
        children = self.errors.count((*path, "components"), part.get("components"), 1, 5)
        for n, child in enumerate(children):
            self._part((*path, "components", n), child, (BUTTON, *SELECTS))
        kinds = [child.get("type") for child in children if isinstance(child, dict)]
        if any(kind in SELECTS for kind in kinds) and len(kinds) > 1:
            self.errors.add(
                (*path, "components"),
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            )

    def _button(self, path: Path, part: JSON) -> None:
        style = part.get("style")
        self.errors.choice((*path, "style"), style, (1, 2, 3, 4, LINK, PREMIUM))
        self.errors.length((*path, "label"), part.get("label"), 0, 80)
        if style == LINK:
            self.errors.length((*path, "url"), part.get("url"), 1, 512)
            if part.get("custom_id"):
                message = "A custom id and url cannot both be specified"
                self.errors.add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)
        elif style != PREMIUM:
            self.errors.length((*path, "custom_id"), part.get("custom_id"), 1, 100)
            if not part.get("label") and not part.get("emoji"):
                message = "A button must have a label or an emoji"
                self.errors.add((*path, "label"), "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", message)

    def select(self, path: Path, part: JSON) -> None:
        """Add the errors of a select menu."""
        self.errors.length((*path, "custom_id"), part.get("custom_id"), 1, 100)
        self.errors.length((*path, "placeholder"), part.get("placeholder"), 0, 150)
        bounds(self.errors, path, part)
        if part["type"] == STRING_SELECT:
            options(self.errors, (*path, "options"), part.get("options"), 1, 25)

    def _section(self, path: Path, part: JSON) -> None:
        for n, child in enumerate(self.errors.count((*path, "components"), part.get("components"), 1, 3)):
            self._part((*path, "components", n), child, (TEXT,))
        self._part((*path, "accessory"), part.get("accessory"), (BUTTON, THUMBNAIL))

    def _container(self, path: Path, part: JSON) -> None:
        children = self.errors.count((*path, "components"), part.get("components"), 1, 40)
        for n, child in enumerate(children):
            self._part((*path, "components", n), child, tuple(t for t in TOP_V2 if t != CONTAINER))

    def _media(self, path: Path, part: JSON) -> None:
        if part["type"] == GALLERY:
            self.errors.count((*path, "items"), part.get("items"), 1, 10)
        pairs = media_items(part)
        if not pairs and part["type"] != GALLERY:
            self.errors.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        for n, (holder, item) in enumerate(pairs):
            at = (*path, "items", n) if part["type"] == GALLERY else path
            self.errors.length((*at, "description"), holder.get("description"), 0, 1024)
            self._url((*at, "media", "url"), item.get("url"), only_files=part["type"] == FILE)

    def _url(self, path: Path, url: object, *, only_files: bool) -> None:
        self.errors.length(path, url, 1, 2048)
        if not isinstance(url, str) or not url:
            return
        scheme, _, name = url.partition("://")
        if scheme == "attachment":
            if name not in self.files:
                self.errors.add(
                    path,
                    "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                    "The referenced attachment was not found",
                )
        elif scheme not in ("http", "https") or only_files:
            self.errors.add(path, "URL_TYPE_INVALID_SCHEME", f"Scheme '{scheme}' must be one of the allowed.")


def bounds(errors: FormErrors, path: Path, part: JSON) -> None:
    """Add the errors of a select's bounds and of its default values."""
    for name, least in (("min_values", 0), ("max_values", 1)):
        value = part.get(name)
        if value is not None and not (isinstance(value, int) and least <= value <= 25):
            errors.add((*path, name), "NUMBER_TYPE_RANGE", f"Must be between {least} and 25.")
    listed = errors.count((*path, "default_values"), part.get("default_values"), 0, 25)
    if not listed:
        return
    low, high = part.get("min_values"), part.get("max_values") or 1
    if not (1 if low is None else low) <= len(listed) <= high:
        message = "The number of default values must be between min_values and max_values."
        errors.add((*path, "default_values"), "SELECT_COMPONENT_INVALID_DEFAULT_VALUES", message)
    kinds = LISTED.get(part["type"], ())
    for n, value in members(listed):
        if value.get("type") not in kinds or not str(value.get("id")).isdecimal():
            at = (*path, "default_values", n, "type")
            errors.add(at, "BASE_TYPE_CHOICES", f"Value must be one of {set(kinds)}.")


def options(errors: FormErrors, path: Path, value: object, low: int, high: int) -> None:
    """Add the errors of the options of a select, radio or checkbox group."""
    seen: set[str] = set()
    for n, option in members(errors.count(path, value, low, high)):
        errors.length((*path, n, "label"), option.get("label"), 1, 100)
        errors.length((*path, n, "value"), option.get("value"), 1, 100)
        errors.length((*path, n, "description"), option.get("description"), 0, 100)
        if str(option.get("value")) in seen:
            errors.add(
                (*path, n, "value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
        seen.add(str(option.get("value")))
