"""Numbers kept in a file: many processes, and files that cannot hold them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

import pytest

from edoc.errors import OutputError
from edoc.identifiers import DocumentNumberSeries, SeriesKey, SqliteSeriesStore

if TYPE_CHECKING:
    from pathlib import Path

DAY: Final = dt.date(2026, 1, 5)


def test_processes_get_no_number_twice_and_leave_no_gap(tmp_path: Path) -> None:
    series = DocumentNumberSeries(SqliteSeriesStore(tmp_path / "numbers.db"), "H49.15")
    with ExitStack() as stack:
        pools = [stack.enter_context(ProcessPoolExecutor(1, mp_context=get_context("spawn"))) for _ in range(4)]
        given = [pool.submit(series.issue, "QĐ-SM", DAY) for _ in range(25) for pool in pools]
        numbers = [future.result() for future in given]

    assert sorted(number.serial or 0 for number in numbers) == list(range(1, 101))
    with closing(sqlite3.connect(tmp_path / "numbers.db")) as connection:
        assert connection.execute("SELECT COUNT(*) FROM document_number").fetchone() == (100,)


def test_the_numbers_outlive_the_program(tmp_path: Path) -> None:
    path = tmp_path / "numbers.db"
    DocumentNumberSeries(SqliteSeriesStore(path), "H49.15").issue("QĐ-SM", DAY)

    assert DocumentNumberSeries(SqliteSeriesStore(str(path)), "H49.15").issue("QĐ-SM", DAY) == "02/QĐ-SM"


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "numbers.db"
    path.write_bytes(b"this is no database, " * 100)

    with pytest.raises(OutputError, match=r"numbers\.db: the numbers cannot be kept") as caught:
        SqliteSeriesStore(path)
    assert caught.value.filename == str(path)
    assert path.read_bytes() == b"this is no database, " * 100


def test_a_folder_that_is_missing_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the numbers cannot be kept"):
        SqliteSeriesStore(tmp_path / "missing" / "numbers.db")


def test_a_writer_that_never_ends_is_an_output_error_and_spends_no_number(tmp_path: Path) -> None:
    path = tmp_path / "numbers.db"
    store = SqliteSeriesStore(path, timeout=0.05)
    key = SeriesKey("H49.15", 2026)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutputError, match="locked"):
            store.issue(key, "QĐ-SM")
        other.execute("ROLLBACK")

    assert store.issue(key, "QĐ-SM") == 1


@pytest.mark.parametrize("serial", [0, -1])
def test_a_serial_that_is_no_number_is_not_kept(tmp_path: Path, serial: int) -> None:
    store = SqliteSeriesStore(tmp_path / "numbers.db")
    key = SeriesKey("H49.15", 2026)

    with pytest.raises(OutputError, match="CHECK"):
        store.register(key, serial, "QĐ-SM")
    assert store.last(key) == 0
