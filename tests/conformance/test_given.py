"""Rules that need something beside the package: nothing is said unasked, and nothing is decided by it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

import edoc
from edoc.conformance import CATALOGUE, Rule, Severity, Verdict, rule_set, validate
from edoc.conformance.rule import Hit, Layer
from edoc.edxml.attachment import Attachment
from edoc.law import clause
from edoc.testing import sample_package, sample_status
from edoc.testing.defects import DEFECTS
from edoc.testing.scanner import EICAR, DemoScanner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.scanning import ScanResult

DOCUMENT = sample_package(1).to_bytes()
NEEDING = {rule.id: rule.needs for rule in CATALOGUE.values() if rule.needs}
SIGNED = DEFECTS["SIG-200"]
TRUST = SIGNED.given()


def test_the_rules_that_need_something_are_these() -> None:
    assert {
        **dict.fromkeys(("ATT-200", "ATT-201"), ("scanner",)),
        **dict.fromkeys(("SIG-200", "SIG-201", "SIG-202"), ("policy",)),
    } == NEEDING


@pytest.mark.parametrize("given", [None, {}, {"policy": None, "scanner": None}])
def test_a_rule_that_nobody_asked_for_is_named_and_decides_nothing(given: dict[str, object] | None) -> None:
    result = validate(DOCUMENT, given=given)
    assert (result.verdict, result.not_run) == (Verdict.CONFORMANT, ())
    assert {entry.rule for entry in result.not_asked} == set(NEEDING)
    assert {entry.cause for entry in result.not_asked} == {"needs"}
    assert result.in_language("vi").not_asked[0].reason.startswith("cần phần mềm quét mã độc")


@pytest.mark.parametrize(
    "rule",
    sorted(
        rule.id
        for rule in CATALOGUE.values()
        if rule.layer is Layer.CONTENT and not rule.needs and DEFECTS[rule.id].finds
    ),
)
def test_without_contents_a_rule_about_contents_is_named_and_finds_nothing(rule: str) -> None:
    defect = DEFECTS[rule]
    broken = defect.apply()
    result = validate(broken, profile=defect.profile, contents=False)
    unasked = {entry.rule for entry in result.not_asked if entry.cause == "contents"}
    found = {finding.rule for finding in result.findings}
    assert (rule in unasked) != (rule in found)
    assert unasked.isdisjoint(found)
    whole = validate(broken, profile=defect.profile)
    assert {finding.rule for finding in whole.findings} - unasked == found
    # what is in a RAR archive nobody can tell here: that is said, too
    assert [entry.rule for entry in whole.not_run] == (["ATT-190"] if rule == "ATT-155" else [])


def test_a_rule_that_says_itself_that_it_is_not_asked_is_named_likewise(catalogue: dict[str, Rule]) -> None:
    catalogue["ZZZ-001"] = Rule(
        id="ZZZ-001",
        slug="of-a-test",
        severity=Severity.ERROR,
        clauses=(clause("edoc", "§ 1"),),
        layer=Layer.CONTENT,
        kind="document",
        message="rule.recipients",
        check=lambda subject: [item.hit() for item in subject.facts.inspected],
    )
    result = validate(DOCUMENT, contents=False)
    assert {entry.rule: entry.cause for entry in result.not_asked}["ZZZ-001"] == "contents"
    assert result.verdict is Verdict.CONFORMANT


def test_without_contents_nothing_is_said_of_packages_that_have_none() -> None:
    result = validate(sample_status().to_bytes(), contents=False)
    assert {entry.cause for entry in result.not_asked} <= {"needs"}


def test_what_was_not_to_be_opened_is_said_in_both_languages() -> None:
    result = validate(DOCUMENT, contents=False)
    assert (result.verdict, result.not_run) == (Verdict.CONFORMANT, ())
    entry = next(entry for entry in result.not_asked if entry.rule == "ATT-108")
    assert entry.reason == "attachments were not to be opened"
    assert entry.about("vi") == "nội dung bên trong tệp đính kèm (--no-contents)"
    assert entry.describe("vi") == "không mở tệp đính kèm theo yêu cầu"


def test_what_is_off_in_the_profile_is_not_even_named(tmp_path: object) -> None:
    path = f"{tmp_path}/ours.toml"
    with open(path, "w", encoding="utf-8") as file:
        file.write('[severity]\n"SIG-20*" = "off"\n')
    result = validate(SIGNED.apply(), profile=rule_set(rules=[path]), given=TRUST)
    assert {entry.rule for entry in result.not_asked} == {"ATT-200", "ATT-201"}
    assert not any(finding.rule.startswith("SIG-2") for finding in result.findings)


def test_a_package_that_cannot_be_read_leaves_open_what_was_asked_for_alone() -> None:
    result = validate(b"<a/>", given={"scanner": DemoScanner()})
    assert {entry.rule for entry in result.not_asked} == {"SIG-200", "SIG-201", "SIG-202"}
    assert {"ATT-200", "ATT-201"} <= {entry.rule for entry in result.not_run}


def test_what_no_rule_needs_is_a_fault_of_the_caller() -> None:
    with pytest.raises(edoc.UsageError, match="no rule needs 'trust'; what rules need is policy, scanner"):
        validate(DOCUMENT, given={"trust": object()})


def test_a_rule_of_a_plug_in_may_need_something_of_its_own(catalogue: dict[str, Rule]) -> None:
    catalogue["ZZZ-001"] = Rule(
        id="ZZZ-001",
        slug="of-a-test",
        severity=Severity.ERROR,
        clauses=(clause("edoc", "§ 1"),),
        layer=Layer.MODEL,
        needs=("policy", "archive"),
        message="rule.recipients",
        check=lambda subject: [Hit(text=str(subject.given["archive"]))],
    )
    result = validate(DOCUMENT, given=TRUST)
    assert {entry.rule: entry.reason for entry in result.not_asked}["ZZZ-001"] == (
        "it takes archive, and none was given"
    )
    found = validate(DOCUMENT, given={**TRUST, "archive": "A1"}).findings
    assert [finding.text for finding in found if finding.rule == "ZZZ-001"] == ["A1"]


def test_a_signature_that_holds_is_nothing_to_speak_of() -> None:
    result = validate(SIGNED.valid(), given=TRUST)
    assert (result.verdict, result.findings, result.not_run) == (Verdict.CONFORMANT, (), ())
    assert {entry.rule for entry in result.not_asked} == {"ATT-200", "ATT-201"}


def test_a_signature_that_does_not_hold_is_an_error_with_the_reason_of_the_verifier() -> None:
    (finding,) = validate(SIGNED.apply(), given=TRUST).findings
    assert (finding.rule, finding.severity) == ("SIG-200", Severity.ERROR)
    (signature,) = edoc.verify(SIGNED.apply(), policy=TRUST["policy"]).signatures  # type: ignore[arg-type]  # a policy
    assert signature.reason is not None
    assert finding.describe("en") == signature.reason.message
    assert finding.describe("vi") == signature.reason.describe("vi")


def test_a_broken_signature_inside_an_attachment_points_at_the_attachment() -> None:
    inner = Attachment.of(SIGNED.apply(), name="ben-trong.edxml")
    data = sample_package(1, attachments=[Attachment.of(b"%PDF-1.7\n", name="a.pdf"), inner]).to_bytes()
    found = [finding for finding in validate(data, given=TRUST).findings if finding.rule == "SIG-200"]
    assert [finding.location.path for finding in found] == ["/edXML/AttachmentEncoded/Attachment[2]"]


def test_what_verification_could_not_look_into_leaves_the_verdict_open() -> None:
    cut = sample_package(2).to_bytes().replace(b"</edXML>", b"")
    data = sample_package(1, attachments=[Attachment.of(cut, name="ben-trong.edxml")]).to_bytes()
    result = validate(data, given=TRUST)
    assert result.verdict is Verdict.UNDECIDED
    (entry,) = result.not_run
    assert (entry.rule, entry.cause) == ("SIG-202", "signatures")
    assert "attachment.no-content" in entry.reason


def test_a_status_message_is_about_a_document_and_is_neither_verified_nor_scanned() -> None:
    result = validate(sample_status().to_bytes(), given={**TRUST, "scanner": DemoScanner()})
    assert (result.verdict, result.findings, result.not_asked) == (Verdict.CONFORMANT, (), ())


def _archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_malware_is_found_in_the_file_and_in_the_zip_around_it_and_says_which() -> None:
    data = DEFECTS["ATT-200"].change(DOCUMENT)
    (found,) = (finding for finding in validate(data, given={"scanner": DemoScanner()}).findings)
    assert found.message == "ghi-chu.txt (as it is delivered) carries malware: Demo.EICAR"
    stored = Attachment.of(_archive(a=b"clean", b=EICAR), name="b.zip")
    package = sample_package(1, attachments=[Attachment.of(b"%PDF-1.7\n", name="a.pdf"), stored])
    rules = {finding.rule for finding in validate(package.to_bytes(), given={"scanner": DemoScanner()}).findings}
    assert "ATT-200" in rules


def test_a_scanner_is_asked_once_for_all_rules() -> None:
    asked: list[int] = []

    class Counting:
        def engine(self) -> str | None:
            return None

        def scan(self, pieces: Iterable[bytes]) -> ScanResult:
            result = DemoScanner().scan(pieces)
            asked.append(result.size)
            return result

    result = validate(DOCUMENT, given={"scanner": Counting()})
    assert (result.not_run, len(asked)) == ((), 3)  # a PDF as it is, a text in a zip: as delivered and as stored


def test_a_scanner_that_does_not_answer_leaves_the_verdict_open() -> None:
    result = validate(DOCUMENT, given={"scanner": edoc.scanning.ClamdScanner("unix:/nowhere")})
    assert result.verdict is Verdict.UNDECIDED
    (entry,) = result.not_run
    assert (entry.rule, entry.cause) == ("ATT-201", "scan")
    assert "cong-van.pdf: unreachable" in entry.reason
