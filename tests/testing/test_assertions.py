"""Assertions about packages: they fail readably, and never pass on what was not decided."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from edoc.conformance import CATALOGUE, Rule, Severity, Verdict, Waivers, load_waivers
from edoc.conformance.rule import Layer
from edoc.errors import InputMissingError, UsageError
from edoc.law import clause
from edoc.testing import NotConformant, assert_conformant, assert_finds, sample_package, sample_status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from edoc.conformance.rule import Hit
    from edoc.conformance.subject import Subject

BAD = sample_package(1).to_bytes().replace(b"TypeName>", b"Typename>")


def test_a_package_a_path_bytes_and_a_file_may_conform(tmp_path: Path) -> None:
    package = sample_package(1)
    path = tmp_path / "a.edxml"
    package.write(path)

    for given in (package, sample_status(), path, str(path), package.to_bytes(), io.BytesIO(package.to_bytes())):
        assert assert_conformant(given, profile="strict").verdict is Verdict.CONFORMANT


def test_a_failure_tells_file_line_clause_and_everything_that_was_found(tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(BAD)

    with pytest.raises(NotConformant) as caught:
        assert_conformant(path)
    said = str(caught.value)
    assert said.startswith(f"{path}: NON-CONFORMANT (profile: vxp)\n  SHA-256: ")
    assert "  40:9: error HDR-006: DocumentType/TypeName is missing or blank\n" in said or ": error HDR-006: " in said
    assert "clause: Decision 28/2018/QĐ-TTg, Article 10.2đ" in said
    assert caught.value.result.path == str(path)


def test_a_failure_speaks_vietnamese() -> None:
    with pytest.raises(NotConformant, match="KHÔNG PHÙ HỢP QUY CHUẨN"):
        assert_conformant(BAD, language="vi")


def test_what_was_not_decided_fails_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(subject: Subject) -> Iterable[Hit]:
        message = "out of order"
        raise RuntimeError(message)

    rule = Rule(
        id="ZZZ-001",
        slug="of-a-test",
        severity=Severity.ERROR,
        clauses=(clause("edoc", "§ 1"),),
        layer=Layer.MODEL,
        message="rule.recipients",
        check=crash,
    )
    monkeypatch.setitem(CATALOGUE, "ZZZ-001", rule)
    with pytest.raises(NotConformant, match=r"UNDECIDED(.|\n)*RuntimeError: out of order(.|\n)*ZZZ-001"):
        assert_conformant(sample_package(1))


def test_a_file_that_is_not_there_is_no_failure_but_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError):
        assert_conformant(tmp_path / "missing.edxml")


@pytest.mark.parametrize("rule", ["HDR-006", CATALOGUE["HDR-006"].slug])
def test_what_a_rule_found_is_given(rule: str) -> None:
    (finding,) = assert_finds(rule, BAD)

    assert finding.rule == "HDR-006"


def test_what_is_no_error_is_found_too() -> None:
    assert assert_finds("FMT-029", BAD, profile="vxp")[0].severity is Severity.WARNING


def test_a_rule_that_found_nothing_is_a_failure_that_tells_what_others_found() -> None:
    with pytest.raises(AssertionError, match=r"HDR-007 found nothing:\n-: NON-CONFORMANT(.|\n)*HDR-006"):
        assert_finds("HDR-007", BAD)


def test_a_rule_that_does_not_exist_cannot_be_waited_for() -> None:
    with pytest.raises(UsageError, match="there is no rule 'HDR-999'"):
        assert_finds("HDR-999", BAD)
    with pytest.raises(UsageError, match="there is no rule 'HDR-999'"):
        assert_finds("HDR-999")


def test_a_context_waits_for_a_rule_to_fail_an_assertion() -> None:
    with assert_finds("HDR-006"):
        assert_conformant(BAD)


def test_a_context_in_which_another_rule_fails_says_which() -> None:
    with pytest.raises(AssertionError, match=r"HDR-007 found nothing:\n(.|\n)*HDR-006"), assert_finds("HDR-007"):
        assert_conformant(BAD)


def test_a_context_in_which_everything_conforms_fails() -> None:
    with (
        pytest.raises(AssertionError, match="HDR-006 found nothing:\nevery package was conformant"),
        assert_finds("HDR-006"),
    ):
        assert_conformant(sample_package(1))


@pytest.mark.parametrize("read", [True, False])
def test_what_is_waived_does_not_fail_until_it_expires(tmp_path: Path, read: bool) -> None:
    def file(day: str) -> Path:
        path = tmp_path / f"{day}.toml"
        path.write_text(f"""[[waiver]]\nrule = "HDR-*"\nreason = "phần mềm cũ"\nexpires = {day}\n""", "utf-8")
        return path

    def given(day: str) -> Path | Waivers:
        return load_waivers(file(day)) if read else file(day)

    result = assert_conformant(BAD, waivers=given("9999-12-31"))
    assert [finding.rule for finding in result.waived] == ["HDR-006"]
    with pytest.raises(NotConformant, match="HDR-006"):
        assert_conformant(BAD, waivers=given("2020-01-01"))
