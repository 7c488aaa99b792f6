"""Encodings: what is accepted, what is brought into UTF-8, what is refused and why."""

from __future__ import annotations

import codecs

import pytest

from edoc._xml.encoding import Decoded, to_utf8
from edoc._xml.parser import parse
from edoc._xml.source import BytesSource
from edoc.errors import EncodingError, LimitExceededError
from edoc.limits import Limits

LIMITS = Limits()


def decode(data: bytes, limits: Limits = LIMITS) -> Decoded:
    return to_utf8(BytesSource(data, "a.edxml"), limits)


def content(decoded: Decoded) -> bytes:
    return decoded.source.read_at(0, decoded.source.size)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        codecs.BOM_UTF8,
        b'<?xml version="1.0" encoding="UTF-8"?>',
        b'<?xml version="1.0" encoding="utf-8"?>',
        b"<?xml version='1.0' encoding='Utf-8' standalone='yes'?>",
        b'<?xml version="1.0"?>',
        b'<?xml version = "1.0"\r\n encoding = "UTF8" ?>',
        codecs.BOM_UTF8 + b'<?xml version="1.0" encoding="UTF-8"?>',
    ],
)
def test_utf_8_is_left_as_it_is(head: bytes) -> None:
    data = head + "<a>Đã đến</a>".encode()
    decoded = decode(data)
    assert (content(decoded), decoded.transcoded, decoded.ascii_only) == (data, None, False)


@pytest.mark.parametrize("name", ["US-ASCII", "ascii"])
def test_ascii_is_left_as_it_is_and_noted(name: str) -> None:
    data = f'<?xml version="1.0" encoding="{name}"?><a/>'.encode()
    decoded = decode(data)
    assert (content(decoded), decoded.transcoded, decoded.ascii_only) == (data, None, True)


def test_an_empty_source_is_left_to_the_parser() -> None:
    assert content(decode(b"")) == b""


@pytest.mark.parametrize("declared", ["UTF-16", "utf-16", "UTF-16LE", "utf-16be", "utf16"])
@pytest.mark.parametrize(("mark", "codec"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf_16_with_a_mark_is_brought_into_utf_8(declared: str, mark: bytes, codec: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><a>Đã đến 😀</a>'
    decoded = decode(mark + text.encode(codec))
    assert content(decoded).decode() == text.replace(declared, "UTF-8")
    assert decoded.transcoded == "UTF-16"
    assert decoded.source.name == "a.edxml"


@pytest.mark.parametrize("head", ["", '<?xml version="1.0"?>'])
def test_utf_16_with_a_mark_needs_no_declaration(head: str) -> None:
    decoded = decode((head + '<a encoding="x"/>').encode("utf-16"))
    assert content(decoded).decode() == head + '<a encoding="x"/>'


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><a/>', "iso-8859-1"),
        (b'<?xml version="1.0" encoding="windows-1258"?><a/>', "windows-1258"),
        (b'<?xml version="1.0" encoding="UTF-7"?><a/>', "utf-7"),
        (b'<?xml version="1.0" encoding="UTF-16"?><a/>', "utf-16"),
        (codecs.BOM_UTF8 + b'<?xml version="1.0" encoding="UTF-16"?><a/>', "utf-16"),
        (b'<?xml version="1.0" encoding=""?><a/>', r"\(empty\)"),
        ("<?xml?><a/>".encode("utf-16-le"), "UTF-16 without a byte-order mark"),
        ("<?xml?><a/>".encode("utf-16-be"), "UTF-16 without a byte-order mark"),
        ("<a/>".encode("utf-16-le"), "UTF-16 without a byte-order mark"),
        ("<a/>".encode("utf-16-be"), "UTF-16 without a byte-order mark"),
        ("<a/>".encode("utf-32-le"), "UTF-32"),
        ("<a/>".encode("utf-32-be"), "UTF-32"),
        (codecs.BOM_UTF32_LE + "<a/>".encode("utf-32-le"), "UTF-32"),
        (codecs.BOM_UTF32_BE + "<a/>".encode("utf-32-be"), "UTF-32"),
        ("<?xml?>".encode("cp037"), "EBCDIC"),
        (b"+/v8-<a/>", "UTF-7"),
    ],
)
def test_every_other_encoding_is_refused_by_its_name(data: bytes, found: str) -> None:
    with pytest.raises(EncodingError, match=rf"a\.edxml:1:1: the encoding {found} is not accepted") as caught:
        decode(data)
    assert caught.value.code == "encoding"


@pytest.mark.parametrize("blanks", [1, 200, 300, 5000, 100_000])
@pytest.mark.parametrize("where", ["before", "after"])
def test_no_length_of_the_declaration_hides_an_encoding(blanks: int, where: str) -> None:
    gap = b" " * blanks
    declared = (
        b'version="1.0"' + gap + b'encoding="ISO-8859-1"'
        if where == "before"
        else (gap + b'version="1.0" encoding="ISO-8859-1"')
    )
    data = b"<?xml " + declared + b"?><a>\xe9</a>"
    with pytest.raises(EncodingError):
        parse(BytesSource(data), LIMITS, "x")


@pytest.mark.parametrize("name", ["UTF-8", "iso-8859-1"])
def test_a_mark_of_utf_16_with_the_name_of_another_is_a_contradiction(name: str) -> None:
    data = f'<?xml version="1.0" encoding="{name}"?><a/>'.encode("utf-16")
    with pytest.raises(EncodingError, match=f"the declaration says {name}") as caught:
        decode(data)
    assert caught.value.code == "encoding-contradiction"
    assert (caught.value.line, caught.value.column) == (1, 1)


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (codecs.BOM_UTF16_LE + "<a/>".encode("utf-16-le") + b"x", 10),
        (codecs.BOM_UTF16_LE + b"<\0\x00\xd8<\0", 4),
        (codecs.BOM_UTF16_BE + b"\0<\xdc\x00\0<", 4),
    ],
)
def test_broken_utf_16_is_refused_with_the_offset(data: bytes, offset: int) -> None:
    with pytest.raises(EncodingError, match=f"the bytes are not UTF-16: .* at offset {offset}") as caught:
        decode(data)
    assert caught.value.code == "encoding-broken"


def test_utf_16_is_brought_over_in_memory_and_so_limited_like_a_tree() -> None:
    data = "<a/>".encode("utf-16")
    assert content(decode(data, Limits(tree_bytes=len(data)))) == b"<a/>"
    with pytest.raises(LimitExceededError, match="tree_bytes"):
        decode(data, Limits(tree_bytes=len(data) - 1))
