"""Code lists of the format: code, Vietnamese and English label, source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = [
    "BUSINESS_DOC_TYPES",
    "PRIORITIES",
    "RECEIVER_TYPES",
    "STATUS_CODES",
    "STEERING_TYPES",
    "CodeEntry",
    "CodeList",
]


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code with its labels."""

    code: str
    vi: str
    en: str

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
    """

    name: str
    source: str
    entries: tuple[CodeEntry, ...]

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
