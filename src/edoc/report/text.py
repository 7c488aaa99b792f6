"""The report as text that a clerk can read."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from edoc.messages import text as catalog_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edoc.conformance import Finding, ValidationResult
    from edoc.messages import Language
    from edoc.report.model import ValidationReport
    from edoc.report.renderer import Style

__all__ = ["render", "text_report", "visible"]


def visible(text: str) -> str:
    r"""Make characters that steer a terminal, or hide, visible: what is shown is what is there.

    >>> visible("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return "".join(letter if _is_plain(letter) else ascii(letter)[1:-1] for letter in text)


def _is_plain(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def render(report: ValidationReport, *, language: Language, style: Style) -> str:  # noqa: ARG001 - one form for all
    """Give the report as text."""
    return "".join(f"{line}\n" for line in text_report(report, language))


def text_report(report: ValidationReport, language: Language = "en") -> Iterator[str]:
    """Give the lines of the report."""
    for result in report.results:
        yield from _result(result, language)


def _result(result: ValidationResult, language: Language) -> Iterator[str]:
    verdict = catalog_text(f"verdict.{result.verdict.value}", language)
    yield f"{visible(result.path or '-')}: {verdict} ({catalog_text('report.profile', language)}: {result.profile})"
    for finding in result.findings:
        yield from _finding(finding, language)
    if result.not_run:
        count = len(result.not_run)
        yield "  " + catalog_text("report.not-run", language, count=count, reason=visible(result.not_run[0].reason))


def _finding(finding: Finding, language: Language) -> Iterator[str]:
    severity = catalog_text(f"severity.{finding.severity.value}", language)
    place = finding.location
    where = f"{place.line}:{place.column or 1}: " if place.line is not None else ""
    yield f"  {where}{severity} {finding.rule}: {visible(finding.describe(language))}"
    if place.path is not None:
        yield f"      {visible(place.path)}"
    yield f"      {catalog_text('report.clause', language)}: {finding.clause}"
