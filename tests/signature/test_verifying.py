"""`edoc.verify`: one verdict on a package, with everything that it rests on."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from signed_packages import policy_of, signed_by

import edoc
from edoc.edxml.attachment import Attachment
from edoc.law import ACTS
from edoc.messages import LANGUAGES
from edoc.signature.axes import Coverage, Signer, Time
from edoc.signature.check import Outcome
from edoc.signature.facts import Facts
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.judge import judge
from edoc.signature.legal import legal_value
from edoc.signature.model import LegalValueKind, Role, ScanKind, SignatureResult
from edoc.signature.profiles import GENERAL, PROFILES
from edoc.signature.questions import Question
from edoc.signature.said import Said, in_language
from edoc.signature.trust import TrustStore
from edoc.testing import sample_package, sample_pdf, sample_status

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from edoc.testing.pki import DemoPki

#: What the words of the collection mean as results.
WORDS = {
    "VALID": ("TOTAL_PASSED", None),
    "NO_SIGNATURE_FOUND": ("NO_SIGNATURE", None),
    "FAIL:HASH_FAILURE": ("TOTAL_FAILED", "HASH_FAILURE"),
    "FAIL:SIG_CRYPTO_FAILURE": ("TOTAL_FAILED", "SIG_CRYPTO_FAILURE"),
    "FAIL:FORMAT_FAILURE": ("TOTAL_FAILED", "FORMAT_FAILURE"),
    "FAIL:SIGNED_DATA_NOT_FOUND": ("TOTAL_FAILED", "SIGNED_DATA_NOT_FOUND"),
    "FAIL:algorithm forbidden": ("TOTAL_FAILED", "FORMAT_FAILURE"),
    "FAIL:transform forbidden": ("TOTAL_FAILED", "FORMAT_FAILURE"),
    "FAIL:too many transforms": ("TOTAL_FAILED", "FORMAT_FAILURE"),
    "FAIL:too many references": ("TOTAL_FAILED", "FORMAT_FAILURE"),
    "FAIL:coverage": ("TOTAL_FAILED", "SIG_CONSTRAINTS_FAILURE"),
    "FAIL:signature not where edXML puts it": ("TOTAL_FAILED", "FORMAT_FAILURE"),
    "FAIL: signed element is not THE envelope": ("TOTAL_FAILED", "FORMAT_FAILURE"),
    "core VALID; coverage: envelope only": ("INDETERMINATE", "SIG_CONSTRAINTS_FAILURE"),
    "INDETERMINATE:CRYPTO_CONSTRAINTS_FAILURE": ("INDETERMINATE", "CRYPTO_CONSTRAINTS_FAILURE"),
    "INDETERMINATE:OUT_OF_BOUNDS_NO_POE": ("INDETERMINATE", "OUT_OF_BOUNDS_NO_POE"),
    "INDETERMINATE:NO_SIGNING_CERTIFICATE_FOUND": ("INDETERMINATE", "NO_SIGNING_CERTIFICATE_FOUND"),
}


def attack_policy(shared: Path, **options: object) -> edoc.VerificationPolicy:
    pki = shared / "attacks" / "pki"
    sub = x509.load_pem_x509_certificate((pki / "sub.pem").read_bytes()).public_bytes(Encoding.DER)
    crls = tuple((pki / name).read_bytes() for name in ("root_fresh.crl", "sub_fresh.crl"))
    at = dt.datetime(2026, 12, 1, 8, tzinfo=edoc.VIETNAM)
    given = {"trust": TrustStore.load(pki / "root.pem"), "intermediates": (sub,), "crls": crls, "at": at} | options
    return edoc.VerificationPolicy(**given)  # type: ignore[arg-type]  # the options of a test


@pytest.mark.shared
def test_every_attack_has_exactly_its_expected_outcome(shared: Path) -> None:
    listed = json.loads((shared / "attacks" / "expected.json").read_text("utf-8"))
    names = [name for name in listed if name.startswith(("sig_", "xsw_"))]
    assert len(names) == 32
    for name in names:
        expected = listed[name]["expected"]
        word = max((word for word in WORDS if expected.startswith(word)), key=len)
        result = edoc.verify(shared / "attacks" / name, policy=attack_policy(shared))
        (code,) = [signature.sub_indication for signature in result.signatures] or [None]
        assert (name, result.indication, code) == (name, *WORDS[word])


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("sig_07_edxml_namespace.edxml", "diagnosis.wrong-namespace"),
        ("sig_34_digestinfo_without_null.edxml", "diagnosis.without-null"),
    ],
)
def test_the_diagnosis_that_is_expected_is_given(name: str, key: str, shared: Path) -> None:
    result = edoc.verify(shared / "attacks" / name, policy=attack_policy(shared))
    assert [said.key for said in result.signatures[0].diagnosis] == [key]


@pytest.mark.shared
def test_a_lenient_policy_takes_sha_1_and_says_so(shared: Path) -> None:
    result = edoc.verify(
        shared / "attacks" / "sig_10_sha1.edxml", policy=attack_policy(shared, preset="archive", revocation="none")
    )
    assert result.indication == Indication.TOTAL_PASSED
    assert result.signatures[0].algorithms.outcome == Outcome.WARNING
    assert result.policy == "archive"


@pytest.mark.shared
def test_hidden_direction_marks_in_the_subject_are_told(shared: Path) -> None:
    result = edoc.verify(shared / "attacks" / "sig_37_bidi_in_subject.edxml", policy=attack_policy(shared))
    assert [note.key for note in result.signatures[0].notes] == ["signature.note-bidi"]


def test_a_good_signature_passes_every_check(pki: DemoPki) -> None:
    data = signed_by(pki.leader)
    result = edoc.verify(data, policy=policy_of(pki))
    assert result.indication == Indication.TOTAL_PASSED
    (signature,) = result.signatures
    assert (signature.location, signature.format, signature.role) == ("envelope", "xmldsig", Role.PERSONAL)
    assert signature.sub_indication is None
    assert signature.signer.name == "Trần Thị Mẫu"
    assert signature.role_reason is not None
    axes = (signature.integrity, signature.coverage, signature.chain, signature.revocation, signature.algorithms)
    assert {axis.outcome for axis in axes} == {Outcome.PASSED}
    assert signature.signer.outcome == Outcome.PASSED
    assert signature.time.outcome == Outcome.WARNING
    assert signature.time.judged_at == pki.at
    assert {check.outcome for check in signature.checks if check.id not in {"time", "tt-15-2025.1.5"}} == {
        Outcome.PASSED
    }
    assert result.sha256 == edoc.read(data).source_sha256


def test_without_trust_nothing_passes_and_what_is_broken_is_found(pki: DemoPki) -> None:
    data = signed_by(pki.leader)
    result = edoc.verify(data)
    assert result.indication == Indication.INDETERMINATE
    assert result.signatures[0].sub_indication == SubIndication.NO_CERTIFICATE_CHAIN_FOUND
    broken = edoc.verify(data.replace(b"</edXML:Subject>", b".</edXML:Subject>"))
    assert broken.signatures[0].sub_indication == SubIndication.HASH_FAILURE
    assert broken.signatures[0].integrity.outcome == Outcome.FAILED


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("expired", "OUT_OF_BOUNDS_NO_POE"),
        ("revoked", "REVOKED_NO_POE"),
        ("orphan", "NO_CERTIFICATE_CHAIN_FOUND"),
        ("twin", "NO_CERTIFICATE_CHAIN_FOUND"),
    ],
)
def test_who_signed_decides_what_is_left(who: str, code: str, pki: DemoPki) -> None:
    result = edoc.verify(signed_by(getattr(pki, who)), policy=policy_of(pki))
    (signature,) = result.signatures
    assert (signature.indication, signature.sub_indication) == ("INDETERMINATE", code)
    assert [said.key for said in signature.diagnosis] == (["diagnosis.missing-issuer"] if who == "orphan" else [])


def test_packages_that_were_read_made_or_changed_are_judged_by_their_bytes(pki: DemoPki) -> None:
    data = signed_by(pki.agency)
    read = edoc.read(data)
    assert edoc.verify(read, policy=policy_of(pki)).indication == Indication.TOTAL_PASSED
    changed = read.model_copy(update={"header": read.header.model_copy(update={"subject": "khác"})})
    assert edoc.verify(changed, policy=policy_of(pki)).indication == Indication.TOTAL_FAILED
    for made in (sample_package(), sample_status()):
        assert edoc.verify(made).indication == Indication.NO_SIGNATURE
    assert edoc.verify(sample_status()).legal_value is None


def test_the_acts_stand_side_by_side_with_their_dates(pki: DemoPki) -> None:
    result = edoc.verify(signed_by(pki.leader), policy=policy_of(pki))
    (signature,) = result.signatures
    assert [profile.profile for profile in signature.profiles] == ["tt-41-2017", "nd-68-2024", "tt-15-2025"]
    assert all(profile.applies and profile.outcome is Outcome.PASSED for profile in signature.profiles)
    ids = [check.id for check in signature.checks if check.profile == "tt-15-2025"]
    assert ids == [f"tt-15-2025.{number}" for number in ("1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "2.4")]
    steps = [check.clause for check in signature.checks if check.profile == "tt-41-2017"]
    assert steps == ["Circular 41/2017/TT-BTTTT, Article 7.1"] * 3 + ["Circular 41/2017/TT-BTTTT, Article 7.2"]


@pytest.mark.parametrize(
    ("day", "applies", "notes"),
    [
        (dt.date(2018, 6, 1), [True, False, False], ["note-to-be-repealed", "note-not-yet", "note-not-yet"]),
        (dt.date(2026, 11, 14), [True, True, True], ["note-to-be-repealed", None, None]),
        (dt.date(2026, 11, 15), [False, True, True], ["note-repealed", None, None]),
    ],
)
def test_circular_41_is_reported_as_repealed_from_15_november_2026(
    day: dt.date, applies: list[bool], notes: list[str | None], pki: DemoPki
) -> None:
    at = dt.datetime.combine(day, dt.time(12), edoc.VIETNAM)
    (signature,) = edoc.verify(signed_by(pki.leader), policy=policy_of(pki, at=at)).signatures
    assert [profile.applies for profile in signature.profiles] == applies
    said = [profile.note.key.removeprefix("signature.") if profile.note else None for profile in signature.profiles]
    assert said == notes


def test_the_table_of_acts_asks_only_what_is_answered() -> None:
    assert {question for question, _ in GENERAL} == {*Question}
    assert {profile.act for profile in PROFILES} <= ACTS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_result_is_told_in_either_language(language: str, pki: DemoPki) -> None:
    result = edoc.verify(signed_by(pki.orphan), policy=policy_of(pki))
    told = in_language(result, language)  # type: ignore[arg-type]  # the type of a parameter
    assert told.signatures[0].material == result.signatures[0].material != ()
    assert told.signatures[0].checks[0].message != "" != told.signatures[0].diagnosis[0].message
    again = type(result).model_validate_json(told.model_dump_json(by_alias=True))
    assert again.to_json_dict() == told.to_json_dict()


# --- the judge, by itself


def facts(pki: DemoPki, **changes: object) -> Facts:
    given: dict[str, object] = {
        "location": "attachment:a",
        "format": "pades",
        "certificate": pki.leader.der,
        "others": pki.leader.chain_der,
        "signature_ok": True,
        "coverage": Coverage(outcome=Outcome.PASSED, whole=True),
    }
    return Facts(**given | changes)  # type: ignore[arg-type]  # the fields of a test


def test_a_proven_time_is_the_moment_of_judgement(pki: DemoPki) -> None:
    later = pki.at + dt.timedelta(days=500)  # the certificate is expired by then
    assert judge(facts(pki), policy_of(pki, at=later)).sub_indication == SubIndication.OUT_OF_BOUNDS_NO_POE
    time = Time(outcome=Outcome.PASSED, proven=pki.at, proven_by="CN=TSA")
    result = judge(facts(pki, time=time), policy_of(pki, at=later))
    assert result.indication == Indication.TOTAL_PASSED
    assert result.signing_time == pki.at


def test_a_claimed_time_counts_under_the_circular_alone(pki: DemoPki) -> None:
    later = pki.at + dt.timedelta(days=500)
    time = Time(outcome=Outcome.WARNING, claimed=pki.at)
    assert judge(facts(pki, time=time), policy_of(pki, at=later)).indication == Indication.INDETERMINATE
    circular = policy_of(pki, at=later, preset="circular-41-2017")
    assert judge(facts(pki, time=time), circular).indication == Indication.TOTAL_PASSED


CLAIMING = ("circular-41-2017", "archive")


def claiming(moment: dt.datetime) -> Time:
    return Time(outcome=Outcome.WARNING, claimed=moment)


def notes_of(result: SignatureResult) -> list[str]:
    return [note.key for note in result.notes if note.key.startswith("signature.")]


@pytest.mark.parametrize("preset", CLAIMING)
def test_a_claimed_time_is_told_and_is_no_proof(pki: DemoPki, preset: str) -> None:
    result = judge(facts(pki, time=claiming(pki.at)), policy_of(pki, at=pki.at + dt.timedelta(days=9), preset=preset))
    assert result.indication == Indication.TOTAL_PASSED
    assert result.time.outcome == Outcome.WARNING
    assert (result.time.proven, result.time.judged_by, result.time.judged_at) == (None, "claimed", pki.at)
    assert notes_of(result) == ["signature.time-is-claimed"]


def test_the_result_says_whose_word_the_moment_of_judgement_is(pki: DemoPki) -> None:
    proven = Time(outcome=Outcome.PASSED, proven=pki.at, claimed=pki.at)
    for time, preset, word in (
        (proven, "archive", "proven"),
        (claiming(pki.at), "current", "given"),
        (Time(), "archive", "given"),
    ):
        result = judge(facts(pki, time=time), policy_of(pki, preset=preset))
        assert (result.time.judged_by, notes_of(result)) == (word, [])


@pytest.mark.parametrize("preset", CLAIMING)
@pytest.mark.parametrize(("label", "days"), [("future", 0), ("expired", 0), ("leader", -500)])
def test_a_claim_outside_the_validity_fails_nothing_for_good(pki: DemoPki, preset: str, label: str, days: int) -> None:
    identity = getattr(pki, label)
    moment = pki.at + dt.timedelta(days=days)
    given = facts(pki, certificate=identity.der, others=identity.chain_der, time=claiming(moment))
    result = judge(given, policy_of(pki, preset=preset))
    assert (result.indication, result.sub_indication) == (
        Indication.INDETERMINATE,
        SubIndication.OUT_OF_BOUNDS_NO_POE,
    )
    assert notes_of(result) == ["signature.time-is-claimed"]


def test_a_proven_time_before_the_validity_does_fail(pki: DemoPki) -> None:
    time = Time(outcome=Outcome.PASSED, proven=pki.at)
    result = judge(facts(pki, certificate=pki.future.der, others=pki.future.chain_der, time=time), policy_of(pki))
    assert (result.indication, result.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.NOT_YET_VALID)


@pytest.mark.parametrize("preset", CLAIMING)
def test_a_claim_after_the_revocation_is_undecided(pki: DemoPki, preset: str) -> None:
    given = facts(pki, certificate=pki.revoked.der, others=pki.revoked.chain_der, time=claiming(pki.at))
    result = judge(given, policy_of(pki, preset=preset))
    assert (result.indication, result.sub_indication) == (Indication.INDETERMINATE, SubIndication.REVOKED_NO_POE)


def revoked_since_claim(
    pki: DemoPki, preset: str, reason: x509.ReasonFlags, time: Time | None = None
) -> SignatureResult:
    """Judge a signature that claims a day before its certificate was revoked for *reason*."""
    from edoc.testing.issuing import issue_crl  # noqa: PLC0415 - of these tests

    day = dt.timedelta(days=1)
    listed = ((pki.revoked, pki.revoked_at),)
    crl = issue_crl(pki.sub, number=2, updates=(pki.at - day, pki.at + day), revoked=listed, reason=reason)
    given = facts(
        pki,
        certificate=pki.revoked.der,
        others=pki.revoked.chain_der,
        time=time or claiming(pki.revoked_at - day),
    )
    return judge(given, policy_of(pki, preset=preset, crls=(pki.crl("root"), crl)))


@pytest.mark.parametrize("preset", CLAIMING)
def test_a_certificate_given_up_after_the_claimed_time_passes_and_that_is_told(pki: DemoPki, preset: str) -> None:
    result = revoked_since_claim(pki, preset, x509.ReasonFlags.cessation_of_operation)
    assert result.indication == Indication.TOTAL_PASSED
    assert notes_of(result) == ["signature.time-is-claimed", "signature.revoked-since-claim"]


@pytest.mark.parametrize("preset", CLAIMING)
def test_a_stolen_key_cannot_claim_a_time_before_the_theft(pki: DemoPki, preset: str) -> None:
    result = revoked_since_claim(pki, preset, x509.ReasonFlags.key_compromise)
    assert (result.indication, result.sub_indication) == (Indication.INDETERMINATE, SubIndication.REVOKED_NO_POE)
    assert result.reason is not None
    assert result.reason.key == "signature.stolen-since-claim"
    assert (result.revocation.outcome, result.revocation.revoked_for) == (Outcome.INDETERMINATE, "key_compromise")


def test_a_time_stamp_proves_that_it_was_signed_before_the_theft(pki: DemoPki) -> None:
    time = Time(outcome=Outcome.PASSED, proven=pki.revoked_at - dt.timedelta(days=1))
    result = revoked_since_claim(pki, "circular-41-2017", x509.ReasonFlags.key_compromise, time)
    assert result.indication == Indication.TOTAL_PASSED
    assert result.time.judged_by == "proven"


def test_a_claimed_time_to_come_is_not_taken(pki: DemoPki) -> None:
    given = facts(
        pki,
        certificate=pki.future.der,
        others=pki.future.chain_der,
        time=claiming(pki.at + dt.timedelta(days=200)),
    )
    result = judge(given, policy_of(pki, preset="archive"))
    assert result.sub_indication == SubIndication.OUT_OF_BOUNDS_NO_POE
    assert result.time.judged_by == "given"


def test_a_certificate_that_cannot_be_read_is_none(pki: DemoPki) -> None:
    for certificate, key in ((None, "no-certificate"), (b"x", "certificate-damaged")):
        result = judge(facts(pki, certificate=certificate), policy_of(pki))
        assert result.sub_indication == SubIndication.NO_SIGNING_CERTIFICATE_FOUND
        assert result.reason is not None
        assert result.reason.key == f"signature.{key}"
        assert result.signer == Signer()


def test_weak_algorithms_name_the_reason(pki: DemoPki) -> None:
    from edoc.signature.axes import AlgorithmUse  # noqa: PLC0415 - of this test

    used = (AlgorithmUse(use="digest", name="sha1"), AlgorithmUse(use="canonicalisation", name="c14n-1.0"))
    result = judge(facts(pki, algorithms=used), policy_of(pki))
    assert result.sub_indication == SubIndication.CRYPTO_CONSTRAINTS_FAILURE
    circular = judge(facts(pki, algorithms=used), policy_of(pki, preset="circular-41-2017"))
    assert circular.sub_indication == SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE
    assert result.algorithms.outcome == Outcome.FAILED


@pytest.mark.parametrize("preset", ["circular-41-2017", "archive"])
def test_a_date_that_is_claimed_makes_no_weak_algorithm_strong(pki: DemoPki, preset: str) -> None:
    from edoc.signature.algorithms import AlgorithmPolicy, AlgorithmRule, algorithm_policy  # noqa: PLC0415 - likewise
    from edoc.signature.axes import AlgorithmUse  # noqa: PLC0415 - of this test

    last = (pki.at - dt.timedelta(days=30)).date()
    table = AlgorithmPolicy(
        name="until then",
        rules=(
            *algorithm_policy("current").rules,
            AlgorithmRule(digests=("sha1",), until=last, warned=True),
            AlgorithmRule(key="rsa", bits=1024, until=last, warned=True),
        ),
    )
    policy = policy_of(pki, preset=preset, algorithms=table)
    before = pki.at - dt.timedelta(days=40)
    for weak in (AlgorithmUse(use="digest", name="sha1"), AlgorithmUse(use="key", name="rsa", bits=1024)):
        claimed = judge(facts(pki, algorithms=(weak,), time=claiming(before)), policy)
        assert claimed.sub_indication == SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE
        assert (claimed.time.judged_by, claimed.time.judged_at) == ("claimed", before)
        proven = judge(facts(pki, algorithms=(weak,), time=Time(outcome=Outcome.PASSED, proven=before)), policy)
        assert proven.indication == Indication.TOTAL_PASSED
        assert proven.algorithms.outcome == Outcome.WARNING


def test_the_place_says_the_role_where_the_certificate_does_not(pki: DemoPki, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Said.of("signature.passed")
    given = facts(pki, role=Role.ORGANISATION, role_reason=said)
    assert judge(given, policy_of(pki)).role == Role.PERSONAL
    monkeypatch.setattr("edoc.signature.judge.role_of", lambda _facts: (Role.UNKNOWN, said))
    assert judge(given, policy_of(pki)).role == Role.ORGANISATION


# --- attachments


def with_pdf(content: bytes) -> edoc.DocumentPackage:
    draft = sample_package(1)
    return draft.with_attachments([Attachment.of(content, name="a.pdf", content_id="a")])


def test_what_cannot_be_looked_at_leaves_the_package_undecided() -> None:
    assert edoc.verify(with_pdf(sample_pdf())).indication == Indication.NO_SIGNATURE
    assert edoc.verify(with_pdf(b"%PDF-1.7 /ByteRange [")).indication == Indication.INDETERMINATE
    result = edoc.verify(with_pdf(b"%PDF-1.7 /ByteRange ["), limits=edoc.Limits(verified_bytes=8))
    assert result.indication == Indication.INDETERMINATE
    assert [said.params["name"] for said in result.not_run] == ["a.pdf"]
    assert "the limit verified_bytes = 8 is exceeded: 21" in result.not_run[0].message


# --- legal value


def on_main(role: Role, indication: str = "TOTAL_PASSED", name: str = "Sở Mẫu", place: str = "a") -> SignatureResult:
    return SignatureResult(
        location=f"attachment:{place}",
        format="pades",
        role=role,
        indication=Indication(indication),
        signer=Signer(name=name),
        reason=Said.of("signature.passed"),
    )


PERSON, AGENCY, UNKNOWN = Role.PERSONAL, Role.ORGANISATION, Role.UNKNOWN


@pytest.mark.parametrize(
    ("signatures", "value", "kind"),
    [
        ([], "reference_only", None),
        ([on_main(PERSON), on_main(AGENCY)], "original", "a"),
        ([on_main(PERSON)], "reference_only", "a"),
        ([on_main(AGENCY, name="SỞ  mẫu")], "equivalent", "b"),
        ([on_main(AGENCY, name="Ủy ban nhân dân xã Mẫu")], "equivalent", "c"),
        ([on_main(AGENCY, name="Ai đó")], "undecided", None),
        ([on_main(UNKNOWN)], "undecided", None),
        ([on_main(PERSON), on_main(AGENCY, "INDETERMINATE")], "undecided", None),
        ([on_main(PERSON, "TOTAL_FAILED"), on_main(AGENCY)], "reference_only", None),
        ([on_main(PERSON, place="b"), on_main(AGENCY, place="b")], "reference_only", None),
    ],
)
def test_the_legal_value_follows_from_who_signed_the_document(
    signatures: list[SignatureResult], value: str, kind: str | None
) -> None:
    package = edoc.DocumentPackage.new(
        sender={"organ_id": "H49.15", "organ_name": "Sở Mẫu"},
        recipients=[{"organ_id": "H49.16", "organ_name": "Ủy ban nhân dân xã Mẫu"}],
        code="05/SM-VP",
        subject="V/v",
        attachments=[Attachment.of(b"x", name="a.pdf", content_id="a")],
    )
    worth = legal_value(package, signatures)
    assert (worth.value, worth.kind) == (LegalValueKind(value), ScanKind(kind) if kind else None)
    assert worth.reasons[0].message == "the document is a.pdf, the first attachment"
    assert "Article 5.1" in worth.clause
    empty = package.with_attachments([])
    assert legal_value(empty, signatures).reasons[0].key == "signature.worth-no-main"


def test_an_attachment_that_cannot_be_decoded_is_told(tampered: Callable[[bytes], bytes]) -> None:
    result = edoc.verify(tampered(sample_package(1).to_bytes()))
    assert result.indication == Indication.INDETERMINATE
    assert result.not_run


@pytest.fixture
def tampered() -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        start = data.index(b">", data.index(b"ContentTransferEncoded")) + 1
        return data[:start] + b"!!!!" + data[start + 4 :]

    return change
