"""Where each element stands in the bytes.

libxml2 gives a line and no column, and no offsets at all. They are needed rarely: for a fault,
and for a change that leaves every other byte alone. Then the same, already accepted bytes are
walked once from tag to tag. Elements are known by their number in document order. (expat, which
could tell offsets, knows fewer letters in names than libxml2 accepts.)
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc._xml.skeleton import Skeleton

__all__ = ["Span", "lines_and_columns", "spans", "starts"]


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


# XML 1.0 (Fifth Edition): comments (15), CDATA sections (18), instructions (16), end tags (42)
# and start tags (40, 44). The bytes are well-formed, so nothing else starts with "<"; a ">" may
# stand inside an attribute's value.
_MARKUP: Final = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(?P<end></[^>]*+>)"
    rb"|(?P<start><(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>)",
    re.DOTALL,
)
#: Where neither comments nor CDATA nor instructions are, each of these starts an element: "<" stands in no value.
_START: Final = re.compile(rb"<[^/?]")
#: The bytes of UTF-8 that continue a character.
_CONTINUING: Final = bytes(range(0x80, 0xC0))
#: Bytes of a long line that are counted together.
_WINDOW: Final = 1 << 16


def spans(data: bytes) -> list[Span]:
    """Give the span of every element of *data*, in document order.

    Args:
        data: Well-formed XML in UTF-8 or US-ASCII, as libxml2 has found it to be.
    """
    found: list[Span] = []
    open_elements: list[Span] = []
    for markup in _MARKUP.finditer(data):
        if markup["start"] is not None:
            span = Span(markup.start(), markup.end())
            found.append(span)
            if data.endswith(b"/>", markup.start(), markup.end()):
                span.inner_end = span.end = span.inner
            else:
                open_elements.append(span)
        elif markup["end"] is not None:
            span = open_elements.pop()
            span.inner_end, span.end = markup.span()
    return found


def starts(data: bytes) -> Iterator[int]:
    """Give where each element of *data* starts, in document order: all that a finding needs of `spans`."""
    if b"<!" in data or data.count(b"<?") > data.startswith(b"<?xml "):
        return (span.start for span in spans(data))
    return (markup.start() for markup in _START.finditer(data))


def lines_and_columns(skeleton: Skeleton, offsets: Iterable[int]) -> list[tuple[int, int]]:
    """Say in which line and column of the source each byte of the skeleton stands.

    Both count from 1; the column counts characters. Of the runs that were cut out only those are read again
    that have line ends.

    Args:
        skeleton: What was left of the source, which is in UTF-8.
        offsets: Offsets in the skeleton, in rising order.
    """
    found: list[tuple[int, int]] = []
    data, runs = skeleton.data, iter(skeleton.runs)
    run = next(runs, None)
    spot = _Spot()
    position = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    for offset in offsets:
        while run is not None and run.at < offset:
            spot.move(data, position, run.at)
            if run.text.survey.blanks:
                for window in run.text.source.windows(run.text.start, run.text.end):
                    spot.move(window, 0, len(window))
            else:
                spot.column += run.text.end - run.text.start
            position = run.at + len(run.token)
            run = next(runs, None)
        spot.move(data, position, offset)
        position = offset
        found.append((spot.line, spot.column))
    return found


@dataclass(slots=True)
class _Spot:
    """A line and a column while the bytes before them are counted."""

    line: int = 1
    column: int = 1

    def move(self, data: bytes, start: int, end: int) -> None:
        """Count the bytes of *data* from *start* to *end*, which come next."""
        ends = data.count(b"\n", start, end)
        if ends:
            self.line += ends
            self.column = 1
            start = data.rindex(b"\n", start, end) + 1
        for at in range(start, end, _WINDOW):
            self.column += len(data[at : min(end, at + _WINDOW)].translate(None, _CONTINUING))
