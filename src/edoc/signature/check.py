"""One row of a verification report: what was looked at, under which clause, and what came of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Self

from edoc.law import Clause, clause
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.messages import Language

__all__ = ["Check", "Outcome", "cited"]


class Outcome(StrEnum):
    """What came of a check, or what an axis comes to."""

    PASSED = "passed"
    #: Passed, and still something that a person should know.
    WARNING = "warning"
    FAILED = "failed"
    #: It ran, and what is there is not enough to say yes or no.
    INDETERMINATE = "indeterminate"
    #: It could not run: something before it failed, or material is missing.
    NOT_RUN = "not_run"


class Check(Said):
    """One row.

    Args:
        id: Stable name (``integrity.digest``, ``tt-15-2025.1.2``).
        clause: The clauses that ask for it, as they are cited, in the language of the message.
        clause_ids: The same for machines (``tt-41-2017:7.1``).
        profile: Key of the dated profile it belongs to; None for what holds under any law.
        outcome: What came of it.
        key: Key of its text, see `Said`.
        params: The values of the text.
        message: What was found, in one sentence.
        remedy: What to do about it; None where nothing is to be done.
    """

    id: str
    clause: str
    clause_ids: tuple[str, ...] = ()
    profile: str | None = None
    outcome: Outcome
    remedy: Said | None = None

    @classmethod
    def row(
        cls,
        identifier: str,
        clauses: tuple[Clause, ...],
        outcome: Outcome,
        said: Said,
        *,
        profile: str | None = None,
        remedy: Said | None = None,
    ) -> Self:
        """Make a row of its parts, in English."""
        return cls(
            id=identifier,
            clause=cited((entry.id for entry in clauses), "en"),
            clause_ids=tuple(entry.id for entry in clauses),
            profile=profile,
            outcome=outcome,
            key=said.key,
            params=said.params,
            message=said.message,
            remedy=remedy,
        )

    def spoken(self, language: Language) -> dict[str, str]:
        """Give the fields that depend on the language: the message, and how the clauses are cited."""
        return super().spoken(language) | {"clause": cited(self.clause_ids, language)}

    def __hash__(self) -> int:
        """Hash what identifies it."""
        return hash((self.id, self.outcome, self.key))


def cited(identifiers: Iterable[str], language: Language) -> str:
    """Cite clauses by their ids, in ``vi`` or ``en``.

    >>> cited(["tt-41-2017:7.1", "edoc"], "en")
    'Circular 41/2017/TT-BTTTT, Article 7.1; edoc'
    """
    return "; ".join(clause(*identifier.split(":", 1)).cited(language) for identifier in identifiers)
