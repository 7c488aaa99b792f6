"""From the log to the states: the fold, and how it is extended by what comes last.

The order of the log is total: time, place in the table, and then what the event says. Hence two
logs of the same events give the same states. An event that is later than all others at its
recipient is put on top; any other has its recipient folded again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from edoc.status.document import Match, Parties, Party, plain_id
from edoc.status.events import Event, EventKind
from edoc.status.machine import RecipientState
from edoc.status.placing import Places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.identifiers import AgencyCode, AgencyRegistry
    from edoc.status.document import Document
    from edoc.status.problems import Problem

__all__ = ["Folded", "extended", "fold", "in_order"]

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
    """

    places: Places
    recall_completed: bool
    log: tuple[Event, ...]
    starts: dict[AgencyCode, RecipientState]
    states: dict[AgencyCode, RecipientState]
    strays: tuple[Problem, ...]


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
    states = dict(starts)
    strays: list[Problem] = []
    for event in log:
        placement = places.place(event)
        strays += placement.stray
        for code in placement.recipients:
            states[code] = states[code].receive(event, placement.problems)
    return Folded(places, recall_completed, tuple(log), starts, states, tuple(strays))


def extended(folded: Folded, events: Iterable[Event]) -> Folded:
    """Add events to a log that is folded; the result is that of `fold` over all of them."""
    fresh = list(events)
    if len(fresh) > len(folded.log) or any(event.kind in _STRUCTURAL for event in fresh):
        # one by one, thousands of messages of one recipient would each be sought among all before it
        return _anew(folded, (*folded.log, *fresh))
    places, states, added = folded.places, dict(folded.states), list[Event]()
    strays = list(folded.strays)
    for event in fresh:
        placement = places.place(event)
        if placement.recipients:
            known = [record.event for record in states[placement.recipients[0]].history]
        else:
            known = [problem.event for problem in strays if problem.event is not None]
        twin = next((item for item in known if item.same_as(event)), None)
        if twin is not None:
            if twin.merged(event) != twin:
                return _anew(folded, (*folded.log, *fresh))
            continue
        added.append(event)
        strays += placement.stray
        for code in placement.recipients:
            states[code] = _put(folded.starts[code], states[code], event, placement.problems, places)
    if len(strays) > len(folded.strays):
        strays.sort(key=_order_of)
    option = folded.recall_completed
    return Folded(places, option, (*folded.log, *added), folded.starts, states, tuple(strays))


def _anew(folded: Folded, events: tuple[Event, ...]) -> Folded:
    places = folded.places
    return fold(places.document, events, recall_completed=folded.recall_completed, registry=places.registry)


def _order_of(problem: Problem) -> tuple[object, ...]:
    assert problem.event is not None  # strays are events
    return (problem.event.order, problem.event.identity)


def _put(
    start: RecipientState, state: RecipientState, event: Event, problems: tuple[Problem, ...], places: Places
) -> RecipientState:
    """Put an event into one recipient's history: on top, or where it belongs."""
    history = state.history
    if not history or _is_before(history[-1].event, event):
        return state.receive(event, problems)
    for item in in_order((*(record.event for record in history), event)):
        start = start.receive(item, places.place(item).problems)
    return start


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
