"""The writer: one exact form, the same bytes for the same input, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

import edoc
from edoc import (
    Attachment,
    Business,
    DocumentPackage,
    FieldError,
    OutputError,
    OutputExistsError,
    RawText,
    StatusMessage,
    TraceHeaderList,
    UsageError,
)
from edoc.testing import sample_package, sample_pdf, sample_status

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parent.parent / "golden"
NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"


# ---- golden files ---------------------------------------------------------------------------


def pdf(name: str = "cong-van.pdf", text: str = "edoc") -> Attachment:
    """A PDF goes as it is: its bytes do not depend on the version of zlib."""
    return Attachment.of(sample_pdf(text), name=name, description="Văn bản")


def odd_texts() -> DocumentPackage:
    signature = edoc.Signature.model_validate(
        {
            "signed_info": {
                "canonicalization_method": "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
                "signature_method": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
                "references": [
                    {"uri": "", "transforms": ["a&b", 'c"d'], "digest_method": "<e>", "digest_value": "Zg=="},
                    {"uri": "cid:1\t2", "digest_value": ""},
                ],
            },
            "signature_value": "MIIB",
            "key_info": {"x509_data": {"x509_subject_name": 'CN=Mẫu, O="Sở"', "x509_certificate": "MIIC"}},
        }
    )
    package = DocumentPackage.new(
        sender={"organ_id": "  000.00.01.Z10  ", "organ_name": '\tSở <Mẫu> & "Thử"\r\n', "organ_add": ""},
        recipients=[{"organ_id": "H49.16", "organ_name": "e\u0302\u0301 Đ\u0323 (NFD)"}, {}],
        code="05/SM>VP",
        subject="  đầu\r\n\tgiữa 😀 \u0085 ]]> cuối  ",
        content="'",
        to_places=["", " ", "a\nb"],
        task_codes=("1", "2"),
        response_for=({"code": "1/A"}, {}),
        steering_type=None,
        business=Business(),
        signature=signature,
        attachments=[pdf('Công văn "số" <5> & 😀.pdf')],
    )
    trace = TraceHeaderList(id='"1"', version="<1>", paper="0")
    return package.model_copy(update={"trace_header_list": trace})


PACKAGES: dict[str, Callable[[], DocumentPackage | StatusMessage]] = {
    "document-new": lambda: sample_package(1, business="0", attachments=[pdf()]),
    "document-revocation": lambda: sample_package(2, business="1", attachments=[pdf()]),
    "document-update": lambda: sample_package(3, business="2", attachments=[pdf(), pdf("phu-luc.pdf", "annex")]),
    "document-replacement": lambda: sample_package(4, business="3", attachments=[pdf()]),
    "document-without-attachments": lambda: sample_package(5, attachments=[]),
    "document-empty": lambda: DocumentPackage.model_validate({"header": {}}),
    "document-odd-texts": odd_texts,
    "status": lambda: sample_status(6, "03"),
    "status-empty": lambda: StatusMessage.model_validate({"header": {}}),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_the_bytes_that_are_written_are_those_of_the_golden_file(name: str, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{name}.edxml"
    data = PACKAGES[name]().to_bytes()
    if request.config.getoption("--update-golden"):
        path.write_bytes(data)
    assert data == path.read_bytes()


@pytest.mark.parametrize("name", PACKAGES)
def test_a_golden_file_is_read_back_equal_and_written_back_unchanged(name: str) -> None:
    data = (GOLDEN / f"{name}.edxml").read_bytes()
    package = edoc.read(data)
    assert package.faults == ()
    assert package == PACKAGES[name]()
    assert package.to_bytes() == data


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in GOLDEN.glob("*.edxml")} == {f"{name}.edxml" for name in PACKAGES}


# ---- the form -------------------------------------------------------------------------------


def test_the_skeleton_is_that_of_the_national_sdk() -> None:
    text = sample_package(1).to_bytes().decode()
    assert text.startswith(
        '<?xml version="1.0" encoding="UTF-8"?>\r\n'
        f'<edXML xmlns="{NS}">\r\n'
        f'  <edXML:edXMLEnvelope xmlns:edXML="{NS}">\r\n'
        "    <edXML:edXMLHeader>\r\n"
        "      <edXML:MessageHeader>\r\n"
    )
    assert f'<edXML:ContentTransferEncoded xmlns:edXML="{NS}">' in text
    assert text.endswith("</AttachmentEncoded>\r\n</edXML>\r\n")


def test_signature_and_attachments_have_no_prefix() -> None:
    text = odd_texts().to_bytes().decode()
    assert "\r\n      <Signature>\r\n        <SignedInfo>" in text
    assert "\r\n    <Attachment>\r\n      <ContentId>cid:" in text
    outside = text[text.index("<AttachmentEncoded>") :]
    assert set(re.findall(r"<edXML:(\w+)", outside)) == {"ContentTransferEncoded"}


def test_a_document_has_its_attachments_element_even_without_attachments_and_a_status_message_has_none() -> None:
    assert b"\r\n  <AttachmentEncoded />\r\n</edXML>\r\n" in sample_package(attachments=[]).to_bytes()
    assert b"AttachmentEncoded" not in sample_status().to_bytes()
    assert b"edXMLBody" not in sample_status().to_bytes()


def test_base64_has_no_line_breaks() -> None:
    text = sample_package(attachments=[pdf()]).to_bytes().decode()
    content = re.search(r"<edXML:ContentTransferEncoded[^>]*>([^<]*)<", text)
    assert content is not None
    assert re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", content.group(1))


def test_an_empty_file_that_goes_raw_is_an_empty_element() -> None:
    package = sample_package(attachments=[Attachment.of(b"", name="a.zip")])
    assert f'<edXML:ContentTransferEncoded xmlns:edXML="{NS}" />'.encode() in package.to_bytes()
    assert edoc.read(package.to_bytes()).attachments[0].read() == b""


@pytest.mark.parametrize("business", ["0", "1", "2", "3"])
def test_equal_input_gives_equal_bytes(business: Literal["0", "1", "2", "3"]) -> None:
    assert sample_package(9, business=business).to_bytes() == sample_package(9, business=business).to_bytes()


# ---- what cannot be written -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"subject": "a\x01"}, r"header\.subject"),
        ({"sender": {"organ_name": "\x0b"}}, r"header\.sender\.organ_name"),
        ({"recipients": [{}, {"organ_id": "\ud800"}]}, r"header\.recipients\[1\]\.organ_id"),
        ({"to_places": ["\ufffe"]}, r"header\.to_places\[0\]"),
        ({"due_date": RawText("mai")}, r"header\.due_date"),
    ],
)
def test_what_xml_cannot_carry_is_refused_by_field(changes: dict[str, object], place: str) -> None:
    with pytest.raises(FieldError, match=f"^{place}: "):
        sample_package().with_header(**changes).to_bytes()


def test_the_field_of_an_attachment_a_trace_or_a_signature_is_named_too() -> None:
    package = sample_package()
    bad = package.attachments[1].model_copy(update={"description": "\x00"})
    with pytest.raises(FieldError, match=r"^attachments\[1\]\.description: the character U\+0000"):
        package.model_copy(update={"attachments": (package.attachments[0], bad)}).to_bytes()
    with pytest.raises(FieldError, match=r"^trace_header_list\.id: "):
        package.model_copy(update={"trace_header_list": TraceHeaderList(id="\x01")}).to_bytes()
    with pytest.raises(FieldError, match=r"^signature\.signature_value: "):
        package.model_copy(update={"signature": edoc.Signature(signature_value="\x01")}).to_bytes()


def test_an_attachment_without_content_cannot_be_written() -> None:
    package = sample_package().model_copy(update={"attachments": (Attachment(attachment_name="a.pdf"),)})
    with pytest.raises(UsageError, match="has no content"):
        package.to_bytes()


# ---- where it is written --------------------------------------------------------------------


def test_what_was_written_is_told(tmp_path: Path) -> None:
    package = sample_package(1)
    data = package.to_bytes()
    digest = hashlib.sha256(data).hexdigest()
    assert edoc.write(package, tmp_path / "a.edxml") == edoc.Written(str(tmp_path / "a.edxml"), len(data), digest)
    assert (tmp_path / "a.edxml").read_bytes() == data
    assert edoc.write(package, io.BytesIO()) == edoc.Written(None, len(data), digest)


def test_an_existing_file_is_replaced_unless_told_not_to(tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(b"old")
    with pytest.raises(OutputExistsError):
        edoc.write(sample_package(), path, overwrite=False)
    assert path.read_bytes() == b"old"
    edoc.write(sample_package(), str(path))
    assert path.read_bytes() == sample_package().to_bytes()
    assert edoc.write(sample_package(), tmp_path / "b.edxml", overwrite=False).size


def test_a_package_is_written_over_the_file_it_was_read_from(tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    content = os.urandom(200_000)
    sample_package(attachments=[Attachment.of(content, name="a.pdf")]).write(path)
    read = edoc.read(path)
    assert isinstance(read, DocumentPackage)
    read.with_header(subject="mới").write(path)
    again = edoc.read(path)
    assert isinstance(again, DocumentPackage)
    assert again.header.subject == "mới"
    assert again.attachments[0].read() == content


@pytest.mark.parametrize("change", [False, True])
def test_when_a_package_cannot_be_written_the_old_file_stays(tmp_path: Path, change: bool) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(b"old")
    package = edoc.read(sample_package().to_bytes()) if change else sample_package()
    assert isinstance(package, DocumentPackage)
    with pytest.raises(FieldError):
        package.with_header(subject="\x01").write(path)
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["a.edxml"]


def test_a_disk_error_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left") as caught:
        sample_package().write(path)
    assert caught.value.errno == errno.ENOSPC
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["a.edxml"]


def test_a_folder_that_does_not_exist_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write"):
        sample_package().write(tmp_path / "none" / "a.edxml")
    with pytest.raises(OutputError, match="cannot write"):
        sample_package().write(tmp_path / "a\0b.edxml")


class Failing(io.BytesIO):
    """A file whose disk is full."""

    def write(self, _data: object, /) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_object_that_fails_is_an_output_error() -> None:
    with pytest.raises(OutputError, match="cannot write: ") as caught:
        sample_package().write(Failing())
    assert caught.value.errno == errno.ENOSPC


class Strange(io.BytesIO):
    """A file of the caller whose errors are of another kind."""

    def write(self, _data: object, /) -> int:
        raise RuntimeError("the connection is lost")


def test_whatever_a_file_object_raises_is_an_output_error() -> None:
    with pytest.raises(OutputError, match="cannot write: the connection is lost") as caught:
        sample_package().write(Strange())
    assert isinstance(caught.value.__cause__, RuntimeError)


class Guarded(Failing):
    """A file that speaks edoc's own exceptions."""

    def write(self, _data: object, /) -> int:
        raise OutputExistsError(errno.EEXIST, "the file exists", "x.edxml")


