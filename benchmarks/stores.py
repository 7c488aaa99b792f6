"""Stores of exchanges: appending and loading, against the bare driver that writes the same rows."""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from edoc import VIETNAM
from edoc.identifiers import AgencyCode, DocumentId
from edoc.status import Document, Event, EventKind, Exchange, Party
from edoc.status.store import SqlExchangeStore, open_store
from edoc.status.store.codec import event_key, read_document, read_event, write_document, write_event

if TYPE_CHECKING:
    from benchmarks.files import Files

__all__ = ["EVENTS", "append", "append_rows", "load", "load_rows"]

#: How many events one document gets, each in a transaction of its own that is on disk before the next.
EVENTS: Final = 20
_START: Final = dt.datetime(2026, 3, 9, 8, 0, tzinfo=VIETNAM)
_RECIPIENT: Final = AgencyCode("H49.16")
Run = Callable[[], object]


def _document(serial: int) -> Document:
    return Document(
        document_id=DocumentId(f"H49.15,2026/03/09,{serial}/SM"),
        sender=Party(AgencyCode("H49.15")),
        recipients=(Party(_RECIPIENT),),
        sent_at=_START,
    )


def _events() -> list[Event]:
    return [
        Event(kind=EventKind.ARRIVE, code="01", by=_RECIPIENT, at=_START + dt.timedelta(minutes=minute))
        for minute in range(EVENTS)
    ]


def _folder(files: Files) -> Path:
    """Give a folder of its own on the disk that is measured; it goes with the files."""
    return Path(tempfile.mkdtemp(dir=files.folder, prefix="store-"))


def _bare(folder: Path) -> sqlite3.Connection:
    """Open a file as the store does: a write-ahead log, and every commit on disk."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS event (document TEXT, number INTEGER, key TEXT UNIQUE, event TEXT)")
    return connection


def _filled(folder: Path) -> SqlExchangeStore:
    store = open_store(folder / "exchanges.db")
    store.add(Exchange.of(_document(0)).apply(*_events()))
    return store


def append(files: Files) -> Run:
    """`ExchangeStore.append`, event by event, to a new document each time."""
    folder = _folder(files)
    serial = iter(range(1, 1_000_000))

    def run() -> object:
        with open_store(folder / "exchanges.db") as store:
            document = _document(next(serial))
            store.add(Exchange.of(document))
            for event in _events():
                store.append(str(document.document_id), event)
        return EVENTS

    return run


def append_rows(files: Files) -> Run:
    """Insert the same rows through the bare driver, each in a transaction of its own."""
    folder = _folder(files)
    serial = iter(range(1, 1_000_000))

    def run() -> object:
        name = f"{next(serial)}"
        with closing(_bare(folder)) as connection:
            for number, event in enumerate(_events()):
                connection.execute("BEGIN IMMEDIATE")
                row = (name, number, name + event_key(event), write_event(event))
                connection.execute("INSERT INTO event VALUES (?, ?, ?, ?)", row)
                connection.execute("COMMIT")
        return EVENTS

    return run


def load(files: Files) -> Run:
    """`ExchangeStore.load`: the log and its fold."""
    store = _filled(_folder(files))
    return lambda: store.load(str(_document(0).document_id)).version


def load_rows(files: Files) -> Run:
    """Read the same rows through the bare driver, and fold them."""
    folder = _folder(files)
    with closing(_bare(folder)) as connection:
        rows = [("0", number, event_key(event), write_event(event)) for number, event in enumerate(_events())]
        connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?)", rows)
    document = write_document(_document(0))

    def run() -> object:
        with closing(sqlite3.connect(folder / "bare.db")) as connection:
            found = connection.execute("SELECT event FROM event WHERE document = '0' ORDER BY number").fetchall()
        return len(Exchange.of(read_document(document)).apply(*(read_event(event) for (event,) in found)).log)

    return run
