"""Facts, path and policy to a verdict: the same way for every format (EN 319 102-1, clause 5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from edoc.errors import CertificateError
from edoc.limits import DEFAULT_LIMITS
from edoc.signature.algorithms import algorithm_policy
from edoc.signature.axes import Algorithms, AlgorithmUse, Chain, Revocation, Signer
from edoc.signature.certificate import read_certificate, role_of, signer_of
from edoc.signature.check import Outcome
from edoc.signature.claims import on_the_signers_word
from edoc.signature.facts import EvidenceItem, Failure
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.model import Role, SignatureResult
from edoc.signature.moments import in_vietnam
from edoc.signature.path import PathCase, validate_path
from edoc.signature.profiles import general_rows, profile_results
from edoc.signature.questions import DIGEST_NAME, answers, integrity_of
from edoc.signature.said import Said

if TYPE_CHECKING:
    import datetime as dt

    from edoc.limits import Limits
    from edoc.signature.algorithms import AlgorithmPolicy, Judgement
    from edoc.signature.budget import Budget
    from edoc.signature.certificate import CertificateFacts
    from edoc.signature.facts import Facts, PathResult
    from edoc.signature.policy import VerificationPolicy

__all__ = ["judge", "judge_within", "judged_algorithms"]


def judge_within(facts: Facts, policy: VerificationPolicy, budget: Budget) -> SignatureResult:
    """Judge one signature as long as there is time; what could not be judged in it is undecided.

    Args:
        facts: What was found in it.
        policy: What it is judged by; has a moment.
        budget: What judging may use. Asking the network has no time of its own, but that for the whole package.
    """
    waiting = policy.fetcher is not None
    result, failure = budget.tried(lambda: judge(facts, policy, limits=budget.limits), waiting=waiting)
    if result is not None:
        return result
    return judge(replace(facts, failure=facts.failure or failure, certificate=None), policy)


def judge(
    facts: Facts, policy: VerificationPolicy, case: PathCase | None = None, *, limits: Limits = DEFAULT_LIMITS
) -> SignatureResult:
    """Judge one signature.

    Args:
        facts: What was found in it.
        policy: What it is judged by; has a moment.
        case: What the format knows of the path; None stands for what *facts* say of the time.
        limits: How far paths are looked for.
    """
    time = facts.time
    said = time.claimed if time.claimed is not None and time.claimed <= policy.moment else None  # nobody signs tomorrow
    if said is not None and facts.made_after is not None and said < facts.made_after:
        said = None  # what it signs over did not exist then
    claimed = said if policy.rules.claimed_time else None
    at = time.proven or claimed or policy.moment
    on_word = time.proven is None and claimed is not None
    certificate = _certificate(facts)
    path = None
    if certificate is not None:
        known = PathCase(proven=time.proven is not None, claimed=on_word, made_after=facts.made_after)
        path = _path(facts, policy, at, case or known, limits)
        if on_word:
            path = on_the_signers_word(path, lambda: _path(facts, policy, policy.moment, PathCase(), limits))
    used, weak = judged_algorithms(facts.algorithms, policy, policy.moment if on_word else at)
    word = "claimed" if on_word else "given" if time.proven is None else "proven"
    time = time.model_copy(update={"judged_at": in_vietnam(at), "judged_by": word})
    failure = _failure(facts, certificate, weak, path)
    answered = answers(facts, certificate, path, (*used, *(path.algorithms if path else ())), time, at)
    signed = time.proven or time.claimed
    profiles, rows = profile_results(answered, in_vietnam(time.proven or said or policy.moment).date())
    role, reason = _role(facts, certificate)
    result = SignatureResult(
        location=facts.location,
        format=facts.format,
        name=facts.name,
        role=role,
        role_reason=reason,
        indication=Indication.TOTAL_PASSED if failure is None else failure.indication,
        sub_indication=None if failure is None else failure.sub_indication,
        reason=Said.of("signature.passed") if failure is None else failure.said,
        signer=_signer(certificate, path),
        signing_time=None if signed is None else in_vietnam(signed),
        integrity=integrity_of(facts),
        coverage=facts.coverage,
        chain=path.chain if path else Chain(),
        revocation=path.revocation if path else Revocation(),
        time=time,
        algorithms=Algorithms(outcome=_worst_use(used), used=(*used, *(path.algorithms if path else ()))),
        modifications=facts.modifications,
        checks=(*general_rows(answered), *rows, *facts.checks),
        profiles=profiles,
        notes=(*facts.notes, *(path.notes if path else ())),
        diagnosis=_missing_issuer(path),
    )
    return result.with_material(_material(facts, path))


def _certificate(facts: Facts) -> CertificateFacts | None:
    try:
        return None if facts.certificate is None else read_certificate(facts.certificate)
    except CertificateError:
        return None


def _path(facts: Facts, policy: VerificationPolicy, at: dt.datetime, case: PathCase, limits: Limits) -> PathResult:
    assert facts.certificate is not None
    return validate_path(
        facts.certificate,
        at=at,
        policy=policy,
        others=facts.others,
        crls=facts.crls,
        ocsps=facts.ocsps,
        case=case,
        limits=limits,
    )


def _failure(
    facts: Facts, certificate: CertificateFacts | None, weak: Failure | None, path: PathResult | None
) -> Failure | None:
    """What decides: the signature itself, then who signed, then how strongly, then the path."""
    if facts.failure is not None:
        return facts.failure
    if certificate is None:
        return Failure(
            indication=Indication.INDETERMINATE,
            sub_indication=SubIndication.NO_SIGNING_CERTIFICATE_FOUND,
            said=Said.of("signature.no-certificate" if facts.certificate is None else "signature.certificate-damaged"),
        )
    return weak or (path.failure if path is not None else None)


def judged_algorithms(
    algorithms: tuple[AlgorithmUse, ...], policy: VerificationPolicy, at: dt.datetime
) -> tuple[tuple[AlgorithmUse, ...], Failure | None]:
    """Judge what a signature itself uses; what its path uses is judged with the path.

    Args:
        algorithms: What is used.
        policy: What is taken, by date.
        at: The moment of use.

    Returns:
        The same with their outcomes, and why they do not pass.
    """
    table = policy.algorithms or algorithm_policy(policy.preset)
    used: list[AlgorithmUse] = []
    failure: Failure | None = None
    for use in algorithms:
        judgement = _judged(use, table, at)
        if judgement is None:
            used.append(use)
            continue
        used.append(use.model_copy(update={"outcome": judgement.outcome, "reason": judgement.reason}))
        if judgement.outcome is Outcome.FAILED and failure is None:
            failure = Failure(
                indication=Indication.INDETERMINATE,
                sub_indication=SubIndication.CRYPTO_CONSTRAINTS_FAILURE
                if judgement.banned_since is None
                else SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
                said=judgement.reason or Said.of("signature.algorithms-failed"),
            )
    return tuple(used), failure


def _judged(use: AlgorithmUse, policy: AlgorithmPolicy, at: dt.datetime) -> Judgement | None:
    if use.use == "key":
        return policy.key(use.name, use.bits, at)
    found = DIGEST_NAME.search(use.name.lower()) if use.use in {"digest", "signature"} else None
    return policy.digest(found.group().replace("-", "_"), at) if found else None


def _worst_use(used: tuple[AlgorithmUse, ...]) -> Outcome:
    outcomes = {use.outcome for use in used}
    return next(
        (entry for entry in (Outcome.FAILED, Outcome.WARNING, Outcome.PASSED) if entry in outcomes), Outcome.NOT_RUN
    )


def _role(facts: Facts, certificate: CertificateFacts | None) -> tuple[Role, Said | None]:
    """The certificate says whose it is; where it does not, the place may."""
    role, reason = role_of(certificate) if certificate is not None else (Role.UNKNOWN, None)
    return (
        (facts.role, facts.role_reason) if role is Role.UNKNOWN and facts.role is not Role.UNKNOWN else (role, reason)
    )


def _signer(certificate: CertificateFacts | None, path: PathResult | None) -> Signer:
    if certificate is None or path is None:
        return Signer()
    return signer_of(certificate).model_copy(update={"outcome": path.chain.outcome})


def _missing_issuer(path: PathResult | None) -> tuple[Said, ...]:
    """Say which certificate is missing, and where it is published."""
    if path is None or path.missing is None:
        return ()
    where = ", ".join(path.missing.addresses) or "word:nowhere"
    return (Said.of("diagnosis.missing-issuer", name=path.missing.name, where=where),)


def _material(facts: Facts, path: PathResult | None) -> tuple[EvidenceItem, ...]:
    """Everything that the verdict rests on, each once."""
    own = (
        *(("certificate", der) for der in (facts.certificate, *facts.others) if der is not None),
        *(("crl", der) for der in facts.crls),
        *(("ocsp", der) for der in facts.ocsps),
        *(("token", der) for der in facts.tokens),
    )
    items = [EvidenceItem(kind=kind, der=der, origin="document") for kind, der in own]
    every = (*items, *facts.evidence, *(path.evidence if path is not None else ()))
    return tuple({(item.kind, item.der): item for item in reversed(every)}.values())[::-1]
