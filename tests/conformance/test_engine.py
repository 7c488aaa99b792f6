"""How rules run, what becomes of one that cannot, and in which order findings stand."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc._xml.source import open_source
from edoc.conformance import CATALOGUE, Rule, Severity, Verdict, rule_set, validate
from edoc.conformance.rule import Hit, Layer
from edoc.edxml.attachment import Attachment
from edoc.edxml.reader import read_parsed
from edoc.law import clause
from edoc.testing import sample_package, sample_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

    from edoc._xml.clock import Clock
    from edoc._xml.parser import Parsed
    from edoc._xml.source import Source
    from edoc.conformance.subject import Subject
    from edoc.edxml.reader import ReadResult
    from edoc.limits import Limits

DOCUMENT = sample_package(1).to_bytes()


def _rule(check: object, *, kind: Literal["document", "status", "both"] = "both", layer: Layer = Layer.MODEL) -> Rule:
    return Rule(
        id="ZZZ-001",
        slug="of-a-test",
        severity=Severity.ERROR,
        clauses=(clause("edoc", "§ 1"),),
        layer=layer,
        kind=kind,
        message="rule.recipients",
        check=check,  # type: ignore[arg-type]  # a check of any shape
    )


def _crash(subject: Subject) -> Iterable[Hit]:
    message = "out of order"
    raise ZeroDivisionError(message)


def _crash_late(subject: Subject) -> Iterator[Hit]:
    yield Hit(subject.parsed.root)
    yield from _crash(subject)


@pytest.mark.parametrize("check", [_crash, _crash_late])
def test_a_rule_that_crashes_is_a_record_and_leaves_the_verdict_open(catalogue: dict[str, Rule], check: object) -> None:
    catalogue["ZZZ-001"] = _rule(check)
    result = validate(DOCUMENT)
    assert result.verdict is Verdict.UNDECIDED
    assert [(entry.rule, entry.reason) for entry in result.not_run] == [
        ("ZZZ-001", "the rule failed: ZeroDivisionError: out of order")
    ]
    assert result.findings == ()


def test_a_rule_that_crashes_does_not_keep_the_others_from_deciding(catalogue: dict[str, Rule]) -> None:
    catalogue["ZZZ-001"] = _rule(_crash, layer=Layer.SCHEMA)
    result = validate(sample_package(attachments=[]).to_bytes())
    assert result.verdict is Verdict.NON_CONFORMANT
    assert [entry.rule for entry in result.not_run] == ["ZZZ-001"]
    assert [finding.rule for finding in result.findings] == ["ATT-100"]


def test_a_finding_about_no_element_has_no_place(catalogue: dict[str, Rule]) -> None:
    catalogue["ZZZ-001"] = _rule(lambda _: [Hit(text="all of it")])
    (finding,) = validate(DOCUMENT).findings
    assert finding.location == edoc.conformance.Location()
    assert (finding.text, finding.message) == ("all of it", "there is no recipient (To)")


@pytest.mark.parametrize(("kind", "document", "status"), [("both", 1, 1), ("document", 1, 0), ("status", 0, 1)])
def test_a_rule_runs_on_the_kind_that_it_is_about(
    catalogue: dict[str, Rule], kind: Literal["document", "status", "both"], document: int, status: int
) -> None:
    catalogue["ZZZ-001"] = _rule(lambda _: [Hit()], kind=kind)
    assert len(validate(DOCUMENT).findings) == document
    assert len(validate(sample_status().to_bytes()).findings) == status


def test_findings_stand_in_the_order_of_the_layers_and_then_of_the_document() -> None:
    data = DOCUMENT.decode()
    for old, new in (
        ("cid:", "cid:other-"),
        ("<edXML:Priority>1", "<edXML:Priority>x"),
        ("<edXML:Subject>", "<edXML:Other/><edXML:Subject>"),
        ("<edXML:Subject>", '<edXML:Subject odd="1">'),
        ("<edXML:FullName>Nguyễn Văn Mẫu", "<edXML:FullName>"),
    ):
        data = data.replace(old, new, 1)
    found = [(finding.rule, finding.location.line) for finding in validate(data.encode()).findings]
    layers = list(Layer)
    assert [rule for rule, _ in found] == ["FMT-050", "FMT-029", "HDR-009", "FMT-039", "ATT-105", "ATT-104"]
    assert found == sorted(found, key=lambda item: (layers.index(CATALOGUE[item[0]].layer), item[1] or 0))


def test_an_unknown_profile_is_a_fault_of_the_caller() -> None:
    with pytest.raises(edoc.UsageError, match=r"no such profile: 'lax'; there are vxp, .*, strict"):
        validate(DOCUMENT, profile="lax")


def test_a_file_that_is_not_there_is_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(edoc.InputMissingError):
        validate(tmp_path / "none.edxml")


def test_a_result_names_the_file_and_the_digest_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(DOCUMENT)
    result = validate(path)
    assert (result.path, result.sha256, result.profile) == (str(path), hashlib.sha256(DOCUMENT).hexdigest(), "vxp")
    assert validate(DOCUMENT).path is None


def test_a_refused_file_is_named_with_its_digest_too(tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(b"<a/>")
    result = validate(path)
    assert (result.path, result.sha256) == (str(path), hashlib.sha256(b"<a/>").hexdigest())


def test_a_file_that_is_too_large_to_be_looked_at_is_refused_without_a_digest(tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(DOCUMENT)
    result = validate(path, limits=edoc.Limits(package_bytes=100))
    assert (result.verdict, result.path, result.sha256) == (Verdict.NON_CONFORMANT, str(path), None)
    assert [finding.rule for finding in result.findings] == ["FMT-011"]


def test_attachments_beyond_the_limit_are_a_refusal() -> None:
    result = validate(DOCUMENT, limits=edoc.Limits(attachments=1))
    assert [finding.rule for finding in result.findings] == ["FMT-011"]


def test_an_open_file_is_judged_like_its_path(tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(DOCUMENT)
    with path.open("rb") as file:
        assert validate(file) == validate(path)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A package that stays on disk while it is judged."""
    path = tmp_path / "large.edxml"
    sample_package(attachments=[Attachment.of(os.urandom(100_000), name="a.pdf")]).write(path)
    return path


