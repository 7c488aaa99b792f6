"""The only place that parses ASN.1: certificates and PKCS#7, whole or not at all.

asn1crypto parses lazily and raises whatever comes up when a field is first looked at: ValueError, TypeError, KeyError,
AttributeError, even UnboundLocalError. So everything that is read later is looked at once here, and a certificate that
gets through can be read without fear.
"""
# asn1crypto has no types of its own; what leaves this module is typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from edoc.errors import CertificateError
from edoc.signature.asn1_classes import cms, core, crl, ocsp, x509

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "EDWARDS",
    "bundle",
    "certificate",
    "digest_of",
    "key_size",
    "load_crl",
    "load_ocsp",
    "ocsp_request",
    "oddity",
    "parsed",
]

#: Sizes of keys on Edwards curves (RFC 8410).
EDWARDS: Final = {"ed25519": 256, "ed448": 456}
#: Extensions and parts of RFC 5280 that are read later.
_PARTS: Final = (
    "serial_number",
    "self_issued",
    "critical_extensions",
    "key_usage_value",
    "extended_key_usage_value",
    "basic_constraints_value",
    "certificate_policies_value",
    "policy_mappings_value",
    "policy_constraints_value",
    "inhibit_any_policy_value",
    "name_constraints_value",
    "crl_distribution_points_value",
    "authority_information_access_value",
    "subject_alt_name_value",
    "issuer_alt_name_value",
    "freshest_crl_value",
    "key_identifier",
    "authority_key_identifier",
    "authority_issuer_serial",
    "ocsp_no_check_value",
    "not_valid_before",
    "not_valid_after",
    "issuer_serial",
)


def certificate(der: bytes, name: str = "certificate") -> bytes:
    """Give *der* back if it is one whole certificate; blanks behind it are left away.

    Raises:
        CertificateError: It is none.
    """
    trimmed = _trimmed(der, name)
    parsed(trimmed, name)
    return trimmed


def parsed(der: bytes, name: str = "certificate") -> Any:
    """Parse a certificate and look at every part of it.

    Raises:
        CertificateError: It is none.
    """
    trimmed = _trimmed(der, name)
    try:
        loaded = x509.Certificate.load(trimmed, strict=True)
        _look_at(loaded)
    except Exception as error:  # noqa: BLE001 - see above: whatever comes up
        raise CertificateError(f"{name}: {_why_not(trimmed, error)}") from None
    return loaded


def _look_at(loaded: Any) -> None:
    for part in _PARTS:
        value: Any = getattr(loaded, part)
        if value is not None and not isinstance(value, (bool, int, bytes, set, dt.datetime)):
            _ = value.native
    for party in (loaded.subject, loaded.issuer):
        _ = (party.native, party.hashable)
    _ = (loaded.public_key.native, key_size(loaded.public_key), loaded["signature_algorithm"].native)
    body = loaded["tbs_certificate"]
    _ = (loaded["signature_value"].native, body["signature"].native, body["version"].native)
    _ = [extension["extn_id"].dotted for extension in body["extensions"] or ()]


def digest_of(algorithm: Any) -> str | None:
    """Give the digest of a signature algorithm, also where its parameters say it (RSASSA-PSS); None without one."""
    try:
        return str(algorithm.hash_algo)
    except ValueError:  # EdDSA, and what nobody knows
        return None


def oddity(loaded: Any) -> str | None:
    """Say what makes a certificate one that no authority issues, though its signature may fit; None for nothing.

    Both would let one certificate have several forms, and certvalidator does not ask (RFC 5280, 4.1.1.2 and 4.1.1.3).
    """
    if loaded["tbs_certificate"]["signature"].native != loaded["signature_algorithm"].native:
        return "the algorithm that it is signed with stands in it twice, and differs"
    if loaded["signature_value"].contents[:1] != b"\x00":
        return "its signature is no whole number of bytes"
    return None


def key_size(public_key: Any) -> int | None:
    """Give the size of a key in bits; None for a DSA key that inherits its parameters (RFC 3279, 2.3.2)."""
    name = str(public_key.algorithm)
    if name in EDWARDS:  # the parser falls over them
        return EDWARDS[name]
    if name == "dsa" and public_key["algorithm"]["parameters"].native is None:
        return None
    return int(public_key.bit_size)


