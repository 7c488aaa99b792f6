"""How many entries an archive lists, before an object is made of each.

`zipfile` reads the whole table of contents and keeps some five hundred bytes for each entry, whose
own line takes 46: a table of ten megabytes would take a hundred of memory.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any, Final

from edoc._xml.refusals import limit_reached

if TYPE_CHECKING:
    from typing import BinaryIO

    from edoc.limits import Limits

__all__ = ["require_few_entries"]

#: APPNOTE.TXT 4.3.12: how each entry's line begins, and its length without name, extra field and comment.
_LINE: Final = b"PK\x01\x02"
_SHORTEST: Final = 46
#: APPNOTE.TXT 4.3.14, 4.3.15: the end record of ZIP64 and its locator, which stand behind the table.
_ZIP64: Final = 56 + 20
_WINDOW: Final = 1 << 16


def require_few_entries(stream: BinaryIO, limits: Limits) -> None:
    """Refuse an archive with more entries than ``limits.archive_entries``; says nothing of a damaged one.

    Args:
        stream: The archive, seekable.
        limits: What is accepted at most.

    Raises:
        LimitExceededError: It lists more.
        BadZipFile: As `zipfile` would, later.
    """
    finder: Any = zipfile  # what it will read by, and not a second opinion: its own look at the end record
    end = finder._EndRecData(stream)  # noqa: SLF001 - as said
    if end is None or end[5] // _SHORTEST <= limits.archive_entries:
        return
    size, behind = end[5], end[9]
    if end[0] == b"PK\x06\x06":
        behind -= _ZIP64
    count = _count(stream, max(0, behind - size), size)
    if count > limits.archive_entries:
        raise limit_reached(limits, "archive_entries", count)


def _count(stream: BinaryIO, start: int, size: int) -> int:
    """Count the lines of a table."""
    stream.seek(start)
    count, held = 0, b""
    while size > 0 and (piece := stream.read(min(size, _WINDOW))):
        size -= len(piece)
        window = held + piece
        count += window.count(_LINE)
        held = window[-len(_LINE) + 1 :]
    return count
