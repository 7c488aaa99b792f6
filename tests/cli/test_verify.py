"""``edoc verify`` and ``edoc sign``: the exit codes, the JSON of the contract, the texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from edoc.schemas import schema_text
from edoc.signature.evidence import SignatureEvidence
from edoc.testing import sample_package
from edoc.testing.pki import DemoPki

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., tuple[int, str, str]]

AT = ("--at", "2026-03-02T09:00")
DAY = "2026-03-02"


@pytest.fixture(scope="module")
def pki() -> DemoPki:
    return DemoPki(keys="ec")


@pytest.fixture
def folder(tmp_path: Path, pki: DemoPki, edoc: Command, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a PKI on disk, and a package that the leader signed."""
    (tmp_path / "root.pem").write_bytes(pki.root.pem)
    (tmp_path / "sub.pem").write_bytes(pki.sub.pem)
    for number, der in enumerate(pki.crls):
        (tmp_path / f"{number}.crl").write_bytes(der)
    (tmp_path / "leader.p12").write_bytes(pki.leader.pkcs12("secret"))
    sample_package(1).write(tmp_path / "plain.edxml")
    monkeypatch.setenv("EDOC_P12_PASSWORD", "secret")
    code, out, _ = edoc(
        "sign",
        tmp_path / "plain.edxml",
        "-o",
        tmp_path / "signed.edxml",
        "--p12",
        tmp_path / "leader.p12",
        "--allow-expired",
    )
    assert code == 0
    assert "signed.edxml" in out
    return tmp_path


def options(folder: Path) -> tuple[object, ...]:
    crls = (part for path in sorted(folder.glob("*.crl")) for part in ("--crl", path))
    return ("--trust", folder / "root.pem", "--intermediates", folder / "sub.pem", *AT, *crls)


def test_a_good_signature_is_0(folder: Path, edoc: Command) -> None:
    code, out, _ = edoc("verify", folder / "signed.edxml", *options(folder))
    assert code == 0
    assert "signed.edxml: VALID" in out
    assert "signed by Trần Thị Mẫu, Sở Mẫu: a person" in out
    assert "Circular 41/2017/TT-BTTTT: passed; in force on that day" in out
    assert "Legal value: for information only" in out


def test_people_are_told_in_vietnamese(folder: Path, edoc: Command) -> None:
    code, out, _ = edoc("verify", folder / "signed.edxml", *options(folder), "--lang", "vi")
    assert code == 0
    assert "signed.edxml: HỢP LỆ" in out
    assert "người ký: Trần Thị Mẫu, Sở Mẫu; cá nhân" in out
    assert "Thông tư 41/2017/TT-BTTTT: đạt" in out


def test_json_follows_its_schema(folder: Path, edoc: Command) -> None:
    code, out, _ = edoc("verify", folder / "signed.edxml", *options(folder), "--format", "json")
    assert code == 0
    said = json.loads(out)
    jsonschema.validate(said, json.loads(schema_text("verify")))
    assert said["schema"] == "edoc/verify/1"
    assert said["signatures"][0]["location"] == "envelope"
    _, out, _ = edoc("verify", folder / "signed.edxml", folder / "plain.edxml", "--format", "json")
    assert [json.loads(line)["indication"] for line in out.splitlines()] == ["INDETERMINATE", "NO_SIGNATURE"]


def test_what_failed_is_1_what_is_undecided_3_and_what_is_not_signed_3(folder: Path, edoc: Command) -> None:
    data = (folder / "signed.edxml").read_bytes()
    (folder / "broken.edxml").write_bytes(data.replace(b"</edXML:Subject>", b"!</edXML:Subject>"))
    code, out, _ = edoc("verify", folder / "broken.edxml", *options(folder))
    assert code == 1
    assert "NOT VALID (HASH_FAILURE)" in out
    code, out, _ = edoc("verify", folder / "signed.edxml")
    assert code == 3
    assert "-> give the authority's root (--trust)" in out
    code, out, _ = edoc("verify", folder / "plain.edxml")
    assert code == 3
    assert "NOT SIGNED" in out
    code, _, _ = edoc("verify", folder / "plain.edxml", folder / "broken.edxml", *options(folder))
    assert code == 1


