"""What is seen in one attachment: facts, never exceptions."""

from __future__ import annotations

import io
import random
import zipfile
from typing import Any

import pikepdf
import pytest

import edoc
from edoc.conformance.content import Kind, inspect, inspect_bytes
from edoc.edxml.attachment import Attachment
from edoc.testing import sample_docx, sample_package, sample_pdf, sample_scan, sample_xlsx
from edoc.testing.defects.files import edited, ole
from edoc.testing.files import zip_of


def _pdf(data: bytes) -> Any:
    facts = inspect_bytes(data).pdf
    assert facts is not None
    return facts


def _container(data: bytes) -> Any:
    facts = inspect_bytes(data).container
    assert facts is not None
    return facts


def test_a_plain_pdf_shows_nothing_but_its_pages() -> None:
    facts = _pdf(sample_pdf(pages=3))
    assert (facts.version, facts.pages, facts.damaged, facts.other_sizes, facts.scans) == ((1, 4), 3, None, (), ())
    assert not any((facts.encrypted, facts.locked, facts.javascript, facts.launch, facts.embedded, facts.signatures))


def test_the_version_of_the_catalogue_counts_where_it_is_later() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Version = pikepdf.Name("/1.7")

    assert _pdf(edited(change)).version == (1, 7)


def test_a_version_that_is_no_number_counts_for_nothing() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Version = pikepdf.Name("/moi")

    assert _pdf(edited(change)).version >= (1, 3)


def test_a_script_deep_inside_an_object_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")
        pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", pikepdf.Array([action])]))

    assert _pdf(edited(change)).javascript


def test_nesting_beyond_any_use_is_not_followed() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        inner = pikepdf.Array([pikepdf.Dictionary(JS="app.alert(1)")])
        for _ in range(80):
            inner = pikepdf.Array([inner])
        pdf.Root.Deep = inner

    assert not _pdf(edited(change)).javascript


@pytest.mark.parametrize("name", [b"/JS", b"/J#53", b"/#4aS"])
def test_a_script_is_found_however_its_name_is_written(name: bytes) -> None:
    plain = edited(lambda pdf: pdf.Root.__setattr__("Action", pikepdf.Dictionary(XX="app.alert(1)")))
    assert not _pdf(plain).javascript
    assert _pdf(plain.replace(b"/XX", name)).javascript


def test_a_script_in_a_compressed_object_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Action = pdf.make_indirect(pikepdf.Dictionary(JS="app.alert(1)"))

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(edited(change))) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"/JS" not in out.getvalue()
    assert _pdf(out.getvalue()).javascript


def test_a_pdf_without_pages_is_damaged() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0]

    assert _pdf(edited(change)).damaged == "no pages"


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"%PDF-1.4\n" + bytes(100), sample_pdf()[:300]])
def test_what_qpdf_cannot_open_is_damaged(data: bytes) -> None:
    assert _pdf(data).damaged


def test_a_page_across_is_a4_as_well() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].mediabox = pikepdf.Array([0, 0, 842, 595])

    assert _pdf(edited(change)).other_sizes == ()


@pytest.mark.parametrize(("dpi", "colour"), [(200, True), (150, False), (300, True)])
def test_a_scan_tells_its_resolution_and_its_colour(dpi: int, colour: bool) -> None:
    (scan,) = _pdf(sample_scan(dpi, colour=colour)).scans
    assert (scan.page, scan.colour) == (1, colour)
    assert abs(scan.dpi - dpi) <= 1


def _scanned(change: Any) -> tuple[Any, ...]:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sample_scan(100))) as pdf:
        change(pdf, pdf.pages[0])
        pdf.save(out)
    return _pdf(out.getvalue()).scans  # type: ignore[no-any-return]  # a tuple of scans


def _image(page: Any) -> Any:
    return page.Resources.XObject["/Im1"]


def test_an_image_that_covers_half_of_the_page_is_no_scan() -> None:
    assert _scanned(lambda pdf, page: page.Contents.write(b"q 595 0 0 400 0 0 cm /Im1 Do Q")) == ()


def test_matrices_are_multiplied_saved_and_restored() -> None:
    drawing = b"Q q 2 0 0 2 0 0 cm q 1 0 0 1 5 5 cm Q 297.5 0 0 421 0 0 cm /Im1 Do Q"
    assert len(_scanned(lambda pdf, page: page.Contents.write(drawing))) == 1


def test_an_image_that_is_named_and_not_there_is_no_scan() -> None:
    assert _scanned(lambda pdf, page: page.Contents.write(b"595 0 0 842 0 0 cm /Im9 Do")) == ()


def test_a_page_with_much_drawing_is_no_scan() -> None:
    numbers = random.Random(1)
    lines = [b"%d %d m 1 1 l S\n" % (numbers.randrange(10**9), numbers.randrange(10**9)) for _ in range(4_000)]
    filling = b"".join(lines) + b"595 0 0 842 0 0 cm /Im1 Do"
    assert _scanned(lambda pdf, page: page.Contents.write(filling)) == ()


def test_a_page_that_draws_nothing_is_no_scan() -> None:
    def change(pdf: Any, page: Any) -> None:
        del page.Contents

    assert _scanned(change) == ()


def test_contents_may_be_several_streams() -> None:
    def change(pdf: Any, page: Any) -> None:
        page.Contents = pdf.make_indirect(
            pikepdf.Array([pdf.make_stream(b"595 0 0 842 0 0 cm "), pdf.make_stream(b"/Im1 Do")])
        )

    assert len(_scanned(change)) == 1


