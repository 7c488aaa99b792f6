"""What is out of the ordinary on a day: days off, days worked instead, other hours, outages."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, model_validator

from edoc.edxml.model import Model
from edoc.edxml.scalars import to_vietnam
from edoc.status.clocks.session import Sessions

__all__ = ["CalendarDay", "DayEffect", "Moment", "Outage", "OutageEffect"]


class DayEffect(StrEnum):
    """What a day is, other than what its weekday says."""

    #: A public holiday (Labour Code 2019, Article 112).
    HOLIDAY = "holiday"
    #: Off because a holiday fell on a weekly day off (Labour Code 2019, Article 111.3).
    COMPENSATORY = "day_off_compensatory"
    #: Off in exchange for a day of the weekend that is worked.
    SWAPPED = "day_off_swapped"
    #: Off in this agency alone.
    LOCAL = "day_off_local"
    #: A day of the weekend that is worked.
    MAKEUP = "makeup_workday"
    #: Worked, with sessions of its own.
    OTHER_HOURS = "other_hours"
    #: As its weekday says, although a list of holidays has it.
    ORDINARY = "ordinary"
    #: As its weekday says, until a decision that was announced or is awaited is known.
    UNSETTLED = "unsettled"

    @property
    def is_off(self) -> bool:
        """Whether nobody works on such a day."""
        return self in {DayEffect.HOLIDAY, DayEffect.COMPENSATORY, DayEffect.SWAPPED, DayEffect.LOCAL}


class CalendarDay(Model):
    """One day that is not what its weekday says, with its source.

    Args:
        date: The day.
        effect: What it is.
        name: What it is called, in Vietnamese.
        instead_of: For a make-up workday, the day that is off instead: its sessions are worked.
        sessions: For other hours, and for a make-up workday with hours of its own, the sessions.
        source: The act or letter that says so.
        certainty: ``text`` (read), ``excerpt``, ``secondary`` or ``local``.
    """

    date: dt.date
    effect: DayEffect
    name: str = ""
    instead_of: dt.date | None = None
    sessions: Sessions = ()
    source: str = ""
    certainty: str = ""

    @model_validator(mode="after")
    def _hours_are_known(self) -> Self:
        if self.effect is DayEffect.OTHER_HOURS and not self.sessions:
            message = f"{self.date}: other hours need sessions"
            raise ValueError(message)
        return self


def _in_vietnam(moment: dt.datetime) -> dt.datetime:
    try:
        return to_vietnam(moment)
    except OverflowError:
        message = "the moment is outside the years that can be counted"
        raise ValueError(message) from None


#: A moment with a zone, kept in that of Vietnam (Decision 28/2018/QĐ-TTg, Article 14.4).
Moment = Annotated[AwareDatetime, AfterValidator(_in_vietnam)]


class OutageEffect(StrEnum):
    """What an outage does to a clock; it never erases what happened meanwhile."""

    #: The clock stands still while it lasts.
    SUSPEND = "suspend"
    #: The clock goes on; results that it touches say so.
    ANNOTATE = "annotate"


class Outage(Model):
    """A time in which the system could not be used (Decision 1123/QĐ-UBND Vĩnh Long, Article 15.4).

    Args:
        start: Its first moment.
        end: Its end, exclusive.
        effect: Whether clocks stand still or results are only marked.
        reason: Why, for people.
        source: Who says so.
    """

    start: Moment
    end: Moment
    effect: OutageEffect = OutageEffect.SUSPEND
    reason: str = ""
    source: str = ""

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.end <= self.start:
            message = f"an outage ends after it starts: {self.start.isoformat()}, {self.end.isoformat()}"
            raise ValueError(message)
        return self
