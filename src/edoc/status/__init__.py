"""Statuses of documents: one machine for every system, its history, its clocks, and what is wrong.

No XML, no clock, no file: events in, states out. Only `edoc.status.notice` knows packages.
"""

from __future__ import annotations

from edoc._lazy import lazy_names

TYPE_CHECKING = False  # what typing's own is outside type checkers, without its 10 ms
if TYPE_CHECKING:
    from edoc.status.document import Document, Party
    from edoc.status.events import EVENTS, Actor, Event, EventKind, Role
    from edoc.status.exchange import Exchange
    from edoc.status.history import Outcome, Record
    from edoc.status.machine import RecipientState
    from edoc.status.problems import PROBLEMS, Problem, Weight
    from edoc.status.states import State
    from edoc.status.table import TRANSITIONS, Effect, Guard, Transition, transition

_HOMES = {
    "edoc.status.document": ("Document", "Party"),
    "edoc.status.events": ("EVENTS", "Actor", "Event", "EventKind", "Role"),
    "edoc.status.exchange": ("Exchange",),
    "edoc.status.history": ("Outcome", "Record"),
    "edoc.status.machine": ("RecipientState",),
    "edoc.status.problems": ("PROBLEMS", "Problem", "Weight"),
    "edoc.status.states": ("State",),
    "edoc.status.table": ("TRANSITIONS", "Effect", "Guard", "Transition", "transition"),
}
__all__ = [
    "EVENTS",
    "PROBLEMS",
    "TRANSITIONS",
    "Actor",
    "Document",
    "Effect",
    "Event",
    "EventKind",
    "Exchange",
    "Guard",
    "Outcome",
    "Party",
    "Problem",
    "RecipientState",
    "Record",
    "Role",
    "State",
    "Transition",
    "Weight",
    "transition",
]

__getattr__, __dir__ = lazy_names(__name__, _HOMES, __all__)
