"""Numbers of documents within a year: from 01 on 1 January, unique, one sequence or one for each type."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import pytest

from edoc.errors import DuplicateNumberError, IdentifierError, UsageError
from edoc.identifiers import DocumentNumber, DocumentNumberSeries, InMemorySeriesStore, SeriesStore, SqliteSeriesStore

if TYPE_CHECKING:
    from pathlib import Path

DAY: Final = dt.date(2026, 1, 5)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SeriesStore:
    return InMemorySeriesStore() if request.param == "memory" else SqliteSeriesStore(tmp_path / "numbers.db")


def test_numbers_start_from_01_and_go_on_without_a_gap(store: SeriesStore) -> None:
    series = DocumentNumberSeries(store, "H49.15")
    numbers = [series.issue("QĐ-SM", DAY) for _ in range(11)]

    assert numbers == [f"{serial:02d}/QĐ-SM" for serial in range(1, 12)]
    assert all(type(number) is DocumentNumber for number in numbers)


def test_each_year_starts_anew_on_1_january(store: SeriesStore) -> None:
    series = DocumentNumberSeries(store, "H49.15")
    days = [dt.date(2026, 12, 30), dt.date(2026, 12, 31), dt.date(2027, 1, 1), dt.date(2026, 12, 31)]

    assert [str(series.issue("QĐ-SM", day)) for day in days] == ["01/QĐ-SM", "02/QĐ-SM", "01/QĐ-SM", "03/QĐ-SM"]


def test_all_types_share_one_sequence_unless_each_has_its_own(store: SeriesStore) -> None:
    notations = ["QĐ-SM", "TTr-SM", "SM-VP", "QĐ-SM"]
    one = DocumentNumberSeries(store, "H49.15")
    own = DocumentNumberSeries(store, "H49.16", per_type=True)

    assert [one.issue(notation, DAY).number for notation in notations] == ["01", "02", "03", "04"]
    assert [own.issue(notation, DAY).number for notation in notations] == ["01", "01", "01", "02"]


def test_official_letters_share_a_sequence_when_each_type_has_its_own(store: SeriesStore) -> None:
    own = DocumentNumberSeries(store, "H49.16", per_type=True)

    assert [str(own.issue(notation, DAY)) for notation in ("SM-VP", "SM-TC")] == ["01/SM-VP", "02/SM-TC"]


def test_each_agency_has_its_own_numbers_whatever_form_its_code_has(store: SeriesStore) -> None:
    given = [DocumentNumberSeries(store, code).issue("QĐ-SM", DAY) for code in ("H49", "H50", "000.00.00.H49")]

    assert [number.number for number in given] == ["01", "01", "02"]


def test_a_number_given_on_paper_is_kept_and_the_next_follows_it(store: SeriesStore) -> None:
    series = DocumentNumberSeries(store, "H49.15")

    assert series.register("07/QĐ-SM", DAY) == "07/QĐ-SM"
    assert series.issue("QĐ-SM", DAY) == "08/QĐ-SM"
    assert series.register("02/QĐ-SM", DAY) == "02/QĐ-SM"
    assert series.issue("QĐ-SM", DAY) == "09/QĐ-SM"


def test_number_and_notation_are_given_once_in_a_year(store: SeriesStore) -> None:
    series = DocumentNumberSeries(store, "H49.15")
    series.issue("QĐ-SM", DAY)

    with pytest.raises(DuplicateNumberError, match=r"H49\.15: the number 01/QĐ-SM was given in 2026 before"):
        series.register("01/QĐ-SM", DAY)
    assert series.register("01/TTr-SM", DAY) == "01/TTr-SM"
    assert series.register("01/QĐ-SM", dt.date(2027, 1, 1)) == "01/QĐ-SM"
    assert series.issue("QĐ-SM", DAY) == "02/QĐ-SM"


def test_a_number_that_another_sequence_gave_to_the_notation_is_passed_over(store: SeriesStore) -> None:
    DocumentNumberSeries(store, "H49.15").register("01/QĐ-SM", DAY)

    assert DocumentNumberSeries(store, "H49.15", per_type=True).issue("QĐ-SM", DAY) == "02/QĐ-SM"


def test_a_normative_document_has_other_numbers_than_an_administrative_one(store: SeriesStore) -> None:
    series = DocumentNumberSeries(store, "H49")
    series.register("05/QĐ-UBND", DAY)

    assert series.register("05/2026/QĐ-UBND", DAY) == "05/2026/QĐ-UBND"


@pytest.mark.parametrize("notation", ["", "qđ-sm", "QĐ SM", "QĐ-"])
def test_no_number_is_spent_on_a_notation_against_the_rules(store: SeriesStore, notation: str) -> None:
    series = DocumentNumberSeries(store, "H49.15")

    with pytest.raises(IdentifierError):
        series.issue(notation, DAY)
    assert series.issue("QĐ-SM", DAY) == "01/QĐ-SM"


@pytest.mark.parametrize("number", ["", "1/QĐ-SM", "00/QĐ-SM", "QĐ-SM", "12345678901234/QĐ-SM"])
def test_a_number_against_the_rules_or_too_long_is_not_registered(store: SeriesStore, number: str) -> None:
    series = DocumentNumberSeries(store, "H49.15")

    with pytest.raises(IdentifierError):
        series.register(number, DAY)
    assert series.issue("QĐ-SM", DAY) == "01/QĐ-SM"


def test_the_last_number_is_told(store: SeriesStore) -> None:
    series = DocumentNumberSeries(store, "H49.15")
    key, _ = series._place("QĐ-SM", 2026, None)
    assert store.last(key) == 0
    series.issue("QĐ-SM", DAY)
    series.register("09/QĐ-SM", DAY)
    assert store.last(key) == 9


def test_threads_get_no_number_twice_and_leave_no_gap(store: SeriesStore) -> None:
    series = DocumentNumberSeries(store, "H49.15")
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: series.issue("QĐ-SM", DAY), range(100)))

    assert sorted(number.serial or 0 for number in numbers) == list(range(1, 101))


def test_normative_documents_carry_the_year_and_have_a_sequence_of_their_own(store: SeriesStore) -> None:
    series = DocumentNumberSeries(store, "H49.15")
    assert series.issue("QĐ-SM", DAY) == "01/QĐ-SM"
    assert series.issue("QĐ-SM", DAY, normative=True) == f"01/{DAY.year}/QĐ-SM"
    assert series.register(f"07/{DAY.year}/TT-SM", DAY) == f"07/{DAY.year}/TT-SM"
    assert series.issue("QĐ-SM", DAY, normative=True) == f"08/{DAY.year}/QĐ-SM"
    with pytest.raises(IdentifierError, match="another year"):
        series.register("09/1999/TT-SM", DAY)


def test_numbers_in_memory_are_not_for_sqlite() -> None:
    with pytest.raises(UsageError, match="InMemorySeriesStore"):
        SqliteSeriesStore(":memory:")
