"""Rules and verdicts: whether a package is right, by which clause, and what could not be judged."""

from edoc.conformance.engine import validate
from edoc.conformance.profile import PROFILES, Choice, Profile
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
from edoc.conformance.rule_set import AUTO, DEFAULT_PROFILE, RuleSet, rule_set

__all__ = [
    "AUTO",
    "CATALOGUE",
    "DEFAULT_PROFILE",
    "OFF",
    "PROFILES",
    "Basis",
    "Choice",
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
