"""Whether the signatures hold: for whoever gives the roots to trust (``given={"policy": ...}``).

Decree 68/2024/NĐ-CP, Article 31; Circular 41/2017/TT-BTTTT, Article 7.2. The work is done by
`edoc.verify`, once for all of these rules. Nobody asked is nothing said: without a policy the
result lists them as not asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from edoc.conformance.rule import Hit, Layer, NotJudgedError, rule
from edoc.conformance.rules.weights import ERROR, INFO
from edoc.law import clause
from edoc.signature.indication import Indication

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from edoc.conformance.subject import Subject

__all__: list[str] = []

_VALID: Final = (clause("nd-68-2024", "31"), clause("tt-41-2017", "7"), clause("nd-30-2020", "21.2a"))
_SIGNED: Final = (clause("qd-28-2018", "4"), clause("nd-30-2020", "5.1"))


def _element(subject: Subject, location: str) -> _Element | None:
    """Give what carries a signature: the attachment, or the envelope's signature itself."""
    carriers = ((f"attachment:{item.content_id}/", element) for element, item in subject.attachments)
    return next((element for start, element in carriers if f"{location}/".startswith(start)), subject.parts.signature)


@rule(
    "SIG-200",
    "signature-not-valid",
    clauses=_VALID,
    severity=ERROR,
    layer=Layer.SIGNATURE,
    kind="document",
    needs=("policy",),
    covers=("R-015",),
)
def signature_not_valid(subject: Subject) -> Iterable[Hit]:
    """Look for signatures that verification refuses: broken, forged, revoked, covering something else."""
    for entry in subject.facts.verified.signatures:
        if entry.indication is Indication.TOTAL_FAILED:
            assert entry.reason is not None  # what does not pass says why
            yield Hit(_element(subject, entry.location), None, entry.reason.params, entry.reason.key)


@rule(
    "SIG-201",
    "nothing-signed",
    clauses=_SIGNED,
    severity=INFO,
    layer=Layer.SIGNATURE,
    kind="document",
    needs=("policy",),
    covers=("R-022",),
)
def nothing_signed(subject: Subject) -> Iterable[Hit]:
    """Say where nothing is signed, neither the envelope nor an attachment."""
    if subject.facts.verified.indication is Indication.NO_SIGNATURE:
        yield Hit(subject.parts.header)


@rule(
    "SIG-202",
    "signatures-decided",
    clauses=_VALID,
    severity=ERROR,
    layer=Layer.SIGNATURE,
    kind="document",
    needs=("policy",),
    covers=("R-015",),
)
def signatures_decided(subject: Subject) -> Iterable[Hit]:
    """Say which signatures could not be decided, and why: what is open is neither valid nor refused."""
    verified = subject.facts.verified
    undecided = [entry for entry in verified.signatures if entry.indication is Indication.INDETERMINATE]
    said = [f"{entry.location}: {entry.sub_indication}" for entry in undecided]
    said += [f"{entry.params['name']}: {entry.key}" for entry in verified.not_run]
    if said:
        raise NotJudgedError("signatures", signatures="; ".join(said))
    yield from ()
