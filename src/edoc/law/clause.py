"""One clause of an act, as it is cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edoc.law.act import ACTS, Act

if TYPE_CHECKING:
    from edoc.messages import Language

__all__ = ["Clause", "clause", "clause_of"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in an act.

    Args:
        act: The act.
        place: Article, annex or section as the act numbers it (``13.2a``, ``PL VI II.I``); empty
            for the act as a whole. A place that starts with a digit is an article of an act, and a section
            of a standard (`Act.unit`).

    Example:
        >>> str(clause("qd-1123-2019", "13.2a"))
        'Quyết định 1123/QĐ-UBND (Vĩnh Long, 2019), Điều 13.2a'
        >>> clause("qd-1123-2019", "13.2a").cited("en")
        'Decision 1123/QĐ-UBND (Vĩnh Long, 2019), Article 13.2a'
        >>> str(clause("qcvn-102-2016", "1.13"))
        'QCVN 102:2016/BTTTT, mục 1.13'
    """

    act: Act
    place: str = ""

    def cited(self, language: Language = "vi") -> str:
        """Give the citation in ``vi`` or ``en``."""
        name = self.act.cited(language)
        if not self.place:
            return name
        words = {"Điều": "Article", "Phụ lục": "Annex", "Phần": "Part", "phần": "part", "mục": "section"}
        place = f"{self.act.unit} {self.place}" if self.place[0].isdigit() else self.place
        if language == "en":
            for vietnamese, english in words.items():
                place = place.replace(vietnamese, english)
        return f"{name}, {place}"

    def __str__(self) -> str:
        """Give the citation in Vietnamese: that is the text that binds."""
        return self.cited("vi")

    @property
    def id(self) -> str:
        """A stable name of the clause for machines: ``qd-1123-2019:13.2a``."""
        return f"{self.act.key}:{self.place}" if self.place else self.act.key


def clause(act: str, place: str = "") -> Clause:
    """Give a clause by the key of its act.

    Args:
        act: A key of `ACTS`.
        place: Where in the act.

    Raises:
        KeyError: No such act: a fault of edoc or of a plug-in.

    Example:
        >>> clause("nd-30-2020", "Phụ lục VI phần II").cited("en")
        'Decree 30/2020/NĐ-CP, Annex VI part II'
    """
    return Clause(ACTS[act], place)


def clause_of(id_: str) -> Clause:
    """Give a clause by its id, as data and reports have it.

    Raises:
        KeyError: No such act.

    Example:
        >>> clause_of("qd-1123-2019:13.2a") == clause("qd-1123-2019", "13.2a")
        True
    """
    act, _, place = id_.partition(":")
    return clause(act, place)
