"""A working calendar: which days and hours count, for which years, and how time is added in them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final, Self

from pydantic import AfterValidator, model_validator

from edoc.edxml.model import Model
from edoc.edxml.scalars import VIETNAM
from edoc.errors import CalendarNotCoveredError
from edoc.status.clocks.days import CalendarDay, DayEffect, Outage, OutageEffect
from edoc.status.clocks.session import Week
from edoc.status.clocks.timeline import DAY, Span, Timeline, without
from edoc.status.times import in_vietnam

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edoc.status.clocks.session import Sessions

__all__ = ["WorkingCalendar", "in_vietnam"]

_ONE_DAY: Final = dt.timedelta(days=1)
_MICROSECOND: Final = dt.timedelta(microseconds=1)


def _sorted_days(days: tuple[CalendarDay, ...]) -> tuple[CalendarDay, ...]:
    twice = [str(day) for day, count in Counter(day.date for day in days).items() if count > 1]
    if twice:
        message = f"a day stands in the calendar once; more than once: {', '.join(twice)}"
        raise ValueError(message)
    return tuple(sorted(days, key=lambda day: day.date))


def _sorted_years(years: tuple[int, ...]) -> tuple[int, ...]:
    if any(not dt.MINYEAR < year < dt.MAXYEAR for year in years):  # so that the day before and after exist
        message = f"a year of a calendar lies between {dt.MINYEAR} and {dt.MAXYEAR}"
        raise ValueError(message)
    return tuple(sorted(set(years)))


class WorkingCalendar(Model):
    """When an agency works.

    Which days are off is decided anew for each year, and cannot be computed: so a calendar says which
    years it covers, and raises `edoc.CalendarNotCoveredError` for any other. It never guesses.

    Args:
        name: What it is called, for people.
        week: The sessions of each weekday.
        years: The years that are covered.
        days: The days that are not what their weekday says; each once.
        outages: Times in which the system could not be used.
        hours_assumed: The sessions are a convenience, and not those of a known agency.

    Example:
        >>> calendar = WorkingCalendar(week=Week.of("07:30-11:30", "13:00-17:00"), years=(2026,))
        >>> friday = dt.datetime(2026, 3, 6, 16, 0, tzinfo=VIETNAM)
        >>> calendar.add_working_time(friday, dt.timedelta(hours=2)).isoformat()
        '2026-03-09T08:30:00+07:00'
    """

    name: str = ""
    week: Week
    years: Annotated[tuple[int, ...], AfterValidator(_sorted_years)]
    days: Annotated[tuple[CalendarDay, ...], AfterValidator(_sorted_days)] = ()
    outages: tuple[Outage, ...] = ()
    hours_assumed: bool = False

    @model_validator(mode="after")
    def _makeup_hours_are_known(self) -> Self:
        for day in self.days:
            if day.effect is DayEffect.MAKEUP and day.instead_of is None and not self._makeup_sessions(day):
                message = f"{day.date}: a make-up workday needs sessions, or instead_of; the hours are not guessed"
                raise ValueError(message)
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """See `Model.model_copy`; what was summed up for the old values is not taken over.

        Raises:
            FieldError: A field is unknown or cannot hold its value.
        """
        if not update:
            return super().model_copy(deep=deep)
        return type(self).model_validate({name: getattr(self, name) for name in type(self).model_fields} | dict(update))

    def with_days(self, *days: CalendarDay) -> Self:
        """Give the calendar with these days; what stood on the same dates is replaced."""
        return self.model_copy(update={"days": tuple(({day.date: day for day in (*self.days, *days)}).values())})

    def with_outages(self, *outages: Outage) -> Self:
        """Give the calendar with these outages added."""
        return self.model_copy(update={"outages": (*self.outages, *outages)})

    # --- days ------------------------------------------------------------------------------------

    def covers(self, day: dt.date) -> bool:
        """Say whether the calendar knows that day's year."""
        return day.year in self._covered

    def on(self, day: dt.date) -> CalendarDay | None:
        """Give what is out of the ordinary on a day.

        Raises:
            CalendarNotCoveredError: Its year is not covered.
        """
        day = _date_of(day)
        if not self.covers(day):
            raise CalendarNotCoveredError(day.year, self.years, self.name)
        return self._by_date.get(day)

    def sessions_on(self, day: dt.date) -> Sessions:
        """Give the sessions that are worked on a day, outages or not; none on a day off.

        Raises:
            CalendarNotCoveredError: Its year is not covered.
        """
        day = _date_of(day)
        special = self.on(day)
        if special is not None:
            if special.effect.is_off:
                return ()
            if special.effect is DayEffect.MAKEUP:
                return self._makeup_sessions(special)
            if special.effect is DayEffect.OTHER_HOURS:
                return special.sessions
        return self.week.sessions_on(day.weekday())

    def is_working_day(self, day: dt.date) -> bool:
        """Say whether a day has sessions.

        Raises:
            CalendarNotCoveredError: Its year is not covered.
        """
        return bool(self.sessions_on(day))

    def next_working_day(self, day: dt.date) -> dt.date:
        """Give the first working day after *day*.

        Raises:
            CalendarNotCoveredError: A year on the way is not covered.
        """
        day = _date_of(day)
        self.on(day)  # without a covered year there is no day after it that could be known
        return self.working_day_from(day + _ONE_DAY)

    def working_day_from(self, day: dt.date) -> dt.date:
        """Give *day* if it is worked, else the next that is (Civil Code 2015, Article 148.5).

        Raises:
            CalendarNotCoveredError: A year on the way is not covered.
        """
        day = _date_of(day)
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def reference_day(self, moment: dt.datetime) -> tuple[dt.date, bool]:
        """Give the day that "the same day" means for what happens at *moment*, and whether it is a later one.

        Where no working time is left on the day itself, after hours or on a day off, it is the next
        working day. No text says so; it is how edoc counts.

        Raises:
            CalendarNotCoveredError: A year on the way is not covered.
            UsageError: *moment* has no zone.

        Example:
            >>> calendar = WorkingCalendar(week=Week.of("07:30-11:30", "13:00-17:00"), years=(2026,))
            >>> calendar.reference_day(dt.datetime(2026, 3, 6, 17, 0, tzinfo=VIETNAM))
            (datetime.date(2026, 3, 9), True)
        """
        local = in_vietnam(moment)
        day = local.date()
        if self.is_working_day(day) and local < self._end_of(day):
            return day, False
        return self.next_working_day(day), True

    # --- moments ---------------------------------------------------------------------------------

    def end_of_day(self, day: dt.date) -> dt.datetime:
        """Give the end of the last session of a day; of the next working day if there is none.

        A `datetime.datetime` is taken for its reference day.

        Raises:
            CalendarNotCoveredError: A year on the way is not covered.
            UsageError: A moment has no zone.
        """
        return self._end_of(self._reference(day))

    def morning_of_next_working_day(self, day: dt.date) -> dt.datetime:
        """Give the end of the first session of the first working day after *day*.

        Raises:
            CalendarNotCoveredError: A year on the way is not covered.
            UsageError: A moment has no zone.
        """
        following = self.next_working_day(_date_of(day))
        return _at(following, self.sessions_on(following)[0].span[1])

    def end_of_next_working_day(self, day: dt.date) -> dt.datetime:
        """Give the end of the last session of the first working day after *day*.

        Raises:
            CalendarNotCoveredError: A year on the way is not covered.
            UsageError: A moment has no zone.
        """
        return self._end_of(self.next_working_day(_date_of(day)))

    def is_working_time(self, moment: dt.datetime) -> bool:
        """Say whether the clock goes at *moment*: in a session, outside suspending outages.

        Raises:
            CalendarNotCoveredError: Its year is not covered.
            UsageError: It has no zone.
        """
        at = _number(in_vietnam(moment))
        return any(start <= at < end for start, end in self._open_on(at // DAY))

    def add_working_time(self, start: dt.datetime, amount: dt.timedelta) -> dt.datetime:
        """Give the first moment from *start* on at which *amount* of working time has passed.

        Outside sessions the clock stands, so that what arrives at night starts with the next session. A
        negative amount counts back: the last moment from which that much is worked until *start*.

        Raises:
            CalendarNotCoveredError: A year on the way is not covered.
            UsageError: *start* has no zone.
        """
        return _moment(self._timeline.add(_number(in_vietnam(start, "start")), amount // _MICROSECOND))

    def working_time_between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """Measure the working time from *start* to *end*; negative if *end* is earlier.

        Raises:
            CalendarNotCoveredError: A year on the way is not covered.
            UsageError: A moment has no zone.
        """
        worked = self._timeline.elapsed(_number(in_vietnam(start, "start")), _number(in_vietnam(end, "end")))
        return dt.timedelta(microseconds=worked)

    def suspended_between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """Measure the office hours from *start* to *end* that suspending outages took away.

        Raises:
            CalendarNotCoveredError: There are such outages, and a year on the way is not covered.
            UsageError: A moment has no zone.
        """
        first, last = _number(in_vietnam(start, "start")), _number(in_vietnam(end, "end"))
        if not any(gap_start < last and first < gap_end for gap_start, gap_end in self._gaps):
            return dt.timedelta()
        lost = self._without_outages.elapsed(first, last) - self._timeline.elapsed(first, last)
        return dt.timedelta(microseconds=lost)

    def outages_between(self, start: dt.datetime, end: dt.datetime) -> tuple[Outage, ...]:
        """Give the outages of either kind that touch the time from *start* to *end*.

        Raises:
            UsageError: A moment has no zone.
        """
        first, last = in_vietnam(start, "start"), in_vietnam(end, "end")
        return tuple(outage for outage in self.outages if outage.start < last and first < outage.end)

    def unsettled_between(self, start: dt.date, end: dt.date) -> tuple[CalendarDay, ...]:
        """Give the days from *start* to *end* on which a decision is still awaited."""
        wanted = (day for day in self.days if day.effect is DayEffect.UNSETTLED)
        return tuple(day for day in wanted if _date_of(start) <= day.date <= _date_of(end))

    # --- how -------------------------------------------------------------------------------------

    @cached_property
    def _covered(self) -> frozenset[int]:
        return frozenset(self.years)

    @cached_property
    def _by_date(self) -> dict[dt.date, CalendarDay]:
        return {day.date: day for day in self.days}

    @cached_property
    def _gaps(self) -> tuple[Span, ...]:
        suspending = (outage for outage in self.outages if outage.effect is OutageEffect.SUSPEND)
        return tuple((_number(outage.start), _number(outage.end)) for outage in suspending)

    @cached_property
    def _timeline(self) -> Timeline:
        return Timeline(self._open_on)

    @cached_property
    def _without_outages(self) -> Timeline:
        return Timeline(self._scheduled)

    def _scheduled(self, ordinal: int) -> tuple[Span, ...]:
        start = ordinal * DAY
        spans = (session.span for session in self.sessions_on(dt.date.fromordinal(ordinal)))
        return tuple((start + first, start + last) for first, last in spans)

    def _open_on(self, ordinal: int) -> tuple[Span, ...]:
        start = ordinal * DAY
        gaps = [gap for gap in self._gaps if gap[0] < start + DAY and start < gap[1]]
        return without(self._scheduled(ordinal), gaps) if gaps else self._scheduled(ordinal)

    def _makeup_sessions(self, day: CalendarDay) -> Sessions:
        """Give its own sessions, those of the day that is off instead, or those that all days have."""
        if day.sessions or day.instead_of is None:
            return day.sessions or self.week.usual
        return self.week.sessions_on(day.instead_of.weekday())

    def _reference(self, day: dt.date) -> dt.date:
        return self.reference_day(day)[0] if isinstance(day, dt.datetime) else self.working_day_from(day)

    def _end_of(self, day: dt.date) -> dt.datetime:
        return _at(day, self.sessions_on(day)[-1].span[1])


def _date_of(day: dt.date) -> dt.date:
    return in_vietnam(day).date() if isinstance(day, dt.datetime) else day


def _number(local: dt.datetime) -> int:
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return local.toordinal() * DAY + (local - midnight) // _MICROSECOND


def _moment(number: int) -> dt.datetime:
    return _at(dt.date.fromordinal(number // DAY), number % DAY)


def _at(day: dt.date, microseconds: int) -> dt.datetime:
    midnight = dt.datetime.combine(day, dt.time(), VIETNAM)
    return midnight + dt.timedelta(microseconds=microseconds)
