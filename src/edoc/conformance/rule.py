"""The catalogue of rules: one row each, and for those with a check of their own one function.

Ids are never used again. A rule that only says what the reader found (a refusal or a fault) is a
row of `edoc.conformance.rules.reading`; every other rule is a function under
`edoc.conformance.rules`, registered with `rule`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from edoc.conformance.result import Severity  # noqa: TC001 - a dataclass names it

if TYPE_CHECKING:
    from lxml.etree import _Element

    from edoc.conformance.subject import Subject

__all__ = ["CATALOGUE", "Check", "Hit", "Layer", "Rule", "add", "rule"]


class Layer(StrEnum):
    """In which order rules run."""

    BYTES = "bytes"
    XML = "xml"
    SCHEMA = "schema"
    MODEL = "model"
    CROSS_FIELD = "cross-field"
    CONTENT = "content"


class Hit(NamedTuple):
    """What a check found: the element it is about, the values of its text, and a text of its own."""

    element: _Element | None = None
    text: str | None = None
    params: dict[str, str] = {}  # noqa: RUF012 - never changed
    message: str | None = None


Check = Callable[["Subject"], Iterable[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule.

    Args:
        id: ``FMT-``, ``HDR-``, ``TRC-``, ``ATT-`` or ``STS-`` and three digits.
        slug: Its name for people who remember words.
        severity: How much a finding weighs.
        clause: The clause that asks for it, with the document's number and article.
        layer: When it runs.
        kind: What it is about: documents, status messages, or both.
        message: Key of its text in the message catalogue.
        check: The function; None where the reader does the work.
        strict: How much it weighs in the profile ``strict``.
    """

    id: str
    slug: str
    severity: Severity
    clause: str
    layer: Layer
    kind: Literal["document", "status", "both"] = "both"
    message: str = ""
    check: Check | None = field(default=None, compare=False)
    strict: Severity | None = None

    def weight(self, profile: str) -> Severity:
        """Give the severity in *profile*."""
        return self.strict or self.severity if profile == "strict" else self.severity


#: Every rule by its id.
CATALOGUE: Final[dict[str, Rule]] = {}


def add(entry: Rule) -> Rule:
    """Put a rule into the catalogue.

    Raises:
        ValueError: The id or the slug is taken: a fault of edoc or of a plug-in.
    """
    if entry.id in CATALOGUE or any(entry.slug == other.slug for other in CATALOGUE.values()):
        message = f"the rule {entry.id} ({entry.slug}) is in the catalogue already"
        raise ValueError(message)
    CATALOGUE[entry.id] = entry
    return entry


def rule(  # noqa: PLR0913 - one row of the catalogue
    id: str,  # noqa: A002 - the word of the catalogue
    slug: str,
    *,
    severity: Severity,
    clause: str,
    layer: Layer,
    kind: Literal["document", "status", "both"] = "both",
    strict: Severity | None = None,
) -> Callable[[Check], Check]:
    """Register a check as a rule; its text stands in the catalogue under ``rule.<slug>``."""

    def register(check: Check) -> Check:
        add(
            Rule(
                id=id,
                slug=slug,
                severity=severity,
                clause=clause,
                layer=layer,
                kind=kind,
                message=f"rule.{slug}",
                check=check,
                strict=strict,
            )
        )
        return check

    return register
