"""Files that a caller names, read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc._xml.refusals import limit_reached
from edoc._xml.source import open_source
from edoc.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from edoc._xml.source import Readable
    from edoc.limits import Limits

__all__ = ["read_whole"]


def read_whole(source: Readable, limits: Limits = DEFAULT_LIMITS, most: str = "package_bytes") -> bytes:
    """Give all bytes of a path, of bytes or of a binary file.

    Args:
        source: The path, the bytes or the file.
        limits: What is accepted at most.
        most: The limit that it must keep.

    Raises:
        InputError: It cannot be opened or read.
        LimitExceededError: It is larger than *most*, or than a package may be.
    """
    opened = open_source(source, limits)
    try:
        if opened.size > getattr(limits, most):
            raise limit_reached(limits, most, opened.size, source=opened.name)
        return opened.read_at(0, opened.size)
    finally:
        opened.close()
