"""The counts that every report shares."""

from __future__ import annotations

import pytest
from report_samples import WAIVED, conformant, finding, report, result, undecided

from edoc.conformance import Severity, Suppressed, ValidationResult, Verdict
from edoc.report.summary import Summary


def test_everything_is_counted_once() -> None:
    whole = report()
    summary = Summary.of(whole.results, whole.findings)

    assert summary.packages == 5
    assert summary.verdicts == {Verdict.CONFORMANT: 2, Verdict.NON_CONFORMANT: 2, Verdict.UNDECIDED: 1}
    assert summary.severities == {Severity.ERROR: 14, Severity.WARNING: 2, Severity.INFO: 1}
    assert (summary.waived, summary.not_run, summary.findings) == (2, 3, 19)
    assert sum(row.total for row in summary.rules.values()) == summary.findings


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ([], Verdict.UNDECIDED),
        ([conformant()], Verdict.CONFORMANT),
        ([conformant(), undecided()], Verdict.UNDECIDED),
        ([undecided(), result(finding()), conformant()], Verdict.NON_CONFORMANT),
        ([result(finding(waived=WAIVED))], Verdict.CONFORMANT),
    ],
)
def test_the_worst_package_gives_the_verdict_and_none_is_no_confirmation(
    results: list[ValidationResult], verdict: Verdict
) -> None:
    assert Summary.of(results).verdict is verdict


def test_rules_are_ranked_by_severity_then_number_then_id() -> None:
    many = [finding("HDR-001", Severity.WARNING)] * 9
    summary = Summary.of([result(*many, finding("ZZZ-001"), finding("AAA-001"), finding("XXX-001", waived=WAIVED))])

    assert [row.rule for row in summary.ranked] == ["AAA-001", "ZZZ-001", "HDR-001", "XXX-001"]


def test_findings_that_are_not_listed_count_and_do_not_if_they_are_waived() -> None:
    rest = [
        Suppressed(rule="A", severity=Severity.ERROR, count=count, waived=why)
        for count, why in ((3, None), (4, WAIVED))
    ]
    summary = Summary.of([result(suppressed=rest)])

    assert (summary.severities[Severity.ERROR], summary.waived) == (3, 4)
