"""What a status message must say (Quyết định 28/2018/QĐ-TTg; Công văn 4089/VPCP-TTĐT)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.conformance.result import Severity
from edoc.conformance.rule import Hit, Layer, rule
from edoc.identifiers import STATUS_CODES
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.conformance.subject import Subject

__all__: list[str] = []

_CLAUSES: Final = (clause("qd-28-2018", "14.2"), clause("cv-4089-2017"))


@rule(
    "STS-001",
    "status-code",
    severity=Severity.ERROR,
    clauses=_CLAUSES,
    layer=Layer.MODEL,
    kind="status",
    covers=("R-052",),
)
def status_code(subject: Subject) -> Iterable[Hit]:
    """Ask for one of the nine codes."""
    code = subject.status.header.status_code
    if STATUS_CODES.get((code or "").strip()) is None:  # readers take blanks off
        known = ", ".join(entry.code for entry in STATUS_CODES.entries)
        yield Hit(subject.nearest("StatusCode"), code, {"code": code or "", "known": known})


@rule("STS-002", "status-sender", severity=Severity.ERROR, clauses=_CLAUSES, layer=Layer.MODEL, kind="status")
def status_sender(subject: Subject) -> Iterable[Hit]:
    """Ask for the agency code of who reports."""
    sender = subject.status.header.sender
    if sender is None or not (sender.organ_id or "").strip():
        yield Hit(subject.nearest("From", "OrganId"))


@rule("STS-003", "status-document", severity=Severity.ERROR, clauses=_CLAUSES, layer=Layer.MODEL, kind="status")
def status_document(subject: Subject) -> Iterable[Hit]:
    """Ask for the identifier of the document that is reported on."""
    answered = subject.status.header.response_for
    if answered is None or not (answered.document_id or "").strip():
        yield Hit(subject.nearest("ResponseFor", "DocumentId"))


@rule("STS-004", "status-time", severity=Severity.ERROR, clauses=_CLAUSES, layer=Layer.MODEL, kind="status")
def status_time(subject: Subject) -> Iterable[Hit]:
    """Ask for the time: deadlines run from it."""
    if subject.status.header.timestamp is None:
        yield Hit(subject.nearest("Timestamp"))
