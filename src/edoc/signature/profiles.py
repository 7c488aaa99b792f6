"""The acts side by side: what each asks of a signature, under its own numbers and dates.

Circular 41/2017/TT-BTTTT is still named by provincial rules and was abolished on 15 November 2026;
Decree 68/2024/NĐ-CP and Circular 15/2025/TT-BKHCN judge beside and after it. All are reported, and
which was in force when it was signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from edoc.law import ACTS, clause
from edoc.signature.check import Check, Outcome
from edoc.signature.model import ProfileResult
from edoc.signature.questions import Question
from edoc.signature.said import Said

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from edoc.signature.questions import Answer

__all__ = ["GENERAL", "PROFILES", "Profile", "Row", "general_rows", "profile_results"]


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion of an act.

    Args:
        number: How the act numbers it.
        place: Where in the act.
        questions: What has to be answered; the worst answer counts.
    """

    number: str
    place: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """One act.

    Args:
        act: Its key in `edoc.law.ACTS`.
        rows: Its criteria.
    """

    act: str
    rows: tuple[Row, ...]


#: What holds under any law: the question and the clauses it comes from.
GENERAL: Final[tuple[tuple[Question, tuple[tuple[str, str], ...]], ...]] = (
    (Question.FORM, (("en-319-102-1", "5.2.2"),)),
    (Question.DIGESTS, (("en-319-102-1", "5.2.7"), ("tt-15-2025", "6"))),
    (Question.VALUE, (("en-319-102-1", "5.2.7"), ("tt-15-2025", "6"))),
    (Question.COVERAGE, (("qcvn-102-2016", "3"), ("edoc", ""))),
    (Question.MODIFICATIONS, (("nd-30-2020", "14"),)),
    (Question.IDENTITY, (("en-319-102-1", "5.2.3"),)),
    (Question.VALIDITY, (("nd-68-2024", "31.1a"),)),
    (Question.PURPOSE, (("nd-68-2024", "31.1b"),)),
    (Question.STATUS, (("nd-68-2024", "31.2"),)),
    (Question.PATH, (("nd-68-2024", "32"),)),
    (Question.ALGORITHMS, (("tt-15-2025", "Phụ lục I"),)),
    (Question.TIME, (("nd-68-2024", "29"), ("tt-41-2017", "9.1"))),
)

_ALL: Final = (Question.VALUE, Question.IDENTITY, Question.VALIDITY, Question.STATUS, Question.PATH, Question.DIGESTS)

PROFILES: Final = (
    # three steps, and valid only when all of them are, at the time of signing
    Profile(
        "tt-41-2017",
        (
            Row("7.1.1", "7.1", (Question.VALUE,)),
            Row("7.1.2", "7.1", (Question.IDENTITY, Question.VALIDITY, Question.STATUS, Question.PATH)),
            Row("7.1.3", "7.1", (Question.DIGESTS, Question.COVERAGE, Question.MODIFICATIONS)),
            Row("7.2", "7.2", (*_ALL, Question.COVERAGE, Question.MODIFICATIONS)),
        ),
    ),
    #
    Profile(
        "nd-68-2024",
        (
            Row("31.1a", "31.1a", (Question.VALIDITY,)),
            Row("31.1b", "31.1b", (Question.PURPOSE,)),
            Row("31.1c", "31.1c", (Question.STATUS,)),
            Row("31.2", "31.2", (Question.STATUS,)),
            Row("32", "32", (Question.PATH,)),
        ),
    ),
    # R-167; what the recommended criterion 1.5 says was not at hand
    Profile(
        "tt-15-2025",
        (
            Row("1.1", "Phụ lục II mục 1.1", (Question.VALIDITY,)),
            Row("1.2", "Phụ lục II mục 1.2", (Question.STATUS,)),
            Row("1.3", "Phụ lục II mục 1.3", (Question.ALGORITHMS,)),
            Row("1.4", "Phụ lục II mục 1.4", (Question.PURPOSE,)),
            Row("1.5", "Phụ lục II mục 1.5", ()),
            Row("2.1", "Phụ lục II mục 2.1", (Question.IDENTITY,)),
            Row("2.2", "Phụ lục II mục 2.2", (Question.VALUE,)),
            Row("2.3", "Phụ lục II mục 2.3", (Question.VALIDITY, Question.STATUS, Question.PATH)),
            Row("2.4", "Phụ lục II mục 2.4", (Question.DIGESTS,)),
        ),
    ),
)

