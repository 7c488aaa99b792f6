"""The report as JUnit XML: what GitLab, Jenkins, Azure and others show as tests.

A package is a suite, and a rule that found something in it a case. The elements are those that
both common schemas know, of Jenkins and of Ant's JUnitReport; ``skipped``, which only the first
knows, occurs where findings are waived. What nobody asked for is no case: it stands among the
properties of the suite and in its output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from edoc._version import __version__
from edoc.conformance import Severity
from edoc.messages import text as catalog_text
from edoc.report.summary import Summary
from edoc.report.terminal import visible
from edoc.report.wording import (
    details,
    file_name,
    headline,
    missing_checks,
    more_lines,
    not_asked_details,
    not_asked_lines,
    place,
    unwaived_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.conformance import Finding, ValidationResult
    from edoc.messages import Language
    from edoc.report.renderer import Style

__all__ = ["pieces"]

#: Validation is not timed, and both schemas want a time.
_TIME: Final = "0"


def pieces(
    results: Iterable[ValidationResult], findings: Iterable[Finding], language: Language, style: Style
) -> Iterator[str]:
    """Give one ``testsuites`` with a suite for each package."""
    root = ET.Element("testsuites")
    for result in results:
        root.append(_suite(result, len(root), language, style))
    run = list(findings)
    if run:
        name = catalog_text("report.run", language)
        suite = _start(name, len(root), style)
        _fill(suite, list(_found(run, name, language)), [_told(finding, language) for finding in run])
        root.append(suite)
    ET.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield ET.tostring(root, encoding="unicode") + "\n"


def _suite(result: ValidationResult, number: int, language: Language, style: Style) -> ET.Element:
    """Give the suite of one package."""
    name = visible(file_name(result))
    suite = _start(name, number, style)
    properties = {"profile": visible(result.profile), "verdict": result.verdict.value, "sha256": result.sha256 or ""}
    if result.not_asked:
        properties["not_asked"] = visible(" ".join(entry.rule for entry in result.not_asked))
    for key, value in properties.items():
        ET.SubElement(suite[0], "property", name=key, value=value)
    cases = [*_found(result.findings, name, language), *_missing(result, name, language)]
    if not cases:
        cases.append(_case("verdict", name))
    _fill(suite, cases, _notes(result, language))
    return suite


def _start(name: str, number: int, style: Style) -> ET.Element:
    suite = ET.Element("testsuite", name=name, package="edoc", id=str(number), hostname="localhost", time=_TIME)
    if style.at is not None:
        suite.set("timestamp", f"{style.at:%Y-%m-%dT%H:%M:%S}")
    properties = ET.SubElement(suite, "properties")
    ET.SubElement(properties, "property", name="tool", value=f"edoc {__version__}")
    return suite


def _fill(suite: ET.Element, cases: list[ET.Element], notes: Iterable[str]) -> None:
    """Put the cases in, count them, and put the notes behind them."""
    suite.set("tests", str(len(cases)))
    for kind, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        count = sum(case.find(kind) is not None for case in cases)
        if count or kind != "skipped":
            suite.set(name, str(count))
    suite.extend(cases)
    ET.SubElement(suite, "system-out").text = "\n".join(notes)
    ET.SubElement(suite, "system-err")


def _found(findings: Iterable[Finding], name: str, language: Language) -> Iterator[ET.Element]:
    """Give a case for each rule that found something."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    for rule, group in by_rule.items():
        yield _of_rule(_case(visible(rule), name), group, language)


def _missing(result: ValidationResult, name: str, language: Language) -> Iterator[ET.Element]:
    """Give a case in error for each reason why checks did not run."""
    for reason, rules in missing_checks(result, language).items():
        case = _case(visible(rules[0]) + (f" (+{len(rules) - 1})" if len(rules) > 1 else ""), name)
        said = catalog_text("report.not-run", language, count=len(rules), reason=visible(reason))
        ET.SubElement(case, "error", type="not-run", message=said).text = "\n".join(map(visible, rules))
        yield case


def _case(title: str, name: str) -> ET.Element:
    return ET.Element("testcase", name=title, classname=name, time=_TIME)


def _of_rule(case: ET.Element, findings: list[Finding], language: Language) -> ET.Element:
    """Say how it ended: errors fail it, waived errors skip it, anything else passes with a note."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    counting = [finding for finding in errors if finding.counts]
    if counting:
        text = "\n\n".join(_told(finding, language) for finding in findings)
        message = visible(counting[0].describe(language))
        ET.SubElement(case, "failure", type=visible(counting[0].rule), message=message).text = text
    elif errors:
        ET.SubElement(case, "skipped").text = "\n\n".join(_told(finding, language) for finding in findings)
    return case


def _notes(result: ValidationResult, language: Language) -> Iterator[str]:
    """Say the verdict, and what is no case that failed."""
    yield catalog_text(f"verdict.{result.verdict.value}", language)
    yield from unwaived_text(result, language)
    for finding in result.findings:
        if finding.severity is not Severity.ERROR:
            yield _told(finding, language)
    yield from more_lines(result, language)
    summary = Summary.of([result])
    yield from not_asked_lines(summary, language)
    yield from not_asked_details(summary, language)


def _told(finding: Finding, language: Language) -> str:
    """Tell a finding in lines: what, where, why, how to mend it, and why it does not count."""
    where = place(finding)
    first = f"{headline(finding, language)}: {visible(finding.describe(language))}"
    element = [visible(finding.location.path)] if finding.location.path is not None else []
    return "\n".join([f"{where}: {first}" if where else first, *element, *details(finding, language)])
