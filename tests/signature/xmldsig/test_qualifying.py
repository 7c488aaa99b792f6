"""What a signature says and carries beside its value: read, judged, or named as not looked at."""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from signed_packages import policy_of, signed_by
from xml_signatures import EXCLUSIVE, der, filled, package_with, parsed, reference, signature, transform

import edoc
from edoc.signature.budget import Budget
from edoc.signature.check import Outcome
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.policy import VerificationPolicy
from edoc.signature.xmldsig.envelope import envelope_facts
from edoc.signature.xmldsig.qualifying import with_properties
from edoc.testing.tsa import DemoTsa

if TYPE_CHECKING:
    from edoc.signature.facts import Facts
    from edoc.signature.model import SignatureResult
    from edoc.testing.pki import DemoPki

XADES = "http://uri.etsi.org/01903/v1.3.2#"
LATER = "http://uri.etsi.org/01903/v1.4.1#"
STAMP = re.compile(rb"(<xades:EncapsulatedTimeStamp>)([^<]*)(</xades:EncapsulatedTimeStamp>)")


def found_in(data: bytes, policy: VerificationPolicy | None = None) -> Facts:
    given = policy or VerificationPolicy(at=dt.datetime(2026, 11, 22, tzinfo=edoc.VIETNAM))
    budget = Budget()
    found = envelope_facts(parsed(data), budget)
    assert found is not None
    return with_properties(*found, given, budget)


def carrying(signed: str, unsigned: str = "", *, is_signed: bool = True) -> bytes:
    """A package whose signature has these properties."""
    objects = (
        f'<ds:Object><x:QualifyingProperties xmlns:x="{XADES}" xmlns:y="{LATER}"><x:SignedProperties Id="s">'
        f"{signed}</x:SignedProperties><x:UnsignedProperties><x:UnsignedSignatureProperties>{unsigned}"
        "</x:UnsignedSignatureProperties></x:UnsignedProperties></x:QualifyingProperties></ds:Object>"
    )
    references = reference() + (reference("#s", transform(EXCLUSIVE)) if is_signed else "")
    return filled(package_with(signature(references, objects=objects)))


def naming(certificate: bytes, algorithm: str = "http://www.w3.org/2001/04/xmlenc#sha256") -> str:
    digest = b64encode(sha256(certificate).digest()).decode()
    return (
        "<x:SignedSignatureProperties><x:SigningCertificateV2><x:Cert><x:CertDigest>"
        f'<ds:DigestMethod Algorithm="{algorithm}"/><ds:DigestValue>{digest}</ds:DigestValue>'
        "</x:CertDigest></x:Cert></x:SigningCertificateV2></x:SignedSignatureProperties>"
    )


def unread(facts: Facts) -> str | None:
    """The names in the row about what was not looked at."""
    rows = [check.params["names"] for check in facts.checks if check.id == "properties"]
    assert len(rows) <= 1
    return rows[0] if rows else None


def test_a_signature_that_names_its_own_certificate_is_right() -> None:
    facts = found_in(carrying(naming(der())))
    assert (facts.failure, unread(facts)) == (None, None)


def test_one_that_names_another_certificate_is_undecided() -> None:
    facts = found_in(carrying(naming(der("ec", 256))))
    assert facts.failure is not None
    assert facts.failure.indication == Indication.INDETERMINATE
    assert facts.failure.sub_indication == SubIndication.NO_SIGNING_CERTIFICATE_FOUND
    assert facts.failure.said.key == "signature.other-certificate"


def test_a_name_that_is_not_signed_is_nobody_s_word() -> None:
    facts = found_in(carrying(naming(der("ec", 256)), is_signed=False))
    assert (facts.failure, unread(facts)) == (None, "SigningCertificateV2")


@pytest.mark.parametrize("method", ["urn:no-digest", ""])
def test_a_name_by_a_digest_that_is_not_known_is_told(method: str) -> None:
    text = naming(der("ec", 256), method)
    facts = found_in(carrying(text if method else re.sub("<ds:DigestMethod[^>]*>", "", text)))
    assert (facts.failure, unread(facts)) == (None, "SigningCertificateV2")