_WORST_FIRST: Final = (
    Outcome.FAILED,
    Outcome.INDETERMINATE,
    Outcome.NOT_RUN,
    Outcome.WARNING,
    Outcome.PASSED,
)


def general_rows(answers: Mapping[Question, Answer]) -> tuple[Check, ...]:
    """Give the rows that hold under any law."""
    return tuple(
        Check.row(
            question.value,
            tuple(clause(*cited) for cited in clauses),
            answers[question].outcome,
            answers[question].said,
            remedy=_remedy(question, answers[question].outcome),
        )
        for question, clauses in GENERAL
        if _is_asked(question, answers)
    )


def profile_results(
    answers: Mapping[Question, Answer], on: dt.date
) -> tuple[tuple[ProfileResult, ...], tuple[Check, ...]]:
    """Answer every act.

    Args:
        answers: The answers.
        on: The day of signing, or the day given for it.

    Returns:
        One result for each act, and all their rows.
    """
    results: list[ProfileResult] = []
    rows: list[Check] = []
    for profile in PROFILES:
        act = ACTS[profile.act]
        made = [_row(profile, row, answers) for row in profile.rows]
        rows += made
        judged = [row.outcome for row in made if row.key != _UNREAD]
        results.append(
            ProfileResult(
                profile=act.key,
                title=act.cited("en"),
                valid_from=act.valid_from,
                valid_to=act.valid_to,
                applies=act.in_force(on),
                outcome=_worst(judged),
                note=_note(act.key, on),
            )
        )
    return tuple(results), tuple(rows)


_UNREAD: Final = "signature.criterion-unread"


def _row(profile: Profile, row: Row, answers: Mapping[Question, Answer]) -> Check:
    cited = (clause(profile.act, row.place),)
    asked = [question for question in row.questions if _is_asked(question, answers)]
    if not asked:
        said = Said.of(_UNREAD, number=row.number)
        return Check.row(f"{profile.act}.{row.number}", cited, Outcome.NOT_RUN, said, profile=profile.act)
    outcome = _worst(answers[question].outcome for question in asked)
    question = next(question for question in asked if answers[question].outcome is outcome)
    return Check.row(
        f"{profile.act}.{row.number}",
        cited,
        outcome,
        answers[question].said,
        profile=profile.act,
        remedy=_remedy(question, outcome),
    )


def _is_asked(question: Question, answers: Mapping[Question, Answer]) -> bool:
    """An envelope has no later revisions: whether something was changed after signing is not asked."""
    return question is not Question.MODIFICATIONS or answers[question].outcome is not Outcome.NOT_RUN


def _worst(outcomes: Iterable[Outcome]) -> Outcome:
    seen = set(outcomes)
    return next(outcome for outcome in _WORST_FIRST if outcome in seen)


def _remedy(question: Question, outcome: Outcome) -> Said | None:
    if outcome in {Outcome.PASSED, Outcome.WARNING}:
        return None
    return Said.of(f"signature.remedy-{question}")


def _note(act: str, on: dt.date) -> Said | None:
    """Say what has to be known of an act's dates."""
    last = ACTS[act].valid_to
    first = ACTS[act].valid_from
    if act == "tt-41-2017" and last is not None:
        return Said.of("signature.note-repealed" if on > last else "signature.note-to-be-repealed")
    if first is not None and on < first:
        return Said.of("signature.note-not-yet", date=f"{first:%d/%m/%Y}")
    return None
