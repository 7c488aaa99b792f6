"""What an update and a replacement carry beside their reason (QCVN 102:2016/BTTTT 2.2.3 and 2.2.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.conformance.facts import said
from edoc.conformance.rule import Hit, Layer, rule
from edoc.conformance.rules.parts import CHANGE, CHANGED, REPLACED
from edoc.conformance.rules.weights import BUILDERS, ERROR, WARNING
from edoc.identifiers import RECEIVER_TYPES, AgencyCode
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from edoc.conformance.subject import Subject
    from edoc.edxml.trace import Receiver

__all__: list[str] = []

_INFO: Final = (clause("qcvn-102-2016", "2.2.3"),)
_RECEIVERS: Final = (clause("qcvn-102-2016", "2.2.3.3"),)
_REPLACED: Final = (clause("qcvn-102-2016", "2.2.8"), clause("nd-30-2020", "18.3"))
_UPDATE, _REPLACE = "2", "3"
_TYPES: Final = frozenset({"0", "1", _UPDATE, _REPLACE})


@rule(
    "TRC-020",
    "updated-document-missing",
    clauses=(clause("qcvn-102-2016", "2.2.4"),),
    severity=ERROR,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=CHANGE,
    covers=("R-105",),
)
def updated_document_missing(subject: Subject) -> Iterable[Hit]:
    """Ask an update for the document that it changes."""
    facts = subject.facts
    business = facts.business_of(_UPDATE)
    if business is not None and not said(business.document_id):
        yield Hit(facts.in_trace("Bussiness", "DocumentId"))


@rule(
    "TRC-021",
    "update-says-nothing",
    clauses=_INFO,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=CHANGE,
)
def update_says_nothing(subject: Subject) -> Iterable[Hit]:
    """Ask an update for what it changes."""
    facts = subject.facts
    if facts.business_of(_UPDATE) is None:
        return
    if all(said(flag) in {"", "0"} for info in facts.changed for flag in (info.document_info, info.document_receiver)):
        yield Hit(facts.in_trace("Bussiness", *(("BussinessDocumentInfo",) if facts.changed else ())))


@rule(
    "TRC-022",
    "update-flag-unknown",
    clauses=(clause("qcvn-102-2016", "2.2.3.1"), clause("qcvn-102-2016", "2.2.3.2")),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=CHANGED,
)
def update_flag_unknown(subject: Subject) -> Iterable[Hit]:
    """Ask DocumentInfo and DocumentReceiver for 0 or 1."""
    facts = subject.facts
    for info in facts.changed:
        for name, flag in (("DocumentInfo", info.document_info), ("DocumentReceiver", info.document_receiver)):
            if flag is not None and said(flag) not in {"0", "1"}:
                yield Hit(
                    facts.in_trace("Bussiness", "BussinessDocumentInfo", name), flag, {"field": name, "flag": flag}
                )


@rule(
    "TRC-023",
    "update-without-receivers",
    clauses=(clause("qcvn-102-2016", "2.2.3.2"), *_RECEIVERS),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=CHANGED,
)
def update_without_receivers(subject: Subject) -> Iterable[Hit]:
    """Ask an update of the recipients for the list of them."""
    facts = subject.facts
    for info in facts.changed:
        if said(info.document_receiver) == "1" and not info.receivers:
            yield Hit(facts.in_trace("Bussiness", "BussinessDocumentInfo", "DocumentReceiver"))


def _receivers(subject: Subject) -> Iterator[tuple[Receiver, _Element | None]]:
    facts = subject.facts
    for info in facts.changed:
        for receiver in info.receivers:
            yield receiver, facts.in_trace("Bussiness", "BussinessDocumentInfo", "ReceiverList")


@rule(
    "TRC-024",
    "receiver-incomplete",
    clauses=_RECEIVERS,
    severity=ERROR,
    layer=Layer.MODEL,
    kind="document",
    about=CHANGED,
)
def receiver_incomplete(subject: Subject) -> Iterable[Hit]:
    """Ask every Receiver for its agency, and for 0 (dropped) or 1 (added)."""
    for receiver, element in _receivers(subject):
        code, kind = said(receiver.organ_id), said(receiver.receiver_type)
        if not code or RECEIVER_TYPES.get(kind) is None:
            yield Hit(element, kind, {"code": code or "?", "type": kind or "?"})


@rule(
    "TRC-025",
    "receiver-added-not-listed",
    clauses=_RECEIVERS,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=CHANGED,
)
def receiver_added_not_listed(subject: Subject) -> Iterable[Hit]:
    """Compare with To: an update's header lists all recipients as they are afterwards."""
    now = _recipients(subject)
    for receiver, element in _receivers(subject):
        code = AgencyCode(said(receiver.organ_id))
        if code and said(receiver.receiver_type) == "1" and code.canonical() not in now:
            yield Hit(element, code, {"code": code})


