"""How a deadline stands, from what is known to have happened and when. No clock is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edoc.errors import CalendarNotCoveredError
from edoc.status.clocks.bounds import LimitKind
from edoc.status.clocks.deadline import Deadline, Note, Outcome, PassedBound, Why
from edoc.status.clocks.deadline_table import PATH, Step

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from edoc.status.clocks.bounds import Bound
    from edoc.status.clocks.calendar import WorkingCalendar
    from edoc.status.clocks.deadline_table import DeadlineRule

    #: What happened, and when; None if it is not known when.
    Steps = Mapping[Step, dt.datetime | None]

__all__ = ["Judge"]


@dataclass(frozen=True, slots=True)
class _Ends:
    """When each bound of a row ends, or why that cannot be counted."""

    bounds: tuple[tuple[Bound, dt.datetime], ...] = ()
    rolled: bool = False
    notes: tuple[Note, ...] = ()
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges deadlines of one profile with one calendar at one moment.

    Args:
        profile: The name of the profile, for the results.
        calendar: How days and hours are counted.
        at: The moment: what happened later is not known yet.
    """

    profile: str
    calendar: WorkingCalendar
    at: dt.datetime
    _counted: dict[tuple[int, dt.datetime], _Ends] = field(default_factory=dict[tuple[int, "dt.datetime"], _Ends])

    def judge(self, rule: DeadlineRule, steps: Steps, ended_at: dt.datetime | None = None) -> Deadline | None:
        """Say how one deadline stands.

        Args:
            rule: The row.
            steps: What happened, and when; None if it is not known when.
            ended_at: When the document came to its end, so that nothing is owed any more.

        Returns:
            None where its time has not begun, or nothing is owed.
        """
        begun = self._begun(rule, steps)
        if begun is None or (rule.only_if_done and self._done(rule, steps) is None):
            return None
        started_by, started_at = begun
        reported = started_by in rule.starts
        if started_at is None:
            return self._undecided(rule, started_by if reported else rule.starts[0], Why.MISSING_TIME)
        if started_at > self.at and rule.limit.limit is not LimitKind.ON_THE_DATE:
            return self._undecided(rule, started_by, Why.IN_THE_FUTURE, started_at)
        ends = self._ends(rule, started_at)
        if not reported:
            return self._from_before(rule, steps, ends)
        if ends.why is not None:
            return self._undecided(rule, started_by, ends.why, started_at)
        return self._decided(rule, (started_by, started_at), steps, ends, ended_at)

    def _begun(self, rule: DeadlineRule, steps: Steps) -> tuple[Step, dt.datetime | None] | None:
        """Give what started the time; or, where it was not reported, that the document was sent before."""
        known = [(time, step) for step in rule.starts if (time := steps.get(step)) is not None]
        if known:
            time, step = min(known)
            return step, time
        if any(step in steps for step in rule.starts):
            return next(step for step in rule.starts if step in steps), None
        if rule.starts[0] not in PATH:
            return None
        proved = any(step in steps for step in (*PATH[PATH.index(rule.starts[0]) + 1 :], *rule.ends))
        if rule.starts[0] is Step.SIGNED:
            return (Step.SIGNED, None) if proved else None
        awaited = Step.SENT in steps and rule.starts[0] in rule.ends
        return (Step.SENT, steps.get(Step.SENT)) if proved or awaited else None

    def _from_before(self, rule: DeadlineRule, steps: Steps, ends: _Ends) -> Deadline:
        """Judge where only an earlier moment is known: what was in time from there was in time."""
        done = self._done(rule, steps)
        if ends.why is None and done is not None and done[1] is not None and done[1] <= ends.bounds[-1][1]:
            return Deadline(
                rule=rule,
                profile=self.profile,
                outcome=Outcome.MET,
                started_by=rule.starts[0],
                done_by=done[0],
                done_at=done[1],
                notes=(*ends.notes, Note("start-not-reported")),
            )
        return self._undecided(rule, rule.starts[0], Why.NOT_REPORTED)

    def _decided(
        self,
        rule: DeadlineRule,
        begun: tuple[Step, dt.datetime],
        steps: Steps,
        ends: _Ends,
        ended_at: dt.datetime | None,
    ) -> Deadline | None:
        due_at = ends.bounds[-1][1]
        done_by, done_at = self._done(rule, steps) or (None, None)
        notes = list(ends.notes)
        why: Why | None = None
        if done_by is not None and done_at is None:
            outcome, why = Outcome.UNDECIDED, Why.MISSING_TIME
        elif done_at is not None:
            outcome = Outcome.MET if done_at <= due_at else Outcome.MISSED
            if done_at < begun[1] and rule.limit.limit is not LimitKind.ON_THE_DATE:
                notes.append(Note("done-before-start"))
            if done_by not in rule.ends:
                notes.append(Note("implied"))
                if outcome is Outcome.MISSED:
                    outcome, why = Outcome.UNDECIDED, Why.IMPLIED_TOO_LATE
        elif ended_at is not None and ended_at <= min(due_at, self.at):
            return None
        else:
            outcome = Outcome.DUE if self.at <= due_at else Outcome.MISSED
        has_ended = done_at is None and ended_at is not None and ended_at <= self.at
        until = done_at or self.at
        return Deadline(
            rule=rule,
            profile=self.profile,
            outcome=outcome,
            started_by=begun[0],
            started_at=begun[1],
            due_at=due_at,
            done_by=done_by,
            done_at=done_at,
            ended_at=ended_at if has_ended else None,
            rolled=ends.rolled,
            warnings=tuple(PassedBound(bound, end, until > end) for bound, end in ends.bounds[:-1]),
            why=why,
            notes=tuple(notes),
        )

    def _done(self, rule: DeadlineRule, steps: Steps) -> tuple[Step, dt.datetime | None] | None:
        """Give what was done by now and when; a later step of the path proves an earlier one."""
        happened = {step: time for step, time in steps.items() if time is None or time <= self.at}
        done = [(time, step) for step in rule.ends if (time := happened.get(step)) is not None]
        if done:
            time, step = min(done)
            return step, time
        if any(step in happened for step in rule.ends):
            return next(step for step in rule.ends if step in happened), None
        last = max((PATH.index(step) for step in rule.ends if step in PATH), default=len(PATH))
        later = [(time, step) for step in PATH[last + 1 :] if (time := happened.get(step)) is not None]
        if later:
            time, step = min(later)
            return step, time
        return next(((step, None) for step in PATH[last + 1 :] if step in happened), None)

    def _ends(self, rule: DeadlineRule, start: dt.datetime) -> _Ends:
        """Count each bound; many recipients share a start, so each is counted once."""
        key = (id(rule), start)
        if key not in self._counted:
            self._counted[key] = self._count(rule, start)
        return self._counted[key]

    def _count(self, rule: DeadlineRule, start: dt.datetime) -> _Ends:
        day = start.date()
        if not rule.in_force(day):
            return _Ends(why=Why.NOT_IN_FORCE)
        try:
            ends = [(bound, *bound.end(start, self.calendar)) for bound in rule.bounds if bound.in_force(day)]
        except CalendarNotCoveredError:
            return _Ends(why=Why.CALENDAR_NOT_COVERED)
        due = ends[-1][1]
        notes = [Note("unsettled-day", str(entry.date)) for entry in self.calendar.unsettled_between(start, due)]
        notes += [Note("outage", outage.reason) for outage in self.calendar.outages_between(start, due)]
        if self.calendar.hours_assumed and rule.limit.limit is not LimitKind.MIDNIGHT:
            notes.append(Note("hours-assumed"))
        return _Ends(tuple((bound, end) for bound, end, _ in ends), ends[-1][2], tuple(notes))

    def _undecided(self, rule: DeadlineRule, step: Step, why: Why, started_at: dt.datetime | None = None) -> Deadline:
        return Deadline(
            rule=rule,
            profile=self.profile,
            outcome=Outcome.UNDECIDED,
            started_by=step,
            started_at=started_at,
            why=why,
        )
