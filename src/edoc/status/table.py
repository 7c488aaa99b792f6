"""The transitions: the only truth about what may follow what.

The engine, the exports, the documentation and the test vectors are made from the rows below. A
row says from which states an event is legal, and from which states it is taken when it comes from
others although steps between are not known: those are implied.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from edoc.law import Clause, clause
from edoc.messages import text
from edoc.status.events import EVENTS, EventKind
from edoc.status.states import LIVE, State

if TYPE_CHECKING:
    from edoc.messages import Language
    from edoc.status.events import Actor

__all__ = ["ANSWERS", "RECALLS", "REQUESTS", "TRANSITIONS", "Effect", "Guard", "Transition", "transition"]


class Guard(StrEnum):
    """What must hold for a transition."""

    #: Signed, numbered, scanned for malware, no recipient twice, not secret. The caller sees to it.
    READY = "ready"
    #: Signature, integrity, completeness and data were checked, an arrival number given. Likewise.
    CHECKED = "checked"
    #: A unit or person, an instruction and a deadline are named. Likewise.
    NAMED = "named"
    #: A reason is given. The machine sees to it.
    REASON = "reason"
    #: The option ``recall_completed`` is set. The machine sees to it.
    RECALL_COMPLETED = "recall-completed"

    @property
    def is_checked(self) -> bool:
        """Whether the machine checks it; the rest is what the caller answers for."""
        return self in {Guard.REASON, Guard.RECALL_COMPLETED}

    def label(self, language: Language = "vi") -> str:
        """Say it in ``vi`` or ``en``."""
        return text(f"status.guard-{self.value}", language)


class Effect(StrEnum):
    """What a transition brings about beside the new state."""

    #: The clocks of receipt start: deadlines D-3, D-4 and D-5.
    CLOCKS = "clocks"
    #: The sender is told, and why.
    TELL = "tell"
    #: The sender's copy and its metadata are frozen.
    FREEZE = "freeze"
    #: The recipient's copy is cancelled; what is known of the recall is kept for ever.
    CANCEL = "cancel"
    #: The sender's copy is in use again.
    UNFREEZE = "unfreeze"
    #: A new version of the document counts.
    VERSION = "version"
    #: The successor starts at `State.ARRIVED` in an exchange of its own.
    SUCCESSOR = "successor"
    #: A new attempt begins; the history is kept.
    ATTEMPT = "attempt"

    def label(self, language: Language = "vi") -> str:
        """Say it in ``vi`` or ``en``."""
        return text(f"status.effect-{self.value}", language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One row.

    Args:
        id: Its id: that of the machine's description, with the event behind where that has several.
        event: What happens.
        sources: The states it is legal from.
        leaps: The states it is also taken from when others send it; what lies between is implied.
        target: The new state; None for the state before the request.
        guards: What must hold.
        effects: What else it brings about.
        clauses: Where the law, or the practice, says so.
    """

    id: str
    event: EventKind
    sources: tuple[State, ...]
    leaps: tuple[State, ...] = ()
    target: State | None
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    clauses: tuple[Clause, ...]

    @property
    def actor(self) -> Actor:
        """Whose act the event is."""
        return EVENTS[self.event].actor


_UNSENT: Final = (State.PREPARED,)
#: No message tells the parties that the axis took a document: SENT and IN_TRANSIT are one to them.
_UNDERWAY: Final = (State.SENT, State.IN_TRANSIT)
_PRACTICE: Final = clause("vxp")
_BUSINESS: Final = clause("qcvn-102-2016", "2.2")