@rule(
    "TRC-026",
    "receiver-dropped-still-listed",
    clauses=_RECEIVERS,
    severity=WARNING,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=CHANGED,
)
def receiver_dropped_still_listed(subject: Subject) -> Iterable[Hit]:
    """Likewise for those that are dropped.

    A warning even for builders: an agency that is no recipient any more learns so from no one else.
    """
    now = _recipients(subject)
    for receiver, element in _receivers(subject):
        code = AgencyCode(said(receiver.organ_id))
        if code and said(receiver.receiver_type) == "0" and code.canonical() in now:
            yield Hit(element, code, {"code": code})


def _recipients(subject: Subject) -> set[AgencyCode]:
    return {AgencyCode(said(item.organ_id)).canonical() for item in subject.document.header.recipients}


@rule(
    "TRC-030",
    "replaced-document-missing",
    clauses=_REPLACED,
    severity=ERROR,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=CHANGE,
    covers=("R-105",),
)
def replaced_document_missing(subject: Subject) -> Iterable[Hit]:
    """Ask a replacement for every document that it replaces."""
    facts = subject.facts
    if facts.business_of(_REPLACE) is None:
        return
    if not facts.replaced or not all(said(item.document_id) for item in facts.replaced):
        yield Hit(facts.in_trace("Bussiness", "ReplacementInfoList"))


@rule(
    "TRC-031",
    "replaced-without-agencies",
    clauses=_REPLACED,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=REPLACED,
    covers=("R-105",),
)
def replaced_without_agencies(subject: Subject) -> Iterable[Hit]:
    """Ask it for the agencies that had each of them."""
    facts = subject.facts
    for item in facts.replaced:
        if said(item.document_id) and not any(said(code) for code in item.organ_ids):
            element = facts.in_trace("Bussiness", "ReplacementInfoList")
            yield Hit(element, item.document_id, {"id": item.document_id or ""})


@rule(
    "TRC-032",
    "replaces-itself",
    clauses=_REPLACED,
    severity=ERROR,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=REPLACED,
    covers=("R-105", "S-13"),
)
def replaces_itself(subject: Subject) -> Iterable[Hit]:
    """Refuse a document that replaces its own identifier: the successor has one of its own."""
    facts = subject.facts
    mine = said(facts.header.document_id)
    for item in facts.replaced:
        if mine and said(item.document_id) == mine:
            yield Hit(facts.in_trace("Bussiness", "ReplacementInfoList"), mine, {"id": mine})


@rule(
    "TRC-033",
    "replacement-of-another-type",
    clauses=(clause("nd-30-2020", "18.3"),),
    severity=WARNING,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=REPLACED,
    covers=("R-105",),
)
def replacement_of_another_type(subject: Subject) -> Iterable[Hit]:
    """Compare the types that the notations name: what is wrong is replaced by a document of equal form."""
    facts = subject.facts
    mine = None if facts.number is None else facts.number.document_type
    for item in facts.replaced:
        parts = None if item.document_id is None else item.document_id.parts
        other = None if parts is None else parts.number.document_type
        if mine is not None and other is not None and mine != other:
            params = {"id": item.document_id or "", "other": other.name, "type": mine.name}
            yield Hit(facts.in_trace("Bussiness", "ReplacementInfoList"), item.document_id, params)


@rule(
    "TRC-034",
    "parts-of-another-business",
    clauses=(clause("qcvn-102-2016", "2.2"),),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
)
def parts_of_another_business(subject: Subject) -> Iterable[Hit]:
    """Look for what only an update or only a replacement carries, in another business."""
    facts = subject.facts
    parts = (("BussinessDocumentInfo", _UPDATE, facts.changed), ("ReplacementInfoList", _REPLACE, facts.replaced))
    for name, owner, found in parts:
        if found and facts.business_of(*_TYPES - {owner}) is not None:
            yield Hit(facts.in_trace("Bussiness", name), None, {"part": name})
