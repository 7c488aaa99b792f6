"""What is to be said of waivers themselves, as rules: one row each, applied when a run is at its end."""

from __future__ import annotations

from typing import Final

from edoc.conformance.result import Severity
from edoc.conformance.rule import Layer, Rule, add
from edoc.law import clause

__all__ = ["EXPIRED", "UNUSED"]

_CLAUSES: Final = (clause("edoc", "Waivers"),)

#: A waiver whose last day is over: its findings count again.
EXPIRED: Final = add(
    Rule(
        id="FMT-901",
        slug="waiver-expired",
        clauses=_CLAUSES,
        severity=Severity.WARNING,
        layer=Layer.WAIVERS,
        message="rule.waiver-expired",
    )
)
#: A waiver that no finding needed: what it was for is mended, or it is mistyped.
UNUSED: Final = add(
    Rule(
        id="FMT-902",
        slug="waiver-unused",
        clauses=_CLAUSES,
        severity=Severity.WARNING,
        layer=Layer.WAIVERS,
        message="rule.waiver-unused",
    )
)
