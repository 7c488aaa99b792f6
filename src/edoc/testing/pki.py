"""An offline PKI for first steps and tests: authorities, signers good and bad, CRLs and OCSP responses.

Everything is made in memory when it is first asked for. Names, serial numbers and dates are the same on every
run. Nothing of it is worth trust: it says DEMO in every authority's name.

Example:
    >>> from edoc.testing.pki import DemoPki
    >>> pki = DemoPki(keys="ec")
    >>> pki.leader.certificate.subject.rfc4514_string()
    'C=VN,ST=Tỉnh Mẫu,O=Sở Mẫu,CN=Trần Thị Mẫu,UID=CCCD:001180000001'
    >>> [entry.label for entry in (pki.leader, pki.agency, pki.expired, pki.revoked)]
    ['leader', 'agency', 'expired', 'revoked']
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from edoc.edxml.scalars import VIETNAM
from edoc.errors import UsageError
from edoc.testing.issuing import Identity, issue, issue_crl, issue_ocsp, key_for, name_of, with_sha1

if TYPE_CHECKING:
    from edoc.testing.issuing import KeyKind

__all__ = ["DEMO_MOMENT", "DemoPki", "Identity"]

#: The moment around which everything is valid unless the caller names another.
DEMO_MOMENT: Final = dt.datetime(2026, 3, 2, 8, 0, tzinfo=VIETNAM)

_GOV: Final = x509.ObjectIdentifier("2.16.704.1.1.1.1.1")  # the policy of the authority for State agencies
_PUBLIC: Final = x509.ObjectIdentifier("1.3.6.1.4.1.30339.1")  # the arc of a public authority
_NETSCAPE_TYPE: Final = x509.ObjectIdentifier("2.16.840.1.113730.1.1")
_NETSCAPE_COMMENT: Final = x509.ObjectIdentifier("2.16.840.1.113730.1.13")
_HOST: Final = "http://pki.demo.invalid"
_YEAR: Final = dt.timedelta(days=365)
_DAY: Final = dt.timedelta(days=1)


class DemoPki:
    """The cast: each identity is made when it is first asked for.

    Args:
        at: The moment around which everything is valid: authorities from ten years before to ten years after,
            signers from one year before to one year after, CRLs and OCSP responses from a day before to 30 days after.
        keys: ``rsa`` (2048 bits, as in real life; kept for the process) or ``ec`` (P-256, at once, the same for ever).

    Raises:
        UsageError: *at* has no offset.
    """

    def __init__(self, *, at: dt.datetime = DEMO_MOMENT, keys: Literal["rsa", "ec"] = "rsa") -> None:
        """Keep the moment; nothing is made yet."""
        if at.tzinfo is None:
            raise UsageError(f"DemoPki needs a moment with an offset, such as +07:00, not {at.isoformat()}")
        self.at: Final = at.astimezone(dt.UTC).replace(microsecond=0)
        self.keys: Final = keys

    # --- the authorities -----------------------------------------------------------------------------

    @cached_property
    def root(self) -> Identity:
        """The root of the State-dedicated side, in the shape of the second generation (SHA-256)."""
        return self._root("root", name_of(C="VN", O="Ban Cơ yếu Chính phủ (DEMO)", CN="RootCA chuyên dùng G2 (DEMO)"))

    @cached_property
    def sub(self) -> Identity:
        """The authority that serves State agencies: issues the signers below."""
        name = name_of(C="VN", O="Ban Cơ yếu Chính phủ (DEMO)", CN="CA phục vụ các cơ quan Nhà nước G2 (DEMO)")
        return self._sub("sub", name, self.root, _GOV)

    @cached_property
    def hidden_sub(self) -> Identity:
        """An authority that nobody hands out: what `orphan` is missing."""
        name = name_of(C="VN", O="Ban Cơ yếu Chính phủ (DEMO)", CN="CA phục vụ các cơ quan Đảng G2 (DEMO)")
        return self._sub("hidden_sub", name, self.root, _GOV)

    @cached_property
    def g1_root(self) -> Identity:
        """A root in the shape of the first generation: names without accents, signed with SHA-1."""
        made = self._root("g1_root", name_of(C="VN", O="Ban Co yeu Chinh phu (DEMO)", CN="RootCA (DEMO)"), "rsa")
        return with_sha1(made, made)

    @cached_property
    def g1_sub(self) -> Identity:
        """An authority of the first generation, signed with SHA-1."""
        name = name_of(C="VN", O="Ban Co yeu Chinh phu (DEMO)", CN="Co quan chung thuc so Chinh phu (DEMO)")
        return with_sha1(self._sub("g1_sub", name, self.g1_root, None, "rsa"), self.g1_root)

    @cached_property
    def public_root(self) -> Identity:
        """The root of the public side."""
        return self._root("public_root", name_of(C="VN", O="NEAC (DEMO)", CN="Vietnam National Root CA (DEMO)"))

    @cached_property
    def public_sub(self) -> Identity:
        """A public authority."""
        name = name_of(C="VN", O="Nhà cung cấp Mẫu (DEMO)", CN="Public CA SHA2 (DEMO)")
        return self._sub("public_sub", name, self.public_root, _PUBLIC)

    @cached_property
    def evil_root(self) -> Identity:
        """The root of the attacker: the same names as `root`, another key."""
        return self._root("evil_root", self.root.certificate.subject)

    @cached_property
    def evil_sub(self) -> Identity:
        """The authority of the attacker: the same names as `sub`, another key."""
        return self._sub("evil_sub", self.sub.certificate.subject, self.evil_root, _GOV)

    # --- the signers ---------------------------------------------------------------------------------

    @cached_property
    def leader(self) -> Identity:
        """A person: the head of the agency, with a CCCD number."""
        return self._signer("leader", self._person("Trần Thị Mẫu", "CCCD:001180000001"))

    @cached_property
    def deputy(self) -> Identity:
        """A person: the deputy, with the older CMND number."""
        return self._signer("deputy", self._person("Nguyễn Văn Mẫu", "CMND:010000002"))

    @cached_property
    def agency(self) -> Identity:
        """An organisation: the agency's own certificate (its seal), with an MST number."""
        name = name_of(UID="MST:0100000001", CN="Sở Mẫu", O="Ủy ban nhân dân tỉnh Mẫu", ST="Tỉnh Mẫu", C="VN")
        return self._signer("agency", name)

    @cached_property
    def g1_leader(self) -> Identity:
        """A person of the first generation: no UID, agency in O and OU, e-mail in the alternative name."""
        name = name_of(C="VN", O="Uy ban nhan dan tinh Mau", OU="So Mau", CN="Trần Thị Mẫu")
        return self._first_generation("g1_leader", name, "mautt@mau.gov.vn")

    @cached_property
    def g1_agency(self) -> Identity:
        """An organisation of the first generation: no UID, its own name in CN."""
        name = name_of(C="VN", O="Ủy ban nhân dân tỉnh Mẫu", CN="Sở Mẫu")
        return self._first_generation("g1_agency", name, "somau@mau.gov.vn")

    @cached_property
    def public_agency(self) -> Identity:
        """The agency with a certificate of a public authority."""
        name = name_of(UID="MST:0100000001", CN="Sở Mẫu", ST="Tỉnh Mẫu", C="VN")
        return self._signer("public_agency", name, issuer=self.public_sub)

    @cached_property
    def expired(self) -> Identity:
        """A person whose certificate ended 100 days ago."""
        valid = (self.at - 2 * _YEAR, self.at - 100 * _DAY)
        return self._signer("expired", self._person("Lê Thị Hết Hạn", "CCCD:001180000003"), valid=valid)

    @cached_property
    def future(self) -> Identity:
        """A person whose certificate begins in 100 days."""
        valid = (self.at + 100 * _DAY, self.at + 2 * _YEAR)
        return self._signer("future", self._person("Lê Văn Chưa Đến", "CCCD:001180000004"), valid=valid)

    @cached_property
    def revoked(self) -> Identity:
        """A person whose certificate was revoked 50 days ago; see `revoked_at`."""
        return self._signer("revoked", self._person("Phạm Văn Thu Hồi", "CCCD:001180000005"))

    @property
    def revoked_at(self) -> dt.datetime:
        """Since when `revoked` is revoked."""
        return self.at - 50 * _DAY

    @cached_property
    def weak(self) -> Identity:
        """A person with an RSA key of 1024 bits."""
        return self._signer("weak", self._person("Vũ Thị Khóa Yếu", "CCCD:001180000006"), kind="rsa-1024")

    @cached_property
    def twin(self) -> Identity:
        """The attacker's copy of `leader`: the same names and numbers, issued by `evil_sub`."""
        return self._signer("twin", self.leader.certificate.subject, issuer=self.evil_sub, serial_of="leader")

    @cached_property
    def orphan(self) -> Identity:
        """A person whose issuing authority is missing: it is in no list, its address is in the certificate."""
        made = self._signer("orphan", self._person("Đỗ Thị Mồ Côi", "CCCD:001180000007"), issuer=self.hidden_sub)
        return Identity(label=made.label, certificate=made.certificate, key=made.key)

    @cached_property
    def tsa(self) -> Identity:
        """The time-stamping authority."""
        usage = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
        name = name_of(C="VN", O="Ban Cơ yếu Chính phủ (DEMO)", CN="TSA (DEMO)")
        return self._signer("tsa", name, valid=self._long, more=(usage,))

    @cached_property
    def responder(self) -> Identity:
        """The OCSP responder of `sub`."""
        more = ((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False), (x509.OCSPNoCheck(), False))
        name = name_of(C="VN", O="Ban Cơ yếu Chính phủ (DEMO)", CN="OCSP (DEMO)")
        return self._signer("responder", name, valid=self._long, more=more)

    # --- what is published ---------------------------------------------------------------------------

    @property
    def intermediates(self) -> tuple[bytes, ...]:
        """The authorities between the roots and the signers, in DER: `sub` and `public_sub`."""
        return (self.sub.der, self.public_sub.der)

    @property
    def crls(self) -> tuple[bytes, ...]:
        """The CRLs of `root` and `sub`, fresh at the moment of this PKI, in DER."""
        return (self.crl("root"), self.crl("sub"))

    def crl(self, issuer: str = "sub", *, at: dt.datetime | None = None) -> bytes:
        """Give the CRL of an authority in DER.

        Args:
            issuer: Label of the authority (``sub``).
            at: When it was issued; a day before the moment of this PKI unless said otherwise. It lists `revoked`
                whenever that had been revoked by then.
        """
        issued = self._second(at)
        authority: Identity = getattr(self, issuer)
        listed = issuer == "sub" and self.revoked_at <= issued
        revoked = ((self.revoked, self.revoked_at),) if listed else ()
        return issue_crl(authority, number=1, updates=(issued, issued + 31 * _DAY), revoked=revoked)

    def ocsp(self, identity: Identity, *, at: dt.datetime | None = None) -> bytes:
        """Give an OCSP response of `responder` about a signer of `sub`, in DER; *at* as for `crl`."""
        issued = self._second(at)
        since = self.revoked_at if identity.label == "revoked" and self.revoked_at <= issued else None
        updates = (issued, issued + 31 * _DAY)
        return issue_ocsp(identity.certificate, self.sub.certificate, self.responder, updates=updates, revoked_at=since)

    # --- how they are made ---------------------------------------------------------------------------

    def _second(self, at: dt.datetime | None) -> dt.datetime:
        return (at or self.at - _DAY).astimezone(dt.UTC).replace(microsecond=0)

    @property
    def _long(self) -> tuple[dt.datetime, dt.datetime]:
        return self.at - 10 * _YEAR, self.at + 10 * _YEAR

    def _root(self, label: str, name: x509.Name, kind: KeyKind | None = None) -> Identity:
        key = key_for(label, kind or self.keys)
        extensions = (
            (x509.BasicConstraints(ca=True, path_length=None), True),
            (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
            (_usage(authority=True), True),
        )
        return issue(
            name, key, issuer=None, serial=_serial(label), valid=self._long, label=label, extensions=extensions
        )

    def _sub(
        self,
        label: str,
        name: x509.Name,
        root: Identity,
        policy: x509.ObjectIdentifier | None,
        kind: KeyKind | None = None,
    ) -> Identity:
        key = key_for(label, kind or self.keys)
        extensions = [
            (x509.BasicConstraints(ca=True, path_length=0), True),
            (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
            (x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key()), False),
            (_usage(authority=True), True),
            *_addresses(root.label),
        ]
        if policy is not None:
            extensions.append((x509.CertificatePolicies([x509.PolicyInformation(policy, None)]), False))
        return issue(
            name, key, issuer=root, serial=_serial(label), valid=self._long, label=label, extensions=tuple(extensions)
        )

    def _signer(  # noqa: PLR0913 - what the members of the cast differ in
        self,
        label: str,
        name: x509.Name,
        *,
        issuer: Identity | None = None,
        kind: KeyKind | None = None,
        valid: tuple[dt.datetime, dt.datetime] | None = None,
        serial_of: str | None = None,
        more: tuple[tuple[x509.ExtensionType, bool], ...] = (),
    ) -> Identity:
        above = issuer or self.sub
        key = key_for(label, kind or self.keys)
        extensions = (
            (x509.BasicConstraints(ca=False, path_length=None), True),
            (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
            (x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key()), False),
            (_usage(signs=True), True),
            *_addresses(above.label),
            *more,
        )
        span = valid or (self.at - _YEAR, self.at + _YEAR)
        serial = _serial(serial_of or label)
        return issue(name, key, issuer=above, serial=serial, valid=span, label=label, extensions=extensions)

    def _first_generation(self, label: str, name: x509.Name, mail: str) -> Identity:
        key = key_for(label, "rsa")
        above = self.g1_sub.certificate
        authority = x509.AuthorityKeyIdentifier(
            x509.SubjectKeyIdentifier.from_public_key(self.g1_sub.key.public_key()).digest,
            [x509.DirectoryName(above.issuer)],
            above.serial_number,
        )
        extensions = (
            (authority, False),
            (x509.UnrecognizedExtension(_NETSCAPE_TYPE, bytes.fromhex("030205a0")), False),
            (x509.UnrecognizedExtension(_NETSCAPE_COMMENT, b"\x16\x04DEMO"), False),
            (_usage(), False),
            (x509.SubjectAlternativeName([x509.RFC822Name(mail)]), False),
            (x509.CRLDistributionPoints([_crl_point("g1_sub")]), False),
        )
        span = (self.at - _YEAR, self.at + _YEAR)
        made = issue(
            name, key, issuer=self.g1_sub, serial=_serial(label), valid=span, label=label, extensions=extensions
        )
        return with_sha1(made, self.g1_sub)

    @staticmethod
    def _person(name: str, number: str) -> x509.Name:
        return name_of(UID=number, CN=name, O="Sở Mẫu", ST="Tỉnh Mẫu", C="VN")


_LABELS: Final = tuple(name for name, value in vars(DemoPki).items() if isinstance(value, cached_property))


def _serial(label: str) -> int:
    return 0x4544_4F43_0000 + _LABELS.index(label) + 1


def _usage(*, authority: bool = False, signs: bool = False) -> x509.KeyUsage:
    """Say what a key is for: an authority's, a signer's, or Non Repudiation alone (first generation)."""
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _crl_point(issuer: str) -> x509.DistributionPoint:
    address = x509.UniformResourceIdentifier(f"{_HOST}/crl/{issuer}.crl")
    return x509.DistributionPoint([address], None, None, None)


def _addresses(issuer: str) -> tuple[tuple[x509.ExtensionType, bool], ...]:
    """Give the addresses of CRL, OCSP responder and issuer's certificate; they lead nowhere on purpose."""
    access = [
        x509.AccessDescription(method, x509.UniformResourceIdentifier(f"{_HOST}/{path}"))
        for method, path in (
            (AuthorityInformationAccessOID.OCSP, f"ocsp/{issuer}"),
            (AuthorityInformationAccessOID.CA_ISSUERS, f"cert/{issuer}.crt"),
        )
    ]
    return (
        (x509.CRLDistributionPoints([_crl_point(issuer)]), False),
        (x509.AuthorityInformationAccess(access), False),
    )
