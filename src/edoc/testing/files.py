"""Small, well-formed files for sample packages: PDF, scans, Word and Excel; the same each time."""

from __future__ import annotations

import io
import zipfile
from typing import Final
from xml.sax.saxutils import escape

__all__ = ["sample_docx", "sample_pdf", "sample_scan", "sample_xlsx", "zip_of"]

_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
)
_RELATIONS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
)
_RELATION: Final = (
    '<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/>'
)
_OVERRIDE: Final = (
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
)


def sample_pdf(text: str = "edoc", pages: int = 1) -> bytes:
    """Give a small, well-formed PDF with *text* on each of its pages.

    >>> sample_pdf()[:8]
    b'%PDF-1.4'
    """
    shown = text.encode("ascii", "replace").translate(None, b"()\\")
    stream = b"BT /F1 14 Tf 72 770 Td (%s) Tj ET" % shown
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return _pdf([(stream, b"<< /Font << /F1 3 0 R >> >>")] * pages, [font])


def sample_scan(dpi: int = 200, *, colour: bool = True, version: str = "1.4") -> bytes:
    """Give a PDF of one A4 page that an image fills, as a scanner writes it.

    Args:
        dpi: Pixels for each inch of the page.
        colour: Whether the image has colours, or is grey.
        version: The version in the header.

    >>> sample_scan(100, colour=False, version="1.3")[:8]
    b'%PDF-1.3'
    """
    import zlib  # noqa: PLC0415 - scans alone need it

    width, height = round(595 * dpi / 72), round(842 * dpi / 72)
    pixels = zlib.compress(bytes(width * height * (3 if colour else 1)), 9)
    image = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    ) % (width, height, b"DeviceRGB" if colour else b"DeviceGray", len(pixels), pixels)
    drawn = b"q 595 0 0 842 0 0 cm /Im1 Do Q"
    return _pdf([(drawn, b"<< /XObject << /Im1 3 0 R >> >>")], [image], version)


def _pdf(pages: list[tuple[bytes, bytes]], shared: list[bytes], version: str = "1.4") -> bytes:
    """Write a PDF of content streams with their resources (ISO 32000-1, 7.5)."""
    first = 3 + len(shared)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        *shared,
    ]
    for number, (stream, resources) in enumerate(pages):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>"
            % (resources, first + 1 + 2 * number),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    body = f"%PDF-{version}\n".encode()
    offsets: list[int] = []
    for number, item in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


def zip_of(entries: dict[str, bytes]) -> bytes:
    """Give a zip archive of named entries; the same entries give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _office(main: str, kind: str, parts: dict[str, str], relations: str = "") -> bytes:
    """Write an Office file (ISO/IEC 29500-2) of one main part and others."""
    folder, _, name = main.rpartition("/")
    entries = {
        "[Content_Types].xml": _TYPES.format(overrides=_OVERRIDE.format(part=main, kind=kind)),
        "_rels/.rels": _RELATIONS.format(items=_RELATION.format(n=1, kind="officeDocument", target=main)),
        **({f"{folder}/_rels/{name}.rels": relations} if relations else {}),
        **parts,
    }
    return zip_of({name: text.encode() for name, text in entries.items()})


def sample_docx(text: str = "edoc") -> bytes:
    """Give a Word file with *text* as its only paragraph.

    >>> sample_docx()[:2]
    b'PK'
    """
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = (
        f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:body></w:document>'
    )
    return _office("word/document.xml", "wordprocessingml.document.main", {"word/document.xml": document})


def sample_xlsx(text: str = "edoc") -> bytes:
    """Give an Excel file with *text* in its first cell.

    >>> import io, openpyxl
    >>> openpyxl.load_workbook(io.BytesIO(sample_xlsx("Bảng")))["Sheet1"]["A1"].value
    'Bảng'
    """
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = (
        f'<workbook xmlns="{space}" xmlns:r="{links}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    )
    cell = f'<c r="A1" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
    sheet = f'<worksheet xmlns="{space}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    relations = _RELATIONS.format(items=_RELATION.format(n=1, kind="worksheet", target="worksheets/sheet1.xml"))
    parts = {"xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet}
    return _office("xl/workbook.xml", "spreadsheetml.sheet.main", parts, relations)
