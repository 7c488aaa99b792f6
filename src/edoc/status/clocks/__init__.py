"""Clocks: working calendars, working time, and what is due by when."""

from edoc.status.clocks.bounds import Bound, LimitKind, Weight
from edoc.status.clocks.calendar import WorkingCalendar, in_vietnam
from edoc.status.clocks.days import CalendarDay, DayEffect, Outage, OutageEffect
from edoc.status.clocks.deadline import Deadline, DeadlineReport, Note, Outcome, PassedBound, Why
from edoc.status.clocks.deadline_table import (
    DeadlineProfile,
    DeadlineRule,
    DeadlineTable,
    Step,
    deadline_table,
    load_deadlines,
)
from edoc.status.clocks.judging import Judge
from edoc.status.clocks.loading import load_calendar, load_days, vietnam_calendar
from edoc.status.clocks.of_exchange import deadlines_of
from edoc.status.clocks.session import COMMON_WEEK, Session, Week

__all__ = [
    "COMMON_WEEK",
    "Bound",
    "CalendarDay",
    "DayEffect",
    "Deadline",
    "DeadlineProfile",
    "DeadlineReport",
    "DeadlineRule",
    "DeadlineTable",
    "Judge",
    "LimitKind",
    "Note",
    "Outage",
    "OutageEffect",
    "Outcome",
    "PassedBound",
    "Session",
    "Step",
    "Week",
    "Weight",
    "Why",
    "WorkingCalendar",
    "deadline_table",
    "deadlines_of",
    "in_vietnam",
    "load_calendar",
    "load_days",
    "load_deadlines",
    "vietnam_calendar",
]
