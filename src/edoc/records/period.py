"""The periods that reports are made for: a quarter, half a year, a year."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

from pydantic import Field

from edoc.edxml.model import Model
from edoc.law import clause
from edoc.messages import text, wrong_usage

if TYPE_CHECKING:
    from edoc.law import Clause
    from edoc.messages import Language

__all__ = ["Period", "PeriodKind"]


class PeriodKind(StrEnum):
    """How long a period is."""

    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


_MONTHS: Final = {PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6, PeriodKind.YEAR: 12}
_LETTERS: Final = {"Q": PeriodKind.QUARTER, "H": PeriodKind.HALF_YEAR}
#: Who asks for a report on it.
_CLAUSES: Final[dict[PeriodKind, Clause]] = {
    PeriodKind.QUARTER: clause("qd-28-2018", "15.1"),
    PeriodKind.HALF_YEAR: clause("qd-1123-2019", "24.1"),
    PeriodKind.YEAR: clause("qd-1123-2019", "29.7"),
}
_FORM: Final = re.compile(r"(?P<year>\d{4})(?:-?(?P<letter>[QH])(?P<number>[1-4]))?", re.ASCII)


class Period(Model):
    """A quarter, half a year or a year, both ends included.

    Args:
        kind: How long.
        year: Of which year.
        number: The how manieth of that year, from 1.

    Example:
        >>> period = Period.parse("2026-H2")
        >>> period.first.isoformat(), period.last.isoformat()
        ('2026-07-01', '2026-12-31')
    """

    kind: PeriodKind
    year: int = Field(ge=1, le=9998)
    number: int = Field(default=1, ge=1, le=4)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026``, ``2026-H1`` or ``2026-Q3``.

        Raises:
            UsageError: It is none of them.
        """
        form = _FORM.fullmatch(text.strip().upper())
        number = int(form["number"] or 1) if form else 1
        kind = _LETTERS.get(form["letter"], PeriodKind.YEAR) if form else PeriodKind.YEAR
        if form is None or number * _MONTHS[kind] > 12 or form["year"] in {"0000", "9999"}:
            raise wrong_usage("period", text=text)
        return cls(kind=kind, year=int(form["year"]), number=number)

    def __str__(self) -> str:
        """Write it as `parse` reads it."""
        letter = {kind: letter for letter, kind in _LETTERS.items()}.get(self.kind)
        return f"{self.year:04d}-{letter}{self.number}" if letter else f"{self.year:04d}"

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def last(self) -> dt.date:
        """Its last day."""
        months = self.number * _MONTHS[self.kind]
        return dt.date(self.year + months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)

    def __contains__(self, day: object) -> bool:
        """Say whether a day lies in it."""
        return isinstance(day, dt.date) and self.first <= day <= self.last

    @property
    def clause(self) -> Clause:
        """Who asks for a report on it."""
        return _CLAUSES[self.kind]

    def describe(self, language: Language = "vi") -> str:
        """Say which period it is."""
        return text(f"record.period-{self.kind.value}", language, year=self.year, number=self.number)
