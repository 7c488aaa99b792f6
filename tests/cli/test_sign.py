"""``edoc sign``: packages and PDF files, with keys in files and on tokens; secrets stay secret."""

from __future__ import annotations

import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from soft_token import PIN, TOKEN, soft_token
from throwaway import pdf, png, trusting

import edoc as library
from edoc.signature.pdf.verify import verify_pdf
from edoc.testing.pki import DEMO_MOMENT, DemoPki
from edoc.testing.tsa import DemoTsa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Command = Callable[..., tuple[int, str, str]]

AT = DEMO_MOMENT.isoformat()
PASSWORD = "mat-khau-rieng"


@pytest.fixture(scope="session")
def pki() -> DemoPki:
    """The demo PKI with elliptic keys."""
    return DemoPki(keys="ec")


@pytest.fixture
def folder(pki: DemoPki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys, images and a PDF, and the password in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EDOC_P12_PASSWORD", PASSWORD)
    monkeypatch.delenv("EDOC_PIN", raising=False)
    for label in ("leader", "agency"):
        (tmp_path / f"{label}.p12").write_bytes(getattr(pki, label).pkcs12(PASSWORD))
    (tmp_path / "key.pem").write_bytes(pki.leader.key_pem)
    (tmp_path / "cert.pem").write_bytes(pki.leader.pem + pki.sub.pem)
    (tmp_path / "sub.crt").write_bytes(pki.sub.der)
    (tmp_path / "van-ban.pdf").write_bytes(pdf())
    for kind in ("signature", "seal"):
        (tmp_path / f"{kind}.png").write_bytes(png(kind))
    return tmp_path


def results_of(path: Path, pki: DemoPki) -> list[tuple[str, str]]:
    found = verify_pdf(path.read_bytes(), location="attachment:1", policy=trusting(pki))
    return [(result.role.value, result.indication.value) for result in found]


def test_a_package_is_signed_and_claims_its_time(edoc: Command, folder: Path, good: Path, pki: DemoPki) -> None:
    code, out, err = edoc("sign", good, "-o", "out.edxml", "--p12", "leader.p12", "--at", AT)
    assert (code, err) == (0, "")
    assert out.startswith("out.edxml: ")
    (signature,) = library.verify("out.edxml", policy=trusting(pki)).signatures
    assert signature.indication.value == "TOTAL_PASSED"
    assert (signature.time.claimed, signature.time.proven) == (DEMO_MOMENT, None)
    assert PASSWORD not in out + err


@pytest.mark.parametrize(
    ("form", "mark"), [("xades", "SignedProperties"), ("property", "SignatureProperties"), ("none", "ds:X509Data")]
)
def test_how_the_time_is_written_can_be_chosen(edoc: Command, folder: Path, good: Path, form: str, mark: str) -> None:
    key = ("--key", "key.pem", "--cert", "cert.pem")
    how = ("--signing-time", form, "--digest", "sha512", "--at", AT)
    assert edoc("sign", good, "-o", "out.edxml", *key, *how)[0] == 0
    text = (folder / "out.edxml").read_text("utf-8")
    assert mark in text
    assert ("SigningTime" in text) is (form != "none")
    assert edoc("sign", "out.edxml", "-o", "again.edxml", *key, "--at", AT)[0] == 2
    assert edoc("sign", "out.edxml", "-o", "again.edxml", *key, "--at", AT, "--replace")[0] == 0


def test_an_encrypted_pem_key_is_opened_with_the_password(
    edoc: Command, folder: Path, good: Path, pki: DemoPki
) -> None:
    encryption = BestAvailableEncryption(PASSWORD.encode())
    locked = pki.leader.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    (folder / "key.pem").write_bytes(locked)
    usual = ("sign", good, "-o", "out.edxml", "--key", "key.pem", "--cert", "cert.pem", "--at", AT)
    assert edoc(*usual)[0] == 0


def test_a_password_comes_from_a_file(edoc: Command, folder: Path, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDOC_P12_PASSWORD")
    usual = ("sign", good, "-o", "out.edxml", "--p12", "leader.p12", "--at", AT, "--password-file", "secret")
    (folder / "secret").write_text(f"{PASSWORD}\nsecond line\n")
    assert edoc(*usual)[0] == 0
    (folder / "secret").write_bytes(b"")
    code, out, err = edoc(*usual, "--force")
    assert (code, out) == (2, "")
    assert "PKCS#12" in err


def test_a_password_is_asked_for_where_somebody_can_answer(
    edoc: Command, folder: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EDOC_P12_PASSWORD")
    usual = ("sign", good, "-o", "out.edxml", "--p12", "leader.p12", "--at", AT)
    code, _, err = edoc(*usual)
    assert code == 2
    assert "EDOC_P12_PASSWORD" in err
    assert "--password-file" in err
    assert "không thể hỏi mật khẩu" in edoc(*usual, "--lang", "vi")[2]

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return PASSWORD

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("click.termui.hidden_prompt_func", answer)
    code, out, err = edoc(*usual, "--lang", "vi")
    assert (code, len(asked)) == (0, 1)
    assert "Mật khẩu của khóa" in asked[0] + err
    assert PASSWORD not in out + err


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ((), "say what to sign with, once"),
        (("--p12", "leader.p12", "--pkcs11", "x.so"), r"once: --p12, --key with --cert, or --pkcs11 (2 are given)"),
        (("--p12", "leader.p12", "--key-label", "x", "--pin-pad"), "--key-label, --pin-pad goes with --pkcs11"),
        (("--p12", "leader.p12", "--chain", "sub.crt"), "--chain goes with --pkcs11"),
        (("--key", "key.pem"), "--cert goes with --key"),
        (("--p12", "leader.p12", "--cert", "cert.pem"), "--cert goes with --key"),
        (("--pkcs11", "x.so", "--pin-pad", "--key-id", "xyz"), "'xyz' is no id of a key"),
        (("--p12", "leader.p12", "--as", "leader", "--page", "1"), "--as, --page: not for a file of this kind (edXML)"),
        (("--p12", "leader.p12", "--tsa", "tsa.ca.gov.vn"), "no address of a time-stamping authority"),
        (("--p12", "leader.p12", "--tsa", "http://a:b/"), "no address of a time-stamping authority"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    options: tuple[str, ...], why: str, edoc: Command, folder: Path, good: Path
) -> None:
    code, out, err = edoc("sign", good, "-o", "out.edxml", "--at", AT, *options)
    assert (code, out) == (2, "")
    assert why in err
    assert not (folder / "out.edxml").exists()


def test_the_leader_the_agency_and_the_annex_sign_as_the_decree_orders(
    edoc: Command, folder: Path, pki: DemoPki
) -> None:
    leader = ("--as", "leader", "--image", "signature.png", "--box", "330,200,480,260", "--page", "1")
    code, out, err = edoc("sign", "van-ban.pdf", "-o", "1.pdf", "--p12", "leader.p12", "--at", AT, *leader)
    assert (code, err) == (0, "")
    assert out == (
        "1.pdf: signed in the field Signature1, page 1, box 330,200,480,260; "
        "signed at 2026-03-02T08:00:00+07:00, the signer's claim\n"
    )
    seal = ("--as", "agency", "--image", "seal.png", "--over", "Signature1", "--diameter", "30")
    code, out, _ = edoc("sign", "1.pdf", "-o", "2.pdf", "--p12", "agency.p12", "--at", AT, *seal, "--lang", "vi")
    assert code == 0
    assert out.startswith("2.pdf: đã ký vào ô Signature2, trang 1, vị trí ")
    assert results_of(folder / "2.pdf", pki) == [("personal", "TOTAL_PASSED"), ("organisation", "TOTAL_PASSED")]
    annex = ("--as", "annex", "--number", "15/QĐ-UBND", "--reason", "Phụ lục", "--place", "Vĩnh Long", "--field", "PL")
    assert edoc("sign", "van-ban.pdf", "-o", "3.pdf", "--p12", "agency.p12", "--at", AT, *annex)[0] == 0
    assert results_of(folder / "3.pdf", pki) == [("organisation", "TOTAL_PASSED")]


@pytest.mark.parametrize(
    "options",
    [
        ("--as", "copy", "--agency", "Sở Nội vụ", "--copy-form", "Sao lục"),
        ("--as", "scan", "--agency", "Sở Nội vụ", "--image", "seal.png"),
    ],
)
def test_copies_and_scans_carry_what_the_acts_ask_for(options: tuple[str, ...], edoc: Command, folder: Path) -> None:
    code, out, err = edoc("sign", "van-ban.pdf", "-o", "out.pdf", "--p12", "agency.p12", "--at", AT, *options)
    assert (code, err) == (0, "")
    assert "page 1, box " in out


def test_without_an_appearance_nothing_is_seen(edoc: Command, folder: Path) -> None:
    code, out, _ = edoc("sign", "van-ban.pdf", "-o", "out.pdf", "--p12", "leader.p12", "--at", AT)
    assert code == 0
    assert "not seen on a page" in out


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--as", "annex"), "--as annex needs --number"),
        (("--as", "copy"), "--as copy needs --agency"),
        (
            ("--as", "leader", "--number", "15", "--copy-form", "x"),
            "--number, --copy-form does not go with --as leader",
        ),
        (("--number", "15"), "--number does not go with --as -"),
        (("--as", "leader", "--box", "1,2,3"), "'1,2,3' is no box"),
        (("--as", "leader", "--box", "5,5,1,9"), "'5,5,1,9' is no box"),
        (("--as", "leader", "--page", "0"), "--page"),
        (("--part", "x", "--replace"), "--part, --replace: not for a file of this kind (PDF)"),
        (("--as", "agency", "--image", "seal.png"), "there is no visible signature field"),
    ],
)
def test_an_appearance_that_is_not_whole_is_refused(
    options: tuple[str, ...], why: str, edoc: Command, folder: Path
) -> None:
    code, _, err = edoc("sign", "van-ban.pdf", "-o", "out.pdf", "--p12", "leader.p12", "--at", AT, *options)
    assert code == 2
    assert why in err
    assert not (folder / "out.pdf").exists()


def test_an_output_is_not_replaced_unless_told(edoc: Command, folder: Path) -> None:
    usual = ("sign", "van-ban.pdf", "-o", "van-ban.pdf", "--p12", "leader.p12", "--at", AT)
    assert edoc(*usual)[0] == 2
    assert edoc(*usual, "--force")[0] == 0
    assert (folder / "van-ban.pdf").read_bytes().startswith(pdf())


def test_what_signing_refuses_is_said_in_both_languages(edoc: Command, folder: Path, good: Path) -> None:
    usual = ("sign", good, "-o", "out.edxml", "--p12", "leader.p12", "--at", "2001-01-01T00:00:00")
    assert "not at 2001-01-01" in edoc(*usual)[2]
    assert "không có hiệu lực vào 01/01/2001 00:00:00" in edoc(*usual, "--lang", "vi")[2]
    assert edoc(*usual, "--allow-expired")[0] == 0


def test_standard_input_is_signed(edoc: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(pdf())

    monkeypatch.setattr("sys.stdin", Input())
    assert edoc("sign", "-", "-o", "out.pdf", "--p12", "leader.p12", "--at", AT)[0] == 0


@pytest.fixture
def token(folder: Path, pki: DemoPki, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token in software with two keys; gives the vendor's library."""
    keys = {
        "lanh-dao": library.SigningKey.of(pki.leader.key, pki.leader.certificate),
        "con-dau": library.SigningKey.of(pki.agency.key, pki.agency.certificate),
    }
    return soft_token(folder, monkeypatch, keys)


def test_keys_on_tokens_sign_packages_and_pdf_files(
    edoc: Command, folder: Path, good: Path, token: str, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDOC_PIN", PIN)
    leader = ("--pkcs11", token, "--token", TOKEN, "--key-label", "lanh-dao", "--chain", "sub.crt", "--at", AT)
    assert edoc("sign", good, "-o", "out.edxml", *leader)[0] == 0
    assert library.verify("out.edxml", policy=trusting(pki)).indication.value == "TOTAL_PASSED"
    box = ("--as", "leader", "--box", "330,200,480,260", "--image", "signature.png")
    assert edoc("sign", "van-ban.pdf", "-o", "1.pdf", *leader, *box)[0] == 0
    monkeypatch.delenv("EDOC_PIN")
    (folder / "pin").write_text(f"{PIN}\n")
    agency = ("--pkcs11", token, "--pin-file", "pin", "--key-id", "02", "--at", AT)
    assert edoc("sign", "1.pdf", "-o", "2.pdf", *agency, "--as", "agency", "--image", "seal.png")[0] == 0
    assert results_of(folder / "2.pdf", pki) == [("personal", "TOTAL_PASSED"), ("organisation", "TOTAL_PASSED")]


def test_a_pin_is_never_shown(edoc: Command, good: Path, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = ("sign", good, "-o", "out.edxml", "--pkcs11", token, "--at", AT)
    code, out, err = edoc(*usual, "--key-label", "con-dau")
    assert code == 2
    assert "EDOC_PIN" in err
    monkeypatch.setenv("PIN_CUA_TOI", "48151623")
    code, out, err = edoc(*usual, "--key-label", "con-dau", "--pin-env", "PIN_CUA_TOI")
    assert code == 2
    assert "48151623" not in out + err
    monkeypatch.setenv("PIN_CUA_TOI", PIN)
    code, out, err = edoc(*usual, "--pin-env", "PIN_CUA_TOI", "--lang", "vi")
    assert code == 2
    assert "con-dau (id 02); lanh-dao (id 01)" in err
    assert PIN not in out + err


def test_a_token_with_a_pad_is_not_given_a_pin(
    edoc: Command, folder: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, Any]] = []

    def from_pkcs11(_module: str, **how: Any) -> library.SigningKey:
        seen.append(how)
        return library.SigningKey.from_pem("key.pem", "cert.pem")

    monkeypatch.setattr(library.SigningKey, "from_pkcs11", from_pkcs11)
    usual = ("--pkcs11", "x.so", "--pin-pad", "--key-id", "a1:B2", "--at", AT)
    assert edoc("sign", good, "-o", "out.edxml", *usual)[0] == 0
    assert seen == [{"token": None, "pin": None, "label": None, "key_id": b"\xa1\xb2", "chain": ()}]


@pytest.fixture
def authority(pki: DemoPki) -> Iterator[str]:
    """A time-stamping authority behind an address of this machine."""
    tsa = DemoTsa(pki.tsa, DEMO_MOMENT)

    class Server(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            there = self.path == "/tsa" and self.headers["Content-Type"] == "application/timestamp-query"
            body = tsa.stamp(asked) if there else b""
            self.send_response(200 if there else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/tsa"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_time_stamp_is_asked_for_at_the_address_that_is_given(
    edoc: Command, folder: Path, good: Path, authority: str, pki: DemoPki
) -> None:
    usual = ("--p12", "leader.p12", "--at", AT, "--tsa", authority)
    assert edoc("sign", good, "-o", "out.edxml", *usual)[0] == 0
    (signature,) = library.verify("out.edxml", policy=trusting(pki)).signatures
    assert signature.time.proven == DEMO_MOMENT
    code, out, _ = edoc("sign", "van-ban.pdf", "-o", "out.pdf", *usual)
    assert code == 0
    assert "proven by a time stamp" in out
    code, _, err = edoc("sign", good, "-o", "no.edxml", *usual[:-1], f"{authority}/none")
    assert code == 2
    assert "the time-stamping authority did not answer" in err
    assert "answers 404" in err


def test_the_help_speaks_the_language_of_the_call(edoc: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Ký phong bì của gói tin" in edoc("--lang", "vi", "sign", "--help")[1]
    assert "Thư viện của hãng thiết bị" in edoc("--lang", "vi", "sign", "--help")[1]
    monkeypatch.setenv("EDOC_LANG", "en")
    assert "The library of the token's vendor" in edoc("sign", "--help")[1]


def test_limits_hold_for_pdf_files_too(edoc: Command, folder: Path) -> None:
    code, out, err = edoc(
        "sign", "van-ban.pdf", "-o", "1.pdf", "--p12", "leader.p12", "--at", AT, "--limit", "verified_bytes=100"
    )
    assert (code, out) == (1, "")
    assert "van-ban.pdf: the limit verified_bytes = 100 is exceeded" in err
    assert not (folder / "1.pdf").exists()
