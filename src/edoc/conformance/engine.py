"""Run the rules, layer by layer, and say what follows.

Nothing is skipped in silence: a rule that crashes or cannot run is a record, and without an
error to decide it the verdict is then UNDECIDED; findings beyond the limit of a rule are counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import edoc.conformance.rules  # noqa: F401 - fills the catalogue  # pyright: ignore[reportUnusedImport]
from edoc._xml.source import open_source
from edoc.conformance.profile import PROFILES, rule_set
from edoc.conformance.result import Basis, Citation, Finding, Location, NotRun, Severity, Suppressed, ValidationResult
from edoc.conformance.rule import CATALOGUE, OFF, Hit, Kind, Layer, Rule
from edoc.conformance.rules.reading import FAULT_RULES, REFUSAL_RULES
from edoc.conformance.subject import Subject
from edoc.edxml.fault_collector import Locator, Place
from edoc.edxml.package import DocumentPackage
from edoc.edxml.reader import read_source
from edoc.errors import PackageError
from edoc.limits import DEFAULT_LIMITS
from edoc.messages import text as catalog_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from edoc._xml.source import Readable
    from edoc.conformance.profile import RuleSet
    from edoc.limits import Limits

__all__ = ["PROFILES", "validate"]

_ORDER: Final = {layer: number for number, layer in enumerate(Layer)}


def validate(
    source: Readable,
    *,
    profile: str = "vxp",
    limits: Limits = DEFAULT_LIMITS,
    given: Mapping[str, object] | None = None,
) -> ValidationResult:
    """Judge one package: every finding, not the first.

    Args:
        source: A path, bytes, or a binary file.
        profile: One of `edoc.conformance.PROFILES`, or several joined by ``+``, of which the last
            prevails: ``vxp``, what the national axis and its SDKs take; ``strict``, the one form
            that edoc writes; and the letter of the standard and of the decrees.
        limits: What is accepted at most; reaching one is a finding.
        given: What some rules need beside the package, by name.

    Raises:
        InputError: The file does not exist or cannot be read.
        UsageError: No such profile, or *source* is nothing that can be read.

    Source: Decision 1123/QĐ-UBND (Vĩnh Long, 2019), Articles 12 and 13; QCVN 102:2016/BTTTT.
    """
    run = _Run(rule_set(profile), limits.findings_per_rule)
    try:
        opened = open_source(source, limits)
    except PackageError as error:
        return run.refused(error, error.source, None)
    digest: str | None = None
    try:
        digest = opened.sha256()
        subject = Subject(read_source(opened, limits), given or {})
        return run.judged(subject, opened.name, digest)
    except PackageError as error:
        return run.refused(error, opened.name, digest)
    finally:
        opened.close()


def not_judged(name: str, profile: str, reason: str) -> ValidationResult:
    """Give the result for an input that could not be read at all: undecided, and why."""
    run = _Run(rule_set(profile), 1)
    return run.result(name, None, not_run=run.none("input", reason=reason))


@dataclass(slots=True)
class _Run:
    """One package under judgement."""

    rules: RuleSet
    most: int
    day: dt.date | None = None
    findings: list[Finding] = field(default_factory=list[Finding])
    not_run: list[NotRun] = field(default_factory=list[NotRun])
    counts: Counter[str] = field(default_factory=Counter[str])

    def weight(self, rule: Rule) -> Severity | None:
        """Give the severity of what *rule* finds; None where it does not apply."""
        weight = self.rules.weight(rule, self.day)
        return None if weight == OFF else Severity(weight)

    def runnable(self, kind: Kind) -> Iterator[Rule]:
        """Give the rules with a check of their own that apply, in the order of the layers."""
        wanted = {"both", kind} if kind != "both" else {"both", "document", "status"}
        rules = [rule for rule in CATALOGUE.values() if rule.check is not None and rule.kind in wanted]
        yield from (rule for rule in sorted(rules, key=lambda rule: (_ORDER[rule.layer], rule.id)) if self.weight(rule))

    def none(self, cause: str, **params: str) -> tuple[NotRun, ...]:
        """Say of every rule that it did not run."""
        return tuple(NotRun.because(rule.id, cause, **params) for rule in self.runnable("both"))

    def result(self, name: str | None, digest: str | None, **what: Any) -> ValidationResult:
        """Put a result together."""
        rules = self.rules
        basis = Basis(
            profiles=tuple(profile.name for profile in rules.profiles),
            on=self.day,
            valid_from=rules.valid_from,
            valid_to=rules.valid_to,
        )
        return ValidationResult.of(name, digest, rules.name, basis=basis, **what)

    def refused(self, error: PackageError, name: str | None, digest: str | None) -> ValidationResult:
        """Say that a package could not be read: one finding, and every later rule as not run."""
        entry = REFUSAL_RULES.get(error.code)
        if entry is None:  # the file changed while it was read: nothing can be said of the package
            return self.result(name, digest, not_run=self.none("source", reason=str(error)))
        location = Location(path=error.path, line=error.line, column=error.column)
        self.note(entry, location, error.params)
        return self.result(name, digest, findings=self.findings, not_run=self.none("refused", refusal=entry.id))

    def judged(self, subject: Subject, name: str | None, digest: str | None) -> ValidationResult:
        """Run every rule and put places to what was found."""
        self.day = _day(subject)
        hits: list[tuple[Rule, Hit]] = []
        for rule in self.runnable(subject.package.kind):
            hits += ((rule, hit) for hit in self.run(rule, subject))
        places = Locator(subject.parsed).locate({hit.element for _, hit in hits if hit.element is not None})
        for fault in subject.package.faults:
            location = Location(path=fault.path, line=fault.line, column=fault.column)
            self.note(FAULT_RULES[fault.code], location, fault.params, text=fault.text)
        for rule, hit in hits:
            self.note(rule, _location(hit, places), hit.params, text=hit.text, key=hit.message)
        self.findings.sort(key=lambda finding: (_ORDER[CATALOGUE[finding.rule].layer], finding.location.line or 0))
        return self.result(name, digest, findings=self.findings, suppressed=self.suppressed(), not_run=self.not_run)

    def run(self, rule: Rule, subject: Subject) -> list[Hit]:
        """Run one rule; what keeps it from running is a record, and what it found till then is nothing."""
        missing = [need for need in rule.needs if need not in subject.given]
        if missing:
            self.not_run.append(NotRun.because(rule.id, "needs", need=f"word:need-{missing[0]}"))
            return []
        assert rule.check is not None
        try:
            return list(rule.check(subject))
        except Exception as error:  # noqa: BLE001 - whatever it is, the report says so
            self.not_run.append(NotRun.because(rule.id, "crashed", error=f"{type(error).__name__}: {error}"))
            return []

    def note(
        self, rule: Rule, location: Location, params: dict[str, str], *, text: str | None = None, key: str | None = None
    ) -> None:
        """Keep a finding, or count it when there are enough of its rule."""
        severity = self.weight(rule)
        if severity is None:
            return
        self.counts[rule.id] += 1
        if self.counts[rule.id] > self.most:
            return
        key = key or rule.message
        own = {part: dict(rule.texts[part]) for part in ("message", "hint") if part in rule.texts}
        self.findings.append(
            Finding(
                rule=rule.id,
                severity=severity,
                message=own["message"]["en"] if "message" in own else catalog_text(key, "en", **params),
                hint=rule.hint("en"),
                clause=rule.clause("en"),
                clauses=tuple(Citation.of(clause) for clause in rule.clauses),
                location=location,
                text=text,
                key=key,
                params=params,
                hint_key=f"rule-hint.{rule.slug}",
                texts=own,
            )
        )

    def suppressed(self) -> Iterator[Suppressed]:
        """Count what was not kept."""
        for id_, count in self.counts.items():
            severity = self.weight(CATALOGUE[id_])
            if count > self.most and severity is not None:
                yield Suppressed(rule=id_, severity=severity, count=count - self.most)


def _day(subject: Subject) -> dt.date | None:
    """Give the day whose law applies: the document's date, or that of the status."""
    package = subject.package
    if isinstance(package, DocumentPackage):
        info = package.header.promulgation_info
        value = None if info is None else info.promulgation_date
        return None if isinstance(value, str) else value
    time = package.header.timestamp
    return None if time is None or isinstance(time, str) else time.date()


def _location(hit: Hit, places: dict[_Element, Place]) -> Location:
    place = places.get(hit.element) if hit.element is not None else None
    return Location() if place is None else Location(path=place.path, line=place.line, column=place.column)
