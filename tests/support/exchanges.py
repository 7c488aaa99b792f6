"""Exchanges to keep: one document, its recipients, and events about it."""

from __future__ import annotations

import datetime as dt

from edoc.edxml.scalars import VIETNAM
from edoc.identifiers import AgencyCode, DocumentId
from edoc.status import Document, Event, EventKind, Party

__all__ = ["SENDER", "a_document", "an_event", "recipients_of"]

SENDER = AgencyCode("H49.15")
START = dt.datetime(2026, 3, 9, 8, 0, tzinfo=VIETNAM)


def recipients_of(count: int) -> tuple[AgencyCode, ...]:
    """Give *count* agency codes."""
    return tuple(AgencyCode(f"H49.{number}") for number in range(100, 100 + count))


def a_document(serial: int = 1, recipients: int = 2) -> Document:
    """Make a document of Monday 9 March 2026."""
    return Document(
        document_id=DocumentId(f"H49.15,2026/03/09,{serial}/SM"),
        promulgation_date=dt.date(2026, 3, 9),
        sender=Party(SENDER, "Sở Mẫu"),
        recipients=tuple(Party(code, f"Đơn vị {code}") for code in recipients_of(recipients)),
        sent_at=START,
        signed_at=START,
    )


def an_event(kind: EventKind, minute: int, by: AgencyCode | None = None) -> Event:
    """Make an event some minutes after the document was sent."""
    return Event(
        kind=kind,
        code=kind.value,
        by=by or recipients_of(1)[0],
        at=START + dt.timedelta(minutes=minute),
        reason="lý do",
        staff="Trần Thị Mẫu",
    )
