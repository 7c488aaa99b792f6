"""One look at one attachment: everything the content rules ask for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc.conformance.content.containers import ContainerFacts, ole_facts, zip_facts
from edoc.conformance.content.kinds import Kind, kind_of
from edoc.conformance.content.pdf import PdfFacts, TooLargeError, pdf_facts
from edoc.errors import AttachmentError, LimitExceededError

if TYPE_CHECKING:
    from edoc.edxml.attachment import Attachment

__all__ = ["MOST_BYTES", "Inspection", "inspect", "inspect_bytes"]

#: Contents up to this size are looked into; of larger ones only the kind is told.
MOST_BYTES: Final = 64 << 20
_TOO_LARGE: Final = f"larger than {MOST_BYTES >> 20} MiB"
#: U+FFFD in UTF-8: what a text decoder leaves of a byte that it cannot read.
_REPLACEMENT: Final = b"\xef\xbf\xbd"
_FEW: Final = 3
_TEXTS: Final = frozenset({Kind.TEXT, Kind.XML, Kind.HTML, Kind.EDXML, Kind.RTF})


@dataclass(frozen=True, slots=True)
class Inspection:
    """What an attachment is.

    Args:
        kind: By its content; None where the content cannot be read at all.
        size: In bytes, decoded and unzipped, as far as it was read.
        sha256: Of the content; None where it was not read whole, or nobody asked.
        pdf: Facts of a PDF.
        container: Facts of a ZIP or OLE file.
        mangled: Whether binary content went through a text decoder, which destroys it.
        unreadable: Why the content cannot be read.
        not_inspected: Why it was not looked into.
    """

    kind: Kind | None
    size: int = 0
    sha256: str | None = None
    pdf: PdfFacts | None = None
    container: ContainerFacts | None = None
    mangled: bool = False
    unreadable: str | None = None
    not_inspected: str | None = None


def inspect(attachment: Attachment, *, digest: bool = True) -> Inspection:
    """Look at an attachment once; never raises for what is in it.

    Args:
        attachment: The attachment.
        digest: Whether its SHA-256 is wanted.
    """
    if not attachment.has_content:
        return Inspection(None)
    pieces: list[bytes] = []
    size = 0
    try:
        if attachment.encoding == "raw" and (attachment.size or 0) > MOST_BYTES:  # proved while reading
            return Inspection(kind_of(next(attachment.pieces())), attachment.size or 0, not_inspected=_TOO_LARGE)
        for piece in attachment.pieces():  # a zip is read to its end, for its checksum
            size += len(piece)
            if size <= MOST_BYTES:
                pieces.append(piece)
            else:
                del pieces[1:]  # the first tells the kind
    except (AttachmentError, LimitExceededError) as error:
        return Inspection(None, size, unreadable=error.message)
    data = b"".join(pieces)
    if size > MOST_BYTES:
        return Inspection(kind_of(data), size, not_inspected=_TOO_LARGE)
    return inspect_bytes(data, digest=digest)


def inspect_bytes(data: bytes, *, digest: bool = True) -> Inspection:
    """Look at a whole content; *digest* says whether its SHA-256 is wanted.

    >>> found = inspect_bytes(b"%PDF-1.7 and nothing more")
    >>> found.kind.value, found.pdf.damaged is None
    ('PDF', False)
    """
    kind = kind_of(data)
    pdf: PdfFacts | None = None
    container: ContainerFacts | None = None
    not_inspected: str | None = None
    if kind is Kind.PDF:
        try:
            pdf = pdf_facts(data)
        except TooLargeError:
            not_inspected = "too many objects"
    elif kind in {Kind.ZIP, Kind.OLE}:
        container = zip_facts(data) if kind is Kind.ZIP else ole_facts(data)
        kind = container.kind
    return Inspection(
        kind,
        len(data),
        hashlib.sha256(data).hexdigest() if digest else None,
        pdf,
        container,
        mangled=kind not in _TEXTS and data.count(_REPLACEMENT, 0, 4096) > _FEW,
        not_inspected=not_inspected,
    )
