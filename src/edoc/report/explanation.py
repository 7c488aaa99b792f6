"""One rule, explained: what the catalogue says of it, with a failing and a mended example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from edoc.conformance import DEFAULT_PROFILE, rule_set
from edoc.edxml.model import Model
from edoc.report.model import Tool
from edoc.report.rules import RuleRow

if TYPE_CHECKING:
    from edoc.conformance import Rule
    from edoc.messages import Language

__all__ = ["Explanation", "explain"]


class Explanation(Model):
    """One rule, explained.

    Args:
        rule: What the catalogue says of it.
        failing: Lines of a package that breaks it; empty where no example is known.
        mended: The same lines, mended.
    """

    schema_id: Literal["edoc/explain/1"] = Field(default="edoc/explain/1", alias="schema")
    tool: Tool = Tool()
    rule: RuleRow
    failing: str = ""
    mended: str = ""

    def to_json_dict(self) -> dict[str, Any]:
        """Give the JSON of the contract as a dict."""
        return self.model_dump(mode="json", by_alias=True)


def explain(rule: Rule, language: Language = "en", *, failing: str = "", mended: str = "") -> Explanation:
    """Explain *rule* in ``vi`` or ``en``, with lines of XML that break it and mend it."""
    row = RuleRow.of(rule, rule_set(DEFAULT_PROFILE), language)
    return Explanation(rule=row, failing=failing, mended=mended)
