"""Paths to trusted roots: every way in which one can fail, and what is said of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from edoc.limits import Limits
from edoc.signature.algorithms import algorithm_policy
from edoc.signature.check import Outcome
from edoc.signature.path import PathCase, PathRules, Purpose, validate_path
from edoc.signature.policy import RevocationMode, VerificationPolicy
from edoc.signature.trust import TrustStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edoc.signature.facts import PathResult
    from edoc.testing.pki import DemoPki, Identity

DAY = dt.timedelta(days=1)


def judged(
    identity: Identity,
    policy: VerificationPolicy,
    at: dt.datetime | None = None,
    case: PathCase | None = None,
    others: Sequence[bytes] | None = None,
) -> PathResult:
    carried = identity.chain_der if others is None else others
    return validate_path(identity.der, others=carried, at=at or policy.moment, policy=policy, case=case)


def verdict(result: PathResult) -> tuple[str, str, str] | None:
    failure = result.failure
    return None if failure is None else (failure.indication.value, failure.sub_indication.value, failure.said.key)


@pytest.mark.parametrize("label", ["leader", "deputy", "agency"])
def test_a_good_signer_passes_with_every_axis_told(pki: DemoPki, policy: VerificationPolicy, label: str) -> None:
    result = judged(getattr(pki, label), policy)

    assert result.failure is None
    assert result.chain.outcome is Outcome.PASSED
    assert [entry.sha256 is not None for entry in result.chain.certificates] == [True, True, True]
    assert (result.chain.anchor, result.chain.anchor_group) == (
        "CN=RootCA chuyên dùng G2 (DEMO),O=Ban Cơ yếu Chính phủ (DEMO),C=VN",
        "state",
    )
    assert (result.revocation.outcome, result.revocation.checked, result.revocation.fresh) == (
        Outcome.PASSED,
        True,
        True,
    )
    assert (result.revocation.source, result.revocation.origin) == ("crl", "file")
    assert result.revocation.this_update == pki.at - DAY
    assert {use.outcome for use in result.algorithms} == {Outcome.PASSED}
    assert [(item.kind, item.origin) for item in result.evidence] == [
        ("certificate", "document"),
        ("certificate", "document"),
        ("certificate", "store"),
        ("crl", "file"),
        ("crl", "file"),
    ]
    assert len(result.revocations) == 2
    assert (result.missing, result.notes) == (None, ())


@pytest.mark.parametrize("label", ["leader", "g1_leader", "g1_agency", "weak"])
def test_rsa_and_the_first_generation_are_judged_by_the_tables_of_algorithms(rsa_pki: DemoPki, label: str) -> None:
    identity: Identity = getattr(rsa_pki, label)
    store = TrustStore.load(rsa_pki.root.der, rsa_pki.g1_root.der)
    crls = (*rsa_pki.crls, rsa_pki.crl("g1_root"), rsa_pki.crl("g1_sub"))
    policy = VerificationPolicy(trust=store, at=rsa_pki.at, crls=crls)
    weak = None if label == "leader" else "CRYPTO_CONSTRAINTS_FAILURE"

    result = judged(identity, policy)
    archive = judged(identity, replace(policy, preset="archive"))

    assert (result.failure.sub_indication.value if result.failure else None) == weak
    assert archive.failure is None
    assert (Outcome.WARNING in {use.outcome for use in archive.algorithms}) is (weak is not None)


def test_an_algorithm_with_a_last_day_fails_for_lack_of_proof_only(rsa_pki: DemoPki) -> None:
    store = TrustStore.load(rsa_pki.g1_root.der)
    policy = VerificationPolicy(trust=store, at=rsa_pki.at, revocation=RevocationMode.NONE, preset="circular-41-2017")

    result = judged(rsa_pki.g1_leader, policy)

    assert verdict(result) == ("INDETERMINATE", "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "chain.weak-since")


def test_a_claimed_moment_makes_no_certificate_stronger(rsa_pki: DemoPki) -> None:
    store = TrustStore.load(rsa_pki.g1_root.der)
    then = dt.datetime(2018, 6, 1, tzinfo=dt.UTC)
    policy = VerificationPolicy(trust=store, at=rsa_pki.at, revocation=RevocationMode.NONE, preset="circular-41-2017")

    def codes(case: PathCase) -> set[Outcome]:
        result = validate_path(
            rsa_pki.g1_leader.der, at=then, policy=policy, others=rsa_pki.g1_leader.chain_der, case=case
        )
        return {use.outcome for use in result.algorithms if use.name == "sha1"}

    assert codes(PathCase(claimed=True)) == {Outcome.FAILED}
    assert codes(PathCase(proven=True)) == {Outcome.WARNING}


# --- dates -----------------------------------------------------------------------------------------


def test_an_expired_certificate_without_proof_is_undecided(pki: DemoPki, policy: VerificationPolicy) -> None:
    assert verdict(judged(pki.expired, policy)) == ("INDETERMINATE", "OUT_OF_BOUNDS_NO_POE", "chain.expired")


def test_an_expired_certificate_with_a_time_stamp_after_its_end_is_undecided_too(
    pki: DemoPki, policy: VerificationPolicy
) -> None:
    result = judged(pki.expired, policy, case=PathCase(proven=True))

    assert verdict(result) == ("INDETERMINATE", "OUT_OF_BOUNDS_NO_POE", "chain.expired")


def test_a_signature_proven_to_be_younger_than_its_certificate_fails(pki: DemoPki, policy: VerificationPolicy) -> None:
    result = judged(pki.expired, policy, case=PathCase(proven=True, made_after=pki.at - DAY))

    assert verdict(result) == ("TOTAL_FAILED", "EXPIRED", "chain.expired")


def test_a_certificate_that_is_not_valid_yet(pki: DemoPki, policy: VerificationPolicy) -> None:
    claimed = judged(pki.future, policy)
    proven = judged(pki.future, policy, case=PathCase(proven=True))

    assert verdict(claimed) == ("INDETERMINATE", "OUT_OF_BOUNDS_NO_POE", "chain.not-yet-valid")
    assert verdict(proven) == ("TOTAL_FAILED", "NOT_YET_VALID", "chain.not-yet-valid")


def test_an_expired_root_is_told_and_does_not_decide(pki: DemoPki, policy: VerificationPolicy) -> None:
    later = pki.at + 3700 * DAY
    result = judged(pki.leader, replace(policy, revocation=RevocationMode.NONE), at=later)

    assert [note.key for note in result.notes] == ["chain.root-expired"]
    assert verdict(result) == ("INDETERMINATE", "OUT_OF_BOUNDS_NO_POE", "chain.expired")


def test_a_signer_may_outlive_nobody_above(pki: DemoPki, policy: VerificationPolicy) -> None:
    """The authority's end counts as the signer's does."""
    old = replace(policy, revocation=RevocationMode.NONE)
    result = judged(pki.tsa, old, at=pki.at + 3650 * DAY + DAY, case=PathCase(purpose=Purpose.TIME_STAMPING))

    assert verdict(result) == ("INDETERMINATE", "OUT_OF_BOUNDS_NO_POE", "chain.expired")


# --- who issued it ---------------------------------------------------------------------------------


def test_without_trust_nobody_passes(pki: DemoPki) -> None:
    result = judged(pki.leader, VerificationPolicy(at=pki.at))

    assert verdict(result) == ("INDETERMINATE", "NO_CERTIFICATE_CHAIN_FOUND", "chain.nothing-trusted")
    assert result.revocation.outcome is Outcome.NOT_RUN


def test_the_packages_own_root_is_never_trusted(pki: DemoPki) -> None:
    policy = VerificationPolicy(trust=TrustStore.load(pki.public_root.der), at=pki.at, crls=pki.crls)
    result = judged(pki.leader, policy, others=[pki.sub.der, pki.root.der])

    assert verdict(result) == ("INDETERMINATE", "NO_CERTIFICATE_CHAIN_FOUND", "chain.root-not-trusted")


def test_intermediates_given_by_the_caller_count_and_are_not_trusted(pki: DemoPki, policy: VerificationPolicy) -> None:
    given = replace(policy, intermediates=(pki.sub.der,))

    assert judged(pki.leader, given, others=[]).failure is None
    assert judged(pki.leader, replace(given, trust=TrustStore()), others=[]).failure is not None


def test_a_missing_issuer_is_named_with_the_place_where_it_is_published(
    pki: DemoPki, policy: VerificationPolicy
) -> None:
    result = judged(pki.orphan, policy)

    assert verdict(result) == ("INDETERMINATE", "NO_CERTIFICATE_CHAIN_FOUND", "chain.issuer-missing")
    assert result.missing is not None
    assert result.missing.name == pki.hidden_sub.certificate.subject.rfc4514_string()
    assert result.missing.addresses == ("http://pki.demo.invalid/cert/hidden_sub.crt",)
    assert result.missing.authority is None


@pytest.mark.parametrize("others", ["none", "evil"])
def test_the_evil_twin_of_a_trusted_authority_is_not_taken_for_it(
    pki: DemoPki, policy: VerificationPolicy, others: str
) -> None:
    carried = [] if others == "none" else [pki.evil_sub.der, pki.evil_root.der]
    result = judged(pki.twin, replace(policy, intermediates=(pki.sub.der,)), others=carried)

    assert verdict(result) is not None
    assert result.failure is not None
    assert result.failure.sub_indication.value == "NO_CERTIFICATE_CHAIN_FOUND"
    assert result.failure.said.key == ("chain.other-key" if others == "none" else "chain.signature-wrong")


def test_an_issuer_whose_key_did_not_sign_is_no_issuer(rsa_pki: DemoPki) -> None:
    """Names and key identifiers fit, the signature does not."""
    policy = VerificationPolicy(trust=TrustStore.load(rsa_pki.root.der), at=rsa_pki.at, revocation=RevocationMode.NONE)
    forged = bytearray(rsa_pki.leader.der)
    forged[-20] ^= 1
    result = validate_path(bytes(forged), others=rsa_pki.leader.chain_der, at=rsa_pki.at, policy=policy)

    assert verdict(result) == ("INDETERMINATE", "NO_CERTIFICATE_CHAIN_FOUND", "chain.signature-wrong")


def test_what_is_no_certificate_at_all_has_no_path(policy: VerificationPolicy) -> None:
    result = validate_path(b"MIIFqTCCBJG", at=policy.moment, policy=policy)

    assert verdict(result) == ("INDETERMINATE", "NO_SIGNING_CERTIFICATE_FOUND", "chain.certificate-broken")


def test_broken_certificates_beside_the_signers_are_told_and_left_out(pki: DemoPki, policy: VerificationPolicy) -> None:
    result = judged(pki.leader, policy, others=[pki.sub.der, pki.sub.der[:-7], b"", pki.sub.der])

    assert result.failure is None
    assert [note.key for note in result.notes] == ["chain.certificate-broken"] * 2


def test_only_so_many_certificates_are_taken_from_a_signature(pki: DemoPki, policy: VerificationPolicy) -> None:
    others = [pki.agency.der, pki.sub.der]
    few = Limits(certificates=1)
    result = validate_path(pki.leader.der, others=others, at=policy.moment, policy=policy, limits=few)

    assert verdict(result) == ("INDETERMINATE", "NO_CERTIFICATE_CHAIN_FOUND", "chain.issuer-missing")
    assert [note.key for note in result.notes] == ["refusal.limit"]


# --- what it is for --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "purpose", "key"),
    [
        ("leader", Purpose.SIGNING, None),
        ("tsa", Purpose.TIME_STAMPING, None),
        ("tsa", Purpose.SIGNING, "chain.usage-extended"),
        ("responder", Purpose.SIGNING, "chain.usage-extended"),
        ("leader", Purpose.TIME_STAMPING, "chain.usage-no-time-stamping"),
        ("sub", Purpose.SIGNING, "chain.usage-authority"),
        ("sub", Purpose.ANY, None),
    ],
)
def test_a_certificate_is_used_for_what_it_is_for(
    pki: DemoPki, policy: VerificationPolicy, label: str, purpose: Purpose, key: str | None
) -> None:
    result = judged(getattr(pki, label), policy, case=PathCase(purpose=purpose))

    expected = None if key is None else ("INDETERMINATE", "CHAIN_CONSTRAINTS_FAILURE", key)
    assert verdict(result) == expected


def test_a_trusted_root_that_signs_documents_itself_is_refused(pki: DemoPki, policy: VerificationPolicy) -> None:
    result = judged(pki.root, policy)

    assert verdict(result) == ("INDETERMINATE", "CHAIN_CONSTRAINTS_FAILURE", "chain.usage-authority")
    assert result.revocations == ()


def test_a_policy_that_is_asked_for_has_to_hold(pki: DemoPki, policy: VerificationPolicy) -> None:
    rules = PathRules(policies=frozenset({"2.16.704.9.9"}), explicit=True)
    result = judged(pki.leader, policy, case=PathCase(rules=rules))

    assert verdict(result) == ("INDETERMINATE", "CHAIN_CONSTRAINTS_FAILURE", "chain.rule-broken")


# --- several paths ---------------------------------------------------------------------------------


def test_of_several_paths_one_that_holds_is_enough(pki: DemoPki, policy: VerificationPolicy) -> None:
    """The evil root is trusted too: the good path still counts, whichever is tried first."""
    assert policy.trust is not None
    both = replace(policy, trust=TrustStore.load(pki.evil_root.der).add(pki.root.der))

    assert judged(pki.leader, both, others=[pki.evil_sub.der, pki.sub.der]).failure is None


def test_of_several_failing_paths_the_one_that_got_farthest_is_told(pki: DemoPki, policy: VerificationPolicy) -> None:
    also_pinned = replace(policy, trust=TrustStore.load(pki.root.der).add(pki.sub.der), crls=(pki.crl("sub"),))
    result = judged(pki.revoked, also_pinned)

    assert verdict(result) == ("INDETERMINATE", "REVOKED_NO_POE", "chain.revoked")


def test_the_table_of_algorithms_may_be_the_callers_own(rsa_pki: DemoPki) -> None:
    own = algorithm_policy("archive")
    policy = VerificationPolicy(
        trust=TrustStore.load(rsa_pki.root.der), at=rsa_pki.at, revocation=RevocationMode.NONE, algorithms=own
    )

    assert judged(rsa_pki.weak, policy).failure is None
