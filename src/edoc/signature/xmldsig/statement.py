"""What a signature that edoc makes says of itself: when, with which certificate, and a time stamp over its value.

Two forms. `property` is ``ds:SignatureProperties``, as the samples of the national SDK have it: every verifier of XML
signatures finds what it refers to (XML Signature, 5.2). `xades` is the baseline form XAdES B-B (ETSI EN 319 132-1, 6),
which Circular 15/2025/TT-BKHCN, Annex I names; plain verifiers of Java find its Id only when they are told to.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from edoc.edxml.scalars import VIETNAM
from edoc.signature.xmldsig.algorithms import DIGESTS, DS, EXCLUSIVE

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["XADES", "Form", "Statement"]

Form = Literal["property", "xades"]
#: ETSI EN 319 132-1, Annex C.
XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
#: XML Signature 5.2 and ETSI EN 319 132-1, 4.4.2: what a reference to the statement says it is.
_TYPES: Final[dict[Form, str]] = {
    "property": f"{DS}SignatureProperties",
    "xades": "http://uri.etsi.org/01903#SignedProperties",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a signature says of itself.

    Args:
        name: The signature's Id; the other Ids are made of it.
        form: How it is written.
        at: The moment that is claimed, with a time zone; None says nothing that is signed.
        certificate: The signer's, DER.
        digest: Name of the digest (``sha256``).
        token: A time stamp over the signature value (RFC 3161), DER; None has none.
    """

    name: str
    form: Form
    at: dt.datetime | None
    certificate: bytes
    digest: str
    token: bytes | None = None

    @property
    def signed(self) -> str:
        """Id of what is signed along with the package."""
        return f"{self.name}-properties"

    @property
    def type(self) -> str:
        """The ``Type`` of the reference to it."""
        return _TYPES[self.form]

    def objects(self, references: int) -> str:
        """Write ``ds:Object``, or nothing.

        Args:
            references: How many references to the package the signature has.
        """
        parts = (self._property(), self._qualifying(references))
        return "".join(f"<ds:Object>{part}</ds:Object>" for part in parts if part)

    def _property(self) -> str:
        if self.at is None or self.form != "property":
            return ""
        return (
            f'<ds:SignatureProperties Id="{self.signed}"><ds:SignatureProperty Target="#{self.name}">'
            f'<xades:SigningTime xmlns:xades="{XADES}">{_moment(self.at)}</xades:SigningTime>'
            "</ds:SignatureProperty></ds:SignatureProperties>"
        )

    def _qualifying(self, references: int) -> str:
        """Write ``xades:QualifyingProperties``, which the time stamp of either form stands in."""
        signed = self._signed_properties(references) if self.at is not None and self.form == "xades" else ""
        unsigned = "" if self.token is None else self._time_stamp(self.token)
        if not signed + unsigned:
            return ""
        opening = f'<xades:QualifyingProperties xmlns:xades="{XADES}" Target="#{self.name}">'
        return f"{opening}{signed}{unsigned}</xades:QualifyingProperties>"

    def _signed_properties(self, references: int) -> str:
        assert self.at is not None
        digest = hashlib.new(self.digest, self.certificate).digest()
        uri = next(uri for uri, known in DIGESTS.items() if known == self.digest)
        formats = "".join(
            f'<xades:DataObjectFormat ObjectReference="#{self.reference(number)}">'
            "<xades:MimeType>application/xml</xades:MimeType></xades:DataObjectFormat>"
            for number in range(references)
        )
        return (
            f'<xades:SignedProperties Id="{self.signed}"><xades:SignedSignatureProperties>'
            f"<xades:SigningTime>{_moment(self.at)}</xades:SigningTime>"
            "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>"
            f'<ds:DigestMethod Algorithm="{uri}"/><ds:DigestValue>{b64encode(digest).decode()}</ds:DigestValue>'
            "</xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>"
            f"<xades:SignedDataObjectProperties>{formats}</xades:SignedDataObjectProperties></xades:SignedProperties>"
        )

    def _time_stamp(self, token: bytes) -> str:
        return (
            "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:SignatureTimeStamp>"
            f'<ds:CanonicalizationMethod Algorithm="{EXCLUSIVE}"/>'
            f"<xades:EncapsulatedTimeStamp>{b64encode(token).decode()}</xades:EncapsulatedTimeStamp>"
            "</xades:SignatureTimeStamp></xades:UnsignedSignatureProperties></xades:UnsignedProperties>"
        )

    def reference(self, number: int) -> str:
        """Give the Id of the reference of that number; ``DataObjectFormat`` names it."""
        return f"{self.name}-reference-{number + 1}"


def _moment(at: dt.datetime) -> str:
    """Write ``xs:dateTime`` in the zone of Vietnam."""
    return at.astimezone(VIETNAM).isoformat(timespec="seconds")
