"""Certificates, CRLs and OCSP responses out of files, whatever their form; one clear error for what is none."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs7, pkcs12

from edoc.errors import CertificateError, InputError, InputMissingError
from edoc.signature import certificate_file
from edoc.signature.asn1 import _elements
from edoc.signature.certificate_file import certificates_in, read_certificates
from edoc.signature.pkcs12 import is_pkcs12, pkcs12_certificates
from edoc.signature.revocation_file import read_crls, read_ocsps

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.testing.pki import DemoPki


def bundles(pki: DemoPki) -> dict[str, bytes]:
    pair = [pki.sub.certificate, pki.root.certificate]
    return {
        "PEM": pki.sub.pem + pki.root.pem,
        "PEM with words between": b"bag attributes\n" + pki.sub.pem + b"\n\nmore\n" + pki.root.pem + b"end",
        "PEM with a key between": pki.sub.pem + pki.sub.key_pem + pki.root.pem,
        "PKCS#7 in DER": pkcs7.serialize_certificates(pair, Encoding.DER),
        "PKCS#7 in PEM": pkcs7.serialize_certificates(pair, Encoding.PEM),
    }


@pytest.mark.parametrize("form", ["PEM", "PEM with words between"])
def test_pem_is_read_whatever_stands_around_it(pki: DemoPki, form: str) -> None:
    assert certificates_in(bundles(pki)[form]) == (pki.sub.der, pki.root.der)


@pytest.mark.parametrize("form", ["PEM with a key between", "PKCS#7 in DER", "PKCS#7 in PEM"])
def test_several_certificates_are_read_from_any_bundle(pki: DemoPki, form: str) -> None:
    assert set(certificates_in(bundles(pki)[form])) == {pki.sub.der, pki.root.der}


@pytest.mark.parametrize("blanks", [b"", b"\n", b"\r\n \t", b"\x00"])
def test_der_and_bare_base64_are_read_with_blanks_behind(pki: DemoPki, blanks: bytes) -> None:
    assert certificates_in(pki.leader.der + blanks) == (pki.leader.der,)
    if blanks != b"\x00":
        assert certificates_in(base64.encodebytes(pki.leader.der) + blanks) == (pki.leader.der,)


def test_each_certificate_of_a_file_is_there_once(pki: DemoPki) -> None:
    assert read_certificates(pki.sub.pem * 3) == (pki.sub.der,)


@pytest.mark.shared
def test_the_very_bytes_are_kept_even_where_the_parser_would_write_others(shared: Path) -> None:
    """The unused bits of a unique identifier are lost in asn1crypto's hands."""
    der = (shared / "vectors" / "nist-pkits" / "certs" / "UIDCACert.crt").read_bytes()

    assert certificates_in(der) == (der,)
    assert tuple(_elements(der + der)) == (der, der)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"no certificate!", "neither a certificate nor PKCS#7"),
        (b"\x30\x82", "neither a certificate nor PKCS#7"),
        (b"\x30\x80\x00\x00", "neither a certificate nor PKCS#7"),
        (b"\x30\x85\x00", "neither a certificate nor PKCS#7"),
        (b"\x30\x03\x02\x01\x05", r"not a certificate \(5 bytes\)"),
        (b"MIIFqTCCBJG", "the base64 is broken"),
        (b"-----BEGIN CERTIFICATE-----\nMIIF\n", "a PEM block begins and does not end"),
        (b"-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n", "the base64 is broken"),
        (b"-----BEGIN DH PARAMETERS-----\nMIIF\n-----END DH PARAMETERS-----\n", "no certificate, but DH PARAMETERS"),
        (b"\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", "not a certificate"),
    ],
)
def test_what_is_no_certificate_is_one_clear_error(data: bytes, said: str) -> None:
    with pytest.raises(CertificateError, match=said):
        certificates_in(data)


def test_a_truncated_certificate_says_how_much_is_there(pki: DemoPki) -> None:
    size = len(pki.leader.der)
    with pytest.raises(CertificateError, match=f"truncated: it says {size} bytes, {size - 9} are there"):
        certificates_in(pki.leader.der[:-9])


