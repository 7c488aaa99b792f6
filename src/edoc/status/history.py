"""The history of a document at one recipient: every event, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from edoc.messages import text

if TYPE_CHECKING:
    from edoc.messages import Language
    from edoc.status.events import Event
    from edoc.status.problems import Problem
    from edoc.status.states import State

__all__ = ["Outcome", "Record"]


class Outcome(StrEnum):
    """What became of an event."""

    #: It led to the new state.
    APPLIED = "applied"
    #: It moved the state beneath a request that waits for its answer.
    BENEATH = "beneath"
    #: It was known before: nothing changes.
    REPEATED = "repeated"
    #: A later step was known before: nothing changes.
    LATE = "late"
    #: It cannot be: nothing changes, and a problem says why.
    REFUSED = "refused"

    def label(self, language: Language = "vi") -> str:
        """Say it in ``vi`` or ``en``."""
        return text(f"status.outcome-{self.value}", language)

    @property
    def is_applied(self) -> bool:
        """Whether the event changed anything."""
        return self in {Outcome.APPLIED, Outcome.BENEATH}


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the history.

    Args:
        event: What happened.
        outcome: What became of it.
        before: The state before.
        after: The state after.
        transition: The id of the row of the table; None when none applied.
        implied: The states that it proves were passed, though no message told of them.
        problems: What is wrong with it.
    """

    event: Event
    outcome: Outcome
    before: State
    after: State
    transition: str | None = None
    implied: tuple[State, ...] = ()
    problems: tuple[Problem, ...] = ()
