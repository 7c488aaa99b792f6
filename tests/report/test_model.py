"""The report: many results, one contract."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator

import edoc
from edoc.conformance import Verdict, validate
from edoc.report import report_on
from edoc.schemas import schema_text
from edoc.testing import sample_package, sample_status

GOOD = sample_package(1).to_bytes()
BAD = re.sub(b"<edXML:Subject>[^<]*<", b"<edXML:Subject> <", GOOD)


def test_a_report_keeps_the_order_and_names_the_tool() -> None:
    report = report_on(validate(data) for data in (GOOD, b"<a/>", sample_status().to_bytes()))
    shown = report.to_json_dict()
    assert shown["schema"] == "edoc/validate/1"
    assert shown["tool"] == {"name": "edoc", "version": edoc.__version__}
    assert [result["verdict"] for result in shown["results"]] == ["conformant", "non_conformant", "conformant"]
    assert report.verdicts == {Verdict.CONFORMANT, Verdict.NON_CONFORMANT}


def test_a_finding_in_json_is_what_the_contract_says() -> None:
    (result,) = report_on([validate(BAD)]).to_json_dict()["results"]
    assert set(result) == {
        *("path", "sha256", "verdict", "verdict_unwaived", "profile", "basis"),
        *("findings", "suppressed", "not_run", "not_asked"),
    }
    (finding,) = result["findings"]
    assert set(finding) == {
        *("rule", "severity", "message", "hint", "clause", "clauses", "location", "text", "waived"),
    }
    assert set(finding["location"]) == {"path", "line", "column"}
    assert (finding["rule"], finding["severity"], finding["text"]) == ("HDR-007", "error", None)


def test_messages_are_in_the_language_that_is_asked_for_and_nothing_else_changes() -> None:
    english, vietnamese = (report_on([validate(BAD)], language).to_json_dict() for language in ("en", "vi"))
    said = [report["results"][0]["findings"][0] for report in (english, vietnamese)]
    assert [finding.pop("message") for finding in said] == [
        "Subject is missing or blank",
        "thiếu hoặc để trống Subject",
    ]
    assert [finding.pop("clause").partition(",")[0] for finding in said] == [
        "Decision 28/2018/QĐ-TTg",
        "Quyết định 28/2018/QĐ-TTg",
    ]
    for finding in said:
        del finding["hint"], finding["clauses"]
    for report in (english, vietnamese):
        for entry in report["results"][0]["not_asked"]:
            del entry["reason"]
    assert english == vietnamese


@pytest.mark.parametrize("data", [GOOD, BAD, b"", b"<a/>", sample_status().to_bytes()])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_json_follows_the_schema(data: bytes, language: str) -> None:
    shown = report_on([validate(data)], "vi" if language == "vi" else "en").to_json_dict()
    Draft202012Validator(json.loads(schema_text("validate"))).validate(json.loads(json.dumps(shown)))


def test_a_report_on_nothing_is_a_report() -> None:
    report = report_on([])
    assert report.verdicts == frozenset()
    Draft202012Validator(json.loads(schema_text("validate"))).validate(report.to_json_dict())
