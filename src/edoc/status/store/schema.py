"""The tables, and how an older schema becomes the present one. Versions only go up.

Every migration stands here for ever, as it was when it was released: a store of any older version is
brought up step by step, in one transaction. The statements are of the SQL that SQLite and PostgreSQL share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text, func, select, text

from edoc.errors import StoreVersionError
from edoc.status.store.projection import backfill

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

__all__ = ["EVENT", "EXCHANGE", "RECIPIENT", "VERSION", "migrate"]

METADATA: Final = MetaData()
#: One row for each version that the schema went through.
SCHEMA: Final = Table("edoc_schema", METADATA, Column("version", Integer, primary_key=True))
#: One row for each document: what is known of it, and how many events its log has.
EXCHANGE: Final = Table(
    "edoc_exchange",
    METADATA,
    Column("document_key", Text, primary_key=True),
    Column("sender_key", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("recall_completed", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("is_open", Integer, nullable=False),
    Column("latest", BigInteger, nullable=False),
)
#: The log: one row for each event, never changed.
EVENT: Final = Table(
    "edoc_event",
    METADATA,
    Column("document_key", Text, primary_key=True),
    Column("sender_key", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("event_key", Text, nullable=False),
    Column("event", Text, nullable=False),
)
#: The states as of the last event, for looking up; the log is what counts.
RECIPIENT: Final = Table(
    "edoc_recipient",
    METADATA,
    Column("document_key", Text, primary_key=True),
    Column("sender_key", Text, primary_key=True),
    Column("organ_id", Text, primary_key=True),
    Column("organ_key", Text, nullable=False),
    Column("state", Text, nullable=False),
)

_ONE: Final = (
    """CREATE TABLE edoc_exchange (
        document_key TEXT NOT NULL,
        sender_key TEXT NOT NULL,
        document TEXT NOT NULL,
        recall_completed INTEGER NOT NULL,
        version BIGINT NOT NULL,
        PRIMARY KEY (document_key, sender_key)
    )""",
    """CREATE TABLE edoc_event (
        document_key TEXT NOT NULL,
        sender_key TEXT NOT NULL,
        number BIGINT NOT NULL CHECK (number > 0),
        event_key TEXT NOT NULL,
        event TEXT NOT NULL,
        PRIMARY KEY (document_key, sender_key, number),
        UNIQUE (document_key, sender_key, event_key),
        FOREIGN KEY (document_key, sender_key) REFERENCES edoc_exchange (document_key, sender_key)
    )""",
)
_TWO: Final = (
    "ALTER TABLE edoc_exchange ADD COLUMN is_open INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE edoc_exchange ADD COLUMN latest BIGINT NOT NULL DEFAULT 0",
    """CREATE TABLE edoc_recipient (
        document_key TEXT NOT NULL,
        sender_key TEXT NOT NULL,
        organ_id TEXT NOT NULL,
        organ_key TEXT NOT NULL,
        state TEXT NOT NULL,
        PRIMARY KEY (document_key, sender_key, organ_id),
        FOREIGN KEY (document_key, sender_key) REFERENCES edoc_exchange (document_key, sender_key)
    )""",
    "CREATE INDEX edoc_recipient_organ ON edoc_recipient (organ_key, state)",
    "CREATE INDEX edoc_exchange_open ON edoc_exchange (is_open, latest)",
)
_KEPT: Final = "the log of events is append-only"
_TRIGGERS: Final = tuple(
    f"CREATE TRIGGER edoc_event_no_{verb.lower()} BEFORE {verb} ON edoc_event BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END"
    for verb in ("UPDATE", "DELETE")
)
_FUNCTION: Final = f"""CREATE FUNCTION edoc_event_kept() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION '{_KEPT}'; END $$"""
_TRIGGER: Final = """CREATE TRIGGER edoc_event_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON edoc_event
FOR EACH STATEMENT EXECUTE FUNCTION edoc_event_kept()"""


def _run(*statements: str) -> Callable[[Connection], None]:
    def run(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    return run


def _two(connection: Connection) -> None:
    _run(*_TWO)(connection)
    backfill(connection, EXCHANGE, EVENT, RECIPIENT)


def _three(connection: Connection) -> None:
    _run(*(_TRIGGERS if connection.dialect.name == "sqlite" else (_FUNCTION, _TRIGGER)))(connection)


#: What brings a schema from the version before to each version.
MIGRATIONS: Final[tuple[Callable[[Connection], None], ...]] = (_run(*_ONE), _two, _three)
#: The version that this edoc reads and writes.
VERSION: Final = len(MIGRATIONS)


def migrate(connection: Connection, to: int = VERSION) -> None:
    """Bring the schema up to date, within the transaction of *connection*, which holds the write lock.

    Args:
        connection: A connection in a transaction.
        to: The version to stop at.

    Raises:
        StoreVersionError: The store was written by a newer edoc.
    """
    connection.execute(text("CREATE TABLE IF NOT EXISTS edoc_schema (version INTEGER NOT NULL PRIMARY KEY)"))
    found = connection.execute(select(func.coalesce(func.max(SCHEMA.c.version), 0))).scalar_one()
    if found > VERSION:
        message = f"the store has the schema {found}, of a newer edoc; this one knows {VERSION}: install the newer one"
        raise StoreVersionError(message)
    for number in range(found, to):
        MIGRATIONS[number](connection)
        connection.execute(SCHEMA.insert().values(version=number + 1))
