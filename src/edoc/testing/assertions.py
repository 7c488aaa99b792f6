"""Assertions for the tests of systems that write or read packages."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING, overload

from edoc.conformance import CATALOGUE, Finding, ValidationResult, Verdict, Waivers, load_waivers, validate
from edoc.edxml.package import DocumentPackage, StatusMessage
from edoc.edxml.scalars import VIETNAM
from edoc.errors import UsageError
from edoc.report import Style
from edoc.report.text import text_lines

if TYPE_CHECKING:
    import os
    from collections.abc import Generator, Mapping
    from contextlib import AbstractContextManager

    from edoc._xml.source import Readable
    from edoc.messages import Language

__all__ = ["NotConformant", "assert_conformant", "assert_finds", "explain"]


class NotConformant(AssertionError):  # noqa: N818 - what a test says, no error of edoc
    """A package is not conformant, or nothing could be decided.

    Args:
        result: What validation said.
        language: Of the message.
    """

    def __init__(self, result: ValidationResult, language: Language = "en") -> None:
        """Tell every finding."""
        super().__init__(explain(result, language))
        self.result = result


def explain(result: ValidationResult, language: Language = "en") -> str:
    """Give the report on one package, as a failure shows it."""
    return "\n".join(text_lines(result, language, Style(full=True)))


def assert_conformant(
    package: Readable | DocumentPackage | StatusMessage,
    *,
    profile: str = "vxp",
    waivers: Waivers | str | os.PathLike[str] | None = None,
    given: Mapping[str, object] | None = None,
    language: Language = "en",
) -> ValidationResult:
    """Assert that a package conforms: every check ran, and none found an error that counts.

    Args:
        package: A path, bytes, a binary file, or a package.
        profile: What it is judged by; see `edoc.validate`.
        waivers: What is known and accepted for a while, as a file or read from one. Those that
            have expired today count no more.
        given: What some rules need beside the package: a ``policy`` to verify signatures by, a
            ``scanner`` for malware; see `edoc.validate`. What is not given is not looked at.
        language: Of the failure.

    Returns:
        What validation said, with its warnings and what is waived.

    Raises:
        NotConformant: An `AssertionError` that tells every finding with file, line, clause and
            hint; also where a check could not run, for then nothing is confirmed.

    Example:
        >>> from edoc.testing import sample_package
        >>> assert_conformant(sample_package(), profile="strict").verdict
        <Verdict.CONFORMANT: 'conformant'>
    """
    __tracebackhide__ = True
    result = _judged(package, profile, given)
    if waivers is not None:
        read = waivers if isinstance(waivers, Waivers) else load_waivers(waivers)
        result = read.review(dt.datetime.now(VIETNAM).date()).apply(result)
    if result.verdict is not Verdict.CONFORMANT:
        raise NotConformant(result, language)
    return result


@overload
def assert_finds(rule: str) -> AbstractContextManager[None]: ...


@overload
def assert_finds(
    rule: str,
    package: Readable | DocumentPackage | StatusMessage,
    *,
    profile: str = ...,
    given: Mapping[str, object] | None = ...,
    language: Language = ...,
) -> tuple[Finding, ...]: ...


def assert_finds(
    rule: str,
    package: Readable | DocumentPackage | StatusMessage | None = None,
    *,
    profile: str = "vxp",
    given: Mapping[str, object] | None = None,
    language: Language = "en",
) -> tuple[Finding, ...] | AbstractContextManager[None]:
    """Assert that a rule finds something, be it an error, a warning or a note.

    With a package it is judged here. Without one it is a context: in it `assert_conformant` has
    to fail, and the rule has to be among the reasons.

    Args:
        rule: Id or slug of a rule: ``ATT-100``, ``no-attachment``.
        package: A path, bytes, a binary file, or a package.
        profile: What it is judged by.
        given: What some rules need beside the package; see `edoc.validate`. For a context it goes to
            the `assert_conformant` inside.
        language: Of the failure.

    Returns:
        What the rule found, waived or not; with a context nothing.

    Raises:
        AssertionError: The rule found nothing; the message tells what others found, and whether the
            rule was not asked for.
        UsageError: There is no such rule, so that the assertion could never hold.

    Example:
        >>> from edoc.testing import sample_package
        >>> data = sample_package().to_bytes().replace(b"TypeName>", b"Typename>")
        >>> [finding.location.line for finding in assert_finds("HDR-006", data)]
        [39]
        >>> with assert_finds("HDR-006"):
        ...     _ = assert_conformant(data)
    """
    __tracebackhide__ = True
    wanted = _rule_id(rule)
    if package is None:
        return _expected(wanted)
    result = _judged(package, profile, given)
    found = tuple(finding for finding in result.findings if finding.rule == wanted)
    if not found:
        unasked = [f"{wanted}: {entry.describe(language)}" for entry in result.not_asked if entry.rule == wanted]
        raise AssertionError(_missed(wanted, "\n".join([explain(result, language), *unasked])))
    return found


@contextmanager
def _expected(rule: str) -> Generator[None]:
    __tracebackhide__ = True
    try:
        yield
    except NotConformant as failure:
        if not any(finding.rule == rule and finding.counts for finding in failure.result.findings):
            raise AssertionError(_missed(rule, str(failure))) from None
    else:
        raise AssertionError(_missed(rule, "every package was conformant"))


def _missed(rule: str, said: str) -> str:
    return f"{rule} found nothing:\n{said}"


def _rule_id(rule: str) -> str:
    for entry in CATALOGUE.values():
        if rule in {entry.id, entry.slug}:
            return entry.id
    message = f"there is no rule {rule!r}"
    raise UsageError(message)


def _judged(
    package: Readable | DocumentPackage | StatusMessage, profile: str, given: Mapping[str, object] | None
) -> ValidationResult:
    source = package.to_bytes() if isinstance(package, DocumentPackage | StatusMessage) else package
    return validate(source, profile=profile, given=given)
