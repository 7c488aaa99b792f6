"""Moments in Vietnam's time, also where that has no name.

RFC 5280, 4.1.2.5: a certificate without an end says 99991231235959Z, which would be in the year 10000 in Vietnam.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc.edxml.scalars import VIETNAM

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["in_vietnam", "shown_moment"]


def in_vietnam(moment: dt.datetime) -> dt.datetime:
    """Give the same moment in +07:00; as it is where that lies outside of the calendar.

    >>> from datetime import UTC, datetime
    >>> in_vietnam(datetime(2026, 3, 2, 1, tzinfo=UTC)).isoformat()
    '2026-03-02T08:00:00+07:00'
    >>> in_vietnam(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)).isoformat()
    '9999-12-31T23:59:59+00:00'
    """
    try:
        return moment.astimezone(VIETNAM)
    except OverflowError:
        return moment


def shown_moment(moment: dt.datetime) -> str:
    """Write a moment as Vietnamese readers expect it.

    >>> from datetime import UTC, datetime
    >>> shown_moment(datetime(2026, 3, 2, 1, tzinfo=UTC))
    '02/03/2026 08:00:00 +07:00'
    """
    local = in_vietnam(moment)
    return f"{local:%d/%m/}{local.year:04} {local:%H:%M:%S} {local.isoformat()[-6:]}"
