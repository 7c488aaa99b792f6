"""The engine over the table: one document at one recipient, immutable.

`RecipientState.make` is for who wants to do something: it follows the table or raises.
`RecipientState.receive` is for what others did: it never raises, and keeps everything.

A request of the sender (recall, update, replacement) lies over the recipient's work, it does not
replace it: what the recipient reports meanwhile moves the state beneath, and a refusal gives that
state back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from edoc.errors import IllegalTransition
from edoc.messages import text
from edoc.status.events import EVENTS, Actor, Event, EventKind
from edoc.status.history import Outcome, Record
from edoc.status.problems import Problem
from edoc.status.states import PATH, State, implied_between, rank
from edoc.status.table import ANSWERS, RECALLS, REQUESTS, TRANSITIONS, Effect, Guard, Transition, transition

if TYPE_CHECKING:
    import datetime as dt

    from edoc.identifiers import AgencyCode, DocumentId

__all__ = ["BY_A_PERSON", "REACHES", "RecipientState"]

#: Decision 1123/QĐ-UBND, Article 15.1: each of these is a person's act, under an account of its own.
BY_A_PERSON: Final = frozenset(
    {
        EventKind.REFUSE,
        EventKind.ACCEPT,
        EventKind.ASSIGN,
        EventKind.COMPLETE,
        EventKind.TAKE_BACK,
        EventKind.AGREE,
        EventKind.DECLINE,
    }
)
#: The state of the path that each of the recipient's reports leads to.
REACHES: Final = {row.event: row.target for row in TRANSITIONS if row.target in PATH and row.id != "S-15"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientState:
    """A document at one recipient.

    Args:
        organ_id: The recipient, as the document names it.
        organ_name: Its name.
        state: Where the document stands.
        previous: The state beneath a request, or before the end that a request led to.
        reached: How far along the path it is known to have come in this attempt.
        born: When it was sent, if known; the history starts there.
        version: 1, and one more for each update that was agreed to.
        attempt: 1, and one more each time it was sent again after a refusal.
        successor: The document that replaces it, once a replacement was asked for.
        answered: The last answer to a request, while no other request waits.
        seen: The kinds of event that counted in this attempt.
        history: Every event, in the order in which they count.
        recall_completed: Whether a completed document may be asked back; the law is silent.

    Example:
        >>> from edoc.identifiers import AgencyCode
        >>> start = RecipientState(organ_id=AgencyCode("H49.16"))
        >>> start.make(Event(kind=EventKind.ARRIVE)).state.value
        'ARRIVED'
        >>> start.make(Event(kind=EventKind.COMPLETE))
        Traceback (most recent call last):
            ...
        edoc.errors.IllegalTransition: 06 (finished) by the receiver is not possible in SENT: ...
    """

    organ_id: AgencyCode
    organ_name: str | None = None
    state: State = State.SENT
    previous: State | None = None
    reached: State = State.SENT
    born: dt.datetime | None = None
    version: int = 1
    attempt: int = 1
    successor: DocumentId | None = None
    answered: EventKind | None = None
    seen: frozenset[EventKind] = frozenset({EventKind.SEND})
    history: tuple[Record, ...] = ()
    recall_completed: bool = False

    @classmethod
    def prepared(cls, organ_id: AgencyCode, organ_name: str | None = None) -> RecipientState:
        """Give the beginning of a document that was not sent yet."""
        return cls(
            organ_id=organ_id,
            organ_name=organ_name,
            state=State.PREPARED,
            reached=State.PREPARED,
            seen=frozenset(),
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the events, in their order."""
        return tuple(problem for record in self.history for problem in record.problems)

    @property
    def is_frozen(self) -> bool:
        """Whether the sender's copy is frozen (Decree 30/2020/NĐ-CP, Annex VI, I.III.8a)."""
        return self.state in {State.RECALL_PENDING, State.RECALLED}

    @property
    def is_cancelled(self) -> bool:
        """Whether the recipient's copy is cancelled (Decree 30/2020/NĐ-CP, Annex VI, I.III.8b)."""
        return self.state is State.RECALLED

    def first(self, *kinds: EventKind) -> Event | None:
        """Give the first event of these kinds that counted, for example to ask when it was."""
        return next(
            (record.event for record in self.history if record.event.kind in kinds and record.outcome.is_applied), None
        )

    def entered(self, state: State) -> dt.datetime | None:
        """Give when a state was first entered, by its own event or implied by a later one.

        >>> from edoc.identifiers import AgencyCode
        >>> import datetime as dt
        >>> at = dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC)
        >>> reached = RecipientState(organ_id=AgencyCode("H49")).receive(Event(kind=EventKind.ACCEPT, at=at))
        >>> reached.entered(State.ARRIVED) == reached.entered(State.ACCEPTED) == at
        True
        """
        if state is State.SENT and self.born is not None:
            return self.born
        for record in self.history:
            if record.outcome.is_applied and (state in record.implied or _target_of(record) is state):
                return record.event.time
        return None

    def legal(self) -> tuple[Transition, ...]:
        """Give the rows that may follow now, in the order of the table."""
        return tuple(row for row in TRANSITIONS if self.state in row.sources and self._may(row))

    def make(self, event: Event, actor: Actor | None = None) -> RecipientState:
        """Do something: give the new state, or refuse and change nothing.

        Args:
            event: What is to be done.
            actor: Who wants to do it; None for whoever may.

        Raises:
            IllegalTransition: It is not possible now, not theirs to do, or a guard does not hold.
        """
        kind = event.kind
        row = None if kind is None else transition(kind, self.state)
        if kind is not None and actor is not None and EVENTS[kind].actor is not actor:
            raise self._illegal(event, actor, "not-theirs")
        if kind is None or row is None or not self._may(row):
            raise self._illegal(event, actor, self._why_not(kind))
        if Guard.REASON in row.guards and not (event.reason or "").strip():
            raise self._illegal(event, actor, "no-reason")
        return self._applied(row, event, Outcome.APPLIED, ())

    def receive(self, event: Event, problems: tuple[Problem, ...] = ()) -> RecipientState:
        """Take what others did: give the new state; what cannot be is recorded with its problem.

        Args:
            event: What happened, later than everything in the history by `Event.order`.
            problems: What is already known to be wrong with it.
        """
        kind = event.kind
        if event.at is None:
            problems = (*problems, _time_problem(event))
        if kind is None:
            return self._refused(event, "unknown-code", problems)
        row = transition(kind, self.state, received=True)
        if row is not None and self._may(row):
            return self._applied(row, event, Outcome.APPLIED, problems)
        if self.state.is_pending and kind not in REQUESTS and kind not in ANSWERS:
            row = transition(kind, self._beneath, received=True)
            if row is not None:
                return self._applied(row, event, Outcome.BENEATH, problems)
        outcome = self._known(kind)
        if outcome is not None:
            return self._recorded(Record(event, outcome, self.state, self.state, problems=problems))
        return self._refused(event, self._why_not(kind, received=True), problems)

    @property
    def _beneath(self) -> State:
        return self.state if self.previous is None else self.previous

    def _may(self, row: Transition) -> bool:
        return self.recall_completed or Guard.RECALL_COMPLETED not in row.guards

    def _known(self, kind: EventKind) -> Outcome | None:
        """Say whether an event that leads nowhere was known before, or is overtaken."""
        if kind in RECALLS:
            known = self.state in {State.RECALL_PENDING, State.RECALLED}  # by the other channel, or again
        elif kind in ANSWERS:
            known = self.answered is kind
        else:
            known = kind not in REQUESTS and kind in self.seen
        if known:
            return Outcome.REPEATED
        target = REACHES.get(kind)
        return Outcome.LATE if target is not None and rank(target) <= rank(self.reached) else None

    def _why_not(self, kind: EventKind | None, *, received: bool = False) -> str:
        if kind is None:
            return "unknown-code"
        if kind in ANSWERS:
            return "no-request"
        if self.state.is_pending and (kind in REQUESTS or not received):
            return "request-pending"
        return "after-the-end" if self._beneath.is_terminal or self.state.is_terminal else "not-allowed"

    def _applied(
        self, row: Transition, event: Event, outcome: Outcome, problems: tuple[Problem, ...]
    ) -> RecipientState:
        """Give the state after a row; the only place where a state changes."""
        kind = row.event
        fixed = EVENTS[kind]
        reached = self.reached
        implied: tuple[State, ...] = ()
        if fixed.through is not None and rank(reached) < rank(fixed.through):
            implied = implied_between(reached, fixed.through)
            reached = fixed.through
        target = row.target or self._beneath
        if rank(target) > rank(reached) or Effect.ATTEMPT in row.effects:
            reached = target
        state, previous = target, self.previous if self.state.is_pending else None
        if outcome is Outcome.BENEATH:
            state, previous = self.state, target
        elif target.is_pending:
            previous = self.previous if self.state.is_pending else reached if self.state in PATH else self.state
        elif row.target is None:
            previous = None
        again = Effect.ATTEMPT in row.effects
        record = Record(event, outcome, self.state, state, row.id, implied, (*problems, *self._doubts(row, event)))
        return RecipientState(
            organ_id=self.organ_id,
            organ_name=self.organ_name,
            state=state,
            previous=previous,
            reached=reached,
            born=self.born,
            version=self.version + (Effect.VERSION in row.effects),
            attempt=self.attempt + again,
            successor=event.message_id if kind is EventKind.REPLACE else self.successor,
            answered=kind if kind in ANSWERS else None if kind in REQUESTS else self.answered,
            seen=frozenset({kind}) if again else self.seen | {kind},
            history=(*self.history, record),
            recall_completed=self.recall_completed,
        )

    def _doubts(self, row: Transition, event: Event) -> tuple[Problem, ...]:
        """Give what is wrong with an event although it counts."""
        kind = row.event
        found: tuple[Problem, ...] = ()
        if Guard.REASON in row.guards and not (event.reason or "").strip():
            found = (Problem.of("no-reason", event),)
        if kind in BY_A_PERSON and not (event.staff or "").strip():
            found = (*found, Problem.of("no-staff", event))
        if kind is EventKind.DECLINE and self.state is State.RECALL_PENDING:
            found = (*found, Problem.of("duty-to-cancel", event))
        return found

    def _refused(self, event: Event, code: str, problems: tuple[Problem, ...]) -> RecipientState:
        problem = Problem.of(code, event, state=self.state.value)
        return self._recorded(Record(event, Outcome.REFUSED, self.state, self.state, problems=(*problems, problem)))

    def _recorded(self, record: Record) -> RecipientState:
        kind = record.event.kind
        seen = self.seen if kind is None or record.outcome is Outcome.REFUSED else self.seen | {kind}
        return replace(self, history=(*self.history, record), seen=seen)

    def _illegal(self, event: Event, actor: Actor | None, why: str) -> IllegalTransition:
        kind = event.kind
        row = None if kind is None else next(row for row in TRANSITIONS if row.event is kind)
        clauses = () if row is None else tuple(clause.cited("en") for clause in row.clauses)
        who = actor or (Actor.SENDER if row is None else row.actor)
        legal = tuple(dict.fromkeys(row.event.value for row in self.legal()))
        said = event.code if kind is None else f"{kind.value} ({kind.label('en')})"
        return IllegalTransition(
            text(
                "status.illegal",
                event=said,
                who=who.label("en"),
                state=self.state.value,
                why=text(f"status.why-{why}"),
                clause="; ".join(clauses) or "-",
                legal=", ".join(legal) or "-",
            ),
            state=self.state.value,
            event=event.code if kind is None else kind.value,
            who=who.value,
            why=why,
            clauses=clauses,
            legal=legal,
        )


def _target_of(record: Record) -> State | None:
    if record.outcome is Outcome.APPLIED:
        return record.after
    kind = record.event.kind
    return None if kind is None else REACHES.get(kind, State.REJECTED)


def _time_problem(event: Event) -> Problem:
    if event.raw_time is not None:
        return Problem.of("unreadable-time", event, time=event.raw_time)
    return Problem.of("missing-time", event)
