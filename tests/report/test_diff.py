"""Two reports: what appeared, what went."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from edoc.conformance import Finding, Location, Severity, ValidationResult
from edoc.report import ValidationReport, report_on
from edoc.report.diff import diff_lines, diff_reports
from edoc.schemas import schema_text


def _finding(
    rule: str = "HDR-007", line: int = 1, path: str | None = "/edXML/Subject", text: str | None = None
) -> Finding:
    place = Location(path=path, line=line, column=1)
    return Finding(rule=rule, severity=Severity.ERROR, message=f"of {rule}", clause="§", location=place, text=text)


def _report(*results: tuple[str | None, list[Finding]], findings: tuple[Finding, ...] = ()) -> ValidationReport:
    made = [ValidationResult.of(path, "00" if path is None else None, "vxp", findings=found) for path, found in results]
    return report_on(made, findings=findings)


def test_what_is_in_both_reports_is_the_same_on_whatever_line() -> None:
    diff = diff_reports(_report(("a", [_finding(line=1)])), _report(("a", [_finding(line=9)])))
    assert (diff.appeared, diff.gone, diff.same, diff.verdicts) == ((), (), 1, ())


def test_what_is_in_one_report_appeared_or_went() -> None:
    before = _report(("a", [_finding(), _finding("HDR-008")]), (None, []))
    after = _report(("a", [_finding(text="x"), _finding("HDR-008"), _finding("HDR-008", line=2)]), (None, [_finding()]))
    diff = diff_reports(before, after)
    assert [(entry.package, entry.finding.rule, entry.finding.location.line) for entry in diff.appeared] == [
        ("a", "HDR-007", 1),
        ("a", "HDR-008", 2),
        ("00", "HDR-007", 1),
    ]
    assert [(entry.package, entry.finding.text) for entry in diff.gone] == [("a", None)]
    assert diff.same == 1


def test_verdicts_that_changed_and_packages_that_are_in_one_report_alone_are_told() -> None:
    diff = diff_reports(_report(("a", [_finding()]), ("b", [])), _report(("a", []), ("c", [])))
    assert [(entry.package, entry.before, entry.after) for entry in diff.verdicts] == [
        ("a", "non_conformant", "conformant"),
        ("b", "conformant", None),
        ("c", None, "conformant"),
    ]


def test_the_lines_say_all_of_it_in_two_languages_and_steer_no_terminal() -> None:
    run = _finding("FMT-902", path=None)
    diff = diff_reports(_report(("a\x1b", [_finding()])), _report(("a\x1b", []), ("b", []), findings=(run,)))
    assert list(diff_lines(diff)) == [
        "+ error FMT-902: of FMT-902",
        "- a\\x1b: /edXML/Subject: error HDR-007: of HDR-007",
        "  a\\x1b: NON-CONFORMANT -> CONFORMANT",
        "  b: no verdict -> CONFORMANT",
        "1 appeared, 1 gone, 0 as before",
    ]
    assert list(diff_lines(diff, "vi"))[-1] == "1 phát hiện mới, 1 phát hiện không còn, 0 phát hiện như cũ"


def test_the_json_follows_the_schema() -> None:
    diff = diff_reports(_report(), _report(("a", [_finding()])))
    Draft202012Validator(json.loads(schema_text("diff"))).validate(diff.to_json_dict())
    assert diff.to_json_dict()["schema"] == "edoc/diff/1"
