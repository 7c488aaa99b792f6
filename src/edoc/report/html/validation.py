"""The page about validation: what was found in which package, by which clause, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc.conformance import CATALOGUE, Severity, Verdict
from edoc.report.html.page import page
from edoc.report.html.picture import LENGTH, rule_bars, verdict_bar
from edoc.report.summary import Summary
from edoc.report.wording import (
    cited,
    file_name,
    missing_checks,
    not_asked,
    place,
    suppressed_text,
    unwaived_text,
    waiver_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.conformance import Finding, ValidationResult
    from edoc.messages import Language
    from edoc.report.renderer import Style

__all__ = ["pieces"]


def pieces(
    results: Iterable[ValidationResult], findings: Iterable[Finding], language: Language, style: Style
) -> Iterator[str]:
    """Give the page."""
    judged, run = list(results), list(findings)
    summary = Summary.of(judged, run)
    telling: list[ValidationResult] = []
    silent: list[ValidationResult] = []
    for result in judged:
        (telling if result.findings or result.verdict is not Verdict.CONFORMANT else silent).append(result)
    yield page(
        "validation.html",
        language,
        style,
        summary=summary,
        telling=telling,
        silent=silent,
        run=run,
        bars=rule_bars(summary),
        verdicts=verdict_bar(summary),
        length=LENGTH,
        rules={rule: CATALOGUE.get(rule) for rule in sorted(summary.rules)},
        profiles=sorted({result.profile for result in judged}),
        Verdict=Verdict,
        Severity=Severity,
        cited=cited,
        file_name=file_name,
        missing_checks=missing_checks,
        not_asked=not_asked(summary.not_asked, language),
        place=place,
        suppressed_text=suppressed_text,
        unwaived_text=unwaived_text,
        waiver_text=waiver_text,
    )
