"""Positions: where each element stands, in bytes, lines and columns."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from edoc._xml.parser import parse_bytes
from edoc._xml.positions import Span, lines_and_columns, spans, starts
from edoc._xml.skeleton import Skeleton, cut
from edoc._xml.source import WINDOW, BytesSource
from edoc.limits import Limits

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

LIMITS = Limits()


def places(data: bytes) -> list[tuple[int, int]]:
    offsets = [span.start for span in spans(data)]
    return lines_and_columns(Skeleton(data), offsets)


def structure(element: etree._Element) -> tuple[Any, ...]:
    return (element.tag, dict(element.attrib), element.text, [structure(child) for child in element])


@pytest.mark.property
@given(data=st.data())
def test_the_bytes_of_a_span_are_the_element(data: st.DataObject, documents: SearchStrategy[bytes]) -> None:
    document = data.draw(documents).removeprefix(codecs.BOM_UTF8)
    elements = list(parse_bytes(document, LIMITS).iter("*"))
    found = spans(document)
    assert len(found) == len(elements)
    assert list(starts(document)) == [span.start for span in found]
    for span, element in zip(found, elements, strict=True):
        own = document[span.start : span.end]
        around = b'<w xmlns:x="urn:x">' + own + b"</w>"
        assert structure(etree.fromstring(around)[0]) == structure(element)
        if span.is_empty_tag:
            assert own.endswith(b"/>")
            assert span.inner == span.inner_end == span.end
        else:
            assert document[span.inner - 1 : span.inner] == b">"
            assert document[span.inner_end : span.inner_end + 2] == b"</"


@pytest.mark.property
@given(data=st.data())
def test_lines_are_those_of_libxml2(data: st.DataObject, documents: SearchStrategy[bytes]) -> None:
    # libxml2 tells the line in which a start tag ends; here each starts and ends in one line
    document = data.draw(documents).replace(b'\n  k = "v"\r\n', b' k="v"')
    lines = [element.sourceline for element in parse_bytes(document, LIMITS).iter("*")]
    assert [line for line, _ in places(document)] == lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a/>", [(1, 1)]),
        ("<a><b/></a>", [(1, 1), (1, 4)]),
        ("<a>\n <b/>\n  <c/></a>", [(1, 1), (2, 2), (3, 3)]),
        ("<a>\r\n\t<b/>\r\n</a>", [(1, 1), (2, 2)]),
        ("<a>đã<b/>đến 😀<c/></a>", [(1, 1), (1, 6), (1, 15)]),
        ('<?xml version="1.0"?><a/>', [(1, 22)]),
        ("<!-- >\n<x> --><a/>", [(2, 8)]),
        ("<a k='>'><b l=\"'>\"/><c/></a>", [(1, 1), (1, 10), (1, 21)]),
        ("<a\n k='1'\n><b/></a>", [(1, 1), (3, 2)]),
        ("\ufeff<a><b/>\n<c/></a>", [(1, 1), (1, 4), (2, 1)]),
        ("<a><![CDATA[<b/>\n]]><c/></a>", [(1, 1), (2, 4)]),
        ("<a>&lt;b/><b/></a>", [(1, 1), (1, 11)]),
    ],
)
def test_lines_and_columns_count_characters_from_one(text: str, expected: list[tuple[int, int]]) -> None:
    assert places(text.encode()) == expected


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("<a></a>", ""),
        ("<a ></a >", ""),
        ("<a k='>' l=\">'\" >x > y</a\n>", "x > y"),
        ("<a k='\"' l='/>'>x</a>", "x"),
        ("<a k='/'></a>", ""),
        ("<a><a>x</a></a>", "<a>x</a>"),
    ],
)
def test_the_inside_of_an_element_is_between_its_tags(text: str, inner: str) -> None:
    data = text.encode()
    span = spans(data)[0]
    assert data[span.inner : span.inner_end].decode() == inner
    assert (span.start, span.end) == (0, len(data))
    assert not span.is_empty_tag


@pytest.mark.parametrize(
    "text",
    [
        "<a k='>'><b/></a>",
        "<?xml version='1.0'?><a><b/></a>",
        "<?x <y>?><a><b/></a>",
        "<?xml version='1.0'?><a><?x <y>?><b/></a>",
        "<a><!-- <y> --><b/></a>",
        "<a><![CDATA[<y>]]><b/></a>",
    ],
)
def test_elements_start_where_their_spans_do_whatever_stands_between_them(text: str) -> None:
    data = text.encode()
    first = data.index(b"<a>") if b"<a>" in data else data.index(b"<a ")
    assert list(starts(data)) == [first, data.index(b"<b/>")]


@pytest.mark.parametrize("text", ["<a/>", "<a />", "<a k='>'/>", "<a\n/>"])
def test_an_element_that_is_one_tag_has_no_inside(text: str) -> None:
    assert spans(text.encode()) == [Span(0, len(text), len(text), len(text))]


def test_positions_are_those_of_the_source_not_of_the_skeleton() -> None:
    run = b"QUJD\r\n" * 4
    document = b"<r>\n<C>" + run + b"</C>\n <d/><C>" + run + b"</C><e/></r>"
    skeleton = cut(BytesSource(document), LIMITS, window=1, minimum=10)
    assert len(skeleton.runs) == 2
    offsets = [span.start for span in spans(skeleton.data)]
    assert lines_and_columns(skeleton, offsets) == [(1, 1), (2, 1), (7, 2), (7, 6), (11, 5)]


def test_positions_are_right_over_many_windows() -> None:
    document = b"<r>" + b"<b>\n" + b"x" * WINDOW + b"\n\n</b><c/>" + b"y" * WINDOW + b"<d/></r>"
    assert places(document) == [(1, 1), (1, 4), (4, 5), (4, 9 + WINDOW)]


def test_a_long_line_is_not_held_in_memory() -> None:
    class WatchedSource(BytesSource):
        largest = 0

        def read_at(self, offset: int, length: int) -> bytes:
            data = super().read_at(offset, length)
            self.largest = max(self.largest, len(data))
            return data

    source = WatchedSource(b"<r><C>" + b"QUJD" * WINDOW + b"</C><d/></r>")
    skeleton = cut(source, LIMITS)
    source.largest = 0
    offsets = [span.start for span in spans(skeleton.data)]
    assert lines_and_columns(skeleton, offsets)[-1] == (1, 11 + 4 * WINDOW)
    assert source.largest <= WINDOW


@pytest.mark.parametrize("name", ["x\u2070", "\u2c00", "\U00020000"])
def test_names_of_the_fifth_edition_are_located_like_all_others(name: str) -> None:
    # XML 1.0 (Fifth Edition), section 2.3: NameStartChar and NameChar; libxml2 takes them
    data = f"<r><{name}/><b/></r>".encode()
    assert len(list(parse_bytes(data, LIMITS).iter("*"))) == 3
    assert places(data) == [(1, 1), (1, 4), (1, 7 + len(name))]
