"""Kinds of file by their first bytes."""

from __future__ import annotations

import pytest

from edoc.conformance.content import Kind
from edoc.conformance.content.kinds import kind_of

BMP = b"BM" + (20).to_bytes(4, "little") + bytes(14)

CASES = (
    (b"", Kind.EMPTY),
    (b"%PDF-1.7", Kind.PDF),
    (b"HTTP/1.1 200\r\n\r\n%PDF-1.7", Kind.PDF),
    (BMP, Kind.BMP),
    (b"BM, and a letter goes on", Kind.TEXT),
    (b"\xff\xfeG\x00h\x00i\x00", Kind.TEXT),
    (b"\xef\xbb\xbfGhi ch\xc3\xba", Kind.TEXT),
    (b"<!DOCTYPE html><html>", Kind.HTML),
    (b"<edXML xmlns='x'>", Kind.EDXML),
    (b"<?xml version='1.0'?><a/>", Kind.XML),
    (b"\xe9t\xe9 de Latin-1, no UTF-8", Kind.UNKNOWN),
    (b"\x00\x01\x02", Kind.UNKNOWN),
    (b"#!/bin/sh\n", Kind.EXECUTABLE),
    (b"Rar!\x1a\x07\x00", Kind.RAR),
    (b"\x1f\x8b\x08", Kind.GZIP),
)


@pytest.mark.parametrize(
    ("data", "kind"), CASES, ids=[f"{number}-{kind.name}" for number, (_, kind) in enumerate(CASES)]
)
def test_a_content_is_of_this_kind(data: bytes, kind: Kind) -> None:
    assert kind_of(data) is kind
