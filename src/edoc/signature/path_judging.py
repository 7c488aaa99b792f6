"""Judge one path: structure, scope of use, dates, algorithms, revocation; the gravest failure counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from edoc.signature.algorithms import use_of
from edoc.signature.authorities import TrustGroup
from edoc.signature.axes import Chain, Revocation
from edoc.signature.check import Outcome
from edoc.signature.facts import EvidenceItem, Failure, PathResult
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.moments import shown_moment
from edoc.signature.pkix import Fault, structure_fault
from edoc.signature.revocation import judge_revocation
from edoc.signature.said import Said
from edoc.signature.usage import usage_fault

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from edoc.signature.algorithms import AlgorithmPolicy
    from edoc.signature.axes import AlgorithmUse
    from edoc.signature.certificate import CertificateFacts
    from edoc.signature.path import PathCase
    from edoc.signature.pool import CertificatePool
    from edoc.signature.revocation import RevocationAnswer, RevocationQuestion

__all__ = ["judge_path"]


def judge_path(path: Any, pool: CertificatePool, question: RevocationQuestion, case: PathCase) -> PathResult:
    """Judge a path that leads to a trusted root."""
    below = [path[index] for index in range(path.pkix_len, 0, -1)]
    root_der = pool.der_of(path.trust_anchor.authority.certificate)
    chain = tuple(pool.facts_of(entry) for entry in below)
    root = pool.facts_of(path.trust_anchor.authority.certificate)
    leaf = chain[0] if chain else root
    anchor = pool.trust.find(root_der)
    group = anchor.group if anchor is not None else TrustGroup.CUSTOM
    structure = _structure(path, case)
    answers = () if structure is not None else _answers(path, chain, question)
    uses, weak = _algorithms(chain, question.algorithms, question.algorithms_at)
    failure = next(
        (
            found
            for found in (
                structure,
                _usage(leaf, case),
                next((answer.failure for answer in answers if answer.axis.outcome is Outcome.FAILED), None),
                _dates(chain, question.at, case),
                weak,
                next((answer.failure for answer in answers if answer.failure is not None), None),
            )
            if found is not None
        ),
        None,
    )
    notes = tuple(_notes(root, question.at))
    broken = structure or _usage(leaf, case) or _dates(chain, question.at, case)
    return PathResult(
        failure=failure,
        chain=Chain(
            outcome=Outcome.PASSED if broken is None else Outcome.INDETERMINATE,
            certificates=tuple(entry.brief for entry in (*chain, root)),
            anchor=root.subject,
            anchor_group=group.value,
            reason=broken.said if broken is not None else None,
        ),
        revocation=_worst(answers),
        algorithms=uses,
        evidence=tuple(_evidence([*below, path.trust_anchor.authority.certificate], pool, answers)),
        revocations=tuple(answer.axis for answer in answers),
        notes=notes,
    )


def _structure(path: Any, case: PathCase) -> Failure | None:
    fault = structure_fault(path, case.rules)
    if fault is None:
        return None
    kind, said = fault
    if kind is Fault.SIGNATURE:
        return _undecided(SubIndication.NO_CERTIFICATE_CHAIN_FOUND, Said.of("chain.signature-wrong", what=said))
    return _undecided(SubIndication.CHAIN_CONSTRAINTS_FAILURE, Said.of("chain.rule-broken", what=said))


def _usage(leaf: CertificateFacts, case: PathCase) -> Failure | None:
    said = usage_fault(leaf, case.purpose)
    return None if said is None else _undecided(SubIndication.CHAIN_CONSTRAINTS_FAILURE, said)


def _answers(
    path: Any, chain: tuple[CertificateFacts, ...], question: RevocationQuestion
) -> tuple[RevocationAnswer, ...]:
    return tuple(judge_revocation(path, path.pkix_len - place, facts, question) for place, facts in enumerate(chain))


def _dates(chain: tuple[CertificateFacts, ...], at: dt.datetime, case: PathCase) -> Failure | None:
    """Compare the moment with every validity; EN 319 102-1, 5.1.3: failed only when the time is proven."""
    for place, facts in enumerate(chain):
        assert facts.not_before is not None
        assert facts.not_after is not None
        name = facts.common_name or facts.subject
        if at > facts.not_after:
            said = Said.of("chain.expired", subject=name, date=shown_moment(facts.not_after), at=shown_moment(at))
            if place == 0 and case.made_after is not None and case.made_after > facts.not_after:
                return Failure(indication=Indication.TOTAL_FAILED, sub_indication=SubIndication.EXPIRED, said=said)
            return _undecided(SubIndication.OUT_OF_BOUNDS_NO_POE, said)
        if at < facts.not_before:
            said = Said.of(
                "chain.not-yet-valid", subject=name, date=shown_moment(facts.not_before), at=shown_moment(at)
            )
            if place == 0 and case.proven:
                code = SubIndication.NOT_YET_VALID
                return Failure(indication=Indication.TOTAL_FAILED, sub_indication=code, said=said)
            return _undecided(SubIndication.OUT_OF_BOUNDS_NO_POE, said)
    return None


def _algorithms(
    chain: tuple[CertificateFacts, ...], algorithms: AlgorithmPolicy, at: dt.datetime
) -> tuple[tuple[AlgorithmUse, ...], Failure | None]:
    """Judge every key below the root and what every certificate is signed with.

    A root's signature over itself proves nothing and is not looked at; its key is the caller's decision.
    """
    uses: list[AlgorithmUse] = []
    failure: Failure | None = None
    for facts in chain:
        judgements = [("key", facts.key_algorithm, algorithms.key(facts.key_algorithm, facts.key_bits, at))]
        digest = facts.signature_digest
        if digest is not None:
            judgements.append(("digest", digest, algorithms.digest(digest, at)))
        for kind, name, judgement in judgements:
            uses.append(use_of(kind, name, judgement, facts.key_bits if kind == "key" else None))
            if judgement.outcome is Outcome.FAILED and failure is None:
                assert judgement.reason is not None
                dated = judgement.banned_since is not None
                code = (
                    SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE
                    if dated
                    else SubIndication.CRYPTO_CONSTRAINTS_FAILURE
                )
                failure = _undecided(code, judgement.reason)
    return tuple(uses), failure


def _notes(root: CertificateFacts, at: dt.datetime) -> Iterator[Said]:
    if root.not_after is not None and at > root.not_after:
        yield Said.of("chain.root-expired", subject=root.subject, date=shown_moment(root.not_after))


def _worst(answers: tuple[RevocationAnswer, ...]) -> Revocation:
    """Give the axis of the signer, unless something above is worse."""
    if not answers:
        return Revocation(outcome=Outcome.NOT_RUN, reason=Said.of("chain.revocation-no-path"))
    order = (Outcome.FAILED, Outcome.INDETERMINATE, Outcome.WARNING, Outcome.NOT_RUN, Outcome.PASSED)
    return min((answer.axis for answer in answers), key=lambda axis: order.index(axis.outcome))


def _evidence(
    certificates: list[Any], pool: CertificatePool, answers: tuple[RevocationAnswer, ...]
) -> Iterator[EvidenceItem]:
    yield from (pool.evidence(entry) for entry in certificates)
    used = {item.der: item for answer in answers for item in answer.used}
    for item in used.values():
        yield EvidenceItem(kind=item.kind, der=item.der, origin=item.origin)


def _undecided(code: SubIndication, said: Said) -> Failure:
    return Failure(indication=Indication.INDETERMINATE, sub_indication=code, said=said)
