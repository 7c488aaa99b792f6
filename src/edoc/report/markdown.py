"""The report as Markdown (GitHub's): for the summary of a pipeline, an issue or a comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from edoc.conformance import Severity, Verdict
from edoc.messages import text as catalog_text
from edoc.messages.numbers import number_text
from edoc.report.summary import Summary
from edoc.report.terminal import visible
from edoc.report.wording import cited, file_name, more_lines, not_asked_lines, unwaived_text, waiver_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from edoc.conformance import Finding, ValidationResult
    from edoc.messages import Language
    from edoc.report.renderer import Style

__all__ = ["escaped", "pieces"]

#: So many findings are listed: GitHub shows no summary of a step above 1 MiB.
MOST: Final = 1000

_SIGNS: Final = {Verdict.CONFORMANT: "✅", Verdict.NON_CONFORMANT: "❌", Verdict.UNDECIDED: "❓"}
_PUNCTUATION: Final = re.compile(r"[\\`*_{}\[\]()+!|~:]")


def escaped(text: str) -> str:
    r"""Make *text* say in Markdown what it says: no markup, link, mention or line break in it works.

    >>> escaped("<b>|@nobody #1")
    '&lt;b&gt;\\|@<!-- -->nobody #<!-- -->1'
    """
    shown = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = _PUNCTUATION.sub(r"\\\g<0>", shown)
    # neither is markup: a comment that nobody sees keeps GitHub from seeing a mention
    return re.sub(r"([@#])(?=\S)", r"\1<!-- -->", shown).replace("www.", "www<!-- -->.")


def pieces(
    results: Iterable[ValidationResult],
    findings: Iterable[Finding],
    language: Language,
    style: Style,  # noqa: ARG001 - it has one form
) -> Iterator[str]:
    """Give counts first, then each package that has something to show."""
    judged, run = list(results), list(findings)
    summary = Summary.of(judged, run)
    yield f"## {_SIGNS[summary.verdict]} {catalog_text('report.title', language)}\n\n"
    yield from _counts(summary, language)
    yield from _list(not_asked_lines(summary, language))
    left = MOST
    for result in judged:
        if result.findings or result.verdict is not Verdict.CONFORMANT:
            yield from _package(result, language, left)
            left = max(left - len(result.findings), 0)
    if run:
        yield f"### {catalog_text('report.run', language)}\n\n"
        yield from _table(run, language)
    hidden = sum(len(result.findings) for result in judged) - MOST
    if hidden > 0:
        yield catalog_text("report.cut", language, count=hidden) + "\n"


def _counts(summary: Summary, language: Language) -> Iterator[str]:
    counts: list[tuple[str, int]] = [
        ("report.packages", summary.packages),
        *((f"verdict-short.{verdict.value}", summary.verdicts[verdict]) for verdict in Verdict),
        *((f"severity-many.{severity.value}", summary.severities[severity]) for severity in Severity),
        ("report.waived", summary.waived),
        ("report.checks-not-run", summary.not_run),
    ]
    yield _row([escaped(catalog_text(key, language)) for key, _ in counts])
    yield _row(["---:"] * len(counts))
    yield _row([number_text(number, language) for _, number in counts]) + "\n"


def _package(result: ValidationResult, language: Language, left: int) -> Iterator[str]:
    verdict = catalog_text(f"verdict.{result.verdict.value}", language)
    profile = f"{catalog_text('report.profile', language)}: {escaped(result.profile)}"
    yield f"### {_SIGNS[result.verdict]} {escaped(file_name(result))}: {verdict} ({profile})\n\n"
    yield from _table(result.findings[:left], language)
    yield from _list((*unwaived_text(result, language), *more_lines(result, language)))


def _list(lines: Iterable[str]) -> Iterator[str]:
    items = "".join(f"* {escaped(line)}\n" for line in lines)
    if items:
        yield items + "\n"


def _table(findings: Sequence[Finding], language: Language) -> Iterator[str]:
    if findings:
        head = ("severity", "rule", "line", "finding", "clause")
        yield _row([catalog_text(f"report.{name}", language) for name in head])
        yield _row(["---", "---", "---:", "---", "---"])
        yield from (_finding(finding, language) for finding in findings)
        yield "\n"


def _finding(finding: Finding, language: Language) -> str:
    severity = catalog_text(f"severity.{finding.severity.value}", language)
    said = [escaped(finding.describe(language))]
    hint, waived = finding.advise(language), waiver_text(finding.waived, language)
    if hint:
        said.append(f"*{catalog_text('report.hint', language)}*: {escaped(hint)}")
    if waived:
        said.append(f"*{catalog_text('report.waived', language)}*: {escaped(waived)}")
        severity = f"~~{severity}~~"
    line = "" if finding.location.line is None else str(finding.location.line)
    return _row([severity, escaped(finding.rule), line, "<br>".join(said), escaped(cited(finding, language))])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
