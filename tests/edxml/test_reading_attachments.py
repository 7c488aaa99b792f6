"""Attachments as they stand in packages: found, decoded, unzipped, and judged."""

from __future__ import annotations

import base64
import hashlib
import io
import random
import re
import sys
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc import Attachment, AttachmentError, DocumentPackage, LimitExceededError, Limits
from edoc.edxml import unzip_quickly
from edoc.testing import sample_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
PATH = "/edXML/AttachmentEncoded/Attachment"
CONTENT_PATH = f"{PATH}/ContentTransferEncoded"
PDF = sample_pdf("edoc")


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def fields(content: str, name: str = "a.pdf", type_: str = "application/pdf", more: str = "") -> str:
    return (
        f"<ContentId>cid:1</ContentId><AttachmentName>{name}</AttachmentName>{more}"
        f"<ContentType>{type_}</ContentType><ContentTransferEncoded>{content}</ContentTransferEncoded>"
    )


def package(*attachments: str, element: str = "Attachment") -> str:
    inner = "".join(f"<{element}>{attachment}</{element}>" for attachment in attachments)
    return (
        f'<edXML xmlns="{NS}"><edXMLEnvelope><edXMLHeader><MessageHeader/></edXMLHeader><edXMLBody/></edXMLEnvelope>'
        f"<AttachmentEncoded>{inner}</AttachmentEncoded></edXML>"
    )


def read(text: str, limits: Limits | None = None) -> DocumentPackage:
    found = edoc.read(text.encode(), limits=limits or Limits())
    assert isinstance(found, DocumentPackage)
    return found


def only(text: str) -> tuple[Attachment, list[str]]:
    """Give the one attachment of a package, and the codes of its faults."""
    found = read(text)
    (attachment,) = found.attachments
    assert attachment.size == (None if attachment.sha256 is None else len(attachment.read()))
    return attachment, [fault.code for fault in found.faults]


# ---- where they are -------------------------------------------------------------------------


def test_every_field_of_an_attachment_is_read() -> None:
    more = "<Description>d</Description><FieldName>f</FieldName><MimeType>m</MimeType><Format>pdf</Format>"
    attachment, faults = only(package(fields(b64(PDF), more=more)))
    assert faults == []
    assert attachment.model_dump(mode="json") == {
        "content_id": "1",
        "attachment_name": "a.pdf",
        "description": "d",
        "field_name": "f",
        "mime_type": "m",
        "format": "pdf",
        "content_type": "application/pdf",
        "encoding": "raw",
        "size": len(PDF),
        "sha256": attachment.sha256,
    }
    assert attachment.has_content
    assert attachment.read() == PDF


@pytest.mark.parametrize(("written", "content_id"), [("2", "2"), ("cid:2", "2"), ("cid:cid:2", "cid:2"), ("", "")])
def test_one_cid_is_taken_off(written: str, content_id: str) -> None:
    text = package(fields(b64(PDF)).replace("cid:1", written))
    assert read(text).attachments[0].content_id == content_id


def test_every_child_with_children_is_an_attachment_whatever_its_name() -> None:
    attachment, faults = only(package(fields(b64(PDF)), element="File"))
    assert attachment.read() == PDF
    assert faults == ["attachment-element-name"]


def test_a_child_without_children_is_none() -> None:
    found = read(package("", fields(b64(PDF))))
    assert len(found.attachments) == 1
    (fault,) = found.faults
    assert (fault.code, fault.path) == ("attachment-empty", f"{PATH}[1]")


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ("<AttachmentName>a.pdf</AttachmentName>", "attachment-no-name"),
        ("<ContentType>application/pdf</ContentType>", "attachment-no-type"),
        (f"<ContentTransferEncoded>{b64(PDF)}</ContentTransferEncoded>", "attachment-no-content"),
    ],
)
def test_a_missing_field_is_told(missing: str, code: str) -> None:
    text = package(fields(b64(PDF)))
    assert missing in text
    faults = {fault.code: fault.path for fault in read(text.replace(missing, "")).faults}
    assert faults[code] == PATH


