"""Judge a package for a test: every rule that was asked must have had its say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from edoc._xml.source import BytesSource
from edoc.conformance import CATALOGUE, validate
from edoc.conformance.facts import Inspected
from edoc.conformance.subject import Subject
from edoc.edxml.attachment import Attachment
from edoc.edxml.reader import read_source
from edoc.limits import DEFAULT_LIMITS, Limits
from edoc.testing import sample_package

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edoc.conformance import Finding
    from edoc.conformance.content import Inspection
    from edoc.conformance.rule import Hit


def found(data: bytes, rule: str, profile: str = "vxp", **options: Any) -> list[Finding]:
    """Give the findings of one rule."""
    result = validate(data, profile=profile, **options)
    assert result.not_run == ()
    return [finding for finding in result.findings if finding.rule == rule]


def fires(rule: str, data: bytes, profile: str = "vxp", **options: Any) -> bool:
    """Say whether a rule finds something."""
    return found(data, rule, profile, **options) != []


def params(rule: str, data: bytes, profile: str = "vxp", **options: Any) -> list[dict[str, str]]:
    """Give the values of what a rule finds."""
    return [finding.params for finding in found(data, rule, profile, **options)]


def paths(rule: str, data: bytes, profile: str = "vxp", **options: Any) -> list[str | None]:
    """Give the places of what a rule finds."""
    return [finding.location.path for finding in found(data, rule, profile, **options)]


def inspected(rule: str, files: Mapping[str, Inspection], limits: Limits = DEFAULT_LIMITS) -> list[Hit]:
    """Ask one rule about attachments of these names, as if that had been found in them."""
    package = sample_package(1, attachments=[Attachment.of(b"%PDF-1.7\n", name=name) for name in files])
    subject = Subject(read_source(BytesSource(package.to_bytes()), DEFAULT_LIMITS), limits=limits)
    pairs = zip(subject.attachments, files.values(), strict=True)
    subject.facts.__dict__["inspected"] = tuple(Inspected(*pair, content) for pair, content in pairs)
    check = CATALOGUE[rule].check
    assert check is not None
    return list(check(subject))


def is_called(rule: str, data: bytes) -> bool:
    """Say whether a package has what a rule is about; else the rule is not called."""
    about = CATALOGUE[rule].about
    assert about is not None
    return bool(about.is_there(Subject(read_source(BytesSource(data), DEFAULT_LIMITS))))
