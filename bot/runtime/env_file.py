"""A `.env` file as editors on any system save it, read as text with the lines that its entries stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from dotenv.parser import parse_stream

from bot.runtime.text_files import UnreadableText, read_text

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One `NAME=value` of the file."""

    name: str
    value: str
    line: int


class UnreadableEnvFile(Exception):
    """The file can't be used; the text is a sentence that says where, and what to do."""


def read_env_file(path: Path) -> tuple[Entry, ...]:
    """Return the entries of a file, none where there is no file. Raises UnreadableEnvFile."""
    try:
        text = read_text(path)
    except FileNotFoundError:
        return ()
    except UnreadableText as error:
        raise UnreadableEnvFile(str(error)) from None
    except OSError as error:
        if path.is_dir():
            raise UnreadableEnvFile(f"{path} is a folder. It should be a file: remove the folder.") from None
        raise UnreadableEnvFile(
            f"{path} can't be read ({error.strerror or error})."
            f" Give it to the user that the bot runs as: chown USER {path} and chmod 600 {path}"
        ) from None
    return tuple(_entries(text, path))


def _entries(text: str, path: Path) -> Iterator[Entry]:
    for binding in parse_stream(StringIO(text)):
        lines = binding.original.string
        line = binding.original.line + lines[: len(lines) - len(lines.lstrip())].count("\n")
        name = binding.key
        if binding.error or (name is not None and (binding.value is None or not _NAME.fullmatch(name))):
            raise UnreadableEnvFile(
                f"{path}, line {line}: this is no NAME=value. Write one setting a line, a quote at both ends of a"
                " value or at none, and # before what is only a note."
            )
        if name is not None and binding.value is not None:
            yield Entry(name=name, value=binding.value, line=line)
