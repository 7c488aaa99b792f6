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
from edoc.conformance.waiver import Review, Waiver, Waivers, load_waivers

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
    "Review",
    "Rule",
    "RuleSet",
    "Severity",
    "Suppressed",
    "ValidationResult",
    "Verdict",
    "Waived",
    "Waiver",
    "Waivers",
    "load_waivers",
    "rule_set",
    "validate",
]
