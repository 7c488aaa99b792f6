"""Agency codes (`mã định danh cơ quan, tổ chức`): three families, and what is seen in the wild."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from edoc.errors import IdentifierError
from edoc.identifiers._text import IdentifierText
from edoc.identifiers.agency_grammar import DECISION_20, ENTERPRISE, MAX_LENGTH, QCVN_102, first_fault
from edoc.identifiers.answer import Answer
from edoc.messages import text as catalog_text

if TYPE_CHECKING:
    from edoc.identifiers.registry import AgencyRegistry

__all__ = ["MAX_LENGTH", "AgencyCode", "AgencyFamily"]

_ZERO: Final = re.compile(r"0+", re.ASCII)


class AgencyFamily(StrEnum):
    """Which rule a code follows."""

    #: QCVN 102:2016/BTTTT, Part 1: ``V1V2V3.Z1Z2.Y1Y2.MX``, the most general level on the right.
    QCVN_102 = "qcvn-102-2016"
    #: Decision 20/2020/QĐ-TTg, Articles 4-6: level 1 on the left.
    DECISION_20 = "qd-20-2020"
    #: Enterprises: the tax code of 10 or 13 digits, also with 02 before it (seen in 2025).
    ENTERPRISE = "enterprise"
    #: Seen in circulation, and kept as it is.
    UNRECOGNISED = "unrecognised"


# The rules on agencies ask for the same few codes again and again.
@lru_cache(maxsize=4096)
def _family(text: str) -> AgencyFamily:
    if len(text) > MAX_LENGTH:
        return AgencyFamily.UNRECOGNISED
    if QCVN_102.fullmatch(text):
        return AgencyFamily.QCVN_102
    if DECISION_20.fullmatch(text):
        return AgencyFamily.DECISION_20
    if ENTERPRISE.fullmatch(text):
        return AgencyFamily.ENTERPRISE
    return AgencyFamily.UNRECOGNISED


@lru_cache(maxsize=4096)
def _groups(text: str) -> tuple[str, ...]:
    family = _family(text)
    if family is AgencyFamily.DECISION_20:
        return tuple(text.split("."))
    if family is not AgencyFamily.QCVN_102:
        return ()
    groups = text.split(".")[::-1]
    while _ZERO.fullmatch(groups[-1]):
        groups.pop()
    return tuple(groups)


class AgencyCode(IdentifierText):
    """The code of an agency, an organisation or an enterprise, as it was written.

    The constructor takes any text and keeps it; `parse` refuses what follows no rule. ``==`` and
    ``hash`` are those of the text: two spellings of one agency differ. To compare agencies, ask
    `same_agency`, or compare `canonical` forms, which are equal for spellings that are known or
    inferred to mean one agency. Blanks around the code are kept and mean nothing.

    Example:
        >>> AgencyCode("000.00.15.H51").family
        <AgencyFamily.QCVN_102: 'qcvn-102-2016'>
        >>> AgencyCode("vxp.saas.03").family.value
        'unrecognised'
        >>> AgencyCode("000.00.15.H51").level1
        'H51'
        >>> AgencyCode("000.00.00.G12").same_agency("G12").value
        'yes'
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> AgencyCode:
        """Give the code in *text* if it follows one of the three rules.

        Raises:
            IdentifierError: It follows none; the span says where it departs from the nearest.

        Example:
            >>> AgencyCode.parse("H49..15")
            Traceback (most recent call last):
                ...
            edoc.errors.IdentifierError: a group of digits and letters A-Z is missing
                H49..15
                    ^
        """
        code = cls(text)
        if code.family is AgencyFamily.UNRECOGNISED:
            key, start, end = first_fault(text)
            raise IdentifierError(catalog_text(f"agency.{key}"), text, start, end)
        return code

    @property
    def family(self) -> AgencyFamily:
        """Which rule the code follows, blanks around it aside."""
        return _family(self.strip())

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups from level 1 down, those that are zero at the end left out.

        >>> AgencyCode("000.00.15.H51").groups, AgencyCode("H37.DN.001").groups
        (('H51', '15'), ('H37', 'DN', '001'))
        """
        return _groups(self.strip())

    @property
    def level(self) -> int | None:
        """The level of the agency, 1 for a ministry or a province; None where there is none."""
        return len(self.groups) or None

    @property
    def level1(self) -> str | None:
        """The code of the level-1 agency, where the family has one."""
        return self.groups[0] if self.groups else None

    def parent(self) -> AgencyCode | None:
        """Give the agency one level up, in the same family; None for level 1 and for others.

        >>> AgencyCode("001.05.15.H51").parent(), AgencyCode("H49.15").parent()
        (AgencyCode('000.05.15.H51'), AgencyCode('H49'))
        """
        groups = self.groups[:-1]
        if not groups:
            return None
        if self.family is AgencyFamily.DECISION_20:
            return AgencyCode(".".join(groups))
        while len(groups) > 1 and _ZERO.fullmatch(groups[-1]):  # a level that the code skips
            groups = groups[:-1]
        return _qcvn_102(groups)

    def is_ancestor_of(self, other: str) -> bool:
        """Say whether *other* stands below this agency, whatever family either is written in.

        >>> AgencyCode("000.00.00.H49").is_ancestor_of("H49.15")
        True
        """
        mine = self.canonical()
        above = AgencyCode(other).parent()  # in its own family: there the zeros of skipped levels are known
        while above is not None:
            if above.canonical() == mine:
                return True
            above = above.parent()
        return False

    def canonical(self) -> AgencyCode:
        """Give the form to compare by: that of Decision 20/2020, or the bare tax code.

        For level 1 the two families are known to mean one agency; below it their equality is
        inferred from the form of the codes (law in force: Decision 20/2020/QĐ-TTg, Article 4).

        >>> AgencyCode("000.00.15.H51").canonical()
        AgencyCode('H51.15')
        >>> AgencyCode("020100107370").canonical()
        AgencyCode('0100107370')
        """
        return _canonical(self.strip())

    def same_agency(self, other: str, registry: AgencyRegistry | None = None) -> Answer:
        """Say whether two codes mean one agency; unknown where only a register could tell.

        Args:
            other: Another code.
            registry: A register that maps one family to the other.

        Example:
            >>> AgencyCode("000.00.15.H51").same_agency("H51.15").value
            'unknown'
            >>> AgencyCode("H49.15").same_agency("H49.16").value
            'no'
        """
        mine, theirs = self.strip(), other.strip()
        if mine == theirs:
            return Answer.YES
        if registry is None:
            return _compared(mine, theirs)
        return self._compare(AgencyCode(other), registry)

    def _compare(self, that: AgencyCode, registry: AgencyRegistry | None) -> Answer:
        families = {self.family, that.family}
        if AgencyFamily.UNRECOGNISED in families:
            return Answer.UNKNOWN
        if len(families) == 1 or AgencyFamily.ENTERPRISE in families:
            return Answer.YES if self.canonical() == that.canonical() else Answer.NO
        return self._same_across_families(that, registry)

    def _same_across_families(self, that: AgencyCode, registry: AgencyRegistry | None) -> Answer:
        if self.level1 != that.level1:
            return Answer.NO
        if 1 in {self.level, that.level}:
            return Answer.YES if self.level == that.level else Answer.NO
        mine, theirs = (None, None) if registry is None else (_mapped(self, registry), _mapped(that, registry))
        if mine is None and theirs is None:
            return Answer.UNKNOWN
        return Answer.YES if mine == that.strip() or theirs == self.strip() else Answer.NO

    def to_decision20(self, registry: AgencyRegistry | None = None) -> AgencyCode:
        """Give the code of Decision 20/2020/QĐ-TTg, where it is sure.

        Args:
            registry: A register that maps one family to the other.

        Raises:
            IdentifierError: It is not sure, or there is none; says why.

        Example:
            >>> AgencyCode("000.00.00.H49").to_decision20()
            AgencyCode('H49')
        """
        if self.family is AgencyFamily.DECISION_20:
            return AgencyCode(self.strip())
        if self.family is AgencyFamily.QCVN_102 and self.level == 1:
            code = AgencyCode(self.groups[0])
            if code.family is AgencyFamily.DECISION_20:
                return code
            message = "Decision 20/2020/QĐ-TTg, Article 4, has level-1 codes from A to Y alone"
            raise IdentifierError(message, self, 0, len(self))
        return self._from_registry(AgencyFamily.QCVN_102, registry)

    def to_qcvn102(self, registry: AgencyRegistry | None = None) -> AgencyCode:
        """Give the code of QCVN 102:2016/BTTTT, where it is sure.

        Args:
            registry: A register that maps one family to the other.

        Raises:
            IdentifierError: It is not sure, or there is none; says why.

        Example:
            >>> AgencyCode("H49").to_qcvn102()
            AgencyCode('000.00.00.H49')
        """
        if self.family is AgencyFamily.QCVN_102:
            return AgencyCode(self.strip())
        if self.family is AgencyFamily.DECISION_20 and self.level == 1:
            return _qcvn_102(self.groups)
        return self._from_registry(AgencyFamily.DECISION_20, registry)

    def _from_registry(self, family: AgencyFamily, registry: AgencyRegistry | None) -> AgencyCode:
        if self.family is not family:
            message = f"a code of the family {self.family.value} has no form in the other family"
            raise IdentifierError(message, self, 0, len(self))
        mapped = None if registry is None else _mapped(self, registry)
        if mapped is None:
            message = "below level 1 only the national register knows the other form of a code"
            raise IdentifierError(message, self, 0, len(self))
        return mapped


# Likewise: whether two codes of one package, written differently, mean one agency.
@lru_cache(maxsize=4096)
def _compared(one: str, other: str) -> Answer:
    return AgencyCode(one)._compare(AgencyCode(other), None)  # noqa: SLF001 - its own module


@lru_cache(maxsize=4096)
def _canonical(text: str) -> AgencyCode:
    family = _family(text)
    if family is AgencyFamily.QCVN_102:
        return AgencyCode(".".join(_groups(text)))
    if family is AgencyFamily.ENTERPRISE:
        return AgencyCode(_tax_code(text))
    return AgencyCode(text)


def _mapped(code: AgencyCode, registry: AgencyRegistry) -> AgencyCode | None:
    """Give the other form of *code* as *registry* has it."""
    entry = registry.lookup(code)
    if entry is None or entry.code_qcvn102 is None:
        return None
    pairs = {entry.code_qcvn102: entry.code, entry.code: entry.code_qcvn102}
    return pairs.get(AgencyCode(code.strip()))  # None: the register found it by its inferred form


def _qcvn_102(groups: tuple[str, ...]) -> AgencyCode:
    """Write groups from level 1 down in the form of QCVN 102:2016/BTTTT."""
    filled = [*groups, *("00", "00", "000")[len(groups) - 1 :]]
    return AgencyCode(".".join(reversed(filled)))


def _tax_code(text: str) -> str:
    digits = text.replace("-", "")
    return digits[2:] if len(digits) in {12, 15} else digits
