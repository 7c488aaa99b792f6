"""Hostile and damaged packages: the outcome that each must have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

import edoc
from edoc.conformance import Verdict

pytestmark = pytest.mark.shared

REFUSED: Final[tuple[tuple[str, type[edoc.PackageError]], ...]] = (
    ("xml_01_xxe_file", edoc.ForbiddenMarkupError),
    ("xml_02_xxe_http", edoc.ForbiddenMarkupError),
    ("xml_04_billion_laughs", edoc.ForbiddenMarkupError),
    ("xml_06_external_dtd_subset", edoc.ForbiddenMarkupError),
    ("xml_07_harmless_dtd", edoc.ForbiddenMarkupError),
    ("xml_09_deep_nesting", edoc.LimitExceededError),
    ("xml_10_attribute_bomb", edoc.LimitExceededError),
    ("xml_11_namespace_bomb", edoc.LimitExceededError),
    ("xml_13_many_elements", edoc.LimitExceededError),
    ("xml_16_utf16_with_dtd", edoc.EncodingError),
    ("xml_18_overlong_utf8", edoc.EncodingError),
    ("xml_19_nul_byte", edoc.NotWellFormedError),
    ("xml_20_leading_junk_1212", edoc.NotWellFormedError),
    ("xml_21_undeclared_prefix_xlink", edoc.NotWellFormedError),
    ("xml_23_xml_1_1", edoc.NotWellFormedError),
)
READ: Final = (
    "xml_08_xinclude",
    "xml_15_utf16_bom",
    "xml_24_xml_stylesheet_pi",
    "xml_26_entity_charref_newline_in_orgid",
)
#: The words of the expectation that each exception answers.
WORDS: Final = {
    edoc.ForbiddenMarkupError: "DTD",
    edoc.LimitExceededError: "LIMIT",
    edoc.EncodingError: "ENCODING",
    edoc.NotWellFormedError: "WELLFORMED",
}
#: What the refusal must say besides.
DIAGNOSES: Final = (
    ("xml_09_deep_nesting", "depth"),
    ("xml_10_attribute_bomb", "attributes"),
    ("xml_13_many_elements", "elements"),
    ("xml_20_leading_junk_1212", "4 bytes"),
    ("xml_21_undeclared_prefix_xlink", '"xlink"'),
)


def _attack(shared: Path, name: str) -> Path:
    return shared / "attacks" / f"{name}.edxml"


@pytest.mark.parametrize(("name", "error"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_hostile_package_is_refused_by_its_cause(shared: Path, name: str, error: type[edoc.PackageError]) -> None:
    with pytest.raises(edoc.PackageError) as caught:
        edoc.read(_attack(shared, name))
    assert type(caught.value) is error
    result = edoc.validate(_attack(shared, name))
    assert result.verdict is Verdict.NON_CONFORMANT
    assert len(result.findings) == 1
    assert result.not_run != ()


@pytest.mark.parametrize(("name", "words"), DIAGNOSES)
def test_the_refusal_says_what_is_wrong(shared: Path, name: str, words: str) -> None:
    with pytest.raises(edoc.PackageError) as caught:
        edoc.read(_attack(shared, name))
    assert words in str(caught.value)


@pytest.mark.parametrize("name", READ)
def test_a_strange_package_that_does_no_harm_is_read(shared: Path, name: str) -> None:
    package = edoc.read(_attack(shared, name))
    assert package.kind == "document"
    assert edoc.validate(_attack(shared, name)).not_run == ()


def test_every_outcome_is_the_expected_one(shared: Path) -> None:
    expected = json.loads((shared / "attacks" / "expected.json").read_text("utf-8"))
    answers = {name: WORDS[error] for name, error in REFUSED}
    answers |= dict.fromkeys(READ, "PARSE")
    wanted = {Path(name).stem: entry["expected"] for name, entry in expected.items() if name.startswith("xml_")}
    assert set(wanted) == set(answers)
    # UTF-16 may be accepted when that is said; a code with a line break is a matter of its own rule
    allowed = {"xml_15_utf16_bom": "accept as UTF-16", "xml_26_entity_charref_newline_in_orgid": "SCHEMA OrganId"}
    for name, expectation in wanted.items():
        assert allowed.get(name, answers[name]) in expectation


def test_a_file_that_is_named_in_the_package_is_not_read(shared: Path) -> None:
    package = edoc.read(_attack(shared, "xml_08_xinclude"))
    assert isinstance(package, edoc.DocumentPackage)
    assert (package.header.subject or "").strip() == ""
    assert "FMT-030" in {finding.rule for finding in edoc.validate(_attack(shared, "xml_08_xinclude")).findings}


def test_utf_16_is_read_with_a_fault(shared: Path) -> None:
    assert [fault.code for fault in edoc.read(_attack(shared, "xml_15_utf16_bom")).faults] == ["encoding-utf16"]


def test_a_line_break_in_an_agency_code_is_kept(shared: Path) -> None:
    package = edoc.read(_attack(shared, "xml_26_entity_charref_newline_in_orgid"))
    assert isinstance(package, edoc.DocumentPackage)
    codes = [package.header.sender, *package.header.recipients]
    assert any("\n" in (item.organ_id or "") for item in codes if item is not None)


def test_a_code_that_a_comment_cuts_is_read_whole(shared: Path) -> None:
    package = edoc.read(_attack(shared, "sig_31_comment_truncation"))
    assert isinstance(package, edoc.DocumentPackage)
    assert package.header.sender is not None
    assert package.header.sender.organ_id == "000.00.00.G22.evil.vn"


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("att_15_duplicate_cid", "ATT-102"),
        ("att_17_base64_garbage", "ATT-010"),
        ("att_19_base64_concatenated_padding", "ATT-010"),
        ("att_20_template_placeholder", "ATT-011"),
    ],
)
def test_a_damaged_attachment_is_an_error(shared: Path, name: str, rule: str) -> None:
    assert rule in {finding.rule for finding in edoc.validate(_attack(shared, name)).errors}