def test_an_error_of_our_own_passes_through() -> None:
    with pytest.raises(OutputExistsError, match=r"^x\.edxml: the file exists$"):
        sample_package().write(Guarded())


def test_a_file_in_text_mode_or_a_closed_one_is_an_output_error() -> None:
    with pytest.raises(OutputError):
        sample_package().write(io.StringIO())  # type: ignore[arg-type]  # wrong on purpose
    closed = io.BytesIO()
    closed.close()
    with pytest.raises(OutputError):
        sample_package().write(closed)


class Trickling(io.BytesIO):
    """A file that takes at most a hundred bytes at a time, as raw files and pipes may."""

    def __init__(self) -> None:
        super().__init__()
        self.data = b""

    def write(self, data: object, /) -> int:
        piece = bytes(data)[:100]  # type: ignore[call-overload]  # what the writer hands over is a buffer
        self.data += piece
        return len(piece)


def test_a_file_object_that_takes_less_than_it_is_given_gets_all_of_it() -> None:
    file = Trickling()
    sample_package(1).write(file)
    assert file.data == sample_package(1).to_bytes()


def test_a_package_that_changed_on_disk_is_a_package_error_even_when_a_file_object_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    sample_package(attachments=[Attachment.of(os.urandom(200_000), name="a.pdf")]).write(path)
    read = edoc.read(path)
    with path.open("ab") as file:
        file.write(b" ")
    for write in (read.to_bytes, lambda: read.write(io.BytesIO()), lambda: read.write(tmp_path / "b.edxml")):
        with pytest.raises(edoc.SourceChangedError):
            write()


