"""When bounds end: each kind, counted by hand, with sessions 07:30-11:30 and 13:00-17:00."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pytest
from moments import moment

from edoc.errors import CalendarNotCoveredError, FieldError, UsageError
from edoc.messages import has_text
from edoc.status.clocks import Bound, LimitKind, Outage, vietnam_calendar

CALENDAR: Final = vietnam_calendar()


def bound(limit: str, amount: int = 0, **more: Any) -> Bound:
    return Bound.model_validate(
        {"limit": limit, "amount": amount, "weight": "breach", "clauses": ["nd-30-2020:18.1"], **more}
    )


@pytest.mark.parametrize(
    ("limit", "amount", "start", "end", "rolled"),
    [
        ("working-minutes", 120, "2026-03-09 10:00", "2026-03-09 13:30", False),
        ("working-minutes", 120, "2026-03-06 16:00", "2026-03-09 08:30", False),
        ("working-minutes", 120, "2026-03-07 09:00", "2026-03-09 09:30", True),
        ("working-minutes", 30, "2026-03-09 17:10", "2026-03-10 08:00", True),
        ("end-of-day", 0, "2026-03-09 10:00", "2026-03-09 17:00", False),
        ("end-of-day", 0, "2026-03-09 06:00", "2026-03-09 17:00", False),
        ("end-of-day", 0, "2026-03-09 12:00", "2026-03-09 17:00", False),
        ("end-of-day", 0, "2026-03-06 18:00", "2026-03-09 17:00", True),
        ("end-of-day", 0, "2026-08-22 10:00", "2026-08-22 17:00", False),
        ("end-of-day", 0, "2026-11-24 10:00", "2026-11-25 17:00", True),
        ("midnight", 0, "2026-03-09 22:00", "2026-03-11 00:00", True),
        ("midnight", 0, "2026-03-09 10:00", "2026-03-10 00:00", False),
        ("morning-of-next-working-day", 0, "2026-03-09 10:00", "2026-03-10 11:30", False),
        ("morning-of-next-working-day", 0, "2026-03-06 16:59", "2026-03-09 11:30", False),
        ("morning-of-next-working-day", 0, "2026-03-06 17:00", "2026-03-10 11:30", True),
        ("morning-of-next-working-day", 0, "2026-08-21 10:00", "2026-08-22 11:30", False),
        ("end-of-next-working-day", 0, "2026-03-06 10:00", "2026-03-09 17:00", False),
        ("end-of-next-working-day", 0, "2026-03-07 10:00", "2026-03-10 17:00", True),
        ("end-of-next-working-day", 0, "2026-11-23 10:00", "2026-11-25 17:00", False),
        ("end-of-next-working-day", 0, "2026-02-13 10:00", "2026-02-23 17:00", False),
        # the calendar's own days: the first is not counted, the last is moved off a day off
        ("days", 15, "2026-03-09 10:00", "2026-03-24 17:00", False),
        ("days", 5, "2026-03-09 10:00", "2026-03-16 17:00", True),
        ("months", 12, "2025-03-10 10:00", "2026-03-10 17:00", False),
        ("months", 12, "2024-02-29 10:00", "2025-02-28 17:00", False),
        ("months", 3, "2025-11-30 10:00", "2026-03-02 17:00", True),
        ("months", 24, "2024-05-15 10:00", "2026-05-15 17:00", False),
        ("end-of-period", 6, "2026-03-09 10:00", "2026-06-30 17:00", False),
        ("end-of-period", 6, "2026-07-01 00:00", "2026-12-31 17:00", False),
        ("end-of-period", 3, "2025-02-10 10:00", "2025-03-31 17:00", False),
        ("end-of-period", 3, "2024-04-01 10:00", "2024-07-01 17:00", True),
        ("end-of-period", 12, "2025-01-01 00:00", "2025-12-31 17:00", False),
        ("on-the-date", 0, "2026-03-09 00:00", "2026-03-09 17:00", False),
        ("on-the-date", 0, "2026-03-07 00:00", "2026-03-09 17:00", True),
        ("on-the-date", 0, "2026-08-31 00:00", "2026-09-03 17:00", True),
    ],
)
def test_a_bound_ends_when_it_was_counted_to_end(limit: str, amount: int, start: str, end: str, rolled: bool) -> None:
    assert bound(limit, amount).end(moment(start), CALENDAR) == (moment(end), rolled)


def test_a_notice_of_the_same_day_counts_on_a_day_off_too() -> None:
    same_day = bound("midnight", rolls=False)

    assert same_day.end(moment("2026-03-07 22:00"), CALENDAR) == (moment("2026-03-08 00:00"), False)
    assert same_day.end(moment("2026-11-24 10:00"), CALENDAR) == (moment("2026-11-25 00:00"), False)


def test_a_reminder_counts_some_days_before() -> None:
    reminder = bound("months", 12, days_before=30)

    assert reminder.end(moment("2025-03-10 10:00"), CALENDAR) == (moment("2026-02-09 17:00"), True)
    assert reminder.describe() == "30 days before: 12 months"
    assert reminder.describe("vi") == "trước 30 ngày: 12 tháng"


def test_a_suspending_outage_moves_the_end_by_the_hours_it_took() -> None:
    outage = Outage(start=moment("2026-03-09 14:00"), end=moment("2026-03-09 16:00"))
    calendar = CALENDAR.with_outages(outage)

    assert bound("end-of-day").end(moment("2026-03-09 10:00"), calendar) == (moment("2026-03-10 09:30"), False)
    assert bound("end-of-day").end(moment("2026-03-10 10:00"), calendar) == (moment("2026-03-10 17:00"), False)
    assert bound("working-minutes", 120).end(moment("2026-03-09 13:30"), calendar)[0] == moment("2026-03-10 08:00")


def test_a_start_in_another_zone_has_the_day_that_it_is_here() -> None:
    assert bound("end-of-day").end(moment("2026-03-08 23:00+00:00"), CALENDAR)[0] == moment("2026-03-09 17:00")


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(CalendarNotCoveredError, match="2027"):
        bound("months", 12).end(moment("2026-03-09 10:00"), CALENDAR)
    with pytest.raises(CalendarNotCoveredError, match="2027"):
        bound("end-of-next-working-day").end(moment("2026-12-31 10:00"), CALENDAR)
    with pytest.raises(UsageError, match="no time zone"):
        bound("end-of-day").end(dt.datetime(2026, 3, 9), CALENDAR)  # noqa: DTZ001 - that is the point
    with pytest.raises(CalendarNotCoveredError):
        bound("months", 120_000).end(moment("2026-03-09 10:00"), CALENDAR)
    with pytest.raises(CalendarNotCoveredError):
        bound("days", 1_000_000).end(moment("9000-03-09 10:00"), CALENDAR)


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"limit": "working-minutes"}, "needs an amount"),
        ({"limit": "end-of-day", "amount": 3}, "takes no amount"),
        ({"limit": "end-of-period", "amount": 5}, "a period has"),
        ({"limit": "days", "amount": -1}, "amount"),
        ({"limit": "end-of-day", "clauses": []}, "clauses"),
        ({"limit": "end-of-day", "clauses": ["nd-1-1999:1"]}, "a clause starts with the key of an act"),
        ({"limit": "some-day"}, "limit"),
    ],
)
def test_what_is_no_bound_is_refused(values: dict[str, Any], what: str) -> None:
    with pytest.raises(FieldError, match=what):
        Bound.model_validate({"weight": "breach", "clauses": ["nd-30-2020"], **values})


@pytest.mark.parametrize("kind", LimitKind)
def test_every_kind_of_limit_is_said_in_words(kind: LimitKind) -> None:
    assert has_text(f"deadline.limit-{kind.value}")
