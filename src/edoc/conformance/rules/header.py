"""What a document's header must say: Decision 1123/QĐ-UBND, Article 13.2, letters a to q.

The letters also stand beside the fields in the table of the format; a test holds the two
together. This file says how much a missing field weighs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from edoc._xml.names import local_name
from edoc.conformance.part import Part
from edoc.conformance.result import Severity
from edoc.conformance.rule import Hit, Layer, Rule, add, rule
from edoc.law import Clause, clause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from edoc.conformance.subject import Subject

__all__ = ["REQUIRED"]


def _article(letter: str) -> tuple[Clause, ...]:
    """Give the two clauses with the same list of information items, at one letter."""
    return clause("qd-28-2018", f"10.2{letter}"), clause("qd-1123-2019", f"13.2{letter}")


class Required(NamedTuple):
    """A field that must be there and say something."""

    id: str
    slug: str
    letter: str
    attribute: str
    elements: tuple[str, ...]
    severity: Severity = Severity.ERROR


#: The fields that Article 13.2 names, where a single field of the header holds them.
REQUIRED: Final = (
    Required("HDR-001", "sender-id", "a", "sender.organ_id", ("From", "OrganId")),
    Required("HDR-002", "document-id", "b", "document_id", ("DocumentId",)),
    Required("HDR-003", "code-number", "c", "code.code_number", ("Code", "CodeNumber")),
    Required("HDR-004", "code-notation", "c", "code.code_notation", ("Code", "CodeNotation")),
    Required(
        "HDR-005",
        "promulgation-date",
        "d",
        "promulgation_info.promulgation_date",
        ("PromulgationInfo", "PromulgationDate"),
    ),
    Required("HDR-006", "type-name", "đ", "document_type.type_name", ("DocumentType", "TypeName")),
    Required("HDR-007", "subject", "e", "subject", ("Subject",)),
    Required("HDR-008", "signer-position", "i", "signer_info.position", ("SignerInfo", "Position"), Severity.WARNING),
    Required("HDR-009", "signer-name", "i", "signer_info.full_name", ("SignerInfo", "FullName")),
    Required("HDR-010", "priority", "k", "other_info.priority", ("OtherInfo", "Priority"), Severity.WARNING),
    Required("HDR-011", "sender-name", "l", "sender.organ_name", ("From", "OrganName"), Severity.WARNING),
)


def _is_missing(value: object, names: tuple[str, ...]) -> bool:
    """Say whether the field at the end of a path of attributes is absent or blank."""
    for name in names:
        value = getattr(value, name, None)
        if value is None:
            return True
    return isinstance(value, str) and not value.strip()


_PATHS: Final = {field.id: tuple(field.attribute.split(".")) for field in REQUIRED}


def _lacking(subject: Subject) -> bool:
    header = subject.document.header
    return any(_is_missing(header, names) for names in _PATHS.values())


#: A header that lacks one of these fields.
_INCOMPLETE: Final = Part("an incomplete header", _lacking)


def _check(field: Required) -> Callable[[Subject], Iterable[Hit]]:
    names = _PATHS[field.id]

    def check(subject: Subject) -> Iterable[Hit]:
        if _is_missing(subject.document.header, names):
            yield Hit(subject.nearest(*field.elements), None, {"field": "/".join(field.elements)})

    return check


for _field in REQUIRED:
    add(
        Rule(
            id=_field.id,
            slug=_field.slug,
            severity=_field.severity,
            clauses=_article(_field.letter),
            layer=Layer.MODEL,
            kind="document",
            about=_INCOMPLETE,
            message="rule.required",
            check=_check(_field),
        )
    )


@rule(
    "HDR-012",
    "recipients",
    severity=Severity.ERROR,
    clauses=_article("m"),
    layer=Layer.MODEL,
    kind="document",
)
def recipients(subject: Subject) -> Iterable[Hit]:
    """Ask for at least one recipient."""
    if not subject.document.header.recipients:
        yield Hit(subject.nearest("To"))


@rule(
    "HDR-013",
    "recipient-id",
    severity=Severity.ERROR,
    clauses=_article("m"),
    layer=Layer.MODEL,
    kind="document",
)
def recipient_id(subject: Subject) -> Iterable[Hit]:
    """Ask for the agency code of every recipient."""
    for element, recipient in subject.recipients:
        if not (recipient.organ_id or "").strip():
            yield Hit(element)


_JAVA_INT: Final = re.compile(r"[+-]?[0-9]{1,10}")


@rule(
    "FMT-044",
    "steering-type-fatal",
    severity=Severity.ERROR,
    clauses=(clause("qcvn-102-2016", "1.13"), clause("vxp")),
    layer=Layer.MODEL,
    kind="document",
)
def steering_type_fatal(subject: Subject) -> Iterable[Hit]:
    """Refuse a SteeringType at which the national SDK stops: it parses this one number without a default.

    Probes p41 to p43: empty, with blanks, or no number, the whole package is lost.
    """
    element = subject.nearest("SteeringType")
    if local_name(str(element.tag)) == "SteeringType":
        value = "".join(element.itertext())
        if not _JAVA_INT.fullmatch(value):
            yield Hit(element, value, {"text": value})


@rule(
    "TRC-001",
    "sent-at",
    severity=Severity.WARNING,
    clauses=_article("n"),
    layer=Layer.MODEL,
    kind="document",
)
def sent_at(subject: Subject) -> Iterable[Hit]:
    """Ask for the time of sending: the first hop of the trace."""
    trace = subject.document.trace_header_list
    if trace is None or not trace.trace_headers or trace.trace_headers[0].timestamp is None:
        parts = subject.parts
        where = parts.trace if parts.trace is not None else parts.header
        yield Hit(where if where is not None else parts.envelope)
