"""Run the rules, layer by layer, and say what follows.

Nothing is skipped in silence: a rule that crashes or cannot run is a record, and without an
error to decide it the verdict is then UNDECIDED.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import edoc.conformance.rules  # noqa: F401 - fills the catalogue  # pyright: ignore[reportUnusedImport]
from edoc._xml.source import open_source
from edoc.conformance.result import Finding, Location, NotRun, ValidationResult, judge
from edoc.conformance.rule import CATALOGUE, Hit, Layer, Rule
from edoc.conformance.rules.reading import FAULT_RULES, REFUSAL_RULES
from edoc.conformance.subject import Subject
from edoc.edxml.fault_collector import Locator, Place
from edoc.edxml.reader import read_source
from edoc.errors import PackageError, UsageError
from edoc.limits import DEFAULT_LIMITS
from edoc.messages import text as catalog_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from edoc._xml.source import Readable
    from edoc.edxml.fault import Fault
    from edoc.limits import Limits

__all__ = ["PROFILES", "validate"]

#: The sets of rules: what the axis and its SDKs take, and what a builder should write.
PROFILES: Final = ("vxp", "strict")

_ORDER: Final = {layer: number for number, layer in enumerate(Layer)}


def validate(source: Readable, *, profile: str = "vxp", limits: Limits = DEFAULT_LIMITS) -> ValidationResult:
    """Judge one package: every finding, not the first.

    Args:
        source: A path, bytes, or a binary file.
        profile: ``vxp``, what the national axis and its SDKs take; or ``strict``, the one form
            that edoc writes.
        limits: What is accepted at most; reaching one is a finding.

    Raises:
        InputError: The file does not exist or cannot be read.
        UsageError: No such profile, or *source* is nothing that can be read.

    Source: Decision 1123/QĐ-UBND (Vĩnh Long, 2019), Articles 12 and 13; QCVN 102:2016/BTTTT.
    """
    if profile not in PROFILES:
        message = f"no such profile: {profile!r}; there are {', '.join(PROFILES)}"
        raise UsageError(message)
    try:
        opened = open_source(source, limits)
    except PackageError as error:
        return _refused(error, error.source, None, profile)
    digest: str | None = None
    try:
        digest = opened.sha256()
        subject = Subject(read_source(opened, limits))
        findings, not_run = _judge(subject, profile)
    except PackageError as error:
        return _refused(error, opened.name, digest, profile)
    finally:
        opened.close()
    return ValidationResult(
        path=opened.name,
        sha256=digest,
        verdict=judge(findings, not_run),
        profile=profile,
        findings=findings,
        not_run=not_run,
    )


def _refused(error: PackageError, name: str | None, digest: str | None, profile: str) -> ValidationResult:
    """Say that a package could not be read: one finding, and every later rule as not run."""
    entry = REFUSAL_RULES.get(error.code)
    if entry is None:  # the file changed while it was read: nothing can be said of the package
        not_run = tuple(NotRun(rule=rule.id, reason=str(error)) for rule in _runnable("both"))
        return ValidationResult(path=name, sha256=digest, verdict=judge((), not_run), profile=profile, not_run=not_run)
    finding = Finding(
        rule=entry.id,
        severity=entry.weight(profile),
        message=catalog_text(entry.message, "en", **error.params),
        clause=entry.clause,
        location=Location(path=error.path, line=error.line, column=error.column),
        key=entry.message,
        params=error.params,
    )
    not_run = tuple(
        NotRun(rule=rule.id, reason=f"the package could not be read ({entry.id})") for rule in _runnable("both")
    )
    return ValidationResult(
        path=name,
        sha256=digest,
        verdict=judge((finding,), not_run),
        profile=profile,
        findings=(finding,),
        not_run=not_run,
    )


def not_judged(name: str, profile: str, reason: str) -> ValidationResult:
    """Give the result for an input that could not be read at all: undecided, and why."""
    not_run = tuple(NotRun(rule=rule.id, reason=reason) for rule in _runnable("both"))
    return ValidationResult(path=name, sha256=None, verdict=judge((), not_run), profile=profile, not_run=not_run)


def _runnable(kind: str) -> Iterator[Rule]:
    """Give the rules with a check of their own, in the order of the layers."""
    wanted = {"both", kind} if kind != "both" else {"both", "document", "status"}
    rules = [rule for rule in CATALOGUE.values() if rule.check is not None and rule.kind in wanted]
    yield from sorted(rules, key=lambda rule: (_ORDER[rule.layer], rule.id))


def _judge(subject: Subject, profile: str) -> tuple[tuple[Finding, ...], tuple[NotRun, ...]]:
    """Run every rule and put places to what was found."""
    not_run: list[NotRun] = []
    hits: list[tuple[Rule, Hit]] = []
    for rule in _runnable(subject.package.kind):
        assert rule.check is not None
        try:
            hits += [(rule, hit) for hit in rule.check(subject)]
        except Exception as error:  # noqa: BLE001 - whatever it is, the report says so
            not_run.append(NotRun(rule=rule.id, reason=f"{type(error).__name__}: {error}"))
    places = Locator(subject.parsed).locate({hit.element for _, hit in hits if hit.element is not None})
    findings = [_of_fault(fault, profile) for fault in subject.package.faults]
    findings += [_of_hit(rule, hit, places, profile) for rule, hit in hits]
    findings.sort(key=lambda finding: (_ORDER[CATALOGUE[finding.rule].layer], finding.location.line or 0))
    return tuple(findings), tuple(not_run)


def _of_fault(fault: Fault, profile: str) -> Finding:
    rule = FAULT_RULES[fault.code]
    return Finding(
        rule=rule.id,
        severity=rule.weight(profile),
        message=fault.message,
        clause=rule.clause,
        location=Location(path=fault.path, line=fault.line, column=fault.column),
        text=fault.text,
        key=rule.message,
        params=fault.params,
    )


def _of_hit(rule: Rule, hit: Hit, places: dict[_Element, Place], profile: str) -> Finding:
    place = places.get(hit.element) if hit.element is not None else None
    key = hit.message or rule.message
    return Finding(
        rule=rule.id,
        severity=rule.weight(profile),
        message=catalog_text(key, "en", **hit.params),
        clause=rule.clause,
        location=Location() if place is None else Location(path=place.path, line=place.line, column=place.column),
        text=hit.text,
        key=key,
        params=hit.params,
    )
