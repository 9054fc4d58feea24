"""Where settings come from, the environment and a `.env` file, and what is said of wrong names and values there."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from bot.domain.errors import StartError
from bot.runtime.env_file import Entry, UnreadableEnvFile, read_env_file
from bot.runtime.pasted_values import is_reference, resolve_references
from bot.settings_fields import Field

OURS = ("BOT_", "HIGGSFIELD_", "DISCORD_")
#: What other programs read from the same file: a container's tools, the system, Python, TLS.
THEIRS = ("COMPOSE_", "DOCKER_", "LC_", "PYTHON", "SSL_CERT_", "PIP_", "UV_", "GIT_")
THEIRS_WHOLE = frozenset(
    {"TZ", "LANG", "LANGUAGE", "PATH", "HOME", "PUID", "PGID", "UID", "GID", "UMASK", "IMAGE", "TAG"}
)

LIKENESS = 0.8  # of two names, from 0 to 1, from which on one is taken for a slip of the other
LIKENESS_OUTSIDE = 0.85  # the environment is other programs' too


def written(fields: Mapping[str, Field[Any]], environ: Mapping[str, str], found: Collection[Entry]) -> dict[str, str]:
    """Return what the environment, or else a `.env` file, gives each field; nothing written counts as not given.

    `${NAME}` is replaced in what stands in the file and is no secret.
    """
    outside = {name.lower(): value for name, value in environ.items() if value}
    inside = {entry.name.lower(): entry.value for entry in found if entry.value}
    known = {**{entry.name: entry.value for entry in found}, **environ}
    values: dict[str, str] = {}
    for name, field in fields.items():
        names = names_of(name, field)
        if given := next(filter(None, map(outside.get, names)), None):
            values[name] = given
        elif given := next(filter(None, map(inside.get, names)), None):
            values[name] = _resolved(given, field, known)
    return values


def _resolved(value: str, field: Field[Any], known: Mapping[str, str]) -> str:
    if field.is_secret and not is_reference(value):
        return value
    try:
        return resolve_references(value, known)
    except ValueError:
        return value  # its own check names it


def entries(file: Path) -> tuple[Entry, ...]:
    """Return the entries of a `.env` file. Raises StartError."""
    try:
        return read_env_file(file)
    except UnreadableEnvFile as error:
        raise StartError(str(error)) from None


def names_of(name: str, field: Field[Any]) -> tuple[str, ...]:
    """Return the variables, in small letters, that a field is read from."""
    return (name, *field.also)


def unknown_names(known: Set[str], environ: Iterable[str], file: Path, found: Iterable[Entry]) -> Iterator[str]:
    """Yield a sentence for each name that no setting has; in the environment only for slips of the pen.

    `known` are the settings' variables in capitals.
    """
    for entry in found:
        name = entry.name.upper()
        if name not in known and name not in THEIRS_WHOLE and not name.startswith(THEIRS):
            similar = difflib.get_close_matches(name, known, n=1, cutoff=LIKENESS)
            what = f"Did you mean {similar[0]}?" if similar else "Take the line out; .env.example lists them all."
            yield f"{entry.name} ({file}, line {entry.line}): there is no such setting. {what}"
    for each in environ:
        if meant := near_miss(each, known):
            yield f"{each} (in the environment): there is no such setting. Did you mean {meant}?"


def near_miss(name: str, known: Set[str]) -> str | None:
    """Return the setting that a variable of the environment seems to be meant for, None where it is one or is none."""
    upper = name.upper()
    if upper in known or any(upper.startswith(f"{each}_") for each in known):
        return None
    return next(iter(difflib.get_close_matches(upper, known, n=1, cutoff=LIKENESS_OUTSIDE)), None)


def foreign_names(known: Set[str], environ: Iterable[str]) -> list[str]:
    """Return the variables of the environment that look like settings and are none."""
    return sorted(name for name in environ if name.upper().startswith(OURS) and name.upper() not in known)


def place(names: Sequence[str], environ: Mapping[str, str], file: Path) -> tuple[str, str]:
    """Return under which of a setting's names its value was given, and where that stands in the file."""
    outside = {name.lower() for name, value in environ.items() if value}
    lines = {entry.name.lower(): entry.line for entry in entries(file) if entry.value}
    if name := next(filter(outside.__contains__, names), None):
        return name.upper(), ""
    if name := next(filter(lines.__contains__, names), None):
        return name.upper(), f" ({file}, line {lines[name]})"
    return names[0].upper(), ""
