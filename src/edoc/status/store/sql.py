"""The store in SQL: SQLite and PostgreSQL through SQLAlchemy Core, with the same statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from sqlalchemy import Row, and_, delete, or_, select, update

from edoc.errors import StoreConflictError, StoreError, UsageError
from edoc.status.clocks import in_vietnam
from edoc.status.document import plain_id
from edoc.status.exchange import Exchange
from edoc.status.store.codec import (
    document_key,
    event_key,
    read_document,
    read_event,
    sender_key,
    write_document,
    write_event,
)
from edoc.status.store.engine import Database, LostRace
from edoc.status.store.projection import project, seconds
from edoc.status.store.protocol import Overdue, Stored
from edoc.status.store.schema import EVENT, EXCHANGE, RECIPIENT, migrate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from sqlalchemy import ColumnElement, Connection, Table

    from edoc.status.clocks import DeadlineTable, WorkingCalendar
    from edoc.status.events import Event
    from edoc.status.notice import DocumentPackage, StatusMessage
    from edoc.status.states import State

__all__ = ["SqlExchangeStore"]

T = TypeVar("T")
_RACES: Final = 8
Key = tuple[str, str]


class SqlExchangeStore:
    """See `ExchangeStore`; made by `open_store`.

    Args:
        database: The database below.

    Raises:
        StoreError: The database cannot be opened, read or written.
        StoreVersionError: It was written by a newer edoc.
    """

    def __init__(self, database: Database) -> None:
        """Bring the schema up to date."""
        self._database = database

        def bring_up(connection: Connection) -> None:
            database.lock_schema(connection)
            migrate(connection)

        try:
            self._write(bring_up)
        except BaseException:
            database.close()
            raise

    def __enter__(self) -> Self:
        """Give the store; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """See `ExchangeStore.close`."""
        self._database.close()

    def add(self, exchange: Exchange) -> Stored:
        """See `ExchangeStore.add`."""
        key = document_key(exchange.document)
        document = write_document(exchange.document)

        def add(connection: Connection) -> Stored:
            row = _row(connection, key, lock=True)
            if row is None:
                values = {**_named(key), "document": document, "recall_completed": int(exchange.recall_completed)}
                connection.execute(EXCHANGE.insert().values(**values, version=0, is_open=1, latest=0))
                row = _row(connection, key, lock=True)
                assert row is not None, "it was written just now"
            if read_document(row.document) != exchange.document:
                raise StoreConflictError(f"{key[0]}: another document is kept under this id")
            return _extend(connection, row, lambda known: known.apply(*exchange.log), None)

        return self._write(add)

    def append(
        self,
        document_id: str,
        *messages: DocumentPackage | StatusMessage | Event,
        sender: str | None = None,
        received_at: dt.datetime | None = None,
        expected_version: int | None = None,
    ) -> Stored:
        """See `ExchangeStore.append`."""

        def append(connection: Connection) -> Stored:
            row = _only(connection, document_id, sender, lock=True)
            return _extend(
                connection, row, lambda known: known.apply(*messages, received_at=received_at), expected_version
            )

        return self._write(append)

    def load(self, document_id: str, *, sender: str | None = None) -> Stored:
        """See `ExchangeStore.load`."""
        with self._database.transaction(writes=False) as connection:
            return _stored(connection, _only(connection, document_id, sender))

    def find(
        self, *, document_id: str | None = None, recipient: str | None = None, state: State | None = None
    ) -> tuple[Stored, ...]:
        """See `ExchangeStore.find`."""
        wanted: list[ColumnElement[bool]] = []
        if document_id is not None:
            wanted.append(EXCHANGE.c.document_key == plain_id(document_id))
        if recipient is not None or state is not None:
            about = [
                RECIPIENT.c.document_key == EXCHANGE.c.document_key,
                RECIPIENT.c.sender_key == EXCHANGE.c.sender_key,
            ]
            about += [RECIPIENT.c.organ_key == sender_key(recipient)] if recipient is not None else []
            about += [RECIPIENT.c.state == state.value] if state is not None else []
            wanted.append(select(RECIPIENT.c.organ_id).where(*about).exists())
        return tuple(self._all(wanted))

    def overdue(
        self,
        at: dt.datetime,
        *,
        calendar: WorkingCalendar | None = None,
        profile: str | None = None,
        table: DeadlineTable | None = None,
    ) -> tuple[Overdue, ...]:
        """See `ExchangeStore.overdue`."""
        at = in_vietnam(at, "at")
        # at its end by now is not owed any more, unless it came to its end after the moment asked about
        wanted = or_(EXCHANGE.c.is_open == 1, EXCHANGE.c.latest >= seconds(at))
        return tuple(
            Overdue(str(stored.exchange.document.document_id or ""), party, deadline)
            for stored in self._all([wanted])
            for party, deadline in stored.exchange.deadlines(
                at, calendar=calendar, profile=profile, table=table
            ).overdue
        )

    def _all(self, wanted: Iterable[ColumnElement[bool]]) -> Iterable[Stored]:
        ordered = select(EXCHANGE).where(and_(True, *wanted)).order_by(EXCHANGE.c.document_key, EXCHANGE.c.sender_key)  # noqa: FBT003 - no condition is true
        with self._database.transaction(writes=False) as connection:
            for row in connection.execute(ordered).all():
                yield _stored(connection, row)

    def _write(self, work: Callable[[Connection], T]) -> T:
        """Do *work* in a transaction of its own; again, if another was faster with the same row."""
        for left in reversed(range(_RACES)):  # pragma: no branch - the last round returns or raises
            try:
                with self._database.transaction(writes=True) as connection:
                    return work(connection)
            except LostRace as error:
                if not left:
                    raise StoreError(f"{self._database.name}: {error.__cause__}") from error
        raise AssertionError(_RACES)  # pragma: no cover


