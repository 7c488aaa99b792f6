"""The grammar of agency codes, and where a text departs from it."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["DECISION_20", "ENTERPRISE", "MAX_LENGTH", "QCVN_102", "first_fault"]

#: Sửa đổi 1:2022 QCVN 102:2016/BTTTT: edXML:OrganId is a string of at most 35 characters.
MAX_LENGTH: Final = 35

# QCVN 102:2016/BTTTT, Part 1: "V1V2V3.Z1Z2.Y1Y2.MX", 13 characters, four groups; the last one is
# the level-1 agency, a letter and two digits; zeros stand for "no such level".
QCVN_102: Final = re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}", re.ASCII)
# Decision 20/2020/QĐ-TTg, Article 4: at most 35 characters A-Z, 0-9 and dots; the first group is
# the level-1 code MX1X2 with M from A to Y; each further group is one level down.
DECISION_20: Final = re.compile(r"[A-Y][0-9]{2}(?:\.[0-9A-Z]+)*", re.ASCII)
# Decision 20/2020/QĐ-TTg, Article 5: the code of the enterprise, 10 digits, with 3 more for a
# branch; "02" stands before it in packages of 2025.
ENTERPRISE: Final = re.compile(r"(?:02)?[0-9]{10}(?:-?[0-9]{3})?", re.ASCII)

_OLD: Final = (("three digits", r"[0-9]{3}"), ("two digits", r"[0-9]{2}"), ("two digits", r"[0-9]{2}"))
_LEVEL_1: Final = re.compile(r"[A-Y][0-9]{2}", re.ASCII)
_GROUP: Final = re.compile(r"[0-9A-Z]+", re.ASCII)


def first_fault(text: str) -> tuple[str, int, int]:
    """Say what is wrong with a text that is no agency code, and from where to where.

    The rule that is nearest is taken: four groups that start with a digit mean QCVN 102:2016, a
    letter at the start means Decision 20/2020, digits alone an enterprise.
    """
    code = text.strip()
    shift = len(text) - len(text.lstrip())
    if not code:
        return "an agency code is needed", 0, len(text)
    if len(code) > MAX_LENGTH:
        return f"an agency code has at most {MAX_LENGTH} characters", shift + MAX_LENGTH, shift + len(code)
    groups = code.split(".")
    if len(groups) == 4 and code[0].isdigit():
        message, start, end = _old_fault(groups)
    elif code[0].isdigit() and "." not in code:
        message, start, end = _enterprise_fault(code)
    else:
        message, start, end = _new_fault(groups)
    return message, shift + start, shift + max(end, start + 1)


def _old_fault(groups: list[str]) -> tuple[str, int, int]:
    at = 0
    for group, (wanted, pattern) in zip(groups, _OLD, strict=False):
        if not re.fullmatch(pattern, group, re.ASCII):
            return f"{wanted} are needed here (QCVN 102:2016/BTTTT)", at, at + len(group)
        at += len(group) + 1
    return "a letter and two digits are needed here (QCVN 102:2016/BTTTT)", at, at + len(groups[-1])


def _new_fault(groups: list[str]) -> tuple[str, int, int]:
    if not _LEVEL_1.fullmatch(groups[0]):
        wanted = "a letter A-Y and two digits are needed for level 1 (Decision 20/2020/QĐ-TTg, Article 4)"
        return wanted, 0, len(groups[0])
    at = len(groups[0]) + 1
    for group in groups[1:]:
        if not group:
            return "a group of digits and letters A-Z is missing", at, at + 1
        good = _GROUP.match(group)
        if good is None or good.end() < len(group):
            start = at + (good.end() if good else 0)
            return "only digits and letters A-Z may stand here", start, start + 1
        at += len(group) + 1
    return "this is no agency code", 0, at


def _enterprise_fault(code: str) -> tuple[str, int, int]:
    foreign = re.search(r"[^0-9-]", code, re.ASCII)
    if foreign:
        return "only digits may stand in the code of an enterprise", foreign.start(), foreign.end()
    return "the code of an enterprise has 10 digits, with 3 more for a branch", 0, len(code)
