"""A base64 text as a binary file: decoded where it is read."""

from __future__ import annotations

import errno
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edoc._xml.base64text import Base64Text

__all__ = ["Base64Reader"]


class Base64Reader(io.RawIOBase):
    """The decoded content as a seekable binary file, for `zipfile`.

    Args:
        text: The base64 text.
        one_read: The most bytes one call may ask for: what guards against an archive whose
            table of contents claims to be huge. No limit when left out.
    """

    def __init__(self, text: Base64Text, one_read: int | None = None) -> None:
        """Stand at the start."""
        super().__init__()
        self._text = text
        self._size = text.require_decodable().decoded_size
        self._position = 0
        self._one_read = self._size if one_read is None else one_read

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; see `io.IOBase.seek`."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError(errno.EINVAL, "negative position")  # what `zipfile` expects of a file
        self._position = base + offset
        return self._position

    def read(self, size: int | None = -1) -> bytes:
        """Decode and give up to *size* bytes."""
        remaining = max(0, self._size - self._position)
        wanted = remaining if size is None or size < 0 else min(size, remaining)
        if wanted > self._one_read:
            message = f"the archive asks for {wanted:,} bytes at once"
            raise ValueError(message)
        data = self._text.read_at(self._position, wanted)
        self._position += len(data)
        return data

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # RawIOBase takes any buffer
        """Fill *buffer*; see `io.RawIOBase.readinto`."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
