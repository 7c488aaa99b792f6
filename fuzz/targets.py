"""What is fuzzed: one function for each target, and what it starts from.

A target takes any bytes and returns; whatever it raises is a fault of edoc. Errors that edoc raises
on purpose are caught inside, where they are allowed.
"""

from __future__ import annotations

import base64
import binascii
import re
from functools import cache
from typing import TYPE_CHECKING, Final

import edoc
from edoc._xml.parser import parse
from edoc._xml.source import BytesSource
from edoc.edxml.attachment import Attachment
from edoc.edxml.binder import CONTENT_ELEMENT
from edoc.errors import IdentifierError, PackageError
from edoc.identifiers import AgencyCode, ContentId, DocumentId, DocumentNumber, check_text, to_nfc
from edoc.limits import Limits
from edoc.signature.budget import Budget
from edoc.signature.xmldsig.envelope import envelope_facts
from edoc.status import Exchange
from edoc.testing import sample_package, sample_status
from fuzz.exactness import BASE, compare
from fuzz.signed_files import PKI
from fuzz.signed_targets import SIGNED_TARGETS
from fuzz.target import Target, expect

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["TARGETS"]

#: Small, so that a short input reaches them.
LIMITS: Final = Limits(decoded_bytes=1 << 22, tree_bytes=1 << 22, header_bytes=1 << 20, elements=5000)
_BLANKS: Final = re.compile(rb"[ \t\r\n]+")


def reader(data: bytes) -> None:
    """Any bytes give a package or one refusal; what was read is shown, judged, and written back byte for byte."""
    compare(data)
    try:
        package = edoc.read(data, limits=LIMITS)
    except PackageError:
        edoc.validate(data, limits=LIMITS)
        return
    package.model_dump_json(by_alias=True)
    for attachment in package.attachments:
        if attachment.has_content:
            try:
                expect(sum(map(len, attachment.pieces())) == attachment.size)
            except PackageError:
                expect(attachment.sha256 is None)
    expect(package.to_bytes() == data, data)
    expect(package.faults == edoc.read(package.to_bytes(), limits=LIMITS).faults, data)


_HEAD: Final = (
    b'<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope><edXMLHeader><MessageHeader/></edXMLHeader>'
    b"</edXMLEnvelope><AttachmentEncoded><Attachment><AttachmentName>a.pdf</AttachmentName><ContentType>application/pdf"
    b"</ContentType><ContentTransferEncoded>"
)
_TAIL: Final = b"</ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>"


def attachment_codec(data: bytes) -> None:
    """A base64 text is decoded as the standard library decodes it, or refused; pieces and jumps give the same bytes."""
    if b"<" in data or b"&" in data or b"]]>" in data or not data.isascii():
        return
    try:
        package = edoc.read(_HEAD + data + _TAIL, limits=LIMITS)
    except PackageError:
        return
    attachment = package.attachments[0]
    if not attachment.has_content:
        return
    letters = _BLANKS.sub(b"", data).translate(bytes.maketrans(b"-_", b"+/"))
    try:
        expected: bytes | None = base64.b64decode(letters + b"=" * (-len(letters) % 4), validate=True)
    except (binascii.Error, ValueError):
        expected = None
    try:
        content = attachment.read()
    except PackageError:
        return
    expect(content == expected, data, content, expected)
    with attachment.open() as stream:
        middle = len(content) // 2
        stream.seek(middle)
        expect(stream.read() == content[middle:], data)


def identifiers(data: bytes) -> None:
    """Any text is kept as it is; what is parsed is written back, and comparing never fails."""
    text = data.decode("utf-8", "replace")
    one, _, other = text.partition("\n")
    for kind in (AgencyCode, DocumentNumber, ContentId):
        try:
            parsed = kind.parse(one)
        except IdentifierError as error:
            str(error)
            continue
        expect(kind.parse(str(parsed)) == parsed, one)
    code = AgencyCode(one)
    expect(str(code) == one)
    expect(code.canonical() == code.canonical().canonical(), one)
    expect(code.same_agency(AgencyCode(other)) is AgencyCode(other).same_agency(code), one, other)
    number = DocumentNumber(one)
    expect((number.serial, number.year, number.notation, number.groups, number.document_type) is not None)
    expect(DocumentId(one).kind is not None)
    expect(to_nfc(to_nfc(text)) == to_nfc(text))
    list(check_text(text))


