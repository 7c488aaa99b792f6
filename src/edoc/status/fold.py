"""From the log to the states: the fold, and how it is extended by what comes last.

The order of the log is total: time, place in the table, and then what the event says. Hence two
logs of the same events give the same states. An event is put where it belongs in the history of its
recipient, and what follows it is folded again, until that comes to what it was: a recipient with ten
thousand messages takes no longer for the next one than one with ten.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from edoc.status.document import Match, Parties, Party, plain_id
from edoc.status.events import Event, EventKind
from edoc.status.machine import RecipientState
from edoc.status.placing import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from edoc.identifiers import AgencyCode, AgencyRegistry
    from edoc.status.document import Document
    from edoc.status.history import Record
    from edoc.status.problems import Problem

__all__ = ["Folded", "extended", "fold", "in_order"]

K = TypeVar("K")

#: Packages that may change who the recipients are, or which ids an answer may name.
_STRUCTURAL: Final = frozenset({EventKind.UPDATE, EventKind.RECALL, EventKind.REPLACE})


@dataclass(frozen=True, slots=True)
class Folded:
    """A log and its fold.

    Args:
        places: Where events belong.
        recall_completed: Whether a completed document may be asked back.
        log: Every event once.
        starts: The beginning at each recipient.
        states: The state at each recipient.
        strays: What is wrong with events that count for nobody, or not for all they name.
        befores: What each recipient was before each of its records, without the history.
    """

    places: Places
    recall_completed: bool
    log: tuple[Event, ...]
    starts: dict[AgencyCode, RecipientState]
    states: dict[AgencyCode, RecipientState]
    strays: tuple[Problem, ...]
    befores: dict[AgencyCode, tuple[RecipientState, ...]]


class _Line:
    """The history of one recipient, from some point on, while it is made."""

    def __init__(self, begin: RecipientState) -> None:
        """Begin with a state that has no history."""
        self.now = begin
        self.records: list[Record] = []
        self.befores: list[RecipientState] = []

    def receive(self, event: Event, problems: tuple[Problem, ...]) -> None:
        after = self.now.receive(event, problems)
        self.records += after.history
        self.befores.append(self.now)
        self.now = replace(after, history=())


def in_order(events: Iterable[Event]) -> list[Event]:
    """Sort events into the order in which they count."""
    return sorted(events, key=lambda event: (event.order, event.identity))


def fold(
    document: Document,
    events: Iterable[Event],
    *,
    recall_completed: bool = False,
    registry: AgencyRegistry | None = None,
) -> Folded:
    """Fold a log from its beginning."""
    once: dict[tuple[object, ...], Event] = {}
    for event in events:
        key = (event.kind, event.identity)
        once[key] = event.merged(once[key]) if key in once else event
    log = in_order(once.values())
    places = _places(document, log, registry)
    starts = _starts(places, recall_completed=recall_completed)
    lines = {code: _Line(start) for code, start in starts.items()}
    strays: list[Problem] = []
    for event in log:
        placement = places.place(event)
        strays += placement.stray
        for code in placement.recipients:
            lines[code].receive(event, placement.problems)
    states = {code: replace(line.now, history=tuple(line.records)) for code, line in lines.items()}
    befores = {code: tuple(line.befores) for code, line in lines.items()}
    return Folded(places, recall_completed, tuple(log), starts, states, tuple(strays), befores)


def extended(folded: Folded, events: Iterable[Event]) -> Folded:
    """Add events to a log that is folded; the result is that of `fold` over all of them."""
    fresh = list(events)
    if len(fresh) > len(folded.log) or any(event.kind in _STRUCTURAL for event in fresh):
        return _anew(folded, (*folded.log, *fresh))
    places, states, befores, added = folded.places, dict(folded.states), dict(folded.befores), list[Event]()
    strays = list(folded.strays)
    for event in fresh:
        placement = places.place(event)
        if placement.recipients:
            twin = _twin(event, states[placement.recipients[0]].history, _event_of_record)
        else:
            twin = _twin(event, strays, _event_of_stray)
        if twin is not None:
            if twin.merged(event) != twin:
                return _anew(folded, (*folded.log, *fresh))
            continue
        added.append(event)
        if placement.stray:
            at = bisect_right(strays, _rank(event), key=lambda problem: _rank(_event_of_stray(problem)))
            strays[at:at] = placement.stray
        for code in placement.recipients:
            states[code], befores[code] = _put(states[code], befores[code], event, placement.problems, places)
    option = folded.recall_completed
    return Folded(places, option, (*folded.log, *added), folded.starts, states, tuple(strays), befores)


def _anew(folded: Folded, events: tuple[Event, ...]) -> Folded:
    places = folded.places
    return fold(places.document, events, recall_completed=folded.recall_completed, registry=places.registry)


def _event_of_record(record: Record) -> Event:
    return record.event


def _event_of_stray(problem: Problem) -> Event:
    assert problem.event is not None  # strays are events
    return problem.event


def _rank(event: Event) -> tuple[object, ...]:
    return (event.order, event.identity)


def _twin(event: Event, known: Sequence[K], event_of: Callable[[K], Event]) -> Event | None:
    """Give the same event of those that are known, in the order in which they count; None where there is none."""
    if event.at is None:  # its place depends on when it was received, and that may have been another time
        return next((item for item in map(event_of, known) if item.same_as(event)), None)
    at = bisect_left(known, _rank(event), key=lambda item: _rank(event_of(item)))
    found = event_of(known[at]) if at < len(known) else None
    return found if found is not None and found.same_as(event) else None


def _put(
    state: RecipientState,
    befores: tuple[RecipientState, ...],
    event: Event,
    problems: tuple[Problem, ...],
    places: Places,
) -> tuple[RecipientState, tuple[RecipientState, ...]]:
    """Put an event into one recipient's history where it belongs."""
    history, last = state.history, replace(state, history=())
    is_latest = not history or _is_before(history[-1].event, event)
    at = len(history) if is_latest else bisect_right(history, _rank(event), key=lambda record: _rank(record.event))
    line = _Line(last if is_latest else befores[at])
    line.receive(event, problems)
    end = at
    while end < len(history) and line.now != befores[end]:  # what follows an equal state stays what it is
        item = history[end].event
        line.receive(item, places.place(item).problems)
        end += 1
    now = line.now if end == len(history) else last
    history = (*history[:at], *line.records, *history[end:])
    return replace(now, history=history), (*befores[:at], *line.befores, *befores[end:])


