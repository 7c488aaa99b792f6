"""The benchmarks run, on tiny packages and once: what they time is what they say."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import edoc

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.__main__ import PAGE, fast_table, put_into, without_fast
from benchmarks.cases import CASES, Case, case_of
from benchmarks.files import FILES, Files
from benchmarks.measure import Times, interleaved, memory, start_up
from benchmarks.targets import Row, machine, measured, table

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


@pytest.mark.parametrize("name", FILES)
def test_a_package_has_no_fault_but_its_line_ends(name: str, files: Files) -> None:
    faults = [fault.code for fault in edoc.read(files.path(name)).faults]
    assert faults == (["base64-blanks"] if name in {"l50", "c50"} else [])


@pytest.mark.parametrize(
    ("name", "size", "near"),
    [("p5", 5, 8), ("p50", 50, 8), ("p500", 500, 8), ("l50", 50, 3000), ("c50", 50, 6000)],
)
def test_a_raw_package_has_the_base64_that_its_name_says(name: str, size: int, near: int, files: Files) -> None:
    length = measured_base64(files.data(name))
    assert 0 <= length - size * TINY < near


@pytest.mark.parametrize(("name", "size"), [("s370", 370_000), ("z50", 50 * TINY)])
def test_a_zipped_package_has_about_the_base64_that_its_name_says(name: str, size: int, files: Files) -> None:
    package = edoc.read(files.path(name))
    assert [item.encoding for item in package.attachments] == ["zip"]
    assert measured_base64(files.data(name)) == pytest.approx(size, rel=0.15)


@pytest.mark.parametrize(("name", "newline"), [("l50", b"\n"), ("c50", b"\r\n")])
def test_a_wrapped_package_carries_the_content_of_the_plain_one(name: str, newline: bytes, files: Files) -> None:
    data = files.data(name)
    start = data.index(b">", data.index(b"ContentTransferEncoded xmlns")) + 1
    assert data[start + 76 : start + 76 + len(newline) + 1].startswith(newline)
    assert edoc.read(data).attachments == edoc.read(files.path("p50")).attachments


def test_fifty_attachments_are_fifty_and_differ(files: Files) -> None:
    package = edoc.read(files.path("a50"))
    assert len({item.sha256 for item in package.attachments}) == 50


def test_the_floor_inflates_the_bytes_that_the_package_delivers(files: Files) -> None:
    content = edoc.read(files.path("z50")).attachments[0].read()
    assert zlib.decompress(files.deflated("z50").read_bytes(), -zlib.MAX_WBITS) == content
    assert case_of("read z50").sides["inflate"](files)() == len(content)


def test_what_is_timed_gives_the_digest_of_the_content(files: Files) -> None:
    digest = hashlib.sha256(files.content("p50").read_bytes()).hexdigest()
    assert case_of("read p50").sides["edoc"](files)() == [digest]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_side_of_a_case_runs(case: Case, files: Files) -> None:
    for side in case.sides.values():
        assert side(files)() is not None


@pytest.mark.parametrize("side", ["edoc", "copy, synced", "edoc, open file", "copy"])
def test_every_side_of_writing_writes_the_same_bytes(side: str, files: Files) -> None:
    case_of("write p50").sides[side](files)()
    name = "p50.written" if side.startswith("edoc") else "p50.copied"
    assert (files.folder / name).read_bytes() == files.data("p50")


def test_sides_take_turns_and_the_first_round_is_not_counted() -> None:
    seen: list[str] = []

    def side(name: str) -> Callable[[], object]:
        return lambda: seen.append(name)

    times = interleaved({"a": side("a"), "b": side("b")}, rounds=2)
    assert seen == ["a", "b"] * 3
    assert [len(found) for found in times.seconds.values()] == [2, 2]


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    times = Times({"edoc": [1.0, 4.0, 9.0], "floor": [1.0, 2.0, 3.0]})
    assert (times.median("edoc"), times.ratio("edoc", "floor")) == (4.0, 2.0)


@pytest.mark.parametrize("action", ["read", "hash", "extract", "write", "change", "validate", "verify"])
def test_memory_is_measured_in_a_process_of_its_own(action: str, files: Files) -> None:
    assert memory(action, "p5", files) >= 0


def test_start_up_is_measured_by_whole_processes(files: Files) -> None:
    times = start_up(files, rounds=1)
    assert times.median("first read") > times.median("nothing") > 0


def test_the_extra_can_be_hidden(files: Files) -> None:
    rows = without_fast(files, rounds=1)
    assert len(rows) == 4
    assert all(row.value > 0 for row in rows)
    assert fast_table(rows, rows).count("\n") == 1 + len(rows)


@pytest.mark.parametrize(("value", "limit", "said"), [(4.9, 5.0, "met"), (5.0, 5.0, "NOT MET"), (9.0, None, "")])
def test_a_target_is_met_below_its_limit(value: float, limit: float | None, said: str) -> None:
    assert Row("P1", "reading", value, limit).verdict == said


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (Row("P1", "reading", 0.5, 0.75, time=0.0123), "| P1 | reading | 0.50x | 0.75x | met | 12.3 ms |"),
        (Row("P4", "memory", 50, 48, "MB"), "| P4 | memory | 50.00 MB | 48 MB | NOT MET |  |"),
        (Row("", "more", 2, time=4e-5), "|  | more | 2.00x |  |  | 40 µs |"),
        (Row("", "more", 2, time=1.25), "|  | more | 2.00x |  |  | 1.25 s |"),
    ],
)
def test_the_table_says_what_was_measured(row: Row, line: str) -> None:
    assert table([row]).splitlines()[2:] == [line]


def test_every_target_is_in_the_table(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("benchmarks.targets.memory", lambda *_: 1_000_000)
    monkeypatch.setattr("benchmarks.targets.start_up", _quick_start)
    rows = measured(files, said.append, rounds=1)
    assert {row.target for row in rows} == {
        "P1",
        "P2",
        "P3",
        "P4",
        "P5",
        "P6",
        "P7",
        "P8",
        "P10",
        "P11",
        "P12",
        "P13",
        "V1",
        "V2",
        "",
    }
    assert len(said) == len(CASES) + 2


def _quick_start(*_: Any) -> Times:
    names = ("nothing", "import edoc", "edoc --version", "lxml and pydantic", "lxml, pydantic, models", "first read")
    return Times({name: [1.0] for name in names})


def test_what_is_new_replaces_what_was_measured_before() -> None:
    page = "a\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nb\n"
    assert put_into(page, "new") == "a\n<!-- measured: begin -->\n\nnew\n\n<!-- measured: end -->\nb\n"


def test_the_page_has_a_place_for_what_is_measured() -> None:
    page = PAGE.read_text("utf-8")
    assert put_into(page, "new").count("new\n\n<!-- measured: end -->") == 1
    assert os.fspath(ROOT) not in page


def test_the_machine_is_told_without_its_name() -> None:
    said = machine()
    assert "libxml2" in said
    assert os.uname().nodename not in said


def test_pytest_benchmark_runs_every_side(files: Files) -> None:
    arguments = ["benchmarks", "--megabyte", str(TINY), "--folder", str(files.folder), "--benchmark-disable", "-q"]
    command = [sys.executable, "-m", "pytest", *arguments, "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{sum(len(case.sides) for case in CASES)} passed" in done.stdout
