"""What the place of a signature on the page says about whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.signature.model import Role
from edoc.signature.said import Said

if TYPE_CHECKING:
    from edoc.signature.pdf.appearance import Box
    from edoc.signature.pdf.reading import FoundSignature, OpenedPdf

__all__ = ["role_by_place"]

#: The corner at the top right of a page: the last two fifths of its width, the upper sixth of its height.
_CORNER_LEFT: Final = 0.6
_CORNER_BOTTOM: Final = 5 / 6


def role_by_place(pdf: OpenedPdf, signature: FoundSignature) -> tuple[Role, Said | None]:
    """Say whose signature its place makes likely; the certificate decides in doubt.

    Decree 30/2020/NĐ-CP, Annex I: in the top right corner of the first page stands the agency's
    signature on an annex or a copy (Part I, II.8b; Part II, III.3); the agency's seal covers about
    the left third of the authorised person's signature (Part I, II.8a).
    """
    if signature.box is None or signature.page is None:
        return Role.UNKNOWN, None
    if signature.page == 0 and _in_corner(signature.box, pdf.pages[0]):
        return Role.ORGANISATION, Said.of("pdf.place-corner")
    for other in pdf.signatures:
        if other is signature or other.box is None or other.page != signature.page:
            continue
        if _covers_left(signature.box, other.box) and pdf.signatures.index(other) < pdf.signatures.index(signature):
            return Role.ORGANISATION, Said.of("pdf.place-seal", field=other.name)
        if _covers_left(other.box, signature.box) and pdf.signatures.index(signature) < pdf.signatures.index(other):
            return Role.PERSONAL, Said.of("pdf.place-under-seal", field=other.name)
    return Role.UNKNOWN, None


def _in_corner(box: Box, page: Box) -> bool:
    left, bottom, right, top = page
    middle, height = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return middle > left + _CORNER_LEFT * (right - left) and height > bottom + _CORNER_BOTTOM * (top - bottom)


def _covers_left(seal: Box, signature: Box) -> bool:
    """The seal reaches over the left edge of the signature and not over its right half."""
    apart = seal[1] >= signature[3] or seal[3] <= signature[1]
    middle = (signature[0] + signature[2]) / 2
    return not apart and seal[0] < signature[0] < seal[2] <= middle
