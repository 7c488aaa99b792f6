"""Dates, timestamps, numbers and truth values as the standard spells them.

Each ``parse_*`` gives the typed value, or the text itself as `RawText`, and the code of the
fault that the spelling is; ``None`` where there is none. Each ``format_*`` gives the one form
that is written.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any, Final

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = [
    "VIETNAM",
    "EdxmlBool",
    "EdxmlDate",
    "EdxmlInt",
    "EdxmlTimestamp",
    "RawText",
    "format_bool",
    "format_date",
    "format_timestamp",
    "parse_bool",
    "parse_date",
    "parse_int",
    "parse_timestamp",
    "to_vietnam",
]

#: Packages carry local time without a zone; Vietnam has had +07:00 without change since 1975.
VIETNAM: Final = dt.timezone(dt.timedelta(hours=7), "+07:00")

# The national SDK reads numbers with Java's Integer.valueOf; larger ones no reader takes.
_INT_MIN: Final = -(2**31)
_INT_MAX: Final = 2**31 - 1


class RawText(str):
    """The text of a field that could not be typed, exactly as it stood.

    A package that was read may hold it where a date, a number or a truth value belongs; the
    fault beside it says why. It cannot be written into a new package.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        """Show that it is no typed value."""
        return f"RawText({str.__repr__(self)})"


# QCVN 102:2016/BTTTT 1.4: yyyy/MM/dd. The other forms are what systems in circulation write;
# the group of four digits tells which is which.
_DATE: Final = re.compile(r"(\d{4})/(\d{2})/(\d{2})", re.ASCII)
# The first of these the national SDK reads as what it says; it loses the second and misreads the third.
_DATE_FORMS: Final = (
    (re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})", re.ASCII), "date-lenient"),
    (re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})", re.ASCII), "date-form"),
    (re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})", re.ASCII), "date-form"),
)
# QCVN 102:2016/BTTTT 2.1: yyyy/MM/dd HH:mm:ss, local time.
_TIMESTAMP: Final = re.compile(r"(\d{4})/(\d{2})/(\d{2}) (\d{2}):(\d{2}):(\d{2})", re.ASCII)
_CLOCK: Final = re.compile(
    r"(?P<date>[\d/-]{8,10})[ T]+(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_INT: Final = re.compile(r"[+-]?\d{1,10}", re.ASCII)
_HOURS: Final = 24


def parse_date(text: str) -> tuple[dt.date | RawText | None, str | None]:
    """Read a date in any form that is in circulation.

    >>> parse_date("2015/09/30")
    (datetime.date(2015, 9, 30), None)
    >>> parse_date("30/09/2015")
    (datetime.date(2015, 9, 30), 'date-form')
    >>> parse_date("2014/02/30")
    (RawText('2014/02/30'), 'date-impossible')
    >>> parse_date("2015/9/30")
    (datetime.date(2015, 9, 30), 'date-lenient')
    """
    strict = _DATE.fullmatch(text)
    if strict:
        year, month, day = strict.groups()
        return _date(int(year), int(month), int(day), text, None)
    stripped = text.strip()
    if not stripped:
        return None, "empty-value"
    for form, fault in _DATE_FORMS:
        match = form.fullmatch(stripped)
        if match:
            return _date(int(match["y"]), int(match["m"]), int(match["d"]), text, fault)
    return RawText(text), "date-unreadable"


def _date(year: int, month: int, day: int, text: str, fault: str | None) -> tuple[dt.date | RawText, str | None]:
    try:
        return dt.date(year, month, day), fault
    except ValueError:
        return RawText(text), "date-impossible"


def parse_timestamp(text: str) -> tuple[dt.datetime | RawText | None, str | None]:
    """Read a timestamp in any form that is in circulation; the result is in +07:00.

    >>> parse_timestamp("2015/09/30 08:15:30")[0].isoformat()
    '2015-09-30T08:15:30+07:00'
    >>> parse_timestamp("2015-09-30T01:15:30Z")
    (datetime.datetime(2015, 9, 30, 8, 15, 30, tzinfo=...), 'timestamp-form')
    """
    strict = _TIMESTAMP.fullmatch(text)
    if strict:
        year, month, day, hour, minute, second = map(int, strict.groups())
        try:
            return dt.datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM), None
        except ValueError:
            pass  # 24:00:00, or impossible: judged below
    stripped = text.strip()
    if not stripped:
        return None, "empty-value"
    match = _CLOCK.fullmatch(stripped)
    date, fault = parse_date(match["date"]) if match else (None, None)
    if match is None or date is None or fault == "date-unreadable":
        return RawText(text), "timestamp-unreadable"
    # the national SDK reads seconds without leading zeros or with a fraction behind them, and 24:00:00
    lenient = fault in {None, "date-lenient"} and match["s"] and not match["zone"] and "T" not in stripped
    try:
        return _moment(date, match), "timestamp-lenient" if lenient else "timestamp-form"
    except (ValueError, OverflowError):
        return RawText(text), "timestamp-impossible"


def _moment(date: dt.date | RawText, match: re.Match[str]) -> dt.datetime:
    """Join date and clock; 24:00:00 is the midnight that ends the day (ISO 8601)."""
    if isinstance(date, RawText):
        raise ValueError(date)  # noqa: TRY004 - the caller takes it for an impossible date
    hour, minute, second = int(match["h"]), int(match["min"]), int(match["s"] or 0)
    extra = dt.timedelta()
    if hour == _HOURS and minute == second == 0:
        hour, extra = 0, dt.timedelta(days=1)
    zone = match["zone"]
    tzinfo = dt.datetime.strptime(zone, "%z").tzinfo if zone else VIETNAM
    moment = dt.datetime(date.year, date.month, date.day, hour, minute, second, tzinfo=tzinfo) + extra
    return to_vietnam(moment)


