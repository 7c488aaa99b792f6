"""What registers say of a document, read off its package once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from edoc.edxml.scalars import VIETNAM
from edoc.identifiers import BUSINESS_DOC_TYPES, AgencyCode
from edoc.identifiers.answer import Answer
from edoc.records.column import Said

if TYPE_CHECKING:
    from edoc.edxml.organization import Organization
    from edoc.edxml.package import DocumentPackage

__all__ = [
    "business_type",
    "copies",
    "due_date",
    "local_date",
    "number",
    "on_paper",
    "organ_name",
    "promulgation_date",
    "remark",
    "same_agency",
    "sent_at",
    "signer",
    "type_and_subject",
    "type_name",
]


def promulgation_date(package: DocumentPackage) -> dt.date | None:
    """Give the date of the document; None where there is none, or a text that is no date."""
    info = package.header.promulgation_info
    return _date(info.promulgation_date if info else None)


def due_date(package: DocumentPackage) -> dt.date | None:
    """Give the date by which an answer is asked for."""
    return _date(package.header.due_date)


def _date(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


def number(package: DocumentPackage) -> str | None:
    """Give number and notation as they are printed."""
    code = package.header.code
    return (str(code.number) or None) if code else None


def type_name(package: DocumentPackage) -> str | None:
    """Give the name of the document's type."""
    kind = package.header.document_type
    return kind.type_name if kind else None


def type_and_subject(package: DocumentPackage) -> str | None:
    """Give `tên loại và trích yếu nội dung`: the type and what it is about."""
    return ": ".join(part for part in (type_name(package), package.header.subject) if part) or None


def signer(package: DocumentPackage) -> str | None:
    """Give who signed, with the position."""
    info = package.header.signer_info
    return (", ".join(part for part in (info.full_name, info.position) if part) or None) if info else None


def organ_name(organization: Organization | None) -> str | None:
    """Give an agency's name, or its code where the package has no name."""
    if organization is None:
        return None
    return organization.organ_name or (str(organization.organ_id) if organization.organ_id else None)


def copies(package: DocumentPackage) -> int | None:
    """Give how many copies were issued (`số lượng bản`)."""
    info = package.header.other_info
    value = info.promulgation_amount if info else None
    return value if isinstance(value, int) else None


def sent_at(package: DocumentPackage) -> dt.datetime | None:
    """Give when the sender passed it on: the first hop of the sender in the trace."""
    sender = package.header.sender
    hops = package.trace_header_list.trace_headers if package.trace_header_list else ()
    if sender is None or sender.organ_id is None:
        return None
    times = [
        hop.timestamp
        for hop in hops
        if hop.organ_id and isinstance(hop.timestamp, dt.datetime) and same_agency(hop.organ_id, sender.organ_id)
    ]
    return min(times, default=None)


def local_date(moment: dt.datetime | None) -> dt.date | None:
    """Give the day of a moment by the time of Vietnam."""
    return moment.astimezone(VIETNAM).date() if moment else None


def business_type(package: DocumentPackage) -> str:
    """Give the type of business; a package without one is a new document."""
    trace = package.trace_header_list
    return (trace.business.business_doc_type if trace and trace.business else None) or "0"


def on_paper(package: DocumentPackage) -> bool:
    """Say whether the package announces a copy on paper (Decision 1123/QĐ-UBND, Article 10.2)."""
    trace = package.trace_header_list
    values = (trace.paper, trace.business.paper if trace.business else None) if trace else ()
    return any(value not in {None, "", "0"} for value in values)


def remark(package: DocumentPackage) -> Said | None:
    """Give what the column `Ghi chú` says: the business, where it is not a new document."""
    entry = BUSINESS_DOC_TYPES.get(business_type(package))
    if entry is None or entry.code == "0":
        return Said(key="record.with-paper") if on_paper(package) else None
    return Said(key=f"record.business-{entry.code}")


def same_agency(one: AgencyCode | str, other: AgencyCode | str) -> bool:
    """Say whether two codes mean one agency, as far as that is known or inferred."""
    first, second = AgencyCode(one), AgencyCode(other)
    return first.same_agency(second) is Answer.YES or first.canonical() == second.canonical()
