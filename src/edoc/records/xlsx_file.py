"""Tables as a spreadsheet (`openpyxl`): dates are dates, texts are texts, never formulas."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl.worksheet.worksheet import Worksheet

    from edoc.messages import Language
    from edoc.records.column import Cell
    from edoc.records.table import Table

__all__ = ["to_xlsx"]

#: What a sheet's name may not hold, and how long it may be (ECMA-376).
_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME: Final = 31
_LONGEST_CELL: Final = 32_767
_DATE: Final = {"vi": "dd/mm/yyyy", "en": "yyyy-mm-dd"}
_LINE: Final = Side(style="thin")
_FRAME: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
#: The rows above the table: title, agency, source.
_HEAD: Final = 3


def to_xlsx(tables: Iterable[Table], language: Language = "vi") -> bytes:
    """Write each table as a sheet that prints on A4 in landscape, headings on every page."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(tables, 1):
        name = _NAME.sub(" ", table.title)[: _LONGEST_NAME - 4].strip() or str(number)
        taken = name in book.sheetnames
        _fill(book.create_sheet(f"{name} {number}" if taken else name), table, language)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, table: Table, language: Language) -> None:
    for number, line in enumerate((table.title, table.organ, table.source), 1):
        cell = _put(sheet, number, 1, line, language)
        cell.font = Font(
            name="Times New Roman", bold=number == 1, size=14 if number == 1 else 11, italic=number == _HEAD
        )
    heading = _HEAD + 1
    numbered = any(column.no for column in table.columns)
    for index, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
        _head(sheet, heading, index, column.heading, language, bold=True)
        if numbered:
            _head(sheet, heading + 1, index, f"({column.no})", language, bold=False)
    first = heading + 1 + numbered
    for row_index, row in enumerate(table.rows, first):
        for index, value in enumerate(row, 1):
            cell = _put(sheet, row_index, index, value, language)
            cell.border, cell.font = _FRAME, Font(name="Times New Roman", size=11)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = f"A{first}"
    sheet.print_title_rows = f"{heading}:{first - 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _head(sheet: Worksheet, row: int, column: int, value: str, language: Language, *, bold: bool) -> None:
    cell = _put(sheet, row, column, value, language)
    cell.border, cell.font = _FRAME, Font(name="Times New Roman", bold=bold, size=11)
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center")


def _put(sheet: Worksheet, row: int, column: int, value: Cell, language: Language) -> SheetCell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)  # nothing is merged
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)[:_LONGEST_CELL]
        cell.data_type = "s"  # never a formula, whatever it starts with
        return cell
    cell.value = value
    if isinstance(value, dt.date):
        cell.number_format = _DATE[language]
    elif isinstance(value, float):
        cell.number_format = "0.0%"
    return cell