def test_an_empty_name_is_told() -> None:
    attachment, faults = only(package(fields(b64(PDF), name="")))
    assert attachment.attachment_name == ""
    assert faults == ["attachment-no-name"]


def test_an_attachment_without_content_cannot_be_read() -> None:
    (attachment,) = read(package("<AttachmentName>a.pdf</AttachmentName>")).attachments
    assert not attachment.has_content
    with pytest.raises(edoc.UsageError, match=r"'a\.pdf' has no content"):
        attachment.read()
    assert (attachment.size, attachment.sha256) == (None, None)


def test_of_two_contents_the_last_counts_and_its_place_is_told() -> None:
    two = fields("%%%") + f"<ContentTransferEncoded>{b64(PDF)}</ContentTransferEncoded>"
    found = read(package(two))
    assert found.attachments[0].read() == PDF
    (fault,) = found.faults
    assert (fault.code, fault.path) == ("repeated-element", f"{CONTENT_PATH}[2]")


def test_faults_of_the_content_stand_at_the_content_that_counts() -> None:
    two = fields(b64(PDF)) + "<ContentTransferEncoded>%%%</ContentTransferEncoded>"
    faults = {fault.code: fault.path for fault in read(package(two)).faults}
    assert faults["base64-garbage"] == f"{CONTENT_PATH}[2]"


@pytest.mark.parametrize("large", [False, True])
def test_attachments_of_another_namespace_are_read_and_told(large: bool) -> None:
    data = PDF * (100 if large else 1)
    text = package(fields(b64(data))).replace("<AttachmentEncoded>", '<AttachmentEncoded xmlns="">')
    found = read(text)
    assert found.attachments[0].read() == data
    assert {fault.code for fault in found.faults} == {"wrong-namespace"}


# ---- the flat variant -----------------------------------------------------------------------


def flat(where: str, wrapper: bool) -> str:
    attachments = f"<Attachment>{fields(b64(PDF))}</Attachment>" * 2
    inner = f"<AttachmentEncoded>{attachments}</AttachmentEncoded>" if wrapper else attachments
    places = {"envelope": "", "body": "", "header": ""} | {where: inner}
    return (
        f'<edXML xmlns="{NS}"><edXMLEnvelope><edXMLHeader><MessageHeader><Subject>s</Subject></MessageHeader>'
        f"{places['header']}</edXMLHeader><edXMLBody><edXMLManifest/>{places['body']}</edXMLBody>{places['envelope']}"
        "</edXMLEnvelope></edXML>"
    )


@pytest.mark.parametrize("wrapper", [True, False])
@pytest.mark.parametrize("where", ["envelope", "body"])
def test_attachments_inside_the_envelope_are_read_and_told(where: str, wrapper: bool) -> None:
    found = read(flat(where, wrapper))
    assert [item.read() for item in found.attachments] == [PDF, PDF]
    assert found.header.subject == "s"
    codes = [fault.code for fault in found.faults]
    assert codes == ["attachments-in-envelope"]
    path = "/edXML/edXMLEnvelope" + ("/edXMLBody" if where == "body" else "")
    assert found.faults[0].path == path + ("/AttachmentEncoded" if wrapper else "/Attachment[1]")


@pytest.mark.parametrize("wrapper", [True, False])
def test_attachments_inside_the_header_are_read_and_told(wrapper: bool) -> None:
    found = read(flat("header", wrapper))
    assert [item.read() for item in found.attachments] == [PDF, PDF]
    assert "attachments-in-envelope" in [fault.code for fault in found.faults]


def test_attachments_inside_the_envelope_beside_others_are_not_passed_over_in_silence() -> None:
    outside = f"<AttachmentEncoded><Attachment>{fields(b64(PDF))}</Attachment></AttachmentEncoded></edXML>"
    found = read(flat("envelope", wrapper=True).replace("</edXML>", outside))
    assert len(found.attachments) == 1
    assert found.faults


# ---- base64 ---------------------------------------------------------------------------------


