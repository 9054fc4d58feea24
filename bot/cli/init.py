"""`init`: asks for the three secrets, checks each where it belongs, and writes them to a new `.env`."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import warnings
from collections.abc import Callable, Coroutine, Iterator
from getpass import GetPassWarning, getpass
from pathlib import Path
from typing import Any

from bot.cli.arguments import AddParser
from bot.cli.doctor import lines_of
from bot.cli.init_checks import Answer, check_key, check_token
from bot.cli.output import configure_logging, print_progress, print_result
from bot.cli.settings import env_example
from bot.domain.errors import StartError
from bot.runtime.stopping import INTERRUPTED
from bot.runtime.text_files import write_new_text
from bot.settings import ENV_FILE, Settings, load
from bot.ui.client import invite_link

Ask = Callable[[str], str]
Check = Callable[[Settings], Coroutine[Any, Any, Answer]]

TOKEN, KEY_ID, KEY_SECRET = "DISCORD_TOKEN", "HIGGSFIELD_API_KEY_ID", "HIGGSFIELD_API_KEY_SECRET"  # noqa: S105 - names
HEAD = "# Written by `init`, and readable by you alone. The rest shows the defaults: take off the # to change one."
WELCOME = """\
Three secrets, each checked before anything is written. What you paste is not shown; Ctrl+C ends this.
"""
AT_DISCORD = """\
1. The bot's token. At https://discord.com/developers/applications choose New Application, then Bot, then Reset Token.
   Switch Public Bot off there, so that nobody else can add it to a server."""
AT_HIGGSFIELD = """
2. A Higgsfield API key, an id and a secret. At https://console.higgsfield.ai create one, and top up API credits."""
UNSURE = "Enter tries again; s and Enter keeps it unchecked: "
NOTHING_PASTED = "Nothing was pasted: copy it again. Some terminals paste by a right click, or by Ctrl+Shift+V."
NOTHING_WRITTEN = "Nothing was written."
NO_TERMINAL = (
    "init asks for secrets, and needs a terminal for that. Without one, copy .env.example to .env, fill in the three"
    " secrets, and run: python -m bot doctor"
)
CAN_T_HIDE = "This terminal can't hide what is typed, so no secret is asked for here. " + NOTHING_WRITTEN
START = "BANANA_BOT_START"  # what starts the bot where this process doesn't know it: in a container


def add_command(add_parser: AddParser) -> None:
    """Add `init`."""
    command = add_parser("init", help="ask for the three secrets, check each, and write .env; the first thing to run")
    command.set_defaults(command=_run)


def _run(_: argparse.Namespace) -> int:
    return run(_ask_hidden, is_terminal=sys.stdin.isatty(), file=ENV_FILE)


def run(ask: Ask, *, is_terminal: bool, file: Path) -> int:
    """Ask, check, write; returns the exit code. Raises StartError where there is nothing to ask or to write."""
    settings = _before(file, is_terminal=is_terminal)
    configure_logging(settings, quiet=True)
    try:
        print_progress(WELCOME)
        settings, application_id = _token(ask, settings)
        settings = _key(ask, settings)
    except KeyboardInterrupt:
        print_progress(f"\nStopped. {NOTHING_WRITTEN}")
        return INTERRUPTED
    except EOFError:
        print_progress(f"\nThe input ended. {NOTHING_WRITTEN}")
        return 1
    _write(file, settings)
    print_result("\n".join(_farewell(file, application_id)))
    return 0


def _before(file: Path, *, is_terminal: bool) -> Settings:
    """Return the settings without secrets, once it is sure that asking makes sense."""
    if os.path.lexists(file):
        raise StartError(f"{file} is there already, and is left as it is. To see what is wrong: python -m bot doctor")
    if given := [name for name in (TOKEN, KEY_ID, KEY_SECRET) if os.environ.get(name)]:
        raise StartError(f"In the environment already, which wins over {file}: {', '.join(given)}. {NOTHING_WRITTEN}")
    if not is_terminal:
        raise StartError(NO_TERMINAL)
    if not os.access(file.absolute().parent, os.W_OK):
        raise StartError(f"{file.absolute().parent} can't be written to by this user. {NOTHING_WRITTEN}")
    return load()


def _ask_hidden(prompt: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            return getpass(prompt)
        except GetPassWarning:
            raise StartError(CAN_T_HIDE) from None


def _token(ask: Ask, settings: Settings) -> tuple[Settings, int | None]:
    """Return the settings with a token, and the application's id where Discord named it."""
    print_progress(AT_DISCORD)
    while True:
        found = _read(ask, settings, TOKEN)
        if found and (answer := _checked(ask, found, "Discord", check_token)):
            return found, answer.application_id


def _key(ask: Ask, settings: Settings) -> Settings:
    """Return the settings with a key, id and secret."""
    print_progress(AT_HIGGSFIELD)
    while True:
        found = _read(ask, settings, KEY_ID, KEY_SECRET)
        if found and _checked(ask, found, "Higgsfield", check_key):
            return found


def _read(ask: Ask, settings: Settings, *names: str) -> Settings | None:
    """Return the settings with what is pasted; None, with a sentence said, where that can't be meant."""
    pasted = {}
    for name in names:
        pasted[name.lower()] = ask(f"{name}: ")
        if not pasted[name.lower()].strip():
            print_progress(NOTHING_PASTED)
            return None
    try:
        return load(**_secrets(settings), **pasted)
    except StartError as error:
        print_progress(str(error).partition("\n")[2].strip())  # below its heading: a line for each
        return None


def _secrets(settings: Settings) -> dict[str, str]:
    """Return the secrets that are known so far, by the settings' names."""
    values = {name.lower(): getattr(settings, name.lower()).reveal() for name in (TOKEN, KEY_ID, KEY_SECRET)}
    return {name: value for name, value in values.items() if value}


def _checked(ask: Ask, settings: Settings, whom: str, check: Check) -> Answer | None:
    """Return the answer on a secret that is accepted, or kept unchecked; None: it has to be pasted again."""
    while True:
        print_progress(f"asking {whom} …")
        answer = asyncio.run(check(settings))
        print_progress("\n".join(lines_of(answer.findings)))
        if answer.is_accepted is not None:
            return answer if answer.is_accepted else None
        if ask(UNSURE).strip().lower() == "s":
            return answer


def _write(file: Path, settings: Settings) -> None:
    values = {name.upper(): value for name, value in _secrets(settings).items()}
    try:
        write_new_text(file, env_example(values, head=HEAD))
    except FileExistsError:
        raise StartError(f"{file} was made in the meantime, and is left as it is. {NOTHING_WRITTEN}") from None
    except OSError as error:
        raise StartError(f"{file} can't be written ({error.strerror or error}). {NOTHING_WRITTEN}") from None


def _farewell(file: Path, application_id: int | None) -> Iterator[str]:
    yield f"\n{file} is written; only you can read it."
    if application_id:
        yield f"\nAdd the bot to a server:\n  {invite_link(application_id)}"
    else:
        yield "\nWhat is not checked yet, `python -m bot doctor` checks. Its first start prints the bot's invitation."
    yield f"\nThen start it:\n  {_next_command()}"


def _next_command() -> str:
    """Return what starts the bot as `init` was started."""
    if command := os.environ.get(START):
        return command
    python = Path(sys.executable)
    return f"{python.relative_to(Path.cwd()) if python.is_relative_to(Path.cwd()) else python} -m bot run"
