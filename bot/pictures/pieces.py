"""A file read as some of its pieces, with others of ours among them, without a copy of it in memory."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from io import SEEK_CUR, SEEK_SET, BufferedReader, RawIOBase
from itertools import accumulate
from typing import BinaryIO

from typing_extensions import Buffer

Piece = bytes | tuple[int, int]  # ours, or where it starts in the file and how long it is
READ_AHEAD = 64 * 1024


def in_pieces(file: BinaryIO, pieces: Sequence[Piece]) -> BinaryIO:
    """Return the pieces as one file, to be read as long as that one is open."""
    return BufferedReader(_Pieces(file, pieces), READ_AHEAD)


class _Pieces(RawIOBase):
    def __init__(self, file: BinaryIO, pieces: Sequence[Piece]) -> None:
        self._file = file
        self._pieces = pieces
        sizes = (len(piece) if isinstance(piece, bytes) else piece[1] for piece in pieces)
        self._starts = [0, *accumulate(sizes)]
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        base = {SEEK_SET: 0, SEEK_CUR: self._at}.get(whence, self._starts[-1])
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Buffer, /) -> int:
        if self._at >= self._starts[-1]:
            return 0
        index = bisect_right(self._starts, self._at) - 1
        piece, inside = self._pieces[index], self._at - self._starts[index]
        view = memoryview(buffer)
        most = min(len(view), self._starts[index + 1] - self._at)
        if isinstance(piece, bytes):
            data = piece[inside : inside + most]
        else:
            self._file.seek(piece[0] + inside)
            data = self._file.read(most)
        view[: len(data)] = data
        self._at += len(data)
        return len(data)
