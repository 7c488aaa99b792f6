"""Kinds of file by their first bytes: a table of what is exchanged, and of what must not be.

A table of our own, not a library of file types: the field knows some thirty kinds, half of them
share one of two containers (ZIP and OLE) and are told apart by what is inside, and the general
libraries either guess from the name or answer "zip" and "OLE" where a rule needs to know more.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

__all__ = [
    "ARCHIVES",
    "CLOSED",
    "DOCUMENTS",
    "EXECUTABLE_NAMES",
    "EXTENSIONS",
    "HEAD",
    "MIME",
    "Kind",
    "extension_of",
    "kind_of",
]


class Kind(StrEnum):
    """What a file is, by its content."""

    PDF = "PDF"
    DOCX = "Word (docx)"
    XLSX = "Excel (xlsx)"
    PPTX = "PowerPoint (pptx)"
    ODF = "OpenDocument"
    DOC = "Word (doc)"
    XLS = "Excel (xls)"
    PPT = "PowerPoint (ppt)"
    OLE = "OLE"
    RTF = "RTF"
    EDXML = "edXML"
    XML = "XML"
    HTML = "HTML"
    TEXT = "text"
    PNG = "PNG"
    JPEG = "JPEG"
    TIFF = "TIFF"
    GIF = "GIF"
    BMP = "BMP"
    ZIP = "ZIP"
    RAR = "RAR"
    SEVEN_ZIP = "7-Zip"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    TAR = "tar"
    CAB = "CAB"
    EXECUTABLE = "executable"
    EMPTY = "empty"
    UNKNOWN = "unknown"


#: What can be the document itself (Decision 1123/QĐ-UBND, Article 7; Decree 30/2020/NĐ-CP, Annex I).
DOCUMENTS: Final = frozenset(
    {Kind.PDF, Kind.DOCX, Kind.DOC, Kind.XLSX, Kind.XLS, Kind.ODF, Kind.RTF, Kind.TIFF, Kind.XML, Kind.PPTX, Kind.PPT}
)
#: Files that hold files.
ARCHIVES: Final = frozenset({Kind.ZIP, Kind.RAR, Kind.SEVEN_ZIP, Kind.GZIP, Kind.BZIP2, Kind.XZ, Kind.TAR, Kind.CAB})
#: Those of them that are not opened here: what is inside is told to be not looked into.
CLOSED: Final = ARCHIVES - {Kind.ZIP}

#: The kinds that an extension promises; one that is not here promises nothing.
EXTENSIONS: Final[dict[str, frozenset[Kind]]] = {
    "pdf": frozenset({Kind.PDF}),
    "docx": frozenset({Kind.DOCX}),
    "docm": frozenset({Kind.DOCX}),
    "xlsx": frozenset({Kind.XLSX}),
    "xlsm": frozenset({Kind.XLSX}),
    "pptx": frozenset({Kind.PPTX}),
    "pptm": frozenset({Kind.PPTX}),
    # Word saves RTF, HTML and its own XML of 2003 under the old names, and opens each
    "doc": frozenset({Kind.DOC, Kind.OLE, Kind.RTF, Kind.XML, Kind.HTML}),
    "xls": frozenset({Kind.XLS, Kind.OLE, Kind.XML, Kind.HTML, Kind.TEXT}),
    "ppt": frozenset({Kind.PPT, Kind.OLE}),
    "odt": frozenset({Kind.ODF}),
    "ods": frozenset({Kind.ODF}),
    "rtf": frozenset({Kind.RTF}),
    "png": frozenset({Kind.PNG}),
    "jpg": frozenset({Kind.JPEG}),
    "jpeg": frozenset({Kind.JPEG}),
    "tif": frozenset({Kind.TIFF}),
    "tiff": frozenset({Kind.TIFF}),
    "gif": frozenset({Kind.GIF}),
    "bmp": frozenset({Kind.BMP}),
    "zip": frozenset({Kind.ZIP}),
    "rar": frozenset({Kind.RAR}),
    "7z": frozenset({Kind.SEVEN_ZIP}),
    "gz": frozenset({Kind.GZIP}),
    "tgz": frozenset({Kind.GZIP}),
    "bz2": frozenset({Kind.BZIP2}),
    "xz": frozenset({Kind.XZ}),
    "tar": frozenset({Kind.TAR}),
    "cab": frozenset({Kind.CAB}),
    "txt": frozenset({Kind.TEXT, Kind.XML, Kind.HTML}),
    "csv": frozenset({Kind.TEXT}),
    "xml": frozenset({Kind.XML, Kind.EDXML, Kind.HTML}),
    "edxml": frozenset({Kind.EDXML}),
    "html": frozenset({Kind.HTML, Kind.XML}),
    "htm": frozenset({Kind.HTML, Kind.XML}),
}

#: The kinds that a content type promises. The national SDK makes types of extensions
#: (``application/docx``), typing errors (``application/xslx``) included.
MIME: Final[dict[str, frozenset[Kind]]] = {
    "application/pdf": frozenset({Kind.PDF}),
    "application/msword": frozenset({Kind.DOC, Kind.OLE, Kind.RTF, Kind.XML, Kind.HTML}),
    "application/doc": frozenset({Kind.DOC, Kind.OLE, Kind.RTF, Kind.XML, Kind.HTML}),
    "application/docx": frozenset({Kind.DOCX}),
    "application/xlsx": frozenset({Kind.XLSX}),
    "application/xslx": frozenset({Kind.XLSX}),
    "application/xls": frozenset({Kind.XLS, Kind.OLE, Kind.XML, Kind.HTML}),
    "application/xsl": frozenset({Kind.XLS, Kind.OLE, Kind.XML, Kind.HTML}),
    "application/vnd.ms-excel": frozenset({Kind.XLS, Kind.OLE, Kind.XML, Kind.HTML}),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": frozenset({Kind.DOCX}),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": frozenset({Kind.XLSX}),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": frozenset({Kind.PPTX}),
    "image/png": frozenset({Kind.PNG}),
    "image/jpeg": frozenset({Kind.JPEG}),
    "image/tiff": frozenset({Kind.TIFF}),
    "image/gif": frozenset({Kind.GIF}),
}

#: Names that a double click on Windows runs, whatever is inside.
EXECUTABLE_NAMES: Final = frozenset(
    {
        *("exe", "com", "scr", "pif", "bat", "cmd", "msi", "msp", "dll", "cpl", "jar", "js", "jse"),
        *("vbs", "vbe", "wsf", "wsh", "hta", "ps1", "psm1", "lnk", "reg", "chm", "iso", "img"),
    }
)

_STARTS: Final = (
    (b"%PDF-", Kind.PDF),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (b"{\\rtf", Kind.RTF),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"GIF8", Kind.GIF),
    (b"Rar!\x1a\x07", Kind.RAR),
    (b"7z\xbc\xaf\x27\x1c", Kind.SEVEN_ZIP),
    (b"\x1f\x8b", Kind.GZIP),
    (b"BZh", Kind.BZIP2),
    (b"\xfd7zXZ\x00", Kind.XZ),
    (b"MSCF\x00\x00\x00\x00", Kind.CAB),
    (b"MZ", Kind.EXECUTABLE),
    (b"\x7fELF", Kind.EXECUTABLE),
    (b"\xcf\xfa\xed\xfe", Kind.EXECUTABLE),
    (b"\xca\xfe\xba\xbe", Kind.EXECUTABLE),
    (b"#!/", Kind.EXECUTABLE),
)
#: Where a tar file says that it is one (POSIX.1-2017, pax, ustar Interchange Format).
_TAR: Final = range(257, 262)
_EDXML: Final = re.compile(rb"<(?:\w+:)?edXML(?:Envelope)?[\s>]")
_HTML: Final = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: The bytes that tell the kind.
HEAD: Final = 1024


def kind_of(data: bytes, size: int | None = None) -> Kind:
    r"""Tell what the content is by its first bytes; what is inside a ZIP or OLE file is told later.

    Readers of PDF take the header within the first 1 024 bytes (ISO 32000-1, Annex H.3.4.1).

    Args:
        data: The content, or its first bytes: `HEAD` of them are enough.
        size: How many bytes there are of it, where *data* is not all of it.

    >>> kind_of(b"%PDF-1.7"), kind_of(b"MZ\x90\x00"), kind_of("Ghi chú".encode())
    (<Kind.PDF: 'PDF'>, <Kind.EXECUTABLE: 'executable'>, <Kind.TEXT: 'text'>)
    """
    if not data:
        return Kind.EMPTY
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    head = data[:HEAD]
    if head.startswith(b"BM") and (len(data) if size is None else size) == int.from_bytes(head[2:6], "little"):
        return Kind.BMP
    if head[_TAR.start : _TAR.stop] == b"ustar":
        return Kind.TAR
    if b"%PDF-" in head:
        return Kind.PDF
    return _text_kind(head)


def _text_kind(head: bytes) -> Kind:
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Kind.TEXT
    if _BINARY.search(text):
        return Kind.UNKNOWN
    if _HTML.match(text):
        return Kind.HTML
    if text.lstrip().startswith(b"<"):
        return Kind.EDXML if _EDXML.search(text) else Kind.XML
    try:
        text[:-3].decode()  # the last letter may be cut
    except UnicodeDecodeError:
        return Kind.UNKNOWN
    return Kind.TEXT


def extension_of(name: str | None) -> str:
    """Give the extension of a file name in small letters; empty where it has none.

    Dots and blanks at the end are passed over: Windows takes them off, and runs ``a.exe. .``.

    >>> extension_of("Công văn.SIGNED.PDF"), extension_of("a.exe. ."), extension_of("README"), extension_of(None)
    ('pdf', 'exe', '', '')
    """
    stem, dot, extension = (name or "").rstrip(". ").rpartition(".")
    return extension.casefold() if dot and stem else ""