def to_vietnam(moment: dt.datetime) -> dt.datetime:
    """Bring an aware moment to +07:00; also 0001-01-01 there, .NET's empty time, of which there is no UTC."""
    same = moment.utcoffset() == VIETNAM.utcoffset(None)
    return moment.replace(tzinfo=VIETNAM) if same else moment.astimezone(VIETNAM)


def parse_int(text: str) -> tuple[int | RawText | None, str | None]:
    """Read a whole number; blanks around it or text are a fault, and the text is kept.

    >>> parse_int("12"), parse_int(" 1")
    ((12, None), (RawText(' 1'), 'number-unreadable'))
    """
    if _INT.fullmatch(text):
        value = int(text)
        if _INT_MIN <= value <= _INT_MAX:
            return value, None
    if not text.strip():
        return None, "empty-value"
    return RawText(text), "number-unreadable"


def parse_bool(text: str) -> tuple[bool | RawText | None, str | None]:
    """Read ``true`` or ``false``.

    >>> parse_bool("true"), parse_bool("1")
    ((True, None), (RawText('1'), 'boolean-unreadable'))
    """
    if text in {"true", "false"}:
        return text == "true", None
    if not text.strip():
        return None, "empty-value"
    if text.lower() in {"true", "false"}:
        return text.lower() == "true", "boolean-form"
    return RawText(text), "boolean-unreadable"


def format_date(value: dt.date) -> str:
    """Write ``yyyy/MM/dd``."""
    return f"{value.year:04d}/{value.month:02d}/{value.day:02d}"


def format_timestamp(value: dt.datetime) -> str:
    """Write ``yyyy/MM/dd HH:mm:ss`` in the local time of Vietnam."""
    local = value.astimezone(VIETNAM)
    return f"{format_date(local)} {local.hour:02d}:{local.minute:02d}:{local.second:02d}"


def format_bool(value: bool) -> str:  # noqa: FBT001 - the value is the point
    """Write ``true`` or ``false``."""
    return "true" if value else "false"


#: What a caller is told who gives something else.
_EXPECTED: Final = {
    "date": "a date is needed: a datetime.date, YYYY-MM-DD or yyyy/MM/dd",
    "timestamp": (
        "a time with its zone is needed: a datetime.datetime with tzinfo, YYYY-MM-DDThh:mm:ss+07:00, "
        "or yyyy/MM/dd HH:mm:ss in the time of Vietnam"
    ),
    "int": f"a whole number from {_INT_MIN} to {_INT_MAX} is needed",
    "bool": "true or false is needed",
}


class _Scalar:
    """What pydantic needs to know of one kind of scalar."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Take the typed value, the text that could not be typed, or a text that can be."""
        from pydantic_core import core_schema as cs  # noqa: PLC0415 - kept off the import path

        typed: CoreSchema
        if self.kind == "date":
            typed = cs.date_schema(strict=True)
        elif self.kind == "timestamp":
            typed = cs.no_info_after_validator_function(_localise, cs.datetime_schema(strict=True))
        elif self.kind == "int":
            typed = cs.int_schema(strict=True, ge=_INT_MIN, le=_INT_MAX)
        else:
            typed = cs.bool_schema(strict=True)
        choices: list[CoreSchema] = [cs.is_instance_schema(RawText), typed]
        if self.kind in {"date", "timestamp"}:
            parse = _date_of_text if self.kind == "date" else _timestamp_of_text
            choices.append(cs.no_info_after_validator_function(parse, cs.str_schema()))
        return cs.union_schema(
            choices,  # type: ignore[arg-type]  # a list of the choices that it names
            mode="left_to_right",
            custom_error_type="edxml",
            custom_error_message=_EXPECTED[self.kind],
            serialization=cs.plain_serializer_function_ser_schema(_to_json, when_used="json"),
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe the typed form, and the text that a faulty package may have instead."""
        kinds: dict[str, dict[str, Any]] = {
            "date": {"type": "string", "format": "date"},
            "timestamp": {"type": "string", "format": "date-time"},
            "int": {"type": "integer", "minimum": _INT_MIN, "maximum": _INT_MAX},
            "bool": {"type": "boolean"},
        }
        return {"anyOf": [kinds[self.kind], {"type": "string", "description": "text that could not be typed"}]}


def _to_json(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _localise(value: dt.datetime) -> dt.datetime:
    """Bring a moment to +07:00 and to the second, as far as the format goes."""
    if value.tzinfo is VIETNAM and not value.microsecond:
        return value  # as the reader gives it
    if value.tzinfo is None:
        raise ValueError(value)
    try:
        return to_vietnam(value).replace(microsecond=0)
    except OverflowError as error:
        raise ValueError(value) from error


def _date_of_text(text: str) -> dt.date:
    value, fault = parse_date(text)
    if not isinstance(value, dt.date) or (fault and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)):
        raise ValueError  # without the text: pydantic cannot take one with half a surrogate pair
    return value


def _timestamp_of_text(text: str) -> dt.datetime:
    value, fault = parse_timestamp(text)
    if isinstance(value, dt.datetime) and (fault is None or re.match(r"\d{4}-\d{2}-\d{2}T", text)):
        return value
    raise ValueError


EdxmlDate = Annotated[dt.date | RawText, _Scalar("date")]
EdxmlTimestamp = Annotated[dt.datetime | RawText, _Scalar("timestamp")]
EdxmlInt = Annotated[int | RawText, _Scalar("int")]
EdxmlBool = Annotated[bool | RawText, _Scalar("bool")]
