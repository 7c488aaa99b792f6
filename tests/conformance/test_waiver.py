"""Waivers: marked, dated, and never forgotten."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

import pytest

import edoc
from edoc.cli.common import describe
from edoc.conformance import Verdict, Waiver, Waivers, load_waivers, rule_set, validate
from edoc.limits import Limits
from edoc.testing import sample_package

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.conformance import ValidationResult

TODAY: Final = dt.date(2026, 11, 22)
DOCUMENT: Final = sample_package(1, recipients=3).to_bytes()


def _broken() -> bytes:
    head, *rest = DOCUMENT.split(b"<edXML:To>")
    return head + b"".join(b"<edXML:To>" + part.replace(b"edXML:OrganId", b"edXML:Fax") for part in rest)


def _result(path: str | None = "in/2018/a.edxml", limits: Limits | None = None) -> ValidationResult:
    result = validate(_broken(), limits=limits or Limits())
    assert {finding.rule for finding in result.findings} >= {"HDR-013"}
    return result.model_copy(update={"path": path})


def _apply(result: ValidationResult, **values: object) -> ValidationResult:
    entry = Waiver(**{"rule": "HDR-013", "reason": "agreed", **values})
    return Waivers((entry,), "waivers.toml").review(TODAY).apply(result)


def _waived(result: ValidationResult) -> list[str]:
    return [finding.location.path or "" for finding in result.waived if finding.rule == "HDR-013"]


@pytest.mark.parametrize("rule", ["HDR-013", "recipient-id", "HDR-*", "*"])
def test_a_waived_finding_stays_and_does_not_count(rule: str) -> None:
    before = _result()
    after = _apply(before, rule=rule)
    assert (before.verdict, after.verdict) == (Verdict.NON_CONFORMANT, Verdict.CONFORMANT)
    assert after.verdict_unwaived is Verdict.NON_CONFORMANT
    assert len(after.findings) == len(before.findings)
    assert len(_waived(after)) == 3
    assert after.errors == ()


@pytest.mark.parametrize(
    ("file", "fits"),
    [
        ("", True),
        ("a.edxml", True),
        ("*.edxml", True),
        ("2018/*.edxml", True),
        ("in/*/a.edxml", True),
        ("2019/*.edxml", False),
        ("b.edxml", False),
    ],
)
def test_a_waiver_is_for_files_by_the_end_of_their_path(file: str, fits: bool) -> None:
    assert bool(_waived(_apply(_result(), file=file))) is fits


def test_a_package_without_a_path_is_waived_only_by_waivers_of_every_file() -> None:
    assert _waived(_apply(_result(None), file="*")) == []
    assert len(_waived(_apply(_result(None)))) == 3


def test_a_path_of_windows_is_a_path() -> None:
    assert len(_waived(_apply(_result("in\\2018\\a.edxml"), file="2018/*.edxml"))) == 3


def test_a_waiver_may_be_for_one_place() -> None:
    after = _apply(_result(), path="*/To?2?")
    assert [path.rpartition("/")[2] for path in _waived(after)] == ["To[2]"]
    assert after.verdict is Verdict.NON_CONFORMANT


def test_a_waived_finding_says_why_until_when_and_where_that_is_written() -> None:
    after = _apply(_result(), expires=TODAY, line=7)
    said = after.waived[0].waived
    assert said is not None
    assert (said.reason, said.expires, said.source, said.line) == ("agreed", TODAY, "waivers.toml", 7)


@pytest.mark.parametrize(("path", "verdict"), [("", Verdict.CONFORMANT), ("*/To*", Verdict.NON_CONFORMANT)])
def test_findings_that_are_only_counted_are_waived_with_their_whole_rule(path: str, verdict: Verdict) -> None:
    result = _result(limits=Limits(findings_per_rule=1))
    assert {entry.rule: entry.count for entry in result.suppressed}["HDR-013"] == 2
    assert _apply(result, path=path).verdict is verdict


def test_a_waiver_of_another_rule_changes_nothing_that_is_only_counted() -> None:
    result = _result(limits=Limits(findings_per_rule=1))
    assert _apply(result, rule="HDR-001") == result


def test_a_check_that_did_not_run_cannot_be_waived() -> None:
    refused = validate(b"<a/>")
    after = _apply(refused, rule="FMT-*")
    assert (after.verdict, after.verdict_unwaived) == (Verdict.UNDECIDED, Verdict.NON_CONFORMANT)


def test_an_expired_waiver_is_a_finding_and_waives_nothing() -> None:
    entry = Waiver(rule="HDR-013", reason="agreed", expires=TODAY - dt.timedelta(days=1), line=3)
    review = Waivers((entry,), "w.toml").review(TODAY)
    assert review.apply(_result()).verdict is Verdict.NON_CONFORMANT
    (finding,) = review.findings()
    assert (finding.rule, finding.severity.value, finding.text) == ("FMT-901", "warning", "agreed")
    assert finding.message == ("the waiver of HDR-013 (w.toml:3) expired on 2026-11-21: what it was for counts again")
    assert "đã hết hạn ngày 21/11/2026" in finding.describe("vi")


def test_a_waiver_that_nothing_needed_is_a_finding_once_the_run_is_at_its_end() -> None:
    used, unused = Waiver(rule="HDR-013", reason="a"), Waiver(rule="HDR-012", reason="b")
    review = Waivers((used, unused)).review(TODAY, rule_set("vxp"))
    assert review.apply(validate(DOCUMENT)).findings == ()
    review.apply(_result())
    (finding,) = review.findings()
    assert (finding.rule, finding.text) == ("FMT-902", "b")
    assert "(-)" in finding.message


def test_a_profile_weighs_what_is_found_about_waivers(tmp_path: Path) -> None:
    path = tmp_path / "off.toml"
    path.write_text('[severity]\nFMT-902 = "off"\n')
    entry = Waiver(rule="HDR-012", reason="b")
    assert Waivers((entry,)).review(TODAY, rule_set("vxp", rules=[path])).findings() == ()


def test_no_waivers_change_nothing() -> None:
    review = Waivers().review(TODAY)
    result = _result()
    assert review.apply(result) is result
    assert review.findings() == ()


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "waivers.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_of_waivers_is_read_with_its_lines(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        '# known\n[[waiver]]\nrule = "HDR-010"\nreason = "old"\n\n[[waiver]]\nrule = "recipients"\n'
        'file = "a/*"\npath = "*/To"\nreason = "đã thống nhất"\nexpires = 2027-01-31\n',
    )
    waivers = load_waivers(path)
    assert [entry.line for entry in waivers.entries] == [2, 6]
    assert waivers.source == str(path)
    assert waivers.entries[1].expires == dt.date(2027, 1, 31)
    waivers.review(TODAY)


def test_waivers_in_another_form_of_toml_have_no_lines(tmp_path: Path) -> None:
    waivers = load_waivers(_file(tmp_path, 'waiver = [{ rule = "HDR-010", reason = "old" }]'))
    assert [entry.line for entry in waivers.entries] == [None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[waiver]]\nrule = "HDR-010"',
            "waivers.toml:1: waiver[1].reason: this is missing: expected a text that says something",
        ),
        (
            '[[waiver]]\nrule = "HDR-010"\nreason = " "',
            "waivers.toml:3: waiver[1].reason: expected a text that says something, found ' '",
        ),
        ('# one\n\n[[waiver]]\nreason = "x"', "waivers.toml:3: waiver[1].rule: this is missing"),
        (
            '[[waiver]]\nrule = "HDR-010"\nreason = "x"\nexpires = "soon"',
            "waivers.toml:4: waiver[1].expires: expected a day like 2027-06-30, without quotes, found 'soon'",
        ),
        (
            '[[waiver]]\nrule = "a"\nreason = "x"\n[[waiver]]\nrule = 7\nreason = ["x"]',
            "waivers.toml:5: waiver[2].rule: expected a text that says something, found 7\n",
        ),
        (
            '[[waiver]]\nrule = "a"\nreason = ["x"]',
            "waiver[1].reason: expected a text that says something, found a list",
        ),
        (
            '[[waiver]]\nrule = "HDR-010"\nreason = "x"\nexpire = 2027-01-01',
            (
                "waivers.toml:4: waiver[1].expire: nobody knows this key; is expires meant? "
                "Known here are rule, file, path, reason, expires"
            ),
        ),
        ('[[waiver]]\nrule = "a"\nreason = "x"\nzz = 1', "waiver[1].zz: nobody knows this key; here are known: rule,"),
        ('[[waivers]]\nrule = "HDR-010"\nreason = "x"', "waivers: nobody knows this key; is waiver meant?"),
        ("waiver = true", "waivers.toml:1: waiver: expected a list: [ ... ], found true"),
        ('waiver = [{ reason = "x" }]', "waivers.toml:1: waiver[1].rule: this is missing"),
        ("[[waiver]", "waivers.toml:1:9: this is no file of waivers, for it is no TOML: the bracket around"),
        ("[[waiver]]\nrule", "this is no file of waivers, for it is no TOML: after a key stands ="),
        ("[[waiver]]\nrule = HDR-010", ":2:8: this is no file of waivers, for it is no TOML: this is no value"),
        ('[[waiver]]\nrule = "HDR', "it is no TOML: a text does not end in this line"),
        (
            '[[waiver]]\nrule = "HDR\nreason = "x"',
            "2:12: this is no file of waivers, for it is no TOML: a text does not",
        ),
        ('[[waiver]]\nrule = "a" "b"', "it is no TOML: something stands behind the value"),
        ('[[waiver]]\nrule = "a"\nrule = "b"', "it is no TOML: the same key or table stands there before"),
        ('[[waiver]]\nrule = ["a"', "it is no TOML: a list or a table in braces is not closed"),
        ("[[waiver]]\n= 1", "it is no TOML: this is neither a key nor the name of a table"),
        ('[[waiver]]\nrule = "\\q"', "for it is no TOML; in the words of the parser: Unescaped"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(edoc.SettingsError) as caught:
        load_waivers(_file(tmp_path, text))
    assert said in f"{caught.value}\n"
    assert str(caught.value).startswith(str(tmp_path / "waivers.toml"))
    assert not re.search(r"_File|Input should|Field required|Extra inputs", str(caught.value))


def test_every_fault_of_a_file_is_told_at_once_in_both_languages(tmp_path: Path) -> None:
    text = '[[waiver]]\nexpires = "mai"\n[[waiver]]\nrule = 1\nreason = "x"\nuntil = 2\n'
    with pytest.raises(edoc.SettingsError) as caught:
        load_waivers(_file(tmp_path, text))
    source = tmp_path / "waivers.toml"
    assert describe(caught.value, "vi").splitlines() == [
        f"{source}:1: waiver[1].rule: thiếu khóa này: cần một đoạn chữ có nội dung",
        f"{source}:1: waiver[1].reason: thiếu khóa này: cần một đoạn chữ có nội dung",
        f"{source}:2: waiver[1].expires: cần một ngày, ví dụ 2027-06-30, không đặt trong dấu nháy, nhưng lại là 'mai'",
        f"{source}:4: waiver[2].rule: cần một đoạn chữ có nội dung, nhưng lại là 1",
        f"{source}:6: waiver[2].until: không có khóa này; ở đây có các khóa rule, file, path, reason, expires",
    ]
    assert describe(caught.value, "en") == str(caught.value)


def test_a_file_full_of_faults_is_told_in_part(tmp_path: Path) -> None:
    with pytest.raises(edoc.SettingsError) as caught:
        load_waivers(_file(tmp_path, "[[waiver]]\n" * 100))
    assert len(caught.value.faults) == 20


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b'[[waiver]]\nrule = "\xff"',
            "waivers.toml: đây không phải tệp miễn trừ, vì không phải UTF-8: byte ở vị trí 19",
        ),
        (b"a = " + b"[" * 5000, "waivers.toml: đây không phải tệp miễn trừ: lồng nhau quá sâu"),
        (b'a = """', "đây không phải tệp miễn trừ, vì không đúng TOML: đoạn chữ không kết thúc"),
    ],
)
def test_what_is_no_text_or_too_deep_is_no_file_of_waivers(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "waivers.toml").write_bytes(data)
    with pytest.raises(edoc.SettingsError) as caught:
        load_waivers(tmp_path / "waivers.toml")
    assert said in describe(caught.value, "vi")


@pytest.mark.parametrize(
    ("rule", "said"), [("HDR-999", "near it are HDR-"), ("XYZ-*", "which is no rule"), ("recipient", "recipients")]
)
def test_a_waiver_of_a_rule_that_is_not_there_is_refused(rule: str, said: str) -> None:
    with pytest.raises(edoc.UsageError, match=said):
        Waivers((Waiver(rule=rule, reason="x", line=4),), "w.toml").review(TODAY)


def test_a_rule_that_a_file_brings_can_be_waived(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(
        '[[rule]]\nid = "SYT-001"\nslug = "short"\nseverity = "error"\nfield = "header.subject"\nmax_length = 1\n'
        'clause = "x"\nmessage = { vi = "dài", en = "long" }\n',
        "utf-8",
    )
    rules = rule_set("vxp", rules=[path])
    review = Waivers((Waiver(rule="SYT-001", reason="x"),)).review(TODAY, rules)
    result = review.apply(validate(DOCUMENT, profile=rules))
    assert (result.verdict, result.verdict_unwaived) == (Verdict.CONFORMANT, Verdict.NON_CONFORMANT)
    assert result.waived[0].in_language("vi").message == "dài"
