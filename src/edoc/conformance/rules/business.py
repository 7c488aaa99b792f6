"""The business of a package: new, revocation, update, replacement, and what the first three ask for.

QCVN 102:2016/BTTTT 2.2; Decree 30/2020/NĐ-CP, Article 18; Decision 28/2018/QĐ-TTg, Articles 8 and 9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.conformance.facts import said
from edoc.conformance.rule import Hit, Layer, rule
from edoc.conformance.rules.parts import CHANGE
from edoc.conformance.rules.weights import BUILDERS, ERROR, INFO, WARNING
from edoc.identifiers import BUSINESS_DOC_TYPES, AgencyCode, Answer, DocumentId
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.conformance.subject import Subject

__all__: list[str] = []

_TYPE: Final = (clause("qcvn-102-2016", "2.2.1"),)
_REVOCATION: Final = (clause("nd-30-2020", "18.4b"), clause("qd-28-2018", "8.2"), clause("qcvn-102-2016", "2.2.4"))
_REASON: Final = (clause("qcvn-102-2016", "2.2.2"), clause("nd-30-2020", "18.3"), clause("qd-28-2018", "8.2"))
_NEW, _REVOKE, _UPDATE, _REPLACE = "0", "1", "2", "3"
_CHANGES: Final = frozenset({_REVOKE, _UPDATE, _REPLACE})


@rule(
    "TRC-010",
    "business-missing",
    clauses=_TYPE,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
)
def business_missing(subject: Subject) -> Iterable[Hit]:
    """Ask for the type of business; readers take what has none for a new document."""
    if not subject.facts.business_type:
        yield Hit(subject.facts.in_trace("Bussiness"))


@rule("TRC-011", "business-unknown", clauses=_TYPE, severity=ERROR, layer=Layer.MODEL, kind="document")
def business_unknown(subject: Subject) -> Iterable[Hit]:
    """Ask for one of the four types."""
    kind = subject.facts.business_type
    if kind and BUSINESS_DOC_TYPES.get(kind) is None:
        yield Hit(subject.facts.in_trace("Bussiness", "BussinessDocType"), kind, {"type": kind})


@rule(
    "TRC-012",
    "business-reason",
    clauses=_REASON,
    severity=WARNING,
    severities={"decree-30-2020": ERROR, "strict": ERROR},
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=CHANGE,
    covers=("R-105", "Q-09"),
)
def business_reason(subject: Subject) -> Iterable[Hit]:
    """Ask a revocation, an update and a replacement for the reason."""
    business = subject.facts.business_of(*_CHANGES)
    if business is not None and not said(business.business_doc_reason):
        yield Hit(
            subject.facts.in_trace("Bussiness", "BussinessDocReason"), None, {"type": subject.facts.business_type}
        )


@rule(
    "TRC-013",
    "business-staff",
    clauses=(clause("qcvn-102-2016", "2.2.5"), clause("qd-1123-2019", "15.1")),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=CHANGE,
    covers=("R-056",),
)
def business_staff(subject: Subject) -> Iterable[Hit]:
    """Ask the same three for the person who asks for the change."""
    business = subject.facts.business_of(*_CHANGES)
    if business is not None and not any(said(person.staff) for person in business.staff_info):
        yield Hit(subject.facts.in_trace("Bussiness", "StaffInfo"), None, {"type": subject.facts.business_type})


@rule(
    "TRC-014",
    "new-names-another",
    clauses=(clause("qcvn-102-2016", "2.2.4"),),
    severity=INFO,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
)
def new_names_another(subject: Subject) -> Iterable[Hit]:
    """Say where a new document names one that it changes; readers pass that over."""
    business = subject.facts.business_of(_NEW)
    if business is not None and said(business.document_id):
        element = subject.facts.in_trace("Bussiness", "DocumentId")
        yield Hit(element, business.document_id, {"id": business.document_id or ""})


@rule(
    "TRC-015",
    "revoked-document-missing",
    clauses=_REVOCATION,
    severity=ERROR,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=CHANGE,
    covers=("R-106", "R-125", "Q-11"),
)
def revoked_document_missing(subject: Subject) -> Iterable[Hit]:
    """Ask a revocation for the document, in one of the two places at least."""
    facts = subject.facts
    if facts.business_of(_REVOKE) is not None and not _named(subject):
        yield Hit(facts.in_trace("Bussiness"))


def _named(subject: Subject) -> set[str]:
    """Give the identifiers that a revocation names, in ResponseFor and in Bussiness."""
    facts = subject.facts
    named = {said(answered.document_id) for answered in facts.header.response_for}
    named.add(said(None if facts.business is None else facts.business.document_id))
    return named - {""}


@rule(
    "TRC-016",
    "revoked-document-in-one-place",
    clauses=_REVOCATION,
    severity=INFO,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=CHANGE,
    covers=("R-106",),
)
def revoked_document_in_one_place(subject: Subject) -> Iterable[Hit]:
    """Say where only one of the two places names it: readers look in one or in the other."""
    facts = subject.facts
    business = facts.business_of(_REVOKE)
    if business is None:
        return
    answered = any(said(item.document_id) for item in facts.header.response_for)
    inside = bool(said(business.document_id))
    if answered != inside:
        place = "ResponseFor" if inside else "Bussiness/DocumentId"
        yield Hit(facts.in_trace("Bussiness"), None, {"missing": place})


@rule(
    "TRC-017",
    "change-of-foreign-document",
    clauses=(clause("nd-30-2020", "18.3"), clause("nd-30-2020", "18.4b"), clause("qd-28-2018", "8.2")),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=CHANGE,
    covers=("R-105", "R-106"),
)
def change_of_foreign_document(subject: Subject) -> Iterable[Hit]:
    """Look for a change of a document that another agency issued: only the issuer may ask for it."""
    facts = subject.facts
    sender = facts.header.sender
    mine = AgencyCode("") if sender is None else AgencyCode(said(sender.organ_id))
    business = facts.business_of(*_CHANGES)
    if business is None:
        return
    targets = {said(business.document_id)} if facts.business_of(_REVOKE) is None else _named(subject)
    targets |= {said(item.document_id) for item in facts.replaced}
    for target in sorted(targets):
        parts = DocumentId(target).parts
        if parts is not None and mine.same_agency(parts.organ_id) is Answer.NO:
            yield Hit(facts.in_trace("Bussiness"), target, {"id": target, "issuer": parts.organ_id, "sender": mine})
