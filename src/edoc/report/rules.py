"""The catalogue of rules as a contract: ``edoc/rules/1``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from edoc.conformance import CATALOGUE, PROFILES, Citation, Layer, Rule, rule_set
from edoc.conformance.rule import Kind, Weight
from edoc.edxml.model import Model
from edoc.report.model import Tool

if TYPE_CHECKING:
    from edoc.conformance import RuleSet
    from edoc.messages import Language

__all__ = ["RuleCatalogue", "RuleRow", "rule_catalogue"]


class RuleRow(Model):
    """One rule.

    Args:
        id: Its id.
        slug: Its name for people who remember words.
        title: Its name in words.
        severity: How much it weighs in the profile that was asked for.
        severities: How much it weighs in each profile.
        kind: What it is about.
        layer: When it runs.
        clauses: What asks for it.
        hint: How to mend what it finds.
        why: Why it matters.
        needs: What must be given for it to run.
        valid_from: First day of the documents that it judges.
        valid_to: Last day.
        covers: The requirements that it checks.
    """

    id: str
    slug: str
    title: str
    severity: Weight
    severities: dict[str, Weight]
    kind: Kind
    layer: Layer
    clauses: tuple[Citation, ...]
    hint: str
    why: str
    needs: tuple[str, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    covers: tuple[str, ...] = ()

    @classmethod
    def of(cls, rule: Rule, rules: RuleSet, language: Language = "en") -> RuleRow:
        """Describe *rule* in ``vi`` or ``en``, as it weighs in *rules*."""
        return cls(
            id=rule.id,
            slug=rule.slug,
            title=rule.title(language),
            severity=rules.weight(rule),
            severities={name: rule_set(name).weight(rule) for name in PROFILES},
            kind=rule.kind,
            layer=rule.layer,
            clauses=tuple(Citation.of(clause, language) for clause in rule.clauses),
            hint=rule.hint(language),
            why=rule.why(language),
            needs=rule.needs,
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
            covers=rule.covers,
        )


class RuleCatalogue(Model):
    """Every rule, by its id.

    Args:
        profile: The profile whose severities are given.
        rules: The rules.
    """

    schema_id: Literal["edoc/rules/1"] = Field(default="edoc/rules/1", alias="schema")
    tool: Tool = Tool()
    profile: str
    rules: tuple[RuleRow, ...]

    def to_json_dict(self) -> dict[str, Any]:
        """Give the JSON of the contract as a dict."""
        return self.model_dump(mode="json", by_alias=True)


def rule_catalogue(rules: RuleSet, language: Language = "en") -> RuleCatalogue:
    """Describe every rule of the catalogue, and those that *rules* bring, by their ids."""
    listed = sorted((*CATALOGUE.values(), *rules.rules), key=lambda rule: rule.id)
    return RuleCatalogue(profile=rules.name, rules=tuple(RuleRow.of(rule, rules, language) for rule in listed))
