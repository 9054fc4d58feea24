"""`docs`: the parts of the documents that the code itself says: settings, commands, options, verbs, endings."""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot import app, cli
from bot.cli.arguments import AddParser
from bot.cli.demo_stack import demo_settings
from bot.cli.output import print_progress
from bot.cli.settings import env_example, settings_table
from bot.discord_side import build_bot
from bot.domain.limits import INPUT_LIMIT_MB
from bot.simulators.higgsfield import DIRECTIVES
from bot.ui.client import BananaBot, feature_modules

ROOT = Path(__file__).parents[2]
PART = re.compile(r"<!-- (\w+):begin -->\n.*?<!-- \1:end -->\n", re.DOTALL)


def add_command(add_parser: AddParser) -> None:
    """Add `docs`."""
    command = add_parser("docs", help="check the documents' generated tables and .env.example against the code")
    command.add_argument("--write", action="store_true", help="update what differs")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    if not (ROOT / "README.md").is_file():
        print_progress("There is no README.md next to this installation: run it in a git checkout.")
        return 1
    outdated = {name: text for name, text in asyncio.run(generate()).items() if text != _read(name)}
    for name, text in outdated.items():
        if arguments.write:
            (ROOT / name).write_text(text, encoding="utf-8")
        print_progress(f"{name}: {'updated' if arguments.write else 'out of date; run `make docs`'}")
    return 1 if outdated and not arguments.write else 0


async def generate() -> dict[str, str]:
    """Return the whole text of each document that has generated parts, by its name."""
    parts = await _parts()
    documents = {name: with_parts(_read(name), parts) for name in _names()}
    return {**documents, ".env.example": env_example()}


def _names() -> Iterator[str]:
    yield "README.md"
    yield from sorted(f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md"))


async def _parts() -> dict[str, str]:
    """Return what may stand between a document's markers, by the part's name."""
    async with _bot() as bot:
        tables = {"commands": _commands(bot), "options": _options(bot), "verbs": _verbs(), "endings": _endings()}
        return {"settings": settings_table(), **{name: "\n".join(rows) + "\n" for name, rows in tables.items()}}


@asynccontextmanager
async def _bot() -> AsyncIterator[BananaBot]:
    """A bot with all its features, which never logs in."""
    with tempfile.TemporaryDirectory() as folder:
        settings = demo_settings(bot_data_dir=folder)
        async with app.open_core(settings) as services:
            bot = build_bot(settings, services)
            for feature in feature_modules():
                await bot.load_extension(feature)
            yield bot


def _commands(bot: BananaBot) -> Iterator[str]:
    yield "| command | options | what |"
    yield "|---|---|---|"
    for command in _slash_commands(bot):
        options = "".join(f" `{parameter.display_name}`" for parameter in command.parameters)
        yield f"| `/{command.name}` |{options} | {command.description} |"
    yield ""
    menus = {"message": discord.AppCommandType.message, "person": discord.AppCommandType.user}
    for whose, kind in menus.items():
        names = sorted(command.name for command in bot.tree.get_commands(type=kind))
        yield f"In a {whose}'s menu, under *Apps*: {', '.join(f'**{name}**' for name in names)}."


def _slash_commands(bot: BananaBot) -> Sequence[app_commands.Command[Any, ..., Any]]:
    found = bot.tree.get_commands(type=discord.AppCommandType.chat_input)
    return sorted((c for c in found if isinstance(c, app_commands.Command)), key=lambda command: command.name)


def _options(bot: BananaBot) -> Iterator[str]:
    """Yield each option once, with what any command takes for it."""
    options: dict[str, app_commands.Parameter] = {}
    values: dict[str, dict[str, None]] = {}
    for option in (option for command in _slash_commands(bot) for option in command.parameters):
        options.setdefault(option.display_name, option)
        values.setdefault(option.display_name, {}).update(dict.fromkeys(_values(option)))
    yield "| option | values | what |"
    yield "|---|---|---|"
    for name, option in options.items():
        yield f"| `{name}` | {' '.join(values[name])} | {option.description} |"


def _values(option: app_commands.Parameter) -> Iterator[str]:
    """Yield what may be said for an option."""
    if option.choices:
        yield from (f"`{choice.value}`" for choice in option.choices)
    elif option.type is discord.AppCommandOptionType.attachment:
        yield f"a picture, up to {INPUT_LIMIT_MB} MB"
    elif option.type is discord.AppCommandOptionType.boolean:
        yield "yes or no"
    elif option.type is discord.AppCommandOptionType.user:
        yield "a member"
    elif option.type is discord.AppCommandOptionType.string:
        yield f"{option.min_value or 0} to {option.max_value:,} characters"
    else:
        yield f"{option.min_value} to {option.max_value}"


def _verbs() -> Iterator[str]:
    """Yield each verb of the terminal and, below it, its arguments."""
    verbs: dict[str, tuple[str, argparse.ArgumentParser]] = {}

    def add_parser(name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002 - argparse's name
        return verbs.setdefault(name, (help, argparse.ArgumentParser(add_help=False)))[1]

    cli.add_commands(add_parser)
    yield "| command | what |"
    yield "|---|---|"
    for name, (help_text, verb) in verbs.items():
        yield f"| `{name}` | {_cell(help_text)} |"
        for action in verb._actions:
            yield f"| `{name} {(action.option_strings or [action.dest])[-1]}` | {_cell(action.help or '')} |"


def _endings() -> Iterator[str]:
    """Yield what a prompt can tell the simulated Higgsfield to do."""
    yield "| in the prompt | what happens |"
    yield "|---|---|"
    yield from (f"| `[{directive.name}]` | {_cell(directive.effect)} |" for directive in DIRECTIVES.values())


def _cell(text: str) -> str:
    """Return a text as it stands in a table."""
    return f"{text[:1].upper()}{text[1:]}".replace("|", "\\|")


def with_parts(text: str, parts: Mapping[str, str]) -> str:
    """Return a document with each part that it has markers for; raises KeyError for a part that there is not."""
    return PART.sub(lambda found: f"<!-- {(part := found[1])}:begin -->\n\n{parts[part]}\n<!-- {part}:end -->\n", text)


def _read(name: str) -> str:
    file = ROOT / name
    return file.read_text(encoding="utf-8") if file.exists() else ""
