"""The table of deadlines: one row for each, dated, with its sources; profiles that choose among rows."""

from __future__ import annotations

import datetime as dt
import os  # noqa: TC003 - named in a signature that is documented
import tomllib
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Final, Self

from pydantic import Field, model_validator

from edoc.edxml.model import Model
from edoc.errors import FieldError
from edoc.law import ACTS, Act
from edoc.messages import text, wrong_usage
from edoc.status.clocks.bounds import Bound
from edoc.status.clocks.files import read_text

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["DeadlineProfile", "DeadlineRule", "DeadlineTable", "Step", "deadline_table", "load_deadlines"]


class Step(StrEnum):
    """What starts or ends the time of a deadline."""

    SIGNED = "signed"
    SENT = "sent"
    ARRIVED = "arrived"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    PROCESSING = "processing"
    COMPLETED = "completed"
    RECALL_ASKED = "recall-asked"
    RECALL_ANSWERED = "recall-answered"
    #: The date that the document sets (``DueDate``).
    DUE_DATE = "due-date"
    WORK_CLOSED = "work-closed"
    WORKS_SETTLED = "works-settled"
    HAND_OVER_DUE = "hand-over-due"
    FILE_HANDED_OVER = "file-handed-over"
    AGENCY_CHANGED = "agency-changed"
    CODE_REGISTERED = "code-registered"
    PERIOD_BEGUN = "period-begun"
    REPORT_SENT = "report-sent"

    def label(self, language: Language = "en") -> str:
        """Say it in ``vi`` or ``en``."""
        return text(f"deadline.step-{self.value}", language)


#: The steps that messages about a document tell of; a later one of `PATH` proves the earlier ones.
PATH: Final = (Step.SIGNED, Step.SENT, Step.ARRIVED, Step.ACCEPTED, Step.ASSIGNED, Step.PROCESSING, Step.COMPLETED)
OF_DOCUMENTS: Final = frozenset({*PATH, Step.REFUSED, Step.RECALL_ASKED, Step.RECALL_ANSWERED, Step.DUE_DATE})


class DeadlineProfile(Model):
    """A choice of rows, on the word of one act.

    Args:
        vi: What it is, in Vietnamese.
        en: The same in English.
        source: The key of its act in `edoc.law`.
    """

    vi: str
    en: str
    source: str

    @model_validator(mode="after")
    def _act_is_known(self) -> Self:
        if self.source not in ACTS:
            message = f"{self.source!r} is no act of edoc.law"
            raise ValueError(message)
        return self

    @property
    def act(self) -> Act:
        """The act that it stands for; its dates are those of the profile."""
        return ACTS[self.source]

    def title(self, language: Language = "en") -> str:
        """Say what it is in ``vi`` or ``en``."""
        return self.vi if language == "vi" else self.en


class DeadlineRule(Model):
    """One row: what starts the time, what must be done in it, and when it ends.

    Args:
        id: D-1 to D-11.
        case: Which of several cases of one deadline.
        profiles: The profiles in which it stands.
        conflict: The conflict between sources that the profiles decide (C-01, C-04, C-13, ...).
        urgent: It is for urgent documents only.
        starts: What starts the time; the first that is known.
        ends: What must be done; any of them.
        only_if_done: It is judged only where it was done; nobody owes it otherwise.
        bounds: Its bounds in the order of time: the last is the limit, the others are warnings.
        valid_from: First day on which it counts; that of its acts when left out.
        valid_to: Last day.
    """

    id: str
    case: str = ""
    profiles: tuple[str, ...]
    conflict: str = ""
    urgent: bool = False
    starts: Annotated[tuple[Step, ...], Field(min_length=1)]
    ends: Annotated[tuple[Step, ...], Field(min_length=1)]
    only_if_done: bool = False
    bounds: Annotated[tuple[Bound, ...], Field(min_length=1)]
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @property
    def limit(self) -> Bound:
        """The bound that decides."""
        return self.bounds[-1]

    @property
    def warnings(self) -> tuple[Bound, ...]:
        """The bounds before it."""
        return self.bounds[:-1]

    @property
    def is_of_documents(self) -> bool:
        """Whether messages about a document tell of it; the others are of files and agencies."""
        return set(self.starts) <= OF_DOCUMENTS

    @property
    def period(self) -> tuple[dt.date | None, dt.date | None]:
        """First and last day on which it counts; None where none is known."""
        firsts = [source.act.valid_from for source in self.limit.sources]
        lasts = [source.act.valid_to for source in self.limit.sources]
        first = self.valid_from or (None if None in firsts else min(day for day in firsts if day is not None))
        return first, self.valid_to or (None if None in lasts else max(day for day in lasts if day is not None))

    def in_force(self, day: dt.date) -> bool:
        """Say whether it counts on a day."""
        first, last = self.period
        return (first is None or first <= day) and (last is None or day <= last) and self.limit.in_force(day)

    def title(self, language: Language = "en") -> str:
        """Say what it is about, in ``vi`` or ``en``."""
        return text(f"deadline.{self.id}", language)


