"""Markup in bytes that nobody has parsed: counted without a tree."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from edoc._xml.parser import parse, parse_bytes
from edoc._xml.source import BytesSource
from edoc._xml.tags import far_beyond, markup_bytes, tags
from edoc.errors import LimitExceededError
from edoc.limits import DEFAULT_LIMITS, Limits


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", []),
        (b"no markup", []),
        (b"<a/>", [b"<a/>"]),
        (b"<a b='>' c=\">\">x</a >", [b"<a b='>' c=\">\">", b"</a >"]),
        (b"<?b c?><a><!-- <b> --><![CDATA[<c>]]>x</a>", [b"<?b c?>", b"<a>", b"<!-- <b> -->", b"</a>"]),
        (b"<a><b", [b"<a>"]),
        (b"<a><!-- <b/>", [b"<a>"]),
        (b"<a><![CDATA[ <b/>", [b"<a>"]),
        (b"<a><b c='<d/>", [b"<a>"]),
    ],
)
def test_tags_comments_and_instructions_are_markup_and_what_is_not_finished_ends_the_walk(
    data: bytes, found: list[bytes]
) -> None:
    assert [data[start:end] for start, end in tags(data)] == found
    assert markup_bytes(data) == sum(map(len, found))


@given(
    st.lists(st.sampled_from([b"<a>", b"</a>", b"<b c='>'/>", b"<!-- <d> -->", b"<?e >?>", b"<![CDATA[<f>]]>", b" x "]))
)
def test_in_what_is_well_formed_markup_is_what_is_no_text(parts: list[bytes]) -> None:
    data = b"<r>" + b"".join(parts) + b"</r>"
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return
    sections = sum(len(b"<![CDATA[]]>") for part in parts if part.startswith(b"<![CDATA["))
    texts = sum(len(text) for text in root.xpath("//text()"))
    assert markup_bytes(data) + sections + texts == len(data)


def crowd(count: int, form: str = "a{}=''") -> bytes:
    return b"<r><x " + " ".join(form.format(number) for number in range(count)).encode() + b"/></r>"


@pytest.mark.parametrize(("limit", "form"), [("attributes", "a{}=''"), ("namespaces", "xmlns:a{}='u'")])
def test_a_tag_far_beyond_a_limit_is_refused_before_it_is_parsed(limit: str, form: str) -> None:
    data = crowd(5_000, form)
    assert far_beyond(data, DEFAULT_LIMITS) == (limit, 3, 5_000)
    with pytest.raises(LimitExceededError) as caught:
        parse_bytes(data, DEFAULT_LIMITS, "a.edxml")
    assert str(caught.value).startswith(f"a.edxml:1:4: the limit {limit} = ")
    wide: dict[str, int] = {limit: 5_000}
    assert far_beyond(data, Limits(**wide)) is None
    assert parse_bytes(data, Limits(**wide)) is not None


def test_signs_of_equality_elsewhere_are_no_attributes() -> None:
    equal = b"=" * 5_000
    for data in (b"<r>" + equal + b"</r>", b"<r a='" + equal + b"'/>", b"<r><!--" + equal + b"--></r>"):
        assert far_beyond(data, DEFAULT_LIMITS) is None
        assert parse_bytes(data, DEFAULT_LIMITS) is not None


def test_markup_beyond_the_limit_of_a_header_never_becomes_a_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edoc._xml.parser._tree", lambda *_: pytest.fail("it was parsed"))
    data = b"<r>" + b"<x a='1'/>" * 20_000 + b"</r>"
    with pytest.raises(LimitExceededError, match=re.escape("header_bytes = 100,000 is exceeded: 200,007")):
        parse(BytesSource(data), Limits(header_bytes=100_000), "C")
