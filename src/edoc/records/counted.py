"""One document as figures count it: its form, type, channel, signatures and timeliness."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

from edoc.edxml.model import Model
from edoc.identifiers import AgencyCode
from edoc.records import facts
from edoc.records.progress import Progress
from edoc.signature.indication import Indication
from edoc.signature.model import Role
from edoc.status.clocks import Outcome, Step, Weight

if TYPE_CHECKING:
    from edoc.edxml.package import DocumentPackage
    from edoc.records.entry import Entry
    from edoc.signature.model import VerificationResult
    from edoc.status.clocks import DeadlineReport

__all__ = ["Channel", "CountedDocument", "Direction", "Form", "Signing", "Timeliness", "signing_of", "timeliness_of"]


class Direction(StrEnum):
    """Which way it went."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


class Form(StrEnum):
    """In which form it was exchanged (Decision 1123/QĐ-UBND, Article 10.2)."""

    ELECTRONIC = "electronic"
    WITH_PAPER = "with-paper"


class Channel(StrEnum):
    """By which way it was exchanged (Decision 1123/QĐ-UBND, Articles 5 and 11.3)."""

    SYSTEM = "system"
    PROVINCIAL_AXIS = "provincial-axis"
    NATIONAL_AXIS = "national-axis"
    EMAIL = "email"
    PAPER = "paper"
    UNKNOWN = "unknown"


class Signing(StrEnum):
    """Which signatures it carries, those that failed aside; `UNKNOWN` where nobody looked."""

    BOTH = "both"
    ORGANISATION = "organisation"
    PERSONAL = "personal"
    OTHER = "other"
    INVALID = "invalid"
    UNSIGNED = "unsigned"
    UNKNOWN = "unknown"


def signing_of(result: VerificationResult) -> Signing:
    """Give which signatures count, as `edoc.verify` found them.

    A signature that failed counts as none; one that could not be judged, for want of a trusted
    root for example, counts by whom it is said to be.
    """
    roles = {item.role for item in result.signatures if item.indication is not Indication.TOTAL_FAILED}
    if not roles:
        return Signing.INVALID if result.signatures else Signing.UNSIGNED
    if {Role.PERSONAL, Role.ORGANISATION} <= roles:
        return Signing.BOTH
    if Role.ORGANISATION in roles:
        return Signing.ORGANISATION
    return Signing.PERSONAL if Role.PERSONAL in roles else Signing.OTHER


class Timeliness(StrEnum):
    """Whether it was handled in time."""

    ON_TIME = "on-time"
    LATE = "late"
    OPEN = "open"
    UNKNOWN = "unknown"


#: What the outcomes of deadlines come to, the weightiest first.
_TIMELINESS: Final = {
    Outcome.MISSED: Timeliness.LATE,
    Outcome.DUE: Timeliness.OPEN,
    Outcome.MET: Timeliness.ON_TIME,
}


def timeliness_of(report: DeadlineReport, organ_id: str, direction: Direction) -> Timeliness:
    """Give whether an agency kept the deadlines of a document, by the clocks.

    The sender answers for sending it in time, a recipient for everything that follows. Only
    norms count; a guideline that was not kept makes nothing late. What was missed outweighs what
    is still due, and that what was kept.

    Args:
        report: What `edoc.Exchange.deadlines` says.
        organ_id: The agency.
        direction: Whether it sent the document or received it.
    """
    mine = [
        entry
        for party, entries in report.receivers
        if direction is Direction.OUTGOING or facts.same_agency(party.organ_id, organ_id)
        for entry in entries
        if entry.weight is Weight.BREACH and (Step.SENT in entry.rule.ends) is (direction is Direction.OUTGOING)
    ]
    found = {entry.outcome for entry in mine}
    return next((said for outcome, said in _TIMELINESS.items() if outcome in found), Timeliness.UNKNOWN)


class CountedDocument(Model):
    """What is counted of one document.

    Args:
        direction: Which way it went.
        day: The day it was sent or arrived; None where nothing says it.
        form: Electronic only, or with a copy on paper.
        type_name: Its type; None where the package names none.
        channel: By which way.
        signing: Which signatures it carries.
        timeliness: Whether it was handled in time.
    """

    direction: Direction
    day: dt.date | None = None
    form: Form = Form.ELECTRONIC
    type_name: str | None = None
    channel: Channel = Channel.UNKNOWN
    signing: Signing = Signing.UNKNOWN
    timeliness: Timeliness = Timeliness.UNKNOWN

    @classmethod
    def of(
        cls,
        entry: Entry,
        organ_id: str,
        *,
        channel: Channel | None = None,
        signing: Signing = Signing.UNKNOWN,
        timeliness: Timeliness = Timeliness.UNKNOWN,
    ) -> Self:
        """Count a document for an agency.

        Args:
            entry: The document with its exchange.
            organ_id: The agency that counts; what it did not send came in.
            channel: By which way; without it the agency codes decide: inside one agency of level
                1 the provincial axis, else the national one.
            signing: Which signatures it carries: see `signing_of`.
            timeliness: Whether it was in time: see `timeliness_of`.
        """
        package = entry.package
        sender = package.header.sender
        outgoing = bool(sender and sender.organ_id and facts.same_agency(sender.organ_id, organ_id))
        if outgoing:
            progress = Progress.of_all(entry.exchange)
            moment = (progress.sent_at if progress else None) or facts.sent_at(package)
            day = facts.local_date(moment) or facts.promulgation_date(package)
        else:
            progress = Progress.of_one(entry.exchange, organ_id)
            day = facts.local_date(entry.arrived_at or (progress.arrived_at if progress else None))
        return cls(
            direction=Direction.OUTGOING if outgoing else Direction.INCOMING,
            day=day,
            form=Form.WITH_PAPER if facts.on_paper(package) else Form.ELECTRONIC,
            type_name=facts.type_name(package),
            channel=channel or _channel(package),
            signing=signing,
            timeliness=timeliness,
        )


def _channel(package: DocumentPackage) -> Channel:
    """Give the way a package must take by its agency codes (Decision 1123/QĐ-UBND, Article 11.3)."""
    header = package.header
    sender = header.sender.organ_id if header.sender else None
    others = [to.organ_id for to in header.recipients if to.organ_id]
    here = AgencyCode(sender).level1 if sender else None
    there = {AgencyCode(code).level1 for code in others}
    if here is None or not there or None in there:
        return Channel.UNKNOWN
    return Channel.PROVINCIAL_AXIS if there == {here} else Channel.NATIONAL_AXIS
