"""The report as one line for each finding, ``file:line:column`` first: for editors and `grep`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edoc.conformance import Verdict
from edoc.messages import text as catalog_text
from edoc.report.summary import Summary
from edoc.report.terminal import paint, visible
from edoc.report.wording import file_name, headline, more_lines, not_asked_lines, place, summary_text, tone_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.conformance import Finding, ValidationResult
    from edoc.messages import Language
    from edoc.report.renderer import Style

__all__ = ["pieces"]


def pieces(
    results: Iterable[ValidationResult], findings: Iterable[Finding], language: Language, style: Style
) -> Iterator[str]:
    """Give the lines, and at the end the counts and what nobody asked for.

    A package that is not conformant has at least one line; one without findings has none.
    """
    summary = Summary()
    for result in results:
        summary.add(result)
        yield from (f"{line}\n" for line in _lines(result, language, style))
    for finding in findings:
        summary.add_finding(finding)
        yield _line(finding, language, style) + "\n"
    yield paint(summary_text(summary, language), tone_of(summary.verdict), colour=style.colour) + "\n"
    yield from (f"{line}\n" for line in not_asked_lines(summary, language))


def _lines(result: ValidationResult, language: Language, style: Style) -> Iterator[str]:
    name = visible(file_name(result))
    for finding in result.findings:
        where = place(finding)
        yield f"{name}:{where}{':' if where else ''} {_line(finding, language, style)}"
    if result.verdict is Verdict.UNDECIDED:
        said = catalog_text(f"verdict.{result.verdict.value}", language)
        yield f"{name}: {paint(said, tone_of(result.verdict), colour=style.colour)}"
    for line in more_lines(result, language):
        yield f"{name}: {line}"


def _line(finding: Finding, language: Language, style: Style) -> str:
    head = paint(headline(finding, language), tone_of(finding), colour=style.colour)
    return f"{head} {visible(finding.describe(language))}"
