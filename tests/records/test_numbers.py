"""Arrival numbers: one sequence a year, by the time of Vietnam."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from edoc.errors import UsageError
from edoc.identifiers import DocumentNumberSeries, InMemorySeriesStore, SqliteSeriesStore
from edoc.records import ArrivalNumbers

if TYPE_CHECKING:
    from pathlib import Path


def test_numbers_start_from_one_each_year_by_the_time_of_vietnam() -> None:
    numbers = ArrivalNumbers(InMemorySeriesStore(), "H49.15")
    evening = dt.datetime(2026, 12, 31, 16, 59, tzinfo=dt.UTC)
    assert [numbers.issue(evening), numbers.issue(evening)] == [1, 2]
    assert numbers.issue(evening + dt.timedelta(minutes=1)) == 1
    assert numbers.last(evening) == 2


def test_two_spellings_of_an_agency_share_a_sequence() -> None:
    store, moment = InMemorySeriesStore(), dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC)
    assert ArrivalNumbers(store, "000.00.00.H49").issue(moment) == 1
    assert ArrivalNumbers(store, "H49").issue(moment) == 2


def test_documents_that_go_out_are_numbered_apart_in_the_same_file(tmp_path: Path) -> None:
    store = SqliteSeriesStore(tmp_path / "numbers.db")
    moment = dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC)
    assert str(DocumentNumberSeries(store, "H49.15").issue("SM-VP", moment.date())) == "01/SM-VP"
    assert ArrivalNumbers(store, "H49.15").issue(moment) == 1
    assert ArrivalNumbers(SqliteSeriesStore(tmp_path / "numbers.db"), "H49.15").issue(moment) == 2


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(UsageError, match="time zone"):
        ArrivalNumbers(InMemorySeriesStore(), "H49.15").issue(dt.datetime(2026, 1, 5, 8))  # noqa: DTZ001 - what is refused
