"""A certificate in words: who, from whom, for what, until when. Nothing here says that it is genuine.

Circular 15/2025/TT-BKHCN, Article 6 (what has to be shown of a signer), RFC 5280, RFC 4514 (names as text).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from edoc.signature.authorities import TrustGroup, by_pin
from edoc.signature.axes import Certificate, Signer
from edoc.signature.moments import in_vietnam

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.signature.model import Role
    from edoc.signature.said import Said

__all__ = ["CertificateFacts", "distinguished_name", "facts_of", "read_certificate", "role_of", "signer_of"]

#: ``userId``: where Vietnamese certificates carry CMND, CCCD, HC (passport), MST, a budget-unit code.
_UID: Final = "0.9.2342.19200300.100.1.1"
#: Short names of RFC 4514 and those in use beside it.
_SHORT: Final = {
    "2.5.4.3": "CN",
    "2.5.4.4": "SN",
    "2.5.4.5": "serialNumber",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.9": "STREET",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.12": "title",
    "2.5.4.42": "GN",
    "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "emailAddress",
    _UID: "UID",
}
#: The bits of keyUsage in the order of RFC 5280, 4.2.1.3, in the words of the parser.
_KEY_USAGES: Final = (
    "digital_signature",
    "non_repudiation",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
#: The arc of Netscape's extensions, which authorities of the first generation still write.
_NETSCAPE: Final = "2.16.840.1.113730.1."
#: Names of Ban Cơ yếu Chính phủ as they stand in certificates of both generations, without accents.
_STATE_ISSUER: Final = "ban co yeu chinh phu"


class CertificateFacts(Certificate):
    """What a certificate says of itself.

    Args:
        version: 1, 2 or 3.
        common_name: CN of the subject.
        organization: O of the subject.
        units: OU of the subject, each.
        locality: L or ST of the subject.
        title: The position that the subject names.
        identifiers: Every UID of the subject (``CCCD:001180000001``).
        emails: From the subject and its alternative names.
        key_algorithm: ``rsa``, ``ec``, ``dsa``...
        key_bits: Size of the key.
        curve: Name of the curve of an elliptic key.
        signature_algorithm: What its issuer signed it with (``sha256_rsa``).
        signature_digest: The digest that this uses; None without one (EdDSA).
        is_authority: Whether it may issue certificates.
        path_length: How many authorities may stand below it; None for no limit.
        self_issued: Whether subject and issuer are the same.
        key_usage: What the key is for (``digital_signature``, ``non_repudiation``...); empty when not said.
        extended_key_usage: Further purposes; empty when not said.
        policies: Object identifiers of the certificate policies.
        crl_addresses: Where its CRLs are published.
        ocsp_addresses: Where its OCSP responder is.
        issuer_addresses: Where its issuer's certificate is published.
        netscape: Object identifiers of Netscape extensions.
        known_as: Key of the well-known authority that it is (by its pin); None for others.
        issuer_group: Whose authority its issuer says to be: a hint, never a proof.
    """

    version: int = 3
    common_name: str | None = None
    organization: str | None = None
    units: tuple[str, ...] = ()
    locality: str | None = None
    title: str | None = None
    identifiers: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    key_algorithm: str = ""
    key_bits: int | None = None
    curve: str | None = None
    signature_algorithm: str = ""
    signature_digest: str | None = None
    is_authority: bool = False
    path_length: int | None = None
    self_issued: bool = False
    key_usage: tuple[str, ...] = ()
    extended_key_usage: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    crl_addresses: tuple[str, ...] = ()
    ocsp_addresses: tuple[str, ...] = ()
    issuer_addresses: tuple[str, ...] = ()
    netscape: tuple[str, ...] = ()
    known_as: str | None = None
    issuer_group: TrustGroup | None = None

    @property
    def brief(self) -> Certificate:
        """The part that results carry."""
        return Certificate.model_validate({name: getattr(self, name) for name in Certificate.model_fields})


def read_certificate(der: bytes) -> CertificateFacts:
    """Read a certificate.

    Args:
        der: Its bytes.

    Raises:
        CertificateError: They are no certificate, or a broken one.

    Example:
        >>> from edoc.testing.pki import DemoPki
        >>> facts = read_certificate(DemoPki(keys="ec").leader.der)
        >>> facts.common_name, facts.identifiers, facts.key_usage
        ('Trần Thị Mẫu', ('CCCD:001180000001',), ('digital_signature', 'non_repudiation'))
    """
    from edoc.signature.asn1 import parsed  # noqa: PLC0415 - 60 ms that only readers of certificates pay

    return facts_of(parsed(der), der)


def facts_of(loaded: Any, der: bytes) -> CertificateFacts:
    """Put a parsed certificate into words; see `edoc.signature.asn1.parsed`.

    Args:
        loaded: The certificate.
        der: The bytes that it came in.
    """
    from edoc.signature.asn1 import digest_of, key_size  # noqa: PLC0415 - likewise

    subject = _attributes(loaded.subject)
    public_key = loaded.public_key
    constraints = loaded.basic_constraints_value
    constraints = None if constraints is None else constraints.native
    sha256 = hashlib.sha256(der).hexdigest()
    known = by_pin(sha256)
    version = {"v1": 1, "v2": 2}.get(str(loaded["tbs_certificate"]["version"].native), 3)
    issuer = distinguished_name(loaded.issuer)
    return CertificateFacts(
        subject=distinguished_name(loaded.subject),
        issuer=issuer,
        serial_number=f"{loaded.serial_number:x}",
        sha256=sha256,
        not_before=in_vietnam(loaded.not_valid_before),
        not_after=in_vietnam(loaded.not_valid_after),
        version=version,
        common_name=_first(subject, "2.5.4.3"),
        organization=_first(subject, "2.5.4.10"),
        units=tuple(subject.get("2.5.4.11", ())),
        locality=_first(subject, "2.5.4.7") or _first(subject, "2.5.4.8"),
        title=_first(subject, "2.5.4.12"),
        identifiers=tuple(subject.get(_UID, ())),
        emails=tuple(dict.fromkeys((*subject.get("1.2.840.113549.1.9.1", ()), *_alternative_mails(loaded)))),
        key_algorithm=str(public_key.algorithm),
        key_bits=key_size(public_key),
        curve=str(public_key.curve[1]) if public_key.algorithm == "ec" else None,
        signature_algorithm=str(loaded["signature_algorithm"]["algorithm"].native),
        signature_digest=digest_of(loaded["signature_algorithm"]),
        is_authority=bool(constraints["ca"]) if constraints else version == 1 and bool(loaded.self_issued),
        path_length=constraints["path_len_constraint"] if constraints else None,
        self_issued=bool(loaded.self_issued),
        key_usage=_in_order(loaded.key_usage_value),
        extended_key_usage=tuple(loaded.extended_key_usage_value.native) if loaded.extended_key_usage_value else (),
        policies=_policies(loaded),
        crl_addresses=_points(loaded),
        ocsp_addresses=_access(loaded, "ocsp"),
        issuer_addresses=_access(loaded, "ca_issuers"),
        netscape=tuple(oid for oid in _extension_ids(loaded) if oid.startswith(_NETSCAPE)),
        known_as=known.key if known is not None else None,
        issuer_group=TrustGroup.STATE if _STATE_ISSUER in plain(issuer) else None,
    )


def signer_of(facts: CertificateFacts) -> Signer:
    """Put a certificate into the terms of the axis of the signer."""
    return Signer.model_validate(
        {name: getattr(facts, name) for name in Certificate.model_fields}
        | {
            "name": facts.common_name,
            "organization": facts.organization,
            "unit": ", ".join(facts.units) or None,
            "identifier": ", ".join(facts.identifiers) or None,
            "email": ", ".join(facts.emails) or None,
        }
    )


def role_of(facts: CertificateFacts) -> tuple[Role, Said]:
    """Say whose certificate it is, a person's or an organisation's, and why that is thought.

    See `edoc.signature.holder`: identifiers first, then names; `Role.UNKNOWN` when unsure.
    """
    from edoc.signature.holder import judge_holder  # noqa: PLC0415 - tables that only this question needs

    return judge_holder(facts)


def distinguished_name(name: Any) -> str:
    """Write a name as text of RFC 4514: the last attribute first."""
    parts = ["+".join(f"{_SHORT.get(oid, oid)}={_escaped(value)}" for oid, value in _rdn(rdn)) for rdn in name.chosen]
    return ",".join(reversed(parts))


def plain(text: str) -> str:
    """Give a text without accents and in small letters, for comparing names of two generations.

    >>> plain("Ban Cơ yếu Chính phủ")
    'ban co yeu chinh phu'
    """
    import unicodedata  # noqa: PLC0415 - for comparing alone

    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _rdn(rdn: Any) -> Iterator[tuple[str, str]]:
    for pair in rdn:
        yield str(pair["type"].dotted), str(pair["value"].native)


def _escaped(value: str) -> str:
    r"""Escape as RFC 4514, section 2.4.

    >>> _escaped('a,b"c ')
    'a\\,b\\"c\\ '
    """
    escaped = "".join(f"\\{letter}" if letter in ',+"\\<>;' else letter for letter in value)
    if escaped[:1] in {" ", "#"}:
        escaped = "\\" + escaped
    return escaped[:-1] + "\\ " if escaped.endswith(" ") and len(escaped) > 1 else escaped


def _attributes(name: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for rdn in name.chosen:
        for oid, value in _rdn(rdn):
            found.setdefault(oid, []).append(value)
    return found


def _first(attributes: dict[str, list[str]], oid: str) -> str | None:
    return attributes[oid][0] if oid in attributes else None


def _alternative_mails(loaded: Any) -> tuple[str, ...]:
    names = loaded.subject_alt_name_value
    return tuple(str(name.native) for name in names or () if name.name == "rfc822_name")


def _in_order(usage: Any) -> tuple[str, ...]:
    """Give the bits of keyUsage in the order of RFC 5280."""
    if usage is None:
        return ()
    said: set[str] = usage.native
    return tuple(name for name in _KEY_USAGES if name in said)


def _policies(loaded: Any) -> tuple[str, ...]:
    return tuple(str(entry["policy_identifier"].dotted) for entry in loaded.certificate_policies_value or ())


def _points(loaded: Any) -> tuple[str, ...]:
    found = (
        str(name.native)
        for point in loaded.crl_distribution_points_value or ()
        if point["distribution_point"].native is not None and point["distribution_point"].name == "full_name"
        for name in point["distribution_point"].chosen
        if name.name == "uniform_resource_identifier"
    )
    return tuple(dict.fromkeys(found))


def _access(loaded: Any, method: str) -> tuple[str, ...]:
    found = (
        str(entry["access_location"].native)
        for entry in loaded.authority_information_access_value or ()
        if entry["access_method"].native == method and entry["access_location"].name == "uniform_resource_identifier"
    )
    return tuple(dict.fromkeys(found))


def _extension_ids(loaded: Any) -> Iterator[str]:
    for extension in loaded["tbs_certificate"]["extensions"] or ():
        yield str(extension["extn_id"].dotted)
