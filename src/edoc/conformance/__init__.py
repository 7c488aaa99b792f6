"""Rules and verdicts: whether a package is right, by which clause, and what could not be judged."""

from edoc.conformance.engine import validate
from edoc.conformance.result import Finding, Location, NotRun, Severity, ValidationResult, Verdict
from edoc.conformance.rule import CATALOGUE, Rule

__all__ = [
    "CATALOGUE",
    "Finding",
    "Location",
    "NotRun",
    "Rule",
    "Severity",
    "ValidationResult",
    "Verdict",
    "validate",
]
