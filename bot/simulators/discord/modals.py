"""Modals: Discord's rules for opening one, and the components a client submits."""

from __future__ import annotations

from typing import Any

from bot.simulators.discord import components as c
from bot.simulators.discord.errors import FormErrors, mapping, members
from bot.simulators.discord.models import Attachment

JSON = dict[str, Any]
Value = Any  # a text, a flag, a list of texts or of files: the field's kind decides
Path = tuple[str | int, ...]
SHAPE: dict[str, type] = {
    "type": int,
    "components": list,
    "component": dict,
    "options": list,
    "max_length": int,
    "min_length": int,
    "max_values": int,
    "min_values": int,
}
FIELDS = (c.TEXT_INPUT, *c.SELECTS, c.UPLOAD, c.RADIO, c.CHECKS, c.CHECKBOX)


class BadInput(Exception):
    """An action that a member's Discord client would not allow."""


def check(modal: JSON) -> None:
    """Raise ApiError 50035 for a modal that Discord would refuse."""
    errors = FormErrors()
    errors.shape(("data",), modal, SHAPE)
    errors.check()
    errors.length(("data", "title"), modal.get("title"), 1, 45)
    errors.length(("data", "custom_id"), modal.get("custom_id"), 1, 100)
    parts = errors.count(("data", "components"), modal.get("components"), 1, 5)
    for n, part in members(parts):
        _top(errors, ("data", "components", n), part)
    ids = [str(field.get("custom_id")) for field in fields(parts)]
    if len(set(ids)) < len(ids):
        message = "Component custom id cannot be duplicated"
        errors.add(("data", "components"), "COMPONENT_CUSTOM_ID_DUPLICATED", message)
    errors.check()


def _top(errors: FormErrors, path: Path, part: JSON) -> None:
    errors.choice((*path, "type"), part.get("type"), (c.ROW, c.TEXT, c.LABEL))
    if part.get("type") == c.LABEL:
        errors.length((*path, "label"), part.get("label"), 1, 45)
        errors.length((*path, "description"), part.get("description"), 0, 100)
        _field(errors, (*path, "component"), mapping(part, "component"))
    elif part.get("type") == c.ROW:
        for n, child in members(errors.count((*path, "components"), part.get("components"), 1, 1)):
            errors.length((*path, "components", n, "label"), child.get("label"), 1, 45)
            _field(errors, (*path, "components", n), child, kinds=(c.TEXT_INPUT,))


def _field(errors: FormErrors, path: Path, field: JSON, kinds: tuple[int, ...] = FIELDS) -> None:
    errors.choice((*path, "type"), field.get("type"), kinds)
    errors.length((*path, "custom_id"), field.get("custom_id"), 1, 100)
    if field.get("type") in c.SELECTS:
        c.bounds(errors, path, field)
    match field.get("type"):
        case 4:
            most = field.get("max_length") or 4000
            errors.length((*path, "value"), field.get("value"), 0, most)
            errors.length((*path, "placeholder"), field.get("placeholder"), 0, 100)
            if not 1 <= most <= 4000:
                errors.add((*path, "max_length"), "NUMBER_TYPE_MAX", "Must be between 1 and 4000.")
        case 3:
            c.options(errors, (*path, "options"), field.get("options"), 1, 25)
        case 19:
            if not 0 <= (field.get("max_values") or 1) <= 10:
                errors.add((*path, "max_values"), "NUMBER_TYPE_MAX", "Must be between 0 and 10.")
        case 21:
            c.options(errors, (*path, "options"), field.get("options"), 2, 10)
        case 22:
            c.options(errors, (*path, "options"), field.get("options"), 1, 10)


def number(modal: JSON) -> None:
    """Give each part an id, as Discord does."""
    c.number(modal["components"])


def fields(parts: list[JSON]) -> list[JSON]:
    """Return the modal's inputs."""
    return [part for part in c.walk(parts) if part.get("type") in FIELDS]


def filled(modal: JSON, given: dict[str, Value]) -> tuple[list[JSON], list[Attachment]]:
    """Return the submitted components and the files among them; a field not given keeps its default."""
    unknown = set(given) - {field["custom_id"] for field in fields(modal["components"])}
    if unknown:
        raise BadInput(f"the modal has no field {', '.join(sorted(unknown))}")
    files: list[Attachment] = []
    return [_submitted(part, given, files) for part in modal["components"]], files


def _submitted(part: JSON, given: dict[str, Value], files: list[Attachment]) -> JSON:
    base = {"type": part["type"], "id": part.get("id", 0)}
    if part["type"] == c.ROW:
        return {**base, "components": [_answer(child, given, files) for child in part["components"]]}
    if part["type"] == c.LABEL:
        return {**base, "component": _answer(part["component"], given, files)}
    return base


def _answer(field: JSON, given: dict[str, Value], files: list[Attachment]) -> JSON:
    base = {"type": field["type"], "id": field.get("id", 0), "custom_id": field["custom_id"]}
    value: Value = given.get(field["custom_id"], default(field))
    _within(field, value)
    if field["type"] in (c.TEXT_INPUT, c.RADIO, c.CHECKBOX):
        return {**base, "value": value}
    if field["type"] == c.UPLOAD:
        files.extend(value)
        return {**base, "values": [str(file.id) for file in value]}
    return {**base, "values": [str(one) for one in value]}


def default(field: JSON) -> Value:
    """Return a field's default value."""
    chosen = [option["value"] for option in field.get("options") or [] if option.get("default")]
    match field["type"]:
        case 4:
            return field.get("value") or ""
        case 21:
            return chosen[0] if chosen else None
        case 5 | 6 | 7 | 8:
            return [str(value["id"]) for value in field.get("default_values") or []]
        case 23:
            return bool(field.get("default"))
        case _:
            return chosen


def _within(field: JSON, value: Value) -> None:
    name = field["custom_id"]
    if field["type"] == c.CHECKBOX:
        return
    if not value:
        if field.get("required", True):
            raise BadInput(f"{name} is required")
        return
    if field["type"] == c.TEXT_INPUT:
        low, high = field.get("min_length") or 0, field.get("max_length") or 4000
        if not low <= len(value) <= high:
            raise BadInput(f"{name} must have {low} to {high} characters")
        return
    allowed = {option["value"] for option in field.get("options") or []}
    values = [value] if field["type"] == c.RADIO else value
    if allowed and not allowed.issuperset(values):
        raise BadInput(f"{name} has no such choice")
    if field["type"] != c.RADIO and len(values) > (field.get("max_values") or (10 if field["type"] == c.CHECKS else 1)):
        raise BadInput(f"{name} takes fewer")
