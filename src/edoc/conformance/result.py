"""What validation says of one package."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field

from edoc.edxml.model import Model
from edoc.law import ACTS, Clause
from edoc.messages import filled
from edoc.messages import text as catalog_text
from edoc.messages.catalog import has_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.messages import Language

__all__ = [
    "Basis",
    "Citation",
    "Finding",
    "Location",
    "NotRun",
    "Severity",
    "Suppressed",
    "ValidationResult",
    "Verdict",
    "Waived",
]


class Severity(StrEnum):
    """How much a finding weighs: only errors make a package non-conformant."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """How heavy it is: 0 for a note, 2 for an error."""
        return ("info", "warning", "error").index(self.value)


class Verdict(StrEnum):
    """What is said of a package as a whole; it cannot lie.

    A package is `CONFORMANT` only when every check that was asked for ran and none found an error. An error decides
    by itself; where there is none and a check could not run, nothing is decided.
    """

    CONFORMANT = "conformant"
    NON_CONFORMANT = "non_conformant"
    UNDECIDED = "undecided"


class Location(Model):
    """Where a finding stands in the package; what is not known is None."""

    path: str | None = None
    line: int | None = None
    column: int | None = None


class Citation(Model):
    """One clause that asks for what was not found so.

    Args:
        id: Its stable name for machines: ``nd-30-2020:13``.
        citation: How it is cited, in the language of the report.
    """

    id: str
    citation: str

    @classmethod
    def of(cls, clause: Clause, language: Language = "en") -> Self:
        """Cite *clause*."""
        return cls(id=clause.id, citation=clause.cited(language))

    def cited(self, language: Language) -> str:
        """Give the citation in ``vi`` or ``en``; as it is, where the act is not one of edoc's table."""
        act, _, place = self.id.partition(":")
        return Clause(ACTS[act], place).cited(language) if act in ACTS else self.citation


class Waived(Model):
    """Why a finding does not count.

    Args:
        reason: What the file of waivers says.
        expires: The last day of the waiver.
        source: The file of waivers; None when it was given by a program.
        line: Line of the waiver in that file.
    """

    reason: str
    expires: dt.date | None = None
    source: str | None = None
    line: int | None = None


class Finding(Model):
    """One thing that a rule found.

    Args:
        rule: Id of the rule.
        severity: How much it weighs.
        message: What was found; in English, unless `in_language` said it in another language.
        hint: How to mend it, in the same language; empty where nothing is known.
        clause: What asks for it, as one text.
        clauses: The same clauses one by one, with names for machines.
        location: Where it stands.
        text: The text that was found.
        waived: Why it does not count; None when it counts.
    """

    rule: str
    severity: Severity
    message: str
    hint: str = ""
    clause: str
    clauses: tuple[Citation, ...] = ()
    location: Location = Location()
    text: str | None = None
    waived: Waived | None = None
    key: str = Field(default="", exclude=True, repr=False)
    params: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)
    hint_key: str = Field(default="", exclude=True, repr=False)
    #: ``message`` and ``hint`` by language, of a rule whose texts are not in edoc's catalogue.
    texts: dict[str, dict[str, str]] = Field(default_factory=dict, exclude=True, repr=False)

    def describe(self, language: Language = "en") -> str:
        """Say what was found, in ``vi`` or ``en``."""
        own = self.texts.get("message")
        if own is not None:
            return filled(own[language], language, self.params)
        return catalog_text(self.key, language, **self.params) if self.key else self.message

    def advise(self, language: Language = "en") -> str:
        """Say how to mend it, in ``vi`` or ``en``; empty where nothing is known."""
        own = self.texts.get("hint")
        if own is not None:
            return own[language]
        return catalog_text(self.hint_key, language) if has_text(self.hint_key) else self.hint

    def in_language(self, language: Language) -> Self:
        """Give the same finding with its texts in ``vi`` or ``en``."""
        clauses = tuple(Citation(id=entry.id, citation=entry.cited(language)) for entry in self.clauses)
        values = {"message": self.describe(language), "hint": self.advise(language), "clauses": clauses}
        if clauses:
            values["clause"] = "; ".join(entry.citation for entry in clauses)
        return self.model_copy(update=values)

    @property
    def counts(self) -> bool:
        """Whether it counts for the verdict: it is not waived."""
        return self.waived is None

    def __hash__(self) -> int:
        """Hash what identifies it."""
        return hash((self.rule, self.message, self.location))


