"""Waivers: what is known, accepted for a while, and never forgotten.

A file of waivers is TOML::

    [[waiver]]
    rule = "HDR-010"            # id, slug or pattern of rules
    file = "archive/*.edxml"    # optional: the end of the path of the package
    path = "*/OtherInfo"        # optional: where in the package
    reason = "no urgency before 2019; agreed with the sender"
    expires = 2027-06-30        # optional: the last day

A waived finding stays in every report, marked, and does not count. A waiver that has expired, or
that nothing needed, is itself a finding about the run.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pydantic import Field

from edoc.conformance.result import Citation, Finding, Severity, Suppressed, ValidationResult, Waived
from edoc.conformance.rule import CATALOGUE, OFF, Rule
from edoc.conformance.rules.waivers import EXPIRED, UNUSED
from edoc.conformance.settings import checked
from edoc.conformance.toml_file import read_toml
from edoc.edxml.model import Model
from edoc.messages import dated, wrong_usage
from edoc.messages import text as catalog_text

if TYPE_CHECKING:
    import os

    from edoc.conformance.rule_set import RuleSet

__all__ = ["Review", "Waiver", "Waivers", "load_waivers"]


class Waiver(Model):
    """One waiver.

    Args:
        rule: Id, slug or pattern of the rules.
        file: Pattern of the package's file: of its name, or of the end of its path; all when empty.
        path: Pattern of the place in the package; everywhere when empty.
        reason: Why; shown beside each finding.
        expires: The last day on which it holds; without one it holds until it is taken out.
        line: Where it stands in its file.
    """

    rule: str
    file: str = ""
    path: str = ""
    reason: str = Field(pattern=r"\S")
    expires: dt.date | None = None
    line: int | None = None

    def is_for_rule(self, rule: str) -> bool:
        """Say whether it is for findings of *rule*."""
        return fnmatchcase(rule, self.rule) or (rule in CATALOGUE and CATALOGUE[rule].slug == self.rule)

    def is_for_file(self, path: str | None) -> bool:
        """Say whether it is for the package at *path*."""
        return not self.file or (path is not None and PurePosixPath(path.replace("\\", "/")).match(self.file))

    def holds(self, on: dt.date) -> bool:
        """Say whether it has not expired."""
        return self.expires is None or on <= self.expires


class _File(Model):
    """The form of a file of waivers."""

    waiver: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Waivers:
    """Waivers that are applied together.

    Args:
        entries: The waivers; the first that fits a finding counts.
        source: Their file; None when a program gave them.
    """

    entries: tuple[Waiver, ...] = ()
    source: str | None = None

    def review(self, on: dt.date, rules: RuleSet | None = None) -> Review:
        """Begin to apply them to the packages of one run.

        Args:
            on: The day of the run.
            rules: What the packages are judged by: it may bring rules of its own, and weighs the
                findings about the waivers.

        Raises:
            UsageError: A waiver names a rule that is not there.
        """
        own = {} if rules is None else {rule.id: rule for rule in rules.rules}
        known = CATALOGUE | own
        names = {*known, *(rule.slug for rule in known.values())}
        for entry in self.entries:
            if entry.rule not in names and not any(fnmatchcase(id_, entry.rule) for id_ in known):
                near = ", ".join(get_close_matches(entry.rule, names, 3))
                where = f"{self.source or 'waiver'}:{entry.line or ''}".rstrip(":")
                key = "waiver-no-rule-near" if near else "waiver-no-rule"
                raise wrong_usage(key, place=where, rule=entry.rule, near=near)
        return Review(self, on, rules)


@dataclass(slots=True)
class Review:
    """Waivers while they are applied to the packages of one run."""

    waivers: Waivers
    on: dt.date
    rules: RuleSet | None = None
    _used: set[int] = field(default_factory=set[int])

    def apply(self, result: ValidationResult) -> ValidationResult:
        """Give the result with its waived findings marked, and the verdict that follows."""
        fitting = [
            (number, entry)
            for number, entry in enumerate(self.waivers.entries)
            if entry.holds(self.on) and entry.is_for_file(result.path)
        ]
        if not fitting:
            return result
        return ValidationResult.of(
            result.path,
            result.sha256,
            result.profile,
            basis=result.basis,
            findings=[self._marked(finding, fitting) for finding in result.findings],
            suppressed=[self._counted(entry, fitting) for entry in result.suppressed],
            not_run=result.not_run,
            not_asked=result.not_asked,
        )

    def findings(self) -> tuple[Finding, ...]:
        """Give what is to be said of the waivers once every package was judged."""
        found = [
            self._finding(EXPIRED if not entry.holds(self.on) else UNUSED, entry)
            for number, entry in enumerate(self.waivers.entries)
            if not entry.holds(self.on) or number not in self._used
        ]
        return tuple(finding for finding in found if finding is not None)

    def _marked(self, finding: Finding, fitting: list[tuple[int, Waiver]]) -> Finding:
        where = finding.location.path or ""
        for number, entry in fitting:
            if entry.is_for_rule(finding.rule) and (not entry.path or fnmatchcase(where, entry.path)):
                self._used.add(number)
                return finding.model_copy(update={"waived": self._said(entry)})
        return finding

    def _counted(self, more: Suppressed, fitting: list[tuple[int, Waiver]]) -> Suppressed:
        """Mark findings that are only counted: their places are not known, so the whole rule must be waived."""
        for _, entry in fitting:
            if not entry.path and entry.is_for_rule(more.rule):
                return more.model_copy(update={"waived": self._said(entry)})
        return more

    def _said(self, entry: Waiver) -> Waived:
        return Waived(reason=entry.reason, expires=entry.expires, source=self.waivers.source, line=entry.line)

    def _finding(self, rule: Rule, entry: Waiver) -> Finding | None:
        weight = rule.severity if self.rules is None else self.rules.weight(rule)
        if weight == OFF:
            return None
        place = f"{self.waivers.source}:{entry.line}" if self.waivers.source and entry.line else "-"
        expires = "" if entry.expires is None else dated(entry.expires)
        params = {"rule": entry.rule, "place": place, "expires": expires, "reason": entry.reason}
        return Finding(
            rule=rule.id,
            severity=Severity(weight),
            message=catalog_text(rule.message, "en", **params),
            hint=rule.hint("en"),
            clause=rule.clause("en"),
            clauses=tuple(Citation.of(clause) for clause in rule.clauses),
            text=entry.reason,
            key=rule.message,
            params=params,
            hint_key=f"rule-hint.{rule.slug}",
        )


def load_waivers(path: str | os.PathLike[str]) -> Waivers:
    """Read a file of waivers.

    Args:
        path: The TOML file.

    Raises:
        InputError: It is not there or cannot be read.
        SettingsError: It is no file of waivers; has every fault, with its place.
    """
    source, values, lines = read_toml(path, "waivers")
    entries = checked(_File, values, source=source, lines=lines).waiver
    return Waivers(
        tuple(
            entry.model_copy(update={"line": lines.get(("waiver", number))})  # None in other forms of TOML
            for number, entry in enumerate(entries)
        ),
        source,
    )
