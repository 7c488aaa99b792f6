"""From a heap of packages to entries: which message is about which document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.records.entry import Entry
from edoc.records.facts import business_type, local_date, number, promulgation_date, same_agency
from edoc.records.kind import RegisterKind
from edoc.records.progress import Progress
from edoc.status import Exchange
from edoc.status.document import plain_id
from edoc.status.notice import event_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from edoc.identifiers import AgencyRegistry
    from edoc.status import Document, Event

__all__ = ["Collected", "collect", "select"]


_LAST: Final = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Collected:
    """Documents with what was reported on them.

    Args:
        entries: One for each document, in the order given, each with its exchange.
        strays: Status messages about documents that are not among them.
    """

    entries: tuple[Entry, ...]
    strays: tuple[StatusMessage, ...]


def collect(
    messages: Iterable[DocumentPackage | StatusMessage], *, registry: AgencyRegistry | None = None
) -> Collected:
    """Put status messages and packages of business to the documents that they are about.

    A message names its document by its id or, where it has none, by number, notation and date. A
    package that revokes, updates or replaces another document is a document too.

    Args:
        messages: Packages and status messages, in any order.
        registry: A register that knows both codes of an agency.

    Example:
        >>> from edoc.testing import sample_package, sample_status
        >>> package = sample_package()
        >>> collected = collect([sample_status(code="03", about=package), package])
        >>> collected.entries[0].exchange.receivers[0].state.value
        'ACCEPTED'
    """
    listed = list(messages)
    packages = [message for message in listed if isinstance(message, DocumentPackage)]
    exchanges = [Exchange.of(package, registry=registry) for package in packages]
    places: dict[Hashable, list[int]] = {}
    for index, exchange in enumerate(exchanges):
        for key in _names(exchange.document):
            places.setdefault(key, []).append(index)
    strays: list[StatusMessage] = []
    heard: dict[int, list[Event]] = {}
    for message in listed:
        if isinstance(message, DocumentPackage) and business_type(message) == "0":
            continue
        event = event_of(message)
        nothing: list[int] = []
        found = next((places[key] for key in _named(event) if key in places), nothing)
        for index in found:
            heard.setdefault(index, []).append(event)
        if not found and isinstance(message, StatusMessage):
            strays.append(message)
    replies = _replies(packages, places)
    entries = (
        Entry(package=package, exchange=exchange.apply(*heard.get(index, ())), reply=replies.get(index))
        for index, (package, exchange) in enumerate(zip(packages, exchanges, strict=True))
    )
    return Collected(tuple(entries), tuple(strays))


def select(entries: Iterable[Entry], kind: RegisterKind, organ_id: str, year: int) -> tuple[Entry, ...]:
    """Give what belongs in a register, in the order in which it is entered.

    Documents go out in the year of their date and come in in the year of their arrival, by the
    order of the day and of the number or of the time. What has no day is kept: the clerk decides.

    Args:
        entries: Any documents.
        kind: Which register.
        organ_id: The agency that keeps it.
        year: Its year.
    """
    kept: list[tuple[tuple[bool, dt.datetime | dt.date, int], Entry]] = []
    for entry in entries:
        day: dt.date | None
        if kind is RegisterKind.OUTGOING:
            sender = entry.package.header.sender
            belongs = bool(sender and sender.organ_id and same_agency(sender.organ_id, organ_id))
            code = entry.package.header.code
            day, serial = promulgation_date(entry.package), (code.number.serial if code else None) or 0
            place = (day is None, day or dt.date.max, serial)
        else:
            codes = [to.organ_id for to in entry.package.header.recipients if to.organ_id]
            belongs = any(same_agency(code, organ_id) for code in codes)
            progress = Progress.of_one(entry.exchange, organ_id)
            moment = entry.arrived_at or (progress.arrived_at if progress else None)
            day, place = local_date(moment), (moment is None, moment or _LAST, 0)
        if belongs and (day is None or day.year == year):
            kept.append((place, entry))
    return tuple(entry for _, entry in sorted(kept, key=lambda item: item[0]))


def _replies(packages: list[DocumentPackage], places: dict[Hashable, list[int]]) -> dict[int, str]:
    """Find which documents are answered by another of them, by one of their recipients."""
    replies: dict[int, str] = {}
    for package in packages:
        sender = package.header.sender.organ_id if package.header.sender else None
        answer = number(package)
        if sender is None or answer is None or business_type(package) != "0":
            continue
        for about in package.header.response_for:
            for index in places.get(plain_id(about.document_id), ()) if about.document_id else ():
                codes = [to.organ_id for to in packages[index].header.recipients if to.organ_id]
                if any(same_agency(code, sender) for code in codes):
                    replies.setdefault(index, answer)
    return replies


def _names(document: Document) -> Iterator[Hashable]:
    """Give what messages may call a document."""
    if document.document_id is not None:
        yield plain_id(document.document_id)
    if document.number is not None:
        yield (str(document.number), document.promulgation_date)


def _named(event: Event) -> Iterator[Hashable]:
    """Give what a message calls its document; the id before the number."""
    yield from (plain_id(name) for name in event.documents)
    if event.number is not None:
        yield (str(event.number), event.promulgation_date)