def with_breaks(text: str) -> str:
    return "\n" + "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76)) + "\n"


ODD = bytes(range(256)) + b"\xfb\xef\xff"


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b64(ODD + b"x"), []),
        (with_breaks(b64(ODD)), ["base64-blanks"]),
        (b64(ODD).replace("A", " A\t", 1), ["base64-blanks"]),
        (base64.urlsafe_b64encode(ODD).decode(), ["base64-url-safe"]),
        (b64(ODD + b"x").rstrip("="), ["base64-no-padding"]),
        (
            with_breaks(base64.urlsafe_b64encode(ODD + b"x").decode().rstrip("=")),
            ["base64-blanks", "base64-url-safe", "base64-no-padding"],
        ),
        (f"<![CDATA[{b64(ODD)}]]>", []),
        (b64(ODD)[:8] + "<!-- c -->" + b64(ODD)[8:], []),
        (b64(ODD)[:8] + "<?p i?>" + b64(ODD)[8:], []),
        (b64(ODD)[:8] + "<b>x</b>" + b64(ODD)[8:], ["element-in-text"]),
    ],
)
def test_base64_is_accepted_in_every_spelling_that_other_readers_take(content: str, faults: list[str]) -> None:
    attachment, found = only(package(fields(content, type_="application/pdf")))
    assert found == faults
    assert attachment.read() in {ODD, ODD + b"x"}


def test_an_empty_content_is_an_empty_file() -> None:
    attachment, faults = only(package(fields("")))
    assert (attachment.size, attachment.read(), faults) == (0, b"", [])


@pytest.mark.parametrize(
    ("content", "offset", "found"),
    [
        ("QUJD%QUJD", 4, "%QUJD"),
        ("QUJDQ", 0, "QUJDQ"),
        ("QUI=QUJD", 4, "QUJD"),
        ("Q===", 0, "Q==="),
        ("Sở", 1, "ở"),
    ],
)
def test_garbage_is_told_with_its_offset_and_raises_when_it_is_asked_for(content: str, offset: int, found: str) -> None:
    package_ = read(package(fields(content)))
    (attachment,) = package_.attachments
    (fault,) = package_.faults
    assert (fault.code, fault.path, fault.text) == ("base64-garbage", CONTENT_PATH, content)
    assert (attachment.size, attachment.sha256) == (None, None)
    with pytest.raises(AttachmentError, match="offset") as caught:
        attachment.read()
    assert caught.value.code in {"base64-garbage", "base64-cut"}
    assert fault.message.endswith(f"offset {caught.value.params['offset']}")
    with pytest.raises(AttachmentError):
        attachment.open()


@pytest.mark.parametrize("content", ["${content}", "{{ attachment.base64 }}", "&lt;%= file %>"])
def test_the_placeholder_of_a_template_is_told_as_such(content: str) -> None:
    found = read(package(fields(content)))
    assert [fault.code for fault in found.faults] == ["base64-placeholder"]
    with pytest.raises(AttachmentError):
        found.attachments[0].read()


# ---- zip ------------------------------------------------------------------------------------

ZIP = "application/zip"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("entry", ["x.doc", "dir/x.doc", "../../x.doc", "x\\y"])
def test_the_first_entry_is_delivered_whatever_it_is_called(entry: str, method: int, tmp_path: Path) -> None:
    attachment, faults = only(package(fields(b64(zipped((entry, b"word"), method=method)), "a.doc", ZIP)))
    assert (attachment.encoding, attachment.read(), attachment.size, faults) == ("zip", b"word", 4, [])
    assert attachment.save(tmp_path) == tmp_path / "a.doc"
    assert [path.name for path in tmp_path.iterdir()] == ["a.doc"]


def test_of_several_entries_the_first_of_the_central_directory_is_delivered_and_told() -> None:
    attachment, faults = only(package(fields(b64(zipped(("a", b"one"), ("b", b"two"))), "a.doc", ZIP)))
    assert attachment.read() == b"one"
    assert faults == ["zip-several-entries"]
    assert read(package(fields(b64(zipped(("a", b"1"), ("b", b"2"))), "a.doc", ZIP))).faults[0].path == CONTENT_PATH


