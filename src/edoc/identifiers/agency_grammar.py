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

#: What each of the first three groups of the old form must be, and the key of what is said else.
_OLD: Final = (
    ("three-digits", re.compile(r"[0-9]{3}", re.ASCII)),
    ("two-digits", re.compile(r"[0-9]{2}", re.ASCII)),
    ("two-digits", re.compile(r"[0-9]{2}", re.ASCII)),
)
_LEVEL_1: Final = re.compile(r"[A-Y][0-9]{2}", re.ASCII)
_GROUP: Final = re.compile(r"[0-9A-Z]*", re.ASCII)


def first_fault(text: str) -> tuple[str, int, int]:
    """Say what is wrong with a text that is no agency code, and from where to where.

    The rule that is nearest is taken: four groups that start with a digit mean QCVN 102:2016, a
    letter at the start means Decision 20/2020, digits alone an enterprise.

    Returns:
        The key of the text in the section ``agency`` of the catalogue, start, and end.
    """
    code = text.strip()
    shift = len(text) - len(text.lstrip())
    if not code:
        return "needed", 0, len(text)
    if len(code) > MAX_LENGTH:
        return "too-long", shift + MAX_LENGTH, shift + len(code)
    groups = code.split(".")
    if len(groups) == 4 and code[0].isdigit():
        key, start, end = _old_fault(groups)
    elif code[0].isdigit() and "." not in code:
        key, start, end = _enterprise_fault(code)
    else:
        key, start, end = _new_fault(groups)
    return key, shift + start, shift + max(end, start + 1)


def _old_fault(groups: list[str]) -> tuple[str, int, int]:
    at = 0
    for group, (key, pattern) in zip(groups, _OLD, strict=False):
        if not pattern.fullmatch(group):
            return key, at, at + len(group)
        at += len(group) + 1
    return "letter-two-digits", at, at + len(groups[-1])


def _new_fault(groups: list[str]) -> tuple[str, int, int]:
    if not _LEVEL_1.fullmatch(groups[0]):
        return "level-1", 0, len(groups[0])
    at = len(groups[0]) + 1
    bad = 1
    while groups[bad] and _GROUP.fullmatch(groups[bad]):  # one is bad, or the whole were a code
        at += len(groups[bad]) + 1
        bad += 1
    good = _GROUP.match(groups[bad])
    start = at + (good.end() if good else 0)
    return "group-foreign" if groups[bad] else "group-missing", start, start + 1


def _enterprise_fault(code: str) -> tuple[str, int, int]:
    foreign = re.search(r"[^0-9-]", code, re.ASCII)
    return ("only-digits", *foreign.span()) if foreign else ("tax-code", 0, len(code))