class DeadlineTable(Model):
    """Every deadline, and the profiles.

    Args:
        profile: The profiles by their names.
        deadline: The rows.
    """

    profile: dict[str, DeadlineProfile]
    deadline: tuple[DeadlineRule, ...] = ()

    @model_validator(mode="after")
    def _rows_are_sound(self) -> Self:
        seen: set[tuple[str, str, str]] = set()
        for row in self.deadline:
            for name in row.profiles:
                if name not in self.profile:
                    message = f"{row.id}: no profile is called {name!r}"
                    raise ValueError(message)
                key = (row.id, row.case, name)
                if key in seen:
                    message = f"{row.id} stands twice in {name}"
                    raise ValueError(message)
                seen.add(key)
        return self

    def rows(self, profile: str) -> tuple[DeadlineRule, ...]:
        """Give the rows of a profile.

        Raises:
            UsageError: No profile has that name.

        Example:
            >>> [row.id for row in deadline_table().rows("cv-4089-2017")]
            ['D-1', 'D-2', 'D-2', 'D-3', 'D-4', 'D-6', 'D-7', 'D-9', 'D-11']
        """
        if profile not in self.profile:
            raise wrong_usage("deadline-profile", name=profile, known=", ".join(self.profile))
        return tuple(row for row in self.deadline if profile in row.profiles)

    def profile_on(self, day: dt.date) -> str | None:
        """Give the profile of the highest act that was in force on a day, in the order of the table.

        Example:
            >>> table = deadline_table()
            >>> [table.profile_on(dt.date(year, 6, 1)) for year in (2016, 2018, 2019, 2026)]
            [None, 'cv-4089-2017', 'qd-28-2018', 'decree-30-2020']
        """
        dated = ((name, entry.act) for name, entry in self.profile.items() if entry.act.valid_from is not None)
        return next((name for name, act in dated if act.in_force(day)), None)

    def with_rules(self, *rules: DeadlineRule) -> Self:
        """Give the table with these rows; what stood for the same deadline and profile gives way."""
        wins = {(rule.id, rule.case, name) for rule in rules for name in rule.profiles}
        kept: list[DeadlineRule] = []
        for row in self.deadline:
            names = tuple(name for name in row.profiles if (row.id, row.case, name) not in wins)
            if names:
                kept.append(row.model_copy(update={"profiles": names}))
        return self.model_copy(update={"deadline": (*kept, *rules)})


@cache
def deadline_table() -> DeadlineTable:
    """Give the table that is shipped."""
    raw = (resources.files("edoc.status.clocks") / "deadlines.toml").read_text("utf-8")
    return DeadlineTable.model_validate(tomllib.loads(raw))


def load_deadlines(path: str | os.PathLike[str]) -> DeadlineTable:
    """Read rows from a TOML file, in the form of edoc's own table, on top of those that are shipped.

    Raises:
        FieldError: It is no such table; says what is wrong.
        InputError: It cannot be read.
    """
    shipped, raw = deadline_table(), read_text(path)
    try:
        given = tomllib.loads(raw)
        own = given.get("profile", {})
        if isinstance(own, dict):
            given["profile"] = {name: entry.model_dump() for name, entry in shipped.profile.items()} | own
        table = DeadlineTable.model_validate(given)
    except (tomllib.TOMLDecodeError, FieldError) as error:
        message = f"{path}: {error}"
        raise FieldError(message) from None
    return shipped.model_copy(update={"profile": table.profile}).with_rules(*table.deadline)
