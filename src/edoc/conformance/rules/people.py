"""What a document's header says beyond what must be there: people, urgency, amounts, marks, answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from edoc.conformance.facts import said
from edoc.conformance.rule import OFF, Hit, Layer, rule
from edoc.conformance.rules.parts import ANSWERED
from edoc.conformance.rules.weights import BUILDERS, DECREE, INFO, WARNING
from edoc.identifiers import PRIORITIES, STEERING_TYPES, STEERING_TYPES_FROM_1, signing_authority
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.conformance.subject import Subject

__all__: list[str] = []

_SIGNER: Final = (clause("nd-30-2020", "13"), clause("nd-30-2020", "Phụ lục I phần II mục II.7"))
_PRIORITY: Final = (clause("qd-28-2018", "10.2k"), clause("nd-30-2020", "4.2c"), clause("qcvn-102-2016", "1.11.1"))
#: Decree 30/2020/NĐ-CP, Annex I, II.7c: no academic or honorary titles before the name.
_HONORIFIC: Final = re.compile(
    r"(?:GS|PGS|TSKH|TS|ThS|Th\.S|Ths|BS|CK\s?I{1,2}|KS|CN|DS|NGND|NGƯT|NSND|NSƯT|LS)\s*(?:\.|,)\s*(?=\w)|(?:Dr|Mr|Mrs|Ms)\b"
)
#: Decree 30/2020/NĐ-CP, Annex VI, part II: amounts have three digits.
_MOST: Final = 999
_EXPRESS_AT_A_TIME: Final = 4


@rule(
    "HDR-101",
    "signing-authority",
    clauses=_SIGNER,
    severity=INFO,
    severities=DECREE,
    layer=Layer.MODEL,
    kind="document",
    covers=("R-094",),
)
def signing_authority_known(subject: Subject) -> Iterable[Hit]:
    """Ask a Competence to start with TM., KT., TL., TUQ. or Q."""
    signer = subject.document.header.signer_info
    competence = "" if signer is None else said(signer.competence)
    if competence and signing_authority(competence) is None:
        yield Hit(subject.nearest("SignerInfo", "Competence"), competence, {"competence": competence})


@rule(
    "HDR-102",
    "signer-honorific",
    clauses=(clause("nd-30-2020", "Phụ lục I phần II mục II.7c"),),
    severity=INFO,
    layer=Layer.MODEL,
    kind="document",
    covers=("R-019",),
)
def signer_honorific(subject: Subject) -> Iterable[Hit]:
    """Look for titles before the name; the decree lets some kinds of agency write them."""
    signer = subject.document.header.signer_info
    name = "" if signer is None else said(signer.full_name)
    if _HONORIFIC.match(name):
        yield Hit(subject.nearest("SignerInfo", "FullName"), name, {"name": name})


@rule(
    "HDR-103",
    "priority-unknown",
    clauses=_PRIORITY,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    covers=("R-053", "R-146", "Q-05"),
)
def priority_unknown(subject: Subject) -> Iterable[Hit]:
    """Ask for a digit from 0 to 4."""
    other = subject.document.header.other_info
    priority = None if other is None else other.priority
    if isinstance(priority, int) and PRIORITIES.get(priority) is None:
        yield Hit(subject.nearest("OtherInfo", "Priority"), str(priority), {"priority": str(priority)})


@rule(
    "HDR-108",
    "priority-beyond-the-law",
    clauses=(clause("nd-30-2020", "4.2c"), clause("qd-1123-2019", "13.2k")),
    severity=OFF,
    # the side that these profiles take in conflict C-09
    severities={"decree-30-2020": INFO, "vinh-long-1123-2019": INFO},
    layer=Layer.MODEL,
    kind="document",
    covers=("R-053", "C-09"),
)
def priority_beyond_the_law(subject: Subject) -> Iterable[Hit]:
    """Say where the urgency is the one of the axis that the law does not have."""
    other = subject.document.header.other_info
    if other is not None and other.priority == _EXPRESS_AT_A_TIME:
        yield Hit(
            subject.nearest("OtherInfo", "Priority"), str(_EXPRESS_AT_A_TIME), {"priority": str(_EXPRESS_AT_A_TIME)}
        )


@rule(
    "HDR-104",
    "priority-without-time",
    clauses=_PRIORITY,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    covers=("R-053", "R-146"),
)
def priority_without_time(subject: Subject) -> Iterable[Hit]:
    """Ask an express document "at a fixed time" for that time."""
    header = subject.document.header
    if header.other_info is not None and header.other_info.priority == _EXPRESS_AT_A_TIME and header.due_date is None:
        yield Hit(subject.nearest("OtherInfo", "Priority"), str(_EXPRESS_AT_A_TIME))


@rule(
    "HDR-105",
    "steering-type-unknown",
    clauses=(clause("qcvn-102-2016", "1.13"),),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
)
def steering_type_unknown(subject: Subject) -> Iterable[Hit]:
    """Ask for a value of one of the two numberings in circulation."""
    value = subject.document.header.steering_type
    if isinstance(value, int) and STEERING_TYPES.get(value) is None and STEERING_TYPES_FROM_1.get(value) is None:
        yield Hit(subject.nearest("SteeringType"), str(value), {"value": str(value)})


@rule(
    "HDR-106",
    "amount-out-of-range",
    clauses=(clause("nd-30-2020", "Phụ lục VI phần II"), clause("qcvn-102-2016", "1.11")),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    covers=("R-143", "R-144"),
)
def amount_out_of_range(subject: Subject) -> Iterable[Hit]:
    """Ask for 1 to 999 pages and 0 to 999 copies."""
    other = subject.document.header.other_info
    if other is None:
        return
    for name, value, least in (
        ("PageAmount", other.page_amount, 1),
        ("PromulgationAmount", other.promulgation_amount, 0),
    ):
        if isinstance(value, int) and not least <= value <= _MOST:
            params = {"field": name, "value": str(value), "least": str(least), "most": str(_MOST)}
            yield Hit(subject.nearest("OtherInfo", name), str(value), params)


@rule(
    "HDR-107",
    "recipient-name",
    clauses=(clause("qd-28-2018", "10.2m"), clause("qd-1123-2019", "13.2m")),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    covers=("R-053", "Q-12"),
)
def recipient_name(subject: Subject) -> Iterable[Hit]:
    """Ask for the name of every recipient beside its code."""
    for index, recipient in enumerate(subject.document.header.recipients):
        if not said(recipient.organ_name):
            yield Hit(subject.facts.in_header("To", index), None, {"code": said(recipient.organ_id)})


@rule(
    "HDR-120",
    "answered-incomplete",
    clauses=(clause("qcvn-102-2016", "1.12"),),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=ANSWERED,
    covers=("R-142",),
)
def answered_incomplete(subject: Subject) -> Iterable[Hit]:
    """Ask ResponseFor for its four parts."""
    for index, answered in enumerate(subject.document.header.response_for):
        parts = {
            "OrganId": said(answered.organ_id),
            "Code": said(answered.code),
            "PromulgationDate": answered.promulgation_date,
            "DocumentId": said(answered.document_id),
        }
        missing = [name for name, value in parts.items() if not value]
        if missing:
            yield Hit(subject.facts.in_header("ResponseFor", index), None, {"missing": ", ".join(missing)})


@rule(
    "HDR-121",
    "answers-itself",
    clauses=(clause("qcvn-102-2016", "1.12"),),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=ANSWERED,
)
def answers_itself(subject: Subject) -> Iterable[Hit]:
    """Look for a new or replacing document that answers its own identifier."""
    facts = subject.facts
    mine = said(facts.header.document_id)
    if facts.business_type in {"1", "2"}:
        return  # those may name the document that they are about
    for index, answered in enumerate(facts.header.response_for):
        if mine and said(answered.document_id) == mine:
            yield Hit(facts.in_header("ResponseFor", index), mine, {"id": mine})


@rule(
    "HDR-122",
    "answered-repeated",
    clauses=(clause("qcvn-102-2016", "1.12"),),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=ANSWERED,
)
def answered_repeated(subject: Subject) -> Iterable[Hit]:
    """Look for a document that is answered twice; a revocation names it once for each recipient."""
    seen: set[tuple[str, str]] = set()
    for index, answered in enumerate(subject.document.header.response_for):
        key = (said(answered.document_id), said(answered.organ_id))
        if key[0] and key in seen:
            yield Hit(subject.facts.in_header("ResponseFor", index), key[0], {"id": key[0]})
        seen.add(key)
