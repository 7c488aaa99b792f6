"""Figures on the exchange of documents in a period.

Source: Decision 1123/QĐ-UBND (Vĩnh Long, 2019), Article 24; Decision 28/2018/QĐ-TTg, Articles 11
and 15.1.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Literal, Self

from pydantic import Field

from edoc.edxml.model import Model
from edoc.messages import text
from edoc.records.counted import Channel, CountedDocument, Direction, Form, Signing, Timeliness
from edoc.records.period import Period
from edoc.records.table import Table, TableColumn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.messages import Language
    from edoc.records.column import Cell

__all__ = ["DIMENSIONS", "Count", "Statistics"]

#: What is counted by: the field of `CountedDocument` and its values in order; None: as they come.
DIMENSIONS: Final[dict[str, tuple[str, ...] | None]] = {
    "form": tuple(Form),
    "type_name": None,
    "channel": tuple(Channel),
    "signing": tuple(Signing),
    "timeliness": tuple(Timeliness),
}


class Count(Model):
    """One line of figures.

    Args:
        dimension: What is counted by: form, type_name, channel, signing, timeliness.
        value: The value; None for documents that name none.
        outgoing: How many went out.
        incoming: How many came in.
    """

    dimension: str
    value: str | None
    outgoing: int
    incoming: int

    def label(self, language: Language = "vi") -> str:
        """Name the value."""
        if self.value is None:
            return text("record.no-type", language)
        return self.value if self.dimension == "type_name" else text(f"record.{self.dimension}-{self.value}", language)


class Statistics(Model):
    """Figures of one agency for one period.

    Args:
        organ_id: The agency.
        organ_name: Its name, for the title.
        period: The period.
        outgoing: How many documents went out.
        incoming: How many came in.
        undated: How many were left out, since nothing says when they were sent or arrived.
        counts: The lines, dimension by dimension.
    """

    schema_id: Literal["edoc/statistics/1"] = Field(default="edoc/statistics/1", alias="schema")
    organ_id: str
    organ_name: str | None = None
    period: Period
    outgoing: int = 0
    incoming: int = 0
    undated: int = 0
    counts: tuple[Count, ...] = ()

    @classmethod
    def of(
        cls, documents: Iterable[CountedDocument], period: Period, organ_id: str, *, organ_name: str | None = None
    ) -> Self:
        """Count the documents of a period.

        Args:
            documents: All documents; those of other days are left out.
            period: The period.
            organ_id: The agency.
            organ_name: Its name, for the title.
        """
        everything = list(documents)
        counted = [document for document in everything if document.day in period]
        total = Counter(document.direction for document in counted)
        return cls(
            organ_id=str(organ_id),
            organ_name=organ_name,
            period=period,
            outgoing=total[Direction.OUTGOING],
            incoming=total[Direction.INCOMING],
            undated=sum(document.day is None for document in everything),
            counts=tuple(line for dimension in DIMENSIONS for line in _lines(counted, dimension)),
        )

    def lines(self, dimension: str) -> tuple[Count, ...]:
        """Give the lines of one dimension."""
        return tuple(line for line in self.counts if line.dimension == dimension)

    def tables(self, language: Language = "vi") -> tuple[Table, ...]:
        """Give the figures as tables: one for each dimension, with shares of the whole."""
        return tuple(self._table(dimension, language) for dimension in DIMENSIONS)

    def _table(self, dimension: str, language: Language) -> Table:
        heads = ("outgoing", "outgoing-share", "incoming", "incoming-share")
        rows: list[tuple[Cell, ...]] = [
            (
                line.label(language),
                line.outgoing,
                _share(line.outgoing, self.outgoing),
                line.incoming,
                _share(line.incoming, self.incoming),
            )
            for line in self.lines(dimension)
        ]
        rows.append((text("record.total", language), self.outgoing, None, self.incoming, None))
        return Table(
            title=text(f"record.by-{dimension}", language, period=self.period.describe(language)),
            organ=self.organ_name or self.organ_id,
            columns=(
                TableColumn(heading=text(f"record.dimension-{dimension}", language), width=36),
                *(TableColumn(heading=text(f"record.{head}", language), width=14) for head in heads),
            ),
            rows=tuple(rows),
            source=self.period.clause.cited(language),
        )


def _lines(counted: list[CountedDocument], dimension: str) -> list[Count]:
    outgoing: Counter[str | None] = Counter()
    incoming: Counter[str | None] = Counter()
    for item in counted:
        (outgoing if item.direction is Direction.OUTGOING else incoming)[getattr(item, dimension)] += 1
    fixed = DIMENSIONS[dimension]
    both = outgoing + incoming
    values = fixed or sorted(both, key=lambda value: (value is None, -both[value], value))
    return [
        Count(dimension=dimension, value=value, outgoing=outgoing[value], incoming=incoming[value]) for value in values
    ]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
