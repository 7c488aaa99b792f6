"""Defects that the reader refuses or notes: XML, structure, spelling, base64 and zip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from edoc.limits import DEFAULT_LIMITS
from edoc.testing.defects.defect import Defect
from edoc.testing.defects.editing import (
    HEADER,
    MESSAGE,
    TRACE,
    added,
    content,
    document,
    inside,
    renamed,
    status,
    sub,
    text,
    without,
)
from edoc.testing.files import zip_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.testing.defects.defect import Change

__all__ = ["defects"]

ATTACHED: Final = "/edXML/AttachmentEncoded"
_FIRST: Final = f"{ATTACHED}/Attachment[1]"
_CONTENT: Final = f"{_FIRST}/ContentTransferEncoded"
_SECOND: Final = f"{ATTACHED}/Attachment[2]/ContentTransferEncoded"
_DATE: Final = f"{MESSAGE}/PromulgationInfo/PromulgationDate"
_TIME: Final = f"{TRACE}/TraceHeader/Timestamp"


def _replaced(old: bytes, new: bytes) -> Change:
    return lambda data: data.replace(old, new, 1)


def _utf16(declared: str, cut: int = 0) -> Change:
    def change(data: bytes) -> bytes:
        encoded = data.decode().replace("UTF-8", declared, 1).encode("utf-16")
        return encoded[: len(encoded) - cut]

    return change


#: Rule and change; the finding is the only one.
_REFUSED: Final[tuple[tuple[str, Change], ...]] = (
    ("FMT-001", _replaced(b"</edXML>", b"")),
    ("FMT-002", lambda _: b" \n"),
    ("FMT-003", lambda data: b"1212" + data),
    ("FMT-004", _replaced(b"<edXML:Subject>", b'<edXML:Subject xlink:href="a">')),
    ("FMT-005", _replaced(b"<edXML ", b"<!DOCTYPE edXML><edXML ")),
    ("FMT-006", text("Subject", "&chu;")),
    ("FMT-007", _replaced(b"UTF-8", b"ISO-8859-1")),
    ("FMT-008", _replaced(b"<edXML:Subject>", b"<edXML:Subject>\xff")),
    ("FMT-009", _utf16("UTF-8")),
    ("FMT-010", lambda data: data.replace(b"http://www.mic.gov.vn/TBT/QCVN_102_2016", b"urn:other")),
    ("FMT-011", lambda _: b"<a>" * 150 + b"</a>" * 150),
    ("FMT-012", lambda _: b"%PDF-1.7\n"),
)
#: Where there is a tree, or the tags till then, to say a path of.
_REFUSED_AT: Final = {"FMT-010": "/edXML", "FMT-011": "/a" * (DEFAULT_LIMITS.depth + 1)}


def _zipped(*files: bytes) -> bytes:
    return zip_of({f"{number}.txt": file for number, file in enumerate(files)})


def damaged(archive: bytes) -> bytes:
    """Change a byte of the first entry's compressed content."""
    at = archive.index(b"0.txt") + len(b"0.txt") + 3
    return archive[:at] + bytes([archive[at] ^ 0xFF]) + archive[at + 1 :]


_NO_MESSAGE: Final = frozenset(f"HDR-{number:03}" for number in range(1, 13))
_NO_HEADER: Final = _NO_MESSAGE | {"TRC-001", "TRC-010"}

