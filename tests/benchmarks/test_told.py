"""What is said of the figures: fits, verdicts, comparison, the page and the picture."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from benchmarks.batch import PROCESSES
from benchmarks.compare import Notes, moved, notes
from benchmarks.growth import fit
from benchmarks.page import PAGE, filled
from benchmarks.picture import drawn
from benchmarks.results import STORED, Measured, Row, machine
from benchmarks.tables import SECTIONS, seconds, size
from lxml import etree

from benchmarks import __main__ as command

ROOT = Path(__file__).parent.parent.parent


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


@pytest.mark.parametrize(("what", "code"), [("reading", 0), ("writing", 1)])
def test_a_target_that_is_missed_without_a_word_fails_the_run(
    what: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = run_of(Row(target="P1", what=what, value=2, limit=1), Row(target="P2", what="listing", value=1, limit=2))
    monkeypatch.setattr(command, "measure", lambda *_: measured)
    monkeypatch.setattr(command, "notes", lambda: Notes({"reading": "it is far"}, {}))
    assert command.main([]) == code
    assert ("P1, writing: NOT MET" in capsys.readouterr().err) == bool(code)


def test_only_what_moved_by_more_than_noise_is_told() -> None:
    now = {"near": 1.2, "far": 1.3, "tiny": 0.04, "memory near": 3.9, "memory far": 5.0, "memory up": 3.0, "new": 1.0}
    before = {
        "near": 1.0,
        "far": 1.0,
        "tiny": 0.01,
        "memory near": 2.0,
        "memory far": 2.0,
        "memory up": 0.0,
        "gone": 1.0,
    }
    rows = [Row(what=what, value=value, unit="MB" if "memory" in what else "") for what, value in now.items()]
    measured = run_of(*rows, before=before, before_machine="another")
    assert [move.what for move in moved(measured)] == ["memory up", "memory far", "far"]
    said = SECTIONS["compared"](measured, Notes({}, {"far": "because"}))
    assert "Of 6 figures that both runs have 3 moved" in said
    assert "| memory up | 0.00 | 3.00 | from nothing |  |" in said
    assert said.splitlines()[-1] == "| far | 1.00 | 1.30 | +30% | because |"


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


@pytest.mark.parametrize("there", [True, False])
def test_the_page_shows_the_picture_that_is_there(
    there: bool, trial: tuple[Measured, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "growth.svg"
    if there:
        path.write_text("<svg/>", "utf-8")
    monkeypatch.setattr("benchmarks.tables.PICTURE", path)
    assert ("growth.svg" in SECTIONS["growth"](trial[0], Notes({}, {}))) == there


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
