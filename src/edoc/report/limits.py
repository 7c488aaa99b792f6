"""The table of limits as a contract: ``edoc/limits/1``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from edoc.edxml.model import Model
from edoc.limits import LIMITS, LimitGroup, LimitUnit
from edoc.messages import text
from edoc.report.model import Tool

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["LimitCatalogue", "LimitEntry", "limit_catalogue"]


class LimitEntry(Model):
    """One limit.

    Args:
        name: The field of `edoc.Limits`, and what ``--limit`` calls it.
        default: Its value unless another is given.
        unit: What it is counted in.
        group: What it protects.
        about: What it counts, in words.
        why: Why it is what it is.
        sources: The weakness, the clause or the page that it rests on.
    """

    name: str
    default: int | float
    unit: LimitUnit
    group: LimitGroup
    about: str
    why: str
    sources: tuple[str, ...]


class LimitCatalogue(Model):
    """Every limit, in the order of the table."""

    schema_id: Literal["edoc/limits/1"] = Field(default="edoc/limits/1", alias="schema")
    tool: Tool = Tool()
    limits: tuple[LimitEntry, ...]

    def to_json_dict(self) -> dict[str, Any]:
        """Give the JSON of the contract as a dict."""
        return self.model_dump(mode="json", by_alias=True)


def limit_catalogue(language: Language = "en") -> LimitCatalogue:
    """Describe every limit in ``vi`` or ``en``."""
    return LimitCatalogue(
        limits=tuple(
            LimitEntry(
                name=row.name,
                default=row.default,
                unit=row.unit,
                group=row.group,
                about=text(f"limit.{row.name}", language),
                why=text(f"limit-why.{row.name}", language),
                sources=row.sources,
            )
            for row in LIMITS.values()
        )
    )
