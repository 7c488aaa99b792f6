"""Verdicts and findings."""

from __future__ import annotations

import pytest

from edoc.conformance import Finding, Location, NotRun, Severity, ValidationResult, Verdict
from edoc.conformance.result import judge


def _finding(severity: Severity = Severity.ERROR, line: int = 1) -> Finding:
    return Finding(
        rule="HDR-012",
        severity=severity,
        message="there is no recipient (To)",
        clause="Điều 13",
        location=Location(path="/edXML", line=line, column=1),
        key="rule.recipients",
    )


NOT_RUN = NotRun(rule="FMT-050", reason="because")


@pytest.mark.parametrize(
    ("severities", "not_run", "verdict"),
    [
        ([], (), Verdict.CONFORMANT),
        ([Severity.INFO, Severity.WARNING], (), Verdict.CONFORMANT),
        ([Severity.WARNING, Severity.ERROR], (), Verdict.NON_CONFORMANT),
        ([Severity.ERROR], (NOT_RUN,), Verdict.NON_CONFORMANT),
        ([Severity.WARNING], (NOT_RUN,), Verdict.UNDECIDED),
        ([], (NOT_RUN,), Verdict.UNDECIDED),
    ],
)
def test_an_error_decides_and_without_one_a_missing_check_leaves_it_open(
    severities: list[Severity], not_run: tuple[NotRun, ...], verdict: Verdict
) -> None:
    assert judge(tuple(_finding(severity) for severity in severities), not_run) is verdict


def test_a_finding_speaks_two_languages() -> None:
    finding = _finding()
    assert finding.describe() == "there is no recipient (To)"
    assert finding.describe("vi") == "không có bên nhận (To)"


def test_equal_findings_have_one_hash_and_other_places_are_other_findings() -> None:
    assert len({_finding(), _finding(), _finding(line=2)}) == 2


def test_the_errors_of_a_result_are_its_findings_that_weigh_as_errors() -> None:
    findings = (_finding(Severity.WARNING), _finding(line=2), _finding(Severity.INFO))
    result = ValidationResult(path=None, sha256=None, verdict=Verdict.NON_CONFORMANT, profile="vxp", findings=findings)
    assert result.errors == (findings[1],)
