"""Texts that people write in editors on any system: UTF-8 and UTF-16 are told apart, anything else is named."""

from __future__ import annotations

import codecs
import os
import tempfile
from pathlib import Path

#: What an editor writes before the text, longest first: UTF-32 begins like UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAVE = "Save the file as UTF-8"


class UnreadableText(Exception):
    """The file is no text that can be told; the message is a sentence that says where, and what to do."""


def read_text(path: Path) -> str:
    """Return a file's text, whichever way an editor saved it. Raises OSError or UnreadableText."""
    data = path.read_bytes()
    encoding, mark = _encoding(data)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data[len(mark) : len(mark) + error.start].decode(encoding, "replace").count("\n") + 1
        raise UnreadableText(
            f"{path}, line {line}: a letter is not written in UTF-8. {SAVE} (an editor asks for the encoding"
            " under Save As), or take the letter out."
        ) from None
    if "\0" in text:
        line = text.partition("\0")[0].count("\n") + 1
        raise UnreadableText(f"{path}, line {line}: there is a NUL byte, so this is not a text. {SAVE}.")
    return text


def write_new_text(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all. Raises FileExistsError, or another OSError."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # the name is ours, and nobody's file is lost
    try:
        _replace(path, text)
    except BaseException:
        os.unlink(path)
        raise


def _replace(path: Path, text: str) -> None:
    number, part = tempfile.mkstemp(dir=path.absolute().parent, prefix=f"{path.name}-")  # readable by its owner alone
    try:
        with open(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(number)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


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
