"""Whom a message is about: the document, the recipients, and whether its sender may say so.

Who and which document must be sure, or the message does not count. When it was may be wrong: a
clock that is wrong does not undo what was done, and the message counts with a problem.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from edoc.identifiers import AgencyCode, DocumentId
from edoc.messages import dated
from edoc.status.document import Document, Match, Parties, matches, plain_id, same_document
from edoc.status.events import EVENTS, Actor, Event, EventKind
from edoc.status.problems import Problem
from edoc.status.table import ANSWERS

if TYPE_CHECKING:
    import datetime as dt

    from edoc.identifiers import AgencyRegistry

__all__ = ["Placement", "Places", "about_this"]

#: Without an addressee these are about every recipient.
_ABOUT_ALL: Final = frozenset({EventKind.SEND, EventKind.WITHDRAW, EventKind.AXIS_TAKES, EventKind.AXIS_REFUSES})
_IN_DOUBT: Final = {Match.UNKNOWN: "recipient-unknown", Match.SUB_UNIT: "sub-unit", Match.NO: "not-a-recipient"}


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an event belongs.

    Args:
        recipients: The recipients it counts for.
        problems: What is wrong with it although it counts.
        stray: What keeps it, or a part of it, from counting.
    """

    recipients: tuple[AgencyCode, ...] = ()
    problems: tuple[Problem, ...] = ()
    stray: tuple[Problem, ...] = ()


def about_this(event: Event, document: Document) -> Event:
    """Fill what an event of one's own leaves out: it is about this document, and by its parties."""
    if not event.documents and event.number is None and event.promulgation_date is None:
        event = replace(event, documents=(document.document_id or DocumentId(""),))
    actor = None if event.kind is None else EVENTS[event.kind].actor
    sender = None if document.sender is None else document.sender.organ_id
    if actor is Actor.SENDER:
        everyone = tuple(party.organ_id for party in document.recipients)
        to = event.to or (() if event.kind in _ABOUT_ALL else everyone)
        return replace(event, by=event.by or sender, to=to)
    if actor is Actor.RECEIVER and event.issuer is None:
        return replace(event, issuer=sender)
    return event


