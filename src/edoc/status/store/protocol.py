"""What a store of exchanges does, whichever database is below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from edoc.errors import StoreConflictError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from edoc.status.clocks import Deadline, DeadlineTable, WorkingCalendar
    from edoc.status.document import Party
    from edoc.status.events import Event
    from edoc.status.exchange import Exchange
    from edoc.status.notice import DocumentPackage, StatusMessage
    from edoc.status.states import State

__all__ = ["ExchangeStore", "Overdue", "Stored", "updated"]

_ATTEMPTS: Final = 16


@dataclass(frozen=True, slots=True)
class Stored:
    """An exchange as it is kept.

    Args:
        exchange: The document, its log and its states.
        version: How many events the log has; it grows with each, and never falls.
    """

    exchange: Exchange
    version: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """A deadline that is missed and still not done.

    Args:
        document_id: The document; empty for one without an id.
        party: The recipient.
        deadline: The deadline.
    """

    document_id: str
    party: Party
    deadline: Deadline


class ExchangeStore(Protocol):
    """Keeps exchanges. What is kept is the log of events, and states are its fold.

    Nothing is ever changed or taken out of a log. Delivering an event again changes nothing. Every
    call is one transaction: it happened whole, or not at all. Stores may be shared by threads and
    processes.
    """

    def add(self, exchange: Exchange) -> Stored:
        """Keep an exchange; one that is known already gets the events that it lacks.

        Args:
            exchange: The exchange. Its document needs an id, or a sender with number or date.

        Raises:
            StoreConflictError: What is known of the document differs.
            StoreError: The database cannot be read or written.
            UsageError: Nothing names the document.
        """
        ...

    def append(
        self,
        document_id: str,
        *messages: DocumentPackage | StatusMessage | Event,
        sender: str | None = None,
        received_at: dt.datetime | None = None,
        expected_version: int | None = None,
    ) -> Stored:
        """Put messages or events on the log of a document; see `Exchange.apply`.

        Args:
            document_id: The document.
            messages: What was received or done.
            sender: Who issued it, where two agencies use one id.
            received_at: When it was received, with a time zone.
            expected_version: Nothing is written if the log has grown since this version. A message
                that is known already is no conflict.

        Raises:
            StoreConflictError: The log has another version than was expected.
            StoreError: The database cannot be read or written.
            UsageError: No such document is kept, or several are.
        """
        ...

    def load(self, document_id: str, *, sender: str | None = None) -> Stored:
        """Give what is kept of a document.

        Args:
            document_id: The document.
            sender: Who issued it, where two agencies use one id.

        Raises:
            StoreError: The database cannot be read.
            UsageError: No such document is kept, or several are.
        """
        ...

    def find(
        self, *, document_id: str | None = None, recipient: str | None = None, state: State | None = None
    ) -> tuple[Stored, ...]:
        """Give the exchanges of an id, of a recipient, or with a recipient in a state; of all three if given.

        Args:
            document_id: The document.
            recipient: A recipient, by any spelling of its code.
            state: A state, of that recipient if one is given.

        Raises:
            StoreError: The database cannot be read.
        """
        ...

    def overdue(
        self,
        at: dt.datetime,
        *,
        calendar: WorkingCalendar | None = None,
        profile: str | None = None,
        table: DeadlineTable | None = None,
    ) -> tuple[Overdue, ...]:
        """Give every deadline that is missed and still not done; see `Exchange.deadlines`.

        Source: Decision 1123/QĐ-UBND (Vĩnh Long), Article 16.1 and 16.3: leaders see what is overdue.

        Raises:
            StoreError: The database cannot be read.
            UsageError: *at* has no zone, or no profile has that name.
        """
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


def updated(
    store: ExchangeStore,
    document_id: str,
    change: Callable[[Exchange], Event | None],
    *,
    sender: str | None = None,
    attempts: int = _ATTEMPTS,
) -> Stored:
    """Do something that depends on what is known; if others were faster, look again and decide anew.

    Args:
        store: The store.
        document_id: The document.
        change: Gives the event for an exchange, for example after asking what is legal; None for nothing.
        sender: Who issued it, where two agencies use one id.
        attempts: How often it is tried.

    Raises:
        StoreConflictError: Others were faster every time.
        StoreError: The database cannot be read or written.
        UsageError: No such document is kept; or what *change* raises.

    Example:
        >>> from edoc.status import Event, EventKind, Exchange
        >>> from edoc.status.store import open_store
        >>> from edoc.testing import sample_package
        >>> store, package = open_store(":memory:"), sample_package(recipients=1)
        >>> _ = store.add(Exchange.of(package))
        >>> arrived = Event(kind=EventKind.ARRIVE, by=package.header.recipients[0].organ_id)
        >>> updated(store, package.header.document_id, lambda exchange: arrived).exchange.receivers[0].state.value
        'ARRIVED'
    """
    for attempt in range(max(1, attempts)):  # pragma: no branch - the last attempt returns or raises
        stored = store.load(document_id, sender=sender)
        event = change(stored.exchange)
        if event is None:
            return stored
        try:
            return store.append(document_id, event, sender=sender, expected_version=stored.version)
        except StoreConflictError:
            if attempt + 1 >= attempts:
                raise
    raise AssertionError(attempts)  # pragma: no cover
