"""`generate`: orders from the terminal, through the same use case, store and worker as on Discord."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.cli.arguments import AddParser, WrongUse, words
from bot.cli.output import configure_logging
from bot.cli.run import warn_of_open_secrets
from bot.cli.terminal_orders import GenerateOptions, generate
from bot.domain.catalog import (
    BANANA,
    BUILT_IN,
    MAX_INPUTS,
    MORE_RATIOS,
    OPTIONS,
    PRO,
    RATIOS,
    RESOLUTIONS,
    Model,
    Offer,
    Option,
)
from bot.settings import ENV_FILE, load
from bot.store.file_modes import close_to_others

#: What the terminal may ask of Nano Banana and Pro beside what is offered on Discord.
UNOFFERED: Mapping[str, tuple[str, ...]] = {"ratio": (*RATIOS, *MORE_RATIOS), "resolution": RESOLUTIONS}
#: What an option chooses, by its name.
CHOOSES = {"count": "how many pictures", "ratio": "the shape", "resolution": "the size", "format": "the file format"}
DESCRIPTION = """\
Draw or edit pictures from the terminal, as on Discord. Without HIGGSFIELD_API_KEY_ID and HIGGSFIELD_API_KEY_SECRET
the built-in emulator draws a stand-in, and nothing is paid. Put the prompt in quotes.
"""


def add_command(add_parser: AddParser) -> None:
    """Add `generate`."""
    command = add_parser("generate", help="draw or edit a picture from the terminal; without a key the emulator draws")
    command.description = DESCRIPTION
    command.add_argument("prompt", type=words, nargs="*", help="what to draw, or what to change in the picture")
    command.add_argument(
        "--prompts",
        type=Path,
        metavar="FILE",
        help="a text file with one prompt per line, each an order; - reads stdin",
    )
    command.add_argument(
        "--image",
        type=Path,
        metavar="FILE",
        action="append",
        default=[],
        help=f"a picture to edit; repeat for up to {MAX_INPUTS}",
    )
    command.add_argument(
        "--out", type=Path, metavar="FOLDER", default=Path("out"), help="the folder for the pictures (default out)"
    )
    command.add_argument(
        "--model",
        metavar="NAME",
        default=BANANA.name,
        help=f"which model draws (default {BANANA.name}); `models` lists them",
    )
    for option in OPTIONS:
        values = ", ".join(map(str, option.choices))
        command.add_argument(
            _flag(option),
            type=type(option.default),
            metavar="N" if isinstance(option.default, int) else "X",
            help=f"{CHOOSES[option.name]}: {values}{_only(option)}",
        )
    command.add_argument("--json", action="store_true", help="print one JSON object per order, and no progress")
    command.set_defaults(command=_run)


def _only(option: Option) -> str:
    """Say which of the built-in models have an option, where not all do."""
    having = [model.name for model in BUILT_IN if model.option(option.name)]
    return "" if len(having) == len(BUILT_IN) else f"; only {_listed(having)}"


def _run(arguments: argparse.Namespace) -> int:
    settings = load()
    configure_logging(settings, quiet=True)
    warn_of_open_secrets(ENV_FILE)
    if len(arguments.image) > MAX_INPUTS:
        raise WrongUse(f"{len(arguments.image)} pictures are too many: Higgsfield takes {MAX_INPUTS} at most")
    offer = settings.offer()
    model = _model(arguments.model, offer)
    _check_lacking(arguments, model, offer)
    options = GenerateOptions(
        prompts=_prompts(arguments.prompt, arguments.prompts),
        images=tuple(arguments.image),
        out=arguments.out,
        model=model.name,
        chosen={option.name: _chosen(arguments, model, option) for option in model.options},
    )
    close_to_others(settings.bot_data_dir)  # the terminal's own folder lies in it
    return asyncio.run(generate(options, as_json=arguments.json))


def _prompts(given: list[str], file: Path | None) -> tuple[str, ...]:
    """Return the prompts; several words without quotes are one prompt that was cut up, not an order each."""
    if len(given) > 1:
        raise WrongUse(f'put the prompt in quotes: generate "{" ".join(given)}"')
    if bool(given) is (file is not None):
        raise WrongUse("name a prompt, or a file of them with --prompts")
    if file is None:
        return tuple(given)
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse(f"--prompts {file} can't be read: {getattr(error, 'strerror', None) or 'no UTF-8'}") from None
    prompts = tuple(filter(None, map(str.strip, text.splitlines())))
    if not prompts:
        raise WrongUse(f"--prompts {file} holds no prompt")
    return prompts


def _model(name: str, offer: Offer) -> Model:
    if not offer.sells(name):
        raise WrongUse(f"--model {name}: choose {_listed([model.name for model in offer.models])}")
    return offer.model(name)


def _check_lacking(arguments: argparse.Namespace, model: Model, offer: Offer) -> None:
    """Raise WrongUse for an option that the model lacks: it would be paid for without what was asked."""
    for option in OPTIONS:
        value = getattr(arguments, option.argument)
        if value is not None and model.option(option.name) is None:
            others = [other.name for other in offer.models if other.option(option.name)]
            those = f"; --model {_listed(others)} {'has' if len(others) == 1 else 'have'} it" if others else ""
            raise WrongUse(f"{_flag(option)}: {model.name} has no such option{those}")


def _chosen(arguments: argparse.Namespace, model: Model, option: Option) -> str | int | None:
    """Return what was typed of an option; of Nano Banana also what is not offered on Discord."""
    value: str | int | None = getattr(arguments, option.argument)
    more = UNOFFERED.get(option.name, ()) if model.name in (BANANA.name, PRO.name) else ()
    choices = tuple(dict.fromkeys((*option.choices, *more)))
    if value is not None and value not in choices:
        raise WrongUse(f"{_flag(option)} {value}: with {model.name}, choose {_listed(choices)}")
    return value


def _flag(option: Option) -> str:
    return f"--{option.argument.replace('_', '-')}"


def _listed(names: list[str] | tuple[str | int, ...]) -> str:
    *rest, last = map(str, names)
    return f"{', '.join(rest)} or {last}" if rest else last
