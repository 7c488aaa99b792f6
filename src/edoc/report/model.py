"""The report: the contract ``edoc/validate/1``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from edoc._version import __version__
from edoc.conformance import Finding, ValidationResult, Verdict
from edoc.edxml.model import Model

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.messages import Language

__all__ = ["Tool", "ValidationReport", "report_on"]


class Tool(Model):
    """Who made the report."""

    name: str = "edoc"
    version: str = __version__


class ValidationReport(Model):
    """What validation says of many packages.

    Args:
        results: The packages, in the order in which they were given.
        findings: What was found about the run as a whole: waivers that nothing needed.
    """

    schema_id: Literal["edoc/validate/1"] = Field(default="edoc/validate/1", alias="schema")
    tool: Tool = Tool()
    results: tuple[ValidationResult, ...] = ()
    findings: tuple[Finding, ...] = ()

    def to_json_dict(self) -> dict[str, Any]:
        """Give the JSON of the contract as a dict."""
        return self.model_dump(mode="json", by_alias=True)

    @property
    def verdicts(self) -> frozenset[Verdict]:
        """The verdicts that occur."""
        return frozenset(result.verdict for result in self.results)


def report_on(
    results: Iterable[ValidationResult], language: Language = "en", *, findings: Iterable[Finding] = ()
) -> ValidationReport:
    """Put results together, with their texts in *language*."""
    return ValidationReport(
        results=tuple(result.in_language(language) for result in results),
        findings=tuple(finding.in_language(language) for finding in findings),
    )
