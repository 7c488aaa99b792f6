"""What certvalidator 0.33 and asn1crypto 1.5 leave open: each test fails when upstream mends it.

Then the work-around in `edoc.signature.pkix`, `pool` or `revocation` can go. What edoc says instead stands beside it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import InsufficientRevinfoError, PathValidationError, RevokedError
from pyhanko_certvalidator.registry import CertificateRegistry, PathBuilder, SimpleTrustManager

from edoc.signature.path import validate_path
from edoc.signature.policy import VerificationPolicy
from edoc.signature.trust import TrustStore
from edoc.testing.issuing import issue, issue_crl, issue_ocsp, key_for, name_of

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.testing.issuing import Identity
    from edoc.testing.pki import DemoPki

DAY = dt.timedelta(days=1)


def upstream(
    identity: Identity, root: Identity, at: dt.datetime, crls: tuple[bytes, ...] = (), ocsps: tuple[bytes, ...] = ()
) -> None:
    """Ask certvalidator in its usual way: everything has to be known, data issued later counts."""
    context = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(root.der)],
        other_certs=[asn1_x509.Certificate.load(der) for der in identity.chain_der],
        moment=at,
        crls=crls,
        ocsps=ocsps,
        revocation_mode="require",
        retroactive_revinfo=True,
    )
    validator = CertificateValidator(asn1_x509.Certificate.load(identity.der), validation_context=context)
    asyncio.run(validator.async_validate_path())


def ours(
    identity: Identity, root: Identity, at: dt.datetime, crls: tuple[bytes, ...] = (), ocsps: tuple[bytes, ...] = ()
) -> str | None:
    policy = VerificationPolicy(trust=TrustStore.load(root.der), at=at, crls=crls, ocsps=ocsps)
    failure = validate_path(identity.der, others=identity.chain_der, at=at, policy=policy).failure
    return failure.sub_indication.value if failure else None


def test_an_ocsp_response_is_ignored_unless_the_certificate_names_a_responder(pki: DemoPki) -> None:
    """Certificates of the first generation name none, and the answer may have come another way."""
    signer = issue(
        name_of(CN="Trần Thị Mẫu"),
        key_for("no-responder", "ec"),
        issuer=pki.root,
        serial=77,
        valid=(pki.at - DAY, pki.at + DAY),
    )
    answer = issue_ocsp(signer.certificate, pki.root.certificate, pki.root, updates=(pki.at - DAY, pki.at + DAY))

    with pytest.raises(InsufficientRevinfoError, match="no revocation information"):
        upstream(signer, pki.root, pki.at, ocsps=(answer,))
    assert ours(signer, pki.root, pki.at, ocsps=(answer,)) is None


def test_a_list_says_not_revoked_at_the_very_second_of_the_revocation_and_ocsp_says_revoked(pki: DemoPki) -> None:
    at = pki.revoked_at
    root = pki.crl("root")

    upstream(pki.revoked, pki.root, at, crls=(root, pki.crl("sub")))
    with pytest.raises(RevokedError):
        upstream(pki.revoked, pki.root, at, crls=(root,), ocsps=(pki.ocsp(pki.revoked),))


def test_the_lists_of_a_trusted_authority_that_is_not_self_signed_cannot_be_used(pki: DemoPki) -> None:
    with pytest.raises(PathValidationError, match="chain of trust for the CRL issuer"):
        upstream(pki.leader, pki.sub, pki.at, crls=(pki.crl("sub"),))
    assert ours(pki.leader, pki.sub, pki.at, crls=(pki.crl("sub"),)) is None


def test_a_list_issued_after_the_certificate_expired_counts_as_if_it_named_it(pki: DemoPki) -> None:
    at = pki.at - 150 * DAY
    late = issue_crl(pki.sub, number=9, updates=(pki.at - DAY, pki.at + 30 * DAY))

    upstream(pki.expired, pki.root, at, crls=(pki.crl("root"), late))
    # what edoc says is in test_revocation.py


def test_the_algorithms_of_lists_are_not_held_against_the_policy(rsa_pki: DemoPki) -> None:
    """Its default policy refuses SHA-1 in certificates, and takes it in CRLs."""
    crl = asn1_crl.CertificateList.load(rsa_pki.crl("sub"))
    crl["tbs_cert_list"]["signature"] = crl["signature_algorithm"] = {"algorithm": "sha1_rsa"}
    assert isinstance(rsa_pki.sub.key, rsa.RSAPrivateKey)
    crl["signature"] = rsa_pki.sub.key.sign(crl["tbs_cert_list"].dump(force=True), padding.PKCS1v15(), hashes.SHA1())
    weak = (rsa_pki.crl("root"), bytes(crl.dump(force=True)))

    upstream(rsa_pki.leader, rsa_pki.root, rsa_pki.at, crls=weak)
    assert ours(rsa_pki.leader, rsa_pki.root, rsa_pki.at, crls=weak) == "TRY_LATER"


class Counted(CertificateRegistry):
    """Counts the steps of certvalidator's search, and ends it when the point is made."""

    steps = 0

    def find_potential_issuers(self, cert: object, trust_manager: object) -> object:  # type: ignore[override]  # untyped there
        self.steps += 1
        if self.steps > 5000:
            raise TimeoutError
        return super().find_potential_issuers(cert, trust_manager)  # type: ignore[arg-type]  # likewise


def test_the_search_for_paths_takes_exponential_time(pki: DemoPki) -> None:
    """Twelve levels of two authorities that certify each other crosswise: 44 certificates, and no end."""
    span, ca = (pki.at, pki.at + DAY), ((x509.BasicConstraints(ca=True, path_length=None), True),)
    above = [
        issue(name_of(CN="0"), key_for(f"x0.{n}", "ec"), issuer=None, serial=n + 1, valid=span, extensions=ca)
        for n in (0, 1)
    ]
    others: list[asn1_x509.Certificate] = []
    for level in range(1, 13):
        here = []
        for place in (0, 1):
            for number, issuer in enumerate(above):
                made = issue(
                    name_of(CN=str(level)), key_for(f"x{level}.{place}", "ec"), issuer=issuer,
                    serial=100 * level + 10 * place + number, valid=span, extensions=ca,
                )  # fmt: skip
                others.append(asn1_x509.Certificate.load(made.der))
            here.append(made)
        above = here
    registry = Counted.build(others)
    builder = PathBuilder(SimpleTrustManager.build([asn1_x509.Certificate.load(pki.root.der)]), registry)

    with pytest.raises(TimeoutError):
        builder.build_paths(others[-1])  # type: ignore[no-untyped-call]  # certvalidator leaves it so


@pytest.mark.shared
def test_a_certificate_does_not_come_out_as_it_went_in(shared: Path) -> None:
    """The count of unused bits of a unique identifier is lost, and with it what was signed."""
    der = (shared / "vectors" / "nist-pkits" / "certs" / "UIDCACert.crt").read_bytes()

    assert asn1_x509.Certificate.load(der).dump() != der
