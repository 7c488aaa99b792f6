"""When an attachment is zipped: the rules of the readers in circulation, and what to write for them.

The national SDK decides by two texts: it unzips when ``ContentType`` is exactly
``application/zip`` (or missing) and the format is not exactly ``zip``. The format is the element
``Format`` where there is one, else the extension of ``AttachmentName``, case kept.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

__all__ = [
    "ZIP",
    "Encoding",
    "Form",
    "delivered_encoding",
    "form_for_writing",
    "format_of",
    "holds_zip_by_nature",
]

Encoding = Literal["raw", "zip"]

ZIP: Final = "application/zip"
#: Written when there is nothing to unzip in a file that claims to be an archive.
_OCTETS: Final = "application/octet-stream"
#: What every known writer sends as it is, with the content type it gives.
_RAW: Final = {"pdf": "application/pdf", "doc": "application/doc", "docx": "application/docx"}
#: Formats whose files are zip archives themselves.
_ARCHIVES: Final = frozenset(
    [
        "zip",
        "docx",
        "xlsx",
        "pptx",
        "docm",
        "xlsm",
        "pptm",
        "dotx",
        "xltx",
        "potx",
        "odt",
        "ods",
        "odp",
        "odg",
        "jar",
        "epub",
        "ofd",
        "asice",
        "apk",
        "kmz",
    ]
)


def extension_of(name: str) -> str:
    """Give what stands after the last dot of a file name; empty when there is none."""
    base = name.replace("\\", "/").rpartition("/")[2]
    _, dot, extension = base.rpartition(".")
    return extension if dot else ""


def format_of(name: str | None, declared: str | None) -> str:
    """Give the format as the national SDK finds it.

    >>> format_of("Công văn.PDF", None)
    'PDF'
    >>> format_of("README", None)
    'unk'
    """
    if declared and declared != "unk":
        return declared
    return extension_of(name or "") or "unk"


def delivered_encoding(content_type: str | None, format_: str) -> Encoding:
    """Say whether readers unzip an attachment before they deliver it."""
    return "zip" if content_type in {None, ZIP} and format_ != "zip" else "raw"


def holds_zip_by_nature(format_: str) -> bool:
    """Say whether files of this format are zip archives, so that zip bytes are no surprise."""
    return format_.lower().strip() in _ARCHIVES


class Form(NamedTuple):
    """How an attachment is written."""

    encoding: Encoding
    content_type: str


def form_for_writing(name: str, *, empty: bool) -> Form:
    """Choose the form that every known reader delivers bit for bit.

    PDF and Word files go as they are; everything else goes as a zip with one entry, since that
    is what the national SDK unzips. Files named ``.zip`` exactly would not be unzipped and go as
    they are; files named ``.ZIP`` would be, and are zipped once more. Nothing empty goes raw:
    the national SDK drops an empty element and then fails to read it.

    >>> form_for_writing("a.pdf", empty=False)
    Form(encoding='raw', content_type='application/pdf')
    >>> form_for_writing("a.ZIP", empty=False)
    Form(encoding='zip', content_type='application/zip')
    """
    extension = extension_of(name)
    if extension == "zip":
        return Form("raw", _OCTETS if empty else ZIP)
    raw_type = _RAW.get(extension.lower())
    if raw_type and not empty:
        return Form("raw", raw_type)
    return Form("zip", ZIP)
