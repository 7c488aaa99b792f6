"""What every store does, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

import psycopg
import pytest
from exchanges import SENDER, START, a_document, an_event, recipients_of
from moments import moment
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from edoc.errors import EdocError, StoreConflictError, StoreError, UsageError
from edoc.identifiers import AgencyCode, DocumentId, DocumentNumber
from edoc.status import Document, Event, EventKind, Exchange, Party, State
from edoc.status.clocks import Week, vietnam_calendar
from edoc.status.store import ExchangeStore, SqlExchangeStore, engine, open_store, updated
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

FIRST, SECOND = recipients_of(2)
ID: Final = str(a_document().document_id)


@pytest.fixture
def store(where: str) -> Iterator[SqlExchangeStore]:
    with open_store(where) as opened:
        yield opened


def kept(store: ExchangeStore, *events: Event, serial: int = 1) -> ExchangeStore:
    store.add(Exchange.of(a_document(serial)).apply(*events))
    return store


# --- keeping -------------------------------------------------------------------------------------


def test_what_is_kept_is_given_back_whole(store: SqlExchangeStore) -> None:
    exchange = Exchange.of(a_document()).apply(
        an_event(EventKind.ARRIVE, 1), an_event(EventKind.ACCEPT, 30), an_event(EventKind.ARRIVE, 2, SECOND)
    )
    added = store.add(exchange)

    assert (added.exchange, added.version) == (exchange, 3)
    loaded = store.load(ID)
    assert (loaded.exchange, loaded.version) == (exchange, 3)
    assert [receiver.state for receiver in loaded.exchange.receivers] == [State.ACCEPTED, State.ARRIVED]


def test_packages_and_status_messages_go_straight_in(store: SqlExchangeStore) -> None:
    package = sample_package(recipients=1)
    store.add(Exchange.of(package))
    stored = store.append(str(package.header.document_id), sample_status(code="03", about=package), received_at=START)

    assert stored.exchange.receivers[0].state is State.ACCEPTED
    assert stored.exchange.log[0].received_at == START
    assert store.load(str(package.header.document_id)).exchange == stored.exchange


def test_the_empty_time_of_dotnet_is_kept(store: SqlExchangeStore) -> None:
    package = sample_package(recipients=1)
    empty = sample_status(code="03", about=package).with_header(timestamp="0001/01/01 00:00:00")
    store.add(Exchange.of(package))
    for _ in range(2):
        stored = store.append(str(package.header.document_id), empty)

    assert stored.version == 1
    assert store.load(str(package.header.document_id)).exchange == Exchange.of(package).apply(empty)


def test_a_store_outlives_the_program(where: str) -> None:
    with open_store(where) as store:
        kept(store, an_event(EventKind.ARRIVE, 1))
    with open_store(where) as store:
        assert store.load(ID).version == 1


def test_a_store_in_memory_is_empty_at_first_and_lost_at_the_end() -> None:
    with open_store(":memory:") as store:
        assert kept(store).find(document_id=ID)
    with open_store(":memory:") as store:
        assert store.find() == ()


def test_recall_of_completed_documents_stays_as_it_was_chosen(store: SqlExchangeStore) -> None:
    store.add(Exchange.of(a_document(), recall_completed=True))

    assert store.load(ID).exchange.receivers[0].recall_completed


def test_odd_texts_are_kept_as_they_are(store: SqlExchangeStore) -> None:
    odd = Event(kind=None, code="\x00'; DROP TABLE edoc_event; --", by=FIRST, reason="\U0001f4a9 e\u0302", at=START)
    store.add(Exchange.of(a_document()))
    store.append(ID, odd)

    (event,) = store.load(ID).exchange.log
    assert (event.code, event.reason) == (odd.code, odd.reason)


def test_what_is_no_unicode_is_refused_before_it_is_written(store: SqlExchangeStore) -> None:
    kept(store)
    with pytest.raises(UsageError, match="a text of the event is no Unicode"):
        store.append(ID, Event(kind=EventKind.ARRIVE, by=FIRST, reason="\ud800", at=START))
    with pytest.raises(UsageError, match="a text of the document is no Unicode"):
        store.add(Exchange.of(Document(document_id=DocumentId("x"), subject="\ud800")))
    with pytest.raises(StoreError):
        store.load("\ud800")
    assert [stored.version for stored in store.find()] == [0]


# --- idempotence ---------------------------------------------------------------------------------


def test_delivering_again_changes_nothing(store: SqlExchangeStore) -> None:
    arrived = an_event(EventKind.ARRIVE, 1)
    first = kept(store).append(ID, arrived, received_at=START)
    again = store.append(ID, arrived, arrived, received_at=START + dt.timedelta(hours=1))
    added = store.add(Exchange.of(a_document()).apply(arrived))

    assert first.version == again.version == added.version == 1
    assert store.load(ID).exchange.log[0].received_at == START


def test_adding_what_is_known_brings_the_events_that_are_missing(store: SqlExchangeStore) -> None:
    kept(store, an_event(EventKind.ARRIVE, 1))
    added = store.add(Exchange.of(a_document()).apply(an_event(EventKind.ACCEPT, 5)))

    assert added.version == 2
    assert added.exchange.receivers[0].state is State.ACCEPTED


def test_delivering_again_is_no_conflict_even_with_an_old_version(store: SqlExchangeStore) -> None:
    arrived = an_event(EventKind.ARRIVE, 1)
    kept(store, arrived, an_event(EventKind.ACCEPT, 5))

    assert store.append(ID, arrived, expected_version=0).version == 2


def test_what_tells_no_time_is_one_event_too(store: SqlExchangeStore) -> None:
    timeless = Event(kind=EventKind.ARRIVE, by=FIRST)
    kept(store, timeless)

    assert store.append(ID, timeless).version == 1
    assert store.load(ID).exchange.log[0].at is None


# --- conflicts -----------------------------------------------------------------------------------


def test_a_version_that_is_not_the_expected_one_is_a_conflict_and_nothing_is_written(store: SqlExchangeStore) -> None:
    kept(store, an_event(EventKind.ARRIVE, 1))

    with pytest.raises(StoreConflictError, match="version 0 was expected, and it is 1"):
        store.append(ID, an_event(EventKind.ACCEPT, 5), expected_version=0)
    assert store.load(ID).version == 1
    assert store.append(ID, an_event(EventKind.ACCEPT, 5), expected_version=1).version == 2


def test_another_document_under_the_same_id_is_a_conflict(store: SqlExchangeStore) -> None:
    kept(store)
    other = Document(document_id=DocumentId(ID), sender=Party(SENDER), subject="khác")

    with pytest.raises(StoreConflictError, match="another document is kept under this id"):
        store.add(Exchange.of(other))
    assert store.load(ID).exchange.document == a_document()


def test_what_was_decided_on_old_knowledge_is_decided_anew(store: SqlExchangeStore) -> None:
    kept(store)
    seen: list[State] = []

    def change(exchange: Exchange) -> Event:
        seen.append(exchange.receivers[0].state)
        if len(seen) == 1:
            store.append(ID, an_event(EventKind.ARRIVE, 1))  # another is faster
        return an_event(EventKind.ACCEPT, 5)

    stored = updated(store, ID, change)
    assert seen == [State.SENT, State.ARRIVED]
    assert stored.exchange.receivers[0].state is State.ACCEPTED


def test_who_is_always_slower_is_told_so_in_the_end(store: SqlExchangeStore) -> None:
    kept(store)
    minutes = iter(range(100))

    def change(_exchange: Exchange) -> Event:
        store.append(ID, an_event(EventKind.ARRIVE, next(minutes)))
        return an_event(EventKind.ACCEPT, 500)

    with pytest.raises(StoreConflictError, match="look again"):
        updated(store, ID, change, attempts=3)
    assert next(minutes) == 3


def test_nothing_to_do_writes_nothing(store: SqlExchangeStore) -> None:
    assert updated(kept(store), ID, lambda _: None).version == 0


# --- looking up ----------------------------------------------------------------------------------


def test_a_document_is_found_by_its_id_its_recipients_and_their_states(store: SqlExchangeStore) -> None:
    kept(store, an_event(EventKind.ARRIVE, 1))
    kept(store, an_event(EventKind.ARRIVE, 1, SECOND), serial=2)

    def found(**wanted: str | State) -> list[str]:
        return [str(stored.exchange.document.document_id)[-4:] for stored in store.find(**wanted)]  # type: ignore[arg-type]  # as the test names them

    assert found() == ["1/SM", "2/SM"]
    assert found(document_id=f"  {ID} ") == ["1/SM"]
    assert found(recipient=FIRST) == ["1/SM", "2/SM"]
    assert found(recipient=FIRST, state=State.ARRIVED) == ["1/SM"]
    assert found(state=State.ARRIVED) == ["1/SM", "2/SM"]
    assert found(recipient="H01") == found(state=State.COMPLETED) == found(document_id="x") == []


def test_both_codes_of_an_agency_find_it(store: SqlExchangeStore) -> None:
    document = Document(document_id=DocumentId("x"), recipients=(Party(AgencyCode("000.00.00.H49")),))
    store.add(Exchange.of(document))

    assert len(store.find(recipient="H49")) == 1


def test_two_senders_may_use_one_id(store: SqlExchangeStore) -> None:
    kept(store)
    store.add(Exchange.of(Document(document_id=DocumentId(ID), sender=Party(AgencyCode("H50")))))

    assert len(store.find(document_id=ID)) == 2
    with pytest.raises(UsageError, match=r"documents of several senders have this id: .*; say which"):
        store.load(ID)
    assert store.load(ID, sender="H50").exchange.document.sender == Party(AgencyCode("H50"))
    assert store.append(ID, an_event(EventKind.ARRIVE, 1), sender=SENDER).version == 1


def test_a_document_without_an_id_is_found_by_its_number_and_date(store: SqlExchangeStore) -> None:
    document = Document(sender=Party(SENDER), number=DocumentNumber("5/SM"), promulgation_date=dt.date(2026, 3, 9))
    store.add(Exchange.of(document))
    store.add(Exchange.of(document))

    assert [stored.exchange.document for stored in store.find()] == [document]
    with pytest.raises(UsageError, match="this one has neither"):
        store.add(Exchange.of(Document(sender=Party(SENDER))))
    with pytest.raises(UsageError, match="this one has neither"):
        store.add(Exchange.of(Document(number=DocumentNumber("5/SM"))))


def test_a_document_that_is_not_kept_is_said_to_be_not(store: SqlExchangeStore) -> None:
    with pytest.raises(UsageError, match="x: no such document is kept"):
        store.load("x")
    with pytest.raises(UsageError, match="x: no such document is kept"):
        store.append("x", an_event(EventKind.ARRIVE, 1))


# --- what is overdue -----------------------------------------------------------------------------

HOURS: Final = vietnam_calendar(Week.of("07:30-11:30", "13:00-17:00"))


def overdue(store: ExchangeStore, at: str) -> list[tuple[str, str]]:
    found = store.overdue(moment(at), calendar=HOURS, profile="decree-30-2020")
    return [(str(entry.party.organ_id), entry.deadline.id) for entry in found]


def test_what_is_overdue_is_listed_until_it_is_done(store: SqlExchangeStore) -> None:
    kept(store, an_event(EventKind.ARRIVE, 1), an_event(EventKind.ARRIVE, 2, SECOND))

    assert overdue(store, "2026-03-10 16:00") == []
    assert overdue(store, "2026-03-11 08:00") == [(FIRST, "D-4"), (SECOND, "D-4")]
    store.append(ID, an_event(EventKind.ASSIGN, 3000))
    assert overdue(store, "2026-03-12 08:00") == [(SECOND, "D-4")]


def test_what_came_to_its_end_is_owed_no_more_but_was_before(store: SqlExchangeStore) -> None:
    end = an_event(EventKind.REFUSE, 3000), an_event(EventKind.REFUSE, 3001, SECOND)
    kept(store, an_event(EventKind.ARRIVE, 1), an_event(EventKind.ARRIVE, 2, SECOND), *end)

    assert overdue(store, "2026-03-30 08:00") == []
    assert overdue(store, "2026-03-11 08:00") == [(FIRST, "D-4"), (SECOND, "D-4")]


def test_what_cannot_be_asked_is_refused(store: SqlExchangeStore) -> None:
    kept(store)
    with pytest.raises(UsageError, match="no time zone"):
        store.overdue(dt.datetime(2026, 3, 9))  # noqa: DTZ001 - that is the point
    with pytest.raises(UsageError, match="no profile"):
        store.overdue(START, profile="x")


# --- what the database refuses -------------------------------------------------------------------


@pytest.mark.parametrize("statement", ["UPDATE edoc_event SET event = ''", "DELETE FROM edoc_event"])
def test_the_log_cannot_be_changed_even_in_sql(store: SqlExchangeStore, statement: str) -> None:
    kept(store, an_event(EventKind.ARRIVE, 1))

    def tamper(connection: Connection) -> None:
        connection.execute(text(statement))

    with pytest.raises(StoreError, match="append-only"):
        store._write(tamper)
    assert store.load(ID).version == 1


def test_one_event_cannot_stand_in_a_log_twice_even_in_sql(store: SqlExchangeStore) -> None:
    kept(store, an_event(EventKind.ARRIVE, 1))
    copied = "INSERT INTO edoc_event SELECT document_key, sender_key, number + 1, event_key, event FROM edoc_event"

    def tamper(connection: Connection) -> None:
        connection.execute(text(copied))

    with pytest.raises(StoreError, match=r"(?i)unique"):
        store._write(tamper)


def test_who_lost_a_race_looks_again(store: SqlExchangeStore) -> None:
    tried: list[int] = []

    def work(_connection: Connection) -> str:
        tried.append(1)
        if len(tried) < 3:
            raise IntegrityError("INSERT", {}, Exception("unique"))
        return "done"

    assert store._write(work) == "done"
    assert len(tried) == 3


def test_what_a_store_holds_and_nobody_understands_is_a_store_error(store: SqlExchangeStore) -> None:
    kept(store)

    def spoil(connection: Connection) -> None:
        connection.execute(
            text("INSERT INTO edoc_event SELECT document_key, sender_key, 1, 'x', '{}' FROM edoc_exchange")
        )

    store._write(spoil)
    with pytest.raises(StoreError, match="holds an event that cannot be read"):
        store.load(ID)

    def spoil_more(connection: Connection) -> None:
        connection.execute(text("UPDATE edoc_exchange SET document = 'no json'"))

    store._write(spoil_more)
    with pytest.raises(StoreError, match="holds a document that cannot be read"):
        store.load(ID)


# --- places that are none ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("", "a store needs a path or a URL"),
        ("mysql://host/db", "not in 'mysql'"),
        ("postgresql://user:secret@host:port/db", "no URL of a database"),
        ("nosuch+thing://host/db", "no URL of a database|not in 'nosuch'"),
    ],
)
def test_what_names_no_database_is_refused_and_no_password_is_said(name: str, what: str) -> None:
    with pytest.raises(UsageError, match=what) as caught:
        open_store(name)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "exchanges.db"
    path.write_bytes(b"this is no database, " * 100)

    with pytest.raises(StoreError, match="not a database"):
        open_store(path)
    assert path.read_bytes() == b"this is no database, " * 100


def test_a_folder_that_is_missing_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="unable to open"):
        open_store(tmp_path / "missing" / "exchanges.db")


def test_a_writer_that_never_ends_is_a_store_error_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "exchanges.db"
    with open_store(path, timeout=0.05) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        kept(store)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            store.append(ID, an_event(EventKind.ARRIVE, 1))
        assert store.load(ID).version == 0, "readers do not wait"
        other.execute("ROLLBACK")
        assert store.append(ID, an_event(EventKind.ARRIVE, 1)).version == 1


def test_a_server_that_is_not_there_is_a_store_error_without_the_password() -> None:
    with pytest.raises(StoreError, match="edoc:\\*\\*\\*@") as caught:
        open_store("postgresql://edoc:secret@127.0.0.1:1/exchanges", timeout=1)
    assert "secret" not in str(caught.value)


def test_without_the_driver_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"install edoc\[postgres\]"):
        open_store("postgresql://edoc@host/exchanges")


def test_a_server_that_goes_away_is_a_store_error(cluster: str) -> None:
    name = cluster.split(maxsplit=1)[0].removeprefix("host=")
    with open_store(f"postgresql://edoc@/postgres?host={name}") as store:
        kept(store)

        def kicked(connection: Connection) -> None:
            pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with psycopg.connect(f"{cluster} dbname=postgres", autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", (pid,))
            connection.execute(text("SELECT 1"))

        with pytest.raises(EdocError, match=r"terminating connection|server closed"):
            store._write(kicked)
        assert store.load(ID).version == 0, "the next transaction has a connection of its own"
