"""The status machine in another program: the exported table, and a few lines around it.

Nothing of edoc is used. The table (``status-machine.json``) says what may follow what; the function
`fold` below is all that a program must add. The test vectors say whether it is right::

    python examples/status_machine.py status-machine.json status-vectors.json
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

Json = dict[str, Any]


class Machine:
    """The exported table, with what is looked up in it."""

    def __init__(self, table: Json) -> None:
        """Index the rows."""
        self.path = table["path"]
        self.states = {row["id"]: row for row in table["states"]}
        self.events = {row["id"]: row for row in table["events"]}
        self.rows = table["transitions"]

    def rank(self, state: str) -> int:
        """Give the place of a state on the path; -1 beside it."""
        return self.path.index(state) if state in self.path else -1

    def row(self, event: str, state: str, *, recall_completed: bool) -> Json | None:
        """Find the row of an event that was received in a state."""
        for row in self.rows:
            if row["event"] == event and state in (*row["sources"], *row["leaps"]):
                return row if recall_completed or "recall-completed" not in row["guards"] else None
        return None

    def place(self, delivery: Json) -> tuple[object, ...]:
        """Give the place of an event in the log: by time, else when received, else last; then by the table."""
        time = delivery["at"] or delivery["received_at"]
        order = self.events[delivery["event"]]["order"] if delivery["event"] else 99
        said = tuple(delivery[name] or "" for name in ("code", "reason", "staff"))
        return (time is None, datetime.fromisoformat(time).timestamp() if time else 0.0, order, said)

    def fold(self, vector: Json, count: int) -> Json:
        """Give what the first *count* deliveries come to."""
        log = []
        for delivery in vector["deliveries"][:count]:
            if delivery not in log:
                log.append(delivery)
        found = {
            "state": vector["start"],
            "previous": None,
            "version": 1,
            "attempt": 1,
            "history": [],
            "problems": [],
        }
        inner = {
            "reached": vector["start"],
            "seen": {"send"} if vector["start"] == "SENT" else set(),
            "answered": None,
            "recall_completed": vector["recall_completed"],
        }
        for delivery in sorted(log, key=self.place):
            self.step(found, inner, delivery)
        return found

    def step(self, found: Json, inner: Json, delivery: Json) -> None:
        """Take one event, later than all before."""
        code, event = delivery["code"], delivery["event"]
        implied: list[str] = []
        outcome: str | None
        if delivery["at"] is None:
            found["problems"].append([code, "missing-time"])
        if event is None:
            outcome = "refused"
            found["problems"].append([code, "unknown-code"])
        else:
            outcome, implied = self.applied(found, inner, delivery)
            if outcome is None:
                outcome = self.known(found, inner, event)
            if outcome in {"repeated", "late"}:
                inner["seen"].add(event)
            if outcome is None:
                outcome = "refused"
                found["problems"].append([code, self.why_not(found, event)])
        found["history"].append([code, outcome, found["state"], implied])

    def applied(self, found: Json, inner: Json, delivery: Json) -> tuple[str | None, list[str]]:
        """Apply an event by its row: at the state, or beneath a request that waits."""
        event, before = delivery["event"], found["state"]
        fixed, is_pending = self.events[event], self.states[before]["is_pending"]
        option = inner["recall_completed"]
        row, outcome = self.row(event, before, recall_completed=option), "applied"
        if row is None and is_pending and not fixed["is_request"] and not fixed["is_answer"]:
            row, outcome = self.row(event, found["previous"], recall_completed=option), "beneath"
        if row is None:
            return None, []
        self.doubt(found, row, delivery)
        reached = inner["reached"]
        implied: list[str] = []
        if fixed["through"] is not None and self.rank(reached) < self.rank(fixed["through"]):
            implied = self.path[self.rank(reached) + 1 : self.rank(fixed["through"]) + 1]
            reached = fixed["through"]
        target = row["target"] or found["previous"]
        is_new = "attempt" in row["effects"]
        if is_new or self.rank(target) > self.rank(reached):
            reached = target
        before_it = reached if before in self.path else before
        self.enter(found, target, before_it, is_beneath=outcome == "beneath", is_restored=row["target"] is None)
        found["version"] += "version" in row["effects"]
        found["attempt"] += is_new
        inner["reached"] = reached
        inner["seen"] = {event} if is_new else inner["seen"] | {event}
        if fixed["is_request"]:
            inner["answered"] = None
        if fixed["is_answer"]:
            inner["answered"] = event
        return outcome, implied

    def enter(self, found: Json, target: str, before: str, *, is_beneath: bool, is_restored: bool) -> None:
        """Enter a state; keep what lies beneath a request."""
        was_pending = self.states[found["state"]]["is_pending"]
        if is_beneath:
            found["previous"] = target
            return
        if self.states[target]["is_pending"] and not was_pending:
            found["previous"] = before
        elif is_restored or not was_pending:
            found["previous"] = None
        found["state"] = target

    def doubt(self, found: Json, row: Json, delivery: Json) -> None:
        """Note what is wrong with an event although it counts."""
        if "reason" in row["guards"] and not delivery["reason"]:
            found["problems"].append([delivery["code"], "no-reason"])
        if self.events[row["event"]]["needs_person"] and not delivery["staff"]:
            found["problems"].append([delivery["code"], "no-staff"])
        if row["event"] == "16" and found["state"] == "RECALL_PENDING":
            found["problems"].append([delivery["code"], "duty-to-cancel"])

    def known(self, found: Json, inner: Json, event: str) -> str | None:
        """Say whether an event that leads nowhere was known before, or is overtaken."""
        fixed = self.events[event]
        if fixed["is_recall"]:
            known = found["state"] in {"RECALL_PENDING", "RECALLED"}
        elif fixed["is_answer"]:
            known = inner["answered"] == event
        else:
            known = not fixed["is_request"] and event in inner["seen"]
        if known:
            return "repeated"
        overtaken = fixed["reaches"] is not None and self.rank(fixed["reaches"]) <= self.rank(inner["reached"])
        return "late" if overtaken else None

    def why_not(self, found: Json, event: str) -> str:
        """Name the problem of an event that cannot be."""
        fixed = self.events[event]
        if fixed["is_answer"]:
            return "no-request"
        if self.states[found["state"]]["is_pending"] and fixed["is_request"]:
            return "request-pending"
        beneath = found["previous"] or found["state"]
        is_over = self.states[beneath]["is_terminal"] or self.states[found["state"]]["is_terminal"]
        return "after-the-end" if is_over else "not-allowed"


def run(table: Json, vectors: Json) -> list[str]:
    """Run every step of every vector; give what differs."""
    machine = Machine(table)
    differ = []
    for vector in vectors["vectors"]:
        for count, wanted in enumerate(vector["steps"], 1):
            found = machine.fold(vector, count)
            if found != wanted:
                differ.append(f"{vector['id']} {vector['title']}, step {count}: {found} instead of {wanted}")
    return differ


def main(arguments: list[str]) -> int:
    """Read both files, run, and tell."""
    table, vectors = (json.loads(Path(name).read_text("utf-8")) for name in arguments)
    differ = run(table, vectors)
    for line in differ:
        print(line)
    print(f"{len(vectors['vectors'])} vectors, {len(differ)} steps differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