class NotRun(Model):
    """A check that could not run, and why.

    Args:
        rule: Id of the rule.
        reason: Why, in words; in English, unless `in_language` said it in another language.
        cause: The reason for machines, a key of the section ``not-run`` of the messages:
            ``crashed``, ``refused``, ``source``, ``time``, ``input``, or, in ``not_asked``
            alone, ``needs`` and ``contents``.
    """

    rule: str
    reason: str
    cause: str = ""
    params: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    @classmethod
    def because(cls, rule: str, cause: str, **params: str) -> Self:
        """Say why *rule* could not run, by a key of the section ``not-run``."""
        return cls(rule=rule, reason=catalog_text(f"not-run.{cause}", "en", **params), cause=cause, params=params)

    def describe(self, language: Language = "en") -> str:
        """Say why, in ``vi`` or ``en``."""
        key = f"not-run.{self.cause}"
        return catalog_text(key, language, **self.params) if has_text(key) else self.reason

    def about(self, language: Language = "en") -> str:
        """Name what it looks at, where that is known, else the rule, in ``vi`` or ``en``."""
        what = self.params.get("what")
        return self.rule if what is None else catalog_text(what.replace(":", ".", 1), language)

    def in_language(self, language: Language) -> Self:
        """Give the same record with its reason in ``vi`` or ``en``."""
        return self.model_copy(update={"reason": self.describe(language)})

    def __hash__(self) -> int:
        """Hash what identifies it."""
        return hash((self.rule, self.reason))


class Suppressed(Model):
    """Findings of one rule beyond the limit on findings of one rule: counted, not listed.

    Args:
        rule: Id of the rule.
        severity: How much each of them weighs.
        count: How many there are beyond those that are listed.
        waived: Why they do not count: a waiver of the rule wherever it stands in the file.
    """

    rule: str
    severity: Severity
    count: int
    waived: Waived | None = None


class Basis(Model):
    """By which profile a package was judged, and why by that one.

    Args:
        profiles: The profiles that were put together, the last of which prevails.
        chosen: ``given`` by the caller, or by the ``date`` of the document.
        on: The day of the law that was applied: the document's date; None when it is not known,
            and every rule was applied whatever its dates.
        valid_from: First day of the profile.
        valid_to: Last day of the profile.
    """

    profiles: tuple[str, ...] = ()
    chosen: Literal["given", "date"] = "given"
    on: dt.date | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class ValidationResult(Model):
    """The verdict on one package, with everything it rests on.

    Args:
        path: The file; None for bytes.
        sha256: SHA-256 of the bytes that were judged; None when they could not be read.
        profile: The set of rules that was applied.
        basis: What the profile is made of, its dates, and the day that was applied.
        verdict: What is said of the package as a whole; waived findings do not count for it.
        verdict_unwaived: The same, as if nothing were waived.
        findings: Everything that was found, in the order of the layers and of the document.
        suppressed: How many more there were of a rule, beyond the limit on findings of one rule.
        not_run: The checks that could not run.
        not_asked: The rules that need something which nobody gave, such as roots to trust: nothing is
            said of what they look at, and they do not count for the verdict.
    """

    path: str | None
    sha256: str | None
    verdict: Verdict
    verdict_unwaived: Verdict
    profile: str
    basis: Basis = Basis()
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    not_asked: tuple[NotRun, ...] = ()

    @classmethod
    def of(  # noqa: PLR0913 - what a result is made of
        cls,
        path: str | None,
        sha256: str | None,
        profile: str,
        *,
        basis: Basis | None = None,
        findings: Iterable[Finding] = (),
        suppressed: Iterable[Suppressed] = (),
        not_run: Iterable[NotRun] = (),
        not_asked: Iterable[NotRun] = (),
    ) -> Self:
        """Give the verdict that follows from findings and missing checks."""
        found, more, missing = tuple(findings), tuple(suppressed), tuple(not_run)
        listed: tuple[Finding | Suppressed, ...] = (*found, *more)
        return cls(
            path=path,
            sha256=sha256,
            verdict=judge((item.severity for item in listed if item.waived is None), missing),
            verdict_unwaived=judge((item.severity for item in listed), missing),
            profile=profile,
            basis=basis or Basis(profiles=(profile,)),
            findings=found,
            suppressed=more,
            not_run=missing,
            not_asked=tuple(not_asked),
        )

    def in_language(self, language: Language) -> Self:
        """Give the same result with its texts in ``vi`` or ``en``."""
        if language == "en":
            return self
        values = {
            "findings": tuple(finding.in_language(language) for finding in self.findings),
            "not_run": tuple(entry.in_language(language) for entry in self.not_run),
            "not_asked": tuple(entry.in_language(language) for entry in self.not_asked),
        }
        return self.model_copy(update=values)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that make the package non-conformant."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR and finding.counts)

    @property
    def waived(self) -> tuple[Finding, ...]:
        """The findings that do not count."""
        return tuple(finding for finding in self.findings if not finding.counts)


def judge(severities: Iterable[Severity], not_run: tuple[NotRun, ...]) -> Verdict:
    """Give the verdict that the severities of what was found and missing checks lead to.

    >>> judge((), ())
    <Verdict.CONFORMANT: 'conformant'>
    """
    if Severity.ERROR in severities:
        return Verdict.NON_CONFORMANT
    return Verdict.UNDECIDED if not_run else Verdict.CONFORMANT
