"""Two reports on the same packages: what appeared, what went, which verdicts changed.

A finding is the same when it is of the same rule, in the same package, at the same element with
the same text; lines move, and do not count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from edoc.conformance import Finding, ValidationResult, Verdict
from edoc.edxml.model import Model
from edoc.messages import text as catalog_text
from edoc.report.model import Tool
from edoc.report.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.messages import Language
    from edoc.report.model import ValidationReport

__all__ = ["ChangedVerdict", "DiffEntry", "ReportDiff", "diff_lines", "diff_reports"]


class DiffEntry(Model):
    """A finding that is in one report alone.

    Args:
        package: The package: its path, or its SHA-256 where it has none; None for the run as a whole.
        finding: The finding.
    """

    package: str | None
    finding: Finding


class ChangedVerdict(Model):
    """A package whose verdict is another, or that is in one report alone."""

    package: str
    before: Verdict | None
    after: Verdict | None


class ReportDiff(Model):
    """What differs between two reports.

    Args:
        appeared: What only the later report has.
        gone: What only the earlier one has.
        same: How many findings are in both.
        verdicts: The packages with another verdict.
    """

    schema_id: Literal["edoc/diff/1"] = Field(default="edoc/diff/1", alias="schema")
    tool: Tool = Tool()
    appeared: tuple[DiffEntry, ...] = ()
    gone: tuple[DiffEntry, ...] = ()
    same: int = 0
    verdicts: tuple[ChangedVerdict, ...] = ()

    def to_json_dict(self) -> dict[str, Any]:
        """Give the JSON of the contract as a dict."""
        return self.model_dump(mode="json", by_alias=True)


_Key = tuple[str | None, str, str | None, str | None]


def diff_reports(before: ValidationReport, after: ValidationReport) -> ReportDiff:
    """Compare two reports.

    Args:
        before: The earlier one.
        after: The later one.
    """
    old, new = _entries(before), _entries(after)
    counts_old = Counter({key: len(found) for key, found in old.items()})
    counts_new = Counter({key: len(found) for key, found in new.items()})
    return ReportDiff(
        appeared=tuple(_more(new, counts_new - counts_old)),
        gone=tuple(_more(old, counts_old - counts_new)),
        same=(counts_old & counts_new).total(),
        verdicts=tuple(_verdicts(before.results, after.results)),
    )


def _entries(report: ValidationReport) -> dict[_Key, list[DiffEntry]]:
    found: defaultdict[_Key, list[DiffEntry]] = defaultdict(list)
    of_packages = ((_name(result), finding) for result in report.results for finding in result.findings)
    of_run = ((None, finding) for finding in report.findings)
    for package, finding in (*of_packages, *of_run):
        key = (package, finding.rule, finding.location.path, finding.text)
        found[key].append(DiffEntry(package=package, finding=finding))
    return found


def _more(entries: dict[_Key, list[DiffEntry]], counts: Counter[_Key]) -> Iterator[DiffEntry]:
    """Give what there is more of; of several that are alike, the last ones."""
    for key, found in entries.items():
        if counts[key]:
            yield from found[-counts[key] :]


def _name(result: ValidationResult) -> str:
    return result.path or result.sha256 or "-"


def _verdicts(before: Iterable[ValidationResult], after: Iterable[ValidationResult]) -> Iterator[ChangedVerdict]:
    old = {_name(result): result.verdict for result in before}
    new = {_name(result): result.verdict for result in after}
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) is not new.get(name):
            yield ChangedVerdict(package=name, before=old.get(name), after=new.get(name))


def diff_lines(diff: ReportDiff, language: Language = "en") -> Iterator[str]:
    """Give the lines of the comparison, for people."""
    for sign, entries in (("+", diff.appeared), ("-", diff.gone)):
        for entry in entries:
            finding = entry.finding
            where = "".join(f"{visible(part)}: " for part in (entry.package, finding.location.path) if part)
            severity = catalog_text(f"severity.{finding.severity.value}", language)
            yield f"{sign} {where}{severity} {finding.rule}: {visible(finding.message)}"
    for changed in diff.verdicts:
        words = [
            catalog_text("report.no-verdict" if verdict is None else f"verdict.{verdict.value}", language)
            for verdict in (changed.before, changed.after)
        ]
        yield f"  {visible(changed.package)}: {words[0]} -> {words[1]}"
    yield catalog_text("report.diff", language, appeared=len(diff.appeared), gone=len(diff.gone), same=diff.same)
