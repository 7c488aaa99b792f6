"""Putting messages one by one into a log that is folded: the same as folding all of them, and no slower."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from exchanges import SENDER, a_document, an_event, recipients_of

from edoc.identifiers import DocumentId
from edoc.status import Event, EventKind, RecipientState
from edoc.status.fold import Folded, extended, fold, in_order

DOCUMENT = a_document()
RECIPIENT, OTHER, STRANGER = recipients_of(3)


def told(kind: EventKind, minute: int, by: str = RECIPIENT) -> Event:
    event = an_event(kind, minute, type(RECIPIENT)(by))
    return replace(event, issuer=SENDER, documents=(DOCUMENT.document_id or DocumentId(""),))


def one_by_one(events: list[Event]) -> Folded:
    folded = fold(DOCUMENT, ())
    for event in events:
        folded = extended(folded, [event])
    return folded


def some(count: int, dice: random.Random) -> list[Event]:
    """Events of every kind, many of them at one time, some without a time, some of who has no part in it."""
    kinds = [kind for kind in EventKind if not kind.value.startswith("type")]
    parties = (RECIPIENT, RECIPIENT, RECIPIENT, OTHER, STRANGER, SENDER)
    found: list[Event] = []
    for _ in range(count):
        event = told(dice.choice(kinds), dice.randrange(count // 2), dice.choice(parties))
        if dice.random() < 0.1:
            event = replace(event, at=None, received_at=event.at)
        if dice.random() < 0.3:
            event = replace(event, to=(RECIPIENT,) if dice.random() < 0.8 else (RECIPIENT, STRANGER))
        found.append(event)
    return found


@pytest.mark.parametrize("seed", range(20))
def test_messages_in_any_order_one_by_one_come_to_what_all_of_them_do(seed: int) -> None:
    dice = random.Random(seed)
    events = some(60, dice)
    events += dice.sample(events, 10)  # delivered again
    dice.shuffle(events)
    put, whole = one_by_one(events), fold(DOCUMENT, events)
    assert in_order(put.log) == list(whole.log)
    assert put.states == whole.states
    assert put.strays == whole.strays
    assert put.befores == whole.befores


@pytest.mark.parametrize("is_shuffled", [False, True])
def test_a_message_more_folds_a_handful_of_others_anew_however_many_there_are(
    is_shuffled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded = 0
    receive = RecipientState.receive

    def counted(self: RecipientState, event: Event, *problems: object) -> RecipientState:
        nonlocal folded
        folded += 1
        return receive(self, event, *problems)  # type: ignore[arg-type]  # as they were given

    monkeypatch.setattr(RecipientState, "receive", counted)
    kinds = [EventKind.ARRIVE, EventKind.ACCEPT, EventKind.ASSIGN, EventKind.PROCESS]
    for count in (100, 400):
        events = [told(kinds[number % 4], number) for number in range(count)]
        if is_shuffled:
            random.Random(1).shuffle(events)
        folded = 0
        one_by_one(events)
        assert count <= folded <= 8 * count
