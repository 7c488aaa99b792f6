"""Attachments: made, opened, saved, hashed, compared and changed."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc import Attachment, AttachmentError, DocumentPackage, FieldError, LimitExceededError, Limits, UsageError
from edoc.edxml.attachment_rules import extension_of, form_for_writing, format_of, holds_zip_by_nature
from edoc.edxml.unzip import inspect_zip, open_first_entry
from edoc.limits import DEFAULT_LIMITS
from edoc.testing import sample_package, sample_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PDF = sample_pdf("edoc")
TEXT = "Ghi chú\n".encode() * 100
ZIP = "application/zip"


def read_back(*attachments: Attachment, limits: Limits | None = None) -> tuple[Attachment, ...]:
    data = sample_package(attachments=list(attachments)).to_bytes()
    return edoc.read(data, limits=limits or Limits()).attachments


# ---- the rules ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.pdf", "pdf"), ("a.b.PDF", "PDF"), ("README", ""), ("dir.x/README", ""), ("dir.x\\a.doc", "doc"), ("a.", "")],
)
def test_the_extension_is_what_stands_after_the_last_dot(name: str, extension: str) -> None:
    assert extension_of(name) == extension
    assert format_of(name, None) == (extension or "unk")


@pytest.mark.parametrize(
    ("name", "empty", "encoding", "content_type"),
    [
        ("a.pdf", False, "raw", "application/pdf"),
        ("a.PDF", False, "raw", "application/pdf"),
        ("a.doc", False, "raw", "application/doc"),
        ("a.docx", False, "raw", "application/docx"),
        ("a.xlsx", False, "zip", ZIP),
        ("a.txt", False, "zip", ZIP),
        ("README", False, "zip", ZIP),
        ("a.zip", False, "raw", ZIP),
        ("a.ZIP", False, "zip", ZIP),
        ("a.pdf", True, "zip", ZIP),
        ("a.zip", True, "raw", "application/octet-stream"),
    ],
)
def test_the_form_that_every_known_reader_delivers_is_chosen(
    name: str, empty: bool, encoding: str, content_type: str
) -> None:
    assert form_for_writing(name, empty=empty) == (encoding, content_type)
    content = b"" if empty else b"content"
    made = Attachment.of(content, name=name)
    assert (made.encoding, made.content_type) == (encoding, content_type)
    (read,) = read_back(made)
    assert (read.encoding, read.read()) == (encoding, content)


def test_office_files_are_zip_archives_by_nature() -> None:
    assert holds_zip_by_nature("DOCX")
    assert not holds_zip_by_nature("doc")


# ---- new attachments ------------------------------------------------------------------------


def test_an_attachment_is_made_of_a_path_bytes_or_a_file(tmp_path: Path) -> None:
    path = tmp_path / "cong-van.pdf"
    path.write_bytes(PDF)
    with path.open("rb") as file:
        made = [
            Attachment.of(path),
            Attachment.of(str(path)),
            Attachment.of(PDF, name="cong-van.pdf"),
            Attachment.of(io.BytesIO(PDF), name="cong-van.pdf"),
            Attachment.of(file, name="cong-van.pdf"),
        ]
    for item in made:
        assert item.attachment_name == "cong-van.pdf"
        assert item.read() == PDF
        assert (item.size, item.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert all(item == made[0] for item in made)


def test_bytes_need_a_name() -> None:
    with pytest.raises(FieldError, match=r"^Attachment\.name: "):
        Attachment.of(PDF)
    with pytest.raises(FieldError, match=r"^Attachment\.name: a text is needed, not int"):
        Attachment.of(PDF, name=5)  # type: ignore[arg-type]  # wrong on purpose


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(edoc.InputMissingError):
        Attachment.of(tmp_path / "none.pdf")


def test_a_file_larger_than_the_limit_is_refused() -> None:
    with pytest.raises(LimitExceededError, match="limit decoded_bytes = 10 "):
        Attachment.of(PDF, name="a.pdf", limits=Limits(decoded_bytes=10))


@pytest.mark.parametrize(("given", "kept"), [("7", "7"), ("cid:7", "7"), (None, None)])
def test_the_content_id_is_given_with_or_without_cid(given: str | None, kept: str | None) -> None:
    assert Attachment.of(PDF, name="a.pdf", content_id=given).content_id == kept


@pytest.mark.parametrize(
    ("name", "content_type", "encoding", "wanted"),
    [
        ("a.pdf", None, "zip", ("zip", ZIP)),
        ("a.txt", None, "raw", ("raw", "application/octet-stream")),
        ("a.txt", "text/plain", None, ("raw", "text/plain")),
        ("a.txt", "text/plain", "raw", ("raw", "text/plain")),
        ("a.pdf", None, "raw", ("raw", "application/pdf")),
    ],
)
def test_the_form_can_be_overridden(
    name: str, content_type: str | None, encoding: str | None, wanted: tuple[str, str]
) -> None:
    made = Attachment.of(TEXT, name=name, content_type=content_type, encoding=encoding)  # type: ignore[arg-type]  # wrong on purpose
    assert (made.encoding, made.content_type) == wanted
    (read,) = read_back(made)
    assert (read.encoding, read.content_type, read.read()) == (*wanted, TEXT)


@pytest.mark.parametrize(
    ("name", "content_type", "encoding"),
    [("a.txt", ZIP, "raw"), ("a.zip", None, "zip"), ("a.txt", "text/plain", "zip")],
)
def test_a_form_that_readers_would_deliver_otherwise_is_refused(
    name: str, content_type: str | None, encoding: str
) -> None:
    with pytest.raises(FieldError, match=r"^Attachment\.content_type: readers would deliver"):
        Attachment.of(TEXT, name=name, content_type=content_type, encoding=encoding)  # type: ignore[arg-type]  # wrong on purpose


def test_unzip_is_for_attachments_that_were_read() -> None:
    with pytest.raises(UsageError, match="unzip is for"):
        Attachment.of(TEXT, name="a.txt").unzip()


# ---- content --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 2, 3, 98_303, 98_304, 98_305, 300_000])
@pytest.mark.parametrize("name", ["a.pdf", "a.bin"])
def test_content_of_every_size_is_delivered_bit_for_bit(name: str, size: int) -> None:
    data = os.urandom(size)
    made = Attachment.of(data, name=name)
    (read,) = read_back(made)
    for item in (made, read):
        assert item.read() == data
        assert b"".join(item.pieces()) == data
        with item.open() as stream:
            assert stream.read() == data
        assert (item.size, item.sha256) == (size, hashlib.sha256(data).hexdigest())


def test_what_is_not_zipped_can_be_read_at_any_position() -> None:
    data = os.urandom(300_000)
    made = Attachment.of(data, name="a.pdf")
    for item in (made, *read_back(made)):
        with item.open() as stream:
            assert stream.seekable()
            assert stream.seek(-5, io.SEEK_END) == len(data) - 5
            assert stream.read() == data[-5:]
            stream.seek(100_001)
            assert stream.read(7) == data[100_001:100_008]
            stream.seek(-3, io.SEEK_CUR)
            assert stream.read(3) == data[100_005:100_008]
            assert stream.readable()


def test_the_size_of_a_raw_file_is_known_without_decoding_and_is_that_of_its_bytes() -> None:
    (read,) = read_back(Attachment.of(PDF, name="a.pdf"))
    assert read.size == len(PDF)


def test_the_stored_bytes_are_the_file_or_the_zip_around_it() -> None:
    raw, packed = read_back(Attachment.of(PDF, name="a.pdf"), Attachment.of(TEXT, name="a.txt"))
    assert b"".join(raw.stored_pieces()) == PDF
    with zipfile.ZipFile(io.BytesIO(b"".join(packed.stored_pieces()))) as archive:
        (entry,) = archive.infolist()
        assert archive.read(entry) == TEXT
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.filename.endswith(".txt")
        assert "a.txt" not in entry.filename


@pytest.mark.parametrize(
    ("name", "extension"), [("README", ".unk"), ("a.t/../x", ".unk"), ("a.$$", ".unk"), ("a.7z", ".7z")]
)
def test_the_entry_of_a_zip_has_a_harmless_name(name: str, extension: str) -> None:
    stored = b"".join(Attachment.of(TEXT, name=name).stored_pieces())
    with zipfile.ZipFile(io.BytesIO(stored)) as archive:
        assert archive.namelist()[0].endswith(extension)
        assert "/" not in archive.namelist()[0]


def test_equal_input_is_stored_in_equal_bytes() -> None:
    first, second = (b"".join(Attachment.of(TEXT, name="a.txt").stored_pieces()) for _ in range(2))
    assert first == second


def test_a_large_file_that_changes_before_it_is_written_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(100_000))
    package = sample_package(attachments=[Attachment.of(path)])
    with path.open("ab") as file:
        file.write(b"more")
    with pytest.raises(edoc.SourceChangedError):
        package.attachments[0].read()
    with pytest.raises(edoc.SourceChangedError):
        package.write(tmp_path / "out.edxml")
    assert [item.name for item in tmp_path.iterdir()] == ["a.pdf"]


# ---- saving ---------------------------------------------------------------------------------


def test_a_file_is_saved_under_its_own_name_or_another(tmp_path: Path) -> None:
    (read,) = read_back(Attachment.of(PDF, name="cong-van.pdf"))
    assert read.save(tmp_path) == tmp_path / "cong-van.pdf"
    assert read.save(tmp_path, "khac.pdf") == tmp_path / "khac.pdf"
    assert (tmp_path / "khac.pdf").read_bytes() == PDF
    with pytest.raises(edoc.OutputExistsError):
        read.save(tmp_path)
    assert read.save(tmp_path, overwrite=True).read_bytes() == PDF


@pytest.mark.parametrize("name", ["../../evil.pdf", "/etc/evil.pdf", "..\\evil.pdf", "C:evil.pdf", "..", "\u202e/x"])
def test_a_file_is_never_saved_outside_the_folder(name: str, tmp_path: Path) -> None:
    inbox = tmp_path / "a" / "inbox"
    inbox.mkdir(parents=True)
    made = Attachment.of(PDF, name="x.pdf").model_copy(update={"attachment_name": name, "content_type": "x/y"})
    assert made.save(inbox).parent == inbox
    assert made.save(inbox, name, overwrite=True).parent == inbox
    assert [path.parent for path in tmp_path.rglob("*") if path.is_file()] == [inbox]


def test_nothing_is_saved_of_a_file_that_cannot_be_unzipped_to_its_end(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x", os.urandom(1000))
    broken = bytearray(buffer.getvalue())
    broken[500] ^= 1
    text = sample_package(attachments=[Attachment.of(b"x", name="a.txt")]).to_bytes().decode()
    start = text.index(">", text.index("<edXML:ContentTransferEncoded")) + 1
    end = text.index("<", start)
    text = text[:start] + base64.b64encode(broken).decode() + text[end:]
    (attachment,) = edoc.read(text.encode()).attachments
    with pytest.raises(AttachmentError, match="cannot be unzipped"):
        attachment.save(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert attachment.sha256 is None


# ---- comparing and changing -----------------------------------------------------------------


def test_attachments_are_equal_when_metadata_and_content_are() -> None:
    one, same, other = (Attachment.of(data, name="a.pdf") for data in (PDF, PDF, TEXT))
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != one.model_copy(update={"description": "d"})
    assert one.model_copy() == one
    assert one != "a.pdf"


def test_a_copy_keeps_the_content() -> None:
    (read,) = read_back(Attachment.of(TEXT, name="a.txt"))
    copy = read.model_copy(update={"attachment_name": "b.txt", "description": "mới"})
    assert (copy.attachment_name, copy.description, copy.read()) == ("b.txt", "mới", TEXT)


@pytest.mark.parametrize("update", [{"content_type": "application/pdf"}, {"attachment_name": "a.zip"}])
def test_a_change_that_makes_readers_deliver_other_bytes_is_refused(update: dict[str, str]) -> None:
    with pytest.raises(FieldError, match="readers would deliver it as raw, but it is stored as zip"):
        Attachment.of(TEXT, name="a.txt").model_copy(update=update)


def test_an_unknown_field_of_a_copy_is_refused() -> None:
    with pytest.raises(FieldError, match=r"Attachment\.nme"):
        Attachment.of(TEXT, name="a.txt").model_copy(update={"nme": "b"})


def as_is() -> Attachment:
    text = sample_package(attachments=[Attachment.of(PDF, name="a.doc")]).to_bytes()
    text = text.replace(b"<ContentType>application/doc", b"<ContentType>application/zip")
    package = edoc.read(text)
    assert [fault.code for fault in package.faults] == ["zip-not-a-zip"]
    return package.attachments[0]


def test_what_is_given_as_it_is_stays_so_when_its_name_changes_and_can_get_its_right_type() -> None:
    attachment = as_is()
    renamed = attachment.model_copy(update={"attachment_name": "b.doc"})
    typed = attachment.model_copy(update={"content_type": "application/doc"})
    assert renamed.read() == typed.read() == PDF
    assert renamed.encoding == typed.encoding == "raw"


def test_an_attachment_without_content_has_neither_size_nor_digest() -> None:
    bare = Attachment(attachment_name="a.pdf")
    with pytest.raises(UsageError, match="has no content; make it with"):
        bare.open()
    assert bare.model_copy(update={"description": "d"}).description == "d"
    assert (bare.size, bare.sha256) == (None, None)


def test_a_closed_package_gives_no_bytes_that_were_not_read_yet(tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    sample_package(attachments=[Attachment.of(os.urandom(200_000), name="a.pdf")]).write(path)
    with edoc.read(path) as package:
        assert isinstance(package, DocumentPackage)
        (attachment,) = package.attachments
    with pytest.raises(edoc.SourceChangedError):
        attachment.read()


# ---- archives -------------------------------------------------------------------------------


def archive_of(flags: int = 0, method: int | None = None) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x", TEXT)
    data = bytearray(buffer.getvalue())
    directory = data.index(b"PK\x01\x02")
    data[6] |= flags
    data[directory + 8] |= flags
    if method is not None:
        data[8] = data[directory + 10] = method
    return io.BytesIO(bytes(data))


@pytest.mark.parametrize(("flags", "method"), [(1, None), (0, 99), (0x20, None)])
def test_an_encrypted_archive_or_one_of_an_unknown_method_is_an_attachment_error(
    flags: int, method: int | None
) -> None:
    assert inspect_zip(archive_of(flags, method), DEFAULT_LIMITS).entries == 1
    with pytest.raises(AttachmentError, match="cannot be unzipped"):
        open_first_entry(archive_of(flags, method), Limits(), "x.edxml")


def test_an_empty_archive_has_no_first_entry() -> None:
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    with pytest.raises(AttachmentError, match="has no entry"):
        open_first_entry(buffer, Limits(), None)


def test_an_entry_is_closed_with_its_archive() -> None:
    buffer = archive_of()
    stream = open_first_entry(buffer, Limits(), None)
    assert isinstance(stream, io.BufferedReader)
    assert stream.read() == TEXT
    stream.close()
    stream.raw.close()
    assert stream.closed


class Changed(io.BytesIO):
    """A file that changes after a number of reads."""

    def __init__(self, data: bytes, good: int) -> None:
        super().__init__(data)
        self.good = good

    def read(self, size: int | None = -1, /) -> bytes:
        self.good -= 1
        if self.good < 0:
            raise edoc.SourceChangedError("changed")
        return super().read(size)


@pytest.mark.parametrize("good", [0, 1, 2])
def test_a_source_that_changes_while_its_table_of_contents_is_read_is_no_broken_archive(good: int) -> None:
    with pytest.raises(edoc.SourceChangedError):
        inspect_zip(Changed(archive_of().getvalue(), good), DEFAULT_LIMITS)
    with pytest.raises(edoc.SourceChangedError):
        open_first_entry(Changed(archive_of().getvalue(), good), Limits(), None)


@pytest.mark.parametrize("ask", [Attachment.read, Attachment.open, Attachment.unzip])
def test_a_package_that_changed_under_an_archive_is_told_as_such(
    ask: Callable[[Attachment], object], tmp_path: Path
) -> None:
    path = tmp_path / "a.edxml"
    sample_package(attachments=[Attachment.of(os.urandom(200_000), name="a.bin")]).write(path)
    (attachment,) = edoc.read(path).attachments
    with path.open("ab") as file:
        file.write(b" ")
    with pytest.raises(edoc.SourceChangedError):
        ask(attachment)


def test_a_package_that_changes_while_an_archive_is_read_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    sample_package(attachments=[Attachment.of(os.urandom(2 << 20), name="a.bin")]).write(path)
    (attachment,) = edoc.read(path).attachments
    with attachment.open() as stream:
        assert stream.read(1)
        with path.open("ab") as file:
            file.write(b" ")
        with pytest.raises(edoc.SourceChangedError):
            stream.read()


def _with_content(data: bytes, name: str = "a.txt") -> Attachment:
    """Give the attachment of a package whose stored content is *data*, declared a zip."""
    text = base64.b64encode(data)
    package = sample_package(attachments=[Attachment.of(b"x", name=name)]).to_bytes()
    found = edoc.read(re.sub(rb"(?<=2016\">)UEsD[^<]*", text, package))
    return found.attachments[0]


def _archive(method: int = zipfile.ZIP_DEFLATED, content: bytes = b"content " * 99) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt"), content, method)
    return buffer.getvalue()


def _broken(archive: bytes) -> bytes:
    return archive[:40] + bytes([archive[40] ^ 0xFF]) + archive[41:]


def test_two_attachments_that_cannot_be_unzipped_are_equal_only_if_their_bytes_are() -> None:
    one, other = _broken(_archive()), _broken(_archive(content=b"another " * 99))
    assert (_with_content(one).sha256, _with_content(other).sha256) == (None, None)
    assert _with_content(one) == _with_content(one)
    assert _with_content(one) != _with_content(other)
    assert Attachment(attachment_name="a") == Attachment(attachment_name="a")


def test_an_attachment_that_cannot_be_opened_is_named_by_its_path() -> None:
    with pytest.raises(edoc.AttachmentError) as caught:
        _with_content(_broken(_archive())).read()
    assert caught.value.path == "/edXML/AttachmentEncoded/Attachment"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_that_readers_do_not_know_is_a_broken_zip(method: int) -> None:
    attachment = _with_content(_archive(method))
    assert attachment.encoding == "raw"
    with pytest.raises(edoc.AttachmentError, match="readers take stored and deflated"):
        attachment.unzip()


def test_an_encrypted_entry_is_a_broken_zip() -> None:
    archive = bytearray(_archive())
    archive[6] |= 1
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(edoc.AttachmentError, match="encrypted"):
        _with_content(bytes(archive)).unzip()


def test_a_new_attachment_differs_from_one_that_cannot_be_unzipped() -> None:
    broken = _with_content(_broken(_archive()))
    new = Attachment.of(b"x", name="a.txt").model_copy(update={"content_id": broken.content_id})
    assert new != broken


def test_contents_know_the_bytes_that_tell_them_apart() -> None:
    content = Attachment.of(b"abc", name="a.txt")._content
    assert content is not None
    assert b"".join(content.raw_pieces()) == b"abc"


def test_an_attachment_that_is_given_as_it_is_differs_from_one_that_is_unzipped() -> None:
    as_it_is = _with_content(b"no zip")
    zipped = Attachment.of(b"no zip", name="a.txt").model_copy(update={"content_id": as_it_is.content_id})
    assert (as_it_is.encoding, zipped.encoding) == ("raw", "zip")
    assert as_it_is != zipped


def test_an_attachment_without_content_differs_from_one_that_cannot_be_unzipped() -> None:
    broken = _with_content(_broken(_archive()))
    empty = Attachment(
        content_id=broken.content_id, attachment_name=broken.attachment_name, content_type=broken.content_type
    )
    assert empty != broken
