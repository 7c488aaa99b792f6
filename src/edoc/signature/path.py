"""Is there a valid path from a certificate to a trusted root at that moment, and was nothing on it withdrawn?

EN 319 102-1, clauses 5.2.6 (X.509 certificate validation) and 5.6.2 (past certificate validation); Decree
68/2024/NĐ-CP, Articles 31 and 32. Every question gets its answer, also when another has failed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from edoc.errors import CertificateError
from edoc.limits import DEFAULT_LIMITS
from edoc.signature.algorithms import algorithm_policy
from edoc.signature.authorities import by_name
from edoc.signature.axes import Chain, Revocation
from edoc.signature.check import Outcome
from edoc.signature.facts import Failure, MissingIssuer, PathResult
from edoc.signature.fetching import FetchingRound
from edoc.signature.guarded import taken
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.material import read_material
from edoc.signature.path_judging import judge_path
from edoc.signature.pkix import PathBudgetError, PathRules, build_paths
from edoc.signature.policy import RevocationMode
from edoc.signature.pool import CertificatePool
from edoc.signature.revocation import RevocationQuestion
from edoc.signature.said import Said
from edoc.signature.trust import TrustStore
from edoc.signature.usage import Purpose

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from edoc.limits import Limits
    from edoc.signature.certificate import CertificateFacts
    from edoc.signature.fetching import Fetcher
    from edoc.signature.policy import VerificationPolicy

__all__ = ["PathCase", "PathRules", "Purpose", "validate_path"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathCase:
    """What a caller knows beyond the certificates.

    Args:
        proven: Whether something (a time stamp) proves that the signature existed at the moment of judgement. Then
            revocation data issued later counts for it.
        claimed: Whether the moment of judgement is what the signer says. Then data issued later counts as well, and
            nothing is failed for good: the word of one who may be a thief proves nothing, for or against.
        made_after: A moment that the signature is proven to be younger than (a content time stamp).
        purpose: What the certificate was used for.
        rules: What is asked of certificate policies.
    """

    proven: bool = False
    claimed: bool = False
    made_after: dt.datetime | None = None
    purpose: Purpose = Purpose.SIGNING
    rules: PathRules = field(default_factory=PathRules)


def validate_path(  # noqa: PLR0913 - what a document carries is three kinds of things
    leaf: bytes,
    *,
    at: dt.datetime,
    policy: VerificationPolicy,
    others: Iterable[bytes] = (),
    crls: Iterable[bytes] = (),
    ocsps: Iterable[bytes] = (),
    case: PathCase | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> PathResult:
    """Judge a certificate. Never raises for what the certificates say.

    Args:
        leaf: The certificate, DER.
        at: The moment of judgement: when the signature is proven (or, by some presets, said) to have existed, else
            when it is checked.
        policy: Trust, further certificates, CRLs, OCSP responses, what missing revocation data means, algorithms.
        others: Certificates that the document carried, DER; never trusted.
        crls: CRLs that the document carried, DER.
        ocsps: OCSP responses that the document carried, DER.
        case: What else is known.
        limits: How much is taken from the document, and how far paths are looked for.

    Example:
        >>> from edoc.signature.policy import VerificationPolicy
        >>> from edoc.signature.trust import TrustStore
        >>> from edoc.testing.pki import DemoPki
        >>> pki = DemoPki(keys="ec")
        >>> policy = VerificationPolicy(trust=TrustStore.load(pki.root.der), crls=pki.crls)
        >>> validate_path(pki.leader.der, others=pki.leader.chain_der, at=pki.at, policy=policy).failure
        >>> withdrawn = validate_path(pki.revoked.der, others=pki.revoked.chain_der, at=pki.at, policy=policy)
        >>> withdrawn.failure.sub_indication.value
        'REVOKED_NO_POE'
        >>> lost = validate_path(pki.orphan.der, at=pki.at, policy=policy)
        >>> lost.failure.sub_indication.value, lost.missing.addresses
        ('NO_CERTIFICATE_CHAIN_FOUND', ('http://pki.demo.invalid/cert/hidden_sub.crt',))
    """
    case = case or PathCase()
    pool = CertificatePool(policy.trust if policy.trust is not None else TrustStore())
    try:
        loaded = pool.load(leaf, "document")
    except CertificateError as error:
        said = Said.of("chain.certificate-broken", what=str(error))
        return _failed(SubIndication.NO_SIGNING_CERTIFICATE_FOUND, said)
    certificates, cut = taken(others, limits, "certificates")
    lists, cut_lists = taken(crls, limits, "evidence_items")
    responses, cut_responses = taken(ocsps, limits, "evidence_items")
    pool.add(certificates, "document")
    pool.add(policy.intermediates, "file")
    notes = (*pool.notes, *cut, *cut_lists, *cut_responses)
    carried, broken = read_material(lists, responses, "document")
    given, broken_too = read_material(policy.crls, policy.ocsps, "file")
    question = RevocationQuestion(
        items=(*carried, *given),
        others=pool.others,
        at=at,
        later_counts=case.proven or case.claimed,
        made_after=case.made_after,
        mode=policy.revocation,
        algorithms=policy.algorithms or algorithm_policy(policy.preset),
        # whoever breaks a weak key writes a date at which it was strong: only a proven moment helps
        algorithms_at=policy.moment if case.claimed else at,
    )
    judged = partial(_judged, loaded, pool, case=case, limits=limits)
    result = judged(question)
    if policy.fetcher is not None:
        result, fetched = _with_fetching(result, judged, question, pool, policy.fetcher)
        notes += fetched
    return replace(result, notes=(*notes, *broken, *broken_too, *result.notes))


def _with_fetching(
    result: PathResult,
    judged: Callable[[RevocationQuestion], PathResult],
    question: RevocationQuestion,
    pool: CertificatePool,
    fetcher: Fetcher,
) -> tuple[PathResult, tuple[Said, ...]]:
    """Ask for what is missing and judge again, until nothing more is missing or nothing new comes."""
    asked = FetchingRound(fetcher, pool, revocation=question.mode is not RevocationMode.NONE)
    while asked.helps(result):
        result = judged(replace(question, items=(*question.items, *asked.items)))
    return result, asked.notes


def _judged(
    loaded: Any, pool: CertificatePool, question: RevocationQuestion, case: PathCase, limits: Limits
) -> PathResult:
    most, steps = limits.paths, limits.path_steps
    try:
        paths = build_paths(loaded, pool.roots, pool.others, steps=steps, most=most + 1) if pool.roots else ()
    except PathBudgetError:
        said = Said.of("refusal.limit", **limits.reached("path_steps", f"> {steps:,}"))
        return _failed(SubIndication.CERTIFICATE_CHAIN_GENERAL_FAILURE, said, pool.facts_of(loaded))
    best: PathResult | None = None
    for path in paths[:most]:
        result = judge_path(path, pool, question, case)
        if result.failure is None:
            return result
        if best is None or _rank(result) < _rank(best):
            best = result
    if best is None:
        return _no_path(loaded, pool)
    if len(paths) <= most:
        return best
    said = Said.of("refusal.limit", **limits.reached("paths", f"> {most:,}"))
    return replace(best, notes=(*best.notes, said))


#: Of several paths that fail the one that got farthest is told, the farthest first.
_FARTHEST_FIRST: Final = (
    SubIndication.REVOKED,
    SubIndication.REVOKED_NO_POE,
    SubIndication.TRY_LATER,
    SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
    SubIndication.CRYPTO_CONSTRAINTS_FAILURE,
    SubIndication.EXPIRED,
    SubIndication.NOT_YET_VALID,
    SubIndication.OUT_OF_BOUNDS_NO_POE,
    SubIndication.REVOKED_CA_NO_POE,
    SubIndication.CHAIN_CONSTRAINTS_FAILURE,
    SubIndication.NO_CERTIFICATE_CHAIN_FOUND,
)


def _rank(result: PathResult) -> int:
    assert result.failure is not None
    return _FARTHEST_FIRST.index(result.failure.sub_indication)


def _no_path(loaded: Any, pool: CertificatePool) -> PathResult:
    """Say where the way up ends."""
    known = (*pool.roots, *pool.others)
    seen = [loaded]
    while not seen[-1].self_issued:
        above = next((entry for entry in known if _may_issue(entry, seen[-1]) and entry not in seen), None)
        if above is None:
            break
        seen.append(above)
    chain = tuple(pool.facts_of(entry) for entry in seen)
    top = chain[-1]
    missing: MissingIssuer | None = None
    if not pool.roots:
        said = Said.of("chain.nothing-trusted")
    elif top.self_issued:
        said = Said.of("chain.root-not-trusted", subject=top.subject)
    elif any(entry.subject == seen[-1].issuer for entry in known):
        said = Said.of("chain.other-key", subject=top.subject, issuer=top.issuer)
    else:
        missing = _missing(seen[-1], top)
        said = Said.of("chain.issuer-missing", subject=top.subject, issuer=top.issuer, addresses=_places(missing))
    failed = _failed(SubIndication.NO_CERTIFICATE_CHAIN_FOUND, said, *chain)
    return replace(failed, missing=missing, evidence=tuple(pool.evidence(entry) for entry in seen))


def _may_issue(issuer: Any, certificate: Any) -> bool:
    wanted, offered = certificate.authority_key_identifier, issuer.key_identifier
    return bool(issuer.subject == certificate.issuer) and (not wanted or not offered or wanted == offered)


def _missing(loaded: Any, facts: CertificateFacts) -> MissingIssuer:
    names = loaded.issuer.native.get("common_name")
    known = by_name(names if isinstance(names, str) else "")
    return MissingIssuer(
        name=facts.issuer or "",
        needed_by=facts.subject or "",
        addresses=tuple(dict.fromkeys((*facts.issuer_addresses, *(known.addresses if known else ())))),
        authority=known.key if known else None,
    )


def _places(missing: MissingIssuer) -> str:
    return ", ".join(missing.addresses) or "?"


def _failed(code: SubIndication, said: Said, *chain: CertificateFacts) -> PathResult:
    return PathResult(
        failure=Failure(indication=Indication.INDETERMINATE, sub_indication=code, said=said),
        chain=Chain(outcome=Outcome.INDETERMINATE, certificates=tuple(entry.brief for entry in chain), reason=said),
        revocation=Revocation(outcome=Outcome.NOT_RUN, reason=Said.of("chain.revocation-no-path")),
    )
