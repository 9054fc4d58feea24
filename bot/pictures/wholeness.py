"""Whether a PNG is whole, told while its bytes pass: each part of it carries a checksum, and nothing is unpacked."""

from __future__ import annotations

from zlib import crc32

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER = b"IHDR"
PIXELS, END = b"IDAT", b"IEND"
HEADER_BYTES = 13
#: For more crc32 lets go of the interpreter, and waits to have it back, where a picture has hundreds of parts
#: (https://github.com/python/cpython/blob/3.13/Modules/zlibmodule.c).
SUMMED_BYTES = 5 * 1024
_FIRST, _BETWEEN, _LAST = 16, 12, 4  # signature, length, kind; checksum, length, kind; checksum


class PngProof:
    """Reads a file's bytes as they pass, however they are cut; `is_whole` says what came of it.

    Only transport is proven so: that what the sender wrote has come to its end without a wrong bit.
    """

    def __init__(self) -> None:
        self.is_whole = False
        self.width = self.height = 0
        self._is_sound = True
        self._joint = bytearray()  # of what stands between the bodies of two parts
        self._wanted = _FIRST  # bytes of the joint
        self._kind = b""
        self._left = 0  # bytes of the body that are still to come
        self._sum = 0
        self._header = bytearray()
        self._has_pixels = False

    def add(self, data: bytes) -> None:
        """Read the next bytes of the file."""
        place, size = 0, len(data)
        view = memoryview(data)
        while place < size and self._is_sound and not self.is_whole:
            if self._left:
                body = view[place : place + self._left]
                self._add_body(body)
            else:
                body = view[place : place + self._wanted - len(self._joint)]
                self._joint += body
                if len(self._joint) == self._wanted:
                    self._end_part(bytes(self._joint))
            place += len(body)

    def _add_body(self, body: memoryview) -> None:
        for start in range(0, len(body), SUMMED_BYTES):
            self._sum = crc32(body[start : start + SUMMED_BYTES], self._sum)
        self._left -= len(body)
        if self._kind == HEADER:
            self._header += body

    def _end_part(self, joint: bytes) -> None:
        """Compare the last part with its checksum, and begin the next one."""
        self._joint.clear()
        if not self._kind:
            self._is_sound = joint.startswith(PNG_SIGNATURE) and joint[8:] == HEADER_BYTES.to_bytes(4, "big") + HEADER
        else:
            self._is_sound = int.from_bytes(joint[:4], "big") == self._sum
        if self._kind == END:
            self.is_whole = self._is_sound and self._has_pixels and self.width > 0 and self.height > 0
            self._is_sound = self.is_whole
            return
        if self._kind == HEADER:
            self.width, self.height = (int.from_bytes(self._header[at : at + 4], "big") for at in (0, 4))
        is_first = not self._kind
        self._left, self._kind = int.from_bytes(joint[-8:-4], "big"), joint[-4:]
        self._sum = crc32(self._kind)
        self._has_pixels = self._has_pixels or (self._kind == PIXELS and self._left > 0)
        self._wanted = _LAST if self._kind == END else _BETWEEN
        is_odd = (self._kind == END and self._left > 0) or (self._kind == HEADER and not is_first)
        self._is_sound = self._is_sound and not is_odd
