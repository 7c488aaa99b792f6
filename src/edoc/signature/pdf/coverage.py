"""Which bytes of a PDF a signature covers, to the byte."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from edoc.signature.axes import Coverage, Part
from edoc.signature.check import Outcome
from edoc.signature.cms.tokens import known_digest
from edoc.signature.pyhanko_names import pdf_embedded, status
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc.signature.pdf.reading import FoundSignature, OpenedPdf

__all__ = ["CoverageLevel", "Covered", "byte_range_digest", "covered", "covered_end"]


class CoverageLevel(StrEnum):
    """How much is covered; pyHanko's levels, and one more for a gap that holds more than the signature."""

    ENTIRE_FILE = "ENTIRE_FILE"
    #: All there was when it was signed; something was added after.
    ENTIRE_REVISION = "ENTIRE_REVISION"
    #: From the first byte on, but not to the end of a revision.
    CONTIGUOUS_BLOCK_FROM_START = "CONTIGUOUS_BLOCK_FROM_START"
    #: Anything else: bytes left out that a reader shows.
    UNCLEAR = "UNCLEAR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What was found.

    Args:
        level: See `CoverageLevel`.
        axis: The same for people, with what is not covered.
        end: The first byte after what is covered; 0 when that cannot be said.
    """

    level: CoverageLevel
    axis: Coverage
    end: int


def byte_range_digest(signature: FoundSignature, data: bytes) -> Callable[[str], bytes | None]:
    """Give what digests the covered bytes with the algorithm of a name; each one once."""
    known: dict[str, bytes | None] = {}
    view = memoryview(data)
    numbers = signature.byte_range

    def digest(name: str) -> bytes | None:
        if name not in known:
            known[name] = None
            if known_digest(name):
                worker = hashlib.new(name, usedforsecurity=False)
                for start, length in zip(numbers[::2], numbers[1::2], strict=False):
                    worker.update(view[max(start, 0) : max(start, 0) + max(length, 0)])
                known[name] = worker.digest()
        return known[name]

    return digest


def covered(pdf: OpenedPdf, signature: FoundSignature, digest: Callable[[str], bytes | None]) -> Covered:
    """Work out what a signature covers.

    The only bytes that may be left out are those of the signature itself: the gap of the ByteRange
    has to hold its hexadecimal text between angle brackets, and nothing else (ISO 32000-2, 12.8.1).

    Args:
        pdf: The file.
        signature: One of its signatures.
        digest: As `byte_range_digest` gives it; a SHA-256 that was computed is reported.
    """
    size = len(pdf.data)
    end = covered_end(pdf.data, signature)
    if not end:
        return _of(CoverageLevel.UNCLEAR, 0, pdf, signature, None)
    sha256 = digest("sha256")
    if end == size:
        return _of(CoverageLevel.ENTIRE_FILE, end, pdf, signature, sha256)
    level = CoverageLevel.CONTIGUOUS_BLOCK_FROM_START
    if end < size and _whole_revision(pdf, signature):
        level = CoverageLevel.ENTIRE_REVISION
    return _of(level, end, pdf, signature, sha256)


def covered_end(data: bytes, signature: FoundSignature) -> int:
    """Give the first byte after what is covered; 0 if more than the signature itself is left out before it."""
    numbers = signature.byte_range
    if len(numbers) != 4 or numbers[0] != 0 or not _is_gap(data, signature):
        return 0
    return numbers[2] + numbers[3]


def _is_gap(data: bytes, signature: FoundSignature) -> bool:
    _, before, after, length = signature.byte_range
    if not 0 < before < after <= after + length <= len(data):
        return False
    gap = data[before:after]
    if gap[:1] != b"<" or gap[-1:] != b">":
        return False
    try:
        return bytes.fromhex(gap[1:-1].decode("ascii")) == signature.contents
    except ValueError:
        return False


def _whole_revision(pdf: OpenedPdf, signature: FoundSignature) -> bool:
    """Ask pyHanko whether all cross-references of the revision are covered, and no later ones are read for it."""
    signed = pdf_embedded.EmbeddedPdfSignature(pdf.reader, signature.field, signature.name)
    return bool(signed.evaluate_signature_coverage() == status.SignatureCoverageLevel.ENTIRE_REVISION)


def _of(level: CoverageLevel, end: int, pdf: OpenedPdf, signature: FoundSignature, sha256: bytes | None) -> Covered:
    good = level in {CoverageLevel.ENTIRE_FILE, CoverageLevel.ENTIRE_REVISION}
    axis = Coverage(
        outcome=Outcome.PASSED if good else Outcome.FAILED,
        whole=level is CoverageLevel.ENTIRE_FILE,
        covered=(_signed_part(signature, sha256),),
        not_covered=_left_out(signature.byte_range, len(pdf.data), gap_is_signature=end > 0),
    )
    return Covered(level=level, axis=axis, end=end)


def _signed_part(signature: FoundSignature, sha256: bytes | None) -> Part:
    ranges = _ranges(signature.byte_range)
    return Part(
        name=", ".join(f"bytes {start}-{start + length - 1}" for start, length in ranges) or "bytes -",
        size=sum(length for _, length in ranges),
        sha256=None if sha256 is None else sha256.hex(),
        label="ByteRange",
    )


def _ranges(numbers: tuple[int, ...]) -> list[tuple[int, int]]:
    return [(start, length) for start, length in zip(numbers[::2], numbers[1::2], strict=False) if length > 0]


def _left_out(numbers: tuple[int, ...], size: int, *, gap_is_signature: bool) -> tuple[Part, ...]:
    """Name the bytes outside the ranges, but for the signature's own."""
    parts: list[Part] = []
    at = 0
    for start, length in sorted(_ranges(numbers)):
        if start > at and not (gap_is_signature and at == numbers[1]):
            parts.append(_part(at, min(start, size), "pdf.left-out"))
        at = max(at, start + length)
    if at < size:
        parts.append(_part(at, size, "pdf.added"))
    return tuple(parts)


def _part(start: int, end: int, key: str) -> Part:
    return Part(name=f"bytes {start}-{end - 1}", size=end - start, label=Said.of(key).message)