TRANSITIONS: Final = (
    Transition(
        id="S-1",
        event=EventKind.SEND,
        sources=_UNSENT,
        target=State.SENT,
        guards=(Guard.READY,),
        clauses=(clause("qd-28-2018", "8.1"), clause("qd-1123-2019", "11"), clause("qd-1123-2019", "22")),
    ),
    Transition(
        id="S-2",
        event=EventKind.AXIS_TAKES,
        sources=(State.SENT,),
        leaps=_UNSENT,
        target=State.IN_TRANSIT,
        clauses=(_PRACTICE,),
    ),
    Transition(
        id="S-2.refused",
        event=EventKind.AXIS_REFUSES,
        sources=(State.SENT,),
        leaps=_UNSENT,
        target=State.AXIS_REJECTED,
        effects=(Effect.TELL,),
        clauses=(_PRACTICE,),
    ),
    Transition(
        id="S-3",
        event=EventKind.ARRIVE,
        sources=_UNDERWAY,
        leaps=_UNSENT,
        target=State.ARRIVED,
        effects=(Effect.CLOCKS,),
        clauses=(clause("nd-30-2020", "21.2c"), clause("nd-30-2020", "Phụ lục VI Phần I mục III.1e")),
    ),
    Transition(
        id="S-4",
        event=EventKind.REFUSE,
        sources=(*_UNDERWAY, State.ARRIVED),
        leaps=_UNSENT,
        target=State.REJECTED,
        guards=(Guard.REASON,),
        effects=(Effect.TELL,),
        clauses=(clause("qd-28-2018", "5.4"), clause("nd-30-2020", "21.2b"), clause("qd-1123-2019", "4.3")),
    ),
    Transition(
        id="S-5",
        event=EventKind.ACCEPT,
        sources=(*_UNDERWAY, State.ARRIVED),
        leaps=_UNSENT,
        target=State.ACCEPTED,
        guards=(Guard.CHECKED,),
        clauses=(clause("nd-30-2020", "21"), clause("nd-30-2020", "22"), clause("qd-1123-2019", "12.2")),
    ),
    Transition(
        id="S-6",
        event=EventKind.ASSIGN,
        sources=(State.ACCEPTED,),
        leaps=(*_UNSENT, *_UNDERWAY, State.ARRIVED),
        target=State.ASSIGNED,
        guards=(Guard.NAMED,),
        clauses=(clause("nd-30-2020", "23.4"),),
    ),
    Transition(
        id="S-7",
        event=EventKind.PROCESS,
        sources=(State.ACCEPTED, State.ASSIGNED),
        leaps=(*_UNSENT, *_UNDERWAY, State.ARRIVED),
        target=State.PROCESSING,
        clauses=(clause("qd-28-2018", "10.2h"), _PRACTICE),
    ),
    Transition(
        id="S-8",
        event=EventKind.COMPLETE,
        sources=(State.ACCEPTED, State.ASSIGNED, State.PROCESSING),
        target=State.COMPLETED,
        clauses=(clause("qd-28-2018", "10.2h"), _PRACTICE),
    ),
    *(
        Transition(
            id=f"S-9.{event.value}",
            event=event,
            # The guard of S-9 is "no pending recall": an update that nobody answers does not stand in the way.
            sources=(*LIVE, State.UPDATE_PENDING, State.REPLACE_PENDING),
            leaps=_UNSENT,
            target=State.RECALL_PENDING,
            guards=(Guard.REASON,),
            effects=(Effect.FREEZE,),
            clauses=(clause("nd-30-2020", "Phụ lục VI Phần I mục III.8a"), clause("qd-28-2018", "8.2")),
        )
        for event in (EventKind.TAKE_BACK, EventKind.RECALL)
    ),
    *(
        Transition(
            id=f"S-9.{event.value}.completed",
            event=event,
            sources=(State.COMPLETED,),
            target=State.RECALL_PENDING,
            guards=(Guard.REASON, Guard.RECALL_COMPLETED),
            effects=(Effect.FREEZE,),
            clauses=(clause("edoc"),),
        )
        for event in (EventKind.TAKE_BACK, EventKind.RECALL)
    ),
    Transition(
        id="S-10",
        event=EventKind.AGREE,
        sources=(State.RECALL_PENDING,),
        target=State.RECALLED,
        effects=(Effect.CANCEL,),
        clauses=(
            clause("nd-30-2020", "18.4b"),
            clause("nd-30-2020", "Phụ lục VI Phần I mục III.8b"),
            clause("qd-28-2018", "9.2"),
        ),
    ),
    Transition(
        id="S-11",
        event=EventKind.DECLINE,
        sources=(State.RECALL_PENDING,),
        target=None,
        guards=(Guard.REASON,),
        effects=(Effect.UNFREEZE,),
        clauses=(_PRACTICE,),
    ),
    Transition(
        id="S-12",
        event=EventKind.UPDATE,
        sources=LIVE,
        leaps=_UNSENT,
        target=State.UPDATE_PENDING,
        clauses=(_BUSINESS, _PRACTICE),
    ),
    Transition(
        id="S-12.15",
        event=EventKind.AGREE,
        sources=(State.UPDATE_PENDING,),
        target=None,
        effects=(Effect.VERSION,),
        clauses=(_PRACTICE,),
    ),
    Transition(
        id="S-12.16",
        event=EventKind.DECLINE,
        sources=(State.UPDATE_PENDING,),
        target=None,
        guards=(Guard.REASON,),
        clauses=(_PRACTICE,),
    ),
    Transition(
        id="S-13",
        event=EventKind.REPLACE,
        sources=LIVE,
        leaps=_UNSENT,
        target=State.REPLACE_PENDING,
        clauses=(clause("nd-30-2020", "18.3"), _BUSINESS),
    ),
    Transition(
        id="S-13.15",
        event=EventKind.AGREE,
        sources=(State.REPLACE_PENDING,),
        target=State.REPLACED,
        effects=(Effect.SUCCESSOR,),
        clauses=(clause("nd-30-2020", "18.3"), _PRACTICE),
    ),
    Transition(
        id="S-13.16",
        event=EventKind.DECLINE,
        sources=(State.REPLACE_PENDING,),
        target=None,
        guards=(Guard.REASON,),
        clauses=(_PRACTICE,),
    ),
    Transition(
        id="S-14",
        event=EventKind.WITHDRAW,
        sources=_UNSENT,
        target=State.WITHDRAWN,
        clauses=(_PRACTICE,),
    ),
    Transition(
        id="S-15",
        event=EventKind.SEND,
        sources=(State.REJECTED,),
        target=State.SENT,
        guards=(Guard.READY,),
        effects=(Effect.ATTEMPT,),
        clauses=(clause("edoc"),),
    ),
)

RECALLS: Final = frozenset({EventKind.TAKE_BACK, EventKind.RECALL})
REQUESTS: Final = frozenset({*RECALLS, EventKind.UPDATE, EventKind.REPLACE})
ANSWERS: Final = frozenset({EventKind.AGREE, EventKind.DECLINE})

_LEGAL: Final = {(row.event, state): row for row in TRANSITIONS for state in row.sources}
_TAKEN: Final = _LEGAL | {(row.event, state): row for row in TRANSITIONS for state in row.leaps}


def transition(event: EventKind, state: State, *, received: bool = False) -> Transition | None:
    """Look a transition up; None where there is none.

    Args:
        event: What happens.
        state: Where the document stands.
        received: Whether the event comes from others: then it may leap.

    Example:
        >>> transition(EventKind.ACCEPT, State.ARRIVED).id
        'S-5'
        >>> transition(EventKind.PROCESS, State.ARRIVED) is None
        True
        >>> transition(EventKind.PROCESS, State.ARRIVED, received=True).id
        'S-7'
    """
    return (_TAKEN if received else _LEGAL).get((event, state))
