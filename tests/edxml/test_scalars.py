"""Dates, timestamps, numbers and truth values: what is read, what is a fault, what is written."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import pytest
from pydantic import TypeAdapter

from edoc import VIETNAM, FieldError, RawText
from edoc.edxml.header import OtherInfo, PromulgationInfo, StatusHeader
from edoc.edxml.scalars import (
    EdxmlBool,
    EdxmlDate,
    EdxmlInt,
    EdxmlTimestamp,
    format_bool,
    format_date,
    format_timestamp,
    parse_bool,
    parse_date,
    parse_int,
    parse_timestamp,
)

DAY = dt.date(2015, 9, 3)


def moment(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=VIETNAM)  # type: ignore[arg-type, misc]  # the parts of a date, in order


@pytest.mark.parametrize(
    ("text", "value", "fault"),
    [
        ("2015/09/03", DAY, None),
        ("2015-09-03", DAY, "date-form"),
        ("03/09/2015", DAY, "date-form"),
        ("3/9/2015", DAY, "date-form"),
        ("2015/9/3", DAY, "date-lenient"),
        (" 2015/09/03\n", DAY, "date-lenient"),
        ("2014/02/30", RawText("2014/02/30"), "date-impossible"),
        ("0000/01/01", RawText("0000/01/01"), "date-impossible"),
        ("31/04/2015", RawText("31/04/2015"), "date-impossible"),
        ("", None, "empty-value"),
        (" \r\n", None, "empty-value"),
        ("15/09/03", RawText("15/09/03"), "date-unreadable"),
        ("2015/09-03", RawText("2015/09-03"), "date-unreadable"),
        ("2015/09/03 08:00:00", RawText("2015/09/03 08:00:00"), "date-unreadable"),
        ("ngày 3", RawText("ngày 3"), "date-unreadable"),
        ("٢٠١٥/٠٩/٠٣", RawText("٢٠١٥/٠٩/٠٣"), "date-unreadable"),
    ],
)
def test_a_date_is_read_in_every_form_in_circulation(text: str, value: object, fault: str | None) -> None:
    assert parse_date(text) == (value, fault)
    assert type(parse_date(text)[0]) is type(value)


@pytest.mark.parametrize(
    ("text", "value", "fault"),
    [
        ("2015/09/03 08:15:30", moment(2015, 9, 3, 8, 15, 30), None),
        ("2015/09/03 08:15", moment(2015, 9, 3, 8, 15), "timestamp-form"),
        ("03/09/2015 08:15:30", moment(2015, 9, 3, 8, 15, 30), "timestamp-form"),
        ("2015-09-03T08:15:30", moment(2015, 9, 3, 8, 15, 30), "timestamp-form"),
        ("2015-09-03T01:15:30Z", moment(2015, 9, 3, 8, 15, 30), "timestamp-form"),
        ("2015-09-03T08:15:30.123+07:00", moment(2015, 9, 3, 8, 15, 30), "timestamp-form"),
        ("2015-09-03T10:15:30 +0900", moment(2015, 9, 3, 8, 15, 30), "timestamp-form"),
        ("2015/09/03 24:00:00", moment(2015, 9, 4), "timestamp-lenient"),
        (" 2015/09/03 08:15:30", moment(2015, 9, 3, 8, 15, 30), "timestamp-lenient"),
        ("", None, "empty-value"),
        ("\t", None, "empty-value"),
        ("2015/09/03", RawText("2015/09/03"), "timestamp-unreadable"),
        ("201-/09/03 08:15:30", RawText("201-/09/03 08:15:30"), "timestamp-unreadable"),
        ("null", RawText("null"), "timestamp-unreadable"),
        ("2015/09/31 08:15:30", RawText("2015/09/31 08:15:30"), "timestamp-impossible"),
        ("2015/09/03 25:00:00", RawText("2015/09/03 25:00:00"), "timestamp-impossible"),
        ("2015/09/03 24:00:01", RawText("2015/09/03 24:00:01"), "timestamp-impossible"),
        ("9999/12/31 24:00:00", RawText("9999/12/31 24:00:00"), "timestamp-impossible"),
        ("0001-01-01T00:00:00+07:00", moment(1, 1, 1), "timestamp-form"),
        ("0001-01-01T00:00:00+14:00", RawText("0001-01-01T00:00:00+14:00"), "timestamp-impossible"),
        ("2015-09-03T08:15:30+99:99", RawText("2015-09-03T08:15:30+99:99"), "timestamp-impossible"),
    ],
)
def test_a_timestamp_is_read_in_every_form_in_circulation(text: str, value: object, fault: str | None) -> None:
    assert parse_timestamp(text) == (value, fault)
    assert type(parse_timestamp(text)[0]) is type(value)


@pytest.mark.parametrize(
    ("text", "value", "fault"),
    [
        ("0", 0, None),
        ("+3", 3, None),
        ("-1", -1, None),
        ("007", 7, None),
        ("2147483647", 2**31 - 1, None),
        ("-2147483648", -(2**31), None),
        ("2147483648", RawText("2147483648"), "number-unreadable"),
        (" 1", RawText(" 1"), "number-unreadable"),
        ("1 ", RawText("1 "), "number-unreadable"),
        ("1.5", RawText("1.5"), "number-unreadable"),
        ("một", RawText("một"), "number-unreadable"),
        ("٣", RawText("٣"), "number-unreadable"),
        ("", None, "empty-value"),
        ("  ", None, "empty-value"),
    ],
)
def test_a_number_with_blanks_or_text_is_kept_as_text(text: str, value: object, fault: str | None) -> None:
    assert parse_int(text) == (value, fault)
    assert type(parse_int(text)[0]) is type(value)


@pytest.mark.parametrize(
    ("text", "value", "fault"),
    [
        ("true", True, None),
        ("false", False, None),
        ("TRUE", True, "boolean-form"),
        ("False", False, "boolean-form"),
        ("1", RawText("1"), "boolean-unreadable"),
        (" true", RawText(" true"), "boolean-unreadable"),
        ("", None, "empty-value"),
        ("\n", None, "empty-value"),
    ],
)
def test_a_truth_value_is_true_or_false(text: str, value: object, fault: str | None) -> None:
    assert parse_bool(text) == (value, fault)
    assert type(parse_bool(text)[0]) is type(value)


def test_one_form_is_written() -> None:
    assert format_date(dt.date(5, 1, 2)) == "0005/01/02"
    assert format_timestamp(dt.datetime(2026, 1, 5, 1, 2, 3, tzinfo=dt.UTC)) == "2026/01/05 08:02:03"
    assert (format_bool(True), format_bool(False)) == ("true", "false")


def test_a_raw_text_shows_that_it_is_no_typed_value_and_is_a_text_all_the_same() -> None:
    raw = RawText("2014/02/30")
    assert repr(raw) == "RawText('2014/02/30')"
    assert raw == "2014/02/30"
    assert pickle.loads(pickle.dumps(raw)) == raw


@pytest.mark.parametrize("given", [DAY, "2015-09-03", "2015/09/03"])
def test_a_model_takes_a_date_or_its_text(given: object) -> None:
    assert PromulgationInfo(promulgation_date=given).promulgation_date == DAY


@pytest.mark.parametrize(
    "given", ["03/09/2015", "2015/9/3", "2015/02/30", "", "x", "\ud800", 20150903, moment(2015, 9, 3)]
)
def test_a_model_refuses_what_is_no_date_in_a_clear_form(given: object) -> None:
    with pytest.raises(FieldError, match=r"PromulgationInfo\.promulgation_date: "):
        PromulgationInfo(promulgation_date=given)


@pytest.mark.parametrize(
    "given",
    [
        moment(2026, 1, 5, 8, 2, 3),
        dt.datetime(2026, 1, 5, 1, 2, 3, 999, tzinfo=dt.UTC),
        "2026/01/05 08:02:03",
        "2026-01-05T08:02:03+07:00",
        "2026-01-05T01:02:03Z",
    ],
)
def test_a_model_brings_a_timestamp_to_local_time_and_to_the_second(given: object) -> None:
    value = StatusHeader(timestamp=given).timestamp
    assert value == moment(2026, 1, 5, 8, 2, 3)
    assert isinstance(value, dt.datetime)
    assert value.utcoffset() == dt.timedelta(hours=7)


@pytest.mark.parametrize(
    "given",
    [
        dt.datetime(2026, 1, 5, 8),  # noqa: DTZ001 - that is the point
        dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC),
        "05/01/2026 08:00:00",
        "2026-01-05",
        "\ud800",
        DAY,
    ],
)
def test_a_model_refuses_a_timestamp_that_is_none_or_has_no_zone(given: object) -> None:
    with pytest.raises(FieldError, match=r"^StatusHeader\.timestamp: a time"):
        StatusHeader(timestamp=given)


@pytest.mark.parametrize("given", ["1", 1.5, True, 2**31, -(2**31) - 1])
def test_a_model_refuses_what_is_no_whole_number_of_32_bits(given: object) -> None:
    with pytest.raises(FieldError, match=r"OtherInfo\.priority: "):
        OtherInfo(priority=given)


@pytest.mark.parametrize("given", ["true", 1, 0])
def test_a_model_refuses_what_is_no_truth_value(given: object) -> None:
    with pytest.raises(FieldError, match=r"OtherInfo\.direction: "):
        OtherInfo(direction=given)


def test_a_model_keeps_a_text_that_could_not_be_typed() -> None:
    info = OtherInfo(priority=RawText(" 1"), direction=RawText("1"))
    assert info.model_dump(mode="json", exclude_defaults=True) == {"priority": " 1", "direction": "1"}


def test_json_has_iso_dates_and_numbers_as_numbers() -> None:
    assert TypeAdapter(EdxmlDate).dump_python(DAY, mode="json") == "2015-09-03"
    assert TypeAdapter(EdxmlTimestamp).dump_python(moment(2026, 1, 5, 8), mode="json") == "2026-01-05T08:00:00+07:00"
    assert TypeAdapter(EdxmlInt).dump_python(3, mode="json") == 3
    assert TypeAdapter(EdxmlBool).dump_python(False, mode="json") is False


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (EdxmlDate, {"type": "string", "format": "date"}),
        (EdxmlTimestamp, {"type": "string", "format": "date-time"}),
        (EdxmlInt, {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}),
        (EdxmlBool, {"type": "boolean"}),
    ],
)
def test_the_json_schema_names_the_type_and_the_text_that_may_stand_for_it(
    annotation: Any, expected: dict[str, object]
) -> None:
    typed, text = TypeAdapter(annotation).json_schema()["anyOf"]
    assert typed == expected
    assert text["type"] == "string"