@pytest.mark.parametrize(
    ("name", "type_", "encoding"),
    [
        ("a.doc", ZIP, "zip"),
        ("a.zip", ZIP, "raw"),
        ("a.ZIP", ZIP, "zip"),
        ("a.zip", "application/x-zip", "raw"),
        ("a.docx", "application/docx", "raw"),
        ("a.xlsx", "application/pdf", "raw"),
    ],
)
def test_whether_it_is_unzipped_follows_from_type_and_name(name: str, type_: str, encoding: str) -> None:
    archive = zipped(("x", b"inner"))
    attachment, faults = only(package(fields(b64(archive), name, type_)))
    assert attachment.encoding == encoding
    assert attachment.read() == (archive if encoding == "raw" else b"inner")
    assert faults == []


@pytest.mark.parametrize(("format_", "encoding"), [("zip", "raw"), ("doc", "zip"), ("unk", "raw")])
def test_the_element_format_goes_before_the_extension(format_: str, encoding: str) -> None:
    more = f"<Format>{format_}</Format>"
    attachment, _ = only(package(fields(b64(zipped(("x", b"inner"))), "a.zip", ZIP, more)))
    assert attachment.encoding == encoding


@pytest.mark.parametrize("type_", ["application/pdf", "Application/Zip", " application/zip "])
def test_a_zip_that_is_not_declared_is_given_as_it_is_told_and_can_be_unzipped(type_: str) -> None:
    archive = zipped(("x", b"inner"))
    attachment, faults = only(package(fields(b64(archive), "a.doc", type_)))
    assert attachment.read() == archive
    assert faults == ["zip-undeclared"]
    with attachment.unzip() as stream:
        assert stream.read() == b"inner"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.4", "zip-not-a-zip"),
        (b"", "zip-not-a-zip"),
        (zipped(("x", b"inner"))[:-10], "zip-broken"),
        (zipped(), "zip-empty"),
    ],
)
def test_a_declared_zip_that_is_none_is_given_as_it_is_and_told(content: bytes, code: str) -> None:
    attachment, faults = only(package(fields(b64(content), "a.doc", ZIP)))
    assert (attachment.encoding, attachment.read(), faults) == ("raw", content, [code])
    with pytest.raises(AttachmentError):
        attachment.unzip()


