"""Working time as numbers: sums over the days of a year, so that years take no longer than hours.

Instants are microseconds since the midnight that starts day 0 of the proleptic Gregorian
calendar, in Vietnam's time. A year keeps, for each of its days, how much was worked before it;
adding and measuring look up the day by bisection and walk the few sessions of that day only.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["DAY", "Span", "Timeline", "without"]

#: Microseconds of a day.
DAY: Final = 86_400_000_000
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Year:
    """One year: its first day, and the working time before each day and at its end."""

    first: int
    before: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.before[-1]


class Timeline:
    """The working time of a calendar.

    Args:
        open_on: Gives the spans of a day (its ordinal) in which the clock goes, in order; raises
            `edoc.CalendarNotCoveredError` for a day of a year that is not covered.
    """

    def __init__(self, open_on: Callable[[int], tuple[Span, ...]]) -> None:
        """Start with no year summed."""
        self._open_on = open_on
        self._years: dict[int, _Year] = {}

    def elapsed(self, start: int, end: int) -> int:
        """Measure the working time from *start* to *end*; negative if *end* is earlier."""
        if end < start:
            return -self.elapsed(end, start)
        # The midnight that ends a year belongs to it: the next year need not be covered.
        first_day, last_day = start // DAY, max(start, end - 1) // DAY
        between = sum(self._year(year).total for year in range(_year_of(first_day), _year_of(last_day)))
        return between + self._position(end, last_day) - self._position(start, first_day)

    def add(self, start: int, amount: int) -> int:
        """Give the first moment from *start* on at which *amount* has been worked.

        For a negative *amount*, the last moment before *start* from which that much is worked.
        """
        if amount == 0:
            return start
        year, wanted = _year_of(start // DAY), self._position(start, start // DAY) + amount
        while wanted > self._year(year).total:
            wanted -= self._year(year).total
            year += 1
        while wanted < 0:
            year -= 1
            wanted += self._year(year).total
        found = self._year(year)
        look_up = bisect_left if amount > 0 else bisect_right
        day = look_up(found.before, wanted) - 1
        return _within(self._open_on(found.first + day), wanted - found.before[day], forward=amount > 0)

    def _position(self, moment: int, day: int) -> int:
        """Give the working time from the start of the year of *day* to a moment of that day."""
        found = self._year(_year_of(day))
        worked = sum(max(0, min(moment, end) - start) for start, end in self._open_on(day))
        return found.before[day - found.first] + worked

    def _year(self, year: int) -> _Year:
        """Sum a year up when it is first asked for."""
        found = self._years.get(year)
        if found is None:
            first, end = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal() + 1
            days = (sum(end - start for start, end in self._open_on(day)) for day in range(first, end))
            found = self._years[year] = _Year(first, tuple(accumulate(days, initial=0)))
        return found


def _year_of(day: int) -> int:
    return dt.date.fromordinal(day).year


def _within(spans: Sequence[Span], wanted: int, *, forward: bool) -> int:
    """Give the moment of a day at which *wanted* was worked: its first, or else its last."""
    for start, end in spans:
        length = end - start
        if wanted < length or (forward and wanted == length):
            return start + wanted
        wanted -= length
    raise AssertionError(spans, wanted)  # pragma: no cover - the day was chosen by the same sums


def without(spans: Iterable[Span], gaps: Iterable[Span]) -> tuple[Span, ...]:
    """Take *gaps* out of *spans*.

    >>> without([(0, 10), (20, 30)], [(5, 22)])
    ((0, 5), (22, 30))
    """
    left = list(spans)
    for gap_start, gap_end in gaps:
        pieces = [piece for start, end in left for piece in ((start, min(end, gap_start)), (max(start, gap_end), end))]
        left = [(start, end) for start, end in pieces if start < end]
    return tuple(left)
