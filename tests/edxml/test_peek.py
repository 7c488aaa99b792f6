"""The header of a package of any size at once; the rest is proved when it is asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc import Attachment, DocumentPackage, Limits, NotEdxmlError, NotWellFormedError, PackageError
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from pathlib import Path

NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"


@pytest.fixture(scope="module")
def large() -> bytes:
    content = bytes(range(256)) * 1000
    return sample_package(4, attachments=[Attachment.of(content, name="a.pdf")]).to_bytes()


def agree(data: bytes) -> edoc.PackagePeek:
    """Peek and read say the same."""
    read = edoc.read(data)
    peeked = edoc.peek(data)
    assert peeked.kind == read.kind
    assert peeked.header == read.header
    assert peeked.trace_header_list == read.trace_header_list
    assert peeked.manifest == read.manifest
    assert peeked.signature == read.signature
    assert peeked.package == read
    assert peeked.attachments == read.attachments
    assert peeked.faults == read.faults
    return peeked


@pytest.mark.parametrize("data", [sample_package(1).to_bytes(), sample_status(1).to_bytes()])
def test_a_small_package_is_read_at_once(data: bytes) -> None:
    agree(data)


def test_a_large_package_says_the_same(large: bytes) -> None:
    assert len(large) > 65_536
    agree(large)


@pytest.mark.parametrize("prolog", ["\ufeff", "<!-- c --><?p i?>\n", '<?xml version="1.0"?>\n<!-- - -->'])
def test_whatever_stands_before_the_root(large: bytes, prolog: str) -> None:
    agree(prolog.encode() + large.partition(b"\r\n")[2])


def test_whatever_the_prefix_of_the_root(large: bytes) -> None:
    text = (
        large.decode().replace(f'<edXML xmlns="{NS}">', f'<e:edXML xmlns:e="{NS}">').replace("</edXML>", "</e:edXML>")
    )
    agree(text.replace("AttachmentEncoded", "e:AttachmentEncoded").encode())


def test_a_package_with_everything_in_reversed_order_is_read_whole(large: bytes) -> None:
    start = large.index(b"<edXML:edXMLEnvelope")
    end = large.index(b"<AttachmentEncoded")
    root_end = large.index(b"</edXML>", end)
    agree(large[:start] + large[end:root_end] + large[start:end] + large[root_end:])


def test_an_end_tag_of_the_envelope_in_a_comment_does_not_mislead(large: bytes) -> None:
    agree(large.replace(b"<edXML:edXMLHeader>", b"<!-- </edXML:edXMLEnvelope> --><edXML:edXMLHeader>", 1))
    agree(large.replace(b"<edXML:Subject>", b"<edXML:Subject><![CDATA[</edXML:edXMLEnvelope>]]>", 1))


@pytest.mark.parametrize("shift", ["", "x"])
def test_a_large_package_in_utf16_is_read_whole(large: bytes, shift: str) -> None:
    text = large.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    text = text.replace("<edXML:edXMLEnvelope", f"<!--{shift}{'😀' * 2500}--><edXML:edXMLEnvelope", 1)
    agree(b"\xff\xfe" + text.encode("utf-16-le"))


def test_a_large_status_message_is_peeked_as_a_status_message() -> None:
    message = sample_status(1)
    header = message.header.model_copy(update={"description": "dài " * 20_000})
    data = message.model_copy(update={"header": header}).to_bytes()
    assert len(data) > 65_536
    assert agree(data).kind == "status"


def test_a_status_message_with_a_large_comment_is_peeked_as_a_status_message() -> None:
    data = sample_status(1).to_bytes()
    agree(data.replace(b"</edXML>", b"<!--" + b"x" * 70_000 + b"--></edXML>"))


def test_a_broken_tail_is_met_only_when_it_is_asked_for(large: bytes) -> None:
    peeked = edoc.peek(large[:-20])
    assert peeked.header == edoc.read(large).header
    with pytest.raises(NotWellFormedError):
        _ = peeked.package
    with pytest.raises(NotWellFormedError):
        _ = peeked.attachments
    with pytest.raises(NotWellFormedError):
        _ = peeked.faults


def test_a_broken_header_is_met_at_once(large: bytes) -> None:
    with pytest.raises(NotWellFormedError):
        edoc.peek(large.replace(b"</edXML:Subject>", b"</edXML:Sub>"))
    with pytest.raises(NotEdxmlError):
        edoc.peek(large.replace(NS.encode(), b"urn:x"))
    with pytest.raises(PackageError):
        edoc.peek(b"x" * 100_000)
    with pytest.raises(NotWellFormedError):
        edoc.peek(b"")


def test_a_declaration_of_another_encoding_is_refused_at_once(large: bytes) -> None:
    with pytest.raises(edoc.EncodingError):
        edoc.peek(large.replace(b"UTF-8", b"windows-1258", 1))


def test_limits_hold_for_the_header(large: bytes) -> None:
    with pytest.raises(edoc.LimitExceededError, match="limit text = 5 "):
        edoc.peek(large, limits=Limits(text=5))
    padded = large.replace(b"<edXML:edXMLHeader>", b"<!--" + b"x" * 200_000 + b"--><edXML:edXMLHeader>", 1)
    with pytest.raises(edoc.LimitExceededError, match="limit header_bytes = "):
        edoc.peek(padded, limits=Limits(header_bytes=100_000))


def test_a_file_is_closed_with_its_peek(tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    sample_package(attachments=[Attachment.of(os.urandom(300_000), name="a.pdf")]).write(path)
    with edoc.peek(path) as peeked:
        assert isinstance(peeked.package, DocumentPackage)
        attachment = peeked.attachments[0]
        assert attachment.size == 300_000
    with pytest.raises(edoc.SourceChangedError):
        attachment.read()


def test_the_package_behind_a_peek_is_read_once(large: bytes) -> None:
    peeked = edoc.peek(large)
    assert peeked.package is peeked.package


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(edoc.InputMissingError):
        edoc.peek(tmp_path / "none.edxml")
