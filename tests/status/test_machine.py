"""The engine: what the table says happens, and nothing else ever does."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

from edoc.errors import IllegalTransition
from edoc.identifiers import AgencyCode
from edoc.status import EVENTS, TRANSITIONS, Actor, Event, EventKind, Guard, Outcome, RecipientState, State, Transition

H = AgencyCode("H49.16")
START = RecipientState(organ_id=H)
ZONE = dt.timezone(dt.timedelta(hours=7))


def at(minute: int) -> dt.datetime:
    return dt.datetime(2026, 3, 2, 8, minute, tzinfo=ZONE)


def event(kind: EventKind, minute: int = 0, **more: object) -> Event:
    return Event(kind=kind, at=at(minute), **({"reason": "Lý do", "staff": "Trần Thị Mẫu"} | more))  # type: ignore[arg-type]  # a test's short hand


def after(*kinds: EventKind, start: RecipientState = START) -> RecipientState:
    for minute, kind in enumerate(kinds):
        start = start.receive(event(kind, minute))
    return start


def standing(state: State) -> RecipientState:
    """Give an instance that stands in *state*, by the shortest way."""
    ways = {
        State.PREPARED: RecipientState.prepared(H),
        State.SENT: START,
        State.IN_TRANSIT: after(EventKind.AXIS_TAKES),
        State.ARRIVED: after(EventKind.ARRIVE),
        State.ACCEPTED: after(EventKind.ACCEPT),
        State.ASSIGNED: after(EventKind.ASSIGN),
        State.PROCESSING: after(EventKind.PROCESS),
        State.COMPLETED: after(EventKind.ACCEPT, EventKind.COMPLETE),
        State.REJECTED: after(EventKind.REFUSE),
        State.RECALL_PENDING: after(EventKind.ARRIVE, EventKind.TAKE_BACK),
        State.UPDATE_PENDING: after(EventKind.ARRIVE, EventKind.UPDATE),
        State.REPLACE_PENDING: after(EventKind.ARRIVE, EventKind.REPLACE),
        State.RECALLED: after(EventKind.ARRIVE, EventKind.RECALL, EventKind.AGREE),
        State.REPLACED: after(EventKind.ARRIVE, EventKind.REPLACE, EventKind.AGREE),
        State.WITHDRAWN: after(EventKind.WITHDRAW, start=RecipientState.prepared(H)),
        State.AXIS_REJECTED: after(EventKind.AXIS_REFUSES),
    }
    found = ways[state]
    assert found.state is state
    return found


@pytest.mark.parametrize("row", TRANSITIONS, ids=[row.id for row in TRANSITIONS])
def test_every_row_leads_from_each_of_its_states_to_its_target(row: Transition) -> None:
    for source in row.sources:
        before = standing(source)
        if Guard.RECALL_COMPLETED in row.guards:
            before = START.__class__(organ_id=H, state=source, reached=source, recall_completed=True)

        reached = before.make(event(row.event, 30), row.actor)

        assert reached.state is (row.target or before.previous)
        assert reached.history[-1].transition == row.id


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("kind", EventKind)
def test_what_no_row_allows_is_refused_and_leaves_the_state_as_it_was(state: State, kind: EventKind) -> None:
    before = standing(state)
    if any(row.event is kind for row in before.legal()):
        return

    with pytest.raises(IllegalTransition) as caught:
        before.make(event(kind, 30))

    assert before == standing(state)
    error = caught.value
    assert (error.state, error.event, error.who) == (state.value, kind.value, EVENTS[kind].actor.value)
    assert error.clauses
    assert set(error.legal) == {row.event.value for row in before.legal()}
    for part in (error.state, error.event, error.clauses[0], *error.legal):
        assert part in str(error)
    assert vars(pickle.loads(pickle.dumps(error))) == vars(error)


def test_nobody_may_do_what_is_another_s_to_do() -> None:
    with pytest.raises(IllegalTransition, match="not theirs") as caught:
        START.make(event(EventKind.TAKE_BACK), Actor.RECEIVER)

    assert caught.value.why == "not-theirs"


def test_a_repeated_status_changes_nothing() -> None:
    twice = after(EventKind.ARRIVE, EventKind.ACCEPT, EventKind.ACCEPT)

    assert twice.state is State.ACCEPTED
    assert [record.outcome for record in twice.history] == [Outcome.APPLIED, Outcome.APPLIED, Outcome.REPEATED]
    assert twice.problems == ()


def test_a_lower_status_is_late_and_changes_nothing() -> None:
    found = after(EventKind.ACCEPT, EventKind.ARRIVE)

    assert found.state is State.ACCEPTED
    assert found.history[-1].outcome is Outcome.LATE
    assert found.problems == ()


def test_a_jump_is_applied_and_what_lies_between_is_implied() -> None:
    found = after(EventKind.ARRIVE, EventKind.PROCESS)

    assert found.state is State.PROCESSING
    assert found.history[-1].implied == (State.ACCEPTED, State.ASSIGNED)
    assert found.entered(State.ACCEPTED) == at(1)


def test_a_document_cannot_be_finished_that_was_not_accepted() -> None:
    found = after(EventKind.ARRIVE, EventKind.COMPLETE)

    assert found.state is State.ARRIVED
    assert [problem.code for problem in found.problems] == ["not-allowed"]


def test_a_recall_by_both_channels_is_one_recall() -> None:
    found = after(EventKind.ACCEPT, EventKind.TAKE_BACK, EventKind.RECALL, EventKind.AGREE)

    assert found.state is State.RECALLED
    assert found.history[2].outcome is Outcome.REPEATED
    assert found.is_frozen
    assert found.is_cancelled


def test_a_refused_recall_gives_back_the_state_that_was_reached_meanwhile() -> None:
    found = after(EventKind.ARRIVE, EventKind.TAKE_BACK, EventKind.ACCEPT, EventKind.DECLINE)

    assert found.state is State.ACCEPTED
    assert found.history[2].outcome is Outcome.BENEATH
    assert [problem.code for problem in found.problems] == ["duty-to-cancel"]


def test_an_update_that_is_agreed_to_makes_a_new_version() -> None:
    found = after(EventKind.ACCEPT, EventKind.UPDATE, EventKind.AGREE)

    assert (found.state, found.version) == (State.ACCEPTED, 2)


def test_the_first_event_of_a_kind_and_the_time_of_a_state_can_be_asked_for() -> None:
    found = after(EventKind.ARRIVE, EventKind.TAKE_BACK, EventKind.ACCEPT, EventKind.DECLINE)

    assert found.first(EventKind.TAKE_BACK, EventKind.RECALL) == event(EventKind.TAKE_BACK, 1)
    assert found.first(EventKind.COMPLETE) is None
    assert found.entered(State.ACCEPTED) == at(2)
    assert found.entered(State.COMPLETED) is None


def test_nobody_can_do_what_nobody_has_defined() -> None:
    with pytest.raises(IllegalTransition, match="nobody has defined"):
        START.make(Event(kind=None, code="14", at=at(0)))
