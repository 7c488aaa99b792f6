"""The benchmarks run, on tiny packages and once: what they time is what they say."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from benchmarks.actions import ACTIONS
from benchmarks.alone import timed_alone
from benchmarks.cases import CASES, case_of
from benchmarks.fast import measured_pairs
from benchmarks.floors import FLOORS
from benchmarks.grid import measured_row
from benchmarks.growth import SERIES
from benchmarks.measure import Times, interleaved, memories, memory, start_up
from benchmarks.rows import measured_rows
from benchmarks.scale import FULL, TRIAL

import edoc
from benchmarks import __main__ as command

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.files import Files
    from benchmarks.results import Measured

ROOT = Path(__file__).parent.parent.parent
#: As in conftest.py.
TINY = 4000


def test_the_floor_inflates_the_bytes_that_the_package_delivers(files: Files) -> None:
    content = edoc.read(files.path("z50")).attachments[0].read()
    assert zlib.decompress(files.deflated("z50").read_bytes(), -zlib.MAX_WBITS) == content
    assert FLOORS["inflate"](files, "z50")() == len(content)


@pytest.mark.parametrize("name", ["p50", "l50", "c50"])
@pytest.mark.parametrize("fast", [True, False])
def test_the_floor_decodes_as_much_as_the_package_carries(
    name: str, fast: bool, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not fast:
        monkeypatch.setitem(sys.modules, "pybase64", None)
    carried = sum(item.size or 0 for item in edoc.read(files.path(name)).attachments)
    assert 0 <= carried - int(str(FLOORS["base64"](files, name)())) < 57  # less than a line is left out


def test_hashing_gives_the_digest_of_the_content(files: Files) -> None:
    digest = hashlib.sha256(files.content("p50").read_bytes()).hexdigest()
    assert ACTIONS["hash"](files, "p50")() == [digest]


def test_extracting_gives_the_content(files: Files) -> None:
    ACTIONS["extract"](files, "z5")()
    (saved,) = (files.folder / "z5.extracted").iterdir()
    assert saved.read_bytes() == files.content("z5").read_bytes()


@pytest.mark.parametrize("side", ["edoc", "copy, synced", "edoc, open file", "copy"])
def test_every_side_of_writing_writes_the_same_bytes(side: str, files: Files) -> None:
    case_of("write p50").sides[side](files)()
    name = "p50.written" if side.startswith("edoc") else "p50.copied"
    assert (files.folder / name).read_bytes() == files.data("p50")


def test_changing_leaves_the_attachment_as_it_is(files: Files) -> None:
    ACTIONS["change"](files, "l5")()
    changed = (files.folder / "l5.changed").read_bytes()
    assert edoc.read(changed).attachments == edoc.read(files.path("l5")).attachments
    assert changed.count(b"\n") >= files.data("l5").count(b"\n")


def test_sides_take_turns_and_the_first_round_is_not_counted() -> None:
    seen: list[str] = []

    def side(name: str) -> Callable[[], object]:
        return lambda: seen.append(name)

    times = interleaved({"a": side("a"), "b": side("b")}, rounds=2)
    assert seen == ["a", "b"] * 3
    assert [len(found) for found in times.seconds.values()] == [2, 2]


def test_who_loses_patience_has_three_rounds() -> None:
    times = interleaved({"a": lambda: None}, rounds=9, patience=0)
    assert len(times.seconds["a"]) == 3


def test_what_has_run_already_counts_from_the_first_round() -> None:
    seen: list[int] = []
    times = interleaved({"a": lambda: seen.append(1)}, rounds=2, warm=True)
    assert (len(seen), len(times.seconds["a"])) == (2, 2)


def test_the_clock_tells_the_seconds() -> None:
    ticks = iter(range(100))
    times = interleaved({"a": lambda: next(ticks)}, rounds=2, clock=lambda: float(next(ticks)))
    assert times.seconds["a"] == [2.0, 2.0]


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    times = Times({"edoc": [1.0, 4.0, 9.0], "floor": [1.0, 2.0, 3.0], "other": [1.0, 2.0, 6.0]})
    assert (times.median("edoc"), times.ratio("edoc", "floor"), times.ratio("edoc", "floor", "other")) == (
        4.0,
        2.0,
        1.0,
    )


@pytest.mark.parametrize("action", ACTIONS)
def test_memory_is_measured_in_a_process_of_its_own(action: str, files: Files) -> None:
    assert memory(action, "p5", files) >= 0


def test_memories_are_given_by_action(files: Files) -> None:
    assert set(memories(["open", "change"], "status", files)) == {"open", "change"}


def test_start_up_is_measured_by_whole_processes(files: Files) -> None:
    times = start_up(files, rounds=1)
    assert times.median("first read") > times.median("nothing") > 0


def test_the_extra_is_measured_with_and_without(files: Files) -> None:
    pairs = measured_pairs(files, rounds=1)
    assert len(pairs) == 5
    assert all(pair.fast > 0 and pair.plain > 0 for pair in pairs)


def test_a_trial_measures_every_target(trial: tuple[Measured, str]) -> None:
    measured, told = trial
    wanted = {*(f"P{number}" for number in range(1, 14)), "V1", "V2", ""}
    assert {row.target for row in measured.rows} == wanted
    assert [row.failed for row in measured.rows if row.failed not in {"", "xmlsec cannot be imported"}] == []
    assert all(case.about in told for case in CASES)


def test_no_two_figures_have_one_name(trial: tuple[Measured, str]) -> None:
    names = [row.what for row in trial[0].rows]
    assert len(names) == len(set(names))


def test_a_trial_fills_the_table(trial: tuple[Measured, str]) -> None:
    grid = {row.name: row for row in trial[0].grid}
    assert set(grid) == set(TRIAL.grid)
    assert [row.failed for row in grid.values()] == [{}] * len(grid)
    assert set(grid["p5"].seconds) == {*ACTIONS, "lxml parse", "base64", "sha256"}
    assert set(grid["z5"].seconds) == {*ACTIONS, *FLOORS}
    assert "write" not in grid["l5"].seconds
    assert "hash / base64 + inflate + sha256" in grid["z5"].ratios
    assert set(grid["status"].ratios) == {f"{action} / lxml parse" for action in ACTIONS}
    assert set(grid["p5"].memory) == set(ACTIONS)
    assert grid["z5"].memory == {}


def test_a_trial_measures_growth(trial: tuple[Measured, str]) -> None:
    lines = {(line.against, line.action): line for line in trial[0].lines}
    assert set(lines) == {(against, action) for against, _, _, actions in SERIES for action in actions}
    assert [point.x for point in lines["recipients", "open"].points] == [10, 30, 100]


def test_the_whole_run_has_every_package_that_is_asked_for() -> None:
    sizes = {f"{kind}{megabytes}" for kind in "pzlc" for megabytes in (5, 50, 500)}
    assert set(FULL.grid) == {"status", "hdr", "s370", "r100", "r700", "a50", *sizes}
    assert all(FULL.weighs(name) for name in FULL.grid)
    assert not TRIAL.weighs("z5")


def test_a_case_that_fails_does_not_cost_the_others(
    trial: tuple[Measured, str], files: Files, quick_start: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(case: Any, *_: Any) -> Times:
        message = f"{case.name} is broken"
        raise OSError(message)

    monkeypatch.setattr("benchmarks.rows.timed_alone", fail)
    monkeypatch.setattr("benchmarks.rows.start_up", lambda *_: quick_start)
    monkeypatch.setattr("benchmarks.rows.memories", _no_memory)
    grid = [row.model_copy(update={"memory": {}}) for row in trial[0].grid]
    rows = measured_rows(files, grid, lambda _: None)
    failed = [row for row in rows if row.verdict == "NOT MEASURED"]
    assert len(failed) == len(rows) - 4
    assert {row.failed for row in failed if row.target == "P3"} == {"OSError: peek is broken"}


@pytest.mark.parametrize("name", ["read status", "batch"])
def test_a_case_is_timed_in_a_process_of_its_own(files: Files, name: str) -> None:
    case = case_of(name)
    assert timed_alone(case, files, 3).seconds.keys() == case.sides.keys()


def test_an_action_that_fails_does_not_cost_its_package(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTIONS, "validate", lambda *_: lambda: 1 / 0)
    monkeypatch.setattr("benchmarks.grid.memories", _no_memory)
    row = measured_row("p5", files, TRIAL)
    assert row.failed == {"validate": "ZeroDivisionError: division by zero", "memory": "MemoryError"}
    assert {"open", "verify"} <= row.seconds.keys()


def _no_memory(*_: Any) -> dict[str, int]:
    raise subprocess.CalledProcessError(1, "python", stderr="Traceback\nMemoryError\n")


def test_figures_of_a_trial_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["--quick", "--write"])
    assert "mean nothing" in capsys.readouterr().err


def test_pytest_benchmark_runs_every_side(files: Files) -> None:
    arguments = ["benchmarks", "--megabyte", str(TINY), "--folder", str(files.folder), "--benchmark-disable", "-q"]
    command = [sys.executable, "-m", "pytest", *arguments, "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{sum(len(case.sides) for case in CASES)} passed" in done.stdout
