"""The deadlines of an exchange, per recipient, from its messages."""

from __future__ import annotations

import datetime as dt
import json
import time
from typing import TYPE_CHECKING, Final

import pytest
from moments import moment

import edoc
from edoc.edxml.package import DocumentPackage
from edoc.errors import UsageError
from edoc.identifiers import AgencyCode, DocumentId
from edoc.status import Document, Event, EventKind, Exchange, Party
from edoc.status.clocks import Week, Why, vietnam_calendar

if TYPE_CHECKING:
    from pathlib import Path

HOURS: Final = vietnam_calendar(Week.of("07:30-11:30", "13:00-17:00"))
SENDER, FIRST, SECOND = AgencyCode("H49.15"), AgencyCode("H49.16"), AgencyCode("H49.17")
DOCUMENT: Final = Document(
    document_id=DocumentId("H49.15,2026/03/09,5/SM"),
    promulgation_date=dt.date(2026, 3, 9),
    sender=Party(SENDER, "Sở Mẫu"),
    recipients=(Party(FIRST, "Sở Một"), Party(SECOND, "Sở Hai")),
    sent_at=moment("2026-03-09 09:00"),
    signed_at=moment("2026-03-09 08:00"),
    due_date=dt.date(2026, 3, 20),
)


def event(kind: EventKind, at: str | None, by: AgencyCode = FIRST) -> Event:
    to = (FIRST,) if by == SENDER else ()
    return Event(kind=kind, by=by, to=to, at=None if at is None else moment(at), reason="lý do", staff="Trần Thị Mẫu")


def standing(exchange: Exchange, at: str, profile: str = "decree-30-2020", organ: str = FIRST) -> dict[str, str]:
    report = exchange.deadlines(moment(at), calendar=HOURS, profile=profile)
    return {entry.id: entry.outcome.value if entry.why is None else entry.why.value for entry in report.of(organ)}


def test_every_recipient_has_its_own_deadlines() -> None:
    exchange = Exchange.of(DOCUMENT).apply(
        event(EventKind.ARRIVE, "2026-03-09 09:01"),
        event(EventKind.ACCEPT, "2026-03-09 10:00"),
        event(EventKind.ASSIGN, "2026-03-10 10:00"),
        event(EventKind.ARRIVE, "2026-03-09 09:02", SECOND),
    )

    assert standing(exchange, "2026-03-12 08:00") == {"D-1": "met", "D-4": "met", "D-5": "met", "D-11": "due"}
    assert standing(exchange, "2026-03-12 08:00", organ=SECOND) == {
        "D-1": "met",
        "D-4": "missed",
        "D-5": "met",
        "D-11": "due",
    }
    assert standing(exchange, "2026-03-12 08:00", "cv-4089-2017")["D-3"] == "met"
    assert standing(exchange, "2026-03-12 08:00", "cv-4089-2017", SECOND)["D-3"] == "missed"
    report = exchange.deadlines(moment("2026-03-12 08:00"), calendar=HOURS)
    assert report.profile == "decree-30-2020"
    assert [(party.organ_id, entry.id) for party, entry in report.overdue] == [(SECOND, "D-4")]
    assert report.of("H01") == ()


def test_the_order_in_which_messages_arrive_does_not_matter() -> None:
    events = [
        event(EventKind.ARRIVE, "2026-03-09 09:01"),
        event(EventKind.ACCEPT, "2026-03-09 10:00"),
        event(EventKind.ASSIGN, "2026-03-10 10:00"),
    ]
    one, other = (Exchange.of(DOCUMENT).apply(*order) for order in (events, events[::-1]))

    at = moment("2026-03-12 08:00")
    assert one.deadlines(at, calendar=HOURS) == other.deadlines(at, calendar=HOURS)


