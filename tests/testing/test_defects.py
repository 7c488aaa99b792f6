"""Every rule of the catalogue: it fires on its defect, alone, and is silent on the valid package."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from typing import TYPE_CHECKING, Literal

import pytest

from edoc.conformance import CATALOGUE, Severity, rule_set, validate
from edoc.testing.defects import DEFECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from edoc.conformance import ValidationResult
    from edoc.testing.defects import Defect

ALL = sorted(DEFECTS)
FOUND = [rule for rule in ALL if DEFECTS[rule].finds]


@cache
def _broken(rule: str) -> ValidationResult:
    defect = DEFECTS[rule]
    return validate(defect.apply(), profile=defect.profile, given=defect.given())


@cache
def _sound(data: bytes, profile: str, given: Callable[[], Mapping[str, object]]) -> ValidationResult:
    return validate(data, profile=profile, given=given())


def _valid(defect: Defect) -> ValidationResult:
    return _sound(defect.valid(), defect.profile, defect.given)


def test_every_rule_has_a_defect_and_every_defect_a_rule() -> None:
    assert set(DEFECTS) == {rule.id for rule in CATALOGUE.values() if rule.layer.value != "waivers"}


def test_there_are_a_hundred_rules_with_a_check_of_their_own() -> None:
    assert sum(1 for rule in CATALOGUE.values() if rule.check is not None) >= 100


@pytest.mark.parametrize("rule", ALL)
def test_a_rule_is_silent_on_the_valid_package(rule: str) -> None:
    result = _valid(DEFECTS[rule])
    assert result.not_run == ()
    assert {finding.severity for finding in result.findings} <= {Severity.INFO}
    assert rule not in {finding.rule for finding in result.findings}


@pytest.mark.parametrize("rule", FOUND)
def test_a_defect_breaks_its_rule_and_no_other_but_its_companions(rule: str) -> None:
    defect = DEFECTS[rule]
    before = {finding.rule for finding in _valid(defect).findings}
    after = {finding.rule for finding in _broken(rule).findings}
    assert after - before == {rule} | defect.companions


@pytest.mark.parametrize("rule", FOUND)
def test_a_finding_points_at_what_is_broken(rule: str) -> None:
    found = next(finding for finding in _broken(rule).findings if finding.rule == rule)
    assert found.location.path == DEFECTS[rule].path


@pytest.mark.parametrize("rule", FOUND)
def test_a_finding_says_what_it_found_and_what_to_do_in_both_languages(rule: str) -> None:
    found = next(finding for finding in _broken(rule).findings if finding.rule == rule)
    assert found.describe("en") == found.message
    assert found.describe("vi") not in {"", found.message}
    assert found.severity is rule_set(DEFECTS[rule].profile).weight(CATALOGUE[rule])


@pytest.mark.parametrize("rule", ALL)
def test_a_rule_has_a_title_a_hint_and_a_reason_in_both_languages(rule: str) -> None:
    entry = CATALOGUE[rule]
    for english, vietnamese in (
        (entry.title("en"), entry.title("vi")),
        (entry.hint("en"), entry.hint("vi")),
        (entry.why("en"), entry.why("vi")),
    ):
        assert english
        assert vietnamese
        assert english != vietnamese
        assert not re.search(r"\{\w*\}", english + vietnamese)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("ATT-190", "cong-van.pdf"),
        ("ATT-201", "ghi-chu.txt: size-limit"),
        ("SIG-202", "envelope: NO_CERTIFICATE_CHAIN_FOUND"),
    ],
)
def test_what_could_not_be_judged_is_a_record_and_leaves_the_verdict_open(rule: str, said: str) -> None:
    assert not DEFECTS[rule].finds
    result = _broken(rule)
    assert result.verdict.value == "undecided"
    assert [entry.rule for entry in result.not_run] == [rule]
    assert said in result.not_run[0].reason
    assert said in result.not_run[0].describe("vi")


def test_every_rule_that_finds_nothing_has_such_a_record() -> None:
    assert {rule for rule in ALL if not DEFECTS[rule].finds} == {"ATT-190", "ATT-201", "SIG-202"}


@pytest.mark.parametrize("rule", [rule for rule in FOUND if rule not in {"ATT-173", "FMT-009", "FMT-020"}])
def test_an_example_shows_a_few_lines_that_differ(rule: str) -> None:
    failing, mended = DEFECTS[rule].example()
    assert failing != mended
    assert len(failing.splitlines()) <= 24
    assert max((len(line) for line in (failing + "\n" + mended).splitlines()), default=0) <= 160


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize(
    ("rule", "vi", "en"),
    [
        ("HDR-007", "[dấu tab, U+0009]", "[tab, U+0009]"),
        ("FMT-008", "[byte FF]", "[byte FF]"),
        ("FMT-076", "[ký tự đảo chiều chữ, U+202E]", "[sign that turns the direction of writing, U+202E]"),
        ("FMT-077", "[dấu cách không có độ rộng, U+200B]", "[blank without width, U+200B]"),
        ("FMT-079", "[ký tự không ai định nghĩa, U+E000]", "[character that nobody has defined, U+E000]"),
    ],
)
def test_an_example_names_what_cannot_be_seen(rule: str, vi: str, en: str, language: Literal["vi", "en"]) -> None:
    failing, _ = DEFECTS[rule].example(language)
    assert {"vi": vi, "en": en}[language] in failing
    assert not re.search(r"\\[ux][0-9a-f]", failing)


def test_an_example_shows_the_mark_of_an_encoding_and_that_nothing_is_there() -> None:
    assert DEFECTS["FMT-009"].example().failing.startswith("[byte FF][byte FE]<?xml")
    assert DEFECTS["FMT-002"].example("vi").failing == "[không có gì, hoặc chỉ có khoảng trắng]"


def test_an_example_names_by_its_number_what_has_no_name() -> None:
    soft = "<edXML:Subject>\u00ad".encode()
    defect = dataclasses.replace(DEFECTS["HDR-007"], change=lambda data: data.replace(b"<edXML:Subject>", soft))
    assert "<edXML:Subject>[U+00AD]" in defect.example().failing


def test_a_defect_can_be_put_into_another_package_of_its_kind() -> None:
    defect = DEFECTS["HDR-007"]
    assert defect.apply(defect.valid().replace(b"ghi-chu", b"phu-luc")).count(b"phu-luc") == 2
