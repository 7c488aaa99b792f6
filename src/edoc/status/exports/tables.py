"""The machine for any system: its tables as data; the contract ``edoc/status-machine/1``.

Everything that an implementation in another language needs stands in it; how it is used is told
in the documentation, and test vectors say whether it was used right.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import Field

from edoc.edxml.model import Model
from edoc.law import Clause  # noqa: TC001 - names a parameter
from edoc.status.events import EVENTS, Actor, EventKind, EventRow, Role
from edoc.status.history import Outcome
from edoc.status.machine import BY_A_PERSON, REACHES
from edoc.status.problems import PROBLEMS, Weight
from edoc.status.states import LIVE, PATH, State
from edoc.status.table import ANSWERS, RECALLS, REQUESTS, TRANSITIONS, Effect, Guard, Transition

__all__ = ["StatusMachine", "machine_json", "status_machine"]


class Named(Model):
    """Something with a name in both languages."""

    id: str
    vi: str
    en: str


class StateRow(Model):
    """A state."""

    id: State
    vi: str
    en: str
    #: Its place on the path, from 0; null for a state that is not on it.
    rank: int | None
    is_live: bool
    is_pending: bool
    is_terminal: bool


class EventRowJson(Model):
    """A kind of event."""

    id: EventKind
    vi: str
    en: str
    status_code: str | None
    business_doc_type: str | None
    actor: Actor
    role: Role | None
    #: Its place among events of one time.
    order: int
    #: The state that must have been reached before; on receipt, what is missing up to it is implied.
    through: State | None
    #: The state of the path that it leads to.
    reaches: State | None
    is_request: bool
    is_recall: bool
    is_answer: bool
    needs_reason: bool
    needs_person: bool


class ClauseRow(Model):
    """A place in the law."""

    id: str
    vi: str
    en: str


class GuardRow(Model):
    """What must hold."""

    id: Guard
    vi: str
    en: str
    #: Whether the machine checks it; the rest is what its caller answers for.
    is_checked: bool


class TransitionRow(Model):
    """A row of the table."""

    id: str
    event: EventKind
    actor: Actor
    #: Legal from these states.
    sources: tuple[State, ...]
    #: Taken from these too when received from others.
    leaps: tuple[State, ...]
    #: The new state; null for the state beneath the request.
    target: State | None
    guards: tuple[Guard, ...]
    effects: tuple[Effect, ...]
    clauses: tuple[ClauseRow, ...]


class ProblemRow(Model):
    """A kind of problem."""

    id: str
    vi: str
    en: str
    weight: Weight
    #: Whether the event counts nevertheless.
    is_applied: bool
    clause: ClauseRow


class StatusMachine(Model):
    """All tables."""

    schema_id: Literal["edoc/status-machine/1"] = Field(default="edoc/status-machine/1", alias="schema")
    #: The states that a document passes, in order.
    path: tuple[State, ...]
    #: Where an instance starts: sent with the document, or prepared.
    starts: tuple[State, ...]
    states: tuple[StateRow, ...]
    events: tuple[EventRowJson, ...]
    transitions: tuple[TransitionRow, ...]
    guards: tuple[GuardRow, ...]
    effects: tuple[Named, ...]
    outcomes: tuple[Named, ...]
    problems: tuple[ProblemRow, ...]


def status_machine() -> StatusMachine:
    """Give all tables of the machine."""
    return StatusMachine(
        path=PATH,
        starts=(State.SENT, State.PREPARED),
        states=tuple(_state(state) for state in State),
        events=tuple(_event(row) for row in EVENTS.values()),
        transitions=tuple(_transition(row) for row in TRANSITIONS),
        guards=tuple(
            GuardRow(id=guard, vi=guard.label("vi"), en=guard.label("en"), is_checked=guard.is_checked)
            for guard in Guard
        ),
        effects=tuple(Named(id=item.value, vi=item.label("vi"), en=item.label("en")) for item in Effect),
        outcomes=tuple(Named(id=item.value, vi=item.label("vi"), en=item.label("en")) for item in Outcome),
        problems=tuple(
            ProblemRow(
                id=kind.code,
                vi=kind.template("vi"),
                en=kind.template("en"),
                weight=kind.weight,
                is_applied=kind.is_applied,
                clause=_clause(kind.clause),
            )
            for kind in PROBLEMS.values()
        ),
    )


def machine_json() -> str:
    """Give the JSON of the contract ``edoc/status-machine/1``, indented."""
    made: dict[str, Any] = status_machine().model_dump(mode="json", by_alias=True)
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _state(state: State) -> StateRow:
    return StateRow(
        id=state,
        vi=state.label("vi"),
        en=state.label("en"),
        rank=PATH.index(state) if state in PATH else None,
        is_live=state in LIVE,
        is_pending=state.is_pending,
        is_terminal=state.is_terminal,
    )


def _event(row: EventRow) -> EventRowJson:
    kind = row.kind
    return EventRowJson(
        id=kind,
        vi=kind.label("vi"),
        en=kind.label("en"),
        status_code=kind.status_code,
        business_doc_type=kind.business_doc_type,
        actor=row.actor,
        role=row.role,
        order=row.order,
        through=row.through,
        reaches=REACHES.get(kind),
        is_request=kind in REQUESTS,
        is_recall=kind in RECALLS,
        is_answer=kind in ANSWERS,
        needs_reason=row.reason,
        needs_person=kind in BY_A_PERSON,
    )


def _transition(row: Transition) -> TransitionRow:
    return TransitionRow(
        id=row.id,
        event=row.event,
        actor=row.actor,
        sources=row.sources,
        leaps=row.leaps,
        target=row.target,
        guards=row.guards,
        effects=row.effects,
        clauses=tuple(_clause(item) for item in row.clauses),
    )


def _clause(clause: Clause) -> ClauseRow:
    return ClauseRow(id=clause.id, vi=clause.cited("vi"), en=clause.cited("en"))
