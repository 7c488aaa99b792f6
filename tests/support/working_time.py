"""Moments that were counted by hand, with sessions 07:30-11:30 and 13:00-17:00 from Monday to Friday."""

from __future__ import annotations

from typing import Final, NamedTuple


class Vector(NamedTuple):
    """*amount* of working time after *start* (or before it, if negative) is *end*."""

    start: str
    amount: str
    end: str
    why: str


WORKING_TIME: Final = (
    # the five of the rules of counting
    Vector("2026-03-09 10:00", "2:00", "2026-03-09 13:30", "Monday, over the noon break"),
    Vector("2026-03-06 16:00", "2:00", "2026-03-09 08:30", "Friday, over the weekend"),
    Vector("2026-03-07 09:00", "2:00", "2026-03-09 09:30", "Saturday starts with Monday's first session"),
    Vector("2026-11-23 16:30", "2:00", "2026-11-25 09:00", "over 24 November, off since 2026"),
    Vector("2026-08-21 16:00", "2:00", "2026-08-22 08:30", "into a Saturday that is worked"),
    # within a day
    Vector("2026-03-09 07:30", "2:00", "2026-03-09 09:30", "from the first minute"),
    Vector("2026-03-09 07:00", "2:00", "2026-03-09 09:30", "before hours"),
    Vector("2026-03-09 00:00", "2:00", "2026-03-09 09:30", "midnight that starts a working day"),
    Vector("2026-03-09 09:30", "2:00", "2026-03-09 11:30", "ends with the session, not when the next starts"),
    Vector("2026-03-09 09:31", "2:00", "2026-03-09 13:01", "one minute is left for the afternoon"),
    Vector("2026-03-09 11:30", "2:00", "2026-03-09 15:00", "the break has begun"),
    Vector("2026-03-09 12:15", "2:00", "2026-03-09 15:00", "in the break"),
    Vector("2026-03-09 13:00", "2:00", "2026-03-09 15:00", "the afternoon begins"),
    Vector("2026-03-09 15:00", "2:00", "2026-03-09 17:00", "ends with the day"),
    Vector("2026-03-09 15:01", "2:00", "2026-03-10 07:31", "one minute is left for tomorrow"),
    Vector("2026-03-09 17:00", "2:00", "2026-03-10 09:30", "the day is over"),
    Vector("2026-03-09 23:59", "2:00", "2026-03-10 09:30", "at night"),
    # weekends
    Vector("2026-03-06 15:00", "2:00", "2026-03-06 17:00", "Friday, just in time"),
    Vector("2026-03-06 17:00", "2:00", "2026-03-09 09:30", "Friday is over"),
    Vector("2026-03-08 20:00", "2:00", "2026-03-09 09:30", "Sunday evening"),
    # 2026
    Vector("2025-12-31 16:00", "2:00", "2026-01-05 08:30", "1 January, 2 January swapped, weekend"),
    Vector("2026-01-09 16:00", "2:00", "2026-01-10 08:30", "into the Saturday worked instead of 2 January"),
    Vector("2026-01-10 16:00", "2:00", "2026-01-12 08:30", "out of that Saturday"),
    Vector("2026-02-13 16:00", "2:00", "2026-02-23 08:30", "over Tết with both weekends"),
    Vector("2026-02-17 10:00", "2:00", "2026-02-23 09:30", "arrived on the first day of Tết"),
    Vector("2026-04-24 16:30", "2:00", "2026-04-28 09:00", "Hùng Kings on a Sunday: Monday is off instead"),
    Vector("2026-04-29 16:00", "2:00", "2026-05-04 08:30", "30 April and 1 May"),
    Vector("2026-08-22 16:00", "2:00", "2026-08-24 08:30", "out of the Saturday that is worked"),
    Vector("2026-08-28 16:00", "2:00", "2026-09-03 08:30", "31 August swapped, 1 and 2 September"),
    Vector("2026-08-31 10:00", "2:00", "2026-09-03 09:30", "arrived on the swapped Monday"),
    Vector("2026-11-24 10:00", "2:00", "2026-11-25 09:30", "arrived on 24 November"),
    Vector("2026-11-20 16:00", "2:00", "2026-11-23 08:30", "Monday 23 November is worked as far as is known"),
    # 2025 and 2024
    Vector("2025-11-24 10:00", "2:00", "2025-11-24 13:30", "24 November was a working day then"),
    Vector("2025-04-25 16:00", "2:00", "2025-04-26 08:30", "into the Saturday worked instead of 2 May"),
    Vector("2025-04-29 16:00", "2:00", "2025-05-05 08:30", "30 April, 1 May, 2 May swapped, weekend"),
    Vector("2025-01-24 16:00", "2:00", "2025-02-03 08:30", "Tết from 27 to 31 January"),
    Vector("2025-08-29 16:00", "2:00", "2025-09-03 08:30", "1 and 2 September"),
    Vector("2025-04-04 16:00", "2:00", "2025-04-08 08:30", "Hùng Kings on a Monday"),
    Vector("2024-05-03 16:00", "2:00", "2024-05-04 08:30", "into the Saturday worked instead of 29 April"),
    Vector("2024-04-26 16:00", "2:00", "2024-05-02 08:30", "29 April swapped, 30 April, 1 May"),
    Vector("2024-02-07 16:00", "2:00", "2024-02-15 08:30", "Tết from 8 to 14 February"),
    Vector("2024-12-31 16:00", "2:00", "2025-01-02 08:30", "over the turn of a year"),
    # other amounts
    Vector("2026-03-09 07:30", "8:00", "2026-03-09 17:00", "a whole day ends with it"),
    Vector("2026-03-09 07:30", "8:01", "2026-03-10 07:31", "a day and a minute"),
    Vector("2026-03-09 08:00", "40:00", "2026-03-16 08:00", "a working week"),
    Vector("2026-03-09 07:30", "80:00", "2026-03-20 17:00", "ten working days"),
    Vector("2026-08-21 16:00", "16:00", "2026-08-24 16:00", "Friday 1 h, Saturday 8 h, Monday 7 h"),
    Vector("2026-01-01 00:00", "1992:00", "2026-12-31 17:00", "all of 2026: 261 weekdays, 14 off, 2 Saturdays"),
    Vector("2025-01-01 00:00", "2000:00", "2025-12-31 17:00", "all of 2025: 261 weekdays, 12 off, 1 Saturday"),
    Vector("2024-01-01 00:00", "2008:00", "2024-12-31 17:00", "all of 2024: 262 weekdays, 12 off, 1 Saturday"),
    Vector("2026-03-09 12:00", "0:00", "2026-03-09 12:00", "nothing is nothing, even in the break"),
    # back
    Vector("2026-03-09 10:00", "-2:00", "2026-03-09 08:00", "within a session"),
    Vector("2026-03-09 13:30", "-0:30", "2026-03-09 13:00", "the last moment from which half an hour is worked"),
    Vector("2026-03-09 13:00", "-1:00", "2026-03-09 10:30", "over the break"),
    Vector("2026-03-09 08:30", "-2:00", "2026-03-06 16:00", "over the weekend"),
    Vector("2026-11-25 08:30", "-2:00", "2026-11-23 16:00", "over 24 November"),
    Vector("2026-01-05 08:30", "-2:00", "2025-12-31 16:00", "into the year before"),
    # other zones
    Vector("2026-03-09 03:00+00:00", "2:00", "2026-03-09 13:30", "given in UTC"),
    Vector("2026-03-06 23:00-05:00", "2:00", "2026-03-09 09:30", "Friday evening elsewhere is Saturday here"),
)