def test_something_behind_a_certificate_is_not_passed_over(pki: DemoPki) -> None:
    with pytest.raises(CertificateError, match="5 bytes stand behind the certificate"):
        certificates_in(pki.leader.der + b"extra")


def test_a_pkcs7_without_certificates_and_one_that_is_cut_are_told(pki: DemoPki) -> None:
    empty = cms.SignedData(
        {"version": "v1", "digest_algorithms": [], "encap_content_info": {"content_type": "data"}, "signer_infos": []}
    )
    with pytest.raises(CertificateError, match="a PKCS#7 without certificates"):
        certificates_in(cms.ContentInfo({"content_type": "signed_data", "content": empty}).dump())
    bundle = bytearray(bundles(pki)["PKCS#7 in DER"])
    place = bundle.index(pki.sub.der[:8])
    bundle[place + 1 : place + 4] = b"\x83\xff\xff"
    with pytest.raises(CertificateError):
        certificates_in(bytes(bundle))


def test_other_things_among_the_certificates_of_a_pkcs7_are_passed_over(pki: DemoPki) -> None:
    bundle = pkcs7.serialize_certificates([pki.sub.certificate], Encoding.DER)
    assert certificates_in(bundle) == (pki.sub.der,)

    assert list(_elements(b"\xa1\x02\x05\x00" + pki.sub.der)) == [pki.sub.der]


def test_a_file_that_is_far_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificate_file, "_MOST_BYTES", 10)
    path = tmp_path / "large.crt"
    path.write_bytes(b"x" * 11)
    with pytest.raises(InputError, match="larger than 10 bytes: no file of certificates"):
        read_certificates(path)


def test_a_folder_in_place_of_a_file_of_lists_and_a_missing_one(pki: DemoPki, tmp_path: Path) -> None:
    (tmp_path / "a.crl").write_bytes(pki.crl("sub"))
    (tmp_path / "b.txt").write_bytes(b"nothing")
    (tmp_path / "c.crl").write_bytes(
        b"-----BEGIN X509 CRL-----\n" + base64.encodebytes(pki.crl("root")) + b"-----END X509 CRL-----\n"
    )

    assert read_crls(tmp_path) == (pki.crl("sub"), pki.crl("root"))
    assert read_crls(tmp_path / "c.crl") == (pki.crl("root"),)
    with pytest.raises(InputMissingError):
        read_crls(tmp_path / "none.crl")


def test_ocsp_responses_are_read_as_der_and_base64(pki: DemoPki) -> None:
    answer = pki.ocsp(pki.leader)

    assert read_ocsps(answer) == read_ocsps(base64.encodebytes(answer)) == (answer,)


@pytest.mark.parametrize("read", [read_crls, read_ocsps])
def test_what_is_no_list_and_no_answer_is_one_clear_error(pki: DemoPki, read: type[object]) -> None:
    with pytest.raises(CertificateError, match="cannot be read"):
        read(pki.leader.der)  # type: ignore[call-arg]  # both functions take a source
    with pytest.raises(CertificateError, match=r"no .*, but CERTIFICATE"):
        read(pki.leader.pem)  # type: ignore[call-arg]  # likewise


# --- PKCS#12 -----------------------------------------------------------------------------------------


def test_the_certificates_of_a_pkcs12_file_are_read_with_its_password(pki: DemoPki) -> None:
    data = pki.leader.pkcs12("bí mật")

    assert is_pkcs12(data)
    assert not is_pkcs12(pki.leader.der)
    assert pkcs12_certificates(data, "bí mật") == (pki.leader.der, pki.sub.der)


@pytest.mark.parametrize("data", [b"\x30\x05\x02\x01\x03\x30\x00", b""])
def test_a_wrong_password_or_a_broken_file_is_told(pki: DemoPki, data: bytes) -> None:
    with pytest.raises(CertificateError, match=r"leader\.p12: wrong password, or no PKCS#12"):
        pkcs12_certificates(data or pki.leader.pkcs12(), "wrong", "leader.p12")


def test_a_pkcs12_file_with_a_key_alone_has_no_certificate(pki: DemoPki) -> None:
    data = pkcs12.serialize_key_and_certificates(b"key", pki.leader.key, None, None, NoEncryption())
    with pytest.raises(CertificateError, match="without certificates"):
        pkcs12_certificates(data, "")
