"""The one place where packages become events, and an event becomes a status message.

Nothing else of ``edoc.status`` knows what a package looks like.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from edoc.edxml.organization import Organization, ResponseFor, StaffInfo
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.status.document import Document, Party, same_document
from edoc.status.events import Event, EventKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.edxml.header import DocumentHeader
    from edoc.edxml.trace import Business
    from edoc.identifiers import AgencyCode, DocumentId

__all__ = ["DocumentPackage", "StaffInfo", "StatusMessage", "document_of", "event_of", "message_of"]

_KINDS = {kind.value: kind for kind in EventKind if kind.status_code is not None}
_BUSINESS = {kind.business_doc_type: kind for kind in EventKind if kind.business_doc_type is not None}
_ADDED, _REMOVED = "1", "0"  # ReceiverType: QCVN 102:2016/BTTTT 2.2.3.3


def document_of(package: DocumentPackage, *, is_sent: bool = True, signed_at: dt.datetime | None = None) -> Document:
    """Give what an exchange knows of its document."""
    header = package.header
    coded = [item for item in header.recipients if item.organ_id is not None]
    date = header.promulgation_info.promulgation_date if header.promulgation_info else None
    due, priority = header.due_date, header.other_info.priority if header.other_info else None
    return Document(
        document_id=header.document_id,
        number=header.code.number if header.code else None,
        promulgation_date=date if isinstance(date, dt.date) else None,
        sender=_party(header.sender),
        recipients=tuple(party for party in map(_party, coded) if party is not None),
        without_code=len(header.recipients) - len(coded),
        is_sent=is_sent,
        sent_at=_sent_at(package) if is_sent else None,
        signed_at=signed_at,
        due_date=due if isinstance(due, dt.date) else None,
        priority=priority if isinstance(priority, int) else None,
        subject=header.subject,
    )


def event_of(
    message: DocumentPackage | StatusMessage,
    received_at: dt.datetime | None = None,
    about: DocumentId | None = None,
) -> Event:
    """Give what a status message or a package of business says was done.

    Args:
        message: What was read.
        received_at: When it was received here, if known.
        about: The document that is asked about: one package may recall or replace several
            documents, each at recipients of its own.
    """
    if isinstance(message, StatusMessage):
        return _of_status(message, received_at)
    return _of_business(message, received_at, about)


def _of_status(message: StatusMessage, received_at: dt.datetime | None) -> Event:
    header = message.header
    answered, staff = header.response_for or ResponseFor(), header.staff_info or StaffInfo()
    code = (header.status_code or "").strip()
    kind = _KINDS.get(code)
    to_recipient = kind is EventKind.TAKE_BACK  # its OrganId is the recipient; of all others the issuer
    organ, date, time = answered.organ_id, answered.promulgation_date, header.timestamp
    return Event(
        kind=kind,
        code=code,
        by=header.sender.organ_id if header.sender else None,
        at=time if isinstance(time, dt.datetime) else None,
        raw_time=time if isinstance(time, str) else None,
        received_at=received_at,
        to=(organ,) if to_recipient and organ is not None else (),
        issuer=None if to_recipient else organ,
        documents=() if answered.document_id is None else (answered.document_id,),
        number=answered.code,
        promulgation_date=date if isinstance(date, dt.date) else None,
        reason=header.description,
        staff=staff.staff,
        department=staff.department,
    )


def _of_business(package: DocumentPackage, received_at: dt.datetime | None, about: DocumentId | None) -> Event:
    header, trace = package.header, package.trace_header_list
    business = trace.business if trace else None
    code = ((business.business_doc_type if business else None) or "0").strip()
    kind = _BUSINESS.get(code)
    staff = business.staff_info[0] if business and business.staff_info else StaffInfo()
    to = _codes(item.organ_id for item in header.recipients)
    documents: tuple[DocumentId, ...] = () if header.document_id is None else (header.document_id,)
    added: tuple[AgencyCode, ...] = ()
    removed: tuple[AgencyCode, ...] = ()
    if business is not None and kind is EventKind.RECALL:
        documents, to = _recalled(header, business, to, about)
    elif business is not None and kind is EventKind.UPDATE:
        documents = documents if business.document_id is None else (business.document_id,)
        changes = [item for info in business.business_document_info for item in info.receivers]
        added = _codes(item.organ_id for item in changes if item.receiver_type == _ADDED)
        removed = _codes(item.organ_id for item in changes if item.receiver_type == _REMOVED)
    elif business is not None and kind is EventKind.REPLACE:
        documents, to = _replaced(business, to, about)
    return Event(
        kind=kind,
        code=code,
        by=header.sender.organ_id if header.sender else None,
        at=_sent_at(package),
        received_at=received_at,
        to=to,
        documents=documents,
        reason=business.business_doc_reason if business else None,
        staff=staff.staff,
        department=staff.department,
        message_id=header.document_id,
        added=added,
        removed=removed,
    )


def _recalled(
    header: DocumentHeader, business: Business, to: tuple[AgencyCode, ...], about: DocumentId | None
) -> tuple[tuple[DocumentId, ...], tuple[AgencyCode, ...]]:
    """Give what is revoked, and from whom.

    It is named in ResponseFor, once for each recipient, or in Bussiness/DocumentId, or in both.
    """
    named = [(item.document_id, item.organ_id) for item in header.response_for if item.document_id is not None]
    documents: tuple[DocumentId, ...] = tuple(dict.fromkeys(document for document, _ in named))
    if business.document_id is not None:
        documents = (business.document_id,)
    about_it = tuple(item for item in documents if same_document(item, about)) or documents
    sender = header.sender.organ_id if header.sender else None
    # where it holds the issuer, as in an ordinary answer, the package goes to whom it is addressed
    from_whom = (
        organ
        for document, organ in named
        if organ != sender and any(same_document(document, item) for item in about_it)
    )
    return documents, _codes(from_whom) or to


def _replaced(
    business: Business, to: tuple[AgencyCode, ...], about: DocumentId | None
) -> tuple[tuple[DocumentId, ...], tuple[AgencyCode, ...]]:
    """Give what is replaced, and who had it; whom the package is addressed to where that is not told."""
    listed = business.replacement_info
    documents = tuple(dict.fromkeys(item.document_id for item in listed if item.document_id is not None))
    this = [item for item in listed if same_document(item.document_id, about)] or listed
    return documents, _codes(organ for item in this for organ in item.organ_ids) or to


def message_of(event: Event, document: Document) -> StatusMessage:
    """Write the status message of an event.

    Args:
        event: An event with a status code.
        document: What it is about.
    """
    assert event.kind is not None
    organ = event.to[0] if event.kind is EventKind.TAKE_BACK else event.issuer
    return StatusMessage.new(
        status_code=event.kind.value,
        sender=Organization(organ_id=event.by, organ_name=_name(event.by, document)),
        response_for=ResponseFor(
            organ_id=organ,
            code=document.number,
            document_id=document.document_id,
            promulgation_date=document.promulgation_date,
        ),
        staff_info=StaffInfo(department=event.department, staff=event.staff) if event.staff else None,
        description=event.reason,
        timestamp=event.at,
    )


def _name(organ_id: AgencyCode | None, document: Document) -> str | None:
    parties = (document.sender, *document.recipients)
    return next((party.organ_name for party in parties if party is not None and party.organ_id == organ_id), None)


def _party(organization: Organization | None) -> Party | None:
    if organization is None or organization.organ_id is None:
        return None
    return Party(organization.organ_id, organization.organ_name)


def _sent_at(package: DocumentPackage) -> dt.datetime | None:
    """Give the time of the first hop that has one: hops stand oldest first."""
    hops = package.trace_header_list.trace_headers if package.trace_header_list else ()
    return next((hop.timestamp for hop in hops if isinstance(hop.timestamp, dt.datetime)), None)


def _codes(codes: Iterable[AgencyCode | None]) -> tuple[AgencyCode, ...]:
    return tuple(dict.fromkeys(code for code in codes if code is not None))
