"""Dates against one another: what a package says by itself about its deadlines.

How long an agency took is judged by `edoc.status.clocks`, over a document and its status messages.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from edoc.conformance.facts import day
from edoc.conformance.rule import Hit, Layer, rule
from edoc.conformance.rules.parts import ANSWERED, DUE
from edoc.conformance.rules.weights import BUILDERS, INFO, WARNING
from edoc.law import clause
from edoc.messages import dated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.conformance.subject import Subject
    from edoc.status.clocks import WorkingCalendar

__all__: list[str] = []

_DUE: Final = (clause("qd-28-2018", "10.2o"), clause("qd-1123-2019", "13.2o"))
_DATE: Final = (clause("qd-28-2018", "10.2d"), clause("qd-1123-2019", "13.2d"))
_SENT: Final = (clause("nd-30-2020", "18.1"), clause("qd-28-2018", "6.2"), clause("qd-1123-2019", "11.1"))
_URGENT: Final = (clause("nd-30-2020", "4.2c"), clause("qd-28-2018", "6.2"))
#: The first state of today's kind issued its first documents in September 1945.
_FIRST_YEAR: Final = 1945
_WEEK: Final = dt.timedelta(days=7)


def _calendar(*days: dt.date) -> WorkingCalendar | None:
    """Give the shipped calendar, if it covers all the *days*; few packages have to ask it."""
    from edoc.status.clocks.loading import vietnam_calendar, vietnam_years  # noqa: PLC0415 - as few pay for it

    return vietnam_calendar() if all(day.year in vietnam_years() for day in days) else None


def _late(subject: Subject) -> tuple[dt.date, dt.date] | None:
    """Give the day of sending and the date of the document, where the one is after the other."""
    sent, date = day(subject.facts.sent), subject.facts.promulgated
    return None if sent is None or date is None or sent <= date else (sent, date)


@rule(
    "CLK-101",
    "date-implausible",
    clauses=_DATE,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    covers=("R-051",),
)
def date_implausible(subject: Subject) -> Iterable[Hit]:
    """Look for years that come of a wrongly read date: 0018, 0030."""
    date = subject.facts.promulgated
    if date is not None and date.year < _FIRST_YEAR:
        yield Hit(subject.nearest("PromulgationInfo", "PromulgationDate"), date.isoformat(), {"date": dated(date)})


@rule(
    "CLK-102",
    "due-before-date",
    clauses=_DUE,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=DUE,
    covers=("R-054", "R-117", "D-11"),
)
def due_before_date(subject: Subject) -> Iterable[Hit]:
    """Compare the deadline with the date of the document."""
    due, date = day(subject.document.header.due_date), subject.facts.promulgated
    if due is not None and date is not None and due < date:
        params = {"due": dated(due), "date": dated(date)}
        yield Hit(subject.nearest("DueDate"), due.isoformat(), params)


@rule(
    "CLK-103",
    "due-before-sent",
    clauses=_DUE,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=DUE,
    covers=("R-054", "D-11"),
)
def due_before_sent(subject: Subject) -> Iterable[Hit]:
    """Look for a deadline that is over when the document is sent."""
    due, date, sent = day(subject.document.header.due_date), subject.facts.promulgated, day(subject.facts.sent)
    if due is not None and sent is not None and due < sent and (date is None or due >= date):
        params = {"due": dated(due), "sent": dated(sent)}
        yield Hit(subject.nearest("DueDate"), due.isoformat(), params)


@rule(
    "CLK-105",
    "sent-before-date",
    clauses=(*_DATE, clause("qd-28-2018", "8.1")),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    covers=("R-054", "Q-08"),
)
def sent_before_date(subject: Subject) -> Iterable[Hit]:
    """Compare the time of sending with the date: what is not issued yet cannot be sent."""
    sent, date = day(subject.facts.sent), subject.facts.promulgated
    if sent is not None and date is not None and sent < date:
        params = {"sent": dated(sent), "date": dated(date)}
        yield Hit(subject.facts.hop(0), sent.isoformat(), params)


@rule(
    "CLK-104",
    "due-on-a-day-off",
    clauses=_DUE,
    severity=INFO,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=DUE,
    covers=("R-054", "D-11"),
)
def due_on_a_day_off(subject: Subject) -> Iterable[Hit]:
    """Look for deadlines on a day off, in the years whose days off are known."""
    due = day(subject.document.header.due_date)
    calendar = None if due is None else _calendar(due)
    if due is not None and calendar is not None and not calendar.is_working_day(due):
        yield Hit(subject.nearest("DueDate"), due.isoformat(), {"due": dated(due)})


@rule(
    "CLK-106",
    "sent-late",
    clauses=_SENT,
    severity=INFO,
    severities={"decree-30-2020": WARNING, "vinh-long-1123-2019": WARNING, "strict": WARNING},
    layer=Layer.CROSS_FIELD,
    kind="document",
    covers=("D-1", "R-034", "R-083", "R-088", "R-104", "C-01"),
)
def sent_late(subject: Subject) -> Iterable[Hit]:
    """Look for documents sent later than on the working day after their date.

    Days off are decided anew each year; in years that the calendar does not cover, and for dates on
    a day off, a week is allowed.
    """
    late = _late(subject)
    if late is None:
        return
    sent, date = late
    last = date + min(_WEEK, dt.date.max - date)
    calendar = _calendar(date, last)
    if calendar is not None and calendar.is_working_day(date):
        last = calendar.next_working_day(date)
    if sent > last:
        params = {"sent": dated(sent), "date": dated(date), "last": dated(last)}
        yield Hit(subject.facts.hop(0), sent.isoformat(), params)


@rule(
    "CLK-107",
    "urgent-sent-late",
    clauses=_URGENT,
    severity=WARNING,
    layer=Layer.CROSS_FIELD,
    kind="document",
    covers=("D-2", "R-104", "Q-05"),
)
def urgent_sent_late(subject: Subject) -> Iterable[Hit]:
    """Look for urgent documents that did not leave on the day of their date."""
    other = subject.document.header.other_info
    priority = None if other is None else other.priority
    late = _late(subject)
    if isinstance(priority, int) and priority > 0 and late is not None:
        sent, date = late
        params = {"priority": str(priority), "sent": dated(sent), "date": dated(date)}
        yield Hit(subject.facts.hop(0), sent.isoformat(), params)


@rule(
    "CLK-108",
    "answers-a-later-document",
    clauses=(clause("qcvn-102-2016", "1.12.3"),),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=ANSWERED,
    covers=("R-142",),
)
def answers_a_later_document(subject: Subject) -> Iterable[Hit]:
    """Compare the dates of the documents that are answered with its own."""
    date = subject.facts.promulgated
    for index, answered in enumerate(subject.document.header.response_for):
        other = day(answered.promulgation_date)
        if date is not None and other is not None and other > date:
            params = {"other": dated(other), "date": dated(date)}
            yield Hit(subject.facts.in_header("ResponseFor", index), other.isoformat(), params)
