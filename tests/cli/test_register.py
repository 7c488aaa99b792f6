"""``edoc register`` and ``edoc stats``: from a heap of files to registers and figures."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from edoc.cli.registers import is_terminal
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., tuple[int, str, str]]

PACKAGE = sample_package(1)
SENDER = str(PACKAGE.header.sender.organ_id) if PACKAGE.header.sender else ""
RECIPIENT = str(PACKAGE.header.recipients[0].organ_id)


@pytest.fixture
def heap(tmp_path: Path) -> Path:
    """A folder with a document, a status message about it, one about another, and a document of others."""
    folder = tmp_path / "heap"
    folder.mkdir()
    PACKAGE.write(folder / "a.edxml")
    sample_status(code="03", about=PACKAGE).write(folder / "b.edxml")
    sample_status(code="03", about=sample_package(9)).write(folder / "c.edxml")
    sample_package(7).with_header(sender={"organ_id": "H49"}).write(folder / "d.edxml")
    return folder


def test_a_register_is_shown_and_what_to_look_at_is_said_apart(edoc: Command, heap: Path) -> None:
    code, out, err = edoc("register", "outgoing", heap, "--organ", SENDER, "--year", 2026, "--name", "Sở Mẫu")
    assert code == 0
    assert out.splitlines()[:3] == ["Register of outgoing documents, 2026", "Sở Mẫu", "1."]
    assert "   Receipt: accepted by 1 of 2" in out.splitlines()
    assert "1 documents of other agencies or years are left out" in err
    assert "a status message is left out" in err


def test_two_copies_of_a_document_are_told(edoc: Command, heap: Path) -> None:
    PACKAGE.write(heap / "again.edxml")
    _, _, err = edoc("register", "outgoing", heap, "--organ", SENDER, "--year", 2026, "--lang", "vi")
    assert "dòng 1, 2: trùng mã định danh văn bản" in err


def test_a_recipients_register_has_the_day_of_arrival_and_a_number(edoc: Command, heap: Path) -> None:
    code, out, _ = edoc("register", "incoming", heap, "--organ", RECIPIENT, "--year", 2026, "--format", "json")
    shown = json.loads(out)
    assert code == 0
    assert (shown["schema"], shown["kind"]) == ("edoc/register/1", "incoming")
    assert (shown["rows"][0]["arrival_number"], shown["rows"][0]["arrived_at"][:4]) == (1, "2026")


def test_a_register_of_handling_says_the_state(edoc: Command, heap: Path) -> None:
    _, out, _ = edoc(
        "register", "handling", heap, "--organ", RECIPIENT, "--year", 2026, "--format", "csv", "--lang", "vi"
    )
    rows = list(csv.reader(io.StringIO(out.lstrip("\ufeff"))))
    assert rows[1][4] == "Đã tiếp nhận"


def test_files_are_written_whole_and_over_nothing(edoc: Command, heap: Path, tmp_path: Path) -> None:
    options = ("--organ", SENDER, "--year", 2026, "--format", "xlsx", "-o", tmp_path / "so.xlsx")
    assert edoc("register", "outgoing", heap, *options)[0] == 0
    assert load_workbook(tmp_path / "so.xlsx").active is not None
    code, _, err = edoc("register", "outgoing", heap, *options)
    assert code == 2
    assert "--force" in err
    assert edoc("register", "outgoing", heap, *options, "--force")[0] == 0


def test_a_page_for_print_has_the_warnings_on_it(edoc: Command, heap: Path, tmp_path: Path) -> None:
    PACKAGE.write(heap / "again.edxml")
    target = tmp_path / "so.html"
    edoc("register", "outgoing", heap, "--organ", SENDER, "--year", 2026, "--format", "html", "-o", target)
    assert 'class="warnings"' in target.read_text("utf-8")


def test_a_file_that_cannot_be_read_does_not_keep_the_others(edoc: Command, heap: Path) -> None:
    (heap / "e.edxml").write_bytes(b"no package")
    code, out, err = edoc("register", "outgoing", heap, "--organ", SENDER, "--year", 2026)
    assert code == 1
    assert "1." in out
    assert "e.edxml" in err


@pytest.mark.parametrize("format_", ["text", "csv", "xlsx", "html", "svg", "json"])
def test_figures_come_in_every_form(edoc: Command, heap: Path, tmp_path: Path, format_: str) -> None:
    target = tmp_path / "figures"
    code, _, err = edoc("stats", heap, "--organ", SENDER, "--period", "2026", "--format", format_, "-o", target)
    assert code == 0
    assert target.stat().st_size > 100
    assert "left out" in err


def test_figures_are_shown_as_tables(edoc: Command, heap: Path) -> None:
    code, out, _ = edoc("stats", heap, "--organ", SENDER, "--period", "2026", "--lang", "vi")
    assert code == 0
    assert "Văn bản theo tên loại, năm 2026" in out
    assert "100,0 %" in out


def test_what_is_dated_leaves_no_remark(edoc: Command, tmp_path: Path) -> None:
    PACKAGE.write(tmp_path / "a.edxml")
    assert edoc("stats", tmp_path / "a.edxml", "--organ", SENDER, "--period", "2026")[2] == ""


def test_a_period_that_is_none_is_wrong_usage(edoc: Command, heap: Path) -> None:
    code, _, err = edoc("stats", heap, "--organ", SENDER, "--period", "2026-H3")
    assert code == 2
    assert "2026-H1" in err


def test_a_terminal_is_told_by_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_terminal()  # pytest reads it
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert is_terminal()


def test_a_spreadsheet_goes_into_a_pipe_but_not_onto_a_terminal(
    edoc: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    PACKAGE.write(tmp_path / "a.edxml")
    options = ("register", "outgoing", tmp_path / "a.edxml", "--organ", SENDER, "--year", 2026, "--format", "xlsx")
    monkeypatch.setattr("edoc.cli.registers.is_terminal", lambda: True)
    code, _, err = edoc(*options)
    assert code == 2
    assert "-o" in err
    written: list[bytes] = []
    monkeypatch.setattr("edoc.cli.registers.is_terminal", lambda: False)
    monkeypatch.setattr("edoc.cli.registers.click.echo", lambda data, nl: written.append(data))
    assert edoc(*options)[0] == 0
    assert load_workbook(io.BytesIO(written[0])).active is not None


def test_what_was_not_answered_in_time_is_late(edoc: Command, heap: Path) -> None:
    options = (
        "stats",
        heap,
        "--organ",
        RECIPIENT,
        "--period",
        "2026",
        "--profile",
        "decree-30-2020",
        "--format",
        "json",
    )
    shown = json.loads(edoc(*options, "--at", "2026-12-31")[1])
    late = {line["value"]: line["incoming"] for line in shown["counts"] if line["dimension"] == "timeliness"}
    assert (late["late"], late["open"]) == (1, 0)


def test_signatures_are_looked_for_unless_told_otherwise(edoc: Command, heap: Path) -> None:
    def signing(*more: str) -> dict[str, int]:
        options = ("stats", heap, "--organ", SENDER, "--period", "2026", "--format", "json", *more)
        shown = json.loads(edoc(*options)[1])
        return {line["value"]: line["outgoing"] for line in shown["counts"] if line["dimension"] == "signing"}

    assert (signing()["unsigned"], signing()["unknown"]) == (1, 0)
    assert signing("--no-signatures")["unknown"] == 1


@pytest.mark.parametrize("moment", ["2026-12-31", "2026-12-31T08:00:00", "2026-12-31T01:00Z", "2026/12/31 08:00:00"])
def test_a_moment_is_written_as_a_day_a_time_or_as_packages_have_it(edoc: Command, heap: Path, moment: str) -> None:
    assert edoc("stats", heap, "--organ", SENDER, "--period", "2026", "--at", moment)[0] == 0


@pytest.mark.parametrize("moment", ["yesterday", "2026-13-01"])
def test_a_moment_that_is_none_is_wrong_usage(edoc: Command, heap: Path, moment: str) -> None:
    code, _, err = edoc("stats", heap, "--organ", SENDER, "--period", "2026", "--at", moment)
    assert code == 2
    assert "2026-11-24T08:30:00" in err