def bundle(data: bytes, name: str = "certificate") -> tuple[bytes, ...]:
    """Give the certificates of DER that is a certificate or a PKCS#7 with certificates.

    Raises:
        CertificateError: It is neither, or holds none.
    """
    trimmed = _trimmed(data, name)
    if not _is_pkcs7(trimmed):
        return (certificate(trimmed, name),)
    try:
        signed = cms.ContentInfo.load(trimmed, strict=True)["content"]
        found = tuple(_elements(signed["certificates"].contents or b""))
    except Exception as error:  # noqa: BLE001 - likewise
        raise CertificateError(f"{name}: {_why_not(trimmed, error)}") from None
    if not found:
        raise CertificateError(f"{name}: a PKCS#7 without certificates")
    return tuple(certificate(entry, name) for entry in found)


def _elements(content: bytes) -> Iterator[bytes]:
    """Give the certificates among CertificateChoices, as they stand there: ``dump`` may give other bytes."""
    place = 0
    while place < len(content):
        length = _declared(content[place:], first=content[place])
        if length is None or place + length > len(content):
            raise ValueError("the set of certificates is cut")
        if content[place] == 0x30:  # the others are old forms and attribute certificates, with tags of their own
            yield content[place : place + length]
        place += length


def _is_pkcs7(data: bytes) -> bool:
    """Look for the object identifier of signedData at the start (RFC 5652, section 3)."""
    return b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" in data[:24]


def _trimmed(data: bytes, name: str) -> bytes:
    """Leave away blanks behind the DER; refuse what is cut."""
    length = _declared(data)
    if length is None:
        raise CertificateError(f"{name}: neither a certificate nor PKCS#7, in PEM or DER")
    if length > len(data):
        raise CertificateError(f"{name}: truncated: it says {length} bytes, {len(data)} are there")
    rest = data[length:]
    if rest.strip(b"\r\n\t \x00"):
        raise CertificateError(f"{name}: {len(rest)} bytes stand behind the certificate")
    return data[:length]


def _declared(data: bytes, first: int = 0x30) -> int | None:
    """Give the length that the outer element declares, header included (X.690, 8.1.3)."""
    if len(data) < 2 or data[0] != first:
        return None
    short = data[1]
    if short < 0x80:
        return 2 + short
    octets = short & 0x7F
    if not 1 <= octets <= 4 or len(data) < 2 + octets:
        return None
    return 2 + octets + int.from_bytes(data[2 : 2 + octets], "big")


def _why_not(data: bytes, error: Exception) -> str:
    """Say in one line why bytes are no certificate."""
    said = " ".join(str(error).split())[:200] or type(error).__name__
    return f"not a certificate ({len(data)} bytes): {said}"


def load_crl(der: bytes) -> Any:
    """Parse a CRL and look at what is read later, but for the entries, which may be very many.

    Raises:
        ValueError: It is none; likewise TypeError and what else asn1crypto raises.
    """
    loaded = crl.CertificateList.load(der, strict=True)
    body = loaded["tbs_cert_list"]
    _ = (loaded.issuer.hashable, body["this_update"].native, body["next_update"].native)
    _ = (loaded["signature_algorithm"].native, loaded["signature"].native, loaded.critical_extensions)
    for extension in body["crl_extensions"] or ():
        _ = extension["extn_value"].native
    return loaded


def load_ocsp(der: bytes) -> Any:
    """Parse an OCSP response that says something, and look at every part of it.

    Raises:
        ValueError: It is none, or says that the responder could not answer; likewise what else asn1crypto raises.
    """
    loaded = ocsp.OCSPResponse.load(der, strict=True)
    status = loaded["response_status"].native
    if status != "successful":
        raise ValueError(f"the responder answered {status}")
    basic = loaded["response_bytes"]["response"].parsed
    _ = basic.native
    if not len(basic["tbs_response_data"]["responses"]):
        raise ValueError("an OCSP response without an answer")
    return loaded


def ocsp_request(subject: Any, issuer: Any) -> bytes:
    """Ask about a certificate, in DER (RFC 6960, 4.1); SHA-1 names the issuer here, which every responder knows."""
    identifier = {
        "hash_algorithm": {"algorithm": "sha1"},
        "issuer_name_hash": subject.issuer.sha1,
        "issuer_key_hash": issuer.public_key.sha1,
        "serial_number": subject.serial_number,
    }
    asked = {"tbs_request": {"request_list": [{"req_cert": identifier}]}}
    return bytes(ocsp.OCSPRequest(asked).dump())


def load_moment(der: bytes) -> dt.datetime:
    """Parse a GeneralizedTime.

    Raises:
        ValueError: It is none; likewise TypeError.
    """
    moment = core.GeneralizedTime.load(der, strict=True).native
    if not isinstance(moment, dt.datetime):  # the year 0
        raise TypeError("a GeneralizedTime without a moment")
    return moment
