"""Tables as files: CSV, XLSX and HTML that show what is there and run nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from edoc.records import Table, TableColumn, to_csv, to_html, to_xlsx

if TYPE_CHECKING:
    from edoc.messages import Language

COLUMNS = (TableColumn(heading="Số", no="1"), TableColumn(heading="Ngày", no="2"), TableColumn(heading="Tỷ lệ", no="3"))
HOSTILE = "=HYPERLINK(\"http://x\")<script>alert('x')</script>"
TABLE = Table(
    title="Sổ mẫu",
    organ="Sở Mẫu",
    columns=COLUMNS,
    rows=(("01/SM-VP", dt.date(2026, 1, 5), 0.25), (HOSTILE, None, None), (7, dt.date(2026, 12, 31), 1.0)),
    source="Phụ lục IV",
)


def rows_of(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


class TestCsv:
    """Comma-separated values."""

    def test_it_starts_with_the_mark_that_excel_needs(self) -> None:
        assert to_csv([TABLE]).startswith(b"\xef\xbb\xbf")

    def test_dates_and_shares_are_written_for_people(self) -> None:
        assert rows_of(to_csv([TABLE]))[1] == ["01/SM-VP", "05/01/2026", "25,0 %"]
        assert rows_of(to_csv([TABLE], "en"))[1] == ["01/SM-VP", "2026-01-05", "25.0 %"]

    @pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
    def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(self, start: str) -> None:
        table = Table(title="", organ="", columns=COLUMNS[:1], rows=((start,),))
        assert rows_of(to_csv([table]))[1] == ["'" + start]

    def test_another_delimiter_can_be_asked_for(self) -> None:
        assert rows_of(to_csv([TABLE], delimiter=";"), ";")[0] == ["Số", "Ngày", "Tỷ lệ"]

    def test_several_tables_stand_under_each_other(self) -> None:
        rows = rows_of(to_csv([TABLE, TABLE]))
        assert rows[4] == []
        assert rows[5] == rows[0]


class TestXlsx:
    """A spreadsheet."""

    @staticmethod
    def sheets(*tables: Table, language: Language = "vi") -> list[Any]:
        return list(load_workbook(io.BytesIO(to_xlsx(tables, language))).worksheets)

    def test_dates_are_dates_and_shares_are_numbers(self) -> None:
        (sheet,) = self.sheets(TABLE)
        assert (sheet["B6"].value, sheet["B6"].number_format) == (dt.datetime(2026, 1, 5), "dd/mm/yyyy")  # noqa: DTZ001 - spreadsheets have no zones
        assert (sheet["C6"].value, sheet["C6"].number_format) == (0.25, "0.0%")
        assert self.sheets(TABLE, language="en")[0]["B6"].number_format == "yyyy-mm-dd"

    def test_a_text_is_never_a_formula(self) -> None:
        (sheet,) = self.sheets(TABLE)
        assert (sheet["A7"].value, sheet["A7"].data_type) == (HOSTILE, "s")

    def test_title_headings_and_numbers_stand_above(self) -> None:
        (sheet,) = self.sheets(TABLE)
        assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == ["Sổ mẫu", "Sở Mẫu", "Phụ lục IV"]
        assert [cell.value for cell in sheet[4]] == ["Số", "Ngày", "Tỷ lệ"]
        assert [cell.value for cell in sheet[5]] == ["(1)", "(2)", "(3)"]
        assert sheet.freeze_panes == "A6"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)

    def test_columns_without_numbers_have_no_row_for_them(self) -> None:
        (sheet,) = self.sheets(Table(title="t", organ="o", columns=(TableColumn(heading="h"),), rows=(("x",),)))
        assert sheet["A5"].value == "x"

    @pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "x" * 40_000])
    def test_what_a_cell_cannot_hold_does_not_break_the_file(self, text: str) -> None:
        (sheet,) = self.sheets(Table(title="t", organ="o", columns=COLUMNS[:1], rows=((text,),)))
        assert sheet["A6"].value.replace("\N{REPLACEMENT CHARACTER}", "")[:1] in {"a", "x"}

    def test_titles_that_no_sheet_may_have_are_made_fit_and_unique(self) -> None:
        table = Table(title="Quý 1/2026: [đi]*?\\ và một tiêu đề dài", organ="", columns=COLUMNS, rows=())
        names = [
            sheet.title for sheet in self.sheets(table, table, Table(title="", organ="", columns=COLUMNS, rows=()))
        ]
        assert len(set(names)) == 3
        assert all(0 < len(name) <= 31 for name in names)


class TestHtml:
    """A page for reading and printing."""

    def test_everything_is_escaped(self) -> None:
        page = to_html([TABLE], warnings=["<b>x</b>"])
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert "&lt;b&gt;x" in page

    def test_it_takes_nothing_from_a_network_and_runs_nothing(self) -> None:
        page = to_html([TABLE])
        assert "default-src 'none'" in page
        assert "<script" not in page
        assert "src=" not in page.replace("default-src", "").replace("style-src", "")

    def test_it_shows_headings_numbers_cells_and_the_picture(self) -> None:
        page = to_html([TABLE], "en", picture="<svg></svg>")
        for part in ('lang="en"', "<h1>Sổ mẫu</h1>", "<th>(1)</th>", "2026-01-05", "25.0 %", "<svg></svg>"):
            assert part in page

    def test_without_warnings_and_tables_it_is_still_a_page(self) -> None:
        page = to_html([])
        assert "<title>edoc</title>" in page
        assert 'class="warnings"' not in page

    def test_columns_without_numbers_have_no_row_for_them(self) -> None:
        page = to_html([Table(title="t", organ="o", columns=(TableColumn(heading="h"),), rows=(("x",),))])
        assert 'class="no"' not in page
