"""Tables as CSV (RFC 4180) that spreadsheets open without running anything."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from edoc.records.column import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.messages import Language
    from edoc.records.table import Table

__all__ = ["to_csv"]

#: With what a cell starts that a spreadsheet takes for a formula (CWE-1236).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def to_csv(tables: Iterable[Table], language: Language = "vi", *, delimiter: str = ",") -> bytes:
    r"""Write tables as CSV in UTF-8 with a byte-order mark, which Excel needs to see Vietnamese.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it: subjects come
    from strangers. Several tables stand under each other, with an empty line between.

    Args:
        tables: The tables.
        language: How dates are written.
        delimiter: Between cells; Excel in Vietnamese expects ``;``.

    Example:
        >>> from edoc.records.table import Table, TableColumn
        >>> table = Table(title="", organ="", columns=(TableColumn(heading="Tên"),), rows=(("=1+1",),))
        >>> to_csv([table]).decode("utf-8-sig")
        "Tên\r\n'=1+1\r\n"
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for index, table in enumerate(tables):
        if index:
            writer.writerow([])
        writer.writerow([column.heading for column in table.columns])
        writer.writerows([_harmless(shown(cell, language)) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
