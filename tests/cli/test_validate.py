"""``edoc validate``: verdicts on many packages, and the exit code of the worst."""

from __future__ import annotations

import hashlib
import json
from itertools import permutations
from typing import TYPE_CHECKING, NoReturn

import pytest
from jsonschema import Draft202012Validator

from edoc.conformance import CATALOGUE, Rule, Severity
from edoc.conformance.rule import Layer
from edoc.law import clause
from edoc.schemas import schema_text
from edoc.testing import sample_package
from edoc.testing.defects import DEFECTS
from edoc.testing.pki import DemoPki

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from edoc.conformance.rule import Hit
    from edoc.conformance.subject import Subject

    Command = Callable[..., tuple[int, str, str]]

SCHEMA = Draft202012Validator(json.loads(schema_text("validate")))


def _crash(subject: Subject) -> Iterable[Hit]:
    message = "out of order"
    raise RuntimeError(message)


@pytest.fixture
def open_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that cannot run."""
    rule = Rule(
        id="ZZZ-001",
        slug="of-a-test",
        severity=Severity.ERROR,
        clauses=(clause("edoc", "§ 1"),),
        layer=Layer.MODEL,
        message="rule.recipients",
        check=_crash,
    )
    monkeypatch.setitem(CATALOGUE, "ZZZ-001", rule)


def test_a_conformant_package(edoc: Command, good: Path) -> None:
    assert edoc("validate", good) == (
        0,
        (
            f"{good}: CONFORMANT (profile: vxp)\n"
            "not asked for, so not checked: malware in attachments (--clamd), whether signatures are valid (--trust)\n"
        ),
        "",
    )


def test_a_package_with_an_error(edoc: Command, bad: Path) -> None:
    code, out, err = edoc("validate", bad)
    assert (code, err) == (1, "")
    assert out.startswith(f"{bad}: NON-CONFORMANT (profile: vxp)\n")
    assert 'error FMT-034: the date "2026/02/30" does not exist' in out
    assert "clause: QCVN 102:2016/BTTTT, section 1.4" in out


def test_a_package_that_is_refused_is_a_verdict_and_no_mere_message(edoc: Command, refused: Path) -> None:
    code, out, err = edoc("validate", refused)
    assert (code, err) == (1, "")
    assert f"{refused}: NON-CONFORMANT" in out
    assert "FMT-010" in out
    assert "checks that could not run: " in out


@pytest.mark.usefixtures("open_question")
def test_an_undecided_package_has_a_code_of_its_own(edoc: Command, good: Path) -> None:
    code, out, _ = edoc("validate", good)
    assert code == 3
    assert out.startswith(f"{good}: UNDECIDED")
    assert "checks that could not run: 1; reason: the rule failed: RuntimeError: out of order" in out


@pytest.mark.usefixtures("open_question")
@pytest.mark.parametrize("order", list(permutations(["good", "bad", "missing"])))
def test_the_exit_code_is_that_of_the_worst_in_any_order(
    edoc: Command, good: Path, bad: Path, tmp_path: Path, order: tuple[str, ...]
) -> None:
    paths = {"good": good, "bad": bad, "missing": tmp_path / "missing.edxml"}
    assert edoc("validate", *(paths[name] for name in order))[0] == 4
    assert edoc("validate", *(paths[name] for name in order if name != "missing"))[0] == 1


def test_a_fault_of_edoc_comes_before_everything(
    edoc: Command, bad: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> NoReturn:
        message = "out of order"
        raise RuntimeError(message)

    monkeypatch.setattr("edoc.cli.validate.validate", crash)
    code, out, err = edoc("validate", tmp_path / "missing.edxml", bad)
    assert (code, out) == (70, "")
    assert "RuntimeError: out of order" in err


def test_many_errors_are_no_other_code_than_one(edoc: Command, tmp_path: Path) -> None:
    data = sample_package(1, recipients=256).to_bytes()
    path = tmp_path / "many.edxml"
    head, *rest = data.split(b"<edXML:To>")
    path.write_bytes(head + b"".join(b"<edXML:To>" + part.replace(b"edXML:OrganId", b"edXML:Fax") for part in rest))
    code, out, _ = edoc("validate", path)
    assert out.count("error HDR-013") == 256
    assert code == 1


def test_folders_and_globs_are_judged(edoc: Command, good: Path, bad: Path, status: Path) -> None:
    code, out, _ = edoc("validate", good.parent)
    assert code == 1
    assert [line.partition(":")[0] for line in out.splitlines() if line.endswith("(profile: vxp)")] == [
        str(bad),
        str(good),
        str(status),
    ]
    assert edoc("validate", good.parent / "[gs]*.edxml")[0] == 0


def test_the_profile_can_be_chosen(edoc: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.edxml"
    path.write_bytes(sample_package(1).to_bytes().replace("Phó Giám đốc".encode(), b""))
    assert edoc("validate", path)[0] == 0
    code, out, _ = edoc("validate", "--profile", "strict", path)
    assert code == 1
    assert "(profile: strict)" in out


def test_the_report_is_in_vietnamese_when_asked_for(edoc: Command, bad: Path) -> None:
    out = edoc("validate", "--lang", "vi", bad)[1]
    assert out.startswith(f"{bad}: KHÔNG PHÙ HỢP QUY CHUẨN (bộ quy tắc: vxp)\n")
    assert 'lỗi FMT-034: ngày "2026/02/30" không tồn tại' in out


def test_json_follows_the_contract(edoc: Command, good: Path, bad: Path, refused: Path, status: Path) -> None:
    code, out, _ = edoc("validate", "--format", "json", good, bad, refused, status)
    assert code == 1
    report = json.loads(out)
    SCHEMA.validate(report)
    assert report["schema"] == "edoc/validate/1"
    results = report["results"]
    assert [result["path"] for result in results] == [str(path) for path in (good, bad, refused, status)]
    assert [result["sha256"] for result in results] == [
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (good, bad, refused, status)
    ]
    assert [result["verdict"] for result in results] == ["conformant", "non_conformant", "non_conformant", "conformant"]


@pytest.mark.usefixtures("open_question")
def test_json_keeps_the_checks_that_could_not_run(edoc: Command, good: Path) -> None:
    code, out, _ = edoc("validate", "--format", "json", good)
    assert code == 3
    (result,) = json.loads(out)["results"]
    assert (result["verdict"], result["not_run"]) == (
        "undecided",
        [{"rule": "ZZZ-001", "reason": "the rule failed: RuntimeError: out of order", "cause": "crashed"}],
    )


def test_json_in_vietnamese_differs_in_its_messages_alone(edoc: Command, bad: Path) -> None:
    english, vietnamese = (
        json.loads(edoc("validate", "--format", "json", "--lang", language, bad)[1]) for language in ("en", "vi")
    )
    findings = [report["results"][0]["findings"][0] for report in (english, vietnamese)]
    for report in (english, vietnamese):
        for entry in report["results"][0]["not_asked"]:
            del entry["reason"]
    assert findings[0].pop("message") != findings[1].pop("message")
    for finding in findings:
        del finding["hint"], finding["clause"], finding["clauses"]
    assert english == vietnamese


def test_what_is_missing_is_said_and_the_report_on_the_rest_is_whole(edoc: Command, good: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.edxml"
    code, out, err = edoc("validate", "--format", "json", missing, good)
    assert code == 4
    assert err == f"{missing}: no such file\n"
    report = json.loads(out)
    SCHEMA.validate(report)
    assert [(result["path"], result["verdict"]) for result in report["results"]] == [
        (str(missing), "undecided"),
        (str(good), "conformant"),
    ]
    assert report["results"][0]["not_run"][0]["reason"] == f"{missing}: no such file"


def test_the_report_is_written_to_files_in_other_forms(edoc: Command, bad: Path, tmp_path: Path) -> None:
    json_, text, page = tmp_path / "r.json", tmp_path / "r.txt", tmp_path / "r.html"
    code, out, _ = edoc(
        "validate", bad, "--output", f"json={json_}", "--output", f"text={text}", "--output", f"html={page}"
    )
    assert code == 1
    SCHEMA.validate(json.loads(json_.read_text("utf-8")))
    assert text.read_text("utf-8") == out
    assert "<html" in page.read_text("utf-8")


@pytest.mark.parametrize("value", ["pdf=a.pdf", "json", "json=", "=a.json"])
def test_an_output_is_a_form_and_a_path(edoc: Command, good: Path, value: str) -> None:
    code, out, err = edoc("validate", good, "--output", value)
    assert (code, out) == (2, "")
    assert "FORMAT=PATH" in err


@pytest.mark.parametrize("name", ["", "a\0b"])
def test_an_output_that_cannot_be_written_is_said(edoc: Command, good: Path, tmp_path: Path, name: str) -> None:
    code, _, err = edoc("validate", good, "--output", f"json={tmp_path}/{name}")
    assert code == 2
    assert "cannot write the report" in err


@pytest.fixture
def warned(tmp_path: Path) -> Path:
    """A package with a warning."""
    path = tmp_path / "warned.edxml"
    path.write_bytes(sample_package(1).to_bytes().replace("Phó Giám đốc".encode(), b""))
    return path


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1)])
def test_what_makes_the_process_fail_can_be_chosen(edoc: Command, warned: Path, fail_on: str, code: int) -> None:
    assert edoc("validate", "--fail-on", fail_on, warned)[0] == code


def _waivers(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "waivers.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_waived_error_is_shown_and_does_not_fail(edoc: Command, bad: Path, tmp_path: Path) -> None:
    waivers = _waivers(
        tmp_path, '[[waiver]]\nrule = "FMT-034"\nreason = "agreed"\n[[waiver]]\nrule="HDR-*"\nreason="x"\n'
    )
    code, out, _ = edoc("validate", "--waivers", waivers, "--format", "json", bad)
    report = json.loads(out)
    SCHEMA.validate(report)
    (result,) = report["results"]
    waived = [finding for finding in result["findings"] if finding["rule"] == "FMT-034"]
    assert waived[0]["waived"]["reason"] == "agreed"
    assert (result["verdict"], result["verdict_unwaived"]) == ("conformant", "non_conformant")
    assert [finding["rule"] for finding in report["findings"]] == ["FMT-902"]
    assert code == 0
    assert edoc("validate", "--waivers", waivers, "--fail-on", "warning", bad)[0] == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [("[[waiver]]", "waiver[1].rule: this is missing"), ('[[waiver]]\nrule="HDR-999"\nreason="x"', "which is no rule")],
)
def test_a_bad_file_of_waivers_is_wrong_usage(edoc: Command, good: Path, tmp_path: Path, text: str, said: str) -> None:
    code, out, err = edoc("validate", "--waivers", _waivers(tmp_path, text), good)
    assert (code, out) == (2, "")
    assert said in err


def test_a_file_of_waivers_that_is_not_there_is_a_missing_input(edoc: Command, good: Path, tmp_path: Path) -> None:
    assert edoc("validate", "--waivers", tmp_path / "none.toml", good)[0] == 4


def test_the_law_of_the_document_s_date_is_named(edoc: Command, good: Path) -> None:
    assert "(profile: qcvn-102-2016-amd1-2022+decree-30-2020)" in edoc("validate", "--profile", "auto", good)[1]


def test_a_profile_that_is_not_there_is_wrong_usage(edoc: Command, good: Path) -> None:
    code, out, err = edoc("validate", "--profile", "lax", good)
    assert (code, out) == (2, "")
    assert "no such profile" in err


def test_rules_of_one_s_own_are_applied(edoc: Command, good: Path, tmp_path: Path) -> None:
    rules = tmp_path / "ours.toml"
    rules.write_text(
        '[[rule]]\nid = "SYT-001"\nslug = "short"\nseverity = "error"\nfield = "header.subject"\nmax_length = 1\n'
        'clause = "x"\nmessage = { vi = "dài", en = "long" }\n',
        "utf-8",
    )
    code, out, _ = edoc("validate", "--rules", rules, good)
    assert code == 1
    assert "SYT-001: long" in out


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """A package that the demo agency signed, the same changed behind it, and the roots beside."""
    pki = DemoPki(keys="ec")
    (tmp_path / "root.pem").write_bytes(pki.root.pem)
    for number, der in enumerate(pki.crls):
        (tmp_path / f"{number}.crl").write_bytes(der)
    defect = DEFECTS["SIG-200"]
    (tmp_path / "signed.edxml").write_bytes(defect.valid())
    (tmp_path / "changed.edxml").write_bytes(defect.apply())
    return tmp_path


def _trust(folder: Path) -> tuple[object, ...]:
    crls = (part for path in sorted(folder.glob("*.crl")) for part in ("--crl", path))
    return ("--trust", folder / "root.pem", "--at", "2026-03-02T09:00", *crls)


def test_signatures_are_verified_where_roots_are_named(edoc: Command, signed: Path) -> None:
    assert edoc("validate", signed / "changed.edxml")[0] == 0
    assert edoc("validate", signed / "signed.edxml", *_trust(signed))[0] == 0
    code, out, _ = edoc("validate", signed / "changed.edxml", *_trust(signed))
    assert code == 1
    assert "SIG-200" in out
    code, out, _ = edoc("validate", signed / "signed.edxml", "--trust", signed / "root.pem", "--format", "json")
    (result,) = json.loads(out)["results"]
    assert (code, [entry["rule"] for entry in result["not_run"]]) == (3, ["SIG-202"])
    assert [entry["rule"] for entry in result["not_asked"]] == ["ATT-200", "ATT-201"]


@pytest.mark.parametrize("option", [("--crl", "0.crl"), ("--at", "2026-03-02"), ("--policy", "archive")])
def test_options_about_signatures_need_roots(
    edoc: Command, signed: Path, monkeypatch: pytest.MonkeyPatch, option: tuple[str, str]
) -> None:
    monkeypatch.chdir(signed)
    code, _, err = edoc("validate", "signed.edxml", *option)
    assert code == 2
    assert "--trust" in err


def test_a_scanner_that_does_not_answer_is_code_3_and_one_without_an_address_is_misuse(
    edoc: Command, good: Path
) -> None:
    code, out, _ = edoc("validate", good, "--clamd", "unix:/nowhere/clamd.ctl")
    assert code == 3
    assert "edoc scan says more" in out
    code, _, err = edoc("validate", good, "--clamd", "nowhere")
    assert (code, "no address of clamd" in err) == (2, True)


def test_attachments_stay_closed_where_that_is_asked_for_and_the_report_says_so(edoc: Command, good: Path) -> None:
    code, out, _ = edoc("validate", good, "--no-contents")
    assert code == 0
    assert "what is in the attachments (--no-contents)" in out
    assert "what is in the attachments" not in edoc("validate", good)[1]


def test_roots_that_are_not_there_are_a_missing_file(edoc: Command, good: Path) -> None:
    assert edoc("validate", good, "--trust", good.parent / "none.pem")[0] == 4