def test_a_recall_is_to_be_answered_each_time_that_it_is_asked_for() -> None:
    exchange = Exchange.of(DOCUMENT).apply(
        event(EventKind.ARRIVE, "2026-03-09 09:01"),
        event(EventKind.TAKE_BACK, "2026-03-10 08:00", SENDER),
        event(EventKind.DECLINE, "2026-03-10 09:00"),
        event(EventKind.RECALL, "2026-03-11 08:00", SENDER),
    )
    report = exchange.deadlines(moment("2026-03-11 16:00"), calendar=HOURS, profile="decree-30-2020")
    recalls = [entry for entry in report.of(FIRST) if entry.id == "D-6"]

    assert [(entry.outcome.value, entry.due_at) for entry in recalls] == [
        ("met", moment("2026-03-10 10:00")),
        ("missed", moment("2026-03-11 10:00")),
    ]
    agreed = exchange.apply(event(EventKind.AGREE, "2026-03-11 09:00"))
    assert standing(agreed, "2026-03-25 16:00") == {"D-1": "met", "D-4": "missed", "D-5": "met", "D-6": "met"}


def test_nothing_is_owed_after_a_refusal() -> None:
    exchange = Exchange.of(DOCUMENT).apply(
        event(EventKind.ARRIVE, "2026-03-09 09:01"), event(EventKind.REFUSE, "2026-03-09 10:00")
    )

    assert standing(exchange, "2026-03-30 08:00") == {"D-1": "met", "D-5": "met", "D-7": "met"}


def test_a_document_that_was_sent_again_is_counted_from_then() -> None:
    exchange = Exchange.of(DOCUMENT).apply(
        event(EventKind.ARRIVE, "2026-03-09 09:01"),
        event(EventKind.REFUSE, "2026-03-09 10:00"),
        Event(kind=EventKind.SEND, by=SENDER, to=(FIRST,), at=moment("2026-03-11 08:00")),
        event(EventKind.ARRIVE, "2026-03-11 08:01"),
    )
    report = exchange.deadlines(moment("2026-03-11 09:00"), calendar=HOURS, profile="decree-30-2020")

    assert {entry.id: entry.due_at for entry in report.of(FIRST)}["D-4"] == moment("2026-03-12 17:00")


def test_a_message_without_a_time_leaves_its_deadlines_undecided() -> None:
    exchange = Exchange.of(DOCUMENT).apply(event(EventKind.ARRIVE, None))

    assert standing(exchange, "2026-03-12 08:00")["D-4"] == Why.MISSING_TIME.value


def test_what_counts_for_nothing_starts_and_ends_no_time() -> None:
    exchange = Exchange.of(DOCUMENT).apply(
        event(EventKind.ARRIVE, "2026-03-09 09:01"),
        Event(kind=None, code="14", by=FIRST, at=moment("2026-03-09 09:30")),
        event(EventKind.AGREE, "2026-03-09 09:40"),
        event(EventKind.REFUSE, "2026-03-09 10:00"),
        event(EventKind.ASSIGN, "2026-03-09 11:00"),
        event(EventKind.TAKE_BACK, "2026-03-09 14:00", SENDER),
    )

    assert standing(exchange, "2026-03-30 08:00") == {"D-1": "met", "D-5": "met", "D-7": "met"}


def test_a_draft_owes_only_its_sending() -> None:
    draft = Document(
        document_id=DOCUMENT.document_id,
        recipients=DOCUMENT.recipients,
        sender=DOCUMENT.sender,
        signed_at=DOCUMENT.signed_at,
        is_sent=False,
    )
    assert standing(Exchange.of(draft), "2026-03-10 16:00") == {"D-1": "due"}


def test_urgent_documents_have_deadlines_of_their_own() -> None:
    urgent = Exchange.of(
        Document(
            document_id=DOCUMENT.document_id,
            sender=DOCUMENT.sender,
            recipients=DOCUMENT.recipients,
            sent_at=DOCUMENT.sent_at,
            signed_at=DOCUMENT.signed_at,
            priority=2,
        )
    )
    assert standing(urgent, "2026-03-10 16:00")["D-2"] == "missed"
    assert "D-2" not in standing(Exchange.of(DOCUMENT), "2026-03-10 16:00")


