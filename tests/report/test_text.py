"""The report as text: complete, in two languages, and never steering the terminal."""

from __future__ import annotations

import re
import unicodedata

import pytest

from edoc.conformance import Finding, Location, NotRun, Severity, ValidationResult, validate
from edoc.report import report_on, text_report, visible
from edoc.testing import sample_package


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Công văn", "Công văn"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\rb\tc\x07", "a\\rb\\tc\\x07"),
        ("\x7f\x9b31m", "\\x7f\\x9b31m"),
        ("\u202efdp.exe", "\\u202efdp.exe"),
        ("a\u200bb\u2028c\u2029", "a\\u200bb\\u2028c\\u2029"),
        ("\udc80", "\\udc80"),
        ("😀 tiếng Việt", "😀 tiếng Việt"),
    ],
)
def test_what_steers_or_hides_is_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_no_character_of_the_basic_plane_steers_a_terminal_once_it_was_made_visible() -> None:
    every = "".join(map(chr, range(0x10000)))
    left = {unicodedata.category(letter) for letter in visible(every) if letter != "\n"}
    assert not left & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _result(*findings: Finding, path: str | None = "a.edxml", not_run: tuple[NotRun, ...] = ()) -> ValidationResult:
    return ValidationResult.of(path, None, "vxp", findings=findings, not_run=not_run)


def _finding(location: Location, text: str = "1") -> Finding:
    return Finding(
        rule="FMT-041",
        severity=Severity.ERROR,
        message="",
        clause="QCVN 102:2016/BTTTT, Part 2",
        location=location,
        key="fault.boolean-unreadable",
        params={"text": text},
    )


def test_a_finding_has_its_place_its_path_and_its_clause() -> None:
    finding = _finding(Location(path="/edXML/Direction", line=7, column=3))
    assert list(text_report(report_on([_result(finding)]))) == [
        "a.edxml: NON-CONFORMANT (profile: vxp)",
        '  7:3: error FMT-041: "1" is neither true nor false',
        "      /edXML/Direction",
        "      clause: QCVN 102:2016/BTTTT, Part 2",
    ]


@pytest.mark.parametrize(
    ("location", "lines"),
    [
        (Location(), ['  error FMT-041: "1" is neither true nor false']),
        (Location(line=7), ['  7:1: error FMT-041: "1" is neither true nor false']),
        (Location(path="/edXML"), ['  error FMT-041: "1" is neither true nor false', "      /edXML"]),
    ],
)
def test_what_is_not_known_of_a_place_is_left_out(location: Location, lines: list[str]) -> None:
    assert list(text_report(report_on([_result(_finding(location))])))[1:-1] == lines


def test_checks_that_did_not_run_are_counted_with_a_reason() -> None:
    not_run = (NotRun(rule="FMT-050", reason="no\x1bway"), NotRun(rule="HDR-001", reason="no way"))
    assert list(text_report(report_on([_result(not_run=not_run)])))[1:] == ["  2 checks could not run: no\\x1bway"]


def test_bytes_without_a_name_are_a_dash() -> None:
    assert next(text_report(report_on([_result(path=None)]))).startswith("-: ")


def test_the_report_speaks_vietnamese() -> None:
    data = re.sub(b"<edXML:Subject>[^<]*<", b"<edXML:Subject> <", sample_package(1).to_bytes())
    lines = list(text_report(report_on([validate(data)], "vi"), "vi"))
    assert lines[0] == "-: KHÔNG PHÙ HỢP QUY CHUẨN (bộ quy tắc: vxp)"
    assert lines[1].lstrip().split(" ", 1)[1].startswith("lỗi HDR-007: ")
    assert lines[3].lstrip().startswith("căn cứ: ")


@pytest.mark.parametrize("text", ["1\nb.edxml: CONFORMANT (profile: vxp)", "1\r\nb.edxml: CONFORMANT"])
def test_a_line_break_in_a_text_does_not_make_a_line_of_the_report(text: str) -> None:
    said = "\n".join(text_report(report_on([_result(_finding(Location(line=1, column=1), text))])))
    assert not any(line.startswith("b.edxml") for line in said.splitlines())


def test_a_line_break_in_a_file_name_does_not_make_a_line_of_the_report() -> None:
    said = "\n".join(text_report(report_on([_result(path="a\nb.edxml: CONFORMANT (profile: vxp)\nc")])))
    assert not any(line.startswith("b.edxml") for line in said.splitlines())
