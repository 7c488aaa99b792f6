"""Files that a caller names, read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc._xml.source import open_source
from edoc.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from edoc._xml.source import Readable

__all__ = ["read_whole"]


def read_whole(source: Readable) -> bytes:
    """Give all bytes of a path, of bytes or of a binary file.

    Raises:
        InputError: It cannot be opened or read.
        LimitExceededError: It is larger than a package may be.
    """
    opened = open_source(source, DEFAULT_LIMITS)
    try:
        return opened.read_at(0, opened.size)
    finally:
        opened.close()
