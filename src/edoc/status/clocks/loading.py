"""Calendars from files, and the calendar of Vietnam that is shipped.

The shipped one joins two sources: the public holidays that the Labour Code fixes, from the package
`holidays`, and ``vietnam.toml`` with what was decided for a single year. The second wins.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, Literal

from edoc.edxml.model import Model
from edoc.errors import FieldError
from edoc.status.clocks.calendar import WorkingCalendar
from edoc.status.clocks.days import CalendarDay, DayEffect, Outage
from edoc.status.clocks.files import read_text
from edoc.status.clocks.session import COMMON_WEEK, Week

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "CoveredYear",
    "calendar_from_toml",
    "days_from_csv",
    "load_calendar",
    "load_days",
    "vietnam_calendar",
    "vietnam_years",
]

#: How the package `holidays` names a day that was swapped for one of a weekend.
_MOVED_TO: Final = "Ngày nghỉ (thay cho ngày "


class CoveredYear(Model):
    """A year that a calendar covers, and on whose word.

    Args:
        year: The year.
        source: The letters and acts that settle its days off.
        certainty: ``text``, ``excerpt``, ``secondary`` or ``local``.
    """

    year: int
    source: str = ""
    certainty: str = ""


class Swap(Model):
    """A working day that is off, and the day of a weekend that is worked instead.

    Args:
        off: The day that is off.
        worked: The day that is worked, with the sessions of the other.
        name: On which occasion.
        source: The letter that says so.
        certainty: ``text``, ``excerpt``, ``secondary`` or ``local``.
    """

    off: dt.date
    worked: dt.date
    name: str = ""
    source: str = ""
    certainty: str = ""

    def days(self) -> tuple[CalendarDay, CalendarDay]:
        """Give both days."""
        off = CalendarDay(
            date=self.off,
            effect=DayEffect.SWAPPED,
            name=f"nghỉ hoán đổi {self.name}".strip(),
            source=self.source,
            certainty=self.certainty,
        )
        worked = {
            "date": self.worked,
            "effect": DayEffect.MAKEUP,
            "name": f"làm bù {self.name}".strip(),
            "instead_of": self.off,
        }
        return off, off.model_copy(update=worked)


class CalendarFile(Model):
    """A calendar as it stands in a TOML file; see `load_calendar`."""

    name: str = ""
    base: Literal["vietnam"] | None = None
    week: Week | None = None
    years: tuple[int, ...] = ()
    coverage: tuple[CoveredYear, ...] = ()
    day: tuple[CalendarDay, ...] = ()
    swap: tuple[Swap, ...] = ()
    outage: tuple[Outage, ...] = ()

    def calendar(self) -> WorkingCalendar:
        """Put it together, on top of its base."""
        base = vietnam_calendar(self.week) if self.base == "vietnam" else None
        days = [*self.day, *(day for swap in self.swap for day in swap.days())]
        own = WorkingCalendar(
            name=self.name,
            week=self.week or COMMON_WEEK,
            years=(*self.years, *(year.year for year in self.coverage)),
            days=tuple(days),
            outages=self.outage,
            hours_assumed=self.week is None,
        )
        if base is None:
            return own
        both = base.with_days(*own.days)
        return own.model_copy(
            update={"name": own.name or base.name, "years": base.years + own.years, "days": both.days}
        )


def load_calendar(path: str | os.PathLike[str]) -> WorkingCalendar:
    """Read a working calendar from a TOML file.

    The file has ``name``, ``years``, a table ``week`` with the sessions of each weekday, and lists of
    ``day``, ``swap`` and ``outage``. ``base = "vietnam"`` starts from the shipped calendar; days of the
    file replace its days. Without ``week`` common hours are assumed, and the calendar says so.

    Raises:
        FieldError: It is no calendar; says what is wrong.
        InputError: It cannot be read.
    """
    return calendar_from_toml(read_text(path), os.fspath(path))


def calendar_from_toml(text: str, name: str = "the calendar") -> WorkingCalendar:
    """Read a working calendar from the text of a TOML file; see `load_calendar`.

    Args:
        text: The text.
        name: Where it comes from, for messages.

    Raises:
        FieldError: It is no calendar; says what is wrong.

    Example:
        >>> calendar = calendar_from_toml('''
        ... base = "vietnam"
        ... [week]
        ... monday = ["08:00-12:00", "13:00-17:00"]
        ... [[swap]]
        ... off = 2026-06-15
        ... worked = 2026-06-20
        ... ''')
        >>> calendar.is_working_day(dt.date(2026, 6, 15)), calendar.is_working_day(dt.date(2026, 6, 20))
        (False, True)
    """
    try:
        return CalendarFile.model_validate(tomllib.loads(text)).calendar()
    except (tomllib.TOMLDecodeError, FieldError) as error:
        message = f"{name}: {error}"
        raise FieldError(message) from None


def load_days(path: str | os.PathLike[str]) -> tuple[CalendarDay, ...]:
    """Read days from a CSV file; see `days_from_csv`.

    Raises:
        FieldError: A row is no day; says which.
        InputError: It cannot be read.
    """
    return days_from_csv(read_text(path), os.fspath(path))


def days_from_csv(text: str, name: str = "the table") -> tuple[CalendarDay, ...]:
    r"""Read days from the text of a CSV file.

    Its columns are ``date`` and ``effect``, and if wanted ``name``, ``instead_of``, ``sessions`` (separated
    by blanks), ``source`` and ``certainty``. Put them into a calendar with `WorkingCalendar.with_days`.

    Args:
        text: The text.
        name: Where it comes from, for messages.

    Raises:
        FieldError: A row is no day; says which.

    Example:
        >>> days_from_csv("date,effect,name\n2026-06-15,day_off_local,Ngày truyền thống\n")[0].effect.value
        'day_off_local'
    """
    try:
        return tuple(_days(text))
    except (csv.Error, FieldError) as error:
        message = f"{name}: {error}"
        raise FieldError(message) from None


def _days(text: str) -> Iterator[CalendarDay]:
    for number, row in enumerate(csv.DictReader(text.splitlines(), strict=True), 2):
        try:
            given: dict[str, Any] = {key: value for key, value in row.items() if value}
            if "sessions" in given:
                given["sessions"] = given["sessions"].split()
            yield CalendarDay.model_validate(given)
        except FieldError as error:
            message = f"row {number}: {error}"
            raise FieldError(message) from None


def vietnam_calendar(week: Week | None = None) -> WorkingCalendar:
    """Give the shipped calendar: the public holidays of the years whose decisions are known.

    Args:
        week: The office hours; common ones, which bind nobody, when left out. The calendar then says
            ``hours_assumed``.

    Example:
        >>> calendar = vietnam_calendar()
        >>> calendar.years
        (2024, 2025, 2026)
        >>> calendar.on(dt.date(2026, 8, 22)).effect.value
        'makeup_workday'
    """
    shipped = _shipped()
    return shipped if week is None else shipped.model_copy(update={"week": week, "hours_assumed": False})


@cache
def shipped_file() -> CalendarFile:
    """Read ``vietnam.toml``."""
    text = (resources.files("edoc.status.clocks") / "vietnam.toml").read_text("utf-8")
    return CalendarFile.model_validate(tomllib.loads(text))


@cache
def vietnam_years() -> tuple[int, ...]:
    """Give the years that the shipped calendar covers, without its days, which take far longer to load."""
    return shipped_file().calendar().years


@cache
def _shipped() -> WorkingCalendar:
    moved = shipped_file().calendar()
    return moved.model_copy(update={"days": tuple(fixed_holidays(moved.years))}).with_days(*moved.days)


def fixed_holidays(years: tuple[int, ...]) -> Iterator[CalendarDay]:
    """Give the public holidays of the Labour Code, without days that were moved to."""
    from holidays import country_holidays  # noqa: PLC0415 - 60 ms that only counting pays

    found = country_holidays("VN", years=years, observed=False, language="vi")
    for day, name in sorted(found.items()):
        if not name.startswith(_MOVED_TO):
            yield CalendarDay(
                date=day,
                effect=DayEffect.HOLIDAY,
                name=name,
                source="Bộ luật Lao động 2019, Điều 112",
                certainty="excerpt",
            )
