"""When a CMS signature was made: what its maker claims, what time stamps prove, where they disagree."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from edoc.messages import dated
from edoc.signature.axes import Time
from edoc.signature.check import Outcome
from edoc.signature.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from edoc.signature.cms.tokens import Stamp

__all__ = ["time_of"]

#: Clocks of signers and authorities are not the same; more than this apart is worth a word.
_CLOCKS: Final = dt.timedelta(minutes=10)
_VIETNAM_OFFSET: Final = dt.timedelta(hours=7)


def time_of(
    claimed: dt.datetime | None, by: str | None, stamps: Sequence[Stamp], made_after: dt.datetime | None = None
) -> tuple[Time, tuple[Said, ...]]:
    """Say what is claimed and what is proven.

    A claim is never corrected: some software writes local time and marks it as UTC, which makes it
    seven hours late; that is reported.

    Args:
        claimed: What the signer wrote.
        by: Where.
        stamps: The time stamps about this signature.
        made_after: What a content time stamp proves.

    Returns:
        The axis, and what people should know about it.
    """
    proofs = [(stamp.at, stamp.authority) for stamp in stamps if stamp.failure is None and stamp.at is not None]
    proven, authority = min(proofs, default=(None, None), key=lambda proof: proof[0])
    time = Time(
        outcome=Outcome.WARNING if proven is None else Outcome.PASSED,
        claimed=claimed,
        claimed_by=None if claimed is None else by,
        proven=proven,
        proven_by=authority,
    )
    told = tuple(_told(claimed, stamps))
    if claimed is not None and made_after is not None and claimed < made_after:
        said = Said.of("cms.claimed-earlier", claimed=dated(claimed), content=dated(made_after))
        return time, (*told, said)
    return time, told


def _told(claimed: dt.datetime | None, stamps: Sequence[Stamp]) -> Iterator[Said]:
    for stamp in stamps:
        at = "?" if stamp.at is None else dated(stamp.at)
        if stamp.failure is not None:
            yield Said.of("cms.stamp-refused", at=at, why=stamp.failure.said.message)
        if claimed is None or stamp.at is None:
            continue
        ahead = claimed - stamp.at
        if abs(ahead - _VIETNAM_OFFSET) < _CLOCKS:
            yield Said.of("cms.local-as-utc", claimed=dated(claimed), stamp=at)
        elif ahead > _CLOCKS:
            yield Said.of("cms.claimed-later", claimed=dated(claimed), stamp=at)
