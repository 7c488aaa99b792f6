"""The trace of a document: what became of it at each recipient; the contract ``edoc/status-trace/1``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from edoc.edxml.model import Model
from edoc.identifiers import AgencyCode, DocumentId
from edoc.messages import dated
from edoc.status.events import EventKind
from edoc.status.history import Outcome, Record
from edoc.status.problems import Problem, Weight
from edoc.status.states import State
from edoc.status.times import in_vietnam

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.messages import Language
    from edoc.status.clocks import Deadline, WorkingCalendar
    from edoc.status.events import Event
    from edoc.status.exchange import Exchange
    from edoc.status.machine import RecipientState

__all__ = ["StatusTrace", "TracedProblem", "TracedReceiver", "TracedStep", "trace"]

Verdict = Literal["conformant", "non_conformant", "undecided"]


class TracedStep(Model):
    """One line of the history: an event and what became of it."""

    status_code: str | None
    business_doc_type: str | None
    event: EventKind | None
    at: dt.datetime | None
    received_at: dt.datetime | None
    by: AgencyCode | None
    staff: str | None
    department: str | None
    reason: str | None
    outcome: Outcome
    before: State
    after: State
    transition: str | None
    implied: tuple[State, ...]


class TracedProblem(Model):
    """One problem, with the message it is about."""

    code: str
    weight: Weight
    message: str
    clause: str
    is_applied: bool
    event: EventKind | None
    status_code: str | None
    at: dt.datetime | None
    by: AgencyCode | None


class TracedBound(Model):
    """A limit of time, with its law."""

    limit: str
    amount: int | None
    weight: str
    inferred: bool
    clauses: tuple[str, ...]
    clause: str


class TracedWarning(TracedBound):
    """A bound before the limit."""

    due_at: dt.datetime
    passed: bool


class TracedNote(Model):
    """What has to be known about a deadline."""

    code: str
    about: str


class TracedDeadline(TracedBound):
    """One deadline, as it stands at the time that was asked about."""

    id: str
    case: str
    profile: str
    outcome: str
    message: str
    started_by: str
    started_at: dt.datetime | None
    due_at: dt.datetime | None
    rolled: bool
    ends: tuple[str, ...]
    done_by: str | None
    done_at: dt.datetime | None
    ended_at: dt.datetime | None
    conflict: str | None
    why: str | None
    warnings: tuple[TracedWarning, ...]
    notes: tuple[TracedNote, ...]


class TracedReceiver(Model):
    """The document at one recipient."""

    organ_id: AgencyCode
    organ_name: str | None
    state: State
    previous: State | None
    version: int
    attempt: int
    successor: DocumentId | None
    is_frozen: bool
    is_cancelled: bool
    sent_at: dt.datetime | None
    history: tuple[TracedStep, ...]
    problems: tuple[TracedProblem, ...]
    deadlines: tuple[TracedDeadline, ...]


class StatusTrace(Model):
    """A document at all its recipients."""

    schema_id: Literal["edoc/status-trace/1"] = Field(default="edoc/status-trace/1", alias="schema")
    document_id: DocumentId | None
    at: dt.datetime | None
    verdict: Verdict
    receivers: tuple[TracedReceiver, ...]
    problems: tuple[TracedProblem, ...]

    def to_json_dict(self) -> dict[str, Any]:
        """Give the JSON of the contract as a dict."""
        return self.model_dump(mode="json", by_alias=True)


def trace(
    exchange: Exchange,
    *,
    at: dt.datetime | None = None,
    profile: str | None = None,
    calendar: WorkingCalendar | None = None,
    language: Language = "en",
) -> StatusTrace:
    """Report on an exchange.

    Args:
        exchange: What to report on.
        at: Now, with a time zone: what is said to be later is a problem, and deadlines are told as
            they stand then; None asks for neither.
        profile: Whose deadlines; by the date of the document when left out.
        calendar: How days and hours are counted; the shipped one when left out.
        language: Of the messages.

    Raises:
        UsageError: *at* has no zone, or no profile has that name.
    """
    now = None if at is None else in_vietnam(at, "at")
    deadlines = None if now is None else exchange.deadlines(now, profile=profile, calendar=calendar)
    receivers = tuple(
        _receiver(state, now, () if deadlines is None else deadlines.of(state.organ_id), language)
        for state in exchange.receivers
    )
    # a message that counts for nobody may nevertheless be in the future: once, however often it strays
    strays = dict.fromkeys(item.event for item in exchange.problems if item.event is not None)
    placed = {record.event for state in exchange.receivers for record in state.history if strays}
    late = [problem for event in strays if event not in placed for problem in _future(event, now)]
    problems = tuple(_problem(item, language) for item in (*exchange.problems, *late))
    found = (*problems, *(problem for receiver in receivers for problem in receiver.problems))
    return StatusTrace(
        document_id=exchange.document.document_id,
        at=now,
        verdict=_verdict(problem.weight for problem in found),
        receivers=receivers,
        problems=problems,
    )


def _verdict(weights: Iterable[Weight]) -> Verdict:
    seen = set(weights)
    if Weight.ERROR in seen:
        return "non_conformant"
    return "undecided" if Weight.UNDECIDED in seen else "conformant"


def _receiver(
    state: RecipientState, now: dt.datetime | None, deadlines: tuple[Deadline, ...], language: Language
) -> TracedReceiver:
    problems = (problem for record in state.history for problem in (*record.problems, *_future(record.event, now)))
    return TracedReceiver(
        organ_id=state.organ_id,
        organ_name=state.organ_name,
        state=state.state,
        previous=state.previous,
        version=state.version,
        attempt=state.attempt,
        successor=state.successor,
        is_frozen=state.is_frozen,
        is_cancelled=state.is_cancelled,
        sent_at=state.born,
        history=tuple(_step(record) for record in state.history),
        problems=tuple(_problem(problem, language) for problem in problems),
        deadlines=tuple(
            TracedDeadline.model_validate(entry.to_json_dict() | {"message": entry.describe(language)})
            for entry in deadlines
        ),
    )


def _step(record: Record) -> TracedStep:
    event = record.event
    return TracedStep(
        status_code=event.code if event.kind is None else event.kind.status_code,
        business_doc_type=None if event.kind is None else event.kind.business_doc_type,
        event=event.kind,
        at=event.at,
        received_at=event.received_at,
        by=event.by,
        staff=event.staff,
        department=event.department,
        reason=event.reason,
        outcome=record.outcome,
        before=record.before,
        after=record.after,
        transition=record.transition,
        implied=record.implied,
    )


def _future(event: Event, now: dt.datetime | None) -> Iterator[Problem]:
    if now is not None and event.at is not None and event.at > now:
        yield Problem.of("in-the-future", event, time=dated(event.at), now=dated(now))


def _problem(problem: Problem, language: Language) -> TracedProblem:
    event, kind = problem.event, problem.kind
    return TracedProblem(
        code=problem.code,
        weight=kind.weight,
        message=problem.describe(language),
        clause=kind.clause.cited(language),
        is_applied=kind.is_applied,
        event=None if event is None else event.kind,
        status_code=None if event is None else event.code if event.kind is None else event.kind.status_code,
        at=None if event is None else event.at,
        by=None if event is None else event.by,
    )