def status_messages(data: bytes) -> None:
    """Whatever is said about a document becomes part of its log; order and repetition change nothing."""
    messages = []
    for part in data.split(b"\0\0"):
        try:
            messages.append(edoc.read(part, limits=LIMITS))
        except PackageError:
            continue
    exchange = Exchange.of(_DOCUMENT)
    forwards = exchange.apply(*messages)
    backwards = exchange
    for message in reversed(messages):
        backwards = backwards.apply(message)
    expect(len(forwards.log) <= len(messages))
    expect(forwards == backwards.apply(*messages), data)
    expect([item.state for item in forwards.receivers] == [item.state for item in backwards.receivers], data)


def xmldsig(data: bytes) -> None:
    """Any bytes give facts or a refusal; what still validates is what was signed."""
    try:
        found = envelope_facts(parse(BytesSource(data), LIMITS, CONTENT_ELEMENT), Budget(LIMITS))
    except PackageError:
        return
    if found is None or found[0].failure is not None or not found[0].signature_ok:
        return
    ours, theirs = edoc.read(_signed()), edoc.read(data, limits=LIMITS)
    for part in ("header", "trace_header_list", "manifest", "attachments"):
        expect(getattr(ours, part) == getattr(theirs, part), part, data)


_DOCUMENT: Final = sample_package(0)


def _reader_seeds() -> Iterable[bytes]:
    yield BASE
    for business in ("0", "1", "2", "3"):
        yield sample_package(1, business=business, attachments=[Attachment.of(b"x" * 60, name="a.pdf")]).to_bytes()
    yield sample_package(1, attachments=[Attachment.of(b"text", name="a.txt")]).to_bytes()
    yield sample_status(1).to_bytes()
    yield sample_status(1).to_bytes().decode().replace("UTF-8", "UTF-16").encode("utf-16")


def _codec_seeds() -> Iterable[bytes]:
    plain = base64.b64encode(bytes(range(120)))
    yield plain
    yield b"\r\n".join(plain[at : at + 76] for at in range(0, len(plain), 76))
    yield plain.rstrip(b"=").translate(bytes.maketrans(b"+/", b"-_"))
    yield b" QQ == "
    yield b""


def _identifier_seeds() -> Iterable[bytes]:
    yield from (text.encode() for text in ("000.00.15.H51\nH51.15", "H49.15.02\n0201234567890", "05/2019/TT-BNV"))
    yield from (
        text.encode()
        for text in ("7816/VPCP-TTĐT", "H49.15,2026/01/05,05/SM-VP", "cid:e812ad93-ee1a-5162-96eb-ea8e76945ca1")
    )
    yield "Ngày thử\u0301 nghiệm \u202e TiÕng ViÖt".encode()


def _status_seeds() -> Iterable[bytes]:
    said = [sample_status(1, code, about=_DOCUMENT).to_bytes() for code in ("01", "03", "06", "13", "15", "16", "02")]
    yield b"\0\0".join(said)
    yield from said
    yield sample_package(2, business="1").to_bytes()


@cache
def _signed() -> bytes:
    package = sample_package(1, attachments=[Attachment.of(b"x" * 60, name="a.pdf")])
    return edoc.sign(package, key=PKI.leader.key, certificate=PKI.leader.certificate, at=PKI.at).to_bytes()


def _xmldsig_seeds() -> Iterable[bytes]:
    yield _signed()
    yield sample_package(1).to_bytes()


#: Every target by its name.
TARGETS: Final = {
    "reader": Target(reader, _reader_seeds, "read, show, judge and write back any bytes"),
    "attachment": Target(attachment_codec, _codec_seeds, "decode any base64 text"),
    "identifiers": Target(identifiers, _identifier_seeds, "explain and compare any text"),
    "status": Target(status_messages, _status_seeds, "take any message about a document"),
    "xmldsig": Target(xmldsig, _xmldsig_seeds, "judge any envelope signature"),
    **SIGNED_TARGETS,
}
