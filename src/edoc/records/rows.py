"""The rows of the three registers of Annex IV, Decree 30/2020/NĐ-CP, column by column.

Every row also keeps what identifies its document, so that duplicates are found and states can be
followed; those fields are no columns and are not printed.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Self

from edoc.edxml.model import Model
from edoc.records import facts
from edoc.records.column import Column, Said

if TYPE_CHECKING:
    from edoc.edxml.package import DocumentPackage
    from edoc.records.entry import Entry
    from edoc.records.progress import Progress

__all__ = ["HandlingRow", "IncomingRow", "OutgoingRow", "Row"]


class Row(Model):
    """What the rows of all registers keep of their document."""

    document_id: str | None = None
    organ_id: str | None = None
    organ_name: str | None = None
    code: str | None = None
    promulgation_date: dt.date | None = None
    type_name: str | None = None
    subject: str | None = None
    recipient_ids: tuple[str, ...] = ()

    @staticmethod
    def identity(package: DocumentPackage) -> dict[str, object]:
        """Give the fields that identify the document of *package*."""
        header = package.header
        sender = header.sender
        return {
            "document_id": str(header.document_id) if header.document_id else None,
            "organ_id": str(sender.organ_id) if sender and sender.organ_id else None,
            "organ_name": facts.organ_name(sender),
            "code": facts.number(package),
            "promulgation_date": facts.promulgation_date(package),
            "type_name": facts.type_name(package),
            "subject": header.subject,
            "recipient_ids": tuple(str(to.organ_id) for to in header.recipients if to.organ_id),
        }


class OutgoingRow(Row):
    """A document that goes out (`văn bản đi`): Annex IV, I.2."""

    number: Annotated[
        str | None, Column(no="1", vi="Số, ký hiệu văn bản", en="Number and notation", width=18, required=True)
    ] = None
    date: Annotated[dt.date | None, Column(no="2", vi="Ngày tháng văn bản", en="Date", width=12, required=True)] = None
    title: Annotated[
        str | None,
        Column(no="3", vi="Tên loại và trích yếu nội dung văn bản", en="Type and subject", width=44, required=True),
    ] = None
    signer: Annotated[str | None, Column(no="4", vi="Người ký", en="Signed by", width=22)] = None
    recipients: Annotated[
        str | None, Column(no="5", vi="Nơi nhận văn bản", en="Recipients", width=32, required=True)
    ] = None
    copy_keeper: Annotated[
        str | None, Column(no="6", vi="Đơn vị, người nhận bản lưu", en="Keeps the file copy", width=18)
    ] = None
    copies: Annotated[int | None, Column(no="7", vi="Số lượng bản", en="Copies", width=9)] = None
    sent_at: Annotated[dt.datetime | None, Column(no="8", vi="Ngày chuyển", en="Sent on", width=12)] = None
    receipt: Annotated[Said | None, Column(no="9", vi="Ký nhận", en="Receipt", width=20)] = None
    note: Annotated[Said | str | None, Column(no="10", vi="Ghi chú", en="Remarks", width=20)] = None

    @classmethod
    def of(cls, entry: Entry, progress: Progress | None = None) -> Self:
        """Make the row of an entry, with what the recipients said."""
        package, header = entry.package, entry.package.header
        names = [name for name in map(facts.organ_name, header.recipients) if name]
        return cls.model_validate(
            {
                **cls.identity(package),
                "number": facts.number(package),
                "date": facts.promulgation_date(package),
                "title": facts.type_and_subject(package),
                "signer": facts.signer(package),
                "recipients": "; ".join(names or header.to_places) or None,
                "copy_keeper": entry.copy_keeper,
                "copies": facts.copies(package),
                "sent_at": (progress.sent_at if progress else None) or facts.sent_at(package),
                "receipt": progress.receipt() if progress else None,
                "note": entry.note or facts.remark(package),
            }
        )


class IncomingRow(Row):
    """A document that came in (`văn bản đến`): Annex IV, VI.2."""

    arrived_at: Annotated[dt.datetime | None, Column(no="1", vi="Ngày đến", en="Arrived on", width=12)] = None
    arrival_number: Annotated[int | None, Column(no="2", vi="Số đến", en="Arrival number", width=8)] = None
    author: Annotated[str | None, Column(no="3", vi="Tác giả", en="Issued by", width=24, required=True)] = None
    number: Annotated[
        str | None, Column(no="4", vi="Số, ký hiệu văn bản", en="Number and notation", width=18, required=True)
    ] = None
    date: Annotated[dt.date | None, Column(no="5", vi="Ngày tháng văn bản", en="Date", width=12, required=True)] = None
    title: Annotated[
        str | None,
        Column(no="6", vi="Tên loại và trích yếu nội dung văn bản", en="Type and subject", width=44, required=True),
    ] = None
    unit: Annotated[str | None, Column(no="7", vi="Đơn vị hoặc người nhận", en="Unit or person", width=22)] = None
    passed_at: Annotated[dt.datetime | None, Column(no="8", vi="Ngày chuyển", en="Passed on", width=12)] = None
    receipt: Annotated[str | None, Column(no="9", vi="Ký nhận", en="Receipt", width=16)] = None
    note: Annotated[Said | str | None, Column(no="10", vi="Ghi chú", en="Remarks", width=20)] = None

    @classmethod
    def of(cls, entry: Entry, progress: Progress | None = None, *, arrival_number: int | None = None) -> Self:
        """Make the row of an entry, with what the agency itself reported.

        Args:
            entry: The document and what its package does not say.
            progress: Gives the time of arrival, the unit and the day it was passed on where the
                entry says nothing.
            arrival_number: Its number (Article 22.1).
        """
        package = entry.package
        return cls.model_validate(
            {
                **cls.identity(package),
                "arrived_at": entry.arrived_at or (progress.arrived_at if progress else None),
                "arrival_number": arrival_number,
                "author": facts.organ_name(package.header.sender),
                "number": facts.number(package),
                "date": facts.promulgation_date(package),
                "title": facts.type_and_subject(package),
                "unit": entry.unit or (progress.unit if progress else None),
                "passed_at": progress.assigned_at if progress else None,
                "receipt": progress.person if progress else None,
                "note": entry.note or facts.remark(package),
            }
        )


class HandlingRow(Row):
    """How a document that came in is handled (`theo dõi giải quyết`): Annex IV, VIII.2."""

    arrival_number: Annotated[int | None, Column(no="1", vi="Số đến", en="Arrival number", width=8)] = None
    title: Annotated[
        Said | None,
        Column(
            no="2",
            vi="Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản",
            en="Type, number and notation, date, issued by",
            width=48,
            required=True,
        ),
    ] = None
    unit: Annotated[str | None, Column(no="3", vi="Đơn vị hoặc người nhận", en="Unit or person", width=22)] = None
    due: Annotated[dt.date | None, Column(no="4", vi="Thời hạn giải quyết", en="Due", width=12)] = None
    state: Annotated[Said | None, Column(no="5", vi="Tiến độ giải quyết", en="Progress", width=24)] = None
    reply: Annotated[
        str | None, Column(no="6", vi="Số, ký hiệu văn bản trả lời", en="Number of the reply", width=18)
    ] = None
    note: Annotated[Said | str | None, Column(no="7", vi="Ghi chú", en="Remarks", width=20)] = None

    @classmethod
    def of(cls, entry: Entry, progress: Progress | None = None, *, arrival_number: int | None = None) -> Self:
        """Make the row of an entry, with what the agency itself reported.

        Args:
            entry: The document and what its package does not say; without a day of its own the
                one that the package names counts.
            progress: Gives the state, and the unit where the entry says nothing.
            arrival_number: Its number in the register of documents that came in.
        """
        package, identity = entry.package, cls.identity(entry.package)
        return cls.model_validate(
            {
                **identity,
                "arrival_number": arrival_number,
                "title": _described(identity),
                "unit": entry.unit or (progress.unit if progress else None),
                "due": entry.due or facts.due_date(package),
                "state": progress.said() if progress else None,
                "reply": entry.reply,
                "note": entry.note or facts.remark(package),
            }
        )


def _described(identity: dict[str, object]) -> Said | None:
    """Name the document as the second column of the register asks; None where nothing is known."""
    parts = {name: identity[name] for name in ("type_name", "code", "organ_name")}
    day = identity["promulgation_date"]
    if not any(parts.values()) and day is None:
        return None
    values = {name: str(value or "…") for name, value in parts.items()}
    values["date"] = f"{day:%d/%m/%Y}" if isinstance(day, dt.date) else "…"
    return Said(key="record.document", params=tuple(sorted(values.items())))
