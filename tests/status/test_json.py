"""The JSON of exchanges and traces: contracts, in and out."""

from __future__ import annotations

import datetime as dt
import json

import pytest

import edoc
from edoc.errors import CalendarNotCoveredError, FieldError, UsageError
from edoc.status import Event, EventKind
from edoc.testing import sample_package, sample_status

PACKAGE = sample_package()
EAST = dt.timezone(dt.timedelta(hours=12))
EXCHANGE = edoc.Exchange.of(PACKAGE, signed_at=dt.datetime(2026, 4, 26, 1, tzinfo=dt.UTC)).apply(
    sample_status(code="03", about=PACKAGE), received_at=dt.datetime(2026, 11, 2, 3, tzinfo=dt.UTC)
)


def test_the_json_has_the_log_and_no_state() -> None:
    shown = EXCHANGE.to_json_dict()

    assert set(shown) == {"schema", "document", "recall_completed", "log"}
    assert shown["schema"] == "edoc/exchange/1"
    assert shown["document"]["signed_at"] == "2026-04-26T08:00:00+07:00"
    assert [(event["kind"], event["received_at"]) for event in shown["log"]] == [("03", "2026-11-02T10:00:00+07:00")]


def test_what_is_read_back_is_equal_and_has_the_same_states() -> None:
    read = edoc.Exchange.from_json(EXCHANGE.to_json())

    assert read == EXCHANGE
    assert read.receivers == EXCHANGE.receivers
    assert read != edoc.Exchange.of(PACKAGE)
    assert read != "another thing"


def test_the_empty_time_of_dotnet_is_kept() -> None:
    """Midnight of 0001-01-01 in Vietnam has no moment in UTC."""
    empty = dt.datetime(1, 1, 1, tzinfo=edoc.VIETNAM)
    exchange = edoc.Exchange.of(PACKAGE).apply(sample_status(code="03", about=PACKAGE).with_header(timestamp=empty))

    assert edoc.Exchange.from_json(exchange.to_json()) == exchange
    assert exchange.log[0].at == empty


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": "edoc/exchange/2"}, "schema"),
        ({"log": [{"kind": "99"}]}, r"log.0.kind"),
        ({"log": [{"kind": "03", "at": "2026-01-05T08:00:00"}]}, "has no time zone"),
        ({"log": [{"kind": "03", "state": "ACCEPTED"}]}, r"log.0.state"),
        ({"receivers": []}, "receivers"),
        ({"document": None}, "document"),
    ],
)
def test_a_json_that_is_not_of_the_contract_is_refused_in_one_line(change: dict[str, object], said: str) -> None:
    with pytest.raises(FieldError, match=said):
        edoc.Exchange.from_json(json.dumps(EXCHANGE.to_json_dict() | change))


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(FieldError, match="JSON"):
        edoc.Exchange.from_json(b"\xff{")


def test_a_trace_speaks_the_language_that_is_asked_for() -> None:
    later = EXCHANGE.apply(sample_status(code="14", about=PACKAGE))

    said = [later.trace(language=language).receivers[0].problems[0] for language in ("en", "vi")]

    assert [item.message for item in said] == [
        "nobody has defined the status 14",
        "mã trạng thái 14 chưa được quy định",
    ]
    assert said[1].clause == "Quyết định 28/2018/QĐ-TTg, Điều 10.2h"


def test_the_future_begins_where_the_caller_says() -> None:
    status = sample_status(code="03", about=PACKAGE).header.timestamp
    assert isinstance(status, dt.datetime)

    assert EXCHANGE.trace(at=status).verdict == "conformant"
    early = EXCHANGE.trace(at=status - dt.timedelta(seconds=1))
    assert [problem.code for problem in early.receivers[0].problems] == ["in-the-future"]
    assert early.verdict == "non_conformant"
    assert early.receivers[0].state == "ACCEPTED"
    assert EXCHANGE.trace().verdict == "conformant"


def test_a_stray_message_may_be_in_the_future_too() -> None:
    at = dt.datetime(2026, 11, 2, 12, tzinfo=edoc.VIETNAM)
    stray = EXCHANGE.apply(Event(kind=EventKind.ACCEPT, at=at, code="03"))

    codes = [problem.code for problem in stray.trace(at=at - dt.timedelta(hours=1)).problems]

    assert codes == ["no-sender", "in-the-future"]


def test_now_needs_a_zone() -> None:
    with pytest.raises(UsageError, match="has no time zone"):
        EXCHANGE.trace(at=dt.datetime(2026, 11, 2, 12))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("moment", [dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC), dt.datetime(1, 1, 1, tzinfo=EAST)])
def test_a_time_that_the_calendar_does_not_have_in_vietnam_is_refused(moment: dt.datetime) -> None:
    with pytest.raises(CalendarNotCoveredError):
        Event(kind=EventKind.ACCEPT, at=moment)
