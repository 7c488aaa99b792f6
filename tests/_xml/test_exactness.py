"""Cutting the runs out changes nothing: both ways of parsing agree on any bytes."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edoc._xml.parser import Parsed, parse, parse_bytes
from edoc._xml.skeleton import cut
from edoc._xml.source import BytesSource
from edoc.edxml.attachment import Attachment
from edoc.edxml.binder import CONTENT_ELEMENT
from edoc.errors import PackageError
from edoc.limits import Limits
from edoc.testing import sample_package

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn
    from lxml.etree import _Element

LIMITS = Limits(elements=1000)
#: Two attachments, far longer than the smallest run that is cut out below.
BASE = sample_package(
    3, attachments=[Attachment.of(bytes(range(256)) * 2, name="a.bin"), Attachment.of(b"abc" * 200, name="b.txt")]
).to_bytes()
MINIMUM = 64
_SPOTS = sorted(
    {
        at
        for marker in (b"ContentTransferEncoded>", b"AttachmentEncoded>")
        for at in range(len(BASE))
        if BASE.startswith(marker, at)
    }
)
_MARKUP = "<!-- c -->|<!--|-->|<![CDATA[|]]>|<![CDATA[QUJD]]>|<?p i?>|&amp;|&nbsp;|&#65;|<x>|</x>|<x/>|<y:z/>|<|>"
_INSERTED = [
    *(markup.encode() for markup in _MARKUP.split("|")),
    b"<edXML:ContentTransferEncoded>",
    b"</edXML:ContentTransferEncoded>",
    b"<!DOCTYPE x>",
    b"<?xml version='1.0'?>",
    *(b'"', b"=", b"==", b"\r\n", b"\r", b" ", b"-_", b"*", b"\0", b"\xff", "đ".encode()),
    b"\n" * MINIMUM,
    b"QUJD" * MINIMUM,
    b"<x k='>" + b"A" * MINIMUM + b"'/>",
    b"<!-- >" + b"A" * MINIMUM + b"<b> -->",
]


@st.composite
def mutated(draw: DrawFn) -> bytes:
    """Draw a package with a few bytes changed, slices doubled or deleted, markup put in."""
    data = BASE
    for _ in range(draw(st.integers(0, 4))):
        near = st.sampled_from(_SPOTS).flatmap(lambda spot: st.integers(spot - 40, spot + 120))
        at = min(draw(st.one_of(near, st.integers(0, len(data)))), len(data))
        length = draw(st.sampled_from([0, 1, 2, 10, 30, MINIMUM, 5 * MINIMUM]))
        kind = draw(st.sampled_from(["insert", "replace", "delete", "double", "move", "cut"]))
        new = draw(st.one_of(st.sampled_from(_INSERTED), st.binary(max_size=3)))
        piece, rest = data[at : at + length], data[at + length :]
        if kind == "insert":
            data = data[:at] + new + data[at:]
        elif kind == "replace":
            data = data[:at] + new + rest
        elif kind == "delete":
            data = data[:at] + rest
        elif kind == "double":
            data = data[:at] + piece * 2 + rest
        elif kind == "move":
            to = draw(st.integers(0, len(data)))
            data = (data[:at] + rest)[:to] + piece + (data[:at] + rest)[to:]
        elif draw(st.booleans()):
            data = data[:at]
    return data


def flattened(root: _Element, parsed: Parsed) -> list[tuple[Any, ...]]:
    """List every element with its attributes, its own joined text and what follows it."""
    return [(element.tag, dict(element.attrib), *_texts(element, parsed)) for element in root.iter("*")]


def _texts(element: _Element, parsed: Parsed) -> tuple[str, int]:
    text = "".join([element.text or "", *(child.tail or "" for child in element)])
    if text in parsed.texts:
        run = parsed.texts[text]
        raw = run.source.read_at(run.start, run.end - run.start).decode("ascii")
        text = raw.replace("\r\n", "\n").replace("\r", "\n")  # XML 1.0, section 2.11
    return text, len(element)


def by_skeleton(data: bytes, window: int) -> Parsed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edoc._xml.parser.SMALL", 0)
        patch.setattr("edoc._xml.parser.cut", partial(cut, window=window, minimum=MINIMUM))
        return parse(BytesSource(data), LIMITS, CONTENT_ELEMENT)


def by_whole(data: bytes) -> Parsed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edoc._xml.parser.SMALL", len(data) * 2)
        return parse(BytesSource(data), LIMITS, CONTENT_ELEMENT)


def outcome(way: Callable[[], Parsed]) -> list[tuple[Any, ...]] | str:
    """Give the names, attributes and texts of what is taken, the code of what is refused."""
    try:
        parsed = way()
    except PackageError as error:
        return error.code
    return flattened(parsed.root, parsed)


def test_the_runs_of_the_unchanged_package_are_cut_out() -> None:
    assert len(by_skeleton(BASE, 1).texts) == 2
    assert not by_whole(BASE).texts


@pytest.mark.property
@settings(max_examples=600)
@given(data=mutated(), window=st.sampled_from([1, 3 * MINIMUM, 1 << 20]))
def test_both_ways_agree_on_what_is_refused_and_on_every_name_attribute_and_text(data: bytes, window: int) -> None:
    assert outcome(lambda: by_skeleton(data, window)) == outcome(lambda: by_whole(data))


@pytest.mark.property
@settings(max_examples=200)
@given(data=mutated())
def test_what_is_taken_is_well_formed_as_a_whole(data: bytes) -> None:
    try:
        parsed = by_skeleton(data, 1)
    except PackageError:
        return
    for text in parsed.texts.values():
        assert not text.survey.foreign
    assert parse_bytes(parsed.decoded.source.read_at(0, parsed.decoded.source.size), LIMITS).tag == parsed.root.tag


def test_both_ways_agree_at_the_real_sizes() -> None:
    data = sample_package(5, attachments=[Attachment.of(Random(5).randbytes(100_000), name="a.bin")]).to_bytes()
    parsed = parse(BytesSource(data), LIMITS, CONTENT_ELEMENT)
    assert len(parsed.texts) == 1
    assert flattened(parsed.root, parsed) == outcome(lambda: by_whole(data))
