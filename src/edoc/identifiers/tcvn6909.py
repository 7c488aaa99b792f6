"""Vietnamese text by TCVN 6909:2001: what does not belong, found and never rewritten in silence.

The standard is the 16-bit Vietnamese character set of ISO/IEC 10646-1:2000 and Unicode 3.0: the
basic plane, letters with their diacritics as one character. Texts in the older sets TCVN3 (ABC),
VNI and VIQR show as a mixture of letters and odd signs when they are taken for Unicode.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

__all__ = ["TextProblem", "check_text", "to_nfc"]


@dataclass(frozen=True, slots=True)
class TextProblem:
    """One stretch of a text that is not Vietnamese by TCVN 6909:2001.

    Args:
        code: ``outside-bmp``, ``control``, ``nfd``, ``tcvn3``, ``vni`` or ``viqr``.
        start: Where it starts, in characters from 0.
        end: Where it ends (exclusive).
        text: The stretch.
    """

    code: str
    start: int
    end: int
    text: str


_OUTSIDE: Final = re.compile("[\U00010000-\U0010ffff]+")
# Control characters but tab and line ends; noncharacters; lone surrogates.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")
_MARKED: Final = re.compile("[^\u0300-\u036f\\s][\u0300-\u036f]{1,30}")
#: Letters that only real Unicode Vietnamese has: a text with them is in no older set.
#: More marks on one letter than any language has (UAX #15, stream-safe text): they are left as they are.
_LONGEST_PILE: Final = 30
_LONG_PILES: Final = re.compile("([^\u0300-\u036f]?[\u0300-\u036f]{31,})")
_PILE: Final = re.compile("[^\u0300-\u036f]?[\u0300-\u036f]+")
_GENUINE: Final = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_WORD: Final = re.compile(r"[A-Za-z\xa8-\xff]+")
_CHUNK: Final = re.compile(r"\S+")
# TCVN 5712:1993 (VN3, "ABC"): signs of Latin-1 stand for letters; some of them are no letters.
_TCVN3: Final = re.compile(r"[\xa8-\xff]")
_TCVN3_SIGNS: Final = re.compile(r"[A-Za-z][µ¸¶·¹¨»¾¼½Æ©®ª«¬§×ÞßÐÑÖÜ][a-z]|[A-Za-z][µ¸¶·¹¾¼½×ÞßÐ](?![^\s])")
# VNI: a vowel followed by a letter of Latin-1 that is its mark, or its hat and its mark; ö for ư, ô for ơ, ñ for đ.
_VNI: Final = re.compile(
    r"[aAeEoOuUyYiIöÖôÔ][øØùÙûÛõÕïÏ]|[aAeEoO][âÂåÅäÄáÁàÀãÃ]|[aA][êÊéÉèÈúÚüÜëË]|[aAeEoOuUyYiI][ëËöÖ]|[ñÑ][a-zA-Zöô]"
)
# VIQR (RFC 1456): marks as punctuation behind the vowel, dd for đ.
_VIQR: Final = re.compile(r"[aeoAEO]\^|[ouOU]\+|[aA]\(['`?~.]?[a-z]|\b[dD][dD][aeiouy]|[aeiouyAEIOUY]['`?~](?=[a-z]|$)")
_VIQR_SIGNS: Final = re.compile(r"[aeoAEO]\^|[ouOU]\+|[aA]\(|\b[dD][dD][aeiouy]")
_ENOUGH: Final = 2


def check_text(text: str) -> tuple[TextProblem, ...]:
    """Find what is not Vietnamese text by TCVN 6909:2001, in order.

    Older character sets are guessed: at least two words and half of all show their pattern, and
    no letter that only Unicode has is there. Time is in proportion to the text.

    Example:
        >>> check_text("Ủy ban nhân dân tỉnh")
        ()
        >>> {problem.code for problem in check_text("Céng hßa x· héi chñ nghÜa")}
        {'tcvn3'}
    """
    found = _all("outside-bmp", _OUTSIDE, text) + _all("control", _CONTROL, text) + _decomposed(text)
    if not _GENUINE.search(text):
        found += _older_set(text)
    return tuple(sorted(found, key=lambda problem: (problem.start, problem.end)))


def to_nfc(text: str) -> str:
    """Give the text with composed letters, as TCVN 6909:2001 writes them.

    For new texts only: what was signed must not be rewritten.
    """
    return "".join(
        part if len(part) > _LONGEST_PILE and _PILE.fullmatch(part) else unicodedata.normalize("NFC", part)
        for part in _LONG_PILES.split(text)
    )


def _all(code: str, pattern: re.Pattern[str], text: str) -> list[TextProblem]:
    return [TextProblem(code, match.start(), match.end(), match.group()) for match in pattern.finditer(text)]


def _decomposed(text: str) -> list[TextProblem]:
    """Find letters with separate marks that have a form of one character."""
    return [
        TextProblem("nfd", match.start(), match.end(), match.group())
        for match in _MARKED.finditer(text)
        if len(unicodedata.normalize("NFC", match.group())) < len(match.group())
    ]


def _words(code: str, word: re.Pattern[str], sign: re.Pattern[str], text: str) -> list[TextProblem]:
    return [problem for problem in _all(code, word, text) if sign.search(problem.text)]


def _older_set(text: str) -> list[TextProblem]:
    """Guess at TCVN3, VNI and VIQR; the one with the most words wins."""
    tcvn3 = _words("tcvn3", _WORD, _TCVN3, text) if _TCVN3_SIGNS.search(text) else []
    viqr = _words("viqr", _CHUNK, _VIQR, text) if _VIQR_SIGNS.search(text) else []
    best = max(_words("vni", _WORD, _VNI, text), tcvn3, viqr, key=len)
    words = sum(1 for chunk in _CHUNK.finditer(text) if not chunk.group().isdecimal())
    return best if len(best) >= _ENOUGH and 2 * len(best) >= words else []
