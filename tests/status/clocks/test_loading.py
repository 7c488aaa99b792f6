"""Calendars from files, and the shipped one against the package `holidays`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import pytest
from holidays import country_holidays

from edoc.errors import FieldError, InputError, InputMissingError
from edoc.status.clocks import COMMON_WEEK, CalendarDay, DayEffect, Week, load_calendar, vietnam_calendar
from edoc.status.clocks.loading import (
    calendar_from_toml,
    days_from_csv,
    fixed_holidays,
    load_days,
    shipped_file,
)

if TYPE_CHECKING:
    from pathlib import Path

CALENDAR: Final = vietnam_calendar()

#: Where the State moved days and the package `holidays` does not say so, each with the reason.
DIFFERENCES: Final = {
    dt.date(2025, 2, 1): "the package has mùng 4 Tết, a Saturday, beside the five days that were chosen",
    dt.date(2026, 1, 2): "swapped for Saturday 10 January by a letter of 25 December 2025",
    dt.date(2026, 1, 10): "the Saturday that was worked for it",
}


def test_the_package_and_the_shipped_days_differ_only_where_the_state_moved_days() -> None:
    theirs = country_holidays("VN", years=CALENDAR.years, language="vi")
    theirs_worked = {day for day in theirs.weekend_workdays if day.year in CALENDAR.years}
    ours = {day.date for day in CALENDAR.days if day.effect.is_off}
    ours_worked = {day.date for day in CALENDAR.days if day.effect is DayEffect.MAKEUP}

    assert (ours ^ set(theirs)) | (ours_worked ^ theirs_worked) == set(DIFFERENCES)


def test_every_day_off_that_the_package_computes_is_right_or_corrected() -> None:
    computed = {day.date for day in fixed_holidays(CALENDAR.years)}
    corrected = {day.date for day in shipped_file().day if day.effect is DayEffect.ORDINARY}

    off = {day.date for day in CALENDAR.days if day.effect.is_off}
    assert computed - corrected <= off
    assert corrected <= computed


def test_days_that_the_package_took_from_a_swap_are_taken_from_our_table_instead() -> None:
    computed = {day.date for day in fixed_holidays((2024, 2025, 2026))}
    swapped = {swap.off for swap in shipped_file().swap}

    assert len(swapped) == 4
    assert not computed & swapped


def test_24_november_is_off_since_2026() -> None:
    assert CALENDAR.is_working_day(dt.date(2025, 11, 24))
    day = CALENDAR.on(dt.date(2026, 11, 24))
    assert day is not None
    assert (day.effect, day.source) == (DayEffect.HOLIDAY, "Nghị quyết 28/2026/QH16")


@pytest.mark.shared
def test_the_shipped_days_are_those_that_were_verified(shared: Path) -> None:
    """Compare with the reference material: same day, same effect."""
    verified = load_days(shared / "data" / "working-calendar-vn.csv")

    assert len(verified) == 19
    for day in verified:
        ours = CALENDAR.on(day.date)
        assert ours is not None
        assert (ours.date, ours.effect) == (day.date, day.effect)


def test_every_row_of_the_table_has_a_source_and_a_certainty() -> None:
    file = shipped_file()
    for source, certainty in (
        *((row.source, row.certainty) for row in file.coverage),
        *((row.source, row.certainty) for row in file.day),
        *((row.source, row.certainty) for row in file.swap),
    ):
        assert source
        assert certainty in {"text", "excerpt", "secondary"}
    assert tuple(row.year for row in file.coverage) == CALENDAR.years
    assert all(day.source and day.certainty and day.name for day in CALENDAR.days)


def test_the_shipped_hours_say_that_they_are_assumed() -> None:
    assert CALENDAR.hours_assumed
    assert CALENDAR.week == COMMON_WEEK
    assert not vietnam_calendar(Week.of("08:00-12:00")).hours_assumed


# --- files of users ------------------------------------------------------------------------------

TOML: Final = """
name = "Sở Mẫu"
base = "vietnam"
years = [2027]

[week]
monday = ["08:00-12:00", "13:30-17:30"]
saturday = ["08:00-12:00"]

[[day]]
date = 2026-06-15
effect = "day_off_local"
name = "Ngày truyền thống"

