"""`docs`: the parts of the documents that the code itself says: the settings, the commands and their options."""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot import app
from bot.cli.arguments import AddParser
from bot.cli.demo_stack import demo_settings
from bot.cli.output import print_progress
from bot.cli.settings import env_example, settings_table
from bot.domain.limits import INPUT_LIMIT_MB
from bot.ui.client import BananaBot, feature_modules

ROOT = Path(__file__).parents[2]


def add_command(add_parser: AddParser) -> None:
    """Add `docs`."""
    command = add_parser("docs", help="compare README.md and .env.example with the code that they are generated from")
    command.add_argument("--write", action="store_true", help="write what differs")
    command.set_defaults(command=_run)


def _run(arguments: argparse.Namespace) -> int:
    if not (ROOT / "README.md").is_file():
        print_progress("There are no documents beside this installation: run it in a checkout.")
        return 1
    outdated = {name: text for name, text in asyncio.run(generate()).items() if text != _read(name)}
    for name, text in outdated.items():
        if arguments.write:
            (ROOT / name).write_text(text, encoding="utf-8")
        print_progress(f"{name}: {'written' if arguments.write else 'not what the code says; run `make docs`'}")
    return 1 if outdated and not arguments.write else 0


async def generate() -> dict[str, str]:
    """Return the whole text of each document that has generated parts, by its name."""
    readme = _read("README.md")
    readme = with_part(readme, "settings", settings_table())
    async with _bot() as bot:
        readme = with_part(readme, "commands", "\n".join(_commands(bot)) + "\n")
        readme = with_part(readme, "options", "\n".join(_options(bot)) + "\n")
    return {"README.md": readme, ".env.example": env_example()}


@asynccontextmanager
async def _bot() -> AsyncIterator[BananaBot]:
    """A bot with all its features, which never logs in."""
    with tempfile.TemporaryDirectory() as folder:
        settings = demo_settings(bot_data_dir=folder)
        async with app.open_core(settings) as services:
            bot = app.build_bot(settings, services)
            for feature in feature_modules():
                await bot.load_extension(feature)
            yield bot


def _commands(bot: BananaBot) -> Iterator[str]:
    yield "| command | options | what |"
    yield "|---|---|---|"
    for command in _slash_commands(bot):
        options = "".join(f" `{parameter.display_name}`" for parameter in command.parameters)
        yield f"| `/{command.name}` |{options} | {command.description} |"
    menu = sorted(command.name for command in bot.tree.get_commands(type=discord.AppCommandType.message))
    yield ""
    yield f"In a message's menu, under *Apps*: {', '.join(f'**{name}**' for name in menu)}."


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
    elif option.type is discord.AppCommandOptionType.string:
        yield f"{option.min_value or 0} to {option.max_value:,} characters"
    else:
        yield f"{option.min_value} to {option.max_value}"


def with_part(text: str, part: str, content: str) -> str:
    """Return the text with what stands between a part's two markers replaced."""
    begin, end = (f"<!-- {part}:{edge} -->\n" for edge in ("begin", "end"))
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"there are no markers around the part {part!r}")
    return pattern.sub(lambda _: f"{begin}\n{content}\n{end}", text)


def _read(name: str) -> str:
    file = ROOT / name
    return file.read_text(encoding="utf-8") if file.exists() else ""
