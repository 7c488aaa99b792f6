"""The benchmarks run, on tiny packages and once: what they time is what they say."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import subprocess
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from lxml import etree

import edoc

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import __main__ as command
from benchmarks.actions import ACTIONS
from benchmarks.batch import PROCESSES
from benchmarks.cases import CASES, case_of
from benchmarks.compare import Notes, moved, notes
from benchmarks.fast import measured_pairs
from benchmarks.files import Files
from benchmarks.floors import FLOORS
from benchmarks.grid import measured_row
from benchmarks.growth import SERIES, fit
from benchmarks.measure import Times, interleaved, memories, memory, start_up
from benchmarks.page import PAGE, filled
from benchmarks.picture import drawn
from benchmarks.results import STORED, Measured, Row, machine
from benchmarks.rows import measured_rows
from benchmarks.scale import FULL, TRIAL
from benchmarks.tables import SECTIONS, seconds, size

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
#: A megabyte of this many bytes keeps the runs longer than what is left in the header.
TINY = 4000


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp("packages"), TINY)


def measured_base64(data: bytes) -> int:
    start = data.index(b">", data.index(b"ContentTransferEncoded xmlns")) + 1
    return data.index(b"<", start) - start


@pytest.mark.parametrize(
    "name",
    ["status", "doc", "hdr", "r10", "r700", "s370", "a50", "n3", "p5", "p500", "l5", "c5", "z5", "s-hdr", "s-z5"],
)
def test_a_package_has_no_fault_but_its_line_ends(name: str, files: Files) -> None:
    faults = [fault.code for fault in edoc.read(files.path(name)).faults]
    assert faults == (["base64-blanks"] if name in {"l5", "c5"} else [])


def test_there_is_no_package_of_an_unknown_kind(files: Files) -> None:
    with pytest.raises(ValueError, match="no package 'x5'"):
        files.path("x5")


@pytest.mark.parametrize(
    ("name", "share", "near"), [("p5", 5, 8), ("p50", 50, 8), ("l50", 50, 3000), ("c50", 50, 6000)]
)
def test_a_raw_package_has_the_base64_that_its_name_says(name: str, share: int, near: int, files: Files) -> None:
    length = measured_base64(files.data(name))
    assert 0 <= length - share * TINY < near


@pytest.mark.parametrize(("name", "length"), [("s370", 370_000), ("z50", 50 * TINY)])
def test_a_zipped_package_has_about_the_base64_that_its_name_says(name: str, length: int, files: Files) -> None:
    package = edoc.read(files.path(name))
    assert [item.encoding for item in package.attachments] == ["zip"]
    assert measured_base64(files.data(name)) == pytest.approx(length, rel=0.15)


@pytest.mark.parametrize(("name", "newline"), [("l50", b"\n"), ("c50", b"\r\n")])
def test_a_wrapped_package_carries_the_content_of_the_plain_one(name: str, newline: bytes, files: Files) -> None:
    data = files.data(name)
    start = data.index(b">", data.index(b"ContentTransferEncoded xmlns")) + 1
    assert data[start + 76 : start + 76 + len(newline) + 1].startswith(newline)
    assert edoc.read(data).attachments == edoc.read(files.path("p50")).attachments


@pytest.mark.parametrize("name", ["p5", "d1"])
def test_a_pdf_can_be_opened_and_has_the_size_that_it_should(name: str, files: Files) -> None:
    path = files.content(name)
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.check_pdf_syntax() == []
    if name == "p5":
        assert path.stat().st_size == pytest.approx(5 * TINY * 3 / 4, abs=4)


def test_fifty_attachments_are_fifty_and_differ(files: Files) -> None:
    package = edoc.read(files.path("a50"))
    assert len({item.name for item in files.path("a50").with_suffix(".contents").iterdir()}) == 50
    assert len(package.attachments) == 50


def test_the_batch_has_as_many_packages_as_were_asked_for(tmp_path: Path) -> None:
    packages = Files(tmp_path, TINY, 3).packages()
    assert [edoc.read(path).kind for path in packages] == ["document"] * 3


def test_what_is_removed_is_made_anew(tmp_path: Path) -> None:
    files = Files(tmp_path, TINY)
    first = files.data("a2")
    files.path("s-a2")
    files.remove("a2")
    assert list(tmp_path.iterdir()) == []
    assert files.data("a2") == first


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


# --- a trial of the whole run ---


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> tuple[Measured, str]:
    """What ``python -m benchmarks --quick`` gives; the fresh processes are tested above."""
    kept: list[Measured] = []

    def keep(measured: Measured, _: Notes) -> str:
        kept.append(measured)
        return "told"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("benchmarks.grid.memories", lambda actions, *_: dict.fromkeys(actions, 1_000_000))
        patch.setattr("benchmarks.growth.memories", lambda actions, *_: dict.fromkeys(actions, 1_000_000))
        patch.setattr("benchmarks.rows.start_up", _quick_start)
        patch.setattr(command, "measured_pairs", lambda *_: ())
        patch.setattr(command, "text", keep)
        patch.setattr("tempfile.tempdir", os.fspath(tmp_path_factory.mktemp("trial")))
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()) as told:
            code = command.main(["--quick"])
    assert code in {0, 1}
    assert out.getvalue() == "told\n"
    return kept[0], told.getvalue()


def _quick_start(*_: Any) -> Times:
    names = ("nothing", "import edoc", "edoc --version", "lxml and pydantic", "lxml, pydantic, models", "first read")
    return Times({name: [1.0] for name in names})


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
    trial: tuple[Measured, str], files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(case: Any, *_: Any) -> Times:
        message = f"{case.name} is broken"
        raise OSError(message)

    monkeypatch.setattr("benchmarks.rows.timed", fail)
    monkeypatch.setattr("benchmarks.rows.start_up", _quick_start)
    grid = [row.model_copy(update={"memory": {}}) for row in trial[0].grid]
    rows = measured_rows(files, grid, lambda _: None)
    failed = [row for row in rows if row.verdict == "NOT MEASURED"]
    assert len(failed) == len(rows) - 4
    assert {row.failed for row in failed if row.target == "P3"} == {"OSError: peek is broken"}


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


# --- what is said of the figures ---


@pytest.mark.parametrize(
    ("points", "each", "exponent"),
    [
        ([(1.0, 2.0), (2.0, 4.0), (10.0, 20.0)], 2.0, 1.0),
        ([(1.0, 1.0), (2.0, 4.0), (4.0, 16.0)], 36 / 7, 2.0),
        ([(1.0, 3.0), (2.0, 3.0), (10.0, 3.0)], 0.0, 0.0),
    ],
)
def test_growth_is_fitted(points: list[tuple[float, float]], each: float, exponent: float) -> None:
    found = fit(points)
    assert found.each == pytest.approx(each)
    assert found.exponent == pytest.approx(exponent)
    assert found.logarithmic == pytest.approx(0.0 if exponent == 0 else 1.0)


@pytest.mark.parametrize(
    ("value", "limit", "said"), [(4.9, 5.0, "met"), (5.0, 5.0, "NOT MET"), (9.0, None, ""), (None, 5.0, "NOT MEASURED")]
)
def test_a_target_is_met_below_its_limit(value: float | None, limit: float | None, said: str) -> None:
    assert Row(what="reading", value=value, limit=limit).verdict == said


def run_of(*rows: Row, **more: Any) -> Measured:
    return Measured(
        **{"machine": "a machine", "full": True, "rows": rows, "pairs": (), "grid": (), "lines": (), **more}
    )


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (Row(target="P1", what="a", value=0.5, limit=0.75, time=0.0123), "| P1 | a | 0.50x | 0.75x | met | 12.3 ms |"),
        (Row(target="P4", what="a", value=50, limit=48, unit="MB"), "| P4 | a | 50.00 MB | 48 MB | NOT MET |  |"),
        (Row(what="a", value=2, time=4e-5), "|  | a | 2.00x |  |  | 40 µs |"),
        (Row(what="a", value=12345.6, unit="/s", time=1.25), "|  | a | 12 346/s |  |  | 1.25 s |"),
        (
            Row(target="P8", what="a", value=None, limit=1, failed="no xmlsec"),
            "| P8 | a | no xmlsec | 1x | NOT MEASURED |  |",
        ),
    ],
)
def test_the_table_says_what_was_measured(row: Row, line: str) -> None:
    assert line in SECTIONS["targets"](run_of(row), Notes({}, {})).splitlines()


def test_a_target_that_is_not_met_is_explained() -> None:
    rows = [Row(target="P1", what=what, value=2, limit=1) for what in ("reading", "writing")]
    said = SECTIONS["targets"](run_of(*rows), Notes({"reading": "it is far"}, {}))
    assert said.endswith("0 of 2 are met.\n\n* P1, reading: it is far.\n* P1, writing: not explained yet.")


def test_only_what_moved_by_more_than_noise_is_told() -> None:
    now = {"near": 1.2, "far": 1.3, "tiny": 0.04, "memory near": 3.9, "memory far": 5.0, "new": 1.0}
    before = {"near": 1.0, "far": 1.0, "tiny": 0.01, "memory near": 2.0, "memory far": 2.0, "gone": 1.0}
    rows = [Row(what=what, value=value, unit="MB" if "memory" in what else "") for what, value in now.items()]
    measured = run_of(*rows, before=before, before_machine="another")
    assert [move.what for move in moved(measured)] == ["memory far", "far"]
    said = SECTIONS["compared"](measured, Notes({}, {"far": "because"}))
    assert "Of 5 figures that both runs have 2 moved" in said
    assert said.splitlines()[-1] == "| far | 1.00 | 1.30 | +30 % | because |"


def test_a_run_that_is_like_the_one_before_says_so() -> None:
    row = Row(what="reading", value=1.0)
    assert "0 moved" in SECTIONS["compared"](run_of(row, before={"reading": 1.0}), Notes({}, {}))
    assert "no run before" in SECTIONS["compared"](run_of(row), Notes({}, {}))


@pytest.mark.parametrize(
    "name", ["table", "growth", "fast", "signatures", "statuses", "batch", "validating", "targets"]
)
def test_a_section_without_figures_says_so(name: str) -> None:
    assert "Not measured yet." in SECTIONS[name](run_of(), Notes({}, {}))


def test_every_section_has_one_place_in_the_page(trial: tuple[Measured, str]) -> None:
    page = PAGE.read_text("utf-8")
    made = filled(page, trial[0], notes())
    assert filled(made, trial[0], notes()) == made
    for name, make in SECTIONS.items():
        assert make(trial[0], notes()) in made, name
    with pytest.raises(ValueError, match="0 places for machine"):
        filled("nothing", trial[0], notes())


def test_the_page_says_what_is_stored() -> None:
    page = PAGE.read_text("utf-8")
    assert filled(page, Measured.model_validate_json(STORED.read_bytes()), notes()) == page
    assert os.fspath(ROOT) not in page


def test_notes_are_about_figures_that_exist(trial: tuple[Measured, str]) -> None:
    stored = Measured.model_validate_json(STORED.read_bytes())
    known = {row.what for row in (*trial[0].rows, *stored.rows)} | stored.figures().keys() | stored.before.keys()
    said = notes()
    assert set(said.missed) | set(said.moved) <= known


def test_the_page_is_rendered_from_what_is_stored(
    trial: tuple[Measured, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, picture, stored = tmp_path / "page.md", tmp_path / "growth.svg", tmp_path / "measured.json"
    page.write_text(PAGE.read_text("utf-8"), "utf-8")
    for name, path in (("PAGE", page), ("PICTURE", picture), ("STORED", stored)):
        monkeypatch.setattr(command, name, path)
    monkeypatch.setattr(command, "drawn", lambda _: "<svg/>")
    with pytest.raises(SystemExit):
        command.main(["--render"])
    monkeypatch.setattr(command, "measure", lambda *_: trial[0])
    monkeypatch.setattr("sys.stdout", io.StringIO())
    command.main(["--write"])
    written = page.read_text("utf-8")
    assert "figures mean nothing" in written
    assert picture.read_text("utf-8") == "<svg/>"
    page.write_text(PAGE.read_text("utf-8"), "utf-8")
    assert command.main(["--render"]) == 0
    assert page.read_text("utf-8") == written


def test_a_picture_is_drawn_the_same_each_time(trial: tuple[Measured, str]) -> None:
    pytest.importorskip("matplotlib", reason="group picture is not installed")
    first = drawn(trial[0])
    assert first == drawn(trial[0])
    assert first is not None
    assert etree.fromstring(first.encode()).tag == "{http://www.w3.org/2000/svg}svg"
    assert "attachments of 8 KB" in first


def test_without_matplotlib_the_picture_stays_as_it_was(
    trial: tuple[Measured, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert drawn(trial[0]) is None
    (tmp_path / "page.md").write_text(PAGE.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(command, "PAGE", tmp_path / "page.md")
    monkeypatch.setattr(command, "PICTURE", tmp_path / "growth.svg")
    command.put(trial[0])
    assert "left as it was" in capsys.readouterr().err
    assert not (tmp_path / "growth.svg").exists()


@pytest.mark.parametrize(
    ("value", "said"), [(None, ""), (4e-5, "40 µs"), (0.0123, "12.3 ms"), (0.7363, "736 ms"), (1.25, "1.25 s")]
)
def test_times_have_a_unit_that_suits_them(value: float | None, said: str) -> None:
    assert seconds(value) == said


@pytest.mark.parametrize(("value", "said"), [(1490, "1.49 KB"), (370_000, "370 KB"), (500_004_289, "500 MB")])
def test_sizes_have_a_unit_that_suits_them(value: float, said: str) -> None:
    assert size(value) == said


def test_the_machine_is_told_without_its_name() -> None:
    said = machine()
    assert "libxml2" in said
    assert os.uname().nodename not in said
    assert PROCESSES >= 1


def test_pytest_benchmark_runs_every_side(files: Files) -> None:
    arguments = ["benchmarks", "--megabyte", str(TINY), "--folder", str(files.folder), "--benchmark-disable", "-q"]
    command = [sys.executable, "-m", "pytest", *arguments, "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{sum(len(case.sides) for case in CASES)} passed" in done.stdout
