"""Where each element stands in the bytes.

libxml2 gives a line and no column, and no offsets at all. They are needed rarely: for a fault,
and for a change that leaves every other byte alone. Then expat walks the same, already accepted
bytes once and notes where each tag starts and ends. Elements are known by their number in
document order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edoc._xml.skeleton import Skeleton
    from edoc._xml.source import Source

__all__ = ["Span", "lines_and_columns", "spans"]


@dataclass(slots=True)
class Span:
    """Where one element stands, in bytes of the skeleton.

    Args:
        start: Offset of the ``<`` of the start tag.
        inner: Offset after the ``>`` of the start tag.
        inner_end: Offset of the ``<`` of the end tag; equal to `inner` for ``<x/>``.
        end: Offset after the ``>`` of the end tag.
    """

    start: int
    inner: int = 0
    inner_end: int = 0
    end: int = 0

    @property
    def is_empty_tag(self) -> bool:
        """Whether it is written ``<x/>``."""
        return self.inner_end == self.inner == self.end


def spans(data: bytes) -> list[Span]:
    """Give the span of every element of *data*, in document order.

    Args:
        data: Well-formed XML in UTF-8 or US-ASCII, as libxml2 has found it to be.
    """
    found: list[Span] = []
    open_elements: list[Span] = []
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = False

    def start(_name: str, _attributes: dict[str, str]) -> None:
        offset = parser.CurrentByteIndex
        span = Span(offset, _end_of_tag(data, offset))
        found.append(span)
        open_elements.append(span)

    def end(_name: str) -> None:
        span = open_elements.pop()
        offset = parser.CurrentByteIndex
        if data[span.inner - 2 : span.inner] == b"/>":
            span.inner_end = span.end = span.inner
        else:
            span.inner_end = offset
            span.end = data.index(b">", offset) + 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(data, True)  # noqa: FBT003 - the signature is expat's
    return found


def _end_of_tag(data: bytes, offset: int) -> int:
    """Give the offset after the ``>`` that ends the start tag at *offset*.

    A ``>`` may stand inside an attribute's value, so quotes are followed.
    """
    at = offset
    while True:
        close = data.index(b">", at)
        quotes = [(data.find(mark, at, close), mark) for mark in (b'"', b"'")]
        opened = min((pair for pair in quotes if pair[0] >= 0), default=None)
        if opened is None:
            return close + 1
        at = data.index(opened[1], opened[0] + 1) + 1


def lines_and_columns(source: Source, skeleton: Skeleton, offsets: Sequence[int]) -> list[tuple[int, int]]:
    """Say in which line and column of *source* each byte of the skeleton stands.

    Both count from 1; the column counts characters.

    Args:
        source: The bytes in UTF-8 that the skeleton was cut from.
        skeleton: What was left of them.
        offsets: Offsets in the skeleton, in rising order.
    """
    found: list[tuple[int, int]] = []
    line, last_break, position = 1, 0, 0
    for offset in offsets:
        original = skeleton.original_offset(offset)
        for window in source.windows(position, original):
            line += window.count(b"\n")
            newline = window.rfind(b"\n")
            if newline >= 0:
                last_break = position + newline + 1
            position += len(window)
        before = source.read_at(last_break, original - last_break).decode("utf-8", "replace")
        found.append((line, len(before.removeprefix("\ufeff")) + 1))
    return found
