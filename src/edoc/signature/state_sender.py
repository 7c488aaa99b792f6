"""Whose certificates a State agency may sign with: a note, never a verdict.

State agencies had until the end of 2025 to change from certificates of public authorities to
State-dedicated ones. Only local rules that repeat it were at hand, so it is said and not judged.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from edoc.identifiers.agency import AgencyFamily
from edoc.signature.authorities import TrustGroup
from edoc.signature.moments import in_vietnam
from edoc.signature.said import Said

if TYPE_CHECKING:
    from edoc.edxml.package import DocumentPackage, StatusMessage
    from edoc.signature.model import SignatureResult

__all__ = ["LAST_PUBLIC_DAY", "with_sender_notes"]

#: The last day on which State bodies could sign with certificates of public authorities.
LAST_PUBLIC_DAY: Final = dt.date(2025, 12, 31)
#: Codes of the State; enterprises have codes of their own.
_STATE: Final = frozenset({AgencyFamily.QCVN_102, AgencyFamily.DECISION_20})


def with_sender_notes(result: SignatureResult, package: DocumentPackage | StatusMessage) -> SignatureResult:
    """Give *result* with what has to be known about it because of who sends the package."""
    sender = package.header.sender
    code = sender.organ_id if sender else None
    at = result.time.judged_at
    if code is None or code.family not in _STATE or at is None or result.chain.anchor_group != TrustGroup.PUBLIC:
        return result
    if in_vietnam(at).date() <= LAST_PUBLIC_DAY:
        return result
    note = Said.of("chain.public-after-2025", date=f"{LAST_PUBLIC_DAY:%d/%m/%Y}")
    return result.model_copy(update={"notes": (*result.notes, note)}).with_material(result.material)
