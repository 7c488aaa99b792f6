"""How a finding is told: the words that every report for people shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from edoc.conformance import Severity, Verdict
from edoc.messages import text as catalog_text
from edoc.messages.numbers import number_text
from edoc.report.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from edoc.conformance import Finding, NotRun, Suppressed, ValidationResult, Waived
    from edoc.messages import Language
    from edoc.report.summary import Summary
    from edoc.report.terminal import Tone

__all__ = [
    "NotAsked",
    "cited",
    "details",
    "file_name",
    "found_text",
    "headline",
    "missing_checks",
    "more_lines",
    "not_asked",
    "not_asked_details",
    "not_asked_lines",
    "place",
    "summary_text",
    "suppressed_text",
    "tone_of",
    "unwaived_text",
    "waiver_text",
]

_TONES: Final[dict[Verdict, Tone]] = {
    Verdict.CONFORMANT: "good",
    Verdict.NON_CONFORMANT: "error",
    Verdict.UNDECIDED: "warning",
}


def file_name(result: ValidationResult) -> str:
    """Give the name under which a package is shown; ``-`` for bytes, as for standard input."""
    return result.path or "-"


def cited(finding: Finding, language: Language) -> str:
    """Cite what asks for it, in *language*."""
    return "; ".join(clause.cited(language) for clause in finding.clauses) or finding.clause


def missing_checks(result: ValidationResult, language: Language) -> dict[str, list[str]]:
    """Give the reasons why checks could not run, each with its rules."""
    reasons: dict[str, list[str]] = {}
    for entry in result.not_run:
        reasons.setdefault(entry.describe(language), []).append(entry.rule)
    return reasons


class NotAsked(NamedTuple):
    """What nobody asked for: what it is about, the rules, what they take, and in how many packages."""

    about: str
    rules: list[str]
    reason: str
    packages: int


def not_asked(entries: Mapping[NotRun, int], language: Language) -> list[NotAsked]:
    """Put the rules that nobody asked for together by what they look at and what they take.

    Args:
        entries: The rules, each with the number of packages; see `Summary`.
        language: Of the words.
    """
    groups: dict[tuple[str, str], NotAsked] = {}
    for entry, packages in entries.items():
        key = (entry.about(language), entry.describe(language))
        group = groups.get(key, NotAsked(key[0], [], key[1], 0))
        groups[key] = group._replace(rules=[*group.rules, entry.rule], packages=max(group.packages, packages))
    return list(groups.values())


def not_asked_lines(summary: Summary, language: Language) -> Iterator[str]:
    """Say in a line what was not looked at because nobody asked, so that silence is not taken for an answer."""
    groups = not_asked(summary.not_asked, language)
    for packages in dict.fromkeys(group.packages for group in groups):
        key = "report.not-asked" if packages == summary.packages else "report.not-asked-some"
        counts = {"packages": number_text(packages, language), "all": number_text(summary.packages, language)}
        what = ", ".join(visible(group.about) for group in groups if group.packages == packages)
        yield catalog_text(key, language, what=what, **counts)


def not_asked_details(summary: Summary, language: Language) -> Iterator[str]:
    """Give the rules that nobody asked for, with what they take."""
    for group in not_asked(summary.not_asked, language):
        yield f"{', '.join(map(visible, group.rules))}: {visible(group.reason)}"


def waiver_text(waived: Waived | None, language: Language) -> str:
    """Say why something does not count, until when, and where that is written; empty where it counts."""
    if waived is None:
        return ""
    said = [waived.reason]
    if waived.expires is not None:
        said.append(catalog_text("report.expires", language, day=f"{waived.expires:%d/%m/%Y}"))
    if waived.source is not None:
        said.append(waived.source if waived.line is None else f"{waived.source}:{waived.line}")
    return "; ".join(said)


def place(finding: Finding) -> str:
    """Give line and column, ``24:5``; empty where the line is not known."""
    found = finding.location
    return "" if found.line is None else f"{found.line}:{found.column or 1}"


def headline(finding: Finding, language: Language) -> str:
    """Give severity and rule; a finding that does not count says so."""
    said = catalog_text(f"severity.{finding.severity.value}", language)
    if finding.waived is not None:
        said += f" ({catalog_text('report.waived', language)})"
    return f"{said} {visible(finding.rule)}"


def details(finding: Finding, language: Language) -> Iterator[str]:
    """Give what stands below a finding, each with its name: the clause, how to mend it, why it does not count."""
    for name, value in (
        ("clause", cited(finding, language)),
        ("hint", finding.advise(language)),
        ("waived", waiver_text(finding.waived, language)),
    ):
        if value:
            yield f"{catalog_text(f'report.{name}', language)}: {visible(value)}"


def found_text(finding: Finding, language: Language) -> Iterator[str]:
    """Give what stands in the package, where the finding is about a text."""
    if finding.text:
        yield f"{catalog_text('report.found', language)}: {visible(finding.text)}"


def suppressed_text(result: ValidationResult, rest: Suppressed, language: Language) -> str:
    """Say how many findings of a rule are not listed, and beyond which number."""
    listed = sum(found.rule == rest.rule for found in result.findings)
    counts = {"count": number_text(rest.count, language), "listed": number_text(listed, language)}
    return catalog_text("report.suppressed", language, rule=visible(rest.rule), **counts)


def more_lines(result: ValidationResult, language: Language) -> Iterator[str]:
    """Say what is not listed, and which checks could not run."""
    for rest in result.suppressed:
        said = suppressed_text(result, rest, language)
        why = waiver_text(rest.waived, language)
        yield f"{said} ({catalog_text('report.waived', language)}: {visible(why)})" if why else said
    for reason, rules in missing_checks(result, language).items():
        yield catalog_text("report.not-run", language, count=len(rules), reason=visible(reason))


def unwaived_text(result: ValidationResult, language: Language) -> Iterator[str]:
    """Say what the verdict would be without waivers, where it would be another."""
    if result.verdict_unwaived is not result.verdict:
        without = catalog_text(f"verdict.{result.verdict_unwaived.value}", language)
        yield catalog_text("report.unwaived", language, verdict=without)


def summary_text(summary: Summary, language: Language) -> str:
    """Count packages by verdict, and findings, in one line."""
    verdicts = [(f"verdict-short.{verdict.value}", summary.verdicts[verdict]) for verdict in Verdict]
    findings = [(f"severity-many.{severity.value}", summary.severities[severity]) for severity in Severity]
    findings.append(("report.waived", summary.waived))
    packages = f"{catalog_text('report.packages', language)}: {number_text(summary.packages, language)}"
    return "; ".join([packages, *filter(None, (_counted(verdicts, language), _counted(findings, language)))])


def _counted(counts: list[tuple[str, int]], language: Language) -> str:
    return ", ".join(f"{catalog_text(key, language)}: {number_text(count, language)}" for key, count in counts if count)


def tone_of(thing: Finding | Verdict) -> Tone:
    """Give the colour of a verdict, or of a finding."""
    if isinstance(thing, Verdict):
        return _TONES[thing]
    return "faint" if thing.waived is not None else thing.severity.value
