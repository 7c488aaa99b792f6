"""Revocation: an axis of its own, and "not known" is never folded into "good"."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp
from asn1crypto.core import GeneralizedTime
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from edoc.signature.check import Outcome
from edoc.signature.path import PathCase, validate_path
from edoc.signature.policy import RevocationMode, VerificationPolicy
from edoc.signature.trust import TrustStore
from edoc.testing.issuing import issue_crl, issue_ocsp

if TYPE_CHECKING:
    from edoc.signature.facts import PathResult
    from edoc.testing.pki import DemoPki, Identity

DAY = dt.timedelta(days=1)
PROVEN = PathCase(proven=True)


def judged(
    identity: Identity,
    policy: VerificationPolicy,
    at: dt.datetime | None = None,
    case: PathCase | None = None,
    crls: tuple[bytes, ...] = (),
    ocsps: tuple[bytes, ...] = (),
) -> PathResult:
    return validate_path(
        identity.der,
        others=identity.chain_der,
        crls=crls,
        ocsps=ocsps,
        at=at or policy.moment,
        policy=policy,
        case=case,
    )


def told(result: PathResult) -> tuple[str | None, str | None, bool]:
    code = result.failure.sub_indication.value if result.failure else None
    reason = result.revocation.reason.key if result.revocation.reason else None
    return code, reason, result.revocation.checked


@pytest.fixture
def bare(policy: VerificationPolicy) -> VerificationPolicy:
    """The policy without any revocation data."""
    return replace(policy, crls=())


def test_without_data_the_verdict_waits(pki: DemoPki, bare: VerificationPolicy) -> None:
    result = judged(pki.leader, bare)

    assert told(result) == ("TRY_LATER", "chain.revocation-none", False)
    assert result.revocation.outcome is Outcome.INDETERMINATE
    assert result.revocation.reason is not None
    assert "http://pki.demo.invalid/crl/sub.crl" in result.revocation.reason.message


def test_a_softer_policy_passes_and_still_says_that_nothing_was_checked(pki: DemoPki, bare: VerificationPolicy) -> None:
    result = judged(pki.leader, replace(bare, revocation=RevocationMode.IF_AVAILABLE))

    assert told(result) == (None, "chain.revocation-none", False)
    assert result.revocation.outcome is Outcome.WARNING


def test_a_policy_that_does_not_look_says_so(pki: DemoPki, policy: VerificationPolicy) -> None:
    result = judged(pki.revoked, replace(policy, revocation=RevocationMode.NONE))

    assert told(result) == (None, "chain.revocation-off", False)
    assert result.revocation.outcome is Outcome.NOT_RUN


def test_data_about_the_signer_alone_is_not_enough(pki: DemoPki, bare: VerificationPolicy) -> None:
    """The authority above it may be withdrawn, too."""
    result = judged(pki.leader, replace(bare, crls=(pki.crl("sub"),)))

    assert told(result) == ("TRY_LATER", "chain.revocation-none", False)
    assert [axis.outcome for axis in result.revocations] == [Outcome.PASSED, Outcome.INDETERMINATE]


@pytest.mark.parametrize("carried", [True, False])
def test_a_revoked_certificate_without_proof_of_its_time(
    pki: DemoPki, policy: VerificationPolicy, bare: VerificationPolicy, carried: bool
) -> None:
    result = judged(pki.revoked, bare, crls=pki.crls) if carried else judged(pki.revoked, policy)

    assert told(result) == ("REVOKED_NO_POE", "chain.revoked", True)
    assert result.revocation.outcome is Outcome.FAILED
    assert result.revocation.revoked_at == pki.revoked_at
    assert result.revocation.origin == ("document" if carried else "file")


def test_it_is_found_revoked_even_when_nothing_is_known_of_the_authority(
    pki: DemoPki, bare: VerificationPolicy
) -> None:
    assert told(judged(pki.revoked, replace(bare, crls=(pki.crl("sub"),))))[0] == "REVOKED_NO_POE"


def test_a_signature_stamped_before_the_revocation_passes(pki: DemoPki, policy: VerificationPolicy) -> None:
    before = pki.revoked_at - DAY

    assert told(judged(pki.revoked, policy, at=before, case=PROVEN)) == (None, "chain.not-revoked", True)


def test_a_signature_stamped_after_the_revocation_does_not(pki: DemoPki, policy: VerificationPolicy) -> None:
    result = judged(pki.revoked, policy, at=pki.revoked_at + DAY, case=PROVEN)

    assert told(result) == ("REVOKED_NO_POE", "chain.revoked", True)


def test_a_signature_proven_to_be_made_after_the_revocation_fails(pki: DemoPki, policy: VerificationPolicy) -> None:
    result = judged(pki.revoked, policy, case=PathCase(proven=True, made_after=pki.revoked_at))

    assert result.failure is not None
    assert (result.failure.indication.value, result.failure.sub_indication.value) == ("TOTAL_FAILED", "REVOKED")


def test_at_the_very_second_of_the_revocation_it_is_revoked_by_crl_as_by_ocsp(
    pki: DemoPki, policy: VerificationPolicy, bare: VerificationPolicy
) -> None:
    root = replace(bare, crls=(pki.crl("root"),))
    by_crl = judged(pki.revoked, policy, at=pki.revoked_at, case=PROVEN)
    by_ocsp = judged(pki.revoked, root, at=pki.revoked_at, case=PROVEN, ocsps=(pki.ocsp(pki.revoked),))

    assert told(by_crl)[0] == told(by_ocsp)[0] == "REVOKED_NO_POE"
    assert (by_crl.revocation.source, by_ocsp.revocation.source) == ("crl", "ocsp")


def test_a_revoked_authority_takes_its_signers_along(pki: DemoPki, bare: VerificationPolicy) -> None:
    issued = pki.at - DAY
    root_crl = issue_crl(pki.root, number=2, updates=(issued, issued + 30 * DAY), revoked=((pki.sub, issued - DAY),))
    result = judged(pki.leader, replace(bare, crls=(root_crl, pki.crl("sub"))))

    assert told(result) == ("REVOKED_CA_NO_POE", "chain.revoked", True)


@pytest.mark.parametrize("label", ["leader", "revoked"])
def test_ocsp_from_the_document_says_good_or_revoked(pki: DemoPki, bare: VerificationPolicy, label: str) -> None:
    identity: Identity = getattr(pki, label)
    result = judged(identity, replace(bare, crls=(pki.crl("root"),)), ocsps=(pki.ocsp(identity),))

    assert told(result)[0] == (None if label == "leader" else "REVOKED_NO_POE")
    assert [(axis.source, axis.origin) for axis in result.revocations] == [("ocsp", "document"), ("crl", "file")]


def test_a_crl_that_says_revoked_beats_an_older_ocsp_response_that_says_good(
    pki: DemoPki, policy: VerificationPolicy
) -> None:
    old = pki.ocsp(pki.revoked, at=pki.revoked_at - DAY)
    moment = pki.revoked_at + 10 * DAY

    assert told(judged(pki.revoked, policy, at=moment, case=PROVEN, ocsps=(old,)))[0] == "REVOKED_NO_POE"


def test_an_answer_about_another_certificate_says_nothing(pki: DemoPki, bare: VerificationPolicy) -> None:
    result = judged(pki.leader, replace(bare, crls=(pki.crl("root"),)), ocsps=(pki.ocsp(pki.agency),))

    assert told(result) == ("TRY_LATER", "chain.revocation-none", False)


def test_an_answer_by_somebody_without_the_right_to_answer_is_not_used(pki: DemoPki, bare: VerificationPolicy) -> None:
    updates = (pki.at - DAY, pki.at + DAY)
    answer = issue_ocsp(pki.leader.certificate, pki.sub.certificate, pki.agency, updates=updates)
    result = judged(pki.leader, replace(bare, crls=(pki.crl("root"),)), ocsps=(answer,))

    assert told(result) == ("TRY_LATER", "chain.revocation-unusable", False)


def test_stale_data_is_not_enough(pki: DemoPki, policy: VerificationPolicy) -> None:
    result = judged(pki.leader, policy, at=pki.at + 60 * DAY)

    assert told(result) == ("TRY_LATER", "chain.revocation-stale", False)
    assert result.revocation.fresh is False
    assert result.revocation.reason is not None
    assert "01/04/2026" in result.revocation.reason.message


def test_data_issued_after_a_moment_that_is_not_proven_says_nothing_about_it(
    pki: DemoPki, policy: VerificationPolicy
) -> None:
    result = judged(pki.leader, policy, at=pki.at - 20 * DAY)

    assert told(result) == ("TRY_LATER", "chain.revocation-too-new", False)


def test_a_list_by_the_attackers_key_is_not_used(pki: DemoPki, bare: VerificationPolicy) -> None:
    updates = (pki.at - DAY, pki.at + DAY)
    forged = issue_crl(pki.evil_sub, number=1, updates=updates)
    result = judged(pki.leader, replace(bare, crls=(pki.crl("root"), forged)))

    assert told(result) == ("TRY_LATER", "chain.revocation-unusable", False)


def test_broken_data_is_told_and_left_out(pki: DemoPki, policy: VerificationPolicy) -> None:
    result = judged(pki.leader, policy, crls=(b"", pki.crl("sub")[:-1]), ocsps=(b"\x30\x03\x0a\x01\x06", b"\x30\x00"))

    assert result.failure is None
    assert [note.key for note in result.notes] == ["chain.revocation-broken"] * 4
    empty = ocsp.OCSPResponse.load(pki.ocsp(pki.leader))
    empty["response_bytes"]["response"].parsed["tbs_response_data"]["responses"] = []
    nothing = judged(pki.leader, policy, ocsps=(empty.dump(force=True),)).notes[0].message
    assert "an OCSP response without an answer" in nothing
    assert "try_later" in judged(pki.leader, policy, ocsps=(b"\x30\x03\x0a\x01\x03",)).notes[0].message


# --- what certvalidator does not ask ---------------------------------------------------------------


def expired_list(pki: DemoPki, *, keeps: dt.datetime | None) -> bytes:
    """A list of `sub`, issued after `expired` ended; *keeps* is its expiredCertsOnCRL (X.509, 9.5.2.8)."""
    issued = pki.at - DAY
    plain = asn1_crl.CertificateList.load(issue_crl(pki.sub, number=3, updates=(issued, issued + 30 * DAY)))
    if keeps is None:
        return bytes(plain.dump())
    extension = {"extn_id": "2.5.29.60", "critical": False, "extn_value": GeneralizedTime(keeps).dump()}
    plain["tbs_cert_list"]["crl_extensions"].append(extension)
    signed = plain["tbs_cert_list"].dump(force=True)
    assert isinstance(pki.sub.key, ec.EllipticCurvePrivateKey)
    plain["signature"] = pki.sub.key.sign(signed, ec.ECDSA(hashes.SHA256()))
    return bytes(plain.dump(force=True))


@pytest.mark.parametrize("keeps", [False, True])
def test_a_list_issued_after_the_certificate_expired_says_nothing_unless_it_keeps_expired_ones(
    pki: DemoPki, bare: VerificationPolicy, keeps: bool
) -> None:
    """Stamped in time, expired since: a list of today no longer names it, revoked or not."""
    moment = pki.at - 150 * DAY
    listed = expired_list(pki, keeps=pki.at - 1000 * DAY if keeps else None)
    result = judged(pki.expired, replace(bare, crls=(pki.crl("root"), listed)), at=moment, case=PROVEN)

    expected = (None, "chain.not-revoked", True) if keeps else ("TRY_LATER", "chain.revocation-after-expiry", False)
    assert told(result) == expected


def test_a_list_issued_in_time_is_enough_whatever_came_later(pki: DemoPki, bare: VerificationPolicy) -> None:
    moment = pki.at - 150 * DAY
    in_time = pki.crl("sub", at=moment + DAY)
    lists = (pki.crl("root"), in_time, expired_list(pki, keeps=None))
    result = judged(pki.expired, replace(bare, crls=lists), at=moment, case=PROVEN)

    assert told(result) == (None, "chain.not-revoked", True)
    assert result.revocation.this_update == moment + DAY


def test_a_list_signed_with_sha1_is_not_used_where_sha1_is_not_taken(rsa_pki: DemoPki) -> None:
    crl = asn1_crl.CertificateList.load(rsa_pki.crl("sub"))
    crl["tbs_cert_list"]["signature"] = crl["signature_algorithm"] = {"algorithm": "sha1_rsa"}
    signed = crl["tbs_cert_list"].dump(force=True)
    assert isinstance(rsa_pki.sub.key, rsa.RSAPrivateKey)
    crl["signature"] = rsa_pki.sub.key.sign(signed, padding.PKCS1v15(), hashes.SHA1())
    weak = bytes(crl.dump(force=True))
    policy = VerificationPolicy(
        trust=TrustStore.load(rsa_pki.root.der), at=rsa_pki.at, crls=(rsa_pki.crl("root"), weak)
    )

    assert told(judged(rsa_pki.leader, policy)) == ("TRY_LATER", "chain.revocation-weak", False)
    assert judged(rsa_pki.leader, replace(policy, preset="archive")).failure is None
