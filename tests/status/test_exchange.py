"""A document with its recipients: who may say what, and what becomes of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import edoc
from edoc.errors import IllegalTransition, UsageError
from edoc.status import Event, EventKind, State
from edoc.status.placing import Places
from edoc.testing import sample_package, sample_status

PACKAGE = sample_package()
FIRST, SECOND = (item.organ_id for item in PACKAGE.header.recipients)
NOON = dt.datetime(2026, 11, 3, 12, tzinfo=edoc.VIETNAM)


def states(exchange: edoc.Exchange) -> list[str]:
    return [receiver.state.value for receiver in exchange.receivers]


def test_a_document_starts_as_sent_at_the_time_of_its_first_hop() -> None:
    exchange = edoc.Exchange.of(PACKAGE)

    assert states(exchange) == ["SENT", "SENT"]
    assert PACKAGE.trace_header_list is not None
    assert exchange.document.sent_at == PACKAGE.trace_header_list.trace_headers[0].timestamp
    assert exchange.receivers[0].entered(State.SENT) == exchange.document.sent_at


def test_a_draft_starts_as_prepared_and_may_be_withdrawn() -> None:
    exchange = edoc.Exchange.of(PACKAGE, is_sent=False)

    assert states(exchange) == ["PREPARED", "PREPARED"]
    assert states(exchange.perform(Event(kind=EventKind.WITHDRAW, at=NOON))) == ["WITHDRAWN", "WITHDRAWN"]


def test_a_status_moves_the_recipient_that_sent_it_alone() -> None:
    exchange = edoc.Exchange.of(PACKAGE).apply(sample_status(code="03", about=PACKAGE))

    assert states(exchange) == ["ACCEPTED", "SENT"]


def test_a_message_is_written_for_what_is_legal_and_comes_back_as_it_was_meant() -> None:
    exchange = edoc.Exchange.of(PACKAGE)

    message = exchange.status_for("13", SECOND, at=NOON, reason="Gửi nhầm", staff_info={"staff": "Trần Thị Mẫu"})
    read = edoc.read(message.to_bytes())

    assert isinstance(read, edoc.StatusMessage)
    assert edoc.validate(message.to_bytes()).verdict is edoc.Verdict.CONFORMANT
    assert states(exchange.apply(read)) == ["SENT", "RECALL_PENDING"]
    assert exchange.apply(read).receivers[1].problems == ()


def test_a_message_for_what_is_not_legal_is_not_written() -> None:
    with pytest.raises(IllegalTransition, match=r"06 .* not possible in SENT"):
        edoc.Exchange.of(PACKAGE).status_for("06", FIRST, at=NOON)


def test_with_several_recipients_one_must_be_named() -> None:
    with pytest.raises(UsageError, match="2 recipients"):
        edoc.Exchange.of(PACKAGE).status_for("03", at=NOON)


def test_a_code_that_is_no_recipient_has_no_state() -> None:
    with pytest.raises(UsageError, match=r"H49 is no recipient .* \(no\)"):
        edoc.Exchange.of(PACKAGE).receiver("H49")


def test_no_message_is_written_for_a_code_that_nobody_defined() -> None:
    with pytest.raises(UsageError, match="no status message has the code '14'"):
        edoc.Exchange.of(PACKAGE).status_for("14", FIRST, at=NOON)


def test_what_is_not_of_this_document_cannot_be_performed() -> None:
    stranger = Event(kind=EventKind.ACCEPT, code="03", by=edoc.AgencyCode("H49"), at=NOON)

    with pytest.raises(IllegalTransition, match="H49 is no recipient") as caught:
        edoc.Exchange.of(PACKAGE).perform(stranger)

    assert caught.value.why == "not-a-recipient"


def test_many_messages_of_one_recipient_take_work_in_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted by how often a message is placed, not by the clock."""
    package = sample_package(recipients=1)
    messages = [sample_status(code="03", about=package).with_header(description=str(number)) for number in range(50)]
    placed: list[object] = []
    original = Places.place

    def place(places: Places, event: Event) -> Any:
        placed.append(event)
        return original(places, event)

    monkeypatch.setattr(Places, "place", place)
    assert len(edoc.Exchange.of(package).apply(*messages).log) == 50
    assert len(placed) == 50
