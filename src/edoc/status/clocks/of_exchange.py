"""The deadlines of an exchange: what its states say happened, put before the judge."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from edoc.edxml.scalars import VIETNAM
from edoc.status.clocks.calendar import in_vietnam
from edoc.status.clocks.deadline import Deadline, DeadlineReport
from edoc.status.clocks.deadline_table import Step, deadline_table
from edoc.status.clocks.judging import Judge
from edoc.status.clocks.loading import vietnam_calendar
from edoc.status.document import Party
from edoc.status.events import EventKind
from edoc.status.history import Outcome
from edoc.status.states import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.status.clocks.calendar import WorkingCalendar
    from edoc.status.clocks.deadline_table import DeadlineTable
    from edoc.status.document import Document
    from edoc.status.exchange import Exchange
    from edoc.status.history import Record
    from edoc.status.machine import RecipientState

__all__ = ["deadlines_of"]

_STEPS: Final = {
    EventKind.SEND: Step.SENT,
    EventKind.ARRIVE: Step.ARRIVED,
    EventKind.REFUSE: Step.REFUSED,
    EventKind.ACCEPT: Step.ACCEPTED,
    EventKind.ASSIGN: Step.ASSIGNED,
    EventKind.PROCESS: Step.PROCESSING,
    EventKind.COMPLETE: Step.COMPLETED,
}
_RECALLS: Final = frozenset({EventKind.TAKE_BACK, EventKind.RECALL})
_ANSWERS: Final = frozenset({EventKind.AGREE, EventKind.DECLINE})
#: Ends after which nothing is owed any more; a completed document has its own step.
_ENDED: Final = frozenset({State.REJECTED, State.RECALLED, State.REPLACED, State.WITHDRAWN, State.AXIS_REJECTED})


def deadlines_of(
    exchange: Exchange,
    at: dt.datetime,
    *,
    calendar: WorkingCalendar | None = None,
    profile: str | None = None,
    table: DeadlineTable | None = None,
) -> DeadlineReport:
    """Say of every deadline at every recipient whether it is met, due, missed or undecided.

    Args:
        exchange: The document with what is known of it.
        at: The moment asked about; what happened later is not known yet.
        calendar: How days and hours are counted; the shipped one when left out, and then the results
            say that its hours are assumed.
        profile: The profile; by the date of the document when left out.
        table: The deadlines; those that are shipped when left out.

    Raises:
        UsageError: *at* has no zone, or no profile has that name.
    """
    at = in_vietnam(at, "at")
    table = table or deadline_table()
    calendar = calendar or vietnam_calendar()
    chosen = profile or table.profile_on(_date_of(exchange.document, at))
    rows = () if chosen is None else tuple(row for row in table.rows(chosen) if row.is_of_documents)
    judge = Judge(chosen or "", calendar, at)
    urgent = (exchange.document.priority or 0) > 0
    receivers: list[tuple[Party, tuple[Deadline, ...]]] = []
    for receiver in exchange.receivers:
        steps, ended_at = _history(exchange.document, receiver)
        found = [judge.judge(row, steps, ended_at) for row in rows if urgent or not row.urgent]
        found += [
            judge.judge(row, asked) for row in rows if Step.RECALL_ASKED in row.starts for asked in _recalls(receiver)
        ]
        party = Party(receiver.organ_id, receiver.organ_name)
        receivers.append((party, tuple(entry for entry in found if entry is not None)))
    return DeadlineReport(at=at, profile=chosen, calendar=calendar.name, receivers=tuple(receivers))


def _date_of(document: Document, at: dt.datetime) -> dt.date:
    """Give the date whose law counts: that of issue, else of sending, else the day asked about."""
    return document.promulgation_date or (document.sent_at or at).astimezone(VIETNAM).date()


def _history(document: Document, receiver: RecipientState) -> tuple[dict[Step, dt.datetime | None], dt.datetime | None]:
    """Give when each step first happened in the last attempt, and when the document came to its end."""
    steps: dict[Step, dt.datetime | None] = {}
    if document.is_sent:
        steps[Step.SENT] = _local(document.sent_at or receiver.born)
    ended_at: dt.datetime | None = None
    for record in receiver.history:
        if record.outcome is Outcome.REFUSED or record.event.kind is None:
            continue
        if record.event.kind is EventKind.SEND and record.before is State.REJECTED:
            steps, ended_at = {}, None
        step, time = _STEPS.get(record.event.kind), _local(record.event.time)
        if step is not None and (step not in steps or (steps[step] is None and time is not None)):
            steps[step] = time
        if record.after in _ENDED and record.before not in _ENDED:
            ended_at = time
    if document.signed_at is not None:
        steps[Step.SIGNED] = _local(document.signed_at)
    if document.due_date is not None:
        steps[Step.DUE_DATE] = dt.datetime.combine(document.due_date, dt.time(), VIETNAM)
    return steps, ended_at


def _recalls(receiver: RecipientState) -> Iterator[dict[Step, dt.datetime | None]]:
    """Give each recall that was asked for, with its answer if there is one."""
    asked: Record | None = None
    for record in receiver.history:
        if not record.outcome.is_applied:
            continue
        if record.event.kind in _RECALLS:
            asked = record
        elif asked is not None and record.event.kind in _ANSWERS:
            yield {Step.RECALL_ASKED: _local(asked.event.time), Step.RECALL_ANSWERED: _local(record.event.time)}
            asked = None
    if asked is not None:
        yield {Step.RECALL_ASKED: _local(asked.event.time)}


def _local(moment: dt.datetime | None) -> dt.datetime | None:
    return None if moment is None else in_vietnam(moment)
