"""Keys from files and tokens: opened, or refused with a reason that a person understands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from soft_token import TOKEN, soft_token
from throwaway import pdf

import edoc
from edoc import InputMissingError, SigningError, SigningKey, UsageError, sign_pdf
from edoc.testing import sample_package
from edoc.testing.pki import DEMO_MOMENT

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.testing.pki import DemoPki


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
    return soft_token(tmp_path, monkeypatch, {"lanh-dao": SigningKey.from_pkcs12(p12, "matkhau")})


def test_a_key_on_a_token_signs(token: str, pki: DemoPki) -> None:
    with SigningKey.from_pkcs11(token, token=TOKEN, pin="5678", label="lanh-dao") as key:
        assert key.certificate == pki.leader.certificate.public_bytes(Encoding.DER)
        signed = sign_pdf(pdf(), key, at=DEMO_MOMENT)
    assert b"/ByteRange" in signed.data
    key.close()


def test_the_only_key_needs_no_name_and_carries_the_chain_that_is_given(token: str, pki: DemoPki) -> None:
    with SigningKey.from_pkcs11(token, pin="5678", chain=[pki.sub.der]) as key:
        assert key.chain == (pki.sub.der,)
        package = edoc.sign(sample_package(1), key=key, at=DEMO_MOMENT)
        data = sign_pdf(pdf(), key, at=DEMO_MOMENT).data
    assert package.to_bytes().count(b"<ds:X509Certificate>") == 2
    assert pki.sub.der.hex().encode() in data.lower()


def test_a_key_is_found_by_its_id_where_there_are_several(
    pki: DemoPki, rsa_pki: DemoPki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {
        "lanh-dao": SigningKey.of(pki.leader.key, pki.leader.certificate),
        "con-dau": SigningKey.of(rsa_pki.agency.key, rsa_pki.agency.certificate),
    }
    module = soft_token(tmp_path, monkeypatch, keys)
    with SigningKey.from_pkcs11(module, pin="5678", key_id=b"\x02") as key:
        assert key.certificate == rsa_pki.agency.der
        assert edoc.sign(sample_package(1), key=key, at=DEMO_MOMENT).signature is not None
        assert sign_pdf(pdf(), key, at=DEMO_MOMENT).data
    with pytest.raises(SigningError, match=r"2 keys that can be seen.*lanh-dao \(id 01\)"):
        SigningKey.from_pkcs11(module, pin="5678")


def test_a_key_without_an_id_is_found_by_its_label() -> None:
    from edoc.signature.pkcs11_key import _only_key  # noqa: PLC0415 - of an extra

    class Session:
        def get_objects(self, wanted: object) -> list[dict[object, object]]:
            from pkcs11 import Attribute  # noqa: PLC0415 - of an extra

            return [{Attribute.LABEL: "lanh-dao", Attribute.ID: b""}]

    assert _only_key(Session()) == ("lanh-dao", None)


def test_a_token_with_keys_of_its_own_asks_for_the_pin_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    pkcs11 = pytest.importorskip("pkcs11")
    from edoc.signature import pkcs11_key  # noqa: PLC0415 - of an extra

    class PinPad:
        label = "x"
        flags = pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH | pkcs11.TokenFlag.TOKEN_INITIALIZED

        def get_token(self) -> object:
            return self

        def open(self, user_pin: object) -> object:
            return user_pin

    class Library:
        def get_slots(self, *, token_present: bool) -> list[object]:
            return [PinPad()] if token_present else []

    monkeypatch.setattr(pkcs11_key._pkcs11, "p11_lib", lambda _module: Library())
    assert pkcs11_key._session("x.so", None, None) is pkcs11.PROTECTED_AUTH
    assert pkcs11_key._session("x.so", None, "5678") == "5678"


def test_a_token_that_is_not_there_is_said(token: str) -> None:
    with pytest.raises(SigningError, match=r"0 tokens with the label khac .* there are: thiet-bi"):
        SigningKey.from_pkcs11(token, token="khac", pin="5678", label="lanh-dao")


@pytest.mark.parametrize(("pin", "label"), [("0000", "lanh-dao"), ("5678", "khong-co")])
def test_a_wrong_pin_or_label_is_said(token: str, pin: str, label: str) -> None:
    with pytest.raises(SigningError, match="key on the token cannot be used"):
        SigningKey.from_pkcs11(token, token=TOKEN, pin=pin, label=label)


def test_a_library_that_is_not_there_is_said(tmp_path: Path) -> None:
    pytest.importorskip("pkcs11")
    with pytest.raises(SigningError, match="token"):
        SigningKey.from_pkcs11(tmp_path / "none.so", label="x")


def test_without_the_extra_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "edoc.signature.pkcs11_key", raising=False)
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(UsageError, match=r"edoc\[pkcs11\]"):
        SigningKey.from_pkcs11("x.so", label="x")
