"""Read the attributes and the material that stand in a CMS signature."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from edoc.signature.moments import in_vietnam
from edoc.signature.pyhanko_names import cms, core, ocsp, parser, x509

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

__all__ = [
    "attribute",
    "certificates",
    "content_time_stamp_tokens",
    "has_signing_certificate",
    "revocation",
    "signing_time",
    "time_stamp_tokens",
    "unread",
]


def attribute(attributes: Any, name: str) -> Any:
    """Give the value of the attribute *name*; None when it is missing or there are several."""
    values = list(_values(attributes, name))
    return values[0] if len(values) == 1 else None


def _values(attributes: Any, name: str) -> Iterator[Any]:
    if isinstance(attributes, core.Void):
        return
    for entry in attributes:
        if entry["type"].native == name:
            yield from entry["values"]


def certificates(signed: Any) -> tuple[bytes, ...]:
    """Give the X.509 certificates that stand in a SignedData, DER, in their order."""
    held = () if isinstance(signed["certificates"], core.Void) else signed["certificates"]
    inside = [choice.chosen.dump() for choice in held if choice.name == "certificate"]
    for info in signed["signer_infos"]:  # certificate-values (ETSI EN 319 122-1, A.1.1.2)
        for value in _values(info["unsigned_attrs"], _CERTIFICATE_VALUES):
            with suppress(ValueError, TypeError):  # what is broken takes nothing from the signature
                inside += [entry.dump() for entry in core.SequenceOf.load(value.dump(), spec=x509.Certificate)]
    return tuple(dict.fromkeys(inside))


def signing_time(info: Any) -> dt.datetime | None:
    """Give the signing-time attribute (RFC 5652, 11.3): what the signer claims, in Vietnam's time."""
    value = attribute(info["signed_attrs"], "signing_time")
    return None if value is None else in_vietnam(value.native)


def has_signing_certificate(info: Any) -> bool:
    """Say whether the signature names its certificate by digest, so that no twin can take its place.

    ETSI EN 319 122-1, 5.2.2: signing-certificate or signing-certificate-v2 (RFC 5035).
    """
    names = ("signing_certificate", "signing_certificate_v2")
    return any(attribute(info["signed_attrs"], name) is not None for name in names)


def time_stamp_tokens(info: Any) -> tuple[bytes, ...]:
    """Give the signature time stamps (RFC 3161, Annex A), DER."""
    return tuple(value.dump() for value in _values(info["unsigned_attrs"], "signature_time_stamp_token"))


def content_time_stamp_tokens(info: Any) -> tuple[bytes, ...]:
    """Give the time stamps over the content that are signed along with it (ETSI EN 319 122-1, 5.2.8), DER."""
    return tuple(value.dump() for value in _values(info["signed_attrs"], "content_time_stamp"))


def unread(info: Any) -> tuple[str, ...]:
    """Name the attributes that nothing here looks at."""
    held = (info[name] for name in ("signed_attrs", "unsigned_attrs"))
    every = (entry for attributes in held if not isinstance(attributes, core.Void) for entry in attributes)
    names = [str(entry["type"].native) for entry in every]
    return tuple(_NAMES.get(name, name) for name in names if name not in _READ)


def revocation(signed: Any, info: Any) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Give the CRLs and the OCSP responses that stand in a signature, DER.

    RFC 5652, 10.2.1 (``crls``), the attribute of Adobe that many PDF signers write, and ``revocation-values``
    (ETSI EN 319 122-1, A.1.2.2).
    """
    crls: list[bytes] = []
    ocsps: list[bytes] = []
    if not isinstance(signed["crls"], core.Void):
        for choice in signed["crls"]:
            if choice.name == "crl":
                crls.append(choice.chosen.dump())
            elif choice.chosen["other_rev_info_format"].native == "ocsp_response":
                ocsps.append(choice.chosen["other_rev_info"].dump())
    for archive in _values(info["signed_attrs"], "adobe_revocation_info_archival"):
        crls.extend(entry.dump() for entry in archive["crl"] or ())
        ocsps.extend(entry.dump() for entry in archive["ocsp"] or ())
    for value in _values(info["unsigned_attrs"], _REVOCATION_VALUES):
        for tag, held in _parts(value.dump()):
            if tag == 0:
                crls.extend(entry.dump() for entry in core.SequenceOf.load(held, spec=cms.CertificateList))
            elif tag == 1:
                basic = core.SequenceOf.load(held, spec=ocsp.BasicOCSPResponse)
                ocsps.extend(_response(entry.dump()) for entry in basic)
    return tuple(crls), tuple(ocsps)


def _parts(sequence: bytes) -> Iterator[tuple[int, bytes]]:
    """Give tag and contents of each element of a SEQUENCE; asn1crypto does not know this one."""
    rest = parser.parse(sequence)[4]
    while rest:
        _, _, tag, header, held, trailer = parser.parse(rest)
        yield tag, held
        rest = rest[len(header) + len(held) + len(trailer) :]


_REVOCATION_VALUES: Final = "1.2.840.113549.1.9.16.2.24"
_CERTIFICATE_VALUES: Final = "1.2.840.113549.1.9.16.2.23"
#: What is read here or by pyHanko, and what says nothing about the signature: what its maker's mail program can do.
_READ: Final = frozenset(
    {
        "content_type",
        "message_digest",
        "signing_time",
        "signing_certificate",
        "signing_certificate_v2",
        "cms_algorithm_protection",
        "content_time_stamp",
        "signature_time_stamp_token",
        "adobe_revocation_info_archival",
        "smime_capabilities",
        _CERTIFICATE_VALUES,
        _REVOCATION_VALUES,
    }
)
#: ETSI EN 319 122-1, Annexes A and D: what asn1crypto has no names for.
_NAMES: Final = {
    "1.2.840.113549.1.9.16.2.21": "complete-certificate-references",
    "1.2.840.113549.1.9.16.2.22": "complete-revocation-references",
    "1.2.840.113549.1.9.16.2.25": "CAdES-C-timestamp",
    "1.2.840.113549.1.9.16.2.26": "time-stamped-certs-crls-references",
    "1.2.840.113549.1.9.16.2.27": "archive-time-stamp",
    "1.2.840.113549.1.9.16.2.48": "archive-time-stamp-v2",
    "0.4.0.1733.2.4": "archive-time-stamp-v3",
}


def _response(basic: bytes) -> bytes:
    """Put a BasicOCSPResponse into the envelope that every other place has it in (RFC 6960, 4.2.1)."""
    held = {"response_type": "basic_ocsp_response", "response": core.ParsableOctetString(basic)}
    return bytes(ocsp.OCSPResponse({"response_status": "successful", "response_bytes": held}).dump())
