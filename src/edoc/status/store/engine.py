"""The database below a store: SQLite in a file or in memory, or PostgreSQL; and its transactions."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from importlib.util import find_spec
from threading import RLock
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from edoc.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Generator

    from edoc.status.store.sql import SqlExchangeStore

__all__ = ["Database", "LostRace", "open_store"]

_WRITES: Final = {"edoc_writes": True}
#: The key of the advisory lock under which one process at a time changes the schema.
_SCHEMA_LOCK: Final = 0x65646F63


class LostRace(Exception):  # noqa: N818 - never leaves the store
    """Another transaction wrote the same row first: look again."""


class Database:
    """An engine with transactions that translate every exception.

    Args:
        url: The database.
        timeout: How long to wait for other writers, in seconds.
    """

    def __init__(self, url: URL, timeout: float) -> None:
        """Make the engine; nothing is opened yet."""
        self.name = url.render_as_string(hide_password=True)
        self._is_sqlite = url.get_backend_name() == "sqlite"
        in_memory = self._is_sqlite and url.database in {None, "", ":memory:"}
        # a database in memory is its connection: all threads share the one, and take turns
        self._turn = RLock() if in_memory else None
        self._engine = _sqlite(url, timeout, in_memory) if self._is_sqlite else _postgresql(url, timeout)

    @contextmanager
    def transaction(self, *, writes: bool) -> Generator[Connection]:
        """Open a transaction; it is committed at the end, and undone by any exception.

        Raises:
            StoreError: The database cannot be read or written.
            LostRace: Another transaction wrote the same row first.
        """
        if self._turn is not None:
            self._turn.acquire()
        try:
            with self._engine.connect() as connection:
                if writes:
                    connection = connection.execution_options(**_WRITES)  # noqa: PLW2901 - the same one, marked
                with connection.begin():
                    yield connection
        except IntegrityError as error:
            raise LostRace from error
        except (SQLAlchemyError, sqlite3.Error, UnicodeError) as error:  # the second while a connection is set up
            raise StoreError(f"{self.name}: {_reason(error)}") from error
        finally:
            if self._turn is not None:
                self._turn.release()

    def lock_schema(self, connection: Connection) -> None:
        """Keep others from changing the schema until the end of the transaction."""
        if not self._is_sqlite:  # SQLite has one writer at a time
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _reason(error: Exception) -> str:
    """Say in one line what the database said."""
    original = getattr(error, "orig", None) or error
    return " ".join(str(original).split())


def _sqlite(url: URL, timeout: float, in_memory: bool) -> Engine:  # noqa: FBT001 - private
    options: dict[str, Any] = {"connect_args": {"timeout": timeout, "check_same_thread": False}}
    if in_memory:
        options["poolclass"] = StaticPool
    engine = create_engine(url, **options)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:  # pyright: ignore[reportUnusedFunction]  # the engine calls it
        connection.isolation_level = None  # transactions are begun below, not by the driver
        cursor = connection.cursor()
        # readers do not wait for the writer; a commit is on disk when it returns
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]  # likewise
        # a writer takes the lock first: what it reads is what it writes on
        writes = connection.get_execution_options().get("edoc_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: URL, timeout: float) -> Engine:
    if find_spec("psycopg") is None:
        message = "a store in PostgreSQL needs psycopg: install edoc[postgres]"
        raise UsageError(message)
    milliseconds = int(timeout * 1000)
    arguments = {"connect_timeout": max(2, int(timeout)), "options": f"-c lock_timeout={milliseconds} -c timezone=UTC"}
    return create_engine(url.set(drivername="postgresql+psycopg"), connect_args=arguments, pool_pre_ping=True)


def _url_of(where: str | os.PathLike[str]) -> URL:
    name = os.fspath(where)
    if "://" not in name:
        return URL.create("sqlite", database=name)
    try:
        url = make_url(name)
        backend = url.get_backend_name()
    except (SQLAlchemyError, ValueError):
        message = "this is no URL of a database; give a path, or postgresql://user@host/name"
        raise UsageError(message) from None
    if backend not in {"sqlite", "postgresql"}:
        message = f"exchanges are kept in SQLite or PostgreSQL, not in {backend!r}"
        raise UsageError(message)
    return url


def open_store(where: str | os.PathLike[str], *, timeout: float = 30.0) -> SqlExchangeStore:
    """Open a store of exchanges, and bring its schema up to date.

    Args:
        where: The path of an SQLite file, which is made if it is missing; ``:memory:``; or the URL of a
            PostgreSQL database (``postgresql://user@host/name``), for which the extra ``postgres`` is needed.
        timeout: How long to wait for other writers, in seconds.

    Raises:
        StoreError: The database cannot be opened, read or written.
        StoreVersionError: It was written by a newer edoc.
        UsageError: *where* names no database that edoc can use.

    Example:
        >>> with open_store(":memory:") as store:
        ...     store.find(document_id="H49,2026/01/05,5/SM")
        ()
    """
    from edoc.status.store.sql import SqlExchangeStore  # noqa: PLC0415 - it imports this module

    name = os.fspath(where)
    if not name:
        message = "a store needs a path or a URL; for one in memory give ':memory:'"
        raise UsageError(message)
    return SqlExchangeStore(Database(_url_of(name), timeout))
