"""JUnit XML: valid in the schema of Jenkins, and every verdict is one that CI acts upon."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree
from report_samples import AT, NOT_ASKED, WAIVED, conformant, finding, hostile, report, result, undecided

from edoc.conformance import Severity, ValidationResult
from edoc.report import Style, ValidationReport, render, report_on

SCHEMA = etree.XMLSchema(file=str(Path(__file__).parent / "schemas" / "junit.xsd"))
#: What the other common schema, that of Ant's JUnitReport, wants of a suite.
ANT = {"name", "timestamp", "hostname", "tests", "failures", "errors", "time", "package", "id"}


def suites(given: ValidationReport, language: str = "en") -> list[etree._Element]:
    root = etree.fromstring(render(given, "junit", language="vi" if language == "vi" else "en").encode())
    SCHEMA.assertValid(root)
    return list(root)


def suite(given: ValidationResult) -> etree._Element:
    (only,) = suites(report_on([given]))
    return only


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("given", [report(), hostile(), report_on([])], ids=["everything", "hostile", "nothing"])
def test_it_follows_the_schema(given: ValidationReport, language: str) -> None:
    assert len(suites(given, language)) == len(given.results) + bool(given.findings)


def test_it_has_what_ant_wants_besides() -> None:
    root = etree.fromstring(render(report_on([result(finding())]), "junit", style=Style(at=AT)).encode())
    (only,) = root
    (case,) = only.iter("testcase")

    assert not root.attrib
    assert set(only.attrib) == ANT
    assert only.get("timestamp") == "2026-11-22T09:30:00"
    assert [child.tag for child in only] == ["properties", "testcase", "system-out", "system-err"]
    assert set(case.attrib) == {"name", "classname", "time"}
    assert [child.tag for child in case] == ["failure"]


def test_a_conformant_package_is_a_case_that_passed() -> None:
    passed = suite(conformant())

    assert (passed.get("tests"), passed.get("failures"), passed.get("errors")) == ("1", "0", "0")
    assert [(case.get("name"), len(case)) for case in passed.iter("testcase")] == [("verdict", 0)]
    assert passed.find("properties/property[@name='verdict']").get("value") == "conformant"  # type: ignore[union-attr]


def test_the_findings_of_a_rule_are_one_case_with_all_of_them() -> None:
    failed = suite(
        result(finding(), finding(location=finding().location.model_copy(update={"line": 99})), finding("X"))
    )
    case, _ = failed.iter("testcase")
    failure = case.find("failure")

    assert (failed.get("tests"), failed.get("failures")) == ("2", "2")
    assert (case.get("name"), case.get("classname")) == ("FMT-041", "den/a.edxml")
    assert failure is not None
    assert failure.get("message") == '"1" is neither true nor false'
    assert failure.text == "\n\n".join(
        f'{line}:3: error FMT-041: "1" is neither true nor false\n'
        "/edXML/edXMLEnvelope/edXMLHeader/MessageHeader/Subject\n"
        "clause: Decree 30/2020/NĐ-CP, Article 8\n"
        "to mend it: write true or false"
        for line in (7, 99)
    )


@pytest.mark.parametrize("severity", [Severity.WARNING, Severity.INFO])
def test_what_is_no_error_passes_and_is_noted(severity: Severity) -> None:
    passed = suite(result(finding(severity=severity)))

    assert (passed.get("tests"), passed.get("failures")) == ("1", "0")
    assert '"1" is neither true nor false' in (passed.findtext("system-out") or "")


def test_a_waived_error_is_a_case_that_was_skipped_with_the_reason() -> None:
    skipped = suite(result(finding(waived=WAIVED)))

    assert (skipped.get("skipped"), skipped.get("failures")) == ("1", "0")
    assert "waived: phần mềm cũ; until 31/12/2026; waivers.toml:3" in (skipped.findtext("testcase/skipped") or "")
    assert "without waivers: NON-CONFORMANT" in (skipped.findtext("system-out") or "")


def test_a_rule_with_a_waived_and_another_error_failed() -> None:
    failed = suite(result(finding(waived=WAIVED), finding()))

    assert (failed.get("tests"), failed.get("failures"), failed.get("skipped")) == ("1", "1", None)


def test_checks_that_did_not_run_are_in_error_so_that_undecided_never_passes() -> None:
    open_ = suite(undecided())
    cases = list(open_.iter("testcase"))

    assert (open_.get("tests"), open_.get("errors"), open_.get("failures")) == ("2", "2", "0")
    assert [case.get("name") for case in cases] == ["SIG-001 (+1)", "ATT-108"]
    assert cases[0].findtext("error") == "SIG-001\nSIG-002"


def test_what_nobody_asked_for_is_no_case_but_a_property_and_in_the_output() -> None:
    passed = suite(result(not_asked=NOT_ASKED))

    assert passed.xpath("properties/property[@name='not_asked']/@value") == ["SIG-200 SIG-202 XXX-900"]
    assert "not asked for, so not checked: whether signatures are valid" in (passed.findtext("system-out") or "")
    assert (passed.get("tests"), passed.get("errors")) == ("1", "0")
    assert suite(conformant()).xpath("properties/property[@name='not_asked']") == []


def test_findings_about_the_run_are_a_suite_of_their_own() -> None:
    run = suites(report())[-1]

    assert run.get("name") == "about the run as a whole"
    assert [case.get("name") for case in run.iter("testcase")] == ["XXX-001"]


def test_hostile_texts_are_shown_as_what_they_are() -> None:
    said = render(hostile(), "junit")

    assert "<script" not in said
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff\u202e]", said)
