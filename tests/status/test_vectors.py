"""The test vectors are right by the law, not by what the code says: two witnesses that share no code with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from status_by_hand import CASES, LETTERS, MATRIX, Case

from edoc.status import EventKind, Outcome, RecipientState
from edoc.status.exports import export_text

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tools.status_vectors import delivered, vectors

ROOT = Path(__file__).parent.parent.parent
VECTORS = {vector.short: vector for vector in vectors()}
FILE = json.loads(export_text("vectors"))
OUTCOMES = {outcome.value[0] if outcome is not Outcome.REFUSED else "x": outcome for outcome in Outcome}
PROBLEMS = {"n": "not-allowed", "e": "after-the-end", "p": "request-pending", "q": "no-request"}


def said(state: RecipientState) -> str:
    """Write the outcomes of a history as the hand does."""
    letters = {state: letter for letter, state in LETTERS.items()}
    short = {outcome: letter for letter, outcome in OUTCOMES.items()}
    words = []
    for record in state.history:
        implied = "".join(letters[item] for item in record.implied)
        words.append(short[record.outcome] + (f"[{implied}]" if implied else ""))
    return " ".join(words)


@pytest.mark.parametrize("case", CASES, ids=[case.deliveries for case in CASES])
def test_a_sequence_comes_to_what_was_written_by_hand(case: Case) -> None:
    vector = VECTORS[case.deliveries]
    steps = [delivered(vector.start, vector.events[: count + 1]) for count in range(len(vector.events))]

    assert [step.state for step in steps] == [LETTERS[letter] for letter in case.states.split()]
    assert said(steps[-1]) == case.outcomes
    found = [(problem.event.code, problem.code) for problem in steps[-1].problems if problem.event is not None]
    assert [f"{code}:{problem}" for code, problem in found] == case.problems.split()


def test_enough_was_written_by_hand() -> None:
    assert len({case.deliveries for case in CASES}) >= 60


def _cells() -> list[tuple[str, str, str]]:
    head, *rows = (line.split() for line in MATRIX.strip().splitlines())
    assert head == [kind.value for kind in EventKind]
    return [(row[0], kind, cell) for row in rows for kind, cell in zip(head, row[1:], strict=True)]


@pytest.mark.parametrize(("letter", "kind", "cell"), _cells())
def test_every_event_in_every_state_does_what_was_written_by_hand(letter: str, kind: str, cell: str) -> None:
    state = LETTERS[letter]
    vector = next(item for item in VECTORS.values() if item.title == f"{kind} in {state.value}")
    before, after = (delivered(vector.start, events) for events in (vector.events[:-1], vector.events))
    record = after.history[-1]

    assert before.state is state
    if cell in LETTERS:
        assert (record.outcome, after.state) == (Outcome.APPLIED, LETTERS[cell])
    elif cell in PROBLEMS:
        assert (record.outcome, after.state) == (Outcome.REFUSED, state)
        assert [problem.code for problem in record.problems] == [PROBLEMS[cell]]
    elif cell[0] == "b":
        assert (record.outcome, after.state, after.previous) == (Outcome.BENEATH, state, LETTERS[cell[1:]])
    else:
        assert (record.outcome, after.state) == (OUTCOMES[cell], state)


def test_the_matrix_has_every_state_and_every_event() -> None:
    assert len(_cells()) == len(LETTERS) * len(EventKind)


def test_the_file_has_the_vectors_and_every_title_once() -> None:
    titles = [vector["title"] for vector in FILE["vectors"]]

    assert len(titles) >= 150
    assert len(set(titles)) == len(titles) == len(list(vectors()))
    assert {step["state"] for vector in FILE["vectors"] for step in vector["steps"]} == {
        state.value for state in LETTERS.values()
    }


def test_another_program_needs_nothing_but_the_exported_table(tmp_path: Path) -> None:
    program = ROOT / "examples" / "status_machine.py"
    names = []
    for name in ("json", "vectors"):
        (tmp_path / name).write_text(export_text(name), "utf-8")
        names.append(str(tmp_path / name))

    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program), *names], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
    assert done.stdout == f"{len(FILE['vectors'])} vectors, 0 steps differ\n"
    assert "edoc" not in {line.split()[1] for line in program.read_text("utf-8").splitlines() if "import " in line}


@pytest.mark.parametrize("spoil", ["order", "leaps", "target", "through"])
def test_another_program_fails_the_vectors_when_its_table_is_wrong(spoil: str, tmp_path: Path) -> None:
    table = json.loads(export_text("json"))
    _spoiled(table, spoil)
    files = {"json": json.dumps(table), "vectors": export_text("vectors")}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")

    program = str(ROOT / "examples" / "status_machine.py")
    done = subprocess.run(
        [sys.executable, program, *(str(tmp_path / name) for name in files)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert " instead of " in done.stdout


def _spoiled(table: dict[str, Any], spoil: str) -> None:
    rows, events = table["transitions"], table["events"]
    if spoil == "order":
        for row in events:
            row["order"] = -row["order"]
    elif spoil == "leaps":
        next(row for row in rows if row["id"] == "S-7")["leaps"] = []
    elif spoil == "target":
        next(row for row in rows if row["id"] == "S-11")["target"] = "ARRIVED"
    else:
        next(row for row in events if row["id"] == "03")["through"] = None
