"""A file of documents (`hồ sơ`): Annex VI, Part II, III of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic evaluates annotations
from typing import Annotated, Literal, Self

from pydantic import Field

from edoc.records.column import Column
from edoc.records.input_data import DocumentData, FileCode, InputData

__all__ = ["FileData"]


class FileData(InputData):
    """A file of documents (`hồ sơ`): Annex VI, Part II, III."""

    schema_id: Literal["edoc/record-file/1"] = Field(default="edoc/record-file/1", alias="schema")
    file_code: Annotated[FileCode, Column(no="1", vi="Mã hồ sơ", en="code of the file", name="FileCode")]
    title: Annotated[str, Column(no="2", vi="Tiêu đề hồ sơ", en="title", name="Title", length=500)]
    maintenance: Annotated[
        str | None, Column(no="3", vi="Thời hạn bảo quản", en="retention", name="Maintenance", length=30)
    ] = None
    rights: Annotated[str | None, Column(no="4", vi="Chế độ sử dụng", en="terms of use", name="Rights", length=30)] = (
        None
    )
    creator: Annotated[str | None, Column(no="5", vi="Người lập hồ sơ", en="made by", name="Creator", length=30)] = None
    language: Annotated[str | None, Column(no="6", vi="Ngôn ngữ", en="language", name="Language", length=50)] = None
    start_date: Annotated[
        dt.date | None, Column(no="7", vi="Thời gian bắt đầu", en="from", name="StartDate", length=10)
    ] = None
    end_date: Annotated[dt.date | None, Column(no="8", vi="Thời gian kết thúc", en="to", name="EndDate", length=10)] = (
        None
    )
    doc_total: Annotated[
        int | None,
        Column(no="9", vi="Tổng số văn bản trong hồ sơ", en="documents", name="DocTotal", length=4, auto=True),
    ] = None
    page_total: Annotated[
        int | None, Column(no="10", vi="Tổng số trang của hồ sơ", en="pages", name="PageTotal", length=4, auto=True)
    ] = None
    description: Annotated[str | None, Column(no="11", vi="Ghi chú", en="remarks", name="Description", length=500)] = (
        None
    )

    def with_documents(self, documents: tuple[DocumentData, ...]) -> Self:
        """Give the file with the totals and the days of its documents.

        The number of pages is left out where one document does not say its own.
        """
        days = [document.issued_date for document in documents if document.issued_date]
        pages = [document.page_amount for document in documents]
        known = [count for count in pages if count is not None]
        return self.model_copy(
            update={
                "doc_total": len(documents),
                "page_total": sum(known) if len(known) == len(pages) else None,
                "start_date": self.start_date or min(days, default=None),
                "end_date": self.end_date or max(days, default=None),
            }
        )