def _is_before(one: Event, other: Event) -> bool:
    first, second = one.order, other.order
    return first < second or (first == second and one.identity < other.identity)


def _starts(places: Places, *, recall_completed: bool) -> dict[AgencyCode, RecipientState]:
    """Give the beginning at each recipient: sent with the document, or with the update that added it."""
    document, births = places.document, dict(places.born)
    starts: dict[AgencyCode, RecipientState] = {}
    for organ_id, organ_name in ((party.organ_id, party.organ_name) for party in places.parties.listed):
        birth = births.get(organ_id)
        if birth is None and not document.is_sent:
            start = RecipientState.prepared(organ_id, organ_name)
        else:
            born = document.sent_at if birth is None else birth.time
            start = RecipientState(organ_id=organ_id, organ_name=organ_name, born=born)
        starts[organ_id] = replace(start, recall_completed=recall_completed)
    return starts


def _places(document: Document, log: list[Event], registry: AgencyRegistry | None) -> Places:
    """Find the recipients that updates added, and the ids that requests have."""
    parties_of = Parties(document.recipients, registry)
    places = Places(document, parties_of, registry=registry, earliest=document.earliest)
    parties = list(document.recipients)
    born: dict[AgencyCode, Event] = {}
    requests: set[str] = set()
    for event in log:
        if event.kind not in _STRUCTURAL or places.is_about(event) or places.by_issuer(event):
            continue
        if event.message_id is not None:
            requests.add(plain_id(event.message_id))
        if event.kind is EventKind.UPDATE:
            for code in (*event.added, *event.to):
                known, match = places.parties.find(code)
                if known is None and (code in event.added or match in {Match.NO, Match.SUB_UNIT}):
                    parties.append(Party(code))
                    born[code] = event
                    places = replace(places, parties=Parties(tuple(parties), registry))
    return replace(places, requests=frozenset(requests), born=tuple(born.items()))
