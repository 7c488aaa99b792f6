"""Sign a PDF: a PAdES signature in an incremental update, with the appearance that the acts ask for.

Nothing that is there is touched: the signed bytes of earlier signatures stay as they are.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from edoc._xml.refusals import limit_reached
from edoc.edxml.scalars import VIETNAM
from edoc.errors import EdocError, SigningError
from edoc.limits import DEFAULT_LIMITS
from edoc.messages import error_of
from edoc.signature.deadline import run_within
from edoc.signature.files import read_whole
from edoc.signature.pdf.appearance import Appearance, Box
from edoc.signature.pdf.drawing import Drawing, draw
from edoc.signature.pdf.pages import page_box, pages_of, rectangle, rotation
from edoc.signature.stamping import SECONDS, for_pyhanko

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator

    from edoc.limits import Limits
    from edoc.signature.keys import SigningKey
    from edoc.signature.model import Role
    from edoc.signature.stamping import TimeStamper

__all__ = ["SignedPdf", "sign_pdf"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPdf:
    """What signing came to (Circular 41/2017, Article 6: success or failure is notified).

    Args:
        data: The signed file.
        field: Name of the signature's form field.
        role: Whose signature it was made to look like.
        signing_time: What the signature claims.
        time_stamped: Whether it carries a time stamp.
        page: Where it is seen, from 0.
        box: Its box there, in points; None when it is not seen.
    """

    data: bytes
    field: str
    role: Role
    signing_time: dt.datetime
    time_stamped: bool
    page: int
    box: Box | None


def sign_pdf(  # noqa: PLR0913 - what a signature is made of
    source: str | os.PathLike[str] | bytes,
    key: SigningKey,
    appearance: Appearance | None = None,
    *,
    at: dt.datetime | None = None,
    time_stamper: TimeStamper | None = None,
    field: str | None = None,
    reason: str | None = None,
    place: str | None = None,
    allow_expired: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> SignedPdf:
    """Sign a PDF (PAdES B-B, or B-T with a time stamp).

    The order of Decree 30/2020/NĐ-CP is the caller's: the authorised person first, then the agency.

    Args:
        source: Path or bytes of the file.
        key: Signs; see `SigningKey`.
        appearance: `LeaderSignature`, `AgencySeal`, `AnnexStamp`, `CopyStamp` or `ScanStamp`; None
            for a signature that is not seen.
        at: The time to claim, with a time zone; None stands for now.
        time_stamper: Whom to ask for a time stamp; None asks nobody.
        field: Name of the form field: an empty one that is there, or a new one. None makes one.
        reason: Why it was signed, free text.
        place: Where it was signed, free text.
        allow_expired: Whether a certificate outside its validity is taken.
        limits: What is accepted at most: ``verified_bytes``, for a larger file nobody verifies, and ``pdf_objects``.

    Raises:
        InputError: The file cannot be read.
        LimitExceededError: It is larger, or claims more objects, than the limits allow.
        SigningError: It is no PDF that can be signed, the certificate may not be used then (Decree
            68/2024/NĐ-CP, Article 29), or the key, the image, the font or the time-stamping
            authority fails; says which and why.
    """
    from edoc.signature.pdf.reading import claimed_objects  # noqa: PLC0415 - heavy
    from edoc.signature.xmldsig.signing_key import require_usable  # noqa: PLC0415 - heavy

    if at is not None and at.tzinfo is None:
        raise error_of(SigningError, "signing.no-zone", at=at.isoformat())
    moment = (at or dt.datetime.now(VIETNAM)).astimezone(VIETNAM)
    require_usable(key.certificate, moment, allow_expired=allow_expired)
    data = read_whole(source, limits, "verified_bytes")
    claimed = claimed_objects(data)
    if claimed > limits.pdf_objects:
        raise limit_reached(limits, "pdf_objects", claimed)
    shown = appearance or Appearance()

    def work() -> SignedPdf:
        return _Signing(data, shown, moment, field).sign(key, time_stamper, reason, place)

    try:
        return run_within(SECONDS, work)
    except EdocError:
        raise
    except Exception as error:
        cause = str(error) or type(error).__name__
        raise error_of(SigningError, "signing.failed", cause=cause) from error


class _Signing:
    """One file that is being signed."""

    def __init__(self, data: bytes, appearance: Appearance, at: dt.datetime, field: str | None) -> None:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - heavy

        from edoc.signature.pyhanko_names import fields  # noqa: PLC0415 - heavy

        writer: Any = IncrementalPdfFileWriter
        self._writer = writer(io.BytesIO(data), strict=False)
        if self._writer.prev.encrypted:
            raise error_of(SigningError, "signing.encrypted")
        self._fields = fields
        found = list(fields.enumerate_sig_fields(self._writer.prev))
        names = {name for name, _, _ in found}
        self._field = field or next(name for name in _names() if name not in names)
        self._is_new = self._field not in names
        self._at = at
        pages = pages_of(self._writer.prev.root)
        self._drawing = self._draw(appearance, pages, _boxes(found, pages)) if self._is_new else None
        self._role = appearance.role

    def _draw(self, appearance: Appearance, pages: list[Any], boxes: dict[str, tuple[int, Box]]) -> Drawing:
        drawing = draw(appearance, at=self._at, pages=tuple(page_box(page) for page in pages), fields=boxes)
        if appearance.box is None and appearance.top_right and rotation(pages[drawing.page]):
            raise error_of(SigningError, "signing.turned", page=drawing.page + 1)
        return drawing

    def sign(self, key: SigningKey, stamper: TimeStamper | None, reason: str | None, place: str | None) -> SignedPdf:
        from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner  # noqa: PLC0415 - heavy

        make: Any = PdfSigner
        describe: Any = PdfSignatureMetadata
        drawing = self._drawing or Drawing(page=0, box=None, style=None)
        signer = make(
            describe(
                field_name=self._field,
                md_algorithm="sha256",
                subfilter=self._fields.SigSeedSubFilter.PADES,
                reason=reason,
                location=place,
            ),
            signer=key.signer,
            timestamper=None if stamper is None else for_pyhanko(stamper),
            stamp_style=drawing.style,
            new_field_spec=self._new_field(drawing) if self._is_new else None,
        )
        signer.init_signing_session = self._clocked(signer.init_signing_session)
        output = signer.sign_pdf(self._writer)
        return SignedPdf(
            data=output.getvalue(),
            field=self._field,
            role=self._role,
            signing_time=self._at,
            time_stamped=stamper is not None,
            page=drawing.page,
            box=drawing.box,
        )

    def _clocked(self, begin: Callable[..., Any]) -> Callable[..., Any]:
        """Give pyHanko the caller's clock instead of the computer's."""

        def begin_at(*args: Any, **kwargs: Any) -> Any:
            session = begin(*args, **kwargs)
            session.system_time = self._at
            return session

        return begin_at

    def _new_field(self, drawing: Drawing) -> Any:
        return self._fields.SigFieldSpec(self._field, on_page=drawing.page, box=drawing.box)


def _names() -> Iterator[str]:
    number = 1
    while True:
        yield f"Signature{number}"
        number += 1


def _boxes(found: list[tuple[str, Any, Any]], pages: list[Any]) -> dict[str, tuple[int, Box]]:
    """Give page and box of the fields that are seen."""
    where = {page.page.container_ref: number for number, page in enumerate(pages)}
    boxes: dict[str, tuple[int, Box]] = {}
    for name, _, reference in found:
        widget = reference.get_object()
        box = rectangle(widget["/Rect"] if "/Rect" in widget else ())  # noqa: SIM401 - get() would give a reference
        page = widget.raw_get("/P").reference if "/P" in widget else None
        if box is not None and box[2] > box[0] and page in where:
            boxes[name] = (where[page], box)
    return boxes
