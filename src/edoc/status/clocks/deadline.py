"""What is said of one deadline: met, due, missed or undecided, by when, and on whose word."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - dataclasses name it
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from edoc.messages import text
from edoc.status.clocks.bounds import Bound, Weight  # noqa: TC001 - dataclasses name them
from edoc.status.clocks.deadline_table import DeadlineRule, Step  # noqa: TC001 - likewise
from edoc.status.document import Party  # noqa: TC001 - likewise

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["Deadline", "DeadlineReport", "Note", "Outcome", "PassedBound", "Why"]


class Outcome(StrEnum):
    """How a deadline stands."""

    #: It was done in time.
    MET = "met"
    #: It is to be done, and there is time left.
    DUE = "due"
    #: It was not done in time: later, or not yet.
    MISSED = "missed"
    #: It cannot be told; the result says why.
    UNDECIDED = "undecided"

    def label(self, language: Language = "en") -> str:
        """Say it in ``vi`` or ``en``."""
        return text(f"deadline.outcome-{self.value}", language)


class Why(StrEnum):
    """Why a deadline is undecided."""

    #: The calendar does not know a year that would have to be counted.
    CALENDAR_NOT_COVERED = "CALENDAR_NOT_COVERED"
    #: What starts the time, or ends it, happened, and no time is known for it.
    MISSING_TIME = "MISSING_TIME"
    #: What starts the time was never reported, though it must have happened or may have.
    NOT_REPORTED = "NOT_REPORTED"
    #: Done at the latest with a later step that came too late; when, was not reported.
    IMPLIED_TOO_LATE = "IMPLIED_TOO_LATE"
    #: What starts the time lies after the moment asked about.
    IN_THE_FUTURE = "IN_THE_FUTURE"
    #: The act was not in force.
    NOT_IN_FORCE = "NOT_IN_FORCE"


@dataclass(frozen=True, slots=True)
class Note:
    """What has to be known about a result that is decided.

    Args:
        code: ``hours-assumed``, ``outage``, ``unsettled-day``, ``implied``, ``start-not-reported``, or
            ``done-before-start``.
        about: What it is about: a day, a reason; empty if there is nothing to say.
    """

    code: str
    about: str = ""

    def describe(self, language: Language = "en") -> str:
        """Say it in ``vi`` or ``en``."""
        return text(f"deadline.note-{self.code}", language, about=self.about)


@dataclass(frozen=True, slots=True)
class PassedBound:
    """A bound before the limit, and whether it was passed.

    Args:
        bound: The bound.
        due_at: When it ends.
        passed: Whether nothing was done by then.
    """

    bound: Bound
    due_at: dt.datetime
    passed: bool

    def to_json_dict(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {
            "due_at": self.due_at.isoformat(),
            "passed": self.passed,
            **_bound_json(self.bound),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One deadline at one recipient.

    Args:
        rule: The row of the table.
        profile: The profile that was asked for.
        outcome: How it stands.
        started_by: What started the time.
        started_at: When; None when it is not known.
        due_at: When it must be done; None when it cannot be counted.
        done_by: What was done; None when nothing was, or nothing is known.
        done_at: When.
        ended_at: When the document came to its end without it, so that it is owed no more.
        rolled: Whether "the day" is a later one, because the start lay outside office hours.
        warnings: The bounds before the limit.
        why: Why it is undecided; None when it is not.
        notes: What has to be known about it.
    """

    rule: DeadlineRule
    profile: str
    outcome: Outcome
    started_by: Step
    started_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    done_by: Step | None = None
    done_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    rolled: bool = False
    warnings: tuple[PassedBound, ...] = ()
    why: Why | None = None
    notes: tuple[Note, ...] = ()

    @property
    def id(self) -> str:
        """D-1 to D-11."""
        return self.rule.id

    @property
    def weight(self) -> Weight:
        """What it means when it is missed."""
        return self.rule.limit.weight

    @property
    def is_overdue(self) -> bool:
        """Whether it is missed, still not done, and still owed."""
        return self.outcome is Outcome.MISSED and self.done_at is None and self.ended_at is None

    @property
    def is_warned(self) -> bool:
        """Whether an earlier bound was passed, though not the limit."""
        return self.outcome in {Outcome.MET, Outcome.DUE} and any(warning.passed for warning in self.warnings)

    def clause(self, language: Language = "vi") -> str:
        """Give the clauses of its limit in ``vi`` or ``en``."""
        return "; ".join(source.cited(language) for source in self.rule.limit.sources)

    def describe(self, language: Language = "en") -> str:
        """Say in one line what it is and how it stands, in ``vi`` or ``en``."""
        parts = [f"{self.id} {self.rule.title(language)}: {self.outcome.label(language)}"]
        if self.why is not None:
            parts.append(text(f"deadline.why-{self.why.value}", language))
        if self.due_at is not None:
            parts.append(text("deadline.by", language, at=self.due_at.strftime("%d/%m/%Y %H:%M")))
        return ", ".join(parts)

    def to_json_dict(self) -> dict[str, Any]:
        """Give it as JSON, with the names of its fields."""
        return {
            "id": self.id,
            "case": self.rule.case,
            "profile": self.profile,
            "outcome": self.outcome.value,
            "started_by": self.started_by.value,
            "started_at": _iso(self.started_at),
            "due_at": _iso(self.due_at),
            "rolled": self.rolled,
            "ends": [step.value for step in self.rule.ends],
            "done_by": None if self.done_by is None else self.done_by.value,
            "done_at": _iso(self.done_at),
            "ended_at": _iso(self.ended_at),
            **_bound_json(self.rule.limit),
            "conflict": self.rule.conflict or None,
            "why": None if self.why is None else self.why.value,
            "warnings": [warning.to_json_dict() for warning in self.warnings],
            "notes": [{"code": note.code, "about": note.about} for note in self.notes],
        }


def _bound_json(bound: Bound) -> dict[str, Any]:
    return {
        "limit": bound.limit.value,
        "amount": bound.amount,
        "weight": bound.weight.value,
        "inferred": bound.inferred,
        "clauses": list(bound.clauses),
        "clause": "; ".join(source.cited("en") for source in bound.sources),
    }


def _iso(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineReport:
    """The deadlines of a document, at a moment.

    Args:
        at: The moment.
        profile: The profile; None where none was in force.
        calendar: The name of the calendar.
        receivers: The deadlines at each recipient.
    """

    at: dt.datetime
    profile: str | None
    calendar: str
    receivers: tuple[tuple[Party, tuple[Deadline, ...]], ...]

    def of(self, organ_id: str) -> tuple[Deadline, ...]:
        """Give the deadlines at one recipient, by its code as the document has it; none for another."""
        return next((deadlines for party, deadlines in self.receivers if party.organ_id == organ_id), ())

    @property
    def overdue(self) -> tuple[tuple[Party, Deadline], ...]:
        """Everything that is missed and still not done."""
        return tuple((party, entry) for party, entries in self.receivers for entry in entries if entry.is_overdue)

    def to_json_dict(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {
            "at": self.at.isoformat(),
            "profile": self.profile,
            "calendar": self.calendar,
            "receivers": [
                {"organ_id": str(party.organ_id), "deadlines": [entry.to_json_dict() for entry in entries]}
                for party, entries in self.receivers
            ],
        }
