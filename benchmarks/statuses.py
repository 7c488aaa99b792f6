"""What the statuses are measured by: a log that is folded, and a trace of many recipients."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import edoc
from edoc.identifiers import AgencyCode
from edoc.status import Event, EventKind, RecipientState
from edoc.status.exchange import Exchange
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.files import Files

__all__ = ["EVENTS", "RECIPIENTS", "fold", "fold_in_exchanges", "moved", "read_again", "trace"]

#: How many events one run folds, and how many recipients one trace has.
EVENTS: Final = 12_000
RECIPIENTS: Final = 700
_KINDS: Final = (
    EventKind.ARRIVE,
    EventKind.ACCEPT,
    EventKind.ASSIGN,
    EventKind.TAKE_BACK,
    EventKind.DECLINE,
    EventKind.COMPLETE,
)
_BEGIN: Final = dt.datetime(2026, 3, 2, 8, tzinfo=edoc.VIETNAM)


def _event(number: int) -> Event:
    kind = _KINDS[number % len(_KINDS)]
    at = _BEGIN + dt.timedelta(minutes=number % len(_KINDS))
    return Event(kind=kind, code=kind.value, by=AgencyCode("H49.16"), at=at, reason="Lý do", staff="Trần Thị Mẫu")


def fold(_files: Files) -> Callable[[], object]:
    """The engine over events that are there: six of each document."""
    events = [_event(number) for number in range(EVENTS)]
    start = RecipientState(organ_id=AgencyCode("H49.16"))

    def run() -> object:
        state = start
        for number, event in enumerate(events):
            if number % len(_KINDS) == 0:
                state = start
            state = state.receive(event)
        return state

    return run


def fold_in_exchanges(_files: Files) -> Callable[[], object]:
    """The same one by one through `Exchange.apply`: document, sender and recipient checked, log kept."""
    package = sample_package(recipients=1)
    begin = Exchange.of(package)
    organ = begin.receivers[0].organ_id
    sender = begin.document.sender
    assert sender is not None
    events: list[Event] = []
    for number in range(EVENTS):
        kind = _KINDS[number % len(_KINDS)]
        is_sender = kind is EventKind.TAKE_BACK
        event = Event(
            kind=kind,
            code=kind.value,
            by=sender.organ_id if is_sender else organ,
            to=(organ,) if is_sender else (),
            issuer=None if is_sender else sender.organ_id,
            documents=(begin.document.document_id or edoc.DocumentId(""),),
            at=_BEGIN + dt.timedelta(days=100, minutes=number % len(_KINDS)),
            reason="Lý do",
            staff="Trần Thị Mẫu",
        )
        events.append(event)

    def run() -> object:
        exchange = begin
        for number, event in enumerate(events):
            if number % len(_KINDS) == 0:
                exchange = begin
            exchange = exchange.apply(event)
        return exchange

    return run


def moved(_files: Files) -> Callable[[], object]:
    """The floor: the same events, sorted in sixes and looked up in a dict; nothing checked, nothing kept."""
    events = [_event(number) for number in range(EVENTS)]
    table = {kind: kind.value for kind in _KINDS}

    def run() -> object:
        said: list[str] = []
        for start in range(0, len(events), len(_KINDS)):
            said = [table[event.kind] for event in sorted(events[start : start + 6], key=_time) if event.kind]
        return said

    return run


def _time(event: Event) -> dt.datetime:
    return event.at or _BEGIN


def _statuses() -> tuple[edoc.DocumentPackage, list[edoc.StatusMessage]]:
    package = sample_package(recipients=RECIPIENTS)
    statuses: list[edoc.StatusMessage] = []
    for number, recipient in enumerate(package.header.recipients):
        status = sample_status(number, "03", about=package)
        statuses.append(status.model_copy(update={"header": status.header.model_copy(update={"sender": recipient})}))
    return package, statuses


def trace(_files: Files) -> Callable[[], object]:
    """A document, a status of each of its recipients, and the report on all, as a dict of its JSON."""
    package, statuses = _statuses()
    return lambda: Exchange.of(package).apply(*statuses).trace().to_json_dict()


def read_again(_files: Files) -> Callable[[], object]:
    """The floor: the same messages read from their bytes, and nothing done with them."""
    _, statuses = _statuses()
    data = [status.to_bytes() for status in statuses]
    return lambda: [edoc.read(item) for item in data]