def _touch(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\n")


def test_nothing_is_said_of_a_file_that_changes_after_it_was_opened(
    large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_and_touch(source: Path, limits: Limits, clock: Clock) -> Source:
        opened = open_source(source, limits, clock)
        _touch(large)
        return opened

    monkeypatch.setattr("edoc.conformance.engine.open_source", open_and_touch)
    result = validate(large)
    assert (result.verdict, result.findings, result.sha256) == (Verdict.UNDECIDED, (), None)
    assert result.not_run != ()


def test_nothing_is_said_of_a_file_that_changes_while_it_is_read(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = hashlib.sha256(large.read_bytes()).hexdigest()

    def touch_and_read(parsed: Parsed, limits: Limits) -> ReadResult:
        _touch(large)
        return read_parsed(parsed, limits)

    monkeypatch.setattr("edoc.conformance.engine.read_parsed", touch_and_read)
    result = validate(large)
    assert (result.verdict, result.findings, result.sha256) == (Verdict.UNDECIDED, (), digest)
    applied = {
        rule.id
        for rule in CATALOGUE.values()
        if rule.check and not rule.needs and rule_set("vxp").weight(rule) != "off"
    }
    assert {entry.rule for entry in result.not_run} == applied
    assert "changed" in result.not_run[0].reason


def test_validating_leaves_no_file_open(large: Path) -> None:
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    for _ in range(5):
        validate(large)
    assert (len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0) == before


def test_many_threads_that_validate_different_packages_keep_their_findings_apart() -> None:
    """The compiled schema and its log belong to the process; each result is its own."""
    valid = sample_package(1).to_bytes()
    odd = [valid.replace(b"<edXML:Subject>", b'<edXML:X%d/><edXML:Subject X%d="1">' % (n, n)) for n in range(4)]

    def judge(number: int) -> list[set[str]]:
        return [{finding.message for finding in validate(odd[number]).findings} for _ in range(20)]

    with ThreadPoolExecutor(4) as pool:
        for number, found in enumerate(pool.map(judge, range(4))):
            assert all(len(messages) == 2 for messages in found)
            assert all(f"X{number}" in message for messages in found for message in messages)


def test_what_the_reader_found_weighs_nothing_where_its_rule_is_off(tmp_path: Path) -> None:
    data = DOCUMENT.replace(b"<edXML:Subject>", b"<edXML:Other/><edXML:Subject>")
    path = tmp_path / "ours.toml"
    path.write_text('[severity]\nFMT-029 = "off"\nFMT-050 = "off"\n')
    assert {finding.rule for finding in validate(data).findings} == {"FMT-029"}
    assert validate(data, profile=rule_set(rules=[path])).findings == ()


def test_what_few_packages_need_is_loaded_for_them_alone() -> None:
    script = """
import sys, edoc
from edoc.testing import sample_status
status = sample_status().to_bytes()
edoc.validate(status)
print(*{"edoc.status.clocks", "holidays", "olefile", "pikepdf", "xmlschema", "cryptography"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-I", "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.split() == []
