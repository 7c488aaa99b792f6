"""What an exchange knows of its document, and who counts as one recipient of it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from edoc.edxml.scalars import VIETNAM
from edoc.identifiers import AgencyCode, Answer, DocumentId, DocumentNumber
from edoc.status.times import in_vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.identifiers import AgencyRegistry

__all__ = ["Document", "Match", "Parties", "Party", "matches", "plain_id", "same_document"]


@dataclass(frozen=True, slots=True)
class Party:
    """An agency and its name, as the document has them."""

    organ_id: AgencyCode
    organ_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The document of an exchange: what its states and its deadlines depend on.

    Args:
        document_id: Its id; None for a document without one.
        number: Number and notation.
        promulgation_date: Date of issue.
        sender: Who issued it.
        recipients: Whom it is addressed to, as written; one agency may stand there twice.
        without_code: How many recipients have no agency code and cannot be followed.
        is_sent: Whether it was sent; else it is still at the sender.
        sent_at: When it was sent: the time of its first hop.
        signed_at: When the authorised person signed it, if the caller knows.
        due_date: When an answer is due (``DueDate``).
        priority: Urgency, 0 to 4; None when not told.
        subject: What it is about.
    """

    document_id: DocumentId | None = None
    number: DocumentNumber | None = None
    promulgation_date: dt.date | None = None
    sender: Party | None = None
    recipients: tuple[Party, ...] = ()
    without_code: int = 0
    is_sent: bool = True
    sent_at: dt.datetime | None = None
    signed_at: dt.datetime | None = None
    due_date: dt.date | None = None
    priority: int | None = None
    subject: str | None = None

    #: JSON has every field, and no other.
    __pydantic_config__: ClassVar[dict[str, object]] = {
        "extra": "forbid",
        "json_schema_serialization_defaults_required": True,
    }

    def __post_init__(self) -> None:
        """Put times into +07:00.

        Raises:
            UsageError: A time has no zone.
        """
        for name in ("sent_at", "signed_at"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is not VIETNAM:
                object.__setattr__(self, name, in_vietnam(moment, name))

    @property
    def earliest(self) -> dt.datetime | None:
        """Before this nothing can have been said of it: the day of its issue, and its sending."""
        date = self.promulgation_date
        day = None if date is None else dt.datetime.combine(date, dt.time.min, VIETNAM)
        return max((moment for moment in (day, self.sent_at) if moment is not None), default=None)


def same_document(one: str | None, other: str | None) -> bool:
    """Say whether two ids are one: character by character, in NFC, blanks around them aside.

    Source: TCVN 6909:2001 on the form of characters; an id is compared and never interpreted.
    """
    return one is not None and other is not None and plain_id(one) == plain_id(other)


def plain_id(text: str) -> str:
    """Give the form in which ids are compared."""
    return unicodedata.normalize("NFC", text.strip())


class Match(StrEnum):
    """How surely an agency code names a party."""

    YES = "yes"
    #: By the form of the code alone; only a register could tell.
    INFERRED = "inferred"
    #: It cannot be told.
    UNKNOWN = "unknown"
    #: A unit below the party.
    SUB_UNIT = "sub-unit"
    NO = "no"


def matches(party: AgencyCode, code: AgencyCode, registry: AgencyRegistry | None = None) -> Match:
    """Say whether *code* names *party*; never by comparing texts alone.

    >>> matches(AgencyCode("000.00.00.H49"), AgencyCode("H49")).value
    'yes'
    >>> matches(AgencyCode("000.00.15.H51"), AgencyCode("H51.15")).value
    'inferred'
    >>> matches(AgencyCode("000.00.00.H49"), AgencyCode("H49.1.2")).value
    'sub-unit'
    """
    answer = party.same_agency(code, registry)
    if answer is Answer.YES:
        return Match.YES
    if answer is Answer.UNKNOWN:
        return Match.INFERRED if party.canonical() == code.canonical() else Match.UNKNOWN
    return Match.SUB_UNIT if party.is_ancestor_of(code) else Match.NO


class Parties:
    """The recipients of a document, found by any spelling of their codes. Built once, then only read."""

    __slots__ = ("_by_form", "_by_text", "_registry", "listed", "twice")

    def __init__(self, parties: tuple[Party, ...], registry: AgencyRegistry | None = None) -> None:
        """Put the spellings of one agency together.

        Args:
            parties: The recipients in order.
            registry: A register that knows both codes of an agency.
        """
        self._registry = registry
        self._by_text: dict[str, AgencyCode] = {}
        self._by_form: dict[str, list[AgencyCode]] = {}
        listed: list[Party] = []
        twice: list[AgencyCode] = []
        for party in parties:
            known, match = self._known(party.organ_id)
            if known is not None and match is Match.YES:
                twice.append(party.organ_id)
                self._by_text.setdefault(party.organ_id.strip(), known)
                continue
            listed.append(party)
            self._by_text[party.organ_id.strip()] = party.organ_id
            self._by_form.setdefault(party.organ_id.canonical(), []).append(party.organ_id)
        #: Each recipient once, by its first spelling.
        self.listed = tuple(listed)
        #: The further spellings of recipients that stand in the document twice.
        self.twice = tuple(twice)

    def find(self, code: AgencyCode) -> tuple[AgencyCode | None, Match]:
        """Give the recipient that a code names, as the document spells it, and how surely."""
        known, match = self._known(code)
        if known is not None:
            return known, match
        doubts = {matches(party, code, self._registry) for party in self._all()}
        return None, next((match for match in (Match.SUB_UNIT, Match.UNKNOWN) if match in doubts), Match.NO)

    def _known(self, code: AgencyCode) -> tuple[AgencyCode | None, Match]:
        """Find a code by its text, its form, or its other spelling in the register; without going over all."""
        known = self._by_text.get(code.strip())
        if known is not None:
            return known, Match.YES
        likely = [*self._by_form.get(code.canonical(), ()), *self._registered(code)]
        found = {matches(party, code, self._registry): party for party in likely}
        return next(
            ((found[match], match) for match in (Match.YES, Match.INFERRED) if match in found), (None, Match.NO)
        )

    def _registered(self, code: AgencyCode) -> Iterator[AgencyCode]:
        """Give the recipients that stand under the other code that a register has for *code*."""
        entry = None if self._registry is None else self._registry.lookup(code)
        for other in () if entry is None else (entry.code, entry.code_qcvn102):
            party = None if other is None else self._by_text.get(other.strip())
            if party is not None:
                yield party

    def _all(self) -> Iterator[AgencyCode]:
        return (code for codes in self._by_form.values() for code in codes)
