"""Keys from files and tokens: opened, or refused with a reason that a person understands."""

from __future__ import annotations

import builtins
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from throwaway import pdf

from edoc import InputMissingError, SigningError, SigningKey, UsageError, sign_pdf
from edoc.testing.pki import DEMO_MOMENT

if TYPE_CHECKING:
    from edoc.testing.pki import DemoPki

SOFTHSM = next(
    (
        path
        for path in ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
        if Path(path).is_file()
    ),
    None,
)


@pytest.fixture
def p12(pki: DemoPki, tmp_path: Path) -> Path:
    leader = pki.leader
    data = serialize_key_and_certificates(
        b"leader", leader.key, leader.certificate, [pki.sub.certificate], BestAvailableEncryption(b"matkhau")
    )
    path = tmp_path / "leader.p12"
    path.write_bytes(data)
    return path


def test_a_pkcs12_file_gives_key_and_certificates(p12: Path, pki: DemoPki) -> None:
    key = SigningKey.from_pkcs12(p12, "matkhau")
    assert key.certificate == pki.leader.certificate.public_bytes(Encoding.DER)
    assert key.chain == (pki.sub.certificate.public_bytes(Encoding.DER),)
    assert SigningKey.from_pkcs12(p12.read_bytes(), b"matkhau").certificate == key.certificate
    assert "2 certificates" in repr(key)


def test_a_wrong_password_is_said(p12: Path) -> None:
    with pytest.raises(SigningError, match="PKCS#12"):
        SigningKey.from_pkcs12(p12, "khac")
    with pytest.raises(SigningError, match="PKCS#12"):
        SigningKey.from_pkcs12(p12)


def test_a_pkcs12_file_without_a_key_is_refused(pki: DemoPki) -> None:
    empty = serialize_key_and_certificates(b"x", None, None, [pki.sub.certificate], NoEncryption())
    with pytest.raises(SigningError, match="no private key"):
        SigningKey.from_pkcs12(empty)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match=r"none\.p12"):
        SigningKey.from_pkcs12(tmp_path / "none.p12")


def test_pem_files_give_key_and_certificates(pki: DemoPki, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_bytes(pki.leader.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    certificates = b"".join(entry.public_bytes(Encoding.PEM) for entry in (pki.leader.certificate, pki.sub.certificate))
    opened = SigningKey.from_pem(key, certificates)
    assert opened.certificate == pki.leader.certificate.public_bytes(Encoding.DER)
    assert len(opened.chain) == 1
    with pytest.raises(SigningError, match="PEM"):
        SigningKey.from_pem(b"nonsense", certificates)


def test_a_key_that_is_not_the_certificate_s_is_refused(pki: DemoPki) -> None:
    with pytest.raises(SigningError, match="not the one of the certificate"):
        SigningKey.of(pki.agency.key, pki.leader.certificate)


def test_closing_a_key_of_a_file_does_nothing(p12: Path) -> None:
    with SigningKey.from_pkcs12(p12, "matkhau") as key:
        pass
    assert sign_pdf(pdf(), key, at=DEMO_MOMENT).data


@pytest.fixture
def token(p12: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token in software with the leader's key on it."""
    if SOFTHSM is None or shutil.which("softhsm2-util") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("softhsm2 is missing: .ci/run installs it")
        pytest.skip("softhsm2 is not installed (Debian: softhsm2)")
    store = tmp_path / "tokens"
    store.mkdir()
    configuration = tmp_path / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {store}\nobjectstore.backend = file\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    initialise = ["softhsm2-util", "--init-token", "--free", "--label", "con-dau", "--so-pin", "1234", "--pin", "5678"]
    subprocess.run(initialise, check=True, capture_output=True)
    _put_on_token(SigningKey.from_pkcs12(p12, "matkhau"), SOFTHSM)
    return SOFTHSM


def _put_on_token(key: SigningKey, module: str) -> None:
    import pkcs11  # noqa: PLC0415 - of an extra
    from pkcs11.util.ec import decode_ec_private_key  # noqa: PLC0415 - likewise
    from pkcs11.util.x509 import decode_x509_certificate  # noqa: PLC0415 - likewise

    library: Any = pkcs11.lib(module)
    library.reinitialize()
    with library.get_token(token_label="con-dau").open(user_pin="5678", rw=True) as session:
        common = {pkcs11.Attribute.LABEL: "lanh-dao", pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: b"1"}
        private = decode_ec_private_key(_ec_private(key))
        session.create_object(private | common | {pkcs11.Attribute.SIGN: True})
        session.create_object(decode_x509_certificate(key.certificate) | common)


def _ec_private(key: SigningKey) -> bytes:
    private = load_der_private_key(key.signer.signing_key.dump(), None)
    return private.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def test_a_key_on_a_token_signs(token: str, pki: DemoPki) -> None:
    with SigningKey.from_pkcs11(token, token="con-dau", pin="5678", label="lanh-dao") as key:
        assert key.certificate == pki.leader.certificate.public_bytes(Encoding.DER)
        signed = sign_pdf(pdf(), key, at=DEMO_MOMENT)
    assert b"/ByteRange" in signed.data
    key.close()


@pytest.mark.parametrize(("pin", "label"), [("0000", "lanh-dao"), ("5678", "khong-co")])
def test_a_wrong_pin_or_label_is_said(token: str, pin: str, label: str) -> None:
    with pytest.raises(SigningError, match="key on the token cannot be used"):
        SigningKey.from_pkcs11(token, token="con-dau", pin=pin, label=label)


def test_a_library_that_is_not_there_is_said(tmp_path: Path) -> None:
    pytest.importorskip("pkcs11")
    with pytest.raises(SigningError, match="token"):
        SigningKey.from_pkcs11(tmp_path / "none.so", label="x")


def test_without_the_extra_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import_ = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "pyhanko.sign" and "pkcs11" in (args[2] or ()):
            raise ImportError(name)
        return import_(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=r"edoc\[pkcs11\]"):
        SigningKey.from_pkcs11("x.so", label="x")
