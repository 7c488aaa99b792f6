"""Vietnamese text by TCVN 6909:2001, and characters that make a text other than it looks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from edoc._xml.names import local_name
from edoc.conformance.part import Part
from edoc.conformance.rule import Hit, Layer, Rule, add
from edoc.conformance.rules.weights import BUILDERS, BUILDERS_WARNED, ERROR, INFO, WARNING
from edoc.identifiers import check_text
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.etree import _Element

    from edoc.conformance.rule import Check, Weight
    from edoc.conformance.subject import Subject

__all__ = ["DIRECTION", "INVISIBLE"]

_TCVN: Final = (clause("tcvn-6909-2001"), clause("nd-30-2020", "Phụ lục I phần I"), clause("qd-1123-2019", "7.2"))
_SPOOF: Final = (clause("tcvn-6909-2001"), clause("qd-1123-2019", "22.2"))

#: What nearly every text consists of: ASCII, Vietnamese letters as one character, usual signs.
_USUAL: Final = re.compile(
    "[\t\n\r -~\u00a0°²³±×÷§«»–—‘’“”„…•₫€→≤≥ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]*"
)
#: Words of VIQR are ASCII and need a look of their own.
_VIQR: Final = re.compile(r"[aeoAEO]\^|[ouOU]\+|[aA]\(|\b[dD][dD][aeiouy]")
#: Marks that turn the direction of what follows (Unicode Standard Annex #9).
DIRECTION: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff\uffa0]"
)
_REPLACEMENT: Final = re.compile("\ufffd")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
#: UTF-8 that was read as Windows-1252 or Latin-1: two or three odd signs for each Vietnamese letter.
_TWICE: Final = re.compile(
    "(?:\u00c3[\u0080-\u00bf\u0152\u0160\u0161\u017d\u2018-\u2022\u20ac]|\u00c4[\u0090\u2018\u0081-\u00bf]|\u00c6[\u00a0\u00a1\u00af\u00b0]"
    "|\u00e1[\u00ba\u00bb][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122])"
)
_OWN: Final = {
    "bidi": DIRECTION,
    "invisible": INVISIBLE,
    "replacement": _REPLACEMENT,
    "private-use": _PRIVATE,
    "mojibake": _TWICE,
}
#: What the rules on file names say themselves.
_OF_NAMES: Final = ("nfd", "control", "bidi", "invisible")
#: Where a text is no words of Vietnamese: codes, addresses, algorithms.
_NO_WORDS: Final = frozenset({"X509Certificate", "SignatureValue", "DigestValue", "Email", "Website"})


def _problems(subject: Subject) -> Mapping[str, list[tuple[_Element, str]]]:
    """Find every problem of every text, once for all the rules here."""
    found = subject.facts.text_problems
    if found is None:
        found = subject.facts.text_problems = {}
        whole = subject.facts.whole_text
        if _USUAL.fullmatch(whole) and not _has_viqr(whole):
            return found  # one look at all of them: nearly every package ends here
        for element, text in subject.facts.texts:
            if not _USUAL.fullmatch(text) or _VIQR.search(text):
                for code, stretch in _of(element, text):
                    found.setdefault(code, []).append((element, stretch))
    return found


#: A text that is other than nearly all are.
_ODD: Final = Part("odd text", _problems, "both")


def _has_viqr(text: str) -> bool:
    """Look for words of VIQR, where there may be some."""
    if not _may_be_viqr(text):
        return False
    return _VIQR.search(text) is not None


def _may_be_viqr(text: str) -> bool:
    """Look for the signs without which there is no VIQR: rare letters first, pairs only where both can be."""
    if "^" in text or "+" in text or "dd" in text:
        return True
    return ("(" in text and ("a(" in text or "A(" in text)) or (
        "D" in text and ("Dd" in text or "dD" in text or "DD" in text)
    )


def _of(element: _Element, text: str) -> Iterator[tuple[str, str]]:
    if local_name(str(element.tag)) in _NO_WORDS:
        return
    is_name = local_name(str(element.tag)) == "AttachmentName"
    told: set[str] = set(_OF_NAMES if is_name else ())
    mojibake = _TWICE.search(text) is not None
    for problem in check_text(text):
        if problem.code not in told and not (mojibake and problem.code in {"control", "tcvn3", "vni"}):
            told.add(problem.code)  # one finding for one field
            yield problem.code, problem.text
    for code, pattern in _OWN.items():
        match = pattern.search(text)
        if match is not None and code not in told:
            yield code, match.group()


def _shown(stretch: str) -> str:
    """Give characters by their numbers: they cannot be seen, or look like others."""
    return " ".join(f"U+{ord(letter):04X}" for letter in stretch[:4]) + (" …" if len(stretch) > 4 else "")


def _check(code: str) -> Check:
    def check(subject: Subject) -> Iterable[Hit]:
        for element, stretch in _problems(subject).get(code, ()):
            params = {"field": local_name(str(element.tag)), "found": stretch, "shown": _shown(stretch)}
            yield Hit(element, stretch, params)

    check.__doc__ = f"Look for {code} in every text."
    return check


#: Id, slug, code of the problem, weight, weights in profiles, requirements.
_ROWS: Final[tuple[tuple[str, str, str, Weight, Mapping[str, Weight], tuple[str, ...]], ...]] = (
    ("FMT-070", "text-outside-bmp", "outside-bmp", WARNING, BUILDERS, ("R-200", "R-020")),
    ("FMT-071", "text-control", "control", WARNING, BUILDERS, ("R-200",)),
    ("FMT-072", "text-decomposed", "nfd", WARNING, BUILDERS, ("R-201",)),
    ("FMT-073", "text-tcvn3", "tcvn3", WARNING, BUILDERS, ("R-202",)),
    ("FMT-074", "text-vni", "vni", WARNING, BUILDERS, ("R-202",)),
    ("FMT-075", "text-viqr", "viqr", WARNING, BUILDERS, ("R-202",)),
    ("FMT-076", "text-direction", "bidi", WARNING, BUILDERS, ("R-070",)),
    ("FMT-077", "text-invisible", "invisible", INFO, BUILDERS_WARNED, ("R-200",)),
    ("FMT-078", "text-replacement", "replacement", WARNING, BUILDERS, ("R-202",)),
    ("FMT-079", "text-private-use", "private-use", WARNING, BUILDERS, ("R-200",)),
    ("FMT-080", "text-mojibake", "mojibake", WARNING, {"strict": ERROR}, ("R-202",)),
)

for _id, _slug, _code, _weight, _weights, _covers in _ROWS:
    add(
        Rule(
            id=_id,
            slug=_slug,
            clauses=_SPOOF if _code in {"bidi", "invisible"} else _TCVN,
            severity=_weight,
            severities=_weights,
            layer=Layer.MODEL,
            about=_ODD,
            covers=_covers,
            message=f"rule.{_slug}",
            check=_check(_code),
        )
    )
