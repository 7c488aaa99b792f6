"""A source put together from pieces of others: a package with something put into it, not copied."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from edoc._xml.base64text import Base64Text
from edoc._xml.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["PiecedSource"]


class PiecedSource(Source):
    """Bytes and stretches of other sources, one behind the other.

    Args:
        pieces: Bytes, and texts that stay where they are.
        name: For messages.
    """

    def __init__(self, pieces: Iterable[bytes | Base64Text], name: str | None = None) -> None:
        """Note where each piece begins."""
        self._pieces = tuple(pieces)
        lengths = (piece.end - piece.start if isinstance(piece, Base64Text) else len(piece) for piece in self._pieces)
        *self._starts, self.size = accumulate(lengths, initial=0)
        self._sources = {piece.source for piece in self._pieces if isinstance(piece, Base64Text)}
        self.name = name

    def read_at(self, offset: int, length: int) -> bytes:
        """Read from each piece what is asked for; see `Source.read_at`."""
        stop = min(offset + length, self.size)
        collected: list[bytes] = []
        number = bisect_right(self._starts, offset) - 1
        while offset < stop:
            piece, start = self._pieces[number], self._starts[number]
            end = self._starts[number + 1] if number + 1 < len(self._starts) else self.size
            wanted = min(end, stop) - offset
            within = offset - start
            if isinstance(piece, Base64Text):
                collected.append(piece.source.read_at(piece.start + within, wanted))
            else:
                collected.append(piece[within : within + wanted])
            offset += wanted
            number += 1
        return collected[0] if len(collected) == 1 else b"".join(collected)

    def close(self) -> None:
        """Close the sources that it reads from."""
        for source in self._sources:
            source.close()
