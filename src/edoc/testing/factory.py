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
from edoc.testing.files import sample_docx, sample_pdf, sample_xlsx

__all__ = ["BusinessType", "sample_package", "sample_status"]

BusinessType = Literal["0", "1", "2", "3"]

_PLACES: Final = ("Mẫu", "Thử", "Ví Dụ", "Minh Họa", "Mô Phỏng")
#: The one code that the sender of a document reports (see `edoc.status`).
_TAKEN_BACK: Final = "13"
#: Codes that need a reason, and an invented one.
_REASONS: Final = {
    "02": "văn bản gửi nhầm nơi nhận",
    "13": "văn bản đính kèm nhầm tệp",
    "16": "văn bản đã được xử lý xong",
}
_SUBJECTS: Final = (
    "V/v kết nối, liên thông phần mềm quản lý văn bản",
    "Về việc báo cáo tình hình gửi, nhận văn bản điện tử",
    "Kế hoạch tập huấn nghiệp vụ văn thư, lưu trữ",
    "Thông báo lịch bảo trì hệ thống",
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
    seed: int = 0,
    *,
    business: BusinessType = "0",
    recipients: int = 2,
    pages: int = 1,
    annexes: int = 0,
    attachments: list[Attachment] | None = None,
) -> DocumentPackage:
    """Make a valid document package.

    Args:
        seed: Decides everything that is not given.
        business: 0 new, 1 revocation, 2 update, 3 replacement.
        recipients: How many agencies it goes to.
        pages: How many pages the document has.
        annexes: How many further annexes there are: Word and Excel files in turn.
        attachments: Instead of a PDF, a text file and the annexes.

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
    further = [_annex(seed, index) for index in range(annexes)]
    if attachments is None:
        attachments = [
            Attachment.of(sample_pdf(f"edoc sample {seed}", pages), name="cong-van.pdf", description="Văn bản"),
            Attachment.of("Ghi chú kèm theo.\n".encode(), name="ghi-chu.txt", description="Phụ lục"),
            *further,
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
            priority=rng.randint(0, 2),
            promulgation_amount=1,
            page_amount=pages,
            direction=False,
            appendixes=("Phụ lục", *(annex.attachment_name or "" for annex in further)),
        ),
        response_for=(revoked,) if business == "1" else (),
        business=_business(business, earlier, receivers),
        sent_at=dt.datetime.combine(date, dt.time(8, rng.randint(0, 59), rng.randint(0, 59)), VIETNAM),
        attachments=tuple(attachments),
    )


def _annex(seed: int, index: int) -> Attachment:
    extension, make = (("docx", sample_docx), ("xlsx", sample_xlsx))[index % 2]
    content = make(f"Phụ lục {index + 1} ({seed})")
    return Attachment.of(content, name=f"phu-luc-{index + 1}.{extension}", description=f"Phụ lục {index + 1}")


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
    sender, recipient = header.sender, header.recipients[0]
    reports, other = (sender, recipient) if code == _TAKEN_BACK else (recipient, sender)
    answered = ResponseFor(
        organ_id=other.organ_id if other else None,
        code=header.code.number if header.code else None,
        document_id=header.document_id,
        promulgation_date=header.promulgation_info.promulgation_date if header.promulgation_info else None,
    )
    said = entry.vi if entry else None
    return StatusMessage.new(
        sender=reports,
        response_for=answered,
        staff_info=StaffInfo(department="Văn thư", staff="Lê Văn Mẫu", email="mau@example.vn"),
        status_code=code,
        description=f"{said}: {_REASONS[code]}" if code in _REASONS else said,
        timestamp=dt.datetime(2026, 11, 2, 9, 30, seed % 60, tzinfo=VIETNAM),
    )