def _named(key: Key) -> dict[str, str]:
    return {"document_key": key[0], "sender_key": key[1]}


def _of(table: Table, row: Row[Any]) -> tuple[ColumnElement[bool], ...]:
    return table.c.document_key == row.document_key, table.c.sender_key == row.sender_key


def _row(connection: Connection, key: Key, *, lock: bool) -> Row[Any] | None:
    query = select(EXCHANGE).where(EXCHANGE.c.document_key == key[0], EXCHANGE.c.sender_key == key[1])
    return connection.execute(query.with_for_update() if lock else query).one_or_none()


def _only(connection: Connection, document_id: str, sender: str | None, *, lock: bool = False) -> Row[Any]:
    """Find the row of a document by its id, and by its sender where that is needed."""
    query = select(EXCHANGE).where(EXCHANGE.c.document_key == plain_id(document_id))
    if sender is not None:
        query = query.where(EXCHANGE.c.sender_key == sender_key(sender))
    rows = connection.execute(query.with_for_update() if lock else query).all()
    if len(rows) == 1:
        return rows[0]
    if rows:
        senders = ", ".join(row.sender_key for row in rows)
        message = f"{document_id}: documents of several senders have this id: {senders}; say which"
    else:
        message = f"{document_id}: no such document is kept"
    raise UsageError(message)


def _stored(connection: Connection, row: Row[Any]) -> Stored:
    log = connection.execute(select(EVENT.c.event).where(*_of(EVENT, row)).order_by(EVENT.c.number)).scalars().all()
    return _folded(row.document, log, recall_completed=bool(row.recall_completed))


def _folded(document: str, log: Iterable[str], *, recall_completed: bool) -> Stored:
    start = Exchange.of(read_document(document), recall_completed=recall_completed)
    events = [read_event(event) for event in log]
    return Stored(start.apply(*events), len(events))


def _extend(
    connection: Connection, row: Row[Any], change: Callable[[Exchange], Exchange], expected: int | None
) -> Stored:
    """Write the events by which the changed exchange is longer, and what is looked up of it."""
    stored = _stored(connection, row)
    exchange = change(stored.exchange)
    known = set(connection.execute(select(EVENT.c.event_key).where(*_of(EVENT, row))).scalars())
    new = {key: event for event in exchange.log if (key := event_key(event)) not in known}
    if new and expected is not None and expected != stored.version:
        raise StoreConflictError(
            f"{row.document_key}: version {expected} was expected, and it is {stored.version}: look again"
        )
    values, recipients = project(exchange)
    name = _named((row.document_key, row.sender_key))
    if new:
        connection.execute(
            EVENT.insert(),
            [
                {**name, "number": number, "event_key": key, "event": write_event(event)}
                for number, (key, event) in enumerate(new.items(), stored.version + 1)
            ],
        )
    if new or row.version == 0:
        version = stored.version + len(new)
        connection.execute(update(EXCHANGE).where(*_of(EXCHANGE, row)).values(version=version, **values))
        connection.execute(delete(RECIPIENT).where(*_of(RECIPIENT, row)))
        if recipients:
            connection.execute(RECIPIENT.insert(), [{**name, **recipient} for recipient in recipients])
        return Stored(exchange, version)
    return stored
