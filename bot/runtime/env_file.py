"""A `.env` file as editors on any system save it, read as text with the lines that its entries stand on."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from dotenv.parser import parse_stream

#: What an editor writes before the text, longest first: UTF-32 begins like UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SAVE = "Save the file as UTF-8"


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
        text = _decode(path.read_bytes(), path)
    except FileNotFoundError:
        return ()
    except IsADirectoryError:
        raise UnreadableEnvFile(f"{path} is a folder. It should be a file; take the folder away.") from None
    except OSError as error:
        if path.is_dir():  # what Windows calls a lack of rights
            raise UnreadableEnvFile(f"{path} is a folder. It should be a file; take the folder away.") from None
        raise UnreadableEnvFile(
            f"{path} can't be read ({error.strerror or error})."
            f" Give it to the user that the bot runs as: chown USER {path} and chmod 600 {path}"
        ) from None
    return tuple(_entries(text, path))


def _decode(data: bytes, path: Path) -> str:
    encoding, mark = _encoding(data)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data[len(mark) : len(mark) + error.start].decode(encoding, "replace").count("\n") + 1
        raise UnreadableEnvFile(
            f"{path}, line {line}: a letter is not written in UTF-8. {SAVE} (an editor asks for the encoding"
            " under Save As), or take the letter out."
        ) from None
    if "\0" in text:
        line = text.partition("\0")[0].count("\n") + 1
        raise UnreadableEnvFile(f"{path}, line {line}: there is a NUL byte, so this is no text. {SAVE}.")
    return text


def _encoding(data: bytes) -> tuple[str, bytes]:
    """Return a text's encoding and its mark; without a mark, ASCII with a NUL beside each letter is UTF-16."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, mark
    if len(data) % 2 == 0 and data:
        for encoding, filled, empty in (("utf-16-le", data[::2], data[1::2]), ("utf-16-be", data[1::2], data[::2])):
            if 0 not in filled and not any(empty):
                return encoding, b""
    return "utf-8", b""


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