def test_what_is_not_looked_at_is_named_in_a_row() -> None:
    text = (
        "<x:SignedSignatureProperties><x:SigningTime>2026-11-20T08:00:00Z</x:SigningTime><x:SignaturePolicyIdentifier/>"
        "</x:SignedSignatureProperties><x:SignedDataObjectProperties><x:DataObjectFormat/>"
        "<x:AllDataObjectsTimeStamp/></x:SignedDataObjectProperties>"
    )
    facts = found_in(carrying(text, "<y:ArchiveTimeStamp/><x:RefsOnlyTimeStamp/>"))
    assert unread(facts) == "AllDataObjectsTimeStamp, ArchiveTimeStamp, RefsOnlyTimeStamp, SignaturePolicyIdentifier"
    (row,) = facts.checks
    assert (row.outcome, row.clause) == (Outcome.NOT_RUN, "ETSI EN 319 102-1, section 5.2.8")


def test_a_signature_whose_form_is_refused_is_not_looked_into() -> None:
    data = carrying(naming(der())).replace(b"xmldsig-more#rsa-sha256", b"xmldsig-more#rsa-sha999")
    facts = found_in(data)
    assert facts.failure is not None
    assert facts.checks == ()


@pytest.fixture
def stamped(pki: DemoPki) -> bytes:
    """A package with a time stamp over its signature."""
    return signed_by(pki.leader, at=pki.at, time_stamper=DemoTsa(pki.tsa, pki.at))


def verified(data: bytes, pki: DemoPki, days: int = 500) -> SignatureResult:
    """Judge long after the certificate has expired, when a time stamp alone can help."""
    policy = policy_of(pki, at=pki.at + dt.timedelta(days=days), intermediates=pki.intermediates)
    (result,) = edoc.verify(data, policy=policy).signatures
    return result


@pytest.mark.parametrize("form", ["property", "xades", None])
def test_a_time_stamp_over_the_value_proves_when_it_was_signed(form: Any, pki: DemoPki) -> None:
    tsa = DemoTsa(pki.tsa, pki.at + dt.timedelta(seconds=3))
    data = signed_by(pki.leader, at=pki.at, signing_time=form, time_stamper=tsa)
    result = verified(data, pki)
    assert result.indication == Indication.TOTAL_PASSED
    assert (result.time.outcome, result.time.judged_by) == (Outcome.PASSED, "proven")
    assert result.time.proven == pki.at + dt.timedelta(seconds=3)
    assert result.time.claimed == (None if form is None else pki.at)
    assert [item.kind for item in result.material].count("token") == 1
    plain = verified(signed_by(pki.leader, at=pki.at, signing_time=form), pki)
    assert plain.sub_indication == SubIndication.OUT_OF_BOUNDS_NO_POE


def test_a_time_stamp_of_another_signature_proves_nothing(stamped: bytes, pki: DemoPki) -> None:
    other = signed_by(pki.agency, at=pki.at, time_stamper=DemoTsa(pki.tsa, pki.at))
    token = STAMP.search(other)
    assert token is not None
    result = verified(STAMP.sub(rb"\g<1>" + token[2] + rb"\g<3>", stamped), pki)
    assert result.time.proven is None
    assert result.sub_indication == SubIndication.OUT_OF_BOUNDS_NO_POE
    assert "cms.stamp-refused" in [note.key for note in result.notes]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: STAMP.sub(rb"\g<1>MAA=\g<3>", data),
        lambda data: STAMP.sub(b"<xades:XMLTimeStamp/>", data),
        lambda data: STAMP.sub(b"", data),
        lambda data: data.replace(  # the last one is the time stamp's
            f'<ds:CanonicalizationMethod Algorithm="{EXCLUSIVE}"/><xades'.encode(),
            b'<ds:CanonicalizationMethod Algorithm="urn:none"/><xades',
        ),
        lambda data: data.replace(f'<ds:CanonicalizationMethod Algorithm="{EXCLUSIVE}"/><xades'.encode(), b"<xades"),
    ],
    ids=["no token", "another form", "none", "unknown canonicalisation", "another canonicalisation"],
)
def test_a_time_stamp_that_cannot_be_read_is_told_and_takes_nothing_along(
    change: Any, stamped: bytes, pki: DemoPki
) -> None:
    assert change(stamped) != stamped
    result = verified(change(stamped), pki, days=0)
    assert result.indication == Indication.TOTAL_PASSED
    assert result.time.proven is None
    assert "cms.stamp-refused" in [note.key for note in result.notes]


