"""One look at one attachment: everything the content rules ask for."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc._xml.clock import Clock, is_out_of_time
from edoc.conformance.content.containers import ContainerFacts, ole_facts, zip_facts
from edoc.conformance.content.kinds import CLOSED, Kind, kind_of
from edoc.conformance.content.pdf import PdfFacts, pdf_facts
from edoc.errors import AttachmentError, LimitExceededError
from edoc.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edoc.edxml.attachment import Attachment
    from edoc.limits import Limits

__all__ = ["Inspection", "inspect", "inspect_bytes"]

#: U+FFFD in UTF-8: what a text decoder leaves of a byte that it cannot read.
_REPLACEMENT: Final = b"\xef\xbf\xbd"
_FEW: Final = 3
#: The bytes at the start that tell the kind, and whether the content is mangled.
_HEAD: Final = 4096
#: What is opened, and therefore needed whole.
_OPENED: Final = frozenset({Kind.PDF, Kind.ZIP, Kind.OLE})
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
        not_inspected: Why it was not looked into: the limit that is exceeded, its value, what was found; or the kind
            of archive that is not opened.
    """

    kind: Kind | None
    size: int = 0
    sha256: str | None = None
    pdf: PdfFacts | None = None
    container: ContainerFacts | None = None
    mangled: bool = False
    unreadable: str | None = None
    not_inspected: str | None = None


def inspect(
    attachment: Attachment, limits: Limits = DEFAULT_LIMITS, clock: Clock | None = None, *, digest: bool = True
) -> Inspection:
    """Look at an attachment once; never raises for what is in it.

    Of what is not opened (a text, an image) no more is kept in memory than tells its kind.

    Args:
        attachment: The attachment.
        limits: How large it may be to be looked into; of larger ones only the kind is told.
        clock: The time that is left for it; its own by *limits*, where none is given.
        digest: Whether its SHA-256 is wanted.

    Raises:
        LimitExceededError: The time is over; nothing is then said of the attachment.
    """
    clock = clock or Clock(limits)
    try:
        return _inspected(attachment, limits, clock, digest=digest)
    except LimitExceededError as error:
        error.path = error.path or attachment.attachment_name or str(attachment.content_id)
        clock.stopped_at = clock.stopped_at or error.path
        raise


def _inspected(attachment: Attachment, limits: Limits, clock: Clock, *, digest: bool) -> Inspection:
    if not attachment.has_content:
        return Inspection(None)
    kept = io.BytesIO()  # takes pieces and gives them whole without a copy
    hasher = hashlib.sha256() if digest else None
    size, head, most = 0, b"", limits.inspected_bytes
    try:
        if attachment.encoding == "raw" and (size := attachment.size or 0) > most:  # proved while reading
            return Inspection(kind_of(next(attachment.pieces())), size, not_inspected=_beyond(limits, size))
        size = 0
        for piece in attachment.pieces():  # a zip is read to its end, for its checksum
            clock.check()
            size += len(piece)
            if hasher is not None:
                hasher.update(piece)
            if size > most:
                kept = io.BytesIO()
            elif len(head) < _HEAD or kind_of(head) in _OPENED:
                kept.write(piece)
            head += piece[: _HEAD - len(head)]
    except (AttachmentError, LimitExceededError) as error:
        if is_out_of_time(error):
            raise
        return Inspection(None, size, unreadable=error.message)
    if size > most:
        return Inspection(kind_of(head, size), size, not_inspected=_beyond(limits, size))
    data = kept.getvalue()
    del kept
    return _looked_at(data, size, None if hasher is None else hasher.hexdigest(), limits, clock)


def _beyond(limits: Limits, size: int) -> str:
    return _said(limits.reached("inspected_bytes", size))


def _said(reached: Mapping[str, str]) -> str:
    """Say in numbers which limit is exceeded."""
    return f"{reached['limit']} = {reached['value']}: {reached['found']}"


def inspect_bytes(
    data: bytes, limits: Limits = DEFAULT_LIMITS, clock: Clock | None = None, *, digest: bool = True
) -> Inspection:
    """Look at a whole content; *clock* and *digest* as for `inspect`.

    Raises:
        LimitExceededError: The time is over.

    >>> found = inspect_bytes(b"%PDF-1.7 and nothing more")
    >>> found.kind.value, found.pdf.damaged is None
    ('PDF', False)
    """
    sha256 = hashlib.sha256(data).hexdigest() if digest else None
    return _looked_at(data, len(data), sha256, limits, clock or Clock(limits))


def _looked_at(data: bytes, size: int, sha256: str | None, limits: Limits, clock: Clock) -> Inspection:
    """Look at a content of *size* bytes, of which *data* is all, or what tells that it is not opened."""
    clock.check()
    kind = kind_of(data, size)
    pdf: PdfFacts | None = None
    container: ContainerFacts | None = None
    not_inspected: str | None = None
    try:
        if kind is Kind.PDF:
            pdf = pdf_facts(data, limits, clock)
        elif kind in {Kind.ZIP, Kind.OLE}:
            container = zip_facts(data, limits, clock) if kind is Kind.ZIP else ole_facts(data)
            kind = container.kind
        elif kind in CLOSED:
            not_inspected = str(kind)
    except LimitExceededError as error:
        if is_out_of_time(error):
            raise
        not_inspected = _said(error.params)
    return Inspection(
        kind,
        size,
        sha256,
        pdf,
        container,
        mangled=kind not in _TEXTS and data.count(_REPLACEMENT, 0, _HEAD) > _FEW,
        not_inspected=not_inspected,
    )
