"""`settings`: every setting with its default and meaning, as a table or as a `.env` to fill in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.cli.arguments import AddParser
from bot.cli.output import print_result
from bot.runtime.secret import Secret
from bot.settings import FIELDS, GROUPS, Settings

HEAD = (
    "# Copy this file to .env and fill in the three secrets. The rest shows the defaults: take off the # to change one."
)
NO_SECRETS: Mapping[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class SettingEntry:
    """One setting as its documentation shows it."""

    name: str  # the environment variable's
    default: str  # as it is written there; "" where there is none
    description: str
    is_required: bool
    group: str | None  # the heading that it opens


def add_command(add_parser: AddParser) -> None:
    """Add `settings`."""
    command = add_parser("settings", help="list every setting with its default and meaning")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="as a Markdown table, like docs/settings.md")
    form.add_argument("--env", action="store_true", help="as a .env file to fill in, like .env.example (default)")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    print_result(settings_table() if arguments.markdown else env_example(), end="")
    return 0


def settings_table() -> str:
    """Return every setting as a Markdown table."""
    lines = ["| name | default | what |", "|---|---|---|"]
    lines += [f"| `{e.name}` |{f' `{e.default}`' if e.default else ''} | {e.description} |" for e in _entries()]
    return "\n".join(lines) + "\n"


def env_example(secrets: Mapping[str, str] = NO_SECRETS, *, head: str = HEAD) -> str:
    """Return every setting as a `.env` whose only lines to fill in are the secrets that the bot needs."""
    blocks = [head]
    for entry in _entries():
        if entry.group is not None:
            blocks.append(f"## {entry.group}")
        line = f"{entry.name}={secrets.get(entry.name, '')}" if entry.is_required else f"#{entry.name}={entry.default}"
        blocks.append(f"# {entry.description}\n{line}")
    return "\n\n".join(blocks) + "\n"


def _entries() -> Iterator[SettingEntry]:
    required = Settings().missing_secrets()
    for name, field in FIELDS.items():
        yield SettingEntry(
            name=name.upper(),
            default=_as_written(field.default),
            description=field.description,
            is_required=name.upper() in required,
            group=GROUPS.get(name),
        )


def _as_written(value: object) -> str:
    """Return a default as the environment would say it."""
    match value:
        case None | Secret():
            return ""
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
        case Mapping():
            return ",".join(f"{name}={price}" for name, price in value.items())
        case tuple() | frozenset():
            return ",".join(map(str, value))
        case _:
            return str(value)
