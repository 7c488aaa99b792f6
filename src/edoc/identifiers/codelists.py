"""Code lists of the format: code, Vietnamese and English label, source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

__all__ = [
    "BUSINESS_DOC_TYPES",
    "PAPER",
    "PRIORITIES",
    "RECEIVER_TYPES",
    "SIGNING_AUTHORITIES",
    "STATUS_CODES",
    "STEERING_TYPES",
    "STEERING_TYPES_FROM_1",
    "STEERING_TYPES_OF_PROFILE",
    "CodeEntry",
    "CodeList",
    "signing_authority",
]


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code with its labels.

    Args:
        code: The code as it stands in a package.
        vi: Its label in Vietnamese.
        en: Its label in English.
        valid_from: First day; None when it is not known.
        valid_to: Last day; None while it is in force.
    """

    code: str
    vi: str
    en: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def label(self, language: str) -> str:
        """Give the label in ``vi`` or ``en``."""
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of codes.

    Args:
        name: Its name in the standard.
        source: Where the codes and labels come from.
        entries: The codes in order.
        valid_from: First day of the list; None when it is not known.
        valid_to: Last day of the list; None while it is in force.
        certainty: How sure the meaning is.
    """

    name: str
    source: str
    entries: tuple[CodeEntry, ...]
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    certainty: str = "agreed"

    def get(self, code: object) -> CodeEntry | None:
        """Give the entry of *code*, or None when the list does not have it.

        >>> PRIORITIES.get(3).en
        'express'
        """
        wanted = str(code)
        return next((entry for entry in self.entries if entry.code == wanted), None)


PRIORITIES: Final = CodeList(
    "Priority (Độ khẩn)",
    "QCVN 102:2016/BTTTT 1.11.1; Decree 30/2020/NĐ-CP, Article 8; values as in circulation",
    (
        CodeEntry("0", "Thường", "normal"),
        CodeEntry("1", "Khẩn", "urgent"),
        CodeEntry("2", "Thượng khẩn", "very urgent"),
        CodeEntry("3", "Hỏa tốc", "express"),
        CodeEntry("4", "Hỏa tốc hẹn giờ", "express at a fixed time"),
    ),
)

STEERING_TYPES: Final = CodeList(
    "SteeringType (Loại văn bản chỉ đạo)",
    "QCVN 102:2016/BTTTT 1.13; the numbering from 0, which most systems use",
    (
        CodeEntry("0", "Không phải văn bản chỉ đạo", "not a steering document"),
        CodeEntry("1", "Văn bản chỉ đạo", "steering document"),
        CodeEntry("2", "Báo cáo văn bản chỉ đạo", "report on a steering document"),
    ),
)

STEERING_TYPES_FROM_1: Final = CodeList(
    "SteeringType (Loại văn bản chỉ đạo)",
    "the numbering from 1 that one adapter of the axis documents",
    (
        CodeEntry("1", "Không phải văn bản chỉ đạo", "not a steering document"),
        CodeEntry("2", "Văn bản chỉ đạo", "steering document"),
        CodeEntry("3", "Báo cáo văn bản chỉ đạo", "report on a steering document"),
    ),
    certainty="one source",
)

#: Which numbering a profile uses; the two contradict each other.
STEERING_TYPES_OF_PROFILE: Final = {"vxp": STEERING_TYPES, "strict": STEERING_TYPES}

BUSINESS_DOC_TYPES: Final = CodeList(
    "BussinessDocType (Loại nghiệp vụ)",
    "QCVN 102:2016/BTTTT 2.2.1",
    (
        CodeEntry("0", "Văn bản mới", "new document"),
        CodeEntry("1", "Thu hồi văn bản", "revocation"),
        CodeEntry("2", "Cập nhật văn bản", "update"),
        CodeEntry("3", "Thay thế văn bản", "replacement"),
    ),
)

RECEIVER_TYPES: Final = CodeList(
    "ReceiverType",
    "QCVN 102:2016/BTTTT 2.2.3.3; meaning as systems in circulation read it",
    (
        CodeEntry("0", "Bị bỏ khỏi danh sách nhận", "removed from the recipients"),
        CodeEntry("1", "Được thêm vào danh sách nhận", "added to the recipients"),
    ),
)

PAPER: Final = CodeList(
    "Paper (Bản giấy)",
    "QCVN 102:2016/BTTTT 2.2.6; meaning as systems in circulation read it",
    (
        CodeEntry("0", "Không gửi bản giấy", "not sent on paper"),
        CodeEntry("1", "Có gửi bản giấy", "also sent on paper"),
    ),
    certainty="one source; another reads it as the number of pages",
)

SIGNING_AUTHORITIES: Final = CodeList(
    "Competence (Quyền hạn ký)",
    "Nghị định 30/2020/NĐ-CP, Điều 13; Phụ lục I, II.7",
    (
        CodeEntry("TM.", "Thay mặt tập thể", "on behalf of a collective"),
        CodeEntry("KT.", "Ký thay người đứng đầu", "for the head"),
        CodeEntry("TL.", "Thừa lệnh", "by order of the head"),
        CodeEntry("TUQ.", "Thừa ủy quyền", "by authorisation of the head"),
        CodeEntry("Q.", "Quyền cấp trưởng", "acting head"),
    ),
    valid_from=dt.date(2020, 3, 5),
)


def signing_authority(competence: str) -> CodeEntry | None:
    """Give the authority that a Competence starts with; None for a head who signs as such.

    >>> signing_authority("KT. BỘ TRƯỞNG").en
    'for the head'
    """
    word = competence.strip().upper().partition(" ")[0]
    return next((entry for entry in SIGNING_AUTHORITIES.entries if word.startswith(entry.code)), None)


STATUS_CODES: Final = CodeList(
    "StatusCode (Trạng thái xử lý văn bản)",
    "Quyết định 28/2018/QĐ-TTg; Công văn 4089/VPCP-TTĐT",
    (
        CodeEntry("01", "Đã đến", "arrived"),
        CodeEntry("02", "Từ chối tiếp nhận", "refused"),
        CodeEntry("03", "Đã tiếp nhận", "accepted"),
        CodeEntry("04", "Phân công", "assigned"),
        CodeEntry("05", "Đang xử lý", "in progress"),
        CodeEntry("06", "Hoàn thành", "finished"),
        CodeEntry("13", "Lấy lại", "taken back by the sender"),
        CodeEntry("15", "Đồng ý cập nhật/lấy lại", "update or take-back agreed"),
        CodeEntry("16", "Từ chối cập nhật/lấy lại", "update or take-back refused"),
    ),
)
