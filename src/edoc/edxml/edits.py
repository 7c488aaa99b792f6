"""Edits to the bytes of a package that was parsed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from edoc._xml.base64text import Base64Text
from edoc._xml.positions import Span, spans
from edoc.edxml.composer import Stored
from edoc.edxml.parts import elements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from edoc._xml.parser import Parsed

__all__ = ["Edits", "Inserted"]

_BLANK: Final = b" \t\r\n"
_ATTRIBUTE: Final = re.compile(rb"""\s+(?P<name>[^\s=>/]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_TAG_NAME: Final = re.compile(rb"<([^\s/>]+)")
#: XML 1.0 (15, 16, 18): comments and instructions; what looks like one in a CDATA section is text.
_REMARK: Final = re.compile(rb"<!\[CDATA\[.*?\]\]>|(?P<remark><!--.*?-->|<\?.*?\?>)", re.DOTALL)

#: What an edit puts in: bytes, and contents of attachments among them.
Inserted = list[bytes | Stored | Base64Text]


class Edits:
    """The edits to one package, by position in its skeleton.

    Args:
        parsed: The package as it was read.
    """

    def __init__(self, parsed: Parsed) -> None:
        """Find where every element stands."""
        self.data = parsed.skeleton.data
        self._runs = parsed.skeleton.runs
        self._ascii = parsed.decoded.ascii_only
        places = spans(self.data)
        self._places: dict[_Element, Span] = dict(zip(parsed.root.iter("*"), places, strict=True))
        self._edits: list[tuple[int, int, int, Inserted]] = []
        #: New content of elements that hold nothing; several insertions may go into one.
        self._filled: dict[_Element, Inserted] = {}

    def span(self, element: _Element) -> Span:
        """Say where *element* stands."""
        return self._places[element]

    def raw(self, element: _Element) -> Inserted:
        """Give the bytes of *element* as they stand, contents included."""
        span = self.span(element)
        return list(self._original(span.start, span.end))

    def beside_text(self, element: _Element) -> Inserted:
        """Give what stands inside *element* and is not its text: elements, comments, instructions."""
        span = self.span(element)
        kept: Inserted = []
        at = span.inner
        for inner, _ in elements(element):
            kept += [*self._remarks(at, self.span(inner).start), *self.raw(inner)]
            at = self.span(inner).end
        return [*kept, *self._remarks(at, span.inner_end)]

    def _remarks(self, start: int, end: int) -> list[bytes]:
        found = _REMARK.finditer(self.data, start, end)
        return [match["remark"] for match in found if match["remark"] is not None]

    def tag(self, element: _Element) -> str:
        """Give the name of *element* as it is written, with its prefix."""
        found = _TAG_NAME.match(self.data, self.span(element).start)
        assert found is not None
        return found.group(1).decode()

    def prefix(self, element: _Element) -> str:
        """Give the prefix of *element* with its colon; empty when it has none."""
        prefix, colon, _ = self.tag(element).rpartition(":")
        return prefix + colon

    def lead(self, element: _Element) -> bytes:
        """Give the blanks that stand before *element*."""
        start = self.span(element).start
        return self.data[self._lead_start(start) : start]

    def _lead_start(self, start: int) -> int:
        while start > 0 and self.data[start - 1 : start] in (b" ", b"\t", b"\r", b"\n"):
            start -= 1
        return start

    def encode(self, text: str) -> bytes:
        """Give the bytes of *text* in the encoding of the package."""
        return text.encode("ascii", "xmlcharrefreplace") if self._ascii else text.encode("utf-8")

    def replace(self, start: int, end: int, inserted: Inserted) -> None:
        """Put *inserted* in the place of the bytes from *start* to *end*."""
        self._edits.append((start, end, len(self._edits), inserted))

    def delete(self, element: _Element) -> None:
        """Take *element* out, with the blanks before it."""
        span = self.span(element)
        self.replace(self._lead_start(span.start), span.end, [])

    def replace_content(self, element: _Element, inserted: Inserted) -> None:
        """Put *inserted* in the place of everything inside *element*."""
        span = self.span(element)
        if span.inner == span.inner_end:
            self._filled[element] = inserted
        else:
            self.replace(span.inner, span.inner_end, inserted)

    def _fill(self, element: _Element, inserted: Inserted) -> None:
        """Put *inserted* into an element that holds nothing: ``<x/>`` becomes ``<x>...</x>``."""
        span = self.span(element)
        if not span.is_empty_tag:
            self.replace(span.inner, span.inner_end, inserted)
            return
        slash = self.data.rindex(b"/", span.start, span.end)
        start = len(self.data[span.start : slash].rstrip(_BLANK)) + span.start
        self.replace(start, span.end, [b">", *inserted, f"</{self.tag(element)}>".encode()])

    def insert_after(self, element: _Element, inserted: Inserted) -> None:
        """Put *inserted* behind *element*."""
        end = self.span(element).end
        self.replace(end, end, inserted)

    def insert_before(self, element: _Element, inserted: Inserted) -> None:
        """Put *inserted* before *element* and the blanks before it."""
        start = self._lead_start(self.span(element).start)
        self.replace(start, start, inserted)

    def insert_first(self, parent: _Element, inserted: Inserted) -> None:
        """Put *inserted* before everything inside *parent*."""
        span = self.span(parent)
        if span.inner != span.inner_end:
            self.replace(span.inner, span.inner, inserted)
        elif parent in self._filled:
            self._filled[parent][-1:-1] = inserted
        else:
            self._filled[parent] = [*inserted, self.lead(parent)]

    def set_attribute(self, element: _Element, name: str, escaped: str | None) -> None:
        """Set, add or, with None, delete an attribute."""
        span = self.span(element)
        tag = self.data[span.start : span.inner]
        found = next((match for match in _ATTRIBUTE.finditer(tag) if match["name"] == name.encode()), None)
        added = b"" if escaped is None else self.encode(f' {name}="{escaped}"')
        if found is not None:
            self.replace(span.start + found.start(), span.start + found.end(), [added])
        else:
            end = span.start + len(b"<" + self.tag(element).encode())
            self.replace(end, end, [added])

    def pieces(self) -> Iterator[bytes | Stored | Base64Text]:
        """Give the package with every edit made."""
        for element, content in self._filled.items():
            self._fill(element, content)
        self._filled.clear()
        position = 0
        for start, end, _, inserted in sorted(self._edits, key=lambda edit: (edit[0], edit[2])):
            if start > position:
                yield from self._original(position, start)
            yield from inserted
            position = max(position, end)
        yield from self._original(position, len(self.data))

    def _original(self, start: int, end: int) -> Iterator[bytes | Stored | Base64Text]:
        """Give original bytes, with the runs in the place of their tokens."""
        position = start
        for run in self._runs:
            if start <= run.at < end:
                yield self.data[position : run.at]
                yield run.text
                position = run.at + len(run.token)
        yield self.data[position:end]
