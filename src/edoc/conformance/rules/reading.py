"""What the reader refused or found faulty, as rules: one row each."""

from __future__ import annotations

from typing import Final

from edoc.conformance.result import Severity
from edoc.conformance.rule import Layer, Rule, add
from edoc.edxml.fault import FAULTS
from edoc.errors import (
    EncodingError,
    ForbiddenMarkupError,
    LimitExceededError,
    NotEdxmlError,
    NotWellFormedError,
    PackageError,
)
from edoc.law import Clause, clause

__all__ = ["FAULT_RULES", "REFUSAL_RULES"]

_FORM: Final = clause("qcvn-102-2016", "Phần 2")
#: What refuses a package, by the exception that says so.
_CLAUSES: Final[dict[type[PackageError], tuple[Clause, ...]]] = {
    NotWellFormedError: (_FORM, clause("xml-1-0")),
    ForbiddenMarkupError: (_FORM, clause("edoc", "CWE-611, CWE-776")),
    EncodingError: (_FORM, clause("xml-1-0", "4.3.3")),
    NotEdxmlError: (_FORM,),
    LimitExceededError: (clause("edoc", "Limits"),),
}

#: Rule id, code of the refusal, the exception that carries it.
_REFUSALS: Final[tuple[tuple[str, str, type[PackageError]], ...]] = (
    ("FMT-001", "not-well-formed", NotWellFormedError),
    ("FMT-002", "empty", NotWellFormedError),
    ("FMT-003", "bytes-before-declaration", NotWellFormedError),
    ("FMT-004", "undeclared-prefix", NotWellFormedError),
    ("FMT-005", "dtd", ForbiddenMarkupError),
    ("FMT-006", "entity", ForbiddenMarkupError),
    ("FMT-007", "encoding", EncodingError),
    ("FMT-008", "encoding-broken", EncodingError),
    ("FMT-009", "encoding-contradiction", EncodingError),
    ("FMT-010", "no-envelope", NotEdxmlError),
    ("FMT-011", "limit", LimitExceededError),
    ("FMT-012", "other-file", NotWellFormedError),
)

#: Rule id, code of the fault.
_FAULTS: Final[tuple[tuple[str, str], ...]] = (
    ("FMT-020", "encoding-utf16"),
    ("FMT-021", "root-name"),
    ("FMT-022", "no-header"),
    ("FMT-023", "no-message-header"),
    ("FMT-024", "no-attachments-element"),
    ("FMT-025", "status-element"),
    ("FMT-026", "digital-signature-element"),
    ("FMT-027", "misspelt-element"),
    ("FMT-028", "wrong-namespace"),
    ("FMT-029", "unknown-element"),
    ("FMT-030", "element-in-text"),
    ("FMT-031", "repeated-element"),
    ("FMT-032", "empty-value"),
    ("FMT-033", "date-form"),
    ("FMT-034", "date-impossible"),
    ("FMT-035", "date-unreadable"),
    ("FMT-036", "timestamp-form"),
    ("FMT-037", "timestamp-impossible"),
    ("FMT-038", "timestamp-unreadable"),
    ("FMT-039", "number-unreadable"),
    ("FMT-040", "boolean-form"),
    ("FMT-041", "boolean-unreadable"),
    ("FMT-042", "date-lenient"),
    ("FMT-043", "timestamp-lenient"),
    ("ATT-001", "attachments-in-envelope"),
    ("ATT-002", "attachment-element-name"),
    ("ATT-003", "attachment-empty"),
    ("ATT-004", "attachment-no-name"),
    ("ATT-005", "attachment-no-content"),
    ("ATT-006", "attachment-no-type"),
    ("ATT-007", "base64-blanks"),
    ("ATT-008", "base64-url-safe"),
    ("ATT-009", "base64-no-padding"),
    ("ATT-010", "base64-garbage"),
    ("ATT-011", "base64-placeholder"),
    ("ATT-012", "zip-not-a-zip"),
    ("ATT-013", "zip-undeclared"),
    ("ATT-014", "zip-empty"),
    ("ATT-015", "zip-several-entries"),
    ("ATT-016", "zip-broken"),
    ("ATT-017", "zip-bomb"),
    ("ATT-018", "attachments-not-read"),
    ("ATT-019", "zip-directory-first"),
    ("ATT-020", "zip-is-the-file"),
)

#: The rule of each refusal, by its code.
REFUSAL_RULES: Final = {
    code: add(
        Rule(
            id=id_,
            slug=code,
            severity=Severity.ERROR,
            clauses=_CLAUSES[kind],
            layer=Layer.BYTES if kind is EncodingError else Layer.XML,
            message=f"refusal.{code}",
        )
    )
    for id_, code, kind in _REFUSALS
}

#: The rule of each fault, by its code.
FAULT_RULES: Final = {
    code: add(
        Rule(
            id=id_,
            slug=code,
            severity=Severity.ERROR if FAULTS[code].serious else Severity.WARNING,
            clauses=tuple(clause(act, place) for act, place in FAULTS[code].clauses),
            layer=Layer.CONTENT if id_.startswith("ATT") else Layer.MODEL,
            message=f"fault.{code}",
        )
    )
    for id_, code in _FAULTS
}