def test_more_time_stamps_than_any_signature_has_are_named(stamped: bytes, pki: DemoPki) -> None:
    one = re.search(rb"<xades:SignatureTimeStamp>.*</xades:SignatureTimeStamp>", stamped)
    assert one is not None
    result = verified(stamped.replace(one[0], one[0] * 9), pki)
    assert result.time.proven == pki.at
    assert [note.params["limit"] for note in result.notes if note.key == "refusal.limit"] == ["time_stamps"]
    token = re.search(rb"<xades:EncapsulatedTimeStamp>.*</xades:EncapsulatedTimeStamp>", stamped)
    assert token is not None
    result = verified(stamped.replace(token[0], token[0] * 9), pki)
    assert result.time.proven == pki.at
    assert "time_stamps = 8 is exceeded: 9" in " ".join(note.message for note in result.notes)


def test_material_in_the_signature_is_used_and_not_trusted(pki: DemoPki) -> None:
    def values(name: str, inner: str, ders: tuple[bytes, ...]) -> str:
        held = "".join(f"<x:{inner}>{b64encode(each).decode()}</x:{inner}>" for each in ders)
        return f"<x:{name}>{held}</x:{name}>"

    values_of = (
        values("CertificateValues", "EncapsulatedX509Certificate", (pki.sub.der, b""))
        + values("RevocationValues", "EncapsulatedCRLValue", pki.crls)
        + f"<y:TimeStampValidationData>{values('z', 'EncapsulatedOCSPValue', (b'ocsp',))}</y:TimeStampValidationData>"
    )
    facts = found_in(carrying("", values_of))
    assert (facts.others, facts.crls, facts.ocsps) == ((pki.sub.der,), pki.crls, (b"ocsp",))
    data = signed_by(pki.leader, at=pki.at, time_stamper=DemoTsa(pki.tsa, pki.at))
    held = values_of.replace("<x:", "<xades:").replace("</x:", "</xades:").replace("y:", "xades:")
    with_values = data.replace(b"</xades:UnsignedSignatureP", held.encode() + b"</xades:UnsignedSignatureP")
    policy = replace(policy_of(pki), crls=())
    (without,) = edoc.verify(data, policy=policy).signatures
    assert without.sub_indication == SubIndication.TRY_LATER
    (result,) = edoc.verify(with_values, policy=policy).signatures
    assert result.indication == Indication.TOTAL_PASSED
    assert result.revocation.origin == "document"


@pytest.mark.parametrize("space", ["", 'xmlns="http://example.org/#signatureProperties"'])
def test_the_time_in_the_form_of_the_national_samples_is_claimed(space: str) -> None:
    objects = (
        '<ds:Object Id="s"><SignatureProperties xmlns=""><SignatureProperty Id="SigningTime" Target="s">'
        f"<SigningTime {space}>2018-05-15T07:19:17Z</SigningTime></SignatureProperty></SignatureProperties></ds:Object>"
    )
    for is_signed in (True, False):
        references = reference() + (reference("#s", transform(EXCLUSIVE)) if is_signed else "")
        facts = found_in(filled(package_with(signature(references, objects=objects))))
        wanted = dt.datetime(2018, 5, 15, 14, 19, 17, tzinfo=edoc.VIETNAM) if is_signed else None
        assert facts.time.claimed == wanted
        assert facts.time.claimed_by == ("ds:SignatureProperty" if is_signed else None)
