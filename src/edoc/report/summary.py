"""What every report for people counts, counted once: so that no two of them contradict each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edoc.conformance import NotRun, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from edoc.conformance import Finding, ValidationResult

__all__ = ["RuleCount", "Summary"]


@dataclass(slots=True)
class RuleCount:
    """How often one rule found something.

    Args:
        rule: Id of the rule.
        counting: Findings that count, by severity.
        waived: Findings that do not.
    """

    rule: str
    counting: Counter[Severity] = field(default_factory=Counter[Severity])
    waived: int = 0

    @property
    def total(self) -> int:
        """All findings, waived or not."""
        return self.counting.total() + self.waived

    @property
    def rank(self) -> tuple[int, ...]:
        """The most serious first, of these the most frequent."""
        return (*(-self.counting[severity] for severity in Severity), -self.waived)


@dataclass(slots=True)
class Summary:
    """Counts over many packages; findings beyond the limit of one rule are counted, too.

    Args:
        packages: How many packages there were.
        verdicts: How many of each verdict.
        severities: Findings that count, by severity.
        waived: Findings that do not count.
        not_run: Checks that could not run.
        not_asked: The rules that nobody asked for, each with the number of packages.
        rules: The same counts by rule.
    """

    packages: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter[Verdict])
    severities: Counter[Severity] = field(default_factory=Counter[Severity])
    waived: int = 0
    not_run: int = 0
    not_asked: Counter[NotRun] = field(default_factory=Counter[NotRun])
    rules: dict[str, RuleCount] = field(default_factory=dict[str, RuleCount])

    @classmethod
    def of(cls, results: Iterable[ValidationResult], findings: Iterable[Finding] = ()) -> Self:
        """Count *results*, and findings about the run as a whole."""
        summary = cls()
        for result in results:
            summary.add(result)
        for finding in findings:
            summary.add_finding(finding)
        return summary

    def add(self, result: ValidationResult) -> None:
        """Count one more package."""
        self.packages += 1
        self.verdicts[result.verdict] += 1
        self.not_run += len(result.not_run)
        self.not_asked.update(result.not_asked)
        for finding in result.findings:
            self.add_finding(finding)
        for rest in result.suppressed:
            self._count(rest.rule, rest.severity, rest.count, counts=rest.waived is None)

    def add_finding(self, finding: Finding) -> None:
        """Count one more finding, of a package or of the run as a whole."""
        self._count(finding.rule, finding.severity, 1, counts=finding.counts)

    def _count(self, rule: str, severity: Severity, number: int, *, counts: bool) -> None:
        row = self.rules.setdefault(rule, RuleCount(rule))
        if counts:
            self.severities[severity] += number
            row.counting[severity] += number
        else:
            self.waived += number
            row.waived += number

    @property
    def findings(self) -> int:
        """All findings, waived or not."""
        return self.severities.total() + self.waived

    @property
    def verdict(self) -> Verdict:
        """The verdict on all packages together: that of the worst.

        Nothing at all is undecided: no package was judged.
        """
        if self.verdicts[Verdict.NON_CONFORMANT]:
            return Verdict.NON_CONFORMANT
        decided = self.packages and not self.verdicts[Verdict.UNDECIDED]
        return Verdict.CONFORMANT if decided else Verdict.UNDECIDED

    @property
    def ranked(self) -> list[RuleCount]:
        """The rules, the most serious first."""
        return sorted(self.rules.values(), key=lambda row: (row.rank, row.rule))
