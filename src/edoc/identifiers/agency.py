"""Agency codes (`mã định danh cơ quan, tổ chức`)."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from edoc.identifiers._text import IdentifierText

__all__ = ["MAX_LENGTH", "AgencyCode", "AgencyFamily"]

#: Sửa đổi 1:2022 QCVN 102:2016/BTTTT: edXML:OrganId is a string of at most 35 characters.
MAX_LENGTH: Final = 35


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


# QCVN 102:2016/BTTTT, Part 1: "V1V2V3.Z1Z2.Y1Y2.MX", 13 characters; MX is a letter (or two) of
# the level-1 agency with its number.
_QCVN_102: Final = re.compile(r"[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Z][0-9A-Z]{2}", re.ASCII)
# Decision 20/2020/QĐ-TTg, Article 4: groups of digits and letters A-Z, separated by dots, at
# most 35 characters; the first group is the level-1 code.
_DECISION_20: Final = re.compile(r"[A-Z][0-9]{2}(?:\.[0-9A-Z]{1,10})*", re.ASCII)
# Enterprise codes: 10 digits, a branch with 3 more, "02" before them in production in 2025.
_ENTERPRISE: Final = re.compile(r"(?:02)?[0-9]{10}(?:-?[0-9]{3})?", re.ASCII)


class AgencyCode(IdentifierText):
    """The code of an agency, an organisation or an enterprise, as it was written.

    ``==`` and ``hash`` are those of the text.

    Example:
        >>> AgencyCode("000.00.15.H51").family
        <AgencyFamily.QCVN_102: 'qcvn-102-2016'>
        >>> AgencyCode("vxp.saas.03").family.value
        'unrecognised'
        >>> AgencyCode("000.00.15.H51").level1
        'H51'
    """

    __slots__ = ()

    @property
    def family(self) -> AgencyFamily:
        """Which rule the code follows, blanks around it aside."""
        text = self.strip()
        if len(text) > MAX_LENGTH:
            return AgencyFamily.UNRECOGNISED
        if _QCVN_102.fullmatch(text):
            return AgencyFamily.QCVN_102
        if _DECISION_20.fullmatch(text):
            return AgencyFamily.DECISION_20
        if _ENTERPRISE.fullmatch(text):
            return AgencyFamily.ENTERPRISE
        return AgencyFamily.UNRECOGNISED

    @property
    def level1(self) -> str | None:
        """The code of the level-1 agency, where the family has one."""
        if self.family is AgencyFamily.QCVN_102:
            return self.strip().rpartition(".")[2]
        if self.family is AgencyFamily.DECISION_20:
            return self.strip().partition(".")[0]
        return None