def test_before_any_act_there_is_no_deadline() -> None:
    old = Document(document_id=DOCUMENT.document_id, recipients=DOCUMENT.recipients, sent_at=moment("2015-09-30 09:00"))
    report = Exchange.of(old).deadlines(moment("2026-03-10 16:00"))

    assert report.profile is None
    assert [entries for _, entries in report.receivers] == [(), ()]


def test_a_year_that_the_calendar_does_not_know_is_said_and_not_guessed() -> None:
    exchange = Exchange.of(DOCUMENT).apply(
        event(EventKind.ARRIVE, "2027-03-09 09:01"), event(EventKind.ASSIGN, "2027-03-10 10:00")
    )
    assert standing(exchange, "2027-03-12 08:00") == {
        "D-1": "met",
        "D-4": "CALENDAR_NOT_COVERED",
        "D-5": "met",
        "D-11": "missed",
    }


def test_the_report_is_json() -> None:
    exchange = Exchange.of(DOCUMENT).apply(event(EventKind.ARRIVE, "2026-03-06 18:01"))
    told = json.loads(json.dumps(exchange.deadlines(moment("2026-03-12 08:00"), calendar=HOURS).to_json_dict()))

    assert (told["at"], told["profile"], told["calendar"]) == (
        "2026-03-12T08:00:00+07:00",
        "decree-30-2020",
        "Việt Nam",
    )
    assert [receiver["organ_id"] for receiver in told["receivers"]] == [FIRST, SECOND]
    (entry,) = [entry for entry in told["receivers"][0]["deadlines"] if entry["id"] == "D-4"]
    assert (entry["outcome"], entry["due_at"], entry["rolled"]) == ("missed", "2026-03-10T17:00:00+07:00", True)
    assert entry["clauses"] == ["nd-30-2020:4.2c", "nd-30-2020:23.1"]
    assert entry["warnings"][0]["due_at"] == "2026-03-09T17:00:00+07:00"


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(UsageError, match="at has no time zone"):
        Exchange.of(DOCUMENT).deadlines(dt.datetime(2026, 3, 9))  # noqa: DTZ001 - that is the point
    with pytest.raises(UsageError, match="no profile of deadlines"):
        Exchange.of(DOCUMENT).deadlines(moment("2026-03-12 08:00"), profile="decree-31")


def test_seven_hundred_recipients_take_no_longer_than_a_glance() -> None:
    parties = tuple(Party(AgencyCode(f"H49.{number}")) for number in range(100, 800))
    exchange = Exchange.of(
        Document(
            document_id=DOCUMENT.document_id,
            sender=DOCUMENT.sender,
            recipients=parties,
            sent_at=DOCUMENT.sent_at,
            signed_at=DOCUMENT.signed_at,
            due_date=dt.date(2026, 3, 10),
        )
    )
    exchange.deadlines(moment("2026-03-12 08:00"), calendar=HOURS)

    before = time.process_time()
    report = exchange.deadlines(moment("2026-03-12 08:00"), calendar=HOURS)
    assert time.process_time() - before < 0.5
    assert len(report.overdue) == 700


@pytest.mark.shared
def test_every_document_that_the_national_sdk_wrote_has_deadlines(shared: Path) -> None:
    """What lies outside the calendar is said to; nothing is guessed, and nothing breaks."""
    told = set[str]()
    for path in sorted((shared / "samples" / "sdk").glob("*.edxml")):
        package = edoc.read(path)
        if isinstance(package, DocumentPackage):
            report = Exchange.of(package).deadlines(moment("2026-11-20 08:00"), profile="decree-30-2020")
            told |= {entry.id for _, entries in report.receivers for entry in entries}
    assert {"D-1", "D-11"} <= told
