"""Working days and working time, counted by hand and by properties."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import time
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from moments import moment
from working_time import WORKING_TIME, Vector

from edoc.edxml.scalars import VIETNAM
from edoc.errors import CalendarNotCoveredError, FieldError, UsageError
from edoc.status.clocks import (
    COMMON_WEEK,
    CalendarDay,
    DayEffect,
    Outage,
    OutageEffect,
    Session,
    Week,
    WorkingCalendar,
    in_vietnam,
    vietnam_calendar,
)

if TYPE_CHECKING:
    from collections.abc import Callable

CALENDAR: Final = vietnam_calendar()
HOUR: Final = dt.timedelta(hours=1)
NONE: Final = dt.timedelta()


def amount(text: str) -> dt.timedelta:
    hours, minutes = text.lstrip("-").split(":")
    worked = dt.timedelta(hours=int(hours), minutes=int(minutes))
    return -worked if text.startswith("-") else worked


# --- by hand -------------------------------------------------------------------------------------


@pytest.mark.parametrize("vector", WORKING_TIME, ids=lambda vector: f"{vector.start}+{vector.amount}: {vector.why}")
def test_working_time_is_added_and_measured_as_counted_by_hand(vector: Vector) -> None:
    start, end = moment(vector.start), moment(vector.end)

    assert CALENDAR.add_working_time(start, amount(vector.amount)) == end
    assert CALENDAR.working_time_between(start, end) == amount(vector.amount)
    assert CALENDAR.working_time_between(end, start) == -amount(vector.amount)


def test_there_are_the_vectors_that_were_promised() -> None:
    assert len(set(WORKING_TIME)) == len(WORKING_TIME) >= 45


@pytest.mark.parametrize(
    ("at", "day", "rolled"),
    [
        ("2026-03-09 08:00", "2026-03-09", False),
        ("2026-03-09 06:00", "2026-03-09", False),
        ("2026-03-09 12:00", "2026-03-09", False),
        ("2026-03-09 16:59", "2026-03-09", False),
        ("2026-03-09 17:00", "2026-03-10", True),
        ("2026-03-06 19:00", "2026-03-09", True),
        ("2026-03-07 09:00", "2026-03-09", True),
        ("2026-08-22 09:00", "2026-08-22", False),
        ("2026-08-28 20:00", "2026-09-03", True),
        ("2026-11-24 09:00", "2026-11-25", True),
        ("2026-03-09 09:59+00:00", "2026-03-09", False),
        ("2026-03-09 10:00+00:00", "2026-03-10", True),
    ],
)
def test_the_same_day_is_the_next_working_day_when_no_working_time_is_left(at: str, day: str, rolled: bool) -> None:
    assert CALENDAR.reference_day(moment(at)) == (dt.date.fromisoformat(day), rolled)


@pytest.mark.parametrize(
    ("day", "end", "morning", "end_of_next"),
    [
        ("2026-03-09", "2026-03-09 17:00", "2026-03-10 11:30", "2026-03-10 17:00"),
        ("2026-03-06", "2026-03-06 17:00", "2026-03-09 11:30", "2026-03-09 17:00"),
        ("2026-03-07", "2026-03-09 17:00", "2026-03-09 11:30", "2026-03-09 17:00"),
        ("2026-08-21", "2026-08-21 17:00", "2026-08-22 11:30", "2026-08-22 17:00"),
        ("2026-11-23", "2026-11-23 17:00", "2026-11-25 11:30", "2026-11-25 17:00"),
        ("2026-11-24", "2026-11-25 17:00", "2026-11-25 11:30", "2026-11-25 17:00"),
        ("2026-02-13", "2026-02-13 17:00", "2026-02-23 11:30", "2026-02-23 17:00"),
        ("2025-12-31", "2025-12-31 17:00", "2026-01-05 11:30", "2026-01-05 17:00"),
        ("2026-03-09 18:00", "2026-03-10 17:00", "2026-03-10 11:30", "2026-03-10 17:00"),
        ("2026-03-09 09:00", "2026-03-09 17:00", "2026-03-10 11:30", "2026-03-10 17:00"),
    ],
)
def test_days_and_mornings_end_with_their_last_and_first_session(
    day: str, end: str, morning: str, end_of_next: str
) -> None:
    given_day = moment(day) if " " in day else dt.date.fromisoformat(day)

    assert CALENDAR.end_of_day(given_day) == moment(end)
    assert CALENDAR.morning_of_next_working_day(given_day) == moment(morning)
    assert CALENDAR.end_of_next_working_day(given_day) == moment(end_of_next)


def test_a_day_on_which_a_decision_is_awaited_goes_by_its_weekday_and_is_named() -> None:
    assert CALENDAR.is_working_day(dt.date(2026, 11, 23))
    doubts = CALENDAR.unsettled_between(moment("2026-11-20 10:00"), moment("2026-11-25 10:00"))
    assert [day.date for day in doubts] == [dt.date(2026, 11, 23)]
    assert CALENDAR.unsettled_between(dt.date(2026, 11, 24), dt.date(2026, 12, 31)) == ()


def test_the_decision_once_known_replaces_the_doubt() -> None:
    decided = CALENDAR.with_days(CalendarDay(date=dt.date(2026, 11, 23), effect=DayEffect.SWAPPED))

    assert decided.add_working_time(moment("2026-11-20 16:00"), 2 * HOUR) == moment("2026-11-25 08:30")
    assert decided.unsettled_between(dt.date(2026, 1, 1), dt.date(2026, 12, 31)) == ()
    assert CALENDAR.is_working_day(dt.date(2026, 11, 23))


def test_the_zone_is_that_of_ho_chi_minh_in_every_year_that_is_covered() -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    for year in CALENDAR.years:
        for month in range(1, 13):
            assert dt.datetime(year, month, 1, tzinfo=zone).utcoffset() == VIETNAM.utcoffset(None)
    assert in_vietnam(dt.datetime(2026, 3, 9, 10, 0, tzinfo=zone)) == moment("2026-03-09 10:00")
    assert CALENDAR.add_working_time(moment("2026-03-09 10:00"), HOUR).tzinfo is VIETNAM


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("year", [1, 2019, 2023, 2027, 2099, 9999])
def test_a_year_that_is_not_covered_is_named_and_not_guessed(year: int) -> None:
    day, at = dt.date(year, 6, 15), dt.datetime(year, 6, 15, 10, 0, tzinfo=VIETNAM)
    asked: list[Callable[[], object]] = [
        lambda: CALENDAR.on(day),
        lambda: CALENDAR.sessions_on(day),
        lambda: CALENDAR.is_working_day(at),
        lambda: CALENDAR.next_working_day(day),
        lambda: CALENDAR.working_day_from(day),
        lambda: CALENDAR.end_of_day(at),
        lambda: CALENDAR.morning_of_next_working_day(day),
        lambda: CALENDAR.is_working_time(at),
        lambda: CALENDAR.add_working_time(at, HOUR),
        lambda: CALENDAR.add_working_time(at, -HOUR),
        lambda: CALENDAR.working_time_between(at, at),
    ]
    for ask in asked:
        with pytest.raises(CalendarNotCoveredError, match=rf"does not cover {year}; it covers 2024, 2025, 2026") as why:
            ask()
        assert (why.value.code, why.value.year, why.value.years) == ("CALENDAR_NOT_COVERED", year, (2024, 2025, 2026))
    assert not CALENDAR.covers(day)


def test_a_way_that_leaves_the_years_that_are_covered_is_refused_too() -> None:
    last = moment("2026-12-31 16:00")

    assert CALENDAR.add_working_time(last, HOUR) == moment("2026-12-31 17:00")
    with pytest.raises(CalendarNotCoveredError, match="2027"):
        CALENDAR.add_working_time(last, 2 * HOUR)
    with pytest.raises(CalendarNotCoveredError, match="2027"):
        CALENDAR.next_working_day(dt.date(2026, 12, 31))
    with pytest.raises(CalendarNotCoveredError, match="2023"):
        CALENDAR.add_working_time(moment("2024-01-02 08:00"), -HOUR)
    holed = CALENDAR.model_copy(update={"years": (2024, 2026)})
    with pytest.raises(CalendarNotCoveredError, match="2025"):
        holed.working_time_between(moment("2024-12-31 16:00"), moment("2026-01-05 08:00"))


@pytest.mark.parametrize(("year", "hours"), [(1, 14), (9999, -12)])
def test_the_ends_of_time_are_not_covered(year: int, hours: int) -> None:
    at = dt.datetime(year, 1 if year == 1 else 12, 1 if year == 1 else 31, 12, tzinfo=VIETNAM)
    elsewhere = at.replace(tzinfo=dt.timezone(dt.timedelta(hours=hours)), hour=0 if year == 1 else 23)
    with pytest.raises(CalendarNotCoveredError, match="no year"):
        CALENDAR.add_working_time(elsewhere, HOUR)


def test_a_moment_without_a_zone_is_refused_everywhere() -> None:
    naive, aware = dt.datetime(2026, 3, 9, 10, 0), moment("2026-03-09 10:00")  # noqa: DTZ001 - that is the point
    asked: list[Callable[[], object]] = [
        lambda: in_vietnam(naive),
        lambda: CALENDAR.add_working_time(naive, HOUR),
        lambda: CALENDAR.working_time_between(naive, aware),
        lambda: CALENDAR.working_time_between(aware, naive),
        lambda: CALENDAR.reference_day(naive),
        lambda: CALENDAR.end_of_day(naive),
        lambda: CALENDAR.is_working_day(naive),
        lambda: CALENDAR.outages_between(naive, aware),
        lambda: CALENDAR.suspended_between(aware, naive),
    ]
    for ask in asked:
        with pytest.raises(UsageError, match="no time zone: 2026-03-09T10:00:00"):
            ask()


@pytest.mark.parametrize(
    "text",
    [
        "7:30-11:30",
        "07:30",
        "07:30-07:30",
        "11:30-07:30",
        "24:00-24:00",
        "07:30-24:01",
        "07:60-08:00",
        "",
        "٠٧:٣٠-١١:٣٠",
    ],
)
def test_what_is_no_session_is_refused(text: str) -> None:
    with pytest.raises(FieldError, match="a session"):
        Week.of(text)


def test_sessions_that_overlap_or_are_out_of_order_are_refused() -> None:
    for texts in (("07:30-11:30", "11:00-17:00"), ("13:00-17:00", "07:30-11:30")):
        with pytest.raises(FieldError, match="in the order of time and do not overlap"):
            Week.of(*texts)


def test_a_day_stands_in_a_calendar_once() -> None:
    day = CalendarDay(date=dt.date(2026, 6, 15), effect=DayEffect.LOCAL)
    with pytest.raises(FieldError, match="more than once: 2026-06-15"):
        WorkingCalendar(week=COMMON_WEEK, years=(2026,), days=(day, day))


@pytest.mark.parametrize("year", [0, 1, 9999, -5])
def test_a_year_on_the_edge_of_time_is_no_year_of_a_calendar(year: int) -> None:
    with pytest.raises(FieldError, match="lies between"):
        WorkingCalendar(week=COMMON_WEEK, years=(year,))


def test_hours_of_a_day_that_is_worked_out_of_turn_are_not_guessed() -> None:
    makeup = CalendarDay(date=dt.date(2026, 6, 20), effect=DayEffect.MAKEUP)
    uneven = COMMON_WEEK.model_copy(update={"friday": ("07:30-11:30",)})

    assert WorkingCalendar(week=COMMON_WEEK, years=(2026,), days=(makeup,)).is_working_day(dt.date(2026, 6, 20))
    with pytest.raises(FieldError, match="2026-06-20: a make-up workday needs sessions, or instead_of"):
        WorkingCalendar(week=uneven, years=(2026,), days=(makeup,))
    with pytest.raises(FieldError, match="2026-06-20: other hours need sessions"):
        CalendarDay(date=dt.date(2026, 6, 20), effect=DayEffect.OTHER_HOURS)


def test_an_outage_ends_after_it_starts_and_has_a_zone() -> None:
    at = moment("2026-03-09 10:00")
    with pytest.raises(FieldError, match="ends after it starts"):
        Outage(start=at, end=at)
    with pytest.raises(FieldError, match="timezone"):
        Outage(start=at.replace(tzinfo=None), end=at)
    assert Outage(start=dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=7))), end=at).start.year == 1
    with pytest.raises(FieldError, match="outside the years"):
        Outage(start=at, end=dt.datetime.max.replace(tzinfo=dt.UTC))


# --- other hours ---------------------------------------------------------------------------------


def test_a_makeup_day_has_the_sessions_of_the_day_that_is_off_instead() -> None:
    short_monday = COMMON_WEEK.model_copy(update={"monday": ("08:00-12:00",)})
    calendar = vietnam_calendar(short_monday)

    assert [str(session) for session in calendar.sessions_on(dt.date(2026, 8, 22))] == ["08:00-12:00"]
    assert [str(session) for session in calendar.sessions_on(dt.date(2026, 1, 10))] == ["07:30-11:30", "13:00-17:00"]
    assert not calendar.hours_assumed


def test_an_agency_that_never_works_on_the_day_has_nothing_to_make_up() -> None:
    calendar = vietnam_calendar(COMMON_WEEK.model_copy(update={"monday": ()}))
    assert not calendar.is_working_day(dt.date(2026, 8, 22))


def test_a_day_may_have_other_hours() -> None:
    storm = CalendarDay(date=dt.date(2026, 3, 9), effect=DayEffect.OTHER_HOURS, sessions=("07:30-09:00",))
    calendar = CALENDAR.with_days(storm)

    assert calendar.add_working_time(moment("2026-03-09 08:00"), 2 * HOUR) == moment("2026-03-10 08:30")
    assert calendar.end_of_day(dt.date(2026, 3, 9)) == moment("2026-03-09 09:00")


def test_an_agency_that_works_round_the_clock_counts_plain_time() -> None:
    whole = ("00:00-24:00",)
    week = Week.model_validate(dict.fromkeys(Week.model_fields, whole))
    calendar = WorkingCalendar(week=week, years=(2025, 2026))
    start = moment("2025-12-30 23:00")

    assert calendar.add_working_time(start, 50 * HOUR) == start + 50 * HOUR
    assert calendar.add_working_time(start, -50 * HOUR) == start - 50 * HOUR
    end = calendar.end_of_day(dt.date(2026, 12, 31))
    assert end == moment("2027-01-01 00:00")
    assert calendar.working_time_between(moment("2026-12-31 23:00"), end) == HOUR
    assert calendar.is_working_time(moment("2026-06-07 03:00"))


def test_a_calendar_without_any_session_runs_out_of_years() -> None:
    calendar = WorkingCalendar(week=Week(), years=(2026,))
    with pytest.raises(CalendarNotCoveredError, match="2027"):
        calendar.add_working_time(moment("2026-03-09 10:00"), HOUR)
    with pytest.raises(CalendarNotCoveredError, match="2025"):
        calendar.add_working_time(moment("2026-03-09 10:00"), -HOUR)
    with pytest.raises(CalendarNotCoveredError, match="2027"):
        calendar.working_day_from(dt.date(2026, 3, 9))


def test_sessions_say_what_they_are() -> None:
    session = Session.parse("13:00-17:30")
    assert (str(session), session.length, session.span[0]) == ("13:00-17:30", 4.5 * HOUR, 13 * 3_600_000_000)
    assert COMMON_WEEK.usual == (Session.parse("07:30-11:30"), Session.parse("13:00-17:00"))


# --- outages -------------------------------------------------------------------------------------

OUTAGE: Final = Outage(start=moment("2026-03-09 10:00"), end=moment("2026-03-09 14:00"), reason="trục ngừng")


def test_the_clock_stands_still_during_an_outage_that_suspends_it() -> None:
    calendar = CALENDAR.with_outages(OUTAGE)

    assert calendar.add_working_time(moment("2026-03-09 09:30"), 2 * HOUR) == moment("2026-03-09 15:30")
    assert calendar.working_time_between(moment("2026-03-09 09:30"), moment("2026-03-09 15:30")) == 2 * HOUR
    assert calendar.suspended_between(moment("2026-03-09 09:30"), moment("2026-03-09 15:30")) == 2.5 * HOUR
    assert not calendar.is_working_time(moment("2026-03-09 10:00"))
    assert calendar.is_working_time(moment("2026-03-09 14:00"))


def test_an_outage_erases_neither_the_sessions_nor_itself() -> None:
    calendar = CALENDAR.with_outages(OUTAGE)

    assert calendar.sessions_on(dt.date(2026, 3, 9)) == CALENDAR.sessions_on(dt.date(2026, 3, 9))
    assert calendar.outages_between(moment("2026-03-09 13:59"), moment("2026-03-10 08:00")) == (OUTAGE,)
    assert calendar.outages_between(moment("2026-03-09 14:00"), moment("2026-03-10 08:00")) == ()


def test_an_outage_that_is_only_noted_leaves_the_clock_going() -> None:
    calendar = CALENDAR.with_outages(OUTAGE.model_copy(update={"effect": OutageEffect.ANNOTATE}))

    assert calendar.add_working_time(moment("2026-03-09 09:30"), 2 * HOUR) == moment("2026-03-09 11:30")
    assert len(calendar.outages_between(moment("2026-03-09 09:30"), moment("2026-03-09 11:30"))) == 1


def test_outages_may_overlap_and_last_for_days() -> None:
    long = Outage(start=moment("2026-03-09 13:00"), end=moment("2026-03-11 08:30"))
    calendar = CALENDAR.with_outages(OUTAGE, long)

    assert calendar.add_working_time(moment("2026-03-09 09:00"), 2 * HOUR) == moment("2026-03-11 09:30")
    assert calendar.suspended_between(moment("2026-03-09 00:00"), moment("2026-03-12 00:00")) == 14.5 * HOUR


# --- as a value ----------------------------------------------------------------------------------


def test_a_calendar_is_a_value() -> None:
    CALENDAR.add_working_time(moment("2026-03-09 10:00"), HOUR)  # with its sums made

    for other in (
        pickle.loads(pickle.dumps(CALENDAR)),
        copy.deepcopy(CALENDAR),
        CALENDAR.model_copy(),
        WorkingCalendar.model_validate_json(CALENDAR.model_dump_json()),
    ):
        assert other == CALENDAR
        assert other.add_working_time(moment("2026-03-09 10:00"), 2 * HOUR) == moment("2026-03-09 13:30")
    with pytest.raises(FieldError, match="frozen"):
        CALENDAR.name = "other"  # type: ignore[misc]  # that is the point


def test_a_changed_copy_counts_anew() -> None:
    start = moment("2026-03-06 16:00")
    assert CALENDAR.add_working_time(start, 2 * HOUR) == moment("2026-03-09 08:30")

    off = CALENDAR.with_days(CalendarDay(date=dt.date(2026, 3, 9), effect=DayEffect.LOCAL))
    assert off.add_working_time(start, 2 * HOUR) == moment("2026-03-10 08:30")


def test_years_of_working_time_take_no_loop_over_minutes() -> None:
    calendar = WorkingCalendar(week=COMMON_WEEK, years=tuple(range(1990, 2090)))
    start, end = moment("1990-01-01 00:00"), moment("2089-12-31 23:00")
    calendar.working_time_between(start, end)  # sums are made once

    before = time.process_time()
    for _ in range(100):
        worked = calendar.working_time_between(start, end)
        assert calendar.add_working_time(start, worked) == moment("2089-12-30 17:00")
    assert time.process_time() - before < 1, "a hundred times a hundred years"


# --- properties ----------------------------------------------------------------------------------

WEEKS: Final = (
    COMMON_WEEK,
    Week.of("08:00-12:00", "13:30-17:30", saturday=("08:00-12:00",)),
    Week.of("00:00-24:00"),
    Week.of("07:00-07:01", "09:00-12:00", "12:00-18:30"),
)
FIRST, LAST = moment("2024-06-01 00:00"), moment("2026-06-01 00:00")
moments = st.integers(0, int((LAST - FIRST).total_seconds())).map(lambda seconds: FIRST + dt.timedelta(seconds=seconds))
amounts = st.integers(-400 * 3600, 400 * 3600).map(lambda seconds: dt.timedelta(seconds=seconds))


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    outages = [
        Outage(start=start, end=start + dt.timedelta(minutes=length))
        for start, length in draw(st.lists(st.tuples(moments, st.integers(1, 6000)), max_size=4))
    ]
    return vietnam_calendar(draw(st.sampled_from(WEEKS))).with_outages(*outages)


@pytest.mark.property
@given(calendars(), moments, amounts)
def test_what_is_added_is_what_is_measured(calendar: WorkingCalendar, start: dt.datetime, worked: dt.timedelta) -> None:
    end = calendar.add_working_time(start, worked)

    assert calendar.working_time_between(start, end) == worked
    assert (end > start) == (worked > NONE)
    assert (end < start) == (worked < NONE)


@pytest.mark.property
@given(calendars(), moments, amounts.map(abs), amounts.map(abs))
def test_adding_in_two_steps_is_adding_once(
    calendar: WorkingCalendar, start: dt.datetime, one: dt.timedelta, other: dt.timedelta
) -> None:
    in_steps = calendar.add_working_time(calendar.add_working_time(start, one), other)
    assert in_steps == calendar.add_working_time(start, one + other)
    back = calendar.add_working_time(calendar.add_working_time(start, -one), -other)
    assert back == calendar.add_working_time(start, -one - other)


@pytest.mark.property
@given(calendars(), moments, moments, amounts)
def test_who_starts_later_never_ends_earlier(
    calendar: WorkingCalendar, one: dt.datetime, other: dt.datetime, worked: dt.timedelta
) -> None:
    earlier, later = sorted((one, other))
    assert calendar.add_working_time(earlier, worked) <= calendar.add_working_time(later, worked)


@pytest.mark.property
@given(calendars(), moments, moments, moments)
def test_a_time_is_the_sum_of_its_parts(
    calendar: WorkingCalendar, start: dt.datetime, middle: dt.datetime, end: dt.datetime
) -> None:
    parts = calendar.working_time_between(start, middle) + calendar.working_time_between(middle, end)
    assert parts == calendar.working_time_between(start, end)


@pytest.mark.property
@given(calendars(), moments, st.integers(1, 24 * 60))
def test_time_is_worked_in_the_minutes_in_which_the_clock_goes(
    calendar: WorkingCalendar, start: dt.datetime, minutes: int
) -> None:
    start = start.replace(second=0)
    assume(all(outage.start.second == 0 for outage in calendar.outages))
    ticking = sum(calendar.is_working_time(start + dt.timedelta(minutes=minute)) for minute in range(minutes))
    end = start + dt.timedelta(minutes=minutes)
    assert calendar.working_time_between(start, end) == dt.timedelta(minutes=ticking)


@pytest.mark.property
@given(calendars(), moments, moments)
def test_what_an_outage_takes_away_is_what_is_missing(
    calendar: WorkingCalendar, one: dt.datetime, other: dt.datetime
) -> None:
    start, end = sorted((one, other))
    without = calendar.model_copy(update={"outages": ()})
    lost = without.working_time_between(start, end) - calendar.working_time_between(start, end)
    assert calendar.suspended_between(start, end) == lost >= NONE
