"""What was reported on a document, as registers say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from edoc.errors import UsageError
from edoc.records.column import Said
from edoc.status import EventKind, State

if TYPE_CHECKING:
    import datetime as dt

    from edoc.status import Event, Exchange, RecipientState

__all__ = ["Progress"]

#: The states in which a recipient has accepted the document.
_ACCEPTED: Final = frozenset({State.ACCEPTED, State.ASSIGNED, State.PROCESSING, State.COMPLETED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What one recipient reported, or all of them.

    Args:
        states: The state at each recipient.
        sent_at: When the document was sent.
        arrived_at: When it arrived: status 01, or what proves it.
        assigned_at: When it was assigned: status 04.
        unit: The unit that it was assigned to.
        person: The person that it was assigned to.
    """

    states: tuple[State, ...] = ()
    sent_at: dt.datetime | None = None
    arrived_at: dt.datetime | None = None
    assigned_at: dt.datetime | None = None
    unit: str | None = None
    person: str | None = None

    @classmethod
    def of_all(cls, exchange: Exchange | None) -> Self | None:
        """Give the progress at all recipients, as the sender sees it; None without an exchange."""
        if exchange is None:
            return None
        receivers = exchange.receivers
        born = [receiver.born for receiver in receivers if receiver.born is not None]
        return cls(states=tuple(receiver.state for receiver in receivers), sent_at=min(born, default=None))

    @classmethod
    def of_one(cls, exchange: Exchange | None, organ_id: str) -> Self | None:
        """Give the progress at one recipient; None without an exchange, or where it is none."""
        if exchange is None:
            return None
        try:
            mine = exchange.receiver(organ_id)
        except UsageError:
            return None
        arrived = _first(mine, EventKind.ARRIVE, EventKind.REFUSE, EventKind.ACCEPT)
        assigned = _first(mine, EventKind.ASSIGN)
        return cls(
            states=(mine.state,),
            sent_at=mine.born,
            arrived_at=arrived.time if arrived else None,
            assigned_at=assigned.time if assigned else None,
            unit=assigned.department if assigned else None,
            person=assigned.staff if assigned else None,
        )

    def receipt(self) -> Said | None:
        """Say how many recipients accepted the document, and how many refused it."""
        accepted = sum(state in _ACCEPTED for state in self.states)
        refused = self.states.count(State.REJECTED)
        if not accepted and not refused:
            return None
        values = {"accepted": str(accepted), "count": str(len(self.states)), "refused": str(refused)}
        return Said(key="record.receipt-refused" if refused else "record.receipt", params=tuple(values.items()))

    def said(self) -> Said | None:
        """Say the state at the one recipient."""
        return Said(key=f"status.state-{self.states[0].value}") if self.states else None


def _first(receiver: RecipientState, *kinds: EventKind) -> Event | None:
    """Give the first event of one of the kinds, those named first before the others."""
    for kind in kinds:
        for record in receiver.history:
            if record.event.kind is kind and record.outcome.is_applied and record.event.time is not None:
                return record.event
    return None