def test_what_is_missing_is_4_and_wrong_usage_2(folder: Path, edoc: Command) -> None:
    assert edoc("verify", folder / "nothing.edxml")[0] == 4
    assert edoc("verify", folder / "plain.edxml", "--at", "soon")[0] == 2
    assert edoc("verify", folder / "plain.edxml", folder / "plain.edxml", "--evidence", folder / "e.json")[0] == 2


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_every_form_can_be_written_to_a_file(folder: Path, edoc: Command, form: str) -> None:
    target = folder / "result"
    asked = ("verify", folder / "signed.edxml", *options(folder), "--format", form, "-o", target, "--lang", "vi")
    code, out, _ = edoc(*asked)
    assert (code, out) == (0, "")
    assert "Trần Thị Mẫu" in target.read_text(encoding="utf-8")
    code, _, err = edoc(*asked)
    assert code == 2
    assert "tệp đã có" in err
    assert edoc(*asked, "--force")[0] == 0


def test_the_page_says_when_it_was_made(folder: Path, edoc: Command) -> None:
    _, out, _ = edoc("verify", folder / "signed.edxml", *options(folder), "--format", "html", "--lang", "vi")
    assert "Lập lúc" in out


def test_what_was_not_looked_at_asks_for_no_mending(folder: Path, edoc: Command) -> None:
    data = (folder / "signed.edxml").read_bytes()
    moved = data.replace(b'http://www.w3.org/2000/09/xmldsig#"', b'http://www.mic.gov.vn/TBT/QCVN_102_2016"', 1)
    (folder / "moved.edxml").write_bytes(moved)
    code, out, _ = edoc("verify", folder / "moved.edxml", *options(folder), "--lang", "vi")
    assert code == 1
    assert "  phong bì [xmldsig]: KHÔNG HỢP LỆ (FORMAT_FAILURE)" in out
    lines = out.splitlines()
    unseen = [number for number, line in enumerate(lines) if line.startswith("    [chưa kiểm tra được]")]
    assert unseen
    assert not any(lines[number + 1].startswith("        ->") for number in unseen)


def test_html_is_one_page_about_one_package(folder: Path, edoc: Command) -> None:
    code, out, _ = edoc("verify", folder / "signed.edxml", *options(folder), "--format", "html")
    assert code == 0
    assert out.startswith("<!DOCTYPE html>")
    assert edoc("verify", folder / "plain.edxml", folder / "plain.edxml", "--format", "html")[0] == 2


def test_a_day_and_a_zone_are_times_too(folder: Path, edoc: Command) -> None:
    for at in (f"{DAY}T20:00:00Z", f"{DAY}T22:00:00+07:00"):
        code, _, _ = edoc("verify", folder / "signed.edxml", *options(folder), "--at", at)
        assert code == 0


def test_the_evidence_is_kept_and_can_be_replayed(folder: Path, edoc: Command) -> None:
    code, _, _ = edoc("verify", folder / "signed.edxml", *options(folder), "--evidence", folder / "e.json")
    assert code == 0
    evidence = SignatureEvidence.load(folder / "e.json")
    assert evidence.replay(folder / "signed.edxml").indication == "TOTAL_PASSED"


def test_ocsp_responses_are_taken(folder: Path, pki: DemoPki, edoc: Command) -> None:
    (folder / "leader.ors").write_bytes(pki.ocsp(pki.leader))
    code, out, _ = edoc("verify", folder / "signed.edxml", *options(folder), "--ocsp", folder / "leader.ors")
    assert code == 0
    assert out


def test_what_could_not_be_looked_at_is_told(folder: Path, edoc: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (folder / "plain.edxml").read_bytes()
    start = data.index(b">", data.index(b"ContentTransferEncoded")) + 1
    (folder / "odd.edxml").write_bytes(data[:start] + b"!!!!" + data[start + 4 :])
    code, out, _ = edoc("verify", folder / "odd.edxml")
    assert code == 3
    assert "its signatures were not looked at" in out
