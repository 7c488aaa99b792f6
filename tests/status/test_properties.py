"""Properties of the log and its fold: order does not matter, repetition does not matter, nothing is lost."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import edoc
from edoc.identifiers import AgencyCode, DocumentId
from edoc.schemas import schema_text
from edoc.status import Event, EventKind, Outcome, RecipientState, State
from edoc.status.document import Document, Party
from edoc.status.fold import extended, fold
from edoc.status.states import TERMINAL

pytestmark = pytest.mark.property

SENDER = AgencyCode("H49.15")
#: Recipients, their other spellings, units below, strangers.
CODES = tuple(
    map(AgencyCode, ("H51", "000.00.00.H51", "H49.16", "000.00.16.H49", "H49.16.01", "vxp.saas.03", "H49.15"))
)
ID = DocumentId("H49.15,2026/01/05,05/SM-VP")
SENT = dt.datetime(2026, 1, 5, 8, tzinfo=edoc.VIETNAM)
DOCUMENT = Document(
    document_id=ID,
    promulgation_date=dt.date(2026, 1, 5),
    sender=Party(SENDER),
    recipients=(Party(CODES[0]), Party(CODES[2])),
    sent_at=SENT,
)
EXCHANGE_SCHEMA = Draft202012Validator(json.loads(schema_text("exchange")))
TRACE_SCHEMA = Draft202012Validator(json.loads(schema_text("status-trace")))

moments = st.none() | st.integers(-3, 12).map(lambda minutes: SENT + dt.timedelta(minutes=minutes))
some_codes = st.lists(st.sampled_from(CODES), max_size=2).map(tuple)


@st.composite
def events(draw: st.DrawFn, *, timed: bool = False) -> Event:
    kind: EventKind | None = draw(st.sampled_from([*EventKind, None]))
    times = moments.filter(lambda moment: moment is not None) if timed else moments
    return Event(
        kind=kind,
        code="14" if kind is None else kind.value,
        by=draw(st.sampled_from([SENDER, *CODES]) | st.none()),
        at=draw(times),
        received_at=draw(moments),
        to=draw(some_codes),
        issuer=draw(st.sampled_from([SENDER, SENDER, SENDER, CODES[0]]) | st.none()),
        documents=draw(st.sampled_from([(ID,), (ID,), (ID,), (DocumentId("N"),), ()])),
        reason=draw(st.sampled_from([None, "Lý do", "Khác"])),
        message_id=draw(st.sampled_from([None, DocumentId("N")])),
        added=draw(some_codes) if kind is EventKind.UPDATE else (),
        removed=draw(some_codes) if kind is EventKind.UPDATE else (),
    )


logs = st.lists(events(), max_size=10)


def exchange_of(*deliveries: list[Event]) -> edoc.Exchange:
    folded = fold(DOCUMENT, ())
    for delivery in deliveries:
        folded = extended(folded, delivery)
    return edoc.Exchange(folded)


def everything(exchange: edoc.Exchange) -> tuple[Any, ...]:
    return exchange.log, exchange.receivers, exchange.problems


@given(logs, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(log: list[Event], random: Any) -> None:
    shuffled = list(log)
    random.shuffle(shuffled)

    one_by_one = exchange_of(*([event] for event in shuffled))
    at_once = exchange_of(log)

    assert everything(one_by_one) == everything(at_once)
    assert one_by_one == at_once
    assert hash(one_by_one) == hash(at_once)


@given(logs)
def test_delivering_everything_again_changes_nothing(log: list[Event]) -> None:
    once = exchange_of(log)

    assert everything(exchange_of(log, log)) == everything(once)
    assert everything(exchange_of(log, *([event] for event in reversed(log)))) == everything(once)


@given(logs)
def test_no_event_is_lost(log: list[Event]) -> None:
    exchange = exchange_of(*([event] for event in log))

    said = {(event.kind, event.identity) for event in log}
    assert {(event.kind, event.identity) for event in exchange.log} == said
    assert len(exchange.log) == len(said)
    in_history = {record.event for receiver in exchange.receivers for record in receiver.history}
    astray = {problem.event for problem in exchange.problems}
    # an update that only adds recipients is told by their birth
    births = {event for event in exchange.log if event.kind is EventKind.UPDATE}
    assert set(exchange.log) <= in_history | astray | births


@given(logs)
def test_what_is_refused_late_or_repeated_changes_no_state(log: list[Event]) -> None:
    for receiver in exchange_of(log).receivers:
        for record in receiver.history:
            if not record.outcome.is_applied:
                assert record.before is record.after
                assert record.transition is None
            assert (record.outcome is Outcome.REFUSED) == any(
                not problem.kind.is_applied for problem in record.problems
            )


@given(logs)
def test_a_terminal_state_is_left_only_by_sending_again_after_a_refusal(log: list[Event]) -> None:
    for receiver in exchange_of(log).receivers:
        for record in receiver.history:
            if record.before in TERMINAL and record.after is not record.before:
                assert (record.before, record.event.kind) == (State.REJECTED, EventKind.SEND)


@given(logs)
def test_the_history_is_in_the_order_of_the_log_and_without_a_gap(log: list[Event]) -> None:
    for receiver in exchange_of(*([event] for event in log)).receivers:
        orders = [(record.event.order, record.event.identity) for record in receiver.history]
        assert orders == sorted(orders)
        states = [(record.before, record.after) for record in receiver.history]
        assert all(one[1] is other[0] for one, other in pairwise(states))
        assert receiver.state is (states[-1][1] if states else State.SENT)


@given(logs)
def test_json_gives_the_same_exchange_back_and_follows_its_schema(log: list[Event]) -> None:
    exchange = exchange_of(log)
    text = exchange.to_json()

    EXCHANGE_SCHEMA.validate(json.loads(text))
    TRACE_SCHEMA.validate(exchange.trace(at=SENT, language="vi").to_json_dict())
    assert everything(edoc.Exchange.from_json(text)) == everything(exchange)


@given(st.lists(events(timed=True), max_size=8), st.integers(0, 8))
def test_what_one_does_oneself_is_what_others_receive(log: list[Event], count: int) -> None:
    """Whatever `make` allows, `receive` applies by the same row."""
    state = RecipientState(organ_id=CODES[0])
    for event in log[:count]:
        state = state.receive(event)
    for event in log:
        if event.kind is None:
            continue
        try:
            made = state.make(event)
        except edoc.IllegalTransition:
            continue
        received = state.receive(event)
        assert (made.state, made.history[-1].transition) == (received.state, received.history[-1].transition)
        assert received.history[-1].outcome is Outcome.APPLIED
