"""The report as SARIF 2.1.0 (OASIS): what code scanning of GitHub, Azure and editors reads."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from edoc._version import __version__
from edoc.conformance import CATALOGUE, Severity, Verdict
from edoc.messages import text as catalog_text
from edoc.report.json import json_text
from edoc.report.terminal import visible
from edoc.report.wording import cited, waiver_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edoc.conformance import Finding, NotRun, ValidationResult
    from edoc.messages import Language
    from edoc.report.renderer import Style

__all__ = ["pieces"]

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: SARIF 2.1.0, 3.27.10: how much a result weighs.
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

_Json = dict[str, Any]


def pieces(
    results: Iterable[ValidationResult], findings: Iterable[Finding], language: Language, style: Style
) -> Iterator[str]:
    """Give one log with one run."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_Run(language).of(list(results), findings, style)]}
    yield json_text(log) + "\n"


class _Run:
    """One run: it numbers rules and files in the order in which they first occur."""

    def __init__(self, language: Language) -> None:
        self.language: Final[Language] = language
        self.rules: Final[list[_Json]] = []
        self.numbers: Final[dict[str, int]] = {}
        self.artifacts: Final[list[_Json]] = []

    def of(self, results: list[ValidationResult], findings: Iterable[Finding], style: Style) -> _Json:
        """Give the run."""
        found = [item for result in results for item in self._file(result)]
        found += [self._result(finding, [], {}) for finding in findings]
        notes = [note for number, result in enumerate(results) for note in self._missing(result, number)]
        invocation: _Json = {
            "executionSuccessful": not any(result.verdict is Verdict.UNDECIDED for result in results),
            "toolExecutionNotifications": notes,
        }
        unasked = dict.fromkeys(entry for result in results for entry in result.not_asked)
        if unasked:
            invocation["toolConfigurationNotifications"] = [self._unasked(entry) for entry in unasked]
        if style.at is not None:
            invocation["endTimeUtc"] = f"{style.at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
        driver = {
            "name": "edoc",
            "semanticVersion": __version__,
            "version": __version__,
            "shortDescription": {"text": catalog_text("report.tool", self.language)},
            "rules": self.rules,
        }
        return {
            "tool": {"driver": driver},
            "language": self.language,
            "columnKind": "unicodeCodePoints",
            "invocations": [invocation],
            "artifacts": self.artifacts,
            "results": found,
        }

    def _file(self, result: ValidationResult) -> Iterator[_Json]:
        """Note the file, and give its findings."""
        artifact: _Json = {
            "properties": {
                "verdict": result.verdict.value,
                "verdict_unwaived": result.verdict_unwaived.value,
                "profile": result.profile,
                "suppressed": {rest.rule: rest.count for rest in result.suppressed},
            }
        }
        if result.path is not None:
            artifact["location"] = {"uri": _uri(result.path)}
        if result.sha256 is not None:
            artifact["hashes"] = {"sha-256": result.sha256}
        number = len(self.artifacts)
        self.artifacts.append(artifact)
        seen: dict[str, int] = {}
        for finding in result.findings:
            yield self._result(finding, _locations(finding, result, number), seen)

    def _result(self, finding: Finding, locations: list[_Json], seen: dict[str, int]) -> _Json:
        message = finding.describe(self.language)
        properties = {"clause": cited(finding, self.language), "hint": finding.advise(self.language)}
        shown: _Json = {
            "ruleId": finding.rule,
            "ruleIndex": self._rule(finding),
            "kind": "fail",
            "level": _LEVELS[finding.severity],
            "message": {"text": message},
            "locations": locations,
            "partialFingerprints": {"edocFinding/v1": _fingerprint(finding, seen)},
            # an empty list says "not suppressed", no list "not known" (3.27.23)
            "suppressions": [],
            "properties": {key: value for key, value in properties.items() if value},
        }
        if finding.waived is not None:
            justification = waiver_text(finding.waived, self.language)
            shown["suppressions"].append({"kind": "external", "status": "accepted", "justification": justification})
        return shown

    def _rule(self, finding: Finding) -> int:
        """Give the number of the rule among those of the run."""
        number = self.numbers.setdefault(finding.rule, len(self.rules))
        if number == len(self.rules):
            self.rules.append(_descriptor(finding, self.language))
        return number

    def _missing(self, result: ValidationResult, number: int) -> Iterator[_Json]:
        """Say which checks could not run, and why (3.58)."""
        for entry in result.not_run:
            note: _Json = {
                "level": "error",
                "message": {"text": f"{entry.rule}: {entry.describe(self.language)}"},
                "associatedRule": {"id": entry.rule},
            }
            if result.path is not None:
                location = {"uri": _uri(result.path), "index": number}
                note["locations"] = [{"physicalLocation": {"artifactLocation": location}}]
            yield note

    def _unasked(self, entry: NotRun) -> _Json:
        """Say what nobody asked for: a condition of the configuration, not of a file (3.20.21)."""
        said = catalog_text("report.not-asked", self.language, what=f"{entry.rule}; {entry.describe(self.language)}")
        return {"level": "note", "message": {"text": said}, "associatedRule": {"id": entry.rule}}


def _descriptor(finding: Finding, language: Language) -> _Json:
    """Describe a rule; of one that is no longer in the catalogue the id is known, and what it found."""
    rule = CATALOGUE.get(finding.rule)
    if rule is None:
        return {"id": finding.rule, "shortDescription": {"text": finding.describe(language)}}
    title, clause = rule.title(language), rule.clause(language)
    parts = [part for part in (rule.why(language), rule.hint(language)) if part]
    text = "\n\n".join([title, *parts, f"{catalog_text('report.clause', language)}: {clause}"])
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.slug.split("-")),
        "shortDescription": {"text": title},
        "fullDescription": {"text": " ".join([title, *parts])},
        "help": {"text": text},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
        "properties": {
            "clauses": [clause.id for clause in rule.clauses],
            "layer": rule.layer.value,
            "tags": [rule.family],
        },
    }


def _locations(finding: Finding, result: ValidationResult, number: int) -> list[_Json]:
    """Give file, line and column, and the element as its XPath (3.28, 3.33)."""
    location: _Json = {}
    if result.path is not None:
        physical: _Json = {"artifactLocation": {"uri": _uri(result.path), "index": number}}
        if finding.location.line is not None:
            # readers refuse lines below 1
            physical["region"] = {"startLine": max(finding.location.line, 1)}
            if finding.location.column is not None:
                physical["region"]["startColumn"] = max(finding.location.column, 1)
        location["physicalLocation"] = physical
    if finding.location.path is not None:
        element = {"fullyQualifiedName": finding.location.path, "kind": "element"}
        location["logicalLocations"] = [element]
    return [location] if location else []


def _uri(path: str) -> str:
    """Give a path as a URI: relative as it was given, for code scanning knows files so."""
    try:
        return Path(path).as_uri() if os.path.isabs(path) else quote(os.fsencode(Path(path).as_posix()))
    except UnicodeEncodeError:  # a name that no file system has
        return quote(visible(path))


def _fingerprint(finding: Finding, seen: dict[str, int]) -> str:
    """Give what stays the same while lines move and texts are reworded.

    It is made of the rule, the element and the values found, and numbered where these are equal.
    """
    values = (finding.rule, finding.location.path or "", finding.text or "", *sorted(finding.params.values()))
    key = hashlib.sha256("\0".join(values).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    seen[key] = seen.get(key, 0) + 1
    return f"{key}:{seen[key]}"
