"""Verdicts and findings."""

from __future__ import annotations

import pytest

from edoc.conformance import (
    Citation,
    Finding,
    Location,
    NotRun,
    Severity,
    Suppressed,
    ValidationResult,
    Verdict,
    Waived,
)
from edoc.conformance.result import judge

WAIVED = Waived(reason="agreed with the sender")


def _finding(severity: Severity = Severity.ERROR, line: int = 1, waived: Waived | None = None) -> Finding:
    return Finding(
        rule="HDR-012",
        severity=severity,
        message="there is no recipient (To)",
        hint="add one",
        clause="Decree 30/2020/NĐ-CP, Article 13",
        clauses=(Citation(id="nd-30-2020:13", citation="Decree 30/2020/NĐ-CP, Article 13"),),
        location=Location(path="/edXML", line=line, column=1),
        waived=waived,
        key="rule.recipients",
    )


NOT_RUN = NotRun.because("FMT-050", "crashed", error="ValueError: 1")


def _result(*findings: Finding, suppressed: tuple[Suppressed, ...] = ()) -> ValidationResult:
    return ValidationResult.of(None, None, "vxp", findings=findings, suppressed=suppressed)


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
    assert judge(severities, not_run) is verdict


def test_a_waived_error_does_not_count_and_the_verdict_without_waivers_stands_beside() -> None:
    result = _result(_finding(waived=WAIVED), _finding(Severity.WARNING))
    assert (result.verdict, result.verdict_unwaived) == (Verdict.CONFORMANT, Verdict.NON_CONFORMANT)
    assert (result.errors, result.waived) == ((), result.findings[:1])


@pytest.mark.parametrize(("waived", "verdict"), [(None, Verdict.NON_CONFORMANT), (WAIVED, Verdict.CONFORMANT)])
def test_an_error_that_is_only_counted_decides_unless_its_rule_is_waived(
    waived: Waived | None, verdict: Verdict
) -> None:
    more = Suppressed(rule="HDR-012", severity=Severity.ERROR, count=3, waived=waived)
    result = _result(_finding(waived=WAIVED), suppressed=(more,))
    assert (result.verdict, result.verdict_unwaived) == (verdict, Verdict.NON_CONFORMANT)


def test_a_finding_speaks_two_languages() -> None:
    finding = _finding()
    assert finding.describe() == "there is no recipient (To)"
    said = finding.in_language("vi")
    assert said.message == finding.describe("vi") == "không có bên nhận (To)"
    assert said.clause == said.clauses[0].citation == "Nghị định 30/2020/NĐ-CP, Điều 13"
    assert said.in_language("en") == finding


def test_a_finding_that_was_read_back_keeps_the_texts_that_it_has() -> None:
    finding = Finding.model_validate_json(_finding().model_dump_json())
    assert finding.in_language("vi").message == finding.message
    assert finding.in_language("vi").hint == "add one"


def test_a_finding_whose_texts_are_its_own_speaks_them() -> None:
    own = {"message": {"vi": "thiếu", "en": "missing"}, "hint": {"vi": "thêm", "en": "add"}}
    finding = Finding(rule="ABC-001", severity=Severity.INFO, message="missing", clause="§ 1", texts=own)
    said = finding.in_language("vi")
    assert (said.message, said.hint, said.clause) == ("thiếu", "thêm", "§ 1")


def test_an_act_that_is_not_in_the_table_is_cited_as_it_is() -> None:
    assert Citation(id="cv-9-2026:2", citation="Công văn 9").cited("en") == "Công văn 9"


def test_a_reason_for_not_running_speaks_two_languages() -> None:
    assert NOT_RUN.reason == "the rule failed: ValueError: 1"
    assert NOT_RUN.in_language("vi").reason == "quy tắc gặp lỗi khi chạy: ValueError: 1"
    assert NotRun(rule="FMT-050", reason="because").in_language("vi").reason == "because"
    assert len({NOT_RUN, NotRun.because("FMT-050", "crashed", error="ValueError: 1")}) == 1


def test_equal_findings_have_one_hash_and_other_places_are_other_findings() -> None:
    assert len({_finding(), _finding(), _finding(line=2)}) == 2


def test_the_errors_of_a_result_are_its_findings_that_weigh_as_errors() -> None:
    findings = (_finding(Severity.WARNING), _finding(line=2), _finding(Severity.INFO))
    assert _result(*findings).errors == (findings[1],)
