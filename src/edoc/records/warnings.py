"""What a records clerk (`văn thư`) should look at in a register."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from edoc.edxml.model import Model
from edoc.identifiers import AgencyCode
from edoc.law import clause
from edoc.messages import text
from edoc.records.column import columns_of, shown
from edoc.records.facts import local_date, same_agency
from edoc.records.rows import HandlingRow, IncomingRow, OutgoingRow

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Hashable, Iterator

    from edoc.law import Clause
    from edoc.messages import Language
    from edoc.records.register import Register
    from edoc.records.rows import Row

__all__ = ["CLAUSES", "RegisterWarning", "WarningKind", "duplicates", "find_warnings"]


class WarningKind(StrEnum):
    """What is wrong; the text stands in the catalogue under ``record.warning-<kind>``."""

    DUPLICATE_ID = "duplicate-id"
    DUPLICATE_NUMBER = "duplicate-number"
    ARRIVAL_NUMBER_REPEATED = "arrival-number-repeated"
    ARRIVAL_ORDER = "arrival-order"
    OTHER_YEAR = "other-year"
    OTHER_SENDER = "other-sender"
    OTHER_RECIPIENT = "other-recipient"
    MISSING = "missing"


#: The clause that each warning rests on.
CLAUSES: Final[dict[WarningKind, Clause]] = {
    WarningKind.DUPLICATE_ID: clause("nd-30-2020", "Phụ lục VI phần I mục III.1h"),
    WarningKind.DUPLICATE_NUMBER: clause("nd-30-2020", "Phụ lục VI phần I mục III.1h"),
    WarningKind.ARRIVAL_NUMBER_REPEATED: clause("nd-30-2020", "22.1"),
    WarningKind.ARRIVAL_ORDER: clause("nd-30-2020", "22.1"),
    WarningKind.OTHER_YEAR: clause("nd-30-2020", "15.1"),
    WarningKind.OTHER_SENDER: clause("nd-30-2020", "15.1"),
    WarningKind.OTHER_RECIPIENT: clause("nd-30-2020", "21.2b"),
    WarningKind.MISSING: clause("qd-1123-2019", "3.9"),
}


class RegisterWarning(Model):
    """One thing to look at.

    Args:
        kind: What it is.
        rows: The rows it is about, from 0.
        params: The values of its text.
    """

    kind: WarningKind
    rows: tuple[int, ...]
    params: tuple[tuple[str, str], ...] = ()

    @property
    def clause(self) -> Clause:
        """The clause it rests on."""
        return CLAUSES[self.kind]

    def describe(self, language: Language = "vi") -> str:
        """Say it, with the rows counted from 1."""
        rows = ", ".join(str(row + 1) for row in self.rows)
        return text(f"record.warning-{self.kind.value}", language, rows=rows, **dict(self.params))


def find_warnings(register: Register) -> tuple[RegisterWarning, ...]:
    """Give everything that a clerk should look at, in the order of the kinds."""
    return (
        *duplicates(register.rows),
        *_arrival_numbers(register.rows),
        *_strangers(register),
        *_missing(register.rows),
    )


def duplicates(rows: tuple[Row, ...]) -> Iterator[RegisterWarning]:
    """Find documents with one id, or with one number, notation and issuing agency in a year.

    Numbers start anew each year (Article 15.1), so the year of the document belongs to the key;
    a document without a date is compared with those of the same lack.

    Source: Decree 30/2020/NĐ-CP, Annex VI, Part I, III.1h.
    """
    by_id = _groups(rows, lambda row: _folded(row.document_id))
    yield from (_warn(WarningKind.DUPLICATE_ID, found, id=rows[found[0]].document_id) for found in by_id)
    by_number = _groups(rows, _number_key)
    yield from (
        _warn(WarningKind.DUPLICATE_NUMBER, found, number=rows[found[0]].code, organ=rows[found[0]].organ_name)
        for found in by_number
        if found not in by_id
    )


def _number_key(row: Row) -> Hashable:
    if not row.code:
        return None
    organ = str(AgencyCode(row.organ_id).canonical()) if row.organ_id else _folded(row.organ_name)
    return (_folded(row.code), organ, row.promulgation_date.year if row.promulgation_date else None) if organ else None


def _folded(value: str | None) -> str | None:
    """Put a text into the form in which two spellings of one thing are equal."""
    return unicodedata.normalize("NFC", " ".join(value.split())).casefold() if value else None


def _groups(rows: tuple[Row, ...], key: Callable[[Row], Hashable]) -> list[tuple[int, ...]]:
    """Give the rows that share a key, in the order of the first of them."""
    found: dict[object, list[int]] = {}
    for index, row in enumerate(rows):
        value = key(row)
        if value is not None:
            found.setdefault(value, []).append(index)
    return [tuple(indexes) for indexes in found.values() if len(indexes) > 1]


def _arrival_numbers(rows: tuple[Row, ...]) -> Iterator[RegisterWarning]:
    """Ask for numbers once each, in the order of time (Decree 30/2020/NĐ-CP, Article 22.1)."""
    for found in _groups(rows, lambda row: getattr(row, "arrival_number", None)):
        yield _warn(WarningKind.ARRIVAL_NUMBER_REPEATED, found, number=_arrival(rows[found[0]]))
    numbered = sorted(
        ((row.arrival_number, index, row) for index, row in enumerate(rows) if isinstance(row, IncomingRow)),
        key=lambda item: (item[0] or 0, item[1]),
    )
    latest: tuple[dt.datetime, int] | None = None
    for _, index, row in numbered:
        if row.arrived_at is None:
            continue
        if latest is not None and row.arrived_at < latest[0]:
            yield _warn(WarningKind.ARRIVAL_ORDER, (index, latest[1]), number=_arrival(row))
        else:
            latest = (row.arrived_at, index)


def _arrival(row: Row) -> str:
    return str(getattr(row, "arrival_number", ""))


def _strangers(register: Register) -> Iterator[RegisterWarning]:
    """Find documents of another year, and such as another agency issued or should have received."""
    for index, row in enumerate(register.rows):
        day = local_date(row.arrived_at) if isinstance(row, IncomingRow) else None
        if isinstance(row, OutgoingRow):
            day = row.promulgation_date
            if row.organ_id and not same_agency(row.organ_id, register.organ_id):
                yield _warn(WarningKind.OTHER_SENDER, (index,), organ=row.organ_name)
        elif row.recipient_ids and not any(same_agency(code, register.organ_id) for code in row.recipient_ids):
            yield _warn(WarningKind.OTHER_RECIPIENT, (index,))
        if day is not None and day.year != register.year:
            yield _warn(WarningKind.OTHER_YEAR, (index,), date=shown(day))


def _missing(rows: tuple[Row, ...]) -> Iterator[RegisterWarning]:
    """Ask for what Article 3.9 of Decision 1123/QĐ-UBND names."""
    for index, row in enumerate(rows):
        empty = [column.no for name, column in columns_of(type(row)) if column.required and not getattr(row, name)]
        if isinstance(row, IncomingRow | HandlingRow) and row.arrival_number is None:
            empty.append("2" if isinstance(row, IncomingRow) else "1")
        if empty:
            yield _warn(WarningKind.MISSING, (index,), columns=", ".join(sorted(empty, key=int)))


def _warn(kind: WarningKind, rows: tuple[int, ...], **params: str | None) -> RegisterWarning:
    values = tuple(sorted((name, value or "") for name, value in params.items()))
    return RegisterWarning(kind=kind, rows=rows, params=values)
