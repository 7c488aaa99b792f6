"""One time for all: Decision 28/2018/QĐ-TTg, Article 14.4 unifies times in the zone of Vietnam."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc.edxml.scalars import to_vietnam
from edoc.errors import CalendarNotCoveredError, UsageError

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["in_vietnam"]


def in_vietnam(moment: dt.datetime, what: str = "the moment") -> dt.datetime:
    """Give a moment in Vietnam's time (Asia/Ho_Chi_Minh, +07:00).

    Args:
        moment: A moment with a zone, whichever.
        what: What it is, for the message.

    Raises:
        UsageError: It has no zone: which moment it is would be a guess.
        CalendarNotCoveredError: It is so near the end of time that Vietnam has no date for it.

    Example:
        >>> import datetime as dt
        >>> in_vietnam(dt.datetime(2026, 1, 1, 17, 0, tzinfo=dt.timezone.utc)).isoformat()
        '2026-01-02T00:00:00+07:00'
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        message = f"{what} has no time zone: {moment.isoformat()}; give one, for example edoc.VIETNAM"
        raise UsageError(message)
    try:
        return to_vietnam(moment)
    except OverflowError:
        raise CalendarNotCoveredError(moment.year) from None
