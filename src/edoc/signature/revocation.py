"""Was a certificate withdrawn at that moment? An axis of its own: "not known" is never folded into "good".

Decree 68/2024/NĐ-CP, Article 31.2 (status through CRL or OCSP at the moment of signing); EN 319 102-1, clauses 5.2.5
(freshness) and 5.2.6; RFC 5280, 5.3 and RFC 6960.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from edoc.signature.axes import Revocation
from edoc.signature.check import Outcome
from edoc.signature.facts import Failure
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.moments import in_vietnam, shown_moment
from edoc.signature.policy import RevocationMode
from edoc.signature.said import Said

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from edoc.signature.algorithms import AlgorithmPolicy
    from edoc.signature.certificate import CertificateFacts
    from edoc.signature.material import RevocationItem
    from edoc.signature.pkix import Finding

__all__ = ["RevocationAnswer", "RevocationQuestion", "judge_revocation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationQuestion:
    """What is the same for every certificate of a path.

    Args:
        items: CRLs and OCSP responses at hand.
        others: Certificates that may have signed them, parsed.
        at: The moment of judgement.
        later_counts: Whether data issued after that moment says something about it.
        made_after: A moment before which it cannot have been made; None when nothing proves one.
        mode: What missing data means.
        algorithms: What the data may be signed with.
        algorithms_at: The moment for which the algorithms of the path are judged; that of judgement, unless that is the
            signer's word alone.
    """

    items: tuple[RevocationItem, ...]
    others: Sequence[Any]
    at: dt.datetime
    later_counts: bool
    made_after: dt.datetime | None
    mode: RevocationMode
    algorithms: AlgorithmPolicy
    algorithms_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationAnswer:
    """What is known of one certificate.

    Args:
        axis: For the report.
        failure: What it makes of the verdict; None for nothing.
        used: The data it rests on.
    """

    axis: Revocation
    failure: Failure | None = None
    used: tuple[RevocationItem, ...] = ()


def judge_revocation(path: Any, index: int, facts: CertificateFacts, question: RevocationQuestion) -> RevocationAnswer:
    """Judge the certificate at *index* of a path whose structure is in order.

    Args:
        path: The path.
        index: 1 for the certificate below the root, and so on; the last is the signer's.
        facts: What the certificate says of itself.
        question: What is the same for every certificate.
    """
    from edoc.signature.pkix import Standing, revocation_of  # noqa: PLC0415 - loads certvalidator

    if question.mode is RevocationMode.NONE:
        reason = Said.of("chain.revocation-off", subject=facts.subject)
        return RevocationAnswer(axis=Revocation(outcome=Outcome.NOT_RUN, reason=reason))
    about = tuple(item for item in question.items if item.is_about(path[index]))
    weak = tuple(item for item in about if _is_weak(item, question.algorithms))
    usable = tuple(item for item in question.items if item not in weak)

    def ask(items: tuple[RevocationItem, ...]) -> Finding:
        return revocation_of(path, index, items, question.others, at=question.at, retroactive=question.later_counts)

    finding = ask(usable)
    if finding.standing is Standing.REVOKED:
        return _revoked(facts, finding, about, question, is_leaf=index == path.pkix_len)
    if finding.standing is Standing.GOOD:
        silent = [item for item in about if facts.not_after and not item.speaks_after_expiry(facts.not_after)]
        # a list drops certificates once they expired: that it is silent about them then says nothing
        if not silent or ask(tuple(item for item in usable if item not in silent)).standing is Standing.GOOD:
            return _good(facts, finding, tuple(item for item in about if item not in silent and item not in weak))
        return _unknown(Said.of("chain.revocation-after-expiry", **_names(facts)), about, question)
    return _unknown(_why_unknown(finding, facts, about, weak, question), about, question)


def _is_weak(item: RevocationItem, algorithms: AlgorithmPolicy) -> bool:
    """Whether the data is signed with a digest that was not taken when it was issued; certvalidator does not ask."""
    digest = item.signature_digest
    return digest is not None and algorithms.digest(digest, item.this_update).outcome is Outcome.FAILED


def _good(facts: CertificateFacts, finding: Finding, about: tuple[RevocationItem, ...]) -> RevocationAnswer:
    used = _freshest(about, finding.source)
    reason = Said.of("chain.not-revoked", **_names(facts))
    axis = Revocation(outcome=Outcome.PASSED, checked=True, fresh=True, reason=reason, **_told(used, finding.source))
    return RevocationAnswer(axis=axis, used=() if used is None else (used,))


def _revoked(
    facts: CertificateFacts,
    finding: Finding,
    about: tuple[RevocationItem, ...],
    question: RevocationQuestion,
    *,
    is_leaf: bool,
) -> RevocationAnswer:
    used = _freshest(about, finding.source)
    since = finding.revoked_at
    assert since is not None
    reason = Said.of("chain.revoked", **_names(facts), date=shown_moment(since), reason=finding.reason)
    axis = Revocation(
        outcome=Outcome.FAILED,
        checked=True,
        fresh=True,
        revoked_at=in_vietnam(since),
        revoked_for=finding.reason,
        reason=reason,
        **_told(used, finding.source),
    )
    if not is_leaf:
        indication, code = Indication.INDETERMINATE, SubIndication.REVOKED_CA_NO_POE
    elif question.made_after is not None and question.made_after >= since:
        indication, code = Indication.TOTAL_FAILED, SubIndication.REVOKED
    else:
        indication, code = Indication.INDETERMINATE, SubIndication.REVOKED_NO_POE
    failure = Failure(indication=indication, sub_indication=code, said=reason)
    return RevocationAnswer(axis=axis, failure=failure, used=() if used is None else (used,))


def _unknown(reason: Said, about: tuple[RevocationItem, ...], question: RevocationQuestion) -> RevocationAnswer:
    latest = _freshest(about, None)
    required = question.mode is RevocationMode.REQUIRE
    axis = Revocation(
        outcome=Outcome.INDETERMINATE if required else Outcome.WARNING,
        checked=False,
        fresh=None if latest is None else False,
        reason=reason,
        **_told(latest, None if latest is None else latest.kind),
    )
    failure = Failure(indication=Indication.INDETERMINATE, sub_indication=SubIndication.TRY_LATER, said=reason)
    return RevocationAnswer(axis=axis, failure=failure if required else None, used=about)


def _why_unknown(
    finding: Finding,
    facts: CertificateFacts,
    about: tuple[RevocationItem, ...],
    weak: tuple[RevocationItem, ...],
    question: RevocationQuestion,
) -> Said:
    from edoc.signature.pkix import Standing  # noqa: PLC0415 - loads certvalidator

    names = _names(facts)
    if weak and len(weak) == len(about):
        return Said.of("chain.revocation-weak", **names, name=weak[0].signature_algorithm)
    if finding.standing is Standing.TOO_NEW:
        return Said.of("chain.revocation-too-new", **names, at=shown_moment(question.at))
    latest = _freshest(about, None)
    if finding.standing is Standing.STALE and latest is not None:
        due = latest.next_update or latest.this_update
        return Said.of("chain.revocation-stale", **names, due=shown_moment(due), at=shown_moment(question.at))
    elsewhere = finding.source == "ocsp" and not any(item.kind == "ocsp" for item in about)
    if finding.standing is Standing.NONE or elsewhere or not finding.said:
        places = ", ".join((*facts.ocsp_addresses, *facts.crl_addresses)) or "?"
        return Said.of("chain.revocation-none", **names, addresses=places)
    return Said.of("chain.revocation-unusable", **names, what=finding.said)


def _freshest(items: tuple[RevocationItem, ...], source: str | None) -> RevocationItem | None:
    return max(
        (item for item in items if source is None or item.kind == source),
        key=lambda item: item.this_update,
        default=None,
    )


def _told(item: RevocationItem | None, source: str | None) -> dict[str, Any]:
    if item is None:
        return {"source": source}
    next_update = item.next_update
    return {
        "source": source,
        "origin": item.origin,
        "this_update": in_vietnam(item.this_update),
        "next_update": None if next_update is None else in_vietnam(next_update),
    }


def _names(facts: CertificateFacts) -> dict[str, str]:
    return {"subject": facts.common_name or facts.subject or _NAMELESS}


_NAMELESS: Final = "?"
