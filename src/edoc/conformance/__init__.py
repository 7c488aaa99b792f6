"""Rules and verdicts: whether a package is right, by which clause, and what could not be judged."""

from edoc.conformance.engine import validate
from edoc.conformance.profile import PROFILES, Profile, RuleSet, rule_set
from edoc.conformance.result import (
    Basis,
    Citation,
    Finding,
    Location,
    NotRun,
    Severity,
    Suppressed,
    ValidationResult,
    Verdict,
    Waived,
)
from edoc.conformance.rule import CATALOGUE, OFF, Layer, Rule

__all__ = [
    "CATALOGUE",
    "OFF",
    "PROFILES",
    "Basis",
    "Citation",
    "Finding",
    "Layer",
    "Location",
    "NotRun",
    "Profile",
    "Rule",
    "RuleSet",
    "Severity",
    "Suppressed",
    "ValidationResult",
    "Verdict",
    "Waived",
    "rule_set",
    "validate",
]
