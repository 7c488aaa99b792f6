"""What a status message reports, by whom, and on which document (law of the codes: `edoc.status`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from edoc.conformance.facts import day, said
from edoc.conformance.rule import OFF, Hit, Layer, rule
from edoc.conformance.rules.weights import BUILDERS, ERROR, INFO, WARNING
from edoc.identifiers import STATUS_CODES, AgencyCode, Answer
from edoc.identifiers.document_types import folded
from edoc.law import clause
from edoc.messages import dated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.conformance.subject import Subject
    from edoc.identifiers.document_id import DocumentIdParts

__all__: list[str] = []

_REASON: Final = (clause("qd-1123-2019", "4.3"), clause("qd-28-2018", "5.4"), clause("nd-30-2020", "21.2b"))
_ANSWERED: Final = (clause("qcvn-102-2016", "1.12"), clause("vxp"))
_SIDES: Final = (clause("qd-28-2018", "9"), clause("qd-28-2018", "8.2"), clause("vxp"))
_STAFF: Final = (clause("qd-1123-2019", "15.1"),)
#: Codes that take something back or refuse it: each needs its reason.
_REASONED: Final = frozenset({"02", "13", "16"})
#: Codes behind which a person stands: 01 is automatic, 05 may be.
_PERSONAL: Final = frozenset({"02", "03", "04", "06", "13", "15", "16"})
_TAKEN_BACK: Final = "13"
_REFUSED: Final = "16"
#: What systems in circulation take: one asks for 10 characters, another cuts at 1 000.
_SHORTEST, _LONGEST = 10, 1000
_NOBODY: Final = re.compile(
    r"(?:he thong|system|admin|administrator|auto|automatic|tu dong|phan mem|qlvb|root|test|null|none)\b.*"
)


def _code(subject: Subject) -> str:
    return said(subject.status.header.status_code)


@rule(
    "STS-010",
    "reason-missing",
    clauses=_REASON,
    severity=ERROR,
    layer=Layer.CROSS_FIELD,
    kind="status",
    covers=("R-012", "R-111", "Q-04", "S-4", "S-9"),
)
def reason_missing(subject: Subject) -> Iterable[Hit]:
    """Ask 02, 13 and 16 for a reason; the name of the status alone is none."""
    code = _code(subject)
    entry = STATUS_CODES.get(code) if code in _REASONED else None
    if entry is None:
        return
    reason = folded(said(subject.status.header.description))
    if reason in {"", folded(entry.vi), folded(entry.en), code}:
        yield Hit(subject.nearest("Description"), subject.status.header.description, {"code": code})


@rule(
    "STS-011",
    "reason-length",
    clauses=(*_REASON, clause("vxp")),
    severity=INFO,
    severities={"strict": WARNING},
    layer=Layer.CROSS_FIELD,
    kind="status",
    covers=("R-012",),
)
def reason_length(subject: Subject) -> Iterable[Hit]:
    """Look for reasons that systems in circulation refuse or cut."""
    reason = said(subject.status.header.description)
    if _code(subject) in _REASONED and reason and not _SHORTEST <= len(reason) <= _LONGEST:
        params = {"length": str(len(reason)), "least": str(_SHORTEST), "most": str(_LONGEST)}
        yield Hit(subject.nearest("Description"), reason[:60], params)


@rule(
    "STS-012",
    "status-staff",
    clauses=_STAFF,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="status",
    covers=("R-056", "R-057"),
)
def status_staff(subject: Subject) -> Iterable[Hit]:
    """Ask for the person behind every status that a person sets."""
    staff = subject.status.header.staff_info
    if _code(subject) in _PERSONAL and (staff is None or not said(staff.staff)):
        yield Hit(subject.nearest("StaffInfo", "Staff"), None, {"code": _code(subject)})


@rule(
    "STS-013",
    "status-staff-no-person",
    clauses=_STAFF,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="status",
    covers=("R-056",),
)
def status_staff_no_person(subject: Subject) -> Iterable[Hit]:
    """Look for a system where a person is asked for."""
    staff = subject.status.header.staff_info
    name = "" if staff is None else said(staff.staff)
    if name and _code(subject) in _PERSONAL and _NOBODY.fullmatch(folded(name)):
        yield Hit(subject.nearest("StaffInfo", "Staff"), name, {"name": name, "code": _code(subject)})


@rule(
    "STS-014", "answered-agency", clauses=_ANSWERED, severity=ERROR, layer=Layer.MODEL, kind="status", covers=("S-2",)
)
def answered_agency(subject: Subject) -> Iterable[Hit]:
    """Ask for the other side of the document: without it nobody knows where to send the status."""
    answered = subject.status.header.response_for
    if answered is None or not said(answered.organ_id):
        yield Hit(subject.nearest("ResponseFor", "OrganId"))


@rule(
    "STS-015",
    "answered-number",
    clauses=_ANSWERED,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="status",
    covers=("S-2",),
)
def answered_number(subject: Subject) -> Iterable[Hit]:
    """Ask for number and date of the document: what is matched by when its identifier is not known."""
    answered = subject.status.header.response_for
    parts = {} if answered is None else {"Code": said(answered.code), "PromulgationDate": answered.promulgation_date}
    missing = [name for name, value in parts.items() if not value]
    if missing:
        yield Hit(subject.nearest("ResponseFor"), None, {"missing": ", ".join(missing)})


def _sides(subject: Subject) -> tuple[AgencyCode, AgencyCode, DocumentIdParts | None]:
    """Give who reports, the other side, and what the identifier of the document says."""
    header = subject.status.header
    sender = AgencyCode("" if header.sender is None else said(header.sender.organ_id))
    answered = header.response_for
    other = AgencyCode("" if answered is None else said(answered.organ_id))
    parts = None if answered is None or answered.document_id is None else answered.document_id.parts
    return sender, other, parts


@rule(
    "STS-020",
    "status-to-itself",
    clauses=_SIDES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="status",
    covers=("S-2", "R-005"),
)
def status_to_itself(subject: Subject) -> Iterable[Hit]:
    """Look for an agency that reports to itself."""
    sender, other, _ = _sides(subject)
    if sender and sender.same_agency(other) is Answer.YES:
        yield Hit(subject.nearest("ResponseFor", "OrganId"), other, {"code": other})


@rule(
    "STS-021",
    "status-of-the-wrong-side",
    clauses=_SIDES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="status",
    covers=("R-057", "S-9"),
)
def status_of_the_wrong_side(subject: Subject) -> Iterable[Hit]:
    """Ask 13 of the issuer, and every other code of a recipient."""
    sender, _, parts = _sides(subject)
    code = _code(subject)
    if parts is None or STATUS_CODES.get(code) is None:
        return
    is_issuer = sender.same_agency(parts.organ_id)
    if is_issuer is (Answer.NO if code == _TAKEN_BACK else Answer.YES):
        key = "rule.status-13-not-by-issuer" if code == _TAKEN_BACK else None
        params = {"code": code, "sender": sender, "issuer": parts.organ_id}
        yield Hit(subject.nearest("From", "OrganId"), sender, params, key)


@rule(
    "STS-022",
    "answered-agency-of-the-wrong-side",
    clauses=_SIDES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="status",
    covers=("S-2",),
)
def answered_agency_of_the_wrong_side(subject: Subject) -> Iterable[Hit]:
    """Ask ResponseFor/OrganId for the issuer, and in 13 for the recipient."""
    sender, other, parts = _sides(subject)
    code = _code(subject)
    if parts is None or STATUS_CODES.get(code) is None or sender.same_agency(other) is Answer.YES:
        return
    is_issuer = other.same_agency(parts.organ_id)
    if is_issuer is (Answer.YES if code == _TAKEN_BACK else Answer.NO):
        params = {"code": code, "other": other, "issuer": parts.organ_id}
        yield Hit(subject.nearest("ResponseFor", "OrganId"), other, params)


@rule(
    "STS-023",
    "answered-contradiction",
    clauses=_ANSWERED,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="status",
    covers=("S-2",),
)
def answered_contradiction(subject: Subject) -> Iterable[Hit]:
    """Compare number and date in ResponseFor with those in the identifier of the document."""
    answered = subject.status.header.response_for
    _, _, parts = _sides(subject)
    if answered is None or parts is None:
        return
    date = day(answered.promulgation_date)
    if said(answered.code) and said(answered.code) != said(parts.number):
        yield Hit(
            subject.nearest("ResponseFor", "Code"),
            answered.code,
            {"stated": answered.code or "", "named": parts.number},
        )
    if date is not None and date != parts.promulgation_date:
        params = {"stated": dated(date), "named": dated(parts.promulgation_date)}
        yield Hit(subject.nearest("ResponseFor", "PromulgationDate"), date.isoformat(), params)


@rule(
    "STS-024",
    "status-before-document",
    clauses=(clause("qd-28-2018", "10.2n"), clause("qd-28-2018", "14.4")),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="status",
    covers=("R-054", "Q-16"),
)
def status_before_document(subject: Subject) -> Iterable[Hit]:
    """Compare the time of the status with the date of the document."""
    answered = subject.status.header.response_for
    time = day(subject.status.header.timestamp)
    date = None if answered is None else day(answered.promulgation_date)
    if time is not None and date is not None and time < date:
        params = {"time": dated(time), "date": dated(date)}
        yield Hit(subject.nearest("Timestamp"), time.isoformat(), params)


@rule(
    "STS-025",
    "revocation-refused",
    clauses=(clause("nd-30-2020", "18.4b"), clause("qd-28-2018", "9.2")),
    severity=OFF,
    severities={"decree-30-2020": INFO},
    layer=Layer.CROSS_FIELD,
    kind="status",
    covers=("R-106", "Q-11", "C-02", "S-11"),
)
def revocation_refused(subject: Subject) -> Iterable[Hit]:
    """Say that a revocation must not be refused, wherever something is (conflict C-02).

    The message alone does not tell a revocation from an update: `edoc.Exchange` does.
    """
    if _code(subject) == _REFUSED:
        yield Hit(subject.nearest("StatusCode"), _REFUSED)
