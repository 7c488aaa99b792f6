"""Clocks: working calendars, working time, and what is due by when."""

from edoc.status.clocks.calendar import WorkingCalendar, in_vietnam
from edoc.status.clocks.days import CalendarDay, DayEffect, Outage, OutageEffect
from edoc.status.clocks.loading import load_calendar, vietnam_calendar
from edoc.status.clocks.session import COMMON_WEEK, Session, Week

__all__ = [
    "COMMON_WEEK",
    "CalendarDay",
    "DayEffect",
    "Outage",
    "OutageEffect",
    "Session",
    "Week",
    "WorkingCalendar",
    "in_vietnam",
    "load_calendar",
    "vietnam_calendar",
]
