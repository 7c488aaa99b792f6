"""What a verdict rested on, saved and replayed offline to the same verdict."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from signed_packages import policy_of, signed_by
from throwaway import pdf

import edoc
from edoc.errors import FieldError, OutputExistsError, UsageError
from edoc.schemas import schema_text
from edoc.signature.algorithms import algorithm_policy
from edoc.signature.evidence import SignatureEvidence, purge
from edoc.signature.policy import RevocationMode
from edoc.signature.trust import TrustStore
from edoc.testing import sample_package
from edoc.testing.tsa import DemoTsa

if TYPE_CHECKING:
    from pathlib import Path

    from edoc.testing.pki import DemoPki

SCHEMA = json.loads(schema_text("signature-evidence"))


@pytest.mark.parametrize("who", ["leader", "agency", "expired", "revoked", "orphan"])
def test_the_same_verdict_comes_out_offline(who: str, pki: DemoPki, tmp_path: Path) -> None:
    data = signed_by(getattr(pki, who))
    policy = policy_of(pki)
    result = edoc.verify(data, policy=policy)
    SignatureEvidence.of(result, policy).save(tmp_path / "e.json")
    evidence = SignatureEvidence.load(tmp_path / "e.json")
    jsonschema.validate(evidence.to_json_dict(), SCHEMA)
    again = evidence.replay(data)
    assert again.indication == result.indication
    wanted, got = ([entry.to_json() for entry in (one,)] for one in (_Verdict(result), _Verdict(again)))
    assert got == wanted
    assert evidence.checker == f"edoc {edoc.__version__}"
    assert evidence.policy.at == pki.at


class _Verdict:
    """What a verdict says, but for when it was given and where material came from."""

    def __init__(self, result: edoc.VerificationResult) -> None:
        self.result = result

    def to_json(self) -> object:
        keep = {"location", "indication", "sub_indication", "role", "integrity", "coverage", "time", "profiles"}
        return [entry.model_dump(mode="json", include=keep) for entry in self.result.signatures]


def test_another_package_or_changed_evidence_is_refused(pki: DemoPki) -> None:
    policy = policy_of(pki)
    evidence = SignatureEvidence.of(edoc.verify(signed_by(pki.leader), policy=policy), policy)
    with pytest.raises(UsageError, match="not the package that was judged"):
        evidence.replay(signed_by(pki.agency))
    first = evidence.material[0].model_copy(update={"der": evidence.anchors[0].der})
    with pytest.raises(UsageError, match="not the one that was saved"):
        evidence.model_copy(update={"material": (first,)}).to_policy()


def test_nothing_but_a_result_of_verify_is_kept(pki: DemoPki) -> None:
    result = edoc.verify(signed_by(pki.leader)).model_copy(update={"sha256": None})
    with pytest.raises(UsageError, match=r"only a result of edoc\.verify"):
        SignatureEvidence.of(result, edoc.VerificationPolicy())


def test_without_trust_there_are_no_roots_to_keep(pki: DemoPki) -> None:
    policy = edoc.VerificationPolicy(at=pki.at)
    evidence = SignatureEvidence.of(edoc.verify(signed_by(pki.leader), policy=policy), policy)
    assert evidence.anchors == ()
    assert {entry.kind for entry in evidence.material} == {"certificate"}


def test_evidence_is_not_overwritten_unless_told(pki: DemoPki, tmp_path: Path) -> None:
    policy = policy_of(pki)
    evidence = SignatureEvidence.of(edoc.verify(signed_by(pki.leader), policy=policy), policy)
    evidence.save(tmp_path / "e.json")
    with pytest.raises(OutputExistsError):
        evidence.save(tmp_path / "e.json")
    evidence.save(tmp_path / "e.json", overwrite=True)


def test_what_is_purged_leaves_a_tombstone(pki: DemoPki, tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    policy = policy_of(pki)
    evidence = SignatureEvidence.of(edoc.verify(signed_by(pki.leader), policy=policy), policy)
    evidence.save(path)
    with pytest.raises(UsageError, match="without a reason"):
        purge(path, reason=" ")
    day = dt.datetime(2036, 1, 5, tzinfo=edoc.VIETNAM)
    stone = purge(path, reason="hết thời hạn bảo quản", at=day)
    assert (stone.package_sha256, stone.indication, stone.purged_at) == (evidence.package_sha256, "TOTAL_PASSED", day)
    left = json.loads(path.read_text("utf-8"))
    jsonschema.validate(left, SCHEMA)
    assert left["schema"] == "edoc/evidence-tombstone/1"
    assert "material" not in left
    with pytest.raises(FieldError):
        purge(path, reason="lần nữa")


def told(result: edoc.VerificationResult) -> dict[str, Any]:
    """All that a result says, but for when it was asked."""
    return result.model_dump(mode="json", exclude={"checked_at"})


def stale(pki: DemoPki) -> tuple[bytes, ...]:
    return (pki.crl("root"), pki.crl("sub", at=pki.at - dt.timedelta(days=90)))


@pytest.mark.parametrize(
    ("who", "root", "change"),
    [
        ("leader", "root", lambda pki: {"trust": TrustStore.load(pki.root.der, group="state")}),
        ("public_agency", "public_root", lambda pki: {"crls": (pki.crl("public_root"), pki.crl("public_sub"))}),
        ("leader", "root", lambda pki: {"crls": stale(pki)}),
        ("leader", "root", lambda pki: {"crls": stale(pki), "revocation": RevocationMode.IF_AVAILABLE}),
        ("leader", "root", lambda pki: {"crls": (pki.crl("root"), pki.crl("sub", at=pki.at + dt.timedelta(days=5)))}),
        ("leader", "root", lambda pki: {"ocsps": (pki.ocsp(pki.leader),), "crls": (pki.crl("root"),)}),
        ("g1_leader", "g1_root", lambda pki: {"crls": (pki.crl("g1_root"), pki.crl("g1_sub"))}),
    ],
    ids=["a group", "public", "stale", "stale and not asked for", "too new", "ocsp", "sha-1"],
)
def test_every_word_of_a_verdict_comes_out_again(who: str, root: str, change: Any, pki: DemoPki) -> None:
    sha1 = algorithm_policy("current").until(dt.date(2027, 1, 1), digest="sha1")
    trust = TrustStore.load(getattr(pki, root).der, group="public" if who == "public_agency" else None)
    policy = policy_of(pki, **{"trust": trust, "algorithms": sha1, **change(pki)})
    data = signed_by(getattr(pki, who))
    result = edoc.verify(data, policy=policy)
    evidence = SignatureEvidence.of(result, policy)
    jsonschema.validate(evidence.to_json_dict(), SCHEMA)
    again = SignatureEvidence.model_validate_json(evidence.model_dump_json(by_alias=True)).replay(data)
    assert told(again) == told(result)


def test_a_proven_time_is_proven_again(key_of: Any, pki: DemoPki) -> None:
    later = pki.at + dt.timedelta(days=10)
    signed = edoc.sign_pdf(pdf(), key_of("leader"), at=pki.at, time_stamper=DemoTsa(pki.tsa, pki.at)).data
    package = sample_package(1).model_copy(update={"attachments": (edoc.Attachment.of(signed, name="a.pdf"),)})
    crls = (pki.crl("root"), pki.crl("sub", at=later))
    policy = policy_of(pki, at=later, intermediates=pki.intermediates, crls=crls)
    result = edoc.verify(package.to_bytes(), policy=policy)
    assert [entry.time.proven for entry in result.signatures] == [pki.at]
    assert told(SignatureEvidence.of(result, policy).replay(package.to_bytes())) == told(result)


@pytest.mark.parametrize("der", ["!!!", "AAA", "é", ""])
def test_evidence_that_is_no_base64_is_not_what_was_saved(der: str, pki: DemoPki) -> None:
    policy = policy_of(pki)
    evidence = SignatureEvidence.of(edoc.verify(signed_by(pki.leader), policy=policy), policy)
    (root,) = evidence.anchors
    with pytest.raises(UsageError, match="not the one that was saved"):
        evidence.model_copy(update={"anchors": (root.model_copy(update={"der": der}),)}).to_policy()
