"""Whom a message is about, who may say so, and which message is not taken."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import edoc
from edoc.identifiers import AgencyCode, AgencyEntry, DocumentId, DocumentNumber, TableRegistry
from edoc.status import PROBLEMS, Event, EventKind
from edoc.status.document import Document, Match, Parties, Party
from edoc.status.fold import extended

ID = DocumentId("H49.15,2026/01/05,05/SM-VP")
NUMBER = DocumentNumber("05/SM-VP")
DATE = dt.date(2026, 1, 5)
SENT = dt.datetime(2026, 1, 5, 8, tzinfo=edoc.VIETNAM)


def later(minutes: int) -> dt.datetime:
    return SENT + dt.timedelta(minutes=minutes)


def exchange(*recipients: str, **more: Any) -> edoc.Exchange:
    known: dict[str, Any] = {
        "document_id": ID,
        "number": NUMBER,
        "promulgation_date": DATE,
        "sender": Party(AgencyCode("H49.15")),
        "recipients": tuple(Party(AgencyCode(code)) for code in recipients or ("000.00.00.H51", "H49.16")),
        "sent_at": SENT,
    }
    registry = more.pop("registry", None)
    return edoc.Exchange.of(Document(**(known | more)), registry=registry)


def event(kind: EventKind | None = EventKind.ACCEPT, **more: Any) -> Event:
    known: dict[str, Any] = {
        "kind": kind,
        "code": "03",
        "by": AgencyCode("H49.16"),
        "issuer": AgencyCode("H49.15"),
        "documents": (ID,),
        "at": later(10),
        "reason": "Lý do",
        "staff": "Trần Thị Mẫu",
    }
    return Event(**(known | more))


def recall(**more: Any) -> Event:
    known = {"kind": EventKind.TAKE_BACK, "by": AgencyCode("H49.15"), "issuer": None, "to": (AgencyCode("H49.16"),)}
    return event(**(known | more))


def found(changed: edoc.Exchange) -> tuple[list[str], list[str], list[str]]:
    """Give the states, the problems of nobody, and those of the recipients."""
    return (
        [receiver.state.value for receiver in changed.receivers],
        [problem.code for problem in changed.problems],
        [problem.code for receiver in changed.receivers for problem in receiver.problems],
    )


NOTHING = ["SENT", "SENT"]


@pytest.mark.parametrize("code", ["H49.16", " H49.16 "])
def test_a_recipient_is_known_by_its_code(code: str) -> None:
    assert found(exchange().apply(event(by=AgencyCode(code)))) == (["SENT", "ACCEPTED"], [], [])


@pytest.mark.parametrize("code", ["000.00.00.H51", "H51"])
def test_a_recipient_is_known_by_either_code_where_both_are_sure(code: str) -> None:
    assert found(exchange().apply(event(by=AgencyCode(code)))) == (["ACCEPTED", "SENT"], [], [])


def test_a_code_that_is_equal_by_its_form_alone_is_taken_and_undecided() -> None:
    changed = exchange("000.00.16.H49").apply(event())

    assert found(changed) == (["ACCEPTED"], [], ["recipient-inferred"])
    assert changed.trace().verdict == "undecided"


@pytest.mark.parametrize(("other", "outcome"), [("000.00.16.H49", "ACCEPTED"), ("000.00.17.H49", "SENT")])
def test_a_register_decides_what_the_form_cannot(other: str, outcome: str) -> None:
    entry = AgencyEntry(code=AgencyCode("H49.16"), name="Sở Mẫu", code_qcvn102=AgencyCode(other))
    registry = TableRegistry([entry])

    states, strays, problems = found(exchange("000.00.16.H49", registry=registry).apply(event()))

    assert states == [outcome]
    assert problems == []
    assert strays == ([] if outcome == "ACCEPTED" else ["not-a-recipient"])


def test_a_register_finds_a_recipient_whose_two_codes_have_nothing_in_common() -> None:
    entry = AgencyEntry(code=AgencyCode("H49.16"), name="Sở Mẫu", code_qcvn102=AgencyCode("000.00.77.H49"))

    changed = exchange("000.00.77.H49", registry=TableRegistry([entry])).apply(event())

    assert found(changed) == (["ACCEPTED"], [], [])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"by": AgencyCode("H49.17")}, "not-a-recipient"),
        ({"by": AgencyCode("H49.15")}, "not-a-recipient"),
        ({"by": AgencyCode("H51.04")}, "sub-unit"),
        ({"by": AgencyCode("H49.16.01")}, "sub-unit"),
        ({"by": AgencyCode("000.00.17.H49")}, "recipient-unknown"),
        ({"by": AgencyCode("vxp.saas.03")}, "recipient-unknown"),
        ({"by": None}, "no-sender"),
        ({"issuer": AgencyCode("H49.16")}, "wrong-response-for"),
        ({"issuer": AgencyCode("H49.99")}, "wrong-response-for"),
        ({"issuer": AgencyCode("vxp.saas.03")}, "issuer-unknown"),
        ({"documents": (DocumentId("H49.15,2026/01/05,06/SM-VP"),)}, "another-document"),
        ({"documents": (), "number": NUMBER, "issuer": AgencyCode("H49.15")}, "another-document"),
        ({"documents": (), "promulgation_date": DATE}, "another-document"),
    ],
)
def test_a_status_that_cannot_be_sure_of_document_and_sender_counts_for_nobody(
    change: dict[str, Any], code: str
) -> None:
    assert found(exchange().apply(event(**change))) == (NOTHING, [code], [])
    assert not PROBLEMS[code].is_applied


def test_without_an_id_number_date_and_issuer_together_name_the_document() -> None:
    named = event(documents=(), number=NUMBER, promulgation_date=DATE)

    assert found(exchange().apply(named))[0] == ["SENT", "ACCEPTED"]
    assert found(exchange(document_id=None).apply(named)) == (["SENT", "ACCEPTED"], ["document-without-id"], [])


def test_the_fallback_needs_an_issuer_that_is_sure() -> None:
    named = event(documents=(), number=NUMBER, promulgation_date=DATE)

    assert found(exchange(sender=None).apply(named))[1] == ["another-document"]


def test_an_id_is_the_same_in_composed_and_decomposed_letters() -> None:
    composed, decomposed = "H49.15,2026/01/05,05/QĐ-ỦY", "H49.15,2026/01/05,05/QĐ-U\u0309Y"

    changed = exchange(document_id=DocumentId(composed)).apply(event(documents=(DocumentId(decomposed),)))

    assert found(changed)[0] == ["SENT", "ACCEPTED"]


def test_a_document_without_a_sender_takes_what_its_recipients_report() -> None:
    assert found(exchange(sender=None).apply(event()))[0] == ["SENT", "ACCEPTED"]
    assert found(exchange(sender=None).apply(recall()))[1] == ["issuer-unknown"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"by": AgencyCode("H49.16")}, "not-the-issuer"),
        ({"by": AgencyCode("vxp.saas.03")}, "issuer-unknown"),
        ({"by": None}, "no-sender"),
        ({"to": ()}, "no-addressee"),
        ({"to": (AgencyCode("H49.15"),)}, "wrong-response-for"),
        ({"to": (AgencyCode("H49.17"),)}, "not-a-recipient"),
        ({"to": (AgencyCode("H49.16.02"),)}, "sub-unit"),
        ({"documents": (DocumentId("khác"),)}, "another-document"),
    ],
)
def test_a_recall_that_cannot_be_sure_of_issuer_and_addressee_counts_for_nobody(
    change: dict[str, Any], code: str
) -> None:
    as_it_was_read = extended(exchange()._folded, [recall(**change)])

    assert found(edoc.Exchange(as_it_was_read)) == (NOTHING, [code], [])


def test_a_recall_counts_for_those_it_names_alone() -> None:
    assert found(exchange().apply(recall())) == (["SENT", "RECALL_PENDING"], [], [])


def test_a_package_counts_for_every_recipient_it_names_and_the_rest_of_it_strays() -> None:
    to = tuple(AgencyCode(code) for code in ("H51", "H49.17"))

    changed = exchange().apply(recall(kind=EventKind.RECALL, to=to))

    assert found(changed) == (["RECALL_PENDING", "SENT"], ["not-a-recipient"], [])
    assert len(changed.log) == 1


def test_a_recall_that_names_a_recipient_by_form_alone_is_undecided() -> None:
    changed = exchange("000.00.16.H49").apply(recall())

    assert found(changed) == (["RECALL_PENDING"], [], ["recipient-inferred"])


@pytest.mark.parametrize(
    ("at", "code"), [(dt.datetime(2026, 1, 4, 23, 59, 59, tzinfo=edoc.VIETNAM), ["before-the-document"]), (SENT, [])]
)
def test_what_happened_before_the_document_counts_with_a_problem(at: dt.datetime, code: list[str]) -> None:
    assert found(exchange().apply(event(at=at))) == (["SENT", "ACCEPTED"], [], code)


def test_before_the_day_of_issue_is_before_the_document_when_the_sending_is_not_known() -> None:
    early = event(at=dt.datetime(2026, 1, 4, 12, tzinfo=edoc.VIETNAM))

    assert found(exchange(sent_at=None).apply(early))[2] == ["before-the-document"]
    assert found(exchange(sent_at=None, promulgation_date=None).apply(early))[2] == []


def test_an_update_brings_recipients_in_and_they_start_as_sent() -> None:
    update = recall(
        kind=EventKind.UPDATE,
        to=tuple(AgencyCode(code) for code in ("H49.16", "H49.20")),
        added=(AgencyCode("H49.21"),),
        removed=(AgencyCode("000.00.00.H51"),),
        at=later(5),
    )

    changed = exchange().apply(update)

    assert [receiver.organ_id for receiver in changed.receivers] == ["000.00.00.H51", "H49.16", "H49.21", "H49.20"]
    assert found(changed) == (["UPDATE_PENDING", "UPDATE_PENDING", "SENT", "SENT"], [], [])
    assert changed.receiver("H49.20").born == later(5)


def test_the_status_of_a_recipient_that_an_update_brings_in_may_come_before_the_update() -> None:
    status = event(by=AgencyCode("H49.20"))
    update = recall(kind=EventKind.UPDATE, to=(AgencyCode("H49.16"),), added=(AgencyCode("H49.20"),), at=later(5))

    early, late = exchange().apply(status).apply(update), exchange().apply(update).apply(status)

    assert found(exchange().apply(status))[1] == ["not-a-recipient"]
    assert early == late
    assert found(early) == found(late) == (["SENT", "UPDATE_PENDING", "ACCEPTED"], [], [])


def test_an_update_by_a_stranger_brings_nobody_in() -> None:
    forged = recall(kind=EventKind.UPDATE, by=AgencyCode("H49.66"), added=(AgencyCode("H49.66"),))

    assert found(exchange().apply(forged)) == (NOTHING, ["not-the-issuer"], [])


def test_an_answer_may_name_the_package_that_asked() -> None:
    successor = DocumentId("H49.15,2026/01/06,06/SM-VP")
    replace = recall(kind=EventKind.REPLACE, message_id=successor, at=later(5))
    answer = event(EventKind.AGREE, documents=(successor,))

    changed = exchange().apply(answer).apply(replace)

    assert found(changed) == (["SENT", "REPLACED"], [], [])
    assert changed.receiver("H49.16").successor == successor
    assert found(exchange().apply(answer))[1] == ["another-document"]


def test_no_other_status_may_name_the_package_that_asked() -> None:
    successor = DocumentId("H49.15,2026/01/06,06/SM-VP")
    replace = recall(kind=EventKind.REPLACE, message_id=successor, at=later(5))

    changed = exchange().apply(replace, event(documents=(successor,)))

    assert found(changed) == (["SENT", "REPLACE_PENDING"], ["another-document"], [])


def test_an_undefined_code_stands_in_the_history_of_who_sent_it() -> None:
    changed = exchange().apply(event(None, code="14"))

    assert found(changed) == (NOTHING, [], ["unknown-code"])
    assert changed.receiver("H49.16").history[0].event.code == "14"


def test_the_axis_speaks_of_all_recipients_or_of_those_it_names() -> None:
    assert found(exchange().apply(Event(kind=EventKind.AXIS_TAKES, at=later(1))))[0] == ["IN_TRANSIT", "IN_TRANSIT"]
    one = Event(kind=EventKind.AXIS_REFUSES, at=later(1), to=(AgencyCode("H49.16"),))
    assert found(exchange().apply(one))[0] == ["SENT", "AXIS_REJECTED"]


def test_a_recipient_that_stands_there_twice_is_one() -> None:
    changed = exchange("G12", "000.00.00.G12")

    assert [receiver.organ_id for receiver in changed.receivers] == ["G12"]
    assert [problem.code for problem in changed.problems] == ["recipient-twice"]
    assert found(changed.apply(event(by=AgencyCode("000.00.00.G12"))))[0] == ["ACCEPTED"]


def test_two_codes_of_one_form_that_no_register_joins_are_two() -> None:
    parties = Parties((Party(AgencyCode("000.00.16.H49")), Party(AgencyCode("H49.16"))))

    assert parties.find(AgencyCode("H49.16")) == ("H49.16", Match.YES)
    assert parties.find(AgencyCode("000.00.16.H49")) == ("000.00.16.H49", Match.YES)


def test_recipients_without_a_code_are_told() -> None:
    assert found(exchange(without_code=2))[1] == ["recipient-without-code"]
