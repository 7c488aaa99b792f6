"""The report as text that a clerk can read."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from edoc.messages import text as catalog_text
from edoc.report.summary import Summary
from edoc.report.terminal import paint, visible
from edoc.report.wording import (
    details,
    file_name,
    found_text,
    headline,
    missing_checks,
    more_lines,
    not_asked_details,
    not_asked_lines,
    place,
    summary_text,
    tone_of,
    unwaived_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.conformance import Finding, ValidationResult
    from edoc.messages import Language
    from edoc.report.renderer import Style

__all__ = ["pieces", "text_lines"]

#: A terminal that says it is narrower is not believed.
_NARROWEST: Final = 40


def pieces(
    results: Iterable[ValidationResult], findings: Iterable[Finding], language: Language, style: Style
) -> Iterator[str]:
    """Give each package with its verdict and findings; at the end the counts, where there are several packages.

    The last lines say what was not looked at because nobody asked: nothing found is not nothing there.
    """
    summary = Summary()
    for result in results:
        summary.add(result)
        yield from (f"{line}\n" for line in text_lines(result, language, style))
    for finding in findings:
        summary.add_finding(finding)
        yield from (f"{line}\n" for line in _finding(finding, language, style, ""))
    if summary.packages > 1:
        yield paint(summary_text(summary, language), tone_of(summary.verdict), colour=style.colour) + "\n"
    for line in not_asked_lines(summary, language):
        yield from (f"{part}\n" for part in _wrapped("", line, style))
    if style.full:
        for line in not_asked_details(summary, language):
            yield from (f"{part}\n" for part in _wrapped("  ", line, style))


def text_lines(result: ValidationResult, language: Language, style: Style) -> Iterator[str]:
    """Give the lines about one package."""
    verdict = paint(
        catalog_text(f"verdict.{result.verdict.value}", language), tone_of(result.verdict), colour=style.colour
    )
    profile = f"{catalog_text('report.profile', language)}: {visible(result.profile)}"
    yield f"{visible(file_name(result))}: {verdict} ({profile})"
    if style.full and result.sha256 is not None:
        yield f"  SHA-256: {result.sha256}"
    for finding in result.findings:
        yield from _finding(finding, language, style, "  ")
    for line in (*unwaived_text(result, language), *more_lines(result, language)):
        yield from _wrapped("  ", line, style)
    if style.full:
        for rules in missing_checks(result, language).values():
            yield from _wrapped("      ", ", ".join(map(visible, rules)), style)


def _finding(finding: Finding, language: Language, style: Style, indent: str) -> Iterator[str]:
    head, where = headline(finding, language), place(finding)
    message = f"{head}: {visible(finding.describe(language))}"
    first, *rest = _wrapped(indent, f"{where}: {message}" if where else message, style, f"{indent}    ")
    yield first.replace(head, paint(head, tone_of(finding), colour=style.colour), 1)
    yield from rest
    below = f"{indent}    "
    if finding.location.path is not None:
        yield below + paint(visible(finding.location.path), "faint", colour=style.colour)
    for line in (*(found_text(finding, language) if style.full else ()), *details(finding, language)):
        yield from _wrapped(below, line, style)


def _wrapped(indent: str, text: str, style: Style, further: str | None = None) -> list[str]:
    """Break *text* into lines of the width that is asked for; without one it stays one line."""
    if style.width is None:
        return [indent + text]
    return textwrap.wrap(
        text,
        max(style.width, _NARROWEST),
        initial_indent=indent,
        subsequent_indent=further or f"{indent}  ",
        break_on_hyphens=False,
    )
