"""Scan what a package carries: every attachment, as it is delivered and as it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from edoc._xml.clock import Clock
from edoc.edxml.model import Model
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.edxml.reader import read
from edoc.errors import PackageError
from edoc.limits import DEFAULT_LIMITS
from edoc.scanning.result import ScanOutcome, ScanReason, ScanResult, worst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc._xml.source import Readable
    from edoc.edxml.attachment import Attachment
    from edoc.limits import Limits
    from edoc.scanning.result import Scanner

__all__ = ["PackageScan", "PartScan", "scan", "scan_attachment"]


class PartScan(Model):
    """What was said of one part of a package.

    Args:
        content_id: The attachment.
        attachment_name: Its file name.
        form: ``delivered``: the file as readers deliver it; ``stored``: the zip around it, which
            may hold more than readers deliver.
        result: What the scanner said.
    """

    content_id: str | None
    attachment_name: str | None
    form: Literal["delivered", "stored"]
    result: ScanResult


class PackageScan(Model):
    """What was said of a package.

    Args:
        path: The file; None for bytes and for packages that were not read from one.
        sha256: SHA-256 of the package; None for a new one.
        engine: The scanner and its signatures.
        outcome: The worst of all parts; a package without attachments is clean.
        parts: What was said of each.
    """

    schema_id: Literal["edoc/scan/1"] = Field(default="edoc/scan/1", alias="schema")
    path: str | None = None
    sha256: str | None = None
    engine: str | None = None
    outcome: ScanOutcome
    parts: tuple[PartScan, ...] = ()


def scan(
    source: Readable | DocumentPackage | StatusMessage, scanner: Scanner, *, limits: Limits = DEFAULT_LIMITS
) -> PackageScan:
    """Scan every attachment of a package for malware, before issue or on receipt.

    An attachment that is stored as a zip is scanned twice: the file that readers deliver, and the
    zip itself, whose other entries some systems unpack. Content that cannot be decoded is
    undecided, like everything that the scanner could not look at.

    Args:
        source: A path, bytes, a binary file, or a package that was read or made.
        scanner: Who looks, for example `edoc.scanning.ClamdScanner`.
        limits: For reading, and ``seconds`` for all of it.

    Raises:
        InputError: The file does not exist or cannot be read.
        PackageError: It cannot be read as a package; scan the file itself with ``scanner.scan``.
        UsageError: *source* is nothing that can be read.

    Source: Decision 1123/QĐ-UBND (Vĩnh Long, 2019), Article 22.2.
    """
    if isinstance(source, (DocumentPackage, StatusMessage)):
        return _scan(source, scanner, None, Clock(limits))
    clock = Clock(limits)
    with read(source, limits=limits) as package:
        path = source if isinstance(source, str) else str(source) if hasattr(source, "__fspath__") else None
        return _scan(package, scanner, path, clock)


def _scan(package: DocumentPackage | StatusMessage, scanner: Scanner, path: str | None, clock: Clock) -> PackageScan:
    parts = tuple(part for attachment in package.attachments for part in scan_attachment(attachment, scanner, clock))
    return PackageScan(
        path=path,
        sha256=package.source_sha256,
        engine=scanner.engine(),
        outcome=worst(part.result.outcome for part in parts),
        parts=parts,
    )


def scan_attachment(attachment: Attachment, scanner: Scanner, clock: Clock) -> Iterator[PartScan]:
    """Scan one attachment as it is delivered and, where that differs, as it is stored.

    Args:
        attachment: The attachment.
        scanner: Who looks.
        clock: The time of the whole package: what nobody began with when it was over is undecided.
    """
    if not attachment.has_content:
        return
    yield _part(attachment, "delivered", scanner, clock)
    if attachment.encoding == "zip":
        yield _part(attachment, "stored", scanner, clock)


def _part(attachment: Attachment, form: Literal["delivered", "stored"], scanner: Scanner, clock: Clock) -> PartScan:
    pieces = attachment.pieces() if form == "delivered" else attachment.stored_pieces()
    try:
        clock.check()
        result = scanner.scan(pieces)
    except PackageError as error:
        result = ScanResult.undecided(ScanReason.UNREADABLE, str(error))
    return PartScan(
        content_id=str(attachment.content_id) if attachment.content_id else None,
        attachment_name=attachment.attachment_name,
        form=form,
        result=result,
    )
