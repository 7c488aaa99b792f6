"""What validation says of one package."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import Field

from edoc.edxml.model import Model
from edoc.messages import text as catalog_text

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["Finding", "Location", "NotRun", "Severity", "ValidationResult", "Verdict"]


class Severity(StrEnum):
    """How much a finding weighs: only errors make a package non-conformant."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Verdict(StrEnum):
    """What is said of a package as a whole; it cannot lie.

    A package is `CONFORMANT` only when every check ran and none found an error. An error decides
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


class Finding(Model):
    """One thing that a rule found.

    Args:
        rule: Id of the rule.
        severity: How much it weighs.
        message: What was found, in English; `describe` says it in Vietnamese too.
        clause: The clause that asks for it.
        location: Where it stands.
        text: The text that was found.
    """

    rule: str
    severity: Severity
    message: str
    clause: str
    location: Location = Location()
    text: str | None = None
    key: str = Field(exclude=True, repr=False)
    params: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    def describe(self, language: Language = "en") -> str:
        """Say what was found, in ``vi`` or ``en``."""
        return catalog_text(self.key, language, **self.params)

    def __hash__(self) -> int:
        """Hash what identifies it."""
        return hash((self.rule, self.message, self.location))


class NotRun(Model):
    """A check that could not run, and why."""

    rule: str
    reason: str


class ValidationResult(Model):
    """The verdict on one package, with everything it rests on.

    Args:
        path: The file; None for bytes.
        sha256: SHA-256 of the bytes that were judged; None when they could not be read.
        profile: The set of rules that was applied.
        verdict: What is said of the package as a whole.
        findings: Everything that was found, in the order of the layers and of the document.
        not_run: The checks that could not run.
    """

    path: str | None
    sha256: str | None
    verdict: Verdict
    profile: str
    findings: tuple[Finding, ...] = ()
    not_run: tuple[NotRun, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that make the package non-conformant."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def judge(findings: tuple[Finding, ...], not_run: tuple[NotRun, ...]) -> Verdict:
    """Give the verdict that findings and missing checks lead to.

    >>> judge((), ())
    <Verdict.CONFORMANT: 'conformant'>
    """
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Verdict.NON_CONFORMANT
    return Verdict.UNDECIDED if not_run else Verdict.CONFORMANT
