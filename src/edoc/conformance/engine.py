"""Run the rules, layer by layer, and say what follows.

Nothing is skipped in silence: a rule that crashes or cannot run is a record, and without an
error to decide it the verdict is then UNDECIDED; findings beyond the limit of a rule are counted.
A layer that finds errors does not keep the later ones from running: a package without a header
still gets its attachments judged. Only a package that cannot be read at all ends the run.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import edoc.conformance.rules  # noqa: F401 - fills the catalogue  # pyright: ignore[reportUnusedImport]
from edoc._xml.clock import Clock, is_out_of_time
from edoc._xml.parser import parse
from edoc._xml.source import open_source
from edoc.conformance.plugins import load_plugins
from edoc.conformance.result import Citation, Finding, Location, NotRun, Severity, Suppressed, ValidationResult
from edoc.conformance.rule import CATALOGUE, OFF, Hit, NotAskedError, NotJudgedError, Rule
from edoc.conformance.rule_set import DEFAULT_PROFILE, RuleSet, rule_set
from edoc.conformance.rules.reading import FAULT_RULES, REFUSAL_RULES
from edoc.conformance.subject import Subject
from edoc.edxml.binder import CONTENT_ELEMENT
from edoc.edxml.fault_collector import Locator, Place
from edoc.edxml.package import DocumentPackage
from edoc.edxml.reader import read_parsed
from edoc.errors import PackageError
from edoc.limits import DEFAULT_LIMITS
from edoc.messages import filled, wrong_usage
from edoc.messages import text as catalog_text
from edoc.messages.catalog import has_text

if TYPE_CHECKING:
    import datetime as dt
    import os
    from collections.abc import Mapping

    from lxml.etree import _Element

    from edoc._xml.source import Readable
    from edoc.limits import Limits

__all__ = ["not_judged", "validate"]


def validate(
    source: Readable,
    *,
    profile: str | os.PathLike[str] | RuleSet = DEFAULT_PROFILE,
    limits: Limits = DEFAULT_LIMITS,
    given: Mapping[str, object] | None = None,
    contents: bool = True,
) -> ValidationResult:
    """Judge one package: every finding, not the first.

    Args:
        source: A path, bytes, or a binary file.
        profile: What it is judged by: one of `edoc.conformance.PROFILES`, several joined by
            ``+``, of which the last prevails, a TOML file of one's own, or ``auto`` for what was
            in force on the document's date. ``vxp``, what the national axis and its SDKs take, is
            the default. Many packages are judged faster by what `edoc.conformance.rule_set` gives.
        limits: What is accepted at most; reaching one is a finding.
        given: What some rules need beside the package, by name: ``policy``, an
            `edoc.VerificationPolicy`, for those that verify signatures (SIG-200 to SIG-202), and
            ``scanner``, an `edoc.scanning.Scanner`, for those that scan for malware (ATT-200,
            ATT-201). A rule whose need is not given is listed under ``not_asked`` of the result.
        contents: Whether attachments are opened and looked into, which takes most of the time. Without,
            their base64 is still proved, and the rules about what they contain are listed under
            ``not_asked``: nothing is then said of whether they can be opened.

    Raises:
        InputError: The file does not exist or cannot be read.
        UsageError: No such profile, *source* is nothing that can be read, or no rule needs what is given.

    Source: Decision 1123/QĐ-UBND (Vĩnh Long, 2019), Articles 12 and 13; QCVN 102:2016/BTTTT.
    """
    rules = profile if isinstance(profile, RuleSet) else rule_set(profile)
    run = _Run(rules, limits.findings_per_rule, not_run=list(load_plugins()), given=_asked(given or {}, rules))
    clock = Clock(limits)
    try:
        opened = open_source(source, limits, clock)
    except PackageError as error:
        return run.refused(error, error.source, None)
    digest: str | None = None
    try:
        digest = opened.sha256()
        parsed = parse(opened, limits, CONTENT_ELEMENT)
        held = tuple(parsed.root.iter("*"))
        result = read_parsed(parsed, limits)
        subject = Subject(result, run.given, limits, contents, clock=clock, held=held)
        try:
            return run.judged(subject, opened.name, digest)
        finally:
            subject.release()
    except PackageError as error:
        return run.refused(error, opened.name, digest)
    finally:
        opened.close()


def not_judged(name: str, profile: str | RuleSet, reason: str) -> ValidationResult:
    """Give the result for an input that could not be read at all: undecided, and why."""
    run = _Run(profile if isinstance(profile, RuleSet) else rule_set(profile), 1)
    run.none("input", reason=reason)
    return run.result(name, None)


class _Found(NamedTuple):
    """A hit of a rule, and where it stands."""

    rule: Rule
    severity: Severity
    location: Location
    hit: Hit


@dataclass(slots=True)
class _Run:
    """One package under judgement."""

    rules: RuleSet
    most: int
    day: dt.date | None = None
    found: list[_Found] = field(default_factory=list[_Found])
    not_run: list[NotRun] = field(default_factory=list[NotRun])
    given: Mapping[str, object] = field(default_factory=dict[str, object])
    not_asked: list[NotRun] = field(default_factory=list[NotRun])

    def none(self, cause: str, **params: str) -> None:
        """Say of every rule with a check that it did not run."""
        self.not_run += (
            NotRun.because(rule.id, cause, **params)
            for rule, _ in self.rules.plan("both")
            if rule.check is not None and self.asked(rule)
        )

    def asked(self, rule: Rule) -> bool:
        """Say whether all that *rule* needs was given; if not, keep that nobody asked for it."""
        missing = next((need for need in rule.needs if need not in self.given), None)
        if missing is not None:
            self.not_asked.append(_not_asked(rule.id, missing))
        return missing is None

    def refused(self, error: PackageError, name: str | None, digest: str | None) -> ValidationResult:
        """Say that a package could not be read: one finding, and every later rule as not run."""
        self.rules = self.rules.on(None)
        entry = REFUSAL_RULES.get(error.code)
        if is_out_of_time(error):  # that says something of the machine, too, and nothing of the package
            self.none("time", **error.params, where=error.source or "word:package")
        elif entry is None:  # the file changed while it was read: nothing can be said of the package
            self.none("source", reason=str(error))
        else:
            location = Location(path=error.path, line=error.line, column=error.column)
            self.note(entry, location, Hit(params=error.params))
            self.none("refused", refusal=entry.id)
        return self.result(name, digest)

    def judged(self, subject: Subject, name: str | None, digest: str | None) -> ValidationResult:
        """Run every rule and put places to what was found."""
        self.day = _day(subject)
        self.rules = self.rules.on(self.day)
        subject.choices = self.rules.choices
        clock = subject.clock
        hits: list[tuple[Rule, Severity, Hit]] = []
        for rule, severity, check, always, unasked in self.rules.steps(subject):
            if always or (rule.applies_on(self.day) and self.asked(rule)):
                if unasked:
                    self.not_asked.append(_not_wanted(rule.id, unasked))
                    continue
                try:
                    if clock.is_over:
                        raise clock.error(path=rule.id)  # noqa: TRY301 - a record like any other
                    found = list(check(subject))
                except NotAskedError as error:
                    self.not_asked.append(_not_wanted(rule.id, error.cause))
                    continue
                except Exception as error:  # noqa: BLE001 - whatever it is, the report says so
                    self.failed(rule, error, clock.stopped_at)
                    continue
                if found:
                    hits += [(rule, severity, hit) for hit in found]
        for fault in subject.package.faults:
            location = Location(path=fault.path, line=fault.line, column=fault.column)
            self.note(FAULT_RULES[fault.code], location, Hit(None, fault.text, fault.params))
        if hits:
            places = Locator(subject.parsed).locate({hit.element for _, _, hit in hits if hit.element is not None})
            self.found += [_Found(rule, severity, _location(hit, places), hit) for rule, severity, hit in hits]
        return self.result(name, digest)

    def failed(self, rule: Rule, error: Exception, where: str) -> None:
        """Record what kept a rule from running, and *where* the time was over; what it found till then is nothing."""
        if isinstance(error, NotJudgedError):
            self.not_run.append(NotRun.because(rule.id, error.cause, **error.params))
        elif isinstance(error, PackageError) and is_out_of_time(error):
            self.not_run.append(NotRun.because(rule.id, "time", **error.params, where=where))
        else:
            self.not_run.append(NotRun.because(rule.id, "crashed", error=f"{type(error).__name__}: {error}"))

    def note(self, rule: Rule, location: Location, hit: Hit) -> None:
        """Keep what the reader found, if it weighs anything here."""
        weight = self.rules.weight(rule, self.day)
        if weight != OFF:
            self.found.append(_Found(rule, Severity(weight), location, hit))

    def result(self, name: str | None, digest: str | None) -> ValidationResult:
        """Put the result together, in the order of the layers and of the document."""
        self.found.sort(key=lambda found: (found.rule.layer.order, found.location.line or 0))
        counts: Counter[str] = Counter()
        findings: list[Finding] = []
        more: dict[str, Severity] = {}
        for found in self.found:
            counts[found.rule.id] += 1
            if counts[found.rule.id] > self.most:
                more[found.rule.id] = found.severity
            else:
                findings.append(_finding(found))
        suppressed = [Suppressed(rule=id_, severity=more[id_], count=counts[id_] - self.most) for id_ in more]
        return ValidationResult.of(
            name,
            digest,
            self.rules.name,
            basis=self.rules.basis(self.day),
            findings=findings,
            suppressed=suppressed,
            not_run=self.not_run,
            not_asked=self.not_asked,
        )


def _asked(given: Mapping[str, object], rules: RuleSet) -> dict[str, object]:
    """Give what was given; refuse what no rule needs, for a typing mistake would go unseen."""
    known = {need for rule in (*CATALOGUE.values(), *rules.rules) for need in rule.needs} if given else set[str]()
    for name in given.keys() - known:
        raise wrong_usage("not-needed", name=name, known=", ".join(sorted(known)))
    return {name: value for name, value in given.items() if value is not None}


@cache
def _not_asked(rule: str, need: str) -> NotRun:
    words = {name: f"{start}-{need}" for name, start in (("need", "need"), ("what", "about"))}
    known = {name: f"word:{word}" for name, word in words.items() if has_text(f"word.{word}")}
    return NotRun.because(rule, "needs", **{"need": need, **known})


@cache
def _not_wanted(rule: str, cause: str) -> NotRun:
    return NotRun.because(rule, cause, what=f"word:about-{cause}")


def _day(subject: Subject) -> dt.date | None:
    """Give the day whose law applies: the document's date, or that of the status."""
    package = subject.package
    if isinstance(package, DocumentPackage):
        info = package.header.promulgation_info
        value = None if info is None else info.promulgation_date
        return None if isinstance(value, str) else value
    time = package.header.timestamp
    return None if time is None or isinstance(time, str) else time.date()


