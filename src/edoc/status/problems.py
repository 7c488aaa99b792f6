"""What can be wrong with the messages about a document: one table, with weights and clauses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from edoc.law import Clause, clause
from edoc.messages import template, text

if TYPE_CHECKING:
    from edoc.messages import Language
    from edoc.status.events import Event

__all__ = ["PROBLEMS", "Problem", "ProblemKind", "Weight"]


class Weight(StrEnum):
    """How much a problem counts."""

    #: Something is wrong.
    ERROR = "error"
    #: It cannot be told here whether something is wrong.
    UNDECIDED = "undecided"
    #: Worth knowing.
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem.

    Args:
        code: Its name; the text stands under ``problem-<code>`` in the section ``status``.
        weight: How much it counts.
        clause: Which law or practice is broken.
        is_applied: Whether the event counts nevertheless.
    """

    code: str
    weight: Weight
    clause: Clause
    is_applied: bool = False

    def template(self, language: Language = "en") -> str:
        """Give its text with the placeholders as they are."""
        return template(f"status.problem-{self.code}", language)


_SIDES: Final = clause("qd-1123-2019", "3.4")
_MESSAGE: Final = clause("qcvn-102-2016", "1.12")
_PRACTICE: Final = clause("vxp")
_TIME: Final = clause("qd-28-2018", "14.4")

_KINDS: Final = (
    # which document, and who
    ProblemKind("no-document", Weight.ERROR, _MESSAGE),
    ProblemKind("another-document", Weight.ERROR, _MESSAGE),
    ProblemKind("no-sender", Weight.ERROR, _MESSAGE),
    ProblemKind("not-a-recipient", Weight.ERROR, _SIDES),
    ProblemKind("sub-unit", Weight.ERROR, _SIDES),
    ProblemKind("recipient-unknown", Weight.UNDECIDED, clause("qd-20-2020", "4")),
    ProblemKind("recipient-inferred", Weight.UNDECIDED, clause("qd-20-2020", "4"), is_applied=True),
    ProblemKind("not-the-issuer", Weight.ERROR, _SIDES),
    ProblemKind("issuer-unknown", Weight.UNDECIDED, clause("qd-20-2020", "4")),
    ProblemKind("wrong-response-for", Weight.ERROR, _MESSAGE),
    ProblemKind("no-addressee", Weight.ERROR, _MESSAGE),
    # what
    ProblemKind("unknown-code", Weight.ERROR, clause("qd-28-2018", "10.2h")),
    ProblemKind("no-reason", Weight.ERROR, clause("qd-28-2018", "9.1"), is_applied=True),
    ProblemKind("no-staff", Weight.WARNING, clause("qd-1123-2019", "15.1"), is_applied=True),
    ProblemKind("not-allowed", Weight.ERROR, clause("qd-28-2018", "10.2h")),
    ProblemKind("after-the-end", Weight.ERROR, clause("qd-28-2018", "10.2h")),
    ProblemKind("request-pending", Weight.ERROR, _PRACTICE),
    ProblemKind("no-request", Weight.ERROR, _PRACTICE),
    ProblemKind("duty-to-cancel", Weight.WARNING, clause("nd-30-2020", "18.4b"), is_applied=True),
    # when
    ProblemKind("missing-time", Weight.ERROR, _TIME, is_applied=True),
    ProblemKind("unreadable-time", Weight.ERROR, _TIME, is_applied=True),
    ProblemKind("before-the-document", Weight.ERROR, _TIME, is_applied=True),
    ProblemKind("in-the-future", Weight.ERROR, _TIME, is_applied=True),
    # the document itself
    ProblemKind("recipient-twice", Weight.WARNING, _PRACTICE, is_applied=True),
    ProblemKind("recipient-without-code", Weight.ERROR, clause("qcvn-102-2016", "1.2")),
    ProblemKind("document-without-id", Weight.WARNING, clause("qd-28-2018", "10.2b"), is_applied=True),
)
#: Every kind of problem by its code.
PROBLEMS: Final = MappingProxyType({kind.code: kind for kind in _KINDS})


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem.

    Args:
        code: A key of `PROBLEMS`.
        event: The event it is about; None when it is about the document.
        params: What stands in its text, by name.
    """

    code: str
    event: Event | None = None
    params: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, code: str, event: Event, **params: str) -> Problem:
        """Make the problem of an event; its text may also name what the event was, and whose."""
        said = event.code if event.kind is None else event.kind.value
        return cls(code, event, (("event", said), ("by", str(event.by or "?")), *sorted(params.items())))

    @property
    def kind(self) -> ProblemKind:
        """Its weight and its clause."""
        return PROBLEMS[self.code]

    def describe(self, language: Language = "en") -> str:
        """Say it in ``vi`` or ``en``."""
        return text(f"status.problem-{self.code}", language, **dict(self.params))