[[day]]
date = 2026-11-23
effect = "day_off_swapped"

[[swap]]
off = 2027-01-04
worked = 2027-01-10

[[outage]]
start = 2026-06-22T10:00:00+07:00
end = 2026-06-22T11:00:00+07:00
effect = "annotate"
reason = "bảo trì"
"""


def test_a_calendar_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text(TOML, "utf-8")
    calendar = load_calendar(path)

    assert (calendar.name, calendar.years, calendar.hours_assumed) == ("Sở Mẫu", (2024, 2025, 2026, 2027), False)
    assert not calendar.is_working_day(dt.date(2026, 6, 15))
    assert not calendar.is_working_day(dt.date(2026, 11, 23))
    assert not calendar.is_working_day(dt.date(2026, 8, 31))
    assert not calendar.is_working_day(dt.date(2027, 1, 4))
    assert [str(session) for session in calendar.sessions_on(dt.date(2027, 1, 10))] == ["08:00-12:00", "13:30-17:30"]
    assert [outage.reason for outage in calendar.outages] == ["bảo trì"]


def test_a_calendar_of_its_own_takes_nothing_from_the_shipped_one() -> None:
    calendar = calendar_from_toml('years = [2027]\n[[day]]\ndate = 2027-01-01\neffect = "holiday"\n')

    assert calendar.years == (2027,)
    assert calendar.hours_assumed
    assert calendar.is_working_day(dt.date(2027, 4, 30))


def test_a_file_without_a_name_keeps_that_of_its_base() -> None:
    assert calendar_from_toml('base = "vietnam"\n') == CALENDAR


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("name = ", "Invalid value"),
        ("[[day]]\ndate = 2026-06-15\n", "day.0.effect: Field required"),
        ('[[day]]\ndate = 2026-06-15\neffect = "party"\n', "day.0.effect"),
        ('[week]\nmonday = ["8-12"]\n', "week.monday.0.*a session is written"),
        ('[week]\nmontag = ["08:00-12:00"]\n', "week.montag"),
        ('base = "laos"\n', "base"),
        ("[[outage]]\nstart = 2026-06-22T10:00:00\nend = 2026-06-22T11:00:00\n", "timezone"),
        ("years = [2026.5]\n", "years.0"),
        ("[[swap]]\noff = 2027-01-04\nworked = 2027-01-04\n", "more than once"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_with_the_place(text: str, what: str) -> None:
    with pytest.raises(FieldError, match=f"(?s)the calendar: .*{what}"):
        calendar_from_toml(text)


def test_a_file_that_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match="no such file"):
        load_calendar(tmp_path / "none.toml")
    with pytest.raises(InputError, match="cannot read"):
        load_calendar(tmp_path)
    latin = tmp_path / "latin.csv"
    latin.write_bytes(b"date,effect\n\xe9")
    with pytest.raises(InputError, match="cannot read"):
        load_days(latin)


def test_days_are_read_from_a_table(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text(
        "date,effect,name,instead_of,sessions\n"
        "2026-06-15,day_off_local,Ngày truyền thống,,\n"
        "2026-06-20,makeup_workday,,2026-06-15,\n"
        "2026-06-16,other_hours,,,07:30-11:30 13:00-15:00\n",
        "utf-8-sig",
    )
    days = load_days(path)

    assert days[0] == CalendarDay(date=dt.date(2026, 6, 15), effect=DayEffect.LOCAL, name="Ngày truyền thống")
    calendar = CALENDAR.with_days(*days)
    assert calendar.is_working_day(dt.date(2026, 6, 20))
    assert calendar.end_of_day(dt.date(2026, 6, 16)).hour == 15


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("date,effect\n2026-06-15,holiday\n2026-02-30,holiday\n", "row 3: .*date"),
        ("date,effect\n2026-06-15,\n", "row 2: .*effect"),
        ("day,effect\n2026-06-15,holiday\n", "row 2: .*day"),
        ('date,effect\n2026-06-15,"holiday\n', "unexpected end"),
        ("date,effect\n2026-06-15,holiday,more\n", "row 2: "),
    ],
)
def test_a_table_that_holds_no_days_is_refused_with_the_row(text: str, what: str) -> None:
    with pytest.raises(FieldError, match=f"the table: {what}"):
        days_from_csv(text)