def mixed(size: int) -> bytes:
    """Give bytes that deflate brings to about the half."""
    rng = random.Random(size)
    return b"".join(rng.randbytes(600) + b"Quyet dinh " * 60 for _ in range(size // 1260 + 1))[:size]


@pytest.fixture(params=["zlib", "isal"])
def inflater(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Unzip without the extra ``fast``, and with it."""
    if request.param == "isal":
        pytest.importorskip("isal")
    else:
        monkeypatch.setitem(sys.modules, "isal", None)
    unzip_quickly.isal.cache_clear()
    yield request.param
    unzip_quickly.isal.cache_clear()


@pytest.mark.parametrize("size", [1000, 200_000, 1_500_000])
def test_both_inflaters_give_the_same(inflater: str, size: int) -> None:
    content = mixed(size)
    attachment, _ = only(package(fields(b64(zipped(("x", content))), "a.doc", ZIP)))
    assert attachment.read() == content
    assert attachment.sha256 == hashlib.sha256(content).hexdigest()
    assert (unzip_quickly.isal() is not None) == (inflater == "isal")


def with_a_bad_block() -> bytes:
    """Give an archive whose entry is right for 400 000 bytes; then comes a block of no known type."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(mixed(400_000)) + packer.flush(zlib.Z_FULL_FLUSH) + b"\x07" * 8
    archive = bytearray(zipped(("x", packed), method=zipfile.ZIP_STORED))
    entry = archive.rindex(b"PK\x01\x02")
    archive[8] = archive[entry + 10] = zipfile.ZIP_DEFLATED  # APPNOTE.TXT 4.3.7 and 4.3.12
    archive[entry + 24 : entry + 28] = (500_000).to_bytes(4, "little")
    return bytes(archive)


def damaged(kind: str) -> bytes:
    if kind == "block":
        return with_a_bad_block()
    archive = zipped(("x", mixed(400_000)))
    middle, end = len(archive) // 2, archive.rindex(b"PK\x01\x02")
    return {
        "data": archive[:middle] + b"\xff" * 2000 + archive[middle + 2000 :],
        "checksum": archive[: end + 16] + b"\0\0\0\0" + archive[end + 20 :],
        "start": archive[:31] + b"\xff" * 64 + archive[95:],
    }[kind]


@pytest.mark.usefixtures("inflater")
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("data", "Bad CRC-32 for file 'x'"),
        ("block", "Error -3 while decompressing data: invalid block type"),
        ("checksum", "Bad CRC-32 for file 'x'"),
        ("start", "Error -3 while decompressing data"),
    ],
)
def test_both_inflaters_tell_damage_in_the_same_words(kind: str, reason: str) -> None:
    attachment, _ = only(package(fields(b64(damaged(kind)), "a.doc", ZIP)))
    with pytest.raises(AttachmentError, match=re.escape(reason)) as caught:
        attachment.read()
    assert caught.value.code == "zip-broken"


def test_a_missing_type_means_zip() -> None:
    text = package(fields(b64(zipped(("x", b"inner"))), "a.doc", "T")).replace("<ContentType>T</ContentType>", "")
    attachment, faults = only(text)
    assert attachment.read() == b"inner"
    assert faults == ["attachment-no-type"]


# ---- limits ---------------------------------------------------------------------------------


def test_more_attachments_than_the_limit_are_refused() -> None:
    with pytest.raises(LimitExceededError, match="limit attachments = 2 "):
        read(package(*[fields(b64(PDF))] * 3), Limits(attachments=2))


def test_a_file_larger_than_the_limit_is_not_delivered() -> None:
    (attachment,) = read(package(fields(b64(PDF))), Limits(decoded_bytes=len(PDF) - 1)).attachments
    for ask in (attachment.read, attachment.open):
        with pytest.raises(LimitExceededError, match="limit decoded_bytes = "):
            ask()


def test_a_zip_that_claims_too_much_is_told_and_not_delivered() -> None:
    bomb = b64(zipped(("x", bytes(3 << 20))))
    found = read(package(fields(bomb, "a.doc", ZIP)))
    assert [fault.code for fault in found.faults] == ["zip-bomb"]
    (attachment,) = found.attachments
    with pytest.raises(LimitExceededError, match="limit zip_ratio = 200 "):
        attachment.read()
    assert (attachment.size, attachment.sha256) == (None, None)


def test_a_zip_that_holds_more_than_the_limit_is_told_and_not_delivered() -> None:
    found = read(package(fields(b64(zipped(("x", PDF))), "a.doc", ZIP)), Limits(decoded_bytes=len(PDF) - 1))
    assert [fault.code for fault in found.faults] == ["zip-bomb"]
    with pytest.raises(LimitExceededError, match="limit decoded_bytes = "):
        found.attachments[0].read()


def test_a_zip_that_lies_about_its_size_is_not_believed() -> None:
    archive = bytearray(zipped(("x", bytes(3 << 20))))
    small = (1000).to_bytes(4, "little")
    directory = archive.index(b"PK\x01\x02")
    archive[directory + 24 : directory + 28] = small
    archive[22:26] = small
    (attachment,) = read(package(fields(b64(bytes(archive)), "a.doc", ZIP))).attachments
    with pytest.raises(edoc.PackageError):
        attachment.read()


@pytest.mark.shared
def test_a_bomb_of_the_reference_material_is_never_delivered(shared: Path) -> None:
    (attachment,) = edoc.read(shared / "attacks" / "att_21_zip_bomb_ratio.edxml").attachments
    assert attachment.encoding == "raw"
    with attachment.unzip() as stream, pytest.raises(LimitExceededError):
        stream.read()
