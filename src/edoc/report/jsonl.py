"""The report as JSON Lines: each line is a report on one package, the contract ``edoc/validate/1``.

Findings about the run as a whole are a last line, without a package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc.report.json import json_text
from edoc.report.model import report_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.conformance import Finding, ValidationResult
    from edoc.messages import Language
    from edoc.report.renderer import Style

__all__ = ["pieces"]


def pieces(
    results: Iterable[ValidationResult],
    findings: Iterable[Finding],
    language: Language,
    style: Style,  # noqa: ARG001 - it has one form
) -> Iterator[str]:
    """Give a line for each package as soon as it is judged."""
    for result in results:
        yield json_text(report_on([result], language).to_json_dict(), compact=True) + "\n"
    run = report_on([], language, findings=findings)
    if run.findings:
        yield json_text(run.to_json_dict(), compact=True) + "\n"
