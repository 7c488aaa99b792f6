"""Numbers of documents kept in an SQLite file, safe under many processes."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

from edoc.errors import DuplicateNumberError, OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Generator

    from edoc.identifiers.number_series import SeriesKey

__all__ = ["SqliteSeriesStore"]

#: One row for each number that was given; the second key is Decree 30/2020/NĐ-CP, Article 15.1.
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS document_number (
    organ_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    series TEXT NOT NULL,
    serial INTEGER NOT NULL CHECK (serial > 0),
    notation TEXT NOT NULL,
    UNIQUE (organ_id, year, serial, notation)
);
CREATE INDEX IF NOT EXISTS document_number_series ON document_number (organ_id, year, series, serial);
"""
_LAST: Final = "SELECT COALESCE(MAX(serial), 0) FROM document_number WHERE organ_id = ? AND year = ? AND series = ?"
_TAKEN: Final = "SELECT 1 FROM document_number WHERE organ_id = ? AND year = ? AND serial = ? AND notation = ?"
_KEEP: Final = "INSERT INTO document_number (organ_id, year, series, serial, notation) VALUES (?, ?, ?, ?, ?)"


class SqliteSeriesStore:
    """See `edoc.identifiers.SeriesStore`; every call is one transaction of its own.

    Args:
        path: The file; made if it is missing.
        timeout: How long to wait for other writers, in seconds.

    Raises:
        OutputError: The file cannot be opened or written.
        UsageError: *path* names no file.
    """

    def __init__(self, path: str | os.PathLike[str], *, timeout: float = 30.0) -> None:
        """Make the table if it is missing."""
        self.path = os.fspath(path)
        if str(self.path) in {"", ":memory:"}:
            message = "numbers in memory are kept by InMemorySeriesStore; a path is needed here"
            raise UsageError(message)
        self.timeout = timeout
        with self._transaction() as connection:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        """Open the file and hold its write lock from the first statement to the commit."""
        try:
            with closing(sqlite3.connect(self.path, timeout=self.timeout, isolation_level=None)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise OutputError(errno.EIO, f"the numbers cannot be kept: {error}", str(self.path)) from error

    def issue(self, key: SeriesKey, notation: str) -> int:
        """See `SeriesStore.issue`.

        Raises:
            OutputError: The file cannot be written.
        """
        with self._transaction() as connection:
            serial = _last(connection, key) + 1
            while connection.execute(_TAKEN, (key.organ_id, key.year, serial, notation)).fetchone():
                serial += 1
            connection.execute(_KEEP, (key.organ_id, key.year, key.name, serial, notation))
            return serial

    def register(self, key: SeriesKey, serial: int, notation: str) -> None:
        """See `SeriesStore.register`.

        Raises:
            DuplicateNumberError: Number and notation were given before.
            OutputError: The file cannot be written.
        """
        with self._transaction() as connection:
            if connection.execute(_TAKEN, (key.organ_id, key.year, serial, notation)).fetchone():
                raise DuplicateNumberError.of(key.organ_id, key.year, serial, notation)
            connection.execute(_KEEP, (key.organ_id, key.year, key.name, serial, notation))

    def last(self, key: SeriesKey) -> int:
        """See `SeriesStore.last`.

        Raises:
            OutputError: The file cannot be read.
        """
        with self._transaction() as connection:
            return _last(connection, key)


def _last(connection: sqlite3.Connection, key: SeriesKey) -> int:
    (serial,) = connection.execute(_LAST, (key.organ_id, key.year, key.name)).fetchone()
    return int(serial)
