"""Discord's error answers: HTTP status, code, message and, for an invalid form, a tree of errors by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

KNOWN: dict[int, tuple[int, str]] = {
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10014: (400, "Unknown Emoji"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10066: (404, "Unknown application command permissions"),
    20001: (403, "Bots cannot use this endpoint"),
    30010: (400, "Maximum number of reactions reached (20)"),
    30015: (400, "Maximum number of attachments in a message reached (10)"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later"),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50083: (403, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    160005: (403, "Thread is locked"),
    160014: (400, "Cannot forward a message whose content you cannot read"),
    200000: (400, "Message was blocked by automatic moderation"),
}


class ApiError(Exception):
    """An error answer by Discord's code; status and message follow from the code."""

    def __init__(self, code: int, *, errors: dict[str, Any] | None = None, retry_after: float | None = None) -> None:
        self.code = code
        self.status, self.message = KNOWN[code]
        self.errors = errors
        self.retry_after = retry_after
        super().__init__(f"{self.status} {code} {self.message}")

    @property
    def body(self) -> dict[str, Any]:
        """The JSON that Discord would answer."""
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.retry_after is not None:
            body |= {"retry_after": self.retry_after, "global": False}
        return body if self.errors is None else {**body, "errors": self.errors}

    @property
    def headers(self) -> dict[str, str]:
        """The headers that tell Discord's own limit from a proxy's."""
        return {} if self.retry_after is None else {"Via": "1.1 playground", "Retry-After": f"{self.retry_after:.3f}"}


def integer(form: Mapping[str, Any], name: str, default: int = 0) -> int:
    """Return a field's whole number (ids come as text); ApiError 50035 for anything else."""
    value = form.get(name)
    if value is None:
        return default
    if isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdigit()):
        return int(value)
    errors = FormErrors()
    errors.add((name,), "NUMBER_TYPE_COERCE", f"Value {value!r} is not int.")
    raise ApiError(50035, errors=errors.tree)


def mapping(form: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a field's object; ApiError 50035 for anything else."""
    value = form.get(name) or {}
    if isinstance(value, dict):
        return value
    errors = FormErrors()
    errors.add((name,), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    raise ApiError(50035, errors=errors.tree)


def members(items: list[Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each object of a list with its index."""
    return ((n, item) for n, item in enumerate(items) if isinstance(item, dict))


class FormErrors:
    """The errors of a form, under the path of each field."""

    def __init__(self) -> None:
        self.tree: dict[str, Any] = {}

    def add(self, path: tuple[str | int, ...], code: str, message: str) -> None:
        """Add one error of one field."""
        node = self.tree
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def shape(self, path: tuple[str | int, ...], value: object, kinds: Mapping[str, type]) -> None:
        """Add an error for every field, at any depth, whose type is not the one listed for its name."""
        if not isinstance(value, dict):
            self.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return
        for key, inner in value.items():
            kind = kinds.get(key)
            if kind is None or inner is None:
                continue
            if not isinstance(inner, kind) or (kind is int and isinstance(inner, bool)):
                self.add((*path, key), "TYPE_CONVERT", f"Must be of kind {kind.__name__}.")
            elif isinstance(inner, list):
                for n, item in enumerate(inner):
                    self.shape((*path, key, n), item, kinds)
            elif isinstance(inner, dict) and not key.endswith("_localizations"):
                self.shape((*path, key), inner, kinds)

    def length(self, path: tuple[str | int, ...], value: object, low: int, high: int) -> None:
        """Add an error for a value that is no text of `low` to `high` characters."""
        if value is None or value == "":
            if low:
                self.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif not isinstance(value, str):
            self.add(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        elif not low <= len(value) <= high:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")

    def count(self, path: tuple[str | int, ...], value: object, low: int, high: int) -> list[Any]:
        """Add an error for a value that is no list of `low` to `high` items, and return its items."""
        if value is not None and not isinstance(value, list):
            self.add(path, "LIST_TYPE_CONVERT", "Must be a list.")
            return []
        items = value or []
        if not low <= len(items) <= high:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        return items

    def choice(self, path: tuple[str | int, ...], value: object, allowed: tuple[int, ...]) -> None:
        """Add an error for a value that is not among the allowed ones."""
        if value not in allowed:
            self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {set(allowed)}.")

    def check(self) -> None:
        """Raise ApiError 50035 if there are errors."""
        if self.tree:
            raise ApiError(50035, errors=self.tree)