class _Constant(NamedTuple):
    """What every finding of a rule says."""

    hint: str
    clause: str
    clauses: tuple[Citation, ...]
    texts: dict[str, dict[str, str]]


def _constant(rule: Rule) -> _Constant:
    texts: dict[str, Any] = {part: dict(rule.texts[part]) for part in ("message", "hint") if part in rule.texts}
    return _Constant(rule.hint("en"), rule.clause("en"), tuple(Citation.of(clause) for clause in rule.clauses), texts)


#: For the rules whose texts stand in the catalogue: those of files may be equal and say other things.
_of_catalogue = lru_cache(maxsize=1024)(_constant)


def _finding(found: _Found) -> Finding:
    rule, hit = found.rule, found.hit
    key = hit.message or rule.message
    same = _constant(rule) if rule.texts else _of_catalogue(rule)
    own = same.texts.get("message")
    return Finding(
        rule=rule.id,
        severity=found.severity,
        message=catalog_text(key, "en", **hit.params) if own is None else filled(own["en"], "en", hit.params),
        hint=same.hint,
        clause=same.clause,
        clauses=same.clauses,
        location=found.location,
        text=hit.text,
        key=key,
        params=dict(hit.params),
        hint_key=f"rule-hint.{rule.slug}",
        texts=same.texts,
    )


def _location(hit: Hit, places: dict[_Element, Place]) -> Location:
    place = places.get(hit.element) if hit.element is not None else None
    return Location() if place is None else Location(path=place.path, line=place.line, column=place.column)
