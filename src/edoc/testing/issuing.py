"""Issue certificates, CRLs and OCSP responses for tests: what the cast in `edoc.testing.pki` is made with.

Keys, serial numbers and dates come from the caller, so that the content of what is issued is the same
on every run; only RSA keys differ from process to process.
"""
# asn1crypto has no types of its own; what leaves this module is typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID

from edoc.errors import UsageError
from edoc.signature.asn1_classes import x509 as asn1_x509

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["Identity", "PrivateKey", "issue", "issue_crl", "issue_ocsp", "key_for", "name_of", "with_sha1"]

PrivateKey: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
KeyKind = Literal["rsa", "ec", "rsa-1024"]

#: ``userId`` in a subject: CMND, CCCD, HC or MST with its number.
_UID: Final = x509.ObjectIdentifier("0.9.2342.19200300.100.1.1")
_OIDS: Final = {
    "CN": NameOID.COMMON_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "L": NameOID.LOCALITY_NAME,
    "ST": NameOID.STATE_OR_PROVINCE_NAME,
    "C": NameOID.COUNTRY_NAME,
    "T": NameOID.TITLE,
    "UID": _UID,
}


@cache
def key_for(label: str, kind: KeyKind = "rsa") -> PrivateKey:
    """Give the key of that label: the same within a process, and elliptic ones the same for ever.

    They are for tests: anyone who has edoc can make the elliptic ones anew.
    """
    if kind == "ec":
        seed = hashlib.sha512(f"edoc demo key: {label}".encode()).digest()
        return ec.derive_private_key(int.from_bytes(seed[:31], "big") + 1, ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=1024 if kind == "rsa-1024" else 2048)


def name_of(**parts: str) -> x509.Name:
    """Make a name of its parts, in the order given (``CN``, ``UID``, ``O``, ``OU``, ``L``, ``ST``, ``C``, ``T``)."""
    return x509.Name([x509.NameAttribute(_OIDS[key], value) for key, value in parts.items()])


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A certificate with its private key and the certificates above it.

    Args:
        label: Its name in the cast (``leader``).
        certificate: The certificate.
        key: Its private key.
        chain: The certificates above it without the root, the nearest first.
    """

    label: str
    certificate: x509.Certificate
    key: PrivateKey = field(repr=False)
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        """The certificate in DER."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        """The certificate in PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def chain_der(self) -> tuple[bytes, ...]:
        """The certificates above it without the root, in DER."""
        return tuple(entry.public_bytes(serialization.Encoding.DER) for entry in self.chain)

    @property
    def key_pem(self) -> bytes:
        """The private key in PEM (PKCS#8), not encrypted."""
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    def pkcs12(self, password: str = "edoc") -> bytes:  # noqa: S107 - a password that all docs print
        """Give certificate, key and chain as a PKCS#12 file."""
        encryption = serialization.BestAvailableEncryption(password.encode())
        return pkcs12.serialize_key_and_certificates(
            self.label.encode(), self.key, self.certificate, list(self.chain), encryption
        )


def issue(  # noqa: PLR0913 - the fields of a certificate
    subject: x509.Name,
    key: PrivateKey,
    *,
    issuer: Identity | None,
    serial: int,
    valid: tuple[dt.datetime, dt.datetime],
    label: str = "",
    extensions: tuple[tuple[x509.ExtensionType, bool], ...] = (),
) -> Identity:
    """Issue a certificate.

    Args:
        subject: Its subject.
        key: Its private key.
        issuer: Who signs it; None for a root, which signs itself.
        serial: Its serial number.
        valid: First and last moment of its validity.
        label: Its name in the cast.
        extensions: Each with whether it is critical.
    """
    signer_key = issuer.key if issuer is not None else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer is not None else subject)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    certificate = builder.sign(signer_key, hashes.SHA256(), ecdsa_deterministic=_deterministic(signer_key))
    above = () if issuer is None or issuer.certificate.issuer == issuer.certificate.subject else (issuer.certificate,)
    chain = above if issuer is None else above + issuer.chain
    return Identity(label=label, certificate=certificate, key=key, chain=chain)


def _deterministic(key: PrivateKey) -> bool | None:
    return True if isinstance(key, ec.EllipticCurvePrivateKey) else None


def issue_crl(
    issuer: Identity,
    *,
    number: int,
    updates: tuple[dt.datetime, dt.datetime],
    revoked: tuple[tuple[Identity, dt.datetime], ...] = (),
    reason: x509.ReasonFlags = x509.ReasonFlags.key_compromise,
) -> bytes:
    """Issue a CRL in DER.

    Args:
        issuer: The authority.
        number: Its CRL number.
        updates: ``thisUpdate`` and ``nextUpdate``.
        revoked: Who is on it, and since when.
        reason: Why (RFC 5280, 5.3.1).
    """
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(updates[0])
        .next_update(updates[1])
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    for identity, since in revoked:
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(identity.certificate.serial_number)
            .revocation_date(since)
            .add_extension(x509.CRLReason(reason), critical=False)
            .build()
        )
        builder = builder.add_revoked_certificate(entry)
    crl = builder.sign(issuer.key, hashes.SHA256(), ecdsa_deterministic=_deterministic(issuer.key))
    return crl.public_bytes(serialization.Encoding.DER)


def issue_ocsp(
    subject: x509.Certificate,
    issuer: x509.Certificate,
    responder: Identity,
    *,
    updates: tuple[dt.datetime, dt.datetime],
    revoked_at: dt.datetime | None = None,
) -> bytes:
    """Issue an OCSP response in DER, signed by a responder of the authority.

    Args:
        subject: Whose status.
        issuer: The authority that issued it.
        responder: Who signs; its certificate goes into the response.
        updates: ``thisUpdate`` and ``nextUpdate``.
        revoked_at: Since when it is revoked; None says "good".
    """
    response = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=subject,
            issuer=issuer,
            algorithm=hashes.SHA256(),
            cert_status=ocsp.OCSPCertStatus.GOOD if revoked_at is None else ocsp.OCSPCertStatus.REVOKED,
            this_update=updates[0],
            next_update=updates[1],
            revocation_time=revoked_at,
            revocation_reason=None if revoked_at is None else x509.ReasonFlags.key_compromise,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
        .certificates([responder.certificate])
        .sign(responder.key, hashes.SHA256())
    )
    return response.public_bytes(serialization.Encoding.DER)


def with_sha1(identity: Identity, issuer: Identity) -> Identity:
    """Sign a certificate once more, with SHA-1 and RSA.

    The libraries below no longer make such certificates; the authorities of the first generation (2010 to 2030)
    did, so tests need them.

    Raises:
        UsageError: The key of the issuer is not RSA.
    """
    if not isinstance(issuer.key, rsa.RSAPrivateKey):
        raise UsageError("a certificate with SHA-1 needs an RSA key of its issuer")
    changed = asn1_x509.Certificate.load(identity.der)
    algorithm = {"algorithm": "sha1_rsa"}
    changed["tbs_certificate"]["signature"] = algorithm
    changed["signature_algorithm"] = algorithm
    signed = changed["tbs_certificate"].dump(force=True)
    changed["signature_value"] = issuer.key.sign(signed, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303 - the purpose
    certificate = x509.load_der_x509_certificate(changed.dump(force=True))
    return Identity(label=identity.label, certificate=certificate, key=identity.key, chain=identity.chain)
