"""Packages that nobody has seen, written by hand: each verdict, each rule and each place was judged by eye.

``odd-packages.tsv`` has them: name, verdict in the profile ``vxp``, and the findings that are no notes, with line and
column. Notes stand behind, without a place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from odd_packages import cases, own_id
from packages_by_hand import SENDER

from edoc.conformance import PROFILES, Severity, ValidationResult, validate

TABLE: Final = Path(__file__).parent / "odd-packages.tsv"
CASES: Final = cases()
JUDGED: Final = {row[0]: row[1:] for line in TABLE.read_text("utf-8").splitlines() if len(row := line.split("\t")) == 4}


def _told(result: ValidationResult) -> list[str]:
    weighty = [
        f"{item.rule}@{item.location.line}:{item.location.column or '-'}"
        for item in result.findings
        if item.severity is not Severity.INFO
    ]
    notes = sorted({item.rule for item in result.findings if item.severity is Severity.INFO})
    return [result.verdict.value, " ".join(weighty), " ".join(notes)]


def test_every_package_is_judged_and_every_judgement_is_of_one() -> None:
    assert list(JUDGED) == list(CASES)
    assert len(CASES) > 60


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_the_rules_and_the_places_are_right(name: str) -> None:
    assert _told(validate(CASES[name])) == JUDGED[name]


@pytest.mark.parametrize("profile", [*PROFILES, "auto", "strict+decree-30-2020"])
@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("good")])
def test_a_good_package_is_conformant_in_every_profile(name: str, profile: str) -> None:
    result = validate(CASES[name], profile=profile)
    allowed = {"ATT-013", "FMT-043"}
    assert {item.rule for item in result.findings if item.severity is not Severity.INFO} <= allowed
    assert result.not_run == ()


@pytest.mark.parametrize(
    ("day", "profile"),
    [
        ("2015/05/05", "vxp"),
        ("2018/09/06", "qcvn-102-2016"),
        ("2020/03/04", "qcvn-102-2016"),
        ("2020/03/05", "qcvn-102-2016+decree-30-2020"),
        ("2026/11/15", "qcvn-102-2016-amd1-2022+decree-30-2020"),
    ],
)
def test_the_date_of_a_document_chooses_its_law(day: str, profile: str) -> None:
    result = validate(own_id(date=day, hops=((SENDER, f"{day} 09:00:00"),)), profile="auto")
    assert (result.profile, result.verdict.value) == (profile, "conformant")


@pytest.mark.parametrize(
    ("profile", "told"),
    [("qcvn-102-2016", True), ("qcvn-102-2016-amd1-2022", False), ("decree-30-2020", True), ("vxp", False)],
)
def test_a_code_of_more_than_13_characters_is_told_where_the_profile_takes_that_side(profile: str, told: bool) -> None:
    code = "H49.12.34.56.78"
    data = own_id(sender=code, hops=((code, "2026/09/14 09:05:00"),))
    found = {item.rule for item in validate(data, profile=profile).findings}
    assert ("IDN-104" in found) == told


@pytest.mark.parametrize(
    ("profile", "told"), [("decree-30-2020", True), ("vinh-long-1123-2019", True), ("vxp", False), ("strict", False)]
)
def test_the_urgency_of_the_axis_is_told_where_the_profile_takes_the_side_of_the_law(profile: str, told: bool) -> None:
    found = {item.rule for item in validate(CASES["priority: 4"], profile=profile).findings}
    assert ("HDR-108" in found) == told
    assert "HDR-108" not in {item.rule for item in validate(CASES["good"], profile=profile).findings}
    assert "HDR-108" not in {item.rule for item in validate(CASES["priority: Hỏa tốc"], profile=profile).findings}
