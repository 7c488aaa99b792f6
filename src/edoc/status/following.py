"""What may come next of a document at each recipient, by whom, and by when; the contract ``edoc/status-next/1``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import Field

from edoc.edxml.model import Model
from edoc.identifiers import AgencyCode, DocumentId
from edoc.status.clocks import Outcome, Step
from edoc.status.events import EVENTS, Actor, EventKind, Role
from edoc.status.states import State
from edoc.status.table import Guard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.messages import Language
    from edoc.status.clocks import Deadline, DeadlineReport
    from edoc.status.exchange import Exchange
    from edoc.status.machine import RecipientState
    from edoc.status.table import Transition

__all__ = ["NextDeadline", "NextReceiver", "NextStep", "StatusNext", "following"]

#: The step of the deadlines that each kind of event is.
_STEPS: Final = {
    EventKind.SEND: Step.SENT,
    EventKind.ARRIVE: Step.ARRIVED,
    EventKind.REFUSE: Step.REFUSED,
    EventKind.ACCEPT: Step.ACCEPTED,
    EventKind.ASSIGN: Step.ASSIGNED,
    EventKind.PROCESS: Step.PROCESSING,
    EventKind.COMPLETE: Step.COMPLETED,
    EventKind.AGREE: Step.RECALL_ANSWERED,
    EventKind.DECLINE: Step.RECALL_ANSWERED,
}


class NextDeadline(Model):
    """A deadline that a step would meet, or meet too late.

    Args:
        id: Its number in the table of deadlines (``D-3``).
        due_at: When it must be done.
        is_overdue: Whether that has passed.
        clauses: Ids of the clauses that say so.
        clause: The same in words.
    """

    id: str
    due_at: dt.datetime
    is_overdue: bool
    clauses: tuple[str, ...]
    clause: str


class NextStep(Model):
    """One step that is legal now.

    Args:
        event: What would happen.
        label: The same in words.
        status_code: The StatusCode that it travels with; null for other events.
        business_doc_type: The BussinessDocType that it travels with; likewise.
        transition: The row of the table of transitions.
        who: Whose act it is.
        role: Who acts within the agency; null where nobody is named.
        guards: What must hold for it: a ``reason`` that is given, for example.
        target: The state it leads to; null for the one before the request.
        clauses: Ids of the clauses that it rests on.
        deadlines: The deadlines that are open for it.
    """

    event: EventKind
    label: str
    status_code: str | None
    business_doc_type: str | None
    transition: str
    who: Actor
    role: Role | None
    guards: tuple[Guard, ...]
    target: State | None
    clauses: tuple[str, ...]
    deadlines: tuple[NextDeadline, ...]


class NextReceiver(Model):
    """What may come next at one recipient; nothing, where the document has come to its end."""

    organ_id: AgencyCode
    organ_name: str | None
    state: State
    next: tuple[NextStep, ...]


class StatusNext(Model):
    """What may come next at all recipients."""

    schema_id: Literal["edoc/status-next/1"] = Field(default="edoc/status-next/1", alias="schema")
    document_id: DocumentId | None
    at: dt.datetime
    profile: str | None
    receivers: tuple[NextReceiver, ...]

    def to_json_dict(self) -> dict[str, Any]:
        """Give the JSON of the contract as a dict."""
        return self.model_dump(mode="json", by_alias=True)


def following(exchange: Exchange, deadlines: DeadlineReport, language: Language = "en") -> StatusNext:
    """Say what may come next.

    Args:
        exchange: The document, and what came of it so far.
        deadlines: How its deadlines stand: `edoc.Exchange.deadlines`.
        language: Of the words in it.
    """
    return StatusNext(
        document_id=exchange.document.document_id,
        at=deadlines.at,
        profile=deadlines.profile,
        receivers=tuple(
            NextReceiver(
                organ_id=receiver.organ_id,
                organ_name=receiver.organ_name,
                state=receiver.state,
                next=tuple(_steps(receiver, deadlines.of(receiver.organ_id), language)),
            )
            for receiver in exchange.receivers
        ),
    )


def _steps(receiver: RecipientState, deadlines: tuple[Deadline, ...], language: Language) -> Iterator[NextStep]:
    for row in receiver.legal():
        fixed = EVENTS[row.event]
        yield NextStep(
            event=row.event,
            label=row.event.label(language),
            status_code=row.event.status_code,
            business_doc_type=row.event.business_doc_type,
            transition=row.id,
            who=fixed.actor,
            role=fixed.role,
            guards=row.guards,
            target=row.target,
            clauses=tuple(clause.id for clause in row.clauses),
            deadlines=tuple(_open(row, deadlines, language)),
        )


def _open(row: Transition, deadlines: tuple[Deadline, ...], language: Language) -> Iterator[NextDeadline]:
    """Give the deadlines that wait for the event of a row."""
    step = _STEPS.get(row.event)
    for entry in deadlines:
        is_open = entry.outcome is Outcome.DUE or entry.is_overdue
        if is_open and entry.due_at is not None and step in entry.rule.ends:
            yield NextDeadline(
                id=entry.id,
                due_at=entry.due_at,
                is_overdue=entry.is_overdue,
                clauses=entry.rule.limit.clauses,
                clause=entry.clause(language),
            )
