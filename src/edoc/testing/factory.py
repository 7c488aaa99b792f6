"""Valid sample packages, made from a seed: the same seed gives the same bytes.

All names are invented; the agency codes are of the form that the law gives and of no agency.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Final, Literal

from edoc.edxml.attachment import Attachment
from edoc.edxml.header import OtherInfo, SignerInfo
from edoc.edxml.organization import Organization, ResponseFor, StaffInfo
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.edxml.scalars import VIETNAM
from edoc.edxml.trace import Business, BusinessDocumentInfo, Receiver, ReplacementInfo
from edoc.identifiers import BUSINESS_DOC_TYPES, STATUS_CODES, AgencyCode, DocumentId, DocumentNumber

__all__ = ["BusinessType", "sample_package", "sample_pdf", "sample_status"]

BusinessType = Literal["0", "1", "2", "3"]

_PLACES: Final = ("Mẫu", "Thử", "Ví Dụ", "Minh Họa", "Mô Phỏng")
_SUBJECTS: Final = (
    "V/v kết nối, liên thông phần mềm quản lý văn bản",
    "Về việc báo cáo tình hình gửi, nhận văn bản điện tử",
    "Kế hoạch tập huấn nghiệp vụ văn thư, lưu trữ",
    "Thông báo lịch bảo trì hệ thống",
)


def sample_pdf(text: str = "edoc", pages: int = 1) -> bytes:
    """Give a small, well-formed PDF with *text* on each of its pages.

    >>> sample_pdf()[:8]
    b'%PDF-1.4'
    """
    kids = " ".join(f"{4 + 2 * page} 0 R" for page in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    shown = text.encode("ascii", "replace").translate(None, b"()\\")
    for page in range(pages):
        stream = b"BT /F1 14 Tf 72 770 Td (%s) Tj ET" % shown
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (5 + 2 * page),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    body = b"%PDF-1.4\n"
    offsets: list[int] = []
    for number, item in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            table,
            size,
            len(body),
        )
    )


def _organization(rng: random.Random, code: str) -> Organization:
    place = rng.choice(_PLACES)
    return Organization(
        organ_id=AgencyCode(code),
        organization_in_charge=f"UBND tỉnh {place}",
        organ_name=f"Sở {place}",
        organ_add=f"Số {rng.randint(1, 99)} phố {place}",
        email=f"vanthu.{code.lower().replace('.', '-')}@example.vn",
        telephone=f"0200{rng.randint(0, 999999):06d}",
    )


def sample_package(
    seed: int = 0, *, business: BusinessType = "0", recipients: int = 2, attachments: list[Attachment] | None = None
) -> DocumentPackage:
    """Make a valid document package.

    Args:
        seed: Decides everything that is not given.
        business: 0 new, 1 revocation, 2 update, 3 replacement.
        recipients: How many agencies it goes to.
        attachments: Instead of a PDF and a text file.

    Example:
        >>> sample_package(1) == sample_package(1)
        True
    """
    rng = random.Random(seed)  # noqa: S311 - samples, not secrets
    codes = [f"000.{group:02d}.{unit:02d}.Z{rng.randint(10, 99)}" for group, unit in _pairs(recipients + 1)]
    sender, *receivers = (_organization(rng, code) for code in codes)
    date = dt.date(2026, 1, 5) + dt.timedelta(days=rng.randint(0, 300))
    number = DocumentNumber.of(f"{rng.randint(1, 999):02d}", "SM-VP")
    earlier = DocumentId.of(codes[0], date - dt.timedelta(days=7), DocumentNumber.of("07", "SM-VP"))
    if attachments is None:
        attachments = [
            Attachment.of(sample_pdf(f"edoc sample {seed}"), name="cong-van.pdf", description="Văn bản"),
            Attachment.of("Ghi chú kèm theo.\n".encode(), name="ghi-chu.txt", description="Phụ lục"),
        ]
    revoked = ResponseFor(
        organ_id=receivers[0].organ_id if receivers else None,
        code=DocumentNumber("07/SM-VP"),
        document_id=earlier,
        promulgation_date=date - dt.timedelta(days=7),
    )
    return DocumentPackage.new(
        sender=sender,
        recipients=tuple(receivers),
        code=number,
        promulgation_date=date,
        place="Mẫu",
        document_type="Công văn",
        subject=rng.choice(_SUBJECTS),
        signer_info=SignerInfo(competence="KT. GIÁM ĐỐC", position="Phó Giám đốc", full_name="Nguyễn Văn Mẫu"),
        other_info=OtherInfo(
            priority=rng.randint(0, 2), promulgation_amount=1, page_amount=1, direction=False, appendixes=("Phụ lục",)
        ),
        response_for=(revoked,) if business == "1" else (),
        business=_business(business, earlier, receivers),
        sent_at=dt.datetime.combine(date, dt.time(8, rng.randint(0, 59), rng.randint(0, 59)), VIETNAM),
        attachments=tuple(attachments),
    )


def _pairs(count: int) -> list[tuple[int, int]]:
    return [divmod(number, 90) for number in range(1, count + 1)]


def _business(kind: BusinessType, earlier: DocumentId, receivers: list[Organization]) -> Business:
    """Fill what each business must carry (QCVN 102:2016/BTTTT 2.2)."""
    entry = BUSINESS_DOC_TYPES.get(kind)
    assert entry is not None
    ids = tuple(item.organ_id for item in receivers if item.organ_id is not None)
    changes = BusinessDocumentInfo(
        document_info="1", document_receiver="1", receivers=(Receiver(organ_id=ids[0], receiver_type="1"),)
    )
    return Business(
        document_id=earlier if kind in {"1", "2"} else None,
        business_doc_type=kind,
        business_doc_reason=entry.vi,
        paper="0",
        business_document_info=(changes,) if kind == "2" else (),
        replacement_info=(ReplacementInfo(document_id=earlier, organ_ids=ids),) if kind == "3" else (),
        staff_info=(StaffInfo(department="Văn thư", staff="Trần Thị Mẫu", email="mau@example.vn"),),
    )


def sample_status(seed: int = 0, code: str = "03", *, about: DocumentPackage | None = None) -> StatusMessage:
    """Make a valid status message.

    Args:
        seed: Decides everything that is not given.
        code: The status code.
        about: The document it reports on; a sample when left out.

    Example:
        >>> sample_status(code="06").header.description
        'Hoàn thành'
    """
    document = about if about is not None else sample_package(seed)
    header = document.header
    entry = STATUS_CODES.get(code)
    answered = ResponseFor(
        organ_id=header.sender.organ_id if header.sender else None,
        code=header.code.number if header.code else None,
        document_id=header.document_id,
        promulgation_date=header.promulgation_info.promulgation_date if header.promulgation_info else None,
    )
    return StatusMessage.new(
        sender=header.recipients[0],
        response_for=answered,
        staff_info=StaffInfo(department="Văn thư", staff="Lê Văn Mẫu", email="mau@example.vn"),
        status_code=code,
        description=entry.vi if entry else None,
        timestamp=dt.datetime(2026, 11, 2, 9, 30, seed % 60, tzinfo=VIETNAM),
    )
