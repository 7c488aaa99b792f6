"""The columns of registers and of input data: one annotation for each, which everything is made from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from edoc.edxml.model import Model
from edoc.edxml.scalars import VIETNAM
from edoc.messages import text

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["Cell", "Column", "Columns", "cells", "columns_of", "shown"]

#: What stands in one cell of a table.
Cell = str | int | float | dt.date | None
Columns = tuple[tuple[str, "Column"], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a register, or one item of input data.

    Args:
        no: Its number in the annex (``1``, ``12.1``).
        vi: Its heading in Vietnamese, as the annex has it.
        en: Its heading in English.
        name: Its abbreviated English name in Annex VI; empty in registers.
        length: The longest value, in characters or digits; None where the annex gives none.
        width: How wide it is shown, in characters.
        auto: Whether Annex VI (Part I, III.1g) asks for the system to fill it in.
        required: Whether Article 3.9 of Decision 1123/QĐ-UBND asks for it.
    """

    no: str
    vi: str
    en: str
    name: str = ""
    length: int | None = None
    width: int = 14
    auto: bool = False
    required: bool = False

    def heading(self, language: Language = "vi") -> str:
        """Give the heading in ``vi`` or ``en``."""
        return self.vi if language == "vi" else self.en


@cache
def columns_of(model: type[Model]) -> Columns:
    """Give the columns of a model, in its order: name of the field and column."""
    return tuple(
        (name, mark)
        for name, field in model.model_fields.items()
        for mark in field.metadata
        if isinstance(mark, Column)
    )


def cells(row: Model, language: Language = "vi") -> tuple[Cell, ...]:
    """Give the cells of a row: dates and numbers as they are, everything else as text."""
    return tuple(_cell(getattr(row, name), language) for name, _ in columns_of(type(row)))


def _cell(value: object, language: Language) -> Cell:
    if value is None or isinstance(value, (int, str)):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, dt.datetime):
        return value.astimezone(VIETNAM).date()
    if isinstance(value, dt.date):
        return value
    assert isinstance(value, Said)
    return value.text(language)


#: How a date is written for people: the day first (Decree 30/2020/NĐ-CP, Annex I, II.4).
_DATE: Final = {"vi": "%d/%m/%Y", "en": "%Y-%m-%d"}


def shown(cell: Cell, language: Language = "vi") -> str:
    """Give a cell as text.

    >>> shown(dt.date(2026, 1, 5)), shown(None), shown(3), shown(0.5)
    ('05/01/2026', '', '3', '50,0 %')
    """
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.strftime(_DATE[language])
    if isinstance(cell, float):
        number = f"{cell * 100:.1f} %"
        return number.replace(".", ",") if language == "vi" else number
    return str(cell)


class Said(Model):
    """A text of the message catalogue, kept as its key, so that it can be said in both languages.

    Args:
        key: Its key in the catalogue.
        params: The values of its placeholders.
    """

    kind: Literal["said"] = "said"
    key: str
    params: tuple[tuple[str, str], ...] = ()

    def text(self, language: Language = "vi") -> str:
        """Say it."""
        return text(self.key, language, **dict(self.params))
