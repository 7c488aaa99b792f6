"""The catalogue of rules and one rule explained, as contracts."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from edoc.conformance import CATALOGUE, PROFILES, rule_set
from edoc.report.explanation import explain
from edoc.report.rules import rule_catalogue
from edoc.schemas import schema_text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_catalogue_follows_its_schema_and_has_every_rule(language: str) -> None:
    listed = rule_catalogue(rule_set("strict"), "vi" if language == "vi" else "en")
    Draft202012Validator(json.loads(schema_text("rules"))).validate(listed.to_json_dict())
    assert [row.id for row in listed.rules] == sorted(CATALOGUE)
    assert listed.profile == "strict"


def test_a_row_says_what_the_rule_weighs_everywhere() -> None:
    row = next(row for row in rule_catalogue(rule_set("strict")).rules if row.id == "HDR-010")
    assert (row.severity, row.severities["vxp"], set(row.severities)) == ("error", "warning", set(PROFILES))
    assert [clause.id for clause in row.clauses] == ["qd-28-2018:10.2k", "qd-1123-2019:13.2k"]


def test_an_explanation_follows_its_schema() -> None:
    said = explain(CATALOGUE["HDR-007"], "vi", failing="<a/>", mended="<b/>")
    Draft202012Validator(json.loads(schema_text("explain"))).validate(said.to_json_dict())
    assert (said.rule.id, said.failing, said.mended) == ("HDR-007", "<a/>", "<b/>")
