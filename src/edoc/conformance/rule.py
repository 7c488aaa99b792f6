"""The catalogue of rules: one row each, and for those with a check of their own one function.

Ids are never used again. A rule that only says what the reader found (a refusal or a fault) is a
row of `edoc.conformance.rules.reading`; every other rule is a function under
`edoc.conformance.rules`, registered with `rule`.

What a rule says to people stands under its slug in four sections of the message catalogue:
``rule`` (what was found, with the values of one finding), ``rule-title`` (its name),
``rule-hint`` (how to mend it) and ``rule-why`` (why it matters).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from edoc.conformance.result import Severity
from edoc.messages import text as catalog_text
from edoc.messages.catalog import has_text

if TYPE_CHECKING:
    import datetime as dt

    from lxml.etree import _Element

    from edoc.conformance.part import Part
    from edoc.conformance.subject import Subject
    from edoc.law import Clause
    from edoc.messages import Language

__all__ = [
    "CATALOGUE",
    "FAMILIES",
    "ID_FORM",
    "OFF",
    "SLUG_FORM",
    "Check",
    "Hit",
    "Kind",
    "Layer",
    "NotAskedError",
    "NotJudgedError",
    "Rule",
    "Weight",
    "add",
    "rule",
]

#: A rule that does not apply in a profile weighs this there.
OFF: Final = "off"
#: How much a rule weighs: a severity, or nothing.
Weight = Severity | Literal["off"]
#: What a rule judges: documents, status messages, or both.
Kind = Literal["document", "status", "both"]

#: The families of edoc's own rules; a plug-in takes another word for its own.
FAMILIES: Final = ("FMT", "HDR", "IDN", "TRC", "ATT", "STS", "SIG", "CLK")
#: The forms of an id and of a slug.
ID_FORM: Final = re.compile(r"[A-Z]{3,8}-[0-9]{3}")
SLUG_FORM: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Layer(StrEnum):
    """In which order rules run; the last is about files of waivers, not about packages."""

    BYTES = "bytes"
    XML = "xml"
    SCHEMA = "schema"
    MODEL = "model"
    CROSS_FIELD = "cross-field"
    CONTENT = "content"
    SIGNATURE = "signature"
    WAIVERS = "waivers"

    @property
    def order(self) -> int:
        """Its place among the layers, from 0."""
        return _ORDER[self]


_ORDER: Final = {layer: number for number, layer in enumerate(Layer)}


class Hit(NamedTuple):
    """What a check found: the element it is about, the values of its text, and a text of its own."""

    element: _Element | None = None
    text: str | None = None
    params: dict[str, str] = {}  # noqa: RUF012 - never changed
    message: str | None = None


class NotAskedError(Exception):
    """What a check raises when the caller does not want what it looks at looked at.

    Args:
        cause: The key of its text in the section ``not-run``; ``word.about-`` and the same names what it is about.
    """

    def __init__(self, cause: str) -> None:
        """Keep why."""
        super().__init__(cause)
        self.cause = cause


class NotJudgedError(Exception):
    """What a check raises when it cannot judge a package: a record, not a crash.

    Args:
        cause: The key of its text in the section ``not-run``.
        params: The values of that text.
    """

    def __init__(self, cause: str, **params: str) -> None:
        """Keep why."""
        super().__init__(cause)
        self.cause = cause
        self.params = params


Check = Callable[["Subject"], Iterable[Hit]]
_Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule.

    Args:
        id: Its family (one of `FAMILIES`; a plug-in's own word) and three digits.
        slug: Its name for people who remember words.
        clauses: What asks for it, the nearest first.
        severity: How much a finding weighs where neither the rule nor the profile says otherwise.
        severities: How much it weighs in single profiles, by the profile's name.
        layer: When it runs.
        kind: What it judges.
        about: The part of a package without which it could find nothing, and is not called; None where
            it is called for every package.
        needs: What must be given for it to run, beside the package: names in `Subject.given`. Where it
            is not, nobody asked for the rule: it stands under ``not_asked`` and decides nothing.
        valid_from: First day of the documents that it judges; None where it has no first day.
        valid_to: Last day of the documents that it judges.
        covers: The requirements of the law that it checks, by their numbers in docs (``R-094``).
        message: Key of its text in the message catalogue.
        check: The function; None where the reader does the work.
        texts: Its texts, where the catalogue of messages has none (a plug-in, a file of rules):
            ``message``, ``title``, ``hint`` and ``why``, each in ``vi`` and ``en``.
    """

    id: str
    slug: str
    clauses: tuple[Clause, ...]
    severity: Weight
    severities: Mapping[str, Weight] = field(default_factory=dict[str, Weight], hash=False)
    layer: Layer
    kind: Kind = "both"
    about: Part | None = field(default=None, compare=False, repr=False)
    needs: tuple[str, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    covers: tuple[str, ...] = ()
    message: str = ""
    check: Check | None = field(default=None, compare=False)
    texts: _Texts = field(default_factory=dict[str, Mapping[str, str]], hash=False, compare=False, repr=False)

    def __hash__(self) -> int:
        """Hash the id; to hash every clause would cost more than most rules do."""
        return hash(self.id)

    @property
    def family(self) -> str:
        """The word before the number."""
        return self.id.partition("-")[0]

    def applies_on(self, day: dt.date | None) -> bool:
        """Say whether it judges documents of *day*; one of no known day is judged by every rule."""
        if day is None:
            return True
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def clause(self, language: Language = "vi") -> str:
        """Cite everything that asks for it, in ``vi`` or ``en``."""
        return "; ".join(clause.cited(language) for clause in self.clauses)

    def title(self, language: Language = "en") -> str:
        """Give its name; the slug, where it has none."""
        return self._said("title", language) or self.slug

    def hint(self, language: Language = "en") -> str:
        """Say how to mend what it finds; empty where nothing is known."""
        return self._said("hint", language)

    def why(self, language: Language = "en") -> str:
        """Say why it matters; empty where nothing is known."""
        return self._said("why", language)

    def _said(self, part: str, language: Language) -> str:
        own = self.texts.get(part)
        if own is not None:
            return own[language]
        key = f"rule-{part}.{self.slug}"
        return catalog_text(key, language) if has_text(key) else ""


#: Every rule by its id.
CATALOGUE: Final[dict[str, Rule]] = {}


def add(entry: Rule) -> Rule:
    """Put a rule into the catalogue.

    Raises:
        ValueError: The id or the slug is taken or has another form, or no clause is given: a
            fault of edoc or of a plug-in.
    """
    if not ID_FORM.fullmatch(entry.id) or not SLUG_FORM.fullmatch(entry.slug):
        message = f"{entry.id!r} ({entry.slug!r}): an id is FAMILY-000, a slug lower-case words joined by hyphens"
        raise ValueError(message)
    if not entry.clauses:
        message = f"the rule {entry.id} cites nothing"
        raise ValueError(message)
    if entry.id in CATALOGUE or any(entry.slug == other.slug for other in CATALOGUE.values()):
        message = f"the rule {entry.id} ({entry.slug}) is in the catalogue already"
        raise ValueError(message)
    CATALOGUE[entry.id] = entry
    return entry


def rule(  # noqa: PLR0913 - one row of the catalogue
    id: str,  # noqa: A002 - the word of the catalogue
    slug: str,
    *,
    clauses: tuple[Clause, ...],
    severity: Weight,
    severities: Mapping[str, Weight] = MappingProxyType({}),
    layer: Layer,
    kind: Kind = "both",
    about: Part | None = None,
    needs: tuple[str, ...] = (),
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    covers: tuple[str, ...] = (),
    texts: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Callable[[Check], Check]:
    """Register a check as a rule; the arguments are those of `Rule`.

    Its text stands in the catalogue of messages under ``rule.<slug>``, unless it brings its own.
    """

    def register(check: Check) -> Check:
        add(
            Rule(
                id=id,
                slug=slug,
                clauses=clauses,
                severity=severity,
                severities=severities,
                layer=layer,
                kind=kind,
                about=about,
                needs=needs,
                valid_from=valid_from,
                valid_to=valid_to,
                covers=covers,
                texts=texts,
                message=f"rule.{slug}",
                check=check,
            )
        )
        return check

    return register
