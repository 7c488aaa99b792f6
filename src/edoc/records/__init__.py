"""Registers of documents, their input data, and the figures drawn from them.

Source: Decree 30/2020/NĐ-CP, Annexes IV and VI; Decision 1123/QĐ-UBND, Articles 3.9, 14 and 24.

Example:
    >>> from edoc.records import Period
    >>> Period.parse("2026-H1").last.isoformat()
    '2026-06-30'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc._lazy import lazy_names

if TYPE_CHECKING:
    from edoc.records.column import Column, Said
    from edoc.records.counted import (
        Channel,
        CountedDocument,
        Direction,
        Form,
        Signing,
        Timeliness,
        signing_of,
        timeliness_of,
    )
    from edoc.records.csv_file import to_csv
    from edoc.records.entry import Entry
    from edoc.records.file_data import FileData
    from edoc.records.heap import Collected, collect, select
    from edoc.records.html_page import to_html
    from edoc.records.input_data import FileCode, IncomingData, OutgoingData, Recipient, TooLong
    from edoc.records.kind import RegisterKind
    from edoc.records.numbers import ArrivalNumbers
    from edoc.records.period import Period, PeriodKind
    from edoc.records.picture import to_svg
    from edoc.records.register import Register
    from edoc.records.rows import HandlingRow, IncomingRow, OutgoingRow
    from edoc.records.statistics import Count, Statistics
    from edoc.records.table import Table, TableColumn
    from edoc.records.warnings import RegisterWarning, WarningKind
    from edoc.records.xlsx_file import to_xlsx

_HOMES = {
    "edoc.records.heap": ("Collected", "collect", "select"),
    "edoc.records.column": ("Column", "Said"),
    "edoc.records.counted": (
        "Channel",
        "CountedDocument",
        "Direction",
        "Form",
        "Signing",
        "Timeliness",
        "signing_of",
        "timeliness_of",
    ),
    "edoc.records.csv_file": ("to_csv",),
    "edoc.records.entry": ("Entry",),
    "edoc.records.file_data": ("FileData",),
    "edoc.records.html_page": ("to_html",),
    "edoc.records.input_data": ("FileCode", "IncomingData", "OutgoingData", "Recipient", "TooLong"),
    "edoc.records.kind": ("RegisterKind",),
    "edoc.records.numbers": ("ArrivalNumbers",),
    "edoc.records.period": ("Period", "PeriodKind"),
    "edoc.records.picture": ("to_svg",),
    "edoc.records.register": ("Register",),
    "edoc.records.rows": ("HandlingRow", "IncomingRow", "OutgoingRow"),
    "edoc.records.statistics": ("Count", "Statistics"),
    "edoc.records.table": ("Table", "TableColumn"),
    "edoc.records.warnings": ("RegisterWarning", "WarningKind"),
    "edoc.records.xlsx_file": ("to_xlsx",),
}
__all__ = [
    "ArrivalNumbers",
    "Channel",
    "Collected",
    "Column",
    "Count",
    "CountedDocument",
    "Direction",
    "Entry",
    "FileCode",
    "FileData",
    "Form",
    "HandlingRow",
    "IncomingData",
    "IncomingRow",
    "OutgoingData",
    "OutgoingRow",
    "Period",
    "PeriodKind",
    "Recipient",
    "Register",
    "RegisterKind",
    "RegisterWarning",
    "Said",
    "Signing",
    "Statistics",
    "Table",
    "TableColumn",
    "Timeliness",
    "TooLong",
    "WarningKind",
    "collect",
    "select",
    "signing_of",
    "timeliness_of",
    "to_csv",
    "to_html",
    "to_svg",
    "to_xlsx",
]

__getattr__, __dir__ = lazy_names(__name__, _HOMES, __all__)
