"""A table with its title: what registers and figures become before they are a file."""

from __future__ import annotations

from dataclasses import dataclass

from edoc.records.column import Cell  # noqa: TC001 - a dataclass names it

__all__ = ["Table", "TableColumn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """One column as it is shown.

    Args:
        heading: Its heading.
        no: Its number under the heading; empty for none.
        width: How wide it is, in characters.
    """

    heading: str
    no: str = ""
    width: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Args:
        title: What it is.
        organ: Whose it is.
        columns: The columns.
        rows: The cells; floats are shares of one.
        source: The clause that asks for it.
    """

    title: str
    organ: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: str = ""
