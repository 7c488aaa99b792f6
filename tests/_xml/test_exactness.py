"""Cutting the runs out changes nothing: both ways of parsing agree on any bytes."""

from __future__ import annotations

from functools import partial
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
    from hypothesis.strategies import DrawFn
    from lxml.etree import _Element

LIMITS = Limits(elements=1000)
#: Two attachments, far longer than the smallest run that is cut out below.
BASE = sample_package(
    3, attachments=[Attachment.of(bytes(range(256)) * 2, name="a.bin"), Attachment.of(b"abc" * 200, name="b.txt")]
).to_bytes()
MINIMUM = 64
_SPOTS = sorted(
    {at for marker in (b"ContentTransferEncoded>", b"AttachmentEncoded>") for at in range(len(BASE)) if BASE.startswith(marker, at)}
)
_INSERTED = [
    b"<!-- c -->", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<![CDATA[QUJD]]>", b"<?p i?>", b"&amp;", b"&nbsp;", b"&#65;",
    b"<x>", b"</x>", b"<x/>", b"<edXML:ContentTransferEncoded>", b"</edXML:ContentTransferEncoded>", b"<y:z/>", b"<", b">",
    b'"', b"=", b"==", b"\r\n", b"\r", b" ", b"\n" * MINIMUM, b"QUJD" * MINIMUM, b"-_", b"*", b"\0", b"\xff", "đ".encode(),
    b"<!DOCTYPE x>", b"<?xml version='1.0'?>", b"<x k='>" + b"A" * MINIMUM + b"'/>", b"<!-- >" + b"A" * MINIMUM + b"<b> -->",
]  # fmt: skip


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


def flattened(root: _Element, parsed: Parsed | None = None) -> list[tuple[Any, ...]]:
    """List every element with its attributes, its own joined text and what follows it."""
    return [(element.tag, dict(element.attrib), *_texts(element, parsed)) for element in root.iter("*")]


def _texts(element: _Element, parsed: Parsed | None) -> tuple[str, int]:
    text = "".join([element.text or "", *(child.tail or "" for child in element)])
    if parsed is not None and text in parsed.texts:
        run = parsed.texts[text]
        raw = run.source.read_at(run.start, run.end - run.start).decode("ascii")
        text = raw.replace("\r\n", "\n").replace("\r", "\n")  # XML 1.0, section 2.11
    return text, len(element)


def by_skeleton(data: bytes, window: int) -> Parsed:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edoc._xml.parser.SMALL", 0)
        patch.setattr("edoc._xml.parser.cut", partial(cut, window=window, minimum=MINIMUM))
        return parse(BytesSource(data), LIMITS, CONTENT_ELEMENT)


def by_whole(data: bytes) -> list[tuple[Any, ...]] | str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("edoc._xml.parser.SMALL", len(data))
        try:
            return flattened(parse(BytesSource(data), LIMITS, CONTENT_ELEMENT).root)
        except PackageError as error:
            return error.code


def test_the_runs_of_the_unchanged_package_are_cut_out() -> None:
    assert len(by_skeleton(BASE, 1).texts) == 2
    assert flattened(by_skeleton(BASE, 1).root, by_skeleton(BASE, 1)) != []


@pytest.mark.property
@settings(max_examples=600)
@given(data=mutated(), window=st.sampled_from([1, 3 * MINIMUM, 1 << 20]))
def test_both_ways_agree_on_what_is_refused_and_on_every_name_attribute_and_text(data: bytes, window: int) -> None:
    expected = by_whole(data)
    try:
        parsed = by_skeleton(data, window)
    except PackageError as error:
        assert error.code == expected
        return
    assert flattened(parsed.root, parsed) == expected


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
    data = sample_package(5, attachments=[Attachment.of(bytes(100_000), name="a.bin")]).to_bytes()
    parsed = parse(BytesSource(data), LIMITS, CONTENT_ELEMENT)
    assert len(parsed.texts) == 1
    assert flattened(parsed.root, parsed) == flattened(parse_bytes(data, LIMITS))
