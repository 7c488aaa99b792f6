"""Bounds in time: of which kind, how long, on whose word; and the moment at which one ends."""

from __future__ import annotations

import calendar as gregorian
import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from edoc.edxml.model import Model
from edoc.edxml.scalars import VIETNAM
from edoc.errors import CalendarNotCoveredError
from edoc.law import ACTS, Clause
from edoc.messages import text
from edoc.status.clocks.calendar import in_vietnam

if TYPE_CHECKING:
    from edoc.messages import Language
    from edoc.status.clocks.calendar import WorkingCalendar

__all__ = ["Bound", "LimitKind", "Weight"]

_ONE_DAY: Final = dt.timedelta(days=1)


class LimitKind(StrEnum):
    """How the end of a time is found from its start."""

    #: After so many working minutes.
    WORKING_MINUTES = "working-minutes"
    #: With the last session of the same day.
    END_OF_DAY = "end-of-day"
    #: With the same day itself, at midnight.
    MIDNIGHT = "midnight"
    #: With the first session of the next working day.
    MORNING_OF_NEXT_WORKING_DAY = "morning-of-next-working-day"
    #: With the last session of the next working day.
    END_OF_NEXT_WORKING_DAY = "end-of-next-working-day"
    #: After so many days of the calendar.
    DAYS = "days"
    #: After so many months of the calendar.
    MONTHS = "months"
    #: With the period of so many months in which it starts (3, 6 or 12, counted from January).
    END_OF_PERIOD = "end-of-period"
    #: With the last session of the very day.
    ON_THE_DATE = "on-the-date"


class Weight(StrEnum):
    """What it means when the bound is passed."""

    #: A norm was not kept.
    BREACH = "breach"
    #: A guideline, or a figure that the norm does not give, was not kept.
    WARNING = "warning"
    #: A reminder.
    INFO = "info"


_COUNTED: Final = frozenset({LimitKind.WORKING_MINUTES, LimitKind.DAYS, LimitKind.MONTHS, LimitKind.END_OF_PERIOD})
_PERIODS: Final = frozenset({1, 2, 3, 4, 6, 12})


def _cited(text: str) -> str:
    if text.partition(":")[0] not in ACTS:
        message = f"a clause starts with the key of an act of edoc.law and a colon; this is {text[:60]!r}"
        raise ValueError(message)
    return text


class Bound(Model):
    """One bound of a deadline.

    Args:
        limit: How its end is found.
        amount: How many minutes, days or months.
        rolls: Whether a start at which no working time is left counts as of the next working day.
        days_before: How many days before the end it already counts; for reminders.
        weight: What it means when it is passed.
        clauses: On whose word, as ``act:place``.
        inferred: The text has no such figure; it is how edoc reads it.

    Example:
        >>> from edoc.status.clocks import vietnam_calendar
        >>> bound = Bound(limit="end-of-next-working-day", weight="breach", clauses=["nd-30-2020:18.1"])
        >>> due, rolled = bound.end(dt.datetime(2026, 8, 21, 9, 0, tzinfo=VIETNAM), vietnam_calendar())
        >>> due.isoformat(), rolled
        ('2026-08-22T17:00:00+07:00', False)
    """

    limit: LimitKind
    amount: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    rolls: bool = True
    days_before: Annotated[int, Field(ge=0, le=10_000)] = 0
    weight: Weight
    clauses: Annotated[tuple[Annotated[str, AfterValidator(_cited)], ...], Field(min_length=1)]
    inferred: bool = False

    @model_validator(mode="after")
    def _amount_fits(self) -> Self:
        if (self.limit in _COUNTED) != (self.amount > 0):
            message = f"the limit {self.limit} {'needs an' if self.limit in _COUNTED else 'takes no'} amount"
            raise ValueError(message)
        if self.limit is LimitKind.END_OF_PERIOD and self.amount not in _PERIODS:
            message = f"a period has 1, 2, 3, 4, 6 or 12 months, not {self.amount}"
            raise ValueError(message)
        return self

    @property
    def sources(self) -> tuple[Clause, ...]:
        """Its clauses as they are cited."""
        parts = (entry.partition(":") for entry in self.clauses)
        return tuple(Clause(ACTS[act], place) for act, _, place in parts)

    def in_force(self, day: dt.date) -> bool:
        """Say whether one of its acts is in force on a day."""
        return any(source.act.in_force(day) for source in self.sources)

    def describe(self, language: Language = "en") -> str:
        """Say the limit in ``vi`` or ``en``.

        >>> Bound(limit="working-minutes", amount=120, weight="warning", clauses=["cv-4089-2017:mục I.2"]).describe()
        '120 working minutes'
        """
        said = text(f"deadline.limit-{self.limit.value}", language, amount=self.amount)
        return text("deadline.days-before", language, limit=said, days=self.days_before) if self.days_before else said

    def end(self, start: dt.datetime, calendar: WorkingCalendar) -> tuple[dt.datetime, bool]:
        """Give the moment at which it ends, and whether a later day than that of the start was taken.

        Suspending outages between start and end move the end by the office hours that they took.

        Args:
            start: When the time starts.
            calendar: How days and hours are counted.

        Raises:
            CalendarNotCoveredError: The calendar does not know a year on the way.
            UsageError: *start* has no zone.
        """
        start = in_vietnam(start)
        if self.limit is LimitKind.WORKING_MINUTES:
            _, rolled = calendar.reference_day(start)
            return calendar.add_working_time(start, dt.timedelta(minutes=self.amount)), rolled
        due, rolled = self._end_of_days(start, calendar)
        lost = calendar.suspended_between(start, due) if due > start else dt.timedelta()
        return (calendar.add_working_time(due, lost) if lost else due), rolled

    def _end_of_days(self, start: dt.datetime, calendar: WorkingCalendar) -> tuple[dt.datetime, bool]:
        try:
            day = self._last_day(start.date())
        except (ValueError, OverflowError):  # after the last year of the Gregorian calendar
            raise CalendarNotCoveredError(dt.MAXYEAR + 1, calendar.years, calendar.name) from None
        if day is not None:
            worked = calendar.working_day_from(day)
            return calendar.end_of_day(worked), worked != day
        day, rolled = calendar.reference_day(start) if self.rolls else (start.date(), False)
        if self.limit is LimitKind.MIDNIGHT:
            return dt.datetime.combine(day + _ONE_DAY, dt.time(), VIETNAM), rolled
        if self.limit is LimitKind.MORNING_OF_NEXT_WORKING_DAY:
            return calendar.morning_of_next_working_day(day), rolled
        if self.limit is LimitKind.END_OF_NEXT_WORKING_DAY:
            return calendar.end_of_next_working_day(day), rolled
        return calendar.end_of_day(day), rolled

    def _last_day(self, day: dt.date) -> dt.date | None:
        """Give the last day of a time that the calendar counts; the first day is not counted.

        Source: Civil Code 2015, Articles 147 and 148.
        """
        if self.limit is LimitKind.ON_THE_DATE:
            last = day
        elif self.limit is LimitKind.DAYS:
            last = day + dt.timedelta(days=self.amount)
        elif self.limit is LimitKind.MONTHS:
            last = _months_after(day, self.amount)
        elif self.limit is LimitKind.END_OF_PERIOD:
            month = (day.month - 1) // self.amount * self.amount + self.amount
            last = dt.date(day.year, month, gregorian.monthrange(day.year, month)[1])
        else:
            return None
        return last - dt.timedelta(days=self.days_before)


def _months_after(day: dt.date, months: int) -> dt.date:
    """Give the same day some months later, or the last of that month if it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))
