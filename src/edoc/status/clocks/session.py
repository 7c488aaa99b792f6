"""Office hours: the sessions of a day, and those of a week.

No act fixes them for every agency: each sets its own, so they are always a setting.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

from edoc.edxml.model import Model

__all__ = ["COMMON_WEEK", "WEEKDAYS", "Session", "Sessions", "Week"]

#: How the days of a week are named in a calendar file, Monday first, as `datetime.date.weekday` counts.
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOUR: Final = 60
_MIDNIGHT: Final = 24 * _HOUR
_MICROSECONDS: Final = 60_000_000
_FORM: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """One stretch of office hours.

    Args:
        start: Its first minute, counted from midnight.
        end: The minute before which it ends; 1440 is the midnight that ends the day.

    Raises:
        ValueError: It does not end after it starts, or leaves the day.

    Example:
        >>> Session.parse("07:30-11:30").length
        datetime.timedelta(seconds=14400)
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what is no stretch of one day."""
        if not 0 <= self.start < self.end <= _MIDNIGHT:
            message = f"a session ends after it starts, on the same day; this is {self}"
            raise ValueError(message)

    @classmethod
    def parse(cls, text: str) -> Session:
        """Read ``HH:MM-HH:MM``; ``24:00`` is the midnight that ends the day.

        Raises:
            ValueError: It is no such text, or it does not end after it starts.
        """
        match = _FORM.fullmatch(text.strip())
        if match is None:
            message = f"a session is written HH:MM-HH:MM, for example 07:30-11:30; this is {text[:40]!r}"
            raise ValueError(message)
        start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
        return cls(start_hour * _HOUR + start_minute, end_hour * _HOUR + end_minute)

    @property
    def span(self) -> tuple[int, int]:
        """Start and end in microseconds from the midnight before."""
        return self.start * _MICROSECONDS, self.end * _MICROSECONDS

    @property
    def length(self) -> dt.timedelta:
        """How long it is."""
        return dt.timedelta(minutes=self.end - self.start)

    def __str__(self) -> str:
        """Write it as it is read."""
        return "{:02d}:{:02d}-{:02d}:{:02d}".format(*divmod(self.start, _HOUR), *divmod(self.end, _HOUR))


def _read(value: Any) -> Any:
    return Session.parse(value) if isinstance(value, str) else value


def _in_order(sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    for earlier, later in pairwise(sessions):
        if later.start < earlier.end:
            message = f"sessions stand in the order of time and do not overlap: {earlier}, {later}"
            raise ValueError(message)
    return sessions


_Session = Annotated[
    Session, BeforeValidator(_read), PlainSerializer(str, return_type=str), WithJsonSchema({"type": "string"})
]
#: The sessions of one day, in the order of time; in JSON and TOML a list of texts.
Sessions = Annotated[tuple[_Session, ...], AfterValidator(_in_order)]


class Week(Model):
    """The sessions of each day of the week; a day without any is a weekly day off."""

    monday: Sessions = ()
    tuesday: Sessions = ()
    wednesday: Sessions = ()
    thursday: Sessions = ()
    friday: Sessions = ()
    saturday: Sessions = ()
    sunday: Sessions = ()

    @classmethod
    def of(cls, *sessions: str, saturday: tuple[str, ...] = ()) -> Week:
        """Give a week with the same sessions from Monday to Friday, and those of Saturday.

        Args:
            sessions: ``HH:MM-HH:MM``, in the order of time.
            saturday: The sessions of Saturday, none by default.

        Raises:
            FieldError: A text is no session, or they overlap.
        """
        return cls.model_validate(dict.fromkeys(WEEKDAYS[:5], sessions) | {"saturday": saturday})

    def sessions_on(self, weekday: int) -> Sessions:
        """Give the sessions of a weekday; Monday is 0."""
        sessions: Sessions = getattr(self, WEEKDAYS[weekday])
        return sessions

    @property
    def usual(self) -> Sessions:
        """The sessions of every day from Monday to Friday, if they are the same; else none."""
        different = {self.sessions_on(weekday) for weekday in range(5)}
        return different.pop() if len(different) == 1 else ()


#: Hours that many agencies have. They are a convenience and bind nobody: a calendar that uses
#: them says ``hours_assumed``.
COMMON_WEEK: Final = Week.of("07:30-11:30", "13:00-17:00")
