"""Every act that edoc cites, once: its number, its name, its dates and how well they are known.

The rows stand in ``acts.toml``, which a lawyer can read and mend. What is cited by a rule, by a
transition or by a check is cited through a row, so that a change of the law is a change of a row.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - a dataclass names it
import tomllib
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edoc.messages import Language

__all__ = ["ACTS", "Act"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act, standard or guide.

    Args:
        key: Its short name in edoc (``nd-30-2020``).
        vi: How it is cited in Vietnamese (``Nghị định 30/2020/NĐ-CP``).
        en: How it is cited in English (``Decree 30/2020/NĐ-CP``).
        about: What it is about, in English.
        noi_dung: What it is about, in Vietnamese.
        unit: What a place in it that starts with a digit is: ``Điều`` of an act, ``mục`` of a standard.
        valid_from: First day in force; None when it is not known.
        valid_to: Last day in force; None while it is in force or the day is not known.
        certainty: ``text`` (the text was read), ``excerpt``, ``secondary`` or ``practice``.
        note: What has to be known about its dates or its successor, in English.

    Example:
        >>> ACTS["tt-41-2017"].in_force(dt.date(2026, 11, 14))
        True
        >>> ACTS["tt-41-2017"].in_force(dt.date(2026, 11, 15))
        False
    """

    key: str
    vi: str
    en: str
    about: str
    noi_dung: str
    unit: str = "Điều"
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    certainty: str = "text"
    note: str = ""

    def cited(self, language: Language = "vi") -> str:
        """Give its name as it is cited in ``vi`` or ``en``."""
        return self.vi if language == "vi" else self.en

    def in_force(self, on: dt.date) -> bool:
        """Say whether it was in force on a day; a day that is not known is no bound."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


def _load() -> Mapping[str, Act]:
    raw = (resources.files("edoc.law") / "acts.toml").read_text("utf-8")
    return MappingProxyType({key: Act(key=key, **row) for key, row in tomllib.loads(raw).items()})


#: Every act by its key.
ACTS: Final = _load()
