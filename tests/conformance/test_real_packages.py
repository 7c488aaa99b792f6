"""Verdicts on the packages of the reference material, and that nothing in it upsets `validate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

import edoc
from edoc.conformance import Verdict

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared

CONFORMANT: Final = Verdict.CONFORMANT
NON_CONFORMANT: Final = Verdict.NON_CONFORMANT

#: File, verdict in the profile vxp, the rules that fire.
VERDICTS: Final = (
    (
        "all4u_builder_output_dc0bdef0",
        CONFORMANT,
        "ATT-111 ATT-118 ATT-129 IDN-123 SIG-101 SIG-102 SIG-104 SIG-110 TRC-014",
    ),
    ("bkav_edoc_update", CONFORMANT, "ATT-111 ATT-118 ATT-129 FMT-050 IDN-123 SIG-101 SIG-102 SIG-104 SIG-110 TRC-025"),
    ("gateway_manual_1da394ba", CONFORMANT, "ATT-013 ATT-111 FMT-060 HDR-008 IDN-101 IDN-121"),
    ("gateway_manual_1f881896", CONFORMANT, "ATT-107 ATT-111 FMT-060 HDR-008 IDN-101 IDN-121 TRC-003 TRC-010"),
    (
        "gateway_min_test_user",
        NON_CONFORMANT,
        (
            "ATT-107 ATT-111 HDR-003 HDR-004 HDR-005 HDR-006 HDR-008 HDR-009 "
            "HDR-010 HDR-011 HDR-107 IDN-101 IDN-109 IDN-121 TRC-001 TRC-010"
        ),
    ),
    ("vpcp_edoc_hand_edited", NON_CONFORMANT, "FMT-004"),
    ("vpcp_edoc_new_garbage_prefix_NOT_WELLFORMED", NON_CONFORMANT, "FMT-003"),
    (
        "vpcp_edoc_new_orig",
        CONFORMANT,
        (
            "ATT-111 ATT-118 ATT-129 CLK-102 CLK-105 FMT-050 IDN-101 IDN-122 "
            "IDN-123 IDN-124 IDN-130 SIG-101 SIG-102 SIG-104 SIG-110 TRC-006 TRC-014"
        ),
    ),
    (
        "vpcp_edoc_revocation",
        CONFORMANT,
        "ATT-111 ATT-118 ATT-129 FMT-050 IDN-123 SIG-101 SIG-102 SIG-104 SIG-110 TRC-016 TRC-017",
    ),
    ("vpcp_edoc_update", CONFORMANT, "ATT-111 ATT-118 ATT-129 FMT-050 IDN-123 SIG-101 SIG-102 SIG-104 SIG-110 TRC-026"),
    ("vpcp_status_01_builder", CONFORMANT, "STS-023"),
    ("vpcp_status_01_inbox", CONFORMANT, "FMT-050 STS-024"),
    ("vpcp_status_02_rejection", CONFORMANT, "FMT-050 STS-024"),
    ("vpcp_status_03_acceptance", CONFORMANT, "FMT-050 STS-024"),
    ("vpcp_status_04_assignment", CONFORMANT, "FMT-050 STS-024"),
    ("vpcp_status_05_processing", CONFORMANT, "FMT-050 STS-024"),
    ("vpcp_status_06_finish", CONFORMANT, "FMT-050 STS-024"),
    ("vpcp_status_15_change_acceptance", CONFORMANT, "FMT-050 STS-024"),
    ("vpcp_status_16_change_rejection", CONFORMANT, "FMT-050 STS-024"),
    (
        "vxp_downloaded_2019_852e179c",
        CONFORMANT,
        (
            "ATT-107 ATT-114 ATT-129 CLK-102 CLK-105 FMT-072 HDR-101 "
            "HDR-120 IDN-109 IDN-121 IDN-134 SIG-101 SIG-102 SIG-110 TRC-010"
        ),
    ),
    (
        "vxp_downloaded_2025_874e0f18",
        CONFORMANT,
        "ATT-013 ATT-129 HDR-008 HDR-011 HDR-107 IDN-101 IDN-109 IDN-121 IDN-130 TRC-003 TRC-010",
    ),
)


@pytest.mark.parametrize(("name", "verdict", "rules"), VERDICTS, ids=[row[0] for row in VERDICTS])
def test_a_package_in_circulation_gets_this_verdict(shared: Path, name: str, verdict: Verdict, rules: str) -> None:
    result = edoc.validate(shared / "samples" / "real" / f"{name}.edxml")
    assert result.verdict is verdict
    assert sorted({finding.rule for finding in result.findings}) == rules.split()


def test_no_package_in_circulation_is_left_out(shared: Path) -> None:
    assert sorted(path.stem for path in (shared / "samples" / "real").glob("*.edxml")) == [row[0] for row in VERDICTS]


@pytest.mark.parametrize("profile", ["vxp", "strict"])
@pytest.mark.parametrize("folder", ["samples/real", "samples/sdk", "samples/probes", "attacks"])
def test_every_package_is_judged_without_an_exception_and_by_every_rule(
    shared: Path, folder: str, profile: str
) -> None:
    paths = sorted((shared / folder).glob("*.edxml"))
    assert paths != []
    for path in paths:
        result = edoc.validate(path, profile=profile)
        refused = any(finding.rule in REFUSALS for finding in result.findings)
        assert bool(result.not_run) == refused, path.name
        assert result.verdict in {CONFORMANT, NON_CONFORMANT}, path.name
        for finding in result.findings:
            known = None not in {finding.location.path, finding.location.line, finding.location.column}
            assert known or finding.rule in REFUSALS, (path.name, finding)


REFUSALS: Final = frozenset(f"FMT-{number:03}" for number in range(1, 12))


def test_anything_else_in_the_reference_material_is_refused_without_an_exception(shared: Path) -> None:
    others = [path for path in (shared / "samples").rglob("*") if path.suffix in {".json", ".md"}]
    assert others != []
    for path in others:
        assert edoc.validate(path).verdict is NON_CONFORMANT, path.name


def test_the_national_sdk_writes_the_strict_form(shared: Path) -> None:
    for path in sorted((shared / "samples" / "sdk").glob("*.edxml")):
        rules = {finding.rule for finding in edoc.validate(path).findings}
        assert "FMT-050" not in rules, (path.name, rules)
