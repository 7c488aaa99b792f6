"""The periods of reports: a quarter, half a year, a year."""

from __future__ import annotations

import datetime as dt

import pytest

from edoc.errors import UsageError
from edoc.records import Period, PeriodKind


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2026-Q2", "2026-04-01", "2026-06-30"),
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        (" 2026q4 ", "2026-10-01", "2026-12-31"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, first: str, last: str) -> None:
    period = Period.parse(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period.first in period
    assert period.last in period
    assert period.first - dt.timedelta(days=1) not in period
    assert period.last + dt.timedelta(days=1) not in period


@pytest.mark.parametrize("text", ["2026", "2026-H1", "2026-Q3"])
def test_a_period_is_written_as_it_is_read(text: str) -> None:
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "26", "2026-H3", "2026-Q5", "2026-Q0", "2026-M1", "0000", "9999", "2026-01", "٢٠٢٦"]
)
def test_what_is_no_period_is_refused_with_what_would_be(text: str) -> None:
    with pytest.raises(UsageError, match="2026-H1"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "clause", "vi", "en"),
    [
        ("2026", "29.7", "năm 2026", "2026"),
        ("2026-H2", "24.1", "6 tháng, kỳ 2 năm 2026", "half 2 of 2026"),
        ("2026-Q3", "15.1", "quý 3 năm 2026", "quarter 3 of 2026"),
    ],
)
def test_a_period_says_who_asks_for_a_report_on_it(text: str, clause: str, vi: str, en: str) -> None:
    period = Period.parse(text)
    assert period.clause.place == clause
    assert (period.describe("vi"), period.describe("en")) == (vi, en)


def test_what_is_no_day_lies_in_no_period() -> None:
    assert None not in Period(kind=PeriodKind.YEAR, year=2026)
