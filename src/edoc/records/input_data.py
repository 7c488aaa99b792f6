"""The input data of a system that manages documents: Annex VI, Part II of Decree 30/2020/NĐ-CP.

The three tables are the three models; numbers, names and lengths stand at the fields. Lengths are
in characters, of numbers in digits. Too long is a problem that is reported, not an exception: what
came in is kept as it came.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, cast

from pydantic import Field

from edoc.edxml.model import Model
from edoc.messages import text
from edoc.records import facts
from edoc.records.column import Column, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.edxml.package import DocumentPackage
    from edoc.messages import Language
    from edoc.records.rows import IncomingRow

__all__ = ["DocumentData", "FileCode", "IncomingData", "InputData", "OutgoingData", "Recipient", "TooLong"]


class TooLong(Model):
    """A value that is longer than the annex allows.

    Args:
        no: Number of the item (``12.1``).
        name: Its abbreviated name.
        length: The longest that is allowed.
        found: How long it is.
    """

    no: str
    name: str
    length: int
    found: int

    def describe(self, language: Language = "vi") -> str:
        """Say it."""
        values = {"no": self.no, "name": self.name, "length": self.length, "found": self.found}
        return text("record.too-long", language, **values)


class InputData(Model):
    """What the three tables share."""

    def too_long(self) -> tuple[TooLong, ...]:
        """Give the items that are longer than the annex allows (`độ dài`)."""
        return tuple(_too_long(self))


def _too_long(model: Model) -> Iterator[TooLong]:
    columns = dict(columns_of(type(model)))
    for name in type(model).model_fields:
        value, column = getattr(model, name), columns.get(name)
        parts = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
        for part in parts:
            if isinstance(part, Model):
                yield from _too_long(part)
            elif column is not None and column.length is not None and part is not None:
                found = 10 if isinstance(part, dt.date) else len(str(part))
                if found > column.length:
                    yield TooLong(no=column.no, name=column.name, length=column.length, found=found)


class FileCode(Model):
    """The code of a file (`mã hồ sơ`): item 1 of all three tables."""

    organ_id: Annotated[
        str | None,
        # 13 is the length of the old form; codes of Decision 20/2020/QĐ-TTg have up to 35 characters
        Column(
            no="1.1",
            vi="Mã định danh của cơ quan, tổ chức lập danh mục hồ sơ",
            en="agency that lists the file",
            name="OrganId",
            length=35,
            auto=True,
        ),
    ] = None
    file_catalog: Annotated[
        int | None,
        Column(no="1.2", vi="Năm hình thành hồ sơ", en="year of the file", name="FileCatalog", length=4, auto=True),
    ] = None
    file_notation: Annotated[
        str | None,
        Column(
            no="1.3", vi="Số và ký hiệu hồ sơ", en="number and notation of the file", name="FileNotation", length=20
        ),
    ] = None

    def __str__(self) -> str:
        """Give the code as one text: agency, year, notation."""
        return ".".join(
            str(part) for part in (self.organ_id, self.file_catalog, self.file_notation) if part is not None
        )


class Recipient(Model):
    """Who a document goes to (`nơi nhận`)."""

    organ_id: Annotated[
        str | None,
        Column(
            no="13.1",
            vi="Mã định danh của cơ quan, tổ chức nhận văn bản",
            en="agency that receives it",
            name="OrganId",
            length=35,
            auto=True,
        ),
    ] = None
    organ_name: Annotated[
        str | None,
        Column(no="13.2", vi="Tên cơ quan, tổ chức nhận văn bản", en="its name", name="OrganName", length=200),
    ] = None


class DocumentData(InputData):
    """Items 1 to 11, which both tables of documents have; 4 and 6 are filled in by the system only on the way out."""

    file_code: Annotated[FileCode | None, Column(no="1", vi="Mã hồ sơ", en="code of the file", name="FileCode")] = None
    doc_ordinal: Annotated[
        int | None,
        Column(
            no="2", vi="Số thứ tự văn bản trong hồ sơ", en="place in the file", name="DocOrdinal", length=3, auto=True
        ),
    ] = None
    type_name: Annotated[str | None, Column(no="3", vi="Tên loại văn bản", en="type", name="TypeName", length=100)] = (
        None
    )
    code_number: Annotated[
        str | None, Column(no="4", vi="Số của văn bản", en="number", name="CodeNumber", length=11)
    ] = None
    code_notation: Annotated[
        str | None, Column(no="5", vi="Ký hiệu của văn bản", en="notation", name="CodeNotation", length=30)
    ] = None
    issued_date: Annotated[
        dt.date | None, Column(no="6", vi="Ngày, tháng, năm văn bản", en="date", name="IssuedDate", length=10)
    ] = None
    organ_name: Annotated[
        str | None,
        Column(no="7", vi="Tên cơ quan, tổ chức ban hành văn bản", en="issued by", name="OrganName", length=200),
    ] = None
    subject: Annotated[
        str | None, Column(no="8", vi="Trích yếu nội dung", en="subject", name="Subject", length=500)
    ] = None
    language: Annotated[str | None, Column(no="9", vi="Ngôn ngữ", en="language", name="Language", length=30)] = None
    page_amount: Annotated[
        int | None, Column(no="10", vi="Số trang của văn bản", en="pages", name="PageAmount", length=3, auto=True)
    ] = None
    description: Annotated[str | None, Column(no="11", vi="Ghi chú", en="remarks", name="Description", length=500)] = (
        None
    )


class OutgoingData(DocumentData):
    """A document that goes out: Annex VI, Part II, I.

    Example:
        >>> from edoc.testing import sample_package
        >>> data = OutgoingData.of(sample_package(1))
        >>> data.code_notation, data.too_long()
        ('SM-VP', ())
    """

    schema_id: Literal["edoc/record-outgoing/1"] = Field(default="edoc/record-outgoing/1", alias="schema")
    code_number: Annotated[
        str | None, Column(no="4", vi="Số của văn bản", en="number", name="CodeNumber", length=11, auto=True)
    ] = None
    issued_date: Annotated[
        dt.date | None,
        Column(no="6", vi="Ngày, tháng, năm văn bản", en="date", name="IssuedDate", length=10, auto=True),
    ] = None
    position: Annotated[
        str | None,
        Column(no="12.1", vi="Chức vụ của người ký văn bản", en="position of the signer", name="Position", length=100),
    ] = None
    full_name: Annotated[
        str | None,
        Column(no="12.2", vi="Họ và tên người ký văn bản", en="name of the signer", name="FullName", length=50),
    ] = None
    to: Annotated[tuple[Recipient, ...], Column(no="13", vi="Nơi nhận", en="recipients", name="To")] = ()
    priority: Annotated[
        int | None, Column(no="14", vi="Mức độ khẩn, độ mật", en="urgency, secrecy", name="Priority", length=1)
    ] = None
    issued_amount: Annotated[
        int | None, Column(no="15", vi="Số lượng bản phát hành", en="copies issued", name="IssuedAmount", length=3)
    ] = None
    due_date: Annotated[
        dt.date | None, Column(no="16", vi="Hạn trả lời văn bản", en="answer due", name="DueDate", length=10)
    ] = None

    @classmethod
    def of(cls, package: DocumentPackage, **details: Any) -> Self:
        """Fill the table from a package.

        Args:
            package: The document.
            details: What the package does not say: file_code, doc_ordinal, language, description.

        Raises:
            FieldError: No such item, or a value that it cannot hold.
        """
        recipients = tuple(
            Recipient(organ_id=_text(to.organ_id), organ_name=to.organ_name) for to in package.header.recipients
        )
        values = {
            **_shared(package),
            "to": recipients,
            "issued_amount": facts.copies(package),
            "due_date": facts.due_date(package),
        }
        return cls.model_validate(values | details)


class IncomingData(DocumentData):
    """A document that came in: Annex VI, Part II, II."""

    schema_id: Literal["edoc/record-incoming/1"] = Field(default="edoc/record-incoming/1", alias="schema")
    arrival_date: Annotated[
        dt.date | None,
        Column(no="12", vi="Ngày, tháng, năm đến", en="arrived on", name="ArrivalDate", length=10, auto=True),
    ] = None
    arrival_number: Annotated[
        int | None, Column(no="13", vi="Số đến", en="arrival number", name="ArrivalNumber", length=10, auto=True)
    ] = None
    position: Annotated[
        str | None,
        Column(no="14.1", vi="Chức vụ của người ký văn bản", en="position of the signer", name="Position", length=100),
    ] = None
    full_name: Annotated[
        str | None,
        Column(no="14.2", vi="Họ và tên người ký văn bản", en="name of the signer", name="FullName", length=50),
    ] = None
    priority: Annotated[
        int | None, Column(no="15", vi="Mức độ khẩn, độ mật", en="urgency, secrecy", name="Priority", length=1)
    ] = None
    to_places: Annotated[
        str | None, Column(no="16", vi="Đơn vị hoặc người nhận", en="unit or person", name="ToPlaces", length=1000)
    ] = None
    trace_header_list: Annotated[
        str | None,
        Column(
            no="17",
            vi="Ý kiến phân phối, chỉ đạo, trạng thái xử lý văn bản",
            en="instructions and state of handling",
            name="TraceHeaderList",
        ),
    ] = None
    due_date: Annotated[
        dt.date | None, Column(no="18", vi="Thời hạn giải quyết", en="due", name="DueDate", length=10)
    ] = None

    @classmethod
    def of(cls, package: DocumentPackage, row: IncomingRow | None = None, **details: Any) -> Self:
        """Fill the table from a package, and from its row in the register.

        Args:
            package: The document.
            row: Its row, which has the day and the number of arrival and the unit.
            details: What neither says: file_code, doc_ordinal, language, description, trace_header_list.

        Raises:
            FieldError: No such item, or a value that it cannot hold.
        """
        values = {**_shared(package), "due_date": facts.due_date(package)}
        if row is not None:
            values |= {
                "arrival_date": facts.local_date(row.arrived_at),
                "arrival_number": row.arrival_number,
                "to_places": row.unit,
            }
        return cls.model_validate(values | details)


def _shared(package: DocumentPackage) -> dict[str, Any]:
    """Give the items that both tables of documents have."""
    header = package.header
    code, signer, other = header.code, header.signer_info, header.other_info
    return {
        "type_name": facts.type_name(package),
        "code_number": code.code_number if code else None,
        "code_notation": code.code_notation if code else None,
        "issued_date": facts.promulgation_date(package),
        "organ_name": facts.organ_name(header.sender),
        "subject": header.subject,
        "page_amount": _number(other.page_amount if other else None),
        "position": signer.position if signer else None,
        "full_name": signer.full_name if signer else None,
        "priority": _number(other.priority if other else None),
    }


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _text(value: str | None) -> str | None:
    return None if value is None else str(value)
