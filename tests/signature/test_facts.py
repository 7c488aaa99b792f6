"""What the parts of the signature layer hand to each other."""

from __future__ import annotations

from edoc.signature.axes import Chain, Revocation
from edoc.signature.check import Outcome
from edoc.signature.facts import EvidenceItem, Facts, Failure, PathResult
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.model import Role
from edoc.signature.said import Said


def test_facts_say_nothing_that_was_not_found() -> None:
    facts = Facts(location="envelope", format="xmldsig")
    assert (facts.failure, facts.signature_ok, facts.certificate, facts.role) == (None, None, None, Role.UNKNOWN)
    assert facts.coverage.outcome == facts.modifications.outcome == facts.time.outcome == Outcome.NOT_RUN


def test_a_path_says_why_there_is_none_and_what_was_looked_at() -> None:
    failure = Failure(
        indication=Indication.INDETERMINATE,
        sub_indication=SubIndication.NO_CERTIFICATE_CHAIN_FOUND,
        said=Said.of("signature.outcome-failed"),
    )
    item = EvidenceItem(kind="certificate", der=b"0", origin="document")
    path = PathResult(failure=failure, chain=Chain(), revocation=Revocation(), evidence=(item,))
    assert path.failure is failure
    assert path.evidence == (item,)
