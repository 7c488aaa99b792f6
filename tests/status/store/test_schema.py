"""The schema: every older version is brought up, a newer one is refused, and the tables are as they are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from exchanges import a_document, an_event, recipients_of
from sqlalchemy import inspect, text

from edoc.errors import StoreVersionError
from edoc.status import EventKind, Exchange, State
from edoc.status.store import open_store
from edoc.status.store.codec import document_key, event_key, write_document, write_event
from edoc.status.store.engine import Database, _url_of
from edoc.status.store.schema import METADATA, MIGRATIONS, VERSION, migrate

if TYPE_CHECKING:
    from sqlalchemy import Connection

EVENTS: Final = Exchange.of(a_document()).apply(an_event(EventKind.ARRIVE, 1), an_event(EventKind.ACCEPT, 5)).log


def made_at(where: str, version: int) -> Database:
    database = Database(_url_of(where), 30)
    with database.transaction(writes=True) as connection:
        migrate(connection, version)
    return database


def filled(connection: Connection, version: int) -> None:
    """Write what an edoc of that version would have written."""
    key, sender = document_key(a_document())
    later = ", is_open, latest" if version > 1 else ""
    values = ", 1, 0" if version > 1 else ""
    connection.execute(
        text(
            f"INSERT INTO edoc_exchange (document_key, sender_key, document, recall_completed, version{later})"
            f" VALUES (:key, :sender, :document, 0, 2{values})"
        ),
        {"key": key, "sender": sender, "document": write_document(a_document())},
    )
    for number, event in enumerate(EVENTS, 1):
        connection.execute(
            text("INSERT INTO edoc_event VALUES (:key, :sender, :number, :event_key, :event)"),
            {
                "key": key,
                "sender": sender,
                "number": number,
                "event_key": event_key(event),
                "event": write_event(event),
            },
        )
    if version > 1:
        rows = zip(recipients_of(2), ("ACCEPTED", "SENT"), strict=True)
        for code, state in rows:
            connection.execute(
                text("INSERT INTO edoc_recipient VALUES (:key, :sender, :code, :code, :state)"),
                {"key": key, "sender": sender, "code": code, "state": state},
            )


@pytest.mark.parametrize("version", range(1, VERSION))
def test_every_older_version_is_brought_up_with_all_it_holds(where: str, version: int) -> None:
    database = made_at(where, version)
    with database.transaction(writes=True) as connection:
        filled(connection, version)
    database.close()

    with open_store(where) as store:
        stored = store.load(str(a_document().document_id))
        assert stored.exchange == Exchange.of(a_document()).apply(*EVENTS)
        assert len(store.find(recipient=recipients_of(1)[0], state=State.ACCEPTED)) == 1
        assert store.append(str(a_document().document_id), an_event(EventKind.ASSIGN, 9)).version == 3
    assert versions(where) == list(range(1, VERSION + 1))


def test_an_older_version_without_recipients_is_brought_up(where: str) -> None:
    database = made_at(where, 1)
    document = a_document(recipients=0)
    with database.transaction(writes=True) as connection:
        key, sender = document_key(document)
        connection.execute(
            text("INSERT INTO edoc_exchange VALUES (:key, :sender, :document, 0, 0)"),
            {"key": key, "sender": sender, "document": write_document(document)},
        )
    database.close()

    with open_store(where) as store:
        assert [stored.exchange.document for stored in store.find()] == [document]
        assert store.add(Exchange.of(document)).version == 0


def versions(where: str) -> list[int]:
    database = Database(_url_of(where), 30)
    with database.transaction(writes=False) as connection:
        found = connection.execute(text("SELECT version FROM edoc_schema ORDER BY version")).scalars().all()
    database.close()
    return list(found)


def test_a_store_that_is_up_to_date_is_left_as_it_is(where: str) -> None:
    for _ in range(2):
        open_store(where).close()
        assert versions(where) == list(range(1, VERSION + 1))


def test_a_newer_version_is_refused_and_left_as_it_is(where: str) -> None:
    open_store(where).close()
    database = Database(_url_of(where), 30)
    with database.transaction(writes=True) as connection:
        connection.execute(text(f"INSERT INTO edoc_schema VALUES ({VERSION + 1})"))
    database.close()

    with pytest.raises(StoreVersionError, match=f"the schema {VERSION + 1}, of a newer edoc; this one knows {VERSION}"):
        open_store(where)
    assert versions(where)[-1] == VERSION + 1


def test_a_migration_that_fails_leaves_the_version_before(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made_at(where, 1).close()

    def fails(connection: Connection) -> None:
        MIGRATIONS[1](connection)
        raise KeyboardInterrupt

    monkeypatch.setattr("edoc.status.store.schema.MIGRATIONS", (MIGRATIONS[0], fails, MIGRATIONS[2]))
    with pytest.raises(KeyboardInterrupt):
        open_store(where)
    monkeypatch.undo()
    assert versions(where) == [1]
    open_store(where).close()
    assert versions(where) == list(range(1, VERSION + 1))


def test_the_tables_are_as_they_are_declared(where: str) -> None:
    open_store(where).close()
    database = Database(_url_of(where), 30)
    with database.transaction(writes=False) as connection:
        made = inspect(connection)
        assert set(made.get_table_names()) == set(METADATA.tables)
        for name, table in METADATA.tables.items():
            columns = made.get_columns(name)
            assert [column["name"] for column in columns] == [column.name for column in table.columns]
            assert [str(column["type"]) for column in columns] == [str(column.type) for column in table.columns]
            assert not any(column["nullable"] for column in columns)
            keys = made.get_pk_constraint(name)["constrained_columns"]
            assert keys == [column.name for column in table.primary_key]
    database.close()
