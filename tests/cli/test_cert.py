"""``edoc cert`` and ``edoc demo-pki``: certificates in words, and something to try them on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest
from jsonschema import Draft202012Validator

from edoc.schemas import schema_text
from edoc.testing.pki import DemoPki
from edoc.testing.pki_folder import write_demo_pki

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Command = Callable[..., tuple[int, str, str]]

AT = "2026-03-02T08:00:00"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo PKI on disk."""
    made = tmp_path_factory.mktemp("pki")
    write_demo_pki(made, DemoPki(keys="ec"))
    return made


def test_a_certificate_is_told_line_by_line(edoc: Command, folder: Path) -> None:
    path = folder / "signers" / "agency.crt"
    code, out, err = edoc("cert", "--at", AT, path)
    lines = out.splitlines()

    assert (code, err) == (0, "")
    assert lines[:4] == [
        f"Sở Mẫu ({path})",
        "  whose: an organisation's (its subject carries an organisation's code (MST))",
        "  subject: C=VN,ST=Tỉnh Mẫu,O=Ủy ban nhân dân tỉnh Mẫu,CN=Sở Mẫu,UID=MST:0100000001",
        "  number or code: MST:0100000001",
    ]
    assert "  valid: 02/03/2025 08:00:00 +07:00 to 02/03/2027 08:00:00 +07:00" in lines
    assert "  key: EC secp256r1, 256 bits; the certificate is signed with sha256_ecdsa" in lines
    assert "  for: digital signature, non-repudiation" in lines
    assert lines[-1] == "certificates: 1, warnings: 0"


def test_the_words_are_vietnamese_when_asked_for(edoc: Command, folder: Path) -> None:
    _, out, _ = edoc("cert", "--lang", "vi", "--at", AT, folder / "signers" / "expired.crt")

    assert "  thuộc về: cá nhân (chủ thể mang số giấy tờ của cá nhân (CCCD))" in out.splitlines()
    assert "  CẢNH BÁO: đã hết hạn ngày 22/11/2025 08:00:00 +07:00" in out.splitlines()


def test_warnings_hold_for_the_moment_asked_for(edoc: Command, folder: Path) -> None:
    path = folder / "signers" / "leader.crt"

    assert "it is valid from 02/03/2025" in edoc("cert", "--at", "2020-01-01", path)[1]
    assert "it expired on" in edoc("cert", "--at", "2030-01-01T00:00:00Z", path)[1]
    assert "WARNING" not in edoc("cert", "--at", AT, path)[1]


def test_a_folder_of_roots_and_a_chain_are_told_one_by_one(edoc: Command, folder: Path) -> None:
    code, out, _ = edoc("cert", "--at", AT, folder / "trust", folder / "intermediates")

    assert code == 0
    assert out.count("  whose: an authority's\n") == 4
    assert "certificates: 4, warnings: 0" in out


def test_json_follows_the_contract(edoc: Command, folder: Path) -> None:
    code, out, _ = edoc("cert", "--format", "json", "--at", AT, folder / "signers", folder / "trust")
    report = json.loads(out)
    schema = json.loads(schema_text("cert"))

    assert code == 0
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(report)
    assert report["schema"] == "edoc/cert/1"
    assert report["at"] == "2026-03-02T08:00:00+07:00"
    assert len(report["certificates"]) == 12
    leader = next(entry for entry in report["certificates"] if entry["path"].endswith("signers"))
    assert {"subject", "issuer", "key_usage", "not_after"} <= set(leader["certificate"])
    assert any(entry["warnings"] for entry in report["certificates"])


def test_a_pkcs12_file_is_opened_with_its_password(
    edoc: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "signers" / "leader.p12"

    assert "certificates: 2" in edoc("cert", "--password", "edoc", path)[1]
    code, _, err = edoc("cert", "--password", "wrong", path)
    assert (code, "wrong password, or no PKCS#12" in err) == (2, True)
    code, _, err = edoc("cert", path)
    assert (code, "PKCS#12 needs its password: --password" in err) == (2, True)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr(click, "prompt", lambda *_arguments, **_options: "edoc")
    assert "certificates: 2" in edoc("cert", path)[1]


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [(None, 4, "no such file"), (b"no certificate!", 2, "neither a certificate nor PKCS#7"), (b"", 2, "is empty")],
)
def test_what_cannot_be_read_is_said_and_the_rest_is_told(
    edoc: Command, folder: Path, tmp_path: Path, content: bytes | None, code: int, said: str
) -> None:
    path = tmp_path / "odd.crt"
    if content is not None:
        path.write_bytes(content)
    found, out, err = edoc("cert", "--at", AT, path, folder / "signers" / "leader.crt")

    assert found == code
    assert said in err
    assert "certificates: 1, warnings: 0" in out


def test_a_moment_that_is_none_is_wrong_usage(edoc: Command, folder: Path) -> None:
    code, _, err = edoc("cert", "--at", "yesterday", folder)

    assert (code, "is no time; write" in err) == (2, True)


@pytest.mark.shared
def test_a_known_root_is_recognised(edoc: Command, shared: Path) -> None:
    path = shared / "vectors" / "vn-trust-anchors" / "vgca-rootca-g1-2010.crt"

    assert "known authority: State-dedicated RootCA of Ban Cơ yếu Chính phủ (G1, 2010)" in edoc("cert", path)[1]
    assert "RootCA chuyên dùng Chính phủ (G1, 2010)" in edoc("cert", "--lang", "vi", path)[1]


def test_a_certificate_that_forbids_nothing_says_so(edoc: Command, shared: Path) -> None:
    path = shared / "vectors" / "pyhanko-ocsp" / "D3_Issuer_Root.pem"

    assert "  for: anything (not restricted)" in edoc("cert", path)[1]


def test_a_newcomer_has_a_pki_within_a_moment(edoc: Command, tmp_path: Path) -> None:
    code, out, _ = edoc("demo-pki", "--keys", "ec", tmp_path / "pki")

    assert code == 0
    assert "files written to" in out
    assert "WARNING" not in edoc("cert", tmp_path / "pki" / "signers" / "leader.crt")[1]
    assert edoc("demo-pki", tmp_path / "pki")[0] == 2
