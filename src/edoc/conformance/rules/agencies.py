"""Agency codes: their form, whether they are in use, and who is who in the exchange."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from edoc.conformance.facts import day, said
from edoc.conformance.part import Part
from edoc.conformance.rule import OFF, Hit, Layer, rule
from edoc.conformance.rules.parts import MENTIONED, SEVERAL_RECIPIENTS
from edoc.conformance.rules.weights import BUILDERS, ERROR, INFO, WARNING
from edoc.edxml.package import DocumentPackage
from edoc.identifiers import AgencyCode, AgencyFamily, Answer, shipped_registry
from edoc.law import clause

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from edoc.conformance.subject import Subject

__all__: list[str] = []

_FORM: Final = (clause("qd-20-2020", "4"), clause("qcvn-102-2016", "Phần 1"), clause("qd-28-2018", "10.2a"))
_PARTIES: Final = (clause("qd-1123-2019", "3.4"), clause("qd-1123-2019", "3.5"))
#: Decree 30/2020/NĐ-CP, Annex VI, part II: OrganId is a string of 13.
_DECREE_LENGTH: Final = 13
#: What no code has inside: it would break lines of logs and of messages that quote it.
_UNCLEAN: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
#: Codes that only ever stood in hops that the national axis added (packages of 2019 and 2025).
_AXIS: Final = frozenset({"001.00.20.TT2", "02.29.W00"})


def _parties(subject: Subject) -> tuple[tuple[AgencyCode, _Element], ...]:
    """Give the codes of the sender and of the recipients, or of who reports and on whose document."""
    return subject.facts.parties


def _recipients(subject: Subject) -> tuple[tuple[AgencyCode, _Element], ...]:
    return subject.facts.recipients


@lru_cache(maxsize=4096)
def _meant(code: AgencyCode) -> AgencyCode:
    """Write a code as it must be meant: capitals, digits of ASCII, nothing that cannot be seen."""
    plain = unicodedata.normalize("NFKC", code)
    return AgencyCode("".join(letter for letter in plain if not unicodedata.category(letter).startswith("C")).upper())


@lru_cache(maxsize=4096)
def _family(code: AgencyCode) -> AgencyFamily:
    return code.family


@lru_cache(maxsize=4096)
def _is_closed(code: AgencyCode, on: dt.date) -> bool:
    return shipped_registry().closed(code, on) is Answer.YES


def _mentioned(subject: Subject) -> Iterator[tuple[AgencyCode, _Element | None]]:
    """Give the codes in the answered documents and in the business."""
    facts = subject.facts
    for index, answered in enumerate(facts.header.response_for):
        yield AgencyCode(said(answered.organ_id)), facts.in_header("ResponseFor", index)
    for info in facts.changed:
        for receiver in info.receivers:
            yield AgencyCode(said(receiver.organ_id)), facts.in_trace("Bussiness", "BussinessDocumentInfo")
    for replaced in facts.replaced:
        for code in replaced.organ_ids:
            yield AgencyCode(said(code)), facts.in_trace("Bussiness", "ReplacementInfoList")


def _is_unrecognised(code: AgencyCode) -> bool:
    return bool(code) and not _UNCLEAN.search(code) and _family(code) is AgencyFamily.UNRECOGNISED


@lru_cache(maxsize=4096)
def _is_odd(code: AgencyCode) -> bool:
    return (
        _is_unrecognised(code)
        or _UNCLEAN.search(code) is not None
        or len(code) > _DECREE_LENGTH
        or code in _AXIS
        or _family(code) is AgencyFamily.ENTERPRISE
    )


def _on(subject: Subject) -> dt.date | None:
    """Give the day of the document or of the status."""
    if isinstance(subject.package, DocumentPackage):
        return subject.facts.promulgated
    return day(subject.status.header.timestamp)


def _odd_parties(subject: Subject) -> bool:
    on = _on(subject)
    return any(_is_odd(code) or (on is not None and _is_closed(code, on)) for code, _ in _parties(subject))


#: A party with a code that is other than nearly all are.
_ODD: Final = Part("an odd agency code", _odd_parties, "both")


@rule(
    "IDN-101",
    "agency-code-form",
    clauses=_FORM,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    about=_ODD,
    covers=("R-049", "R-180", "R-181", "R-182", "Q-12"),
)
def agency_code_form(subject: Subject) -> Iterable[Hit]:
    """Ask for codes of one of the three families."""
    for code, element in _parties(subject):
        if _is_unrecognised(code):
            yield Hit(element, code, {"code": code})


@rule(
    "IDN-102",
    "mentioned-code-form",
    clauses=_FORM,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=MENTIONED,
    covers=("R-180", "R-181"),
)
def mentioned_code_form(subject: Subject) -> Iterable[Hit]:
    """Ask the same of the codes in answered documents and in the business."""
    for code, element in _mentioned(subject):
        if _is_unrecognised(code):
            yield Hit(element, code, {"code": code})


@rule(
    "IDN-103",
    "agency-code-unclean",
    clauses=_FORM,
    severity=ERROR,
    layer=Layer.MODEL,
    about=_ODD,
    covers=("R-181",),
)
def agency_code_unclean(subject: Subject) -> Iterable[Hit]:
    """Refuse blanks, line ends and control characters inside a code."""
    for code, element in _parties(subject):
        if _UNCLEAN.search(code):
            yield Hit(element, code, {"code": repr(str(code))})


@rule(
    "IDN-104",
    "agency-code-over-13",
    clauses=(clause("nd-30-2020", "Phụ lục VI phần II"), clause("qcvn-102-2016", "1.1")),
    severity=OFF,
    # the amendment builds on the standard, and has codes of up to 35 characters
    severities={"decree-30-2020": WARNING, "qcvn-102-2016": WARNING, "qcvn-102-2016-amd1-2022": OFF},
    layer=Layer.MODEL,
    about=_ODD,
    covers=("R-147",),
)
def agency_code_over_13(subject: Subject) -> Iterable[Hit]:
    """Count the characters as the standard of 2016 and Annex VI do, where they are asked for."""
    for code, element in _parties(subject):
        if len(code) > _DECREE_LENGTH:
            yield Hit(element, code, {"code": code, "length": str(len(code)), "most": str(_DECREE_LENGTH)})


@rule(
    "IDN-105",
    "enterprise-code",
    clauses=(clause("qd-20-2020", "5"),),
    severity=INFO,
    layer=Layer.MODEL,
    about=_ODD,
    covers=("R-183",),
)
def enterprise_code(subject: Subject) -> Iterable[Hit]:
    """Say where a party is an enterprise: rules for agencies may not bind it."""
    for code, element in _parties(subject):
        if _family(code) is AgencyFamily.ENTERPRISE:
            yield Hit(element, code, {"code": code})


@rule(
    "IDN-106",
    "agency-code-closed",
    clauses=(clause("qd-09-2025"), clause("qd-20-2020", "4")),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    about=_ODD,
    covers=("R-185", "R-186"),
)
def agency_code_closed(subject: Subject) -> Iterable[Hit]:
    """Look for codes that were closed before the date of the package."""
    on = _on(subject)
    if on is None:
        return
    for code, element in _parties(subject):
        if _is_closed(code, on):
            yield Hit(element, code, {"code": code})


@rule(
    "IDN-107",
    "recipient-repeated",
    clauses=(clause("qd-28-2018", "10.2m"), clause("vxp")),
    severity=ERROR,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=SEVERAL_RECIPIENTS,
    covers=("S-1",),
)
def recipient_repeated(subject: Subject) -> Iterable[Hit]:
    """Refuse the same code twice: the checkers in circulation do."""
    seen: set[str] = set()
    for code, element in _recipients(subject):
        if code in seen:
            yield Hit(element, code, {"code": code})
        seen.add(code)


@rule(
    "IDN-108",
    "recipient-twice-under-two-codes",
    clauses=(clause("qd-20-2020", "4"), clause("qcvn-102-2016", "Phần 1")),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=SEVERAL_RECIPIENTS,
    covers=("R-184",),
)
def recipient_twice_under_two_codes(subject: Subject) -> Iterable[Hit]:
    """Compare canonical forms: an old and a new code may be one agency; so may one code that is written in two ways."""
    seen: dict[AgencyCode, AgencyCode] = {}
    for code, element in _recipients(subject):
        meant = _meant(code)
        other = seen.setdefault(meant.canonical(), code)
        if other != code and meant.same_agency(_meant(other)) is Answer.YES:
            yield Hit(element, code, {"code": code, "other": other})


@rule(
    "IDN-109",
    "sender-among-recipients",
    clauses=_PARTIES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    covers=("R-005",),
)
def sender_among_recipients(subject: Subject) -> Iterable[Hit]:
    """Look for a package that an agency sends to itself."""
    sender = subject.document.header.sender
    mine = AgencyCode(said(sender.organ_id)) if sender is not None else AgencyCode("")
    for code, element in _recipients(subject):
        if mine and code.same_agency(mine) is Answer.YES:
            yield Hit(element, code, {"code": code})


@rule(
    "IDN-110",
    "axis-as-party",
    clauses=_PARTIES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    about=_ODD,
    covers=("R-005",),
)
def axis_as_party(subject: Subject) -> Iterable[Hit]:
    """Keep the axis out of the parties: it carries packages and issues none."""
    for code, element in _parties(subject):
        if code in _AXIS:
            yield Hit(element, code, {"code": code})