@dataclass(frozen=True, slots=True)
class Places:
    """Everything that placing depends on.

    Args:
        document: The document.
        parties: Its recipients, with those that updates added.
        requests: Ids of the packages that asked for something: an answer may name them.
        born: The recipients that an update brought in, with that update.
        registry: A register that knows both codes of an agency.
        earliest: `Document.earliest`, asked for once.
    """

    document: Document
    parties: Parties
    requests: frozenset[str] = frozenset()
    born: tuple[tuple[AgencyCode, Event], ...] = ()
    registry: AgencyRegistry | None = None
    earliest: dt.datetime | None = None

    def place(self, event: Event) -> Placement:
        """Say where an event belongs."""
        wrong = self.is_about(event)
        if wrong is not None:
            return Placement(stray=(wrong,))
        if event.kind is None:
            return self._undefined(event)
        actor = EVENTS[event.kind].actor
        if actor is Actor.SENDER:
            return self._of_sender(event)
        if actor is Actor.AXIS:
            return self._addressed(event, self._time(event))
        return self._of_recipient(event)

    def is_about(self, event: Event) -> Problem | None:
        """Say why an event is not about this document; None if it is.

        Correlated by the id; without one, number, date and issuer must all agree.
        """
        known = self.document
        if event.documents:
            if known.document_id in event.documents:  # mostly: what follows looks closer
                return None
            if any(same_document(item, known.document_id or "") for item in event.documents):
                return None
            if event.kind in ANSWERS and any(plain_id(item) in self.requests for item in event.documents):
                return None
            return Problem.of("another-document", event, document=str(event.documents[0]))
        if event.number is None and event.promulgation_date is None:
            return Problem.of("no-document", event)
        issuer = event.issuer if known.sender is not None else None
        agrees = (
            event.number is not None
            and event.number == known.number
            and event.promulgation_date == known.promulgation_date
            and known.sender is not None
            and issuer is not None
            and matches(known.sender.organ_id, issuer, self.registry) is Match.YES
        )
        return None if agrees else Problem.of("another-document", event, document=str(event.number or "?"))

    def by_issuer(self, event: Event) -> Problem | None:
        """Say why an event is not the issuer's; None if it is."""
        if event.by is None:
            return Problem.of("no-sender", event)
        sender = self.document.sender
        match = Match.UNKNOWN if sender is None else matches(sender.organ_id, event.by, self.registry)
        if match in {Match.YES, Match.INFERRED}:
            return None
        return Problem.of("issuer-unknown" if match is Match.UNKNOWN else "not-the-issuer", event, organ=str(event.by))

    def _undefined(self, event: Event) -> Placement:
        """Place what nobody has defined in the history of who sent it, if that is a recipient."""
        known, _ = (None, None) if event.by is None else self.parties.find(event.by)
        if known is not None:
            return Placement((known,), self._time(event))
        return Placement(stray=(Problem.of("unknown-code", event),))

    def _of_sender(self, event: Event) -> Placement:
        wrong = self.by_issuer(event)
        if wrong is not None:
            return Placement(stray=(wrong,))
        if not event.to and event.kind not in _ABOUT_ALL:
            return Placement(stray=(Problem.of("no-addressee", event),))
        return self._addressed(event, self._time(event))

    def _addressed(self, event: Event, problems: tuple[Problem, ...]) -> Placement:
        """Place what names its recipients; what names none is about all."""
        born = {code for code, cause in self.born if cause == event}
        if not event.to:
            return Placement(tuple(party.organ_id for party in self.parties.listed), problems)
        found: dict[AgencyCode, None] = {}
        stray: list[Problem] = []
        for code in (*event.to, *event.removed):
            known, match = self.parties.find(code)
            if known is not None and known not in born:
                found[known] = None
                if match is Match.INFERRED:
                    problems = (*problems, Problem.of("recipient-inferred", event, organ=str(code), known=str(known)))
            elif known is None:
                stray.append(self._no_recipient(event, code, match))
        return Placement(tuple(found), problems, tuple(stray))

    def _no_recipient(self, event: Event, code: AgencyCode, match: Match) -> Problem:
        sender = self.document.sender
        if sender is not None and matches(sender.organ_id, code, self.registry) is Match.YES:
            return Problem.of("wrong-response-for", event, organ=str(code))
        return Problem.of(_IN_DOUBT[match], event, organ=str(code))

    def _of_recipient(self, event: Event) -> Placement:
        if event.by is None:
            return Placement(stray=(Problem.of("no-sender", event),))
        known, match = self.parties.find(event.by)
        if known is None:
            return Placement(stray=(Problem.of(_IN_DOUBT[match], event, organ=str(event.by)),))
        wrong = self._answers_issuer(event)
        if wrong is not None:
            return Placement(stray=(wrong,))
        problems = self._time(event)
        if match is Match.INFERRED:
            problems = (*problems, Problem.of("recipient-inferred", event, organ=str(event.by), known=str(known)))
        return Placement((known,), problems)

    def _answers_issuer(self, event: Event) -> Problem | None:
        """``ResponseFor/OrganId`` of all but 13 is the agency that issued the document."""
        sender = self.document.sender
        if sender is None:
            return None
        match = Match.NO if event.issuer is None else matches(sender.organ_id, event.issuer, self.registry)
        if match in {Match.YES, Match.INFERRED}:
            return None
        code = "issuer-unknown" if match is Match.UNKNOWN else "wrong-response-for"
        return Problem.of(code, event, organ=str(event.issuer or "-"))

    def _time(self, event: Event) -> tuple[Problem, ...]:
        earliest = self.earliest
        if event.at is None or earliest is None or event.at >= earliest:
            return ()
        return (Problem.of("before-the-document", event, time=dated(event.at), earliest=dated(earliest)),)