#: Rule, change, path, and the rules that cannot but fire too.
_NOTED: Final[tuple[tuple[str, Change, str, frozenset[str]], ...]] = (
    ("FMT-020", _utf16("UTF-16"), "/edXML", frozenset()),
    ("FMT-021", renamed("edXML", "Package"), "/Package", frozenset()),
    ("FMT-022", without("edXMLHeader"), "/edXML/edXMLEnvelope", _NO_HEADER | {"FMT-050"}),
    ("FMT-023", without("MessageHeader"), HEADER, _NO_MESSAGE | {"FMT-050"}),
    ("FMT-024", without("AttachmentEncoded"), "/edXML", frozenset({"ATT-100", "ATT-105"})),
    (
        "FMT-026",
        added("edXMLHeader", "<edXML:DigitalSignature/>"),
        f"{HEADER}/DigitalSignature",
        frozenset(),
    ),
    ("FMT-027", renamed("Bussiness", "Business"), f"{TRACE}/Business", frozenset()),
    (
        "FMT-028",
        sub("edXML:Subject>(.*?)</edXML:Subject>", r'Subject xmlns="urn:x">\1</Subject>'),
        f"{MESSAGE}/Subject",
        frozenset(),
    ),
    ("FMT-029", added("edXMLHeader", "<edXML:Other/>"), f"{HEADER}/Other", frozenset()),
    ("FMT-030", text("Subject", "a<edXML:b/>c"), f"{MESSAGE}/Subject/b", frozenset({"FMT-050"})),
    ("FMT-031", sub("(<edXML:Subject>.*?</edXML:Subject>)", r"\1\1"), f"{MESSAGE}/Subject[2]", frozenset()),
    ("FMT-032", text("Priority", ""), f"{MESSAGE}/OtherInfo/Priority", frozenset({"HDR-010"})),
    ("FMT-033", text("PromulgationDate", "11/09/2026"), _DATE, frozenset()),
    ("FMT-034", text("PromulgationDate", "2026/02/30"), _DATE, frozenset()),
    ("FMT-035", text("PromulgationDate", "hôm nay"), _DATE, frozenset()),
    ("FMT-036", text("Timestamp", "2026-09-11T08:38:48"), _TIME, frozenset()),
    ("FMT-037", text("Timestamp", "2026/02/30 08:38:48"), _TIME, frozenset()),
    ("FMT-038", text("Timestamp", "bây giờ"), _TIME, frozenset()),
    ("FMT-039", text("Priority", "khẩn"), f"{MESSAGE}/OtherInfo/Priority", frozenset()),
    ("FMT-040", text("Direction", "True"), f"{MESSAGE}/OtherInfo/Direction", frozenset()),
    ("FMT-041", text("Direction", "1"), f"{MESSAGE}/OtherInfo/Direction", frozenset()),
    ("FMT-042", text("PromulgationDate", "2026/9/11"), _DATE, frozenset()),
    ("FMT-043", text("Timestamp", "2026/9/11 8:38:48"), _TIME, frozenset()),
    ("FMT-044", text("SteeringType", ""), f"{MESSAGE}/SteeringType", frozenset({"FMT-032"})),
    (
        "FMT-050",
        sub("(<edXML:Subject>.*?</edXML:Subject>)(.*?)(?=</edXML:MessageHeader>)", r"\2\1"),
        f"{MESSAGE}/Subject",
        frozenset(),
    ),
    (
        "ATT-001",
        sub("(</edXML:edXMLEnvelope>)(.*)(?=</edXML>)", r"\2\1"),
        "/edXML/edXMLEnvelope/AttachmentEncoded",
        frozenset({"FMT-050"}),
    ),
    ("ATT-002", renamed("Attachment", "Tep"), f"{ATTACHED}/Tep[1]", frozenset()),
    ("ATT-003", sub("<AttachmentEncoded>", "<AttachmentEncoded><Attachment/>"), _FIRST, frozenset()),
    ("ATT-004", inside("Attachment", without("AttachmentName")), _FIRST, frozenset()),
    ("ATT-005", without("ContentTransferEncoded"), _FIRST, frozenset()),
    ("ATT-006", inside("Attachment", without("ContentType")), _FIRST, frozenset({"ATT-012"})),
    ("ATT-007", sub("(?<=JVBERi0x)", "\n"), _CONTENT, frozenset()),
    ("ATT-008", lambda data: content(1, _url_safe(data))(data), _CONTENT, frozenset()),
    ("ATT-009", lambda data: content(1, _unpadded(data))(data), _CONTENT, frozenset()),
    ("ATT-010", content(1, "TWF1!"), _CONTENT, frozenset()),
    ("ATT-011", content(1, "${noiDung}"), _CONTENT, frozenset()),
    ("ATT-012", content(2, b"plain"), _SECOND, frozenset()),
    ("ATT-013", content(1, _zipped(b"plain")), _CONTENT, frozenset()),
    ("ATT-014", content(2, _zipped()), _SECOND, frozenset()),
    ("ATT-015", content(2, _zipped(b"one", b"two")), _SECOND, frozenset()),
    ("ATT-016", content(2, _zipped(b"cut")[:-9]), _SECOND, frozenset()),
    ("ATT-017", content(2, _zipped(bytes(4 << 20))), _SECOND, frozenset({"ATT-108"})),
    (
        "ATT-018",
        sub("(?=</edXML:edXMLEnvelope>)", "<AttachmentEncoded/>"),
        "/edXML/edXMLEnvelope/AttachmentEncoded",
        frozenset(),
    ),
    ("ATT-019", content(2, zip_of({"HS/": b"", "HS/a.txt": b"content"})), _SECOND, frozenset()),
    (
        "ATT-020",
        lambda data: content(2, zip_of({"[Content_Types].xml": b"content", "word/document.xml": b"content"}))(
            data.replace(b"ghi-chu.txt", b"ghi-chu.docx")
        ),
        _SECOND,
        frozenset({"ATT-114"}),
    ),
)


def _first_content(data: bytes) -> str:
    found = re.search(rb"ContentTransferEncoded[^>]*>([^<]+)", data)
    assert found is not None
    return found.group(1).decode()


def _unpadded(data: bytes) -> str:
    import base64  # noqa: PLC0415 - two changes alone need it

    pdf = base64.b64decode(_first_content(data))
    pdf += b"\n" * (1 if (len(pdf) + 1) % 3 else 2)
    return base64.b64encode(pdf).decode().rstrip("=")


def _url_safe(data: bytes) -> str:
    import base64  # noqa: PLC0415 - as above

    return base64.urlsafe_b64encode(base64.b64decode(_first_content(data)) + b"%\xff\xff\xff\n\n").decode()


def defects() -> Iterator[Defect]:
    """Give them all."""
    for rule, change in _REFUSED:
        yield Defect(rule=rule, valid=document, change=change, path=_REFUSED_AT.get(rule))
    for rule, change, path, companions in _NOTED:
        yield Defect(rule=rule, valid=document, change=change, path=path, companions=companions)
    yield Defect(
        rule="FMT-025",
        valid=status,
        change=renamed("MessageHeader", "Status"),
        path=f"{HEADER}/Status",
    )
