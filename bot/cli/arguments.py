"""What the commands' parsers share: how a command is added, and the types of its arguments."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TextIO, cast

from typing_extensions import override

from bot.cli.output import write
from bot.domain.catalog import PROMPT_LENGTH
from bot.domain.limits import LAST_ID

if TYPE_CHECKING:
    from _typeshed import SupportsWrite


class AddParser(Protocol):
    """Makes a command's parser, as `add_parser` of argparse's subparsers does."""

    def __call__(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002 - argparse's name
        """Return a new parser for the command of this name."""
        ...


class Parser(argparse.ArgumentParser):
    """A parser whose help and usage end nothing where they can't be written, on every Python as on the newest."""

    @override
    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        write(message, cast("TextIO", file or sys.stderr))


class WrongUse(Exception):
    """Arguments that are right one by one and wrong together: exit code 2, with the usage."""


def port(text: str) -> int:
    """Return a port's number; 0 stands for any free one."""
    if not (text.isdecimal() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text} is not a port: choose 0 to 65535")
    return int(text)


def at_least_one(text: str) -> int:
    """Return a whole number from 1 on."""
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 on")
    return int(text)


def at_most(most: int) -> Callable[[str], int]:
    """Return a type of whole numbers from 1 to `most`."""

    def number(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 to {most:,}")
        return int(text)

    return number


def server_id(text: str) -> int:
    """Return a server's id."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= LAST_ID):
        raise argparse.ArgumentTypeError(f"{text} is not a server's id; `guild list` shows them")
    return int(text)


def words(text: str) -> str:
    """Return a text; the terminal may have sent bytes that are no letters in its encoding."""
    if text != readable(text):
        raise argparse.ArgumentTypeError("it holds bytes that are not text in this terminal's encoding")
    return text


def readable(text: str) -> str:
    """Return a text, with `?` for what is no letter."""
    return text.encode("utf-8", "replace").decode("utf-8")


def prompt(text: str) -> str:
    """Return a prompt of a length that a model takes."""
    text = words(text)
    if not 1 <= len(text) <= PROMPT_LENGTH:
        raise argparse.ArgumentTypeError(f"a prompt must have 1 to {PROMPT_LENGTH:,} characters")
    return text
