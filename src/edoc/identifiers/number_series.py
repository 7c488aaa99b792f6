"""The numbers of documents within a year (Decree 30/2020/NĐ-CP, Article 15).

Numbers start from 01 on 1 January and run to 31 December; number and notation are unique in the
agency's year; documents on paper and electronic ones share one sequence. How many sequences an
agency keeps, one or one for each type, is for its head to decide (Article 15.1c).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from edoc.errors import DuplicateNumberError, IdentifierError
from edoc.identifiers.agency import AgencyCode
from edoc.identifiers.document_number import DocumentNumber

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["DocumentNumberSeries", "InMemorySeriesStore", "SeriesKey", "SeriesStore"]


#: No agency gives more in a year, and no store has to keep larger ones.
_HIGHEST = 999_999_999


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """One sequence of numbers.

    Args:
        organ_id: The agency.
        year: The year; each starts from 01.
        name: The sequence: a type's abbreviation, or empty for the agency's only one.
    """

    organ_id: str
    year: int
    name: str = ""


class SeriesStore(Protocol):
    """Where the numbers that were given are kept. Each call is whole or not at all."""

    def issue(self, key: SeriesKey, notation: str) -> int:
        """Give the next number of a sequence that *notation* does not have yet, and keep it."""
        ...

    def register(self, key: SeriesKey, serial: int, notation: str) -> None:
        """Keep a number that was given elsewhere.

        Raises:
            DuplicateNumberError: Number and notation were given before.
        """
        ...

    def last(self, key: SeriesKey) -> int:
        """Give the highest number of a sequence; 0 when it has none."""
        ...


class InMemorySeriesStore:
    """Numbers kept in memory, safe under threads: for tests and short-lived programs."""

    def __init__(self) -> None:
        """Start with no number given."""
        self._lock = threading.Lock()
        self._last: dict[SeriesKey, int] = {}
        self._given: set[tuple[str, int, int, str]] = set()

    def issue(self, key: SeriesKey, notation: str) -> int:
        """See `SeriesStore.issue`."""
        with self._lock:
            serial = self._last.get(key, 0) + 1
            while (key.organ_id, key.year, serial, notation) in self._given:
                serial += 1
            self._keep(key, serial, notation)
            return serial

    def register(self, key: SeriesKey, serial: int, notation: str) -> None:
        """See `SeriesStore.register`."""
        with self._lock:
            if (key.organ_id, key.year, serial, notation) in self._given:
                raise DuplicateNumberError.of(key.organ_id, key.year, serial, notation)
            self._keep(key, serial, notation)

    def last(self, key: SeriesKey) -> int:
        """See `SeriesStore.last`."""
        with self._lock:
            return self._last.get(key, 0)

    def _keep(self, key: SeriesKey, serial: int, notation: str) -> None:
        self._given.add((key.organ_id, key.year, serial, notation))
        self._last[key] = max(self._last.get(key, 0), serial)


class DocumentNumberSeries:
    """Gives an agency's documents their numbers.

    Args:
        store: Where the numbers are kept.
        organ_id: The agency.
        per_type: Whether each type of document has a sequence of its own.

    Example:
        >>> import datetime as dt
        >>> series = DocumentNumberSeries(InMemorySeriesStore(), "H49.15")
        >>> [str(series.issue("QĐ-SM", dt.date(2026, 1, day))) for day in (2, 3)]
        ['01/QĐ-SM', '02/QĐ-SM']
        >>> str(series.issue("SM-VP", dt.date(2027, 1, 4)))
        '01/SM-VP'
    """

    def __init__(self, store: SeriesStore, organ_id: str, *, per_type: bool = False) -> None:
        """Keep the store; nothing is given yet."""
        self.store = store
        self.organ_id = str(AgencyCode(organ_id).canonical())
        self.per_type = per_type

    def issue(self, notation: str, on: dt.date, *, normative: bool = False) -> DocumentNumber:
        """Give the next number to a document with *notation* that is issued *on* a day.

        Args:
            notation: Groups joined by hyphens.
            on: The day; its year is the year of the sequence.
            normative: Whether it is a normative document, whose number carries the year and
                comes from a sequence of its own (Article 15.1a).

        Raises:
            IdentifierError: The notation does not follow the rules.
        """
        year = on.year if normative else None
        # refuses a notation before a number is spent on it, also one that is too long for later numbers
        DocumentNumber.build(_HIGHEST, notation, year=year)
        serial = self.store.issue(*self._place(notation, on.year, year))
        return DocumentNumber.build(serial, notation, year=year)

    def register(self, number: str, on: dt.date) -> DocumentNumber:
        """Keep a number that was given elsewhere, on paper for example.

        Raises:
            IdentifierError: It does not follow the rules.
            DuplicateNumberError: Number and notation were given in that year before.
        """
        parsed = DocumentNumber.parse(number)
        if parsed.serial is None or parsed.notation is None or parsed.serial > _HIGHEST:
            message = "the number is too long"
            raise IdentifierError(message, number, 0, len(number))
        if parsed.year not in {None, on.year}:
            message = f"the number is of another year than {on.year}"
            raise IdentifierError(message, number, 0, len(number))
        key, notation = self._place(parsed.notation, on.year, parsed.year)
        self.store.register(key, parsed.serial, notation)
        return parsed

    def _place(self, notation: str, year: int, of_number: int | None) -> tuple[SeriesKey, str]:
        """Give the sequence, and the notation as it is kept."""
        if of_number is not None:  # normative documents have numbers of their own (Article 15.1a)
            return SeriesKey(self.organ_id, year, "QPPL"), f"{of_number}/{notation}"
        type_ = DocumentNumber(f"01/{notation}").document_type if self.per_type else None
        return SeriesKey(self.organ_id, year, "" if type_ is None else type_.abbreviation), notation
