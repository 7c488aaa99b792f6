"""What is looked up without folding a log: the states as of the last event, and whether all is at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Table, select, update

from edoc.status.exchange import Exchange
from edoc.status.store.codec import read_document, read_event, sender_key

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import Connection

__all__ = ["backfill", "latest_of", "project", "seconds"]

_EPOCH: Final = 0


def seconds(moment: dt.datetime) -> int:
    """Give a moment as whole seconds, for comparing in the database."""
    return int(moment.timestamp())


def latest_of(exchange: Exchange) -> int:
    """Give when the last event happened, as whole seconds; 0 if nothing tells."""
    return max((seconds(event.time) for event in exchange.log if event.time is not None), default=_EPOCH)


def project(exchange: Exchange) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Give what stands beside the log: of the exchange, and of each recipient."""
    rows = [
        {
            "organ_id": str(receiver.organ_id),
            "organ_key": sender_key(receiver.organ_id),
            "state": receiver.state.value,
        }
        for receiver in exchange.receivers
    ]
    is_open = any(not receiver.state.is_terminal for receiver in exchange.receivers)
    return {"is_open": int(is_open), "latest": latest_of(exchange)}, rows


def backfill(connection: Connection, exchanges: Table, events: Table, recipients: Table) -> None:
    """Fill the projection of a store that had none; part of the migration to version 2."""
    columns = (exchanges.c.document_key, exchanges.c.sender_key, exchanges.c.document, exchanges.c.recall_completed)
    for key, sender, document, recall_completed in connection.execute(select(*columns)).all():
        log = connection.execute(
            select(events.c.event)
            .where(events.c.document_key == key, events.c.sender_key == sender)
            .order_by(events.c.number)
        ).scalars()
        start = Exchange.of(read_document(document), recall_completed=bool(recall_completed))
        values, rows = project(start.apply(*(read_event(event) for event in log)))
        same = (exchanges.c.document_key == key, exchanges.c.sender_key == sender)
        connection.execute(update(exchanges).where(*same).values(**values))
        if rows:
            connection.execute(
                recipients.insert(), [{"document_key": key, "sender_key": sender, **row} for row in rows]
            )
