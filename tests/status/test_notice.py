"""Packages become events, and events become messages: nothing that was said is dropped."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc.edxml.trace import BusinessDocumentInfo, Receiver, ReplacementInfo
from edoc.status import EventKind
from edoc.status.notice import document_of, event_of
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from edoc.testing.factory import BusinessType

SENDER, FIRST, SECOND = "H49.15", "H49.16", "H49.17"
TARGET = "H49.15,2026/01/05,05/SM-VP"


def package(kind: str | None, **business: object) -> edoc.DocumentPackage:
    fields = edoc.Business(business_doc_type=kind, business_doc_reason="Sai sót", **business)
    return edoc.DocumentPackage.new(
        sender=SENDER,
        recipients=[FIRST, SECOND],
        code="06/SM-VP",
        promulgation_date="2026-01-06",
        subject="V/v mẫu",
        business=fields,
        sent_at="2026-01-06T09:00:00+07:00",
    )


def test_a_status_says_who_did_what_when_and_why() -> None:
    document = sample_package()
    event = event_of(sample_status(code="02", about=document))

    assert event.kind is EventKind.REFUSE
    assert (event.by, event.issuer) == (document.header.recipients[0].organ_id, document.header.sender.organ_id)  # type: ignore[union-attr]  # it has one
    assert event.documents == (document.header.document_id,)
    assert (event.staff, event.department, event.reason) == (
        "Lê Văn Mẫu",
        "Văn thư",
        "Từ chối tiếp nhận: văn bản gửi nhầm nơi nhận",
    )
    assert event.at == dt.datetime(2026, 11, 2, 9, 30, tzinfo=edoc.VIETNAM)


def test_of_a_take_back_the_organ_is_the_recipient() -> None:
    message = edoc.StatusMessage.new(status_code="13", sender=SENDER, response_for={"organ_id": FIRST})

    event = event_of(message)

    assert (event.by, event.to, event.issuer) == (SENDER, (FIRST,), None)
    assert event_of(edoc.StatusMessage.new(status_code="13")).to == ()


def test_a_status_with_nothing_in_it_is_an_event_nevertheless() -> None:
    data = edoc.StatusMessage.new(status_code="03").to_bytes().replace(b"StatusCode>03<", b"StatusCode> <")

    event = event_of(edoc.read(data))

    assert (event.kind, event.code, event.by, event.at, event.documents) == (None, "", None, None, ())


def test_a_time_that_cannot_be_read_is_kept_as_it_stood() -> None:
    data = sample_status(code="03").to_bytes().replace(b"2026/11/02 09:30:00", b"2026/13/02 09:30:00")

    event = event_of(edoc.read(data))

    assert (event.at, event.raw_time) == (None, "2026/13/02 09:30:00")
    problems = edoc.Exchange.of(sample_package()).apply(edoc.read(data)).receivers[0].problems
    assert [problem.code for problem in problems] == ["unreadable-time"]
    assert "2026/13/02 09:30:00" in problems[0].describe("vi")


@pytest.mark.parametrize(
    ("answered", "named", "to"),
    [
        ([(FIRST, TARGET)], None, [FIRST]),
        ([(FIRST, TARGET), (SECOND, TARGET)], TARGET, [FIRST, SECOND]),
        ([(FIRST, TARGET), (SECOND, "khác")], TARGET, [FIRST]),
        ([(SENDER, TARGET)], None, [FIRST, SECOND]),
        ([], TARGET, [FIRST, SECOND]),
    ],
)
def test_a_recall_names_its_document_in_either_place(
    answered: list[tuple[str, str]], named: str | None, to: list[str]
) -> None:
    recall = package("1", document_id=named)
    responses = tuple(edoc.ResponseFor(organ_id=organ, document_id=document) for organ, document in answered)

    event = event_of(recall.with_header(response_for=responses))

    assert event.kind is EventKind.RECALL
    assert event.documents == (TARGET,)
    assert list(event.to) == to
    assert event.reason == "Sai sót"


def test_a_recall_of_several_documents_counts_for_each_at_its_own_recipients() -> None:
    answered = (
        edoc.ResponseFor(organ_id=FIRST, document_id=TARGET),
        edoc.ResponseFor(organ_id=SECOND, document_id="khác"),
    )
    recall = package("1").with_header(response_for=answered)

    assert event_of(recall, about=edoc.DocumentId(TARGET)).to == (FIRST,)
    assert event_of(recall, about=edoc.DocumentId("khác")).to == (SECOND,)
    assert event_of(recall, about=edoc.DocumentId("một văn bản nữa")).documents == (TARGET, "khác")


def test_a_recall_that_names_no_document_is_about_none() -> None:
    assert event_of(package("1")).documents == ()


def test_an_update_says_who_comes_and_who_goes() -> None:
    receivers = (
        Receiver(organ_id=FIRST, receiver_type="0"),
        Receiver(organ_id="H49.20", receiver_type="1"),
        Receiver(receiver_type="1"),
        Receiver(organ_id=SECOND, receiver_type="2"),
    )

    event = event_of(
        package("2", document_id=TARGET, business_document_info=(BusinessDocumentInfo(receivers=receivers),))
    )

    assert event.documents == (TARGET,)
    assert (event.added, event.removed) == (("H49.20",), (FIRST,))


def test_an_update_without_the_id_of_its_document_updates_its_own() -> None:
    update = package("2")

    assert event_of(update).documents == (update.header.document_id,)


def test_a_replacement_names_what_it_replaces_and_is_the_successor() -> None:
    listed = (ReplacementInfo(document_id=TARGET, organ_ids=(FIRST,)), ReplacementInfo(organ_ids=(SECOND,)))

    event = event_of(package("3", replacement_info=listed))

    assert event.documents == (TARGET,)
    assert event.to == (FIRST, SECOND)
    assert event_of(package("3", replacement_info=listed), about=edoc.DocumentId(TARGET)).to == (FIRST,)
    assert event_of(package("3", replacement_info=listed[:0])).to == (FIRST, SECOND)
    assert event.message_id == "H49.15,2026/01/06,06/SM-VP"


def test_a_package_of_a_type_that_nobody_defined_is_an_unknown_event() -> None:
    document = package("0")
    event = event_of(package("7"))

    assert (event.kind, event.code) == (None, "7")
    traced = edoc.Exchange.of(document).apply(package("7"))
    assert [problem.code for problem in traced.problems] == ["unknown-code"]


def test_the_document_itself_delivered_again_changes_no_state() -> None:
    document = package(None)

    again = edoc.Exchange.of(document).apply(document)

    assert [receiver.state.value for receiver in again.receivers] == ["SENT", "SENT"]
    assert [record.outcome.value for receiver in again.receivers for record in receiver.history] == ["repeated"] * 2
    assert again.trace().verdict == "conformant"


@pytest.mark.parametrize("business", ["1", "2", "3"])
def test_the_sample_packages_of_business_reach_their_document(business: BusinessType) -> None:
    request = sample_package(3, business=business)
    event = event_of(request)
    document = sample_package(3).with_header(document_id=event.documents[0])

    traced = edoc.Exchange.of(document).apply(request)

    assert "SENT" not in {receiver.state.value for receiver in traced.receivers[:1]}


def test_what_cannot_be_typed_in_a_document_is_not_known_of_it() -> None:
    data = sample_package().to_bytes()
    for right, wrong in (
        (b"PromulgationDate>2026/04/26", b"PromulgationDate>2026/02/30"),
        (b"Priority>1", b"Priority>x"),
    ):
        assert right in data
        data = data.replace(right, wrong)
    read = edoc.read(data)
    assert isinstance(read, edoc.DocumentPackage)

    document = document_of(read)

    assert (document.promulgation_date, document.priority) == (None, None)


def test_recipients_without_a_code_are_counted() -> None:
    listed = (edoc.Organization(organ_id=FIRST), edoc.Organization(organ_name="Sở Mẫu"))

    document = document_of(
        package("0").with_header(recipients=listed, sender=None, promulgation_info=None, code=None, other_info=None)
    )

    assert (len(document.recipients), document.without_code) == (1, 1)
    assert (document.sender, document.number) == (None, None)