def test_what_is_no_package_or_no_file_is_refused() -> None:
    with pytest.raises(UsageError, match="not str"):
        edoc.write("a.edxml", io.BytesIO())  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(UsageError, match="not int"):
        edoc.write(sample_package(), 7)  # type: ignore[arg-type]  # wrong on purpose


# ---- unchanged packages ---------------------------------------------------------------------


def test_what_was_read_and_not_changed_is_written_byte_for_byte() -> None:
    data = sample_package(1).to_bytes().replace(b"\r\n", b"\n").replace(b" />", b"/>") + b"<!-- end -->"
    read = edoc.read(data)
    assert isinstance(read, DocumentPackage)
    assert read.to_bytes() == data
    assert read.with_header(subject=read.header.subject).to_bytes() == data
    assert read.with_attachments(read.attachments).to_bytes() == data
    assert read.with_header(subject="x").with_header(subject=read.header.subject).to_bytes() == data


@pytest.mark.parametrize("size", [0, 1, 2, 3, 98_303, 98_304, 98_305, 1_000_000])
@pytest.mark.parametrize("name", ["a.pdf", "a.bin"])
def test_attachments_of_every_size_are_streamed_into_the_package(tmp_path: Path, name: str, size: int) -> None:
    content = os.urandom(size)
    source = tmp_path / name
    source.write_bytes(content)
    path = tmp_path / "p.edxml"
    sample_package(attachments=[Attachment.of(source), pdf()]).write(path)
    first, second = edoc.read(path).attachments
    assert first.read() == content
    assert second.read() == sample_pdf("edoc")


def test_a_file_object_that_does_not_say_how_much_it_takes_is_trusted() -> None:
    class Silent:
        def __init__(self) -> None:
            self.taken = b""

        def write(self, data: bytes) -> None:
            self.taken += bytes(data)

    target = Silent()
    edoc.write(sample_package(1), target)  # type: ignore[arg-type]  # wrong on purpose
    assert target.taken == sample_package(1).to_bytes()


def test_a_file_object_that_takes_nothing_any_more_is_an_output_that_cannot_be_written() -> None:
    class Full:
        def write(self, _data: bytes) -> int:
            return 0

    with pytest.raises(edoc.OutputError, match="takes no more"):
        edoc.write(sample_package(1), Full())  # type: ignore[arg-type]  # wrong on purpose
