"""Test vectors of the status machine: sequences of events, and what must come of each step.

The sequences stand here; what comes of them is computed by the engine, and held against two
independent witnesses by the tests: a table written by hand from the law, and a runner that knows
nothing but the exported tables.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from edoc.identifiers import AgencyCode
from edoc.status import Event, EventKind, RecipientState, State
from edoc.status.fold import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Vector", "delivered", "vectors", "vectors_json"]

_ZONE: Final = dt.timezone(dt.timedelta(hours=7))
_BEGIN: Final = dt.datetime(2026, 3, 2, 8, 0, tzinfo=_ZONE)
_ORGAN: Final = AgencyCode("H49.16")
#: The shortest way to each state, for the vectors of every event in every state.
_WAYS: Final = {
    State.PREPARED: "<prepared>",
    State.SENT: "",
    State.IN_TRANSIT: "axis-takes@1",
    State.ARRIVED: "01@1",
    State.ACCEPTED: "01@1 03@2",
    State.ASSIGNED: "01@1 03@2 04@3",
    State.PROCESSING: "01@1 03@2 04@3 05@4",
    State.COMPLETED: "01@1 03@2 04@3 05@4 06@5",
    State.REJECTED: "01@1 02@2",
    State.RECALL_PENDING: "01@1 13@2",
    State.UPDATE_PENDING: "01@1 type-2@2",
    State.REPLACE_PENDING: "01@1 type-3@2",
    State.RECALLED: "01@1 type-1@2 15@3",
    State.REPLACED: "01@1 type-3@2 15@3",
    State.WITHDRAWN: "<prepared> withdraw@1",
    State.AXIS_REJECTED: "axis-refuses@1",
}
#: Sequences in the short form: event@minute; ? for no time, +m for received at minute m, ! without
#: reason or person. <prepared> and <recall-completed> set the start.
_SEQUENCES: Final = (
    # along the path
    ("the whole path", "axis-takes@1 01@2 03@3 04@4 05@5 06@6"),
    ("the whole path from the draft", "<prepared> send@1 axis-takes@2 01@3 03@4 04@5 05@6 06@7"),
    ("accepted and in progress at once", "01@1 03@2 05@2"),
    ("finished without having been in progress", "01@1 03@2 06@3"),
    ("the first thing heard is that it is in progress", "05@1 06@2"),
    ("the first thing heard is that it is finished", "06@1"),
    ("finished, then the acceptance is heard", "06@3 03@2"),
    ("refused on arrival", "01@1 02@2"),
    ("refused without a reason", "01@1 02@2!"),
    ("refused at once", "02@1"),
    ("refused after it was accepted", "01@1 03@2 02@3"),
    ("accepted after it was refused", "01@1 02@2 03@3"),
    ("sent again after a refusal", "01@1 02@2 send@3 01@4 03@5"),
    ("sent again, refused again, sent again", "02@1 send@2 02@3 send@4 03@5"),
    ("sent twice without a refusal", "01@1 send@2 03@3"),
    ("withdrawn in time", "<prepared> withdraw@1"),
    ("withdrawn too late", "01@1 withdraw@2"),
    ("heard of although it was withdrawn", "<prepared> withdraw@1 01@2"),
    ("the axis takes and refuses", "axis-takes@1 axis-refuses@2"),
    ("the axis refuses, and yet it arrives", "axis-refuses@1 01@2"),
    ("it arrives before the axis says that it took it", "01@1 axis-takes@2"),
    # repeated, late, out of order
    ("repeated", "01@1 01@2 03@3 03@4 03@5"),
    ("delivered twice", "01@1 01@1 03@2 03@2"),
    ("in reverse", "06@6 05@5 04@4 03@3 01@1"),
    ("all at one time", "06@1 05@1 04@1 03@1 01@1"),
    ("arrival told after acceptance", "03@1 01@2"),
    ("assignment told after progress", "01@1 05@2 04@3"),
    ("late twice", "05@1 03@2 03@3"),
    ("no time at all", "01@? 03@? 06@?"),
    ("no time, in reverse", "06@? 03@? 01@?"),
    ("no time among times", "03@? 01@1 05@3"),
    ("no time, but known when received", "01@1 03@?+2 05@3"),
    ("no time, received late", "01@1 05@3 03@?+4"),
    ("an answer without a time", "01@1 13@2 15@?"),
    ("times that contradict the path", "05@1 03@2 01@3 06@4"),
    # recall
    ("taken back", "01@1 13@2 15@3"),
    ("taken back by a package", "01@1 type-1@2 15@3"),
    ("taken back by both channels", "01@1 13@2 type-1@3 15@4"),
    ("both channels the other way round", "01@1 type-1@3 13@2 15@4"),
    ("the second channel comes after the answer", "01@1 13@2 15@3 type-1@4"),
    ("the recall is refused", "01@1 03@2 13@3 16@4"),
    ("the recall is refused, and asked again", "01@1 03@2 13@3 16@4 13@5 15@6"),
    ("refused without a reason or a person", "01@1 13@2 16@3!"),
    ("asked without a reason", "01@1 13@2!"),
    ("accepted while the recall waits", "01@1 13@2 03@3 16@4"),
    ("accepted while the recall waits, then agreed", "01@1 13@2 03@3 15@4"),
    ("finished while the recall waits", "01@1 03@2 13@3 06@4 16@5"),
    ("returned while the recall waits", "01@1 13@2 02@3 16@4"),
    ("an answer that nobody asked for", "01@1 15@2"),
    ("a refusal that nobody asked for", "01@1 16@2"),
    ("the answer overtakes the request", "01@1 15@3 13@2"),
    ("answered twice", "01@1 13@2 15@3 15@4"),
    ("refused twice", "01@1 13@2 16@3 16@4"),
    ("agreed, then refused", "01@1 13@2 15@3 16@4"),
    ("refused, then agreed", "01@1 13@2 16@3 15@4"),
    ("recalled before anything is heard", "13@1 15@2"),
    ("recalled before it arrives", "13@1 01@2 16@3"),
    ("work goes on after the recall", "01@1 13@2 15@3 03@4"),
    ("arrival told after the recall", "03@1 13@2 15@3 01@4"),
    ("recall of a finished document", "01@1 03@2 06@3 13@4"),
    ("recall of a finished document, where that may be", "<recall-completed> 01@1 03@2 06@3 13@4 15@5"),
    ("the same, refused", "<recall-completed> 01@1 03@2 06@3 type-1@4 16@5"),
    ("recall of a refused document", "01@1 02@2 13@3"),
    ("recall of a draft", "<prepared> 13@1"),
    # update
    ("updated", "01@1 03@2 type-2@3 15@4"),
    ("updated twice", "01@1 type-2@2 15@3 type-2@4 15@5"),
    ("the update is refused", "01@1 03@2 type-2@3 16@4"),
    ("a second update while the first waits", "01@1 type-2@2 type-2@3 15@4"),
    ("work goes on while the update waits", "01@1 type-2@2 03@3 04@4 15@5 05@6"),
    ("recalled while the update waits", "01@1 type-2@2 13@3 15@4"),
    ("recalled while the update waits, and refused", "01@1 03@2 type-2@3 13@4 16@5"),
    ("updated and taken back at one time", "01@1 type-2@2 13@2 15@3"),
    ("update of a refused document", "02@1 type-2@2"),
    ("update of a finished document", "03@1 06@2 type-2@3"),
    ("update answered with a time before it", "01@1 type-2@3 15@2"),
    # replacement
    ("replaced", "01@1 03@2 type-3@3 15@4"),
    ("the replacement is refused", "01@1 03@2 type-3@3 16@4"),
    ("recalled while the replacement waits", "01@1 type-3@2 type-1@3 15@4"),
    ("updated while the replacement waits", "01@1 type-3@2 type-2@3 15@4"),
    ("work goes on after it was replaced", "01@1 type-3@2 15@3 05@4"),
    ("replaced, and the answer repeated", "01@1 type-3@2 15@3 15@4"),
    # codes that nobody defined
    *((f"the code {code}", f"01@1 {code}@2 03@3") for code in ("00", "07", "08", "09", "10", "11", "12", "14")),
    ("an undefined code without a time", "14@?"),
)
#: Sequences of which every order of arrival is a vector.
_PERMUTED: Final = (
    ("accepted, assigned, in progress", "03@1 04@2 05@3"),
    ("recall, acceptance, refusal of the recall", "13@1 03@2 16@3"),
    ("a recall by both channels, agreed", "13@1 type-1@2 15@3 01@1"),
    ("an update, work, the answer", "type-2@1 05@2 15@3"),
    ("refused, sent again, accepted", "02@1 send@2 03@3"),
)


class Vector(NamedTuple):
    """One sequence, in the order of arrival."""

    title: str
    start: RecipientState
    events: tuple[Event, ...]
    short: str


def delivered(start: RecipientState, events: tuple[Event, ...]) -> RecipientState:
    """Fold what was delivered so far, each event once."""
    once: dict[tuple[str, ...], Event] = {}
    for event in events:
        once.setdefault((str(event.kind), *event.identity), event)
    for event in in_order(once.values()):
        start = start.receive(event)
    return start


def vectors() -> Iterator[Vector]:
    """Give every vector."""
    for title, short in _SEQUENCES:
        yield _vector(title, short)
    for title, short in _PERMUTED:
        for number, order in enumerate(itertools.permutations(short.split()), 1):
            yield _vector(f"{title}, order {number}", " ".join(order))
    for state, way in _WAYS.items():
        for kind in EventKind:
            yield _vector(f"{kind.value} in {state.value}", f"{way} {kind.value}@9".strip())


def vectors_json() -> str:
    """Give all vectors with what must come of each step, as JSON."""
    listed = [_json(number, vector) for number, vector in enumerate(vectors(), 1)]
    head = {"schema": "edoc/status-vectors/1", "machine": "edoc/status-machine/1"}
    rows = ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in listed)
    return json.dumps(head, ensure_ascii=False)[:-1] + ', "vectors": [\n' + rows + "\n]}\n"


def _vector(title: str, short: str) -> Vector:
    words = short.split()
    start = RecipientState.prepared(_ORGAN) if "<prepared>" in words else RecipientState(organ_id=_ORGAN)
    if "<recall-completed>" in words:
        start = RecipientState(organ_id=_ORGAN, recall_completed=True)
    return Vector(title, start, tuple(_event(word) for word in words if not word.startswith("<")), short)


def _event(word: str) -> Event:
    name, _, rest = word.partition("@")
    bare = rest.endswith("!")
    time, _, received = rest.removesuffix("!").partition("+")
    kind = next((kind for kind in EventKind if kind.value == name), None)
    return Event(
        kind=kind,
        code=name,
        at=None if time == "?" else _BEGIN + dt.timedelta(minutes=int(time)),
        received_at=_BEGIN + dt.timedelta(minutes=int(received)) if received else None,
        reason=None if bare else "Lý do",
        staff=None if bare else "Trần Thị Mẫu",
    )


def _json(number: int, vector: Vector) -> dict[str, Any]:
    steps = [delivered(vector.start, vector.events[: count + 1]) for count in range(len(vector.events))]
    return {
        "id": f"V-{number:03d}",
        "title": vector.title,
        "start": vector.start.state.value,
        "recall_completed": vector.start.recall_completed,
        "deliveries": [_delivery(event) for event in vector.events],
        "steps": [_step(step) for step in steps],
    }


def _delivery(event: Event) -> dict[str, Any]:
    return {
        "event": None if event.kind is None else event.kind.value,
        "code": event.code,
        "at": None if event.at is None else event.at.isoformat(),
        "received_at": None if event.received_at is None else event.received_at.isoformat(),
        "reason": event.reason,
        "staff": event.staff,
    }


def _step(state: RecipientState) -> dict[str, Any]:
    return {
        "state": state.state.value,
        "previous": None if state.previous is None else state.previous.value,
        "version": state.version,
        "attempt": state.attempt,
        "history": [
            [record.event.code, record.outcome.value, record.after.value, [item.value for item in record.implied]]
            for record in state.history
        ],
        "problems": [[problem.event.code, problem.code] for problem in state.problems if problem.event is not None],
    }
