"""Content time stamps: a moment after which the signature was made, because it signs over them.

ETSI EN 319 122-1, 5.2.8 (``content-time-stamp``). They prove that the content is old and the signature younger: so they
never make a signature valid, and they refute a claimed time that lies before them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from edoc.law import clause
from edoc.messages import dated
from edoc.signature.check import Check, Outcome
from edoc.signature.cms.attributes import content_time_stamp_tokens
from edoc.signature.cms.tokens import check_token
from edoc.signature.guarded import taken, undecided
from edoc.signature.indication import SubIndication
from edoc.signature.said import Said

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from edoc.limits import Limits
    from edoc.signature.axes import Time
    from edoc.signature.cms.tokens import Carried, Stamp
    from edoc.signature.facts import EvidenceItem, Failure
    from edoc.signature.policy import VerificationPolicy

__all__ = ["ContentStamps", "content_stamps"]

#: ETSI EN 319 102-1, 5.6.2.4 and 5.5.4 3): what time stamps prove, and their order.
_CLAUSE: Final = (clause("en-319-102-1", "5.6.2"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentStamps:
    """What the content time stamps of one signature come to.

    Args:
        made_after: The latest moment that one proves; None without any that counts.
        checks: A row for each, whether it counts or not.
        tokens: Their bytes.
        evidence: What the judgement of their authorities rests on.
        notes: What was left out.
    """

    made_after: dt.datetime | None = None
    checks: tuple[Check, ...] = ()
    tokens: tuple[bytes, ...] = ()
    evidence: tuple[EvidenceItem, ...] = ()
    notes: tuple[Said, ...] = ()

    def order(self, time: Time) -> Failure | None:
        """Refuse a signature that is proven to be older than what it signs over (EN 319 102-1: time-stamp order).

        Args:
            time: What is proven of the signature itself.
        """
        if self.made_after is None or time.proven is None or self.made_after <= time.proven:
            return None
        content, proven = dated(self.made_after), dated(time.proven)
        return undecided(SubIndication.TIMESTAMP_ORDER_FAILURE, "cms.stamp-order", content=content, signature=proven)


def content_stamps(
    info: Any,
    digest_of: Callable[[str], bytes | None],
    policy: VerificationPolicy,
    carried: Carried,
    limits: Limits,
) -> ContentStamps:
    """Judge them.

    Args:
        info: The SignerInfo.
        digest_of: Digests the content with the algorithm of that name.
        policy: For their authorities.
        carried: What the document holds besides.
        limits: How many are looked at.
    """
    tokens, more = taken(content_time_stamp_tokens(info), limits, "time_stamps")
    stamps = [check_token(token, digest_of, policy, carried, limits) for token in tokens]
    return ContentStamps(
        made_after=max((stamp.at for stamp in stamps if stamp.failure is None and stamp.at), default=None),
        checks=tuple(_rows(stamps)),
        tokens=tuple(tokens),
        evidence=tuple(item for stamp in stamps for item in stamp.evidence),
        notes=more,
    )


def _rows(stamps: list[Stamp]) -> Iterator[Check]:
    for stamp in stamps:
        at = "?" if stamp.at is None else dated(stamp.at)
        if stamp.failure is None:
            said = Said.of("cms.content-stamp", at=at, authority=stamp.authority or "?")
        else:
            said = Said.of("cms.content-stamp-refused", at=at, why=stamp.failure.said.message)
        outcome = Outcome.PASSED if stamp.failure is None else Outcome.WARNING
        yield Check.row("time.content-stamp", _CLAUSE, outcome, said)