@pytest.mark.parametrize(
    ("key", "value", "colour"),
    [
        ("BitsPerComponent", 1, False),
        ("ColorSpace", ["/Indexed", "/DeviceRGB", 1, b"abcdef"], True),
        ("ColorSpace", ["/CalGray", {}], False),
        ("ColorSpace", "/DeviceCMYK", True),
    ],
)
def test_colour_is_read_from_the_image(key: str, value: Any, colour: bool) -> None:
    def change(pdf: Any, page: Any) -> None:
        made = value
        if isinstance(value, list):
            made = pikepdf.Array(
                [
                    pikepdf.Name(part) if isinstance(part, str) else pikepdf.Dictionary() if part == {} else part
                    for part in value
                ]
            )
        elif isinstance(value, str):
            made = pikepdf.Name(value)
        _image(page)[f"/{key}"] = made

    assert [scan.colour for scan in _scanned(change)] == [colour]


@pytest.mark.parametrize(("count", "colour"), [(1, False), (3, True)])
def test_a_colour_profile_has_so_many_channels(count: int, colour: bool) -> None:
    def change(pdf: Any, page: Any) -> None:
        profile = pdf.make_stream(b"")
        profile.N = count
        _image(page).ColorSpace = pikepdf.Array([pikepdf.Name.ICCBased, profile])

    assert [scan.colour for scan in _scanned(change)] == [colour]


def test_a_fax_image_has_no_colour() -> None:
    def change(pdf: Any, page: Any) -> None:
        _image(page).Filter = pikepdf.Array([pikepdf.Name.CCITTFaxDecode])

    assert [scan.colour for scan in _scanned(change)] == [False]


def test_office_files_are_told_from_archives() -> None:
    assert inspect_bytes(sample_docx()).kind is Kind.DOCX
    assert inspect_bytes(sample_xlsx()).kind is Kind.XLSX
    assert inspect_bytes(zip_of({"mimetype": b"application/vnd.oasis.opendocument.text", "a": b""})).kind is Kind.ODF
    assert inspect_bytes(zip_of({"mimetype": b"text/plain"})).kind is Kind.ZIP
    assert inspect_bytes(zip_of({"[Content_Types].xml": b"", "other/a": b""})).kind is Kind.ZIP


def test_macros_are_found_in_files_of_both_generations() -> None:
    assert _container(ole("WordDocument", "Macros/")).macros
    assert not _container(ole("WordDocument")).macros
    assert _container(ole("WordDocument")).kind is Kind.DOC
    assert _container(ole("Workbook", "_VBA_PROJECT_CUR/")).macros


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 and nothing more",
        zip_of({"a": b"a"})[:-2],
        b"PK\x05\x06" + bytes(8) + (9 << 20).to_bytes(4, "little") + bytes(6),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ],
)
def test_a_container_that_cannot_be_opened_is_damaged(data: bytes) -> None:
    assert _container(data).damaged


def test_an_archive_tells_what_is_in_it() -> None:
    inner = zip_of({"a.txt": b"a"})
    facts = _container(
        zip_of(
            {
                "../a": b"a",
                "b.exe": b"",
                "c": b"MZ\x90",
                "d.zip": inner,
                "e.docx": sample_docx(),
                "f": b"<edXML>",
                "g/": b"",
            }
        )
    )
    assert (facts.outside, facts.executables, facts.nested, facts.packages) == (
        ("../a",),
        ("b.exe", "c"),
        ("d.zip",),
        ("f",),
    )


def test_an_entry_without_a_name_is_an_entry() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"MZ\x90")
    facts = _container(packed.getvalue())
    assert (facts.damaged, facts.names, facts.executables) == (None, ("",), ("",))


def test_a_damaged_entry_of_any_compression_is_damage() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", b"a" * 99)
    data = bytearray(packed.getvalue())
    data[data.index(b"a.txt") + 9] = 0xFF  # the properties of LZMA (APPNOTE.TXT 5.8.8)
    assert _container(bytes(data)).damaged == "Invalid or unsupported options"


def test_a_compression_that_python_does_not_know_is_damage() -> None:
    data = bytearray(zip_of({"a.txt": b"a" * 9}))
    for sign, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(sign) + at] = 99
    assert _container(bytes(data)).damaged


def test_an_attachment_that_cannot_be_unzipped_says_why() -> None:
    from edoc.testing.defects import DEFECTS  # noqa: PLC0415 - for this test alone

    package = edoc.read(DEFECTS["ATT-108"].apply())
    assert inspect(package.attachments[1]).unreadable


def test_an_attachment_without_content_is_of_no_kind() -> None:
    assert inspect(Attachment(attachment_name="a.pdf")).kind is None


@pytest.mark.parametrize("number", [0, 1])
def test_what_is_too_large_is_not_looked_into(number: int) -> None:
    found = inspect(edoc.read(sample_package(1).to_bytes()).attachments[number], edoc.Limits(inspected_bytes=4))
    assert (found.not_inspected or "").startswith("inspected_bytes = 4: ")
    assert found.pdf is None


def test_the_kind_of_what_is_too_large_is_told_by_its_start() -> None:
    pdf = sample_pdf() + random.Random(1).randbytes(2 << 20)
    made = Attachment.of(pdf, name="a.pdf", encoding="zip", content_id="a@mau.vn")
    attachment = edoc.read(sample_package(1).with_attachments([made]).to_bytes()).attachments[0]
    for most in (4, 100_000):
        found = inspect(attachment, edoc.Limits(inspected_bytes=most))
        assert (found.kind, found.size, found.pdf) == (Kind.PDF, len(pdf), None)


def test_an_archive_of_zip_version_two_is_read_by_its_directory() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", "a")
    assert _container(b"".join([buffer.getvalue()])).names == ("a.txt",)
