"""The identifier of the document, its number and notation, and its type, each and together."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from edoc.conformance.facts import said
from edoc.conformance.rule import Hit, Layer, rule
from edoc.conformance.rules.weights import BUILDERS, DECREE, ERROR, INFO, WARNING
from edoc.identifiers import DOCUMENT_TYPES, AgencyCode, Answer, DocumentIdKind, DocumentNumber
from edoc.identifiers.document_types import folded
from edoc.law import clause
from edoc.messages import dated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.conformance.subject import Subject
    from edoc.identifiers import DocumentTypeEntry

__all__: list[str] = []

_ID: Final = (clause("qd-28-2018", "10.2b"), clause("qd-1123-2019", "13.2b"))
_NUMBER: Final = (clause("nd-30-2020", "Phụ lục I phần II mục II.3"), clause("nd-30-2020", "15.1"))
_NOTATION: Final = (clause("nd-30-2020", "Phụ lục I phần II mục II.3"), clause("nd-30-2020", "Phụ lục III"))
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@lru_cache(maxsize=512)
def _types(name: str) -> tuple[DocumentTypeEntry, ...]:
    return DOCUMENT_TYPES.by_name(name)


@lru_cache(maxsize=4096)
def _is_standard(notation: str) -> bool:
    """Say whether it is a notation as the decree writes them; an agency has few."""
    return DocumentNumber(f"11/{notation}").is_standard


@rule(
    "IDN-120",
    "document-id-unclean",
    clauses=_ID,
    severity=ERROR,
    layer=Layer.MODEL,
    kind="document",
    covers=("R-050",),
)
def document_id_unclean(subject: Subject) -> Iterable[Hit]:
    """Refuse line ends and control characters inside the identifier."""
    document_id = said(subject.document.header.document_id)
    if _CONTROL.search(document_id):
        yield Hit(subject.nearest("DocumentId"), document_id, {"id": repr(document_id)})


@rule(
    "IDN-121",
    "document-id-form",
    clauses=_ID,
    severity=INFO,
    severities={"vinh-long-1123-2019": WARNING, "strict": ERROR},
    layer=Layer.MODEL,
    kind="document",
    covers=("R-050", "R-187", "Q-12"),
)
def document_id_form(subject: Subject) -> Iterable[Hit]:
    """Look for agency, year or date, and serial; others are taken as they are (conflict C-08)."""
    document_id = subject.document.header.document_id
    if document_id is None or not said(document_id) or _CONTROL.search(said(document_id)):
        return
    if document_id.kind in {DocumentIdKind.OPAQUE, DocumentIdKind.UUID}:
        yield Hit(subject.nearest("DocumentId"), document_id, {"id": document_id})


@rule(
    "IDN-122",
    "document-id-agency",
    clauses=_ID,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    covers=("R-050",),
)
def document_id_agency(subject: Subject) -> Iterable[Hit]:
    """Compare the agency in the identifier with the sender."""
    parts, sender = subject.facts.id_parts, subject.document.header.sender
    mine = AgencyCode(said(sender.organ_id)) if sender is not None else AgencyCode("")
    if parts is not None and mine.same_agency(parts.organ_id) is Answer.NO:
        params: dict[str, str] = {"named": parts.organ_id, "sender": mine}
        yield Hit(subject.nearest("DocumentId"), subject.document.header.document_id, params)


@rule(
    "IDN-123",
    "document-id-date",
    clauses=_ID,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    covers=("R-050",),
)
def document_id_date(subject: Subject) -> Iterable[Hit]:
    """Compare the date in the identifier with the date of the document."""
    parts, date = subject.facts.id_parts, subject.facts.promulgated
    if parts is not None and date is not None and parts.promulgation_date != date:
        params = {"named": dated(parts.promulgation_date), "date": dated(date)}
        yield Hit(subject.nearest("DocumentId"), subject.document.header.document_id, params)


@rule(
    "IDN-124",
    "document-id-number",
    clauses=_ID,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    covers=("R-050",),
)
def document_id_number(subject: Subject) -> Iterable[Hit]:
    """Compare the number in the identifier with number and notation."""
    parts, number = subject.facts.id_parts, subject.facts.number
    if parts is not None and number is not None and said(parts.number) != said(number):
        params: dict[str, str] = {"named": parts.number, "number": number}
        yield Hit(subject.nearest("DocumentId"), subject.document.header.document_id, params)


@rule(
    "IDN-130",
    "code-number-form",
    clauses=_NUMBER,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    covers=("R-019", "R-089", "R-096"),
)
def code_number_form(subject: Subject) -> Iterable[Hit]:
    """Ask for Arabic digits, from 1."""
    code = subject.document.header.code
    number = "" if code is None else said(code.code_number)
    if number and not (number.isascii() and number.isdigit() and number.strip("0")):
        yield Hit(subject.nearest("Code", "CodeNumber"), number, {"number": number})


@rule(
    "IDN-131",
    "code-number-zero",
    clauses=_NUMBER,
    severity=INFO,
    severities=DECREE,
    layer=Layer.MODEL,
    kind="document",
    covers=("R-096",),
)
def code_number_zero(subject: Subject) -> Iterable[Hit]:
    """Ask for a 0 before numbers below 10."""
    code = subject.document.header.code
    number = "" if code is None else said(code.code_number)
    if len(number) == 1 and number in "123456789":
        yield Hit(subject.nearest("Code", "CodeNumber"), number, {"number": number})


@rule(
    "IDN-132",
    "number-in-notation",
    clauses=_NOTATION,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    covers=("R-096",),
)
def number_in_notation(subject: Subject) -> Iterable[Hit]:
    """Look for the number written once more before the notation."""
    code = subject.document.header.code
    number, notation = ("", "") if code is None else (said(code.code_number), said(code.code_notation))
    if number and notation.startswith(number + "/"):
        yield Hit(subject.nearest("Code", "CodeNotation"), notation, {"notation": notation, "number": number})


@rule(
    "IDN-133",
    "notation-form",
    clauses=_NOTATION,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    covers=("R-096",),
)
def notation_form(subject: Subject) -> Iterable[Hit]:
    """Ask for groups of capitals joined by hyphens, without blanks."""
    code = subject.document.header.code
    number, notation = ("", "") if code is None else (said(code.code_number), said(code.code_notation))
    if notation and not notation.startswith(number + "/") and not _is_standard(notation):
        yield Hit(subject.nearest("Code", "CodeNotation"), notation, {"notation": notation})


@rule(
    "IDN-134",
    "notation-type",
    clauses=_NOTATION,
    severity=WARNING,
    layer=Layer.CROSS_FIELD,
    kind="document",
    covers=("R-098",),
)
def notation_type(subject: Subject) -> Iterable[Hit]:
    """Compare the first group of the notation with the abbreviation of the type.

    Official letters have none, and their first group is an agency, whatever it looks like.
    """
    kind = subject.document.header.document_type
    name = "" if kind is None else said(kind.type_name)
    number = subject.facts.number
    if not name or number is None or not number.groups:
        return
    wanted = {entry.abbreviation for entry in _types(name)}
    if wanted and "" not in wanted and folded(number.groups[0]) not in {folded(short) for short in wanted}:
        params = {"type": name, "notation": number.notation or "", "abbreviation": "/".join(sorted(wanted))}
        yield Hit(subject.nearest("Code", "CodeNotation"), number.notation, params)


@rule(
    "IDN-135",
    "type-unknown",
    clauses=(clause("nd-30-2020", "7"), clause("qd-28-2018", "10.2đ")),
    severity=INFO,
    severities={"decree-30-2020": WARNING, "strict": WARNING},
    layer=Layer.MODEL,
    kind="document",
    covers=("R-018", "R-093"),
)
def type_unknown(subject: Subject) -> Iterable[Hit]:
    """Look the type up: 29 administrative types, copies, normative types."""
    kind = subject.document.header.document_type
    name = "" if kind is None else said(kind.type_name)
    if name and not _types(name):
        yield Hit(subject.nearest("DocumentType", "TypeName"), name, {"type": name})
