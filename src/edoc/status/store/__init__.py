"""Where exchanges are kept: an append-only log of events, in SQLite or PostgreSQL."""

from edoc.status.store.engine import open_store
from edoc.status.store.protocol import ExchangeStore, Overdue, Stored, updated
from edoc.status.store.sql import SqlExchangeStore

__all__ = ["ExchangeStore", "Overdue", "SqlExchangeStore", "Stored", "open_store", "updated"]
