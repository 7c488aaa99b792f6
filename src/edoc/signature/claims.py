"""What becomes of a path that is judged at a moment on the signer's word alone.

Circular 41/2017/TT-BTTTT, Article 7.2 asks whether everything was valid at the time of signing, and most documents
give that time without a proof. So two presets take the signer's word, and this module says what it is worth: it is
told in every result, and it does not hold against a key that is known to be stolen, nor make an algorithm strong again:
whoever finds a collision or breaks a short key writes the year in which it was still taken. So algorithms and keys are
judged at the moment of the check unless a time stamp proves an earlier one (ETSI EN 319 102-1, 5.2.8 and 5.6.2).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from edoc.signature.check import Outcome
from edoc.signature.facts import Failure
from edoc.signature.indication import Indication, SubIndication
from edoc.signature.moments import shown_moment
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from edoc.signature.axes import Revocation
    from edoc.signature.facts import PathResult

__all__ = ["on_the_signers_word", "withdrawn_authority"]

#: Reasons of RFC 5280, 5.3.1 after which what was stamped before still counts (RFC 3161, 4.1). That asks the authority
#: to give a reason, and RFC 5280 not to write ``unspecified``: it is what stands here where no reason is given.
_GIVEN_UP: Final = frozenset({"affiliation_changed", "superseded", "cessation_of_operation"})
#: Reasons of RFC 5280, 5.3.1 after which another than the signer may hold the key, and write any date.
_STOLEN: Final = frozenset({"key_compromise", "ca_compromise", "aa_compromise"})


def on_the_signers_word(path: PathResult, now: Callable[[], PathResult]) -> PathResult:
    """Say in a path's result that its moment is claimed, and fail it where the claim cannot count.

    Args:
        path: Judged at the claimed moment.
        now: Judges at the moment of the check, which shows what was revoked since. Asked only for a path that passes.

    Returns:
        The same with notes; INDETERMINATE (REVOKED_NO_POE) when a key of it was compromised since.
    """
    told = (*path.notes, Said.of("signature.time-is-claimed"))
    if path.failure is not None:
        return replace(path, notes=told)
    later = now()
    revoked = next((axis for axis in later.revocations if axis.outcome is Outcome.FAILED), None)
    if revoked is None:
        return replace(path, notes=told)
    path = replace(path, evidence=(*path.evidence, *later.evidence))
    why = _told("signature.revoked-since-claim", revoked)
    if revoked.revoked_for not in _STOLEN:
        return replace(path, notes=(*told, why))
    said = _told("signature.stolen-since-claim", revoked)
    failure = Failure(indication=Indication.INDETERMINATE, sub_indication=SubIndication.REVOKED_NO_POE, said=said)
    axis = revoked.model_copy(update={"outcome": Outcome.INDETERMINATE, "reason": said})
    return replace(path, failure=failure, revocation=axis, notes=told)


def withdrawn_authority(now: PathResult) -> Failure | None:
    """Say why nothing that a time-stamping authority ever stamped counts any more; None when it does.

    RFC 3161, 4.1 and 4.2: the moment in a stamp is the authority's own word. Whoever took its key writes any moment.

    Args:
        now: Its path, judged at the moment of the check.
    """
    for axis in now.revocations:
        if axis.outcome is Outcome.FAILED and axis.revoked_for not in _GIVEN_UP:
            said = _told("cms.stamp-withdrawn", axis)
            return Failure(indication=Indication.INDETERMINATE, sub_indication=SubIndication.REVOKED_NO_POE, said=said)
    return None


def _told(key: str, axis: Revocation) -> Said:
    assert axis.revoked_at is not None
    return Said.of(key, date=shown_moment(axis.revoked_at), reason=axis.revoked_for)
